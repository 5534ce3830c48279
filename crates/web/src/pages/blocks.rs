//! Pages that are a list of blocks, and what a refused or overtaken form does to them.

use super::render;
use crate::frame::Frame;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::view::blocks::Block;
use crate::view::form::FieldError;
use crate::view::mark::{Link, Mark};
use crate::view::parts::{Asked, Part};
use crate::view::record::{Event, Tab};
use askama::Template;
use axum::http::StatusCode;
use punte_app::files::Post;
use punte_app::{AppError, AppResult, Desk, Invalid, Meanwhile, Stale};
use punte_words::T;

/// A staff page.
#[derive(Template)]
#[template(path = "blocks/staff.html")]
pub struct BlockPage {
    /// Surroundings.
    pub frame: Frame,
    /// The page before.
    pub back: Option<Link>,
    /// What is wrong with the form.
    pub errors: Vec<FieldError>,
    /// Heading.
    pub heading: String,
    /// Tags beside it.
    pub marks: Vec<Mark>,
    /// The first thing to do here.
    pub first: Option<Link>,
    /// Neighbours.
    pub tabs: Vec<Tab>,
    /// What they are together.
    pub tabs_label: String,
    /// A paragraph under the heading.
    pub lead: String,
    /// The page.
    pub blocks: Vec<Block>,
}

impl BlockPage {
    /// A page with nothing but its heading.
    pub fn new(frame: Frame, heading: impl Into<String>) -> Self {
        Self {
            frame,
            back: None,
            errors: Vec::new(),
            heading: heading.into(),
            marks: Vec::new(),
            first: None,
            tabs: Vec::new(),
            tabs_label: String::new(),
            lead: String::new(),
            blocks: Vec::new(),
        }
    }

    /// Says what is wrong with the form that was sent.
    pub fn mark(&mut self, asked: &Asked<'_>) {
        self.errors = asked.mark_one(forms(&mut self.blocks));
    }

    /// As an answer.
    pub fn answer(&self) -> Answer {
        Answer::page(render(self))
    }
}

/// The questions of each form.
fn forms(blocks: &mut [Block]) -> impl Iterator<Item = &mut Vec<Part>> {
    blocks.iter_mut().filter_map(|block| match block {
        Block::Form(form) => Some(&mut form.parts),
        Block::Parts(_)
        | Block::Card(_)
        | Block::Table(_)
        | Block::Filter(_)
        | Block::Secret(_)
        | Block::Pages(_)
        | Block::Links(_)
        | Block::Meanwhile(_) => None,
    })
}

/// A page for somebody who is not signed in.
#[derive(Template)]
#[template(path = "blocks/plain.html")]
pub struct PlainPage {
    /// Surroundings.
    pub frame: Frame,
    /// What is wrong with the form.
    pub errors: Vec<FieldError>,
    /// Heading.
    pub heading: String,
    /// A paragraph under the heading.
    pub lead: String,
    /// The page.
    pub blocks: Vec<Block>,
}

impl PlainPage {
    /// Says what is wrong with the form that was sent.
    pub fn mark(&mut self, asked: &Asked<'_>) {
        self.errors = asked.mark_one(forms(&mut self.blocks));
    }

    /// As an answer.
    pub fn answer(&self) -> Answer {
        Answer::page(render(self))
    }
}

/// Why a form comes back.
#[derive(Debug, Default)]
pub struct Trouble {
    /// Broken rules.
    pub wrong: Vec<Invalid>,
    /// What others wrote meanwhile.
    pub stale: Option<Box<Stale>>,
}

impl Trouble {
    /// `None` where it went well; a problem that no form can mend goes on as one.
    pub fn of<A>(outcome: AppResult<A>) -> Result<Option<Self>, Problem> {
        match outcome {
            Ok(_) => Ok(None),
            Err(AppError::Invalid(wrong)) => Ok(Some(Self { wrong, stale: None })),
            Err(AppError::Stale(stale)) => Ok(Some(Self {
                wrong: Vec::new(),
                stale: Some(stale),
            })),
            Err(other) => Err(other.into()),
        }
    }

    /// One broken rule.
    pub fn wrong(field: &str, code: &str) -> Self {
        Self {
            wrong: vec![Invalid::new(field, code)],
            stale: None,
        }
    }

    /// With the fields of the domain under the names that this form has for them.
    #[must_use]
    pub fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        for wrong in &mut self.wrong {
            if let Some((_, to)) = names.iter().find(|(from, _)| *from == wrong.field) {
                (*to).clone_into(&mut wrong.field);
            }
        }
        self
    }

    /// The status of the page that shows it.
    pub const fn status(&self) -> StatusCode {
        match (self.wrong.is_empty(), &self.stale) {
            (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (true, Some(_)) => StatusCode::CONFLICT,
            (true, None) => StatusCode::OK,
        }
    }

    /// The version that the form carries on: after a refusal the one it came with, so that what others wrote is still noticed.
    pub fn version(&self, ask: &Ask, now: i64) -> String {
        match &self.stale {
            None if !self.wrong.is_empty() => ask
                .fields
                .given("version")
                .map_or_else(|| now.to_string(), str::to_owned),
            Some(stale) => stale.version.to_string(),
            None => now.to_string(),
        }
    }

    /// What others wrote, for the page that shows both.
    pub fn meanwhile(&self, t: &T, desk: &Desk) -> Option<Block> {
        let stale = self.stale.as_ref()?;
        let event = |m: &Meanwhile| Event {
            title: t.of("entry", &m.kind),
            by: m.author_name.clone(),
            at: machine(desk, m.at),
            when: when(desk, t, m.at),
            seen_by: String::new(),
            text: m.summary.clone(),
            amendment: None,
            last_visit_above: false,
        };
        Some(Block::Meanwhile(
            stale.meanwhile.iter().map(event).collect(),
        ))
    }
}

/// What comes with a change that replaces something: without the version it was drawn from it is refused.
pub fn versioned(ask: &Ask, desk: &Desk) -> Result<Post, Problem> {
    let post = super::post_of(ask, desk);
    if post.version.is_none() {
        return Err(Problem::VersionMissing);
    }
    Ok(post)
}

/// A moment as date and time.
pub fn when(desk: &Desk, t: &T, at: punte_app::domain::Moment) -> String {
    t.date_time(&desk.app().pack().local(at))
}

fn machine(desk: &Desk, at: punte_app::domain::Moment) -> String {
    let local = desk.app().pack().local(at);
    local.strftime("%Y-%m-%dT%H:%M").to_string()
}
