//! Pages, JSON and assets; thin.

pub mod charts;
pub mod frame;
pub mod statistics;
pub mod view;
