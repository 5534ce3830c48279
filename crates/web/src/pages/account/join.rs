//! Joining by invitation: who one is and a passphrase; then the recovery code and the second factor, shown once and typed back.
//! A link that was used, has lapsed, was taken back or never was is one page.

use super::secrets::{new_passphrase, recovery_code, second_factor};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{PlainPage, Trouble};
use crate::pages::entrance::bare;
use crate::site::Site;
use crate::view::blocks::{Block, Form, Weight};
use crate::view::form::Field;
use crate::view::mark::{Alert, AlertKind, Link};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use axum::http::{StatusCode, header};
use punte_app::directory::{Begun, Carried, Finish, Invited, JoinForm, JoinRefusal};
use punte_words::T;

/// The first page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let secret = ask.part("secret")?;
    match site.app.invited(secret).await? {
        None => Ok(gone(&site, &ask)),
        Some(invited) => Ok(first(&site, &ask, &invited, &Trouble::default())),
    }
}

fn plain(site: &Site, ask: &Ask, heading: String, lead: String) -> PlainPage {
    let mut frame = bare(site, ask, heading.clone());
    if let Ok(secret) = ask.part("secret") {
        frame.path = format!("/join/{secret}");
    }
    PlainPage {
        frame,
        errors: Vec::new(),
        heading,
        lead,
        blocks: Vec::new(),
    }
}

/// The page of every link that cannot be used. It says nothing that differs from one to the next.
fn gone(site: &Site, ask: &Ask) -> Answer {
    let t = T::new(ask.lang);
    let mut page = plain(site, ask, t.get("join-gone"), t.get("join-gone-lead"));
    "/sign-in".clone_into(&mut page.frame.path);
    page.blocks = vec![Block::Links(vec![Link::new(t.get("sign-in"), "/sign-in")])];
    page.answer().status(StatusCode::NOT_FOUND)
}

fn first(site: &Site, ask: &Ask, invited: &Invited, trouble: &Trouble) -> Answer {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong: &trouble.wrong,
    };
    let mut page = plain(site, ask, t.get("join-title"), t.get("join-lead"));
    let mut name = asked
        .field("name", t.get("join-name"))
        .hint(t.get("join-name-hint"));
    name.autocomplete = "name";
    let title = asked
        .field("title", t.get("join-job"))
        .hint(t.get("join-job-hint"))
        .optional();
    let mut parts = vec![Part::Input(name), Part::Input(title)];
    parts.extend(new_passphrase(&asked));
    page.blocks = vec![
        Block::Card(vec![Part::Rows(vec![
            Row::new(t.get("sign-in-login"), invited.login.clone()),
            Row::new(t.get("admin-organisation"), invited.organisation.clone()),
            Row::new(t.get("admin-unit"), invited.unit.clone()),
            Row::new(t.get("admin-role"), t.of("role", invited.role.name())),
        ])]),
        Block::Form(Form {
            code: "join",
            title: String::new(),
            lead: String::new(),
            action: page.frame.path.clone(),
            hidden: Vec::new(),
            parts,
            button: t.get("join-next"),
            weight: Weight::Main,
            cancel: None,
        }),
    ];
    page.mark(&asked);
    page.answer().status(trouble.status())
}

/// Makes keys; shows the codes.
pub(super) async fn begin(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let secret = ask.part("secret")?;
    let Some(invited) = site.app.invited(secret).await? else {
        return Ok(gone(&site, &ask));
    };
    let form = JoinForm {
        name: ask.fields.text("name").to_owned(),
        title: ask.fields.text("title").to_owned(),
        passphrase: ask.fields.text("new").to_owned(),
        again: ask.fields.text("again").to_owned(),
    };
    match site.app.begin_join(secret, form).await? {
        Ok(begun) => Ok(second(
            &site,
            &ask,
            Some(&begun),
            &begun.carried,
            &Trouble::default(),
        )),
        Err(JoinRefusal::Gone) => Ok(gone(&site, &ask)),
        Err(JoinRefusal::Invalid(wrong)) => {
            let trouble = Trouble { wrong, stale: None };
            Ok(first(&site, &ask, &invited, &trouble))
        }
    }
}

fn second(
    site: &Site,
    ask: &Ask,
    begun: Option<&Begun>,
    carried: &Carried,
    trouble: &Trouble,
) -> Answer {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong: &trouble.wrong,
    };
    let mut page = plain(site, ask, t.get("join-keep-title"), String::new());
    match begun {
        Some(begun) => {
            page.lead = t.get("join-keep-lead");
            page.blocks.extend(recovery_code(&t, &begun.recovery));
            if let Some((uri, text)) = &begun.second_factor {
                page.blocks.extend(second_factor(&t, Some(uri), text));
            }
        }
        None => page.blocks.push(Block::Parts(vec![Part::Alert(Alert {
            kind: AlertKind::Warning,
            lead: t.get("account-shown-once"),
            text: t.get("account-shown-once-again"),
            link: None,
        })])),
    }
    let mut parts = vec![Part::Input(
        Field::new("code", t.get("account-code-back"), "").error(asked.error("code")),
    )];
    if !site.app.is_demo() {
        let mut totp = Field::new("totp", t.get("sign-in-code"), "").error(asked.error("totp"));
        totp.hint = Some(t.get("sign-in-code-hint"));
        totp.autocomplete = "one-time-code";
        parts.push(Part::Input(totp));
    }
    page.blocks.push(Block::Form(Form {
        code: "finish",
        title: t.get("account-prove-title"),
        lead: t.get("account-prove-lead"),
        action: format!("{}/finish", page.frame.path),
        hidden: vec![("carried", carried.to_text())],
        parts,
        button: t.get("join-finish"),
        weight: Weight::Main,
        cancel: Some(Link::new(
            t.get("account-begin-again"),
            page.frame.path.clone(),
        )),
    }));
    page.mark(&asked);
    page.answer().status(trouble.status())
}

/// The codes were kept: the account is made, and the person is in.
pub(super) async fn finish(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let secret = ask.part("secret")?;
    let Some(carried) = Carried::parse(ask.fields.text("carried")) else {
        // What travels was lost on the way: nothing is made of it, and the link still works.
        return Ok(match site.app.invited(secret).await? {
            None => gone(&site, &ask),
            Some(_) => Answer::see_other(&format!("/join/{secret}")),
        });
    };
    let label = ask
        .headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let form = Finish {
        carried: carried.clone(),
        code: ask.fields.text("code").to_owned(),
        totp: ask.fields.text("totp").to_owned(),
        label: label.to_owned(),
        lang: ask.lang,
    };
    match site.app.finish_join(secret, form, ask.request).await? {
        Ok(signed_in) => {
            let cookie = site.session_cookie(&signed_in.token.text());
            Ok(Answer::see_other("/account?done=joined").with(header::SET_COOKIE, cookie))
        }
        Err(JoinRefusal::Gone) => Ok(gone(&site, &ask)),
        Err(JoinRefusal::Invalid(wrong)) => {
            let trouble = Trouble { wrong, stale: None };
            Ok(second(&site, &ask, None, &carried, &trouble))
        }
    }
}
