//! A survivor file (dosar de caz): the protection file of one child or adult survivor.

pub mod command;
pub mod decide;
pub mod entry;
mod evolve;
pub mod happened;
pub mod identification;
pub mod rules;
pub mod stage;
pub mod state;
pub mod trafficking;

pub use command::{Command, SessionNote};
pub use decide::decide;
pub use entry::Entry;
pub use evolve::evolve;
pub use state::State;
