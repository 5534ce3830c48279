//! What happened on a file, as its clocks see it.

use super::entry::Entry;
use super::identification::Status;
use crate::clocks::{Event, Happened};
use crate::context::Envelope;
use crate::time::Day;

/// What an entry means to the clocks, in order. `child` says whose file it is by then, `today` is the day of the entry.
/// Clocks run from the moment of writing: nobody meets a deadline by backdating.
#[must_use]
pub fn happened(env: &Envelope, entry: &Entry, today: Day) -> Vec<Happened> {
    let events: &[Event] = match entry {
        Entry::Opened { .. } => &[Event::FileOpened],
        Entry::BasicsRecorded(basics) if basics.age.is_child(today) => &[Event::ChildFileOpened],
        Entry::RiskAssessed { .. } => &[Event::RiskAssessed],
        Entry::PlanSet { .. } => &[Event::Reviewed, Event::PlanSet],
        Entry::IdentificationDecided(decision) if decision.status == Status::Presumed => {
            &[Event::Presumed]
        }
        Entry::NoteAdded { kind, .. } => match kind.as_str() {
            "notified_dgaspc" => &[Event::DgaspcNotified],
            "notified_anitp" => &[Event::AnitpNotified],
            "court_seized" => &[Event::CourtSeized],
            "review" => &[Event::Reviewed, Event::PlanSet],
            _ => &[],
        },
        Entry::PlacementRecorded { kind, .. } if kind.as_str() == "emergency" => {
            &[Event::EmergencyPlacement]
        }
        Entry::Closed { .. } => &[Event::FileClosed],
        _ => &[],
    };
    events
        .iter()
        .map(|event| Happened {
            event: *event,
            at: Some(env.recorded_at),
        })
        .collect()
}
