//! SQLite connections that only read, each lent to one query at a time.
//!
//! sqlx's own pool asks a connection in its thread whether it is alive, before and after each use. A file does not go
//! away, and the two questions cost more than most of our reads.

use super::conn::Conn;
use crate::cell::{Cell, Kind};
use crate::query::Query;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

#[derive(Debug)]
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    places: Semaphore,
    count: u32,
}

impl Readers {
    /// Connections are opened when they are first needed, at most `count` at the same time.
    pub(crate) fn new(options: SqliteConnectOptions, count: u32) -> Self {
        let count = count.max(1);
        Self {
            options,
            idle: Mutex::default(),
            places: Semaphore::new(usize::try_from(count).unwrap_or(1)),
            count,
        }
    }

    /// The rows of a query. A connection whose query failed or was given up is not lent again.
    pub(crate) async fn fetch(
        &self,
        query: &Query,
        kinds: &[Kind],
    ) -> Result<Vec<Vec<Cell>>, sqlx::Error> {
        let closed = |_| sqlx::Error::PoolClosed;
        let _place = self.places.acquire().await.map_err(closed)?;
        let idle = self.idle().pop();
        let mut conn = match idle {
            Some(conn) => conn,
            None => self.options.connect().await?,
        };
        let rows = Conn::Sqlite(&mut conn).fetch(query, kinds).await?;
        self.idle().push(conn);
        Ok(rows)
    }

    /// Waits for the queries that run, and lets go of the file.
    pub(crate) async fn close(&self) {
        // Closed by somebody else already: there is nothing left to wait for.
        let _all = self.places.acquire_many(self.count).await;
        self.places.close();
        let idle = std::mem::take(&mut *self.idle());
        for conn in idle {
            // It only read.
            let _ = conn.close().await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
