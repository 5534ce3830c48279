//! One's own account as JSON.

use super::openapi::{Documented, Schemas, register};
use super::referrals::post;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::site::Site;
use punte_app::account::{Account, Offer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const BYTES: usize = 8 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/account", OwnAccount, Takes::Nothing, read),
    guarded!(Post Api "/api/v1/account/sessions/end", OwnAccount, Takes::Json(BYTES), end),
    guarded!(Post Api "/api/v1/account/units/take-up", OwnAccount, Takes::Json(BYTES), take_up),
    guarded!(Post Api "/api/v1/account/passphrase", OwnAccount, Takes::Json(BYTES), passphrase),
    guarded!(Post Api "/api/v1/account/recovery", OwnAccount, Takes::Json(BYTES), recovery),
    guarded!(Post Api "/api/v1/account/recovery/keep", OwnAccount, Takes::Json(BYTES), keep_recovery),
    guarded!(Post Api "/api/v1/account/second-factor", OwnAccount, Takes::Json(BYTES), factor),
    guarded!(Post Api "/api/v1/account/second-factor/keep", OwnAccount, Takes::Json(BYTES), keep_factor),
    guarded!(Post Api "/api/v1/account/language", OwnAccount, Takes::Json(BYTES), language),
];

const fn posts(
    path: &'static str,
    summary: &'static str,
    takes: &'static str,
    gives: &'static str,
) -> Documented {
    Documented::new(path, "POST", summary, Some(takes), Some(gives))
}

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/account",
        "GET",
        "One's own account",
        None,
        Some("OwnAccountBody"),
    ),
    posts(
        "/api/v1/account/sessions/end",
        "Ends one session, or all but this one",
        "EndSessions",
        "DoneBody",
    ),
    posts(
        "/api/v1/account/units/take-up",
        "Takes up a unit without keys as its first member",
        "TakeUp",
        "DoneBody",
    ),
    posts(
        "/api/v1/account/passphrase",
        "A new passphrase; every other session ends",
        "NewPassphrase",
        "DoneBody",
    ),
    posts(
        "/api/v1/account/recovery",
        "A new recovery code, which counts when it was sent back",
        "Proof",
        "OfferBody",
    ),
    posts(
        "/api/v1/account/recovery/keep",
        "The recovery code was kept",
        "Keep",
        "DoneBody",
    ),
    posts(
        "/api/v1/account/second-factor",
        "A new second factor, which counts when a code of it was sent",
        "Proof",
        "OfferBody",
    ),
    posts(
        "/api/v1/account/second-factor/keep",
        "The second factor was linked",
        "Keep",
        "DoneBody",
    ),
    posts(
        "/api/v1/account/language",
        "Language of one's pages",
        "SetLanguage",
        "DoneBody",
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<OwnAccountBody>(into);
    register::<OwnSessionBody>(into);
    register::<OwnMembershipBody>(into);
    register::<EndSessions>(into);
    register::<TakeUp>(into);
    register::<NewPassphrase>(into);
    register::<Proof>(into);
    register::<OfferBody>(into);
    register::<Keep>(into);
    register::<SetLanguage>(into);
    register::<DoneBody>(into);
}

/// A session of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSessionBody {
    /// Names it; says nothing of its cookie.
    id: String,
    /// What the browser said of itself.
    label: String,
    /// Seconds since 1970.
    created: i64,
    /// Last use, seconds since 1970, to the minute.
    seen: i64,
    current: bool,
}

/// Where one belongs.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnMembershipBody {
    unit: String,
    unit_name: String,
    organisation: String,
    role: &'static str,
    /// `waiting`, `active` or `ended`.
    state: &'static str,
    /// The unit has no keys yet: one may take it up.
    first: bool,
}

/// One's own account.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnAccountBody {
    login: String,
    name: String,
    title: String,
    /// `ro` or `en`.
    language: String,
    memberships: Vec<OwnMembershipBody>,
    sessions: Vec<OwnSessionBody>,
    /// Whether there is a recovery code.
    recovery: bool,
    /// Whether there is a second factor.
    second_factor: bool,
    /// Whether this installation has second factors at all.
    second_factor_possible: bool,
}

/// Which sessions to end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSessions {
    /// Idempotency key.
    id: Option<String>,
    /// One session; without it, all but this one.
    session: Option<String>,
}

/// Which unit to take up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeUp {
    unit: String,
}

/// A new passphrase.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassphrase {
    /// Idempotency key.
    id: Option<String>,
    /// The present one.
    old: String,
    /// 12 to 128 characters.
    new: String,
}

/// The passphrase, typed again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    passphrase: String,
}

/// A secret that is shown once.
#[derive(Serialize, ToSchema)]
pub struct OfferBody {
    secret: String,
    /// `otpauth` address, of a second factor.
    uri: Option<String>,
    /// To be sent back with the proof; opens nothing by itself.
    sealed: String,
}

/// The proof that a secret was kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Idempotency key.
    id: Option<String>,
    sealed: String,
    /// The recovery code, or six digits of the second factor.
    code: String,
}

/// A language.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLanguage {
    /// Idempotency key.
    id: Option<String>,
    /// `ro` or `en`.
    language: String,
}

/// It is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoneBody {
    done: bool,
}

/// The answer of everything that gives nothing back.
pub(super) fn done() -> Answer {
    Answer::json(&DoneBody { done: true })
}

fn said(account: Account) -> OwnAccountBody {
    OwnAccountBody {
        login: account.login,
        name: account.name,
        title: account.title,
        language: account.language,
        memberships: account
            .memberships
            .into_iter()
            .map(|m| OwnMembershipBody {
                unit: m.unit.to_string(),
                unit_name: m.unit_name,
                organisation: m.organisation,
                role: m.role.name(),
                state: m.state.name(),
                first: m.first,
            })
            .collect(),
        sessions: account
            .sessions
            .into_iter()
            .map(|s| OwnSessionBody {
                id: s.id,
                label: s.label,
                created: s.created.seconds(),
                seen: s.seen.seconds(),
                current: s.current,
            })
            .collect(),
        recovery: account.recovery,
        second_factor: account.second_factor,
        second_factor_possible: account.second_factor_possible,
    }
}

async fn read(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let account = ask.desk(&site).await?.account().await?;
    Ok(Answer::json(&said(account)))
}

async fn end(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: EndSessions = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    desk.end_sessions(body.session.as_deref(), post).await?;
    Ok(done())
}

async fn take_up(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: TakeUp = ask.body()?;
    let unit = body.unit.parse().map_err(|_| Problem::NotFound)?;
    ask.desk(&site).await?.take_up(unit).await?;
    Ok(done())
}

async fn passphrase(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: NewPassphrase = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    let again = body.new.clone();
    desk.change_passphrase(body.old, body.new, &again, post)
        .await?;
    Ok(done())
}

fn offered(offer: &Offer) -> Answer {
    Answer::json(&OfferBody {
        secret: offer.secret.to_string(),
        uri: offer.uri.as_ref().map(|uri| uri.to_string()),
        sealed: offer.sealed.clone(),
    })
}

async fn recovery(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Proof = ask.body()?;
    let desk = ask.desk(&site).await?;
    Ok(offered(&desk.offer_recovery(body.passphrase).await?))
}

async fn keep_recovery(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Keep = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    desk.keep_recovery(&body.sealed, &body.code, post).await?;
    Ok(done())
}

async fn factor(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Proof = ask.body()?;
    let desk = ask.desk(&site).await?;
    Ok(offered(&desk.offer_second_factor(body.passphrase).await?))
}

async fn keep_factor(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Keep = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    desk.keep_second_factor(&body.sealed, &body.code, post)
        .await?;
    Ok(done())
}

async fn language(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: SetLanguage = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    desk.set_language(&body.language, post).await?;
    Ok(done())
}
