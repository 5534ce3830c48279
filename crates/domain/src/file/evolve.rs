//! Folds entries into a file's state. Holds for any subset of compartments: what refers to an unseen entry is kept as far as it goes.

mod access;
mod work;

use super::entry::Entry;
use super::state::{Note, Placement, Plan, Risk, Said, State, Told};
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
        Entry::ServiceOpened { .. }
        | Entry::SessionRecorded { .. }
        | Entry::SessionSummary { .. }
        | Entry::ServiceEnded { .. }
        | Entry::TaskAdded { .. }
        | Entry::TaskDone { .. }
        | Entry::TaskCancelled { .. }
        | Entry::TaskReassigned { .. } => work::fold(state, env, entry),
        Entry::ConsentGiven { .. }
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
        | Entry::Reopened { .. } => access::fold(state, env, entry),
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
