//! Sealed bytes: `version 1 | suite 1 | key id 8 | generation 2 (big-endian) | nonce 12 or encapsulated key 32 | ciphertext | tag 16`.
//!
//! The header and the [`Bound`] are authenticated: a value that is moved to another place, or whose header is changed, does not open.
//! Content is padded to 64·2^n bytes. A key with a random 96-bit nonce seals at most 2^32 values (NIST SP 800-38D §8.3);
//! one key belongs to one stream and compartment, unit or day, so that the bound is out of reach.

use crate::secret::{Plain, Secret32};
use crate::{Error, Result, Rng, aead, pad};

/// The only blob format there is so far.
pub const VERSION: u8 = 1;
/// Length of the header before nonce or encapsulated key.
pub const HEADER: usize = 12;
/// Length of an encoded [`Bound`].
const BOUND: usize = 36;

/// Which suite sealed a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// AES-256-GCM under a symmetric key.
    Aes256Gcm,
    /// HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
    Hpke,
}

impl Suite {
    fn code(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::Hpke => 2,
        }
    }
}

/// Which key: random for symmetric keys, the beginning of SHA-256 of the public key for key pairs. Not secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// The first eight bytes of a hash or derived value.
    pub(crate) fn first_of(bytes: &[u8; 32]) -> Self {
        let mut out = [0; 8];
        out.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Self(out)
    }
}

/// The clear beginning of a sealed value. Says which key to look for; believed only once the value opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// Suite.
    pub suite: Suite,
    /// Key that opens it.
    pub key_id: KeyId,
    /// Generation of that key.
    pub generation: u16,
}

impl Header {
    pub(crate) fn encode(self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        let [g0, g1] = self.generation.to_be_bytes();
        let bytes = [VERSION, self.suite.code()]
            .into_iter()
            .chain(self.key_id.0)
            .chain([g0, g1]);
        out.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        out
    }

    /// Read the header of a sealed value without opening it.
    pub fn read(blob: &[u8]) -> Result<Self> {
        Self::split(blob).map(|(header, _)| header)
    }

    pub(crate) fn split(blob: &[u8]) -> Result<(Self, &[u8])> {
        let (head, body) = blob.split_first_chunk::<HEADER>().ok_or(Error::Format)?;
        let [version, suite, k0, k1, k2, k3, k4, k5, k6, k7, g0, g1] = *head;
        let suite = match (version, suite) {
            (VERSION, 1) => Suite::Aes256Gcm,
            (VERSION, 2) => Suite::Hpke,
            _ => return Err(Error::Format),
        };
        let key_id = KeyId([k0, k1, k2, k3, k4, k5, k6, k7]);
        Ok((
            Self {
                suite,
                key_id,
                generation: u16::from_be_bytes([g0, g1]),
            },
            body,
        ))
    }
}

/// What a sealed value is for. Part of what it is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An entry of a stream.
    Entry,
    /// A file attached to a stream, or a chunk of it.
    Attachment,
    /// A row of a unit's roster.
    RosterRow,
    /// A statistical fact.
    Fact,
    /// A reason given for looking or acting.
    Reason,
    /// The secret of an authenticator.
    SecondFactor,
    /// A person's own settings and drafts.
    Account,
    /// What somebody sealed who cannot read it (public alarm, offline capture, outbox).
    Intake,
    /// The answer to such a message.
    Reply,
    /// A stored result (snapshot, release).
    Snapshot,
}

impl Purpose {
    fn code(self) -> u8 {
        match self {
            Self::Entry => 1,
            Self::Attachment => 2,
            Self::RosterRow => 3,
            Self::Fact => 4,
            Self::Reason => 5,
            Self::SecondFactor => 6,
            Self::Account => 7,
            Self::Intake => 8,
            Self::Reply => 9,
            Self::Snapshot => 10,
        }
    }
}

/// The place that a value is sealed for. It opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound<'a> {
    /// Version of the content's schema.
    pub schema: u16,
    /// Stream (or user, unit) id.
    pub stream: &'a [u8; 16],
    /// Entry (or row) id.
    pub entry: &'a [u8; 16],
    /// Compartment number.
    pub compartment: u8,
    /// What for.
    pub purpose: Purpose,
}

impl Bound<'_> {
    /// The same place for another purpose.
    #[must_use]
    pub fn with(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
    }

    /// Every field at a fixed place: two different places never have the same bytes.
    pub(crate) fn encode(self) -> [u8; BOUND] {
        joined([
            &self.schema.to_be_bytes(),
            self.stream,
            self.entry,
            &[self.compartment, self.purpose.code()],
        ])
    }
}

/// A symmetric key with its name.
pub(crate) struct SymmetricKey {
    pub(crate) id: KeyId,
    pub(crate) generation: u16,
    pub(crate) secret: Secret32,
}

impl SymmetricKey {
    pub(crate) fn generate(generation: u16, rng: &dyn Rng) -> Self {
        let mut id = [0; 8];
        rng.fill(&mut id);
        Self {
            id: KeyId(id),
            generation,
            secret: Secret32::random(rng),
        }
    }

    pub(crate) fn seal(&self, bound: Bound<'_>, content: &[u8], rng: &dyn Rng) -> Result<Vec<u8>> {
        let header = Header {
            suite: Suite::Aes256Gcm,
            key_id: self.id,
            generation: self.generation,
        }
        .encode();
        let mut nonce = [0; aead::NONCE];
        rng.fill(&mut nonce);
        let sealed = aead::seal(
            &self.secret,
            nonce,
            &associated(&header, bound),
            pad::pad(content)?,
        )?;
        Ok([header.as_slice(), &nonce, &sealed].concat())
    }

    pub(crate) fn open(&self, bound: Bound<'_>, blob: &[u8]) -> Result<Plain> {
        let (nonce, sealed, associated) = parts(self.id, self.generation, bound, blob)?;
        pad::unpad(aead::open(&self.secret, nonce, &associated, sealed)?)
    }

    pub(crate) fn reader(&self) -> Result<Reader> {
        Ok(Reader {
            id: self.id,
            generation: self.generation,
            ready: aead::Reader::new(&self.secret)?,
        })
    }

    /// `id 8 | generation 2 | secret 32`.
    pub(crate) fn export(&self) -> Plain {
        Plain::new(
            [
                self.id.0.as_slice(),
                &self.generation.to_be_bytes(),
                &self.secret.0,
            ]
            .concat(),
        )
    }

    pub(crate) fn import(bytes: &[u8]) -> Result<Self> {
        let (id, rest) = bytes.split_first_chunk().ok_or(Error::Format)?;
        let (generation, secret) = rest.split_first_chunk().ok_or(Error::Format)?;
        Ok(Self {
            id: KeyId(*id),
            generation: u16::from_be_bytes(*generation),
            secret: Secret32::from_slice(secret)?,
        })
    }
}

/// A symmetric key made ready to open many values, each in the place of the one before.
pub(crate) struct Reader {
    pub(crate) id: KeyId,
    generation: u16,
    ready: aead::Reader,
}

impl Reader {
    pub(crate) fn open(&mut self, bound: Bound<'_>, blob: &[u8]) -> Result<&[u8]> {
        let (nonce, sealed, associated) = parts(self.id, self.generation, bound, blob)?;
        pad::content(self.ready.open(nonce, &associated, sealed)?)
    }
}

/// Nonce, ciphertext and associated data of a value, if this key sealed it.
fn parts<'b>(
    id: KeyId,
    generation: u16,
    bound: Bound<'_>,
    blob: &'b [u8],
) -> Result<([u8; aead::NONCE], &'b [u8], [u8; ASSOCIATED])> {
    let (header, body) = Header::split(blob)?;
    if header.suite != Suite::Aes256Gcm || header.key_id != id || header.generation != generation {
        return Err(Error::OtherKey);
    }
    let (nonce, sealed) = body.split_first_chunk().ok_or(Error::Format)?;
    Ok((*nonce, sealed, associated(&header.encode(), bound)))
}

const LABEL: &[u8; 12] = b"punte/blob/1";
/// Length of the associated data.
const ASSOCIATED: usize = LABEL.len() + HEADER + BOUND;

fn associated(header: &[u8; HEADER], bound: Bound<'_>) -> [u8; ASSOCIATED] {
    joined([LABEL, header, &bound.encode()])
}

/// The pieces one after the other, which are `N` bytes in all.
fn joined<const N: usize, const PIECES: usize>(pieces: [&[u8]; PIECES]) -> [u8; N] {
    debug_assert_eq!(pieces.iter().map(|piece| piece.len()).sum::<usize>(), N);
    let mut out = [0; N];
    let mut rest = out.as_mut_slice();
    for piece in pieces {
        let Some((place, behind)) = rest.split_at_mut_checked(piece.len()) else {
            break;
        };
        place.copy_from_slice(piece);
        rest = behind;
    }
    out
}
