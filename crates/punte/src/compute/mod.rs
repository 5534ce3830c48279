//! Commands over the compute crates.

pub(crate) mod link;
