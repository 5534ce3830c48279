//! AES-256-GCM (NIST SP 800-38D) through aws-lc-rs.

use crate::secret::{Plain, Secret32};
use crate::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::{Zeroize, Zeroizing};

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
    let mut reader = Reader::new(secret)?;
    reader.open(nonce, bound, sealed)?;
    Ok(Plain::new(std::mem::take(&mut reader.buffer)))
}

/// A key made ready once, and a buffer, for values that are opened one after the other. Wiped on drop.
pub(crate) struct Reader {
    key: LessSafeKey,
    buffer: Zeroizing<Vec<u8>>,
}

impl Reader {
    pub(crate) fn new(secret: &Secret32) -> Result<Self> {
        Ok(Self {
            key: key(secret)?,
            buffer: Zeroizing::default(),
        })
    }

    /// The plaintext, until the next value is opened.
    pub(crate) fn open(
        &mut self,
        nonce: [u8; NONCE],
        bound: &[u8],
        sealed: &[u8],
    ) -> Result<&[u8]> {
        if self.buffer.capacity() < sealed.len() {
            // Growing would leave a copy of the value before behind.
            self.buffer = Zeroizing::new(Vec::with_capacity(sealed.len()));
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(sealed);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = self
            .key
            .open_in_place(nonce, Aad::from(bound), &mut self.buffer);
        let length = opened.map_err(|_| Error::Open)?.len();
        self.buffer.truncate(length);
        Ok(&self.buffer)
    }
}
