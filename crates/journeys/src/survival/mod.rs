//! Waiting times of which some are not over: survival analysis without a model.
//!
//! A child who still waits has waited *at least* so long. Leaving her out makes every mean too short; the estimators here
//! count her for as long as she was seen to wait. All take censoring to be independent of the wait itself: whoever has
//! not been served yet at the cut-off date must not differ, for that reason, from whoever started as long ago and has.

mod competing;
mod kaplan_meier;
mod logrank;
pub(crate) mod special;

pub use self::competing::{CompetingWait, Incidence, IncidencePoint, cumulative_incidence};
pub use self::kaplan_meier::{Bands, Curve, Point, Quantile, RestrictedMean, kaplan_meier};
pub use self::logrank::{GroupCount, LogRank, log_rank};

use crate::error::{JourneyError, Result};

/// One wait: how long (any unit, the same for all; a finite number, 0 or more), and whether its end was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// Until the end, or until it was last seen to go on.
    pub time: f64,
    /// `true`: it ended then. `false`: it went on (right-censored).
    pub ended: bool,
}

/// How sure an interval is to be: strictly between 0 and 1, usually 0.95.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
    deviate: f64,
}

impl Confidence {
    /// 95 %.
    pub const USUAL: Self = Self {
        level: 0.95,
        deviate: 1.959_963_984_540_054,
    };

    /// Another level.
    pub fn new(level: f64) -> Result<Self> {
        if level > 0.0 && level < 1.0 {
            let deviate = special::normal_quantile(0.5 + level / 2.0);
            Ok(Self { level, deviate })
        } else {
            Err(JourneyError::BadParameter {
                what: "the confidence level",
                range: "between 0 and 1",
                value: level,
            })
        }
    }

    /// The level.
    #[must_use]
    pub fn level(self) -> f64 {
        self.level
    }

    /// The standard normal deviate of a two-sided interval: 1.96 for 95 %.
    #[must_use]
    pub fn deviate(self) -> f64 {
        self.deviate
    }
}

/// Refuses times that are none.
fn check(times: impl Iterator<Item = f64>) -> Result<()> {
    for (index, value) in times.enumerate() {
        if !value.is_finite() || value < 0.0 {
            return Err(JourneyError::BadObservation { index, value });
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
