//! Consents, shares, people, the lead: what an entry does that is more than one assignment.

use super::super::state::{Assignment, ConsentState, State, TaskState, TaskStatus};
use crate::context::Envelope;
use crate::id::{ConsentId, UnitId, UserId};
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
    // Who may no longer read the file does nothing more in it: what they left open is the lead's.
    if let Some(lead) = state.lead.filter(|lead| *lead != unit) {
        let theirs = state.assigned.extract_if(.., |one| one.unit == unit);
        let gone: Vec<UserId> = theirs.map(|one| one.user).collect();
        let manager = state.case_manager();
        hand_on(state, lead, manager, |task| {
            task.unit == unit || task.what.assignee.is_some_and(|user| gone.contains(&user))
        });
    }
}

/// What is still to be done of these tasks is a unit's, on somebody's desk or on nobody's.
fn hand_on(
    state: &mut State,
    to: UnitId,
    desk: Option<UserId>,
    which: impl Fn(&TaskState) -> bool,
) {
    let open = state.tasks.iter_mut();
    for task in open.filter(|task| task.status == TaskStatus::Open && which(task)) {
        task.unit = to;
        task.what.assignee = desk;
    }
}

/// With the lead go the people of the unit that had it, and what they still had to do is the new lead's.
pub(super) fn take_over(state: &mut State, env: &Envelope) {
    state.transfer = None;
    if let Some(before) = state.lead.replace(env.unit) {
        state.assigned.retain(|one| one.unit != before);
        hand_on(state, env.unit, Some(env.author), |task| {
            task.unit == before
        });
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
