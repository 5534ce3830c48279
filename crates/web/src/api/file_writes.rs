//! Writing on files as JSON: one request type for each command, the same application functions as the forms.
//!
//! Days are `2026-11-24` and mean the end of that day where something ends; dates that may be partial are `2011`, `2011-03` or
//! `2011-03-05`, with `~` before an estimate. Ids are those that the file's JSON shows.

use super::openapi::{Documented, Schemas, register};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::files::page::code;
use crate::site::Site;
use axum::http::StatusCode;
use punte_app::domain::Moment;
use punte_app::domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_app::domain::file::entry::{Attendance, Basics, Consent, ConsentBy, Task};
use punte_app::domain::file::identification::{Decision, Status};
use punte_app::domain::file::{Command, SessionNote};
use punte_app::domain::id::{ServiceId, UnitId, UserId};
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::time::{Day, PartialDate};
use punte_app::domain::values::{Age, AgeEstimate, Answer as Said, Code, Sex, YesNo};
use punte_app::files::{NewFile, Post};
use punte_app::{Desk, Invalid};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

const SMALL: usize = 16 * 1024;
const LONG: usize = 256 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Post Api "/api/v1/files", OpenFile, Takes::Json(SMALL), open),
    guarded!(Post Api "/api/v1/files/{code}/notes", WriteFile, Takes::Json(LONG), write::<NoteRequest>),
    guarded!(Post Api "/api/v1/files/{code}/services", WriteFile, Takes::Json(SMALL), write::<ServiceRequest>),
    guarded!(Post Api "/api/v1/files/{code}/sessions", WriteFile, Takes::Json(LONG), write::<SessionRequest>),
    guarded!(Post Api "/api/v1/files/{code}/tasks", WriteFile, Takes::Json(SMALL), write::<TaskRequest>),
    guarded!(Post Api "/api/v1/files/{code}/tasks/{task}/done", WriteFile, Takes::Json(LONG), write::<TaskDoneRequest>),
    guarded!(Post Api "/api/v1/files/{code}/risk", WriteFile, Takes::Json(LONG), write::<RiskRequest>),
    guarded!(Post Api "/api/v1/files/{code}/identification", WriteFile, Takes::Json(LONG), write::<IdentificationRequest>),
    guarded!(Post Api "/api/v1/files/{code}/consents", ShareFile, Takes::Json(SMALL), write::<ConsentRequest>),
    guarded!(Post Api "/api/v1/files/{code}/consents/{consent}/withdraw", ShareFile, Takes::Json(LONG), write::<WithdrawRequest>),
    guarded!(Post Api "/api/v1/files/{code}/assign", LeadFile, Takes::Json(SMALL), write::<AssignRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer", LeadFile, Takes::Json(LONG), write::<TransferRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/accept", TakeFile, Takes::Json(SMALL), write::<TransferAcceptRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/decline", TakeFile, Takes::Json(LONG), write::<TransferDeclineRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/withdraw", LeadFile, Takes::Json(SMALL), write::<TransferWithdrawRequest>),
    guarded!(Post Api "/api/v1/files/{code}/close", LeadFile, Takes::Json(LONG), write::<CloseRequest>),
    guarded!(Post Api "/api/v1/files/{code}/reopen", LeadFile, Takes::Json(LONG), write::<ReopenRequest>),
];

/// What the routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/files",
        "POST",
        "Opens a file.",
        Some("OpenRequest"),
        Some("OpenedBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/notes",
        "POST",
        "Adds a note.",
        Some("NoteRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/services",
        "POST",
        "Begins a service.",
        Some("ServiceRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/sessions",
        "POST",
        "Records a session.",
        Some("SessionRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/tasks",
        "POST",
        "Adds a task.",
        Some("TaskRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/tasks/{task}/done",
        "POST",
        "Ticks a task off.",
        Some("TaskDoneRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/risk",
        "POST",
        "Assesses the risk.",
        Some("RiskRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/identification",
        "POST",
        "Records an identification decision.",
        Some("IdentificationRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/consents",
        "POST",
        "Records a consent.",
        Some("ConsentRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/consents/{consent}/withdraw",
        "POST",
        "Withdraws a consent, at once.",
        Some("WithdrawRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/assign",
        "POST",
        "Puts somebody on the team.",
        Some("AssignRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer",
        "POST",
        "Offers the lead.",
        Some("TransferRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/accept",
        "POST",
        "Takes the lead.",
        Some("TransferAcceptRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/decline",
        "POST",
        "Declines the lead.",
        Some("TransferDeclineRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/withdraw",
        "POST",
        "Takes the offer back.",
        Some("TransferWithdrawRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/close",
        "POST",
        "Closes the file.",
        Some("CloseRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/reopen",
        "POST",
        "Opens the file again.",
        Some("ReopenRequest"),
        Some("WrittenBody"),
    )
    .creating(),
];

/// The types behind them.
pub fn register_schemas(into: &mut Schemas) {
    register::<OpenRequest>(into);
    register::<OpenedBody>(into);
    register::<WrittenBody>(into);
    register::<NoteRequest>(into);
    register::<ServiceRequest>(into);
    register::<SessionRequest>(into);
    register::<TaskRequest>(into);
    register::<TaskDoneRequest>(into);
    register::<RiskRequest>(into);
    register::<IdentificationRequest>(into);
    register::<ConsentRequest>(into);
    register::<WithdrawRequest>(into);
    register::<AssignRequest>(into);
    register::<TransferRequest>(into);
    register::<TransferAcceptRequest>(into);
    register::<TransferDeclineRequest>(into);
    register::<TransferWithdrawRequest>(into);
    register::<CloseRequest>(into);
    register::<ReopenRequest>(into);
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenBody {
    /// The entry.
    pub entry: String,
    /// The file's version after it.
    pub version: i64,
}

/// A request that is a command.
trait Request: DeserializeOwned {
    /// Whether it replaces a value, so that it must name the version that it was drawn from.
    const REPLACES: bool;
    fn id(&self) -> &str;
    fn version(&self) -> Option<i64>;
    fn command(self, around: &Around<'_>) -> Result<Command, Problem>;
}

/// What surrounds a request.
struct Around<'a> {
    desk: &'a Desk,
    ask: &'a Ask,
}

macro_rules! requests {
    ($(
        $(#[$doc:meta])*
        $name:ident $replaces:literal { $($(#[$attribute:meta])* $field:ident: $ty:ty,)* }
        |$this:ident, $around:ident| $command:expr;
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Idempotency key: a UUID. The same one again gives the first answer again.
            pub id: String,
            /// The file's version that this was drawn from.
            pub version: Option<i64>,
            $($(#[$attribute])* pub $field: $ty,)*
        }
        impl Request for $name {
            const REPLACES: bool = $replaces;
            fn id(&self) -> &str { &self.id }
            fn version(&self) -> Option<i64> { self.version }
            fn command(self, around: &Around<'_>) -> Result<Command, Problem> {
                let ($this, $around) = (self, around);
                $command
            }
        }
    )*};
}

requests! {
    /// A note.
    NoteRequest false {
        /// Compartment.
        compartment: String,
        /// Kind (list `note`).
        kind: String,
        /// Text.
        text: String,
        /// When it happened.
        happened_on: Option<String>,
    } |r, a| Ok(Command::AddNote {
        compartment: a.room(&r.compartment)?,
        kind: Code(r.kind),
        text: r.text,
        happened_on: partial("happened_on", r.happened_on.as_deref())?,
    });
    /// A service begins.
    ServiceRequest false {
        /// Kind (list `service`).
        kind: String,
        /// Unit that gives it.
        unit: String,
        /// Since when.
        happened_on: Option<String>,
    } |r, _a| Ok(Command::OpenService {
        kind: Code(r.kind),
        unit: id("unit", &r.unit)?,
        referral: None,
        happened_on: partial("happened_on", r.happened_on.as_deref())?,
    });
    /// A session.
    SessionRequest false {
        /// Of which service.
        service: String,
        /// On which day.
        happened_on: String,
        /// Minutes.
        minutes: u16,
        /// What became of it (list `attendance`).
        attendance: String,
        /// In short.
        summary: Option<String>,
        /// What next, in words.
        next_text: Option<String>,
        /// When next.
        next: Option<String>,
        /// Where the words lie.
        compartment: String,
    } |r, a| Ok(Command::RecordSession(SessionNote {
        service: id::<ServiceId>("service", &r.service)?,
        happened_on: partial_needed("happened_on", &r.happened_on)?,
        minutes: r.minutes,
        attendance: one_of("attendance", &r.attendance, Attendance::ALL.map(|x| (x.name(), x)))?,
        summary: r.summary.unwrap_or_default(),
        next_text: r.next_text.unwrap_or_default(),
        next: a.end_of_day("next", r.next.as_deref())?,
        compartment: a.room(&r.compartment)?,
    }));
    /// A task.
    TaskRequest false {
        /// What to do.
        title: String,
        /// Whose.
        assignee: Option<String>,
        /// By when.
        due: Option<String>,
    } |r, a| Ok(Command::AddTask(Task {
        title: r.title,
        assignee: r.assignee.as_deref().map(|u| id("assignee", u)).transpose()?,
        due: a.end_of_day("due", r.due.as_deref())?,
    }));
    /// A task is done.
    TaskDoneRequest false {
        /// In words.
        text: Option<String>,
    } |r, a| Ok(Command::DoTask { task: a.ask.parsed("task")?, text: r.text.unwrap_or_default() });
    /// A risk assessment.
    RiskRequest true {
        /// Level (list `risk`).
        level: String,
        /// Why (list `risk_factor`).
        factors: Vec<String>,
        /// In words.
        text: String,
        /// Look again on.
        review: Option<String>,
    } |r, a| Ok(Command::AssessRisk {
        level: Code(r.level),
        factors: codes(r.factors),
        text: r.text,
        review: a.end_of_day("review", r.review.as_deref())?,
    });
    /// An identification decision.
    IdentificationRequest true {
        /// Status (list `identification`).
        status: String,
        /// Who decided (list `authority`).
        authority: String,
        /// When.
        decided_on: String,
        /// On what ground.
        ground: String,
        /// Indicators.
        indicators: Vec<String>,
        /// The person said so.
        self_identified: bool,
        /// Number of the document.
        document_ref: String,
        /// Whether an adult agrees; leave out for a child.
        agrees: Option<bool>,
    } |r, _a| Ok(Command::DecideIdentification(Decision {
        status: one_of("status", &r.status, Status::ALL.map(|x| (x.name(), x)))?,
        authority: Code(r.authority),
        decided_on: partial_needed("decided_on", &r.decided_on)?,
        ground: r.ground,
        indicators: codes(r.indicators),
        self_identified: r.self_identified,
        document_ref: r.document_ref,
        consent: said(r.agrees),
    }));
    /// A consent, from now.
    ConsentRequest false {
        /// For what (list `consent_purpose`).
        purpose: String,
        /// To which units.
        recipients: Vec<String>,
        /// Which compartments.
        compartments: Vec<String>,
        /// Who consented (list `consent_by`).
        by: String,
        /// In which language.
        language: Option<String>,
        /// How (list `consent_format`).
        format: String,
        /// Until.
        until: String,
        /// What the child says; leave out where it was not asked.
        assent: Option<bool>,
    } |r, a| Ok(Command::GiveConsent(Consent {
        purpose: Code(r.purpose),
        recipients: r.recipients.iter().map(|u| id("recipients", u)).collect::<Result<Vec<UnitId>, _>>()?,
        compartments: rooms("compartments", &r.compartments)?,
        by: one_of("by", &r.by, ConsentBy::ALL.map(|x| (x.name(), x)))?,
        language: r.language.map(Code),
        format: Code(r.format),
        from: a.desk.now(),
        until: a.end_of_day("until", Some(&r.until))?.ok_or_else(|| wrong("until", "date-impossible"))?,
        assent: said(r.assent),
    }));
    /// A consent is taken back.
    WithdrawRequest false {
        /// By whom (list `consent_by`).
        by: String,
        /// Why, if said.
        reason: Option<String>,
    } |r, a| Ok(Command::WithdrawConsent {
        consent: a.ask.parsed("consent")?,
        by: one_of("by", &r.by, ConsentBy::ALL.map(|x| (x.name(), x)))?,
        reason: r.reason.unwrap_or_default(),
    });
    /// Somebody works on the file.
    AssignRequest true {
        /// Who.
        user: String,
        /// In which unit.
        unit: String,
        /// As case manager.
        lead: bool,
    } |r, _a| Ok(Command::Assign { user: id::<UserId>("user", &r.user)?, unit: id("unit", &r.unit)?, lead: r.lead });
    /// The lead is offered.
    TransferRequest true {
        /// To which unit.
        to: String,
        /// Why.
        reason: String,
    } |r, _a| Ok(Command::OfferTransfer { to: id("to", &r.to)?, reason: r.reason });
    /// The lead is taken.
    TransferAcceptRequest false {} |_r, _a| Ok(Command::AcceptTransfer);
    /// The lead is not taken.
    TransferDeclineRequest false {
        /// Why.
        reason: String,
    } |r, _a| Ok(Command::DeclineTransfer { reason: r.reason });
    /// The offer is taken back.
    TransferWithdrawRequest true {} |_r, _a| Ok(Command::WithdrawTransfer);
    /// The file is closed.
    CloseRequest true {
        /// Why (list `closure`).
        reason: String,
        /// In words.
        text: String,
    } |r, _a| Ok(Command::Close { reason: Code(r.reason), text: r.text });
    /// The file is opened again.
    ReopenRequest true {
        /// Why (list `reopening`).
        reason: String,
        /// In words.
        text: String,
    } |r, _a| Ok(Command::Reopen { reason: Code(r.reason), text: r.text });
}

fn wrong(field: &str, code: &str) -> Problem {
    Problem::Invalid(vec![Invalid::new(field, code)])
}

fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| wrong(field, "choice-unknown"))
}

fn one_of<T: Copy>(
    field: &str,
    given: &str,
    known: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<T, Problem> {
    let found = known
        .into_iter()
        .find(|(name, _)| *name == given)
        .map(|(_, value)| value);
    found.ok_or_else(|| wrong(field, "choice-unknown"))
}

fn partial_needed(field: &str, text: &str) -> Result<PartialDate, Problem> {
    text.parse().map_err(|_| wrong(field, "date-impossible"))
}

fn partial(field: &str, text: Option<&str>) -> Result<Option<PartialDate>, Problem> {
    text.map(|text| partial_needed(field, text)).transpose()
}

fn codes(given: Vec<String>) -> Vec<Code> {
    given.into_iter().map(Code).collect()
}

fn said(given: Option<bool>) -> Said<bool> {
    given.map_or(Said::NotAsked, Said::Said)
}

fn kind(field: &str, given: &str) -> Result<CompartmentKind, Problem> {
    one_of(
        field,
        given,
        CompartmentKind::OF_FILE.map(|k| (k.name(), k)),
    )
}

fn rooms(field: &str, given: &[String]) -> Result<Compartments, Problem> {
    given.iter().map(|name| kind(field, name)).collect()
}

impl Around<'_> {
    fn end_of_day(&self, field: &str, text: Option<&str>) -> Result<Option<Moment>, Problem> {
        let Some(text) = text else { return Ok(None) };
        let day: Day = text.parse().map_err(|_| wrong(field, "date-impossible"))?;
        let next = day
            .tomorrow()
            .map_err(|_| wrong(field, "date-impossible"))?;
        Ok(Some(self.desk.app().start_of(next).plus_seconds(-1)))
    }

    /// The compartment that a name means for this writer: private notes are one's own, a record is that of one's unit.
    fn room(&self, given: &str) -> Result<Compartment, Problem> {
        let unit = self.desk.memberships().first().map(|m| m.unit);
        Ok(match kind("compartment", given)? {
            CompartmentKind::Core => Compartment::Core,
            CompartmentKind::Identity => Compartment::Identity,
            CompartmentKind::Whereabouts => Compartment::Whereabouts,
            CompartmentKind::Psychosocial => Compartment::Psychosocial,
            CompartmentKind::Legal => Compartment::Legal,
            CompartmentKind::Justice => Compartment::Justice,
            CompartmentKind::Private => Compartment::Private(self.desk.user_id()),
            CompartmentKind::Own => Compartment::Own(unit.ok_or(Problem::NotFound)?),
            CompartmentKind::Open => return Err(wrong("compartment", "compartment-wrong")),
        })
    }
}

async fn write<R: Request>(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let code = code(&ask)?;
    let request: R = ask.body()?;
    if R::REPLACES && request.version().is_none() {
        return Err(Problem::VersionMissing);
    }
    let post = Post {
        id: id("id", request.id())?,
        version: request.version(),
    };
    let command = request.command(&Around {
        desk: &desk,
        ask: &ask,
    })?;
    let written = desk.write_file(code, command, post).await?;
    let body = WrittenBody {
        entry: written.entry.to_string(),
        version: written.version,
    };
    Ok(Answer::json(&body).status(StatusCode::CREATED))
}

/// A new file. Everything but the unit and the idempotency key may be missing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// Idempotency key: a UUID.
    pub id: String,
    /// The unit that leads.
    pub unit: String,
    /// Cover name.
    #[serde(default)]
    pub cover_name: String,
    /// Given names.
    #[serde(default)]
    pub given: String,
    /// Family names.
    #[serde(default)]
    pub family: String,
    /// Personal code. A wrong one is kept as unverified.
    #[serde(default)]
    pub cnp: String,
    /// Sex (list `sex`).
    pub sex: Option<String>,
    /// Date of birth as far as known.
    pub birth: Option<String>,
    /// Estimated age in years, today.
    pub years: Option<u8>,
    /// Whether under 18; left out means not sure, which is treated as a child.
    pub under_18: Option<bool>,
    /// County.
    pub county: Option<String>,
    /// Forms of exploitation.
    #[serde(default)]
    pub exploitation: Vec<String>,
}

/// A file that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedBody {
    /// Its code.
    pub code: String,
}

async fn open(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let request: OpenRequest = ask.body()?;
    let sex = request
        .sex
        .as_deref()
        .map(|s| one_of("sex", s, Sex::ALL.map(|x| (x.name(), x))))
        .transpose()?;
    let on = PartialDate::day(desk.today());
    let age = Age {
        birth: partial("birth", request.birth.as_deref())?,
        estimate: request.years.map(|years| AgeEstimate { years, on }),
        under_18: request.under_18.map_or(
            YesNo::NotSure,
            |yes| if yes { YesNo::Yes } else { YesNo::No },
        ),
    };
    let named = !request.given.is_empty() || !request.family.is_empty();
    let name = named.then_some(Name {
        kind: NameKind::Used,
        given: request.given,
        family: request.family,
    });
    let basics = Basics {
        sex: sex.unwrap_or_default(),
        age,
        county: request.county.map(Code),
        exploitation: codes(request.exploitation),
        ..Basics::default()
    };
    let form = NewFile {
        cover_name: request.cover_name,
        name,
        cnp: request.cnp,
        basics,
        from_concern: None,
    };
    let post = Post {
        id: id("id", &request.id)?,
        version: None,
    };
    let opened = desk
        .open_new_file(id("unit", &request.unit)?, &form, post)
        .await?;
    Ok(Answer::json(&OpenedBody {
        code: opened.code.to_string(),
    })
    .status(StatusCode::CREATED))
}
