//! A referral (referire): one organisation asks another's queue for a service.

pub mod decide;
mod evolve;

pub use decide::decide;
pub use evolve::evolve;

use crate::age::AgeBand;
use crate::compartment::Compartments;
use crate::file::entry::Basis;
use crate::id::{FileId, UnitId, UserId};
use crate::time::Moment;
use crate::values::{Code, Sex, Urgency};
use serde::{Deserialize, Serialize};

/// What the recipient sees before accepting. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// The file.
    pub file: FileId,
    /// The asked service (list `service`).
    pub service: Code,
    /// How soon.
    pub urgency: Urgency,
    /// Age band.
    pub age: AgeBand,
    /// Sex.
    pub sex: Sex,
    /// County (list `county`).
    pub county: Option<Code>,
    /// Why and what for, in words that name nobody.
    pub summary: String,
    /// What opens on acceptance.
    pub offered: Compartments,
    /// Why that is lawful.
    pub basis: Basis,
    /// Until when the share would last.
    pub until: Moment,
}

/// Where a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Sent.
    Sent,
    /// Opened by somebody of the recipient.
    Read,
    /// Accepted.
    Accepted,
    /// Declined, with a reason.
    Declined,
    /// Taken back by the sender.
    Revoked,
    /// Nobody answered in time.
    Expired,
    /// Work has begun.
    InProgress,
    /// Done, with an outcome.
    Done,
}

/// What can be written on a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Sent.
    Sent {
        /// What the recipient sees.
        payload: Payload,
        /// Who sends.
        from: UnitId,
        /// Who is asked.
        to: UnitId,
        /// When the answer is due, by the pack's response clock.
        answer_by: Moment,
        /// When it expires unanswered.
        expires_at: Moment,
    },
    /// Opened by somebody of the recipient, for the first time.
    Read,
    /// Accepted.
    Accepted {
        /// Who will do it.
        assignee: Option<UserId>,
    },
    /// Declined.
    Declined {
        /// Why (list `decline`).
        reason: Code,
        /// In words.
        text: String,
        /// Who else could.
        suggestion: String,
    },
    /// Taken back.
    Revoked {
        /// Why.
        reason: String,
    },
    /// Nobody answered in time.
    Expired,
    /// Work begins.
    WorkStarted,
    /// Done.
    Done {
        /// Outcome (list `referral_outcome`).
        outcome: Code,
        /// In words.
        text: String,
    },
}

/// What can be asked of a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "short-lived, one at a time")]
pub enum Command {
    /// Send.
    Send {
        /// What the recipient sees.
        payload: Payload,
        /// Who is asked.
        to: UnitId,
        /// The consent named by the basis, as it stands on the file; `None` where the basis is a lawful one.
        consent: Option<crate::file::state::ConsentState>,
    },
    /// Note that the recipient opened it; no entry if already noted.
    MarkRead,
    /// Accept.
    Accept {
        /// Who will do it.
        assignee: Option<UserId>,
    },
    /// Decline.
    Decline {
        /// Why.
        reason: Code,
        /// In words.
        text: String,
        /// Who else could.
        suggestion: String,
    },
    /// Take back.
    Revoke {
        /// Why.
        reason: String,
    },
    /// Let lapse, when `now` is past the expiry.
    Expire,
    /// Begin.
    StartWork,
    /// Finish.
    Finish {
        /// Outcome.
        outcome: Code,
        /// In words.
        text: String,
    },
}

/// A referral so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Where it stands; `None` until sent.
    pub status: Option<Status>,
    /// What the recipient sees.
    pub payload: Option<Payload>,
    /// Who sent.
    pub from: Option<UnitId>,
    /// Who, there.
    pub sender: Option<UserId>,
    /// Who is asked.
    pub to: Option<UnitId>,
    /// Sent.
    pub sent_at: Option<Moment>,
    /// Answer due.
    pub answer_by: Option<Moment>,
    /// Expires.
    pub expires_at: Option<Moment>,
    /// First opened.
    pub read_at: Option<Moment>,
    /// Answered: accepted, declined, revoked or expired.
    pub answered_at: Option<Moment>,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// Who does it.
    pub assignee: Option<UserId>,
    /// Declined: reason, words, suggestion.
    pub declined: Option<(Code, String, String)>,
    /// Revoked: why.
    pub revoked: Option<String>,
    /// Work begun.
    pub started_at: Option<Moment>,
    /// Done: when, outcome, words.
    pub done: Option<(Moment, Code, String)>,
    /// Last entry's place.
    pub version: i64,
}
