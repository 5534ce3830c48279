//! e
use crate::cell::{Cell, Kind};
use crate::query::Query;
use crate::rows::{IdempotencyRow, JobRow, Record};
use crate::{CommitError, Committed, Relations, RowOp, StoreError};
use punte_domain::Moment;
use punte_domain::id::{RequestId, StreamId};
use punte_ledger::Leaf;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long to wait before try `n` (1, 2, …) of a PostgreSQL transaction that lost a race or its connection.
pub type Jitter = Arc<dyn Fn(u32) -> Duration + Send + Sync>;

/// Which engine, and where.
#[derive(Clone)]
pub enum StoreConfig {
    /// One file; one process writes to it.
    Sqlite {
        /// The file; made if missing, its folder not.
        path: PathBuf,
        /// Connections that read at the same time; at least 1.
        readers: u32,
    },
    /// A server, or several of which one is the primary.
    Postgres {
        /// One URL per host, e.g. `postgres://punte@db1/punte?sslmode=verify-full`.
        urls: Vec<String>,
        /// Connections at the same time; at least 2.
        max: u32,
        /// See [`Jitter`].
        jitter: Jitter,
    },
}

/// The engine as `doctor` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineReport {
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// Its version.
    pub version: String,
    /// Settings that durability and safety rest on, as the engine states them.
    pub settings: Vec<(String, String)>,
    /// Number of the last migration.
    pub migration: i64,
    /// Whether a write to disk has failed, so that nothing is taken until a restart.
    pub broken: bool,
}

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<()>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guard {
    None,
    Empty,
    Demo,
    OpenInvitation([u8; 32]),
}
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) guard: Guard,
    pub(crate) expect: Vec<(StreamId, i64)>,
    pub(crate) ops: Vec<RowOp>,
    pub(crate) idempotency: Option<IdempotencyRow>,
    pub(crate) leaf: Leaf,
}
#[derive(Debug, Clone)]
pub(crate) enum Write {
    One(Change),
    Many(Vec<Change>),
    ClaimJob { now: Moment, until: Moment },
    FinishJob([u8; 16]),
    TouchSession { hash: [u8; 32], now: Moment },
    Sweep { now: Moment, request: RequestId },
}
#[derive(Debug)]
pub(crate) enum Done {
    Leaf(Committed),
    Count(u64),
    Job(Option<JobRow>),
}

impl Store {
    /// Open, check the engine, run the migrations that are missing.
    pub async fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        unimplemented!()
    }
    /// What `doctor` shows.
    pub async fn engine_report(&self) -> Result<EngineReport, StoreError> {
        unimplemented!()
    }
    /// Finish what is queued and let go of the engine.
    pub async fn close(&self) {
        unimplemented!()
    }
    /// Relations, which feed policy and carry no content.
    #[must_use]
    pub const fn relations(&self) -> Relations<'_> {
        Relations(self)
    }
    pub(crate) async fn rows<R: Record>(&self, query: Query) -> Result<Vec<R>, StoreError> {
        unimplemented!()
    }
    pub(crate) async fn row<R: Record>(&self, query: Query) -> Result<Option<R>, StoreError> {
        Ok(self.rows(query).await?.into_iter().next())
    }
    pub(crate) async fn cells(&self, query: Query, kinds: &[Kind]) -> Result<Vec<Vec<Cell>>, StoreError> {
        unimplemented!()
    }
    pub(crate) async fn write(&self, write: Write) -> Result<Done, CommitError> {
        unimplemented!()
    }
    pub(crate) async fn change(&self, change: Change) -> Result<Committed, CommitError> {
        match self.write(Write::One(change)).await? {
            Done::Leaf(committed) => Ok(committed),
            Done::Count(_) | Done::Job(_) => Err(CommitError::Unavailable),
        }
    }
}
impl StoreError {
    pub(crate) fn from_commit(error: CommitError) -> Self {
        match error {
            CommitError::Unavailable => Self::Unavailable,
            other => Self::Refused(other),
        }
    }
}
