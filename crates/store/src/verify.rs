//! Everything recomputed: leaves, tree, checkpoints, rows; and the engine's own integrity check (ruling 13).
//!
//! Runs on one snapshot, needs no user key, streams. Memory: what [`punte_ledger::Audit`] holds, about 100 bytes and the key
//! for each row that exists; nothing per leaf or per checkpoint.

use crate::cell::Cell;
use crate::engine::{Conn, Snapshot, readers};
use crate::leaves::{
    CHECKPOINT_KINDS, LEAF_KINDS, LeafRow, read_checkpoint, read_leaf, select_checkpoints,
    select_leaves,
};
use crate::ops::stated;
use crate::query::Query;
use crate::rows::{TABLES, Table};
use crate::sequence::write_frontier;
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_ledger::{Audit, Frontier, Leaf, Verifier};
use std::collections::HashMap;
use std::path::Path;

/// Rows and leaves that are held at a time.
const PAGE: i64 = 1_000;
/// Misfits beyond this many are not listed one by one: the file is beyond a list.
const LISTED: usize = 1_000;

/// What verification found.
#[derive(Debug, Clone)]
pub struct VerifyReport {
    /// What the ledger's audit found: entries, checkpoints, rows.
    pub ledger: punte_ledger::Report,
    /// What the engine's own integrity check says, and where it could not read on; empty when it finds nothing.
    pub engine: Vec<String>,
    /// Everything else that does not fit: a leaf's columns, a checkpoint's signature or stored edge.
    pub misfits: Vec<String>,
    /// Rows that were read and compared.
    pub rows: u64,
    /// When the oldest leaf of the unintegrated tail was committed. Its length is `ledger.tail`.
    pub oldest_unintegrated: Option<Moment>,
}

impl VerifyReport {
    /// Whether everything fits.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.ledger.is_clean() && self.engine.is_empty() && self.misfits.is_empty()
    }
}

impl Store {
    /// What the engine's quick check complains of; nothing where it finds nothing. Takes seconds where
    /// [`Store::verify`] takes minutes: for the start after a stop that was not clean.
    pub async fn quick_check(&self) -> Result<Vec<String>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut conn = snapshot.conn();
        let mut complaints = Vec::new();
        for question in conn.dialect().quick() {
            match conn.texts(question).await {
                Ok(answers) => {
                    complaints.extend(answers.into_iter().filter(|answer| answer != "ok"));
                }
                Err(error) => complaints.push(error.to_string()),
            }
        }
        Ok(complaints)
    }

    /// Recompute everything. `known` are the keys whose signatures of checkpoints are believed.
    pub async fn verify(
        &self,
        origin: &str,
        known: &[&(dyn Verifier + Sync)],
    ) -> Result<VerifyReport, StoreError> {
        let mut snapshot = self.snapshot().await?;
        Ok(Walk::new(origin, known).run(&mut snapshot).await)
    }
}

/// [`Store::verify`] on a SQLite file that no server has open, without changing it.
pub async fn verify_file(
    path: &Path,
    origin: &str,
    known: &[&(dyn Verifier + Sync)],
) -> Result<VerifyReport, StoreError> {
    let pool = readers(path, 1).await?;
    let mut snapshot = Snapshot::of_sqlite(&pool).await?;
    let report = Walk::new(origin, known).run(&mut snapshot).await;
    drop(snapshot);
    pool.close().await;
    Ok(report)
}

struct Walk<'a> {
    origin: &'a str,
    known: &'a [&'a (dyn Verifier + Sync)],
    audit: Audit,
    tree: Frontier,
    /// Size of the last checkpoint that was read.
    chained: i64,
    engine: Vec<String>,
    misfits: Vec<String>,
    rows: u64,
    oldest: Option<Moment>,
}

impl<'a> Walk<'a> {
    fn new(origin: &'a str, known: &'a [&'a (dyn Verifier + Sync)]) -> Self {
        Self {
            origin,
            known,
            audit: Audit::new(),
            tree: Frontier::new(),
            chained: 0,
            engine: Vec::new(),
            misfits: Vec::new(),
            rows: 0,
            oldest: None,
        }
    }

    async fn run(mut self, snapshot: &mut Snapshot) -> VerifyReport {
        let mut conn = snapshot.conn();
        self.integrity(&mut conn).await;
        // A part that cannot be read to its end is a finding, not the end of the search.
        if let Err(error) = self.integrated(&mut conn).await {
            self.engine.push(format!("leaves: {error}"));
        }
        if let Err(error) = self.tail(&mut conn).await {
            self.engine.push(format!("unintegrated leaves: {error}"));
        }
        for table in TABLES.iter().filter(|table| table.hashed) {
            if let Err(error) = self.table(&mut conn, table).await {
                self.engine.push(format!("{}: {error}", table.name));
            }
        }
        VerifyReport {
            ledger: self.audit.finish(),
            engine: self.engine,
            misfits: self.misfits,
            rows: self.rows,
            oldest_unintegrated: self.oldest,
        }
    }

    async fn integrity(&mut self, conn: &mut Conn<'_>) {
        for question in conn.dialect().integrity() {
            match conn.texts(question).await {
                Ok(answers) => self
                    .engine
                    .extend(answers.into_iter().filter(|answer| answer != "ok")),
                Err(error) => self.engine.push(error.to_string()),
            }
        }
    }

    async fn integrated(&mut self, conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
        let (mut from, mut seen) = (0i64, -1i64);
        loop {
            let query = select_leaves()
                .sql(" WHERE idx >= ")
                .arg(&from)
                .sql(" ORDER BY idx LIMIT ")
                .arg(&PAGE);
            let page = conn.fetch(&query, &LEAF_KINDS).await?;
            let leaves = self.readable(page);
            let Some(last) = leaves.iter().filter_map(|leaf| leaf.index).max() else {
                break;
            };
            // A damaged index can lead a walk in circles: whatever does not go forward is a misfit, not a loop.
            if last < from {
                self.misfit("the walk over the leaves does not come to an end".to_owned());
                break;
            }
            let edges = self.checkpoints(conn, seen, last.saturating_add(1)).await?;
            seen = last.saturating_add(1);
            for leaf in &leaves {
                self.leaf(leaf, &edges);
            }
            from = last.saturating_add(1);
        }
        // What was signed for beyond the last leaf: entries were cut off.
        self.checkpoints(conn, seen, i64::MAX).await?;
        // Leaves and their checkpoint are written together, so every index is signed for.
        if u64::try_from(self.chained) != Ok(self.tree.size()) {
            self.misfit(format!(
                "{} entries are in the tree, the last checkpoint is of {}",
                self.tree.size(),
                self.chained
            ));
        }
        Ok(())
    }

    /// Hand the checkpoints of sizes `after` (exclusive) to `up_to` to the audit. Returns their stored edges by size.
    async fn checkpoints(
        &mut self,
        conn: &mut Conn<'_>,
        after: i64,
        up_to: i64,
    ) -> Result<HashMap<u64, Vec<u8>>, sqlx::Error> {
        let query = select_checkpoints()
            .sql(" WHERE size > ")
            .arg(&after)
            .sql(" AND size <= ")
            .arg(&up_to)
            .sql(" ORDER BY size");
        let mut edges = HashMap::new();
        for cells in conn.fetch(&query, &CHECKPOINT_KINDS).await? {
            let Ok(row) = read_checkpoint(cells) else {
                self.misfit("a checkpoint cannot be read".to_owned());
                continue;
            };
            if row.previous != self.chained {
                self.misfit(format!(
                    "between the checkpoints {} and {} one is missing",
                    self.chained, row.size
                ));
            }
            self.chained = row.size;
            let known: Vec<&dyn Verifier> =
                self.known.iter().map(|key| *key as &dyn Verifier).collect();
            match self.audit.checkpoint(&row.note, self.origin, &known) {
                Ok(checkpoint) if i64::try_from(checkpoint.size) == Ok(row.size) => {
                    edges.insert(checkpoint.size, row.frontier);
                }
                Ok(checkpoint) => {
                    self.misfit(format!(
                        "the checkpoint of size {} is stored as {}",
                        checkpoint.size, row.size
                    ));
                }
                Err(why) => self.misfit(format!("checkpoint {}: {why}", row.size)),
            }
        }
        Ok(edges)
    }

    fn leaf(&mut self, leaf: &LeafRow, edges: &HashMap<u64, Vec<u8>>) {
        let index = leaf
            .index
            .and_then(|index| u64::try_from(index).ok())
            .unwrap_or(u64::MAX);
        // Kept by the audit for its report.
        let _ = self.audit.feed_stored(index, &leaf.bytes, &leaf.hash);
        self.columns(leaf);
        self.tree.push(leaf.hash);
        if let Some(edge) = edges.get(&self.tree.size())
            && *edge != write_frontier(&self.tree)
        {
            self.misfit(format!(
                "checkpoint {}: its stored edge is not the tree's",
                self.tree.size()
            ));
        }
    }

    async fn tail(&mut self, conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
        let mut after = i64::MIN;
        loop {
            let query = select_leaves()
                .sql(" WHERE idx IS NULL AND number > ")
                .arg(&after);
            let query = query.sql(" ORDER BY number LIMIT ").arg(&PAGE);
            let page = conn.fetch(&query, &LEAF_KINDS).await?;
            let leaves = self.readable(page);
            let Some(last) = leaves.last() else {
                return Ok(());
            };
            if last.number <= after {
                self.misfit("the walk over the newest leaves does not come to an end".to_owned());
                return Ok(());
            }
            after = last.number;
            for leaf in &leaves {
                self.oldest = Some(self.oldest.map_or(leaf.at, |oldest| oldest.min(leaf.at)));
                // Kept by the audit for its report.
                let _ = self.audit.tail(&leaf.bytes);
                if punte_ledger::leaf_hash(&leaf.bytes) != leaf.hash {
                    self.misfit(format!(
                        "leaf {} (unintegrated) does not have its stored hash",
                        leaf.number
                    ));
                }
                self.columns(leaf);
            }
        }
    }

    /// The columns by which leaves are found must say what the leaf says.
    fn columns(&mut self, row: &LeafRow) {
        // What cannot be decoded is in the audit's report already.
        if let Ok(leaf) = Leaf::decode(&row.bytes)
            && (leaf.at != row.at.0 || leaf.actor != row.actor.0 || leaf.object != row.object)
        {
            self.misfit(format!(
                "leaf {}: its columns do not say what it says",
                row.number
            ));
        }
    }

    async fn table(
        &mut self,
        conn: &mut Conn<'_>,
        table: &'static Table,
    ) -> Result<(), sqlx::Error> {
        let kinds: Vec<_> = table.columns.iter().map(|column| column.kind).collect();
        let mut after: Option<Vec<Cell>> = None;
        let mut ends = std::collections::HashSet::new();
        loop {
            let rows = conn
                .fetch(&Query::walk(table, after.take(), PAGE), &kinds)
                .await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            let key: Vec<_> = last.iter().take(table.keys).cloned().collect();
            if !ends.insert(crate::ops::encode_key(&key)) {
                let name = table.name;
                self.misfit(format!(
                    "the walk over table {name} does not come to an end"
                ));
                return Ok(());
            }
            after = Some(key);
            for cells in &rows {
                let row = stated(table, cells);
                if let Some(digest) = &row.digest {
                    self.audit.row(row.table, &row.key, digest);
                }
                self.rows += 1;
            }
        }
    }

    fn readable(&mut self, rows: Vec<Vec<Cell>>) -> Vec<LeafRow> {
        let mut leaves = Vec::with_capacity(rows.len());
        for cells in rows {
            let number = cells.first().cloned();
            match read_leaf(cells) {
                Ok(leaf) => leaves.push(leaf),
                Err(_) => self.misfit(format!("leaf {number:?} cannot be read")),
            }
        }
        leaves
    }

    fn misfit(&mut self, text: String) {
        if self.misfits.len() < LISTED {
            self.misfits.push(text);
        }
    }
}
