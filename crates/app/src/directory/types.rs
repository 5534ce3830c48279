//! The small lists of the directory, as pages show them.

use punte_domain::directory::organisation::{Kind, Regime};
use punte_store::{MembershipState as StoredMembership, UserState};
use serde::{Deserialize, Serialize};

/// What a unit offers to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offers {
    /// Takes in concerns.
    pub intake: bool,
    /// Takes referrals.
    pub referrals: bool,
    /// Leads files.
    pub casework: bool,
}

impl Offers {
    /// From the stored number: bits 1, 2 and 4.
    pub fn from_code(code: u8) -> Self {
        Self {
            intake: code & 1 != 0,
            referrals: code & 2 != 0,
            casework: code & 4 != 0,
        }
    }
    /// The stored number.
    pub fn code(self) -> u8 {
        u8::from(self.intake) | u8::from(self.referrals) << 1 | u8::from(self.casework) << 2
    }
}

/// Whether a person may sign in (message `standing-<name>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// May sign in.
    Active,
    /// May not, for now.
    Suspended,
    /// Gone.
    Left,
}

impl Standing {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Left => "left",
        }
    }
}

impl From<UserState> for Standing {
    fn from(state: UserState) -> Self {
        match state {
            UserState::Active => Self::Active,
            UserState::Suspended => Self::Suspended,
            UserState::Left => Self::Left,
        }
    }
}

/// Where a membership stands (message `membership-<name>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipState {
    /// Nobody has handed over the unit's key yet.
    Waiting,
    /// Holds the unit's key.
    Active,
    /// Over.
    Ended,
}

impl MembershipState {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

impl From<StoredMembership> for MembershipState {
    fn from(state: StoredMembership) -> Self {
        match state {
            StoredMembership::Waiting => Self::Waiting,
            StoredMembership::Active => Self::Active,
            StoredMembership::Ended => Self::Ended,
        }
    }
}

/// Kinds of organisation in the order of the form.
pub const KINDS: [Kind; 6] = [
    Kind::Ngo,
    Kind::Dgaspc,
    Kind::Police,
    Kind::Prosecution,
    Kind::Donor,
    Kind::Other,
];
/// Regimes.
pub const REGIMES: [Regime; 2] = [Regime::Gdpr, Regime::Law363];

pub(crate) fn kind_from(code: u8) -> Kind {
    KINDS
        .into_iter()
        .find(|k| crate::ops::create::kind_code(*k) == code)
        .unwrap_or(Kind::Other)
}

pub(crate) fn regime_from(code: u8) -> Regime {
    REGIMES
        .into_iter()
        .find(|r| crate::ops::create::regime_code(*r) == code)
        .unwrap_or(Regime::Gdpr)
}
