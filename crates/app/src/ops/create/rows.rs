//! Rows from a specification and its keys.

use super::keys::{
    FIRST, Keys, PSEUDONYM_SUBJECT, STATISTICS_SUBJECT, wrap_pseudonyms, wrap_roster,
    wrap_statistics, wrap_unit,
};
use super::spec::{At, Mode, PersonSpec, Spec};
use super::{CreateError, Created, CreatedPerson, SecondFactor, setting};
use crate::ops::ids::new_id;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_domain::id::{OrganisationId, StreamId, UnitId, UserId};
use punte_domain::{Moment, StreamKind};
use punte_store::{
    DirectoryState, LockKind, LockRow, MembershipRow, MembershipState, MetaRow, OrganisationRow,
    Row, RowOp, StreamRow, UnitRow, UserRow, UserState,
};
use punte_vault::{RecoveryCode, Rng, TotpSecret, UserKeys, passphrase, recovery, totp};

/// Leads the two streams that belong to no unit.
const NO_UNIT: UnitId = UnitId([0; 16]);

/// Rows to be committed, and what they open with.
pub struct Prepared {
    /// Whether the first leaf marks a demo.
    pub demo: bool,
    /// The rows.
    pub rows: Vec<RowOp>,
    /// Ids and secrets.
    pub created: Created,
}

/// Make every row of an installation. Writes nothing.
pub fn prepare(
    spec: &Spec,
    ids: &dyn Rng,
    rng: &dyn Rng,
    now: Moment,
) -> Result<Prepared, CreateError> {
    spec.check()?;
    let mut maker = Maker {
        spec,
        rng,
        rows: Vec::new(),
    };
    let organisations: Vec<_> = spec
        .organisations
        .iter()
        .map(|_| OrganisationId(new_id(now, ids)))
        .collect();
    let units: Vec<Vec<_>> = spec
        .organisations
        .iter()
        .map(|of| of.units.iter().map(|_| UnitId(new_id(now, ids))).collect())
        .collect();
    let users: Vec<_> = spec
        .people
        .iter()
        .map(|_| UserId(new_id(now, ids)))
        .collect();
    let keys = Keys::generate(spec, rng);
    maker.settings(&keys);
    maker.directory(&organisations, &units, &keys);
    maker.streams(&units);
    maker.units(&units, &keys)?;
    let mut people = Vec::with_capacity(users.len());
    for ((person, id), own) in spec.people.iter().zip(&users).zip(&keys.people) {
        people.push(maker.person(person, *id, own)?);
        maker.memberships(person, (*id, own), &units, &keys)?;
    }
    if let (Some(id), Some(own)) = (
        users.get(spec.statistics_officer),
        keys.people.get(spec.statistics_officer),
    ) {
        let wrap = wrap_statistics(&keys.statistics, (*id, &own.public()), rng)?;
        maker.put(wrap);
    }
    Ok(Prepared {
        demo: spec.mode == Mode::Demo,
        rows: maker.rows,
        created: Created {
            organisations,
            units,
            people,
            keys,
        },
    })
}

struct Maker<'a> {
    spec: &'a Spec,
    rng: &'a dyn Rng,
    rows: Vec<RowOp>,
}

impl Maker<'_> {
    fn put(&mut self, row: impl Into<Row>) {
        self.rows.push(RowOp::Put(row.into()));
    }

    fn settings(&mut self, keys: &Keys) {
        let mode: &[u8] = match self.spec.mode {
            Mode::Demo => b"demo",
            Mode::Real { .. } => b"real",
        };
        let settings = [
            (setting::MODE, mode.to_vec()),
            (
                setting::LEDGER_ORIGIN,
                self.spec.origin.clone().into_bytes(),
            ),
            (
                setting::LEDGER_VERIFIER,
                self.spec.ledger.to_text().into_bytes(),
            ),
            (
                setting::STATISTICS_PUBLIC,
                keys.statistics.public().0.to_vec(),
            ),
        ];
        for (key, value) in settings {
            self.put(MetaRow {
                key: key.to_owned(),
                value,
            });
        }
    }

    fn directory(&mut self, organisations: &[OrganisationId], units: &[Vec<UnitId>], keys: &Keys) {
        let spec = self.spec;
        for (at, ((of, id), units)) in spec
            .organisations
            .iter()
            .zip(organisations)
            .zip(units)
            .enumerate()
        {
            self.put(OrganisationRow {
                id: *id,
                name: of.name.clone(),
                kind: kind_code(of.kind),
                regime: regime_code(of.regime),
                county: of.county.clone(),
                state: DirectoryState::Active,
            });
            for (place, (unit, unit_id)) in of.units.iter().zip(units).enumerate() {
                let born = keys.units.get(&At {
                    organisation: at,
                    unit: place,
                });
                self.put(UnitRow {
                    id: *unit_id,
                    organisation: *id,
                    name: unit.name.clone(),
                    kind: unit.kind.code(),
                    generation: born.map_or(0, |_| i32::from(FIRST)),
                    public: born.map_or_else(Vec::new, |born| born.keys.public().key.to_vec()),
                    state: DirectoryState::Active,
                });
            }
        }
    }

    /// A wrap is about a stream. The two keys of the whole installation are about streams that never have an entry.
    fn streams(&mut self, units: &[Vec<UnitId>]) {
        let of_units = units
            .iter()
            .flatten()
            .map(|unit| (StreamId(unit.0), StreamKind::Unit, *unit));
        let of_all = [STATISTICS_SUBJECT, PSEUDONYM_SUBJECT]
            .map(|subject| (StreamId(subject), StreamKind::Protocol, NO_UNIT));
        for (id, kind, lead) in of_units.chain(of_all) {
            self.put(StreamRow {
                id,
                kind,
                lead,
                peer: None,
                version: 0,
                state: StreamRow::OPEN,
            });
        }
    }

    fn units(&mut self, units: &[Vec<UnitId>], keys: &Keys) -> Result<(), CreateError> {
        for (at, secrets) in &keys.units {
            let id = unit_at(units, *at)?;
            let roster = wrap_roster(secrets, id, self.rng)?;
            let pseudonyms =
                wrap_pseudonyms(&keys.pseudonyms, id, &secrets.keys.public(), self.rng)?;
            self.put(roster);
            self.put(pseudonyms);
        }
        Ok(())
    }

    fn memberships(
        &mut self,
        person: &PersonSpec,
        (id, own): (UserId, &UserKeys),
        units: &[Vec<UnitId>],
        keys: &Keys,
    ) -> Result<(), CreateError> {
        let public = own.public();
        for (at, role) in &person.memberships {
            let unit = unit_at(units, *at)?;
            let secrets = keys
                .units
                .get(at)
                .ok_or(CreateError::Unknown("the unit of a membership"))?;
            let wrapped_unit_key = wrap_unit(&secrets.keys, unit, (id, &public), self.rng)?;
            self.put(MembershipRow {
                user: id,
                unit,
                role: *role,
                state: MembershipState::Active,
                generation: i32::from(FIRST),
                wrapped_unit_key,
            });
        }
        Ok(())
    }

    fn person(
        &mut self,
        person: &PersonSpec,
        id: UserId,
        own: &UserKeys,
    ) -> Result<CreatedPerson, CreateError> {
        self.put(UserRow {
            id,
            login: person.login.clone(),
            name: person.name.clone(),
            title: person.title.clone(),
            public: own.public().0.to_vec(),
            state: UserState::Active,
            lang: person.lang.tag().to_owned(),
        });
        let blob =
            passphrase::lock_user_key(own, &id.0, &person.passphrase, self.spec.cost, self.rng)?;
        self.put(LockRow {
            user: id,
            kind: LockKind::Passphrase,
            blob,
        });
        let mut made = CreatedPerson {
            id,
            login: person.login.clone(),
            recovery: None,
            second_factor: None,
        };
        if let Mode::Real { issuer } = &self.spec.mode {
            made.recovery = Some(self.recovery(id, own)?);
            made.second_factor = Some(self.second_factor(id, own, issuer, &person.login)?);
        }
        Ok(made)
    }

    fn recovery(
        &mut self,
        id: UserId,
        own: &UserKeys,
    ) -> Result<punte_vault::SecretText, CreateError> {
        let code = RecoveryCode::generate(self.rng);
        let blob = recovery::lock_with_recovery(own, &id.0, &code, self.rng)?;
        self.put(LockRow {
            user: id,
            kind: LockKind::Recovery,
            blob,
        });
        Ok(code.to_text())
    }

    /// The stored form is that of signing in: the last step that was used (none), then the sealed secret.
    fn second_factor(
        &mut self,
        id: UserId,
        own: &UserKeys,
        issuer: &str,
        login: &str,
    ) -> Result<SecondFactor, CreateError> {
        let secret = TotpSecret::generate(self.rng);
        let sealed = totp::seal_totp(&secret, &own.public(), &id.0, self.rng)?;
        let blob = [[0; 8].as_slice(), &sealed].concat();
        self.put(LockRow {
            user: id,
            kind: LockKind::Totp,
            blob,
        });
        Ok(SecondFactor {
            uri: secret.uri(issuer, login)?,
            text: secret.to_text(),
        })
    }
}

fn unit_at(units: &[Vec<UnitId>], at: At) -> Result<UnitId, CreateError> {
    let found = units.get(at.organisation).and_then(|of| of.get(at.unit));
    found
        .copied()
        .ok_or(CreateError::Unknown("the unit of a membership"))
}

/// The stored number of a kind of organisation.
pub(crate) const fn kind_code(kind: Kind) -> u8 {
    match kind {
        Kind::Ngo => 0,
        Kind::Dgaspc => 1,
        Kind::Police => 2,
        Kind::Prosecution => 3,
        Kind::Donor => 4,
        Kind::Other => 5,
    }
}

/// The stored number of a regime.
pub(crate) const fn regime_code(regime: Regime) -> u8 {
    match regime {
        Regime::Gdpr => 0,
        Regime::Law363 => 1,
    }
}
