//! The keys that an installation is born with, and their wraps.

use super::spec::{At, Spec};
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_store::{WrapRow, WrapState};
use punte_vault::{
    KeyId, PersonPseudonymKey, Result, Rng, RosterKey, StatisticsKeys, UnitKeys, UnitPublic,
    UserKeys, UserPublic, WrapContext, wrap,
};
use std::collections::BTreeMap;

/// What the wraps of the statistics key are about: no stream, but the one statistics key of the installation.
pub const STATISTICS_SUBJECT: [u8; 16] = [0x53; 16];
/// What the wraps of the person-pseudonym key are about.
pub const PSEUDONYM_SUBJECT: [u8; 16] = [0x50; 16];
/// First generation of every key.
pub(crate) const FIRST: u16 = 1;
const NOBODY: [u8; 16] = [0; 16];

/// Keys of a unit that has members.
pub struct UnitSecrets {
    /// Its key pair.
    pub keys: UnitKeys,
    /// The key of its roster.
    pub roster: RosterKey,
}

/// Every key that was born. Wiped on drop.
pub struct Keys {
    /// Of people, in the order of the specification.
    pub people: Vec<UserKeys>,
    /// Of the units that have members; a unit without has no keys until its first member joins.
    pub units: BTreeMap<At, UnitSecrets>,
    /// The statistics key.
    pub statistics: StatisticsKeys,
    /// The key of person pseudonyms.
    pub pseudonyms: PersonPseudonymKey,
}

impl Keys {
    pub(super) fn generate(spec: &Spec, rng: &dyn Rng) -> Self {
        let inhabited = spec.people.iter().flat_map(|person| &person.memberships);
        let mut units = BTreeMap::new();
        for (at, _) in inhabited {
            units.entry(*at).or_insert_with(|| UnitSecrets {
                keys: UnitKeys::generate(FIRST, rng),
                roster: RosterKey::generate(FIRST, rng),
            });
        }
        Self {
            people: spec
                .people
                .iter()
                .map(|_| UserKeys::generate(rng))
                .collect(),
            units,
            statistics: StatisticsKeys::generate(rng),
            pseudonyms: PersonPseudonymKey::generate(rng),
        }
    }
}

/// The unit's keys for one member.
pub(crate) fn wrap_unit(
    keys: &UnitKeys,
    unit: UnitId,
    member: (UserId, &UserPublic),
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let context = WrapContext {
        subject: &unit.0,
        compartment: 0,
        recipient: &member.0.0,
    };
    wrap::wrap_unit_key(keys, member.1, context, rng)
}

/// The key of the unit's roster, for the unit.
pub(crate) fn wrap_roster(secrets: &UnitSecrets, unit: UnitId, rng: &dyn Rng) -> Result<WrapRow> {
    let context = WrapContext {
        subject: &unit.0,
        compartment: 0,
        recipient: &unit.0,
    };
    let wrapped = wrap::wrap_roster_key(&secrets.roster, &secrets.keys.public(), context, rng)?;
    Ok(WrapRow {
        generation: i32::from(secrets.roster.generation()),
        ..row(
            StreamId(unit.0),
            Grantee::Unit(unit),
            secrets.roster.id(),
            wrapped,
        )
    })
}

/// The key of person pseudonyms, for a unit that records facts.
pub(crate) fn wrap_pseudonyms(
    key: &PersonPseudonymKey,
    unit: UnitId,
    public: &UnitPublic,
    rng: &dyn Rng,
) -> Result<WrapRow> {
    let context = WrapContext {
        subject: &PSEUDONYM_SUBJECT,
        compartment: 0,
        recipient: &unit.0,
    };
    let wrapped = wrap::wrap_pseudonym_key(key, public, context, rng)?;
    Ok(row(
        StreamId(PSEUDONYM_SUBJECT),
        Grantee::Unit(unit),
        public.key_id(),
        wrapped,
    ))
}

/// The private half of the statistics key, for the one person who holds it.
pub(crate) fn wrap_statistics(
    keys: &StatisticsKeys,
    officer: (UserId, &UserPublic),
    rng: &dyn Rng,
) -> Result<WrapRow> {
    let (user, public) = officer;
    let context = WrapContext {
        subject: &STATISTICS_SUBJECT,
        compartment: 0,
        recipient: &user.0,
    };
    let wrapped = wrap::wrap_statistics_key(keys, public, context, rng)?;
    Ok(row(
        StreamId(STATISTICS_SUBJECT),
        Grantee::User(user),
        public.key_id(),
        wrapped,
    ))
}

fn row(object: StreamId, grantee: Grantee, key: KeyId, wrapped: Vec<u8>) -> WrapRow {
    WrapRow {
        object,
        compartment: CompartmentKind::Open,
        owner: NOBODY,
        grantee,
        generation: i32::from(FIRST),
        referral: WrapRow::NO_REFERRAL,
        key_id: key.0,
        wrapped,
        state: WrapState::Active,
        until: None,
    }
}
