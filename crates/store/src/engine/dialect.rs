//! Everything in which the two engines differ, in one place.

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// What the placeholders of a migration stand for. Text sorts by bytes on both.
    pub(crate) const fn placeholders(self) -> [(&'static str, &'static str); 6] {
        match self {
            Self::Sqlite => [
                ("{int}", "INTEGER"),
                ("{bytes}", "BLOB"),
                ("{text}", "TEXT"),
                ("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                ("{strict}", " STRICT"),
                // Rows lie in the order of their key; PostgreSQL keeps what is hot in memory and does not need it.
                ("{clustered}", " STRICT, WITHOUT ROWID"),
            ],
            Self::Postgres => [
                ("{int}", "BIGINT"),
                ("{bytes}", "BYTEA"),
                ("{text}", "TEXT COLLATE \"C\""),
                (
                    "{serial}",
                    "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                ),
                ("{strict}", ""),
                ("{clustered}", ""),
            ],
        }
    }

    /// Ends a `SELECT` that strings many streams' bytes together, in pieces where that costs less: a value of a megabyte is
    /// grown and sent by PostgreSQL in ever new memory, whose pages cost more than what is copied into them; SQLite would
    /// sort everything first.
    pub(crate) const fn in_pieces(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " GROUP BY get_byte(stream, 15) & 63",
        }
    }

    /// Ends a `SELECT` whose row is about to be changed.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Ends a `SELECT` that takes what nobody else is taking.
    pub(crate) const fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Settings that durability and safety rest on, each as the engine is asked for it.
    pub(crate) const fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Sqlite => &[
                ("journal_mode", "PRAGMA journal_mode"),
                ("synchronous", "PRAGMA synchronous"),
                ("foreign_keys", "PRAGMA foreign_keys"),
                ("trusted_schema", "PRAGMA trusted_schema"),
                ("cell_size_check", "PRAGMA cell_size_check"),
                ("secure_delete", "PRAGMA secure_delete"),
                ("busy_timeout", "PRAGMA busy_timeout"),
            ],
            Self::Postgres => &[
                ("synchronous_commit", "SHOW synchronous_commit"),
                ("fsync", "SHOW fsync"),
                ("full_page_writes", "SHOW full_page_writes"),
                (
                    "synchronous_standby_names",
                    "SHOW synchronous_standby_names",
                ),
                ("data_checksums", "SHOW data_checksums"),
                ("ssl", "SHOW ssl"),
            ],
        }
    }

    pub(crate) const fn version(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT sqlite_version()",
            Self::Postgres => "SHOW server_version",
        }
    }

    /// The engine's quick check, after a stop that was not clean (ruling 17); answers as [`Self::integrity`].
    pub(crate) const fn quick(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["PRAGMA quick_check"],
            // PostgreSQL recovers from its own log and checks itself while it does.
            Self::Postgres => &[],
        }
    }

    /// The engine's own check of its files; anything but the one word `ok` (or no row) is a complaint.
    pub(crate) const fn integrity(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA integrity_check",
                "SELECT \"table\" || ' refers to a row that is not there' FROM pragma_foreign_key_check",
            ],
            // Checksums and b-tree checks need a superuser's amcheck; reading every row by its key is what anybody can do.
            Self::Postgres => &[],
        }
    }
}
