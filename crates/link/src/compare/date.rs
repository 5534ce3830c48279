//! Dates of birth as people write and guess them.

use std::fmt;

/// A date of birth packed as `yyyymmdd`; unknown parts are zero. Not necessarily a real calendar day: what a clerk
/// mistyped is kept, because it still resembles the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BirthDate(u32);

/// In the place of the day where the month is unknown: the year itself is a guess.
const AROUND: u32 = 1;

impl fmt::Display for BirthDate {
    /// `2012-03-04`, with zeros for what is unknown; `±2013` for a year that is itself a guess. [`BirthDate::parse`] reads both.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_around() {
            return write!(f, "±{:04}", self.year());
        }
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

/// How two dates of birth resemble each other, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum DateMatch {
    /// The same day.
    Same = 1,
    /// Day and month exchanged.
    Swapped = 2,
    /// One digit wrong or two neighbours exchanged.
    OneDigit = 3,
    /// The same year where one side is a guess (1 January) or has no more than the year; a year apart where it comes from an age.
    YearGuessed = 4,
    /// Day and month equal, year off by at most two.
    YearOff = 5,
    /// The same year, otherwise different.
    SameYear = 6,
    /// Ten months to seven years apart: what brothers and sisters show.
    SiblingGap = 7,
    /// Further apart.
    Apart = 8,
}

impl BirthDate {
    /// From parts; zero stands for an unknown month or day. Years outside 1850 to 2199 are refused.
    pub fn from_parts(year: u32, month: u32, day: u32) -> Option<Self> {
        ((1850..2200).contains(&year) && month < 100 && day < 100)
            .then_some(Self(year * 10_000 + month * 100 + day))
    }

    /// Reads `2012-03-04`, `20120304`, `4.3.2012`, `04/03/2012` (day first, as in Romania), `2012-03`, `2012`, `~2012`.
    pub fn parse(raw: &str) -> Option<Self> {
        if let Some(year) = raw.trim().strip_prefix('±') {
            return Self::from_parts(year.parse().ok()?, 0, AROUND);
        }
        let text = raw.trim().trim_start_matches(['~', '≈']);
        let text = text
            .trim_start_matches("c.")
            .trim_start_matches("cca")
            .trim();
        let text = text.split('T').next().unwrap_or_default();
        let mut parts = [0u32; 3];
        let mut widths = [0usize; 3];
        let mut n = 0;
        for piece in text
            .split(['-', '.', '/', ' '])
            .filter(|piece| !piece.is_empty())
        {
            if n == 3 {
                break;
            }
            *parts.get_mut(n)? = piece.parse().ok()?;
            *widths.get_mut(n)? = piece.len();
            n += 1;
        }
        match (n, widths) {
            (1, [8, ..]) => {
                Self::from_parts(parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100)
            }
            (1, [4, ..]) => Self::from_parts(parts[0], 0, 0),
            (2, [4, ..]) => Self::from_parts(parts[0], parts[1], 0),
            (2, [_, 4, _]) => Self::from_parts(parts[1], parts[0], 0),
            (3, [4, ..]) => Self::from_parts(parts[0], parts[1], parts[2]),
            (3, [_, _, 4]) => Self::from_parts(parts[2], parts[1], parts[0]),
            _ => None,
        }
    }

    /// From an age in whole years at a date: the year in which most such people were born, give or take one. Written `±2013`.
    pub fn from_age(age: u32, at: Self) -> Option<Self> {
        // They turned that age during the twelve months before; the middle of these lies half a year back.
        let back = u32::from(at.month() != 0 && at.month() <= 6);
        Self::from_parts(at.year().checked_sub(age + back)?, 0, AROUND)
    }

    /// True when only the year is known, give or take one.
    pub fn is_around(self) -> bool {
        self.month() == 0 && self.day() == AROUND
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// Month, 0 when unknown.
    pub fn month(self) -> u32 {
        self.0 / 100 % 100
    }

    /// Day, 0 when unknown.
    pub fn day(self) -> u32 {
        self.0 % 100
    }

    /// The packed form `yyyymmdd`.
    pub fn packed(self) -> u32 {
        self.0
    }

    pub(crate) fn from_packed(packed: u32) -> Option<Self> {
        Self::from_parts(packed / 10_000, packed / 100 % 100, packed % 100)
    }

    /// True when the date says no more than the year: parts missing, or 1 January as age estimates are written.
    pub fn is_guess(self) -> bool {
        self.day() == 0 || self.month() == 0 || self.0 % 10_000 == 101
    }

    /// Compares two dates.
    pub fn compare(self, other: Self) -> DateMatch {
        if self == other {
            return DateMatch::Same;
        }
        let (y, z) = (self.year(), other.year());
        if (self.is_around() || other.is_around()) && y.abs_diff(z) <= 1 {
            return DateMatch::YearGuessed;
        }
        if y == z {
            if self.is_guess() || other.is_guess() {
                return DateMatch::YearGuessed;
            }
            if self.day() == other.month() && self.month() == other.day() {
                return DateMatch::Swapped;
            }
        }
        let same_day = self.0 % 10_000 == other.0 % 10_000 && !self.is_guess();
        if same_day && y.abs_diff(z) <= 2 {
            return DateMatch::YearOff;
        }
        if one_digit(self.0, other.0) {
            return DateMatch::OneDigit;
        }
        if y == z {
            return DateMatch::SameYear;
        }
        let months = (y * 12 + self.month()).abs_diff(z * 12 + other.month());
        if (10..=84).contains(&months) {
            DateMatch::SiblingGap
        } else {
            DateMatch::Apart
        }
    }
}

/// Eight-digit numbers that differ in one digit, or by one exchange of neighbours.
fn one_digit(mut a: u32, mut b: u32) -> bool {
    let (mut wrong, mut first, mut pair) = (0, 0, [(0, 0); 2]);
    for at in 0..8 {
        let (x, y) = (a % 10, b % 10);
        if x != y {
            if let Some(slot) = pair.get_mut(wrong) {
                *slot = (x, y);
            }
            if wrong == 0 {
                first = at;
            } else if at != first + 1 {
                return false;
            }
            wrong += 1;
        }
        a /= 10;
        b /= 10;
    }
    wrong == 1 || wrong == 2 && pair[0].0 == pair[1].1 && pair[0].1 == pair[1].0
}

#[cfg(test)]
mod tests {
    use super::{BirthDate, DateMatch};

    fn d(s: &str) -> BirthDate {
        BirthDate::parse(s).unwrap()
    }

    #[test]
    fn written_forms() {
        for s in [
            "2012-03-04",
            "20120304",
            "4.3.2012",
            "04/03/2012",
            "2012-03-04T00:00:00",
        ] {
            assert_eq!(d(s).packed(), 20_120_304, "{s}");
        }
        assert_eq!(d("~2012").packed(), 20_120_000);
        assert_eq!(d("03.2012").packed(), 20_120_300);
        for s in [
            "",
            "x",
            "12",
            "2012-03-04-05x",
            "99999999",
            "4294967296-1-1",
            "-",
        ] {
            assert!(
                BirthDate::parse(s).is_none_or(|date| date.packed() < 22_000_000),
                "{s}"
            );
        }
        assert_eq!(
            BirthDate::from_age(13, d("2026-11-23"))
                .unwrap()
                .to_string(),
            "±2013"
        );
        assert_eq!(
            BirthDate::from_age(13, d("2026-02-01")).unwrap().year(),
            2012
        );
        for s in ["±2013", "2012-03-04", "2012-00-00"] {
            assert_eq!(d(s).to_string(), s);
        }
    }

    #[test]
    fn resemblance() {
        for (a, b, expected) in [
            ("2012-03-04", "2012-03-04", DateMatch::Same),
            ("2012-03-04", "2012-04-03", DateMatch::Swapped),
            ("2012-03-14", "2012-03-19", DateMatch::OneDigit),
            ("2012-03-14", "2012-03-41", DateMatch::OneDigit),
            ("2012-03-14", "2012-01-01", DateMatch::YearGuessed),
            ("2012-03-14", "2012", DateMatch::YearGuessed),
            ("2012-03-14", "2014-03-14", DateMatch::YearOff),
            ("2012-03-14", "2012-09-30", DateMatch::SameYear),
            ("2012-03-14", "2015-09-30", DateMatch::SiblingGap),
            ("2012-03-14", "1990-09-30", DateMatch::Apart),
            ("2012-03-14", "±2013", DateMatch::YearGuessed),
            ("2012-03-14", "±2014", DateMatch::SiblingGap),
            ("±2012", "±2013", DateMatch::YearGuessed),
        ] {
            assert_eq!(d(a).compare(d(b)), expected, "{a} {b}");
            assert_eq!(d(b).compare(d(a)), expected, "{b} {a}");
        }
    }
}
