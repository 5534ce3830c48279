//! The pages of one file.

use super::head::{Head, Place, head};
use super::parts::{Cell, Part};
use super::query::page_number;
use super::say::Say;
use super::{access, child, entries, rooms, tabs};
use crate::frame::{Frame, Section};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::{render, staff};
use crate::site::Site;
use crate::view::mark::Link;
use askama::Template;
use punte_app::Desk;
use punte_app::domain::code::FileCode;
use punte_app::domain::id::UserId;
use punte_app::files::FileView;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/files/{code}", ReadFile, Takes::Nothing, overview),
    guarded!(Get Page "/files/{code}/notes", ReadFile, Takes::Nothing, notes),
    guarded!(Get Page "/files/{code}/person", ReadFile, Takes::Nothing, person),
    guarded!(Get Page "/files/{code}/plan", ReadFile, Takes::Nothing, plan),
    guarded!(Get Page "/files/{code}/psychosocial", ReadFile, Takes::Nothing, psychosocial),
    guarded!(Get Page "/files/{code}/legal", ReadFile, Takes::Nothing, legal),
    guarded!(Get Page "/files/{code}/access", ReadAccess, Takes::Nothing, who_sees),
    guarded!(Get Page "/files/{code}/as/{user}", ReadAccess, Takes::Nothing, as_somebody),
    guarded!(Get Page "/files/{code}/print", ReadFile, Takes::Nothing, print),
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
pub fn code(ask: &Ask) -> Result<FileCode, Problem> {
    let code: FileCode = ask.parsed("code")?;
    if ask.part("code")? == code.to_string() {
        Ok(code)
    } else {
        Err(Problem::NotFound)
    }
}

/// The surroundings of a page of this file. Its title is the code, which says nothing.
pub(super) fn frame(site: &Site, ask: &Ask, desk: &Desk, view: &FileView) -> Frame {
    staff(site, ask, desk, view.code.to_string(), Some(Section::Files))
}

pub(super) fn answer(frame: Frame, head: Head, main: Vec<Part>, side: Vec<Part>) -> Answer {
    Answer::page(render(&FilePage {
        frame,
        head,
        main,
        side,
    }))
}

async fn overview(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let head = head(&say, &view, Some(Place::Overview));
    let (main, side) = (
        tabs::overview(&say, &view),
        tabs::overview_side(&say, &view),
    );
    Ok(answer(frame(&site, &ask, &desk, &view), head, main, side))
}

async fn notes(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let kind = ask.query("kind");
    if !kind.is_empty() && !entries::KINDS.contains(&kind) {
        return Err(Problem::BadQuery);
    }
    let shown = entries::Shown {
        kind: kind.to_owned(),
        page: page_number(ask.query("page"))?,
    };
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let head = head(&say, &view, Some(Place::Notes));
    Ok(answer(
        frame(&site, &ask, &desk, &view),
        head,
        entries::notes(&say, &view, &shown),
        Vec::new(),
    ))
}

/// A tab that may be shut to the reader. Shut is answered as absent, although the tab itself is no secret.
async fn tab(
    site: Site,
    ask: Ask,
    place: Place,
    parts: fn(&Say<'_>, &FileView) -> Vec<Part>,
) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    if !place.opens(&view) {
        return Err(Problem::NotFound);
    }
    let say = Say::at_desk(&desk, ask.lang);
    let head = head(&say, &view, Some(place));
    Ok(answer(
        frame(&site, &ask, &desk, &view),
        head,
        parts(&say, &view),
        Vec::new(),
    ))
}

async fn person(site: Site, ask: Ask) -> Result<Answer, Problem> {
    tab(site, ask, Place::Person, child::person).await
}

async fn plan(site: Site, ask: Ask) -> Result<Answer, Problem> {
    tab(site, ask, Place::Plan, rooms::plan).await
}

async fn psychosocial(site: Site, ask: Ask) -> Result<Answer, Problem> {
    tab(site, ask, Place::Psychosocial, rooms::psychosocial).await
}

async fn legal(site: Site, ask: Ask) -> Result<Answer, Problem> {
    tab(site, ask, Place::Legal, rooms::legal).await
}

async fn who_sees(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let code = code(&ask)?;
    let access = desk.access(code).await?;
    let say = Say::at_desk(&desk, ask.lang);
    match desk.file(code).await {
        Ok(view) => {
            let head = head(&say, &view, Some(Place::Access));
            let parts = access::parts(&say, &view, &access);
            Ok(answer(
                frame(&site, &ask, &desk, &view),
                head,
                parts,
                Vec::new(),
            ))
        }
        // The data-protection officer sees who looked and why, and nothing of what they saw.
        Err(punte_app::AppError::Absent) => {
            let frame = staff(&site, &ask, &desk, code.to_string(), None);
            let heading = format!("{code}: {}", say.t.get("file-tab-access"));
            Ok(Answer::page(render(&BarePage {
                frame,
                heading,
                main: access::without_file(&say, &access),
            })))
        }
        Err(other) => Err(other.into()),
    }
}

/// A page about a file for somebody to whom the file itself is shut.
#[derive(Template)]
#[template(path = "files/bare.html")]
struct BarePage {
    frame: Frame,
    heading: String,
    main: Vec<Part>,
}

async fn as_somebody(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let user: UserId = ask.parsed("user")?;
    let shown = entries::Shown {
        page: page_number(ask.query("page"))?,
        ..entries::Shown::default()
    };
    let desk = ask.desk(&site).await?;
    let (view, holder) = desk.file_as(code(&ask)?, user).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let mut head = head(&say, &view, Some(Place::Overview));
    let access = desk.access(view.code).await?;
    let role = say.t.of("role", holder.role.name());
    let text = say.t.with2(
        "file-as-banner",
        "name",
        access.names.user(user),
        "role",
        role,
    );
    head.banner = Some(Link::new(text, Place::Access.href(&view)));
    // Nothing is done in somebody else's name: no actions, and no tabs to go on to.
    head.primary = None;
    head.more.clear();
    for tab in &mut head.tabs {
        tab.href = tab.current.then(|| ask.path.clone());
    }
    let mut main = tabs::overview(&say, &view);
    // The whole timeline follows: its first entries need not stand there twice.
    main.retain(|part| !matches!(part, Part::Timeline(_)));
    let stem = format!("{}?page=", ask.path);
    main.extend(entries::entries(&say, &view, &shown, stem));
    Ok(answer(
        frame(&site, &ask, &desk, &view),
        head,
        main,
        tabs::overview_side(&say, &view),
    ))
}

#[derive(Template)]
#[template(path = "files/print.html")]
struct PrintPage {
    frame: Frame,
    head: Head,
    by: String,
    main: Vec<Part>,
}

/// The file as a document: who printed it and when stands on it, actions do not.
async fn print(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let mut main = tabs::overview_side(&say, &view);
    main.extend(rooms::plan(&say, &view));
    if Place::Legal.opens(&view) {
        let legal = rooms::legal(&say, &view).into_iter().take(3);
        // What was already told stands above.
        main.extend(legal.filter(|part| !matches!(part, Part::Card(_))));
    }
    main.push(entries::all_entries(&say, &view));
    let by = say.t.with2(
        "file-printed",
        "name",
        &desk.user().name,
        "at",
        say.moment(say.now),
    );
    let head = head(&say, &view, None);
    let frame = Frame::public(ask.lang, view.code.to_string(), &ask.path);
    Ok(Answer::page(render(&PrintPage {
        frame,
        head,
        by,
        main,
    })))
}
