//! What a decider knows besides the state: who, where, when, under which country's rules.

use crate::access::Role;
use crate::compartment::Compartment;
use crate::id::{EntryId, StreamId, UnitId, UserId};
use crate::pack::CountryPack;
use crate::time::{Day, Moment, PartialDate};

/// The circumstances of a command.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The moment of writing.
    pub now: Moment,
    /// The calendar day at the author's place.
    pub today: Day,
    /// Who writes.
    pub author: UserId,
    /// In the name of which unit.
    pub unit: UnitId,
    /// As what, in that unit.
    pub role: Role,
    /// The country's rules and lists.
    pub pack: &'a CountryPack,
    /// A fresh random identifier; a decision makes at most one new thing (task, service, session, consent).
    pub fresh: [u8; 16],
}

/// What stands around an entry: everything but what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The entry.
    pub id: EntryId,
    /// The stream it lies in.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub seq: i64,
    /// Its compartment. Directory streams have none; theirs is `Core` here and `Open` in store.
    pub compartment: Compartment,
    /// When it was true, if not at the time of writing.
    pub happened_on: Option<PartialDate>,
    /// When it was written.
    pub recorded_at: Moment,
    /// Who wrote it.
    pub author: UserId,
    /// In the name of which unit.
    pub unit: UnitId,
}

/// An entry that a decider wants written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided<E> {
    /// Where it lies.
    pub compartment: Compartment,
    /// When it was true, if not now.
    pub happened_on: Option<PartialDate>,
    /// What it says.
    pub entry: E,
}

impl<E> Decided<E> {
    /// In the core, true now.
    pub const fn core(entry: E) -> Self {
        Self::in_(Compartment::Core, entry)
    }
    /// In `compartment`, true now.
    pub const fn in_(compartment: Compartment, entry: E) -> Self {
        Self {
            compartment,
            happened_on: None,
            entry,
        }
    }
    /// True on `date`.
    #[must_use]
    pub fn on(mut self, date: Option<PartialDate>) -> Self {
        self.happened_on = date;
        self
    }
    /// With the entry turned into another type.
    pub fn map<F>(self, f: impl FnOnce(E) -> F) -> Decided<F> {
        Decided {
            compartment: self.compartment,
            happened_on: self.happened_on,
            entry: f(self.entry),
        }
    }
    /// Whether a reader of this stream kind finds it clear (directory).
    pub const fn compartment(&self) -> Compartment {
        self.compartment
    }
}
