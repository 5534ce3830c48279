//! Concerns as JSON.

use super::openapi::{Documented, Schemas, register};
use super::referrals::{Made, post};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::concern::{danger_name, danger_of, sex_of, unit_for};
use crate::site::Site;
use punte_app::Invalid;
use punte_app::concerns::ConcernView;
use punte_app::domain::Moment;
use punte_app::domain::concern::{Alarm, ChildSketch, Command, HowKnown, Outcome, Reporter};
use punte_app::domain::id::ConcernId;
use punte_app::domain::values::{Code, Place, Urgency};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest body.
const BYTES: usize = 64 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/concerns", ListConcerns, Takes::Nothing, list),
    guarded!(Post Api "/api/v1/concerns", RaiseConcern, Takes::Json(BYTES), raise),
    guarded!(Get Api "/api/v1/concerns/{id}", ReadConcern, Takes::Nothing, one),
    guarded!(Post Api "/api/v1/concerns/{id}/triage", TriageConcern, Takes::Json(BYTES), triage),
    guarded!(Post Api "/api/v1/concerns/{id}/supplement", TriageConcern, Takes::Json(BYTES), supplement),
    guarded!(Post Api "/api/v1/concerns/{id}/reopen", TriageConcern, Takes::Json(BYTES), reopen),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/concerns",
        "GET",
        "Concerns to triage, and those that one's units raised",
        None,
        Some("Concerns"),
    ),
    Documented::new(
        "/api/v1/concerns",
        "POST",
        "Raise an alarm",
        Some("RaiseAlarm"),
        Some("Made"),
    ),
    Documented::new(
        "/api/v1/concerns/{id}",
        "GET",
        "One concern",
        None,
        Some("Concern"),
    ),
    Documented::new(
        "/api/v1/concerns/{id}/triage",
        "POST",
        "Triage",
        Some("Triage"),
        Some("Made"),
    ),
    Documented::new(
        "/api/v1/concerns/{id}/supplement",
        "POST",
        "Add to it",
        Some("Supplement"),
        Some("Made"),
    ),
    Documented::new(
        "/api/v1/concerns/{id}/reopen",
        "POST",
        "Open again",
        Some("Reopen"),
        Some("Made"),
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<Concern>(into);
    register::<Concerns>(into);
    register::<RaiseAlarm>(into);
    register::<Triage>(into);
    register::<Supplement>(into);
    register::<Reopen>(into);
}

/// A concern.
#[derive(Debug, Serialize, ToSchema)]
pub struct Concern {
    id: String,
    /// Unit that triages.
    intake: Option<String>,
    /// Worries (list `worry`).
    worries: Vec<String>,
    what: String,
    /// Name or description, as reported.
    child: String,
    years: Option<u8>,
    county: Option<String>,
    place: String,
    /// `yes`, `no` or `not_sure`.
    danger: &'static str,
    /// Seconds since 1970.
    raised_at: Option<i64>,
    /// How triage ended: `file-opened`, `linked`, `passed-on`, `no-action`; absent until triaged.
    outcome: Option<&'static str>,
    /// The file that triage named, where it is open to the reader.
    file: Option<String>,
}

/// Concerns to triage, and those that one's units raised to others.
#[derive(Debug, Serialize, ToSchema)]
pub struct Concerns {
    to_triage: Vec<Concern>,
    raised: Vec<Concern>,
}

/// An alarm. One of `worries` and `what` is needed; everything else may be unknown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseAlarm {
    /// Idempotency key.
    id: Option<String>,
    /// Unit that triages; by county where absent.
    intake: Option<String>,
    /// List `worry`.
    #[serde(default)]
    worries: Vec<String>,
    #[serde(default)]
    what: String,
    #[serde(default)]
    child: String,
    #[serde(default)]
    sex: String,
    years: Option<u8>,
    /// `yes`, `no`; anything else is "not sure", which means a child.
    #[serde(default)]
    under_18: String,
    county: Option<String>,
    #[serde(default)]
    place: String,
    /// `yes`, `no`; anything else is "not sure".
    #[serde(default)]
    danger: String,
    #[serde(default)]
    anonymous: bool,
    #[serde(default)]
    reporter: String,
    /// List `reporter`.
    capacity: Option<String>,
    /// List `how_known`.
    how: Option<String>,
    #[serde(default)]
    known: String,
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, tag = "outcome", rename_all = "snake_case")]
pub enum Triage {
    /// It belongs to a file that the person can read.
    Linked {
        /// Idempotency key.
        id: Option<String>,
        /// The file's code.
        file: String,
        /// `immediate`, `urgent` or `ordinary`.
        urgency: String,
    },
    /// Somebody else must act.
    PassedOn {
        /// Idempotency key.
        id: Option<String>,
        /// Who, in words.
        to: String,
        /// `immediate`, `urgent` or `ordinary`.
        urgency: String,
    },
    /// Nothing to do.
    NoAction {
        /// Idempotency key.
        id: Option<String>,
        /// List `no_action`.
        reason: String,
        /// In words.
        #[serde(default)]
        text: String,
    },
}

/// More came in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Supplement {
    /// Idempotency key.
    id: Option<String>,
    text: String,
    /// Danger now, if it changed.
    danger: Option<String>,
}

/// Triage was wrong, or something new came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    /// Idempotency key.
    id: Option<String>,
    reason: String,
}

fn said(view: &ConcernView) -> Option<Concern> {
    let state = &view.state;
    let alarm = state.alarm.as_ref()?;
    Some(Concern {
        id: view.id.to_string(),
        intake: state.intake.map(|u| u.to_string()),
        worries: alarm.worries.iter().map(|w| w.0.clone()).collect(),
        what: alarm.what.clone(),
        child: alarm.child.description.clone(),
        years: alarm.child.years,
        county: alarm.place.county.as_ref().map(|c| c.0.clone()),
        place: alarm.place.text.clone(),
        danger: danger_name(state.danger),
        raised_at: state.raised_at.map(Moment::seconds),
        outcome: state
            .triage
            .as_ref()
            .map(|t| crate::pages::concern::outcome_name(&t.outcome)),
        file: view.file.map(|code| code.to_string()),
    })
}

async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let lists = ask.desk(&site).await?.concern_lists().await?;
    let all = |views: &[ConcernView]| views.iter().filter_map(said).collect();
    let to_triage = all(lists.intake.as_deref().unwrap_or_default());
    Ok(Answer::json(&Concerns {
        to_triage,
        raised: all(&lists.raised),
    }))
}

async fn one(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let view = ask.desk(&site).await?.concern(ask.parsed("id")?).await?;
    Ok(Answer::json(&said(&view).ok_or(Problem::NotFound)?))
}

async fn raise(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: RaiseAlarm = ask.body()?;
    let desk = ask.desk(&site).await?;
    let intakes = desk.raise_options().await?;
    let key = post(&desk, body.id.as_deref())?;
    let county = body.county.as_deref().unwrap_or_default();
    let unit = unit_for(&intakes, body.intake.as_deref().unwrap_or_default(), county);
    let unit =
        unit.ok_or_else(|| Problem::Invalid(vec![Invalid::new("intake", "intake-takes-none")]))?;
    let alarm = Alarm {
        worries: body.worries.into_iter().map(Code).collect(),
        what: body.what,
        child: ChildSketch {
            description: body.child,
            sex: sex_of(&body.sex),
            years: body.years,
            under_18: danger_of(&body.under_18),
        },
        place: Place {
            county: body.county.map(Code),
            text: body.place,
        },
        danger: danger_of(&body.danger),
        reporter: Reporter {
            anonymous: body.anonymous,
            name: body.reporter,
            capacity: body.capacity.map(Code),
            contact: None,
        },
        known: HowKnown {
            how: body.how.map(Code),
            text: body.known,
            since: None,
        },
    };
    let id = desk.raise_concern(unit, alarm, key).await?;
    Ok(Answer::json(&Made {
        id: id.to_string(),
        version: None,
    }))
}

fn urgency(text: &str) -> Result<Urgency, Problem> {
    let found = Urgency::ALL.into_iter().find(|u| u.name() == text);
    found.ok_or_else(|| Problem::Invalid(vec![Invalid::new("urgency", "choice-unknown")]))
}

async fn triage(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Triage = ask.body()?;
    let desk = ask.desk(&site).await?;
    let concern: ConcernId = ask.parsed("id")?;
    let written = match body {
        Triage::Linked {
            id,
            file,
            urgency: how,
        } => {
            let code = file
                .parse()
                .map_err(|_| Problem::Invalid(vec![Invalid::new("file", "file-code-bad")]))?;
            desk.link_concern(concern, code, urgency(&how)?, post(&desk, id.as_deref())?)
                .await?
        }
        Triage::PassedOn {
            id,
            to,
            urgency: how,
        } => {
            let command = Command::Triage {
                outcome: Outcome::PassedOn { to },
                urgency: urgency(&how)?,
            };
            desk.write_concern(concern, command, post(&desk, id.as_deref())?)
                .await?
        }
        Triage::NoAction { id, reason, text } => {
            let outcome = Outcome::NoFurtherAction {
                reason: Code(reason),
                text,
            };
            let command = Command::Triage {
                outcome,
                urgency: Urgency::Ordinary,
            };
            desk.write_concern(concern, command, post(&desk, id.as_deref())?)
                .await?
        }
    };
    Ok(Answer::json(&Made {
        id: written.entry.to_string(),
        version: Some(written.version),
    }))
}

async fn supplement(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Supplement = ask.body()?;
    let desk = ask.desk(&site).await?;
    let danger = body.danger.as_deref().map(danger_of);
    let command = Command::Supplement {
        text: body.text,
        danger,
    };
    let written = desk
        .write_concern(ask.parsed("id")?, command, post(&desk, body.id.as_deref())?)
        .await?;
    Ok(Answer::json(&Made {
        id: written.entry.to_string(),
        version: Some(written.version),
    }))
}

async fn reopen(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Reopen = ask.body()?;
    let desk = ask.desk(&site).await?;
    let command = Command::Reopen {
        reason: body.reason,
    };
    let written = desk
        .write_concern(ask.parsed("id")?, command, post(&desk, body.id.as_deref())?)
        .await?;
    Ok(Answer::json(&Made {
        id: written.entry.to_string(),
        version: Some(written.version),
    }))
}
