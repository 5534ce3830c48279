//! Many rows as two values.
//!
//! A row that crosses from the engine's thread wakes whoever waits for it, and that costs more than reading it: the engine
//! strings the bytes of all rows together, and in a second value their numbers and lengths, and they are taken apart here.

use crate::cell::{Cell, Field, Kind};
use crate::query::Query;
use crate::rows::Record;
use crate::{Store, StoreError};

/// What the two values are.
const KINDS: [Kind; 2] = [Kind::Bytes, Kind::Text];

impl Query {
    /// This `SELECT` of numbers and bytes, strung together. The order of its rows is lost.
    fn packed(mut self, kinds: &[Kind]) -> Self {
        let names: Vec<String> = (0..kinds.len()).map(|at| format!("c{at}")).collect();
        let bytes = names
            .iter()
            .zip(kinds)
            .filter(|(_, kind)| **kind == Kind::Bytes);
        let bytes: Vec<_> = bytes
            .map(|(name, _)| format!("coalesce({name}, '')"))
            .collect();
        let numbers = names.iter().zip(kinds).map(|(name, kind)| match kind {
            Kind::Int => format!("coalesce(CAST({name} AS TEXT), '')"),
            // What has none is told from what is empty.
            Kind::Bytes | Kind::Text => format!("coalesce(CAST(length({name}) AS TEXT), '')"),
        });
        let numbers: Vec<_> = numbers.collect();
        self.text = format!(
            "WITH packed({}) AS ({}) SELECT string_agg({}, ''), string_agg({}, ';') FROM packed",
            names.join(", "),
            self.text,
            bytes.join(" || "),
            numbers.join(" || ',' || "),
        );
        self
    }
}

/// The rows that the two values are made of.
fn unpacked(kinds: &[Kind], bytes: &[u8], numbers: &str) -> Option<Vec<Vec<Cell>>> {
    let mut rest = bytes;
    let mut rows = Vec::new();
    for row in numbers.split_terminator(';') {
        let mut numbers = row.split(',');
        let mut cells = Vec::with_capacity(kinds.len());
        for kind in kinds {
            cells.push(cell(*kind, numbers.next()?, &mut rest)?);
        }
        numbers.next().is_none().then_some(())?;
        rows.push(cells);
    }
    rest.is_empty().then_some(rows)
}

/// Where nothing stands for a column, it is empty.
fn cell(kind: Kind, number: &str, rest: &mut &[u8]) -> Option<Cell> {
    Some(match (kind, number.is_empty()) {
        (Kind::Int, true) => Cell::Int(None),
        (Kind::Int, false) => Cell::Int(Some(number.parse().ok()?)),
        (Kind::Bytes, true) => Cell::Bytes(None),
        (Kind::Bytes, false) => {
            let (value, behind) = rest.split_at_checked(number.parse().ok()?)?;
            *rest = behind;
            Cell::Bytes(Some(value.to_vec()))
        }
        (Kind::Text, _) => return None,
    })
}

impl Store {
    /// As [`Store::cells`] for numbers and bytes, in no order.
    pub(crate) async fn many_cells(
        &self,
        query: Query,
        kinds: &[Kind],
        table: &'static str,
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        let rows = self.cells(query.packed(kinds), &KINDS).await?;
        let mut cells = rows.into_iter().flatten();
        let mut read = || {
            let bytes = Option::<Vec<u8>>::read(cells.next()?)?.unwrap_or_default();
            let numbers = Option::<String>::read(cells.next()?)?.unwrap_or_default();
            unpacked(kinds, &bytes, &numbers)
        };
        read().ok_or(StoreError::Damaged(table))
    }

    /// As [`Store::rows`] for a table without text and a query that may find many, in no order.
    pub(crate) async fn many<R: Record>(&self, query: Query) -> Result<Vec<R>, StoreError> {
        let kinds: Vec<Kind> = R::TABLE.columns.iter().map(|column| column.kind).collect();
        let rows = self
            .many_cells(query.of(R::TABLE), &kinds, R::TABLE.name)
            .await?;
        let read: Option<Vec<R>> = rows.into_iter().map(R::from_cells).collect();
        read.ok_or(StoreError::Damaged(R::TABLE.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Conn;
    use sqlx::{Connection as _, SqliteConnection};

    #[tokio::test]
    async fn strung_together_and_taken_apart() {
        let kinds = [Kind::Int, Kind::Bytes, Kind::Bytes, Kind::Int];
        let row = |a: Option<i64>, b: Option<&[u8]>, c: &[u8]| {
            vec![
                Cell::Int(a),
                Cell::Bytes(b.map(<[u8]>::to_vec)),
                Cell::Bytes(Some(c.to_vec())),
                Cell::Int(Some(i64::MIN)),
            ]
        };
        let rows = [
            row(Some(-1), Some(&[0, 0xFF, b';', 0xC3, 0x28]), b"x"),
            row(None, None, b""),
            row(Some(0), Some(b""), &[b','; 300]),
        ];
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let mut conn = Conn::Sqlite(&mut conn);
        for count in [0, 1, 3] {
            let mut query =
                Query::new("SELECT * FROM (SELECT NULL a, NULL b, NULL c, NULL d WHERE 0");
            for row in &rows[..count] {
                query = query.sql(" UNION ALL SELECT ");
                for (at, cell) in row.iter().enumerate() {
                    query = query.sql(if at > 0 { ", " } else { "" }).cell(cell.clone());
                }
            }
            let answer = conn
                .fetch(&query.sql(")").packed(&kinds), &KINDS)
                .await
                .unwrap();
            let [Cell::Bytes(bytes), Cell::Text(numbers)] = answer[0].as_slice() else {
                panic!("{answer:?}");
            };
            let (bytes, numbers) = (
                bytes.clone().unwrap_or_default(),
                numbers.clone().unwrap_or_default(),
            );
            assert_eq!(unpacked(&kinds, &bytes, &numbers).unwrap(), rows[..count]);
            if count > 0 {
                assert_eq!(unpacked(&kinds, &bytes[1..], &numbers), None);
                assert_ne!(
                    unpacked(&kinds, &bytes, &numbers[1..]).unwrap_or_default(),
                    rows[..count]
                );
                assert_eq!(unpacked(&kinds, &bytes, &format!("{numbers},5")), None);
            }
        }
    }
}
