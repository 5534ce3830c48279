//! A user's private key under a strong 32-byte key, with an explicit commitment to it.
//!
//! `head | nonce 12 | ciphertext 32 | tag 16 | commitment 32`. The commitment is HMAC-SHA-256 over everything before it and
//! the user's id: AES-GCM alone does not commit to its key, so one lock could be made to open under many passphrases.

use crate::hpke_suite::KeyPair;
use crate::keys::UserKeys;
use crate::secret::Secret32;
use crate::{Error, Result, Rng, aead, kdf};

const BODY: usize = aead::NONCE + 32 + aead::TAG;
const COMMITMENT: usize = 32;

struct LockKeys {
    seal: Secret32,
    commit: Secret32,
}

fn keys(master: &Secret32) -> LockKeys {
    LockKeys {
        seal: kdf::derive(&master.0, b"", &[b"punte/lock/seal/1"]),
        commit: kdf::derive(&master.0, b"", &[b"punte/lock/commit/1"]),
    }
}

pub(crate) fn lock(
    head: &[u8],
    master: &Secret32,
    user: &[u8; 16],
    locked: &UserKeys,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let keys = keys(master);
    let mut nonce = [0; aead::NONCE];
    rng.fill(&mut nonce);
    let bound = [head, user.as_slice()].concat();
    let sealed = aead::seal(&keys.seal, nonce, &bound, locked.0.private().0.to_vec())?;
    let mut out = [head, &nonce, &sealed].concat();
    let commitment = kdf::hmac(&keys.commit.0, &[user, &out]);
    out.extend_from_slice(&commitment);
    Ok(out)
}

/// The key under the lock. `head` is the beginning of `bytes`, already read.
pub(crate) fn unlock(
    bytes: &[u8],
    head: usize,
    master: &Secret32,
    user: &[u8; 16],
) -> Result<UserKeys> {
    let keys = keys(master);
    let (committed, commitment) = bytes
        .split_last_chunk::<COMMITMENT>()
        .ok_or(Error::Format)?;
    if !kdf::equal(&kdf::hmac(&keys.commit.0, &[user, committed]), commitment) {
        return Err(Error::WrongSecret);
    }
    let (head, body) = committed.split_at_checked(head).ok_or(Error::Format)?;
    let (nonce, sealed) = body.split_first_chunk().ok_or(Error::Format)?;
    let bound = [head, user.as_slice()].concat();
    KeyPair::import(&aead::open(&keys.seal, *nonce, &bound, sealed)?).map(UserKeys)
}

/// Whether `bytes` has the length of a lock with a head of `head` bytes: checked before anything costly is done.
pub(crate) fn fits(bytes: &[u8], head: usize) -> bool {
    bytes.len() == head + BODY + COMMITMENT
}
