//! Every kind of stream, every kind of entry, and their bytes.

use crate::{concern, directory, file, person, referral};

/// The kinds of stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum StreamKind {
    /// A concern.
    Concern = 1,
    /// A person.
    Person = 2,
    /// A survivor file.
    File = 3,
    /// A referral.
    Referral = 4,
    /// An organisation.
    Organisation = 5,
    /// A unit.
    Unit = 6,
    /// A user.
    User = 7,
    /// A sharing protocol; reserved, has no entries yet.
    Protocol = 8,
}

/// Any entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyEntry {
    /// On a concern.
    Concern(concern::Entry),
    /// On a person.
    Person(person::Entry),
    /// On a survivor file.
    File(file::Entry),
    /// On a referral.
    Referral(referral::Entry),
    /// On an organisation.
    Organisation(directory::organisation::Entry),
    /// On a unit.
    Unit(directory::unit::Entry),
    /// On a user.
    User(directory::user::Entry),
}

/// Bytes that are no entry of the named kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    /// A version that this program does not know: written by a newer one.
    #[error("entry body of a newer version")]
    Newer,
    /// Not an entry.
    #[error("not an entry body")]
    Malformed,
    /// The stream kind has no entries.
    #[error("stream kind without entries")]
    NoEntries,
}

/// The version that is written today. Older ones are read for ever: `decode_body` gains an arm, entries never change.
pub const BODY_VERSION: u8 = 1;

/// The bytes of an entry: a version number, then the entry as CBOR (RFC 8949), enum variants by name.
#[must_use]
pub fn encode_body(entry: &AnyEntry) -> Vec<u8> {
    let mut bytes = vec![BODY_VERSION];
    let written = match entry {
        AnyEntry::Concern(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::Person(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::File(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::Referral(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::Organisation(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::Unit(it) => ciborium::into_writer(it, &mut bytes),
        AnyEntry::User(it) => ciborium::into_writer(it, &mut bytes),
    };
    // A vector takes every byte and derived serialisers of these plain types do not fail; a test writes every variant.
    debug_assert!(written.is_ok());
    bytes
}

/// The entry in these bytes. Bytes left over are refused: nothing hides behind an entry.
pub fn decode_body(kind: StreamKind, bytes: &[u8]) -> Result<AnyEntry, BadBody> {
    let (version, body) = bytes.split_first().ok_or(BadBody::Malformed)?;
    match version {
        0 => Err(BadBody::Malformed),
        1 => decode_v1(kind, body),
        _ => Err(BadBody::Newer),
    }
}

fn decode_v1(kind: StreamKind, body: &[u8]) -> Result<AnyEntry, BadBody> {
    Ok(match kind {
        StreamKind::Concern => AnyEntry::Concern(whole(body)?),
        StreamKind::Person => AnyEntry::Person(whole(body)?),
        StreamKind::File => AnyEntry::File(whole(body)?),
        StreamKind::Referral => AnyEntry::Referral(whole(body)?),
        StreamKind::Organisation => AnyEntry::Organisation(whole(body)?),
        StreamKind::Unit => AnyEntry::Unit(whole(body)?),
        StreamKind::User => AnyEntry::User(whole(body)?),
        StreamKind::Protocol => return Err(BadBody::NoEntries),
    })
}

/// The value that this CBOR is, all of it. What ciborium writes is read by minicbor, which borrows and is several times as
/// fast: pages decode thousands of these.
pub fn whole<'b, T: serde::Deserialize<'b>>(body: &'b [u8]) -> Result<T, BadBody> {
    let mut reader = minicbor_serde::Deserializer::new(body);
    let value = T::deserialize(&mut reader).map_err(|_| BadBody::Malformed)?;
    let at_end = reader.decoder().position() == body.len();
    at_end.then_some(value).ok_or(BadBody::Malformed)
}

impl StreamKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Concern,
        Self::Person,
        Self::File,
        Self::Referral,
        Self::Organisation,
        Self::Unit,
        Self::User,
        Self::Protocol,
    ];

    /// The stored number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
    /// The kind with this stored number.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Concern,
            2 => Self::Person,
            3 => Self::File,
            4 => Self::Referral,
            5 => Self::Organisation,
            6 => Self::Unit,
            7 => Self::User,
            8 => Self::Protocol,
            _ => return None,
        })
    }
    /// The name used in JSON and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Concern => "concern",
            Self::Person => "person",
            Self::File => "file",
            Self::Referral => "referral",
            Self::Organisation => "organisation",
            Self::Unit => "unit",
            Self::User => "user",
            Self::Protocol => "protocol",
        }
    }
    /// Whether its entries are clear: they hold staff and bodies, never survivors.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Organisation | Self::Unit | Self::User | Self::Protocol => true,
            Self::Concern | Self::Person | Self::File | Self::Referral => false,
        }
    }
}

impl AnyEntry {
    /// The kind of stream it lies in.
    #[must_use]
    pub const fn kind(&self) -> StreamKind {
        match self {
            Self::Concern(_) => StreamKind::Concern,
            Self::Person(_) => StreamKind::Person,
            Self::File(_) => StreamKind::File,
            Self::Referral(_) => StreamKind::Referral,
            Self::Organisation(_) => StreamKind::Organisation,
            Self::Unit(_) => StreamKind::Unit,
            Self::User(_) => StreamKind::User,
        }
    }
}

macro_rules! into_any {
    ($($ty:ty => $variant:ident),* $(,)?) => {$(
        impl From<$ty> for AnyEntry {
            fn from(entry: $ty) -> Self { Self::$variant(entry) }
        }
    )*};
}
into_any! {
    concern::Entry => Concern,
    person::Entry => Person,
    file::Entry => File,
    referral::Entry => Referral,
    directory::organisation::Entry => Organisation,
    directory::unit::Entry => Unit,
    directory::user::Entry => User,
}

#[cfg(test)]
mod tests;
