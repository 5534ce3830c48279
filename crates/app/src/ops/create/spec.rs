//! What is to be made, and whether it can be.

use super::CreateError;
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_vault::{Cost, LedgerVerifier};
use punte_words::Lang;
use std::collections::HashSet;
use zeroize::Zeroizing;

/// Longest sign-in name, in bytes; the same as signing in accepts.
const LONGEST_LOGIN: usize = 254;
/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// An installation to be made.
pub struct Spec {
    /// A demo or a real one.
    pub mode: Mode,
    /// What a passphrase costs to try.
    pub cost: Cost,
    /// The public key of the ledger's signer. Its name is the ledger's origin.
    pub ledger: LedgerVerifier,
    /// Origin line of the checkpoints; mostly the name of the ledger's key.
    pub origin: String,
    /// Organisations with their units.
    pub organisations: Vec<OrganisationSpec>,
    /// People.
    pub people: Vec<PersonSpec>,
    /// Place in `people` of who holds the private half of the statistics key.
    pub statistics_officer: usize,
}

/// What kind of installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Fictitious data: no second factor, no recovery codes, marked in the first leaf for ever (ruling 18).
    Demo,
    /// Everybody gets a recovery code and a second factor.
    Real {
        /// What authenticators show beside the account. No colon.
        issuer: String,
    },
}

/// An organisation.
pub struct OrganisationSpec {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Which law its data stand under.
    pub regime: Regime,
    /// County code, e.g. `CJ`; empty for a national body.
    pub county: String,
    /// Its units.
    pub units: Vec<UnitSpec>,
}

/// A unit.
pub struct UnitSpec {
    /// Name.
    pub name: String,
    /// What it does.
    pub kind: UnitKind,
}

/// What a unit does: any of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitKind(u8);

impl UnitKind {
    /// Nothing of the three (an administration).
    pub const NONE: Self = Self(0);
    /// Takes in concerns.
    pub const INTAKE: Self = Self(1);
    /// Takes referrals.
    pub const REFERRALS: Self = Self(2);
    /// Casework: may lead files.
    pub const CASEWORK: Self = Self(4);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The stored number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }
}

/// A unit's place in [`Spec::organisations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Place of the organisation.
    pub organisation: usize,
    /// Place of the unit in it.
    pub unit: usize,
}

/// A person.
pub struct PersonSpec {
    /// Sign-in name, lower case.
    pub login: String,
    /// Name.
    pub name: String,
    /// Professional title.
    pub title: String,
    /// Language of their pages.
    pub lang: Lang,
    /// Passphrase.
    pub passphrase: Zeroizing<String>,
    /// What they are where; at least one.
    pub memberships: Vec<(At, Role)>,
}

impl Spec {
    /// The unit at a place.
    pub(super) fn unit(&self, at: At) -> Option<&UnitSpec> {
        self.organisations.get(at.organisation)?.units.get(at.unit)
    }

    /// Everything that can be said before the first key is made.
    pub(super) fn check(&self) -> Result<(), CreateError> {
        if self.people.is_empty() {
            return Err(CreateError::Nobody);
        }
        if self.people.len() <= self.statistics_officer {
            return Err(CreateError::Unknown("the statistics officer"));
        }
        for organisation in &self.organisations {
            check_name(&organisation.name)?;
            organisation
                .units
                .iter()
                .try_for_each(|unit| check_name(&unit.name))?;
        }
        let mut logins = HashSet::new();
        for person in &self.people {
            check_name(&person.name)?;
            check_login(&person.login)?;
            if !logins.insert(person.login.as_str()) {
                return Err(CreateError::Twice(person.login.clone()));
            }
            self.check_memberships(person)?;
        }
        Ok(())
    }

    fn check_memberships(&self, person: &PersonSpec) -> Result<(), CreateError> {
        let mut seen = HashSet::new();
        let once = person
            .memberships
            .iter()
            .all(|membership| seen.insert(*membership));
        if !once || person.memberships.is_empty() {
            return Err(CreateError::Memberships(person.login.clone()));
        }
        let known = person
            .memberships
            .iter()
            .all(|(at, _)| self.unit(*at).is_some());
        if known {
            Ok(())
        } else {
            Err(CreateError::Unknown("the unit of a membership"))
        }
    }
}

fn check_name(name: &str) -> Result<(), CreateError> {
    let fits = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME;
    if fits { Ok(()) } else { Err(CreateError::Name) }
}

fn check_login(login: &str) -> Result<(), CreateError> {
    let fits = !login.is_empty()
        && login.len() <= LONGEST_LOGIN
        && !login.chars().any(|c| c.is_whitespace() || c.is_control())
        && login.to_lowercase() == login;
    if fits {
        Ok(())
    } else {
        Err(CreateError::Login(login.to_owned()))
    }
}
