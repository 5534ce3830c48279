//! `punte demo`: a fictitious partnership with two years of work in it, served on this computer only.

mod chance;
pub mod execute;
pub mod people;
pub mod plan;
mod run;
pub mod script;
mod story;
#[cfg(test)]
mod tests;
mod words;

pub use plan::{Canaries, plan, plan_with_canaries};
pub use run::{DemoArgs, DemoError, run};
