//! Every state machine of the work, each an exhaustive `on(state, event)`; one walk holds them all to the same rules.

mod walk;

pub use walk::{Fault, walk};

use crate::directory::user::Status as Account;
use crate::file::identification::Status as Identification;
use crate::file::state::TaskStatus;
use crate::referral::Status as Referral;
use std::fmt::Debug;

/// A state machine. `None` of `on` means: this cannot happen now.
pub trait Machine: Copy + Eq + Ord + Debug + 'static {
    /// What may happen.
    type Event: Copy + Debug + 'static;
    /// Where it starts.
    const START: Self;
    /// Every state.
    const STATES: &'static [Self];
    /// Every event.
    const EVENTS: &'static [Self::Event];
    /// The next state.
    fn on(self, event: Self::Event) -> Option<Self>;
    /// Whether the work may end in this state for good.
    fn may_end(self) -> bool;
}

impl Machine for Option<Identification> {
    type Event = Identification;
    const START: Self = None;
    const STATES: &'static [Self] = &[
        None,
        Some(Identification::Potential),
        Some(Identification::Presumed),
        Some(Identification::Identified),
        Some(Identification::NotConfirmed),
    ];
    const EVENTS: &'static [Identification] = &[
        Identification::Potential,
        Identification::Presumed,
        Identification::Identified,
        Identification::NotConfirmed,
    ];
    fn on(self, event: Identification) -> Option<Self> {
        use Identification::{Identified, NotConfirmed, Potential, Presumed};
        let allowed: &[Identification] = match self {
            // A second body may come to the same finding; that is a decision of its own.
            Some(Potential | Presumed) => &[Presumed, Identified, NotConfirmed],
            // An identified victim does not fall back to presumed: only "not confirmed" ends that finding.
            Some(Identified) => &[Identified, NotConfirmed],
            None | Some(NotConfirmed) => &[Potential, Presumed, Identified],
        };
        allowed.contains(&event).then_some(Some(event))
    }
    fn may_end(self) -> bool {
        true
    }
}

/// What happens to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the entry of its own name")]
pub enum ReferralEvent {
    Send,
    Read,
    Accept,
    Decline,
    Revoke,
    Expire,
    StartWork,
    Finish,
}

impl Machine for Option<Referral> {
    type Event = ReferralEvent;
    const START: Self = None;
    const STATES: &'static [Self] = &[
        None,
        Some(Referral::Sent),
        Some(Referral::Read),
        Some(Referral::Accepted),
        Some(Referral::Declined),
        Some(Referral::Revoked),
        Some(Referral::Expired),
        Some(Referral::InProgress),
        Some(Referral::Done),
    ];
    const EVENTS: &'static [ReferralEvent] = &[
        ReferralEvent::Send,
        ReferralEvent::Read,
        ReferralEvent::Accept,
        ReferralEvent::Decline,
        ReferralEvent::Revoke,
        ReferralEvent::Expire,
        ReferralEvent::StartWork,
        ReferralEvent::Finish,
    ];
    fn on(self, event: ReferralEvent) -> Option<Self> {
        use Referral as S;
        use ReferralEvent as E;
        let next = match (self, event) {
            (None, E::Send) => S::Sent,
            (Some(S::Sent), E::Read) => S::Read,
            (Some(S::Sent | S::Read), E::Accept) => S::Accepted,
            (Some(S::Sent | S::Read), E::Decline) => S::Declined,
            (Some(S::Sent | S::Read | S::Accepted | S::InProgress), E::Revoke) => S::Revoked,
            (Some(S::Sent | S::Read), E::Expire) => S::Expired,
            (Some(S::Accepted), E::StartWork) => S::InProgress,
            (Some(S::Accepted | S::InProgress), E::Finish) => S::Done,
            (
                None
                | Some(
                    S::Sent
                    | S::Read
                    | S::Accepted
                    | S::Declined
                    | S::Revoked
                    | S::Expired
                    | S::InProgress
                    | S::Done,
                ),
                _,
            ) => return None,
        };
        Some(Some(next))
    }
    fn may_end(self) -> bool {
        matches!(
            self,
            Some(Referral::Declined | Referral::Revoked | Referral::Expired | Referral::Done)
        )
    }
}

/// What happens to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the entry of its own name")]
pub enum AccountEvent {
    Invite,
    Lapse,
    Accept,
    Confirm,
    Suspend,
    Restore,
    Leave,
}

impl Machine for Option<Account> {
    type Event = AccountEvent;
    const START: Self = None;
    const STATES: &'static [Self] = &[
        None,
        Some(Account::Invited),
        Some(Account::Accepted),
        Some(Account::Active),
        Some(Account::Suspended),
        Some(Account::Left),
        Some(Account::Lapsed),
    ];
    const EVENTS: &'static [AccountEvent] = &[
        AccountEvent::Invite,
        AccountEvent::Lapse,
        AccountEvent::Accept,
        AccountEvent::Confirm,
        AccountEvent::Suspend,
        AccountEvent::Restore,
        AccountEvent::Leave,
    ];
    fn on(self, event: AccountEvent) -> Option<Self> {
        use Account as S;
        use AccountEvent as E;
        let next = match (self, event) {
            (None | Some(S::Invited | S::Lapsed), E::Invite) => S::Invited,
            (Some(S::Invited), E::Lapse) => S::Lapsed,
            (Some(S::Invited), E::Accept) => S::Accepted,
            (Some(S::Accepted), E::Confirm) | (Some(S::Suspended), E::Restore) => S::Active,
            (Some(S::Accepted | S::Active), E::Suspend) => S::Suspended,
            (Some(S::Accepted | S::Active | S::Suspended), E::Leave) => S::Left,
            (
                None
                | Some(S::Invited | S::Accepted | S::Active | S::Suspended | S::Left | S::Lapsed),
                _,
            ) => return None,
        };
        Some(Some(next))
    }
    fn may_end(self) -> bool {
        matches!(self, Some(Account::Left | Account::Lapsed))
    }
}

macro_rules! machine {
    ($(#[$doc:meta])* $name:ident / $event:ident, start $start:ident, states [$($state:ident),*], events [$($ev:ident),*], ends [$($end:ident),*],
     { $($from:ident + $by:ident => $to:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is the state of its own name")]
        pub enum $name { $($state),* }
        /// What happens to it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the event of its own name")]
        pub enum $event { $($ev),* }
        impl Machine for $name {
            type Event = $event;
            const START: Self = Self::$start;
            const STATES: &'static [Self] = &[$(Self::$state),*];
            const EVENTS: &'static [$event] = &[$($event::$ev),*];
            fn on(self, event: $event) -> Option<Self> {
                // The table is the whole machine: a pair that is not in it cannot happen.
                let table = [$((Self::$from, $event::$by, Self::$to)),*];
                table.into_iter().find(|(from, by, _)| *from == self && *by == event).map(|(_, _, to)| to)
            }
            fn may_end(self) -> bool {
                [$(Self::$end),*].contains(&self)
            }
        }
    };
}

machine! {
    /// A concern.
    Concern / ConcernEvent, start Nothing, states [Nothing, Raised, Triaged],
    events [Raise, Supplement, Triage, Reopen], ends [Triaged],
    {
        Nothing + Raise => Raised,
        Raised + Supplement => Raised,
        Triaged + Supplement => Triaged,
        Raised + Triage => Triaged,
        Triaged + Reopen => Raised,
    }
}

machine! {
    /// The life of a survivor file.
    FileLife / FileEvent, start Nothing, states [Nothing, Open, Closed],
    events [Open, Write, Close, Reopen], ends [Closed],
    {
        Nothing + Open => Open,
        Open + Write => Open,
        Open + Close => Closed,
        Closed + Reopen => Open,
    }
}

machine! {
    /// A consent.
    ConsentLife / ConsentEvent, start Nothing, states [Nothing, InForce, Refused, Withdrawn, Lapsed],
    events [Give, Assent, Refuse, Withdraw, Lapse], ends [Withdrawn, Lapsed],
    {
        Nothing + Give => InForce,
        InForce + Assent => InForce,
        InForce + Refuse => Refused,
        Refused + Assent => InForce,
        InForce + Withdraw => Withdrawn,
        Refused + Withdraw => Withdrawn,
        InForce + Lapse => Lapsed,
        Refused + Lapse => Lapsed,
    }
}

machine! {
    /// The transfer of the lead.
    Transfer / TransferEvent, start Settled, states [Settled, Offered],
    events [Offer, Accept, Decline, Withdraw], ends [Settled],
    {
        Settled + Offer => Offered,
        Offered + Accept => Settled,
        Offered + Decline => Settled,
        Offered + Withdraw => Settled,
    }
}

machine! {
    /// A service.
    ServiceLife / ServiceEvent, start Nothing, states [Nothing, Open, Ended],
    events [Open, Session, End], ends [Ended],
    {
        Nothing + Open => Open,
        Open + Session => Open,
        Open + End => Ended,
    }
}

machine! {
    /// An organisation or a unit.
    BodyLife / BodyEvent, start Nothing, states [Nothing, Live, Closed],
    events [Found, Change, Close], ends [Closed],
    {
        Nothing + Found => Live,
        Live + Change => Live,
        Live + Close => Closed,
    }
}

/// What happens to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the entry of its own name")]
pub enum TaskEvent {
    Add,
    Reassign,
    Do,
    Cancel,
}

impl Machine for Option<TaskStatus> {
    type Event = TaskEvent;
    const START: Self = None;
    const STATES: &'static [Self] = &[
        None,
        Some(TaskStatus::Open),
        Some(TaskStatus::Done),
        Some(TaskStatus::Cancelled),
    ];
    const EVENTS: &'static [TaskEvent] = &[
        TaskEvent::Add,
        TaskEvent::Reassign,
        TaskEvent::Do,
        TaskEvent::Cancel,
    ];
    fn on(self, event: TaskEvent) -> Option<Self> {
        let next = match (self, event) {
            (None, TaskEvent::Add) | (Some(TaskStatus::Open), TaskEvent::Reassign) => {
                TaskStatus::Open
            }
            (Some(TaskStatus::Open), TaskEvent::Do) => TaskStatus::Done,
            (Some(TaskStatus::Open), TaskEvent::Cancel) => TaskStatus::Cancelled,
            (None | Some(TaskStatus::Open | TaskStatus::Done | TaskStatus::Cancelled), _) => {
                return None;
            }
        };
        Some(Some(next))
    }
    fn may_end(self) -> bool {
        matches!(self, Some(TaskStatus::Done | TaskStatus::Cancelled))
    }
}
