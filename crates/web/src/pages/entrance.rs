//! Coming in, going out, and the small things around: language, hidden screen, keeping a session.

use super::{notice, render};
use crate::frame::{Demo, Frame};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::Shape;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::site::{Persona, Site};
use crate::view::HiddenPage;
use crate::view::form::{Field, FieldError};
use crate::{guarded, public};
use askama::Template;
use axum::http::{StatusCode, header};
use punte_app::{Lang, SignIn, SignInRefusal};
use punte_words::T;
use std::sync::Arc;

/// Small forms are small.
const SMALL: usize = 4 * 1024;
const SIGN_IN: Shape = Shape {
    single: &["login", "passphrase", "code", "next"],
    many: &[],
};
const ONLY_BACK: Shape = Shape {
    single: &["back", "lang"],
    many: &[],
};
const NONE: Shape = Shape {
    single: &[],
    many: &[],
};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    public!(Get Page "/sign-in", Takes::Nothing, sign_in_page),
    public!(Post Page "/sign-in", Takes::Form(SIGN_IN, SMALL), sign_in),
    public!(Post Page "/sign-out", Takes::Form(NONE, SMALL), sign_out),
    public!(Get Page "/demo", Takes::Nothing, demo),
    public!(Post Page "/language", Takes::Form(ONLY_BACK, SMALL), language),
    public!(Post Page "/hide", Takes::Form(ONLY_BACK, SMALL), hide),
    guarded!(Post Plain "/session/keep", OwnAccount, Takes::Form(NONE, SMALL), keep),
];

#[derive(Template)]
#[template(path = "pages/sign-in.html")]
struct SignInPage {
    frame: Frame,
    errors: Vec<FieldError>,
    login: Field,
    passphrase: Field,
    code: Option<Field>,
    next: String,
    personas: bool,
}

#[derive(Template)]
#[template(path = "pages/demo.html")]
struct DemoPage {
    frame: Frame,
    personas: Arc<Vec<Persona>>,
}

impl DemoPage {
    fn role<'a>(&self, persona: &'a Persona) -> &'a str {
        match self.frame.t.lang {
            Lang::Ro => &persona.role_ro,
            Lang::En => &persona.role_en,
        }
    }
}

/// The surroundings of a page for somebody who is not signed in.
pub(super) fn bare(site: &Site, ask: &Ask, title: String) -> Frame {
    let mut frame = Frame::public(ask.lang, title, &ask.path);
    if site.app.is_demo() {
        frame.demo = Some(Demo {
            switch_href: "/demo".into(),
        });
    }
    if let Some(token) = &ask.token {
        frame.csrf = site.app.csrf(token);
    }
    if let Some(code) = ask.query.get("done") {
        frame.notice = notice(&T::new(ask.lang), code);
    }
    frame
}

fn form(site: &Site, ask: &Ask, error: Option<String>) -> SignInPage {
    let t = T::new(ask.lang);
    let mut login = Field::new("login", t.get("sign-in-login"), ask.fields.text("login"));
    login.autocomplete = "username";
    let mut passphrase = Field::new("passphrase", t.get("sign-in-passphrase"), "");
    passphrase.kind = "password";
    passphrase.autocomplete = "current-password";
    let code = (!site.app.is_demo()).then(|| {
        let mut code = Field::new("code", t.get("sign-in-code"), "");
        code.autocomplete = "one-time-code";
        code.hint = Some(t.get("sign-in-code-hint"));
        code
    });
    let errors = error
        .into_iter()
        .map(|message| FieldError {
            field: "login".into(),
            message,
        })
        .collect();
    let next = match ask.fields.given("next") {
        Some(next) => next.to_owned(),
        None => ask.query("next").to_owned(),
    };
    SignInPage {
        frame: bare(site, ask, t.get("sign-in")),
        errors,
        login,
        passphrase,
        code,
        next,
        personas: !site.personas.is_empty(),
    }
}

async fn sign_in_page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    Ok(Answer::page(render(&form(&site, &ask, None))))
}

async fn sign_in(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let label = ask
        .headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let given = SignIn {
        login: ask.fields.text("login").to_owned(),
        passphrase: ask.fields.text("passphrase").to_owned(),
        code: ask.fields.text("code").to_owned(),
        address: ask.peer,
        label: label.to_owned(),
    };
    let t = T::new(ask.lang);
    match site.app.sign_in(given, ask.request).await? {
        Ok(signed_in) => {
            let next = local(ask.fields.text("next"));
            let cookie = site.session_cookie(&signed_in.token.text());
            let answer = Answer::see_other(next).with(header::SET_COOKIE, cookie);
            // Somebody's own language goes before the browser's; in a demo one visitor plays everybody.
            if site.app.is_demo() {
                return Ok(answer);
            }
            Ok(answer.with(header::SET_COOKIE, site.language_cookie(signed_in.lang)))
        }
        Err(SignInRefusal::Wrong) => {
            let page = form(&site, &ask, Some(t.get("sign-in-wrong")));
            Ok(Answer::page(render(&page)).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(SignInRefusal::Wait(seconds)) => {
            let page = form(&site, &ask, Some(t.n("sign-in-wait", seconds)));
            let answer = Answer::page(render(&page)).status(StatusCode::TOO_MANY_REQUESTS);
            Ok(answer.with(header::RETRY_AFTER, seconds.to_string()))
        }
        Err(SignInRefusal::Busy) => Err(Problem::Unavailable),
    }
}

async fn sign_out(site: Site, ask: Ask) -> Result<Answer, Problem> {
    if let Some(token) = &ask.token {
        site.app.sign_out(token, ask.request).await?;
    }
    Ok(Answer::see_other("/sign-in")
        .with(header::SET_COOKIE, site.cleared_cookie())
        .with(
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"storage\"",
        ))
}

async fn demo(site: Site, ask: Ask) -> Result<Answer, Problem> {
    if site.personas.is_empty() {
        return Err(Problem::NotFound);
    }
    let t = T::new(ask.lang);
    let frame = bare(&site, &ask, t.get("demo-title"));
    Ok(Answer::page(render(&DemoPage {
        frame,
        personas: Arc::clone(&site.personas),
    })))
}

async fn language(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let lang: Lang = ask
        .fields
        .text("lang")
        .parse()
        .map_err(|_| Problem::NotFound)?;
    let cookie = site.language_cookie(lang);
    Ok(Answer::see_other(local(ask.fields.text("back"))).with(header::SET_COOKIE, cookie))
}

async fn hide(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = &site;
    let t = T::new(ask.lang);
    let frame = Frame::public(ask.lang, t.get("hide-cover"), "/");
    Ok(Answer::page(render(&HiddenPage {
        frame,
        back: local(ask.fields.text("back")).to_owned(),
    })))
}

async fn keep(site: Site, ask: Ask) -> Result<Answer, Problem> {
    ask.desk(&site).await?.keep().await?;
    Ok(Answer::bytes("text/plain; charset=utf-8", Vec::new()).status(StatusCode::NO_CONTENT))
}

/// Only a path of ours is gone back to.
fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\n', '\r', '%', '?', '#']);
    if ours { path } else { "/" }
}
