//! What can be wrong with a file, and where.

use super::{MAX_COLUMNS, MAX_ROWS, MAX_VALUES};

/// Why a file is not a table. Rows count from 1 at the header line, as a spreadsheet shows them.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The underlying reader failed.
    #[error("the file could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// No header line.
    #[error("the file is empty: row 1 should hold the column names")]
    Empty,
    /// A header but no row.
    #[error("the file has column names in row 1 and no rows below them")]
    NoRows,
    /// A byte order mark of UTF-16 or UTF-32.
    #[error("row 1, column 1: the file is in UTF-16 or UTF-32; save it as UTF-8")]
    Utf16,
    /// A cell that is not UTF-8.
    #[error("row {row}, column {column}{name}: the text is not UTF-8 (byte {byte} of the cell)", name = named(.name))]
    NotUtf8 {
        /// Row, from 1 at the header.
        row: u64,
        /// Column, from 1.
        column: usize,
        /// Its name, when known.
        name: String,
        /// First byte that does not fit, from 1.
        byte: usize,
    },
    /// A NUL or another control character in a cell.
    #[error("row {row}, column {column}{name}: the cell holds a control character (code {code})", name = named(.name))]
    Control {
        /// Row, from 1 at the header.
        row: u64,
        /// Column, from 1.
        column: usize,
        /// Its name, when known.
        name: String,
        /// The character's code.
        code: u32,
    },
    /// A column without a name.
    #[error("row 1, column {column}: the column has no name")]
    Unnamed {
        /// Column, from 1.
        column: usize,
    },
    /// Two columns of one name.
    #[error("row 1, column {second}: the name \"{name}\" is already that of column {first}")]
    Duplicate {
        /// The first column of the name, from 1.
        first: usize,
        /// The second one.
        second: usize,
        /// The name.
        name: String,
    },
    /// A row with more or fewer cells than the header.
    #[error(
        "row {row}, column {column}: the row has {found} cells where the header has {expected}"
    )]
    Ragged {
        /// Row, from 1 at the header.
        row: u64,
        /// The first column that is missing or too many, from 1.
        column: usize,
        /// Cells in this row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A quote that is never closed, found when the file ended inside it.
    #[error("row {row}, column {column}: a quotation mark is opened and never closed")]
    OpenQuote {
        /// Row in which the quote opens.
        row: u64,
        /// Column in which it opens.
        column: usize,
    },
    /// More than [`MAX_COLUMNS`].
    #[error("row 1, column {}: the table has {found} columns; at most {MAX_COLUMNS} can be combined", MAX_COLUMNS + 1)]
    TooManyColumns {
        /// Columns in the header.
        found: usize,
    },
    /// More than [`MAX_VALUES`] distinct values in a column.
    #[error(
        "row {row}, column {column} (\"{name}\"): more than {MAX_VALUES} different values so far; \
         an identifier or a free text is not a category, drop or group it"
    )]
    TooManyValues {
        /// Row of the first value too many.
        row: u64,
        /// Column, from 1.
        column: usize,
        /// Its name.
        name: String,
    },
    /// More than [`MAX_ROWS`].
    #[error("row {row}, column 1: more rows than {MAX_ROWS} cannot be held")]
    TooManyRows {
        /// The row too many.
        row: u64,
    },
}

fn named(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!(" (\"{name}\")")
    }
}
