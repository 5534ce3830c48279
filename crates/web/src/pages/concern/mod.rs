//! Concerns: the alarm, the list with its triage clock, triage.

mod alarm;
mod list;
mod one;
mod open;
mod raise;
mod show;

use crate::frame::Frame;
use crate::guarded;
use crate::http::fields::Shape;
use crate::http::route::{Route, Takes};
use crate::view::form::FieldError;
use crate::view::mark::Link;
use crate::view::parts::Part;
use askama::Template;

pub(crate) use alarm::{
    at_once_unit as unit_for, sex as sex_of, yes_no as danger_of, yes_no_name as danger_name,
};
pub(crate) use show::outcome_name;

/// An alarm with its long texts, and room for percent-encoding.
const ALARM_BYTES: usize = 192 * 1024;
/// A decision with a long text.
const TRIAGE_BYTES: usize = 64 * 1024;

const ALARM: Shape = Shape {
    single: &[
        "what",
        "child",
        "sex",
        "years",
        "under_18",
        "county",
        "place",
        "danger",
        "anonymous",
        "reporter",
        "capacity",
        "way",
        "contact",
        "safe",
        "contact_note",
        "how",
        "known",
        "since-day",
        "since-month",
        "since-year",
        "since-about",
        "intake",
    ],
    many: &["worries"],
};
const LINK: Shape = Shape {
    single: &["file", "urgency"],
    many: &[],
};
const PASS_ON: Shape = Shape {
    single: &["name", "urgency"],
    many: &[],
};
const NO_ACTION: Shape = Shape {
    single: &["reason", "text"],
    many: &[],
};
const SUPPLEMENT: Shape = Shape {
    single: &["more", "danger"],
    many: &[],
};
const REOPEN: Shape = Shape {
    single: &["reason"],
    many: &[],
};
const OPEN: Shape = Shape {
    single: &[
        "also",
        "urgency",
        "cover_name",
        "given",
        "family",
        "sex",
        "years",
        "under_18",
        "county",
    ],
    many: &[],
};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/concerns", ListConcerns, Takes::Nothing, list::page),
    guarded!(Get Page "/concerns/new", RaiseConcern, Takes::Nothing, raise::page),
    guarded!(Post Page "/concerns/new", RaiseConcern, Takes::Form(ALARM, ALARM_BYTES), raise::raise),
    guarded!(Get Page "/concerns/{id}", ReadConcern, Takes::Nothing, one::page),
    guarded!(Get Page "/concerns/{id}/open-file", TriageConcern, Takes::Nothing, open::page),
    guarded!(Post Page "/concerns/{id}/open-file", TriageConcern, Takes::Form(OPEN, TRIAGE_BYTES), open::open),
    guarded!(Post Page "/concerns/{id}/link", TriageConcern, Takes::Form(LINK, TRIAGE_BYTES), one::link),
    guarded!(Post Page "/concerns/{id}/pass-on", TriageConcern, Takes::Form(PASS_ON, TRIAGE_BYTES), one::pass_on),
    guarded!(Post Page "/concerns/{id}/no-action", TriageConcern, Takes::Form(NO_ACTION, TRIAGE_BYTES), one::no_action),
    guarded!(Post Page "/concerns/{id}/supplement", TriageConcern, Takes::Form(SUPPLEMENT, TRIAGE_BYTES), one::supplement),
    guarded!(Post Page "/concerns/{id}/reopen", TriageConcern, Takes::Form(REOPEN, TRIAGE_BYTES), one::reopen),
];

/// A page with one form.
#[derive(Template)]
#[template(path = "pages/concern/form.html")]
pub struct FormPage {
    /// Surroundings.
    pub frame: Frame,
    /// Where from.
    pub back: Link,
    /// Whether 112 and 119 stand before everything.
    pub phones: bool,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Heading.
    pub heading: String,
    /// One sentence.
    pub lead: String,
    /// Where it goes.
    pub action: String,
    /// Keys.
    pub hidden: Vec<(String, String)>,
    /// Questions.
    pub questions: Vec<Part>,
    /// Its button.
    pub button: String,
}
