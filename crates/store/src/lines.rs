//! The sealed lines of a roster, fetched as one value.
//!
//! A row that crosses from the engine's thread costs several microseconds whatever is in it, and a list reads thousands:
//! the engine strings them together, and their lengths, and they are taken apart here.

use crate::StoreError;
use crate::cell::{Cell, Field, Kind};
use crate::query::Query;
use punte_domain::id::StreamId;

/// Bytes of an id in front of each line.
const ID: usize = 16;

/// What stands between `SELECT` and the conditions. Both engines string the rows of one pass together in one order.
const SELECT: &str = "SELECT string_agg(stream || sealed, ''), string_agg(CAST(length(sealed) AS TEXT), ',') FROM rosters";

/// Lines of one roster, in no order that means anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedLines {
    bytes: Vec<u8>,
    lengths: Vec<usize>,
}

impl SealedLines {
    pub(crate) const KINDS: [Kind; 2] = [Kind::Bytes, Kind::Text];

    pub(crate) fn select() -> Query {
        Query::new(SELECT)
    }

    /// What the engine answered.
    pub(crate) fn read(rows: Vec<Vec<Cell>>) -> Result<Self, StoreError> {
        let mut cells = rows.into_iter().flatten();
        let mut both = || {
            let bytes = Option::<Vec<u8>>::read(cells.next()?)?.unwrap_or_default();
            let lengths = Option::<String>::read(cells.next()?)?.unwrap_or_default();
            Self::of(bytes, &lengths)
        };
        both().ok_or(StoreError::Damaged("rosters"))
    }

    fn of(bytes: Vec<u8>, lengths: &str) -> Option<Self> {
        let lengths = lengths.split_terminator(',').map(str::parse);
        let lengths: Vec<usize> = lengths.collect::<Result<_, _>>().ok()?;
        let all = lengths.iter().try_fold(0_usize, |sum, length| {
            sum.checked_add(ID)?.checked_add(*length)
        });
        (all == Some(bytes.len())).then_some(Self { bytes, lengths })
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The stream of each, and its line.
    pub fn iter(&self) -> impl Iterator<Item = (StreamId, &[u8])> {
        let mut rest = self.bytes.as_slice();
        self.lengths.iter().filter_map(move |length| {
            let (id, after) = rest.split_first_chunk::<ID>()?;
            let (sealed, after) = after.split_at_checked(*length)?;
            rest = after;
            Some((StreamId(*id), sealed))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strung_together_and_taken_apart() {
        let ids = [StreamId([1; 16]), StreamId([0; 16]), StreamId([0xFF; 16])];
        let sealed: [&[u8]; 3] = [&[0, 0xFF, b','], &[], &[7; 300]];
        let bytes: Vec<u8> = ids
            .iter()
            .zip(sealed)
            .flat_map(|(id, sealed)| [&id.0, sealed].concat())
            .collect();
        let lines = SealedLines::of(bytes.clone(), "3,0,300").unwrap();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines.iter().collect::<Vec<_>>(),
            ids.into_iter().zip(sealed).collect::<Vec<_>>()
        );
        for wrong in ["3,0", "3,0,299", "3,0,300,0", "3,,300", "-3,6,300", ""] {
            assert_eq!(SealedLines::of(bytes.clone(), wrong), None, "{wrong}");
        }
        assert!(SealedLines::of(Vec::new(), "").unwrap().is_empty());
    }
}
