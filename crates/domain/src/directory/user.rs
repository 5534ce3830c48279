//! A user of Punte: staff. Comes in by a single-use invitation; the token's hash lives in store, not here.

use crate::access::Role;
use crate::check;
use crate::context::{Ctx, Decided, Envelope};
use crate::id::UnitId;
use crate::machines::{AccountEvent, Machine};
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
    step(state, command)?;
    let entry = match command {
        Command::Invite {
            name,
            email,
            unit,
            role,
            until,
        } => {
            check::name(name)?;
            check_email(email)?;
            if *until <= ctx.now {
                return Err(Refusal::DueInPast);
            }
            Entry::Invited {
                name: name.clone(),
                email: email.clone(),
                unit: *unit,
                role: *role,
                until: *until,
            }
        }
        Command::LapseInvitation => Entry::InvitationLapsed,
        Command::Accept if state.invited_until.is_some_and(|until| until <= ctx.now) => {
            return Err(Refusal::InvitationLapsed);
        }
        Command::Accept => Entry::Accepted,
        Command::Confirm => Entry::Confirmed,
        Command::Suspend { reason } => {
            check::reason(reason)?;
            Entry::Suspended {
                reason: reason.clone(),
            }
        }
        Command::Restore => Entry::Restored,
        Command::Leave { reason } => {
            check::reason(reason)?;
            Entry::Left {
                reason: reason.clone(),
            }
        }
        Command::AddMembership { unit, role } => {
            if state.memberships.contains(&(*unit, *role)) {
                return Err(Refusal::AlreadyAssigned);
            }
            Entry::MembershipAdded {
                unit: *unit,
                role: *role,
            }
        }
        Command::EndMembership { unit } => {
            if !state.memberships.iter().any(|(of, _)| of == unit) {
                return Err(Refusal::MembershipUnknown);
            }
            Entry::MembershipEnded { unit: *unit }
        }
        Command::SetLanguage(language) => {
            if !["ro", "en"].contains(&language.as_str()) {
                return Err(Refusal::LanguageUnknown);
            }
            Entry::LanguageSet(language.clone())
        }
        Command::Rename(name) => {
            check::name(name)?;
            Entry::Renamed(name.clone())
        }
    };
    Ok(vec![Decided::core(entry)])
}

fn step(state: &State, command: &Command) -> Result<(), Refusal> {
    let event = match command {
        Command::Invite { .. } => AccountEvent::Invite,
        Command::LapseInvitation => AccountEvent::Lapse,
        Command::Accept => AccountEvent::Accept,
        Command::Confirm => AccountEvent::Confirm,
        Command::Suspend { .. } => AccountEvent::Suspend,
        Command::Restore => AccountEvent::Restore,
        Command::Leave { .. } => AccountEvent::Leave,
        Command::AddMembership { .. }
        | Command::EndMembership { .. }
        | Command::SetLanguage(_)
        | Command::Rename(_) => {
            return match state.status {
                None => Err(Refusal::NotThere),
                Some(Status::Left | Status::Lapsed) => Err(Refusal::AccountStep),
                Some(Status::Invited | Status::Accepted | Status::Active | Status::Suspended) => {
                    Ok(())
                }
            };
        }
    };
    match (state.status.on(event), state.status) {
        (Some(_), _) => Ok(()),
        (None, None) => Err(Refusal::NotThere),
        (None, Some(_)) => Err(Refusal::AccountStep),
    }
}

/// One plain address: a local part, an @, a domain with a dot; no white space, no list, 254 characters at most (RFC 5321).
fn check_email(email: &str) -> Result<(), Refusal> {
    let plain = |c: char| {
        c.is_ascii_graphic() && !matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '"' | ':' | '\\')
    };
    let fits = email.len() <= 254
        && email.chars().all(plain)
        && email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && local.len() <= 64 && is_domain(domain)
        });
    fits.then_some(()).ok_or(Refusal::EmailBad)
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    match entry {
        Entry::Invited {
            name,
            email,
            unit,
            role,
            until,
        } => {
            state.status = Some(Status::Invited);
            state.name.clone_from(name);
            state.email.clone_from(email);
            state.memberships = vec![(*unit, *role)];
            state.invited_until = Some(*until);
        }
        Entry::InvitationLapsed => state.status = Some(Status::Lapsed),
        Entry::Accepted => state.status = Some(Status::Accepted),
        Entry::Confirmed | Entry::Restored => state.status = Some(Status::Active),
        Entry::Suspended { .. } => state.status = Some(Status::Suspended),
        Entry::Left { .. } => {
            state.status = Some(Status::Left);
            state.memberships.clear();
        }
        Entry::MembershipAdded { unit, role } => {
            state.memberships.retain(|(of, _)| of != unit);
            state.memberships.push((*unit, *role));
        }
        Entry::MembershipEnded { unit } => state.memberships.retain(|(of, _)| of != unit),
        Entry::LanguageSet(language) => state.language.clone_from(language),
        Entry::Renamed(name) => state.name.clone_from(name),
    }
}

#[cfg(test)]
mod tests;
