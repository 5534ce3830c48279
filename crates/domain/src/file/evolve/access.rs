//! Consents, shares, people, the lead: what an entry does that is more than one assignment.

use super::super::state::{Assignment, ConsentState, State, TaskStatus};
use crate::context::Envelope;
use crate::id::{ConsentId, UnitId};
use crate::values::Code;

pub(super) fn consent(state: &mut State, id: ConsentId) -> Option<&mut ConsentState> {
    state.consents.iter_mut().find(|consent| consent.id == id)
}

pub(super) fn end_shares(state: &mut State, env: &Envelope, unit: UnitId, reason: &Code) {
    let live = state
        .shares
        .iter_mut()
        .filter(|share| share.unit == unit && share.ended.is_none());
    for share in live {
        share.ended = Some((env.recorded_at, reason.clone()));
    }
}

/// With the lead go the people of the unit that had it, and what they still had to do is the new lead's.
pub(super) fn take_over(state: &mut State, env: &Envelope) {
    state.transfer = None;
    if let Some(before) = state.lead.replace(env.unit) {
        state.assigned.retain(|one| one.unit != before);
        let open = state
            .tasks
            .iter_mut()
            .filter(|task| task.status == TaskStatus::Open && task.unit == before);
        for task in open {
            task.unit = env.unit;
            task.what.assignee = Some(env.author);
        }
    }
    state.leads.push((env.recorded_at, env.unit));
    for assignment in &mut state.assigned {
        assignment.lead = false;
    }
}

/// One row per person; a new case manager takes the place of the one before.
pub(super) fn assign(state: &mut State, new: Assignment) {
    state.assigned.retain(|old| old.user != new.user);
    if new.lead {
        for old in &mut state.assigned {
            old.lead = false;
        }
    }
    state.assigned.push(new);
}
