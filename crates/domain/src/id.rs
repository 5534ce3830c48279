//! Identifiers: UUIDv7 made by the caller from a clock and a random source, one type per thing so that none passes for another.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A text that is no identifier of the asked kind. Says nothing of the text: it may be somebody's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct BadId;

/// 36 characters where people read (JSON), 16 bytes where they do not (CBOR).
fn write_id<S: Serializer>(bytes: [u8; 16], out: S) -> Result<S::Ok, S::Error> {
    if out.is_human_readable() {
        out.collect_str(&uuid::Uuid::from_bytes(bytes).as_hyphenated())
    } else {
        out.serialize_bytes(&bytes)
    }
}

fn read_id<'de, D: Deserializer<'de>>(input: D) -> Result<[u8; 16], D::Error> {
    struct Id;
    impl Visitor<'_> for Id {
        type Value = [u8; 16];
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an identifier")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<[u8; 16], E> {
            bytes.try_into().map_err(|_| E::custom(BadId))
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<[u8; 16], E> {
            text.parse::<StreamId>().map(|id| id.0).map_err(E::custom)
        }
    }
    if input.is_human_readable() {
        input.deserialize_str(Id)
    } else {
        input.deserialize_bytes(Id)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// From 16 raw bytes.
            #[must_use]
            pub const fn new(bytes: [u8; 16]) -> Self { Self(bytes) }
            /// The 16 raw bytes.
            #[must_use]
            pub const fn bytes(self) -> [u8; 16] { self.0 }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                write_id(self.0, out)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                read_id(input).map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                uuid::Uuid::from_bytes(self.0).as_hyphenated().fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                // One spelling only (36 characters, hyphenated): two spellings of one id would be two URLs of one file.
                if text.len() != 36 { return Err(BadId); }
                uuid::Uuid::try_parse(text).map(|u| Self(u.into_bytes())).map_err(|_| BadId)
            }
        }
        impl From<uuid::Uuid> for $name {
            fn from(u: uuid::Uuid) -> Self { Self(u.into_bytes()) }
        }
    )*};
}

ids! {
    /// Any stream of the journal (concern, person, file, referral, organisation, unit, user …).
    StreamId,
    /// One entry of a stream; also the idempotency key of the command that wrote it.
    EntryId,
    /// A concern (semnalare).
    ConcernId,
    /// A person (persoană): an identity, apart from every file.
    PersonId,
    /// A survivor file (dosar de caz).
    FileId,
    /// A referral (referire).
    ReferralId,
    /// An organisation.
    OrganisationId,
    /// A unit: a team in an organisation; the holder of keys.
    UnitId,
    /// A user of Punte (staff).
    UserId,
    /// A task on a file.
    TaskId,
    /// A consent on a file.
    ConsentId,
    /// A service that a file receives.
    ServiceId,
    /// One session of a service.
    SessionId,
    /// A row of the Work plane.
    WorkId,
    /// One request to the server.
    RequestId,
}

macro_rules! streams {
    ($($name:ident),*) => {$(
        impl From<$name> for StreamId { fn from(id: $name) -> Self { Self(id.0) } }
        impl From<StreamId> for $name { fn from(id: StreamId) -> Self { Self(id.0) } }
    )*};
}
streams!(
    ConcernId,
    PersonId,
    FileId,
    ReferralId,
    OrganisationId,
    UnitId,
    UserId
);
