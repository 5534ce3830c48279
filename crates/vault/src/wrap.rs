//! Keys sealed to public keys (HPKE base mode), and content sealed to them by people who cannot read it.
//!
//! The HPKE `info` of a wrap says what is wrapped, about what, for whom and under which key and generation;
//! a wrap that is moved to another row, stream, recipient or generation does not open.

use crate::blob::{Bound, HEADER, Header, KeyId, Suite, SymmetricKey};
use crate::hpke_suite::{self, KeyPair};
use crate::keys::{
    RosterKey, StatisticsKeys, StatisticsPublic, StreamKey, UnitKeys, UnitPublic, UserKeys,
    UserPublic,
};
use crate::secret::Plain;
use crate::{Error, FactKey, PersonPseudonymKey, Result, Rng, pad};

mod sealed {
    pub trait Sealed {}
}

/// What kind of recipient. Part of the context, so that a user's key never stands in for a unit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecipientKind {
    /// A person.
    User,
    /// A unit.
    Unit,
    /// The statistics key.
    Statistics,
}

impl RecipientKind {
    fn code(self) -> u8 {
        match self {
            Self::User => 1,
            Self::Unit => 2,
            Self::Statistics => 3,
        }
    }
}

/// Somebody to whom can be sealed: a public key. Implemented here only.
pub trait Recipient: sealed::Sealed {
    /// Kind of recipient.
    fn kind(&self) -> RecipientKind;
    /// The X25519 public key.
    fn key(&self) -> &[u8; 32];
    /// Generation of the key; 0 where there are none.
    fn generation(&self) -> u16;
}

/// Somebody who can open: a key pair. Implemented here only.
pub trait Holder: sealed::Sealed {
    #[doc(hidden)]
    fn open_sealed(&self, info: &[u8], sealed: &[u8]) -> Result<Plain>;
    /// Kind of recipient.
    fn kind(&self) -> RecipientKind;
    /// Name and generation of the pair.
    fn named(&self) -> (KeyId, u16);
}

macro_rules! party {
    ($public:ty, $keys:ty, $kind:ident, $key:tt, $pair:tt, $generation:expr) => {
        impl sealed::Sealed for $public {}
        impl sealed::Sealed for $keys {}
        impl Recipient for $public {
            fn kind(&self) -> RecipientKind {
                RecipientKind::$kind
            }
            fn key(&self) -> &[u8; 32] {
                &self.$key
            }
            fn generation(&self) -> u16 {
                $generation(self)
            }
        }
        impl Holder for $keys {
            fn open_sealed(&self, info: &[u8], sealed: &[u8]) -> Result<Plain> {
                self.$pair.open(info, sealed)
            }
            fn kind(&self) -> RecipientKind {
                RecipientKind::$kind
            }
            fn named(&self) -> (KeyId, u16) {
                let public = self.public();
                (public.key_id(), Recipient::generation(&public))
            }
        }
    };
}
party!(UserPublic, UserKeys, User, 0, 0, |_: &UserPublic| 0);
party!(
    UnitPublic,
    UnitKeys,
    Unit,
    key,
    pair,
    |public: &UnitPublic| public.generation
);
party!(
    StatisticsPublic,
    StatisticsKeys,
    Statistics,
    0,
    0,
    |_: &StatisticsPublic| 0
);

/// About what and for whom a key is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WrapContext<'a> {
    /// What the key is about: the stream of a stream key, the unit of a unit or roster key, the consortium of a statistics key.
    pub subject: &'a [u8; 16],
    /// Compartment number of a stream key; 0 otherwise.
    pub compartment: u8,
    /// Id of the user or unit that the wrap is for.
    pub recipient: &'a [u8; 16],
}

/// What is wrapped. Part of the context, so that one kind of key never opens as another.
#[derive(Clone, Copy)]
enum Wrapped {
    Stream,
    Unit,
    Roster,
    Statistics,
    PersonPseudonym,
    Fact,
}

impl Wrapped {
    fn code(self) -> u8 {
        match self {
            Self::Stream => 1,
            Self::Unit => 2,
            Self::Roster => 3,
            Self::Statistics => 4,
            Self::PersonPseudonym => 5,
            Self::Fact => 6,
        }
    }
}

fn wrap_info(
    what: Wrapped,
    header: Header,
    kind: RecipientKind,
    context: WrapContext<'_>,
) -> Vec<u8> {
    [
        b"punte/wrap/1".as_slice(),
        &[what.code(), kind.code(), context.compartment],
        &header.encode(),
        context.subject,
        context.recipient,
    ]
    .concat()
}

fn wrap(
    what: Wrapped,
    secret: &Plain,
    to: &dyn Recipient,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let header = header_for(to);
    let sealed = hpke_suite::seal(
        to.key(),
        &wrap_info(what, header, to.kind(), context),
        secret,
        rng,
    )?;
    Ok([header.encode().as_slice(), &sealed].concat())
}

fn unwrap(
    what: Wrapped,
    holder: &dyn Holder,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<Plain> {
    let (header, body) = split_for(holder, bytes)?;
    holder.open_sealed(&wrap_info(what, header, holder.kind(), context), body)
}

fn header_for(to: &dyn Recipient) -> Header {
    Header {
        suite: Suite::Hpke,
        key_id: hpke_suite::key_id(to.key()),
        generation: to.generation(),
    }
}

fn split_for<'a>(holder: &dyn Holder, bytes: &'a [u8]) -> Result<(Header, &'a [u8])> {
    let (header, body) = Header::split(bytes)?;
    let (key_id, generation) = holder.named();
    if header.suite == Suite::Hpke && header.key_id == key_id && header.generation == generation {
        Ok((header, body))
    } else {
        Err(Error::OtherKey)
    }
}

fn seal_info(header: Header, kind: RecipientKind, bound: Bound<'_>) -> Vec<u8> {
    [
        b"punte/seal/1".as_slice(),
        &[kind.code()],
        &header.encode(),
        &bound.encode(),
    ]
    .concat()
}

/// Seal content to a public key for one place, padded like every blob. Whoever seals cannot open it again.
pub fn seal_to(
    to: &dyn Recipient,
    bound: Bound<'_>,
    content: &[u8],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let header = header_for(to);
    let padded = Plain::new(pad::pad(content)?);
    let sealed = hpke_suite::seal(to.key(), &seal_info(header, to.kind(), bound), &padded, rng)?;
    Ok([header.encode().as_slice(), &sealed].concat())
}

/// Open what [`seal_to`] sealed for this place.
pub fn open_sealed(holder: &dyn Holder, bound: Bound<'_>, blob: &[u8]) -> Result<Plain> {
    let (header, body) = split_for(holder, blob)?;
    pad::unpad(holder.open_sealed(&seal_info(header, holder.kind(), bound), body)?)
}

/// Wrap a compartment's key to a unit or a person.
pub fn wrap_stream_key(
    key: &StreamKey,
    to: &dyn Recipient,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap(Wrapped::Stream, &key.0.export(), to, context, rng)
}

/// Open a compartment's key.
pub fn open_stream_key(
    holder: &dyn Holder,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<StreamKey> {
    SymmetricKey::import(&unwrap(Wrapped::Stream, holder, context, bytes)?).map(StreamKey)
}

/// Wrap a unit's keys to a member.
pub fn wrap_unit_key(
    key: &UnitKeys,
    to: &UserPublic,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let secret = Plain::new(
        [
            key.generation.to_be_bytes().as_slice(),
            &key.pair.private().0,
        ]
        .concat(),
    );
    wrap(Wrapped::Unit, &secret, to, context, rng)
}

/// Open a unit's keys.
pub fn open_unit_key(
    holder: &UserKeys,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<UnitKeys> {
    let secret = unwrap(Wrapped::Unit, holder, context, bytes)?;
    let (generation, private) = secret.split_first_chunk().ok_or(Error::Format)?;
    Ok(UnitKeys {
        pair: KeyPair::import(private)?,
        generation: u16::from_be_bytes(*generation),
    })
}

/// Length of one wrapped unit key: header, encapsulated key, generation with private key, tag.
const UNIT_WRAP: usize = HEADER + 32 + (2 + 32) + 16;

/// The wraps in what a member of a unit holds: one for each generation of the unit's keys, oldest first. Whoever adds a
/// generation appends its wrap and needs none of the others.
pub fn unit_wraps(held: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    held.chunks(UNIT_WRAP)
}

/// Wrap a roster's key to its unit, or to a person of a duty roster.
pub fn wrap_roster_key(
    key: &RosterKey,
    to: &dyn Recipient,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap(Wrapped::Roster, &key.0.export(), to, context, rng)
}

/// Open a roster's key.
pub fn open_roster_key(
    holder: &dyn Holder,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<RosterKey> {
    SymmetricKey::import(&unwrap(Wrapped::Roster, holder, context, bytes)?).map(RosterKey)
}

/// Wrap the statistics keys to an analyst.
pub fn wrap_statistics_key(
    key: &StatisticsKeys,
    to: &UserPublic,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap(
        Wrapped::Statistics,
        &Plain::new(key.0.private().0.to_vec()),
        to,
        context,
        rng,
    )
}

/// Open the statistics keys.
pub fn open_statistics_key(
    holder: &UserKeys,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<StatisticsKeys> {
    KeyPair::import(&unwrap(Wrapped::Statistics, holder, context, bytes)?).map(StatisticsKeys)
}

/// Wrap the key of person pseudonyms to a unit (or a person).
pub fn wrap_pseudonym_key(
    key: &PersonPseudonymKey,
    to: &dyn Recipient,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap(Wrapped::PersonPseudonym, &key.export(), to, context, rng)
}

/// Open the key of person pseudonyms.
pub fn open_pseudonym_key(
    holder: &dyn Holder,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<PersonPseudonymKey> {
    PersonPseudonymKey::import(&unwrap(Wrapped::PersonPseudonym, holder, context, bytes)?)
}

pub(crate) fn wrap_fact_key(
    key: &FactKey,
    to: &StatisticsPublic,
    context: WrapContext<'_>,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap(Wrapped::Fact, &key.0.export(), to, context, rng)
}

pub(crate) fn open_fact_key(
    holder: &StatisticsKeys,
    context: WrapContext<'_>,
    bytes: &[u8],
) -> Result<FactKey> {
    SymmetricKey::import(&unwrap(Wrapped::Fact, holder, context, bytes)?).map(FactKey)
}
