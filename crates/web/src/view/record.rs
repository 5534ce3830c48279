//! Pieces of a record's page: identity bar, stage bar, tabs, summary, timeline, tasks, conflict.

use crate::view::mark::Mark;

/// The bar that never changes between a file's tabs.
#[derive(Clone, Debug)]
pub struct Identity {
    /// File code.
    pub code: String,
    /// Cover name, if it may be seen.
    pub alias: Option<String>,
    /// One line: age, county, manager, how long open.
    pub meta: String,
    /// Flags.
    pub flags: Vec<Mark>,
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Over.
    Done,
    /// Under way.
    Now,
    /// To come.
    Todo,
}

/// One stage of the journey.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// Since when, or empty.
    pub date: String,
    /// How far.
    pub state: StepState,
}

impl Step {
    /// The `app-steps__item` modifier.
    pub const fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "app-steps__item--done",
            StepState::Now => "app-steps__item--now",
            StepState::Todo => "app-steps__item--todo",
        }
    }

    /// Whether it is over.
    pub fn done(&self) -> bool {
        self.state == StepState::Done
    }

    /// Whether it is under way.
    pub fn now(&self) -> bool {
        self.state == StepState::Now
    }
}

/// A tab of a record.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Where it is; `None` shows the tab as closed to this person.
    pub href: Option<String>,
    /// Number of things in it.
    pub count: Option<u32>,
    /// Whether we are in it.
    pub current: bool,
}

/// A row of a summary list.
#[derive(Clone, Debug)]
pub struct Row {
    /// What.
    pub key: String,
    /// The value, or what stands for it ("nu a fost întrebat").
    pub value: String,
    /// Where to change it.
    pub change: Option<String>,
}

impl Row {
    /// A row without a change link.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            change: None,
        }
    }

    /// With the page that changes it.
    #[must_use]
    pub fn change_at(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What kind.
    pub title: String,
    /// Who, with their role.
    pub by: String,
    /// When, for machines (`2026-11-23T14:05`).
    pub at: String,
    /// When, in words.
    pub when: String,
    /// Who sees it.
    pub seen_by: String,
    /// Its text; line ends are kept.
    pub text: String,
    /// A correction, which never replaces the text.
    pub amendment: Option<String>,
    /// Whether it is the first that came before the last visit: the divider goes above it.
    pub last_visit_above: bool,
}

/// Something to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// What.
    pub title: String,
    /// Where the reader says that it is done; nowhere for those who can't.
    pub href: Option<String>,
    /// One more line.
    pub hint: Option<String>,
    /// How it stands.
    pub status: Mark,
}

/// One side of a conflict between two people's writing.
#[derive(Clone, Debug)]
pub struct Side {
    /// Who wrote it.
    pub by: String,
    /// When, in words.
    pub when: String,
    /// What they wrote.
    pub value: String,
}

/// Two values for one field. Nothing is dropped until somebody chooses.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Name of the field in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What is saved.
    pub theirs: Side,
    /// What this person sent.
    pub mine: Side,
}
