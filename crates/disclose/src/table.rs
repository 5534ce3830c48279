//! A table of categories: named columns, one value or none in each cell.
//!
//! Held as one 16-bit code a cell, so 1 million rows of 27 columns take 54 MB; the distinct values are held once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{BufRead, BufReader, Read, Write};

/// Most columns a table may have. The combinations of more than this many cannot be counted in any useful time.
pub const MAX_COLUMNS: usize = 1_000;
/// Most distinct values in one column. A column with more is an identifier or a free text, not a category.
pub const MAX_VALUES: usize = 65_000;
/// Most rows.
pub const MAX_ROWS: usize = u32::MAX as usize;

/// The code of an empty cell.
pub const EMPTY: u16 = 0;

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
    #[error("row {row}, column {column}: the row has {found} cells where the header has {expected}")]
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
    if name.is_empty() { String::new() } else { format!(" (\"{name}\")") }
}

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
        self.values.get(usize::from(code).checked_sub(1)?).map(String::as_str)
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
                return Err(crate::Error::Parameter(format!("column {name} has {} rows, the first has {rows}", codes.len())));
            }
            if codes.iter().any(|&code| usize::from(code) > values.len()) {
                return Err(crate::Error::Parameter(format!("column {name} holds a code without a value")));
            }
            if columns.iter().any(|other| other.name == name) {
                return Err(crate::Error::Parameter(format!("two columns are named {name}")));
            }
            columns.push(Column { name, values, codes });
        }
        Ok(Self { columns, rows })
    }

    /// Reads CSV with a header line. The separator (comma, semicolon or tab) is told from the header.
    ///
    /// # Errors
    /// The first thing wrong, with its row and column.
    pub fn read(input: impl Read) -> Result<Self, ReadError> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let start = input.fill_buf()?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(ReadError::Utf16);
        }
        if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
            input.consume(3);
        }
        let separator = separator(input.fill_buf()?);
        let guard = QuoteGuard { input, odd: false };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(guard);
        let mut record = csv::ByteRecord::new();
        let mut last = csv::ByteRecord::new();
        if !read_record(&mut reader, &mut record)? || record.len() <= 1 && record.iter().all(|cell| trim(cell).is_empty()) {
            return Err(ReadError::Empty);
        }
        let mut builders = header(&record)?;
        let mut rows = 0_usize;
        while read_record(&mut reader, &mut record)? {
            let row = rows as u64 + 2;
            if record.len() != builders.len() {
                reader.get_ref().refuse_open(&record, row)?;
                let (found, expected) = (record.len(), builders.len());
                return Err(ReadError::Ragged { row, column: found.min(expected) + 1, found, expected });
            }
            if rows == MAX_ROWS {
                return Err(ReadError::TooManyRows { row });
            }
            for (column, (cell, builder)) in record.iter().zip(&mut builders).enumerate() {
                builder.push(cell, row, column + 1)?;
            }
            rows += 1;
            std::mem::swap(&mut record, &mut last);
        }
        reader.get_ref().refuse_open(&last, rows as u64 + 1)?;
        if rows == 0 {
            return Err(ReadError::NoRows);
        }
        Ok(Self { columns: builders.into_iter().map(Builder::finish).collect(), rows })
    }

    /// Writes the table as CSV with a header line, commas and `\n`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, output: impl Write) -> std::io::Result<()> {
        let mut writer = csv::WriterBuilder::new().from_writer(std::io::BufWriter::with_capacity(1 << 16, output));
        writer.write_record(self.columns.iter().map(Column::name))?;
        for row in 0..self.rows {
            writer.write_record(self.columns.iter().map(|column| column.value(column.codes[row]).unwrap_or("")))?;
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
                codes: rows.iter().filter_map(|&row| column.codes.get(row as usize).copied()).collect(),
            })
            .collect();
        let rows = columns.first().map_or(0, |column| column.codes.len());
        Self { columns, rows }
    }
}

fn trim(cell: &[u8]) -> &[u8] {
    cell.trim_ascii()
}

fn separator(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut seen = [0_usize; 3];
    for &byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            b',' if !quoted => seen[0] += 1,
            b';' if !quoted => seen[1] += 1,
            b'\t' if !quoted => seen[2] += 1,
            _ => {}
        }
    }
    if seen[1] > seen[0] && seen[1] >= seen[2] {
        b';'
    } else if seen[2] > seen[0] {
        b'\t'
    } else {
        b','
    }
}

/// Remembers whether an odd number of quotation marks went by.
struct QuoteGuard<R> {
    input: R,
    odd: bool,
}

impl<R: Read> Read for QuoteGuard<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.input.read(into)?;
        let quotes = into.iter().take(length).filter(|&&byte| byte == b'"').count();
        self.odd ^= quotes % 2 == 1;
        Ok(length)
    }
}

impl<R> QuoteGuard<R> {
    /// An open quote swallows the lines after it into the record's last cell.
    fn refuse_open(&self, record: &csv::ByteRecord, row: u64) -> Result<(), ReadError> {
        let swallowed = record.iter().next_back().is_some_and(|cell| cell.contains(&b'\n'));
        if self.odd && swallowed {
            return Err(ReadError::OpenQuote { row, column: record.len() });
        }
        Ok(())
    }
}

fn read_record<R: Read>(reader: &mut csv::Reader<R>, record: &mut csv::ByteRecord) -> Result<bool, ReadError> {
    // The reader is flexible and reads bytes, so the only error left is that of the file below it.
    reader.read_byte_record(record).map_err(|error| ReadError::Io(std::io::Error::other(error.to_string())))
}

fn header(record: &csv::ByteRecord) -> Result<Vec<Builder>, ReadError> {
    if record.len() > MAX_COLUMNS {
        return Err(ReadError::TooManyColumns { found: record.len() });
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for (index, cell) in record.iter().enumerate() {
        let name = text(trim(cell), 1, index + 1, "")?;
        if name.is_empty() {
            return Err(ReadError::Unnamed { column: index + 1 });
        }
        if let Some(first) = names.iter().position(|other| other == name) {
            return Err(ReadError::Duplicate { first: first + 1, second: index + 1, name: name.to_owned() });
        }
        names.push(name.to_owned());
    }
    Ok(names.into_iter().map(Builder::new).collect())
}

fn text<'a>(cell: &'a [u8], row: u64, column: usize, name: &str) -> Result<&'a str, ReadError> {
    let text = std::str::from_utf8(cell)
        .map_err(|error| ReadError::NotUtf8 { row, column, name: name.to_owned(), byte: error.valid_up_to() + 1 })?;
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(c) => Err(ReadError::Control { row, column, name: name.to_owned(), code: c as u32 }),
        None => Ok(text),
    }
}

/// Multiplicative hash for short keys that the reader itself chose to keep; at most [`MAX_VALUES`] live in a map.
#[derive(Default)]
struct ShortHash(u64);

impl Hasher for ShortHash {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0_u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }
}

struct Builder {
    name: String,
    codes: Vec<u16>,
    values: Vec<String>,
    known: HashMap<Vec<u8>, u16, BuildHasherDefault<ShortHash>>,
    last: Vec<u8>,
    last_code: u16,
}

impl Builder {
    fn new(name: String) -> Self {
        Self { name, codes: Vec::new(), values: Vec::new(), known: HashMap::default(), last: Vec::new(), last_code: EMPTY }
    }

    fn push(&mut self, cell: &[u8], row: u64, column: usize) -> Result<(), ReadError> {
        if cell.is_empty() {
            self.codes.push(EMPTY);
            return Ok(());
        }
        if cell != self.last.as_slice() {
            self.last_code = match self.known.get(cell) {
                Some(&code) => code,
                None => self.learn(cell, row, column)?,
            };
            self.last.clear();
            self.last.extend_from_slice(cell);
        }
        self.codes.push(self.last_code);
        Ok(())
    }

    fn learn(&mut self, cell: &[u8], row: u64, column: usize) -> Result<u16, ReadError> {
        let value = text(trim(cell), row, column, &self.name)?;
        let code = if value.is_empty() {
            EMPTY
        } else if let Some(&code) = self.known.get(value.as_bytes()) {
            code
        } else {
            if self.values.len() >= MAX_VALUES {
                return Err(ReadError::TooManyValues { row, column, name: self.name.clone() });
            }
            self.values.push(value.to_owned());
            let code = self.values.len() as u16;
            self.known.insert(value.as_bytes().to_vec(), code);
            code
        };
        self.known.insert(cell.to_vec(), code);
        Ok(code)
    }

    /// Renumbers the values in byte order, so that a code tells nothing about the order of the rows.
    fn finish(self) -> Column {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by(|&a, &b| self.values[a].cmp(&self.values[b]));
        let mut to = vec![EMPTY; self.values.len() + 1];
        for (new, &old) in order.iter().enumerate() {
            to[old + 1] = new as u16 + 1;
        }
        let mut codes = self.codes;
        codes.shrink_to_fit();
        for code in &mut codes {
            *code = to[usize::from(*code)];
        }
        let mut values = self.values;
        values.sort();
        Column { name: self.name, values, codes }
    }
}
