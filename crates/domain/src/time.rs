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

/// Why a date is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// No such month or day, or a day without its month.
    #[error("no such date")]
    Impossible,
    /// Before 1900.
    #[error("before 1900")]
    TooEarly,
}

impl PartialDate {
    /// A whole day, exact.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
            estimated: false,
        }
    }
    /// A year of which nothing more is known, exact.
    #[must_use]
    pub const fn year(year: i16) -> Self {
        Self {
            year,
            month: None,
            day: None,
            estimated: false,
        }
    }
    /// A month, exact.
    #[must_use]
    pub const fn month(year: i16, month: i8) -> Self {
        Self {
            year,
            month: Some(month),
            day: None,
            estimated: false,
        }
    }
    /// The same date, as somebody's estimate.
    #[must_use]
    pub const fn estimated(mut self) -> Self {
        self.estimated = true;
        self
    }
    /// The first day it may mean.
    pub fn earliest(&self) -> Result<Day, DateFault> {
        self.bound(|_| 1, 1)
    }
    /// The last day it may mean.
    pub fn latest(&self) -> Result<Day, DateFault> {
        self.bound(Day::days_in_month, 12)
    }
    /// Refuses dates that do not exist: month 13, 31 February, a day without a month, before 1900, after 2200.
    pub fn check(&self) -> Result<(), DateFault> {
        self.earliest().map(drop)
    }
    /// Whether even its first day lies after `today`.
    #[must_use]
    pub fn is_after(&self, today: Day) -> bool {
        self.earliest().is_ok_and(|first| first > today)
    }

    fn bound(self, day_of: impl Fn(Day) -> i8, month: i8) -> Result<Day, DateFault> {
        if self.year < 1900 {
            return Err(DateFault::TooEarly);
        }
        if self.year > 2200 || (self.day.is_some() && self.month.is_none()) {
            return Err(DateFault::Impossible);
        }
        let first = Day::new(self.year, self.month.unwrap_or(month), 1)
            .map_err(|_| DateFault::Impossible)?;
        let day = self.day.unwrap_or_else(|| day_of(first));
        Day::new(first.year(), first.month(), day).map_err(|_| DateFault::Impossible)
    }
}

impl std::fmt::Display for PartialDate {
    /// ISO 8601 as far as known; `~` before an estimate: `~2011-03`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.estimated {
            f.write_str("~")?;
        }
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateFault;

    /// `2011`, `2011-03`, `2011-03-05`, each perhaps after `~`. Two-digit years are refused.
    fn from_str(text: &str) -> Result<Self, DateFault> {
        let (estimated, rest) = match text.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut parts = rest.split('-');
        let year = number(parts.next(), 4)?.ok_or(DateFault::Impossible)?;
        let month = number(parts.next(), 2)?;
        let day = number(parts.next(), 2)?;
        if parts.next().is_some() {
            return Err(DateFault::Impossible);
        }
        let small = |n: i16| i8::try_from(n).map_err(|_| DateFault::Impossible);
        let date = Self {
            year,
            month: month.map(small).transpose()?,
            day: day.map(small).transpose()?,
            estimated,
        };
        date.check().map(|()| date)
    }
}

fn number(part: Option<&str>, digits: usize) -> Result<Option<i16>, DateFault> {
    let Some(part) = part else { return Ok(None) };
    if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateFault::Impossible);
    }
    part.parse().map(Some).map_err(|_| DateFault::Impossible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for bad in [
            "2011-02-31",
            "2011-13",
            "2011-00",
            "2011-01-00",
            "11",
            "2011-3-5",
            "2011-03-05-01",
            "",
            "~",
            "2300",
        ] {
            assert_eq!(
                bad.parse::<PartialDate>(),
                Err(DateFault::Impossible),
                "{bad}"
            );
        }
        assert_eq!(
            "1899-12-31".parse::<PartialDate>(),
            Err(DateFault::TooEarly)
        );
        let dayless = PartialDate {
            year: 2011,
            month: None,
            day: Some(3),
            estimated: false,
        };
        assert_eq!(dayless.check(), Err(DateFault::Impossible));
    }

    #[test]
    fn partial_dates_span_their_days() {
        let feb: PartialDate = "~2012-02".parse().unwrap();
        assert_eq!(feb.earliest().unwrap(), Day::constant(2012, 2, 1));
        assert_eq!(feb.latest().unwrap(), Day::constant(2012, 2, 29));
        assert_eq!(
            PartialDate::year(2012).latest().unwrap(),
            Day::constant(2012, 12, 31)
        );
        assert!(!PartialDate::year(2026).is_after(Day::constant(2026, 11, 23)));
        assert!(PartialDate::month(2026, 12).is_after(Day::constant(2026, 11, 23)));
    }

    proptest! {
        #[test]
        fn what_checks_survives_its_text(year in 1890i16..2210, month in proptest::option::of(0i8..14), day in proptest::option::of(0i8..33), estimated: bool) {
            let date = PartialDate { year, month, day, estimated };
            if date.check().is_ok() {
                prop_assert_eq!(date.to_string().parse(), Ok(date));
                prop_assert!(date.earliest().unwrap() <= date.latest().unwrap());
            }
        }
    }
}
