//! Backups: one portable form for both engines, and a copy of the SQLite file.
//!
//! The form: the line [`MAGIC`], then records of length (4 bytes, big-endian), kind (1 byte) and content. Rows come as the
//! ledger hashes them, parents before children; then leaves in the order of commits; then checkpoints. The last record
//! holds the number of records before it and the chained SHA-256 over them, so that a cut or changed backup is refused.
//! Sessions and jobs stay behind.

use crate::cell::{Cell, Field, Kind};
use crate::engine::{Conn, Follows, Guard, Write};
use crate::leaves::{
    CHECKPOINT_KINDS, CheckpointRow, LEAF_KINDS, LeafRow, read_checkpoint, read_leaf,
    select_checkpoints, select_leaves,
};
use crate::ops::{encode_key, encode_row};
use crate::query::Query;
use crate::rows::{Row, TABLES, Table};
use crate::{Store, StoreError};
use ciborium::Value;
use punte_domain::Moment;
use punte_domain::id::UserId;
use punte_ledger::{Hash, Leaf, leaf_hash};
use std::path::Path;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

const MAGIC: &[u8] = b"PUNTE STORE 1\n";
const END: u8 = 0;
const ROW: u8 = 1;
const LEAF: u8 = 2;
const CHECKPOINT: u8 = 3;
const PAGE: i64 = 1_000;
/// Records of one transaction while restoring.
const PIECE: usize = 500;
/// No record is longer: an attachment's block is far smaller.
const LONGEST: u32 = 64 << 20;

/// The records so far: how many, and the hash that chains them.
struct Chain {
    count: u64,
    hash: Hash,
}

impl Chain {
    fn new() -> Self {
        Self {
            count: 0,
            hash: Hash::of(MAGIC),
        }
    }

    fn add(&mut self, kind: u8, content: &[u8]) {
        let mut bytes = Vec::with_capacity(33 + content.len());
        bytes.extend_from_slice(&self.hash.0);
        bytes.push(kind);
        bytes.extend_from_slice(content);
        self.hash = Hash::of(&bytes);
        self.count += 1;
    }

    fn end(&self) -> Vec<u8> {
        let mut bytes = self.count.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.hash.0);
        bytes
    }
}

struct Sink<'a, W> {
    out: &'a mut W,
    chain: Chain,
}

impl<W: AsyncWrite + Unpin + Send> Sink<'_, W> {
    async fn record(&mut self, kind: u8, content: &[u8]) -> Result<(), StoreError> {
        let length = u32::try_from(content.len())
            .ok()
            .filter(|length| *length <= LONGEST);
        let length = length.ok_or(StoreError::Backup("a record is too long"))?;
        self.out.write_all(&length.to_be_bytes()).await?;
        self.out.write_all(&[kind]).await?;
        self.out.write_all(content).await?;
        self.chain.add(kind, content);
        Ok(())
    }
}

impl Store {
    /// Write everything but sessions and jobs, as of one moment, in the form that either engine restores.
    pub async fn dump_to(
        &self,
        out: &mut (impl AsyncWrite + Unpin + Send),
    ) -> Result<(), StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut conn = snapshot.conn();
        out.write_all(MAGIC).await?;
        let mut sink = Sink {
            out,
            chain: Chain::new(),
        };
        for table in TABLES.iter().filter(|table| table.hashed) {
            dump_table(&mut conn, table, &mut sink).await?;
        }
        dump_leaves(&mut conn, &mut sink).await?;
        dump_checkpoints(&mut conn, &mut sink).await?;
        let end = sink.chain.end();
        sink.record(END, &end).await?;
        Ok(sink.out.flush().await?)
    }

    /// Fill an empty store from what [`Store::dump_to`] wrote. Run [`Store::verify`] afterwards; after an error throw the
    /// store away, for a part of the backup may be in it.
    pub async fn restore_from(
        &self,
        from: &mut (impl AsyncRead + Unpin + Send),
    ) -> Result<(), StoreError> {
        let mut magic = [0; MAGIC.len()];
        from.read_exact(&mut magic).await?;
        if magic != MAGIC {
            return Err(StoreError::Backup("it does not begin like one"));
        }
        let mut chain = Chain::new();
        let mut piece = Piece {
            guard: Guard::Empty,
            ..Piece::default()
        };
        loop {
            let (kind, content) = next_record(from).await?;
            if kind == END {
                if content != chain.end() {
                    return Err(StoreError::Backup("it was cut or changed"));
                }
                return piece.write(self).await;
            }
            chain.add(kind, &content);
            piece.take(kind, &content)?;
            if piece.len() >= PIECE {
                piece.write(self).await?;
                piece = Piece::default();
            }
        }
    }

    /// A consistent copy of the SQLite file at `path`, which must not exist yet. PostgreSQL has [`Store::dump_to`].
    pub async fn snapshot_to(&self, path: &Path) -> Result<(), StoreError> {
        let name = path
            .to_str()
            .ok_or(StoreError::Backup("the path is not UTF-8"))?;
        let query = Query::new("VACUUM INTO ").arg(&name.to_owned());
        if self.dialect() != crate::engine::Dialect::Sqlite {
            return Err(StoreError::Backup("only SQLite keeps the store in a file"));
        }
        self.cells(query, &[]).await.map(drop)
    }
}

async fn dump_table<W: AsyncWrite + Unpin + Send>(
    conn: &mut Conn<'_>,
    table: &Table,
    sink: &mut Sink<'_, W>,
) -> Result<(), StoreError> {
    let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
    let mut after: Option<Vec<Cell>> = None;
    loop {
        let page = conn
            .fetch(&Query::walk(table, after.take(), PAGE), &kinds)
            .await;
        let rows = page.map_err(|error| StoreError::from_engine(&error))?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = Some(last.iter().take(table.keys).cloned().collect());
        for cells in &rows {
            sink.record(ROW, &encode_row(table, cells)).await?;
        }
    }
}

async fn dump_leaves<W: AsyncWrite + Unpin + Send>(
    conn: &mut Conn<'_>,
    sink: &mut Sink<'_, W>,
) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let query = select_leaves()
            .sql(" WHERE number > ")
            .arg(&after)
            .sql(" ORDER BY number LIMIT ")
            .arg(&PAGE);
        let page = conn.fetch(&query, &LEAF_KINDS).await;
        let rows = page.map_err(|error| StoreError::from_engine(&error))?;
        if rows.is_empty() {
            return Ok(());
        }
        for cells in rows {
            let leaf = read_leaf(cells)?;
            after = leaf.number;
            sink.record(LEAF, &encode_key(&[leaf.index.cell(), leaf.bytes.cell()]))
                .await?;
        }
    }
}

async fn dump_checkpoints<W: AsyncWrite + Unpin + Send>(
    conn: &mut Conn<'_>,
    sink: &mut Sink<'_, W>,
) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let query = select_checkpoints()
            .sql(" WHERE size > ")
            .arg(&after)
            .sql(" ORDER BY size LIMIT ")
            .arg(&PAGE);
        let page = conn.fetch(&query, &CHECKPOINT_KINDS).await;
        let rows = page.map_err(|error| StoreError::from_engine(&error))?;
        if rows.is_empty() {
            return Ok(());
        }
        for cells in rows {
            let row = read_checkpoint(cells)?;
            after = row.size;
            let content = encode_key(&[
                row.size.cell(),
                row.previous.cell(),
                row.note.cell(),
                row.frontier.cell(),
            ]);
            sink.record(CHECKPOINT, &content).await?;
        }
    }
}

async fn next_record(
    from: &mut (impl AsyncRead + Unpin + Send),
) -> Result<(u8, Vec<u8>), StoreError> {
    let length = from.read_u32().await?;
    let kind = from.read_u8().await?;
    if length > LONGEST {
        return Err(StoreError::Backup("a record is too long"));
    }
    // Grows with what is really there: a damaged length does not reserve memory.
    let mut content = Vec::new();
    from.take(u64::from(length))
        .read_to_end(&mut content)
        .await?;
    if content.len() as u64 == u64::from(length) {
        Ok((kind, content))
    } else {
        Err(StoreError::Backup("it was cut or changed"))
    }
}

/// Records of one transaction.
#[derive(Default)]
struct Piece {
    guard: Guard,
    rows: Vec<Row>,
    leaves: Vec<LeafRow>,
    checkpoints: Vec<CheckpointRow>,
}

impl Piece {
    fn len(&self) -> usize {
        self.rows.len() + self.leaves.len() + self.checkpoints.len()
    }

    fn take(&mut self, kind: u8, content: &[u8]) -> Result<(), StoreError> {
        match kind {
            ROW => self
                .rows
                .push(Row::decode(content).ok_or(StoreError::Backup("a row cannot be read"))?),
            LEAF => self
                .leaves
                .push(leaf(content).ok_or(StoreError::Backup("a leaf cannot be read"))?),
            CHECKPOINT => {
                let row =
                    checkpoint(content).ok_or(StoreError::Backup("a checkpoint cannot be read"))?;
                self.checkpoints.push(row);
            }
            _ => {
                return Err(StoreError::Backup(
                    "a record of a kind that this build does not know",
                ));
            }
        }
        Ok(())
    }

    async fn write(self, store: &Store) -> Result<(), StoreError> {
        let Self {
            guard,
            rows,
            leaves,
            checkpoints,
        } = self;
        let written = store
            .write(Write::Fill {
                guard,
                follows: Follows::Anything,
                rows,
                leaves,
                checkpoints,
            })
            .await;
        written.map(drop).map_err(StoreError::from_commit)
    }
}

fn items(content: &[u8], kinds: &[Kind]) -> Option<std::vec::IntoIter<Cell>> {
    let Value::Array(values) = ciborium::from_reader(content).ok()? else {
        return None;
    };
    if values.len() != kinds.len() {
        return None;
    }
    let cells = kinds
        .iter()
        .zip(values)
        .map(|(kind, value)| Cell::from_value(*kind, value));
    cells.collect::<Option<Vec<_>>>().map(Vec::into_iter)
}

/// Only index and bytes travel: the rest is what the bytes say.
fn leaf(content: &[u8]) -> Option<LeafRow> {
    let mut cells = items(content, &[Kind::Int, Kind::Bytes])?;
    let index = Option::read(cells.next()?)?;
    let bytes = Vec::read(cells.next()?)?;
    let leaf = Leaf::decode(&bytes).ok()?;
    let hash = leaf_hash(&bytes);
    let (at, actor) = (Moment(leaf.at), UserId(leaf.actor));
    Some(LeafRow {
        number: 0,
        index,
        at,
        actor,
        object: leaf.object,
        bytes,
        hash,
    })
}

fn checkpoint(content: &[u8]) -> Option<CheckpointRow> {
    let cells = items(content, &CHECKPOINT_KINDS)?;
    read_checkpoint(cells.collect()).ok()
}
