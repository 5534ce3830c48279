//! Which charts there are, what they draw and what they find.

use crate::charts::{self, Bar, Caption, Ink, Point, Series, Size};
use punte_app::statistics::{Dataset, Measure, Year};
use punte_words::{Decimal, T};

/// A chart of the public page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartId {
    /// Victims by year, with other published totals.
    Victims,
    /// Children and adults.
    Age,
    /// Female and male.
    Sex,
    /// Forms of exploitation.
    Forms,
    /// Offences, suspects, prosecuted, convicted.
    Justice,
}

impl ChartId {
    /// Every chart, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Victims,
        Self::Age,
        Self::Sex,
        Self::Forms,
        Self::Justice,
    ];

    /// Name in addresses (`/statistics/age.csv`) and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Victims => "victims",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::Forms => "forms",
            Self::Justice => "justice",
        }
    }

    /// The chart of a name in an address.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// What it draws, in the order of its table.
    pub const fn measures(self) -> &'static [Measure] {
        match self {
            Self::Victims => &[Measure::Victims],
            Self::Age => &[Measure::Children, Measure::Adults],
            Self::Sex => &[Measure::Female, Measure::Male],
            Self::Forms => &[Measure::Sexual, Measure::ForcedLabour, Measure::OtherForms],
            Self::Justice => &[
                Measure::Offences,
                Measure::Suspects,
                Measure::Prosecuted,
                Measure::Convicted,
            ],
        }
    }

    /// The years that have any of its figures.
    pub(super) fn years(self, dataset: &Dataset) -> Vec<&Year> {
        let has = |y: &&Year| self.measures().iter().any(|m| y.get(*m).is_some());
        dataset.series.years.iter().filter(has).collect()
    }

    /// The last year that has every figure of the chart.
    pub(super) fn last(self, dataset: &Dataset) -> Option<&Year> {
        let whole = |y: &&Year| self.measures().iter().all(|m| y.get(*m).is_some());
        dataset.series.years.iter().rev().find(whole)
    }
}

const INKS: [Ink; 3] = [Ink::Petrol, Ink::Pale, Ink::Middle];

/// A share in tenths of a percent, as text.
pub(super) fn tenths(t: T, share: u32) -> String {
    t.percent(&Decimal::new(i64::from(share), 1))
}

/// The sentence that a chart shows to be so.
pub(super) fn finding(dataset: &Dataset, chart: ChartId, t: T) -> String {
    sentence(dataset, chart, t).unwrap_or_else(|| t.of("stats-what", chart.code()))
}

fn sentence(dataset: &Dataset, chart: ChartId, t: T) -> Option<String> {
    let last = chart.last(dataset)?;
    let year = last.year.to_string();
    Some(match chart {
        ChartId::Victims => {
            let (first_year, first) = dataset.series.of(Measure::Victims).next()?;
            let now = last.get(Measure::Victims)?;
            let trend = match now.cmp(&first) {
                std::cmp::Ordering::Less => "down",
                std::cmp::Ordering::Equal => "same",
                std::cmp::Ordering::Greater => "up",
            };
            let (first_year, first, now) = (first_year.to_string(), t.number(first), t.number(now));
            t.args(
                "stats-find-victims",
                &[
                    ("trend", trend),
                    ("from", &first),
                    ("since", &first_year),
                    ("to", &now),
                    ("year", &year),
                ],
            )
        }
        ChartId::Age => {
            let first = dataset
                .series
                .years
                .iter()
                .find(|y| y.child_share().is_some())?;
            let (since, from) = (first.year.to_string(), tenths(t, first.child_share()?));
            let to = tenths(t, last.child_share()?);
            t.args(
                "stats-find-age",
                &[
                    ("from", &from),
                    ("since", &since),
                    ("to", &to),
                    ("year", &year),
                ],
            )
        }
        ChartId::Sex => part_of_victims(last, Measure::Female, t, "stats-find-sex")?,
        ChartId::Forms => part_of_victims(last, Measure::Sexual, t, "stats-find-forms")?,
        ChartId::Justice => {
            let prosecuted = t.number(last.get(Measure::Prosecuted)?);
            let convicted = t.number(last.get(Measure::Convicted)?);
            let offences = last.get(Measure::Offences)?;
            punte_words::Words::count_with(
                t.lang,
                "stats-find-justice",
                offences,
                &[
                    ("prosecuted", &prosecuted),
                    ("convicted", &convicted),
                    ("year", &year),
                ],
            )
        }
    })
}

fn part_of_victims(year: &Year, part: Measure, t: T, key: &str) -> Option<String> {
    let part = t.number(year.get(part)?);
    let all = year.get(Measure::Victims)?;
    let year = year.year.to_string();
    Some(punte_words::Words::count_with(
        t.lang,
        key,
        all,
        &[("part", &part), ("year", &year)],
    ))
}

/// Draws a chart.
pub(super) fn draw(dataset: &Dataset, chart: ChartId, t: T, size: Size) -> String {
    let caption = Caption {
        id: format!("chart-{}", chart.code()),
        title: finding(dataset, chart, t),
        description: t.of("stats-alt", chart.code()),
        lang: t.lang,
    };
    match chart {
        ChartId::Victims => victims(dataset, &caption, t, size),
        ChartId::Justice => justice(dataset, &caption, t, size),
        ChartId::Age | ChartId::Sex | ChartId::Forms => {
            let years = chart.years(dataset);
            let labels: Vec<String> = years.iter().map(|y| y.year.to_string()).collect();
            let parts: Vec<Series> = chart
                .measures()
                .iter()
                .zip(INKS)
                .map(|(measure, ink)| Series {
                    name: t.of("measure-short", dashed(measure.code())),
                    points: years.iter().map(|y| y.get(*measure).into()).collect(),
                    ink,
                })
                .collect();
            charts::stacked(&caption, &labels, &parts, size)
        }
    }
}

/// Message keys have hyphens where codes have underscores.
pub(super) fn dashed(code: &str) -> String {
    code.replace('_', "-")
}

/// The official series, and other published totals where they differ from it.
fn victims(dataset: &Dataset, caption: &Caption, t: T, size: Size) -> String {
    let official: Vec<(u16, u32)> = dataset.series.of(Measure::Victims).collect();
    let Some(&(first, _)) = official.first() else {
        return charts::line(caption, &[], &[], size);
    };
    let last = official
        .last()
        .map(|(y, _)| *y)
        .max(dataset.newest_published().and_then(|p| p.year));
    let years: Vec<u16> = (first..=last.unwrap_or(first)).collect();
    let labels: Vec<String> = years.iter().map(ToString::to_string).collect();
    let value = |year: u16| official.iter().find(|(y, _)| *y == year).map(|(_, n)| *n);
    let other = |year: u16| {
        dataset
            .published_beside(year)
            .map(|p| p.value)
            .find(|n| Some(*n) != value(year))
    };
    let series = |name: String, ink, of: &dyn Fn(u16) -> Option<u32>| Series {
        name,
        points: years.iter().map(|y| Point::from(of(*y))).collect(),
        ink,
    };
    let both = [
        series(dataset.source.publisher.clone(), Ink::Petrol, &value),
        series(t.get("stats-other-sources"), Ink::Grey, &other),
    ];
    charts::line(caption, &labels, &both, size)
}

fn justice(dataset: &Dataset, caption: &Caption, t: T, size: Size) -> String {
    let last = ChartId::Justice.last(dataset);
    let inks = [Ink::Pale, Ink::Middle, Ink::Petrol, Ink::Deep];
    let rows: Vec<Bar> = ChartId::Justice
        .measures()
        .iter()
        .zip(inks)
        .map(|(measure, ink)| Bar {
            label: t.of("measure", dashed(measure.code())),
            point: last.and_then(|y| y.get(*measure)).into(),
            ink,
        })
        .collect();
    charts::bars(caption, &rows, size)
}
