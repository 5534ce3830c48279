//! One write, carried out inside a transaction that the caller opens and commits. The same for both engines.

mod upkeep;

use super::conn::Conn;
use super::fault::{Fault, fault};
use crate::cell::{Cell, Field, Kind};
use crate::leaves::{CheckpointRow, LeafRow};
use crate::ops::{encode_key, named, stated};
use crate::query::Query;
use crate::rows::{IdempotencyRow, InvitationRow, JobRow, Mode, Record, Row, TABLES, Table};
use crate::system::INIT_DEMO;
use crate::{CommitError, Committed, InvitationState, RowKey, RowOp};
use punte_domain::Moment;
use punte_domain::id::{RequestId, StreamId};
use punte_ledger::{Leaf, RowDigest, leaf_hash};
use std::collections::HashSet;
use upkeep::{check_last, claim, fill, integrate, sweep};

/// What must hold of the store as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Guard {
    #[default]
    None,
    /// Nothing was ever committed.
    Empty,
    /// The first leaf marks a demo.
    Demo,
    /// This invitation can still be used.
    OpenInvitation([u8; 32]),
}

/// Rows and the leaf that states them.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) guard: Guard,
    pub(crate) expect: Vec<(StreamId, i64)>,
    pub(crate) ops: Vec<RowOp>,
    pub(crate) idempotency: Option<IdempotencyRow>,
    /// Its rows are filled in from `ops` when it states any.
    pub(crate) leaf: Leaf,
}

/// What the leaves of a fill come after.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Follows {
    /// Whatever is there: the pieces of a backup come in any order and are verified whole.
    Anything,
    /// The last checkpoint, of this size; none in an empty tree.
    Checkpoint(Option<i64>),
}

/// Everything that is ever written.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    One(Box<Change>),
    /// All of one kind of guard, which is checked once.
    Many(Vec<Change>),
    /// Leaves that state no rows of their own: what was read, what was refused. At least one.
    Leaves(Vec<Leaf>),
    /// Give these leaves the indexes that follow the checkpoint of size `after`, under a new checkpoint.
    Integrate {
        after: Option<i64>,
        numbers: Vec<i64>,
        checkpoint: CheckpointRow,
    },
    /// Many new rows with leaves that are in the tree already: a piece of a backup, or of a benchmark's store.
    Fill {
        guard: Guard,
        follows: Follows,
        rows: Vec<Row>,
        leaves: Vec<LeafRow>,
        checkpoints: Vec<CheckpointRow>,
    },
    ClaimJob {
        now: Moment,
        until: Moment,
    },
    FinishJob([u8; 16]),
    TouchSession {
        hash: [u8; 32],
        now: Moment,
    },
    Sweep {
        now: Moment,
        request: RequestId,
    },
}

#[derive(Debug)]
pub(crate) enum Done {
    Leaf(Committed),
    Count(u64),
    Job(Option<JobRow>),
}

/// Why a write was not carried out.
#[derive(Debug)]
pub(crate) enum Failure {
    /// For a reason of its own: the transaction can go on without it.
    Refused(CommitError),
    /// The engine failed.
    Engine(sqlx::Error),
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        Self::Refused(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match fault(&error) {
            Fault::Unique => Self::Refused(CommitError::Duplicate),
            Fault::Dangling => {
                Self::Refused(CommitError::Malformed("refers to a row that is not there"))
            }
            Fault::Race | Fault::Lost | Fault::Full | Fault::Disk | Fault::Other => {
                Self::Engine(error)
            }
        }
    }
}

/// Rows of one table that one statement writes; few enough that the statements of every count stay prepared.
const TOGETHER: usize = 8;

impl Write {
    pub(crate) async fn apply(&self, conn: &mut Conn<'_>) -> Result<Done, Failure> {
        match self {
            Self::One(change) => {
                check_guard(conn, &change.guard, Moment(change.leaf.at)).await?;
                apply_change(conn, change).await.map(Done::Leaf)
            }
            Self::Many(changes) => {
                if let Some(first) = changes.first() {
                    check_guard(conn, &first.guard, Moment(first.leaf.at)).await?;
                }
                for change in changes {
                    apply_change(conn, change).await?;
                }
                Ok(Done::Count(changes.len() as u64))
            }
            Self::Leaves(leaves) => insert_leaves(conn, leaves).await.map(Done::Leaf),
            Self::Integrate {
                after,
                numbers,
                checkpoint,
            } => integrate(conn, *after, numbers, checkpoint).await,
            Self::Fill {
                guard,
                follows,
                rows,
                leaves,
                checkpoints,
            } => {
                check_guard(conn, guard, Moment(0)).await?;
                if let Follows::Checkpoint(after) = follows {
                    check_last(conn, *after).await?;
                }
                fill(conn, rows, leaves, checkpoints).await
            }
            Self::ClaimJob { now, until } => claim(conn, *now, *until).await,
            Self::FinishJob(id) => {
                let count = conn
                    .run(&Query::delete(JobRow::TABLE, vec![id.cell()]))
                    .await?;
                Ok(Done::Count(count))
            }
            Self::TouchSession { hash, now } => {
                let query = Query::new("UPDATE sessions SET seen = ")
                    .arg(now)
                    .sql(" WHERE hash = ")
                    .arg(hash);
                Ok(Done::Count(conn.run(&query).await?))
            }
            Self::Sweep { now, request } => sweep(conn, *now, *request).await,
        }
    }

    /// Whether carrying it out twice does no more than carrying it out once, or only adds a leaf that nobody is misled by.
    pub(crate) fn may_repeat(&self) -> bool {
        match self {
            Self::One(change) => change.ops.is_empty(),
            Self::Leaves(_)
            | Self::Integrate { .. }
            | Self::FinishJob(_)
            | Self::TouchSession { .. }
            | Self::Sweep { .. } => true,
            Self::Many(_) | Self::Fill { .. } | Self::ClaimJob { .. } => false,
        }
    }

    /// Whether it is one statement, which needs no transaction around it.
    pub(crate) const fn is_one_statement(&self) -> bool {
        match self {
            Self::Leaves(_) | Self::FinishJob(_) | Self::TouchSession { .. } => true,
            Self::One(_)
            | Self::Many(_)
            | Self::Integrate { .. }
            | Self::Fill { .. }
            | Self::ClaimJob { .. }
            | Self::Sweep { .. } => false,
        }
    }

    /// The kept answer by which an unknown outcome is settled.
    pub(crate) const fn idempotency(&self) -> Option<&IdempotencyRow> {
        match self {
            Self::One(change) => change.idempotency.as_ref(),
            Self::Many(_)
            | Self::Leaves(_)
            | Self::Integrate { .. }
            | Self::Fill { .. }
            | Self::ClaimJob { .. }
            | Self::FinishJob(_)
            | Self::TouchSession { .. }
            | Self::Sweep { .. } => None,
        }
    }
}

async fn apply_change(conn: &mut Conn<'_>, change: &Change) -> Result<Committed, Failure> {
    if let Some(row) = &change.idempotency {
        check_idempotency(conn, row).await?;
    }
    for (stream, expected) in &change.expect {
        let actual = version(conn, *stream).await?;
        if actual != *expected {
            return Err(CommitError::Stale {
                stream: *stream,
                actual,
            }
            .into());
        }
    }
    let mut leaf = change.leaf.clone();
    if leaf.kind.states_rows() {
        leaf.rows = write_rows(conn, change).await?;
    }
    insert_leaf(conn, &leaf).await
}

async fn write_rows(conn: &mut Conn<'_>, change: &Change) -> Result<Vec<RowDigest>, Failure> {
    let kept = change.idempotency.as_ref().map(Record::cells);
    let mut puts: Vec<(&'static Table, Vec<Cell>)> = Vec::new();
    let mut deletes: Vec<&RowKey> = Vec::new();
    for op in &change.ops {
        match op {
            RowOp::Put(row) => puts.push((row.table(), row.cells())),
            RowOp::Delete(key) => deletes.push(key),
        }
    }
    puts.extend(kept.map(|cells| (IdempotencyRow::TABLE, cells)));
    // A row after those that it refers to, whatever the order in which they were listed.
    puts.sort_by_key(|(table, _)| TABLES.iter().position(|known| known.number == table.number));

    let mut seen = HashSet::new();
    let mut digests = Vec::with_capacity(change.ops.len() + 1);
    let mut together: Vec<(&'static Table, Vec<Vec<Cell>>)> = Vec::new();
    let mut once = |table: &Table, key: Vec<u8>| {
        if seen.insert((table.number, key)) {
            Ok(())
        } else {
            Err(CommitError::Malformed("a row is named twice"))
        }
    };
    for (table, cells) in puts {
        let digest = stated(table, &cells);
        once(table, digest.key.clone())?;
        if table.hashed {
            digests.push(digest);
        }
        match together.last_mut() {
            Some((last, rows)) if last.number == table.number && rows.len() < TOGETHER => {
                rows.push(cells);
            }
            Some(_) | None => together.push((table, vec![cells])),
        }
    }
    for (table, rows) in together {
        conn.run(&put(table, rows)).await?;
    }
    for key in deletes {
        let (table, cells) = (key.table(), key.cells());
        once(table, encode_key(&cells))?;
        let digest = named(table, &cells);
        // A row that was not there is not stated: somebody else may be adding it at this moment.
        if conn.run(&Query::delete(table, cells)).await? > 0 && table.hashed {
            digests.push(digest);
        }
    }
    Ok(digests)
}

fn put(table: &Table, rows: Vec<Vec<Cell>>) -> Query {
    match table.mode {
        Mode::Append => Query::insert(table, rows),
        Mode::Replace => Query::upsert(table, rows),
    }
}

/// The leaf goes in last: on PostgreSQL its number is then later than that of any leaf whose rows it overwrote.
async fn insert_leaf(conn: &mut Conn<'_>, leaf: &Leaf) -> Result<Committed, Failure> {
    insert_leaves(conn, std::slice::from_ref(leaf)).await
}

/// One statement. What it gives is the first leaf.
async fn insert_leaves(conn: &mut Conn<'_>, leaves: &[Leaf]) -> Result<Committed, Failure> {
    let (mut rows, mut first) = (Vec::with_capacity(leaves.len()), None);
    for leaf in leaves {
        let bytes = leaf
            .encode()
            .map_err(|_| CommitError::Malformed("its leaf cannot be written"))?;
        let hash = leaf_hash(&bytes);
        first.get_or_insert(hash);
        rows.push(vec![
            leaf.at.cell(),
            leaf.actor.cell(),
            leaf.object.cell(),
            bytes.cell(),
            hash.0.cell(),
        ]);
    }
    let leaf = first.ok_or(CommitError::Malformed("no leaf at all"))?;
    let query = Query::new("INSERT INTO leaves (at, actor, object, bytes, hash) VALUES ")
        .lists(rows)
        .sql(" RETURNING number");
    let number = one_int(conn, &query).await?.unwrap_or_default();
    Ok(Committed { number, leaf })
}

async fn check_guard(conn: &mut Conn<'_>, guard: &Guard, now: Moment) -> Result<(), Failure> {
    match guard {
        Guard::None => Ok(()),
        Guard::Empty => check_empty(conn).await,
        Guard::Demo => {
            let query = Query::new("SELECT bytes FROM leaves ORDER BY number LIMIT 1");
            let first = conn
                .fetch(&query, &[Kind::Bytes])
                .await?
                .into_iter()
                .flatten()
                .next();
            let leaf = first
                .and_then(Vec::read)
                .and_then(|bytes| Leaf::decode(&bytes).ok());
            match leaf {
                Some(leaf) if leaf.action == INIT_DEMO => Ok(()),
                _ => Err(CommitError::Barred("the store is not a demo").into()),
            }
        }
        Guard::OpenInvitation(hash) => {
            let query = Query::select()
                .sql(" WHERE hash = ")
                .arg(hash)
                .sql(" AND state = ")
                .arg(&InvitationState::Open)
                .sql(" AND expires > ")
                .arg(&now)
                .sql(conn.dialect().for_update());
            let found = records::<InvitationRow>(conn, query).await?;
            if found.is_empty() {
                return Err(CommitError::Barred("the invitation cannot be used").into());
            }
            Ok(())
        }
    }
}

async fn check_empty(conn: &mut Conn<'_>) -> Result<(), Failure> {
    match one_int(conn, &Query::new("SELECT number FROM leaves LIMIT 1")).await? {
        None => Ok(()),
        Some(_) => Err(CommitError::Barred("the store is not empty").into()),
    }
}

async fn check_idempotency(conn: &mut Conn<'_>, row: &IdempotencyRow) -> Result<(), Failure> {
    let query = Query::select().sql(" WHERE id = ").arg(&row.id);
    match records::<IdempotencyRow>(conn, query).await?.pop() {
        None => Ok(()),
        Some(kept) if kept.user == row.user && kept.mac == row.mac => {
            Err(CommitError::Replay(kept.answer).into())
        }
        Some(_) => Err(CommitError::IdempotencyClash.into()),
    }
}

async fn version(conn: &mut Conn<'_>, stream: StreamId) -> Result<i64, Failure> {
    let query = Query::new("SELECT version FROM streams WHERE id = ")
        .arg(&stream)
        .sql(conn.dialect().for_update());
    Ok(one_int(conn, &query).await?.unwrap_or_default())
}

/// Rows of one table inside the transaction. A damaged row sinks the write: nothing is decided on it.
async fn records<R: Record>(conn: &mut Conn<'_>, query: Query) -> Result<Vec<R>, Failure> {
    let kinds: Vec<Kind> = R::TABLE.columns.iter().map(|column| column.kind).collect();
    let rows = conn.fetch(&query.of(R::TABLE), &kinds).await?;
    let read: Option<Vec<R>> = rows.into_iter().map(R::from_cells).collect();
    read.ok_or(Failure::Refused(CommitError::Malformed(
        "a stored row is damaged",
    )))
}

async fn one_int(conn: &mut Conn<'_>, query: &Query) -> Result<Option<i64>, Failure> {
    let rows = conn.fetch(query, &[Kind::Int]).await?;
    Ok(rows.into_iter().flatten().next().and_then(i64::read))
}
