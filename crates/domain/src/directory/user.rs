//! A user of Punte: staff. Comes in by a single-use invitation; the token's hash lives in store, not here.

use crate::access::Role;
use crate::context::{Ctx, Decided, Envelope};
use crate::id::UnitId;
use crate::refusal::Refusal;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// An invitation is out.
    Invited,
    /// The person has set a passphrase; keys are not yet handed over.
    Accepted,
    /// Somebody who holds the unit's key has confirmed the person and handed it over.
    Active,
    /// Forbidden everything, for now.
    Suspended,
    /// Gone; final.
    Left,
    /// The invitation lapsed or was taken back; may be invited anew.
    Lapsed,
}

/// What can be written on a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Invited, for the first time or anew.
    Invited {
        /// Name.
        name: String,
        /// E-mail.
        email: String,
        /// Into which unit.
        unit: UnitId,
        /// As what.
        role: Role,
        /// Until.
        until: Moment,
    },
    /// The invitation was taken back or lapsed.
    InvitationLapsed,
    /// The person came.
    Accepted,
    /// Keys handed over.
    Confirmed,
    /// Suspended.
    Suspended {
        /// Why.
        reason: String,
    },
    /// Let in again.
    Restored,
    /// Gone.
    Left {
        /// Why.
        reason: String,
    },
    /// One more membership, or another role in a unit.
    MembershipAdded {
        /// Which unit.
        unit: UnitId,
        /// As what.
        role: Role,
    },
    /// A membership ended.
    MembershipEnded {
        /// Which unit.
        unit: UnitId,
    },
    /// Language of the screens (`ro`, `en`).
    LanguageSet(String),
    /// Renamed.
    Renamed(String),
}

/// What can be asked of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the entry of the same name"
)]
pub enum Command {
    /// Invite.
    Invite {
        name: String,
        email: String,
        unit: UnitId,
        role: Role,
        until: Moment,
    },
    /// Take the invitation back, or note that it lapsed.
    LapseInvitation,
    /// Accept the invitation.
    Accept,
    /// Confirm the person and hand keys over.
    Confirm,
    /// Suspend.
    Suspend { reason: String },
    /// Let in again.
    Restore,
    /// Note that the person is gone.
    Leave { reason: String },
    /// Add a membership or change its role.
    AddMembership { unit: UnitId, role: Role },
    /// End a membership.
    EndMembership { unit: UnitId },
    /// Set the language.
    SetLanguage(String),
    /// Rename.
    Rename(String),
}

/// A user so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Where the account stands; `None` until invited.
    pub status: Option<Status>,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Memberships: unit and role.
    pub memberships: Vec<(UnitId, Role)>,
    /// The invitation's end.
    pub invited_until: Option<Moment>,
    /// Language; empty until set.
    pub language: String,
    /// Last entry's place.
    pub version: i64,
}

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    todo!()
}
/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    todo!()
}
