//! An organisation of the partnership.

use crate::check;
use crate::context::{Ctx, Decided, Envelope};
use crate::machines::{BodyEvent, BodyLife, Machine};
use crate::pack::List;
use crate::refusal::Refusal;
use crate::values::Code;
use serde::{Deserialize, Serialize};

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Non-governmental organisation.
    Ngo,
    /// County child-protection directorate.
    Dgaspc,
    /// Police.
    Police,
    /// Prosecutor's office.
    Prosecution,
    /// Donor.
    Donor,
    /// Anything else.
    Other,
}

/// Which data-protection regime binds it (ruling 32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Regulation (EU) 2016/679.
    Gdpr,
    /// Law 363/2018 (police and justice data).
    Law363,
}

/// What can be written on an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Founded in Punte.
    Founded {
        /// Name.
        name: String,
        /// What it is.
        kind: Kind,
        /// Its regime.
        regime: Regime,
        /// County of its seat (list `county`); `None` for a national body.
        county: Option<Code>,
    },
    /// Renamed.
    Renamed(String),
    /// Left the partnership.
    Closed {
        /// Why.
        reason: String,
    },
}

/// What can be asked of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the entry of the same name"
)]
pub enum Command {
    /// Found.
    Found {
        name: String,
        kind: Kind,
        regime: Regime,
        county: Option<Code>,
    },
    /// Rename.
    Rename(String),
    /// Close.
    Close { reason: String },
}

/// An organisation so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Name; empty until founded.
    pub name: String,
    /// What it is.
    pub kind: Option<Kind>,
    /// Its regime.
    pub regime: Option<Regime>,
    /// County.
    pub county: Option<Code>,
    /// Left.
    pub closed: bool,
    /// Last entry's place.
    pub version: i64,
}

impl State {
    /// Where its life stands.
    #[must_use]
    pub fn life(&self) -> BodyLife {
        match (self.kind, self.closed) {
            (None, _) => BodyLife::Nothing,
            (Some(_), false) => BodyLife::Live,
            (Some(_), true) => BodyLife::Closed,
        }
    }
}

/// Refuses a step that a body's life does not allow.
pub(super) fn step(life: BodyLife, event: BodyEvent) -> Result<(), Refusal> {
    if life.on(event).is_some() {
        return Ok(());
    }
    Err(match (life, event) {
        (BodyLife::Nothing, _) => Refusal::NotThere,
        (_, BodyEvent::Found) => Refusal::AlreadyThere,
        (_, BodyEvent::Change | BodyEvent::Close) => Refusal::BodyClosed,
    })
}

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    let entry = match command {
        Command::Found {
            name,
            kind,
            regime,
            county,
        } => {
            step(state.life(), BodyEvent::Found)?;
            check::name(name)?;
            if let Some(county) = county {
                check::choice(ctx, List::County, county)?;
            }
            Entry::Founded {
                name: name.clone(),
                kind: *kind,
                regime: *regime,
                county: county.clone(),
            }
        }
        Command::Rename(name) => {
            step(state.life(), BodyEvent::Change)?;
            check::name(name)?;
            Entry::Renamed(name.clone())
        }
        Command::Close { reason } => {
            step(state.life(), BodyEvent::Close)?;
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
            name,
            kind,
            regime,
            county,
        } => {
            state.name.clone_from(name);
            state.kind = Some(*kind);
            state.regime = Some(*regime);
            state.county.clone_from(county);
        }
        Entry::Renamed(name) => state.name.clone_from(name),
        Entry::Closed { .. } => state.closed = true,
    }
}
