//! A concern (semnalare): an alarm from anybody, before anyone is identified, triaged within a clock.

pub mod decide;
mod evolve;

pub use decide::decide;
pub use evolve::evolve;

use crate::id::{EntryId, FileId, UnitId, UserId};
use crate::time::{Moment, PartialDate};
use crate::values::{Code, Place, SafeContact, Sex, Urgency, YesNo};
use serde::{Deserialize, Serialize};

/// What the alarm form asks: six fields, two minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// 1a. What is happening, as closed choices (list `worry`).
    pub worries: Vec<Code>,
    /// 1b. What is happening, in words.
    pub what: String,
    /// 2. The child.
    pub child: ChildSketch,
    /// 3. Where.
    pub place: Place,
    /// 4. In danger now?
    pub danger: YesNo,
    /// 5. Who reports.
    pub reporter: Reporter,
    /// 6. How it is known, and since when.
    pub known: HowKnown,
}

/// The child as a frightened reporter can describe one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChildSketch {
    /// Name or description.
    pub description: String,
    /// Sex.
    pub sex: Sex,
    /// Age in years, if the reporter has an idea.
    pub years: Option<u8>,
    /// Under 18? "Not sure" means a child.
    pub under_18: YesNo,
}

impl ChildSketch {
    /// As an age that grows with the calendar, said on `today`.
    #[must_use]
    pub fn age(&self, today: crate::time::Day) -> crate::values::Age {
        crate::values::Age {
            birth: None,
            estimate: self.years.map(|years| crate::values::AgeEstimate {
                years,
                on: PartialDate::day(today).estimated(),
            }),
            under_18: self.under_18,
        }
    }
    /// Whether to treat as a child: everything but a clear "no" is yes.
    #[must_use]
    pub fn is_child(&self) -> bool {
        self.years.is_some_and(|years| years < 18)
            || match self.under_18 {
                YesNo::Yes => true,
                YesNo::No => false,
                YesNo::NotSure => self.years.is_none(),
            }
    }
}

/// Who reports; anonymous is always possible.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reporter {
    /// Wishes to stay unnamed: then there is no name, and a contact only if given freely.
    pub anonymous: bool,
    /// Name.
    pub name: String,
    /// Relation to the child (list `reporter`).
    pub capacity: Option<Code>,
    /// How to reach them safely.
    pub contact: Option<SafeContact>,
}

/// How the reporter knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HowKnown {
    /// Seen, heard, told by the child … (list `how_known`).
    pub how: Option<Code>,
    /// In words.
    pub text: String,
    /// Since when.
    pub since: Option<PartialDate>,
}

/// How triage ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A new survivor file.
    FileOpened {
        /// Which.
        file: FileId,
    },
    /// It belongs to a file that exists.
    LinkedToFile {
        /// Which.
        file: FileId,
    },
    /// Somebody else must act.
    PassedOn {
        /// Who, in words.
        to: String,
    },
    /// Nothing to do.
    NoFurtherAction {
        /// Why (list `no_action`).
        reason: Code,
        /// In words.
        text: String,
    },
}

/// What can be written on a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "short-lived, one at a time")]
pub enum Entry {
    /// The alarm.
    Raised {
        /// What the form said.
        alarm: Alarm,
        /// Who must triage it.
        intake: UnitId,
    },
    /// More came in, or a correction.
    Supplemented {
        /// In words.
        text: String,
        /// Danger as it is now, if that changed.
        danger: Option<YesNo>,
    },
    /// Decided.
    Triaged {
        /// How.
        outcome: Outcome,
        /// How soon somebody must act.
        urgency: Urgency,
    },
    /// Triage was wrong or something new came: open again.
    Reopened {
        /// Why.
        reason: String,
    },
}

/// What can be asked of a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "short-lived, one at a time")]
pub enum Command {
    /// Raise the alarm to an intake unit.
    Raise {
        /// The form.
        alarm: Alarm,
        /// Who triages.
        intake: UnitId,
    },
    /// Add to it.
    Supplement {
        /// In words.
        text: String,
        /// Danger as it is now, if that changed.
        danger: Option<YesNo>,
    },
    /// Decide.
    Triage {
        /// How.
        outcome: Outcome,
        /// How soon.
        urgency: Urgency,
    },
    /// Open again.
    Reopen {
        /// Why.
        reason: String,
    },
}

/// A concern so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The alarm; `None` until raised.
    pub alarm: Option<Alarm>,
    /// Who must triage.
    pub intake: Option<UnitId>,
    /// When it was raised.
    pub raised_at: Option<Moment>,
    /// Who wrote it down.
    pub raised_by: Option<UserId>,
    /// In the name of which unit.
    pub raised_in: Option<UnitId>,
    /// Danger as last said.
    pub danger: YesNo,
    /// What came later.
    pub supplements: Vec<Supplement>,
    /// How it was decided, if it is.
    pub triage: Option<Triage>,
    /// When it was opened again, last.
    pub reopened_at: Option<Moment>,
    /// The last entry's place.
    pub version: i64,
}

/// Something that came later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The entry.
    pub id: EntryId,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: UserId,
    /// In words.
    pub text: String,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triage {
    /// How.
    pub outcome: Outcome,
    /// How soon.
    pub urgency: Urgency,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: UserId,
}
