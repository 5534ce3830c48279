//! One request as a browser or program of a signed-in person would send it.

use crate::bodies;
use crate::world::{Person, World};
use axum::body::Body;
use axum::http::{Request, header};
use punte_web::http::route::{Face, Guard, Method, Route};
use tower::ServiceExt as _;

/// What came back.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// What is asked of a route: its address, and for a write the body that would be taken.
pub(crate) struct Asked<'a> {
    pub(crate) route: &'a Route,
    pub(crate) path: String,
    pub(crate) body: Option<bodies::Body>,
    pub(crate) version: i64,
    /// The things that the address and the body name.
    pub(crate) parts: crate::things::Parts,
}

/// Asks; where an earlier request ended the session, with a new one.
pub(crate) async fn ask(world: &World, asked: &Asked<'_>, person: Option<&Person>) -> Got {
    let got = once(world, asked, person).await;
    let out = got.status == 401 || got.location.starts_with("/sign-in") || got.status == 403;
    match (person, asked.route.guard) {
        (Some(person), Guard::Action(_)) if out => {
            world.sign_in(person).await;
            once(world, asked, Some(person)).await
        }
        _ => got,
    }
}

async fn once(world: &World, asked: &Asked<'_>, person: Option<&Person>) -> Got {
    let route = asked.route;
    let mut request = Request::builder()
        .method(route.method.name())
        .uri(&asked.path)
        .header(header::HOST, "localhost");
    let mut csrf = String::new();
    if let Some(person) = person {
        let (cookie, token) = person.session();
        request = request.header(header::COOKIE, format!("punte-demo={cookie}"));
        csrf = token;
    }
    let key = world.house.app.new_entry().to_string();
    let body = match &asked.body {
        None => Body::empty(),
        Some(bodies::Body::Form(fields)) => {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let version = asked.version.to_string();
            let common = [("csrf", &csrf), ("id", &key), ("version", &version)];
            let all = common
                .into_iter()
                .chain(fields.iter().map(|(n, v)| (*n, v)));
            Body::from(
                all.map(|(n, v)| format!("{n}={}", encoded(v)))
                    .collect::<Vec<_>>()
                    .join("&"),
            )
        }
        Some(bodies::Body::Json { body, keyed }) => {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .header("x-csrf-token", &csrf);
            let mut body = body.clone();
            if *keyed {
                body["version"] = asked.version.into();
            }
            if *keyed || body.get("id").is_some_and(serde_json::Value::is_null) {
                body["id"] = key.into();
            }
            Body::from(body.to_string())
        }
    };
    if route.method == Method::Post {
        request = request.header(header::ORIGIN, "http://localhost");
    }
    let got = answered(world, request.body(body).expect("a request")).await;
    if route.face == Face::Page && got.status == 200 && !route.path.contains("statistics") {
        assert!(
            got.body.len() <= 60 * 1024,
            "{}: {} bytes",
            asked.path,
            got.body.len()
        );
    }
    got
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// JSON from somebody, as a program would send it.
pub(crate) async fn send_json(
    world: &World,
    login: &str,
    path: &str,
    body: &serde_json::Value,
) -> Got {
    let text = body.to_string();
    let got = signed(world, login, "POST", path, text.clone()).await;
    if got.status != 401 {
        return got;
    }
    world.forget(login).await;
    signed(world, login, "POST", path, text).await
}

/// JSON for somebody, or nothing where they are told nothing.
pub(crate) async fn get_json(world: &World, login: &str, path: &str) -> Option<serde_json::Value> {
    let mut got = signed(world, login, "GET", path, String::new()).await;
    if got.status == 401 {
        world.forget(login).await;
        got = signed(world, login, "GET", path, String::new()).await;
    }
    (got.status == 200).then(|| serde_json::from_str(&got.body).expect("JSON"))
}

/// A request of somebody who prepares things.
async fn signed(world: &World, login: &str, method: &str, path: &str, body: String) -> Got {
    let (cookie, token) = world.key(login).await;
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::ORIGIN, "http://localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("punte-demo={cookie}"))
        .header("x-csrf-token", token);
    answered(world, request.body(Body::from(body)).expect("a request")).await
}

async fn answered(world: &World, request: Request<Body>) -> Got {
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
    Got {
        status,
        location,
        headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Status, headers and body of an answer, as they can be compared.
pub(crate) type Normal = (u16, Vec<(String, String)>, String);

/// The answer without what differs between any two requests: the request's number, the address asked for, and the token of
/// the session, which an earlier request may have ended.
pub(crate) fn normal(got: &Got, path: &str) -> Normal {
    let body = without_token(&got.body.replace(path, "PATH"));
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

fn without_token(body: &str) -> String {
    let mut body = body.to_owned();
    for before in ["name=\"csrf\" value=\"", "data-csrf=\""] {
        let pieces: Vec<&str> = body.split(before).collect();
        let first = pieces.first().copied().unwrap_or_default().to_owned();
        let rest = pieces.iter().skip(1);
        body = rest.fold(first, |mut whole, piece| {
            whole.push_str(before);
            whole.push_str(piece.split_once('"').map_or("", |(_, after)| after));
            whole
        });
    }
    body
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    })
}
