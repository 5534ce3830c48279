//! Ed25519 (RFC 8032) for the ledger's checkpoints.

use crate::secret::{Plain, Secret32};
use crate::{Error, Result, Rng};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use punte_ledger::note::{self, ed25519_key_id};

/// The ledger's signing key.
pub struct LedgerSigner {
    name: String,
    seed: Secret32,
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

/// A ledger's (or a witness's) public key. Text form: the C2SP verifier key `name+hash+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerVerifier {
    name: String,
    public: [u8; 32],
}

impl LedgerSigner {
    /// A new random key with the name that stands in signature lines (a URL without scheme).
    pub fn generate(name: &str, rng: &dyn Rng) -> Result<Self> {
        Self::from_secret(name, Secret32::random(rng))
    }

    /// The key from its stored 32-byte seed.
    pub fn from_seed(name: &str, seed: &[u8]) -> Result<Self> {
        Self::from_secret(name, Secret32::from_slice(seed)?)
    }

    fn from_secret(name: &str, seed: Secret32) -> Result<Self> {
        check_name(name)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed.0).map_err(|_| Error::Format)?;
        let public = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Error::Format)?;
        Ok(Self {
            name: name.to_owned(),
            seed,
            pair,
            public,
        })
    }

    /// The 32-byte seed, to be stored where only the server can read.
    pub fn seed(&self) -> Plain {
        Plain::new(self.seed.0.to_vec())
    }

    /// The public half.
    pub fn verifier(&self) -> LedgerVerifier {
        LedgerVerifier {
            name: self.name.clone(),
            public: self.public,
        }
    }
}

impl note::Signer for LedgerSigner {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        ed25519_key_id(&self.name, &self.public)
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl LedgerVerifier {
    /// A verifier from name and public key.
    pub fn new(name: &str, public: [u8; 32]) -> Result<Self> {
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            public,
        })
    }

    /// The 32-byte public key.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// `name+hash+base64(0x01 || public key)`, to be printed and handed to auditors.
    pub fn to_text(&self) -> String {
        let key = [[note::ED25519].as_slice(), &self.public].concat();
        format!(
            "{}+{:08x}+{}",
            self.name,
            ed25519_key_id(&self.name, &self.public),
            STANDARD.encode(key)
        )
    }

    /// Read a verifier key. The hash must fit.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Error::Format);
        };
        let key = STANDARD.decode(key).map_err(|_| Error::Format)?;
        let public = key.strip_prefix(&[note::ED25519]).ok_or(Error::Format)?;
        let verifier = Self::new(name, public.try_into().map_err(|_| Error::Format)?)?;
        let fits = format!("{:08x}", ed25519_key_id(name, &verifier.public)) == hash;
        if fits {
            Ok(verifier)
        } else {
            Err(Error::Format)
        }
    }
}

impl note::Verifier for LedgerVerifier {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        ed25519_key_id(&self.name, &self.public)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public)
            .verify(message, signature)
            .is_ok()
    }
}

fn check_name(name: &str) -> Result<()> {
    let wrong = name.is_empty()
        || name
            .chars()
            .any(|c| c.is_whitespace() || c == '+' || c.is_control());
    if wrong { Err(Error::Name) } else { Ok(()) }
}
