//! What tests share: engines, clocks, private PostgreSQL, a whole application.

pub mod engines;
pub mod installation;
pub mod postgres;
