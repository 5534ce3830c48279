//! Event logs in a table: one event a row.

use std::io::Read;

use super::rows::{Row, Rows};
use super::{Progress, Watch};
use crate::error::{JourneyError, Place, Problem, Result, listed};
use crate::log::{EventLog, Limits, LogBuilder};
use crate::time::parse_moment;

const CASE: &[&str] = &[
    "case:concept:name",
    "case_id",
    "case id",
    "caseid",
    "case",
    "dosar",
];
const ACTIVITY: &[&str] = &["concept:name", "activity", "event", "activitate"];
const TIME: &[&str] = &["time:timestamp", "timestamp", "time", "date", "data"];

/// Which columns to read. A name that is not given is looked for: the XES names first, then plain ones
/// (`case_id`, `activity`, `timestamp` …), upper and lower case alike.
#[derive(Debug, Clone, Default)]
pub struct CsvOptions {
    /// The column of the case.
    pub case: Option<String>,
    /// The column of the activity.
    pub activity: Option<String>,
    /// The column of the time.
    pub time: Option<String>,
    /// A column of groups to keep, for example the agency.
    pub group: Option<String>,
    /// The separator; `None` settles it by the heading (comma, semicolon or tab).
    pub delimiter: Option<u8>,
}

struct Columns {
    case: usize,
    activity: usize,
    time: usize,
    group: Option<usize>,
    headings: Vec<String>,
}

/// Reads a table with a heading. Memory: the log and a buffer of at most twice `limits.row_bytes`.
///
/// Refused with the row and the column: rows with another number of cells than the heading, an empty case, activity or
/// time, a time that is none, text that is not UTF-8, NUL bytes, quotes that are not closed, headings used twice.
pub fn read_csv(
    source: impl Read,
    options: &CsvOptions,
    limits: Limits,
    watch: &mut Watch<'_>,
) -> Result<EventLog> {
    let mut rows = Rows::new(source, limits.row_bytes);
    rows.open(options.delimiter)?;
    let columns = match rows.next_row()? {
        Some(heading) => columns(&heading, options, limits)?,
        None => return Err(JourneyError::at(Place::File, Problem::NoEvents)),
    };
    let mut builder = LogBuilder::new(limits, columns.group.is_some());
    let mut ticks = 0;
    loop {
        let bytes = rows.bytes_read();
        let Some(row) = rows.next_row()? else { break };
        event(&row, &columns, &mut builder)?;
        watch.tell(&mut ticks, || Progress {
            events: builder.len() as u64,
            bytes,
        })?;
    }
    builder.finish()
}

fn event(row: &Row<'_>, columns: &Columns, builder: &mut LogBuilder) -> Result<()> {
    let wanted = columns.headings.len();
    if row.len() != wanted {
        let problem = Problem::Ragged {
            found: row.len() as u64,
            wanted: wanted as u64,
        };
        return Err(JourneyError::at(Place::Row(row.number), problem));
    }
    let wrong = |column: usize, problem| {
        let name = columns.headings.get(column).cloned();
        JourneyError::at(Place::Cell(row.number, column as u64 + 1, name), problem)
    };
    let filled = |column: usize, what| match row.cell(column).trim() {
        "" => Err(wrong(column, Problem::Missing(what))),
        text => Ok(text),
    };
    let case = filled(columns.case, "case")?;
    let activity = filled(columns.activity, "activity")?;
    let time = filled(columns.time, "time")?;
    let time = parse_moment(time.as_bytes())
        .ok_or_else(|| wrong(columns.time, Problem::BadTime(time.to_owned())))?;
    let group = columns.group.map_or("", |column| row.cell(column).trim());
    builder
        .push(case, activity, time, group)
        .map_err(|problem| wrong(guilty(&problem, columns), problem))
}

/// The column whose limit was passed.
fn guilty(problem: &Problem, columns: &Columns) -> usize {
    match problem {
        Problem::TooMany {
            what: "different activities",
            ..
        } => columns.activity,
        Problem::TooMany {
            what: "different groups",
            ..
        } => columns.group.unwrap_or(columns.case),
        _ => columns.case,
    }
}

fn columns(heading: &Row<'_>, options: &CsvOptions, limits: Limits) -> Result<Columns> {
    if heading.len() > limits.columns {
        let place = Place::Cell(heading.number, limits.columns as u64 + 1, None);
        let problem = Problem::TooMany {
            what: "columns",
            limit: limits.columns as u64,
            hint: ": is this an event log?",
        };
        return Err(JourneyError::at(place, problem));
    }
    let headings: Vec<String> = (0..heading.len())
        .map(|i| heading.cell(i).trim().to_owned())
        .collect();
    for (index, name) in headings.iter().enumerate() {
        let first = headings
            .iter()
            .position(|other| other == name)
            .unwrap_or(index);
        if first < index && !name.is_empty() {
            let problem = Problem::DuplicateHeading {
                name: name.clone(),
                first: first as u64 + 1,
            };
            return Err(JourneyError::at(
                Place::Cell(heading.number, index as u64 + 1, None),
                problem,
            ));
        }
    }
    let find = |what, given: Option<&String>, usual: &[&str]| {
        let named = |wanted: &str| headings.iter().position(|h| h == wanted);
        let like = |wanted: &str| headings.iter().position(|h| h.to_lowercase() == wanted);
        let found = match given {
            Some(name) => named(name),
            None => usual
                .iter()
                .find_map(|name| named(name))
                .or_else(|| usual.iter().find_map(|name| like(name))),
        };
        found.ok_or_else(|| {
            let wanted = given.map_or_else(
                || listed(usual.iter().copied()),
                |name| listed(std::iter::once(name.as_str())),
            );
            let found = listed(headings.iter().map(String::as_str));
            JourneyError::at(
                Place::Row(heading.number),
                Problem::NoColumn {
                    what,
                    wanted,
                    found,
                },
            )
        })
    };
    Ok(Columns {
        case: find("case", options.case.as_ref(), CASE)?,
        activity: find("activity", options.activity.as_ref(), ACTIVITY)?,
        time: find("time", options.time.as_ref(), TIME)?,
        group: options
            .group
            .as_ref()
            .map(|name| find("group", Some(name), &[]))
            .transpose()?,
        headings,
    })
}
