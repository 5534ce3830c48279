//! Keys and sealing: the only crate that may name a cipher.
//!
//! What leaves this crate is either a sealed byte string, a public key, or a secret type that wipes itself on drop and
//! can neither be printed nor serialised. What it never sees is a database, a clock or an environment variable.
//!
//! | module | holds |
//! |---|---|
//! | [`blob`] | the format of sealed bytes and the place ([`Bound`]) that each is bound to |
//! | [`keys`] | the key types |
//! | [`wrap`] | keys sealed to public keys; sealing for people who cannot read (write-only principals) |
//! | [`passphrase`], [`recovery`] | a user's keys locked under a passphrase or a printed code |
//! | [`session`] | a user's keys sealed under the cookie; CSRF tokens; idempotency |
//! | [`roster`], [`facts`] | the two derived copies: names for search, facts for statistics |
//! | [`signer`] | Ed25519 for the ledger |
//! | [`totp`] | the second factor |
//! | [`backup`] | encrypted files of any length |
//!
//! The choice of suite is explained in `docs/decisions/001-crypto-suite.md`.

#![deny(clippy::wildcard_enum_match_arm)]

mod aead;
pub mod backup;
pub mod blob;
mod error;
pub mod facts;
mod hpke_suite;
mod kdf;
pub mod keys;
mod lock;
mod pad;
pub mod passphrase;
mod random;
pub mod recovery;
pub mod roster;
#[cfg(test)]
mod secrecy;
mod secret;
pub mod session;
pub mod signer;
pub mod totp;
#[cfg(test)]
mod vectors;
pub mod wrap;

pub use blob::{Bound, Header, KeyId, Purpose, Suite};
pub use error::Error;
pub use facts::{FactKey, PersonPseudonymKey};
pub use keys::{
    RosterKey, StatisticsKeys, StatisticsPublic, StreamKey, UnitKeys, UnitPublic, UserKeys,
    UserPublic,
};
pub use passphrase::Cost;
pub use random::{Rng, SeededRng, SystemRng};
pub use recovery::RecoveryCode;
pub use secret::{Plain, SecretText};
pub use session::SessionToken;
pub use signer::{LedgerSigner, LedgerVerifier};
pub use totp::TotpSecret;
pub use wrap::{Holder, Recipient, WrapContext};

/// Result of everything in this crate that can be refused.
pub type Result<T> = core::result::Result<T, Error>;
