//! The gate: every request passes here on its way to its handler and back (security.md §6 "General HTTP").

use super::answer::Answer;
use super::ask::Ask;
use super::fields::Fields;
use super::problem::Problem;
use super::route::{Face, Guard, Method, Route, Takes};
use crate::pages::{SHORTCUTS_OFF, Sender, problem_page};
use crate::site::Site;
use axum::RequestPartsExt;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::{HeaderMap, Response, header};
use punte_app::domain::id::RequestId;
use punte_app::{Lang, Token};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Longest header that we read, and longest sum of all of them, in bytes.
const LONGEST_HEADER: usize = 8 * 1_024;
const LONGEST_HEADERS: usize = 16 * 1_024;
/// Longest query string that we read.
const LONGEST_QUERY: usize = 2_048;

/// Answers one request of `route`.
pub async fn pass(site: Site, route: &'static Route, request: Request) -> Response<Body> {
    let id = site.app.new_request();
    let asked = request
        .uri()
        .query()
        .unwrap_or_default()
        .split('&')
        .find_map(|p| p.strip_prefix("lang="));
    let lang = asked
        .and_then(lang_of)
        .unwrap_or_else(|| language(request.headers(), site.default_lang));
    let https = site.https;
    let path = request.uri().path().to_owned();
    // A cookie that no session of ours can be is taken back; who sends it is anonymous.
    let bad_cookie = cookie(request.headers(), site.cookie_name()).is_some_and(|text| {
        // An empty one is what a cleared cookie leaves behind in some browsers.
        !text.is_empty() && Token::parse(text).is_none()
    });
    let token = session_token(request.headers(), site.cookie_name());
    let shortcuts_off = shortcuts_off(request.headers());
    let outcome = match read(&site, route, request, id, lang).await {
        Ok(ask) => run(&site, route, ask).await,
        Err(problem) => Err(problem),
    };
    let answer = match outcome {
        Ok(answer) => answer,
        Err(problem) => {
            if let Problem::Foreign = problem {
                tracing::warn!(route = route.path, request = %id, "a request that no page of ours made");
            }
            let sender = Sender {
                lang,
                path: &path,
                token: token.as_ref(),
                shortcuts_off,
            };
            refuse(&site, route.face, &problem, id, &sender).await
        }
    };
    if bad_cookie && !answer.has(&header::SET_COOKIE) {
        let cleared = answer.with(header::SET_COOKIE, site.cleared_cookie());
        return cleared.into_response(https);
    }
    answer.into_response(https)
}

/// The answer for a path or method that no route has: the same as for a thing that isn't there.
pub async fn nowhere(site: Site, request: Request) -> Response<Body> {
    let (headers, path) = (request.headers(), request.uri().path());
    let face = if path.starts_with("/api/") {
        Face::Api
    } else {
        Face::Page
    };
    let token = session_token(headers, site.cookie_name());
    let sender = Sender {
        lang: language(headers, site.default_lang),
        path,
        token: token.as_ref(),
        shortcuts_off: shortcuts_off(headers),
    };
    let id = site.app.new_request();
    let answer = refuse(&site, face, &Problem::NotFound, id, &sender).await;
    answer.into_response(site.https)
}

async fn run(site: &Site, route: &'static Route, ask: Ask) -> Result<Answer, Problem> {
    let id = ask.request;
    // Signing in waits for other things, and must not stand in the way of those who are at work.
    let _place = match route.guard {
        Guard::Action(_) => site.places.acquire().await.ok(),
        Guard::Public => None,
    };
    let answer = (route.run)(site.clone(), ask).await;
    // Fail closed: a handler that answered without asking the policy of its route answered wrongly, whatever it says.
    let decided = site.app.take_decisions(id);
    if let (Guard::Action(action), Ok(answer)) = (route.guard, &answer)
        && answer.is_success()
        && !decided.contains(&action)
    {
        tracing::error!(
            route = route.path,
            action,
            "route answered without its policy"
        );
        return Err(Problem::Unguarded);
    }
    answer
}

async fn read(
    site: &Site,
    route: &'static Route,
    request: Request,
    id: RequestId,
    lang: Lang,
) -> Result<Ask, Problem> {
    let (mut parts, body) = request.into_parts();
    small_headers(&parts.headers)?;
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    let token = session_token(&parts.headers, site.cookie_name());
    if route.method == Method::Post {
        same_origin(&parts.headers)?;
    }
    let names = parts
        .extract::<RawPathParams>()
        .await
        .map_err(|_| Problem::NotFound)?;
    let named = names
        .iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    let mut ask = Ask {
        request: id,
        lang,
        path: parts.uri.path().to_owned(),
        parts: named,
        query: query(parts.uri.query().unwrap_or_default())?,
        fields: Fields::default(),
        json: Vec::new(),
        token,
        peer,
        headers: parts.headers,
    };
    match route.takes {
        Takes::Nothing => {}
        Takes::Form(shape, cap) => {
            media_type(&ask.headers, "application/x-www-form-urlencoded")?;
            ask.fields = Fields::parse(&whole(body, cap, &ask.headers).await?, shape)?;
            let csrf = ask.fields.text("csrf").to_owned();
            from_our_page(site, route, &ask, &csrf)?;
        }
        Takes::Json(cap) => {
            media_type(&ask.headers, "application/json")?;
            let csrf = header_text(&ask.headers, "x-csrf-token").to_owned();
            from_our_page(site, route, &ask, &csrf)?;
            ask.json = whole(body, cap, &ask.headers).await?.to_vec();
            shallow(&ask.json)?;
        }
    }
    Ok(ask)
}

fn small_headers(headers: &HeaderMap) -> Result<(), Problem> {
    let mut sum = 0;
    for (name, value) in headers {
        sum += name.as_str().len() + value.len();
        if value.len() > LONGEST_HEADER || sum > LONGEST_HEADERS {
            return Err(Problem::LongHeaders);
        }
    }
    Ok(())
}

async fn whole(body: Body, cap: usize, headers: &HeaderMap) -> Result<Bytes, Problem> {
    let declared = header_text(headers, "content-length")
        .parse::<usize>()
        .unwrap_or(0);
    if declared > cap {
        return Err(Problem::TooLong);
    }
    axum::body::to_bytes(body, cap)
        .await
        .map_err(|_| Problem::TooLong)
}

/// JSON that nests deeper than any of our types is refused before it is read: the parser would recurse. So is an escaped NUL,
/// which no text may hold.
fn shallow(json: &[u8]) -> Result<(), Problem> {
    const DEEPEST: i32 = 32;
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    for (at, byte) in json.iter().enumerate() {
        match (in_string, byte) {
            (true, b'u') if escaped && json.get(at + 1..at + 5) == Some(b"0000") => {
                return Err(Problem::BadJson);
            }
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_string = false,
            (false, b'"') => in_string = true,
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth -= 1,
            (true | false, _) => {}
        }
        if depth > DEEPEST {
            return Err(Problem::BadJson);
        }
    }
    Ok(())
}

fn media_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let given = header_text(headers, "content-type");
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(Problem::MediaType)
    }
}

/// A form of a signed-in person carries the token that only a page of the same session can know.
fn from_our_page(site: &Site, route: &Route, ask: &Ask, csrf: &str) -> Result<(), Problem> {
    match (&ask.token, route.guard) {
        (Some(token), _) if site.app.csrf_holds(token, csrf) => Ok(()),
        // Nobody is signed in: the sign-in page itself, and public forms, rest on the origin check alone.
        (None, Guard::Public) => Ok(()),
        (None, Guard::Action(_)) => Err(Problem::SignIn),
        // A stale cookie must not keep anybody from signing in anew.
        (Some(_), Guard::Public) if route.path == "/sign-in" => Ok(()),
        (Some(_), _) => Err(Problem::Foreign),
    }
}

fn same_origin(headers: &HeaderMap) -> Result<(), Problem> {
    match header_text(headers, "sec-fetch-site") {
        // The browser itself says so, and no page can say it in its place. Our pages send no referrer, so the origin of
        // their own forms reads `null`: this header is the one that counts.
        "same-origin" => return Ok(()),
        "" | "none" => {}
        _ => return Err(Problem::Foreign),
    }
    let origin = header_text(headers, "origin");
    if origin.is_empty() {
        return Ok(());
    }
    let host = header_text(headers, "host");
    let ours = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    if ours == Some(host) && !host.is_empty() {
        Ok(())
    } else {
        Err(Problem::Foreign)
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
}

fn query(text: &str) -> Result<BTreeMap<String, String>, Problem> {
    if text.len() > LONGEST_QUERY {
        return Err(Problem::BadQuery);
    }
    let mut map = BTreeMap::new();
    for (name, value) in Fields::pairs(text.as_bytes()).map_err(|_| Problem::BadQuery)? {
        if map.insert(name, value).is_some() {
            return Err(Problem::BadQuery);
        }
    }
    Ok(map)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(n, v)| (n == name).then_some(v))
}

/// Whether the person switched single-key shortcuts off in this browser.
fn shortcuts_off(headers: &HeaderMap) -> bool {
    cookie(headers, SHORTCUTS_OFF).is_some_and(|value| !value.is_empty())
}

fn session_token(headers: &HeaderMap, name: &str) -> Option<Token> {
    cookie(headers, name).and_then(Token::parse)
}

/// The language chosen by hand (a cookie that says nothing else), or the browser's, or the installation's.
fn language(headers: &HeaderMap, default: Lang) -> Lang {
    let chosen = cookie(headers, "lang").and_then(lang_of);
    let accepted = || {
        header_text(headers, "accept-language")
            .split(',')
            .filter_map(|tag| tag.split([';', '-']).next())
            .find_map(|tag| lang_of(tag.trim()))
    };
    chosen.or_else(accepted).unwrap_or(default)
}

fn lang_of(tag: &str) -> Option<Lang> {
    tag.parse().ok()
}

async fn refuse(
    site: &Site,
    face: Face,
    problem: &Problem,
    id: RequestId,
    sender: &Sender<'_>,
) -> Answer {
    let lang = sender.lang;
    match (face, problem) {
        (Face::Page, Problem::SignIn) => {
            let clear = super::answer::Answer::see_other(&sign_in_address(sender.path));
            clear.with(header::SET_COOKIE, site.cleared_cookie())
        }
        (Face::Page, _) => {
            let page = problem_page(site, problem, id, sender).await;
            Answer::page(page).status(problem.status())
        }
        (Face::Api | Face::Plain, Problem::SignIn) => {
            Answer::json(&crate::api::problem_body(problem, id, lang))
                .status(problem.status())
                .with(header::SET_COOKIE, site.cleared_cookie())
        }
        (Face::Api | Face::Plain, _) => {
            Answer::json(&crate::api::problem_body(problem, id, lang)).status(problem.status())
        }
    }
}

/// Where to sign in, and where to go on after it. Only a path of ours is remembered, and no query: a query may hold what was typed.
fn sign_in_address(path: &str) -> String {
    if path == "/"
        || path.contains(['?', '#', '\\', '%'])
        || !path.starts_with('/')
        || path.starts_with("//")
    {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_origins_are_refused() {
        let ask = |pairs: &[(&'static str, &'static str)]| {
            let mut h = HeaderMap::new();
            for (n, v) in pairs {
                h.insert(*n, v.parse().unwrap());
            }
            same_origin(&h).is_ok()
        };
        assert!(ask(&[("host", "punte.ro")]));
        assert!(ask(&[
            ("host", "punte.ro"),
            ("origin", "https://punte.ro"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!ask(&[
            ("host", "punte.ro"),
            ("origin", "https://punte.ro.evil.ro")
        ]));
        assert!(!ask(&[("host", "punte.ro"), ("origin", "null")]));
        assert!(ask(&[
            ("host", "punte.ro"),
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!ask(&[
            ("host", "punte.ro"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(!ask(&[
            ("host", "punte.ro"),
            ("sec-fetch-site", "same-site")
        ]));
    }

    #[test]
    fn deep_json_is_refused_before_it_is_read() {
        assert!(shallow(br#"{"a":[1,{"b":"[[[[\"{{"}]}"#).is_ok());
        assert!(shallow("[".repeat(33).as_bytes()).is_err());
    }

    #[test]
    fn only_our_own_paths_are_gone_back_to() {
        assert_eq!(
            sign_in_address("/files/RO-7K3F-9Q"),
            "/sign-in?next=/files/RO-7K3F-9Q"
        );
        for bad in ["/", "//evil.ro", "/a%0d", "https://evil.ro"] {
            assert_eq!(sign_in_address(bad), "/sign-in");
        }
    }
}
