//! The yearly series that the public page shows.

use super::glotip::{AgeGroup, Indicator, Record, Sex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A figure of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// Victims detected.
    Victims,
    /// Victims under 18.
    Children,
    /// Victims of 18 and over.
    Adults,
    /// Female victims.
    Female,
    /// Male victims.
    Male,
    /// Victims of sexual exploitation.
    Sexual,
    /// Of these, under 18.
    SexualChildren,
    /// Of these, girls.
    SexualGirls,
    /// Victims of forced labour.
    ForcedLabour,
    /// Victims of other forms of exploitation.
    OtherForms,
    /// Offences of trafficking in persons recorded.
    Offences,
    /// Suspects brought into formal contact.
    Suspects,
    /// Persons prosecuted.
    Prosecuted,
    /// Persons convicted.
    Convicted,
}

impl Measure {
    /// Every measure, in the order of the published table.
    pub const ALL: [Self; 14] = [
        Self::Victims,
        Self::Children,
        Self::Adults,
        Self::Female,
        Self::Male,
        Self::Sexual,
        Self::SexualChildren,
        Self::SexualGirls,
        Self::ForcedLabour,
        Self::OtherForms,
        Self::Offences,
        Self::Suspects,
        Self::Prosecuted,
        Self::Convicted,
    ];

    /// Name in CSV, JSON and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Victims => "victims",
            Self::Children => "children",
            Self::Adults => "adults",
            Self::Female => "female",
            Self::Male => "male",
            Self::Sexual => "sexual",
            Self::SexualChildren => "sexual_children",
            Self::SexualGirls => "sexual_girls",
            Self::ForcedLabour => "forced_labour",
            Self::OtherForms => "other",
            Self::Offences => "offences",
            Self::Suspects => "suspects_formal_contact",
            Self::Prosecuted => "prosecuted",
            Self::Convicted => "convicted",
        }
    }

    fn of(row: &Record) -> Option<Self> {
        let total = row.dimension == "Total";
        let form = row.dimension == "by form of exploitation";
        let all = (row.sex, row.age) == (Sex::Total, AgeGroup::Total);
        Some(
            match (row.indicator, row.category.as_str(), row.sex, row.age) {
                (Indicator::Victims, _, Sex::Total, AgeGroup::Total) if total => Self::Victims,
                (Indicator::Victims, _, Sex::Total, AgeGroup::Children) if total => Self::Children,
                (Indicator::Victims, _, Sex::Total, AgeGroup::Adults) if total => Self::Adults,
                (Indicator::Victims, _, Sex::Female, AgeGroup::Total) if total => Self::Female,
                (Indicator::Victims, _, Sex::Male, AgeGroup::Total) if total => Self::Male,
                (Indicator::Victims, "Sexual exploitation", _, _) if form && all => Self::Sexual,
                (Indicator::Victims, "Forced labour", _, _) if form && all => Self::ForcedLabour,
                (Indicator::Victims, "Other forms of exploitation", _, _) if form && all => {
                    Self::OtherForms
                }
                (Indicator::Victims, "Sexual exploitation", Sex::Total, AgeGroup::Children)
                    if form =>
                {
                    Self::SexualChildren
                }
                (Indicator::Victims, "Sexual exploitation", Sex::Female, AgeGroup::Children)
                    if form =>
                {
                    Self::SexualGirls
                }
                (Indicator::Offences, ..) if total && all => Self::Offences,
                (Indicator::Suspects, ..) if total && all => Self::Suspects,
                (Indicator::Prosecuted, ..) if total && all => Self::Prosecuted,
                (Indicator::Convicted, ..) if total && all => Self::Convicted,
                _ => return None,
            },
        )
    }
}

/// The figures of one year. A figure that is absent was not published or is hidden by the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// Calendar year.
    pub year: u16,
    /// Figures by measure.
    pub figures: BTreeMap<Measure, u32>,
}

impl Year {
    /// A figure.
    pub fn get(&self, measure: Measure) -> Option<u32> {
        self.figures.get(&measure).copied()
    }

    /// Children among victims, in tenths of a percent, half up.
    pub fn child_share(&self) -> Option<u32> {
        share_percent(self.get(Measure::Children)?, self.get(Measure::Victims)?)
    }

    /// Children among victims of sexual exploitation, in tenths of a percent, half up.
    pub fn child_share_of_sexual(&self) -> Option<u32> {
        share_percent(
            self.get(Measure::SexualChildren)?,
            self.get(Measure::Sexual)?,
        )
    }
}

/// `part` of `whole` in tenths of a percent, half up: 234 of 500 is 468. `None` of nothing.
pub fn share_percent(part: u32, whole: u32) -> Option<u32> {
    let whole = u64::from(whole);
    let rounded = (u64::from(part) * 2000 + whole).checked_div(whole * 2)?;
    u32::try_from(rounded).ok()
}

/// Years in order, without gaps in what the source has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The years, oldest first.
    pub years: Vec<Year>,
}

impl Series {
    /// Gathers the measures. Where the source has two rows for one figure, the later row counts, and
    /// the pair is among the known errors.
    pub(super) fn from_records(records: &[Record]) -> Self {
        let mut years: BTreeMap<u16, BTreeMap<Measure, u32>> = BTreeMap::new();
        for row in records {
            if let (Some(measure), Some(n)) = (Measure::of(row), row.value.exact()) {
                years.entry(row.year).or_default().insert(measure, n);
            }
        }
        let years = years
            .into_iter()
            .map(|(year, figures)| Year { year, figures })
            .collect();
        Self { years }
    }

    /// A year's figures.
    pub fn year(&self, year: u16) -> Option<&Year> {
        self.years.iter().find(|y| y.year == year)
    }

    /// Years that have a measure, with it.
    pub fn of(&self, measure: Measure) -> impl Iterator<Item = (u16, u32)> {
        self.years
            .iter()
            .filter_map(move |y| Some((y.year, y.get(measure)?)))
    }

    /// The last year that has a measure.
    pub fn last(&self, measure: Measure) -> Option<&Year> {
        self.years.iter().rev().find(|y| y.get(measure).is_some())
    }

    /// The table of all measures, as `data/glotip/romania_series.csv` has it.
    pub fn to_csv(&self) -> String {
        let mut out = String::from("year");
        let cell = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let tenths = |n: Option<u32>| {
            n.map(|n| format!("{}.{}", n / 10, n % 10))
                .unwrap_or_default()
        };
        for measure in Measure::ALL {
            let _ = write!(out, ",{}", measure.code());
            if measure == Measure::OtherForms {
                out.push_str(",child_share_pct,child_share_of_sexual_pct");
            }
        }
        out.push('\n');
        for year in &self.years {
            let _ = write!(out, "{}", year.year);
            for measure in Measure::ALL {
                let _ = write!(out, ",{}", cell(year.get(measure)));
                if measure == Measure::OtherForms {
                    let _ = write!(
                        out,
                        ",{},{}",
                        tenths(year.child_share()),
                        tenths(year.child_share_of_sexual())
                    );
                }
            }
            out.push('\n');
        }
        out
    }
}
