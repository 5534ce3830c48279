//! A person (persoană): an identity apart from every file. Never holds case data. All entries lie in `Identity`.

pub mod cnp;
pub mod decide;
mod evolve;

pub use decide::decide;
pub use evolve::evolve;

use crate::id::{EntryId, PersonId};
use crate::time::Moment;
use crate::values::{Age, Answer, Code, SafeContact, Sex};
use cnp::Warning;
use serde::{Deserialize, Serialize};

/// What kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// On the birth certificate.
    Birth,
    /// The one the person goes by.
    Used,
    /// Nickname, also one given by exploiters.
    Nickname,
    /// By marriage.
    Married,
}

/// A name; any part may be empty, not both. "Necunoscută" is a name like any other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    /// What kind.
    pub kind: NameKind,
    /// Given names.
    pub given: String,
    /// Family names.
    pub family: String,
}

impl Name {
    /// As shown: given, then family.
    #[must_use]
    pub fn display(&self) -> String {
        [self.given.as_str(), self.family.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Romanian personal code.
    Cnp,
    /// Passport.
    Passport,
    /// Identity card.
    IdentityCard,
    /// Birth certificate.
    BirthCertificate,
    /// Anything else.
    Other,
}

/// What became of checking a number. A doubtful number is kept, shown as such, and never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Every rule held. Says nothing of whether the number is this person's.
    Checked,
    /// Some rule failed, or there is no rule.
    Unverified(Vec<Warning>),
}

/// Somebody near the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin {
    /// Relation (list `kin`).
    pub relation: Code,
    /// Name.
    pub name: String,
    /// Their own person stream, if they have one.
    pub person: Option<PersonId>,
    /// Holds parental authority or is guardian.
    pub legal_representative: bool,
    /// May they know? A parent may be the exploiter.
    pub safe: crate::values::YesNo,
    /// How to reach them.
    pub contact: Option<SafeContact>,
}

/// What can be written on a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A new person; everything may be missing.
    Registered {
        /// First name known, if any.
        name: Option<Name>,
        /// Sex.
        sex: Sex,
        /// What is known of the age.
        age: Age,
    },
    /// One more name.
    NameRecorded(Name),
    /// Sex, corrected or learnt.
    SexRecorded(Sex),
    /// Age, corrected or learnt.
    AgeRecorded(Age),
    /// A number.
    IdentifierRecorded {
        /// What kind.
        kind: IdentifierKind,
        /// As given.
        value: String,
        /// What checking found.
        check: Check,
    },
    /// Citizenships (ISO 3166-1 alpha-2).
    CitizenshipRecorded(Answer<Vec<Code>>),
    /// Languages (list `language`) and whether an interpreter is needed.
    LanguagesRecorded {
        /// Which.
        languages: Vec<Code>,
        /// Needs an interpreter.
        interpreter: Answer<bool>,
    },
    /// Somebody near.
    KinRecorded(Kin),
    /// How to reach the person safely; replaces the one before.
    SafeContactRecorded(SafeContact),
    /// An earlier entry was wrong. It stays in the journal and leaves the picture.
    Voided {
        /// Which.
        entry: EntryId,
        /// Why.
        reason: String,
    },
}

/// What can be asked of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Register.
    Register {
        /// First name known.
        name: Option<Name>,
        /// Sex.
        sex: Sex,
        /// Age.
        age: Age,
    },
    /// Record one more name.
    RecordName(Name),
    /// Record the sex.
    RecordSex(Sex),
    /// Record the age.
    RecordAge(Age),
    /// Record a number; it is checked here.
    RecordIdentifier {
        /// What kind.
        kind: IdentifierKind,
        /// As typed.
        value: String,
    },
    /// Record citizenships.
    RecordCitizenship(Answer<Vec<Code>>),
    /// Record languages.
    RecordLanguages {
        /// Which.
        languages: Vec<Code>,
        /// Needs an interpreter.
        interpreter: Answer<bool>,
    },
    /// Record kin.
    RecordKin(Kin),
    /// Record a safe contact.
    RecordSafeContact(SafeContact),
    /// Take an earlier entry out of the picture.
    Void {
        /// Which.
        entry: EntryId,
        /// Why.
        reason: String,
    },
}

/// Something recorded by an entry that may be voided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// The entry that says it.
    pub entry: EntryId,
    /// When it was written.
    pub at: Moment,
    /// What.
    pub value: T,
}

/// A number as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What kind.
    pub kind: IdentifierKind,
    /// As given.
    pub value: String,
    /// What checking found.
    pub check: Check,
}

/// A person so far. Lists keep every live entry in order; the newest of a single thing stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Whether anything was registered.
    pub registered: bool,
    /// Names, oldest first.
    pub names: Vec<Kept<Name>>,
    /// Sex as recorded over time; the last stands.
    pub sexes: Vec<Kept<Sex>>,
    /// Age as recorded over time; the last stands.
    pub ages: Vec<Kept<Age>>,
    /// Numbers.
    pub identifiers: Vec<Kept<Identifier>>,
    /// Citizenships; the last stands.
    pub citizenships: Vec<Kept<Answer<Vec<Code>>>>,
    /// Languages and interpreter; the last stands.
    pub languages: Vec<Kept<(Vec<Code>, Answer<bool>)>>,
    /// Kin.
    pub kin: Vec<Kept<Kin>>,
    /// Safe contacts; the last stands.
    pub contacts: Vec<Kept<SafeContact>>,
    /// Entries taken out of the picture.
    pub voided: Vec<EntryId>,
    /// Last entry's place.
    pub version: i64,
}

impl State {
    /// Sex as it stands.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sexes.last().map_or(Sex::Unknown, |kept| kept.value)
    }
    /// Age as it stands.
    #[must_use]
    pub fn age(&self) -> Age {
        self.ages.last().map_or(Age::default(), |kept| kept.value)
    }
    /// The name to show: the used one, else by birth, else any; newest first.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        [
            NameKind::Used,
            NameKind::Married,
            NameKind::Birth,
            NameKind::Nickname,
        ]
        .into_iter()
        .find_map(|kind| self.names.iter().rev().find(|kept| kept.value.kind == kind))
        .map(|kept| kept.value.display())
    }
}
