//! Official statistics: open reference data, imported whole or not at all, with what is wrong in them said.
//!
//! [`prepare`] reads the files and gives a [`Dataset`] with its [`Report`], or the rows that it refuses.
//! Nothing is stored here: a dry run is `prepare` without keeping the result. No figure is repaired; a
//! source's error is shown beside the figure ([`KnownError`]).

mod glotip;
mod known_errors;
mod published;
mod series;
pub mod store;

pub use glotip::{AgeGroup, Indicator, Record, RowError, RowFault, Sex, Value};
pub use known_errors::{KnownError, Rule};
pub use published::{Evidence, Period, Published};
pub use series::{Measure, Series, Year, share_percent};

use serde::{Deserialize, Serialize};

/// Where a file comes from; every figure carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Title of the publication.
    pub title: String,
    /// Its edition, as a date (`2025-04-14`).
    pub edition: String,
    /// Terms of reuse.
    pub licence: String,
}

impl Source {
    /// UNODC's Global Report on Trafficking in Persons data, the edition kept in `data/glotip`.
    pub fn glotip() -> Self {
        Self {
            publisher: "UNODC".into(),
            title: "Global Report on Trafficking in Persons (GLOTIP) data".into(),
            edition: "2025-04-14".into(),
            licence: "UNODC, reuse with attribution".into(),
        }
    }
}

/// The official series of one country with what is known about their errors and other published values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Version of this shape, for stored copies.
    pub shape: u16,
    /// ISO 3166-1 alpha-3 code of the country.
    pub country: String,
    /// Source of the series.
    pub source: Source,
    /// The series by year.
    pub series: Series,
    /// Errors found in the source, by rule.
    pub known_errors: Vec<KnownError>,
    /// What others published for the same years.
    pub published: Vec<Published>,
}

/// What an import read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows of the official series.
    pub series_rows: usize,
    /// Of these, rows whose value the source hides ("<5").
    pub hidden_values: usize,
    /// Rows of other published values.
    pub published_rows: usize,
    /// First and last year.
    pub years: Option<(u16, u16)>,
    /// Errors found in the source, with their rows.
    pub known_errors: Vec<KnownError>,
}

/// An import that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What to keep.
    pub dataset: Dataset,
    /// What was read.
    pub report: Report,
}

/// An import of which nothing may be kept: every row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} rows were refused, so nothing is imported", .refused.len())]
pub struct Refused {
    /// The rows, in file order.
    pub refused: Vec<RowError>,
}

/// A stored data set could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// Not CBOR of a data set.
    #[error("the stored statistics cannot be read: {0}")]
    NotReadable(String),
    /// Written by a version of Punte with another shape.
    #[error("the stored statistics have shape {0}, this version reads {shape}", shape = Dataset::SHAPE)]
    OtherShape(u16),
}

/// Reads the official series (`glotip_csv`) and other published values (`published_csv`). All rows are
/// taken or none: one row that is not understood refuses the whole import.
pub fn prepare(
    glotip_csv: &str,
    published_csv: &str,
    country: &str,
    source: Source,
) -> Result<Prepared, Refused> {
    let (records, published) = match (
        glotip::read(glotip_csv, country),
        published::read(published_csv),
    ) {
        (Ok(records), Ok(published)) => (records, published),
        (a, b) => {
            let refused = [a.err(), b.err()].into_iter().flatten().flatten().collect();
            return Err(Refused { refused });
        }
    };
    let series = Series::from_records(&records);
    let known_errors = known_errors::find(&records);
    let report = Report {
        series_rows: records.len(),
        hidden_values: records
            .iter()
            .filter(|r| matches!(r.value, Value::Below(_)))
            .count(),
        published_rows: published.len(),
        years: series
            .years
            .first()
            .zip(series.years.last())
            .map(|(a, b)| (a.year, b.year)),
        known_errors: known_errors.clone(),
    };
    let dataset = Dataset {
        shape: Dataset::SHAPE,
        country: country.to_owned(),
        source,
        series,
        known_errors,
        published,
    };
    Ok(Prepared { dataset, report })
}

impl Dataset {
    /// Version of the stored shape.
    pub const SHAPE: u16 = 1;

    /// The figures that the repository carries (`data/`), of which a demonstration is born.
    pub fn romania() -> Result<Prepared, Refused> {
        prepare(
            include_str!("../../../../data/glotip/glotip_reported_by_romania.csv"),
            include_str!("../../../../data/stats/ro_trafficking_published_figures.csv"),
            "ROU",
            Source::glotip(),
        )
    }

    /// Bytes to store. The same data set always gives the same bytes, so that a hash names it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, StoredError> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes)
            .map_err(|e| StoredError::NotReadable(e.to_string()))?;
        Ok(bytes)
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoredError> {
        let dataset: Self =
            ciborium::from_reader(bytes).map_err(|e| StoredError::NotReadable(e.to_string()))?;
        if dataset.shape == Self::SHAPE {
            Ok(dataset)
        } else {
            Err(StoredError::OtherShape(dataset.shape))
        }
    }

    /// Other values published for the whole of a year as the number of victims of the country.
    pub fn published_beside(&self, year: u16) -> impl Iterator<Item = &Published> {
        self.published
            .iter()
            .filter(move |p| p.year == Some(year) && p.is_national_total())
    }

    /// The newest year's number of victims published anywhere, with its row: the official series stops
    /// earlier than other publications.
    pub fn newest_published(&self) -> Option<&Published> {
        let totals = self.published.iter().filter(|p| p.is_national_total());
        totals.max_by_key(|p| p.year)
    }

    /// Errors that touch a measure.
    pub fn errors_of(&self, measures: &[Measure]) -> impl Iterator<Item = &KnownError> {
        self.known_errors
            .iter()
            .filter(move |e| e.touches(measures))
    }
}

#[cfg(test)]
mod tests;
