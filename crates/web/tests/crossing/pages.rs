//! Every page of referrals, concerns and statistics in both languages: one heading, each id once, nothing inline, no missing words.

use crate::client::World;
use axum::http::StatusCode;
use std::collections::BTreeSet;

pub(crate) fn sound(path: &str, body: &str) {
    assert_eq!(body.matches("<h1").count(), 1, "{path}: one h1");
    let mut seen = BTreeSet::new();
    for part in body.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(seen.insert(id), "{path}: id {id} twice");
    }
    for link in body.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(seen.contains(id), "{path}: nothing has the id {id}");
    }
    assert!(
        !body.contains(" style=") && !body.contains("<style") && !body.contains(" onclick"),
        "{path}: inline"
    );
    assert!(
        !body.contains("??") && !body.contains("refer-step-of") && !body.contains("pack-"),
        "{path}: a missing word"
    );
    for family in [
        "admin", "account", "join", "recover", "role", "action", "done", "today", "refusal",
    ] {
        for bare in [format!(">{family}-"), format!("label=\"{family}-")] {
            assert!(!body.contains(&bare), "{path}: a missing word of {family}");
        }
    }
}

#[tokio::test]
async fn pages_are_sound_in_both_languages() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let raised = elena
        .post(
            "/concerns/new",
            &[("what", "Plânge la poartă."), ("danger", "yes")],
        )
        .await;
    let concern = raised.id();
    let made = elena
        .post(
            &format!("/concerns/{concern}/open-file"),
            &[("years", "14"), ("county", "IS")],
        )
        .await;
    let code = made
        .location
        .split('?')
        .next()
        .unwrap()
        .trim_start_matches("/files/")
        .to_owned();
    let legal = world.house.units.legal.to_string();
    let fields = [
        ("step", "4"),
        ("danger", "yes"),
        ("to", legal.as_str()),
        ("service", "legal_aid"),
        ("urgency", "urgent"),
        ("summary", "Reprezentare."),
        ("compartments", "core"),
        ("basis", "lawful:legal_claims"),
        ("until", "+30d"),
    ];
    let wizard = format!("/files/{code}/refer");
    for lang in ["ro", "en"] {
        for step in ["1", "2", "3"] {
            for go in ["next", "back"] {
                let mut all: Vec<(&str, &str)> = fields
                    .iter()
                    .copied()
                    .filter(|(n, _)| *n != "step")
                    .collect();
                all.extend([("step", step), ("go", go)]);
                let path = format!("{wizard}?lang={lang}");
                let got = elena.post(&path, &all).await;
                assert_eq!(got.status, StatusCode::OK, "{step} {go}: {}", got.body);
                sound(&format!("{path} {step} {go}"), &got.body);
                let empty = elena.post(&path, &[("step", step), ("go", "next")]).await;
                assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
                sound(&format!("{path} {step} empty"), &empty.body);
            }
        }
    }
    let mut all = fields.to_vec();
    all.push(("go", "send"));
    let sent = elena.post(&wizard, &all).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let referral = format!("/referrals/{}", sent.id());
    let another = elena
        .post("/concerns/new", &[("what", "Încă una.")])
        .await
        .id();
    let mihai = world.browser("mihai").await;
    for lang in ["ro", "en"] {
        for path in [
            "/referrals".to_owned(),
            referral.clone(),
            "/concerns".to_owned(),
            "/concerns/new".to_owned(),
            format!("/concerns/{concern}"),
            format!("/concerns/{another}"),
            format!("/concerns/{another}/open-file"),
        ] {
            let path = format!("{path}?lang={lang}");
            let got = elena.get(&path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            sound(&path, &got.body);
        }
        let path = format!("{referral}?lang={lang}");
        sound(&path, &mihai.get(&path).await.body);
        let path = format!("{referral}/decline?lang={lang}");
        let refused = mihai.post(&path, &[("reason", "x")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        sound(&path, &refused.body);
        let path = format!("/concerns/new?lang={lang}");
        sound(&path, &elena.post(&path, &[]).await.body);
    }
}

/// A refusal without the one thing that differs between any two requests.
fn without_reference(body: &str) -> String {
    let (before, rest) = body.rsplit_once("app-small\">").expect("a reference");
    let (_, after) = rest.split_once("</p>").expect("its end");
    format!("{before}{after}")
}

#[tokio::test]
async fn what_is_not_there_leaves_a_signed_in_person_where_they_were() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let code = crate::files::open(&elena).await;
    let mihai = world.browser("mihai").await;
    let mut seen = BTreeSet::new();
    // Somebody else's file, a file that never was, an address that no page has, a method that this one does not take.
    for path in [
        format!("/files/{code}"),
        "/files/RO-0000-00".to_owned(),
        "/nowhere".to_owned(),
        "/account/take-up".to_owned(),
    ] {
        let got = mihai.get(&path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        sound(&path, &got.body);
        assert!(got.body.contains("class=\"app-nav\""), "{path}");
        assert!(got.body.contains("action=\"/sign-out\""), "{path}");
        seen.insert(without_reference(&got.body));
        // Who is not signed in is offered nothing that they could not open.
        let got = world.get(&path).await;
        assert!(!got.body.contains("app-nav"), "{path}");
    }
    assert_eq!(seen.len(), 1, "one page for all of them: {seen:?}");
    // A form that is refused as a whole is a page of theirs too.
    let got = mihai.get("/files?stage=x").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("class=\"app-nav\""));
    // A request that no page of ours made is answered without anything of theirs.
    let got = mihai
        .raw(
            "/search",
            &[("content-type", "application/x-www-form-urlencoded")],
            "q=ab",
        )
        .await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(!got.body.contains("app-nav"));
}
