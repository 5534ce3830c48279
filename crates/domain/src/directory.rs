//! The directory: organisations, units, users. Its entries are clear: they hold staff, never survivors.

pub mod organisation;
pub mod unit;
pub mod user;
