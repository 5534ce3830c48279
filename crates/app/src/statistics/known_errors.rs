//! Errors of the source, found by rule. They are shown, never repaired.

use super::glotip::{AgeGroup, Indicator, Record, Sex, Value};
use super::series::Measure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What gives an error away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// Two rows give different values for the same figure.
    TwoValues,
    /// The sexes add up to far less or more than the total.
    SexesDoNotAddUp,
    /// The numbers for children and adults are those for females and males.
    AgeRepeatsSex,
    /// The forms of exploitation add up to far more than the total.
    FormsExceedTotal,
    /// The forms of exploitation of convicted persons are those of the victims.
    FormsRepeatVictims,
    /// All forms of exploitation have the values of the year before.
    RepeatsYearBefore,
    /// Suspects and persons prosecuted are the same number.
    SuspectsEqualProsecuted,
}

impl Rule {
    /// Member of the message family `known-error`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TwoValues => "two-values",
            Self::SexesDoNotAddUp => "sexes-do-not-add-up",
            Self::AgeRepeatsSex => "age-repeats-sex",
            Self::FormsExceedTotal => "forms-exceed-total",
            Self::FormsRepeatVictims => "forms-repeat-victims",
            Self::RepeatsYearBefore => "repeats-year-before",
            Self::SuspectsEqualProsecuted => "suspects-equal-prosecuted",
        }
    }
}

/// An error of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownError {
    /// How it was found.
    pub rule: Rule,
    /// What is counted.
    pub indicator: Indicator,
    /// Year.
    pub year: u16,
    /// What the rows say: the two values, the sum and the total, …
    pub found: u32,
    /// What they were held against.
    pub against: u32,
    /// Rows of the file, from 1.
    pub lines: Vec<u32>,
    /// Figures of the series that it touches; empty when the series does not use these rows.
    pub measures: Vec<Measure>,
}

impl KnownError {
    /// Whether it touches one of these figures.
    pub fn touches(&self, measures: &[Measure]) -> bool {
        self.measures.iter().any(|m| measures.contains(m))
    }
}

const FORMS: [&str; 3] = [
    "Sexual exploitation",
    "Forced labour",
    "Other forms of exploitation",
];
const INDICATORS: [Indicator; 5] = [
    Indicator::Victims,
    Indicator::Offences,
    Indicator::Suspects,
    Indicator::Prosecuted,
    Indicator::Convicted,
];
const BY_FORM: &str = "by form of exploitation";

type Key<'a> = (Indicator, u16, &'a str, &'a str, Sex, AgeGroup);

struct Table<'a> {
    rows: BTreeMap<Key<'a>, Vec<(u32, Value)>>,
    years: Vec<u16>,
}

impl<'a> Table<'a> {
    fn new(records: &'a [Record]) -> Self {
        let mut rows: BTreeMap<Key<'a>, Vec<(u32, Value)>> = BTreeMap::new();
        for r in records {
            let key = (
                r.indicator,
                r.year,
                r.dimension.as_str(),
                r.category.as_str(),
                r.sex,
                r.age,
            );
            rows.entry(key).or_default().push((r.line, r.value));
        }
        let mut years: Vec<u16> = records.iter().map(|r| r.year).collect();
        years.sort_unstable();
        years.dedup();
        Self { rows, years }
    }

    fn cell(&self, key: &Key<'a>) -> Option<(u32, Value)> {
        self.rows.get(key)?.last().copied()
    }

    fn total(
        &self,
        indicator: Indicator,
        year: u16,
        sex: Sex,
        age: AgeGroup,
    ) -> Option<(u32, Value)> {
        self.cell(&(indicator, year, "Total", "Total", sex, age))
    }

    fn exact(
        &self,
        indicator: Indicator,
        year: u16,
        sex: Sex,
        age: AgeGroup,
    ) -> Option<(u32, u32)> {
        let (line, value) = self.total(indicator, year, sex, age)?;
        Some((line, value.exact()?))
    }

    fn forms(&self, indicator: Indicator, year: u16, age: AgeGroup) -> Option<[(u32, u32); 3]> {
        let mut found = [(0, 0); 3];
        for (slot, form) in found.iter_mut().zip(FORMS) {
            let (line, value) = self.cell(&(indicator, year, BY_FORM, form, Sex::Total, age))?;
            *slot = (line, value.exact()?);
        }
        Some(found)
    }
}

/// Runs every rule over the table of one country.
pub(super) fn find(records: &[Record]) -> Vec<KnownError> {
    let table = Table::new(records);
    let mut found = two_values(&table);
    for &year in &table.years {
        for indicator in INDICATORS {
            found.extend(sexes(&table, indicator, year));
            found.extend(age_repeats_sex(&table, indicator, year));
            found.extend(forms_exceed(&table, indicator, year));
            found.extend(repeats_year_before(&table, indicator, year));
        }
        found.extend(forms_repeat_victims(&table, year));
        found.extend(suspects_equal_prosecuted(&table, year));
    }
    found.sort_by_key(|e| (e.year, e.indicator, e.rule));
    found
}

fn two_values(table: &Table<'_>) -> Vec<KnownError> {
    let mut found = Vec::new();
    for ((indicator, year, dimension, category, sex, age), rows) in &table.rows {
        let (Some((_, first)), Some((_, last))) = (rows.first(), rows.last()) else {
            continue;
        };
        if rows.len() < 2 || rows.iter().all(|(_, v)| v == first) {
            continue;
        }
        let measures = match (indicator, *dimension, sex, age) {
            (Indicator::Victims, "Total", Sex::Female, AgeGroup::Total) => vec![Measure::Female],
            (Indicator::Victims, "Total", Sex::Male, AgeGroup::Total) => vec![Measure::Male],
            (Indicator::Victims, "Total", Sex::Total, AgeGroup::Total) => vec![Measure::Victims],
            (Indicator::Victims, BY_FORM, Sex::Total, AgeGroup::Total) => form_measure(category),
            _ => Vec::new(),
        };
        found.push(KnownError {
            rule: Rule::TwoValues,
            indicator: *indicator,
            year: *year,
            found: last.at_most(),
            against: first.at_most(),
            lines: rows.iter().map(|(line, _)| *line).collect(),
            measures,
        });
    }
    found
}

fn form_measure(category: &str) -> Vec<Measure> {
    match category {
        "Sexual exploitation" => vec![Measure::Sexual],
        "Forced labour" => vec![Measure::ForcedLabour],
        "Other forms of exploitation" => vec![Measure::OtherForms],
        _ => Vec::new(),
    }
}

/// More than five people and more than one in a hundred apart, after what the source hides.
fn sexes(table: &Table<'_>, indicator: Indicator, year: u16) -> Option<KnownError> {
    let (total_line, total) = table.exact(indicator, year, Sex::Total, AgeGroup::Total)?;
    let (f_line, female) = table.exact(indicator, year, Sex::Female, AgeGroup::Total)?;
    let (m_line, male) = table.exact(indicator, year, Sex::Male, AgeGroup::Total)?;
    let rest: u32 = [
        (Sex::Other, AgeGroup::Total),
        (Sex::Unknown, AgeGroup::Unknown),
    ]
    .into_iter()
    .filter_map(|(sex, age)| table.total(indicator, year, sex, age))
    .map(|(_, value)| value.at_most())
    .sum();
    let sum = female + male;
    let apart = if sum > total {
        sum - total
    } else {
        total.saturating_sub(sum + rest)
    };
    (apart > 5 && apart * 100 > total).then(|| KnownError {
        rule: Rule::SexesDoNotAddUp,
        indicator,
        year,
        found: sum,
        against: total,
        lines: vec![f_line, m_line, total_line],
        measures: match indicator {
            Indicator::Victims => vec![Measure::Female, Measure::Male],
            _ => Vec::new(),
        },
    })
}

fn age_repeats_sex(table: &Table<'_>, indicator: Indicator, year: u16) -> Option<KnownError> {
    let (c_line, children) = table.exact(indicator, year, Sex::Total, AgeGroup::Children)?;
    let (a_line, adults) = table.exact(indicator, year, Sex::Total, AgeGroup::Adults)?;
    let (_, female) = table.exact(indicator, year, Sex::Female, AgeGroup::Total)?;
    let (_, male) = table.exact(indicator, year, Sex::Male, AgeGroup::Total)?;
    ((children, adults) == (female, male)).then(|| KnownError {
        rule: Rule::AgeRepeatsSex,
        indicator,
        year,
        found: children,
        against: adults,
        lines: vec![c_line, a_line],
        measures: whole(indicator),
    })
}

/// The figure that a reader sees beside rows of this indicator.
fn whole(indicator: Indicator) -> Vec<Measure> {
    vec![match indicator {
        Indicator::Victims => Measure::Children,
        Indicator::Offences => Measure::Offences,
        Indicator::Suspects => Measure::Suspects,
        Indicator::Prosecuted => Measure::Prosecuted,
        Indicator::Convicted => Measure::Convicted,
    }]
}

fn forms_measures(indicator: Indicator) -> Vec<Measure> {
    match indicator {
        Indicator::Victims => vec![Measure::Sexual, Measure::ForcedLabour, Measure::OtherForms],
        other => whole(other),
    }
}

/// A victim may be exploited in two ways, so only a sum more than one in twenty above is an error.
fn forms_exceed(table: &Table<'_>, indicator: Indicator, year: u16) -> Option<KnownError> {
    let forms = table.forms(indicator, year, AgeGroup::Total)?;
    let (_, total) = table.exact(indicator, year, Sex::Total, AgeGroup::Total)?;
    let sum: u32 = forms.iter().map(|(_, n)| n).sum();
    (sum > total && (sum - total) * 20 > total).then(|| KnownError {
        rule: Rule::FormsExceedTotal,
        indicator,
        year,
        found: sum,
        against: total,
        lines: forms.iter().map(|(line, _)| *line).collect(),
        measures: forms_measures(indicator),
    })
}

/// The victims' table has each form by age: their sums are what the convicted persons' rows repeat.
fn forms_repeat_victims(table: &Table<'_>, year: u16) -> Option<KnownError> {
    let convicted = table.forms(Indicator::Convicted, year, AgeGroup::Total)?;
    let children = table.forms(Indicator::Victims, year, AgeGroup::Children)?;
    let adults = table.forms(Indicator::Victims, year, AgeGroup::Adults)?;
    let same = convicted
        .iter()
        .zip(children.iter().zip(&adults))
        .all(|((_, n), ((_, c), (_, a)))| *n == c + a);
    let sum: u32 = convicted.iter().map(|(_, n)| n).sum();
    same.then(|| KnownError {
        rule: Rule::FormsRepeatVictims,
        indicator: Indicator::Convicted,
        year,
        found: sum,
        against: sum,
        lines: convicted.iter().map(|(line, _)| *line).collect(),
        measures: vec![Measure::Convicted],
    })
}

fn repeats_year_before(table: &Table<'_>, indicator: Indicator, year: u16) -> Option<KnownError> {
    let now = table.forms(indicator, year, AgeGroup::Total)?;
    let before = table.forms(indicator, year.checked_sub(1)?, AgeGroup::Total)?;
    let same = now.iter().zip(&before).all(|((_, a), (_, b))| a == b);
    let sum: u32 = now.iter().map(|(_, n)| n).sum();
    same.then(|| KnownError {
        rule: Rule::RepeatsYearBefore,
        indicator,
        year,
        found: sum,
        against: sum,
        lines: now.iter().chain(&before).map(|(line, _)| *line).collect(),
        measures: forms_measures(indicator),
    })
}

fn suspects_equal_prosecuted(table: &Table<'_>, year: u16) -> Option<KnownError> {
    let (s_line, suspects) = table.exact(Indicator::Suspects, year, Sex::Total, AgeGroup::Total)?;
    let (p_line, prosecuted) =
        table.exact(Indicator::Prosecuted, year, Sex::Total, AgeGroup::Total)?;
    (suspects == prosecuted).then(|| KnownError {
        rule: Rule::SuspectsEqualProsecuted,
        indicator: Indicator::Suspects,
        year,
        found: suspects,
        against: prosecuted,
        lines: vec![s_line, p_line],
        measures: vec![Measure::Suspects],
    })
}
