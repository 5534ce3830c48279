//! The audit: everything that the log claims, recomputed.
//!
//! Feed the checkpoints first, then the integrated leaves in order, then the unintegrated tail, then every stored row, then [`Audit::finish`].
//!
//! **Where a changed entry is named.** With the stored leaf hashes ([`Audit::feed_stored`]) the exact index is known at once.
//! Without them ([`Audit::feed`]) a change that leaves a readable leaf is seen at the next checkpoint and narrowed to the
//! entries since the last checkpoint that held.
//!
//! **Order.** Leaves about the same row must lie in the log in the order in which the row changed: the last one states what is stored.
//!
//! **Cost.** Time: one SHA-256 and one decode per leaf, one table look-up per row. Memory: about 100 bytes plus the key for each row that
//! exists (so about 1.3 GB for ten million rows), one hash per checkpoint, nothing per leaf.

use crate::leaf::{Leaf, RowDigest};
use crate::{Checkpoint, Error, Frontier, Hash, Verifier, leaf_hash};
use std::collections::{BTreeMap, HashMap};

/// A stored row: table number and primary key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    /// The table's number.
    pub table: u8,
    /// The primary key, as the store encodes it.
    pub key: Vec<u8>,
}

/// Something in the log that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Entries were left out, doubled or put in another order.
    #[error("entry {found} stands where entry {expected} should")]
    Index {
        /// The index that should have come.
        expected: u64,
        /// The index that came.
        found: u64,
    },
    /// The entry's bytes are not a leaf.
    #[error("entry {index} cannot be read: {why}")]
    Unreadable {
        /// Its index.
        index: u64,
        /// What is wrong with it.
        why: Error,
    },
    /// The entry's bytes do not have the hash that was stored for it.
    #[error("entry {index} does not have its stored hash")]
    Hash {
        /// Its index.
        index: u64,
    },
    /// The recomputed root is not the signed one: one of the entries `after .. size` does not fit.
    #[error("the signed checkpoint of size {size} does not hold: an entry from {after} to {} does not fit", size.saturating_sub(1))]
    Checkpoint {
        /// Size of the last checkpoint that held (0 if none).
        after: u64,
        /// Size of the checkpoint that does not.
        size: u64,
    },
    /// The log is shorter than a signed checkpoint says: entries were cut off at the end.
    #[error("the log ends at {size}, but a checkpoint of size {signed} was signed")]
    CutOff {
        /// Entries there are.
        size: u64,
        /// Entries there were.
        signed: u64,
    },
    /// An entry of the unintegrated tail cannot be read.
    #[error("unintegrated entry {position} cannot be read: {why}")]
    Tail {
        /// Its place in the tail, from 0.
        position: u64,
        /// What is wrong with it.
        why: Error,
    },
}

/// What the audit found. [`Report::is_clean`] is the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Integrated entries.
    pub size: u64,
    /// Recomputed root.
    pub root: Hash,
    /// Checkpoints that held.
    pub checkpoints: u64,
    /// Size of the largest checkpoint that held: entries after it are not yet signed for.
    pub signed_size: u64,
    /// Entries that were committed but not yet integrated.
    pub tail: u64,
    /// The first thing that does not fit.
    pub first: Option<Misfit>,
    /// How many things do not fit.
    pub misfits: u64,
    /// Rows whose content is not what the log says.
    pub changed: Vec<RowId>,
    /// Rows that no entry covers (added behind the log's back, or deleted by the log and there again).
    pub uncovered: Vec<RowId>,
    /// Rows that the log says exist and that are not there, in order.
    pub missing: Vec<RowId>,
}

impl Report {
    /// Whether everything fits.
    pub fn is_clean(&self) -> bool {
        self.first.is_none()
            && self.changed.is_empty()
            && self.uncovered.is_empty()
            && self.missing.is_empty()
    }
}

/// The fold over log and rows. See the module's text for the order of calls.
#[derive(Default)]
pub struct Audit {
    tree: Frontier,
    next: u64,
    tail: u64,
    awaited: BTreeMap<u64, Vec<Hash>>,
    checkpoints: u64,
    signed_size: u64,
    stated: HashMap<RowId, Hash>,
    first: Option<Misfit>,
    /// The first misfit of the call that is running.
    latest: Option<Misfit>,
    misfits: u64,
    changed: Vec<RowId>,
    uncovered: Vec<RowId>,
}

impl Audit {
    /// An audit that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Check this signed checkpoint when its size is reached. Refuses one that no known key signed, that is another
    /// log's, or whose size has been passed.
    pub fn checkpoint(
        &mut self,
        note: &str,
        origin: &str,
        known: &[&dyn Verifier],
    ) -> Result<Checkpoint, Error> {
        let checkpoint = Checkpoint::open(note, origin, known)?;
        if checkpoint.size < self.tree.size() {
            return Err(Error::LateCheckpoint(checkpoint.size));
        }
        self.awaited
            .entry(checkpoint.size)
            .or_default()
            .push(checkpoint.root);
        self.settle();
        Ok(checkpoint)
    }

    /// The next leaf. An error is also kept for the report; the audit may go on.
    pub fn feed(&mut self, index: u64, encoded: &[u8]) -> Result<(), Misfit> {
        self.take(index, encoded, leaf_hash(encoded), true)
    }

    /// The next leaf together with the hash that the store keeps of it. The tree grows by the stored hash: if the
    /// checkpoints hold and this leaf does not, its bytes were changed.
    pub fn feed_stored(&mut self, index: u64, encoded: &[u8], stored: &Hash) -> Result<(), Misfit> {
        self.take(index, encoded, *stored, leaf_hash(encoded) == *stored)
    }

    fn take(&mut self, index: u64, encoded: &[u8], hash: Hash, fits: bool) -> Result<(), Misfit> {
        self.latest = None;
        if index != self.next {
            self.note(Misfit::Index {
                expected: self.next,
                found: index,
            });
        }
        self.next = index.saturating_add(1);
        if !fits {
            self.note(Misfit::Hash { index });
        }
        match Leaf::decode(encoded) {
            Ok(leaf) => self.state(leaf),
            // Bytes that have not their hash are one misfit, whether they still parse or not.
            Err(_) if !fits => {}
            Err(why) => self.note(Misfit::Unreadable { index, why }),
        }
        self.tree.push(hash);
        self.settle();
        self.latest.take().map_or(Ok(()), Err)
    }

    /// The next leaf of the unintegrated tail, in the order of commit.
    pub fn tail(&mut self, encoded: &[u8]) -> Result<(), Misfit> {
        self.latest = None;
        match Leaf::decode(encoded) {
            Ok(leaf) => self.state(leaf),
            Err(why) => self.note(Misfit::Tail {
                position: self.tail,
                why,
            }),
        }
        self.tail += 1;
        self.latest.take().map_or(Ok(()), Err)
    }

    /// A row as it is stored now. Each row once, after all leaves.
    pub fn row(&mut self, table: u8, key: &[u8], digest: &Hash) {
        let id = RowId {
            table,
            key: key.to_vec(),
        };
        match self.stated.remove(&id) {
            Some(stated) if stated == *digest => {}
            Some(_) => self.changed.push(id),
            None => self.uncovered.push(id),
        }
    }

    /// The verdict.
    pub fn finish(mut self) -> Report {
        if let Some((&signed, _)) = self.awaited.last_key_value() {
            let size = self.tree.size();
            self.note(Misfit::CutOff { size, signed });
        }
        let mut missing: Vec<RowId> = self.stated.into_keys().collect();
        missing.sort_unstable();
        Report {
            size: self.tree.size(),
            root: self.tree.root(),
            checkpoints: self.checkpoints,
            signed_size: self.signed_size,
            tail: self.tail,
            first: self.first,
            misfits: self.misfits,
            changed: self.changed,
            uncovered: self.uncovered,
            missing,
        }
    }

    fn state(&mut self, leaf: Leaf) {
        if !leaf.kind.states_rows() {
            return;
        }
        for RowDigest { table, key, digest } in leaf.rows {
            let id = RowId { table, key };
            match digest {
                Some(digest) => self.stated.insert(id, digest),
                None => self.stated.remove(&id),
            };
        }
    }

    /// Compare the root with the checkpoints of this size.
    fn settle(&mut self) {
        let size = self.tree.size();
        let Some(roots) = self.awaited.remove(&size) else {
            return;
        };
        let found = self.tree.root();
        for root in roots {
            if root == found {
                self.checkpoints += 1;
                self.signed_size = size;
            } else {
                self.note(Misfit::Checkpoint {
                    after: self.signed_size,
                    size,
                });
            }
        }
    }

    fn note(&mut self, misfit: Misfit) {
        self.misfits += 1;
        self.first.get_or_insert_with(|| misfit.clone());
        self.latest.get_or_insert(misfit);
    }
}
