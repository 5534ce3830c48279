//! The server: the table of routes on axum, and nothing else.

use crate::http::gate;
use crate::http::route::{Method, Route};
use crate::routes;
use crate::site::{Persona, Site};
use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodRouter, get, post};
use punte_app::{App, Lang};
use std::collections::BTreeMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Requests of signed-in people that are worked on at the same time: more only take each other's turns.
const PLACES: usize = 64;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Whether people reach the server by HTTPS (a proxy in front of it ends TLS).
    pub https: bool,
    /// Language where neither the person nor the browser says.
    pub default_lang: Lang,
    /// The demo's personas; empty outside a demo.
    pub personas: Vec<Persona>,
}

/// The router, made of [`routes::all`] and of nothing else.
pub fn router(app: App, options: ServeOptions) -> Router {
    let site = Site {
        app,
        https: options.https,
        default_lang: options.default_lang,
        personas: Arc::new(options.personas),
        places: Arc::new(Semaphore::new(PLACES)),
    };
    let mut paths: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for route in routes::all() {
        let methods = paths.remove(route.path).unwrap_or_default();
        paths.insert(route.path, add(methods, route, &site));
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        let here = site.clone();
        let wrong_method = move |request: Request| gate::nowhere(here.clone(), request);
        router = router.route(path, methods.fallback(wrong_method));
    }
    router.fallback(move |request: Request| gate::nowhere(site.clone(), request))
}

fn add(methods: MethodRouter, route: &'static Route, site: &Site) -> MethodRouter {
    let site = site.clone();
    let run = move |request: Request| gate::pass(site.clone(), route, request);
    match route.method {
        Method::Get => methods.merge(get(run)),
        Method::Post => methods.merge(post(run)),
    }
}

/// Serves until `stop` ends; requests under way are finished.
pub async fn serve(
    app: App,
    listen: SocketAddr,
    options: ServeOptions,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await?;
    serve_on(app, listener, options, stop).await
}

/// As [`serve`], on a listener that is bound already.
pub async fn serve_on(
    app: App,
    listener: tokio::net::TcpListener,
    options: ServeOptions,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app, options).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}
