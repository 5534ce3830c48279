//! One referral: what was asked, how it stands, and what the reader can do about it.

use super::{inbox, preview, say};
use crate::frame::{Frame, Section};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::{post_of, render, staff};
use crate::site::Site;
use crate::view::form::FieldError;
use crate::view::mark::{Alert, AlertKind, Link, Mark};
use crate::view::parts::{Asked, Part};
use crate::view::record::{Event, Row};
use askama::Template;
use axum::http::StatusCode;
use punte_app::domain::id::{ReferralId, UserId};
use punte_app::domain::pack::List;
use punte_app::domain::referral::{Command, Entry, Status};
use punte_app::domain::values::Code;
use punte_app::domain::{AnyEntry, Envelope};
use punte_app::files::Written;
use punte_app::referrals::ReferralPage;
use punte_app::{AppError, AppResult, Desk, Invalid};
use punte_words::T;

/// A form on a page.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name in ids.
    pub code: &'static str,
    /// Its heading.
    pub title: String,
    /// Where it goes.
    pub href: String,
    /// Its idempotency key.
    pub id: String,
    /// Its questions.
    pub parts: Vec<Part>,
    /// Its button.
    pub button: String,
    /// Not the first thing to do.
    pub quiet: bool,
}

/// The page of one record with its actions: a referral or a concern.
#[derive(Template)]
#[template(path = "pages/refer/one.html")]
pub struct OnePage {
    /// Surroundings.
    pub frame: Frame,
    /// The list it belongs to.
    pub back: Link,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Heading.
    pub heading: String,
    /// State and clock.
    pub marks: Vec<Mark>,
    /// What it says.
    pub parts: Vec<Part>,
    /// The way on.
    pub open: Option<Link>,
    /// What the reader can do.
    pub actions: Vec<Action>,
    /// The stream's version.
    pub version: i64,
    /// Its history, oldest first.
    pub events: Vec<Event>,
}

/// The page.
pub async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let page = desk.referral(ask.parsed("id")?).await?;
    Ok(Answer::page(render(&shown(&site, &ask, &desk, &page, &[]))))
}

/// Accepts, perhaps for a colleague.
pub async fn accept(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let assignee = match ask.fields.given("assignee") {
        Some(text) => Some(text.parse::<UserId>().map_err(|_| Problem::NotFound)?),
        None => None,
    };
    answer(site, ask, Command::Accept { assignee }, "referral-accepted").await
}

/// Declines, with a reason.
pub async fn decline(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let command = Command::Decline {
        reason: Code::new(ask.fields.text("reason")),
        text: punte_words::clean_text(ask.fields.text("text")),
        suggestion: punte_words::clean_text(ask.fields.text("suggestion")),
    };
    answer(site, ask, command, "referral-declined").await
}

/// Begins the work.
pub async fn begin(site: Site, ask: Ask) -> Result<Answer, Problem> {
    answer(site, ask, Command::StartWork, "referral-started").await
}

/// Finishes it.
pub async fn finish(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let command = Command::Finish {
        outcome: Code::new(ask.fields.text("outcome")),
        text: punte_words::clean_text(ask.fields.text("text")),
    };
    answer(site, ask, command, "referral-finished").await
}

/// Takes it back.
pub async fn revoke(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: ReferralId = ask.parsed("id")?;
    let reason = punte_words::clean_text(ask.fields.text("reason"));
    let done = desk.revoke_referral(id, reason, post_of(&ask, &desk)).await;
    after(&site, &ask, &desk, id, done, "referral-revoked").await
}

async fn answer(site: Site, ask: Ask, command: Command, code: &str) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: ReferralId = ask.parsed("id")?;
    let done = desk
        .answer_referral(id, command, post_of(&ask, &desk))
        .await;
    after(&site, &ask, &desk, id, done, code).await
}

async fn after(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    id: ReferralId,
    done: AppResult<Written>,
    code: &str,
) -> Result<Answer, Problem> {
    match done {
        Ok(_) => Ok(Answer::see_other(&format!("/referrals/{id}?done={code}"))),
        Err(AppError::Invalid(wrong)) => {
            let page = desk.referral(id).await?;
            let wrong: Vec<_> = wrong.into_iter().map(|w| field_of(ask, w)).collect();
            let html = render(&shown(site, ask, desk, &page, &wrong));
            Ok(Answer::page(html).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

/// The field of the form that was sent.
fn field_of(ask: &Ask, wrong: Invalid) -> Invalid {
    let field = match wrong.field.as_str() {
        "choice" if ask.path.ends_with("/finish") => "outcome",
        "choice" => "reason",
        other => other,
    };
    Invalid::new(field, wrong.code)
}

fn shown(site: &Site, ask: &Ask, desk: &Desk, page: &ReferralPage, wrong: &[Invalid]) -> OnePage {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong,
    };
    let service = page
        .view
        .state
        .payload
        .as_ref()
        .map(|p| say::item(&t, "service", &p.service))
        .unwrap_or_default();
    let open = page.file.map(|code| {
        Link::new(
            t.with("refer-open-file", "code", code),
            format!("/files/{code}"),
        )
    });
    let mut actions = actions(&asked, desk, page);
    OnePage {
        frame: staff(
            site,
            ask,
            desk,
            t.get("refer-one"),
            Some(Section::Referrals),
        ),
        back: Link::new(t.get("nav-referrals"), "/referrals"),
        errors: asked.mark_one(actions.iter_mut().map(|action| &mut action.parts)),
        heading: t.with("refer-one-of", "service", service),
        marks: vec![
            say::status(&t, &page.view.state),
            say::clock_alone(&t, desk, &page.view),
        ],
        parts: parts(&t, desk, page),
        open,
        actions,
        version: page.version,
        events: page
            .history
            .iter()
            .map(|(env, entry)| event(&t, desk, page, env, entry))
            .collect(),
    }
}

fn parts(t: &T, desk: &Desk, page: &ReferralPage) -> Vec<Part> {
    let (view, app) = (&page.view, desk.app());
    let mut parts = Vec::new();
    if let Some(next) = next(t, desk, page) {
        parts.push(Part::Alert(next));
    }
    let name = |unit| {
        format!(
            "{} · {}",
            page.names.organisation(unit),
            page.names.unit(unit)
        )
    };
    let mut rows = vec![
        Row::new(t.get("refer-from"), name(view.from)),
        Row::new(t.get("refer-to"), name(view.to)),
    ];
    if let Some(code) = page.file.filter(|_| page.ours) {
        rows.push(Row::new(t.get("refer-code"), code.to_string()));
    }
    let read = view
        .state
        .read_at
        .map_or_else(|| t.get("refer-unread"), |at| say::when(app, t, at));
    rows.push(Row::new(t.get("refer-read-at"), read));
    rows.push(Row::new(
        t.get("refer-waiting"),
        inbox::waiting(t, desk, view),
    ));
    if let Some(user) = view.state.assignee {
        rows.push(Row::new(
            t.get("refer-assignee"),
            page.names.user(user).to_owned(),
        ));
    }
    parts.push(Part::Rows(rows));
    if let Some(payload) = &view.state.payload {
        parts.push(Part::Heading(t.get("refer-asked")));
        parts.push(Part::Rows(preview::payload(t, app, payload)));
    }
    parts
}

/// What the answer is, what follows, until when: one strip.
fn next(t: &T, desk: &Desk, page: &ReferralPage) -> Option<Alert> {
    let state = &page.view.state;
    let app = desk.app();
    let moment = |at: Option<punte_app::domain::Moment>| {
        at.map_or_else(String::new, |at| say::when(app, t, at))
    };
    let side = if page.ours { "sender" } else { "recipient" };
    let status = state.status?;
    let until = moment(state.payload.as_ref().map(|p| p.until));
    let (kind, text) = match status {
        Status::Sent | Status::Read => {
            let name = format!("refer-next-{side}-waiting");
            let args = [
                ("answer", moment(state.answer_by)),
                ("expires", moment(state.expires_at)),
            ];
            let args: Vec<_> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
            (AlertKind::Information, t.args(&name, &args))
        }
        Status::Accepted | Status::InProgress => (
            AlertKind::Success,
            t.with(&format!("refer-next-{side}-accepted"), "until", until),
        ),
        Status::Declined => {
            let (reason, text, suggestion) =
                state
                    .declined
                    .clone()
                    .unwrap_or((Code::new(""), String::new(), String::new()));
            let reason = say::item(t, "decline", &reason);
            let said = say::sentences([reason.as_str(), &text, &suggestion]);
            (AlertKind::Warning, said)
        }
        Status::Revoked => (AlertKind::Warning, t.get("refer-next-revoked")),
        Status::Expired => (AlertKind::Warning, t.get("refer-next-expired")),
        Status::Done => {
            let said = state.done.as_ref().map(|(_, outcome, text)| {
                let outcome = say::item(t, "referral_outcome", outcome);
                say::sentences([outcome.as_str(), text])
            });
            (AlertKind::Success, said.unwrap_or_default())
        }
    };
    let lead = format!("{}.", t.of("refer-status", say::status_name(status)));
    Some(Alert {
        kind,
        lead,
        text,
        link: None,
    })
}

fn actions(asked: &Asked<'_>, desk: &Desk, page: &ReferralPage) -> Vec<Action> {
    let status = page.view.state.status;
    let waits = matches!(status, Some(Status::Sent | Status::Read));
    let begun = matches!(status, Some(Status::Accepted | Status::InProgress));
    let mut actions = Vec::new();
    if page.can_answer && waits {
        actions.push(action(
            asked,
            desk,
            page,
            "accept",
            vec![colleague(asked, page)],
        ));
        actions.push(action(asked, desk, page, "decline", declining(asked, desk)));
    }
    if page.can_answer && status == Some(Status::Accepted) {
        actions.push(action(asked, desk, page, "start", Vec::new()));
    }
    if page.can_answer && begun {
        actions.push(action(asked, desk, page, "finish", finishing(asked, desk)));
    }
    if page.can_revoke && (waits || begun) {
        let reason = asked
            .field("reason", asked.t.get("refer-revoke-why"))
            .hint(asked.t.get("refer-revoke-hint"));
        actions.push(action(
            asked,
            desk,
            page,
            "revoke",
            vec![Part::Area(reason)],
        ));
    }
    actions
}

fn action(
    asked: &Asked<'_>,
    desk: &Desk,
    page: &ReferralPage,
    code: &'static str,
    parts: Vec<Part>,
) -> Action {
    Action {
        code,
        title: asked.t.of("refer-do", code),
        href: format!("/referrals/{}/{code}", page.view.id),
        id: desk.app().new_entry().to_string(),
        parts,
        button: asked.t.of("refer-do-button", code),
        quiet: !matches!(code, "accept" | "start" | "finish"),
    }
}

fn colleague(asked: &Asked<'_>, page: &ReferralPage) -> Part {
    let none = (String::new(), asked.t.get("refer-assignee-none"));
    let list = page
        .colleagues
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    Part::Select(asked.one(
        "assignee",
        asked.t.get("refer-assignee"),
        std::iter::once(none).chain(list),
    ))
}

fn listed<'a>(
    asked: &Asked<'a>,
    desk: &'a Desk,
    list: List,
) -> impl Iterator<Item = (String, String)> + use<'a> {
    let t = asked.t;
    let codes = desk.app().pack().list(list);
    codes
        .iter()
        .map(move |c| (c.as_str().to_owned(), say::item(&t, list.name(), c)))
}

fn declining(asked: &Asked<'_>, desk: &Desk) -> Vec<Part> {
    let t = asked.t;
    vec![
        Part::Select(asked.pick(
            "reason",
            t.get("refer-decline-reason"),
            listed(asked, desk, List::Decline),
        )),
        Part::Area(asked.field("text", t.get("refer-decline-text")).optional()),
        Part::Input(
            asked
                .field("suggestion", t.get("refer-decline-suggestion"))
                .optional(),
        ),
    ]
}

fn finishing(asked: &Asked<'_>, desk: &Desk) -> Vec<Part> {
    let t = asked.t;
    vec![
        Part::Select(asked.pick(
            "outcome",
            t.get("refer-outcome"),
            listed(asked, desk, List::ReferralOutcome),
        )),
        // The fields of both forms are called `text`; only one of the two forms is ever on the page.
        Part::Area(asked.field("text", t.get("refer-outcome-text")).optional()),
    ]
}

fn event(t: &T, desk: &Desk, page: &ReferralPage, env: &Envelope, entry: &Entry) -> Event {
    let any = AnyEntry::Referral(entry.clone());
    let kind = punte_app::entries::kind(&any);
    let text = match entry {
        // The payload stands beside it.
        Entry::Sent { .. } => "",
        Entry::Read
        | Entry::Accepted { .. }
        | Entry::Declined { .. }
        | Entry::Revoked { .. }
        | Entry::Expired
        | Entry::WorkStarted
        | Entry::Done { .. } => punte_app::entries::words(&any),
    };
    say::step(t, desk, &page.names, env, t.of("refer-step-of", kind), text)
}
