//! Opening a file.

use super::forms::decide::{basics_items, basics_read};
use super::forms::draw::{Draw, Item};
use super::forms::faults::mark;
use super::forms::run::{FormPage, post};
use super::say::Say;
use crate::frame::Section;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::{Fields, Shape};
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::{render, staff};
use crate::site::Site;
use crate::view::mark::Link;
use axum::http::StatusCode;
use punte_app::domain::Refusal;
use punte_app::domain::code::FileCode;
use punte_app::domain::file::entry::Basics;
use punte_app::domain::id::UnitId;
use punte_app::domain::person::{Name, NameKind};
use punte_app::files::{FileView, NewFile, Partner};
use punte_app::{AppError, Desk, Invalid};

const OPEN: Shape = Shape {
    single: &[
        "open_unit",
        "cover",
        "family",
        "given",
        "sex",
        "birth-day",
        "birth-month",
        "birth-year",
        "birth-about",
        "years",
        "under_18",
        "county",
        "cnp",
    ],
    many: &["exploitation"],
};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/files/new", OpenFile, Takes::Nothing, show),
    guarded!(Post Page "/files/new", OpenFile, Takes::Form(OPEN, 64 * 1024), write),
];

fn draw<'a>(
    say: &'a Say<'a>,
    desk: &'a Desk,
    blank: &'a FileView,
    ask: &'a Ask,
    fields: &'a Fields,
    units: &'a [Partner],
) -> Draw<'a> {
    Draw {
        say,
        view: blank,
        fields,
        parts: &ask.parts,
        people: &[],
        units,
        own: desk.memberships(),
    }
}

fn items(d: &Draw<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    if d.units.len() > 1 {
        items.push(d.radios(
            "open_unit",
            d.units.iter().map(|u| (u.unit.to_string(), u.name.clone())),
        ));
    }
    items.push(d.input_hint("cover", true));
    items.push(d.input_optional("family"));
    items.push(d.input_optional("given"));
    items.extend(basics_items(d));
    items.push(d.input_hint("cnp", true));
    items
}

fn read(d: &Draw<'_>) -> Result<(UnitId, NewFile), Invalid> {
    let unit = match d.units {
        [only] => only.unit,
        several => {
            let given: UnitId = d.id("open_unit")?;
            let known = several.iter().find(|u| u.unit == given).map(|u| u.unit);
            known.ok_or_else(|| Invalid::new("open_unit", Refusal::ChoiceUnknown.code()))?
        }
    };
    let (family, given) = (d.name("family"), d.name("given"));
    let named = !family.is_empty() || !given.is_empty();
    let name = named.then_some(Name {
        kind: NameKind::Used,
        given,
        family,
    });
    let basics = basics_read(d, &Basics::default())?;
    Ok((
        unit,
        NewFile {
            cover_name: d.name("cover"),
            name,
            cnp: d.text("cnp"),
            basics,
            from_concern: None,
        },
    ))
}

/// A view of a file that isn't there yet, for forms that ask nothing of it.
pub(super) fn blank() -> FileView {
    FileView {
        id: punte_app::domain::id::FileId([0; 16]),
        code: FileCode::from_random(0),
        version: 0,
        state: punte_app::domain::file::State::default(),
        person: None,
        stages: punte_app::domain::file::stage::stages(&punte_app::domain::file::State::default()),
        stage: punte_app::domain::file::stage::Stage::Identification,
        open: punte_app::domain::Compartments::NONE,
        timeline: Vec::new(),
        referrals: Vec::new(),
        last_visit: None,
        holders: 0,
        can: punte_app::files::Can::default(),
        names: punte_app::Names::default(),
    }
}

fn page(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    say: &Say<'_>,
    items: Vec<Item>,
    id: String,
) -> FormPage {
    FormPage {
        frame: staff(
            site,
            ask,
            desk,
            say.t.get("files-open"),
            Some(Section::Files),
        ),
        back: Some(Link::new(say.t.get("nav-files"), "/files")),
        errors: Vec::new(),
        heading: say.t.get("file-form-opened"),
        danger: true,
        meanwhile: Vec::new(),
        action: "/files/new".to_owned(),
        id,
        version: 0,
        items,
        submit: say.t.get("files-open"),
    }
}

async fn show(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let units = desk.units_to_open_in().await?;
    let (say, blank) = (Say::at_desk(&desk, ask.lang), blank());
    let mut fields = Fields::default();
    fields.set("under_18", "not-sure");
    fields.set("sex", "unknown");
    let items = items(&draw(&say, &desk, &blank, &ask, &fields, &units));
    let id = site.app.new_entry().to_string();
    Ok(Answer::page(render(&page(
        &site, &ask, &desk, &say, items, id,
    ))))
}

async fn write(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let post = post(&ask)?;
    let units = desk.units_to_open_in().await?;
    let (say, blank) = (Say::at_desk(&desk, ask.lang), blank());
    let draw = draw(&say, &desk, &blank, &ask, &ask.fields, &units);
    let outcome = match read(&draw) {
        Ok((unit, form)) => desk.open_new_file(unit, &form, post).await,
        Err(wrong) => Err(AppError::Invalid(vec![wrong])),
    };
    let wrong = match outcome {
        Ok(opened) => {
            return Ok(Answer::see_other(&format!(
                "/files/{}?done=file-opened",
                opened.code
            )));
        }
        Err(AppError::Invalid(wrong)) => wrong,
        Err(other) => return Err(other.into()),
    };
    let mut page = page(&site, &ask, &desk, &say, items(&draw), post.id.to_string());
    page.errors = mark(&say, &ask.fields, &mut page.items, &wrong);
    Ok(Answer::page(render(&page)).status(StatusCode::UNPROCESSABLE_ENTITY))
}
