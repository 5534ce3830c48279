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

/// The bytes of an entry: a version number, then CBOR.
pub fn encode_body(entry: &AnyEntry) -> Vec<u8> {
    todo!()
}
/// The entry in these bytes.
pub fn decode_body(kind: StreamKind, bytes: &[u8]) -> Result<AnyEntry, BadBody> {
    todo!()
}
