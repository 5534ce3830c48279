//! Confirming a newcomer: somebody who holds the unit's key wraps it to them. And the key of person pseudonyms, to a unit that
//! was born without.

use super::entries;
use crate::files::{Post, refused};
use crate::journal::{Draft, unit_public};
use crate::ops::create::{PSEUDONYM_SUBJECT, wrap_pseudonyms, wrap_unit};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{ConfirmMember, Grantee, Role};
use punte_domain::compartment::Compartments;
use punte_domain::directory::user;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_domain::{AnyEntry, Authorized, StreamKind};
use punte_store::{MembershipRow, MembershipState, UserState};
use punte_vault::UserPublic;
use serde::Serialize;

/// Somebody who waits for a unit's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their sign-in name, to compare with whom one knows.
    pub login: String,
    /// Into which unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// As what.
    pub role: Role,
    /// Version of their stream.
    pub version: i64,
}

impl Desk {
    async fn may_confirm(&self, unit: UnitId) -> AppResult<Authorized<ConfirmMember>> {
        let resource = self.app.0.store.relations().unit(unit).await?;
        self.permit::<ConfirmMember>(unit.0, resource, Compartments::NONE)
            .await
    }

    /// Who waits in the units whose key the person holds.
    pub async fn waiting(&self) -> AppResult<Vec<Waiting>> {
        let relations = self.app.0.store.relations();
        let mut waiting = Vec::new();
        let units = self.ring.units().collect::<Vec<_>>();
        if units.is_empty() {
            // Whoever holds no unit's key can hand none over; policy says so, and the ledger that it was asked.
            self.permit::<ConfirmMember>([0; 16], None, Compartments::NONE)
                .await?;
        }
        for unit in units {
            self.may_confirm(unit).await?;
            let members = relations.members(unit).await?;
            let others = self.has_colleague_among(&members);
            let waits = members.into_iter().filter(|m| {
                m.state == MembershipState::Waiting && (m.user != self.user_id() || !others)
            });
            for member in waits {
                let user = relations.user(member.user).await?;
                let Some(user) = user.filter(|u| u.state == UserState::Active) else {
                    continue;
                };
                let stream = relations.stream(user.id.into()).await?;
                waiting.push(Waiting {
                    user: user.id,
                    name: user.name,
                    login: user.login,
                    unit,
                    unit_name: self
                        .app
                        .names([].into(), [unit].into())
                        .await?
                        .unit(unit)
                        .to_owned(),
                    role: member.role,
                    version: stream.map_or(0, |s| s.version),
                });
            }
        }
        Ok(waiting)
    }

    /// Gives the unit's key to somebody who waits.
    pub async fn confirm(&self, user: UserId, unit: UnitId, post: Post) -> AppResult<()> {
        let outcome = self.try_confirm(user, unit, post).await;
        self.or_first_answer(unit, post.id, &("confirm", user, unit), outcome)
            .await
            .map(drop)
    }

    async fn try_confirm(&self, user: UserId, unit: UnitId, post: Post) -> AppResult<bool> {
        let proof = self.may_confirm(unit).await?;
        // Looked at before the row: keys that are renewed from here on sink the commit.
        let of_unit = self
            .open_stream(unit.into(), StreamKind::Unit, unit)
            .await?;
        let newest = self.ring.unit(unit).ok_or(AppError::Absent)?.generation();
        if i32::from(newest) != self.unit_row(unit).await?.generation {
            return Err(AppError::Unavailable);
        }
        let row = self.user_row(user).await?;
        let memberships = self.app.0.store.relations().memberships(user).await?;
        let waits = memberships
            .iter()
            .filter(|m| m.unit == unit && m.state == MembershipState::Waiting);
        let waits: Vec<MembershipRow> = waits.cloned().collect();
        if waits.is_empty() {
            return Err(AppError::invalid("", "account-step"));
        }
        if user == self.user_id() && self.has_colleague(unit).await? {
            return Err(AppError::invalid("", "own-membership"));
        }
        let public = row
            .public
            .as_slice()
            .try_into()
            .map(UserPublic)
            .map_err(|_| AppError::Unavailable)?;
        let mut draft = Draft::default();
        draft.expect.push((of_unit.row.id, of_unit.row.version));
        for membership in waits {
            draft.put(MembershipRow {
                state: MembershipState::Active,
                generation: i32::from(newest),
                wrapped_unit_key: self.every_generation(unit, user, &public)?,
                ..membership
            });
        }
        let stream = self
            .open_stream(user.into(), StreamKind::User, unit)
            .await?;
        let mut state = self.user_state(&row, stream.row.version).await?;
        if state.status == Some(user::Status::Active) {
            // Active elsewhere: in this unit they are where a newcomer is.
            state.status = Some(user::Status::Accepted);
        }
        let (own, role) = self.acting(&proof)?;
        let decided =
            user::decide(&state, &user::Command::Confirm, &self.ctx(own, role)).map_err(refused)?;
        let written = entries(decided, AnyEntry::User);
        self.append(&mut draft, stream, written, Some(post.id), own);
        self.settle(&proof, draft, post.id, &("confirm", user, unit), true)
            .await?
            .ok_or(AppError::Unavailable)
    }

    /// Whether somebody else of the unit could confirm: then nobody confirms themselves.
    async fn has_colleague(&self, unit: UnitId) -> AppResult<bool> {
        let members = self.app.0.store.relations().members(unit).await?;
        Ok(self.has_colleague_among(&members))
    }

    fn has_colleague_among(&self, members: &[MembershipRow]) -> bool {
        members
            .iter()
            .any(|m| m.state == MembershipState::Active && m.user != self.user_id())
    }

    /// The unit's keys of every generation for a newcomer, oldest first: what was written before they came is theirs to read.
    fn every_generation(
        &self,
        unit: UnitId,
        user: UserId,
        public: &UserPublic,
    ) -> AppResult<Vec<u8>> {
        let rng = &*self.app.0.rng;
        let mut held = Vec::new();
        for keys in self.ring.generations(unit).rev() {
            held.extend(wrap_unit(keys, unit, (user, public), rng)?);
        }
        Ok(held)
    }

    /// Whether a unit with keys lacks the key of person pseudonyms, and the person holds it in another unit.
    pub async fn may_give_pseudonyms(&self, unit: UnitId) -> AppResult<bool> {
        let wraps = self
            .app
            .0
            .store
            .relations()
            .wraps_for(StreamId(PSEUDONYM_SUBJECT))
            .await?;
        let has = |unit| wraps.iter().any(|w| w.grantee == Grantee::Unit(unit));
        let keyed = !self.unit_row(unit).await?.public.is_empty();
        Ok(keyed && !has(unit) && self.ring.units().any(has))
    }

    /// Gives it.
    pub async fn give_pseudonyms(&self, unit: UnitId, post: Post) -> AppResult<()> {
        let proof = self.administer().await?;
        let row = self.unit_row(unit).await?;
        let mut key = None;
        for own in self.ring.units().collect::<Vec<_>>() {
            if key.is_none() {
                key = self.pseudonym_key(own).await?;
            }
        }
        let key = key.ok_or(AppError::Absent)?;
        let mut draft = Draft::default();
        draft.put(wrap_pseudonyms(
            &key,
            unit,
            &unit_public(&row)?,
            &*self.app.0.rng,
        )?);
        self.settle(&proof, draft, post.id, &("pseudonyms", unit), true)
            .await?
            .map(drop)
            .ok_or(AppError::Unavailable)
    }
}
