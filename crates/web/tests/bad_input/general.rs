//! "General HTTP".

use crate::case::{Case, SECRET, escaped, files, open, problem, text};
use crate::client::{FORM, Got, World, encode};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use punte_words::{Lang, T};
use serde_json::json;

#[tokio::test]
async fn unknown_route_and_method_are_one_404() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let ask = |method: &str, path: &str, signed_in: bool| {
        let mut request = Request::builder().method(method).uri(path);
        if signed_in {
            request = request.header(header::COOKIE, elena.cookie());
        }
        case.world.send(request.body(Body::empty()).unwrap())
    };
    // Not even the address asked for is in it.
    let same = |got: &Got| (got.status, got.without_request());
    for signed_in in [false, true] {
        let first = ask("GET", "/nowhere", signed_in).await;
        problem(&first, StatusCode::NOT_FOUND, "not-found", Lang::En);
        let first = same(&first);
        for (method, path) in [
            ("POST", "/nowhere"),
            ("DELETE", "/files"),
            ("PUT", "/sign-in"),
            ("PATCH", "/concerns/new"),
            ("GET", "/files/RO-7K3F-9Q/nowhere"),
        ] {
            assert_eq!(
                same(&ask(method, path, signed_in).await),
                first,
                "{method} {path}"
            );
        }
        let api = ask("GET", "/api/v1/nowhere", signed_in).await;
        assert_eq!(api.value()["code"], "not-found");
        let wrong = ask("DELETE", "/api/v1/concerns", signed_in).await;
        assert_eq!(wrong.without_request(), api.without_request());
    }
}

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
        let fields = [
            ("version", "1"),
            ("kind", "used"),
            ("family", "Pop"),
            ("given", bad),
        ];
        case.refused(&elena, &name, &fields, "name-characters")
            .await;
    }
    let pile = format!("e{}", "\u{301}".repeat(40));
    let fields = [
        ("version", "1"),
        ("kind", "used"),
        ("family", ""),
        ("given", pile.as_str()),
    ];
    case.refused(&elena, &name, &fields, "name-characters")
        .await;
    // In a text such signs are dropped; a pile of marks is said.
    let note_of = |text: &'static str| {
        [
            ("version", "1"),
            ("compartment", "core"),
            ("kind", "general"),
            ("text", text),
        ]
    };
    let got = elena
        .post(&note, &note_of("Spune\u{202E}enups\u{1B}[31m\u{200B}."))
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let api = format!("/api/v1/files/{}", case.code);
    assert!(elena.get(&api).await.body.contains("Spuneenups[31m."));
    let fields = [
        ("version", "1"),
        ("compartment", "core"),
        ("kind", "general"),
        ("text", pile.as_str()),
    ];
    case.refused(&elena, &note, &fields, "text-characters")
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

#[tokio::test]
async fn ids_of_any_wrong_kind_are_one_404() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let mihai = case.world.browser("mihai").await;
    let raised = elena
        .json(
            "/api/v1/concerns",
            &json!({"what": "Plânge.", "danger": "no"}),
        )
        .await;
    let concern = raised.value()["id"].as_str().unwrap().to_owned();
    let same = |got: &Got| (got.status, got.without_request());
    let nowhere = "01900000-0000-7000-8000-000000000001";
    let first = mihai.get(&format!("/concerns/{nowhere}")).await;
    assert_eq!(first.status, StatusCode::NOT_FOUND);
    let absent = same(&first);
    // Another type's id, another organisation's, no id at all.
    let unit = case.world.house.units.casework.to_string();
    for id in [
        concern.as_str(),
        &unit,
        "1",
        "not-an-id",
        &"a".repeat(500),
        "01900000-0000-7000-8000-00000000000Z",
    ] {
        assert_eq!(
            same(&mihai.get(&format!("/concerns/{id}")).await),
            absent,
            "{id}"
        );
    }
    let first = mihai.get("/files/RO-0000-00").await;
    let absent = same(&first);
    for code in [
        case.code.as_str(),
        "RO-7K3F",
        "nothing",
        &concern,
        "%F0%9F%99%82",
    ] {
        assert_eq!(
            same(&mihai.get(&format!("/files/{code}")).await),
            absent,
            "{code}"
        );
    }
    assert!(!first.body.contains(SECRET));
}

#[tokio::test]
async fn a_missing_version_is_428_and_an_old_one_409_with_both_texts() {
    let case = Case::new().await;
    let (elena, sorin) = (case.elena().await, case.world.browser("sorin").await);
    let path = case.at("/risk");
    let drawn = case.version(&elena).await.to_string();
    for lang in [Lang::Ro, Lang::En] {
        let got = elena
            .post(
                &format!("{path}?lang={}", lang.tag()),
                &[("level", "low"), ("text", "Fără versiune.")],
            )
            .await;
        problem(
            &got,
            StatusCode::PRECONDITION_REQUIRED,
            "version-missing",
            lang,
        );
    }
    let theirs = [
        ("version", drawn.as_str()),
        ("level", "high"),
        ("text", "Scris de Sorin."),
    ];
    assert_eq!(
        sorin.post(&path, &theirs).await.status,
        StatusCode::SEE_OTHER
    );
    let stands = case.version(&elena).await;
    for lang in ["ro", "en"] {
        let mine = [
            ("version", drawn.as_str()),
            ("level", "low"),
            ("text", "Scris de Elena."),
        ];
        let got = elena.post(&format!("{path}?lang={lang}"), &mine).await;
        assert_eq!(got.status, StatusCode::CONFLICT);
        assert!(got.body.contains("Scris de Sorin.") && got.body.contains("Scris de Elena."));
    }
    let api = format!("/api/v1/files/{}/risk", case.code);
    let missing = elena.json(&api, &json!({"id": "019b0000-0000-7000-8000-0000000000d1", "level": "low", "factors": [], "text": ""})).await;
    assert_eq!(
        (missing.status, &missing.value()["code"]),
        (StatusCode::PRECONDITION_REQUIRED, &json!("version-missing"))
    );
    let old = elena
        .json(&api, &json!({"id": "019b0000-0000-7000-8000-0000000000d2", "level": "low", "factors": [], "text": "", "version": 1}))
        .await;
    assert_eq!(
        (old.status, &old.value()["code"]),
        (StatusCode::CONFLICT, &json!("stale"))
    );
    assert_eq!(
        case.version(&elena).await,
        stands,
        "nothing was overwritten"
    );
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_with_another_body_409() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let id = "019b0000-0000-7000-8000-0000000000aa";
    let drawn = case.version(&elena).await.to_string();
    let fields = [
        ("id", id),
        ("version", drawn.as_str()),
        ("level", "high"),
        ("text", "O dată."),
    ];
    let first = elena.post(&case.at("/risk"), &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", text(&first.body));
    let stands = case.version(&elena).await;
    let again = elena.post(&case.at("/risk"), &fields).await;
    assert_eq!(
        (again.status, &again.location),
        (first.status, &first.location),
        "not stale: it is the same form"
    );
    for lang in [Lang::Ro, Lang::En] {
        let other = [
            ("id", id),
            ("version", drawn.as_str()),
            ("level", "low"),
            ("text", "Altceva."),
        ];
        let got = elena
            .post(&format!("{}?lang={}", case.at("/risk"), lang.tag()), &other)
            .await;
        problem(&got, StatusCode::CONFLICT, "reused", lang);
    }
    let api = format!("/api/v1/files/{}/notes", case.code);
    let key = "019b0000-0000-7000-8000-0000000000bb";
    let body = json!({"id": key, "compartment": "core", "kind": "general", "text": "O dată."});
    let one = elena.json(&api, &body).await;
    assert_eq!(elena.json(&api, &body).await.body, one.body);
    let other = json!({"id": key, "compartment": "core", "kind": "general", "text": "Alta."});
    assert_eq!(elena.json(&api, &other).await.status, StatusCode::CONFLICT);
    assert_eq!(case.version(&elena).await, stands + 1);
}

#[tokio::test]
async fn requests_of_no_page_of_ours_are_403() {
    let case = Case::new().await;
    let (elena, sorin) = (case.elena().await, case.world.browser("sorin").await);
    let before = case.version(&elena).await;
    let path = case.at("/notes/new");
    let body = |csrf: &str| {
        encode(&[
            ("csrf", csrf),
            ("version", "1"),
            ("compartment", "core"),
            ("kind", "general"),
            ("text", "x"),
        ])
    };
    for csrf in ["", "0", sorin.csrf()] {
        for lang in [Lang::Ro, Lang::En] {
            let got = elena
                .raw(&format!("{path}?lang={}", lang.tag()), &[FORM], body(csrf))
                .await;
            problem(&got, StatusCode::FORBIDDEN, "foreign", lang);
        }
    }
    let good = body(elena.csrf());
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let got = elena
            .raw(
                &path,
                &[FORM, ("host", "localhost"), (name, value)],
                good.clone(),
            )
            .await;
        problem(&got, StatusCode::FORBIDDEN, "foreign", Lang::En);
    }
    let json = [
        ("content-type", "application/json"),
        ("x-csrf-token", sorin.csrf()),
    ];
    let got = elena
        .raw(&format!("/api/v1/files/{}/notes", case.code), &json, "{}")
        .await;
    assert_eq!(
        (got.status, &got.value()["code"]),
        (StatusCode::FORBIDDEN, &json!("foreign"))
    );
    assert_eq!(case.version(&elena).await, before);
    // Of a session that has ended: sign in first.
    assert_eq!(
        elena.post("/sign-out", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let got = elena.raw(&path, &[FORM], good).await;
    assert!(
        got.location.starts_with("/sign-in"),
        "{} {}",
        got.status,
        got.location
    );
    assert_eq!(case.version(&sorin).await, before);
}

#[tokio::test]
async fn headers_beyond_ours_are_431() {
    let world = World::new().await;
    let ask = |name: &'static str, value: String| {
        let request = Request::get("/statistics?lang=ro").header(name, value);
        world.send(request.body(Body::empty()).unwrap())
    };
    for name in ["cookie", "user-agent", "x-anything"] {
        let got = ask(name, "a".repeat(8_193)).await;
        problem(
            &got,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "long-headers",
            Lang::Ro,
        );
    }
    assert_eq!(
        ask("x-anything", "a".repeat(8_000)).await.status,
        StatusCode::OK
    );
    let mut many = Request::get("/statistics");
    for at in 0..40 {
        many = many.header(format!("x-{at}"), "a".repeat(500));
    }
    let got = world.send(many.body(Body::empty()).unwrap()).await;
    assert_eq!(got.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[tokio::test]
async fn a_bad_cookie_is_nobody_and_is_taken_back() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    open(&elena, "").await;
    let broken = format!("{}0", elena.cookie());
    for cookie in [
        "punte-demo=x",
        "punte-demo=\"; DROP TABLE",
        broken.as_str(),
        "punte-demo=../../etc",
    ] {
        for (path, status) in [
            ("/files", StatusCode::SEE_OTHER),
            ("/sign-in", StatusCode::OK),
            ("/statistics", StatusCode::OK),
            ("/api/v1/files", StatusCode::UNAUTHORIZED),
        ] {
            let request = Request::get(path).header(header::COOKIE, cookie);
            let answer = world.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status(), status, "{cookie} {path}");
            let set = answer
                .headers()
                .get(header::SET_COOKIE)
                .map(|v| v.to_str().unwrap().to_owned());
            let set = set.unwrap_or_default();
            assert!(
                set.starts_with("punte-demo=;") && set.contains("Max-Age=0"),
                "{cookie} {path}: {set}"
            );
        }
    }
    // One of the right shape that opens nothing is told the same on the way to anything that needs it.
    let shaped = format!(
        "punte-demo={}",
        "a".repeat(elena.cookie().len() - "punte-demo=".len())
    );
    let request = Request::get("/files").header(header::COOKIE, &shaped);
    let answer = world.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(answer.headers().contains_key(header::SET_COOKIE));
    // A good one is left alone.
    let request = Request::get("/files").header(header::COOKIE, elena.cookie());
    let answer = world.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key(header::SET_COOKIE));
    assert_eq!(files(&elena).await, 1);
}

#[tokio::test]
async fn a_program_asks_who_it_is_and_for_its_token() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let got = elena.get("/api/v1/session").await.value();
    assert_eq!(
        (&got["login"], &got["csrf"]),
        (&json!("elena"), &json!(elena.csrf()))
    );
    assert_eq!(got["memberships"][0]["role"], "case_manager");
    assert_eq!(
        world.get("/api/v1/session").await.status,
        StatusCode::UNAUTHORIZED
    );
}
