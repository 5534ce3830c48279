//! PostgreSQL: a pool on the primary, a transaction per write, and what to do when either goes away.

use super::Jitter;
use super::change::{Done, Failure, Write};
use super::conn::Conn;
use super::fault::{Fault, fault};
use super::readers::Readers;
use crate::cell::{Cell, Kind};
use crate::query::Query;
use crate::{CommitError, StoreError, migrate};
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a transaction is tried that lost a race or its connection.
const TRIES: u32 = 5;
/// How often a reading is tried whose connection was lost, and how long after the second time: about as long as anybody
/// waits for a connection.
const READINGS: u32 = 20;
const READ_AGAIN: Duration = Duration::from_millis(500);
/// How long a host may take to say whether it is the primary.
const PROBE: Duration = Duration::from_millis(800);
const ACQUIRE: Duration = Duration::from_secs(10);
/// How long a connection may have been idle that is used without asking whether it lives: a round trip for each leaf.
const UNASKED: Duration = Duration::from_secs(1);
/// For how long after a loss every connection is asked.
const DOUBT: Duration = Duration::from_secs(30);
/// A session that waits longer than this for anything gives up, so that no request hangs.
const SESSION: &str = "SET synchronous_commit = on; SET statement_timeout = '60s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";
/// What a page asks is asked again a moment later about somebody else: planned once for each connection and not each time,
/// which took longer than most of the answers. Walks and backups are planned for their own numbers, on other connections.
const PLANNED_ONCE: &str = "SET plan_cache_mode = force_generic_plan";
/// Any number: the name of the lock under which one node migrates at a time.
const MIGRATING: &str = "SELECT pg_advisory_xact_lock(7310579631)";

#[derive(Clone)]
pub(crate) struct Postgres {
    /// For whatever needs a transaction.
    pub(crate) pool: PgPool,
    readers: Arc<Readers<PgConnection>>,
    losses: Arc<Losses>,
    hosts: Vec<PgConnectOptions>,
    jitter: Jitter,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres")
            .field("hosts", &self.hosts.len())
            .finish_non_exhaustive()
    }
}

impl Postgres {
    pub(crate) async fn open(
        urls: &[String],
        max: u32,
        jitter: Jitter,
    ) -> Result<Self, StoreError> {
        let engine = |error: sqlx::Error| StoreError::from_engine(&error);
        let hosts: Vec<PgConnectOptions> = urls
            .iter()
            .map(|url| url.parse())
            .collect::<Result<_, sqlx::Error>>()
            .map_err(engine)?;
        let primary = primary(&hosts).await.ok_or(StoreError::NoPrimary)?;
        let reading = (max / 2).max(1);
        let readers = Readers::new(primary.clone(), &[SESSION, PLANNED_ONCE], reading);
        let losses = Arc::new(Losses::default());
        let doubt = Arc::clone(&losses);
        let pool = PgPoolOptions::new()
            .max_connections(max.saturating_sub(reading).max(2))
            .acquire_timeout(ACQUIRE)
            .test_before_acquire(false)
            .before_acquire(move |conn, lent| {
                let ask = lent.idle_for > UNASKED || doubt.is_fresh();
                Box::pin(async move {
                    if ask {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|conn, _| {
                Box::pin(async move { Conn::Postgres(conn).script(SESSION).await })
            })
            .connect_with(primary)
            .await
            .map_err(engine)?;
        let mut transaction = pool.begin().await.map_err(engine)?;
        let mut conn = Conn::Postgres(&mut transaction);
        conn.script(MIGRATING).await.map_err(engine)?;
        migrate::migrate(&mut conn).await?;
        transaction.commit().await.map_err(engine)?;
        Ok(Self {
            pool,
            readers: Arc::new(readers),
            losses,
            hosts,
            jitter,
        })
    }

    /// The rows of a query; asked again where the connection was lost, which reading can be as often as it takes.
    pub(crate) async fn fetch(
        &self,
        query: &Query,
        kinds: &[Kind],
    ) -> Result<Vec<Vec<Cell>>, sqlx::Error> {
        let mut tried = 1;
        loop {
            match self.readers.fetch(query, kinds).await {
                Err(sqlx::Error::PoolClosed) => return Err(sqlx::Error::PoolClosed),
                Err(error) if tried < READINGS && fault(&error) == Fault::Lost => {
                    // One that was idle while the server was started anew says so only now: that costs no wait.
                    if tried > 1 {
                        tokio::time::sleep(READ_AGAIN).await;
                    }
                    self.readers.turn_to(None);
                    self.find_primary().await;
                    tried += 1;
                }
                other => return other,
            }
        }
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.pool.close().await;
    }

    /// Carry out a write, again where that is safe: a race was lost, or the connection, and the kept answer settles
    /// whether the commit had been made.
    pub(crate) async fn write(&self, write: &Write) -> Result<Done, CommitError> {
        let mut unknown = false;
        for attempt in 1..=TRIES {
            match self.once(write).await {
                Ok(done) => return Ok(done),
                Err(Tried::Refused(CommitError::Duplicate))
                    if write.idempotency().is_some() && attempt == 1 =>
                {
                    // Perhaps the same command on another connection: the next try finds its answer.
                }
                Err(Tried::Refused(error)) => return Err(error),
                Err(Tried::Again) => {}
                Err(Tried::Gone { in_commit }) => {
                    self.losses.one_more();
                    unknown |= in_commit;
                    if unknown && write.idempotency().is_none() && !write.may_repeat() {
                        return Err(CommitError::Unavailable);
                    }
                    self.find_primary().await;
                }
                Err(Tried::Failed) => return Err(CommitError::Unavailable),
            }
            tokio::time::sleep((self.jitter)(attempt)).await;
        }
        Err(CommitError::Unavailable)
    }

    async fn once(&self, write: &Write) -> Result<Done, Tried> {
        if write.is_one_statement() {
            return self.alone(write).await;
        }
        let mut transaction = self
            .pool
            .begin()
            .await
            .map_err(|error| Tried::from_engine(&error, false))?;
        let done = match write.apply(&mut Conn::Postgres(&mut transaction)).await {
            Ok(done) => done,
            Err(Failure::Refused(error)) => return Err(Tried::Refused(error)),
            Err(Failure::Engine(error)) => return Err(Tried::from_engine(&error, false)),
        };
        transaction
            .commit()
            .await
            .map_err(|error| Tried::from_engine(&error, true))?;
        Ok(done)
    }

    /// One statement commits by itself: no BEGIN, no COMMIT, two round trips less.
    async fn alone(&self, write: &Write) -> Result<Done, Tried> {
        let mut conn = self
            .pool
            .acquire()
            .await
            .map_err(|error| Tried::from_engine(&error, false))?;
        match write.apply(&mut Conn::Postgres(&mut conn)).await {
            Ok(done) => Ok(done),
            Err(Failure::Refused(error)) => Err(Tried::Refused(error)),
            // Whether it was committed when the connection went, nobody knows.
            Err(Failure::Engine(error)) => Err(Tried::from_engine(&error, true)),
        }
    }

    /// Point the pool to whichever host is the primary now.
    async fn find_primary(&self) {
        if self.hosts.len() > 1
            && let Some(primary) = primary(&self.hosts).await
        {
            self.readers.turn_to(Some(primary.clone()));
            self.pool.set_connect_options(primary);
        }
    }
}

/// When a connection was last found to be gone: then the others have probably gone with it.
#[derive(Debug, Default)]
struct Losses(Mutex<Option<Instant>>);

impl Losses {
    fn one_more(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn is_fresh(&self) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < DOUBT)
    }
}

/// How a try ended that wrote nothing, or perhaps something.
enum Tried {
    Refused(CommitError),
    Again,
    Gone { in_commit: bool },
    Failed,
}

impl Tried {
    fn from_engine(error: &sqlx::Error, in_commit: bool) -> Self {
        match fault(error) {
            Fault::Race => Self::Again,
            Fault::Lost => Self::Gone { in_commit },
            Fault::Unique => Self::Refused(CommitError::Duplicate),
            Fault::Dangling => {
                Self::Refused(CommitError::Malformed("refers to a row that is not there"))
            }
            Fault::Full | Fault::Disk => {
                tracing::error!(%error, "nothing was written");
                Self::Failed
            }
            Fault::Other => {
                tracing::error!(%error, "a write was not well formed");
                Self::Refused(CommitError::Malformed("the engine refused it"))
            }
        }
    }
}

/// The first host that takes writes.
async fn primary(hosts: &[PgConnectOptions]) -> Option<PgConnectOptions> {
    if let [only] = hosts {
        return Some(only.clone());
    }
    for host in hosts {
        if let Ok(Ok(true)) = tokio::time::timeout(PROBE, takes_writes(host)).await {
            return Some(host.clone());
        }
    }
    None
}

async fn takes_writes(host: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut conn = PgConnection::connect_with(host).await?;
    let answer = Conn::Postgres(&mut conn)
        .texts("SELECT (NOT pg_is_in_recovery())::text")
        .await?;
    conn.close().await?;
    Ok(answer.first().is_some_and(|text| text == "true"))
}
