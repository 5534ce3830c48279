//! Folds entries into a concern's state.

use super::{Entry, State, Supplement, Triage};
use crate::context::Envelope;

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    match entry {
        Entry::Raised { alarm, intake } => {
            state.danger = alarm.danger;
            state.alarm = Some(alarm.clone());
            state.intake = Some(*intake);
            state.raised_at = Some(env.recorded_at);
            state.raised_by = Some(env.author);
            state.raised_in = Some(env.unit);
        }
        Entry::Supplemented { text, danger } => {
            state.danger = danger.unwrap_or(state.danger);
            state.supplements.push(Supplement {
                id: env.id,
                at: env.recorded_at,
                by: env.author,
                text: text.clone(),
            });
        }
        Entry::Triaged { outcome, urgency } => {
            state.triage = Some(Triage {
                outcome: outcome.clone(),
                urgency: *urgency,
                at: env.recorded_at,
                by: env.author,
            });
        }
        Entry::Reopened { .. } => {
            state.triage = None;
            state.reopened_at = Some(env.recorded_at);
        }
    }
}
