//! The wizard. Its state travels in the form: nothing is kept until it is sent.

use super::form::{self, DANGER, FIELDS, OPENS, PREVIEW, WHOM};
use super::preview;
use crate::frame::{Frame, Section};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::pages::{post_of, render, staff};
use crate::site::Site;
use crate::view::form::FieldError;
use crate::view::parts::{Asked, Part};
use askama::Template;
use axum::http::StatusCode;
use punte_app::domain::code::FileCode;
use punte_app::referrals::ReferOptions;
use punte_app::{AppError, Desk, Invalid};
use punte_words::T;

/// One step of the wizard.
#[derive(Template)]
#[template(path = "pages/refer/wizard.html")]
pub(super) struct WizardPage {
    /// Surroundings.
    pub frame: Frame,
    /// The file.
    pub code: FileCode,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Which step.
    pub step: u8,
    /// Its heading.
    pub heading: String,
    /// The form's idempotency key.
    pub id: String,
    /// What the other steps hold.
    pub hidden: Vec<(String, String)>,
    /// This step's questions.
    pub parts: Vec<Part>,
    /// What the button asks for.
    pub go: &'static str,
    /// Its text.
    pub button: String,
}

/// The first step.
pub(super) async fn start(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let options = desk.refer_options(ask.parsed("code")?).await?;
    let mut fields = Fields::default();
    form::prefill(&desk, &mut fields);
    let shown = Shown {
        site: &site,
        ask: &ask,
        desk: &desk,
        options: &options,
        fields: &fields,
    };
    shown.page(DANGER, &[]).await
}

/// Any step after the first, and sending.
pub(super) async fn step(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let code: FileCode = ask.parsed("code")?;
    let options = desk.refer_options(code).await?;
    let at: u8 = ask
        .fields
        .text("step")
        .parse()
        .ok()
        .filter(|s| (DANGER..=PREVIEW).contains(s))
        .unwrap_or(DANGER);
    let shown = Shown {
        site: &site,
        ask: &ask,
        desk: &desk,
        options: &options,
        fields: &ask.fields,
    };
    match ask.fields.text("go") {
        "back" => shown.page(at.saturating_sub(1).max(DANGER), &[]).await,
        "send" if at == PREVIEW => send(&shown, code).await,
        _ => {
            let wrong = wrong_on(&shown, at);
            if wrong.is_empty() {
                shown.page((at + 1).min(PREVIEW), &[]).await
            } else {
                shown.first_wrong(wrong).await
            }
        }
    }
}

/// What is wrong on a step and on those before it.
fn wrong_on(shown: &Shown<'_>, at: u8) -> Vec<Invalid> {
    let mut wrong = Vec::new();
    if !["yes", "no", "not_sure"].contains(&shown.fields.text("danger")) {
        wrong.push(Invalid::new("danger", "danger-unanswered"));
    }
    wrong.extend(
        form::read(shown.desk, shown.options, shown.fields)
            .err()
            .unwrap_or_default(),
    );
    wrong.retain(|w| form::step_of(&w.field) <= at);
    wrong
}

async fn send(shown: &Shown<'_>, code: FileCode) -> Result<Answer, Problem> {
    let wrong = wrong_on(shown, PREVIEW);
    let form = match form::read(shown.desk, shown.options, shown.fields) {
        Ok(form) if wrong.is_empty() => form,
        Ok(_) | Err(_) => return shown.first_wrong(wrong).await,
    };
    let post = post_of(shown.ask, shown.desk);
    match shown.desk.send_referral(code, &form, post).await {
        Ok(id) => Ok(Answer::see_other(&format!(
            "/referrals/{id}?done=referral-sent"
        ))),
        Err(AppError::Invalid(list)) => {
            shown
                .first_wrong(list.into_iter().map(form::field_of).collect())
                .await
        }
        Err(other) => Err(other.into()),
    }
}

struct Shown<'a> {
    site: &'a Site,
    ask: &'a Ask,
    desk: &'a Desk,
    options: &'a ReferOptions,
    fields: &'a Fields,
}

impl Shown<'_> {
    /// The first step on which something is wrong.
    async fn first_wrong(&self, wrong: Vec<Invalid>) -> Result<Answer, Problem> {
        let step = wrong
            .iter()
            .map(|w| form::step_of(&w.field))
            .min()
            .unwrap_or(PREVIEW);
        let here: Vec<_> = wrong
            .into_iter()
            .filter(|w| form::step_of(&w.field) == step)
            .collect();
        self.page(step, &here).await
    }

    async fn page(&self, step: u8, wrong: &[Invalid]) -> Result<Answer, Problem> {
        let t = T::new(self.ask.lang);
        let asked = Asked {
            t,
            fields: self.fields,
            wrong,
        };
        let (mut parts, refused) = match step {
            DANGER => (form::danger(&asked), false),
            WHOM => (form::whom(&asked, self.desk, self.options), false),
            OPENS => (form::opens(&asked, self.desk, self.options), false),
            _ => self.preview(&t).await?,
        };
        let send = step == PREVIEW;
        let page = WizardPage {
            frame: staff(
                self.site,
                self.ask,
                self.desk,
                t.get("refer-title"),
                Some(Section::Files),
            ),
            code: self.options.code,
            errors: asked.mark(&mut parts),
            step,
            heading: t.of("refer-heading", step),
            id: id_of(self),
            hidden: hidden(self.fields, step),
            parts,
            go: if send { "send" } else { "next" },
            button: if send {
                t.get("refer-send")
            } else {
                t.get("refer-next")
            },
        };
        let answer = Answer::page(render(&page));
        Ok(if wrong.is_empty() && !refused {
            answer
        } else {
            answer.status(StatusCode::UNPROCESSABLE_ENTITY)
        })
    }

    async fn preview(&self, t: &T) -> Result<(Vec<Part>, bool), Problem> {
        // Only a form that reads well gets here; one that doesn't is shown on its own step.
        let form = form::read(self.desk, self.options, self.fields).map_err(Problem::Invalid)?;
        let preview = self.desk.preview_referral(self.options.code, &form).await?;
        let refused = !preview.problems.is_empty();
        Ok((preview::parts(t, self.desk, &form, &preview), refused))
    }
}

/// One key for the whole wizard, so that sending twice sends once.
fn id_of(shown: &Shown<'_>) -> String {
    let given = shown.fields.text("id");
    if given.is_empty() {
        shown.site.app.new_entry().to_string()
    } else {
        given.to_owned()
    }
}

/// What the other steps hold.
fn hidden(fields: &Fields, step: u8) -> Vec<(String, String)> {
    let others = FIELDS
        .iter()
        .filter(|(s, _)| *s != step)
        .flat_map(|(_, names)| names.iter());
    others
        .flat_map(|name| {
            fields
                .all(name)
                .into_iter()
                .map(|v| ((*name).to_owned(), v.to_owned()))
        })
        .collect()
}
