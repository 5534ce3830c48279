//! A request after everything that no handler should have to think of was checked.

use super::fields::Fields;
use super::problem::Problem;
use crate::site::Site;
use axum::http::HeaderMap;
use punte_app::domain::id::RequestId;
use punte_app::{Desk, Lang, Token};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A checked request.
#[derive(Debug)]
pub struct Ask {
    /// The request's own id, in the ledger and in what an error page tells the person to quote.
    pub request: RequestId,
    /// Language of the answer.
    pub lang: Lang,
    /// The path, for the language switch and "go on where you were".
    pub path: String,
    /// Named parts of the path.
    pub parts: BTreeMap<String, String>,
    /// The query, each name once.
    pub query: BTreeMap<String, String>,
    /// The form, for routes that take one.
    pub fields: Fields,
    /// The body, for routes that take JSON.
    pub json: Vec<u8>,
    /// The session's token, where the cookie has the shape of one.
    pub token: Option<Token>,
    /// Where the connection comes from, for rate limits.
    pub peer: IpAddr,
    /// Raw headers, for the few handlers that look at one.
    pub headers: HeaderMap,
}

impl Ask {
    /// The desk of the signed-in person.
    pub async fn desk(&self, site: &Site) -> Result<Desk, Problem> {
        let token = self.token.as_ref().ok_or(Problem::SignIn)?;
        site.app
            .desk(token, self.request)
            .await?
            .ok_or(Problem::SignIn)
    }

    /// A named part of the path; absent reads as a page that doesn't exist.
    pub fn part(&self, name: &str) -> Result<&str, Problem> {
        self.parts
            .get(name)
            .map(String::as_str)
            .ok_or(Problem::NotFound)
    }

    /// A part of the path read as `T`; a wrong shape reads as a page that doesn't exist.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.part(name)?.parse().map_err(|_| Problem::NotFound)
    }

    /// A query parameter, or empty.
    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", |v| v.trim())
    }

    /// Whether the browser sends this cookie with anything in it.
    pub fn has_cookie(&self, name: &str) -> bool {
        super::gate::cookie(&self.headers, name).is_some_and(|value| !value.is_empty())
    }

    /// The body as `T`, unknown fields refused.
    pub fn body<T: serde::de::DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.json).map_err(|_| Problem::BadJson)
    }
}
