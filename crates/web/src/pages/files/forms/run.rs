//! One way for every form: draw, read, carry out.

use super::super::head::Place;
use super::super::page::{code, frame};
use super::super::say::Say;
use super::draw::{Draw, Item};
use super::faults::mark;
use crate::frame::Frame;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::{BadForm, Fields};
use crate::http::problem::Problem;
use crate::pages::render;
use crate::site::Site;
use crate::view::form::FieldError;
use crate::view::mark::Link;
use crate::view::record::Event;
use askama::Template;
use axum::http::StatusCode;
use punte_app::domain::id::EntryId;
use punte_app::domain::{file, person};
use punte_app::files::{Colleague, Deed, FileView, Partner, Post};
use punte_app::{AppError, Desk, Invalid, Stale};

/// What a form means.
pub enum Order {
    /// Something on the file.
    File(file::Command),
    /// Something on the person.
    Person(person::Command),
}

/// A form.
pub struct Form {
    /// Its name: heading `file-form-<slug>`, button `file-send-<slug>` or the common one, notice `done-file-<slug>`.
    pub slug: &'static str,
    /// The tab to go back to.
    pub back: Place,
    /// Whether it names other units: there may be a thousand of them to be read.
    pub partners: bool,
    /// What it asks.
    pub items: fn(&Draw<'_>) -> Vec<Item>,
    /// How it starts.
    pub start: fn(&Draw<'_>, &mut Fields),
    /// What it means.
    pub read: fn(&Draw<'_>) -> Result<Order, Invalid>,
}

#[derive(Template)]
#[template(path = "files/form.html")]
pub(in super::super) struct FormPage {
    pub frame: Frame,
    pub back: Option<Link>,
    pub errors: Vec<FieldError>,
    pub heading: String,
    pub danger: bool,
    pub meanwhile: Vec<Event>,
    pub action: String,
    pub id: String,
    pub version: i64,
    pub items: Vec<Item>,
    pub submit: String,
}

/// Who and what can be named in a form, read once.
struct Around {
    people: Vec<Colleague>,
    units: Vec<Partner>,
}

async fn around(desk: &Desk, view: &FileView, form: &Form) -> Result<Around, Problem> {
    let units = if form.partners {
        desk.partner_units(view.state.lead).await?
    } else {
        Vec::new()
    };
    Ok(Around {
        people: desk.file_people(view).await?,
        units,
    })
}

fn draw<'a>(
    say: &'a Say<'a>,
    desk: &'a Desk,
    view: &'a FileView,
    ask: &'a Ask,
    fields: &'a Fields,
    around: &'a Around,
) -> Draw<'a> {
    Draw {
        say,
        view,
        fields,
        parts: &ask.parts,
        people: &around.people,
        units: &around.units,
        own: desk.memberships(),
    }
}

/// How a form starts that starts empty.
pub fn blank(_: &Draw<'_>, _: &mut Fields) {}

/// The empty form, for those who could send it; for others it is as absent as the file.
pub async fn show(
    site: Site,
    ask: Ask,
    form: &'static Form,
    deed: Deed,
) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(code(&ask)?).await?;
    let service = ask.parts.get("service").and_then(|id| id.parse().ok());
    if !view.may(deed, service) {
        return Err(AppError::Absent.into());
    }
    let say = Say::at_desk(&desk, ask.lang);
    let around = around(&desk, &view, form).await?;
    let none = Fields::default();
    let mut fields = Fields::default();
    (form.start)(&draw(&say, &desk, &view, &ask, &none, &around), &mut fields);
    let items = (form.items)(&draw(&say, &desk, &view, &ask, &fields, &around));
    let id = site.app.new_entry().to_string();
    let page = page(
        &say,
        &view,
        form,
        frame(&site, &ask, &desk, &view),
        &ask,
        items,
        id,
    );
    Ok(Answer::page(render(&page)))
}

fn page(
    say: &Say<'_>,
    view: &FileView,
    form: &Form,
    frame: Frame,
    ask: &Ask,
    items: Vec<Item>,
    id: String,
) -> FormPage {
    FormPage {
        back: Some(Link::new(say.t.get("file-back"), form.back.href(view))),
        errors: Vec::new(),
        heading: say.t.of("file-form", form.slug),
        danger: false,
        meanwhile: Vec::new(),
        action: ask.path.clone(),
        id,
        version: view.version,
        items,
        submit: say.t.get("file-save"),
        frame,
    }
}

/// The id and version that every form carries.
pub(in super::super) fn post(ask: &Ask) -> Result<Post, Problem> {
    let id: EntryId = ask
        .fields
        .text("id")
        .parse()
        .map_err(|_| Problem::BadForm(BadForm::UnknownField))?;
    let version = ask
        .fields
        .text("version")
        .parse()
        .map_err(|_| Problem::VersionMissing)?;
    Ok(Post {
        id,
        version: Some(version),
    })
}

/// Carries out what was sent.
pub async fn write(site: Site, ask: Ask, form: &'static Form) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let code = code(&ask)?;
    let post = post(&ask)?;
    let view = desk.file(code).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let around = around(&desk, &view, form).await?;
    let order = (form.read)(&draw(&say, &desk, &view, &ask, &ask.fields, &around));
    let outcome = match order {
        Err(wrong) => Err(AppError::Invalid(vec![wrong])),
        Ok(Order::File(command)) => desk.write_file(code, command, post).await,
        Ok(Order::Person(command)) => desk.write_person(code, command, post).await,
    };
    let (wrong, stale) = match outcome {
        Ok(_) => {
            return Ok(Answer::see_other(&format!(
                "{}?done=file-{}",
                form.back.href(&view),
                form.slug
            )));
        }
        Err(AppError::Invalid(wrong)) => (wrong, None),
        Err(AppError::Stale(stale)) => (Vec::new(), Some(stale)),
        Err(other) => return Err(other.into()),
    };
    let items = (form.items)(&draw(&say, &desk, &view, &ask, &ask.fields, &around));
    let mut page = page(
        &say,
        &view,
        form,
        frame(&site, &ask, &desk, &view),
        &ask,
        items,
        post.id.to_string(),
    );
    page.version = post.version.unwrap_or(view.version);
    page.errors = mark(&say, &ask.fields, &mut page.items, &wrong);
    let Some(stale) = stale else {
        return Ok(Answer::page(render(&page)).status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    page.version = stale.version;
    page.meanwhile = meanwhile(&say, &stale);
    page.submit = say.t.get("file-stale-save");
    Ok(Answer::page(render(&page)).status(StatusCode::CONFLICT))
}

/// What others wrote, for the page that shows both.
fn meanwhile(say: &Say<'_>, stale: &Stale) -> Vec<Event> {
    let hidden = Event {
        title: say.t.get("file-stale-hidden"),
        by: String::new(),
        at: String::new(),
        when: String::new(),
        seen_by: String::new(),
        text: String::new(),
        amendment: None,
        last_visit_above: false,
    };
    if stale.meanwhile.is_empty() {
        return vec![hidden];
    }
    let event = |m: &punte_app::Meanwhile| Event {
        title: say.t.of("entry", &m.kind),
        by: m.author_name.clone(),
        at: say.machine(m.at),
        when: say.moment(m.at),
        text: m.summary.clone(),
        ..hidden.clone()
    };
    stale.meanwhile.iter().map(event).collect()
}
