//! Filling the store of a demo or a benchmark: many new changes at once, their leaves in the tree under one checkpoint.

use crate::engine::{Follows, Guard, Write};
use crate::leaves::{CheckpointRow, LeafRow};
use crate::ops::stated;
use crate::rows::TABLES;
use crate::sequence::write_frontier;
use crate::system::Seed;
use crate::{CommitError, Row, RowOp, Store, StoreError};
use punte_domain::Moment;
use punte_domain::id::UserId;
use punte_ledger::{Checkpoint, Frontier, Leaf, Signer, leaf_hash};

impl Store {
    /// As [`Store::seed`], where every row is new and nobody else writes: a few statements for all of it, and no leaf left for the
    /// sequencer. Refused when something waits for the sequencer, or when the tree grows meanwhile.
    pub async fn seed_signed(
        &self,
        changes: Vec<Seed>,
        origin: &str,
        signer: &(dyn Signer + Sync),
    ) -> Result<(), StoreError> {
        let last = self.last_checkpoint().await?;
        let mut tree = match &last {
            None => Frontier::new(),
            Some(row) => ciborium::from_reader(row.frontier.as_slice())
                .map_err(|_| StoreError::Damaged("checkpoints"))?,
        };
        let (mut rows, mut leaves) = (Vec::new(), Vec::with_capacity(changes.len()));
        for seed in changes {
            let (mut leaf, ops) = seed.into_leaf();
            for op in ops {
                let RowOp::Put(row) = op else {
                    return Err(CommitError::Malformed("what is new cannot be deleted").into());
                };
                if row.table().hashed {
                    leaf.rows.push(stated(row.table(), &row.cells()));
                }
                rows.push(row);
            }
            leaves.push(placed(&mut tree, &leaf)?);
        }
        if leaves.is_empty() {
            return Ok(());
        }
        // A row after those that it refers to, and those of one table together.
        rows.sort_by_cached_key(|row: &Row| {
            TABLES
                .iter()
                .position(|known| known.number == row.table().number)
        });
        let after = last.map(|row| row.size);
        let fill = Write::Fill {
            guard: Guard::Demo,
            follows: Follows::Checkpoint(after),
            rows,
            leaves,
            checkpoints: vec![checkpoint(&tree, after, origin, signer)?],
        };
        self.write(fill)
            .await
            .map(drop)
            .map_err(StoreError::from_commit)
    }
}

/// The leaf at the end of the tree.
fn placed(tree: &mut Frontier, leaf: &Leaf) -> Result<LeafRow, StoreError> {
    let bytes = leaf.encode()?;
    let hash = leaf_hash(&bytes);
    let index = i64::try_from(tree.size()).map_err(|_| StoreError::Damaged("checkpoints"))?;
    tree.push(hash);
    Ok(LeafRow {
        number: 0,
        index: Some(index),
        at: Moment(leaf.at),
        actor: UserId(leaf.actor),
        object: leaf.object,
        bytes,
        hash,
    })
}

/// The row of a checkpoint over the whole tree, which follows the one of size `after`.
pub(crate) fn checkpoint(
    tree: &Frontier,
    after: Option<i64>,
    origin: &str,
    signer: &(dyn Signer + Sync),
) -> Result<CheckpointRow, StoreError> {
    let note = Checkpoint {
        origin: origin.to_owned(),
        size: tree.size(),
        root: tree.root(),
    };
    Ok(CheckpointRow {
        size: i64::try_from(tree.size()).map_err(|_| StoreError::Damaged("checkpoints"))?,
        previous: after.unwrap_or_default(),
        note: note.sign(&[signer])?.encode(),
        frontier: write_frontier(tree),
    })
}
