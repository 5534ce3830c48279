//! Coming back with the recovery code. A wrong code and somebody unknown are one answer.

use super::secrets::{new_passphrase, second_factor};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{PlainPage, Trouble};
use crate::pages::entrance::bare;
use crate::site::Site;
use crate::view::blocks::{Block, Form, Weight};
use crate::view::form::{Field, FieldError};
use crate::view::mark::Link;
use crate::view::parts::{Asked, Part};
use axum::http::{StatusCode, header};
use punte_app::{Recover, SignInRefusal};
use punte_words::T;

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    Ok(draw(&site, &ask, &Trouble::default(), None)?.answer())
}

fn draw(
    site: &Site,
    ask: &Ask,
    trouble: &Trouble,
    said: Option<String>,
) -> Result<PlainPage, Problem> {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong: &trouble.wrong,
    };
    let mut login = asked.field("login", t.get("sign-in-login"));
    login.autocomplete = "username";
    let code = asked
        .field("code", t.get("account-recovery"))
        .hint(t.get("recover-code-hint"));
    login.error = login.error.or_else(|| said.clone());
    let mut parts = vec![Part::Input(login), Part::Input(code)];
    parts.extend(new_passphrase(&asked));
    let (secret, typed) = (ask.fields.text("secret"), ask.fields.text("login"));
    let factor = site.app.factor_to_recover(secret, typed)?;
    let (mut blocks, mut hidden) = (Vec::new(), Vec::new());
    if let Some(factor) = &factor {
        blocks.extend(second_factor(&t, Some(&factor.uri), &factor.text));
        hidden.push(("secret", factor.text.to_string()));
        let mut code = Field::new("totp", t.get("sign-in-code"), "").error(asked.error("totp"));
        code.hint = Some(t.get("recover-totp-hint"));
        code.autocomplete = "one-time-code";
        parts.push(Part::Input(code));
    }
    let mut errors = asked.mark(&mut parts);
    if let Some(message) = said {
        // The sentence is about several questions: it goes without the name of one.
        errors.push(FieldError {
            field: "login".into(),
            message,
        });
        errors.extend(asked.unanswered(&mut parts));
    }
    blocks.push(Block::Form(Form {
        code: "recover",
        title: String::new(),
        lead: String::new(),
        action: "/recover".into(),
        hidden,
        parts,
        button: t.get("recover-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("sign-in"), "/sign-in")),
    }));
    let lead = match factor {
        Some(_) => t.get("recover-lead-factor"),
        None => t.get("recover-lead"),
    };
    Ok(PlainPage {
        frame: bare(site, ask, t.get("recover-title")),
        errors,
        heading: t.get("recover-title"),
        lead,
        blocks,
    })
}

/// Sets the new passphrase. The person signs in with it as always.
pub(super) async fn recover(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let form = Recover {
        login: ask.fields.text("login").to_owned(),
        code: ask.fields.text("code").to_owned(),
        new: ask.fields.text("new").to_owned(),
        again: ask.fields.text("again").to_owned(),
        secret: ask.fields.text("secret").to_owned(),
        totp: ask.fields.text("totp").to_owned(),
        address: ask.peer,
    };
    let t = T::new(ask.lang);
    let refusal = match site.app.recover(form, ask.request).await {
        Ok(Ok(())) => return Ok(Answer::see_other("/sign-in?done=recovered")),
        Ok(Err(refusal)) => refusal,
        Err(error) => {
            let trouble = Trouble::of::<()>(Err(error))?.unwrap_or_default();
            let page = draw(&site, &ask, &trouble, None)?;
            return Ok(page.answer().status(trouble.status()));
        }
    };
    let none = Trouble::default();
    match refusal {
        SignInRefusal::Wrong => {
            let page = draw(&site, &ask, &none, Some(t.get("recover-wrong")))?;
            Ok(page.answer().status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        SignInRefusal::Wait(seconds) => {
            let page = draw(&site, &ask, &none, Some(t.n("sign-in-wait", seconds)))?;
            let answer = page.answer().status(StatusCode::TOO_MANY_REQUESTS);
            Ok(answer.with(header::RETRY_AFTER, seconds.to_string()))
        }
        SignInRefusal::Busy => Err(Problem::Unavailable),
    }
}
