//! A page as a list of blocks, for pages that are tables and small forms: account, administration.

use crate::view::list::{Column, Pages};
use crate::view::mark::{Link, Mark};
use crate::view::parts::Part;
use crate::view::record::Event;

/// One block, in the order of the page.
#[derive(Clone, Debug)]
pub enum Block {
    /// Facts, paragraphs, alerts.
    Parts(Vec<Part>),
    /// Facts that stand together.
    Card(Vec<Part>),
    /// A table with its heading.
    Table(Table),
    /// A form with its heading.
    Form(Form),
    /// A form of the GET kind: filters of a list.
    Filter(Filter),
    /// A secret that is shown once.
    Secret(Secret),
    /// Pages of the table before it.
    Pages(Pages),
    /// Links that stand alone.
    Links(Vec<Link>),
    /// What others wrote while a form was filled in.
    Meanwhile(Vec<Event>),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Id of its heading.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What stands there when there are no rows.
    pub empty: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the heading says how many there are.
    pub counted: bool,
}

impl Table {
    /// The heading of a column; empty for one that isn't there.
    pub fn label(&self, place: &usize) -> &str {
        self.columns.get(*place).map_or("", |c| c.label.as_str())
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A link.
    Link(Link),
    /// A tag.
    Mark(Mark),
    /// A button.
    Press(Press),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A button that sends a form without questions.
#[derive(Clone, Debug)]
pub struct Press {
    /// Where to.
    pub action: String,
    /// What it sends beside the token.
    pub hidden: Vec<(&'static str, String)>,
    /// Its text.
    pub button: String,
    /// What it is about, for those who hear the page.
    pub about: String,
}

/// How a form's button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do on the page.
    Main,
    /// One of several.
    Quiet,
    /// What is hard to undo.
    Grave,
}

impl Weight {
    /// The `govuk-button` modifier.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::Quiet => " govuk-button--secondary",
            Self::Grave => " govuk-button--warning",
        }
    }
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Id of its heading is this and `-title`.
    pub code: &'static str,
    /// Heading; empty for the only form of a page.
    pub title: String,
    /// A paragraph before the questions.
    pub lead: String,
    /// Where to.
    pub action: String,
    /// What it sends beside the token.
    pub hidden: Vec<(&'static str, String)>,
    /// Questions.
    pub parts: Vec<Part>,
    /// Text of the button.
    pub button: String,
    /// How the button looks.
    pub weight: Weight,
    /// A way out beside the button.
    pub cancel: Option<Link>,
}

/// Filters of a list, kept in its address.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The list's address.
    pub action: &'static str,
    /// Questions.
    pub parts: Vec<Part>,
    /// Text of the button.
    pub button: String,
}

/// A secret that is shown once.
#[derive(Clone, Debug)]
pub struct Secret {
    /// Id of the text, for the button that copies it.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// The secret.
    pub text: String,
    /// The same as a picture for a camera: side in modules, and the path of the dark ones.
    pub picture: Option<(usize, String)>,
    /// What the picture is, for those who hear the page.
    pub picture_label: String,
}
