//! One concern: its page, triage, and what comes in afterwards.

use super::show::shown;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::{post_of, render};
use crate::site::Site;
use axum::http::StatusCode;
use punte_app::domain::concern::{Command, Outcome};
use punte_app::domain::id::ConcernId;
use punte_app::domain::values::{Code, Urgency};
use punte_app::files::Written;
use punte_app::{AppError, AppResult, Desk, Invalid};
use punte_words::clean_text;

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.concern(ask.parsed("id")?).await?;
    Ok(Answer::page(render(&shown(&site, &ask, &desk, &view, &[]))))
}

/// It belongs to a file that exists.
pub(super) async fn link(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: ConcernId = ask.parsed("id")?;
    let done = match ask.fields.text("file").parse() {
        Ok(code) => {
            desk.link_concern(id, code, urgency(&ask), post_of(&ask, &desk))
                .await
        }
        Err(_) => refused(&desk, id, Invalid::new("file", "file-code-bad")).await,
    };
    after(&site, &ask, &desk, id, done, "concern-linked").await
}

/// Somebody else must act.
pub(super) async fn pass_on(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let outcome = Outcome::PassedOn {
        to: clean_text(ask.fields.text("name")),
    };
    let urgency = urgency(&ask);
    write(
        site,
        ask,
        Command::Triage { outcome, urgency },
        "concern-passed-on",
    )
    .await
}

/// Nothing to do.
pub(super) async fn no_action(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let reason = Code::new(ask.fields.text("reason"));
    let outcome = Outcome::NoFurtherAction {
        reason,
        text: clean_text(ask.fields.text("text")),
    };
    write(
        site,
        ask,
        Command::Triage {
            outcome,
            urgency: Urgency::Ordinary,
        },
        "concern-no-action",
    )
    .await
}

/// More came in.
pub(super) async fn supplement(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let danger = ask.fields.given("danger").map(super::alarm::yes_no);
    let command = Command::Supplement {
        text: clean_text(ask.fields.text("more")),
        danger,
    };
    write(site, ask, command, "concern-supplemented").await
}

/// Triage was wrong, or something new came.
pub(super) async fn reopen(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let command = Command::Reopen {
        reason: clean_text(ask.fields.text("reason")),
    };
    write(site, ask, command, "concern-reopened").await
}

/// How soon, as chosen; urgent where nothing was.
pub(super) fn urgency(ask: &Ask) -> Urgency {
    let given = ask.fields.text("urgency");
    Urgency::ALL
        .into_iter()
        .find(|u| u.name() == given)
        .unwrap_or(Urgency::Urgent)
}

/// A refusal that this page makes itself is still an answer about the concern: policy is asked first.
async fn refused(desk: &Desk, id: ConcernId, invalid: Invalid) -> AppResult<Written> {
    desk.concern(id).await?;
    Err(AppError::Invalid(vec![invalid]))
}

async fn write(site: Site, ask: Ask, command: Command, code: &str) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: ConcernId = ask.parsed("id")?;
    let done = desk.write_concern(id, command, post_of(&ask, &desk)).await;
    after(&site, &ask, &desk, id, done, code).await
}

async fn after(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    id: ConcernId,
    done: AppResult<Written>,
    code: &str,
) -> Result<Answer, Problem> {
    match done {
        Ok(_) => Ok(Answer::see_other(&format!("/concerns/{id}?done={code}"))),
        Err(AppError::Invalid(wrong)) => {
            let view = desk.concern(id).await?;
            let wrong: Vec<_> = wrong.into_iter().map(|w| field_of(ask, w)).collect();
            let html = render(&shown(site, ask, desk, &view, &wrong));
            Ok(Answer::page(html).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn field_of(ask: &Ask, wrong: Invalid) -> Invalid {
    let field = match wrong.field.as_str() {
        "text" if ask.path.ends_with("/supplement") => "more",
        "choice" | "outcome" => "reason",
        other => other,
    };
    Invalid::new(field, wrong.code)
}
