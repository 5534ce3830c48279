//! Fold.
use super::{Entry, State};
use crate::context::Envelope;

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    todo!()
}
