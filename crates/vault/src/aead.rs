//! AES-256-GCM (NIST SP 800-38D) through aws-lc-rs.

use crate::secret::{Plain, Secret32};
use crate::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroize;

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;

fn key(secret: &Secret32) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, &secret.0)
        .map(LessSafeKey::new)
        .map_err(|_| Error::Open)
}

/// Ciphertext and tag of `plain`, in its own buffer.
pub(crate) fn seal(
    secret: &Secret32,
    nonce: [u8; NONCE],
    bound: &[u8],
    mut plain: Vec<u8>,
) -> Result<Vec<u8>> {
    // Room for the tag first: growing later would leave a copy of the plaintext behind.
    if plain.capacity() - plain.len() < TAG {
        let mut roomy = Vec::with_capacity(plain.len() + TAG);
        roomy.extend_from_slice(&plain);
        plain.zeroize();
        plain = roomy;
    }
    key(secret)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound),
            &mut plain,
        )
        .map_err(|_| Error::TooLarge)?;
    Ok(plain)
}

/// The plaintext, if key, nonce, bound data and every byte are right.
pub(crate) fn open(
    secret: &Secret32,
    nonce: [u8; NONCE],
    bound: &[u8],
    sealed: &[u8],
) -> Result<Plain> {
    let mut buffer = sealed.to_vec();
    let length = key(secret)?
        .open_in_place(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound),
            &mut buffer,
        )
        .map_err(|_| Error::Open)?
        .len();
    buffer.truncate(length);
    Ok(Plain::new(buffer))
}
