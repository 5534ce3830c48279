//! What an engine's error means for the caller.

use crate::{CommitError, StoreError};

/// The kinds of engine error that are treated differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A row with this key is there already.
    Unique,
    /// Refers to a row that is not there.
    Dangling,
    /// Lost a race: the same transaction may succeed now.
    Race,
    /// The connection or server went away: nobody knows whether a commit under way was made.
    Lost,
    /// No room on the disk. What was not committed is gone; reading goes on.
    Full,
    /// The disk failed or the file is damaged: after this the page cache cannot be believed.
    Disk,
    /// Anything else: a fault of the program.
    Other,
}

pub(crate) fn fault(error: &sqlx::Error) -> Fault {
    match error {
        sqlx::Error::Database(inner) if inner.is_unique_violation() => Fault::Unique,
        sqlx::Error::Database(inner) if inner.is_foreign_key_violation() => Fault::Dangling,
        sqlx::Error::Database(inner) => {
            let code = inner.code().unwrap_or_default();
            if inner
                .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
                .is_some()
            {
                of_sqlstate(&code)
            } else {
                of_sqlite(code.parse().unwrap_or_default())
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Fault::Lost,
        _ => Fault::Other,
    }
}

/// <https://www.postgresql.org/docs/15/errcodes-appendix.html>
fn of_sqlstate(code: &str) -> Fault {
    match code {
        "40001" | "40P01" | "55P03" => Fault::Race,
        "57P01" | "57P02" | "57P03" | "25006" => Fault::Lost,
        "53100" => Fault::Full,
        "58030" | "XX001" | "XX002" => Fault::Disk,
        other if other.starts_with("08") => Fault::Lost,
        _ => Fault::Other,
    }
}

/// <https://www.sqlite.org/rescode.html>: the low byte is the primary code.
fn of_sqlite(code: u32) -> Fault {
    match code & 0xff {
        5 | 6 => Fault::Race,
        13 => Fault::Full,
        10 | 11 | 26 => Fault::Disk,
        _ => Fault::Other,
    }
}

impl StoreError {
    /// For reads and everything that is no commit.
    pub(crate) fn from_engine(error: &sqlx::Error) -> Self {
        match fault(error) {
            Fault::Lost | Fault::Race | Fault::Full => Self::Unavailable,
            Fault::Unique | Fault::Dangling | Fault::Disk | Fault::Other => {
                Self::Engine(error.to_string())
            }
        }
    }

    pub(crate) fn from_commit(error: CommitError) -> Self {
        match error {
            CommitError::Unavailable => Self::Unavailable,
            other => Self::Refused(other),
        }
    }
}
