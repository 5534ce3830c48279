//! HPKE base mode (RFC 9180), one message per encapsulation: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.

use crate::blob::KeyId;
use crate::random::Source;
use crate::secret::{Plain, Secret32};
use crate::{Error, Result, Rng, kdf};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};

type Kem = X25519HkdfSha256;
/// Length of an encapsulated key.
pub(crate) const ENCAPSULATED: usize = 32;

/// An X25519 key pair.
pub(crate) struct KeyPair {
    private: Secret32,
    public: [u8; 32],
}

impl KeyPair {
    pub(crate) fn generate(rng: &dyn Rng) -> Self {
        let (private, public) = Kem::gen_keypair_with_rng(&mut Source(rng));
        let mut out = Self {
            private: Secret32([0; 32]),
            public: [0; 32],
        };
        private.write_exact(&mut out.private.0);
        public.write_exact(&mut out.public);
        out
    }

    pub(crate) fn import(private: &[u8]) -> Result<Self> {
        let private = Secret32::from_slice(private)?;
        let parsed =
            <Kem as hpke::Kem>::PrivateKey::from_bytes(&private.0).map_err(|_| Error::Format)?;
        let mut public = [0; 32];
        Kem::sk_to_pk(&parsed).write_exact(&mut public);
        Ok(Self { private, public })
    }

    pub(crate) fn private(&self) -> &Secret32 {
        &self.private
    }

    pub(crate) fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Open `encapsulated key 32 | ciphertext | tag 16`.
    pub(crate) fn open(&self, info: &[u8], sealed: &[u8]) -> Result<Plain> {
        self.open_with(info, b"", sealed)
    }

    pub(crate) fn open_with(&self, info: &[u8], associated: &[u8], sealed: &[u8]) -> Result<Plain> {
        let (encapsulated, ciphertext) = sealed
            .split_first_chunk::<ENCAPSULATED>()
            .ok_or(Error::Format)?;
        let private =
            <Kem as hpke::Kem>::PrivateKey::from_bytes(&self.private.0).map_err(|_| Error::Open)?;
        let encapsulated =
            <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| Error::Open)?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &private,
            &encapsulated,
            info,
            ciphertext,
            associated,
        )
        .map(Plain::new)
        .map_err(|_| Error::Open)
    }
}

pub(crate) fn key_id(public: &[u8; 32]) -> KeyId {
    KeyId::first_of(&kdf::sha256(public))
}

/// Seal to a public key. The empty associated data is right: everything to be bound is in `info`.
pub(crate) fn seal(
    public: &[u8; 32],
    info: &[u8],
    content: &[u8],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    seal_with(public, info, b"", content, rng)
}

pub(crate) fn seal_with(
    public: &[u8; 32],
    info: &[u8],
    associated: &[u8],
    content: &[u8],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let public = <Kem as hpke::Kem>::PublicKey::from_bytes(public).map_err(|_| Error::PublicKey)?;
    let (encapsulated, ciphertext) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &public,
            info,
            content,
            associated,
            &mut Source(rng),
        )
        .map_err(|_| Error::PublicKey)?;
    Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}
