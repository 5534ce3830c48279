//! The Work plane: who must do what by when, by opaque id. This is all that a thief of the disk learns (ruling 7).

mod of_file;

use crate::concern;
use crate::context::{Decided, Envelope};
use crate::id::{StreamId, UnitId, UserId};
use crate::pack::CountryPack;
use crate::referral;
use crate::time::Moment;

pub use of_file::{PLAN_CLOCK, RISK_CLOCK, left_open, of_file};

/// The published list of kinds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum WorkKind {
    /// A concern must be triaged.
    TriageDue = 1,
    /// A referral must be answered.
    ReferralToAnswer = 2,
    /// An answer to a referral is there to read.
    ReferralAnswer = 3,
    /// A task.
    TaskDue = 4,
    /// Risk or plan must be looked at again.
    ReviewDue = 5,
    /// A consent ends soon.
    ConsentRenewal = 6,
    /// A transfer must be answered.
    TransferToAnswer = 7,
    /// Some clock of the file runs.
    ClockRunning = 8,
    /// Somebody came back with their recovery code: an administrator is to know.
    AccountRecovered = 9,
}

impl WorkKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::TriageDue,
        Self::ReferralToAnswer,
        Self::ReferralAnswer,
        Self::TaskDue,
        Self::ReviewDue,
        Self::ConsentRenewal,
        Self::TransferToAnswer,
        Self::ClockRunning,
        Self::AccountRecovered,
    ];
    /// The stored number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
    /// The kind with this stored number.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// Whether such work of a file comes to the lead when the unit in whose queue it waits may no longer read the file. What
    /// else waits in a queue of another unit is an offer to it, which ends by itself.
    #[must_use]
    pub const fn comes_back(self) -> bool {
        match self {
            Self::TaskDue => true,
            Self::TriageDue
            | Self::ReferralToAnswer
            | Self::ReferralAnswer
            | Self::ReviewDue
            | Self::ConsentRenewal
            | Self::TransferToAnswer
            | Self::ClockRunning
            | Self::AccountRecovered => false,
        }
    }
    /// The id in the pack's list `work`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TriageDue => "triage_due",
            Self::ReferralToAnswer => "referral_to_answer",
            Self::ReferralAnswer => "referral_answer",
            Self::TaskDue => "task_due",
            Self::ReviewDue => "review_due",
            Self::ConsentRenewal => "consent_renewal",
            Self::TransferToAnswer => "transfer_to_answer",
            Self::ClockRunning => "clock_running",
            Self::AccountRecovered => "account_recovered",
        }
    }
}

/// One row, named by stream, kind and item: the task, the consent, or zero where a stream has one of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkKey {
    /// The stream.
    pub stream: StreamId,
    /// Kind.
    pub kind: WorkKind,
    /// Item in it, opaque.
    pub item: [u8; 16],
}

/// What an entry does to the Work plane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkChange {
    /// A row comes, or takes the place of the one with its key.
    Open {
        /// Which.
        key: WorkKey,
        /// Whose queue.
        unit: UnitId,
        /// Whose desk, if anybody's.
        assignee: Option<UserId>,
        /// By when, if by any time.
        due: Option<Moment>,
    },
    /// A row goes.
    Close {
        /// Which.
        key: WorkKey,
    },
    /// Every row of the stream goes.
    CloseAll {
        /// Which stream.
        stream: StreamId,
    },
    /// Every row of the stream that waits in one unit's queue goes over to another's, with its time.
    Pass {
        /// Which stream.
        stream: StreamId,
        /// Whose queue it leaves.
        from: UnitId,
        /// Whose queue it comes to.
        to: UnitId,
        /// On whose desk.
        assignee: UserId,
    },
}

/// A row that a stream has once per kind.
pub(crate) const fn key(stream: StreamId, kind: WorkKind) -> WorkKey {
    WorkKey {
        stream,
        kind,
        item: [0; 16],
    }
}

/// What an entry of a concern does; `before` is the state without it.
#[must_use]
pub fn of_concern(
    env: &Envelope,
    entry: &concern::Entry,
    before: &concern::State,
    pack: &CountryPack,
) -> Vec<WorkChange> {
    let mut after = before.clone();
    concern::evolve(&mut after, env, entry);
    let row = key(env.stream, WorkKind::TriageDue);
    let due = concern::decide::triage_due(&after, pack);
    match (entry, after.intake, due) {
        (concern::Entry::Triaged { .. }, _, _) => vec![WorkChange::Close { key: row }],
        (_, Some(unit), Some(due)) => vec![WorkChange::Open {
            key: row,
            unit,
            assignee: None,
            due: Some(due),
        }],
        (_, None, _) | (_, _, None) => Vec::new(),
    }
}

/// What an entry of a referral does; `before` is the state without it.
#[must_use]
pub fn of_referral(
    env: &Envelope,
    entry: &referral::Entry,
    before: &referral::State,
) -> Vec<WorkChange> {
    let ask = key(env.stream, WorkKind::ReferralToAnswer);
    let answer = key(env.stream, WorkKind::ReferralAnswer);
    let tell = |to: Option<UnitId>, whom: Option<UserId>| {
        to.map(|unit| WorkChange::Open {
            key: answer,
            unit,
            assignee: whom,
            due: None,
        })
    };
    match entry {
        referral::Entry::Sent { to, answer_by, .. } => {
            vec![WorkChange::Open {
                key: ask,
                unit: *to,
                assignee: None,
                due: Some(*answer_by),
            }]
        }
        referral::Entry::Accepted { .. }
        | referral::Entry::Declined { .. }
        | referral::Entry::Expired => std::iter::once(WorkChange::Close { key: ask })
            .chain(tell(before.from, before.sender))
            .collect(),
        referral::Entry::Done { .. } => tell(before.from, before.sender).into_iter().collect(),
        referral::Entry::Revoked { .. } => vec![WorkChange::Close { key: ask }],
        referral::Entry::Read | referral::Entry::WorkStarted => Vec::new(),
    }
}

/// The sender has read the answer.
#[must_use]
pub const fn answer_read(stream: StreamId) -> WorkChange {
    WorkChange::Close {
        key: key(stream, WorkKind::ReferralAnswer),
    }
}

/// Word to one administrator that somebody came back with their recovery code.
#[must_use]
pub const fn account_recovered(who: UserId, administrator: UserId) -> WorkKey {
    WorkKey {
        stream: StreamId(who.0),
        kind: WorkKind::AccountRecovered,
        item: administrator.0,
    }
}

/// The same for a decided entry: the envelope it will have is given.
#[must_use]
pub fn envelope_of<E>(decided: &Decided<E>, env: &Envelope) -> Envelope {
    Envelope {
        compartment: decided.compartment,
        happened_on: decided.happened_on,
        ..*env
    }
}
