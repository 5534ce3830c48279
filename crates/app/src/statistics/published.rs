//! What others published for the same years. A figure without definition, source and date is no figure.

use super::glotip::{RowError, RowFault, columns, line_of, year_of};
use serde::{Deserialize, Serialize};

/// The part of a year that a figure covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// The whole year.
    Full,
    /// January to June.
    FirstHalf,
    /// Several years together.
    Cumulative,
}

/// How far the figure was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Read in the publication named.
    Verified,
    /// Anything else, as the file says it.
    Other(String),
}

/// A published figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Line in the file, from 1.
    pub line: u32,
    /// The year; `None` for several years together.
    pub year: Option<u16>,
    /// The year or years as written.
    pub years: String,
    /// The part of it.
    pub period: Period,
    /// What is counted, in the source's words.
    pub measure: String,
    /// The figure.
    pub value: u32,
    /// How it is broken down, in the source's words.
    pub breakdown: String,
    /// Who published it, and where it was read.
    pub source: String,
    /// How far it was checked.
    pub evidence: Evidence,
}

impl Published {
    /// Whether it is a country's number of victims over a whole year. Prosecution's own count (DIICOT) is
    /// another measure.
    pub fn is_national_total(&self) -> bool {
        self.period == Period::Full
            && matches!(
                self.measure.as_str(),
                "victims identified" | "registered victims"
            )
    }
}

const COLUMNS: [&str; 7] = [
    "year",
    "period",
    "measure",
    "value",
    "breakdown",
    "source",
    "evidence",
];

/// Reads the table. Gives every row that is not understood.
pub(super) fn read(text: &str) -> Result<Vec<Published>, Vec<RowError>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let places = columns(&mut reader, &COLUMNS).map_err(|e| vec![e])?;
    let mut rows = Vec::new();
    let mut refused = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let line = line_of(index);
        let parsed = row
            .map_err(|e| RowFault::NotARow(e.to_string()))
            .and_then(|row| figure(line, &places.map(|i| row.get(i).unwrap_or_default())));
        match parsed {
            Ok(row) => rows.push(row),
            Err(fault) => refused.push(RowError { line, fault }),
        }
    }
    if refused.is_empty() {
        Ok(rows)
    } else {
        Err(refused)
    }
}

fn figure(line: u32, cells: &[&str; 7]) -> Result<Published, RowFault> {
    let [years, period, measure, value, breakdown, source, evidence] = *cells;
    let bad = |column: &str, cell: &str| RowFault::Cell {
        column: column.into(),
        cell: cell.into(),
    };
    let period = match period {
        "full" => Period::Full,
        "H1" => Period::FirstHalf,
        "cumulative" => Period::Cumulative,
        other => return Err(bad("period", other)),
    };
    let year = match period {
        Period::Cumulative => None,
        _ => Some(year_of(years).ok_or_else(|| bad("year", years))?),
    };
    if source.trim().is_empty() {
        return Err(bad("source", source));
    }
    Ok(Published {
        line,
        year,
        years: years.to_owned(),
        period,
        measure: measure.to_owned(),
        value: value.parse().map_err(|_| bad("value", value))?,
        breakdown: breakdown.to_owned(),
        source: source.to_owned(),
        evidence: match evidence {
            "verified" => Evidence::Verified,
            other => Evidence::Other(other.to_owned()),
        },
    })
}
