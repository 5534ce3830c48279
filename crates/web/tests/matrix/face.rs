//! One request as a browser or program of a signed-in person would send it.

use crate::world::{Person, World};
use axum::body::Body;
use axum::http::{Request, header};
use punte_web::http::route::{Face, Guard, Method, Route, Takes};
use tower::ServiceExt as _;

/// What came back.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Asks; where an earlier request ended the session, with a new one.
pub(crate) async fn ask(world: &World, route: &Route, path: &str, person: Option<&Person>) -> Got {
    let got = once(world, route, path, person).await;
    let out = got.status == 401 || got.location.starts_with("/sign-in") || got.status == 403;
    match (person, route.guard) {
        (Some(person), Guard::Action(_)) if out => {
            world.sign_in(person).await;
            once(world, route, path, Some(person)).await
        }
        _ => got,
    }
}

async fn once(world: &World, route: &Route, path: &str, person: Option<&Person>) -> Got {
    let mut request = Request::builder()
        .method(route.method.name())
        .uri(path)
        .header(header::HOST, "localhost");
    let mut csrf = String::new();
    if let Some(person) = person {
        let (cookie, token) = person.session();
        request = request.header(header::COOKIE, format!("punte-demo={cookie}"));
        csrf = token;
    }
    let body = match route.takes {
        Takes::Nothing => Body::empty(),
        Takes::Form(..) => {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Body::from(format!(
                "csrf={csrf}&id=01900000-0000-7000-8000-000000000001"
            ))
        }
        Takes::Json(_) => {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .header("x-csrf-token", &csrf);
            Body::from("{}")
        }
    };
    if route.method == Method::Post {
        request = request.header(header::ORIGIN, "http://localhost");
    }
    let request = request.body(body).expect("a request");
    let response = world
        .router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    let status = response.status().as_u16();
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or("?").to_owned();
    let location = response
        .headers()
        .get(header::LOCATION)
        .map(text)
        .unwrap_or_default();
    let mut headers: Vec<_> = response
        .headers()
        .iter()
        .map(|(n, v)| (n.to_string(), text(v)))
        .collect();
    headers.sort();
    let bytes = axum::body::to_bytes(response.into_body(), 8 << 20)
        .await
        .expect("a body");
    if route.face == Face::Page && status == 200 && !bytes.is_empty() {
        assert!(
            bytes.len() <= 60 * 1024 || route.path.contains("statistics"),
            "{path}: {} bytes",
            bytes.len()
        );
    }
    Got {
        status,
        location,
        headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// The answer without what differs between any two requests: the request's number, and the address asked for.
pub(crate) fn normal(got: &Got, path: &str) -> (u16, Vec<(String, String)>, String) {
    let body = got.body.replace(path, "PATH");
    let mut out = String::with_capacity(body.len());
    let mut rest = body.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        if tail.get(..36).is_some_and(is_uuid) {
            out.push_str("ID");
            rest = &tail[36..];
        } else {
            let step = tail.chars().next().map_or(1, char::len_utf8);
            out.push_str(&tail[..step]);
            rest = &tail[step..];
        }
    }
    out.push_str(rest);
    (got.status, got.headers.clone(), out)
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    })
}
