//! Statements put together from literal pieces and bound values. The text reads the same on both engines (`$n`).

use crate::cell::{Cell, Field};
use crate::rows::Table;

/// A statement. Its text is made of `&'static str` alone (pieces of the program and names of its tables), so nothing
/// that came from outside can be in it: the one execution site may say so to sqlx.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) args: Vec<Cell>,
}

impl Query {
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// `SELECT` of all columns of a row, under the table's own name.

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

    /// `(a, b, c)` of bound values; of none, a list that nothing is in.
    pub(crate) fn list(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.text.push('(');
        let mut first = true;
        for cell in cells {
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            self = self.cell(cell);
        }
        self.text.push_str(if first { "NULL)" } else { ")" });
        self
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
    pub(crate) fn insert(table: &Table, cells: Vec<Cell>) -> Self {
        let mut query = Self::new("INSERT INTO ");
        query.text.push_str(table.name);
        query.text.push_str(" (");
        query.names(table, table.columns.len(), "");
        query.sql(") VALUES ").list(cells)
    }

    /// `INSERT` that replaces the row with the same key.
    pub(crate) fn upsert(table: &Table, cells: Vec<Cell>) -> Self {
        let mut query = Self::insert(table, cells).sql(" ON CONFLICT (");
        query.names(table, table.keys, "");
        query.text.push_str(") DO UPDATE SET ");
        for (at, column) in table.columns.iter().skip(table.keys).enumerate() {
            let name = column.name;
            let comma = if at > 0 { ", " } else { "" };
            query.text.push_str(&format!("{comma}\"{name}\" = excluded.\"{name}\""));
        }
        query
    }

    /// `DELETE` by key.
    pub(crate) fn delete(table: &Table, key: Vec<Cell>) -> Self {
        let mut query = Self::new("DELETE FROM ");
        query.text.push_str(table.name);
        query.text.push_str(" WHERE (");
        query.names(table, table.keys, "");
        query.sql(") = ").list(key)
    }

    /// Every row of a table after a key, in the order of the key: for walks over the whole table.
    pub(crate) fn walk(table: &Table, after: Option<Vec<Cell>>, limit: i64) -> Self {
        let mut query = Self::select_from(table);
        if let Some(key) = after {
            query.text.push_str(" WHERE (");
            query.names(table, table.keys, "");
            query = query.sql(") > ").list(key);
        }
        query.text.push_str(" ORDER BY ");
        query.names(table, table.keys, "");
        query.sql(" LIMIT ").arg(&limit)
    }
}
