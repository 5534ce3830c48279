//! One request type for each command.

use super::read::{codes, id, kind, one_of, partial, partial_needed, rooms, said, wrong};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use punte_app::Desk;
use punte_app::domain::Moment;
use punte_app::domain::compartment::{Compartment, CompartmentKind};
use punte_app::domain::file::entry::{Attendance, Consent, ConsentBy, Task};
use punte_app::domain::file::identification::{Decision, Status};
use punte_app::domain::file::{Command, SessionNote};
use punte_app::domain::id::{ServiceId, UnitId, UserId};
use punte_app::domain::time::Day;
use punte_app::domain::values::Code;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

/// A request that is a command.
pub(super) trait Request: DeserializeOwned {
    /// Whether it replaces a value, so that it must name the version that it was drawn from.
    const REPLACES: bool;
    fn id(&self) -> &str;
    fn version(&self) -> Option<i64>;
    fn command(self, around: &Around<'_>) -> Result<Command, Problem>;
}

/// What surrounds a request.
pub(super) struct Around<'a> {
    pub(super) desk: &'a Desk,
    pub(super) ask: &'a Ask,
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
        pub(super) struct $name {
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
