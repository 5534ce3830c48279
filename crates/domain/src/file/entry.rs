//! What can be written on a survivor file.

use super::identification::Decision;
use super::trafficking::Event;
use crate::code::FileCode;
use crate::compartment::Compartments;
use crate::id::{
    ConcernId, ConsentId, EntryId, PersonId, ReferralId, ServiceId, SessionId, TaskId, UnitId,
    UserId,
};
use crate::time::{Moment, PartialDate};
use crate::values::{Age, Answer, Code, Place, Sex};
use serde::{Deserialize, Serialize};

/// Facts about the child that services need and that name nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Basics {
    /// Sex.
    pub sex: Sex,
    /// Age.
    pub age: Age,
    /// County of the case (list `county`).
    pub county: Option<Code>,
    /// Forms of exploitation suspected or found (list `exploitation`).
    pub exploitation: Vec<Code>,
    /// Needs an interpreter.
    pub interpreter: Answer<bool>,
    /// Languages (list `language`).
    pub languages: Vec<Code>,
}

/// A consent or assent as an object: who agreed to what, for which purpose, to which recipients, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// For what (list `consent_purpose`).
    pub purpose: Code,
    /// To whom.
    pub recipients: Vec<UnitId>,
    /// Which compartments.
    pub compartments: Compartments,
    /// Who consented.
    pub by: ConsentBy,
    /// In which language it was explained (list `language`).
    pub language: Option<Code>,
    /// How: on paper, spoken, easy read … (list `consent_format`).
    pub format: Code,
    /// From.
    pub from: Moment,
    /// Until.
    pub until: Moment,
    /// The child's own agreement, where somebody else consents for it.
    pub assent: Answer<bool>,
}

/// Who consented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentBy {
    /// The adult survivor.
    Adult,
    /// A child old enough by the pack.
    Child,
    /// A parent who is no suspect.
    Parent,
    /// A guardian.
    Guardian,
    /// A legal representative appointed by an authority (DGASPC).
    Representative,
}

impl ConsentBy {
    /// All, in the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Adult,
        Self::Child,
        Self::Parent,
        Self::Guardian,
        Self::Representative,
    ];

    /// The id in the pack's list `consent_by`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Guardian => "guardian",
            Self::Representative => "representative",
        }
    }
}

/// Why a share is lawful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// A consent on this file.
    Consent(ConsentId),
    /// A named basis (list `lawful_basis`), e.g. `duty_to_alert`.
    Lawful(Code),
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What to do.
    pub title: String,
    /// Whose.
    pub assignee: Option<UserId>,
    /// By when.
    pub due: Option<Moment>,
}

/// One goal of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Area (list `need`).
    pub area: Code,
    /// What shall be reached.
    pub text: String,
}

/// One need found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Area (list `need`).
    pub area: Code,
    /// Is it met today?
    pub met: Answer<bool>,
    /// In words.
    pub text: String,
}

/// What became of an appointed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Held.
    Attended,
    /// The person did not come.
    Missed,
    /// The child asked to stop, and it stopped.
    ChildAskedToStop,
    /// Cancelled by the service.
    Cancelled,
}

impl Attendance {
    /// All, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::Attended,
        Self::Missed,
        Self::ChildAskedToStop,
        Self::Cancelled,
    ];

    /// The id in the pack's list `attendance`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::Missed => "missed",
            Self::ChildAskedToStop => "child_asked_to_stop",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A hearing or interview, as far as the protection file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// Kind (list `hearing`).
    pub kind: Code,
    /// Was the child asked to tell its story again?
    pub child_interviewed: bool,
    /// Safeguards that were there (list `safeguard`).
    pub safeguards: Vec<Code>,
    /// In words.
    pub text: String,
}

/// What can be written on a survivor file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Opened. (core)
    Opened {
        /// Its random code.
        code: FileCode,
        /// Who leads.
        lead: UnitId,
        /// The concern it came from.
        from_concern: Option<ConcernId>,
    },
    /// The name used on screens where the real one is not needed. (identity)
    CoverNameSet(String),
    /// Whose file it is. (identity)
    PersonLinked(PersonId),
    /// Facts that name nobody. (core)
    BasicsRecorded(Basics),
    /// Acts, means, purposes. (core)
    EventRecorded(Event),
    /// How much danger. (core)
    RiskAssessed {
        /// Level (list `risk`).
        level: Code,
        /// Why (list `risk_factor`).
        factors: Vec<Code>,
        /// In words.
        text: String,
        /// Look again.
        review: Option<Moment>,
    },
    /// An identification decision. (core)
    IdentificationDecided(Decision),
    /// A note. (any compartment)
    NoteAdded {
        /// Kind (list `note`).
        kind: Code,
        /// What it says.
        text: String,
    },
    /// A note said better; the old text stays in the journal. (the note's compartment)
    NoteAmended {
        /// Which.
        note: EntryId,
        /// What it says now.
        text: String,
        /// Why.
        reason: String,
    },
    /// Needs as found on a day. (core, psychosocial)
    NeedsRecorded(Vec<Need>),
    /// The plan. (core)
    PlanSet {
        /// Goals.
        goals: Vec<Goal>,
        /// Look again.
        review: Option<Moment>,
    },
    /// A service begins. (core)
    ServiceOpened {
        /// Which.
        service: ServiceId,
        /// Kind (list `service`).
        kind: Code,
        /// Who gives it.
        unit: UnitId,
        /// By which referral, if by one.
        referral: Option<ReferralId>,
    },
    /// A session was held, or was not. (core: the fact)
    SessionRecorded {
        /// Which.
        session: SessionId,
        /// Of which service.
        service: ServiceId,
        /// Minutes, 0 ..= 1440.
        minutes: u16,
        /// What became of it.
        attendance: Attendance,
        /// When next.
        next: Option<Moment>,
    },
    /// What was said in a session. (psychosocial, legal, own, private …)
    SessionSummary {
        /// Which.
        session: SessionId,
        /// In words.
        text: String,
        /// What next, in words.
        next: String,
    },
    /// A service ends. (core)
    ServiceEnded {
        /// Which.
        service: ServiceId,
        /// How (list `service_outcome`).
        outcome: Code,
        /// In words.
        text: String,
    },
    /// A task. (core)
    TaskAdded {
        /// Which.
        task: TaskId,
        /// What.
        what: Task,
    },
    /// Done. (core)
    TaskDone {
        /// Which.
        task: TaskId,
        /// In words.
        text: String,
    },
    /// Not to be done any more. (core)
    TaskCancelled {
        /// Which.
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// Somebody else's, or another day's. (core)
    TaskReassigned {
        /// Which.
        task: TaskId,
        /// Whose now.
        assignee: Option<UserId>,
        /// By when now.
        due: Option<Moment>,
    },
    /// Where the child lives. (whereabouts)
    PlacementRecorded {
        /// Kind (list `placement`).
        kind: Code,
        /// Where.
        place: Place,
        /// Who must not learn it.
        hide_from: String,
        /// Until.
        until: Option<PartialDate>,
    },
    /// A hearing or interview. (justice)
    HearingNoted(Hearing),
    /// What the child has already told, so that nobody asks again. (core)
    AlreadyTold {
        /// About (list `told`).
        about: Code,
        /// To whom, by function.
        to: String,
        /// In words.
        text: String,
    },
    /// Consent. (core)
    ConsentGiven {
        /// Which.
        consent: ConsentId,
        /// What.
        what: Consent,
    },
    /// The child's own agreement, asked for anew. (core)
    AssentRecorded {
        /// To which consent.
        consent: ConsentId,
        /// What the child says.
        assent: Answer<bool>,
    },
    /// Taken back, at once. (core)
    ConsentWithdrawn {
        /// Which.
        consent: ConsentId,
        /// By whom.
        by: ConsentBy,
        /// Why, if said.
        reason: String,
    },
    /// Compartments opened to a unit. (core)
    Shared {
        /// To whom.
        unit: UnitId,
        /// What.
        compartments: Compartments,
        /// Why that is lawful.
        basis: Basis,
        /// With which referral.
        referral: Option<ReferralId>,
        /// Until.
        until: Moment,
    },
    /// A share ended. (core)
    ShareEnded {
        /// Whose.
        unit: UnitId,
        /// Why (list `share_end`).
        reason: Code,
    },
    /// Somebody works on the file. (core)
    Assigned {
        /// Who.
        user: UserId,
        /// In which unit.
        unit: UnitId,
        /// As the file's case manager.
        lead: bool,
    },
    /// No more. (core)
    Unassigned {
        /// Who.
        user: UserId,
    },
    /// The lead is offered to another unit. (core)
    TransferOffered {
        /// To whom.
        to: UnitId,
        /// Why.
        reason: String,
    },
    /// Taken over. (core)
    TransferAccepted,
    /// Not taken over. (core)
    TransferDeclined {
        /// Why.
        reason: String,
    },
    /// Offer taken back. (core)
    TransferWithdrawn,
    /// Closed. (core)
    Closed {
        /// Why (list `closure`).
        reason: Code,
        /// In words.
        text: String,
    },
    /// Opened again. (core)
    Reopened {
        /// Why (list `reopening`).
        reason: Code,
        /// In words.
        text: String,
    },
}
