//! The pieces that a file's tabs, its printed form and its preview are put together from.

use crate::view::list::{Column, Pages};
use crate::view::mark::{Alert, Link, Mark};
use crate::view::record::{Event, Row, Task};

/// One piece of a page.
pub enum Part {
    /// A strip that asks for something.
    Alert(Alert),
    /// A table.
    Table(Sheet),
    /// Names and values.
    Card(Card),
    /// What happened.
    Timeline(Story),
    /// What is to be done.
    Tasks(ToDo),
    /// Links that choose what is shown; the one in force is marked.
    Choice(String, Vec<(Link, bool)>),
    /// Ways to the other pages of what stands above.
    Pages(Pages),
    /// A heading with sentences.
    Text(String, Vec<String>),
}

/// A table with its heading.
pub struct Sheet {
    /// Heading, and the table's caption.
    pub title: String,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<SheetRow>,
    /// What stands there where there are no rows.
    pub empty: String,
}

/// A row of a [`Sheet`].
pub struct SheetRow {
    /// Past its time.
    pub late: bool,
    /// Cells, one for each column.
    pub cells: Vec<Cell>,
}

/// A cell.
pub enum Cell {
    /// Text.
    Text(String),
    /// Text that may be passed over.
    Quiet(String),
    /// Text with a line under it.
    Lines(String, String),
    /// A tag.
    Mark(Mark),
    /// A tag with a line under it.
    Marked(Mark, String),
    /// Links.
    Links(Vec<Link>),
}

/// Names and values with a heading.
pub struct Card {
    /// Heading.
    pub title: String,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// A timeline with its heading.
pub struct Story {
    /// Heading.
    pub title: String,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// Events, newest first, each with what can be done with it.
    pub events: Vec<(Event, Vec<Link>)>,
    /// What stands there where nothing is.
    pub empty: String,
}

/// Tasks with their heading.
pub struct ToDo {
    /// Heading.
    pub title: String,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// Tasks, the most urgent first.
    pub tasks: Vec<Task>,
    /// What stands there where nothing is to be done.
    pub empty: String,
}

impl SheetRow {
    /// A row of plain texts.
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { late: false, cells }
    }
}

impl Cell {
    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Sheet {
    /// The cells of a row, each with its column's label.
    pub fn labelled<'a>(&'a self, row: &'a SheetRow) -> impl Iterator<Item = (&'a str, &'a Cell)> {
        self.columns
            .iter()
            .map(|c| c.label.as_str())
            .zip(&row.cells)
    }
}
