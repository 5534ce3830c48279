//! The key types. Each is its own type, so that a roster's key cannot be used where a stream's is meant.

use crate::blob::{Bound, KeyId, SymmetricKey};
use crate::hpke_suite::{self, KeyPair};
use crate::secret::Plain;
use crate::{Result, Rng};

/// Key of one compartment of one stream: seals its entries and files.
pub struct StreamKey(pub(crate) SymmetricKey);

/// Key of one unit's roster: seals the small rows that search reads.
pub struct RosterKey(pub(crate) SymmetricKey);

macro_rules! symmetric {
    ($name:ident) => {
        impl $name {
            /// A new random key with a random id.
            pub fn generate(generation: u16, rng: &dyn Rng) -> Self {
                Self(SymmetricKey::generate(generation, rng))
            }

            /// Its name in headers.
            pub fn id(&self) -> KeyId {
                self.0.id
            }

            /// Its generation.
            pub fn generation(&self) -> u16 {
                self.0.generation
            }
        }
    };
}
symmetric!(StreamKey);
symmetric!(RosterKey);

impl StreamKey {
    /// Seal `content` for one place.
    pub fn seal(&self, bound: Bound<'_>, content: &[u8], rng: &dyn Rng) -> Result<Vec<u8>> {
        self.0.seal(bound, content, rng)
    }

    /// Open what was sealed for this place. `OtherKey` if the header names another key, `Open` if it does not open.
    pub fn open(&self, bound: Bound<'_>, blob: &[u8]) -> Result<Plain> {
        self.0.open(bound, blob)
    }
}

/// A user's X25519 key pair: what passphrase, recovery code and session lock.
pub struct UserKeys(pub(crate) KeyPair);

/// A unit's X25519 key pair of one generation: what its members hold in common.
pub struct UnitKeys {
    pub(crate) pair: KeyPair,
    pub(crate) generation: u16,
}

/// The X25519 key pair to which facts are sealed; only analysts hold the private half.
pub struct StatisticsKeys(pub(crate) KeyPair);

/// Public half of [`UserKeys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserPublic(pub [u8; 32]);

/// Public half of [`UnitKeys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitPublic {
    /// The X25519 public key.
    pub key: [u8; 32],
    /// Generation of the pair.
    pub generation: u16,
}

/// Public half of [`StatisticsKeys`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatisticsPublic(pub [u8; 32]);

impl UserKeys {
    /// A new random pair.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(KeyPair::generate(rng))
    }

    /// The public half. Compare it with the stored one after unlocking.
    pub fn public(&self) -> UserPublic {
        UserPublic(*self.0.public())
    }
}

impl UnitKeys {
    /// A new random pair for a generation.
    pub fn generate(generation: u16, rng: &dyn Rng) -> Self {
        Self {
            pair: KeyPair::generate(rng),
            generation,
        }
    }

    /// The public half.
    pub fn public(&self) -> UnitPublic {
        UnitPublic {
            key: *self.pair.public(),
            generation: self.generation,
        }
    }

    /// The generation.
    pub fn generation(&self) -> u16 {
        self.generation
    }
}

impl StatisticsKeys {
    /// A new random pair.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(KeyPair::generate(rng))
    }

    /// The public half.
    pub fn public(&self) -> StatisticsPublic {
        StatisticsPublic(*self.0.public())
    }
}

impl UserPublic {
    /// Name of the pair in headers.
    pub fn key_id(&self) -> KeyId {
        hpke_suite::key_id(&self.0)
    }
}

impl UnitPublic {
    /// Name of the pair in headers.
    pub fn key_id(&self) -> KeyId {
        hpke_suite::key_id(&self.key)
    }
}

impl StatisticsPublic {
    /// Name of the pair in headers.
    pub fn key_id(&self) -> KeyId {
        hpke_suite::key_id(&self.0)
    }
}
