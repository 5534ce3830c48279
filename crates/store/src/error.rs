use punte_domain::id::StreamId;

/// What can go wrong with the store as such.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine cannot be reached, or the store stopped after a failed write to disk. Try later; after a failed write, restart.
    #[error("the store is not available")]
    Unavailable,
    /// The engine refused for a reason of its own. For the log of the operator; never for a page.
    #[error("engine: {0}")]
    Engine(String),
    /// The linked SQLite is older than 3.51.3.
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// The database was made by a newer Punte.
    #[error("the database has migration {0}, which this build does not know")]
    NewerDatabase(i64),
    /// None of the PostgreSQL hosts is a primary that can be reached.
    #[error("no PostgreSQL primary can be reached")]
    NoPrimary,
    /// A stored row cannot be what this build wrote. `verify` says more.
    #[error("a stored row of table {0} is damaged")]
    Damaged(&'static str),
    /// An unsequenced leaf no longer has the hash that it was committed with. Sequencing stops until somebody has looked.
    #[error("leaf {0} does not have its hash")]
    DamagedLeaf(i64),
    /// The proof at hand does not cover what was asked for.
    #[error("the proof does not cover this")]
    OutsideProof,
    /// The backup cannot be read; the text names what is wrong.
    #[error("not a backup of Punte: {0}")]
    Backup(&'static str),
    /// Reading or writing a backup failed.
    #[error("backup: {0}")]
    Io(#[from] std::io::Error),
    /// What was to be written makes no leaf.
    #[error(transparent)]
    Ledger(#[from] punte_ledger::Error),
    /// The change was refused.
    #[error(transparent)]
    Refused(#[from] CommitError),
}

/// Why a commit was refused. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Somebody else wrote to the stream in between: show both.
    #[error("stream {stream:?} is at version {actual}")]
    Stale {
        /// Which.
        stream: StreamId,
        /// Its version now (0: it does not exist).
        actual: i64,
    },
    /// The same command was carried out before; this was the answer.
    #[error("the command was carried out before")]
    Replay(Vec<u8>),
    /// The command's id was used for another command.
    #[error("the command's id was used for another command")]
    IdempotencyClash,
    /// A row with this id, sequence number or sign-in name is there already.
    #[error("such a row is there already")]
    Duplicate,
    /// An entry lies in a compartment that the proof does not open for writing.
    #[error("the proof does not cover the entry's compartment")]
    Walled,
    /// The store is not in a state that allows this: not empty, not a demo, an invitation that was used.
    #[error("not now: {0}")]
    Barred(&'static str),
    /// The rows contradict each other or refer to rows that are not there: a fault of the program.
    #[error("the change is not well formed: {0}")]
    Malformed(&'static str),
    /// The engine cannot be reached or the store has stopped. The same command may be sent again.
    #[error("the store is not available")]
    Unavailable,
}
