//! An alarm, its clock, its triage into a file, and what whoever raised it sees of that.

use crate::client::World;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from alarm to file")]
async fn an_alarm_becomes_a_file_and_whoever_raised_it_sees_that() {
    let world = World::new().await;
    let mihai = world.browser("mihai").await;
    let form = mihai.get("/concerns/new").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    assert!(
        form.body.find("tel:112").unwrap() < form.body.find("action=\"/concerns/new\"").unwrap()
    );

    let blank = mihai
        .post("/concerns/new", &[("what", ""), ("child", "O fată, Ioana")])
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        blank.body.contains("O fată, Ioana"),
        "nothing typed is lost"
    );
    let named = [
        ("what", "Strigă."),
        ("anonymous", "yes"),
        ("reporter", "Ion"),
    ];
    assert_eq!(
        mihai.post("/concerns/new", &named).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );

    let intake = world.house.units.casework.to_string();
    let fields = [
        ("worries", "recruiter"),
        ("what", "Un bărbat o așteaptă la școală."),
        ("danger", "yes"),
        ("years", "14"),
        ("county", "IS"),
        ("anonymous", "yes"),
        ("intake", intake.as_str()),
    ];
    let got = mihai.post("/concerns/new", &fields).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let id = got.id();
    let path = format!("/concerns/{id}");
    assert!(
        mihai
            .get(&path)
            .await
            .body
            .contains("Un bărbat o așteaptă la școală.")
    );
    assert!(mihai.get("/concerns").await.body.contains(&path));

    let elena = world.browser("elena").await;
    assert!(elena.get("/concerns").await.body.contains(&path));
    let closed = elena
        .post(&format!("{path}/no-action"), &[("reason", "not_a_concern")])
        .await;
    assert_eq!(
        closed.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "danger is never closed without action"
    );
    let unknown = elena
        .post(
            &format!("{path}/link"),
            &[("file", "RO-0000-00"), ("urgency", "urgent")],
        )
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opening = elena.get(&format!("{path}/open-file")).await;
    assert!(
        opening.body.contains("value=\"14\"") && opening.body.contains("value=\"IS\" selected"),
        "prefilled"
    );
    let (one, two) = (
        world.house.app.new_entry().to_string(),
        world.house.app.new_entry().to_string(),
    );
    let fields = [
        ("id", one.as_str()),
        ("also", two.as_str()),
        ("years", "14"),
        ("county", "IS"),
        ("urgency", "immediate"),
    ];
    let opened = elena.post(&format!("{path}/open-file"), &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert!(opened.location.starts_with("/files/RO-"));
    let again = elena.post(&format!("{path}/open-file"), &fields).await;
    assert_eq!(again.location, opened.location, "twice is once");

    let seen = mihai.get(&path).await;
    assert!(seen.body.contains("A file was opened") && !seen.body.contains("/files/RO-"));
    assert_eq!(
        elena
            .post(&format!("{path}/reopen"), &[("reason", "Greșeală.")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let more = [("more", "A fost văzută la gară."), ("danger", "no")];
    assert_eq!(
        elena
            .post(&format!("{path}/supplement"), &more)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let passed = elena
        .post(&format!("{path}/pass-on"), &[("name", "Poliția Iași")])
        .await;
    assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.body);
}

#[tokio::test]
async fn nobody_else_reads_or_triages_it() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let raised = elena
        .json(
            "/api/v1/concerns",
            &json!({ "what": "Plânge.", "danger": "no" }),
        )
        .await;
    assert_eq!(raised.status, StatusCode::OK, "{}", raised.body);
    let id = raised.value()["id"].as_str().unwrap().to_owned();
    for login in ["radu", "dan", "vlad"] {
        let browser = world.browser(login).await;
        assert_eq!(
            browser.get(&format!("/concerns/{id}")).await.status,
            StatusCode::NOT_FOUND,
            "{login}"
        );
        let triage = json!({ "outcome": "no_action", "reason": "not_a_concern" });
        let got = browser
            .json(&format!("/api/v1/concerns/{id}/triage"), &triage)
            .await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{login}");
    }
    assert_eq!(
        world.browser("dan").await.get("/concerns").await.status,
        StatusCode::NOT_FOUND
    );
    let unknown = elena
        .json("/api/v1/concerns", &json!({ "what": "x", "role": "admin" }))
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let headers = [("content-type", "application/json")];
    assert_eq!(
        elena.raw("/api/v1/concerns", &headers, "{}").await.status,
        StatusCode::FORBIDDEN
    );
}
