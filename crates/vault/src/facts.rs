//! Statistical facts: sealed under one key per unit and day, which is encapsulated once to the statistics key.

use crate::blob::{Bound, HEADER, KeyId, Purpose, SymmetricKey};
use crate::keys::{StatisticsKeys, StatisticsPublic, UnitKeys};
use crate::secret::{Plain, Secret32};
use crate::wrap::{self, WrapContext};
use crate::{Error, Result, Rng, kdf};

/// Key of one unit's facts of one day.
pub struct FactKey(pub(crate) SymmetricKey);

/// The fact key of a unit and a day (days since 1970-01-01): the same for every member, derived, never stored.
///
/// Whoever holds the unit's keys can read what the unit itself recorded; nobody else can but an analyst.
pub fn fact_key(unit: &UnitKeys, day: i32) -> FactKey {
    let secret = unit.pair.private();
    let day = day.to_be_bytes();
    FactKey(SymmetricKey {
        id: KeyId::first_of(&kdf::derive(&secret.0, b"", &[b"punte/fact-id/1", &day]).0),
        generation: unit.generation,
        secret: kdf::derive(&secret.0, b"", &[b"punte/fact-key/1", &day]),
    })
}

impl FactKey {
    /// Its name in headers: which encapsulated key opens a fact.
    pub fn id(&self) -> KeyId {
        self.0.id
    }

    /// Seal a fact. The purpose is set here.
    pub fn seal(&self, bound: Bound<'_>, content: &[u8], rng: &dyn Rng) -> Result<Vec<u8>> {
        self.0.seal(bound.with(Purpose::Fact), content, rng)
    }

    /// Open a fact.
    pub fn open(&self, bound: Bound<'_>, blob: &[u8]) -> Result<Plain> {
        self.0.open(bound.with(Purpose::Fact), blob)
    }
}

/// Length of a key's name.
const NAME: usize = 8;
/// Length of one encapsulation: the key's name, header, encapsulated key, what a symmetric key exports, tag.
const ENCAPSULATION: usize = NAME + HEADER + 32 + (8 + 2 + 32) + 16;

/// The encapsulations of a unit's day: one for each generation of the unit's keys that stated facts on that day.
pub fn encapsulations(of_day: &[u8]) -> impl Iterator<Item = &[u8]> {
    of_day.chunks(ENCAPSULATION)
}

/// Whether this key is among the encapsulations of a day.
pub fn is_encapsulated(of_day: &[u8], key: &FactKey) -> bool {
    encapsulations(of_day).any(|one| one.starts_with(&key.id().0))
}

/// Encapsulate a day's fact key to the statistics key, under its name. Once per unit, generation and day; a second one
/// of a day is appended to the first.
pub fn encapsulate_fact_key(
    key: &FactKey,
    to: &StatisticsPublic,
    unit: &[u8; 16],
    day: i32,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let day = day_id(day);
    let context = WrapContext {
        subject: unit,
        compartment: 0,
        recipient: &day,
    };
    let wrapped = wrap::wrap_fact_key(key, to, context, rng)?;
    Ok([key.id().0.as_slice(), &wrapped].concat())
}

/// Open one encapsulated fact key of a day with the statistics keys.
pub fn open_fact_key(
    keys: &StatisticsKeys,
    unit: &[u8; 16],
    day: i32,
    bytes: &[u8],
) -> Result<FactKey> {
    let (name, wrapped) = bytes.split_first_chunk::<NAME>().ok_or(Error::Format)?;
    let day = day_id(day);
    let context = WrapContext {
        subject: unit,
        compartment: 0,
        recipient: &day,
    };
    let key = wrap::open_fact_key(keys, context, wrapped)?;
    if key.id().0 == *name {
        Ok(key)
    } else {
        Err(Error::OtherKey)
    }
}

/// There is one statistics key, so the recipient's place in the context carries the day.
fn day_id(day: i32) -> [u8; 16] {
    let mut out = [0; 16];
    out.iter_mut()
        .zip(day.to_be_bytes())
        .for_each(|(to, from)| *to = from);
    out
}

/// Key of the pseudonyms under which one person counts once.
///
/// Writers must compute a pseudonym but never hold the statistics private half, so this is a key of its own, wrapped to
/// every unit that records facts. What that means: a member of any such unit who knows a person's id can compute that
/// person's pseudonym (person ids are random, 128 bits, and known only to those who already hold the person's file);
/// pseudonyms lie inside sealed facts, so it takes the statistics key or the recording unit's key to see one.
/// It hides persons from analysts, not units from each other. A new key breaks the count across its change.
pub struct PersonPseudonymKey(Secret32);

impl PersonPseudonymKey {
    /// A new random key, one per consortium.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Secret32::random(rng))
    }

    /// The pseudonym of a person: HMAC-SHA-256 of the id, cut to 128 bits.
    pub fn pseudonym(&self, person: &[u8; 16]) -> [u8; 16] {
        let mut out = [0; 16];
        let tag = kdf::hmac(&self.0.0, &[b"punte/person/1", person]);
        out.iter_mut().zip(tag).for_each(|(to, from)| *to = from);
        out
    }

    pub(crate) fn export(&self) -> Plain {
        Plain::new(self.0.0.to_vec())
    }

    pub(crate) fn import(bytes: &[u8]) -> Result<Self> {
        Secret32::from_slice(bytes).map(Self)
    }
}
