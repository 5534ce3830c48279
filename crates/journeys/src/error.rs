//! What can go wrong, each with the place where it did.

use std::fmt::{self, Write as _};

/// Where in an input something was found. Rows and columns count from 1; in a table, row 1 is the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A row of a table.
    Row(u64),
    /// A cell of a table: row, column number, and the heading of that column when it is known.
    Cell(u64, u64, Option<String>),
    /// A line and a column (in bytes) of an XML or JSON text.
    Text(u64, u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => write!(f, "the file"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::Cell(row, column, None) => write!(f, "row {row}, column {column}"),
            Self::Cell(row, column, Some(name)) => {
                write!(f, "row {row}, column {column} ({})", Quoted(name))
            }
            Self::Text(line, column) => write!(f, "line {line}, column {column}"),
        }
    }
}

/// What an input got wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is nothing in it, or a heading and nothing else.
    #[error("holds no events")]
    NoEvents,
    /// Bytes that are not UTF-8.
    #[error(
        "is not UTF-8 text (an older Romanian file is often Windows-1250 or ISO-8859-2; a spreadsheet can save it as CSV UTF-8)"
    )]
    NotUtf8,
    /// A UTF-16 byte-order mark.
    #[error("is UTF-16 text; save it as UTF-8")]
    Utf16,
    /// A gzip or zip signature.
    #[error("is a compressed file ({0}); unpack it first")]
    Compressed(&'static str),
    /// A NUL byte.
    #[error("holds a NUL byte, which no text file has")]
    Nul,
    /// A row with another number of cells than the heading.
    #[error("has {found} cells where the heading has {wanted}")]
    Ragged {
        /// Cells in this row.
        found: u64,
        /// Cells in the heading.
        wanted: u64,
    },
    /// Two columns of one name.
    #[error("the heading {} was already used by column {first}", Quoted(name))]
    DuplicateHeading {
        /// The name that is there twice.
        name: String,
        /// The column that had it first, from 1.
        first: u64,
    },
    /// A column that is needed is not there.
    #[error("no column for the {what}: wanted {wanted}, found {found}")]
    NoColumn {
        /// Case, activity, time or group.
        what: &'static str,
        /// The names looked for.
        wanted: String,
        /// The names that are there.
        found: String,
    },
    /// A quote that is never closed (or not within the size of a row).
    #[error("a quote is opened here and not closed")]
    OpenQuote,
    /// Something stands between a closing quote and the next separator.
    #[error("text follows a closing quote")]
    AfterQuote,
    /// A cell that must hold something is empty.
    #[error("the {0} is empty")]
    Missing(&'static str),
    /// A time that is not one.
    #[error(
        "{} is not a date or time (wanted 2026-11-23, 2026-11-23T14:05:00+02:00 or 23.11.2026 14:05)",
        Quoted(.0)
    )]
    BadTime(String),
    /// More of something than this reader takes.
    #[error("more than {limit} {what}{hint}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The limit that was passed.
        limit: u64,
        /// What it usually means, as the rest of the sentence; may be empty.
        hint: &'static str,
    },
    /// XML that is not well-formed or uses what this reader refuses.
    #[error("{0}")]
    Xml(&'static str),
    /// An end tag that closes something else.
    #[error("</{found}> closes <{open}>")]
    Mismatch {
        /// The name in the end tag.
        found: String,
        /// The element that is open.
        open: String,
    },
    /// JSON that is not JSON, or not of the shape of OCEL 2.0.
    #[error("{0}")]
    Json(String),
    /// Another kind of document.
    #[error("is not {wanted}: it starts with {}", Quoted(found))]
    OtherKind {
        /// The kind that was wanted.
        wanted: &'static str,
        /// What was found.
        found: String,
    },
    /// An object-centric log that leaves the choice of a case open.
    #[error("needs one object type as the case; it has {0}")]
    ChooseObjectType(String),
    /// An event that names an object which the log does not hold.
    #[error(
        "event {} names the object {}, which the log does not hold",
        Quoted(event),
        Quoted(object)
    )]
    UnknownObject {
        /// The event's id.
        event: String,
        /// The object's id.
        object: String,
    },
    /// The same id twice.
    #[error("the {what} {} is there twice", Quoted(id))]
    DuplicateId {
        /// Event or object.
        what: &'static str,
        /// The id.
        id: String,
    },
}

/// Everything that this crate refuses.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JourneyError {
    /// The input is not what it should be: correct it at the place named.
    #[error("{place}: {problem}")]
    Input {
        /// Where.
        place: Place,
        /// What.
        problem: Problem,
    },
    /// The source could not be read.
    #[error("could not read: {0}")]
    Read(#[from] std::io::Error),
    /// A table could not be written.
    #[error("could not write: {0}")]
    Write(#[from] csv::Error),
    /// The caller's progress callback asked to stop.
    #[error("stopped on request")]
    Stopped,
    /// No event of the log has this activity.
    #[error("no event is called {}; the log has {known}", Quoted(name))]
    UnknownActivity {
        /// The name asked for.
        name: String,
        /// The names that are there, cut after twenty.
        known: String,
    },
    /// An observation that cannot be: a negative or not finite waiting time.
    #[error(
        "observation {index}: {value} is not a waiting time (wanted a finite number, 0 or more)"
    )]
    BadObservation {
        /// Its position, from 0.
        index: usize,
        /// The value found.
        value: f64,
    },
    /// Something that the statistic needs is not there.
    #[error("{0}")]
    TooLittle(&'static str),
    /// A parameter out of its range.
    #[error("{what} must be {range}, not {value}")]
    BadParameter {
        /// Its name.
        what: &'static str,
        /// Its range, in words.
        range: &'static str,
        /// The value given.
        value: f64,
    },
}

impl JourneyError {
    pub(crate) fn at(place: Place, problem: Problem) -> Self {
        Self::Input { place, problem }
    }
}

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, JourneyError>;

/// A value in quotes, short and without control characters: what goes into a message may come from anywhere.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        f.write_str("\u{201c}")?;
        for c in self.0.chars().take(SHOWN) {
            write!(f, "{}", if c.is_control() { '\u{fffd}' } else { c })?;
        }
        if self.0.chars().nth(SHOWN).is_some() {
            f.write_str("…")?;
        }
        f.write_str("\u{201d}")
    }
}

/// Names in a sentence, cut after twenty.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let mut out = String::new();
    let mut rest = 0_usize;
    for (index, name) in names.enumerate() {
        if index >= SHOWN {
            rest += 1;
            continue;
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(&Quoted(name).to_string());
    }
    if rest > 0 {
        let _ = write!(out, " and {rest} more");
    }
    if out.is_empty() {
        "nothing".to_owned()
    } else {
        out
    }
}
