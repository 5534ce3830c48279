//! Decider.
use super::{Command, Entry, State};
use crate::context::{Ctx, Decided};
use crate::refusal::Refusal;

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    todo!()
}
