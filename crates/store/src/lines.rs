//! The sealed lines of a roster, fetched as one value: what `packed.rs` does for rows, where nothing is copied out of it.
//!
//! A row that crosses from the engine's thread costs several microseconds whatever is in it, and a list reads thousands:
//! the engine strings them together, and their lengths, and they are taken apart here.

use crate::cell::{Cell, Field, Kind};
use crate::engine::Dialect;
use crate::lookups::{Besides as _, open_cores, open_cores_among};
use crate::query::Query;
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::id::StreamId;
use std::collections::HashSet;
use std::ops::Range;

/// Both engines string the rows of one pass together in one order. Each column by itself: putting two together for every row
/// costs more than all the rest.
const SELECT: &str = "SELECT string_agg(stream, ''), string_agg(sealed, ''), \
    string_agg(CAST(length(sealed) AS TEXT), ',') FROM rosters WHERE ";
/// The streams that are open, told from lines by having no lengths.
const HELD: &str = " UNION ALL SELECT string_agg(object, ''), NULL, NULL FROM wraps";
const KINDS: [Kind; 3] = [Kind::Bytes, Kind::Bytes, Kind::Text];

/// The lines of a grantee, and of a unit's the streams whose core is open to it at `now`: both are runs of an index, which
/// costs less than asking for each line. With `among` they are found by these streams instead.
pub(crate) fn select(
    dialect: Dialect,
    grantee: Grantee,
    among: Option<&[StreamId]>,
    now: Moment,
) -> Query {
    let lines = Query::new(SELECT);
    let lines = match among {
        None => lines.sql("grantee = ").arg(&grantee),
        Some(streams) => lines
            .sql("stream IN ")
            .list(streams.iter().map(Field::cell))
            .besides("grantee", &grantee),
    };
    let lines = lines.sql(dialect.in_pieces());
    match (grantee, among) {
        (Grantee::User(_), _) => lines,
        (Grantee::Unit(_), None) => open_cores(lines.sql(HELD), grantee, now),
        (Grantee::Unit(_), Some(streams)) => {
            open_cores_among(lines.sql(HELD), grantee, streams, now)
        }
    }
}

/// Lines of one roster, in no order that means anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedLines {
    /// As the engine strung them together.
    pieces: Vec<Vec<u8>>,
    places: Vec<Place>,
}

/// Where a line lies.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    stream: StreamId,
    piece: usize,
    bytes: Range<usize>,
}

impl SealedLines {
    /// The lines of a grantee; with `among`, only those of these streams. Of a unit's only the lines of streams whose core is
    /// open to it at `now`.
    pub(crate) async fn fetch(
        store: &Store,
        grantee: Grantee,
        among: Option<&[StreamId]>,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let query = select(store.dialect(), grantee, among, now);
        let rows = store.cells(query, &KINDS).await?;
        Self::read(rows, grantee).ok_or(StoreError::Damaged("rosters"))
    }

    fn read(rows: Vec<Vec<Cell>>, grantee: Grantee) -> Option<Self> {
        let (mut lines, mut held) = (Self::default(), Vec::new());
        for cells in rows {
            let mut cells = cells.into_iter();
            let streams = Option::<Vec<u8>>::read(cells.next()?)?.unwrap_or_default();
            let bytes = Option::<Vec<u8>>::read(cells.next()?)?;
            match Option::<String>::read(cells.next()?)? {
                Some(lengths) => lines.add(&streams, bytes.unwrap_or_default(), &lengths)?,
                None => held.extend(streams),
            }
        }
        if matches!(grantee, Grantee::Unit(_)) {
            lines.keep_within(&held);
        }
        Some(lines)
    }

    fn add(&mut self, streams: &[u8], bytes: Vec<u8>, lengths: &str) -> Option<()> {
        let (streams, rest) = streams.as_chunks();
        let (mut streams, mut end) = (streams.iter(), 0_usize);
        let piece = self.pieces.len();
        for length in lengths.split_terminator(',') {
            let begin = end;
            end = begin.checked_add(length.parse().ok()?)?;
            self.places.push(Place {
                stream: StreamId(*streams.next()?),
                piece,
                bytes: begin..end,
            });
        }
        let whole = rest.is_empty() && streams.next().is_none() && end == bytes.len();
        self.pieces.push(bytes);
        whole.then_some(())
    }

    /// Only the lines of these streams.
    fn keep_within(&mut self, held: &[u8]) {
        let (held, _) = held.as_chunks();
        let held: HashSet<&[u8; 16]> = held.iter().collect();
        self.places.retain(|place| held.contains(&place.stream.0));
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
        let whole = |place: &Place| {
            let piece = self.pieces.get(place.piece)?;
            Some((place.stream, piece.get(place.bytes.clone())?))
        };
        self.places.iter().filter_map(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use punte_domain::id::{UnitId, UserId};

    fn row(streams: &[u8], bytes: &[u8], lengths: Option<&str>) -> Vec<Cell> {
        vec![
            Cell::Bytes(Some(streams.to_vec())),
            Cell::Bytes(Some(bytes.to_vec())),
            Cell::Text(lengths.map(str::to_owned)),
        ]
    }

    #[test]
    fn strung_together_and_taken_apart() {
        let ids = [StreamId([1; 16]), StreamId([0; 16]), StreamId([0xFF; 16])];
        let sealed: [&[u8]; 3] = [&[0, 0xFF, b','], &[], &[7; 300]];
        let streams = ids.map(|id| id.0).concat();
        let bytes = sealed.concat();
        let own = Grantee::User(UserId([4; 16]));
        let of = |streams: &[u8], lengths| {
            SealedLines::read(vec![row(streams, &bytes, Some(lengths))], own)
        };
        let lines = of(&streams, "3,0,300").unwrap();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines.iter().collect::<Vec<_>>(),
            ids.into_iter().zip(sealed).collect::<Vec<_>>()
        );
        for wrong in ["3,0", "3,0,299", "3,0,300,0", "3,,300", "-3,6,300", ""] {
            assert_eq!(of(&streams, wrong), None, "{wrong}");
        }
        for wrong in [
            &streams[1..],
            &streams[16..],
            &[&streams[..], &[1]].concat(),
        ] {
            assert_eq!(of(wrong, "3,0,300"), None);
        }
    }

    #[test]
    fn pieces_are_put_together_and_only_what_is_held_is_kept() {
        let ids = [[1; 16], [0; 16], [0xFF; 16]];
        let unit = Grantee::Unit(UnitId([3; 16]));
        let rows = vec![
            row(&ids[..2].concat(), b"abc", Some("1,2")),
            row(&ids[2], b"def", Some("3")),
            row(&[[9; 16], ids[1], ids[2]].concat(), b"", None),
        ];
        let open = SealedLines::read(rows.clone(), unit).unwrap();
        let left: Vec<_> = open.iter().map(|(id, line)| (id.0, line)).collect();
        assert_eq!(left, [(ids[1], &b"bc"[..]), (ids[2], &b"def"[..])]);
        // Whoever holds nothing has no lines, and an empty roster none at all.
        let nothing = vec![Cell::Bytes(None), Cell::Bytes(None), Cell::Text(None)];
        let none = [rows[..2].to_vec(), vec![nothing.clone()]].concat();
        assert!(SealedLines::read(none, unit).unwrap().is_empty());
        let empty = vec![nothing.clone(), nothing];
        assert!(SealedLines::read(empty, unit).unwrap().is_empty());
    }
}
