//! The sequencer: committed leaves into the tree, each re-hashed first, under a signed checkpoint (ruling 12).
//!
//! Any number of nodes may run it. Reading, hashing and signing happen outside the writing transaction; inside it the
//! last checkpoint must still be the one that was read, so of two nodes that race one writes nothing.

use crate::cell::{Field, Kind};
use crate::engine::{Done, Write};
use crate::fill::checkpoint;
use crate::leaves::{LEAF_KINDS, read_leaf, select_leaves};
use crate::query::Query;
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_ledger::{Frontier, Signer, leaf_hash};
use std::time::Duration;

/// Leaves of one checkpoint at most, when [`Store::run_sequencer`] makes it.
const BATCH: u32 = 256;
const PAUSE: Duration = Duration::from_millis(500);

/// Leaves that are committed and not yet in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// How many.
    pub length: i64,
    /// When the oldest of them was committed.
    pub oldest: Option<Moment>,
}

impl Store {
    /// The unsequenced tail.
    pub async fn tail(&self) -> Result<Tail, StoreError> {
        let query = Query::new("SELECT count(*), min(at) FROM leaves WHERE idx IS NULL");
        let row = self
            .cells(query, &[Kind::Int; 2])
            .await?
            .pop()
            .unwrap_or_default();
        let mut cells = row.into_iter();
        let length = cells.next().and_then(i64::read).unwrap_or_default();
        Ok(Tail {
            length,
            oldest: cells.next().and_then(Moment::read),
        })
    }

    /// Put up to `max` leaves into the tree of the log `origin`, under one checkpoint that `signer` signs. Returns how
    /// many: 0 when there are none or another node was faster. A leaf that has not its hash stops the tree.
    pub async fn integrate(
        &self,
        origin: &str,
        signer: &(dyn Signer + Sync),
        max: u32,
    ) -> Result<usize, StoreError> {
        let last = self.last_checkpoint().await?;
        let query = select_leaves()
            .sql(" WHERE idx IS NULL ORDER BY number LIMIT ")
            .arg(&i64::from(max));
        let rows = self.cells(query, &LEAF_KINDS).await?;
        let mut tree = match &last {
            None => Frontier::new(),
            Some(row) => ciborium::from_reader(row.frontier.as_slice())
                .map_err(|_| StoreError::Damaged("checkpoints"))?,
        };
        let mut numbers = Vec::with_capacity(rows.len());
        for cells in rows {
            let leaf = read_leaf(cells)?;
            if leaf_hash(&leaf.bytes) != leaf.hash {
                return Err(StoreError::DamagedLeaf(leaf.number));
            }
            tree.push(leaf.hash);
            numbers.push(leaf.number);
        }
        if numbers.is_empty() {
            return Ok(0);
        }
        let after = last.map(|row| row.size);
        let checkpoint = checkpoint(&tree, after, origin, signer)?;
        match self
            .write(Write::Integrate {
                after,
                numbers,
                checkpoint,
            })
            .await
        {
            Ok(Done::Count(count)) => Ok(usize::try_from(count).unwrap_or_default()),
            Ok(Done::Leaf(_) | Done::Job(_)) | Err(crate::CommitError::Duplicate) => Ok(0),
            Err(error) => Err(StoreError::from_commit(error)),
        }
    }

    /// Integrate for ever: what was committed is in the tree and signed for within a second. Returns only when a leaf
    /// is damaged or the store is gone for good; when the engine is away for a while, goes on afterwards.
    pub async fn run_sequencer(&self, origin: &str, signer: &(dyn Signer + Sync)) -> StoreError {
        loop {
            match self.integrate(origin, signer, BATCH).await {
                // A full batch: there is more.
                Ok(count) if count >= BATCH as usize => {}
                Ok(_) => tokio::time::sleep(PAUSE).await,
                Err(StoreError::Unavailable) if !self.is_broken() => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return error,
            }
        }
    }
}

/// Writing to memory cannot fail.
pub(crate) fn write_frontier(tree: &Frontier) -> Vec<u8> {
    let mut out = Vec::new();
    let written = ciborium::into_writer(tree, &mut out);
    debug_assert!(written.is_ok());
    out
}
