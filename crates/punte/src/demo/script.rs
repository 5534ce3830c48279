//! What is to be written, by whom, when: plain values without ids or keys, the same for the same seed and day.

use super::people::{Unit, Who};
use punte_domain::Moment;
use punte_domain::compartment::Compartments;
use punte_domain::concern::Alarm;
use punte_domain::file::Command;
use punte_domain::file::entry::{Attendance, Basics, ConsentBy};
use punte_domain::person::Name;
use punte_domain::time::PartialDate;
use punte_domain::values::{Answer, Code, Urgency};

/// A name that a later step uses for what an earlier one made; one space for each kind of thing in a script.
pub type Key = u16;

/// When a step is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At a moment.
    At(Moment),
    /// So many minutes before the demo is made: what is still fresh on Today.
    MinutesAgo(i64),
}

/// Why a share is lawful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// A consent given before.
    Consent(Key),
    /// A lawful basis.
    Law(&'static str),
}

/// A new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Cover name.
    pub cover: String,
    /// Name.
    pub name: Name,
    /// Impossible personal number, or nothing.
    pub cnp: String,
    /// Facts that name nobody.
    pub basics: Basics,
    /// Whether it comes from the script's concern.
    pub from_concern: bool,
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Of whom.
    pub to: Unit,
    /// Which service.
    pub service: &'static str,
    /// How soon.
    pub urgency: Urgency,
    /// Why.
    pub summary: String,
    /// What opens.
    pub offered: Compartments,
    /// Why that is lawful.
    pub ground: Ground,
    /// For how many days.
    pub days: i64,
}

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// To whom.
    pub recipients: Vec<Unit>,
    /// Which compartments.
    pub compartments: Compartments,
    /// By whom.
    pub by: ConsentBy,
    /// In which language.
    pub language: &'static str,
    /// In which form.
    pub format: &'static str,
    /// For how many days.
    pub days: i64,
    /// The child's own word.
    pub assent: Answer<bool>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Of which service.
    pub service: Key,
    /// On which day.
    pub on: PartialDate,
    /// How long.
    pub minutes: u16,
    /// Whether it was held.
    pub attendance: Attendance,
    /// What was said.
    pub summary: String,
    /// What next.
    pub next_text: String,
    /// When next.
    pub next: Option<Moment>,
    /// Where the words lie.
    pub wall: Wall,
}

/// A compartment without its owner, who is the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// Psychosocial.
    Psychosocial,
    /// Legal.
    Legal,
    /// The unit's own record.
    Own,
    /// For the author alone.
    Private,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the command or form of the same name"
)]
pub enum Act {
    /// Raise the script's concern.
    Raise { intake: Unit, alarm: Alarm },
    /// Add to it.
    Supplement { text: String },
    /// Triage it: this file came of it.
    TriageToFile { urgency: Urgency },
    /// Triage it otherwise.
    Triage {
        outcome: punte_domain::concern::Outcome,
        urgency: Urgency,
    },
    /// Open the script's file.
    Open(Opening),
    /// Write something that names nothing of this script.
    Write(Command),
    /// A note behind a wall that has an owner.
    Note {
        wall: Wall,
        kind: &'static str,
        text: String,
    },
    /// A task.
    Task {
        key: Key,
        title: String,
        assignee: Option<Who>,
        due: Moment,
    },
    /// Tick it off.
    TaskDone { key: Key, text: String },
    /// Cancel it.
    TaskCancelled { key: Key, reason: String },
    /// Consent.
    Consent { key: Key, what: Agreement },
    /// Take it back.
    Withdraw {
        key: Key,
        by: ConsentBy,
        reason: String,
    },
    /// The child's own word on it, asked again.
    Assent { key: Key, said: bool },
    /// Something of the person.
    Person(punte_domain::person::Command),
    /// Refer.
    Refer { key: Key, what: Asking },
    /// Open the referral's page.
    ReadReferral { key: Key },
    /// Accept it oneself.
    Accept { key: Key },
    /// Begin.
    Start { key: Key },
    /// Finish.
    Finish {
        key: Key,
        outcome: &'static str,
        text: String,
    },
    /// Decline.
    Decline {
        key: Key,
        reason: &'static str,
        text: String,
        suggestion: String,
    },
    /// Take back.
    Revoke { key: Key, reason: String },
    /// Open a service, perhaps by a referral.
    Service {
        key: Key,
        kind: &'static str,
        unit: Unit,
        referral: Option<Key>,
        on: PartialDate,
    },
    /// A session.
    Session(Sitting),
    /// End a service.
    EndService {
        key: Key,
        outcome: Code,
        text: String,
    },
    /// Share without a referral.
    Share {
        unit: Unit,
        compartments: Compartments,
        ground: Ground,
        days: i64,
    },
    /// End a share.
    EndShare { unit: Unit, reason: &'static str },
    /// Put somebody on the file.
    Assign { who: Who, lead: bool },
    /// Offer the lead.
    OfferTransfer { to: Unit, reason: String },
    /// Take it.
    AcceptTransfer,
    /// Don't take it.
    DeclineTransfer { reason: String },
    /// Open the file's page.
    Look,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub when: When,
    /// Who.
    pub who: Who,
    /// What.
    pub act: Act,
}

/// The steps of one file, or of one concern without a file, in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// In order.
    pub steps: Vec<Step>,
}

/// Everything that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One for each file.
    pub files: Vec<Script>,
    /// Concerns that became no file.
    pub concerns: Vec<Script>,
}

impl Plan {
    /// Every script.
    pub fn scripts(self) -> impl Iterator<Item = Script> {
        self.files.into_iter().chain(self.concerns)
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.files
            .iter()
            .chain(&self.concerns)
            .map(|script| script.steps.len())
            .sum()
    }
}
