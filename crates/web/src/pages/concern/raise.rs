//! Raising an alarm.

use super::{FormPage, alarm};
use crate::frame::Section;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::{post_of, render, staff};
use crate::site::Site;
use crate::view::mark::Link;
use crate::view::parts::Asked;
use axum::http::StatusCode;
use punte_app::concerns::Intake;
use punte_app::{AppError, Desk, Invalid};
use punte_words::T;

/// The form.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let intakes = desk.raise_options().await?;
    Ok(shown(&site, &ask, &desk, &intakes, &[]))
}

/// Raises it.
pub(super) async fn raise(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let intakes = desk.raise_options().await?;
    let fields = &ask.fields;
    let alarm = match alarm::read_alarm(fields) {
        Ok(alarm) => alarm,
        Err(wrong) => return Ok(shown(&site, &ask, &desk, &intakes, &wrong)),
    };
    let Some(unit) = alarm::at_once_unit(&intakes, fields.text("intake"), fields.text("county"))
    else {
        return Ok(shown(
            &site,
            &ask,
            &desk,
            &intakes,
            &[Invalid::new("intake", "intake-takes-none")],
        ));
    };
    match desk.raise_concern(unit, alarm, post_of(&ask, &desk)).await {
        Ok(id) => Ok(Answer::see_other(&format!(
            "/concerns/{id}?done=concern-raised"
        ))),
        Err(AppError::Invalid(wrong)) => {
            let wrong: Vec<_> = wrong.into_iter().map(alarm::field_of).collect();
            Ok(shown(&site, &ask, &desk, &intakes, &wrong))
        }
        Err(other) => Err(other.into()),
    }
}

fn shown(site: &Site, ask: &Ask, desk: &Desk, intakes: &[Intake], wrong: &[Invalid]) -> Answer {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong,
    };
    let id = ask
        .fields
        .given("id")
        .map_or_else(|| site.app.new_entry().to_string(), str::to_owned);
    let mut questions = alarm::questions(&asked, desk.app(), intakes);
    let page = FormPage {
        frame: staff(
            site,
            ask,
            desk,
            t.get("today-raise"),
            Some(Section::Concerns),
        ),
        back: Link::new(t.get("nav-concerns"), "/concerns"),
        phones: true,
        errors: asked.mark(&mut questions),
        heading: t.get("today-raise"),
        lead: t.get("alarm-lead"),
        action: "/concerns/new".into(),
        hidden: vec![("id".into(), id)],
        questions,
        button: t.get("alarm-send"),
    };
    let answer = Answer::page(render(&page));
    if wrong.is_empty() {
        answer
    } else {
        answer.status(StatusCode::UNPROCESSABLE_ENTITY)
    }
}
