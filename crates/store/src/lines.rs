//! The sealed lines of a roster, fetched as one value: what `packed.rs` does for rows, where nothing is copied out of it.
//!
//! A row that crosses from the engine's thread costs several microseconds whatever is in it, and a list reads thousands:
//! the engine strings them together, and their lengths, and they are taken apart here.

use crate::cell::{Field, Kind};
use crate::lookups::open_cores;
use crate::query::Query;
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::id::StreamId;
use std::collections::HashSet;
use std::ops::Range;

/// Bytes of an id in front of each line.
const ID: usize = 16;

/// Both engines string the rows of one pass together in one order.
const SELECT: &str =
    "SELECT string_agg(stream || sealed, ''), string_agg(CAST(length(sealed) AS TEXT), ',')";

/// Lines of one roster, in no order that means anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedLines {
    bytes: Vec<u8>,
    /// Where each lies: its stream's id, then what is sealed.
    places: Vec<Range<usize>>,
}

impl SealedLines {
    const KINDS: [Kind; 3] = [Kind::Bytes, Kind::Text, Kind::Bytes];

    /// The lines of a grantee; with `among`, only those of these streams. Of a unit's only the lines of streams whose core is
    /// open to it at `now`: both are runs of an index, which costs less than asking for each line.
    pub(crate) async fn fetch(
        store: &Store,
        grantee: Grantee,
        among: Option<&[StreamId]>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let query = Query::new(SELECT);
        let unit = matches!(grantee, Grantee::Unit(_));
        let query = if unit {
            let held = query.sql(", (SELECT string_agg(object, '') FROM wraps");
            let held = open_cores(held, grantee, now);
            only(held, " AND object IN ", among).sql(")")
        } else {
            query.sql(", NULL")
        };
        let query = query.sql(" FROM rosters WHERE grantee = ").arg(&grantee);
        let query = only(query, " AND stream IN ", among);
        let rows = store.cells(query, &Self::KINDS).await?;
        let mut cells = rows.into_iter().flatten();
        let mut read = || {
            let bytes = Option::<Vec<u8>>::read(cells.next()?)?.unwrap_or_default();
            let lengths = Option::<String>::read(cells.next()?)?.unwrap_or_default();
            let held = Option::<Vec<u8>>::read(cells.next()?)?.unwrap_or_default();
            let lines = Self::of(bytes, &lengths)?;
            Some(if unit { lines.within(&held) } else { lines })
        };
        read().ok_or(StoreError::Damaged("rosters"))
    }

    fn of(bytes: Vec<u8>, lengths: &str) -> Option<Self> {
        let mut places = Vec::new();
        let mut end = 0_usize;
        for length in lengths.split_terminator(',') {
            let begin = end;
            end = begin.checked_add(ID)?.checked_add(length.parse().ok()?)?;
            places.push(begin..end);
        }
        (end == bytes.len()).then_some(Self { bytes, places })
    }

    /// Only the lines of these streams.
    fn within(mut self, held: &[u8]) -> Self {
        let (held, _) = held.as_chunks::<ID>();
        let held: HashSet<&[u8; ID]> = held.iter().collect();
        let bytes = &self.bytes;
        self.places.retain(|place| {
            let id = bytes.get(place.clone()).and_then(<[u8]>::first_chunk);
            id.is_some_and(|id| held.contains(id))
        });
        self
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The stream of each, and its line.
    pub fn iter(&self) -> impl Iterator<Item = (StreamId, &[u8])> {
        let whole = |place: &Range<usize>| self.bytes.get(place.clone());
        let lines = self.places.iter().filter_map(whole);
        lines
            .filter_map(<[u8]>::split_first_chunk)
            .map(|(id, sealed)| (StreamId(*id), sealed))
    }
}

fn only(query: Query, within: &'static str, among: Option<&[StreamId]>) -> Query {
    match among {
        Some(streams) => query.sql(within).list(streams.iter().map(Field::cell)),
        None => query,
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
        let held = [[9; 16], ids[1].0, ids[0].0].concat();
        let open = lines.within(&held);
        let left: Vec<_> = open.iter().map(|(id, _)| id).collect();
        assert_eq!(left, ids[..2]);
        assert!(SealedLines::of(Vec::new(), "").unwrap().is_empty());
    }
}
