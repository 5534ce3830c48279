//! Exact noise and the accountant.
pub mod accountant;
pub mod noise;
