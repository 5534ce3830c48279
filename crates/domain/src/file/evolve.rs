//! Folds entries into a file's state. Holds for any subset of compartments: what refers to an unseen entry is kept as far as it goes.

mod access;
mod work;

use super::entry::Entry;
use super::state::{
    Assignment, ConsentState, Note, Placement, Plan, Risk, Said, Service, Share, State, TaskState,
    TaskStatus, Told,
};
use crate::context::Envelope;

/// Folds one entry in.
#[expect(clippy::too_many_lines, reason = "one arm per entry")]
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    state.last_activity = state.last_activity.max(Some(env.recorded_at));
    match entry {
        Entry::Opened {
            code,
            lead,
            from_concern,
        } => {
            state.code = Some(*code);
            state.lead = Some(*lead);
            state.leads.push((env.recorded_at, *lead));
            state.from_concern = *from_concern;
            state.opened_at = Some(env.recorded_at);
        }
        Entry::CoverNameSet(name) => state.cover_name = Some(name.clone()),
        Entry::PersonLinked(person) => state.person = Some(*person),
        Entry::BasicsRecorded(basics) => state.basics = basics.clone(),
        Entry::EventRecorded(event) => state.event = Some(said(env, event.clone())),
        Entry::RiskAssessed {
            level,
            factors,
            text,
            review,
        } => state.risks.push(said(
            env,
            Risk {
                level: level.clone(),
                factors: factors.clone(),
                text: text.clone(),
                review: *review,
            },
        )),
        Entry::IdentificationDecided(decision) => state.decisions.push(said(env, decision.clone())),
        Entry::NoteAdded { kind, text } => state.notes.push(said(
            env,
            Note {
                compartment: env.compartment,
                kind: kind.clone(),
                text: text.clone(),
                earlier: Vec::new(),
            },
        )),
        Entry::NoteAmended { note, text, .. } => {
            let lies_here = |said: &&mut Said<Note>| {
                said.entry == *note && said.value.compartment == env.compartment
            };
            if let Some(said) = state.notes.iter_mut().find(lies_here) {
                let old = std::mem::replace(&mut said.value.text, text.clone());
                said.value.earlier.push((env.recorded_at, old));
            }
        }
        Entry::NeedsRecorded(needs) => state.needs.push(said(env, needs.clone())),
        Entry::PlanSet { goals, review } => {
            state.plans.push(said(
                env,
                Plan {
                    goals: goals.clone(),
                    review: *review,
                },
            ));
        }
        Entry::PlacementRecorded {
            kind,
            place,
            hide_from,
            until,
        } => state.placements.push(said(
            env,
            Placement {
                kind: kind.clone(),
                place: place.clone(),
                hide_from: hide_from.clone(),
                until: *until,
            },
        )),
        Entry::HearingNoted(hearing) => state.hearings.push(said(env, hearing.clone())),
        Entry::AlreadyTold { about, to, text } => {
            state.told.push(said(
                env,
                Told {
                    about: about.clone(),
                    to: to.clone(),
                    text: text.clone(),
                },
            ));
        }
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
            let it = work::session_of(state, env, *session, *service);
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
            let it = work::session(state, env, *session);
            it.on = it.on.or(env.happened_on);
            it.words.push(words);
        }
        Entry::ServiceEnded {
            service, outcome, ..
        } => {
            if let Some(it) = work::service(state, *service) {
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
        Entry::TaskDone { task, .. } => work::end_task(state, env, *task, TaskStatus::Done),
        Entry::TaskCancelled { task, .. } => {
            work::end_task(state, env, *task, TaskStatus::Cancelled);
        }
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
        Entry::ConsentGiven { consent, what } => state.consents.push(ConsentState {
            id: *consent,
            assent: what.assent,
            what: what.clone(),
            given_at: env.recorded_at,
            withdrawn: None,
        }),
        Entry::AssentRecorded { consent, assent } => {
            if let Some(it) = access::consent(state, *consent) {
                it.assent = *assent;
            }
        }
        Entry::ConsentWithdrawn { consent, by, .. } => {
            if let Some(it) = access::consent(state, *consent) {
                it.withdrawn = Some((env.recorded_at, *by));
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
            since: env.recorded_at,
            until: *until,
            ended: None,
        }),
        Entry::ShareEnded { unit, reason } => access::end_shares(state, env, *unit, reason),
        Entry::Assigned { user, unit, lead } => access::assign(
            state,
            Assignment {
                user: *user,
                unit: *unit,
                lead: *lead,
                since: env.recorded_at,
            },
        ),
        Entry::Unassigned { user } => state.assigned.retain(|a| a.user != *user),
        Entry::TransferOffered { to, .. } => state.transfer = Some((*to, env.recorded_at)),
        Entry::TransferAccepted => access::take_over(state, env),
        Entry::TransferDeclined { .. } | Entry::TransferWithdrawn => state.transfer = None,
        Entry::Closed { reason, .. } => {
            state.closed = Some((env.recorded_at, reason.clone()));
            state.closings.push((env.recorded_at, true, reason.clone()));
        }
        Entry::Reopened { reason, .. } => {
            state.closed = None;
            state
                .closings
                .push((env.recorded_at, false, reason.clone()));
        }
    }
}

fn said<T>(env: &Envelope, value: T) -> Said<T> {
    Said {
        entry: env.id,
        at: env.recorded_at,
        happened_on: env.happened_on,
        by: env.author,
        unit: env.unit,
        value,
    }
}
