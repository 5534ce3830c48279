//! SQLite: one connection that writes, in a task of its own, and several that only read.

use super::change::{Done, Failure, Write};
use super::conn::Conn;
use super::dialect::Dialect;
use super::fault::{Fault, fault};
use super::readers::Readers;
use crate::{CommitError, StoreError, migrate};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Requests that wait for the writer; more than that and callers wait for a place.
const QUEUE: usize = 1_024;
/// Requests that share one transaction, and so one flush to disk.
const BATCH: usize = 256;
/// Rows that a connection's thread gives before it waits for whoever reads them: as many as a page of a list has.
const ROWS_AHEAD: usize = 512;
/// Pages that a connection keeps, in KiB as SQLite counts (negative): the roster of a large unit and the way to it.
const CACHE: &str = "-8192";
const BUSY: Duration = Duration::from_secs(5);
/// The first release without the race between a reset of the write-ahead log and a checkpoint.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

type Answer = Result<Done, CommitError>;

/// What the writer is asked.
enum Asked {
    Write(Box<Write>, oneshot::Sender<Answer>),
    Settings(oneshot::Sender<Result<Vec<(String, String)>, StoreError>>),
    Close(oneshot::Sender<()>),
}

#[derive(Debug)]
pub(crate) struct Sqlite {
    pub(crate) readers: Readers<SqliteConnection>,
    /// For transactions that see one moment of the store: `verify`, backups, the sequencer.
    pub(crate) snapshots: SqlitePool,
    writer: mpsc::Sender<Asked>,
    broken: Arc<AtomicBool>,
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .pragma("mmap_size", "0")
        .pragma("cache_size", CACHE)
}

/// Reading connections on a file. The file is not changed.
pub(crate) async fn readers(path: &Path, count: u32) -> Result<SqlitePool, StoreError> {
    SqlitePoolOptions::new()
        .max_connections(count.max(1))
        .connect_with(options(path).read_only(true))
        .await
        .map_err(|error| StoreError::from_engine(&error))
}

impl Sqlite {
    pub(crate) async fn open(path: &Path, count: u32) -> Result<Self, StoreError> {
        let engine = |error: sqlx::Error| StoreError::from_engine(&error);
        let mut conn = options(path)
            .journal_mode(SqliteJournalMode::Wal)
            .create_if_missing(true)
            .connect()
            .await
            .map_err(engine)?;
        check_version(&mut conn).await?;
        prepare(&mut conn).await?;
        let snapshots = readers(path, count).await?;
        let readers = Readers::new(options(path).read_only(true), &[], count);
        let broken = Arc::new(AtomicBool::new(false));
        let (writer, asked) = mpsc::channel(QUEUE);
        tokio::spawn(write_all(conn, asked, Arc::clone(&broken)));
        Ok(Self {
            readers,
            snapshots,
            writer,
            broken,
        })
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    pub(crate) async fn write(&self, write: Write) -> Answer {
        let (reply, answer) = oneshot::channel();
        let asked = Asked::Write(Box::new(write), reply);
        self.writer
            .send(asked)
            .await
            .map_err(|_| CommitError::Unavailable)?;
        answer.await.unwrap_or(Err(CommitError::Unavailable))
    }

    pub(crate) async fn settings(&self) -> Result<Vec<(String, String)>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.writer
            .send(Asked::Settings(reply))
            .await
            .map_err(|_| StoreError::Unavailable)?;
        answer.await.unwrap_or(Err(StoreError::Unavailable))
    }

    pub(crate) async fn close(&self) {
        // The writer goes last: only it can bring what is in the write-ahead log into the file.
        self.readers.close().await;
        self.snapshots.close().await;
        let (reply, answer) = oneshot::channel();
        if self.writer.send(Asked::Close(reply)).await.is_ok() {
            // A writer that is gone has closed already.
            let _ = answer.await;
        }
    }
}

async fn check_version(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let texts = Conn::Sqlite(conn).texts(Dialect::Sqlite.version()).await;
    let version = texts
        .map_err(|error| StoreError::from_engine(&error))?
        .pop()
        .unwrap_or_default();
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    if (next(), next(), next()) < OLDEST {
        Err(StoreError::OldSqlite(version))
    } else {
        Ok(())
    }
}

async fn prepare(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let engine = |error: sqlx::Error| StoreError::from_engine(&error);
    let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await.map_err(engine)?;
    migrate::migrate(&mut Conn::Sqlite(&mut transaction)).await?;
    transaction.commit().await.map_err(engine)
}

/// The writer: takes what is queued, makes one transaction of it, answers after the commit.
async fn write_all(
    mut conn: SqliteConnection,
    mut asked: mpsc::Receiver<Asked>,
    broken: Arc<AtomicBool>,
) {
    let mut taken = Vec::with_capacity(BATCH);
    while asked.recv_many(&mut taken, BATCH).await > 0 {
        let mut batch = Vec::with_capacity(taken.len());
        let mut closing = Vec::new();
        for one in taken.drain(..) {
            match one {
                Asked::Write(write, reply) => batch.push((write, reply)),
                Asked::Settings(reply) => {
                    // The asker may have gone away.
                    let _ = reply.send(settings(&mut conn).await);
                }
                Asked::Close(reply) => closing.push(reply),
            }
        }
        if !batch.is_empty() {
            write_batch(&mut conn, batch, &broken).await;
        }
        if !closing.is_empty() {
            asked.close();
            // The file is whole either way: every commit was flushed.
            let _ = conn.close().await;
            for reply in closing {
                // Whoever asked may have gone away.
                let _ = reply.send(());
            }
            return;
        }
    }
}

async fn settings(conn: &mut SqliteConnection) -> Result<Vec<(String, String)>, StoreError> {
    super::settings(&mut Conn::Sqlite(conn)).await
}

async fn write_batch(
    conn: &mut SqliteConnection,
    batch: Vec<(Box<Write>, oneshot::Sender<Answer>)>,
    broken: &AtomicBool,
) {
    let (writes, replies): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
    let answers = if broken.load(Ordering::Acquire) {
        None
    } else {
        transact(conn, &writes, broken).await
    };
    let mut answers = answers.unwrap_or_default().into_iter();
    for reply in replies {
        // Nobody waits any more for an answer whose receiver is gone.
        let _ = reply.send(answers.next().unwrap_or(Err(CommitError::Unavailable)));
    }
}

/// All writes in one transaction. `None` when nothing of it was written.
async fn transact(
    conn: &mut SqliteConnection,
    writes: &[Box<Write>],
    broken: &AtomicBool,
) -> Option<Vec<Answer>> {
    let mut answers = Vec::with_capacity(writes.len());
    let failed = match conn.begin_with("BEGIN IMMEDIATE").await {
        Err(error) => Some(error),
        Ok(mut transaction) => match apply_all(&mut transaction, writes, &mut answers).await {
            // Dropping the transaction rolls it back.
            Err(error) => Some(error),
            Ok(()) => match transaction.commit().await {
                Ok(()) => None,
                Err(error) => {
                    // After a failed flush nobody knows what is on the disk, and trying again would lie about it.
                    broken.store(true, Ordering::Release);
                    Some(error)
                }
            },
        },
    };
    match failed {
        None => Some(answers),
        Some(error) => {
            if fault(&error) == Fault::Disk || fault(&error) == Fault::Lost {
                broken.store(true, Ordering::Release);
            }
            tracing::error!(%error, broken = broken.load(Ordering::Acquire), "nothing of this batch was written");
            None
        }
    }
}

/// Each write under a savepoint of its own, so that a refusal undoes that write alone.
async fn apply_all(
    conn: &mut SqliteConnection,
    writes: &[Box<Write>],
    answers: &mut Vec<Answer>,
) -> Result<(), sqlx::Error> {
    if let [only] = writes {
        return apply_alone(conn, only, answers).await;
    }
    for write in writes {
        let mut conn = Conn::Sqlite(conn);
        conn.literal("SAVEPOINT one").await?;
        match write.apply(&mut conn).await {
            Ok(done) => {
                conn.literal("RELEASE one").await?;
                answers.push(Ok(done));
            }
            Err(failure) => {
                let refusal = refusal(failure)?;
                conn.literal("ROLLBACK TO one").await?;
                conn.literal("RELEASE one").await?;
                answers.push(Err(refusal));
            }
        }
    }
    Ok(())
}

/// A write that shares its transaction with no other needs no savepoint: what is left of it when it is refused is undone by
/// opening the transaction anew, and then nothing is committed.
async fn apply_alone(
    conn: &mut SqliteConnection,
    write: &Write,
    answers: &mut Vec<Answer>,
) -> Result<(), sqlx::Error> {
    let applied = write.apply(&mut Conn::Sqlite(conn)).await;
    let answer = match applied {
        Ok(done) => Ok(done),
        Err(failure) => {
            let refusal = refusal(failure)?;
            let mut conn = Conn::Sqlite(conn);
            conn.literal("ROLLBACK").await?;
            conn.literal("BEGIN IMMEDIATE").await?;
            Err(refusal)
        }
    };
    answers.push(answer);
    Ok(())
}

/// A fault of the program sinks its own write; a fault of the disk sinks the batch.
fn refusal(failure: Failure) -> Result<CommitError, sqlx::Error> {
    match failure {
        Failure::Refused(error) => Ok(error),
        Failure::Engine(error) if fault(&error) == Fault::Other => {
            tracing::error!(%error, "a write was not well formed");
            Ok(CommitError::Malformed("the engine refused it"))
        }
        Failure::Engine(error) => Err(error),
    }
}
