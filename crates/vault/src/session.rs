//! Sessions: the user's keys sealed under the cookie, so that the stored row opens nothing without it.

use crate::hpke_suite::KeyPair;
use crate::keys::UserKeys;
use crate::secret::{Secret32, SecretText};
use crate::{Error, Result, Rng, aead, kdf};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroize;

const VERSION: u8 = 1;
/// Length of a token's text: 32 bytes in base64url without padding.
const TEXT: usize = 43;

/// The 256-bit value of the session cookie.
pub struct SessionToken(Secret32);

impl SessionToken {
    /// A new random token.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Secret32::random(rng))
    }

    /// The cookie's value: base64url without padding, 43 characters.
    pub fn to_text(&self) -> SecretText {
        SecretText::new(URL_SAFE_NO_PAD.encode(self.0.0))
    }

    /// Read a cookie's value. Anything but the one spelling of 32 bytes is refused.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() != TEXT {
            return Err(Error::Format);
        }
        let mut bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Format)?;
        let token = Secret32::from_slice(&bytes).map(Self);
        bytes.zeroize();
        token
    }

    fn key(&self, purpose: &[u8]) -> Secret32 {
        kdf::derive(&self.0.0, b"", &[purpose])
    }
}

/// Under which id a session is stored: SHA-256 of the token, from which nobody gets back to the token.
pub fn session_id(token: &SessionToken) -> [u8; 32] {
    kdf::sha256(&token.0.0)
}

/// Seal a user's keys under a session's token: `version 1 | nonce 12 | ciphertext 32 | tag 16`.
pub fn seal_session(keys: &UserKeys, token: &SessionToken, rng: &dyn Rng) -> Result<Vec<u8>> {
    let mut nonce = [0; aead::NONCE];
    rng.fill(&mut nonce);
    let content = keys.0.private().0.to_vec();
    let sealed = aead::seal(&token.key(SEAL), nonce, &bound(token), content)?;
    Ok([[VERSION].as_slice(), &nonce, &sealed].concat())
}

/// Open a session. `WrongSecret` if the token is not its own or the bytes were changed.
pub fn open_session(bytes: &[u8], token: &SessionToken) -> Result<UserKeys> {
    let body = bytes.strip_prefix(&[VERSION]).ok_or(Error::Format)?;
    let (nonce, sealed) = body.split_first_chunk().ok_or(Error::Format)?;
    let opened = aead::open(&token.key(SEAL), *nonce, &bound(token), sealed)
        .map_err(|_| Error::WrongSecret)?;
    KeyPair::import(&opened).map(UserKeys)
}

const SEAL: &[u8] = b"punte/session/seal/1";

fn bound(token: &SessionToken) -> Vec<u8> {
    [[VERSION].as_slice(), &session_id(token)].concat()
}

/// The anti-forgery token of one form or purpose in this session (base64url, 43 characters). `context` names the purpose.
pub fn csrf_token(token: &SessionToken, context: &str) -> String {
    URL_SAFE_NO_PAD.encode(kdf::hmac(
        &token.key(b"punte/session/csrf/1").0,
        &[context.as_bytes()],
    ))
}

/// Whether `given` is the anti-forgery token for `context`. In constant time.
pub fn check_csrf(token: &SessionToken, context: &str, given: &str) -> bool {
    kdf::equal(csrf_token(token, context).as_bytes(), given.as_bytes())
}

/// Fingerprint of a request's bytes that only this user can make: to tell "the same again" from "the same id, other
/// content" without storing the content or a hash that could be guessed.
pub fn idempotency_mac(keys: &UserKeys, bytes: &[u8]) -> [u8; 32] {
    let key = kdf::derive(&keys.0.private().0, b"", &[b"punte/idempotency/1"]);
    kdf::hmac(&key.0, &[bytes])
}
