//! Statements put together from literal pieces and bound values. The text reads the same on both engines (`$n`).

use crate::cell::{Cell, Field};
use crate::rows::{Record, Table};

/// A statement. Its text is made of `&'static str` alone (pieces of the program and names of its tables), so nothing
/// that came from outside can be in it: the one execution site may say so to sqlx.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) args: Vec<Cell>,
}

impl Query {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            args: Vec::new(),
        }
    }

    /// What follows a `SELECT` of all columns, whose beginning [`crate::Store::rows`] writes for the type it returns.
    pub(crate) fn select() -> Self {
        Self::new("")
    }

    /// This statement as the end of a `SELECT` of all columns of `table`.
    pub(crate) fn of(self, table: &Table) -> Self {
        let mut query = Self::select_from(table);
        query.text.push_str(&self.text);
        query.args = self.args;
        query
    }

    pub(crate) fn select_from(table: &Table) -> Self {
        let mut query = Self::new("SELECT ");
        query.names(table, table.columns.len(), "");
        query.text.push_str(" FROM ");
        query.text.push_str(table.name);
        query
    }

    /// All columns of a row's table, each after `prefix`.
    pub(crate) fn columns<R: Record>(mut self, prefix: &'static str) -> Self {
        self.names(R::TABLE, R::TABLE.columns.len(), prefix);
        self
    }

    /// A literal piece.
    pub(crate) fn sql(mut self, piece: &'static str) -> Self {
        self.text.push_str(piece);
        self
    }

    /// A bound value.
    pub(crate) fn arg(self, value: &impl Field) -> Self {
        self.cell(value.cell())
    }

    pub(crate) fn cell(mut self, cell: Cell) -> Self {
        self.args.push(cell);
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// `(a, b, c)` of bound values that something may be in; of none, a list that nothing is in. The last is repeated up to
    /// a power of two: an engine prepares a statement by its text, and every page has another number of people and files.
    pub(crate) fn list(self, cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut cells: Vec<Cell> = cells.into_iter().collect();
        if let Some(last) = cells.last().cloned() {
            cells.resize(cells.len().next_power_of_two(), last);
            self.values(cells)
        } else {
            self.sql("(NULL)")
        }
    }

    /// `(a, b, c)` of the values of a row.
    pub(crate) fn values(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.text.push('(');
        for (at, cell) in cells.into_iter().enumerate() {
            self = self.sql(if at > 0 { ", " } else { "" }).cell(cell);
        }
        self.sql(")")
    }

    /// The first `count` column names of `table`, quoted, each after `prefix`.
    fn names(&mut self, table: &Table, count: usize, prefix: &'static str) {
        for (at, column) in table.columns.iter().take(count).enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self.text.push_str(prefix);
            self.text.push('"');
            self.text.push_str(column.name);
            self.text.push('"');
        }
    }

    /// `INSERT` that refuses a row that is there.
    pub(crate) fn insert(table: &Table, rows: Vec<Vec<Cell>>) -> Self {
        let mut query = Self::new("INSERT INTO ");
        query.text.push_str(table.name);
        query.text.push_str(" (");
        query.names(table, table.columns.len(), "");
        query.sql(") VALUES ").lists(rows)
    }

    /// `(…), (…)` of bound values: at least one row.
    pub(crate) fn lists(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        for (at, cells) in rows.into_iter().enumerate() {
            self = self.sql(if at > 0 { ", " } else { "" }).values(cells);
        }
        self
    }

    /// `INSERT` that replaces the row with the same key. No two of `rows` have the same key.
    pub(crate) fn upsert(table: &Table, rows: Vec<Vec<Cell>>) -> Self {
        let mut query = Self::insert(table, rows).sql(" ON CONFLICT (");
        query.names(table, table.keys, "");
        query.text.push_str(") DO UPDATE SET ");
        for (at, column) in table.columns.iter().skip(table.keys).enumerate() {
            let name = column.name;
            for piece in [
                if at > 0 { ", \"" } else { "\"" },
                name,
                "\" = excluded.\"",
                name,
                "\"",
            ] {
                query.text.push_str(piece);
            }
        }
        query
    }

    /// `DELETE` by key.
    pub(crate) fn delete(table: &Table, key: Vec<Cell>) -> Self {
        let mut query = Self::new("DELETE FROM ");
        query.text.push_str(table.name);
        query.text.push_str(" WHERE (");
        query.names(table, table.keys, "");
        query.sql(") = ").values(key)
    }

    /// Every row of a table after a key, in the order of the key: for walks over the whole table.
    pub(crate) fn walk(table: &Table, after: Option<Vec<Cell>>, limit: i64) -> Self {
        let mut query = Self::select_from(table);
        if let Some(key) = after {
            query.text.push_str(" WHERE (");
            query.names(table, table.keys, "");
            query = query.sql(") > ").values(key);
        }
        query.text.push_str(" ORDER BY ");
        query.names(table, table.keys, "");
        query.sql(" LIMIT ").arg(&limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Dialect;
    use crate::migrate::rendered;
    use crate::rows::TABLES;
    use std::fmt::Write as _;

    fn cells(table: &Table, count: usize) -> Vec<Cell> {
        table
            .columns
            .iter()
            .take(count)
            .map(|_| Cell::Int(None))
            .collect()
    }

    #[test]
    fn statements_made_from_tables() {
        let mut out = String::new();
        for table in TABLES {
            let all = table.columns.len();
            for query in [
                Query::insert(table, vec![cells(table, all)]),
                Query::upsert(table, vec![cells(table, all)]),
                Query::delete(table, cells(table, table.keys)),
                Query::walk(table, Some(cells(table, table.keys)), 9),
                Query::select().sql(" WHERE 1 = ").arg(&1i64).of(table),
            ] {
                writeln!(out, "{}", query.text).unwrap();
            }
        }
        insta::assert_snapshot!("statements", out);
    }

    #[test]
    fn several_rows_go_in_one_statement() {
        let table = TABLES[0];
        let one = Query::upsert(table, vec![cells(table, table.columns.len())]);
        let two = Query::upsert(table, vec![cells(table, table.columns.len()); 2]);
        assert_eq!(two.args.len(), 2 * one.args.len());
        assert_eq!(two.text.matches("), (").count(), 1);
        assert!(one.text.contains("ON CONFLICT") && !one.text.contains("), ("));
    }

    #[test]
    fn migrations_in_the_words_of_each_engine() {
        insta::assert_snapshot!("migrations_sqlite", rendered(Dialect::Sqlite));
        insta::assert_snapshot!("migrations_postgres", rendered(Dialect::Postgres));
    }

    #[test]
    fn an_empty_list_holds_nothing() {
        assert_eq!(Query::new("x IN ").list([]).text, "x IN (NULL)");
        assert_eq!(
            Query::new("x IN ")
                .list([Cell::Int(None), Cell::Int(None)])
                .text,
            "x IN ($1, $2)"
        );
    }

    #[test]
    fn lists_of_many_lengths_are_few_statements() {
        let of = |count: i64| Query::new("x IN ").list((0..count).map(|n| Cell::Int(Some(n))));
        let texts: std::collections::BTreeSet<String> = (1..=100).map(|n| of(n).text).collect();
        assert_eq!(texts.len(), 8);
        let Cell::Int(last) = &of(5).args[7] else {
            panic!("a number");
        };
        assert_eq!((of(5).args.len(), *last), (8, Some(4)));
    }

    /// The order of columns is the order of the canonical encoding; a reader of the migration should see the same.
    #[test]
    fn columns_stand_in_the_order_of_their_structs() {
        let text = rendered(Dialect::Sqlite);
        for table in TABLES {
            let (_, rest) = text
                .split_once(&format!("CREATE TABLE {} (\n", table.name))
                .expect(table.name);
            let (body, _) = rest.split_once("\n)").expect(table.name);
            let found: Vec<(String, bool)> = body
                .lines()
                .map(str::trim)
                .filter(|line| !line.starts_with("PRIMARY KEY"))
                .map(|line| {
                    (
                        line.split(' ').next().unwrap().trim_matches('"').to_owned(),
                        !line.contains("NOT NULL"),
                    )
                })
                .collect();
            let expected: Vec<(String, bool)> = table
                .columns
                .iter()
                .map(|column| (column.name.to_owned(), column.null))
                .collect();
            assert_eq!(found, expected, "{}", table.name);
        }
    }
}
