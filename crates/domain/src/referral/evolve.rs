//! Folds entries into a referral's state.

use super::{Entry, State, Status};
use crate::context::Envelope;

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    let at = env.recorded_at;
    match entry {
        Entry::Sent {
            payload,
            from,
            to,
            answer_by,
            expires_at,
        } => {
            state.status = Some(Status::Sent);
            state.payload = Some(payload.clone());
            state.from = Some(*from);
            state.sender = Some(env.author);
            state.to = Some(*to);
            state.sent_at = Some(at);
            state.answer_by = Some(*answer_by);
            state.expires_at = Some(*expires_at);
        }
        Entry::Read => {
            state.status = Some(Status::Read);
            state.read_at = Some(at);
        }
        Entry::Accepted { assignee } => {
            answered(state, env, Status::Accepted);
            state.assignee = *assignee;
        }
        Entry::Declined {
            reason,
            text,
            suggestion,
        } => {
            answered(state, env, Status::Declined);
            state.declined = Some((reason.clone(), text.clone(), suggestion.clone()));
        }
        Entry::Revoked { reason } => {
            answered(state, env, Status::Revoked);
            state.revoked = Some(reason.clone());
        }
        Entry::Expired => answered(state, env, Status::Expired),
        Entry::WorkStarted => {
            state.status = Some(Status::InProgress);
            state.started_at = Some(at);
        }
        Entry::Done { outcome, text } => {
            state.status = Some(Status::Done);
            state.done = Some((at, outcome.clone(), text.clone()));
        }
    }
}

/// The first answer stands as the answer: a revocation after acceptance does not hide when it was accepted.
fn answered(state: &mut State, env: &Envelope, status: Status) {
    state.status = Some(status);
    if state.answered_at.is_none() {
        state.answered_at = Some(env.recorded_at);
        state.answered_by = Some(env.author);
    }
}
