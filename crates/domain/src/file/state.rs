//! A survivor file so far, as far as the reader's compartments show it.

use super::entry::{Attendance, Basics, Basis, Consent, ConsentBy, Goal, Hearing, Need, Task};
use super::identification::{Decision, Status};
use super::trafficking::Event;
use crate::code::FileCode;
use crate::compartment::{Compartment, Compartments};
use crate::id::{
    ConcernId, ConsentId, EntryId, PersonId, ReferralId, ServiceId, SessionId, TaskId, UnitId,
    UserId,
};
use crate::time::{Moment, PartialDate};
use crate::values::{Answer, Code, Place};

/// A value with the entry that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// The entry.
    pub entry: EntryId,
    /// When it was written.
    pub at: Moment,
    /// When it was true, if not then.
    pub happened_on: Option<PartialDate>,
    /// Who wrote it.
    pub by: UserId,
    /// In the name of which unit.
    pub unit: UnitId,
    /// What.
    pub value: T,
}

/// A note as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it lies.
    pub compartment: Compartment,
    /// Kind.
    pub kind: Code,
    /// Text as it stands.
    pub text: String,
    /// Earlier texts, oldest first, with the moment each was replaced.
    pub earlier: Vec<(Moment, String)>,
}

/// A service as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Which.
    pub id: ServiceId,
    /// Kind.
    pub kind: Code,
    /// Who gives it.
    pub unit: UnitId,
    /// By which referral.
    pub referral: Option<ReferralId>,
    /// Begun.
    pub opened_at: Moment,
    /// Begun on, if said.
    pub opened_on: Option<PartialDate>,
    /// Ended, how.
    pub ended: Option<(Moment, Code)>,
    /// Sessions, oldest first as written.
    pub sessions: Vec<SessionId>,
}

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Of which service; `None` where only the words are open to the reader.
    pub service: Option<ServiceId>,
    /// On which day.
    pub on: Option<PartialDate>,
    /// Minutes.
    pub minutes: u16,
    /// What became of it.
    pub attendance: Option<Attendance>,
    /// When next.
    pub next: Option<Moment>,
    /// Words, each where it lies: (compartment, text, what next).
    pub words: Vec<(Compartment, String, String)>,
    /// Who wrote it.
    pub by: UserId,
    /// In the name of which unit.
    pub unit: UnitId,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskStatus {
    /// To do.
    Open,
    /// Done.
    Done,
    /// Not to be done any more.
    Cancelled,
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskState {
    /// Which.
    pub id: TaskId,
    /// What.
    pub what: Task,
    /// What became of it.
    pub status: TaskStatus,
    /// Added.
    pub added_at: Moment,
    /// By whom.
    pub added_by: UserId,
    /// In which unit.
    pub unit: UnitId,
    /// Done or cancelled.
    pub ended_at: Option<Moment>,
}

/// A consent as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentState {
    /// Which.
    pub id: ConsentId,
    /// What.
    pub what: Consent,
    /// Written.
    pub given_at: Moment,
    /// Taken back: when and by whom.
    pub withdrawn: Option<(Moment, ConsentBy)>,
    /// The child's assent as last said.
    pub assent: Answer<bool>,
}

impl ConsentState {
    /// Whether it holds at `now`. A child's "no" suspends what others agreed to for it.
    #[must_use]
    pub fn holds(&self, now: Moment) -> bool {
        let refused = self.assent == Answer::Said(false);
        !refused && self.withdrawn.is_none() && self.what.from <= now && now < self.what.until
    }
}

/// A share as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// To whom.
    pub unit: UnitId,
    /// What.
    pub compartments: Compartments,
    /// Why that is lawful.
    pub basis: Basis,
    /// With which referral.
    pub referral: Option<ReferralId>,
    /// Since.
    pub since: Moment,
    /// Until.
    pub until: Moment,
    /// Ended early: when and why.
    pub ended: Option<(Moment, Code)>,
}

impl Share {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Moment) -> bool {
        self.ended.is_none() && now < self.until
    }
}

/// Who works on the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub user: UserId,
    /// In which unit.
    pub unit: UnitId,
    /// As case manager.
    pub lead: bool,
    /// Since.
    pub since: Moment,
}

/// Where the child lives or lived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Kind.
    pub kind: Code,
    /// Where.
    pub place: Place,
    /// Who must not learn it.
    pub hide_from: String,
    /// Until.
    pub until: Option<PartialDate>,
}

/// Risk as assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Level.
    pub level: Code,
    /// Why.
    pub factors: Vec<Code>,
    /// In words.
    pub text: String,
    /// Look again.
    pub review: Option<Moment>,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Goals.
    pub goals: Vec<Goal>,
    /// Look again.
    pub review: Option<Moment>,
}

/// What the child has already told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// About.
    pub about: Code,
    /// To whom.
    pub to: String,
    /// In words.
    pub text: String,
}

/// A survivor file so far. Every part may be missing: a reader sees only entries of the compartments that open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Its code.
    pub code: Option<FileCode>,
    /// Who leads now.
    pub lead: Option<UnitId>,
    /// Every unit that has led, oldest first, with the moment.
    pub leads: Vec<(Moment, UnitId)>,
    /// The concern it came from.
    pub from_concern: Option<ConcernId>,
    /// Opened.
    pub opened_at: Option<Moment>,
    /// Cover name. (identity)
    pub cover_name: Option<String>,
    /// The person. (identity)
    pub person: Option<PersonId>,
    /// Basics as they stand.
    pub basics: Basics,
    /// Trafficking event as it stands.
    pub event: Option<Said<Event>>,
    /// Risk assessments, oldest first.
    pub risks: Vec<Said<Risk>>,
    /// Identification decisions, oldest first.
    pub decisions: Vec<Said<Decision>>,
    /// Notes, oldest first.
    pub notes: Vec<Said<Note>>,
    /// Needs, oldest first.
    pub needs: Vec<Said<Vec<Need>>>,
    /// Plans, oldest first.
    pub plans: Vec<Said<Plan>>,
    /// Services.
    pub services: Vec<Service>,
    /// Sessions.
    pub sessions: Vec<Session>,
    /// Tasks.
    pub tasks: Vec<TaskState>,
    /// Placements. (whereabouts)
    pub placements: Vec<Said<Placement>>,
    /// Hearings. (justice)
    pub hearings: Vec<Said<Hearing>>,
    /// What the child has already told.
    pub told: Vec<Said<Told>>,
    /// Consents.
    pub consents: Vec<ConsentState>,
    /// Shares, oldest first.
    pub shares: Vec<Share>,
    /// Who works on it.
    pub assigned: Vec<Assignment>,
    /// An open offer of the lead: to whom, since when.
    pub transfer: Option<(UnitId, Moment)>,
    /// Closed: when and why.
    pub closed: Option<(Moment, Code)>,
    /// Closings and reopenings, oldest first: (moment, closed?, reason).
    pub closings: Vec<(Moment, bool, Code)>,
    /// The last entry's moment.
    pub last_activity: Option<Moment>,
    /// The last entry's place, of those seen.
    pub version: i64,
}

impl State {
    /// Where identification stands; `None` before any decision.
    #[must_use]
    pub fn identification(&self) -> Option<Status> {
        self.decisions.last().map(|said| said.value.status)
    }
    /// Risk as it stands.
    #[must_use]
    pub fn risk(&self) -> Option<&Risk> {
        self.risks.last().map(|said| &said.value)
    }

    /// When risk is to be assessed anew and when the plan is to be looked at, as far as days were set for it.
    pub fn reviews(&self) -> impl Iterator<Item = Moment> {
        let risk = self.risks.last().and_then(|risk| risk.value.review);
        let plan = self.plans.last().and_then(|plan| plan.value.review);
        [risk, plan].into_iter().flatten()
    }
    /// The case manager, if one is assigned.
    #[must_use]
    pub fn case_manager(&self) -> Option<UserId> {
        self.assigned.iter().find(|a| a.lead).map(|a| a.user)
    }
    /// Shares that hold at `now`.
    pub fn live_shares(&self, now: Moment) -> impl Iterator<Item = &Share> {
        self.shares.iter().filter(move |share| share.holds(now))
    }
    /// How often the child was made to tell its story, as far as the reader sees.
    #[must_use]
    pub fn times_interviewed(&self) -> usize {
        self.hearings
            .iter()
            .filter(|h| h.value.child_interviewed)
            .count()
    }
}
