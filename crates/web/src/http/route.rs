//! The one table of routes: address -> action -> form -> handler. The router, the matrix test, the OpenAPI document and the
//! policy check all read this table, so none of them can know a route that the others don't.

use super::answer::Answer;
use super::ask::Ask;
use super::fields::Shape;
use super::problem::Problem;
use crate::site::Site;
use std::future::Future;
use std::pin::Pin;

/// What a handler's call gives.
pub type Outcome = Pin<Box<dyn Future<Output = Result<Answer, Problem>> + Send>>;
/// A handler.
pub type Handler = fn(Site, Ask) -> Outcome;

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Everything that changes something, and searches (names never stand in an address).
    Post,
}

impl Method {
    /// As in the request line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Which face a route belongs to; decides what a problem looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// HTML.
    Page,
    /// JSON.
    Api,
    /// Bytes for machines: assets, health, chart files.
    Plain,
}

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Everybody; carries no content of anybody.
    Public,
    /// Signed-in people whom the policy of this action permits.
    Action(&'static str),
}

/// What body a route takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// None.
    Nothing,
    /// A form, at most so many bytes.
    Form(Shape, usize),
    /// JSON, at most so many bytes.
    Json(usize),
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with `{name}` parts, as axum reads it.
    pub path: &'static str,
    /// Face.
    pub face: Face,
    /// Who may come in.
    pub guard: Guard,
    /// What it takes.
    pub takes: Takes,
    /// Who answers.
    pub run: Handler,
}

/// A route behind a policy: the action is a type, so a route whose action doesn't exist doesn't compile.
#[macro_export]
macro_rules! guarded {
    ($method:ident $face:ident $path:literal, $action:ident, $takes:expr, $run:path) => {
        $crate::http::route::Route {
            method: $crate::http::route::Method::$method,
            path: $path,
            face: $crate::http::route::Face::$face,
            guard: $crate::http::route::Guard::Action(
                <punte_app::domain::access::$action as punte_app::domain::Action>::NAME,
            ),
            takes: $takes,
            run: |site, ask| Box::pin($run(site, ask)),
        }
    };
}

/// A route for everybody.
#[macro_export]
macro_rules! public {
    ($method:ident $face:ident $path:literal, $takes:expr, $run:path) => {
        $crate::http::route::Route {
            method: $crate::http::route::Method::$method,
            path: $path,
            face: $crate::http::route::Face::$face,
            guard: $crate::http::route::Guard::Public,
            takes: $takes,
            run: |site, ask| Box::pin($run(site, ask)),
        }
    };
}
