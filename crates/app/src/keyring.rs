//! The keys of one request: opened from the session, gone with the request.

use crate::AppResult;
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::compartment::Compartment;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_store::{MembershipState, Seat, WrapRow};
use punte_vault::{
    Header, KeyId, PersonPseudonymKey, RosterKey, StatisticsPublic, StreamKey, UnitKeys,
    UnitPublic, UserKeys, WrapContext, wrap,
};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A person's keys and those of their units.
pub(crate) struct Keyring {
    pub(crate) user_id: UserId,
    pub(crate) user: UserKeys,
    units: Vec<(UnitId, Generations)>,
    found: Mutex<Found>,
}

/// The key pairs of one unit: every generation that the person was given, newest first, each with its name in headers.
struct Generations(Vec<(KeyId, UnitKeys)>);

impl Generations {
    fn open(user: &UserKeys, context: WrapContext<'_>, held: &[u8]) -> Self {
        // A wrap that doesn't open leaves the person outside; `verify` tells the operator why.
        let opened = wrap::unit_wraps(held)
            .rev()
            .filter_map(|one| wrap::open_unit_key(user, context, one).ok());
        let mut all: Vec<_> = opened.map(|keys| (keys.public().key_id(), keys)).collect();
        all.sort_by_key(|(_, keys)| std::cmp::Reverse(keys.generation()));
        Self(all)
    }
}

/// What this request has opened or looked up once already: a change reads the same wraps several times, and each opening is a
/// multiplication on the curve. Gone with the request.
#[derive(Default)]
pub(crate) struct Found {
    streams: HashMap<Place, Arc<StreamKey>>,
    /// Roster keys of the person's units.
    pub(crate) rosters: BTreeMap<UnitId, Arc<[RosterKey]>>,
    /// The pseudonym key as each of the person's units holds it.
    pub(crate) pseudonyms: BTreeMap<UnitId, Arc<PersonPseudonymKey>>,
    /// Public keys of units, as they are now.
    pub(crate) publics: BTreeMap<UnitId, UnitPublic>,
    /// The public half of the statistics key.
    pub(crate) statistics: Option<StatisticsPublic>,
}

/// What a wrap is bound to, and the wrap itself: the same four open to the same key.
type Place = (StreamId, u8, Grantee, Vec<u8>);

impl Keyring {
    /// Opens the unit keys that the memberships wrap.
    pub(crate) fn open(user_id: UserId, user: UserKeys, seats: &[Seat]) -> Self {
        let mut units: Vec<(UnitId, Generations)> = Vec::new();
        for m in seats
            .iter()
            .map(|seat| &seat.membership)
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
            let generations = Generations::open(&user, context, &m.wrapped_unit_key);
            if !generations.0.is_empty() {
                units.push((m.unit, generations));
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

    /// A unit's keys of every generation that the person holds, newest first.
    pub(crate) fn generations(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &UnitKeys> {
        self.units
            .iter()
            .filter(move |(id, _)| *id == unit)
            .flat_map(|(_, generations)| &generations.0)
            .map(|(_, keys)| keys)
    }

    /// A unit's keys as they are now, if the person holds them: what is sealed is sealed under these.
    pub(crate) fn unit(&self, unit: UnitId) -> Option<&UnitKeys> {
        self.generations(unit).next()
    }

    /// The unit's keys that something was wrapped to.
    pub(crate) fn unit_for(&self, unit: UnitId, wrapped: &[u8]) -> Option<&UnitKeys> {
        let header = Header::read(wrapped).ok()?;
        self.units
            .iter()
            .filter(|(id, _)| *id == unit)
            .flat_map(|(_, generations)| &generations.0)
            .find(|(id, _)| *id == header.key_id)
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
                let keys = self.unit_for(unit, &row.wrapped)?;
                wrap::open_stream_key(keys, context, &row.wrapped).ok()
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
        wrap::open_roster_key(self.unit_for(unit, &row.wrapped)?, context, &row.wrapped).ok()
    }
}

/// The compartment keys of one stream that this request could open: of each compartment, every generation, newest first.
#[derive(Default)]
pub(crate) struct StreamKeys(BTreeMap<Compartment, Vec<Arc<StreamKey>>>);

impl StreamKeys {
    /// Opens what the wraps give at this moment; those of others, offered or expired ones give nothing.
    pub(crate) fn open(ring: &Keyring, wraps: &[WrapRow], now: Moment) -> Self {
        let mut keys = Self::default();
        for row in wraps.iter().filter(|row| row.holds(now)) {
            let Some(compartment) = row.compartment() else {
                continue;
            };
            let known = keys.all(compartment).any(|key| key.id().0 == row.key_id);
            if !known && let Some(key) = ring.stream_key(row) {
                keys.insert(compartment, key);
            }
        }
        keys
    }

    /// The newest key of a compartment: what is written is sealed under it.
    pub(crate) fn get(&self, compartment: Compartment) -> Option<&StreamKey> {
        self.all(compartment).next()
    }

    /// Every key of a compartment, newest first.
    pub(crate) fn all(&self, compartment: Compartment) -> impl Iterator<Item = &StreamKey> {
        self.0
            .get(&compartment)
            .into_iter()
            .flatten()
            .map(AsRef::as_ref)
    }

    /// The key of a compartment that sealed something; the newest where none bears its name, so that opening says what is wrong.
    pub(crate) fn for_blob(&self, compartment: Compartment, blob: &[u8]) -> Option<&StreamKey> {
        let header = Header::read(blob).ok();
        self.all(compartment)
            .find(|key| header.is_some_and(|header| header.key_id == key.id()))
            .or_else(|| self.get(compartment))
    }

    pub(crate) fn insert(&mut self, compartment: Compartment, key: impl Into<Arc<StreamKey>>) {
        let key = key.into();
        let all = self.0.entry(compartment).or_default();
        let at = all.partition_point(|other| other.generation() > key.generation());
        all.insert(at, key);
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
