//! Passphrase, recovery code, second factor: what opens one's own keys.

use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{BlockPage, Trouble};
use crate::pages::{post_of, staff};
use crate::site::Site;
use crate::view::blocks::{Block, Form, Secret, Weight};
use crate::view::form::Field;
use crate::view::mark::{Alert, AlertKind, Link};
use crate::view::parts::{Asked, Part};
use crate::view::qr;
use axum::http::header;
use punte_app::account::Offer;
use punte_app::{AppError, AppResult, Desk};
use punte_words::T;

/// A page under the account's.
fn under(site: &Site, ask: &Ask, desk: &Desk, path: &str, title: String) -> BlockPage {
    let t = T::new(ask.lang);
    let mut frame = staff(site, ask, desk, title.clone(), None);
    path.clone_into(&mut frame.path);
    let mut page = BlockPage::new(frame, title);
    page.back = Some(Link::new(t.get("account-title"), "/account"));
    page
}

/// A field in which a secret is typed; it never comes back with the page.
pub(super) fn secret_field(
    asked: &Asked<'_>,
    name: &str,
    label: String,
    autocomplete: &'static str,
) -> Field {
    let mut field = Field::new(name, label, "").error(asked.error(name));
    field.kind = "password";
    field.autocomplete = autocomplete;
    field
}

/// The two fields of a new passphrase.
pub(super) fn new_passphrase(asked: &Asked<'_>) -> Vec<Part> {
    let t = asked.t;
    vec![
        Part::Input(
            secret_field(asked, "new", t.get("account-new"), "new-password")
                .hint(t.get("account-new-hint")),
        ),
        Part::Input(secret_field(
            asked,
            "again",
            t.get("account-again"),
            "new-password",
        )),
    ]
}

fn asked<'a>(ask: &'a Ask, trouble: &'a Trouble) -> Asked<'a> {
    Asked {
        t: T::new(ask.lang),
        fields: &ask.fields,
        wrong: &trouble.wrong,
    }
}

/// Too many tries become a refusal that the page can show; everything else goes on.
fn patient<A>(t: &T, outcome: AppResult<A>) -> Result<AppResult<A>, (String, u32)> {
    match outcome {
        Err(AppError::TooMany { seconds }) => Err((t.n("sign-in-wait", seconds), seconds)),
        other => Ok(other),
    }
}

fn wait(mut page: BlockPage, field: &str, message: String, seconds: u32) -> Answer {
    page.errors.push(crate::view::form::FieldError {
        field: field.to_owned(),
        message,
    });
    page.answer()
        .status(axum::http::StatusCode::TOO_MANY_REQUESTS)
        .with(header::RETRY_AFTER, seconds.to_string())
}

/// The form for a new passphrase.
pub(super) async fn passphrase_page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    desk.account().await?;
    Ok(draw_passphrase(&site, &ask, &desk, &Trouble::default()).answer())
}

fn draw_passphrase(site: &Site, ask: &Ask, desk: &Desk, trouble: &Trouble) -> BlockPage {
    let asked = asked(ask, trouble);
    let t = asked.t;
    let mut page = under(
        site,
        ask,
        desk,
        "/account/passphrase",
        t.get("account-passphrase-title"),
    );
    page.lead = t.get("account-passphrase-lead");
    let old = secret_field(&asked, "old", t.get("account-old"), "current-password");
    let mut parts = vec![Part::Input(old)];
    parts.extend(new_passphrase(&asked));
    page.blocks = vec![Block::Form(Form {
        code: "passphrase",
        title: String::new(),
        lead: String::new(),
        action: "/account/passphrase".into(),
        hidden: vec![("id", desk.app().new_entry().to_string())],
        parts,
        button: t.get("account-passphrase-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-cancel"), "/account")),
    })];
    page.mark(&asked);
    page
}

/// A new passphrase; every other session ends.
pub(super) async fn passphrase(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let fields = &ask.fields;
    let (old, new) = (fields.text("old").to_owned(), fields.text("new").to_owned());
    let outcome = desk
        .change_passphrase(old, new, fields.text("again"), post_of(&ask, &desk))
        .await;
    let t = T::new(ask.lang);
    match patient(&t, outcome) {
        Err((message, seconds)) => {
            let page = draw_passphrase(&site, &ask, &desk, &Trouble::default());
            Ok(wait(page, "old", message, seconds))
        }
        Ok(outcome) => match Trouble::of(outcome)? {
            None => Ok(Answer::see_other("/account?done=passphrase-set")),
            Some(trouble) => {
                let page = draw_passphrase(&site, &ask, &desk, &trouble);
                Ok(page.answer().status(trouble.status()))
            }
        },
    }
}

/// What differs between the recovery code and the second factor.
struct Kind {
    path: &'static str,
    keep: &'static str,
    title: &'static str,
    lead: &'static str,
    prove: &'static str,
    prove_lead: &'static str,
    done: &'static str,
}

const RECOVERY: Kind = Kind {
    path: "/account/recovery",
    keep: "/account/recovery/keep",
    title: punte_words::key!("account-recovery"),
    lead: punte_words::key!("account-recovery-lead"),
    prove: punte_words::key!("account-prove-title"),
    prove_lead: punte_words::key!("account-prove-lead"),
    done: "/account?done=recovery-kept",
};
const FACTOR: Kind = Kind {
    path: "/account/second-factor",
    keep: "/account/second-factor/keep",
    title: punte_words::key!("account-factor"),
    lead: punte_words::key!("account-factor-lead"),
    prove: punte_words::key!("account-factor-prove"),
    prove_lead: punte_words::key!("account-factor-prove-lead"),
    done: "/account?done=factor-kept",
};

fn draw_ask(site: &Site, ask: &Ask, desk: &Desk, kind: &Kind, trouble: &Trouble) -> BlockPage {
    let asked = asked(ask, trouble);
    let t = asked.t;
    let mut page = under(site, ask, desk, kind.path, t.get(kind.title));
    page.lead = t.get(kind.lead);
    let field = secret_field(
        &asked,
        "passphrase",
        t.get("account-old"),
        "current-password",
    );
    page.blocks = vec![Block::Form(Form {
        code: "proof",
        title: String::new(),
        lead: t.get("account-proof-lead"),
        action: kind.path.into(),
        hidden: Vec::new(),
        parts: vec![Part::Input(field)],
        button: t.get("account-proof-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-cancel"), "/account")),
    })];
    page.mark(&asked);
    page
}

/// The secret, once, with the form that takes it back. Without an offer: the form comes back, the secret doesn't.
fn draw_keep(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    kind: &Kind,
    (offer, sealed): (Option<&Offer>, &str),
    trouble: &Trouble,
) -> BlockPage {
    let asked = asked(ask, trouble);
    let t = asked.t;
    let mut page = under(site, ask, desk, kind.path, t.get(kind.title));
    let is_recovery = kind.path == RECOVERY.path;
    match offer {
        Some(offer) => page.blocks.extend(shown(&t, kind, offer)),
        // A second factor is in the authenticator by now: its next code will do.
        None if !is_recovery => {}
        None => page.blocks.push(Block::Parts(vec![Part::Alert(Alert {
            kind: AlertKind::Warning,
            lead: t.get("account-shown-once"),
            text: t.get("account-shown-once-again"),
            link: None,
        })])),
    }
    let label = if is_recovery {
        t.get("account-code-back")
    } else {
        t.get("sign-in-code")
    };
    let mut field = Field::new("code", label, "").error(asked.error("code"));
    if !is_recovery {
        field.autocomplete = "one-time-code";
        field.hint = Some(t.get("sign-in-code-hint"));
    }
    page.blocks.push(Block::Form(Form {
        code: "keep",
        title: t.get(kind.prove),
        lead: t.get(kind.prove_lead),
        action: kind.keep.into(),
        hidden: vec![
            ("id", desk.app().new_entry().to_string()),
            ("sealed", sealed.to_owned()),
        ],
        parts: vec![Part::Input(field)],
        button: t.get("account-prove-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("account-begin-again"), kind.path)),
    }));
    page.mark(&asked);
    page
}

fn shown(t: &T, kind: &Kind, offer: &Offer) -> Vec<Block> {
    if kind.path == RECOVERY.path {
        recovery_code(t, &offer.secret)
    } else {
        second_factor(t, offer.uri.as_deref(), &offer.secret)
    }
}

/// The recovery code, once, with what it is for.
pub(super) fn recovery_code(t: &T, code: &str) -> Vec<Block> {
    vec![
        Block::Secret(Secret {
            id: "recovery-code",
            label: t.get("account-recovery-yours"),
            text: code.to_owned(),
            picture: None,
            picture_label: String::new(),
        }),
        Block::Parts(vec![Part::List(vec![
            t.get("account-recovery-why"),
            t.get("account-recovery-where"),
            t.get("account-recovery-once"),
        ])]),
    ]
}

/// A second factor, once: as a picture for the camera, and as text.
pub(super) fn second_factor(t: &T, uri: Option<&str>, secret: &str) -> Vec<Block> {
    vec![
        Block::Parts(vec![Part::Text(t.get("account-factor-how"))]),
        Block::Secret(Secret {
            id: "factor-secret",
            label: t.get("account-factor-yours"),
            text: secret.to_owned(),
            picture: uri.and_then(qr::picture),
            picture_label: t.get("account-factor-picture"),
        }),
    ]
}

async fn ask_page(site: Site, ask: Ask, kind: &Kind) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let account = desk.account().await?;
    if kind.path == FACTOR.path && !account.second_factor_possible {
        return Err(Problem::NotFound);
    }
    Ok(draw_ask(&site, &ask, &desk, kind, &Trouble::default()).answer())
}

async fn offer(site: &Site, ask: &Ask, kind: &Kind) -> Result<Answer, Problem> {
    let desk = ask.desk(site).await?;
    let passphrase = ask.fields.text("passphrase").to_owned();
    let outcome = if kind.path == RECOVERY.path {
        desk.offer_recovery(passphrase).await
    } else {
        desk.offer_second_factor(passphrase).await
    };
    match patient(&T::new(ask.lang), outcome) {
        Err((message, seconds)) => {
            let page = draw_ask(site, ask, &desk, kind, &Trouble::default());
            Ok(wait(page, "passphrase", message, seconds))
        }
        Ok(Ok(offer)) => {
            let sealed = offer.sealed.clone();
            let shown = (Some(&offer), sealed.as_str());
            Ok(draw_keep(site, ask, &desk, kind, shown, &Trouble::default()).answer())
        }
        Ok(Err(error)) => {
            let trouble = Trouble::of::<()>(Err(error))?.unwrap_or_default();
            let page = draw_ask(site, ask, &desk, kind, &trouble);
            Ok(page.answer().status(trouble.status()))
        }
    }
}

async fn keep(site: &Site, ask: &Ask, kind: &Kind) -> Result<Answer, Problem> {
    let desk = ask.desk(site).await?;
    let (sealed, code) = (ask.fields.text("sealed"), ask.fields.text("code"));
    let post = post_of(ask, &desk);
    let outcome = if kind.path == RECOVERY.path {
        desk.keep_recovery(sealed, code, post).await
    } else {
        desk.keep_second_factor(sealed, code, post).await
    };
    match Trouble::of(outcome)? {
        None => Ok(Answer::see_other(kind.done)),
        Some(trouble) => {
            let page = draw_keep(site, ask, &desk, kind, (None, sealed), &trouble);
            Ok(page.answer().status(trouble.status()))
        }
    }
}

/// Asks for the passphrase before a recovery code.
pub(super) async fn recovery_page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    ask_page(site, ask, &RECOVERY).await
}

/// Shows a new recovery code.
pub(super) async fn recovery(site: Site, ask: Ask) -> Result<Answer, Problem> {
    offer(&site, &ask, &RECOVERY).await
}

/// The code was typed back.
pub(super) async fn keep_recovery(site: Site, ask: Ask) -> Result<Answer, Problem> {
    keep(&site, &ask, &RECOVERY).await
}

/// Asks for the passphrase before a second factor.
pub(super) async fn factor_page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    ask_page(site, ask, &FACTOR).await
}

/// Shows a new second factor.
pub(super) async fn factor(site: Site, ask: Ask) -> Result<Answer, Problem> {
    offer(&site, &ask, &FACTOR).await
}

/// A code of it was typed.
pub(super) async fn keep_factor(site: Site, ask: Ask) -> Result<Answer, Problem> {
    keep(&site, &ask, &FACTOR).await
}
