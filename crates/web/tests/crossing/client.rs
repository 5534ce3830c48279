//! A browser of one person, as far as these tests need one.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use punte_app::Lang;
use punte_testkit::engines::{Folder, Place};
use punte_testkit::installation::Installation;
use punte_web::{ServeOptions, router};
use tower::ServiceExt;

/// A site with a partnership in it.
pub(crate) struct World {
    pub house: Installation,
    router: axum::Router,
    _folder: Option<Folder>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Got {
    pub status: StatusCode,
    pub location: String,
    pub caching: String,
    pub kind: String,
    pub body: String,
    pub cookie: String,
}

/// One person's browser.
pub(crate) struct Browser<'a> {
    world: &'a World,
    cookie: String,
    csrf: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = Folder::new();
        let world = Self::on(&Place::Sqlite(folder.0.join("punte.db"))).await;
        Self {
            _folder: Some(folder),
            ..world
        }
    }

    /// On an engine of the test's own.
    pub(crate) async fn on(place: &Place) -> Self {
        let house = Installation::new(place).await;
        let options = ServeOptions {
            https: false,
            default_lang: Lang::En,
            personas: Vec::new(),
        };
        let router = router(house.app.clone(), options);
        Self {
            house,
            router,
            _folder: None,
        }
    }

    pub(crate) async fn browser(&self, login: &str) -> Browser<'_> {
        let token = self.house.token(login).await;
        Browser {
            world: self,
            csrf: self.house.app.csrf(&token),
            cookie: format!("punte-demo={}", &*token.text()),
        }
    }

    /// The answer itself, with its headers.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The browser of whoever was given this session by an answer.
    pub(crate) fn browser_with(&self, set_cookie: &str) -> Browser<'_> {
        let cookie = set_cookie.split(';').next().unwrap_or_default();
        let token = cookie.trim_start_matches("punte-demo=");
        let token = punte_app::Token::parse(token).expect("a session");
        Browser {
            world: self,
            csrf: self.house.app.csrf(&token),
            cookie: cookie.to_owned(),
        }
    }

    /// A form of somebody who is not signed in.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let request = Request::post(path).header(FORM.0, FORM.1);
        self.send(request.body(Body::from(encode(fields))).unwrap())
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Got {
        let response = self.answer(request).await;
        let (parts, body) = response.into_parts();
        let text = |name: header::HeaderName| {
            parts
                .headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let bytes = axum::body::to_bytes(body, 4_000_000).await.unwrap();
        Got {
            status: parts.status,
            location: text(header::LOCATION),
            caching: text(header::CACHE_CONTROL),
            kind: text(header::CONTENT_TYPE),
            cookie: text(header::SET_COOKIE),
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Got {
        let request = Request::get(path)
            .header(header::COOKIE, self.cookie())
            .body(Body::empty())
            .unwrap();
        self.world.send(request).await
    }

    /// Any request with this person's cookie.
    pub(crate) async fn raw(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Got {
        let mut request = Request::post(path).header(header::COOKIE, self.cookie());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.world.send(request.body(body.into()).unwrap()).await
    }

    /// A form with its token and a fresh key.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut all = vec![("csrf", self.csrf.as_str())];
        let id = self.world.house.app.new_entry().to_string();
        if !fields.iter().any(|(name, _)| *name == "id") {
            all.push(("id", &id));
        }
        all.extend_from_slice(fields);
        self.raw(path, &[FORM], encode(&all)).await
    }

    /// JSON with its token.
    pub(crate) async fn json(&self, path: &str, body: &serde_json::Value) -> Got {
        let headers = [
            ("content-type", "application/json"),
            ("x-csrf-token", self.csrf.as_str()),
        ];
        self.raw(path, &headers, body.to_string()).await
    }

    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The header that carries the session.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }
}

pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What stands between two texts, first time.
pub(crate) fn between(text: &str, from: &str, to: &str) -> String {
    let (_, rest) = text
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split(to).next().unwrap_or_default().trim().to_owned()
}

/// Percent-encodes a form.
pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| {
        text.bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect::<String>()
    };
    fields
        .iter()
        .map(|(n, v)| format!("{}={}", part(n), part(v)))
        .collect::<Vec<_>>()
        .join("&")
}

impl Got {
    /// The id at the end of where it sends us.
    pub(crate) fn id(&self) -> String {
        let path = self.location.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }

    pub(crate) fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The page without what differs from one request to the next.
    pub(crate) fn without_request(&self) -> String {
        let mut out = String::new();
        let mut rest = self.body.as_str();
        // A request id is a UUID: 36 characters of hex and hyphens.
        while let Some(at) = rest
            .char_indices()
            .map(|(i, _)| i)
            .find(|i| is_uuid(&rest[*i..]))
        {
            out.push_str(&rest[..at]);
            out.push_str("ID");
            rest = &rest[at + 36..];
        }
        out + rest
    }
}

fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 36
        && bytes[..36].iter().enumerate().all(|(i, b)| {
            if [8, 13, 18, 23].contains(&i) {
                *b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        })
}
