//! The partnership that is measured: 1,000 units, the people of the loaded ones, and their sessions.

use crate::clock::SystemClock;
use crate::plan::{DOOR, NEIGHBOURS, OWN, UNITS};
use crate::{Fail, Outcome};
use punte_app::ops::create::{At, Mode, OrganisationSpec, PersonSpec, Spec, UnitKind, UnitSpec};
use punte_app::ops::create::{UnitSecrets, prepare};
use punte_app::ops::{Created, new_id};
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_domain::id::{RequestId, UnitId, UserId};
use punte_domain::{Clock as _, Moment};
use punte_store::{RowOp, SessionRow, Store, SystemAction};
use punte_vault::session::{csrf_token, seal_session, session_id};
use punte_vault::{Cost, LedgerSigner, SeededRng, SessionToken, SystemRng, UserKeys};
use punte_words::Lang;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Name of the ledger.
pub(crate) const ORIGIN: &str = "load.punte.invalid";
/// Everybody's passphrase.
pub(crate) const PASSPHRASE: &str = "o punte peste apă";
/// Units of one organisation.
const TOGETHER: usize = 25;
/// People of the own unit who are at work at the same time.
const AT_WORK: usize = 25;
/// People who only sign in: at one a second each does so every forty seconds, and no code of theirs is asked for twice.
const AT_THE_DOOR: usize = 40;
/// Leaves of one checkpoint while the first are signed.
const LEAVES: u32 = 256;

/// Everything that the partnership was born with.
pub(crate) struct House {
    /// Ids and secrets.
    pub(crate) created: Created,
    /// The signer of the ledger.
    pub(crate) signer: LedgerSigner,
    /// When it was born; every history ends before.
    pub(crate) born: Moment,
    /// The days of each unit for which a key of facts is stored.
    pub(crate) days: Vec<Mutex<BTreeSet<i32>>>,
    rows: Vec<RowOp>,
}

/// Somebody at work.
pub(crate) struct Session {
    /// Place of their unit.
    pub(crate) unit: usize,
    /// The session cookie.
    pub(crate) cookie: String,
    /// The token of the session's forms.
    pub(crate) csrf: String,
}

/// Somebody who signs in.
pub(crate) struct Newcomer {
    /// Sign-in name.
    pub(crate) login: String,
    totp: Totp,
}

impl Newcomer {
    /// The code of the second factor at this moment.
    pub(crate) fn code(&self, now: Moment) -> String {
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        self.totp.generate(seconds).to_string()
    }
}

fn at(unit: usize) -> At {
    At {
        organisation: unit / TOGETHER,
        unit: unit % TOGETHER,
    }
}

impl House {
    /// Makes every key, always the same ones for the same moment, so that a partnership in stock opens to the next run too.
    /// Stretches ninety passphrases at what they really cost.
    pub(crate) fn born(born: Moment) -> Outcome<Self> {
        let mut seed = [0; 32];
        for (to, from) in seed.iter_mut().zip(born.0.to_be_bytes()) {
            *to = from;
        }
        let rng = SeededRng::new(seed);
        let signer = LedgerSigner::generate(ORIGIN, &rng)?;
        let prepared = prepare(&spec(&signer), &rng, &rng, born)?;
        Ok(Self {
            created: prepared.created,
            signer,
            born,
            days: (0..UNITS).map(|_| Mutex::default()).collect(),
            rows: prepared.rows,
        })
    }

    /// Writes it into an empty store: marked as a demo for ever, so that it can be filled and can never be taken for a real one.
    pub(crate) async fn found(&self, store: &Store) -> Outcome<()> {
        let action = SystemAction::Init {
            demo: true,
            rows: self.rows.clone(),
        };
        let request = RequestId(new_id(self.born, &SystemRng));
        store.system_commit(action, request, self.born).await?;
        self.sign(store).await
    }

    /// Puts every leaf into the tree.
    pub(crate) async fn sign(&self, store: &Store) -> Outcome<()> {
        while store.integrate(ORIGIN, &self.signer, LEAVES).await? > 0 {}
        Ok(())
    }

    /// The id of a unit.
    pub(crate) fn unit(&self, unit: usize) -> Outcome<UnitId> {
        let place = at(unit);
        let found = self.created.units.get(place.organisation);
        let found = found.and_then(|units| units.get(place.unit)).copied();
        found.ok_or(Fail::Odd("a unit without an id"))
    }

    /// The keys of a unit.
    pub(crate) fn secrets(&self, unit: usize) -> Outcome<&UnitSecrets> {
        let found = self.created.keys.units.get(&at(unit));
        found.ok_or(Fail::Odd("a unit without keys"))
    }

    /// Who writes the files of a unit, by turns.
    pub(crate) fn author(&self, unit: usize, turn: usize) -> Outcome<UserId> {
        let place = match unit {
            OWN => turn % AT_WORK,
            1..=NEIGHBOURS => AT_WORK + unit - 1,
            _ => AT_WORK + NEIGHBOURS + AT_THE_DOOR,
        };
        let person = self.created.people.get(place);
        person
            .map(|person| person.id)
            .ok_or(Fail::Odd("a unit without people"))
    }

    /// Fifty people with a session each: half of the own unit, half of its neighbours.
    pub(crate) async fn sessions(&self, store: &Store) -> Outcome<Vec<Session>> {
        let people = self.created.people.iter().zip(&self.created.keys.people);
        let mut sessions = Vec::new();
        for (place, (person, keys)) in people.take(AT_WORK + NEIGHBOURS).enumerate() {
            let unit = place.checked_sub(AT_WORK).map_or(OWN, |other| other + 1);
            let (row, session) = session(unit, person.id, keys)?;
            let action = SystemAction::SignIn {
                session: row,
                locks: Vec::new(),
                user: None,
            };
            let now = SystemClock.now();
            let request = RequestId(new_id(now, &SystemRng));
            store.system_commit(action, request, now).await?;
            sessions.push(session);
        }
        self.sign(store).await?;
        Ok(sessions)
    }

    /// The people who only sign in.
    pub(crate) fn newcomers(&self) -> Outcome<Vec<Newcomer>> {
        let people = self.created.people.iter().skip(AT_WORK + NEIGHBOURS);
        let newcomer = |person: &punte_app::ops::create::CreatedPerson| {
            let factor = person.second_factor.as_ref();
            let text = factor.ok_or(Fail::Odd("a person without a second factor"))?;
            let secret = base32(&text.text).ok_or(Fail::Odd("a second factor that is none"))?;
            Ok(Newcomer {
                login: person.login.clone(),
                totp: Builder::new()
                    .with_secret(secret)
                    .with_skew(0)
                    .build_noncompliant(),
            })
        };
        people.take(AT_THE_DOOR).map(newcomer).collect()
    }

    /// The days of a unit for which a key of facts is stored, taken out to be written on.
    pub(crate) fn take_days(&self, unit: usize) -> BTreeSet<i32> {
        let days = self.days.get(unit);
        let guard = days.map(|days| days.lock().unwrap_or_else(PoisonError::into_inner));
        guard
            .map(|mut days| std::mem::take(&mut *days))
            .unwrap_or_default()
    }

    /// Puts them back.
    pub(crate) fn keep_days(&self, unit: usize, kept: BTreeSet<i32>) {
        if let Some(days) = self.days.get(unit) {
            *days.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        }
    }
}

fn session(unit: usize, user: UserId, keys: &UserKeys) -> Outcome<(SessionRow, Session)> {
    let token = SessionToken::generate(&SystemRng);
    let now = SystemClock.now();
    let row = SessionRow {
        hash: session_id(&token),
        user,
        sealed: seal_session(keys, &token, &SystemRng)?,
        created: now,
        seen: now,
        expires: now.plus_hours(10),
        label: "load".to_owned(),
    };
    let session = Session {
        unit,
        cookie: token.to_text().to_string(),
        csrf: csrf_token(&token, "form"),
    };
    Ok((row, session))
}

fn spec(signer: &LedgerSigner) -> Spec {
    let organisations = (0..UNITS / TOGETHER)
        .map(|of| OrganisationSpec {
            name: format!("Asociația {of}"),
            kind: Kind::Ngo,
            regime: Regime::Gdpr,
            county: String::new(),
            units: (0..TOGETHER)
                .map(|unit| UnitSpec {
                    name: format!("Echipa {of}.{unit}"),
                    kind: UnitKind::CASEWORK.and(UnitKind::REFERRALS),
                })
                .collect(),
        })
        .collect();
    let one = |unit: usize| vec![(at(unit), Role::CaseManager)];
    let mut places: Vec<Vec<(At, Role)>> = (0..AT_WORK).map(|_| one(OWN)).collect();
    places.extend((1..=NEIGHBOURS).map(one));
    places.extend((0..AT_THE_DOOR).map(|_| one(DOOR)));
    // One more, who works in every other unit.
    places.push((DOOR..UNITS).flat_map(one).collect());
    let people: Vec<_> = places
        .into_iter()
        .enumerate()
        .map(|(number, memberships)| PersonSpec {
            login: format!("om{number}"),
            name: format!("Om Numărul {number}"),
            title: String::new(),
            lang: Lang::Ro,
            passphrase: Zeroizing::new(PASSPHRASE.to_owned()),
            memberships,
        })
        .collect();
    Spec {
        mode: Mode::Real {
            issuer: "Punte".to_owned(),
        },
        cost: Cost::STANDARD,
        ledger: signer.verifier(),
        origin: ORIGIN.to_owned(),
        organisations,
        statistics_officer: people.len() - 1,
        people,
    }
}

/// RFC 4648, without padding.
fn base32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.bytes().filter(|b| *b != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        held = (held << 5 | u32::from(value)) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_standard() {
        assert_eq!(base32("MZXW6YTBOI======").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(base32("MZXW6YTB").as_deref(), Some(&b"fooba"[..]));
        assert_eq!(base32("m"), None);
    }
}
