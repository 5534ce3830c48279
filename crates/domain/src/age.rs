//! Ages from what is known, and the rule that an unknown age is a child's.

use serde::{Deserialize, Serialize};

/// An age band: coarse enough to tell without naming, fine enough to choose a service. Sums of them give CTDC's bands below 18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// 0 to 8.
    From0To8,
    /// 9 to 11.
    From9To11,
    /// 12 to 14.
    From12To14,
    /// 15 to 17.
    From15To17,
    /// A child, or not known: treated as a child.
    Child,
    /// 18 to 20.
    From18To20,
    /// 21 to 29.
    From21To29,
    /// 30 to 47.
    From30To47,
    /// 48 and over.
    From48,
    /// An adult of unknown age.
    Adult,
}
