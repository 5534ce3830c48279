//! Small values that several kinds of entry share.

use crate::time::PartialDate;
use serde::{Deserialize, Serialize};

/// A closed choice: the id of an item in a list of the country pack. Its text is the message `pack-<list>-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub String);

impl Code {
    /// From its text; whether the pack has it is asked of the pack.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// What a person answered, where silence has more than one meaning and none of them is "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Answer<T> {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// Asked, and the person prefers not to say.
    PrefersNotToSay,
    /// Asked, and the person does not know.
    DoesNotKnow,
    /// Answered.
    Said(T),
}

impl<T> Answer<T> {
    /// The answer, if there is one.
    pub const fn said(&self) -> Option<&T> {
        match self {
            Self::Said(value) => Some(value),
            Self::NotAsked | Self::PrefersNotToSay | Self::DoesNotKnow => None,
        }
    }
    /// Whether somebody asked.
    pub const fn asked(&self) -> bool {
        !matches!(self, Self::NotAsked)
    }
}

/// Yes, no, or the honest third.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not sure, or not said.
    #[default]
    NotSure,
}

/// Sex as recorded. The values are those of GLOTIP and CTDC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Other.
    Other,
    /// Not known.
    #[default]
    Unknown,
}

impl Sex {
    /// All, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Female, Self::Male, Self::Other, Self::Unknown];

    /// The id in the pack's list `sex`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
}

/// How soon somebody must act. Decides the response clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Immediate danger.
    Immediate,
    /// Within a day.
    Urgent,
    /// In the ordinary course.
    Ordinary,
}

impl Urgency {
    /// All, most urgent first.
    pub const ALL: [Self; 3] = [Self::Immediate, Self::Urgent, Self::Ordinary];

    /// The id in the pack's list `urgency`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Urgent => "urgent",
            Self::Ordinary => "ordinary",
        }
    }
}

/// How to reach somebody without putting anybody in danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeContact {
    /// By which way (list `contact_way`).
    pub way: Code,
    /// Number, address, or whom to ask.
    pub value: String,
    /// Whether it is safe to use it.
    pub safe: YesNo,
    /// When and how: "after six, by message only".
    pub note: String,
}

/// A place as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// County (list `county`), if known.
    pub county: Option<Code>,
    /// Town, street, landmark.
    pub text: String,
}

/// What is known of somebody's age. Any part may be missing; nothing known means a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Age {
    /// Birth date, perhaps partial.
    pub birth: Option<PartialDate>,
    /// Somebody's estimate on a day.
    pub estimate: Option<AgeEstimate>,
    /// Where not even an estimate is possible.
    pub under_18: YesNo,
}

/// An age in years as estimated on a day; it grows with the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeEstimate {
    /// Years completed, 0 ..= 120.
    pub years: u8,
    /// When that was said.
    pub on: PartialDate,
}
