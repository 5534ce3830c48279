//! What can go wrong with a request. Absent and forbidden are one variant: nobody downstream can tell them apart.

use axum::http::StatusCode;
use punte_app::{AppError, Invalid, Stale};

/// A request that gets no ordinary answer.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such thing, or not for this person.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    SignIn,
    /// The CSRF token or the origin is not ours.
    #[error("foreign request")]
    Foreign,
    /// The body is too long.
    #[error("too long")]
    TooLong,
    /// A header is too long, or all of them are together.
    #[error("headers too long")]
    LongHeaders,
    /// The body has another media type than the route takes.
    #[error("unsupported media type")]
    MediaType,
    /// The form is no form of ours: unknown or doubled fields, broken encoding, control characters.
    #[error("bad form: {0}")]
    BadForm(#[from] super::fields::BadForm),
    /// The query is no query of ours.
    #[error("bad query")]
    BadQuery,
    /// The JSON is not what the route takes.
    #[error("bad JSON")]
    BadJson,
    /// What was asked breaks a rule; each with its field.
    #[error("invalid")]
    Invalid(Vec<Invalid>),
    /// Somebody else wrote meanwhile.
    #[error("stale")]
    Stale(Box<Stale>),
    /// The same idempotency key with another content.
    #[error("idempotency key was used for something else")]
    Reused,
    /// The version that the change was drawn from is missing.
    #[error("version missing")]
    VersionMissing,
    /// Too many requests; try again in so many seconds.
    #[error("too many requests")]
    TooMany(u32),
    /// The store cannot answer now.
    #[error("unavailable")]
    Unavailable,
    /// A bug: the route answered without asking its policy.
    #[error("route answered without its policy")]
    Unguarded,
}

impl Problem {
    /// The status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::LongHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BadForm(_) | Self::BadQuery | Self::BadJson | Self::Invalid(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Stale(_) | Self::Reused => StatusCode::CONFLICT,
            Self::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unguarded => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code of the JSON body and the message key of the page (`problem-<code>`).
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignIn => "sign-in",
            Self::Foreign => "foreign",
            Self::TooLong => "too-long",
            Self::LongHeaders => "long-headers",
            Self::MediaType => "media-type",
            Self::BadForm(_) => "bad-form",
            Self::BadQuery => "bad-query",
            Self::BadJson => "bad-json",
            Self::Invalid(_) => "invalid",
            Self::Stale(_) => "stale",
            Self::Reused => "reused",
            Self::VersionMissing => "version-missing",
            Self::TooMany(_) => "too-many",
            Self::Unavailable => "unavailable",
            Self::Unguarded => "internal",
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Absent => Self::NotFound,
            AppError::Invalid(list) => Self::Invalid(list),
            AppError::Stale(stale) => Self::Stale(stale),
            AppError::Reused => Self::Reused,
            AppError::TooMany { seconds } => Self::TooMany(seconds),
            AppError::Unavailable => Self::Unavailable,
        }
    }
}
