//! What can go wrong, each with what the caller can do about it.

/// Errors of this crate.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The table cannot be read as CSV: the file is at fault. `row` counts the header as row 1.
    #[error("row {row}, column {column}: {problem}")]
    BadInput {
        /// Row in the file, the header being row 1.
        row: u64,
        /// Header of the column, or its number where there is no header.
        column: String,
        /// What is wrong there.
        problem: String,
    },
    /// The header is unusable (empty file, duplicate names, no column that can be compared).
    #[error("header: {0}")]
    BadHeader(String),
    /// The trouble is in the second table.
    #[error("second table: {0}")]
    Second(Box<LinkError>),
    /// Settings that cannot be meant; nothing was read.
    #[error("settings: {0}")]
    BadSettings(String),
    /// Reading or writing failed outside this crate.
    #[error("reading or writing: {0}")]
    Io(#[from] std::io::Error),
    /// The caller's watcher asked to stop. Nothing was produced.
    #[error("stopped on request")]
    Stopped,
}

/// Result with this crate's error.
pub type Result<T> = std::result::Result<T, LinkError>;
