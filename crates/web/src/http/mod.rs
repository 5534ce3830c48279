//! HTTP, once: checks before a handler, headers after it.

pub mod answer;
pub mod ask;
pub mod fields;
pub mod gate;
pub mod headers;
pub mod problem;
pub mod route;
