//! New keys for what somebody who is out could still open.

use super::{Draft, Pen, unit_public};
use crate::keyring::wrap_to;
use crate::{AppError, AppResult, Desk};
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::compartment::Compartment;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_store::WrapRow;
use punte_vault::{Header, KeyId, Recipient, StreamKey, UnitPublic, UserPublic};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody who is out could still open, and the public keys of those who stay.
///
/// A unit whose member left has new keys (`directory/leave.rs`). A compartment that is still wrapped to its old ones, or to a
/// unit whose time is over, is given a new key with the next entry that is written in it, wrapped to all who hold it now.
#[derive(Default)]
pub(super) struct Renewal {
    pub(super) outgrown: BTreeSet<Compartment>,
    publics: BTreeMap<Grantee, Public>,
    /// Compartments whose newest key was made by this very change: nobody can have kept it.
    pub(super) fresh: BTreeSet<Compartment>,
}

/// Anybody's public key.
#[derive(Clone, Copy)]
enum Public {
    Unit(UnitPublic),
    User(UserPublic),
}

impl Public {
    fn recipient(&self) -> &dyn Recipient {
        match self {
            Self::Unit(public) => public,
            Self::User(public) => public,
        }
    }
}

impl Desk {
    pub(super) async fn renewal(&self, wraps: &[WrapRow]) -> AppResult<Renewal> {
        let relations = self.app.0.store.relations();
        let mut units: BTreeSet<UnitId> = wraps.iter().filter_map(|w| unit_of(w.grantee)).collect();
        let mut renewal = Renewal::default();
        units.retain(|unit| {
            let known = self.ring.found().publics.get(unit).copied();
            let put = |public| renewal.publics.insert(Grantee::Unit(*unit), public);
            known.map(Public::Unit).map(put).is_none()
        });
        for row in relations.units_among(units.into_iter().collect()).await? {
            if !row.public.is_empty() {
                let public = unit_public(&row)?;
                self.ring.found().publics.insert(row.id, public);
                let public = Public::Unit(public);
                renewal.publics.insert(Grantee::Unit(row.id), public);
            }
        }
        let outgrown = of_newest(wraps).filter(|row| {
            let now = renewal.publics.get(&row.grantee).map(key_id);
            let then = Header::read(&row.wrapped).ok().map(|header| header.key_id);
            (now.is_some() && now != then) || has_run_out(row, self.now)
        });
        renewal.outgrown = outgrown.filter_map(WrapRow::compartment).collect();
        if !renewal.outgrown.is_empty() {
            let users = wraps.iter().filter_map(|w| user_of(w.grantee)).collect();
            for row in relations.users_among(users).await? {
                if let Ok(key) = row.public.as_slice().try_into() {
                    let public = Public::User(UserPublic(key));
                    renewal.publics.insert(Grantee::User(row.id), public);
                }
            }
        }
        Ok(renewal)
    }

    /// A new key of a compartment, for those of these wraps that have it now. Nothing where nobody has.
    pub(crate) async fn renew_stream(
        &self,
        draft: &mut Draft,
        stream: StreamId,
        compartment: Compartment,
        wraps: &[WrapRow],
    ) -> AppResult<()> {
        if let Some((_, rows)) = self.next_key(stream, compartment, wraps).await? {
            for row in rows {
                draft.put(row);
            }
        }
        Ok(())
    }

    async fn next_key(
        &self,
        stream: StreamId,
        compartment: Compartment,
        wraps: &[WrapRow],
    ) -> AppResult<Option<(StreamKey, Vec<WrapRow>)>> {
        let held: Vec<_> = newest(wraps, self.now)
            .filter(|row| row.compartment() == Some(compartment))
            .collect();
        let Some(first) = held.first() else {
            return Ok(None);
        };
        let generation = u16::try_from(first.generation).ok();
        let generation = generation.and_then(|generation| generation.checked_add(1));
        let rng = &*self.app.0.rng;
        let key = StreamKey::generate(generation.ok_or(AppError::Unavailable)?, rng);
        let mut rows = Vec::with_capacity(held.len());
        for row in held {
            let public = self.public_key(row.grantee).await?;
            let to = (public.recipient(), row.grantee);
            rows.push(WrapRow {
                referral: row.referral,
                state: row.state,
                until: row.until,
                ..wrap_to(rng, stream, compartment, &key, to)?
            });
        }
        Ok(Some((key, rows)))
    }

    async fn public_key(&self, grantee: Grantee) -> AppResult<Public> {
        match grantee {
            Grantee::Unit(unit) => self.public_of(unit).await.map(Public::Unit),
            Grantee::User(user) => {
                let row = self.app.0.store.relations().user(user).await?;
                let key = row.and_then(|row| row.public.as_slice().try_into().ok());
                key.map(|key| Public::User(UserPublic(key)))
                    .ok_or(AppError::Unavailable)
            }
        }
    }
}

fn unit_of(grantee: Grantee) -> Option<UnitId> {
    match grantee {
        Grantee::Unit(unit) => Some(unit),
        Grantee::User(_) => None,
    }
}

fn user_of(grantee: Grantee) -> Option<UserId> {
    match grantee {
        Grantee::User(user) => Some(user),
        Grantee::Unit(_) => None,
    }
}

fn key_id(public: &Public) -> KeyId {
    match public {
        Public::Unit(public) => public.key_id(),
        Public::User(public) => public.key_id(),
    }
}

fn has_run_out(row: &WrapRow, now: Moment) -> bool {
    row.until.is_some_and(|until| until <= now)
}

/// Of each compartment the wraps of its newest key, without those that have run out.
fn newest(wraps: &[WrapRow], now: Moment) -> impl Iterator<Item = &WrapRow> {
    of_newest(wraps).filter(move |row| !has_run_out(row, now))
}

/// Of each compartment the wraps of its newest key.
fn of_newest(wraps: &[WrapRow]) -> impl Iterator<Item = &WrapRow> {
    let mut generations = BTreeMap::new();
    for row in wraps {
        let newest = generations.entry((row.compartment, row.owner)).or_insert(0);
        *newest = row.generation.max(*newest);
    }
    wraps
        .iter()
        .filter(move |row| generations.get(&(row.compartment, row.owner)) == Some(&row.generation))
}

impl Pen<'_> {
    /// A new key for a compartment, for everybody who holds the one before and under what they hold now: whoever left
    /// with the old keys opens nothing that is written from here on.
    pub(super) fn renew(&mut self, draft: &mut Draft, compartment: Compartment) -> AppResult<()> {
        let rng = &*self.desk.app.0.rng;
        let before = self.keys.get(compartment).ok_or(AppError::Absent)?;
        let generation = before
            .generation()
            .checked_add(1)
            .ok_or(AppError::Unavailable)?;
        let key = StreamKey::generate(generation, rng);
        let mut rows = Vec::new();
        for row in newest(&self.wraps, self.desk.now) {
            let public = self.renewal.publics.get(&row.grantee);
            let (true, Some(public)) = (row.compartment() == Some(compartment), public) else {
                continue;
            };
            let to = (public.recipient(), row.grantee);
            rows.push(WrapRow {
                referral: row.referral,
                state: row.state,
                until: row.until,
                ..wrap_to(rng, self.stream.id, compartment, &key, to)?
            });
        }
        for row in rows {
            draft.put(row.clone());
            self.wraps.push(row);
        }
        self.keys.insert(compartment, key);
        self.renewal.fresh.insert(compartment);
        Ok(())
    }

    /// New keys at once, for everybody who holds those before: somebody lost them with this change. The writer need not
    /// hold them, and does not come to: what they may not open stays shut to them.
    pub(crate) async fn renew_all(
        &mut self,
        draft: &mut Draft,
        compartments: &BTreeSet<Compartment>,
    ) -> AppResult<()> {
        for compartment in compartments {
            if self.renewal.fresh.contains(compartment) {
                continue;
            }
            let (desk, stream) = (self.desk, self.stream.id);
            let next = desk.next_key(stream, *compartment, &self.wraps).await?;
            let Some((key, rows)) = next else { continue };
            for row in rows {
                draft.put(row.clone());
                self.wraps.push(row);
            }
            if self.keys.has(*compartment) {
                self.keys.insert(*compartment, key);
            }
            self.renewal.outgrown.remove(compartment);
            self.renewal.fresh.insert(*compartment);
        }
        Ok(())
    }
}
