//! The two engines behind one [`Store`].

mod change;
mod conn;
mod dialect;
mod fault;
mod postgres;
mod readers;
mod sqlite;

pub(crate) use change::{Change, Done, Follows, Guard, Write};
pub(crate) use conn::Conn;
pub(crate) use dialect::Dialect;
pub(crate) use sqlite::readers;

use crate::cell::{Cell, Kind};
use crate::query::Query;
use crate::rows::Record;
use crate::{CommitError, Committed, Relations, StoreError, migrate};
use postgres::Postgres;
use sqlite::Sqlite;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long to wait before the try after `n` (1, 2, …) of a PostgreSQL transaction that lost a race or its connection.
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
        /// Connections at the same time, half of them only for reading; at least 3.
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
pub struct Store(Arc<Engine>);

#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a process has one, behind an Arc"
)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// A transaction that sees one moment of the store and changes nothing.
pub(crate) enum Snapshot {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Snapshot {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(transaction) => Conn::Sqlite(transaction),
            Self::Postgres(transaction) => Conn::Postgres(transaction),
        }
    }

    pub(crate) async fn of_sqlite(pool: &sqlx::SqlitePool) -> Result<Self, StoreError> {
        let begun = pool.begin().await;
        begun
            .map(Self::Sqlite)
            .map_err(|error| StoreError::from_engine(&error))
    }
}

impl Store {
    /// Open, check the engine, run the migrations that are missing.
    pub async fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        let engine = match config {
            StoreConfig::Sqlite { path, readers } => {
                Engine::Sqlite(Sqlite::open(path, *readers).await?)
            }
            StoreConfig::Postgres { urls, max, jitter } => {
                Engine::Postgres(Postgres::open(urls, *max, Arc::clone(jitter)).await?)
            }
        };
        Ok(Self(Arc::new(engine)))
    }

    /// What `doctor` shows.
    pub async fn engine_report(&self) -> Result<EngineReport, StoreError> {
        let settings = match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.settings().await?,
            Engine::Postgres(_) => settings(&mut self.snapshot().await?.conn()).await?,
        };
        let mut snapshot = self.snapshot().await?;
        let mut conn = snapshot.conn();
        let dialect = conn.dialect();
        let version = conn
            .texts(dialect.version())
            .await
            .map_err(|error| StoreError::from_engine(&error))?;
        Ok(EngineReport {
            engine: dialect.name(),
            version: version.into_iter().next().unwrap_or_default(),
            settings,
            migration: migrate::current(&mut conn).await?,
            broken: self.is_broken(),
        })
    }

    /// Whether the engine is a server of its own.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.dialect() == Dialect::Postgres
    }

    /// Finish what is queued and let go of the engine.
    pub async fn close(&self) {
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }

    /// Relations, which feed policy and carry no content.
    #[must_use]
    pub const fn relations(&self) -> Relations<'_> {
        Relations(self)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match &*self.0 {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(crate) fn is_broken(&self) -> bool {
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.is_broken(),
            Engine::Postgres(_) => false,
        }
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        match &*self.0 {
            Engine::Sqlite(sqlite) => Snapshot::of_sqlite(&sqlite.snapshots).await,
            Engine::Postgres(postgres) => {
                let begun = postgres
                    .pool
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await;
                begun
                    .map(Snapshot::Postgres)
                    .map_err(|error| StoreError::from_engine(&error))
            }
        }
    }

    /// Rows of one table: `query` is what follows the list of columns.
    pub(crate) async fn rows<R: Record>(&self, query: Query) -> Result<Vec<R>, StoreError> {
        let kinds: Vec<Kind> = R::TABLE.columns.iter().map(|column| column.kind).collect();
        let rows = self.cells(query.of(R::TABLE), &kinds).await?;
        let read: Option<Vec<R>> = rows.into_iter().map(R::from_cells).collect();
        read.ok_or(StoreError::Damaged(R::TABLE.name))
    }

    pub(crate) async fn row<R: Record>(&self, query: Query) -> Result<Option<R>, StoreError> {
        Ok(self.rows(query).await?.into_iter().next())
    }

    pub(crate) async fn cells(
        &self,
        query: Query,
        kinds: &[Kind],
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        if self.is_broken() {
            return Err(StoreError::Unavailable);
        }
        let engine = |error: sqlx::Error| StoreError::from_engine(&error);
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.readers.fetch(&query, kinds).await.map_err(engine),
            Engine::Postgres(postgres) => postgres.fetch(&query, kinds).await.map_err(engine),
        }
    }

    pub(crate) async fn write(&self, write: Write) -> Result<Done, CommitError> {
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.write(write).await,
            Engine::Postgres(postgres) => postgres.write(&write).await,
        }
    }

    pub(crate) async fn change(&self, change: Change) -> Result<Committed, CommitError> {
        match self.write(Write::One(Box::new(change))).await? {
            Done::Leaf(committed) => Ok(committed),
            Done::Count(_) | Done::Job(_) => Err(CommitError::Unavailable),
        }
    }
}

/// The settings that durability and safety rest on, as the engine states them on this connection.
async fn settings(conn: &mut Conn<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = Vec::new();
    for (name, question) in conn.dialect().settings() {
        let answer = conn
            .texts(question)
            .await
            .map_err(|error| StoreError::from_engine(&error))?;
        found.push((
            (*name).to_owned(),
            answer.into_iter().next().unwrap_or_default(),
        ));
    }
    Ok(found)
}
