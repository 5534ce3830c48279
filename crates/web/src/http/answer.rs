//! What a handler gives back, and how a problem looks to a person and to a program.

use super::headers::{self, Caching};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

/// An answer before its headers.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
    caching: Caching,
    extra: Vec<(HeaderName, String)>,
}

impl Answer {
    /// A page.
    pub fn page(html: String) -> Self {
        Self::bytes("text/html; charset=utf-8", html.into_bytes())
    }

    /// JSON.
    pub fn json(value: &impl serde::Serialize) -> Self {
        // Our own output types have string keys and finite numbers, so this cannot fail; an empty object is the safe reading of a bug.
        let body = serde_json::to_vec(value).unwrap_or_else(|_| b"{}".to_vec());
        Self::bytes("application/json", body)
    }

    /// Bytes of a media type.
    pub fn bytes(kind: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::OK,
            kind,
            body,
            caching: Caching::No,
            extra: Vec::new(),
        }
    }

    /// Go and look there (303). `to` is a path of ours.
    pub fn see_other(to: &str) -> Self {
        let mut answer = Self::bytes("text/plain; charset=utf-8", Vec::new());
        answer.status = StatusCode::SEE_OTHER;
        answer.with(header::LOCATION, to)
    }

    /// With another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// May be kept that long.
    #[must_use]
    pub fn caching(mut self, caching: Caching) -> Self {
        self.caching = caching;
        self
    }

    /// With a header. A value that no header can hold is left out.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.extra.push((name, value.into()));
        self
    }

    /// Whether a header is on it.
    pub fn has(&self, name: &HeaderName) -> bool {
        self.extra.iter().any(|(other, _)| other == name)
    }

    /// Whether it says yes (2xx or 3xx).
    pub fn is_success(&self) -> bool {
        self.status.is_success() || self.status.is_redirection()
    }

    /// The response as it goes out.
    pub fn into_response(self, https: bool) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let out = response.headers_mut();
        headers::dress(out, self.caching, https);
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        for (name, value) in self.extra {
            if let Ok(value) = HeaderValue::from_str(&value) {
                out.append(name, value);
            }
        }
        response
    }
}
