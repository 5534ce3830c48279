//! Consents, shares, people, the lead, closing.

use super::super::entry::Entry;
use super::super::state::{Assignment, ConsentState, Share, State, TaskStatus};
use crate::context::Envelope;

pub(super) fn fold(state: &mut State, env: &Envelope, entry: &Entry) {
    let at = env.recorded_at;
    match entry {
        Entry::ConsentGiven { consent, what } => state.consents.push(ConsentState {
            id: *consent,
            assent: what.assent,
            what: what.clone(),
            given_at: at,
            withdrawn: None,
        }),
        Entry::AssentRecorded { consent, assent } => {
            if let Some(it) = state.consents.iter_mut().find(|c| c.id == *consent) {
                it.assent = *assent;
            }
        }
        Entry::ConsentWithdrawn { consent, by, .. } => {
            if let Some(it) = state.consents.iter_mut().find(|c| c.id == *consent) {
                it.withdrawn = Some((at, *by));
            }
        }
        Entry::Shared {
            unit,
            compartments,
            basis,
            referral,
            until,
        } => state.shares.push(Share {
            unit: *unit,
            compartments: *compartments,
            basis: basis.clone(),
            referral: *referral,
            since: at,
            until: *until,
            ended: None,
        }),
        Entry::ShareEnded { unit, reason } => {
            for share in state
                .shares
                .iter_mut()
                .filter(|s| s.unit == *unit && s.ended.is_none())
            {
                share.ended = Some((at, reason.clone()));
            }
        }
        Entry::Assigned { user, unit, lead } => assign(
            state,
            Assignment {
                user: *user,
                unit: *unit,
                lead: *lead,
                since: at,
            },
        ),
        Entry::Unassigned { user } => state.assigned.retain(|a| a.user != *user),
        Entry::TransferOffered { to, .. } => state.transfer = Some((*to, at)),
        Entry::TransferAccepted => take_over(state, env),
        Entry::TransferDeclined { .. } | Entry::TransferWithdrawn => state.transfer = None,
        Entry::Closed { reason, .. } => {
            state.closed = Some((at, reason.clone()));
            state.closings.push((at, true, reason.clone()));
        }
        Entry::Reopened { reason, .. } => {
            state.closed = None;
            state.closings.push((at, false, reason.clone()));
        }
        // `super::evolve` sends nothing else here.
        Entry::Opened { .. }
        | Entry::CoverNameSet(_)
        | Entry::PersonLinked(_)
        | Entry::BasicsRecorded(_)
        | Entry::EventRecorded(_)
        | Entry::RiskAssessed { .. }
        | Entry::IdentificationDecided(_)
        | Entry::NoteAdded { .. }
        | Entry::NoteAmended { .. }
        | Entry::NeedsRecorded(_)
        | Entry::PlanSet { .. }
        | Entry::ServiceOpened { .. }
        | Entry::SessionRecorded { .. }
        | Entry::SessionSummary { .. }
        | Entry::ServiceEnded { .. }
        | Entry::TaskAdded { .. }
        | Entry::TaskDone { .. }
        | Entry::TaskCancelled { .. }
        | Entry::TaskReassigned { .. }
        | Entry::PlacementRecorded { .. }
        | Entry::HearingNoted(_)
        | Entry::AlreadyTold { .. } => {}
    }
}

/// With the lead go the people of the unit that had it, and what they still had to do is the new lead's.
fn take_over(state: &mut State, env: &Envelope) {
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
fn assign(state: &mut State, new: Assignment) {
    state.assigned.retain(|old| old.user != new.user);
    if new.lead {
        for old in &mut state.assigned {
            old.lead = false;
        }
    }
    state.assigned.push(new);
}
