//! What can be asked of a survivor file.

use super::entry::{Attendance, Basics, Basis, Consent, ConsentBy, Goal, Hearing, Need, Task};
use super::identification::Decision;
use super::trafficking::Event;
use crate::code::FileCode;
use crate::compartment::{Compartment, Compartments};
use crate::id::{
    ConcernId, ConsentId, EntryId, PersonId, ReferralId, ServiceId, TaskId, UnitId, UserId,
};
use crate::time::{Moment, PartialDate};
use crate::values::{Answer, Code, Place};

/// What can be asked of a survivor file. `happened_on` stands where the thing may lie in the past.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the entry of the same name in `entry`"
)]
pub enum Command {
    /// Open a file; the author's unit leads and the author is assigned as its case manager.
    Open {
        code: FileCode,
        from_concern: Option<ConcernId>,
        basics: Basics,
    },
    /// Set the cover name.
    SetCoverName(String),
    /// Link the person.
    LinkPerson(PersonId),
    /// Record or correct the basics.
    RecordBasics(Basics),
    /// Record or correct the trafficking event.
    RecordEvent(Event),
    /// Assess the risk.
    AssessRisk {
        level: Code,
        factors: Vec<Code>,
        text: String,
        review: Option<Moment>,
    },
    /// Decide identification.
    DecideIdentification(Decision),
    /// Add a note.
    AddNote {
        compartment: Compartment,
        kind: Code,
        text: String,
        happened_on: Option<PartialDate>,
    },
    /// Amend a note; it must lie in `compartment` and be the author's.
    AmendNote {
        compartment: Compartment,
        note: EntryId,
        text: String,
        reason: String,
    },
    /// Record needs.
    RecordNeeds {
        compartment: Compartment,
        needs: Vec<Need>,
        happened_on: Option<PartialDate>,
    },
    /// Set the plan.
    SetPlan {
        goals: Vec<Goal>,
        review: Option<Moment>,
    },
    /// Open a service given by the author's unit or, by the lead, by another.
    OpenService {
        kind: Code,
        unit: UnitId,
        referral: Option<ReferralId>,
        happened_on: Option<PartialDate>,
    },
    /// Record a session.
    RecordSession(SessionNote),
    /// End a service.
    EndService {
        service: ServiceId,
        outcome: Code,
        text: String,
        happened_on: Option<PartialDate>,
    },
    /// Add a task.
    AddTask(Task),
    /// Tick a task off.
    DoTask { task: TaskId, text: String },
    /// Cancel a task.
    CancelTask { task: TaskId, reason: String },
    /// Give a task to somebody else or another day.
    ReassignTask {
        task: TaskId,
        assignee: Option<UserId>,
        due: Option<Moment>,
    },
    /// Record where the child lives.
    RecordPlacement {
        kind: Code,
        place: Place,
        hide_from: String,
        happened_on: Option<PartialDate>,
        until: Option<PartialDate>,
    },
    /// Note a hearing or interview.
    NoteHearing {
        hearing: Hearing,
        happened_on: PartialDate,
    },
    /// Note what the child has already told.
    NoteTold {
        about: Code,
        to: String,
        text: String,
        happened_on: Option<PartialDate>,
    },
    /// Record a consent.
    GiveConsent(Consent),
    /// Record the child's assent to a consent.
    RecordAssent {
        consent: ConsentId,
        assent: Answer<bool>,
    },
    /// Withdraw a consent; every share that rests on it ends at once.
    WithdrawConsent {
        consent: ConsentId,
        by: ConsentBy,
        reason: String,
    },
    /// Share compartments with a unit.
    Share {
        unit: UnitId,
        compartments: Compartments,
        basis: Basis,
        referral: Option<ReferralId>,
        until: Moment,
    },
    /// End a share.
    EndShare { unit: UnitId, reason: Code },
    /// Assign somebody.
    Assign {
        user: UserId,
        unit: UnitId,
        lead: bool,
    },
    /// Take somebody off.
    Unassign { user: UserId },
    /// Offer the lead.
    OfferTransfer { to: UnitId, reason: String },
    /// Take the lead; the author becomes case manager.
    AcceptTransfer,
    /// Do not take it.
    DeclineTransfer { reason: String },
    /// Take the offer back.
    WithdrawTransfer,
    /// Close.
    Close { reason: Code, text: String },
    /// Open again.
    Reopen { reason: Code, text: String },
}

/// A session of a service: the fact goes to core, the words to `compartment`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the entries `SessionRecorded` and `SessionSummary`"
)]
pub struct SessionNote {
    pub service: ServiceId,
    pub happened_on: PartialDate,
    pub minutes: u16,
    pub attendance: Attendance,
    pub summary: String,
    pub next_text: String,
    pub next: Option<Moment>,
    pub compartment: Compartment,
}
