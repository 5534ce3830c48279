//! What one entry of the log says, and its one encoding.
//!
//! A leaf is a CBOR array (RFC 8949 §4.2.1: shortest integers, definite lengths) of twelve items in the order of [`Leaf`]'s fields.
//! It holds opaque ids, closed words and hashes: the alphabet of its two texts has no space and no letter outside ASCII,
//! so that a name or a sentence cannot slip in.

use crate::{Error, Hash, leaf_hash};
use ciborium::Value;

/// The only format there is so far.
pub const VERSION: u8 = 1;
const MAX_ACTION: usize = 64;
const MAX_DECISION: usize = 1024;

/// Sixteen opaque bytes: the id of a user, unit, stream or request (a UUID). Zero means nobody or nothing.
pub type Id = [u8; 16];

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeafKind {
    /// Content or work was added or changed.
    Write,
    /// Content was shown. Its rows name what was shown and state nothing about what is stored.
    Read,
    /// Something was asked for and refused. Its rows are read as in [`LeafKind::Read`].
    Denied,
    /// Somebody signed in or out, or failed to.
    SignIn,
    /// Organisations, units, people, keys, settings.
    Admin,
    /// The system itself: start, import, restore, expiry.
    System,
}

impl LeafKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 6] = [
        Self::Write,
        Self::Read,
        Self::Denied,
        Self::SignIn,
        Self::Admin,
        Self::System,
    ];

    /// The number that stands for this kind in the encoding.
    pub fn code(self) -> u8 {
        match self {
            Self::Write => 0,
            Self::Read => 1,
            Self::Denied => 2,
            Self::SignIn => 3,
            Self::Admin => 4,
            Self::System => 5,
        }
    }

    /// Whether the rows of such a leaf state what is stored (and so are audited), rather than what was looked at.
    pub fn states_rows(self) -> bool {
        match self {
            Self::Write | Self::SignIn | Self::Admin | Self::System => true,
            Self::Read | Self::Denied => false,
        }
    }
}

/// The hash of one stored row after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDigest {
    /// The table's number (the store's list).
    pub table: u8,
    /// The row's primary key, as the store encodes it.
    pub key: Vec<u8>,
    /// SHA-256 of the row as the store encodes it; `None` = the row was deleted.
    pub digest: Option<Hash>,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Format; [`VERSION`].
    pub version: u8,
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// What kind of thing happened.
    pub kind: LeafKind,
    /// Who: the user's id.
    pub actor: Id,
    /// What: a closed word such as `file.read`. At most 64 characters of `A-Z a-z 0-9 . _ : - / ,`; not empty.
    pub action: String,
    /// On what: the id of the stream or other object.
    pub object: Id,
    /// Which compartments, one bit each (the domain's list).
    pub compartments: u16,
    /// Units in whose name the actor acted.
    pub units: Vec<Id>,
    /// Ids of the policies that decided, in the alphabet of `action`, separated by commas. At most 1,024 characters; may be empty.
    pub decision: String,
    /// Hash of the reason that was given. The reason itself lies sealed elsewhere.
    pub reason_hash: Option<Hash>,
    /// Id of the request, to find what belongs together.
    pub request: Id,
    /// Rows that this changed (or, for reads, showed).
    pub rows: Vec<RowDigest>,
}

impl Leaf {
    /// The one encoding of this leaf. Refuses texts outside their alphabet and unknown versions.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        if self.version != VERSION {
            return Err(Error::LeafVersion(self.version));
        }
        check_word(&self.action, 1, MAX_ACTION).ok_or(Error::Leaf("action"))?;
        check_word(&self.decision, 0, MAX_DECISION).ok_or(Error::Leaf("decision"))?;
        let value = Value::Array(vec![
            self.version.into(),
            self.at.into(),
            self.kind.code().into(),
            bytes(&self.actor),
            self.action.as_str().into(),
            bytes(&self.object),
            self.compartments.into(),
            Value::Array(self.units.iter().map(|unit| bytes(unit)).collect()),
            self.decision.as_str().into(),
            optional(self.reason_hash.as_ref()),
            bytes(&self.request),
            Value::Array(self.rows.iter().map(row_value).collect()),
        ]);
        let mut out = Vec::new();
        ciborium::into_writer(&value, &mut out).map_err(|_| Error::Leaf("encoding"))?;
        Ok(out)
    }

    /// Read a leaf. Any other encoding of the same content is refused, and so is anything after it.
    pub fn decode(encoded: &[u8]) -> Result<Self, Error> {
        let value: Value = ciborium::from_reader(encoded).map_err(|_| Error::Leaf("not CBOR"))?;
        let leaf = Self::from_value(value)?;
        if leaf.encode()? == encoded {
            Ok(leaf)
        } else {
            Err(Error::Leaf("not canonical"))
        }
    }

    /// RFC 6962 leaf hash of the encoding.
    pub fn hash(&self) -> Result<Hash, Error> {
        Ok(leaf_hash(&self.encode()?))
    }

    fn from_value(value: Value) -> Result<Self, Error> {
        let items: [Value; 12] = array(value)
            .and_then(|items| items.try_into().ok())
            .ok_or(Error::Leaf("number of items"))?;
        let [
            version,
            at,
            kind,
            actor,
            action,
            object,
            compartments,
            units,
            decision,
            reason,
            request,
            rows,
        ] = items;
        let version = int(&version).ok_or(Error::Leaf("version"))?;
        if version != VERSION {
            return Err(Error::LeafVersion(version));
        }
        let code: u8 = int(&kind).ok_or(Error::Leaf("kind"))?;
        Ok(Self {
            version,
            at: int(&at).ok_or(Error::Leaf("at"))?,
            kind: LeafKind::ALL
                .into_iter()
                .find(|kind| kind.code() == code)
                .ok_or(Error::Leaf("kind"))?,
            actor: id(actor).ok_or(Error::Leaf("actor"))?,
            action: action.into_text().map_err(|_| Error::Leaf("action"))?,
            object: id(object).ok_or(Error::Leaf("object"))?,
            compartments: int(&compartments).ok_or(Error::Leaf("compartments"))?,
            units: array(units)
                .and_then(|units| units.into_iter().map(id).collect())
                .ok_or(Error::Leaf("units"))?,
            decision: decision.into_text().map_err(|_| Error::Leaf("decision"))?,
            reason_hash: hash(reason, "reason")?,
            request: id(request).ok_or(Error::Leaf("request"))?,
            rows: array(rows)
                .ok_or(Error::Leaf("rows"))?
                .into_iter()
                .map(row)
                .collect::<Result<_, _>>()?,
        })
    }
}

fn bytes(value: &[u8]) -> Value {
    Value::Bytes(value.to_vec())
}

fn optional(value: Option<&Hash>) -> Value {
    value.map_or(Value::Null, |hash| bytes(&hash.0))
}

fn row_value(row: &RowDigest) -> Value {
    Value::Array(vec![
        row.table.into(),
        bytes(&row.key),
        optional(row.digest.as_ref()),
    ])
}

fn check_word(text: &str, least: usize, most: usize) -> Option<()> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._:-/,".contains(&byte));
    (plain && (least..=most).contains(&text.len())).then_some(())
}

fn int<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    value
        .as_integer()
        .and_then(|number| T::try_from(i128::from(number)).ok())
}

fn array(value: Value) -> Option<Vec<Value>> {
    value.into_array().ok()
}

fn id(value: Value) -> Option<Id> {
    value.into_bytes().ok()?.try_into().ok()
}

fn hash(value: Value, part: &'static str) -> Result<Option<Hash>, Error> {
    if value.is_null() {
        return Ok(None);
    }
    let bytes = value.into_bytes().map_err(|_| Error::Leaf(part))?;
    Hash::try_from(bytes.as_slice())
        .map(Some)
        .map_err(|_| Error::Leaf(part))
}

fn row(value: Value) -> Result<RowDigest, Error> {
    const PART: Error = Error::Leaf("rows");
    let [table, key, digest]: [Value; 3] = array(value)
        .and_then(|items| items.try_into().ok())
        .ok_or(PART)?;
    Ok(RowDigest {
        table: int(&table).ok_or(PART)?,
        key: key.into_bytes().map_err(|_| PART)?,
        digest: hash(digest, "rows")?,
    })
}
