//! Leaves: what was read, what was refused, and reading the log itself.

use crate::actions::ReadsLeaves;
use crate::cell::{Cell, Field, Kind};
use crate::engine::{Done, Write};
use crate::ops::named;
use crate::query::Query;
use crate::rows::{Record, StreamRow};
use crate::{Committed, Store, StoreError, Unlogged};
use punte_domain::access::Authorized;
use punte_domain::compartment::Compartments;
use punte_domain::id::{RequestId, UnitId, UserId};
use punte_domain::{Action, Moment};
use punte_ledger::{Hash, Leaf, LeafKind, leaf};

/// A stored leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafRow {
    /// Place in the order of commits, from 1; may have gaps on PostgreSQL.
    pub number: i64,
    /// Index in the tree; `None` while unsequenced.
    pub index: Option<i64>,
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: UserId,
    /// On what.
    pub object: [u8; 16],
    /// The leaf itself ([`Leaf::decode`]).
    pub bytes: Vec<u8>,
    /// Its RFC 6962 hash.
    pub hash: Hash,
}

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Number of leaves.
    pub size: i64,
    /// Size of the checkpoint before it; 0 for the first.
    pub previous: i64,
    /// The C2SP signed note.
    pub note: String,
    /// The tree's right edge, CBOR.
    pub frontier: Vec<u8>,
}

/// Where a page of leaves begins: after (older than) this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeafCursor(
    /// [`LeafRow::number`] of the last row shown.
    pub i64,
);

/// What the leaf of a reading says beside the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNote {
    /// The request.
    pub request: RequestId,
    /// Streams that were shown, at most a page of a list.
    pub objects: Vec<[u8; 16]>,
    /// Compartments that were opened.
    pub compartments: Compartments,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The action's name ([`Action::NAME`]).
    pub action: &'static str,
    /// Who asked.
    pub actor: UserId,
    /// For what.
    pub object: [u8; 16],
    /// In whose name.
    pub units: Vec<UnitId>,
    /// Ids of the policies that forbade it; none where nothing permitted it.
    pub policies: Vec<String>,
    /// The request.
    pub request: RequestId,
    /// When.
    pub now: Moment,
}

/// A leaf about what `auth` proves, with no rows yet.
pub(crate) fn draft<A: Action>(
    auth: &Authorized<A>,
    kind: LeafKind,
    request: RequestId,
    now: Moment,
) -> Leaf {
    Leaf {
        version: leaf::VERSION,
        at: now.0,
        kind,
        actor: auth.principal().0,
        action: A::NAME.to_owned(),
        object: auth.object().0,
        compartments: 0,
        units: auth.units().iter().map(|unit| unit.0).collect(),
        decision: auth.policies().join(","),
        reason_hash: None,
        request: request.0,
        rows: Vec::new(),
    }
}

/// The leaf that says who was shown what.
fn reading<A: Action>(auth: &Authorized<A>, note: &ReadNote, now: Moment) -> Leaf {
    let mut leaf = draft(auth, LeafKind::Read, note.request, now);
    leaf.compartments = note.compartments.0;
    let named = |id: &[u8; 16]| named(StreamRow::TABLE, &[id.cell()]);
    leaf.rows = note.objects.iter().map(named).collect();
    leaf
}

impl Store {
    /// Commit the leaf that says who was shown what, then give it out. No leaf, no data.
    pub async fn log_read<A: Action, T>(
        &self,
        auth: &Authorized<A>,
        note: ReadNote,
        content: Unlogged<T>,
        now: Moment,
    ) -> Result<T, StoreError> {
        self.leaves_only(vec![reading(auth, &note, now)]).await?;
        Ok(content.release())
    }

    /// As [`Store::log_read`] for two readings of one request: a leaf for each, in one commit. Both are given out, or
    /// neither.
    pub async fn log_reads<A: Action, T, B: Action, U>(
        &self,
        (auth, note, content): (&Authorized<A>, ReadNote, Unlogged<T>),
        (other, noted, more): (&Authorized<B>, ReadNote, Unlogged<U>),
        now: Moment,
    ) -> Result<(T, U), StoreError> {
        let leaves = vec![reading(auth, &note, now), reading(other, &noted, now)];
        self.leaves_only(leaves).await?;
        Ok((content.release(), more.release()))
    }

    /// Commit the leaf of a refusal.
    pub async fn denied(&self, denial: Denial) -> Result<Committed, StoreError> {
        let leaf = Leaf {
            version: leaf::VERSION,
            at: denial.now.0,
            kind: LeafKind::Denied,
            actor: denial.actor.0,
            action: denial.action.to_owned(),
            object: denial.object,
            compartments: 0,
            units: denial.units.iter().map(|unit| unit.0).collect(),
            decision: denial.policies.join(","),
            reason_hash: None,
            request: denial.request.0,
            rows: Vec::new(),
        };
        self.leaves_only(vec![leaf]).await
    }

    /// Leaves about `object`, newest first. A proof for one resource covers only that resource.
    pub async fn fetch_leaves_about<A: ReadsLeaves>(
        &self,
        auth: &Authorized<A>,
        object: [u8; 16],
        before: Option<LeafCursor>,
        limit: u32,
    ) -> Result<Unlogged<Vec<LeafRow>>, StoreError> {
        if !A::WHOLE && object != auth.object().0 {
            return Err(StoreError::OutsideProof);
        }
        let query = select_leaves().sql(" WHERE object = ").arg(&object);
        self.leaf_page(query, " AND number < ", before, limit).await
    }

    /// Leaves of what `actor` did, newest first. Without a proof for the whole ledger, only one's own.
    pub async fn fetch_leaves_by<A: ReadsLeaves>(
        &self,
        auth: &Authorized<A>,
        actor: UserId,
        before: Option<LeafCursor>,
        limit: u32,
    ) -> Result<Unlogged<Vec<LeafRow>>, StoreError> {
        if !A::WHOLE && actor != auth.principal() {
            return Err(StoreError::OutsideProof);
        }
        let query = select_leaves().sql(" WHERE actor = ").arg(&actor);
        self.leaf_page(query, " AND number < ", before, limit).await
    }

    /// All leaves, newest first; only with a proof for the whole ledger.
    pub async fn fetch_leaves<A: ReadsLeaves>(
        &self,
        _auth: &Authorized<A>,
        before: Option<LeafCursor>,
        limit: u32,
    ) -> Result<Unlogged<Vec<LeafRow>>, StoreError> {
        if !A::WHOLE {
            return Err(StoreError::OutsideProof);
        }
        self.leaf_page(select_leaves(), " WHERE number < ", before, limit)
            .await
    }

    /// Leaves of a span of time (its end is not in it), newest first; only with a proof for the whole ledger.
    pub async fn fetch_leaves_within<A: ReadsLeaves>(
        &self,
        _auth: &Authorized<A>,
        (begins, ends): (Moment, Moment),
        before: Option<LeafCursor>,
        limit: u32,
    ) -> Result<Unlogged<Vec<LeafRow>>, StoreError> {
        if !A::WHOLE {
            return Err(StoreError::OutsideProof);
        }
        let query = select_leaves().sql(" WHERE at >= ").arg(&begins);
        let query = query.sql(" AND at < ").arg(&ends);
        self.leaf_page(query, " AND number < ", before, limit).await
    }

    /// The newest signed checkpoint.
    pub async fn last_checkpoint(&self) -> Result<Option<CheckpointRow>, StoreError> {
        let query = select_checkpoints().sql(" ORDER BY size DESC LIMIT 1");
        let rows = self.cells(query, &CHECKPOINT_KINDS).await?;
        rows.into_iter().next().map(read_checkpoint).transpose()
    }

    async fn leaf_page(
        &self,
        query: Query,
        condition: &'static str,
        before: Option<LeafCursor>,
        limit: u32,
    ) -> Result<Unlogged<Vec<LeafRow>>, StoreError> {
        let query = match before {
            None => query,
            Some(cursor) => query.sql(condition).arg(&cursor.0),
        };
        let query = query
            .sql(" ORDER BY number DESC LIMIT ")
            .arg(&i64::from(limit));
        let rows = self.cells(query, &LEAF_KINDS).await?;
        rows.into_iter()
            .map(read_leaf)
            .collect::<Result<_, _>>()
            .map(Unlogged::new)
    }

    /// Leaves that state no rows, in one commit. What it gives is the first.
    pub(crate) async fn leaves_only(&self, leaves: Vec<Leaf>) -> Result<Committed, StoreError> {
        match self.write(Write::Leaves(leaves)).await {
            Ok(Done::Leaf(committed)) => Ok(committed),
            Ok(Done::Count(_) | Done::Job(_)) => Err(StoreError::Unavailable),
            Err(error) => Err(StoreError::from_commit(error)),
        }
    }
}

pub(crate) const LEAF_KINDS: [Kind; 7] = [
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Bytes,
    Kind::Bytes,
    Kind::Bytes,
    Kind::Bytes,
];
pub(crate) const CHECKPOINT_KINDS: [Kind; 4] = [Kind::Int, Kind::Int, Kind::Text, Kind::Bytes];

pub(crate) fn select_leaves() -> Query {
    Query::new("SELECT number, idx, at, actor, object, bytes, hash FROM leaves")
}

pub(crate) fn select_checkpoints() -> Query {
    Query::new("SELECT size, previous, note, frontier FROM checkpoints")
}

pub(crate) fn read_leaf(cells: Vec<Cell>) -> Result<LeafRow, StoreError> {
    let mut cells = cells.into_iter();
    let mut read = || {
        Some(LeafRow {
            number: i64::read(cells.next()?)?,
            index: Option::read(cells.next()?)?,
            at: Moment::read(cells.next()?)?,
            actor: UserId::read(cells.next()?)?,
            object: <[u8; 16]>::read(cells.next()?)?,
            bytes: Vec::read(cells.next()?)?,
            hash: Hash(<[u8; 32]>::read(cells.next()?)?),
        })
    };
    read().ok_or(StoreError::Damaged("leaves"))
}

pub(crate) fn read_checkpoint(cells: Vec<Cell>) -> Result<CheckpointRow, StoreError> {
    let mut cells = cells.into_iter();
    let mut read = || {
        Some(CheckpointRow {
            size: i64::read(cells.next()?)?,
            previous: i64::read(cells.next()?)?,
            note: String::read(cells.next()?)?,
            frontier: Vec::read(cells.next()?)?,
        })
    };
    read().ok_or(StoreError::Damaged("checkpoints"))
}
