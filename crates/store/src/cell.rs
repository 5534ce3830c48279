//! One stored value, and how typed fields become one.
//!
//! Every column on both engines is a 64-bit integer, bytes or text, so that nothing but a placeholder differs between them.

use ciborium::Value;
use punte_domain::access::{Grantee, Role};
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{
    ConcernId, EntryId, FileId, OrganisationId, PersonId, ReferralId, RequestId, StreamId, UnitId,
    UserId, WorkId,
};
use punte_domain::{Moment, StreamKind};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Bytes,
    Text,
}

/// One value. The absent ones keep their kind, because PostgreSQL wants to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
    Text(Option<String>),
}

impl Cell {
    /// The canonical form: shortest integers, definite lengths (RFC 8949 §4.2.1).
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Int(Some(number)) => (*number).into(),
            Self::Bytes(Some(bytes)) => Value::Bytes(bytes.clone()),
            Self::Text(Some(text)) => Value::Text(text.clone()),
            Self::Int(None) | Self::Bytes(None) | Self::Text(None) => Value::Null,
        }
    }

    /// The cell of kind `kind` that [`Cell::value`] made `value` from.
    pub(crate) fn from_value(kind: Kind, value: Value) -> Option<Self> {
        Some(match (kind, value) {
            (Kind::Int, Value::Null) => Self::Int(None),
            (Kind::Bytes, Value::Null) => Self::Bytes(None),
            (Kind::Text, Value::Null) => Self::Text(None),
            (Kind::Int, Value::Integer(number)) => Self::Int(Some(number.try_into().ok()?)),
            (Kind::Bytes, Value::Bytes(bytes)) => Self::Bytes(Some(bytes)),
            (Kind::Text, Value::Text(text)) => Self::Text(Some(text)),
            _ => return None,
        })
    }
}

/// A type that fills one column.
pub(crate) trait Field: Sized {
    const KIND: Kind;
    /// Whether the column may be empty.
    #[cfg(test)]
    const NULL: bool = false;
    fn cell(&self) -> Cell;
    /// `None` for a value that the type does not have: stored bytes are never believed.
    fn read(cell: Cell) -> Option<Self>;
}

impl Field for i64 {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        Cell::Int(Some(*self))
    }
    fn read(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(number) => number,
            Cell::Bytes(_) | Cell::Text(_) => None,
        }
    }
}

macro_rules! narrow {
    ($($ty:ty),*) => {$(
        impl Field for $ty {
            const KIND: Kind = Kind::Int;
            fn cell(&self) -> Cell { Cell::Int(Some(i64::from(*self))) }
            fn read(cell: Cell) -> Option<Self> { i64::read(cell)?.try_into().ok() }
        }
    )*};
}
narrow!(u8, i32);

impl Field for Moment {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        self.0.cell()
    }
    fn read(cell: Cell) -> Option<Self> {
        i64::read(cell).map(Self)
    }
}

impl Field for Vec<u8> {
    const KIND: Kind = Kind::Bytes;
    fn cell(&self) -> Cell {
        Cell::Bytes(Some(self.clone()))
    }
    fn read(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => bytes,
            Cell::Int(_) | Cell::Text(_) => None,
        }
    }
}

impl Field for String {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(Some(self.clone()))
    }
    fn read(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => text,
            Cell::Int(_) | Cell::Bytes(_) => None,
        }
    }
}

impl<const N: usize> Field for [u8; N] {
    const KIND: Kind = Kind::Bytes;
    fn cell(&self) -> Cell {
        Cell::Bytes(Some(self.to_vec()))
    }
    fn read(cell: Cell) -> Option<Self> {
        Vec::read(cell)?.try_into().ok()
    }
}

macro_rules! ids {
    ($($ty:ident),*) => {$(
        impl Field for $ty {
            const KIND: Kind = Kind::Bytes;
            fn cell(&self) -> Cell { self.0.cell() }
            fn read(cell: Cell) -> Option<Self> { <[u8; 16]>::read(cell).map(Self) }
        }
    )*};
}
ids!(
    StreamId,
    EntryId,
    ConcernId,
    PersonId,
    FileId,
    ReferralId,
    OrganisationId,
    UnitId,
    UserId,
    WorkId,
    RequestId
);

impl<T: Field> Field for Option<T> {
    const KIND: Kind = T::KIND;
    #[cfg(test)]
    const NULL: bool = true;
    fn cell(&self) -> Cell {
        match (self, T::KIND) {
            (Some(value), _) => value.cell(),
            (None, Kind::Int) => Cell::Int(None),
            (None, Kind::Bytes) => Cell::Bytes(None),
            (None, Kind::Text) => Cell::Text(None),
        }
    }
    fn read(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(None) | Cell::Bytes(None) | Cell::Text(None) => Some(None),
            present => T::read(present).map(Some),
        }
    }
}

impl Field for CompartmentKind {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        self.code().cell()
    }
    fn read(cell: Cell) -> Option<Self> {
        Self::from_code(u8::read(cell)?)
    }
}

impl Field for StreamKind {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        (*self as u8).cell()
    }
    fn read(cell: Cell) -> Option<Self> {
        let code = u8::read(cell)?;
        STREAM_KINDS.into_iter().find(|kind| *kind as u8 == code)
    }
}

const STREAM_KINDS: [StreamKind; 8] = [
    StreamKind::Concern,
    StreamKind::Person,
    StreamKind::File,
    StreamKind::Referral,
    StreamKind::Organisation,
    StreamKind::Unit,
    StreamKind::User,
    StreamKind::Protocol,
];

impl Field for Role {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(Some(self.name().to_owned()))
    }
    fn read(cell: Cell) -> Option<Self> {
        let name = String::read(cell)?;
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// One column of 17 bytes (0 unit, 1 user; then the id), so that one list of grantees serves a query.
impl Field for Grantee {
    const KIND: Kind = Kind::Bytes;
    fn cell(&self) -> Cell {
        let (kind, id) = match self {
            Self::Unit(unit) => (0u8, unit.0),
            Self::User(user) => (1u8, user.0),
        };
        Cell::Bytes(Some(std::iter::once(kind).chain(id).collect()))
    }
    fn read(cell: Cell) -> Option<Self> {
        let bytes = Vec::read(cell)?;
        let (kind, id) = bytes.split_first()?;
        let id = id.try_into().ok()?;
        match kind {
            0 => Some(Self::Unit(UnitId(id))),
            1 => Some(Self::User(UserId(id))),
            _ => None,
        }
    }
}
