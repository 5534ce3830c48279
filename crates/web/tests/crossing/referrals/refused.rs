//! Everything of a referral that must be refused.

use super::Case;
use crate::client::{FORM, Got, encode};
use axum::http::StatusCode;

#[tokio::test]
async fn what_may_not_be_sent_is_refused_with_everything_kept() {
    let case = Case::new().await;
    let elena = case.world.browser("elena").await;
    let units = &case.world.house.units;
    let nobody = "00000000-0000-7000-8000-000000000000";
    let long = "a".repeat(20_000);
    let bad: Vec<(Vec<(&'static str, &str)>, &str)> = vec![
        (vec![("to", nobody)], "to"),
        (vec![("to", "")], "to"),
        (vec![("service", "nothing")], "service"),
        (vec![("urgency", "")], "urgency"),
        (vec![("summary", "")], "summary"),
        (vec![("summary", &long)], "summary"),
        (vec![("basis", "")], "basis"),
        (
            vec![("basis", "consent:00000000-0000-7000-8000-000000000000")],
            "basis",
        ),
        (vec![("basis", "lawful:because")], "basis"),
        (vec![("basis", "lawful:child_protection")], "basis"),
        (vec![("compartments", "")], "compartments"),
        (vec![("compartments", "psychosocial")], "compartments"),
        (vec![("compartments", "private")], "compartments"),
        (
            vec![("compartments", "core"), ("compartments", "whereabouts")],
            "basis",
        ),
        (vec![("until", "ieri")], "until"),
        (vec![("until", "31.02.2027")], "until"),
        (vec![("until", "soon")], "until"),
        (vec![("until", "+500d")], "until"),
    ];
    for (changed, field) in bad {
        let got = case.go(&elena, &case.with(&changed), "send").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed:?}");
        assert!(
            got.body.contains(&format!("href=\"#{field}\"")),
            "{changed:?} names {field}: {}",
            got.body
        );
        if field != "summary" {
            assert!(
                got.body.contains("Reprezentare în dosarul penal."),
                "{changed:?} loses nothing"
            );
        }
    }
    let own = units.casework.to_string();
    let got = case.go(&elena, &case.with(&[("to", &own)]), "send").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        elena.get("/referrals").await.body.contains("app-empty"),
        "nothing was sent"
    );
}

#[tokio::test]
async fn sending_twice_sends_once() {
    let case = Case::new().await;
    let elena = case.world.browser("elena").await;
    let id = case.world.house.app.new_entry().to_string();
    let mut fields = case.filled();
    fields.push(("id", id));
    let first = case.go(&elena, &fields, "send").await;
    let second = case.go(&elena, &fields, "send").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    assert_eq!(first.location, second.location);
}

#[tokio::test]
async fn requests_that_are_none_of_ours_are_refused() {
    let case = Case::new().await;
    let elena = case.world.browser("elena").await;
    let path = case.wizard();
    let filled = case.filled();
    let pairs: Vec<(&str, &str)> = filled.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let with_token = |more: &[(&'static str, &str)]| {
        let mut all = pairs.clone();
        all.push(("go", "send"));
        all.push(("csrf", elena.csrf()));
        all.extend_from_slice(more);
        encode(&all)
    };
    assert_eq!(
        elena.raw(&path, &[FORM], encode(&pairs)).await.status,
        StatusCode::FORBIDDEN,
        "no CSRF token"
    );
    let foreign = [
        FORM,
        ("origin", "https://evil.example"),
        ("host", "punte.test"),
    ];
    assert_eq!(
        elena.raw(&path, &foreign, with_token(&[])).await.status,
        StatusCode::FORBIDDEN
    );
    let cross = [FORM, ("sec-fetch-site", "cross-site")];
    assert_eq!(
        elena.raw(&path, &cross, with_token(&[])).await.status,
        StatusCode::FORBIDDEN
    );
    let unknown = elena
        .raw(&path, &[FORM], with_token(&[("role", "admin")]))
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let doubled = elena.raw(&path, &[FORM], with_token(&[("to", "x")])).await;
    assert_eq!(doubled.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "a".repeat(70_000);
    assert_eq!(
        elena
            .raw(&path, &[FORM], with_token(&[("summary", &long)]))
            .await
            .status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let text = [("content-type", "text/plain")];
    assert_eq!(
        elena.raw(&path, &text, with_token(&[])).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn forbidden_and_absent_are_one_answer() {
    let case = Case::new().await;
    let id = case.sent().await;
    let radu = case.world.browser("radu").await;
    for (there, nowhere) in [
        (
            format!("/referrals/{id}"),
            "/referrals/00000000-0000-7000-8000-000000000000".to_owned(),
        ),
        (case.wizard(), "/files/RO-0000-00/refer".to_owned()),
    ] {
        let (forbidden, absent) = (radu.get(&there).await, radu.get(&nowhere).await);
        assert_eq!(forbidden.status, StatusCode::NOT_FOUND);
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
        let plain = |got: &Got, path: &str| {
            got.without_request()
                .replace(path, "PATH")
                .replace("/referrals/ID", "PATH")
        };
        assert_eq!(plain(&forbidden, &there), plain(&absent, &nowhere));
    }
    let someone = radu.post(&format!("/referrals/{id}/accept"), &[]).await;
    assert_eq!(someone.status, StatusCode::NOT_FOUND);
    let sender = case
        .world
        .browser("elena")
        .await
        .post(&format!("/referrals/{id}/accept"), &[])
        .await;
    assert_eq!(
        sender.status,
        StatusCode::NOT_FOUND,
        "the sender doesn't answer her own question"
    );
}
