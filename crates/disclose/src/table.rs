//! A table of categories: named columns, one value or none in each cell.
//!
//! Held as one 16-bit code a cell, so 1 million rows of 27 columns take 54 MB; the distinct values are held once.

mod error;
mod read;

use std::io::Write;

pub use error::ReadError;

/// Most columns a table may have. The combinations of more than this many cannot be counted in any useful time.
pub const MAX_COLUMNS: usize = 1_000;
/// Most distinct values in one column. A column with more is an identifier or a free text, not a category.
pub const MAX_VALUES: usize = 65_000;
/// Most rows.
pub const MAX_ROWS: usize = u32::MAX as usize;

/// The code of an empty cell.
pub const EMPTY: u16 = 0;

/// One column: its name, its distinct values in byte order, and a code for every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    name: String,
    values: Vec<String>,
    codes: Vec<u16>,
}

impl Column {
    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Distinct values; the value of code `c` is `values()[c - 1]`.
    pub fn values(&self) -> &[String] {
        &self.values
    }
    /// One code a row; [`EMPTY`] where the cell is empty. Every code is at most `values().len()`.
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }
    /// The value behind a code, `None` for [`EMPTY`].
    pub fn value(&self, code: u16) -> Option<&str> {
        self.values
            .get(usize::from(code).checked_sub(1)?)
            .map(String::as_str)
    }
}

/// A table of categories. All columns have the same number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// Builds a table from parts.
    ///
    /// # Errors
    /// When columns differ in length, share a name, or hold a code without a value.
    pub fn new(parts: Vec<(String, Vec<String>, Vec<u16>)>) -> Result<Self, crate::Error> {
        let rows = parts.first().map_or(0, |part| part.2.len());
        let mut columns: Vec<Column> = Vec::with_capacity(parts.len());
        for (name, values, codes) in parts {
            if codes.len() != rows {
                return Err(crate::Error::Parameter(format!(
                    "column {name} has {} rows, the first has {rows}",
                    codes.len()
                )));
            }
            if codes.iter().any(|&code| usize::from(code) > values.len()) {
                return Err(crate::Error::Parameter(format!(
                    "column {name} holds a code without a value"
                )));
            }
            if columns.iter().any(|other| other.name == name) {
                return Err(crate::Error::Parameter(format!(
                    "two columns are named {name}"
                )));
            }
            columns.push(Column {
                name,
                values,
                codes,
            });
        }
        Ok(Self { columns, rows })
    }

    /// Writes the table as CSV with a header line, commas and `\n`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, output: impl Write) -> std::io::Result<()> {
        let output = std::io::BufWriter::with_capacity(1 << 16, output);
        // A reader that looks for the separator in the first line must not find one inside a name.
        let style = if self.columns.iter().any(|c| c.name().contains([';', '\t'])) {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        };
        let mut writer = csv::WriterBuilder::new()
            .quote_style(style)
            .from_writer(output);
        writer.write_record(self.columns.iter().map(Column::name))?;
        for row in 0..self.rows {
            writer.write_record(
                self.columns
                    .iter()
                    .map(|column| column.value(column.codes[row]).unwrap_or("")),
            )?;
        }
        writer.flush()
    }

    /// The columns, in file order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// Filled cells in each row.
    pub fn fill(&self) -> Vec<u16> {
        let mut fill = vec![0_u16; self.rows];
        for column in &self.columns {
            for (total, &code) in fill.iter_mut().zip(&column.codes) {
                *total += u16::from(code != EMPTY);
            }
        }
        fill
    }
    /// The table of the given rows, in that order, with the same dictionaries. Rows past the end are left out.
    #[must_use]
    pub fn select(&self, rows: &[u32]) -> Self {
        let columns: Vec<Column> = self
            .columns
            .iter()
            .map(|column| Column {
                name: column.name.clone(),
                values: column.values.clone(),
                codes: rows
                    .iter()
                    .filter_map(|&row| column.codes.get(row as usize).copied())
                    .collect(),
            })
            .collect();
        let rows = columns.first().map_or(0, |column| column.codes.len());
        Self { columns, rows }
    }
}
