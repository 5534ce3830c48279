//! Ages from what is known, and the rule that an unknown age is a child's.

use crate::refusal::Refusal;
use crate::time::Day;
use crate::values::{Age, AgeEstimate, YesNo};
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

impl AgeBand {
    /// All, youngest first.
    pub const ALL: [Self; 10] = [
        Self::From0To8,
        Self::From9To11,
        Self::From12To14,
        Self::From15To17,
        Self::Child,
        Self::From18To20,
        Self::From21To29,
        Self::From30To47,
        Self::From48,
        Self::Adult,
    ];

    /// The id in the pack's list `age_band`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::From0To8 => "0-8",
            Self::From9To11 => "9-11",
            Self::From12To14 => "12-14",
            Self::From15To17 => "15-17",
            Self::Child => "child",
            Self::From18To20 => "18-20",
            Self::From21To29 => "21-29",
            Self::From30To47 => "30-47",
            Self::From48 => "48",
            Self::Adult => "adult",
        }
    }

    /// Whether it is a child's.
    #[must_use]
    pub const fn is_child(self) -> bool {
        match self {
            Self::From0To8
            | Self::From9To11
            | Self::From12To14
            | Self::From15To17
            | Self::Child => true,
            Self::From18To20 | Self::From21To29 | Self::From30To47 | Self::From48 | Self::Adult => {
                false
            }
        }
    }

    const fn of_years(years: i16) -> Self {
        match years {
            i16::MIN..=8 => Self::From0To8,
            9..=11 => Self::From9To11,
            12..=14 => Self::From12To14,
            15..=17 => Self::From15To17,
            18..=20 => Self::From18To20,
            21..=29 => Self::From21To29,
            30..=47 => Self::From30To47,
            48.. => Self::From48,
        }
    }
}

/// The oldest age that is taken for true.
pub const OLDEST: i16 = 120;

impl Age {
    /// The least and the greatest number of completed years it may mean on `today`; `None` if nothing is known.
    #[must_use]
    pub fn range(&self, today: Day) -> Option<(i16, i16)> {
        self.birth_range(today)
            .or_else(|| self.estimate_range(today))
            .or(match self.under_18 {
                YesNo::Yes => Some((0, 17)),
                YesNo::No => Some((18, OLDEST)),
                YesNo::NotSure => None,
            })
    }

    /// Whether to treat as a child: whoever may be under 18 is one (presumption of minority, Directive 2011/36/EU art. 13(2)).
    #[must_use]
    pub fn is_child(&self, today: Day) -> bool {
        self.range(today).is_none_or(|(least, _)| least < 18)
    }

    /// The band; of two that are possible, the child's, or the coarse one.
    #[must_use]
    pub fn band(&self, today: Day) -> AgeBand {
        let Some((least, most)) = self.range(today) else {
            return AgeBand::Child;
        };
        let (low, high) = (AgeBand::of_years(least), AgeBand::of_years(most));
        if low == high {
            low
        } else if low.is_child() {
            AgeBand::Child
        } else {
            AgeBand::Adult
        }
    }

    /// Whether surely at least `years` old.
    #[must_use]
    pub fn at_least(&self, years: i16, today: Day) -> bool {
        self.range(today).is_some_and(|(least, _)| least >= years)
    }

    /// Refuses impossible dates and ages, a birth in the future, and a birth date and an estimate more than two years apart.
    pub fn check(&self, today: Day) -> Result<(), Refusal> {
        if let Some(birth) = &self.birth {
            birth.check()?;
            if birth.is_after(today) {
                return Err(Refusal::BirthInFuture);
            }
        }
        if let Some(estimate) = &self.estimate {
            estimate.on.check()?;
            if estimate.on.is_after(today) {
                return Err(Refusal::DateInFuture);
            }
            if i16::from(estimate.years) > OLDEST {
                return Err(Refusal::AgeImpossible);
            }
        }
        if self
            .birth_range(today)
            .is_some_and(|(least, _)| least > OLDEST)
        {
            return Err(Refusal::AgeImpossible);
        }
        match (self.birth_range(today), self.estimate_range(today)) {
            (Some(birth), Some(estimate)) if apart(birth, estimate) > 2 => {
                Err(Refusal::AgeConflict)
            }
            _ => Ok(()),
        }
    }

    fn birth_range(&self, today: Day) -> Option<(i16, i16)> {
        let birth = self.birth?;
        let (first, last) = (birth.earliest().ok()?, birth.latest().ok()?);
        Some((
            years_between(last.min(today), today),
            years_between(first, today),
        ))
    }

    fn estimate_range(&self, today: Day) -> Option<(i16, i16)> {
        let AgeEstimate {
            years: completed,
            on,
        } = self.estimate?;
        let (start, end) = (on.earliest().ok()?, on.latest().ok()?);
        let said = i16::from(completed);
        // Somebody of N completed years on a day turns N+1 within the following year.
        let least = said.saturating_add(years_between(end.min(today), today));
        let most = said
            .saturating_add(years_between(start, today).saturating_add(i16::from(start < today)));
        Some((least.min(OLDEST), most.min(OLDEST)))
    }
}

fn apart(a: (i16, i16), b: (i16, i16)) -> i16 {
    a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0)
}

/// Completed years from `from` to `to`; 0 if `to` is earlier. Somebody born on 29 February turns on 1 March.
#[must_use]
pub fn years_between(from: Day, to: Day) -> i16 {
    let whole = to.year().saturating_sub(from.year());
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    whole.saturating_sub(i16::from(before_birthday)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::PartialDate;
    use proptest::prelude::*;

    const TODAY: Day = Day::constant(2026, 11, 23);

    fn born(text: &str) -> Age {
        Age {
            birth: Some(text.parse().unwrap()),
            ..Age::default()
        }
    }

    #[test]
    fn unknown_is_a_child() {
        assert!(Age::default().is_child(TODAY));
        assert_eq!(Age::default().band(TODAY), AgeBand::Child);
        assert!(
            !Age {
                under_18: YesNo::No,
                ..Age::default()
            }
            .is_child(TODAY)
        );
    }

    #[test]
    fn whoever_may_be_under_eighteen_is_a_child() {
        assert!(born("2008").is_child(TODAY));
        assert!(born("2008-11-24").is_child(TODAY));
        assert!(!born("2008-11-23").is_child(TODAY));
        assert_eq!(born("2008").range(TODAY), Some((17, 18)));
        assert_eq!(born("2008").band(TODAY), AgeBand::Child);
        assert_eq!(born("2012-05").band(TODAY), AgeBand::From12To14);
    }

    #[test]
    fn an_estimate_grows() {
        let age = Age {
            estimate: Some(AgeEstimate {
                years: 16,
                on: "2024-11-23".parse().unwrap(),
            }),
            ..Age::default()
        };
        assert_eq!(age.range(TODAY), Some((18, 19)));
        let fresh = Age {
            estimate: Some(AgeEstimate {
                years: 16,
                on: PartialDate::day(TODAY),
            }),
            ..Age::default()
        };
        assert_eq!(fresh.range(TODAY), Some((16, 16)));
    }

    #[test]
    fn impossible_ages_are_refused() {
        assert_eq!(born("2027").check(TODAY), Err(Refusal::BirthInFuture));
        assert_eq!(born("1900").check(TODAY), Err(Refusal::AgeImpossible));
        let feb = Age {
            birth: Some(PartialDate {
                year: 2011,
                month: Some(2),
                day: Some(31),
                estimated: false,
            }),
            ..Age::default()
        };
        assert_eq!(feb.check(TODAY), Err(Refusal::DateImpossible));
        let conflict = Age {
            birth: Some("2012".parse().unwrap()),
            estimate: Some(AgeEstimate {
                years: 20,
                on: PartialDate::day(TODAY),
            }),
            under_18: YesNo::NotSure,
        };
        assert_eq!(conflict.check(TODAY), Err(Refusal::AgeConflict));
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_bands_agree(year in 1900i16..2030, month in proptest::option::of(1i8..13), years in proptest::option::of(0u8..130)) {
            let age = Age {
                birth: years.is_none().then_some(PartialDate { year, month, day: None, estimated: false }),
                estimate: years.map(|years| AgeEstimate { years, on: PartialDate::year(year) }),
                under_18: YesNo::NotSure,
            };
            let (least, most) = age.range(TODAY).unwrap();
            prop_assert!(0 <= least && least <= most);
            prop_assert_eq!(age.band(TODAY).is_child(), age.is_child(TODAY));
        }
    }
}
