//! Moments, days and partial dates. The wall clock comes in through [`Clock`].

use serde::{Deserialize, Serialize};

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A calendar day (proleptic Gregorian), without a time zone.
pub type Day = jiff::civil::Date;

impl Moment {
    /// `self` plus `seconds` (may be negative), saturating.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
    /// `self` plus `hours`, saturating.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3_600))
    }
    /// `self` plus `days` of 24 hours, saturating.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }
    /// Whole seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
}

/// Where "now" comes from. Production has one implementation, in the `punte` binary; tests have a fixed one.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// A date of which perhaps only the year or the month is known, or which somebody estimated.
/// A birth date, the start of an exploitation: real casework rarely has the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year, 1900 ..= 2200.
    pub year: i16,
    /// Month 1 ..= 12, if known.
    pub month: Option<i8>,
    /// Day 1 ..= 31, if known; only with a month.
    pub day: Option<i8>,
    /// Somebody's estimate and not from a document or the person.
    pub estimated: bool,
}
