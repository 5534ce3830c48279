//! An organisation of the partnership.

use crate::context::{Ctx, Decided, Envelope};
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
