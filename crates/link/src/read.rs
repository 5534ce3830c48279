//! Reading tables from CSV. Every complaint names the row and the column.

use crate::columns::{Input, Recipe};
use crate::compare::date::BirthDate;
use crate::error::{LinkError, Result};
use crate::place::Gazetteer;
use crate::table::{Table, TableBuilder};
use crate::text::fold::fold;
use crate::watch::{Stage, Watch, tick};
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use std::io::{BufRead, BufReader, Read};

/// Most columns a table may have.
pub const MAX_COLUMNS: usize = 2_000;
/// Longest cell, in bytes.
pub const MAX_CELL: usize = 10_000;

/// Columns to compare, by header: added to (and stronger than) what the headers say by themselves.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions<'g> {
    /// Header and what the column holds, for headers that are not known words; `None` leaves a known column out.
    pub roles: Vec<(String, Option<Input>)>,
    /// Date at which ages were true, where no column says it.
    pub age_at: Option<BirthDate>,
    /// Header of the column that names a record; otherwise a known one, otherwise row numbers.
    pub label: Option<String>,
    /// SIRUTA, for places.
    pub gazetteer: Option<&'g Gazetteer>,
}

/// How a file was read, so that it can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What parts the cells: `,`, `;` or a tab.
    pub delimiter: char,
    /// Column that names the records; without one they are named by their row, the header being row 1.
    pub label: Option<String>,
    /// For each field of the schema the columns that it is read from, the strongest first; none where the file has no such column.
    pub columns: Vec<Vec<String>>,
    /// Columns that are not compared.
    pub left_out: Vec<String>,
}

/// Reads one table, or two that are to be linked, as CSV (comma, semicolon or tab; UTF-8, with or without BOM).
///
/// A column of the second table stands for the one of the first with the same name, otherwise for one with the same meaning; a
/// field that the second table has not is missing in its records. [`Table::readings`] tells what became of which column.
///
/// Errors: [`LinkError::BadHeader`] and [`LinkError::BadInput`] (row, column and problem), within [`LinkError::Second`] when it is
/// the second file's; [`LinkError::BadSettings`] for roles that cannot go together, [`LinkError::Io`], [`LinkError::Stopped`].
pub fn read_tables(
    first: impl Read,
    second: Option<impl Read>,
    options: &ReadOptions<'_>,
    watch: Watch<'_>,
) -> Result<Table> {
    let mut a = Source::open(first)?;
    let mut b = second.map(Source::open).transpose().map_err(in_second)?;
    let in_neither = |header: &String| {
        let in_second = b.as_ref().is_some_and(|b| b.headers.contains(header));
        !a.headers.contains(header) && !in_second
    };
    if let Some((header, _)) = options.roles.iter().find(|(h, _)| in_neither(h)) {
        return Err(LinkError::BadHeader(format!(
            "there is no column {header:?}"
        )));
    }
    let recipe = a.recipe(options)?;
    let mut builder = TableBuilder::new(recipe.schema.clone(), options.gazetteer);
    let mut readings = vec![a.reading(&recipe, options)?];
    a.fill(&recipe, options, &mut builder, watch)?;
    if let Some(b) = &mut b {
        builder.begin_second();
        let mut fill = || {
            let recipe = recipe.for_second(&b.recipe(options)?)?;
            readings.push(b.reading(&recipe, options)?);
            b.fill(&recipe, options, &mut builder, watch)
        };
        fill().map_err(in_second)?;
    }
    if builder.is_empty() {
        return Err(LinkError::BadInput {
            row: 2,
            column: "any".into(),
            problem: "no row after the header".into(),
        });
    }
    Ok(builder.finish().with_readings(readings))
}

/// Says that a file's fault is the second file's; a stop stays a stop.
fn in_second(error: LinkError) -> LinkError {
    match error {
        LinkError::Stopped => LinkError::Stopped,
        other => LinkError::Second(Box::new(other)),
    }
}

struct Source<R: Read> {
    reader: Reader<BufReader<R>>,
    delimiter: u8,
    headers: Vec<String>,
}

impl<R: Read> Source<R> {
    fn open(source: R) -> Result<Self> {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let start = source.fill_buf()?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(LinkError::BadHeader(
                "the file is UTF-16; save it as UTF-8".into(),
            ));
        }
        let line = start.split(|c| *c == b'\n').next().unwrap_or_default();
        let often = |c: u8| line.iter().fold(0u32, |n, x| n + u32::from(*x == c));
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|c| (often(*c), *c == b','))
            .unwrap_or(b',');
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(source);
        let headers = reader
            .byte_headers()
            .map_err(|e| complaint(&e, &[]))?
            .clone();
        let headers = headers
            .iter()
            .map(|h| {
                std::str::from_utf8(h).map(|h| h.trim().trim_start_matches('\u{feff}').to_owned())
            })
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|_| LinkError::BadHeader("the header is not UTF-8".into()))?;
        check_headers(&headers)?;
        Ok(Self {
            reader,
            delimiter,
            headers,
        })
    }

    fn recipe(&self, options: &ReadOptions<'_>) -> Result<Recipe> {
        Recipe::new(
            &self.headers,
            label_column(&self.headers, options)?,
            options,
        )
    }

    fn reading(&self, recipe: &Recipe, options: &ReadOptions<'_>) -> Result<Reading> {
        let label = label_column(&self.headers, options)?;
        let columns = recipe.sources();
        let compared = |h: &String| columns.iter().flatten().any(|c| c == h);
        let others = (0..).zip(&self.headers);
        let left_out = others
            .filter(|(at, h)| Some(*at) != label && !h.is_empty() && !compared(h))
            .map(|(_, h)| h.clone())
            .collect();
        Ok(Reading {
            delimiter: char::from(self.delimiter),
            label: label.and_then(|at| self.headers.get(at)).cloned(),
            columns,
            left_out,
        })
    }

    fn fill(
        &mut self,
        recipe: &Recipe,
        options: &ReadOptions<'_>,
        builder: &mut TableBuilder<'_>,
        watch: Watch<'_>,
    ) -> Result<()> {
        let label = label_column(&self.headers, options)?;
        let columns = recipe.bind(&self.headers)?;
        let mut record = ByteRecord::new();
        let mut row = 1u64;
        while self
            .reader
            .read_byte_record(&mut record)
            .map_err(|e| complaint(&e, &self.headers))?
        {
            row += 1;
            if row.is_multiple_of(65_536) {
                tick(watch, Stage::Read, row, 0)?;
            }
            self.check(&record, row)?;
            let cells = columns.cells(&record);
            match label.and_then(|at| record.get(at)) {
                Some(name) => {
                    builder.push(std::str::from_utf8(name).unwrap_or_default().trim(), cells);
                }
                None => builder.push(&row.to_string(), cells),
            }
            if builder.is_full() {
                return Err(LinkError::BadInput {
                    row,
                    column: "any".into(),
                    problem: "too many records or too much text for one run".into(),
                });
            }
        }
        tick(watch, Stage::Read, row, row)
    }

    fn check(&self, record: &ByteRecord, row: u64) -> Result<()> {
        if record.is_ascii_and_clean() {
            return Ok(());
        }
        for (at, cell) in record.iter().enumerate() {
            let problem = if cell.contains(&0) {
                "a NUL byte: the file is damaged or not text"
            } else if std::str::from_utf8(cell).is_err() {
                "not UTF-8; save the file as UTF-8"
            } else if cell.len() > MAX_CELL {
                "longer than 10,000 bytes; is a quotation mark missing?"
            } else {
                continue;
            };
            let column = self
                .headers
                .get(at)
                .filter(|h| !h.is_empty())
                .cloned()
                .unwrap_or_else(|| (at + 1).to_string());
            return Err(LinkError::BadInput {
                row,
                column,
                problem: problem.into(),
            });
        }
        Ok(())
    }
}

trait Clean {
    fn is_ascii_and_clean(&self) -> bool;
}

impl Clean for ByteRecord {
    fn is_ascii_and_clean(&self) -> bool {
        self.as_slice().iter().all(|b| *b != 0 && *b < 128) && self.as_slice().len() <= MAX_CELL
    }
}

fn check_headers(headers: &[String]) -> Result<()> {
    if headers.is_empty() || headers.len() == 1 && headers.first().is_some_and(String::is_empty) {
        return Err(LinkError::BadHeader("the file is empty".into()));
    }
    if headers.len() > MAX_COLUMNS {
        return Err(LinkError::BadHeader(format!(
            "{} columns; at most {MAX_COLUMNS} are read",
            headers.len()
        )));
    }
    if let Some(nul) = headers.iter().find(|h| h.contains('\0')) {
        return Err(LinkError::BadHeader(format!(
            "a NUL byte in {nul:?}: the file is damaged or not text"
        )));
    }
    let mut sorted: Vec<&String> = headers.iter().filter(|h| !h.is_empty()).collect();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|w| w.first() == w.last()) {
        return Err(LinkError::BadHeader(format!(
            "two columns are called {:?}",
            twice.first().map_or("", |h| h.as_str())
        )));
    }
    Ok(())
}

fn label_column(headers: &[String], options: &ReadOptions<'_>) -> Result<Option<usize>> {
    if let Some(label) = &options.label {
        let at = headers.iter().position(|h| h == label);
        return at
            .map(Some)
            .ok_or_else(|| LinkError::BadHeader(format!("there is no column {label:?}")));
    }
    Ok(headers.iter().position(|h| {
        [
            "id",
            "unique id",
            "rec id",
            "record id",
            "cod",
            "id inregistrare",
            "nr crt",
            "nr dosar",
        ]
        .contains(&fold(h).as_str())
    }))
}

fn complaint(error: &csv::Error, headers: &[String]) -> LinkError {
    match error.kind() {
        ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let column = usize::try_from(*len.min(expected_len))
                .ok()
                .and_then(|at| headers.get(at))
                .cloned();
            LinkError::BadInput {
                row: pos.as_ref().map_or(0, |p| p.record() + 1),
                column: column.unwrap_or_else(|| (len.min(expected_len) + 1).to_string()),
                problem: format!("{len} cells where the header has {expected_len}"),
            }
        }
        ErrorKind::Io(e) => LinkError::Io(std::io::Error::new(e.kind(), e.to_string())),
        _ => LinkError::BadHeader(error.to_string()),
    }
}
