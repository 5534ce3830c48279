//! Services, sessions and tasks.

use super::super::entry::Entry;
use super::super::state::{Service, Session, State, TaskState, TaskStatus};
use crate::context::Envelope;
use crate::id::{ServiceId, SessionId, TaskId};

#[expect(
    clippy::too_many_lines,
    reason = "each command and entry is named, so that a new one cannot be forgotten"
)]
pub(super) fn fold(state: &mut State, env: &Envelope, entry: &Entry) {
    match entry {
        Entry::ServiceOpened {
            service,
            kind,
            unit,
            referral,
        } => state.services.push(Service {
            id: *service,
            kind: kind.clone(),
            unit: *unit,
            referral: *referral,
            opened_at: env.recorded_at,
            opened_on: env.happened_on,
            ended: None,
            sessions: Vec::new(),
        }),
        Entry::SessionRecorded {
            session,
            service,
            minutes,
            attendance,
            next,
        } => {
            if let Some(of) = service_mut(state, *service)
                && !of.sessions.contains(session)
            {
                of.sessions.push(*session);
            }
            let it = session_mut(state, env, *session);
            it.service = Some(*service);
            it.on = env.happened_on;
            it.minutes = *minutes;
            it.attendance = Some(*attendance);
            it.next = *next;
        }
        Entry::SessionSummary {
            session,
            text,
            next,
        } => {
            let words = (env.compartment, text.clone(), next.clone());
            let it = session_mut(state, env, *session);
            it.on = it.on.or(env.happened_on);
            it.words.push(words);
        }
        Entry::ServiceEnded {
            service, outcome, ..
        } => {
            if let Some(it) = service_mut(state, *service) {
                it.ended = Some((env.recorded_at, outcome.clone()));
            }
        }
        Entry::TaskAdded { task, what } => state.tasks.push(TaskState {
            id: *task,
            what: what.clone(),
            status: TaskStatus::Open,
            added_at: env.recorded_at,
            added_by: env.author,
            unit: env.unit,
            ended_at: None,
        }),
        Entry::TaskDone { task, .. } => end_task(state, env, *task, TaskStatus::Done),
        Entry::TaskCancelled { task, .. } => end_task(state, env, *task, TaskStatus::Cancelled),
        Entry::TaskReassigned {
            task,
            assignee,
            due,
        } => {
            if let Some(it) = state.tasks.iter_mut().find(|t| t.id == *task) {
                it.what.assignee = *assignee;
                it.what.due = *due;
            }
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
        | Entry::PlacementRecorded { .. }
        | Entry::HearingNoted(_)
        | Entry::AlreadyTold { .. }
        | Entry::ConsentGiven { .. }
        | Entry::AssentRecorded { .. }
        | Entry::ConsentWithdrawn { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::TransferOffered { .. }
        | Entry::TransferAccepted
        | Entry::TransferDeclined { .. }
        | Entry::TransferWithdrawn
        | Entry::Closed { .. }
        | Entry::Reopened { .. } => {}
    }
}

fn service_mut(state: &mut State, id: ServiceId) -> Option<&mut Service> {
    state.services.iter_mut().find(|service| service.id == id)
}

fn session_mut<'s>(state: &'s mut State, env: &Envelope, id: SessionId) -> &'s mut Session {
    let place = state
        .sessions
        .iter()
        .position(|session| session.id == id)
        .unwrap_or_else(|| {
            state.sessions.push(Session {
                id,
                service: None,
                on: None,
                minutes: 0,
                attendance: None,
                next: None,
                words: Vec::new(),
                by: env.author,
                unit: env.unit,
            });
            state.sessions.len() - 1
        });
    // `place` was found or has just been pushed.
    &mut state.sessions[place]
}

fn end_task(state: &mut State, env: &Envelope, id: TaskId, status: TaskStatus) {
    if let Some(task) = state.tasks.iter_mut().find(|task| task.id == id) {
        task.status = status;
        task.ended_at = Some(env.recorded_at);
    }
}
