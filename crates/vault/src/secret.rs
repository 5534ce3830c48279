use crate::{Error, Result, Rng};
use std::ops::Deref;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// 32 secret bytes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Secret32(pub(crate) [u8; 32]);

impl Secret32 {
    pub(crate) fn random(rng: &dyn Rng) -> Self {
        let mut out = Self([0; 32]);
        rng.fill(&mut out.0);
        out
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(Self).map_err(|_| Error::Format)
    }
}

/// Opened content or key bytes. Wiped on drop; reads as a byte slice; can be neither printed nor serialised by accident.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Plain(Vec<u8>);

impl Plain {
    /// Take over bytes that are to be wiped when done with.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Only `length` bytes from `begins` on. What was behind them is wiped with the rest on drop.
    pub(crate) fn keep(&mut self, begins: usize, length: usize) {
        self.0.copy_within(begins..begins + length, 0);
        self.0.truncate(length);
    }
}

impl Deref for Plain {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Plain {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Secret text to be shown once (a recovery code, a cookie value, a secret for an authenticator). Wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }
}

impl Deref for SecretText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}
