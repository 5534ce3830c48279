//! A user's keys locked under a passphrase: Argon2id (RFC 9106), parameters in the lock.
//!
//! Lock: `version 1 | kind 1 | memory KiB 4 | passes 4 | lanes 4 | salt 16 | body`, see the module `lock`.
//! The head, the user's id and the ciphertext are committed to: parameters cannot be changed and a lock cannot be moved to another user.

use crate::keys::UserKeys;
use crate::lock;
use crate::secret::Secret32;
use crate::{Error, Result, Rng};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Most characters of a passphrase; longer ones are refused before any hashing.
pub const MAX_CHARACTERS: usize = 128;
const VERSION: u8 = 1;
pub(crate) const KIND_ARGON2ID: u8 = 1;
const SALT: usize = 16;
const HEAD: usize = 2 + 12 + SALT;

/// Argon2id cost. Only values inside a fixed range are accepted from a stored lock, so that a changed database cannot
/// make the server spend a gigabyte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// For people: 64 MiB, 3 passes, 1 lane.
    pub const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// For the demonstration with its printed passphrases: 8 MiB, 1 pass. Protects nothing.
    pub const DEMO: Self = Self {
        memory_kib: 8 * 1024,
        passes: 1,
        lanes: 1,
    };
    /// For tests: 64 KiB, 1 pass. Protects nothing.
    pub const TEST: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// A cost in KiB, passes and lanes: 64 KiB to 1 GiB, 1 to 16 passes, 1 to 4 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self> {
        let allowed = (64..=1024 * 1024).contains(&memory_kib)
            && (1..=16).contains(&passes)
            && (1..=4).contains(&lanes);
        if allowed {
            Ok(Self {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(Error::Cost)
        }
    }

    /// Whether no parameter is below `other`'s. `serve` refuses locks that are not at least [`Cost::STANDARD`].
    pub fn at_least(self, other: Self) -> bool {
        self.memory_kib >= other.memory_kib
            && self.passes >= other.passes
            && self.lanes >= other.lanes
    }

    /// Memory that one unlocking takes, in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    pub(crate) fn encode(self) -> [u8; 12] {
        let mut out = [0; 12];
        let bytes = [self.memory_kib, self.passes, self.lanes]
            .into_iter()
            .flat_map(u32::to_be_bytes);
        out.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        out
    }

    pub(crate) fn decode(bytes: [u8; 12]) -> Result<Self> {
        let (memory, rest) = bytes.split_first_chunk().ok_or(Error::Format)?;
        let (passes, rest) = rest.split_first_chunk().ok_or(Error::Format)?;
        let lanes = rest.try_into().map_err(|_| Error::Format)?;
        Self::new(
            u32::from_be_bytes(*memory),
            u32::from_be_bytes(*passes),
            u32::from_be_bytes(lanes),
        )
    }
}

/// Argon2id of the passphrase in Unicode form NFKC (NIST SP 800-63B-4), so that "ș" is one thing on every keyboard.
pub(crate) fn stretch(passphrase: &str, salt: &[u8], cost: Cost) -> Result<Secret32> {
    if passphrase.chars().nth(MAX_CHARACTERS).is_some() {
        return Err(Error::PassphraseTooLong);
    }
    let normal: Zeroizing<String> = Zeroizing::new(passphrase.nfkc().collect());
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| Error::Cost)?;
    let mut out = Secret32([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(normal.as_bytes(), salt, &mut out.0)
        .map_err(|_| Error::Cost)?;
    Ok(out)
}

/// Lock a user's keys under a passphrase. `user` is the user's id: the lock opens for no other.
/// Takes as long as `cost` says (about a quarter of a second for the standard): run it off the async threads, behind a semaphore.
pub fn lock_user_key(
    keys: &UserKeys,
    user: &[u8; 16],
    passphrase: &str,
    cost: Cost,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let mut salt = [0; SALT];
    rng.fill(&mut salt);
    let head = [[VERSION, KIND_ARGON2ID].as_slice(), &cost.encode(), &salt].concat();
    lock::lock(&head, &stretch(passphrase, &salt, cost)?, user, keys, rng)
}

/// Unlock. `WrongSecret` if the passphrase (or the user) is not the one, or the lock was changed.
pub fn unlock_with_passphrase(bytes: &[u8], user: &[u8; 16], passphrase: &str) -> Result<UserKeys> {
    let (cost, salt) = read_head(bytes)?;
    lock::unlock(bytes, HEAD, &stretch(passphrase, &salt, cost)?, user)
}

/// The cost that a lock was made with.
pub fn lock_cost(bytes: &[u8]) -> Result<Cost> {
    read_head(bytes).map(|(cost, _)| cost)
}

/// Take the time of an unlocking for a user who does not exist, so that the answer's time does not say so. Always refuses.
pub fn refuse_unknown_user(passphrase: &str, cost: Cost) -> Error {
    match stretch(passphrase, &[0; SALT], cost) {
        Ok(_) => Error::WrongSecret,
        Err(refused) => refused,
    }
}

fn read_head(bytes: &[u8]) -> Result<(Cost, [u8; SALT])> {
    if !lock::fits(bytes, HEAD) {
        return Err(Error::Format);
    }
    let rest = bytes
        .strip_prefix(&[VERSION, KIND_ARGON2ID])
        .ok_or(Error::Format)?;
    let (cost, rest) = rest.split_first_chunk().ok_or(Error::Format)?;
    let (salt, _) = rest.split_first_chunk().ok_or(Error::Format)?;
    Ok((Cost::decode(*cost)?, *salt))
}
