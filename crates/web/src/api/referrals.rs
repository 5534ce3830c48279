//! Referrals as JSON.

use super::openapi::{Documented, Schemas, register};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::refer::say::status_name;
use crate::site::Site;
use punte_app::domain::compartment::{CompartmentKind, Compartments};
use punte_app::domain::file::entry::Basis;
use punte_app::domain::referral::Command;
use punte_app::domain::values::{Code, Urgency};
use punte_app::domain::{Moment, pack};
use punte_app::files::Post;
use punte_app::referrals::{ReferralForm, ReferralView};
use punte_app::{Desk, Invalid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest body.
const BYTES: usize = 64 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/referrals", ListReferrals, Takes::Nothing, list),
    guarded!(Get Api "/api/v1/referrals/{id}", ReadReferral, Takes::Nothing, one),
    guarded!(Get Api "/api/v1/files/{code}/recipients", ShareFile, Takes::Nothing, recipients),
    guarded!(Post Api "/api/v1/files/{code}/referrals/preview", ShareFile, Takes::Json(BYTES), preview),
    guarded!(Post Api "/api/v1/files/{code}/referrals", ShareFile, Takes::Json(BYTES), send),
    guarded!(Post Api "/api/v1/referrals/{id}/answer", AnswerReferral, Takes::Json(BYTES), answer),
    guarded!(Post Api "/api/v1/referrals/{id}/revoke", RevokeReferral, Takes::Json(BYTES), revoke),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/referrals",
        "GET",
        "Referrals to and by one's units",
        None,
        Some("Referrals"),
    ),
    Documented::new(
        "/api/v1/referrals/{id}",
        "GET",
        "One referral",
        None,
        Some("Referral"),
    ),
    Documented::new(
        "/api/v1/files/{code}/recipients",
        "GET",
        "Units that can be asked",
        None,
        Some("Recipients"),
    ),
    Documented::new(
        "/api/v1/files/{code}/referrals/preview",
        "POST",
        "Exactly what the recipient would see",
        Some("SendReferral"),
        Some("ReferralPreview"),
    ),
    Documented::new(
        "/api/v1/files/{code}/referrals",
        "POST",
        "Send",
        Some("SendReferral"),
        Some("Made"),
    ),
    Documented::new(
        "/api/v1/referrals/{id}/answer",
        "POST",
        "Accept, decline, start or finish",
        Some("AnswerReferral"),
        Some("Made"),
    ),
    Documented::new(
        "/api/v1/referrals/{id}/revoke",
        "POST",
        "Take back",
        Some("RevokeReferral"),
        Some("Made"),
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<Referrals>(into);
    register::<Referral>(into);
    register::<Recipients>(into);
    register::<Recipient>(into);
    register::<SendReferral>(into);
    register::<Ground>(into);
    register::<ReferralPreview>(into);
    register::<PreviewEntry>(into);
    register::<AnswerReferral>(into);
    register::<RevokeReferral>(into);
    register::<Made>(into);
}

/// A referral.
#[derive(Debug, Serialize, ToSchema)]
pub struct Referral {
    id: String,
    /// Unit that asks.
    from: String,
    /// Unit that is asked.
    to: String,
    /// `sent`, `read`, `accepted`, `declined`, `revoked`, `expired`, `in-progress` or `done`.
    status: &'static str,
    /// Service (list `service`).
    service: String,
    urgency: &'static str,
    age_band: &'static str,
    sex: &'static str,
    county: Option<String>,
    /// What was asked, in words that name nobody.
    summary: String,
    /// Compartments that open on acceptance.
    offered: Vec<&'static str>,
    /// End of the share, seconds since 1970.
    until: i64,
    /// Seconds since 1970.
    sent_at: Option<i64>,
    /// Seconds since 1970.
    read_at: Option<i64>,
    /// Seconds since 1970.
    answer_by: Option<i64>,
    /// Seconds since 1970.
    answered_at: Option<i64>,
    /// Whether the answer is late.
    late: bool,
    /// Reason of a refusal (list `decline`).
    declined: Option<String>,
    /// Outcome (list `referral_outcome`).
    outcome: Option<String>,
    /// The file, once it is open to the reader.
    file: Option<String>,
}

/// Referrals of one's units.
#[derive(Debug, Serialize, ToSchema)]
pub struct Referrals {
    received: Vec<Referral>,
    sent: Vec<Referral>,
}

/// A unit that can be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recipient {
    unit: String,
    name: String,
    organisation: String,
    county: String,
}

/// Units that can be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recipients {
    recipients: Vec<Recipient>,
    /// Compartments that this sender may offer.
    shareable: Vec<&'static str>,
}

/// Why the share is lawful.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Ground {
    /// A consent on the file, by its id.
    Consent(String),
    /// A lawful basis (list `lawful_basis`).
    Lawful(String),
}

/// A referral to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendReferral {
    /// Idempotency key: a UUID; sending it again sends nothing new.
    id: Option<String>,
    /// Unit that is asked.
    to: String,
    /// Service (list `service`).
    service: String,
    /// `immediate`, `urgent` or `ordinary`.
    urgency: String,
    /// Why and what for, in words that name nobody.
    summary: String,
    /// Compartments that open on acceptance.
    compartments: Vec<String>,
    basis: Ground,
    /// End of the share, seconds since 1970.
    until: i64,
}

/// An entry that would open.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewEntry {
    id: String,
    compartment: &'static str,
    kind: &'static str,
    text: String,
}

/// Exactly what the recipient would see.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralPreview {
    /// Entries that open on acceptance, newest first.
    opens: Vec<PreviewEntry>,
    /// Names that open.
    names_open: Vec<String>,
    /// Compartments that stay shut.
    stay_shut: Vec<&'static str>,
    /// Whether the summary has a word of the child's name in it.
    names_child: bool,
    /// Codes of rules that sending would break.
    problems: Vec<String>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, tag = "answer", rename_all = "snake_case")]
pub enum AnswerReferral {
    /// Accept.
    Accept {
        /// Idempotency key.
        id: Option<String>,
        /// Who takes it.
        assignee: Option<String>,
    },
    /// Decline.
    Decline {
        /// Idempotency key.
        id: Option<String>,
        /// List `decline`.
        reason: String,
        /// In words.
        #[serde(default)]
        text: String,
        /// Who else could.
        #[serde(default)]
        suggestion: String,
    },
    /// Begin.
    Start {
        /// Idempotency key.
        id: Option<String>,
    },
    /// Finish.
    Finish {
        /// Idempotency key.
        id: Option<String>,
        /// List `referral_outcome`.
        outcome: String,
        /// In words.
        #[serde(default)]
        text: String,
    },
}

/// Taking back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeReferral {
    /// Idempotency key.
    id: Option<String>,
    /// Why; the recipient reads it.
    reason: String,
}

/// Something that was made or changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// Version of its stream, where that is known.
    pub version: Option<i64>,
}

/// What comes with a change. An id that is no id is refused: the sender meant to be able to send again.
pub fn post(desk: &Desk, id: Option<&str>) -> Result<Post, Problem> {
    let id = match id {
        Some(text) => text.parse().map_err(|_| Problem::BadJson)?,
        None => desk.app().new_entry(),
    };
    Ok(Post { id, version: None })
}

fn names(kinds: Compartments) -> Vec<&'static str> {
    kinds.iter().map(CompartmentKind::name).collect()
}

fn said(view: &ReferralView, file: Option<String>) -> Option<Referral> {
    let state = &view.state;
    let payload = state.payload.as_ref()?;
    Some(Referral {
        id: view.id.to_string(),
        from: view.from.to_string(),
        to: view.to.to_string(),
        status: status_name(state.status?),
        service: payload.service.0.clone(),
        urgency: payload.urgency.name(),
        age_band: payload.age.name(),
        sex: payload.sex.name(),
        county: payload.county.as_ref().map(|c| c.0.clone()),
        summary: payload.summary.clone(),
        offered: names(payload.offered),
        until: payload.until.seconds(),
        sent_at: state.sent_at.map(Moment::seconds),
        read_at: state.read_at.map(Moment::seconds),
        answer_by: state.answer_by.map(Moment::seconds),
        answered_at: state.answered_at.map(Moment::seconds),
        late: view.late,
        declined: state
            .declined
            .as_ref()
            .map(|(reason, _, _)| reason.0.clone()),
        outcome: state.done.as_ref().map(|(_, outcome, _)| outcome.0.clone()),
        file,
    })
}

async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let list = ask.desk(&site).await?.referrals().await?;
    let all = |views: &[ReferralView]| views.iter().filter_map(|v| said(v, None)).collect();
    Ok(Answer::json(&Referrals {
        received: all(&list.received),
        sent: all(&list.sent),
    }))
}

async fn one(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let page = ask.desk(&site).await?.referral(ask.parsed("id")?).await?;
    let referral =
        said(&page.view, page.file.map(|code| code.to_string())).ok_or(Problem::NotFound)?;
    Ok(Answer::json(&referral))
}

async fn recipients(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let options = ask
        .desk(&site)
        .await?
        .refer_options(ask.parsed("code")?)
        .await?;
    let recipients = options.recipients.into_iter().map(|r| Recipient {
        unit: r.unit.to_string(),
        name: r.name,
        organisation: r.organisation,
        county: r.county,
    });
    let shareable = options.shareable.iter().map(|k| k.name()).collect();
    Ok(Answer::json(&Recipients {
        recipients: recipients.collect(),
        shareable,
    }))
}

fn form(body: &SendReferral) -> Result<ReferralForm, Problem> {
    let invalid = |field: &str, code: &str| Problem::Invalid(vec![Invalid::new(field, code)]);
    let mut offered = Compartments::NONE;
    for name in &body.compartments {
        let kind = pack::SHAREABLE.into_iter().find(|k| k.name() == name);
        offered = offered
            .with(kind.ok_or_else(|| invalid("compartments", "compartments-not-shareable"))?);
    }
    let basis = match &body.basis {
        Ground::Consent(id) => Basis::Consent(
            id.parse()
                .map_err(|_| invalid("basis", "consent-unknown"))?,
        ),
        Ground::Lawful(code) => Basis::Lawful(Code::new(code)),
    };
    let urgency = Urgency::ALL.into_iter().find(|u| u.name() == body.urgency);
    Ok(ReferralForm {
        to: body
            .to
            .parse()
            .map_err(|_| invalid("to", "recipient-missing"))?,
        service: Code::new(&body.service),
        urgency: urgency.ok_or_else(|| invalid("urgency", "choice-unknown"))?,
        summary: punte_words::clean_text(&body.summary),
        offered,
        basis,
        until: Moment(body.until.saturating_mul(1_000_000)),
    })
}

async fn preview(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: SendReferral = ask.body()?;
    let form = form(&body)?;
    let preview = ask
        .desk(&site)
        .await?
        .preview_referral(ask.parsed("code")?, &form)
        .await?;
    let opens = preview.opens.iter().map(|item| PreviewEntry {
        id: item.envelope.id.to_string(),
        compartment: item.envelope.compartment.kind().name(),
        kind: punte_app::entries::kind(&item.entry),
        text: punte_app::entries::words(&item.entry).to_owned(),
    });
    Ok(Answer::json(&ReferralPreview {
        opens: opens.collect(),
        names_open: preview.names_open,
        stay_shut: names(preview.stay_shut),
        names_child: preview.names_child,
        problems: preview.problems.into_iter().map(|p| p.code).collect(),
    }))
}

async fn send(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: SendReferral = ask.body()?;
    let form = form(&body)?;
    let desk = ask.desk(&site).await?;
    let id = desk
        .send_referral(ask.parsed("code")?, &form, post(&desk, body.id.as_deref())?)
        .await?;
    Ok(Answer::json(&Made {
        id: id.to_string(),
        version: None,
    }))
}

async fn answer(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let (key, command) = match ask.body()? {
        AnswerReferral::Accept { id, assignee } => {
            let assignee = assignee
                .map(|a| a.parse().map_err(|_| Problem::BadJson))
                .transpose()?;
            (id, Command::Accept { assignee })
        }
        AnswerReferral::Decline {
            id,
            reason,
            text,
            suggestion,
        } => (
            id,
            Command::Decline {
                reason: Code(reason),
                text,
                suggestion,
            },
        ),
        AnswerReferral::Start { id } => (id, Command::StartWork),
        AnswerReferral::Finish { id, outcome, text } => (
            id,
            Command::Finish {
                outcome: Code(outcome),
                text,
            },
        ),
    };
    let desk = ask.desk(&site).await?;
    let written = desk
        .answer_referral(ask.parsed("id")?, command, post(&desk, key.as_deref())?)
        .await?;
    Ok(Answer::json(&Made {
        id: written.entry.to_string(),
        version: Some(written.version),
    }))
}

async fn revoke(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: RevokeReferral = ask.body()?;
    let desk = ask.desk(&site).await?;
    let written = desk
        .revoke_referral(
            ask.parsed("id")?,
            body.reason,
            post(&desk, body.id.as_deref())?,
        )
        .await?;
    Ok(Answer::json(&Made {
        id: written.entry.to_string(),
        version: Some(written.version),
    }))
}
