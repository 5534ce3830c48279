//! What a unit does with its keys when somebody who held them leaves: it has new ones at once.
//!
//! The new generation is wrapped to those who stay, beside what they hold already, so nobody loses what was written before.
//! It takes only public keys: who ends a membership need not be in the unit, and does not come to hold its key by it.
//! Files follow with their next entry (`journal.rs`), the roster with its next line, facts with the next fact.
//!
//! Who is suspended loses the unit's keys like a leaver. Let in again, they wait until somebody of the unit confirms them, as
//! they did when they came: nobody but a holder can give a key back.

use crate::journal::Draft;
use crate::ops::create::{UnitSecrets, wrap_roster, wrap_unit};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Role;
use punte_domain::directory::unit::Entry;
use punte_domain::id::{UnitId, UserId};
use punte_domain::{AnyEntry, StreamKind};
use punte_store::{MembershipRow, MembershipState, UnitRow};
use punte_vault::{RosterKey, UnitKeys, UserPublic};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a unit's keys when a member lost them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renewed {
    /// They never held a key, or keep one in another role.
    No,
    /// The unit has new keys.
    Yes,
    /// Nobody else holds the unit's key: without theirs its files would be lost to everybody.
    Impossible,
}

impl Desk {
    /// Takes the keys of every unit from somebody who is suspended, where somebody else holds them too. Their own words
    /// stay theirs.
    pub(super) async fn take_keys(&self, draft: &mut Draft, user: UserId) -> AppResult<()> {
        let rows = self.app.0.store.relations().memberships(user).await?;
        let held: Vec<_> = rows.into_iter().filter(holds_key).collect();
        let units: BTreeSet<UnitId> = held.iter().map(|m| m.unit).collect();
        for unit in units {
            if self.renew_keys(draft, unit, user, |_| true).await? != Renewed::Yes {
                continue;
            }
            for membership in held.iter().filter(|m| m.unit == unit) {
                draft.put(MembershipRow {
                    state: MembershipState::Waiting,
                    generation: 0,
                    wrapped_unit_key: Vec::new(),
                    ..membership.clone()
                });
            }
        }
        Ok(())
    }

    /// New keys for a unit that somebody goes from, in the roles that end.
    pub(super) async fn renew_keys(
        &self,
        draft: &mut Draft,
        unit: UnitId,
        leaver: UserId,
        ends: impl Fn(Role) -> bool,
    ) -> AppResult<Renewed> {
        let relations = self.app.0.store.relations();
        // Looked at before the members: a change to unit or members from here on sinks the commit.
        let stream = self
            .open_stream(unit.into(), StreamKind::Unit, unit)
            .await?;
        let members = relations.members(unit).await?;
        let others: BTreeSet<UserId> = members
            .iter()
            .map(|m| m.user)
            .filter(|u| *u != leaver)
            .collect();
        let (own, staying): (Vec<MembershipRow>, Vec<MembershipRow>) = members
            .into_iter()
            .filter(holds_key)
            .partition(|m| m.user == leaver);
        if own.is_empty() || !own.iter().all(|m| ends(m.role)) {
            return Ok(Renewed::No);
        }
        if staying.is_empty() {
            return Ok(Renewed::Impossible);
        }
        for user in &others {
            let version = relations.stream((*user).into()).await?;
            let seen = ((*user).into(), version.map_or(0, |row| row.version));
            if !draft.expect.contains(&seen) {
                draft.expect.push(seen);
            }
        }
        let row = self.unit_row(unit).await?;
        let generation = next(&row)?;
        let rng = &*self.app.0.rng;
        let secrets = UnitSecrets {
            keys: UnitKeys::generate(generation, rng),
            roster: RosterKey::generate(generation, rng),
        };
        let publics = self.publics(&staying).await?;
        for membership in staying {
            let user = membership.user;
            let public = publics.get(&user).ok_or(AppError::Unavailable)?;
            let wrapped = wrap_unit(&secrets.keys, unit, (user, public), rng)?;
            draft.put(MembershipRow {
                generation: i32::from(generation),
                wrapped_unit_key: [membership.wrapped_unit_key.as_slice(), &wrapped].concat(),
                ..membership
            });
        }
        draft.put(wrap_roster(&secrets, unit, rng)?);
        draft.put(UnitRow {
            generation: i32::from(generation),
            public: secrets.keys.public().key.to_vec(),
            ..row
        });
        let (office, _) = self.office()?;
        let renewed = AnyEntry::Unit(Entry::KeysRenewed { generation });
        self.append(draft, stream, [renewed], None, office);
        Ok(Renewed::Yes)
    }

    async fn publics(&self, members: &[MembershipRow]) -> AppResult<BTreeMap<UserId, UserPublic>> {
        let ids = members.iter().map(|m| m.user).collect();
        let rows = self.app.0.store.relations().users_among(ids).await?;
        let mut publics = BTreeMap::new();
        for row in rows {
            let key = row.public.as_slice().try_into();
            publics.insert(row.id, UserPublic(key.map_err(|_| AppError::Unavailable)?));
        }
        Ok(publics)
    }
}

fn holds_key(membership: &MembershipRow) -> bool {
    membership.state == MembershipState::Active && !membership.wrapped_unit_key.is_empty()
}

fn next(unit: &UnitRow) -> AppResult<u16> {
    u16::try_from(unit.generation)
        .ok()
        .and_then(|generation| generation.checked_add(1))
        .ok_or(AppError::Unavailable)
}
