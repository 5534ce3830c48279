//! What entries of a survivor file do to the Work plane.

use super::{WorkChange, WorkKey, WorkKind, key};
use crate::context::Envelope;
use crate::file::state::{TaskState, TaskStatus};
use crate::file::{Entry, State, evolve};
use crate::id::{ConsentId, StreamId, TaskId, UnitId, UserId};
use crate::pack::CountryPack;
use crate::time::Moment;

/// The clock that runs from a file's opening to its first risk assessment.
pub const RISK_CLOCK: &str = "risk_assessment";
/// The clock that is looked at after that one, up to the first plan.
pub const PLAN_CLOCK: &str = "plan";

/// What an entry of a file does; `before` is the state without it.
#[must_use]
pub fn of_file(
    env: &Envelope,
    entry: &Entry,
    before: &State,
    pack: &CountryPack,
) -> Vec<WorkChange> {
    let mut after = before.clone();
    evolve(&mut after, env, entry);
    let rows = Rows {
        env,
        after: &after,
        pack,
    };
    match entry {
        Entry::Opened { .. } => rows
            .clock(env.recorded_at, RISK_CLOCK)
            .into_iter()
            .collect(),
        Entry::RiskAssessed { .. } => {
            let clock = if after.plans.is_empty() {
                after.opened_at.and_then(|at| rows.clock(at, PLAN_CLOCK))
            } else {
                Some(rows.close(WorkKind::ClockRunning))
            };
            clock.into_iter().chain([rows.review()]).collect()
        }
        Entry::PlanSet { .. } => {
            let done = (!after.risks.is_empty()).then(|| rows.close(WorkKind::ClockRunning));
            done.into_iter().chain([rows.review()]).collect()
        }
        Entry::TaskAdded { task, .. } | Entry::TaskReassigned { task, .. } => {
            rows.task(*task).into_iter().collect()
        }
        Entry::TaskDone { task, .. } | Entry::TaskCancelled { task, .. } => {
            vec![WorkChange::Close {
                key: rows.item(WorkKind::TaskDue, task.0),
            }]
        }
        Entry::ConsentGiven { consent, what } => {
            rows.renewal(*consent, what.until).into_iter().collect()
        }
        Entry::ConsentWithdrawn { consent, .. } => {
            vec![WorkChange::Close {
                key: rows.item(WorkKind::ConsentRenewal, consent.0),
            }]
        }
        Entry::TransferOffered { to, .. } => vec![WorkChange::Open {
            key: key(env.stream, WorkKind::TransferToAnswer),
            unit: *to,
            assignee: None,
            due: None,
        }],
        // What ran at the old lead runs on at the new one, on the desk of whoever took over.
        Entry::TransferAccepted => std::iter::once(rows.close(WorkKind::TransferToAnswer))
            .chain(before.lead.map(|from| WorkChange::Pass {
                stream: env.stream,
                from,
                to: env.unit,
                assignee: env.author,
            }))
            .collect(),
        Entry::TransferDeclined { .. } | Entry::TransferWithdrawn => {
            vec![rows.close(WorkKind::TransferToAnswer)]
        }
        Entry::Closed { .. } => vec![WorkChange::CloseAll { stream: env.stream }],
        Entry::CoverNameSet(_)
        | Entry::PersonLinked(_)
        | Entry::BasicsRecorded(_)
        | Entry::EventRecorded(_)
        | Entry::IdentificationDecided(_)
        | Entry::NoteAdded { .. }
        | Entry::NoteAmended { .. }
        | Entry::NeedsRecorded(_)
        | Entry::ServiceOpened { .. }
        | Entry::SessionRecorded { .. }
        | Entry::SessionSummary { .. }
        | Entry::ServiceEnded { .. }
        | Entry::PlacementRecorded { .. }
        | Entry::HearingNoted(_)
        | Entry::AlreadyTold { .. }
        | Entry::AssentRecorded { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::Reopened { .. } => Vec::new(),
    }
}

/// What is left open where a unit has lost a file: a task in the queue of a unit that may no longer read it, or on the desk of
/// somebody who is `gone`, is nobody's to see. The lead's come to the case manager's desk, those of another unit that goes on
/// reading to everybody of that unit.
#[must_use]
pub fn left_open(
    stream: StreamId,
    state: &State,
    now: Moment,
    gone: &dyn Fn(UserId) -> bool,
) -> Vec<WorkChange> {
    let left = |task: &&TaskState| {
        task.status == TaskStatus::Open
            && (queue(state, task, now) != task.unit || task.what.assignee.is_some_and(gone))
    };
    let left = state.tasks.iter().filter(left);
    let row = |task: &TaskState| {
        let unit = queue(state, task, now);
        WorkChange::Open {
            key: WorkKey {
                stream,
                kind: WorkKind::TaskDue,
                item: task.id.0,
            },
            unit,
            assignee: state.case_manager().filter(|_| state.lead == Some(unit)),
            due: task.what.due,
        }
    };
    left.map(row).collect()
}

/// Whose queue a task waits in: its unit's while that may read the file, else the lead's.
fn queue(state: &State, task: &TaskState, now: Moment) -> UnitId {
    let shared = || state.live_shares(now).any(|share| share.unit == task.unit);
    match state.lead {
        Some(lead) if !shared() => lead,
        Some(_) | None => task.unit,
    }
}

struct Rows<'a> {
    env: &'a Envelope,
    after: &'a State,
    pack: &'a CountryPack,
}

impl Rows<'_> {
    fn item(&self, kind: WorkKind, item: [u8; 16]) -> WorkKey {
        WorkKey {
            stream: self.env.stream,
            kind,
            item,
        }
    }

    fn close(&self, kind: WorkKind) -> WorkChange {
        WorkChange::Close {
            key: key(self.env.stream, kind),
        }
    }

    /// In the lead unit's queue, on the case manager's desk.
    fn open(&self, kind: WorkKind, due: Moment) -> Option<WorkChange> {
        self.after.lead.map(|unit| WorkChange::Open {
            key: key(self.env.stream, kind),
            unit,
            assignee: self.after.case_manager(),
            due: Some(due),
        })
    }

    fn clock(&self, from: Moment, id: &str) -> Option<WorkChange> {
        let hours = self.pack.clock(id)?.hours;
        self.open(WorkKind::ClockRunning, from.plus_hours(hours))
    }

    /// The earlier of the two reviews, of risk and of the plan: setting the one must not put off the other. A plan without a
    /// day of its own is looked at when risk would be.
    fn review(&self) -> WorkChange {
        let undated = self.after.plans.last().filter(|p| p.value.review.is_none());
        let by_clock = undated.and_then(|plan| {
            let clock = self.pack.clock("reassessment")?;
            Some(plan.at.plus_hours(clock.hours))
        });
        let due = self.after.reviews().chain(by_clock).min();
        due.and_then(|due| self.open(WorkKind::ReviewDue, due))
            .unwrap_or_else(|| self.close(WorkKind::ReviewDue))
    }

    fn task(&self, id: TaskId) -> Option<WorkChange> {
        let task = self.after.tasks.iter().find(|task| task.id == id)?;
        Some(WorkChange::Open {
            key: self.item(WorkKind::TaskDue, id.0),
            unit: queue(self.after, task, self.env.recorded_at),
            assignee: task.what.assignee,
            due: task.what.due,
        })
    }

    fn renewal(&self, id: ConsentId, until: Moment) -> Option<WorkChange> {
        let lead = self.after.lead?;
        Some(WorkChange::Open {
            key: self.item(WorkKind::ConsentRenewal, id.0),
            unit: lead,
            assignee: self.after.case_manager(),
            due: Some(until.plus_days(-self.pack.rules().renewal_days)),
        })
    }
}
