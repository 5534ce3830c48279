//! "General HTTP": what lies in a body: its type, its encoding, its characters, its shape.

use crate::case::{Case, escaped, problem};
use crate::client::{FORM, encode};
use axum::http::StatusCode;
use punte_words::{Lang, T};
use serde_json::json;

#[tokio::test]
async fn wrong_or_missing_content_type_is_415() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let before = case.version(&elena).await;
    let form = encode(&[
        ("csrf", elena.csrf()),
        ("text", "x"),
        ("compartment", "core"),
        ("kind", "general"),
        ("version", "1"),
    ]);
    let path = case.at("/notes/new");
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded-not",
    ] {
        let got = elena
            .raw(&path, &[("content-type", kind)], form.clone())
            .await;
        problem(
            &got,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            Lang::En,
        );
    }
    let got = elena.raw(&format!("{path}?lang=ro"), &[], form).await;
    problem(
        &got,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "media-type",
        Lang::Ro,
    );
    let api = format!("/api/v1/files/{}/notes", case.code);
    let headers = [FORM, ("x-csrf-token", elena.csrf())];
    assert_eq!(
        elena.raw(&api, &headers, "{}").await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert_eq!(case.version(&elena).await, before);
}

#[tokio::test]
async fn broken_encodings_are_refused_whole() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let before = case.version(&elena).await;
    for bad in ["%FF%FE", "%ED%A0%80", "%00", "%C3", "a%4", "%zz"] {
        for lang in [Lang::Ro, Lang::En] {
            let body = format!(
                "csrf={}&version=1&compartment=core&kind=general&text={bad}",
                elena.csrf()
            );
            let path = format!("{}?lang={}", case.at("/notes/new"), lang.tag());
            let got = elena.raw(&path, &[FORM], body).await;
            problem(&got, StatusCode::UNPROCESSABLE_ENTITY, "bad-form", lang);
        }
    }
    let headers = [
        ("content-type", "application/json"),
        ("x-csrf-token", elena.csrf()),
    ];
    for bad in [
        r#"{"compartment":"core","kind":"general","text":"\ud800"}"#.to_owned(),
        r#"{"compartment":"core","kind":"general","text":"a\u0000b"}"#.to_owned(),
        "{\"compartment\":\"core\",\"kind\":\"general\",\"text\":\"a\u{1}b\"}".to_owned(),
        "\u{feff}{}".to_owned(),
    ] {
        let got = elena
            .raw(&format!("/api/v1/files/{}/notes", case.code), &headers, bad)
            .await;
        problem(&got, StatusCode::UNPROCESSABLE_ENTITY, "bad-json", Lang::En);
    }
    let latin = b"{\"compartment\":\"core\",\"kind\":\"general\",\"text\":\"\xe3\"}".to_vec();
    let got = elena
        .raw(
            &format!("/api/v1/files/{}/notes", case.code),
            &headers,
            latin,
        )
        .await;
    problem(&got, StatusCode::UNPROCESSABLE_ENTITY, "bad-json", Lang::En);
    assert_eq!(case.version(&elena).await, before);
}

/// The form of a name.
const fn named<'a>(family: &'a str, given: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("version", "1"),
        ("kind", "used"),
        ("family", family),
        ("given", given),
    ]
}

/// The form of a note to the core.
const fn note_of(text: &str) -> [(&'static str, &str); 4] {
    [
        ("version", "1"),
        ("compartment", "core"),
        ("kind", "general"),
        ("text", text),
    ]
}

#[tokio::test]
async fn invisible_and_piled_characters_are_refused_with_their_field() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let (name, note) = (case.at("/person/name"), case.at("/notes/new"));
    for bad in [
        "Ana\u{202E}anA",
        "A\u{200B}na",
        "\u{FEFF}Ana",
        "Ana\u{1B}",
        "Ana\nMaria",
        "Ana\u{2066}x",
    ] {
        case.refused(&elena, &name, &named("Pop", bad), "name-characters")
            .await;
    }
    let pile = format!("e{}", "\u{301}".repeat(40));
    case.refused(&elena, &name, &named("", &pile), "name-characters")
        .await;
    // In a text such signs are dropped; a pile of marks is said.
    let got = elena
        .post(&note, &note_of("Spune\u{202E}enups\u{1B}[31m\u{200B}."))
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let api = format!("/api/v1/files/{}", case.code);
    assert!(elena.get(&api).await.body.contains("Spuneenups[31m."));
    case.refused(&elena, &note, &note_of(&pile), "text-characters")
        .await;
    // A program is told.
    for text in ["a\u{202E}b", "a\u{1B}b", pile.as_str()] {
        let body = json!({"id": "019b0000-0000-7000-8000-0000000000cc", "compartment": "core", "kind": "general", "text": text});
        let got = elena.json(&format!("{api}/notes"), &body).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(got.value()["fields"][0]["code"], "text-characters");
    }
    let marks = "\u{301}".repeat(100_000);
    let long = format!(
        "csrf={}&id=019b0000-0000-7000-8000-0000000000ee&version=1&kind=used&family=&given=e{marks}",
        elena.csrf()
    );
    let got = elena.raw(&name, &[FORM], long).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        got.body
            .contains(&escaped(&T::new(Lang::En).of("refusal", "name-bad")))
    );
    let mega = "a".repeat(1_000_000);
    let got = elena
        .post(
            &name,
            &[("version", "1"), ("kind", "used"), ("family", &mega)],
        )
        .await;
    problem(&got, StatusCode::PAYLOAD_TOO_LARGE, "too-long", Lang::En);
}

#[tokio::test]
async fn what_a_word_processor_pastes_is_kept_and_names_are_stored_composed() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let pasted = [
        ("version", "1"),
        ("compartment", "core"),
        ("kind", "general"),
        ("text", "unu\u{B}doi\u{C}trei\r\npatru"),
    ];
    assert_eq!(
        elena.post(&case.at("/notes/new"), &pasted).await.status,
        StatusCode::SEE_OTHER
    );
    let file = elena
        .get(&format!("/api/v1/files/{}", case.code))
        .await
        .body;
    assert!(file.contains(r"unu\ndoi\ntrei\npatru"), "{file}");
    // Decomposed: S with a comma below.
    let fields = [
        ("version", "1"),
        ("kind", "used"),
        ("family", "S\u{326}tefa\u{306}nescu"),
        ("given", ""),
    ];
    assert_eq!(
        elena.post(&case.at("/person/name"), &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        elena
            .get(&case.at("/person"))
            .await
            .body
            .contains("Ștefănescu")
    );
    // Markup is text.
    let markup = [
        ("version", "1"),
        ("compartment", "core"),
        ("kind", "general"),
        ("text", "<script>alert(1)</script>"),
    ];
    assert_eq!(
        elena.post(&case.at("/notes/new"), &markup).await.status,
        StatusCode::SEE_OTHER
    );
    let page = elena.get(&case.at("/notes")).await.body;
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert(1)"));
}

#[tokio::test]
async fn duplicates_and_strange_shapes_are_422() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let before = case.version(&elena).await;
    for fields in [
        "text=a&text=b",
        "text=a&role=admin",
        "__proto__=x",
        "text[]=a",
    ] {
        let body = format!(
            "csrf={}&version=1&compartment=core&kind=general&{fields}",
            elena.csrf()
        );
        let got = elena.raw(&case.at("/notes/new"), &[FORM], body).await;
        problem(&got, StatusCode::UNPROCESSABLE_ENTITY, "bad-form", Lang::En);
    }
    for query in [
        "sort=due&sort=risk",
        "page=1&page=2",
        "q=x",
        "sort=%00",
        "sort=%FF",
        &format!("sort={}", "a".repeat(3_000)),
    ] {
        let got = elena.get(&format!("/files?{query}")).await;
        problem(
            &got,
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-query",
            Lang::En,
        );
    }
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    let headers = [
        ("content-type", "application/json"),
        ("x-csrf-token", elena.csrf()),
    ];
    for bad in [
        r#"{"what":"a","what":"b"}"#,
        r#"{"what":["a"]}"#,
        r#"{"what":{"a":"b"}}"#,
        r#"{"what":"a","__proto__":{"admin":true}}"#,
        r#"{"what":"a","role":"admin"}"#,
        r#"{"what":"a","years":1e400}"#,
        r#"{"what":"a","years":NaN}"#,
        r#"{"what":"a","years":-0.5}"#,
        r#"{"what":"a","years":9223372036854775808}"#,
        r#"{"what":"a","years":"12"}"#,
        &format!(r#"{{"what":"a","years":{deep}}}"#),
        "[]",
        "",
        "null",
        r#"{"what":"a"} trailing"#,
    ] {
        let got = elena
            .raw("/api/v1/concerns", &headers, bad.to_owned())
            .await;
        problem(&got, StatusCode::UNPROCESSABLE_ENTITY, "bad-json", Lang::En);
    }
    assert_eq!(case.version(&elena).await, before);
    assert_eq!(
        elena.get("/api/v1/concerns").await.value()["to_triage"],
        json!([])
    );
}
