//! Files over HTTP: opening, list, search, export, every tab and form in both languages, refusals and conflicts that lose nothing.

use crate::client::{Browser, World};
use axum::http::StatusCode;
use punte_web::http::route::{Face, Method};
use punte_web::routes;
use serde_json::json;

pub(crate) async fn open(elena: &Browser<'_>) -> String {
    let fields = [
        ("version", "0"),
        ("cover", "Irina"),
        ("family", "Țăranu"),
        ("given", "Ștefania"),
        ("sex", "female"),
        ("birth-year", "2011"),
        ("under_18", "yes"),
        ("county", "IS"),
        ("exploitation", "sexual"),
        ("cnp", "5120304123450"),
    ];
    let got = elena.post("/files/new", &fields).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert!(got.location.starts_with("/files/RO-") && got.location.ends_with("?done=file-opened"));
    got.id()
}

/// The hidden version of a form.
fn version(body: &str) -> String {
    let rest = body
        .split("name=\"version\" value=\"")
        .nth(1)
        .expect("a version");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_file_is_opened_found_listed_and_exported() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let list = elena.get("/files").await;
    assert!(list.body.contains(&code) && list.body.contains("Irina"));
    assert!(
        !list.body.contains("Țăranu"),
        "lists show the cover name only"
    );
    assert!(list.body.contains("1 file"));
    for (query, shown) in [
        ("stage=identification", true),
        ("stage=closure", false),
        ("manager=me", true),
        ("mine=yes", true),
        ("mine=yes&county=CJ", false),
        ("manager=none", false),
        ("county=IS&who=child&sort=risk&dir=desc", true),
        ("county=CJ", false),
        ("closed=yes", false),
        ("due=late", false),
    ] {
        let got = elena.get(&format!("/files?{query}")).await;
        assert_eq!(got.status, StatusCode::OK, "{query}");
        assert_eq!(got.body.contains(&code), shown, "{query}");
        let csv = elena.get(&format!("/files.csv?{query}")).await;
        assert_eq!(csv.kind, "text/csv; charset=utf-8");
        assert_eq!(csv.body.contains(&code), shown, "{query}");
    }
    for bad in [
        "stage=x",
        "name=Irina",
        "page=0",
        "sort=a%3Cb",
        "manager=1",
        "mine=no",
    ] {
        assert_eq!(
            elena.get(&format!("/files?{bad}")).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}"
        );
    }
    let found = elena.post("/search", &[("q", "taranu stefania")]).await;
    assert!(found.body.contains(&code) && found.body.contains("Țăranu"));
    for bad in ["", "a", &"x".repeat(201)] {
        let got = elena.post("/search", &[("q", bad)]).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.body.contains("app-alert--error"));
    }
    let view = elena.get("/files?mine=yes&lang=en").await;
    assert!(
        view.body
            .contains("href=\"/files?mine=yes\" aria-current=\"page\"")
    );
    // A filter within the view keeps it.
    assert!(view.body.contains("name=\"mine\" value=\"yes\""));
    // Somebody else's lawyer finds neither the name nor the file.
    let mihai = world.browser("mihai").await;
    assert!(
        !mihai
            .post("/search", &[("q", "taranu")])
            .await
            .body
            .contains(&code)
    );
    assert_eq!(
        mihai.get(&format!("/files/{code}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(mihai.get("/files/new").await.status, StatusCode::NOT_FOUND);
    let none = mihai.get("/files?mine=yes&lang=en").await;
    assert!(none.body.contains("No file names you"), "{}", none.body);
    let none = mihai.get("/files?mine=yes&county=CJ&lang=en").await;
    assert!(none.body.contains("No file matches these filters."));
}

#[tokio::test]
async fn every_tab_and_form_is_drawn_in_both_languages() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let ids = furnish(&elena, &code).await;
    let mut drawn = 0;
    for route in routes::all().filter(|r| r.method == Method::Get && r.face == Face::Page) {
        if !route.path.starts_with("/files/{code}") {
            continue;
        }
        let mut path = route.path.replace("{code}", &code);
        for (name, id) in &ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        for lang in ["ro", "en"] {
            let got = elena.get(&format!("{path}?lang={lang}")).await;
            // A case manager has no key to therapy: the tab is shut, and shown as such on the others. And an answer to an offer
            // of the lead is the other unit's to give.
            let shut = ["/psychosocial", "/transfer/accept", "/transfer/decline"];
            if shut.iter().any(|part| path.ends_with(part)) {
                assert_eq!(got.status, StatusCode::NOT_FOUND);
                continue;
            }
            assert_eq!(got.status, StatusCode::OK, "{path}");
            assert!(got.body.matches("<h1").count() == 1, "{path}: one heading");
            assert!(
                !got.body.contains(" style=") && !got.body.contains("<script>"),
                "{path}"
            );
            assert!(
                !title(&got.body).contains("Irina"),
                "{path}: no name in the title"
            );
            for family in [
                "file-field-",
                "file-hint-",
                "file-form-",
                "file-do-",
                "entry-",
                "pack-",
                "file-column-",
                "refusal-",
            ] {
                let missing = got.body.contains(&format!(">{family}"));
                assert!(!missing, "{path} {lang}: a message of {family} is missing");
            }
            drawn += 1;
        }
    }
    assert!(drawn > 80, "{drawn}");
}

fn title(body: &str) -> &str {
    body.split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next())
        .unwrap_or_default()
}

/// Something of everything, so that no page is empty; gives the ids that addresses name.
async fn furnish(elena: &Browser<'_>, code: &str) -> Vec<(&'static str, String)> {
    let at = |rest: &str| format!("/api/v1/files/{code}/{rest}");
    let key = |n: u8| format!("019b0000-0000-7000-8000-0000000000{n:02x}");
    let file = || async { elena.get(&format!("/api/v1/files/{code}")).await.value() };
    let made =
        |got: crate::client::Got| assert_eq!(got.status, StatusCode::CREATED, "{}", got.body);
    let note =
        json!({"id": key(1), "compartment": "core", "kind": "general", "text": "Prima discuție."});
    made(elena.json(&at("notes"), &note).await);
    let version = file().await["version"].clone();
    let risk = json!({"id": key(2), "version": version, "level": "high", "factors": ["threats"], "text": "Amenințări.", "review": "2026-12-01"});
    made(elena.json(&at("risk"), &risk).await);
    made(
        elena
            .json(
                &at("tasks"),
                &json!({"id": key(3), "title": "Reînscriere la școală", "due": "2026-11-30"}),
            )
            .await,
    );
    let access = elena.get(&at("access")).await.value();
    let holder = access["holders"][0].clone();
    let unit = holder["unit"].as_str().expect("a unit").to_owned();
    let user = holder["user"].as_str().expect("a user").to_owned();
    made(
        elena
            .json(
                &at("services"),
                &json!({"id": key(4), "kind": "education", "unit": unit}),
            )
            .await,
    );
    let seen = file().await;
    let service = seen["services"][0]["id"]
        .as_str()
        .expect("a service")
        .to_owned();
    let session = json!({"id": key(5), "service": service, "happened_on": "2026-11-23", "minutes": 50, "attendance": "attended", "summary": "Vrea înapoi.", "compartment": "core"});
    made(elena.json(&at("sessions"), &session).await);
    let told = [
        ("version", "0"),
        ("about", "recruitment"),
        ("told_to", "psiholog"),
        ("text", "Deja spus."),
    ];
    let got = elena.post(&format!("/files/{code}/told/new"), &told).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    vec![
        ("service", service),
        (
            "task",
            seen["tasks"][0]["id"].as_str().expect("a task").to_owned(),
        ),
        ("note", key(1)),
        ("user", user),
        ("unit", unit),
        ("consent", key(9)),
    ]
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_a_stale_one_shows_both() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let path = format!("/files/{code}/notes/new");
    let long = [
        ("version", "1"),
        ("compartment", "core"),
        ("kind", ""),
        ("text", "Ce am scris eu."),
        ("on-year", "11"),
    ];
    let refused = elena.post(&path, &long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Ce am scris eu.") && refused.body.contains("value=\"11\""));
    assert!(refused.body.contains("govuk-error-summary") && refused.body.contains("kind-error"));
    let missing = elena
        .post(
            &path,
            &[("compartment", "core"), ("kind", "general"), ("text", "x")],
        )
        .await;
    assert_eq!(missing.status, StatusCode::PRECONDITION_REQUIRED);

    let path = format!("/files/{code}/risk");
    let drawn = version(&elena.get(&path).await.body);
    let sorin = world.browser("sorin").await;
    let theirs = [
        ("version", drawn.as_str()),
        ("level", "high"),
        ("text", "Scris de Sorin."),
    ];
    assert_eq!(
        sorin.post(&path, &theirs).await.status,
        StatusCode::SEE_OTHER
    );
    let mine = [
        ("version", drawn.as_str()),
        ("level", "low"),
        ("text", "Scris de Elena."),
    ];
    let stale = elena.post(&path, &mine).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Scris de Sorin.") && stale.body.contains("Scris de Elena."));
    let now = version(&stale.body);
    let again = [
        ("version", now.as_str()),
        ("level", "low"),
        ("text", "Scris de Elena."),
    ];
    assert_eq!(
        elena.post(&path, &again).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_name_is_added_and_found_at_once() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let name = [
        ("version", "1"),
        ("kind", "nickname"),
        ("family", ""),
        ("given", "Fetița cu trenul"),
    ];
    let got = elena
        .post(&format!("/files/{code}/person/name"), &name)
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert!(
        elena
            .post("/search", &[("q", "trenul")])
            .await
            .body
            .contains(&code)
    );
    let person = elena.get(&format!("/files/{code}/person")).await;
    assert!(person.body.contains("Fetița cu trenul") && person.body.contains("5••••••••••50"));
    assert!(
        !person.body.contains("5120304123450"),
        "the personal code is masked"
    );
}

#[tokio::test]
async fn the_notes_of_a_long_file_stand_on_light_pages_in_order_and_once() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let mut written = Vec::new();
    for number in 0..100 {
        // Some are short, some as long as a page of paper.
        let long = if number % 9 == 0 { 3_000 } else { 40 };
        let text = format!("Nota {number:03}. {}", "ă".repeat(long));
        let fields = [
            ("version", "1"),
            ("compartment", "core"),
            ("kind", "general"),
            ("text", &text),
        ];
        let got = elena
            .post(&format!("/files/{code}/notes/new"), &fields)
            .await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
        written.push(format!("Nota {number:03}."));
        world.house.clock.pass(1);
    }
    written.reverse();
    let (mut seen, mut page) = (Vec::new(), 1);
    loop {
        let path = format!("/files/{code}/notes?kind=notes&page={page}");
        let got = elena.get(&path).await;
        assert!(got.body.len() <= 60 * 1024, "{path}: {}", got.body.len());
        let parts = got.body.split("Nota ").skip(1);
        seen.extend(parts.map(|part| format!("Nota {}.", &part[..3])));
        page += 1;
        if !got.body.contains(&format!("kind=notes&#38;page={page}")) {
            break;
        }
    }
    assert!(page > 4, "{page}");
    assert_eq!(seen, written);
    // Past the end is the last page; no number at all is refused.
    let last = elena.get(&format!("/files/{code}/notes?page=99")).await;
    assert!(last.status == StatusCode::OK && last.body.contains("aria-current=\"page\""));
    let none = elena.get(&format!("/files/{code}/notes?page=x")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_service_is_offered_to_its_unit_and_to_the_lead() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = open(&elena).await;
    let key = |n: u8| format!("019b0000-0000-7000-8000-0000000000{n:02x}");
    let legal = world.house.units.legal;
    let referral = json!({"id": key(1), "to": legal.to_string(), "service": "legal_aid", "urgency": "urgent", "summary": "Reprezentare.", "compartments": ["core"], "basis": {"lawful": "legal_claims"}, "until": 1_798_000_000});
    let sent = elena
        .json(&format!("/api/v1/files/{code}/referrals"), &referral)
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let mihai = world.browser("mihai").await;
    let sent = sent.value()["id"].as_str().expect("an id").to_owned();
    let accepted = mihai.post(&format!("/referrals/{sent}/accept"), &[]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let services = format!("/api/v1/files/{code}/services");
    for (n, browser, unit) in [(2, &elena, world.house.units.casework), (3, &mihai, legal)] {
        let service = json!({"id": key(n), "kind": "legal_aid", "unit": unit.to_string()});
        let got = browser.json(&services, &service).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", got.body);
    }
    let (hers, his) = (key(2), key(3));
    for (browser, service, may) in [
        (&elena, &hers, true),
        (&elena, &his, true),
        (&mihai, &his, true),
        (&mihai, &hers, false),
    ] {
        for form in ["session", "end"] {
            let path = format!("/files/{code}/services/{service}/{form}");
            for tab in [format!("/files/{code}"), format!("/files/{code}/plan")] {
                let offered = browser.get(&tab).await.body.contains(&path);
                assert_eq!(offered, may, "{tab}: {path}");
            }
            let shown = browser.get(&path).await.status;
            let there = if may {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(shown, there, "{path}");
        }
    }
    // The application refuses it too, whatever the page shows.
    let end = [(
        "version",
        version(
            &elena
                .get(&format!("/files/{code}/services/{hers}/end"))
                .await
                .body,
        ),
    )];
    let end: Vec<(&str, &str)> = end
        .iter()
        .map(|(n, v)| (*n, v.as_str()))
        .chain([("outcome", "completed")])
        .collect();
    let refused = mihai
        .post(&format!("/files/{code}/services/{hers}/end?lang=en"), &end)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .body
            .contains("Only the unit that gives the service writes here."),
        "{}",
        refused.body
    );
    let ended = elena
        .post(&format!("/files/{code}/services/{his}/end"), &end)
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
}
