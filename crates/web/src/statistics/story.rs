//! The parts of the page: its finding, four numbers, and a story for each chart.

use super::chart::{ChartId, dashed, draw, finding, tenths};
use crate::charts::Size;
use punte_app::statistics::{Dataset, KnownError, Measure, Published, Year};
use punte_words::{T, Words};

/// A number with the year before.
#[derive(Clone, Debug)]
pub struct Key {
    /// The number, formatted.
    pub value: String,
    /// What it counts, and when.
    pub label: String,
    /// The same a year before, as a sentence; empty when there is none.
    pub before: String,
    /// Where it comes from.
    pub source: String,
}

/// A chart with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Story {
    /// Name in addresses and ids.
    pub code: &'static str,
    /// The finding.
    pub title: String,
    /// What is counted.
    pub what: String,
    /// The chart for wide screens, as SVG.
    pub wide: String,
    /// The chart for narrow screens, as SVG.
    pub narrow: String,
    /// Headings of the table, after the year.
    pub heads: Vec<String>,
    /// Its rows, newest first.
    pub rows: Vec<TableRow>,
    /// What is wrong in the source.
    pub notes: Vec<Note>,
    /// What others published.
    pub beside: Vec<Beside>,
    /// Source, edition, licence.
    pub source: String,
}

/// A year in a table.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// The year.
    pub year: u16,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// A figure in a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The figure, or a dash.
    pub text: String,
    /// Number of the note about it, from 1.
    pub note: Option<usize>,
}

/// A known error of the source.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its number on this chart, from 1.
    pub number: usize,
    /// What is wrong, and in which rows.
    pub text: String,
}

/// Another published value.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The year.
    pub year: String,
    /// The value.
    pub value: String,
    /// What the source says about it.
    pub detail: String,
    /// Who published it.
    pub source: String,
}

/// The finding of the whole page.
pub(super) fn hero(dataset: &Dataset, t: T) -> String {
    let sentence = || {
        let year = ChartId::Age.last(dataset)?;
        let children = t.number(year.get(Measure::Children)?);
        let victims = year.get(Measure::Victims)?;
        let in_year = year.year.to_string();
        let args = [("children", children.as_str()), ("year", in_year.as_str())];
        Some(Words::count_with(t.lang, "stats-hero", victims, &args))
    };
    sentence().unwrap_or_else(|| t.get("stats-title"))
}

/// Victims, children, children among the sexually exploited, convictions.
pub(super) fn keys(dataset: &Dataset, t: T) -> Vec<Key> {
    let counted = |measure| count_key(dataset, measure, t);
    let found = [
        newest_victims(dataset, t),
        counted(Measure::Children),
        share_key(dataset, t),
        counted(Measure::Convicted),
    ];
    found.into_iter().flatten().collect()
}

/// The newest total published by anybody, beside the official series' last year.
fn newest_victims(dataset: &Dataset, t: T) -> Option<Key> {
    let official = dataset.series.last(Measure::Victims)?;
    let newest = dataset
        .newest_published()
        .filter(|p| p.year > Some(official.year));
    let Some(published) = newest else {
        return count_key(dataset, Measure::Victims, t);
    };
    let count = t.number(official.get(Measure::Victims)?);
    Some(Key {
        value: t.number(published.value),
        label: t.with("stats-key-victims", "year", &published.years),
        before: t.with2("stats-key-before", "year", official.year, "value", count),
        source: published.source.clone(),
    })
}

fn count_key(dataset: &Dataset, measure: Measure, t: T) -> Option<Key> {
    let year = dataset.series.last(measure)?;
    let before = year
        .year
        .checked_sub(1)
        .and_then(|y| dataset.series.year(y)?.get(measure));
    let label = Words::get(
        t.lang,
        &format!("stats-key-{}", measure.code()),
        &[("year", &year.year.to_string())],
    );
    Some(Key {
        value: t.number(year.get(measure)?),
        label,
        before: before_text(t, year, before.map(|n| t.number(n))),
        source: short_source(dataset, t),
    })
}

fn share_key(dataset: &Dataset, t: T) -> Option<Key> {
    let year = dataset
        .series
        .years
        .iter()
        .rev()
        .find(|y| y.child_share_of_sexual().is_some())?;
    let before = year
        .year
        .checked_sub(1)
        .and_then(|y| dataset.series.year(y)?.child_share_of_sexual());
    Some(Key {
        value: tenths(t, year.child_share_of_sexual()?),
        label: t.with("stats-key-sexual-children", "year", year.year),
        before: before_text(t, year, before.map(|s| tenths(t, s))),
        source: short_source(dataset, t),
    })
}

fn before_text(t: T, year: &Year, value: Option<String>) -> String {
    value.map_or_else(String::new, |value| {
        t.with2(
            "stats-key-before",
            "year",
            year.year.saturating_sub(1),
            "value",
            value,
        )
    })
}

fn short_source(dataset: &Dataset, t: T) -> String {
    format!(
        "{}, {}",
        dataset.source.publisher,
        t.iso_date(&dataset.source.edition)
    )
}

/// A chart's story.
pub(super) fn story(dataset: &Dataset, chart: ChartId, t: T) -> Story {
    let errors: Vec<&KnownError> = dataset.errors_of(chart.measures()).collect();
    let notes = errors
        .iter()
        .enumerate()
        .map(|(i, e)| note(i + 1, e, t))
        .collect();
    let heads = chart
        .measures()
        .iter()
        .map(|m| t.of("measure", dashed(m.code())))
        .collect();
    let rows = chart.years(dataset).into_iter().rev();
    Story {
        code: chart.code(),
        title: finding(dataset, chart, t),
        what: t.of("stats-what", chart.code()),
        wide: draw(dataset, chart, t, Size::Wide),
        narrow: draw(dataset, chart, t, Size::Narrow),
        heads,
        rows: rows
            .map(|year| table_row(year, chart, &errors, t))
            .collect(),
        notes,
        beside: if chart == ChartId::Victims {
            beside(dataset, t)
        } else {
            Vec::new()
        },
        source: source(dataset, t),
    }
}

fn table_row(year: &Year, chart: ChartId, errors: &[&KnownError], t: T) -> TableRow {
    let cell = |measure: &Measure| Cell {
        text: year
            .get(*measure)
            .map_or_else(|| "–".to_owned(), |n| t.number(n)),
        note: errors
            .iter()
            .position(|e| e.year == year.year && e.touches(&[*measure]))
            .map(|place| place + 1),
    };
    TableRow {
        year: year.year,
        cells: chart.measures().iter().map(cell).collect(),
    }
}

fn note(number: usize, error: &KnownError, t: T) -> Note {
    let lines: Vec<String> = error.lines.iter().map(ToString::to_string).collect();
    let (year, found, against) = (
        error.year.to_string(),
        t.number(error.found),
        t.number(error.against),
    );
    let args = [
        ("year", year.as_str()),
        ("found", found.as_str()),
        ("against", against.as_str()),
    ];
    let what = Words::get(t.lang, &format!("known-error-{}", error.rule.code()), &args);
    let rows = t.with("known-error-rows", "lines", lines.join(", "));
    Note {
        number,
        text: format!("{what} {rows}"),
    }
}

fn beside(dataset: &Dataset, t: T) -> Vec<Beside> {
    let totals = dataset.published.iter().filter(|p| p.is_national_total());
    let mut found: Vec<&Published> = totals.collect();
    found.sort_by_key(|p| std::cmp::Reverse(p.year));
    found
        .into_iter()
        .filter(|p| !p.breakdown.contains("EU27") && !p.measure.contains("EU27"))
        .map(|p| Beside {
            year: p.years.clone(),
            value: t.number(p.value),
            detail: p.breakdown.clone(),
            source: p.source.clone(),
        })
        .collect()
}

fn source(dataset: &Dataset, t: T) -> String {
    let source = &dataset.source;
    let edition = t.iso_date(&source.edition);
    t.args(
        "stats-source",
        &[
            ("publisher", &source.publisher),
            ("title", &source.title),
            ("edition", &edition),
            ("licence", &source.licence),
        ],
    )
}
