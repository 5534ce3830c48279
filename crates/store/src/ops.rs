//! What a commit does to rows, and how a row is encoded for the ledger.

use crate::cell::{Cell, Field};
use crate::codes::LockKind;
use crate::rows::{
    InvitationRow, JobRow, LockRow, MembershipRow, Record, RosterRow, Row, SessionRow, Table,
    ViewRow, WorkRow, WrapRow,
};
use ciborium::Value;
use punte_domain::access::{Grantee, Role};
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{EntryId, ReferralId, StreamId, UnitId, UserId, WorkId};
use punte_ledger::{Hash, RowDigest};

/// One step of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOp {
    /// Write the row: entries, facts and kept answers are only ever added; other rows replace the one with the same key.
    Put(Row),
    /// Take the row away. A row that is not there is passed over in silence and not named in the leaf.
    Delete(RowKey),
}

/// Names a row that can be taken away. Streams, entries, facts, people and the directory cannot: they have no variant here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// A wrap: ends somebody's access.
    Wrap {
        /// The stream.
        object: StreamId,
        /// Kind of the compartment.
        compartment: CompartmentKind,
        /// Owner of the compartment, or zero.
        owner: [u8; 16],
        /// To whom.
        grantee: Grantee,
        /// Generation of the compartment's key.
        generation: i32,
        /// The referral that gave it, or [`WrapRow::NO_REFERRAL`].
        referral: ReferralId,
    },
    /// A piece of work.
    Work(WorkId),
    /// A line of a roster.
    Roster {
        /// Whose roster.
        grantee: Grantee,
        /// The file.
        stream: StreamId,
    },
    /// A membership.
    Membership {
        /// Who.
        user: UserId,
        /// Where.
        unit: UnitId,
        /// What.
        role: Role,
    },
    /// A lock.
    Lock {
        /// Whose.
        user: UserId,
        /// Which.
        kind: LockKind,
    },
    /// A view that somebody keeps.
    View {
        /// Whose.
        user: UserId,
        /// Which.
        id: EntryId,
    },
    /// An invitation, by the hash of its secret.
    Invitation([u8; 32]),
    /// A session, by the hash of its cookie.
    Session([u8; 32]),
    /// A job.
    Job([u8; 16]),
}

impl From<&WrapRow> for RowKey {
    fn from(row: &WrapRow) -> Self {
        Self::Wrap {
            object: row.object,
            compartment: row.compartment,
            owner: row.owner,
            grantee: row.grantee,
            generation: row.generation,
            referral: row.referral,
        }
    }
}

impl RowKey {
    pub(crate) fn table(&self) -> &'static Table {
        match self {
            Self::Wrap { .. } => WrapRow::TABLE,
            Self::Work(_) => WorkRow::TABLE,
            Self::Roster { .. } => RosterRow::TABLE,
            Self::Membership { .. } => MembershipRow::TABLE,
            Self::Lock { .. } => LockRow::TABLE,
            Self::View { .. } => ViewRow::TABLE,
            Self::Invitation(_) => InvitationRow::TABLE,
            Self::Session(_) => SessionRow::TABLE,
            Self::Job(_) => JobRow::TABLE,
        }
    }

    pub(crate) fn cells(&self) -> Vec<Cell> {
        match self {
            Self::Wrap {
                object,
                compartment,
                owner,
                grantee,
                generation,
                referral,
            } => vec![
                object.cell(),
                compartment.cell(),
                owner.cell(),
                grantee.cell(),
                generation.cell(),
                referral.cell(),
            ],
            Self::Work(id) => vec![id.cell()],
            Self::Roster { grantee, stream } => vec![grantee.cell(), stream.cell()],
            Self::Membership { user, unit, role } => vec![user.cell(), unit.cell(), role.cell()],
            Self::Lock { user, kind } => vec![user.cell(), kind.cell()],
            Self::View { user, id } => vec![user.cell(), id.cell()],
            Self::Invitation(hash) | Self::Session(hash) => vec![hash.cell()],
            Self::Job(id) => vec![id.cell()],
        }
    }
}

impl Row {
    /// The row in the one encoding that the ledger hashes and backups carry: the CBOR array of table number and columns.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode_row(self.table(), &self.cells())
    }

    /// The row that [`Row::encode`] wrote; `None` for anything else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let Value::Array(values) = ciborium::from_reader(bytes).ok()? else {
            return None;
        };
        let mut values = values.into_iter();
        let number: u8 = values.next()?.as_integer()?.try_into().ok()?;
        let table = crate::rows::TABLES
            .iter()
            .find(|table| table.number == number)?;
        if values.len() != table.columns.len() {
            return None;
        }
        let cells = table
            .columns
            .iter()
            .zip(values)
            .map(|(column, value)| Cell::from_value(column.kind, value))
            .collect::<Option<Vec<_>>>()?;
        let row = Self::from_cells(number, cells)?;
        (row.encode() == bytes).then_some(row)
    }
}

/// CBOR of an array of values. Writing to memory cannot fail.
fn encode_values(values: Vec<Value>) -> Vec<u8> {
    let mut out = Vec::new();
    let written = ciborium::into_writer(&Value::Array(values), &mut out);
    debug_assert!(written.is_ok());
    out
}

pub(crate) fn encode_row(table: &Table, cells: &[Cell]) -> Vec<u8> {
    encode_values(
        std::iter::once(table.number.into())
            .chain(cells.iter().map(Cell::value))
            .collect(),
    )
}

pub(crate) fn encode_key(cells: &[Cell]) -> Vec<u8> {
    encode_values(cells.iter().map(Cell::value).collect())
}

/// What a leaf says of a row as it stands after the change.
pub(crate) fn stated(table: &Table, cells: &[Cell]) -> RowDigest {
    let keys = cells.get(..table.keys).unwrap_or(cells);
    RowDigest {
        table: table.number,
        key: encode_key(keys),
        digest: Some(Hash::of(&encode_row(table, cells))),
    }
}

/// What a leaf says of a row that was taken away, or of one that was only looked at.
pub(crate) fn named(table: &Table, key: &[Cell]) -> RowDigest {
    RowDigest {
        table: table.number,
        key: encode_key(key),
        digest: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{EntryRow, MetaRow};
    use punte_domain::Moment;
    use punte_domain::id::EntryId;

    fn sample() -> EntryRow {
        EntryRow {
            stream: StreamId([1; 16]),
            seq: 1,
            id: EntryId([2; 16]),
            compartment: CompartmentKind::Legal,
            owner: [0; 16],
            recorded_at: Moment(-5),
            author: UserId([3; 16]),
            unit: UnitId([4; 16]),
            body: vec![1, 2, 3],
        }
    }

    #[test]
    fn a_row_goes_out_and_comes_back() {
        let row = Row::from(sample());
        assert_eq!(Row::decode(&row.encode()), Some(row));
        let row = Row::from(MetaRow {
            key: "ș".to_owned(),
            value: Vec::new(),
        });
        assert_eq!(Row::decode(&row.encode()), Some(row));
    }

    #[test]
    fn only_the_one_encoding_is_read() {
        let good = Row::from(sample()).encode();
        for cut in 0..good.len() {
            assert_eq!(Row::decode(&good[..cut]), None, "cut at {cut}");
        }
        assert_eq!(Row::decode(&[good.clone(), vec![0]].concat()), None);
        let mut unknown = good.clone();
        unknown[1] = 0x17;
        assert_eq!(Row::decode(&unknown), None);
    }

    #[test]
    fn every_column_is_in_the_digest() {
        let row = Row::from(sample());
        let (table, cells) = (row.table(), row.cells());
        let whole = stated(table, &cells).digest;
        for at in 0..cells.len() {
            let mut changed = cells.clone();
            changed[at] = match &cells[at] {
                Cell::Int(number) => Cell::Int(number.map(|number| number + 1)),
                Cell::Bytes(_) => Cell::Bytes(Some(vec![9])),
                Cell::Text(_) => Cell::Text(Some("x".to_owned())),
            };
            assert_ne!(
                stated(table, &changed).digest,
                whole,
                "{}",
                table.columns[at].name
            );
        }
    }
}
