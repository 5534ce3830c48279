//! A unit: a team in an organisation; the holder of keys, queues and rosters.

use super::organisation::step;
use crate::check;
use crate::context::{Ctx, Decided, Envelope};
use crate::id::OrganisationId;
use crate::machines::{BodyEvent, BodyLife};
use crate::pack::List;
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
    /// Somebody who held its keys left, so it has new ones. Written with the end of the membership, never asked for.
    KeysRenewed {
        /// Their generation.
        generation: u16,
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

impl State {
    /// Where its life stands.
    #[must_use]
    pub fn life(&self) -> BodyLife {
        match (self.organisation, self.closed) {
            (None, _) => BodyLife::Nothing,
            (Some(_), false) => BodyLife::Live,
            (Some(_), true) => BodyLife::Closed,
        }
    }
}

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    let event = match command {
        Command::Found { .. } => BodyEvent::Found,
        Command::Close { .. } => BodyEvent::Close,
        Command::Rename(_) | Command::SetServices(_) | Command::SetIntake(_) => BodyEvent::Change,
    };
    step(state.life(), event)?;
    let entry = match command {
        Command::Found {
            organisation,
            name,
            county,
            intake,
            services,
        } => {
            check::name(name)?;
            if let Some(county) = county {
                check::choice(ctx, List::County, county)?;
            }
            check::choices(ctx, List::Service, services)?;
            Entry::Founded {
                organisation: *organisation,
                name: name.clone(),
                county: county.clone(),
                intake: *intake,
                services: services.clone(),
            }
        }
        Command::Rename(name) => {
            check::name(name)?;
            Entry::Renamed(name.clone())
        }
        Command::SetServices(services) => {
            check::choices(ctx, List::Service, services)?;
            Entry::ServicesSet(services.clone())
        }
        Command::SetIntake(intake) => Entry::IntakeSet(*intake),
        Command::Close { reason } => {
            check::reason(reason)?;
            Entry::Closed {
                reason: reason.clone(),
            }
        }
    };
    Ok(vec![Decided::core(entry)])
}

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    match entry {
        Entry::Founded {
            organisation,
            name,
            county,
            intake,
            services,
        } => {
            state.organisation = Some(*organisation);
            state.name.clone_from(name);
            state.county.clone_from(county);
            state.intake = *intake;
            state.services.clone_from(services);
        }
        Entry::Renamed(name) => state.name.clone_from(name),
        Entry::ServicesSet(services) => state.services.clone_from(services),
        Entry::IntakeSet(intake) => state.intake = *intake,
        Entry::Closed { .. } => state.closed = true,
        // Which keys a unit has stands in its row.
        Entry::KeysRenewed { .. } => {}
    }
}
