//! Opening a file from a concern, with what the alarm says already filled in.

use super::alarm::{sex, years, yes_no, yes_no_name};
use super::{FormPage, one, show};
use crate::frame::Section;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::pages::refer::say;
use crate::pages::{post_of, render, staff};
use crate::site::Site;
use crate::view::form::Width;
use crate::view::mark::Link;
use crate::view::parts::{Asked, Part};
use axum::http::StatusCode;
use punte_app::concerns::ConcernView;
use punte_app::domain::concern::ChildSketch;
use punte_app::domain::file::entry::Basics;
use punte_app::domain::id::ConcernId;
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::values::{Code, Sex, Urgency, YesNo};
use punte_app::files::{NewFile, Post};
use punte_app::{AppError, Desk, Invalid};
use punte_words::{T, spelled};

/// The form, prefilled.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = to_triage(&desk, ask.parsed("id")?).await?;
    let mut fields = Fields::default();
    prefill(&mut fields, &view);
    Ok(shown(&site, &ask, &desk, &view, &fields, &[]))
}

/// Opens it and triages the concern.
pub(super) async fn open(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: ConcernId = ask.parsed("id")?;
    let view = desk.concern_to_triage(id).await?;
    let mut wrong = Vec::new();
    let form = read(&desk, &ask.fields, &mut wrong);
    if !wrong.is_empty() {
        return Ok(shown(&site, &ask, &desk, &view, &ask.fields, &wrong));
    }
    let opens = post_of(&ask, &desk);
    let triages = Post {
        id: ask
            .fields
            .text("also")
            .parse()
            .unwrap_or_else(|_| site.app.new_entry()),
        version: None,
    };
    match desk
        .open_file_from(id, &form, one::urgency(&ask), (opens, triages))
        .await
    {
        Ok(opened) => Ok(Answer::see_other(&format!(
            "/files/{}?done=concern-file-opened",
            opened.code
        ))),
        Err(AppError::Invalid(wrong)) => {
            let wrong: Vec<_> = wrong.into_iter().map(field_of).collect();
            Ok(shown(&site, &ask, &desk, &view, &ask.fields, &wrong))
        }
        Err(other) => Err(other.into()),
    }
}

async fn to_triage(desk: &Desk, id: ConcernId) -> Result<ConcernView, Problem> {
    let view = desk.concern_to_triage(id).await?;
    if view.state.triage.is_some() {
        Err(Problem::NotFound)
    } else {
        Ok(view)
    }
}

fn prefill(fields: &mut Fields, view: &ConcernView) {
    let Some(alarm) = &view.state.alarm else {
        return;
    };
    fields.set("sex", alarm.child.sex.name());
    if let Some(years) = alarm.child.years {
        fields.set("years", years.to_string());
    }
    fields.set("under_18", yes_no_name(alarm.child.under_18));
    if let Some(county) = &alarm.place.county {
        fields.set("county", county.as_str());
    }
    let urgency = if view.state.danger == YesNo::Yes {
        Urgency::Immediate
    } else {
        Urgency::Urgent
    };
    fields.set("urgency", urgency.name());
}

fn read(desk: &Desk, fields: &Fields, wrong: &mut Vec<Invalid>) -> NewFile {
    let child = ChildSketch {
        description: String::new(),
        sex: sex(fields.text("sex")),
        years: years(fields, wrong),
        under_18: yes_no(fields.text("under_18")),
    };
    let (given, family) = (
        spelled(fields.text("given")),
        spelled(fields.text("family")),
    );
    let named = !given.trim().is_empty() || !family.trim().is_empty();
    NewFile {
        cover_name: spelled(fields.text("cover_name")),
        name: named.then_some(Name {
            kind: NameKind::Used,
            given,
            family,
        }),
        cnp: String::new(),
        basics: Basics {
            sex: child.sex,
            age: child.age(desk.today()),
            county: fields.given("county").map(Code::new),
            ..Basics::default()
        },
        from_concern: None,
    }
}

fn field_of(invalid: Invalid) -> Invalid {
    let field = match invalid.field.as_str() {
        "age" => "years",
        "name" => "given",
        "choice" => "county",
        other => other,
    };
    Invalid::new(field, invalid.code)
}

fn shown(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    view: &ConcernView,
    fields: &Fields,
    wrong: &[Invalid],
) -> Answer {
    let t = T::new(ask.lang);
    let asked = Asked { t, fields, wrong };
    let key = |name: &str| {
        fields
            .given(name)
            .map_or_else(|| site.app.new_entry().to_string(), str::to_owned)
    };
    let mut questions = questions(&asked, desk);
    let page = FormPage {
        frame: staff(
            site,
            ask,
            desk,
            t.get("concern-open-file"),
            Some(Section::Concerns),
        ),
        back: Link::new(t.get("concern-one"), format!("/concerns/{}", view.id)),
        phones: false,
        errors: asked.mark(&mut questions),
        heading: t.get("concern-open-file"),
        lead: t.get("concern-open-lead"),
        action: format!("/concerns/{}/open-file", view.id),
        hidden: vec![("id".into(), key("id")), ("also".into(), key("also"))],
        questions,
        button: t.get("concern-open-file"),
    };
    let answer = Answer::page(render(&page));
    if wrong.is_empty() {
        answer
    } else {
        answer.status(StatusCode::UNPROCESSABLE_ENTITY)
    }
}

fn questions(asked: &Asked<'_>, desk: &Desk) -> Vec<Part> {
    let t = asked.t;
    let sexes = Sex::ALL.map(|s| (s.name().to_owned(), t.of("pack-sex", s.name())));
    let counties = say::counties(&t, desk.app().pack());
    let mut county = asked.pick("county", t.get("refer-county"), counties);
    county.optional = true;
    vec![
        Part::Input(
            asked
                .field("cover_name", t.get("concern-cover-name"))
                .hint(t.get("concern-cover-hint"))
                .optional(),
        ),
        Part::Input(asked.field("given", t.get("concern-given")).optional()),
        Part::Input(asked.field("family", t.get("concern-family")).optional()),
        Part::Select(asked.one("sex", t.get("alarm-sex"), sexes)),
        Part::Input(
            asked
                .field("years", t.get("alarm-years"))
                .width(Width::Number)
                .optional(),
        ),
        Part::Radios(asked.yes_no("under_18", t.get("alarm-under-18"))),
        Part::Select(county),
        show::how_soon(asked),
    ]
}
