//! The one way in for what people do: rows and their leaf in one transaction.

use crate::actions::Writes;
use crate::engine::{Change, Guard};
use crate::leaves::draft;
use crate::rows::{IdempotencyRow, Row};
use crate::{CommitError, RowOp, Store};
use punte_domain::access::Authorized;
use punte_domain::id::{RequestId, StreamId};
use punte_domain::{Action, Moment};
use punte_ledger::Hash;

/// A change and the conditions on which it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The request, to find in the ledger what belongs together.
    pub request: RequestId,
    /// When.
    pub now: Moment,
    /// Version that each touched stream must still have (0: it must not exist).
    pub expect: Vec<(StreamId, i64)>,
    /// What happens to rows. Each row at most once.
    pub rows: Vec<RowOp>,
    /// The command's id with its answer: the second time, [`CommitError::Replay`] brings that answer.
    pub idempotency: Option<IdempotencyRow>,
    /// Hash of the reason that was given; the reason itself lies sealed in an entry.
    pub reason_hash: Option<Hash>,
}

/// A change that was made and is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Place of its leaf in the order of commits (not yet its index in the tree).
    pub number: i64,
    /// RFC 6962 hash of its leaf: enough to ask for a proof of inclusion later.
    pub leaf: Hash,
}

impl Store {
    /// Make a change in the name of `auth`, with its leaf, in one transaction. When this returns `Ok`, it is on disk.
    pub async fn commit<A: Writes>(
        &self,
        auth: &Authorized<A>,
        commit: Commit,
    ) -> Result<Committed, CommitError> {
        if A::WALLED && !within_walls(auth, &commit.rows) {
            return Err(CommitError::Walled);
        }
        let mut leaf = draft(auth, A::KIND, commit.request, commit.now);
        leaf.reason_hash = commit.reason_hash;
        leaf.compartments = written(&commit.rows);
        self.change(Change {
            guard: Guard::None,
            expect: commit.expect,
            ops: commit.rows,
            idempotency: commit.idempotency,
            leaf,
        })
        .await
    }
}

/// Whether every entry for the proof's own stream lies in a compartment that the proof names.
fn within_walls<A: Action>(auth: &Authorized<A>, rows: &[RowOp]) -> bool {
    rows.iter().all(|op| match op {
        RowOp::Put(Row::Entry(entry)) if entry.stream == auth.object() => {
            auth.compartments().has(entry.compartment)
        }
        RowOp::Put(_) | RowOp::Delete(_) => true,
    })
}

/// The compartments that entries of this change lie in.
fn written(rows: &[RowOp]) -> u16 {
    rows.iter()
        .filter_map(|op| match op {
            RowOp::Put(Row::Entry(entry)) => Some(1 << entry.compartment.code()),
            RowOp::Put(_) | RowOp::Delete(_) => None,
        })
        .fold(0, |bits, bit: u16| bits | bit)
}
