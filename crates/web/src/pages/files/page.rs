//! The pages of one file.

use super::head::{Head, Place, head};
use super::parts::{Cell, Part};
use super::say::Say;
use super::tabs;
use crate::frame::{Frame, Section};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::{render, staff};
use crate::site::Site;
use askama::Template;
use punte_app::Desk;
use punte_app::domain::code::FileCode;
use punte_app::files::FileView;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/files/{code}", ReadFile, Takes::Nothing, overview),
    guarded!(Get Page "/files/{code}/notes", ReadFile, Takes::Nothing, notes),
];

#[derive(Template)]
#[template(path = "files/page.html")]
pub(super) struct FilePage {
    pub(super) frame: Frame,
    pub(super) head: Head,
    pub(super) main: Vec<Part>,
    pub(super) side: Vec<Part>,
}

/// The code in the address. Another spelling of a code is another address, and there is nothing there.
pub(super) fn code(ask: &Ask) -> Result<FileCode, Problem> {
    let code: FileCode = ask.parsed("code")?;
    if ask.part("code")? == code.to_string() { Ok(code) } else { Err(Problem::NotFound) }
}

/// The surroundings of a page of this file. Its title is the code, which says nothing.
pub(super) fn frame(site: &Site, ask: &Ask, desk: &Desk, view: &FileView) -> Frame {
    staff(site, ask, desk, view.code.to_string(), Some(Section::Files))
}

pub(super) fn answer(frame: Frame, head: Head, main: Vec<Part>, side: Vec<Part>) -> Answer {
    Answer::page(render(&FilePage { frame, head, main, side }))
}

async fn overview(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let head = head(&say, &view, Some(Place::Overview));
    let (main, side) = (tabs::overview(&say, &view), tabs::overview_side(&say, &view));
    Ok(answer(frame(&site, &ask, &desk, &view), head, main, side))
}

async fn notes(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let kind = ask.query("kind");
    if !kind.is_empty() && !tabs::KINDS.contains(&kind) {
        return Err(Problem::BadQuery);
    }
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let head = head(&say, &view, Some(Place::Notes));
    Ok(answer(frame(&site, &ask, &desk, &view), head, tabs::notes(&say, &view, kind), Vec::new()))
}
