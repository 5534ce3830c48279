//! The Facts plane: closed choices and months, no names, no free text. Sealed to the statistics key by the caller.

use crate::age::AgeBand;
use crate::concern;
use crate::context::Envelope;
use crate::file;
use crate::file::entry::Attendance;
use crate::file::identification::Status;
use crate::pack::CountryPack;
use crate::referral;
use crate::time::Moment;
use crate::values::{Code, Sex, Urgency};
use serde::{Deserialize, Serialize};

/// A month: coarse enough to count by, too coarse to find a day in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month, 1 ..= 12.
    pub month: i8,
}

/// What the person was, coarsely, when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Who {
    /// Sex.
    pub sex: Sex,
    /// Age band.
    pub age: AgeBand,
    /// County (list `county`).
    pub county: Option<Code>,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// In which month.
    pub month: Month,
    /// About whom.
    pub who: Who,
    /// What.
    pub what: What,
}

/// How long an answer took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Under a day.
    UnderADay,
    /// 1 to 3 days.
    From1To3,
    /// 4 to 7 days.
    From4To7,
    /// 8 to 30 days.
    From8To30,
    /// Over 30 days.
    Over30,
}

impl Waiting {
    /// Between two moments; an order that is the wrong way round counts as none.
    #[must_use]
    pub fn between(from: Moment, to: Moment) -> Self {
        match to.seconds().saturating_sub(from.seconds()) / 86_400 {
            i64::MIN..=0 => Self::UnderADay,
            1..=3 => Self::From1To3,
            4..=7 => Self::From4To7,
            8..=30 => Self::From8To30,
            31.. => Self::Over30,
        }
    }
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A concern was raised.
    ConcernRaised {
        /// Worries (list `worry`).
        worries: Vec<Code>,
    },
    /// A concern was triaged.
    ConcernTriaged {
        /// `file_opened`, `linked`, `passed_on`, `no_action`.
        outcome: String,
        /// How soon.
        urgency: Urgency,
    },
    /// A file was opened.
    FileOpened,
    /// What is known of the person changed.
    Described {
        /// Forms of exploitation (list `exploitation`).
        exploitation: Vec<Code>,
    },
    /// An identification decision.
    Identification {
        /// Which.
        status: Status,
        /// By which kind of authority (list `authority`).
        authority: Code,
    },
    /// Risk was assessed.
    Risk {
        /// Level (list `risk`).
        level: Code,
    },
    /// A service began.
    ServiceOpened {
        /// Kind (list `service`).
        kind: Code,
    },
    /// A session was held, or not.
    Session {
        /// Kind of service (list `service`).
        kind: Code,
        /// What became of it.
        attendance: Attendance,
        /// Minutes.
        minutes: u16,
    },
    /// A service ended.
    ServiceEnded {
        /// Kind (list `service`).
        kind: Code,
        /// How (list `service_outcome`).
        outcome: Code,
    },
    /// A plan was set.
    PlanSet,
    /// The child was interviewed or heard.
    Hearing {
        /// Kind (list `hearing`).
        kind: Code,
        /// Told its story again.
        child_interviewed: bool,
    },
    /// A referral was sent.
    ReferralSent {
        /// Service (list `service`).
        service: Code,
        /// How soon.
        urgency: Urgency,
    },
    /// A referral was answered, or nobody answered.
    ReferralAnswered {
        /// Service (list `service`).
        service: Code,
        /// `accepted`, `declined`, `expired`, `revoked`.
        answer: String,
        /// Reason of a refusal (list `decline`).
        reason: Option<Code>,
        /// How long it took.
        waiting: Waiting,
    },
    /// A referral was done.
    ReferralDone {
        /// Service (list `service`).
        service: Code,
        /// Outcome (list `referral_outcome`).
        outcome: Code,
    },
    /// Closed.
    Closed {
        /// Why (list `closure`).
        reason: Code,
    },
    /// Opened again.
    Reopened {
        /// Why (list `reopening`).
        reason: Code,
    },
}

/// The month in which it happened: as said, else as written.
fn month(env: &Envelope, pack: &CountryPack) -> Month {
    let written = pack.day(env.recorded_at);
    match env.happened_on {
        Some(date) => Month {
            year: date.year,
            month: date.month.unwrap_or(1),
        },
        None => Month {
            year: written.year(),
            month: written.month(),
        },
    }
}

/// What an entry of a concern counts as.
#[must_use]
pub fn of_concern(
    env: &Envelope,
    entry: &concern::Entry,
    before: &concern::State,
    pack: &CountryPack,
) -> Vec<Fact> {
    let mut after = before.clone();
    concern::evolve(&mut after, env, entry);
    let Some(alarm) = after.alarm else {
        return Vec::new();
    };
    let what = match entry {
        concern::Entry::Raised { alarm, .. } => What::ConcernRaised {
            worries: alarm.worries.clone(),
        },
        concern::Entry::Triaged { outcome, urgency } => What::ConcernTriaged {
            outcome: outcome_name(outcome).to_owned(),
            urgency: *urgency,
        },
        concern::Entry::Supplemented { .. } | concern::Entry::Reopened { .. } => return Vec::new(),
    };
    let age = alarm.child.age(pack.day(env.recorded_at));
    let who = Who {
        sex: alarm.child.sex,
        age: age.band(pack.day(env.recorded_at)),
        county: alarm.place.county,
    };
    vec![Fact {
        month: month(env, pack),
        who,
        what,
    }]
}

const fn outcome_name(outcome: &concern::Outcome) -> &'static str {
    match outcome {
        concern::Outcome::FileOpened { .. } => "file_opened",
        concern::Outcome::LinkedToFile { .. } => "linked",
        concern::Outcome::PassedOn { .. } => "passed_on",
        concern::Outcome::NoFurtherAction { .. } => "no_action",
    }
}

/// What an entry of a file counts as; `before` is the state without it.
#[must_use]
pub fn of_file(
    env: &Envelope,
    entry: &file::Entry,
    before: &file::State,
    pack: &CountryPack,
) -> Vec<Fact> {
    use file::Entry;
    let mut after = before.clone();
    file::evolve(&mut after, env, entry);
    let kind_of = |id| {
        after
            .services
            .iter()
            .find(|s| s.id == id)
            .map(|s| s.kind.clone())
    };
    let what = match entry {
        Entry::Opened { .. } => Some(What::FileOpened),
        Entry::BasicsRecorded(basics) => Some(What::Described {
            exploitation: basics.exploitation.clone(),
        }),
        Entry::RiskAssessed { level, .. } => Some(What::Risk {
            level: level.clone(),
        }),
        Entry::IdentificationDecided(decision) => Some(What::Identification {
            status: decision.status,
            authority: decision.authority.clone(),
        }),
        Entry::PlanSet { .. } => Some(What::PlanSet),
        Entry::ServiceOpened { kind, .. } => Some(What::ServiceOpened { kind: kind.clone() }),
        Entry::SessionRecorded {
            service,
            minutes,
            attendance,
            ..
        } => kind_of(*service).map(|kind| What::Session {
            kind,
            attendance: *attendance,
            minutes: *minutes,
        }),
        Entry::ServiceEnded {
            service, outcome, ..
        } => kind_of(*service).map(|kind| What::ServiceEnded {
            kind,
            outcome: outcome.clone(),
        }),
        Entry::HearingNoted(hearing) => Some(What::Hearing {
            kind: hearing.kind.clone(),
            child_interviewed: hearing.child_interviewed,
        }),
        Entry::Closed { reason, .. } => Some(What::Closed {
            reason: reason.clone(),
        }),
        Entry::Reopened { reason, .. } => Some(What::Reopened {
            reason: reason.clone(),
        }),
        Entry::CoverNameSet(_)
        | Entry::PersonLinked(_)
        | Entry::EventRecorded(_)
        | Entry::NoteAdded { .. }
        | Entry::NoteAmended { .. }
        | Entry::NeedsRecorded(_)
        | Entry::SessionSummary { .. }
        | Entry::TaskAdded { .. }
        | Entry::TaskDone { .. }
        | Entry::TaskCancelled { .. }
        | Entry::TaskReassigned { .. }
        | Entry::PlacementRecorded { .. }
        | Entry::AlreadyTold { .. }
        | Entry::ConsentGiven { .. }
        | Entry::AssentRecorded { .. }
        | Entry::ConsentWithdrawn { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::TransferOffered { .. }
        | Entry::TransferAccepted
        | Entry::TransferDeclined { .. }
        | Entry::TransferWithdrawn => None,
    };
    let basics = &after.basics;
    let who = Who {
        sex: basics.sex,
        age: basics.age.band(pack.day(env.recorded_at)),
        county: basics.county.clone(),
    };
    what.map(|what| Fact {
        month: month(env, pack),
        who,
        what,
    })
    .into_iter()
    .collect()
}

/// What an entry of a referral counts as; `before` is the state without it.
#[must_use]
pub fn of_referral(
    env: &Envelope,
    entry: &referral::Entry,
    before: &referral::State,
    pack: &CountryPack,
) -> Vec<Fact> {
    let mut after = before.clone();
    referral::evolve(&mut after, env, entry);
    let (Some(payload), Some(sent)) = (after.payload, after.sent_at) else {
        return Vec::new();
    };
    let answered = |answer: &str, reason: Option<Code>| What::ReferralAnswered {
        service: payload.service.clone(),
        answer: answer.to_owned(),
        reason,
        waiting: Waiting::between(sent, env.recorded_at),
    };
    let what = match entry {
        referral::Entry::Sent { .. } => What::ReferralSent {
            service: payload.service.clone(),
            urgency: payload.urgency,
        },
        referral::Entry::Accepted { .. } => answered("accepted", None),
        referral::Entry::Declined { reason, .. } => answered("declined", Some(reason.clone())),
        referral::Entry::Expired => answered("expired", None),
        referral::Entry::Revoked { .. } if before.answered_at.is_none() => {
            answered("revoked", None)
        }
        referral::Entry::Done { outcome, .. } => What::ReferralDone {
            service: payload.service.clone(),
            outcome: outcome.clone(),
        },
        referral::Entry::Revoked { .. } | referral::Entry::Read | referral::Entry::WorkStarted => {
            return Vec::new();
        }
    };
    let who = Who {
        sex: payload.sex,
        age: payload.age,
        county: payload.county.clone(),
    };
    vec![Fact {
        month: month(env, pack),
        who,
        what,
    }]
}

#[cfg(test)]
mod tests;
