//! Written names made comparable: folding, spelling-free forms, similarity.

pub mod diminutive;
pub mod fold;
pub mod similar;
pub mod sound;
