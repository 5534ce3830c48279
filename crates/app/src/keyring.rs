//! The keys of one request: opened from the session, gone with the request.

use crate::AppResult;
use punte_domain::access::Grantee;
use punte_domain::compartment::Compartment;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_store::{MembershipRow, MembershipState, WrapRow};
use punte_vault::{
    PersonPseudonymKey, RosterKey, StatisticsPublic, StreamKey, UnitKeys, UnitPublic, UserKeys,
    WrapContext, wrap,
};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A person's keys and those of their units.
pub(crate) struct Keyring {
    pub(crate) user_id: UserId,
    pub(crate) user: UserKeys,
    units: Vec<(UnitId, UnitKeys)>,
    found: Mutex<Found>,
}

/// What this request has opened or looked up once already: a change reads the same wraps several times, and each opening is a
/// multiplication on the curve. Gone with the request.
#[derive(Default)]
pub(crate) struct Found {
    streams: HashMap<Place, Arc<StreamKey>>,
    /// Roster keys of the person's units.
    pub(crate) rosters: BTreeMap<UnitId, Arc<RosterKey>>,
    /// The pseudonym key as each of the person's units holds it.
    pub(crate) pseudonyms: BTreeMap<UnitId, Arc<PersonPseudonymKey>>,
    /// Public keys of other units.
    pub(crate) publics: BTreeMap<UnitId, UnitPublic>,
    /// The public half of the statistics key.
    pub(crate) statistics: Option<StatisticsPublic>,
}

/// What a wrap is bound to, and the wrap itself: the same four open to the same key.
type Place = (StreamId, u8, Grantee, Vec<u8>);

impl Keyring {
    /// Opens the unit keys that the memberships wrap.
    pub(crate) fn open(user_id: UserId, user: UserKeys, memberships: &[MembershipRow]) -> Self {
        let mut units: Vec<(UnitId, UnitKeys)> = Vec::new();
        for m in memberships
            .iter()
            .filter(|m| m.state == MembershipState::Active)
        {
            if units.iter().any(|(unit, _)| *unit == m.unit) {
                continue;
            }
            let context = WrapContext {
                subject: &m.unit.0,
                compartment: 0,
                recipient: &user_id.0,
            };
            // A wrap that doesn't open leaves the person outside the unit; `verify` tells the operator why.
            if let Ok(keys) = wrap::open_unit_key(&user, context, &m.wrapped_unit_key) {
                units.push((m.unit, keys));
            }
        }
        Self {
            user_id,
            user,
            units,
            found: Mutex::default(),
        }
    }

    /// What was found in this request.
    pub(crate) fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A unit's keys, if the person holds them.
    pub(crate) fn unit(&self, unit: UnitId) -> Option<&UnitKeys> {
        self.units
            .iter()
            .find(|(id, _)| *id == unit)
            .map(|(_, keys)| keys)
    }

    /// The units whose keys the person holds.
    pub(crate) fn units(&self) -> impl Iterator<Item = UnitId> {
        self.units.iter().map(|(unit, _)| *unit)
    }

    /// The key in a wrap, if it is for this person or a unit of theirs.
    fn stream_key(&self, row: &WrapRow) -> Option<Arc<StreamKey>> {
        let place = (
            row.object,
            row.compartment.code(),
            row.grantee,
            row.wrapped.clone(),
        );
        if let Some(key) = self.found().streams.get(&place) {
            return Some(Arc::clone(key));
        }
        let key = Arc::new(self.open_stream_key(row)?);
        self.found().streams.insert(place, Arc::clone(&key));
        Some(key)
    }

    fn open_stream_key(&self, row: &WrapRow) -> Option<StreamKey> {
        let kind = row.compartment.code();
        match row.grantee {
            Grantee::Unit(unit) => {
                let context = WrapContext {
                    subject: &row.object.0,
                    compartment: kind,
                    recipient: &unit.0,
                };
                wrap::open_stream_key(self.unit(unit)?, context, &row.wrapped).ok()
            }
            Grantee::User(user) if user == self.user_id => {
                let context = WrapContext {
                    subject: &row.object.0,
                    compartment: kind,
                    recipient: &user.0,
                };
                wrap::open_stream_key(&self.user, context, &row.wrapped).ok()
            }
            Grantee::User(_) => None,
        }
    }

    /// The roster key of a unit.
    pub(crate) fn roster_key(&self, unit: UnitId, row: &WrapRow) -> Option<RosterKey> {
        let context = WrapContext {
            subject: &unit.0,
            compartment: 0,
            recipient: &unit.0,
        };
        wrap::open_roster_key(self.unit(unit)?, context, &row.wrapped).ok()
    }
}

/// The compartment keys of one stream that this request could open.
#[derive(Default)]
pub(crate) struct StreamKeys(BTreeMap<Compartment, Arc<StreamKey>>);

impl StreamKeys {
    /// Opens what the wraps give; those of others, offered or expired ones give nothing.
    pub(crate) fn open(ring: &Keyring, wraps: &[WrapRow]) -> Self {
        let mut keys = BTreeMap::new();
        for row in wraps {
            let Some(compartment) = row.compartment() else {
                continue;
            };
            if let std::collections::btree_map::Entry::Vacant(place) = keys.entry(compartment)
                && let Some(key) = ring.stream_key(row)
            {
                place.insert(key);
            }
        }
        Self(keys)
    }

    pub(crate) fn get(&self, compartment: Compartment) -> Option<&StreamKey> {
        self.0.get(&compartment).map(AsRef::as_ref)
    }

    pub(crate) fn insert(&mut self, compartment: Compartment, key: StreamKey) {
        self.0.insert(compartment, Arc::new(key));
    }

    pub(crate) fn has(&self, compartment: Compartment) -> bool {
        self.0.contains_key(&compartment)
    }
}

/// Wraps a compartment's key to somebody.
pub(crate) fn wrap_to(
    rng: &dyn punte_vault::Rng,
    stream: StreamId,
    compartment: Compartment,
    key: &StreamKey,
    to: (&dyn punte_vault::Recipient, Grantee),
) -> AppResult<WrapRow> {
    let (public, grantee) = to;
    let recipient = match grantee {
        Grantee::Unit(unit) => unit.0,
        Grantee::User(user) => user.0,
    };
    let context = WrapContext {
        subject: &stream.0,
        compartment: compartment.kind().code(),
        recipient: &recipient,
    };
    let wrapped = wrap::wrap_stream_key(key, public, context, rng)?;
    Ok(WrapRow {
        object: stream,
        compartment: compartment.kind(),
        owner: compartment.owner(),
        grantee,
        generation: i32::from(key.generation()),
        referral: WrapRow::NO_REFERRAL,
        key_id: key.id().0,
        wrapped,
        state: punte_store::WrapState::Active,
        until: None,
    })
}
