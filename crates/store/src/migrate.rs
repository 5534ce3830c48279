//! Migrations: written once in `migrations/`, rendered for the engine at hand, forward only.

use crate::StoreError;
use crate::cell::{Field, Kind};
use crate::engine::{Conn, Dialect};
use crate::query::Query;

/// Every migration, in order; its place, from 1, is its number.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/0001_ground.sql"),
    include_str!("../../../migrations/0002_work_of_a_person.sql"),
    include_str!("../../../migrations/0003_due.sql"),
    include_str!("../../../migrations/0004_together.sql"),
    include_str!("../../../migrations/0005_views.sql"),
];

/// The number of the last migration that this build knows.
pub(crate) const NEWEST: i64 = 5;

/// A migration in the words of an engine.
fn render(text: &str, dialect: Dialect) -> String {
    let fill = |text: String, (name, value): (&str, &str)| text.replace(name, value);
    dialect
        .placeholders()
        .into_iter()
        .fold(text.to_owned(), fill)
}

/// The number of the last migration that was run.
pub(crate) async fn current(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    let query = Query::new("SELECT coalesce(max(number), 0) FROM migrations");
    let rows = conn
        .fetch(&query, &[Kind::Int])
        .await
        .map_err(|error| StoreError::from_engine(&error))?;
    rows.into_iter()
        .flatten()
        .next()
        .and_then(i64::read)
        .ok_or(StoreError::Damaged("migrations"))
}

/// Run what is missing, inside the caller's transaction, which nobody else can be in.
pub(crate) async fn migrate(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    let engine = |error: sqlx::Error| StoreError::from_engine(&error);
    let table = render(
        "CREATE TABLE IF NOT EXISTS migrations (number {int} NOT NULL PRIMARY KEY){strict}",
        conn.dialect(),
    );
    conn.script(&table).await.map_err(engine)?;
    let current = current(conn).await?;
    if current > NEWEST {
        return Err(StoreError::NewerDatabase(current));
    }
    for (number, text) in (1..)
        .zip(MIGRATIONS)
        .filter(|(number, _)| *number > current)
    {
        conn.script(&render(text, conn.dialect()))
            .await
            .map_err(engine)?;
        let done =
            Query::new("INSERT INTO migrations (number) VALUES ").values([i64::cell(&number)]);
        conn.run(&done).await.map_err(engine)?;
    }
    Ok(())
}

/// All migrations, rendered.
#[cfg(test)]
pub(crate) fn rendered(dialect: Dialect) -> String {
    MIGRATIONS
        .iter()
        .map(|text| render(text, dialect))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_newest_is_the_last() {
        assert_eq!(
            usize::try_from(super::NEWEST).unwrap(),
            super::MIGRATIONS.len()
        );
    }
}
