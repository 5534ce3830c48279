//! What a use of the application can be refused for.

use punte_domain::Moment;
use punte_domain::id::UserId;
use serde::Serialize;

/// A rule that what was typed breaks, with the field it belongs to. Carries no value: it may be somebody's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invalid {
    /// The form field or JSON pointer; empty for the whole form.
    pub field: String,
    /// Stable code and message key (`refusal-<code>`).
    pub code: String,
}

impl Invalid {
    /// A broken rule of one field.
    pub fn new(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code: code.into(),
        }
    }
}

/// What others wrote since the form was drawn: for the page that shows both and loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// The version the form was drawn from.
    pub drawn_from: i64,
    /// The version now.
    pub version: i64,
    /// Who wrote, when, and what kind of entry, as far as the asker may see it.
    pub meanwhile: Vec<Meanwhile>,
}

/// One entry that somebody wrote meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meanwhile {
    /// Who.
    pub author: UserId,
    /// Their name.
    pub author_name: String,
    /// When.
    pub at: Moment,
    /// The entry's kind: message key `entry-<kind>`.
    pub kind: String,
    /// What it says, in short, in the asker's own words list; empty where it says nothing beyond its kind.
    pub summary: String,
}

/// Why a use of the application gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or not for this person: deliberately one case.
    #[error("absent")]
    Absent,
    /// Rules are broken.
    #[error("invalid")]
    Invalid(Vec<Invalid>),
    /// Somebody else wrote meanwhile.
    #[error("stale")]
    Stale(Box<Stale>),
    /// The idempotency key was used for something else.
    #[error("idempotency key was used for something else")]
    Reused,
    /// Too often; try again in so many seconds.
    #[error("too many, wait {seconds} s")]
    TooMany {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The store, or a task of ours, cannot answer.
    #[error("unavailable")]
    Unavailable,
}

impl AppError {
    /// One broken rule.
    pub fn invalid(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self::Invalid(vec![Invalid::new(field, code)])
    }
}

/// Result of a use.
pub type AppResult<T> = Result<T, AppError>;
