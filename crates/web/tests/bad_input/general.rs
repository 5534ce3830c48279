//! "General HTTP".

use crate::case::{Case, SECRET, files, open, problem, text};
use crate::client::{FORM, Got, World, encode};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use punte_words::Lang;
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
