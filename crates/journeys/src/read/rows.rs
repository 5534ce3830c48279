//! Rows of a table in RFC 4180: one at a time, from a bounded buffer, never guessing.

use std::io::Read;
use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::foreign;
use crate::error::{JourneyError, Place, Problem, Result};

const CHUNK: usize = 1 << 18;

/// Reads rows. A cell may be quoted and then hold separators, line ends and doubled quotes; a quote inside an unquoted
/// cell is text. Wholly empty lines are passed over (and counted).
pub(super) struct Rows<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    delimiter: u8,
    row: u64,
    row_bytes: usize,
    read: u64,
    unquoted: Vec<u8>,
    cells: Vec<Range<usize>>,
}

/// The cells of one row.
pub(super) struct Row<'a> {
    text: &'a str,
    cells: &'a [Range<usize>],
    pub(super) number: u64,
}

impl<'a> Row<'a> {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }
    pub(super) fn cell(&self, index: usize) -> &'a str {
        self.cells
            .get(index)
            .and_then(|range| self.text.get(range.clone()))
            .unwrap_or_default()
    }
}

/// What one look at the buffer found.
enum Found {
    Plain(Range<usize>),
    Quoted,
    Nothing,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(source: R, row_bytes: usize) -> Self {
        Self {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            at_end: false,
            delimiter: b',',
            row: 0,
            row_bytes,
            read: 0,
            unquoted: Vec::new(),
            cells: Vec::new(),
        }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Looks at the beginning: refuses other kinds of files, drops a UTF-8 mark, and settles the separator: `given`, or
    /// whichever of comma, semicolon and tab the first line has most of.
    pub(super) fn open(&mut self, given: Option<u8>) -> Result<u8> {
        while !self.at_end && memchr(b'\n', self.rest()).is_none() {
            self.fill()?;
        }
        let head = self.rest();
        if let Some(problem) = foreign(head) {
            return Err(JourneyError::at(Place::File, problem));
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            self.start += 3;
        }
        let head = self.rest();
        let line = head
            .get(..memchr(b'\n', head).unwrap_or(head.len()))
            .unwrap_or_default();
        let count = |b: u8| memchr_iter(b, line).count();
        self.delimiter = given.unwrap_or_else(|| {
            [b',', b';', b'\t']
                .into_iter()
                .rev()
                .max_by_key(|&b| count(b))
                .unwrap_or(b',')
        });
        Ok(self.delimiter)
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads more behind what is not used yet.
    fn fill(&mut self) -> Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            if self.buffer.len() > self.row_bytes + CHUNK {
                let place = Place::Row(self.row + 1);
                return Err(JourneyError::at(place, too_long(self.row_bytes)));
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let Some(room) = self.buffer.get_mut(self.end..) else {
            return Ok(());
        };
        let got = loop {
            match self.source.read(room) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.at_end = got == 0;
        self.end += got;
        self.read += got as u64;
        Ok(())
    }

    /// The next row, or `None` at the end.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        self.cells.clear();
        let plain = loop {
            match self.look() {
                Found::Plain(line) => {
                    self.row += 1;
                    self.start = (line.end + 1).min(self.end);
                    let line = self.without_return(line);
                    if line.is_empty() {
                        continue;
                    }
                    break Some(line);
                }
                Found::Quoted => {
                    if self.quoted_row()? {
                        self.row += 1;
                        break None;
                    }
                }
                Found::Nothing if self.at_end => return Ok(None),
                Found::Nothing => {}
            }
            self.fill()?;
        };
        let bytes = match plain {
            Some(line) => {
                self.split_plain(line.clone());
                self.buffer.get(line).unwrap_or_default()
            }
            None => &self.unquoted,
        };
        if bytes.len() > self.row_bytes {
            return Err(JourneyError::at(
                Place::Row(self.row),
                too_long(self.row_bytes),
            ));
        }
        if let Some(position) = memchr(0, bytes) {
            return Err(self.in_cell(position, Problem::Nul));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(Row {
                text,
                cells: &self.cells,
                number: self.row,
            })),
            Err(e) => Err(self.in_cell(e.valid_up_to(), Problem::NotUtf8)),
        }
    }

    fn in_cell(&self, position: usize, problem: Problem) -> JourneyError {
        let column = self
            .cells
            .iter()
            .take_while(|cell| cell.end < position)
            .count() as u64
            + 1;
        JourneyError::at(Place::Cell(self.row, column, None), problem)
    }

    fn look(&self) -> Found {
        let rest = self.rest();
        let length = match memchr(b'\n', rest) {
            Some(length) => length,
            None if self.at_end && !rest.is_empty() => rest.len(),
            None => {
                return if memchr(b'"', rest).is_some() {
                    Found::Quoted
                } else {
                    Found::Nothing
                };
            }
        };
        let line = rest.get(..length).unwrap_or_default();
        if memchr(b'"', line).is_some() {
            Found::Quoted
        } else {
            Found::Plain(self.start..self.start + length)
        }
    }

    fn without_return(&self, line: Range<usize>) -> Range<usize> {
        match self.buffer.get(line.clone()) {
            Some([.., b'\r']) => line.start..line.end - 1,
            _ => line,
        }
    }

    fn split_plain(&mut self, line: Range<usize>) {
        let bytes = self.buffer.get(line).unwrap_or_default();
        let mut from = 0;
        for at in memchr_iter(self.delimiter, bytes) {
            self.cells.push(from..at);
            from = at + 1;
        }
        self.cells.push(from..bytes.len());
    }

    /// Takes a row with quotes apart; `false` when the buffer ends before the row does.
    fn quoted_row(&mut self) -> Result<bool> {
        self.cells.clear();
        self.unquoted.clear();
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        let mut at = 0;
        loop {
            let from = self.unquoted.len();
            let column = self.cells.len() as u64 + 1;
            let wrong = |problem| {
                Err(JourneyError::at(
                    Place::Cell(self.row + 1, column, None),
                    problem,
                ))
            };
            let quoted = rest.get(at) == Some(&b'"');
            if quoted {
                match unquote(rest, at + 1, &mut self.unquoted) {
                    Some(after) => at = after,
                    None if self.at_end || rest.len() > self.row_bytes => {
                        return wrong(Problem::OpenQuote);
                    }
                    None => return Ok(false),
                }
            }
            let tail = rest.get(at..).unwrap_or_default();
            let length = tail
                .iter()
                .position(|&b| b == self.delimiter || b == b'\n')
                .unwrap_or(tail.len());
            if length == tail.len() && !self.at_end {
                return Ok(false);
            }
            let ends_row = tail.get(length) != Some(&self.delimiter);
            let mut text = tail.get(..length).unwrap_or_default();
            if ends_row {
                text = text.strip_suffix(b"\r").unwrap_or(text);
            }
            if quoted && !text.is_empty() {
                return wrong(Problem::AfterQuote);
            }
            self.unquoted.extend_from_slice(text);
            self.cells.push(from..self.unquoted.len());
            at += length + 1;
            if ends_row {
                self.start = (self.start + at).min(self.end);
                return Ok(true);
            }
        }
    }
}

/// Copies a quoted cell that begins at `at` and answers the position after its closing quote.
fn unquote(bytes: &[u8], mut at: usize, out: &mut Vec<u8>) -> Option<usize> {
    loop {
        let tail = bytes.get(at..)?;
        let length = memchr(b'"', tail)?;
        out.extend_from_slice(tail.get(..length)?);
        at += length + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        out.push(b'"');
        at += 1;
    }
}

fn too_long(row_bytes: usize) -> Problem {
    Problem::TooMany {
        what: "bytes in one row",
        limit: row_bytes as u64,
        hint: " (is a quote open?)",
    }
}
