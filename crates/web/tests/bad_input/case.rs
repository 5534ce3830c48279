//! A file of Elena's to be rude to, and what every refusal must be.

use crate::client::{Browser, Got, World};
use axum::http::StatusCode;
use punte_words::{Lang, T};

/// Nobody who is refused may read this in a message.
pub(crate) const SECRET: &str = "Țăranu";

/// Fields that people type into; the others are choices.
const TYPED: &[&str] = &[
    "text",
    "family",
    "given",
    "cover",
    "value",
    "birth-day",
    "birth-month",
    "birth-year",
    "years",
    "until",
    "reason",
    "title",
];

pub(crate) struct Case {
    pub(crate) world: World,
    pub(crate) code: String,
}

impl Case {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let code = open(&world.browser("elena").await, "5120304123450").await;
        Self { world, code }
    }

    pub(crate) async fn elena(&self) -> Browser<'_> {
        self.world.browser("elena").await
    }

    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/files/{}{rest}", self.code)
    }

    /// What stands in the file, as far as its version says.
    pub(crate) async fn version(&self, elena: &Browser<'_>) -> i64 {
        let file = elena.get(&format!("/api/v1/files/{}", self.code)).await;
        file.value()["version"].as_i64().expect("a version")
    }

    /// The form is refused in both languages with this rule's sentence, shows again what was typed, and writes nothing.
    pub(crate) async fn refused(
        &self,
        elena: &Browser<'_>,
        path: &str,
        fields: &[(&str, &str)],
        code: &str,
    ) {
        let before = (self.version(elena).await, files(elena).await);
        for lang in [Lang::Ro, Lang::En] {
            let got = elena
                .post(&format!("{path}?lang={}", lang.tag()), fields)
                .await;
            assert_eq!(
                got.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{path} {fields:?} {}",
                got.location
            );
            let sentence = escaped(&T::new(lang).of("refusal", code));
            assert!(
                got.body.contains(&sentence),
                "{path} {code}: {}",
                text(&got.body)
            );
            for (name, value) in fields {
                // A choice that no list has cannot be drawn as chosen.
                let hidden = !TYPED.contains(name) || value.len() > 1_000;
                let shown = got.body.contains(&escaped(value));
                assert!(hidden || shown, "{path}: {name} {value:?} is lost");
            }
        }
        assert_eq!(
            (self.version(elena).await, files(elena).await),
            before,
            "{path} wrote something"
        );
    }
}

/// Opens a file by its form.
pub(crate) async fn open(browser: &Browser<'_>, cnp: &str) -> String {
    let fields = [
        ("version", "0"),
        ("cover", "Irina"),
        ("family", SECRET),
        ("given", "Ștefania"),
        ("sex", "female"),
        ("birth-year", "2011"),
        ("under_18", "yes"),
        ("county", "IS"),
        ("cnp", cnp),
    ];
    let got = browser.post("/files/new", &fields).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", text(&got.body));
    got.id()
}

/// How many files the list has.
pub(crate) async fn files(browser: &Browser<'_>) -> usize {
    browser
        .get("/files")
        .await
        .body
        .matches("/files/RO-")
        .count()
}

/// As a page writes it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&#38;")
        .replace('<', "&#60;")
        .replace('>', "&#62;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

/// A page without its markup, for messages of failed tests.
pub(crate) fn text(body: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && (!c.is_whitespace() || !out.ends_with(' ')) => {
                out.push(if c.is_whitespace() { ' ' } else { c });
            }
            _ => {}
        }
    }
    out
}

/// A problem of the gate: status, the sentence of its code in the answer's language, nobody's data.
pub(crate) fn problem(got: &Got, status: StatusCode, code: &str, lang: Lang) {
    assert_eq!(got.status, status, "{}", text(&got.body));
    let sentence = T::new(lang).of("problem", code);
    let shown = got.body.contains(&sentence) || got.body.contains(&escaped(&sentence));
    assert!(shown, "{code}: {}", text(&got.body));
    assert!(!got.body.contains(SECRET));
}
