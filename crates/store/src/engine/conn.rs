//! The one place where statements run.

use super::dialect::Dialect;
use crate::cell::{Cell, Kind};
use crate::query::Query;
use sqlx::{AssertSqlSafe, Database, PgConnection, Row as _, SqliteConnection};

/// A connection of either engine.
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl<'c> From<&'c mut SqliteConnection> for Conn<'c> {
    fn from(conn: &'c mut SqliteConnection) -> Self {
        Self::Sqlite(conn)
    }
}

impl<'c> From<&'c mut PgConnection> for Conn<'c> {
    fn from(conn: &'c mut PgConnection) -> Self {
        Self::Postgres(conn)
    }
}

/// Binds the cells of `$query`, whose text is made of the program's own literals (see [`Query`]).
macro_rules! bound {
    ($query:expr) => {{
        let mut statement = sqlx::query(AssertSqlSafe($query.text.as_str()));
        for cell in &$query.args {
            statement = match cell {
                Cell::Int(number) => statement.bind(*number),
                Cell::Bytes(bytes) => statement.bind(bytes.as_deref()),
                Cell::Text(text) => statement.bind(text.as_deref()),
            };
        }
        statement
    }};
}

impl Conn<'_> {
    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Run a statement; how many rows it touched.
    pub(crate) async fn run(&mut self, query: &Query) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(conn) => bound!(query).execute(&mut **conn).await?.rows_affected(),
            Self::Postgres(conn) => bound!(query).execute(&mut **conn).await?.rows_affected(),
        })
    }

    /// Run a statement; the rows that it gives, whose columns are of these kinds.
    pub(crate) async fn fetch(
        &mut self,
        query: &Query,
        kinds: &[Kind],
    ) -> Result<Vec<Vec<Cell>>, sqlx::Error> {
        match self {
            Self::Sqlite(conn) => {
                let rows = bound!(query).fetch_all(&mut **conn).await?;
                rows.iter().map(|row| cells(row, kinds)).collect()
            }
            Self::Postgres(conn) => {
                let rows = bound!(query).fetch_all(&mut **conn).await?;
                rows.iter().map(|row| cells(row, kinds)).collect()
            }
        }
    }

    /// Run a literal statement, or several.
    pub(crate) async fn script(&mut self, text: &str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(AssertSqlSafe(text))
                .execute(&mut **conn)
                .await
                .map(drop),
            Self::Postgres(conn) => sqlx::raw_sql(AssertSqlSafe(text))
                .execute(&mut **conn)
                .await
                .map(drop),
        }
    }

    /// Run one literal statement that is run often.
    pub(crate) async fn literal(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(conn) => sqlx::query(text).execute(&mut **conn).await.map(drop),
            Self::Postgres(conn) => sqlx::query(text).execute(&mut **conn).await.map(drop),
        }
    }

    /// The first column of a literal statement, whatever its type, as text.
    pub(crate) async fn texts(&mut self, text: &'static str) -> Result<Vec<String>, sqlx::Error> {
        match self {
            Self::Sqlite(conn) => {
                let rows = sqlx::query(text).fetch_all(&mut **conn).await?;
                rows.iter().map(|row| row.try_get_unchecked(0)).collect()
            }
            Self::Postgres(conn) => {
                let rows = sqlx::query(text).fetch_all(&mut **conn).await?;
                rows.iter().map(|row| row.try_get_unchecked(0)).collect()
            }
        }
    }
}

fn cells<R>(row: &R, kinds: &[Kind]) -> Result<Vec<Cell>, sqlx::Error>
where
    R: sqlx::Row,
    usize: sqlx::ColumnIndex<R>,
    for<'r> Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    for<'r> Option<Vec<u8>>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    for<'r> Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    R::Database: Database,
{
    let cell = |(at, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Int => Cell::Int(row.try_get(at)?),
            Kind::Bytes => Cell::Bytes(row.try_get(at)?),
            Kind::Text => Cell::Text(row.try_get(at)?),
        })
    };
    kinds.iter().enumerate().map(cell).collect()
}
