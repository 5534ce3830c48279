//! Reads CSV into codes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{BufRead, BufReader, Read};

use super::{Column, EMPTY, MAX_COLUMNS, MAX_ROWS, MAX_VALUES, ReadError, Table};

impl Table {
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
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(guard);
        let mut record = csv::ByteRecord::new();
        let mut last = csv::ByteRecord::new();
        if !read_record(&mut reader, &mut record)?
            || record.len() <= 1 && record.iter().all(|cell| trim(cell).is_empty())
        {
            return Err(ReadError::Empty);
        }
        let mut builders = header(&record)?;
        let mut rows = 0_usize;
        while read_record(&mut reader, &mut record)? {
            let row = rows as u64 + 2;
            if record.len() != builders.len() {
                reader.get_ref().refuse_open(&record, row)?;
                let (found, expected) = (record.len(), builders.len());
                return Err(ReadError::Ragged {
                    row,
                    column: found.min(expected) + 1,
                    found,
                    expected,
                });
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
        Ok(Self {
            columns: builders.into_iter().map(Builder::finish).collect(),
            rows,
        })
    }
}

/// Without blanks and byte-order marks around it: where files were put together, the mark of the second stands before a cell.
fn trim(mut cell: &[u8]) -> &[u8] {
    loop {
        let trimmed = cell.trim_ascii();
        match trimmed.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
            Some(rest) => cell = rest,
            None => return trimmed,
        }
    }
}

fn separator(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut seen = [0_usize; 3];
    // Blank lines before the header are no header.
    let blank = |byte: &&u8| matches!(byte, b'\n' | b'\r');
    for &byte in start.iter().skip_while(blank) {
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
        let quotes = into
            .iter()
            .take(length)
            .filter(|&&byte| byte == b'"')
            .count();
        self.odd ^= quotes % 2 == 1;
        Ok(length)
    }
}

impl<R> QuoteGuard<R> {
    /// An open quote swallows the lines after it into the record's last cell.
    fn refuse_open(&self, record: &csv::ByteRecord, row: u64) -> Result<(), ReadError> {
        let swallowed = record
            .iter()
            .next_back()
            .is_some_and(|cell| cell.contains(&b'\n'));
        if self.odd && swallowed {
            return Err(ReadError::OpenQuote {
                row,
                column: record.len(),
            });
        }
        Ok(())
    }
}

fn read_record<R: Read>(
    reader: &mut csv::Reader<R>,
    record: &mut csv::ByteRecord,
) -> Result<bool, ReadError> {
    // The reader is flexible and reads bytes, so the only error left is that of the file below it.
    reader
        .read_byte_record(record)
        .map_err(|error| ReadError::Io(std::io::Error::other(error.to_string())))
}

fn header(record: &csv::ByteRecord) -> Result<Vec<Builder>, ReadError> {
    if record.len() > MAX_COLUMNS {
        return Err(ReadError::TooManyColumns {
            found: record.len(),
        });
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for (index, cell) in record.iter().enumerate() {
        let name = text(trim(cell), 1, index + 1, "")?;
        if name.is_empty() {
            return Err(ReadError::Unnamed { column: index + 1 });
        }
        if let Some(first) = names.iter().position(|other| other == name) {
            return Err(ReadError::Duplicate {
                first: first + 1,
                second: index + 1,
                name: name.to_owned(),
            });
        }
        names.push(name.to_owned());
    }
    Ok(names.into_iter().map(Builder::new).collect())
}

fn text<'a>(cell: &'a [u8], row: u64, column: usize, name: &str) -> Result<&'a str, ReadError> {
    let text = std::str::from_utf8(cell).map_err(|error| ReadError::NotUtf8 {
        row,
        column,
        name: name.to_owned(),
        byte: error.valid_up_to() + 1,
    })?;
    match text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        Some(c) => Err(ReadError::Control {
            row,
            column,
            name: name.to_owned(),
            code: c as u32,
        }),
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
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517C_C1B7_2722_0A95);
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
        Self {
            name,
            codes: Vec::new(),
            values: Vec::new(),
            known: HashMap::default(),
            last: Vec::new(),
            last_code: EMPTY,
        }
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
                return Err(ReadError::TooManyValues {
                    row,
                    column,
                    name: self.name.clone(),
                });
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
        Column {
            name: self.name,
            values,
            codes,
        }
    }
}
