//! A unit: a team in an organisation; the holder of keys, queues and rosters.

use crate::context::{Ctx, Decided, Envelope};
use crate::id::OrganisationId;
use crate::refusal::Refusal;
use crate::values::Code;
use serde::{Deserialize, Serialize};

/// What can be written on a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Founded.
    Founded {
        /// Of which organisation.
        organisation: OrganisationId,
        /// Name.
        name: String,
        /// County it works in (list `county`).
        county: Option<Code>,
        /// Takes in and triages concerns.
        intake: bool,
        /// Services it offers to others (list `service`).
        services: Vec<Code>,
    },
    /// Renamed.
    Renamed(String),
    /// What it offers changed.
    ServicesSet(Vec<Code>),
    /// Takes in concerns, or does so no more.
    IntakeSet(bool),
    /// Closed.
    Closed {
        /// Why.
        reason: String,
    },
}

/// What can be asked of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the entry of the same name"
)]
pub enum Command {
    /// Found.
    Found {
        organisation: OrganisationId,
        name: String,
        county: Option<Code>,
        intake: bool,
        services: Vec<Code>,
    },
    /// Rename.
    Rename(String),
    /// Set what it offers.
    SetServices(Vec<Code>),
    /// Set whether it takes in concerns.
    SetIntake(bool),
    /// Close.
    Close { reason: String },
}

/// A unit so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Of which organisation; `None` until founded.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// County.
    pub county: Option<Code>,
    /// Takes in concerns.
    pub intake: bool,
    /// What it offers.
    pub services: Vec<Code>,
    /// Closed.
    pub closed: bool,
    /// Last entry's place.
    pub version: i64,
}

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    todo!()
}
/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    todo!()
}
