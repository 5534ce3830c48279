//! Written names made comparable: folding, spelling-free forms, similarity.

pub mod diminutive;
pub mod fold;
pub(crate) mod full_name;
pub mod similar;
pub mod sound;
