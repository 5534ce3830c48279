//! Connections that only read, each lent to one query at a time.
//!
//! sqlx's own pool asks a connection whether it is alive before and after each use. A file does not go away, and the two
//! questions cost more than most of our reads; a server does, and then the query itself says so.

use super::conn::Conn;
use crate::cell::{Cell, Kind};
use crate::query::Query;
use sqlx::{ConnectOptions as _, Connection};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

#[derive(Debug)]
pub(crate) struct Readers<C: Connection> {
    options: Mutex<C::Options>,
    /// What a new connection is told first.
    session: &'static [&'static str],
    idle: Mutex<Vec<C>>,
    places: Semaphore,
    count: u32,
}

impl<C: Connection> Readers<C>
where
    for<'c> Conn<'c>: From<&'c mut C>,
{
    /// Connections are opened when they are first needed, at most `count` at the same time.
    pub(crate) fn new(options: C::Options, session: &'static [&'static str], count: u32) -> Self {
        let count = count.max(1);
        Self {
            options: Mutex::new(options),
            session,
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
            None => self.connect().await?,
        };
        let rows = Conn::from(&mut conn).fetch(query, kinds).await?;
        self.idle().push(conn);
        Ok(rows)
    }

    async fn connect(&self) -> Result<C, sqlx::Error> {
        let options = held(&self.options).clone();
        let mut conn = options.connect().await?;
        for told in self.session {
            Conn::from(&mut conn).script(told).await?;
        }
        Ok(conn)
    }

    /// Connects anew from here on, and there: whoever was at the other end has gone.
    pub(crate) fn turn_to(&self, options: Option<C::Options>) {
        if let Some(options) = options {
            *held(&self.options) = options;
        }
        self.idle().clear();
    }

    /// Waits for the queries that run, and lets go of what is connected.
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

    fn idle(&self) -> MutexGuard<'_, Vec<C>> {
        held(&self.idle)
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
