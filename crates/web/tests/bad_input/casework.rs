//! "Case data".

use crate::case::{Case, open, text};
use axum::http::StatusCode;
use punte_words::{Lang, T};

#[tokio::test]
async fn impossible_dates_of_birth_are_asked_again() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let path = case.at("/person/age");
    let birth = |day: &'static str, month: &'static str, year: &'static str| {
        [
            ("version", "1"),
            ("birth-day", day),
            ("birth-month", month),
            ("birth-year", year),
            ("under_18", "yes"),
        ]
    };
    for (fields, code) in [
        (birth("1", "1", "2030"), "birth-in-future"),
        (birth("31", "2", "2011"), "date-impossible"),
        (birth("1", "13", "2011"), "date-impossible"),
        (birth("1", "1", "1899"), "date-too-early"),
        (birth("1", "1", "11"), "date-impossible"),
        (birth("x", "1", "2011"), "date-impossible"),
    ] {
        case.refused(&elena, &path, &fields, code).await;
    }
    let conflict = [
        ("version", "1"),
        ("birth-year", "2011"),
        ("years", "30"),
        ("under_18", "no"),
    ];
    case.refused(&elena, &path, &conflict, "age-conflict").await;
    for years in ["121", "-1", "1e3", "300"] {
        case.refused(
            &elena,
            &path,
            &[("version", "1"), ("years", years), ("under_18", "yes")],
            "age-impossible",
        )
        .await;
    }
}

#[tokio::test]
async fn a_doubtful_number_is_kept_as_unverified_and_stops_nobody() {
    let case = Case::new().await;
    let elena = case.elena().await;
    // Wrong check digit, wrong sex, another birth date, letters, too short.
    for (cnp, shown) in [
        ("5110101123457", "5•"),
        ("1110101123450", "1•"),
        ("6990101123450", "6•"),
        ("ABCDEFGHIJKLM", "A•"),
        ("511", "•"),
    ] {
        let fields = [("version", "1"), ("kind", "cnp"), ("value", cnp)];
        let got = elena.post(&case.at("/person/identifier"), &fields).await;
        assert_eq!(
            got.status,
            StatusCode::SEE_OTHER,
            "{cnp}: {}",
            text(&got.body)
        );
        let page = elena.get(&case.at("/person")).await.body;
        assert!(!page.contains(cnp) || cnp.len() < 5, "{cnp} is masked");
        assert!(page.contains(shown), "{cnp}: {}", text(&page));
        assert!(page.contains(&T::new(Lang::En).get("file-number-unverified")));
    }
    // Nor does it keep a file from being opened.
    open(&elena, "0000000000000").await;
}

#[tokio::test]
async fn names_are_taken_as_people_have_them() {
    let case = Case::new().await;
    let elena = case.elena().await;
    for (family, given) in [
        ("Pop-Ionescu", "Ana-Maria"),
        ("D'Arc", "O'Neil"),
        ("necunoscută", ""),
        ("", "X"),
        ("Ковальчук", "Олена"),
        ("نور", "ليلى"),
        ("Nguyễn", "Thị"),
        ("王", "芳"),
        ("de la Cruz", "José"),
    ] {
        let fields = [
            ("version", "1"),
            ("kind", "used"),
            ("family", family),
            ("given", given),
        ];
        let got = elena.post(&case.at("/person/name"), &fields).await;
        assert_eq!(
            got.status,
            StatusCode::SEE_OTHER,
            "{family} {given}: {}",
            text(&got.body)
        );
    }
    case.refused(
        &elena,
        &case.at("/person/name"),
        &[
            ("version", "1"),
            ("kind", "used"),
            ("family", " "),
            ("given", ""),
        ],
        "name-bad",
    )
    .await;
}

#[tokio::test]
async fn a_consent_that_cannot_be_is_refused() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let (legal, own) = (
        case.world.house.units.legal.to_string(),
        case.world.house.units.casework.to_string(),
    );
    let path = case.at("/consents/new");
    let good = [
        ("version", "1"),
        ("purpose", "referral"),
        ("by", "guardian"),
        ("assent", "yes"),
        ("recipients", legal.as_str()),
        ("compartments", "core"),
        ("format", "spoken"),
        ("language", "ro"),
        ("until", "2027-01-31"),
    ];
    let with = |changed: (&'static str, &'static str)| {
        let mut fields = good;
        for field in &mut fields {
            if field.0 == changed.0 {
                *field = changed;
            }
        }
        fields
    };
    case.refused(
        &elena,
        &path,
        &with(("until", "2026-11-01")),
        "end-before-start",
    )
    .await;
    case.refused(
        &elena,
        &path,
        &with(("until", "2026-02-31")),
        "date-impossible",
    )
    .await;
    case.refused(
        &elena,
        &path,
        &with(("compartments", "everything")),
        "choice-unknown",
    )
    .await;
    case.refused(
        &elena,
        &path,
        &with(("assent", "not-asked")),
        "assent-missing",
    )
    .await;
    case.refused(
        &elena,
        &path,
        &with(("purpose", "anything")),
        "choice-unknown",
    )
    .await;
    let mut to_itself = good;
    to_itself[4].1 = own.as_str();
    case.refused(&elena, &path, &to_itself, "recipient-is-own-unit")
        .await;
    let got = elena.post(&path, &good).await;
    assert_eq!(
        got.status,
        StatusCode::SEE_OTHER,
        "the form that was varied is a good one: {}",
        text(&got.body)
    );
}

#[tokio::test]
async fn a_referral_to_oneself_or_of_what_is_not_there_is_refused() {
    let case = Case::new().await;
    let elena = case.elena().await;
    let before = case.version(&elena).await;
    let (legal, own) = (
        case.world.house.units.legal.to_string(),
        case.world.house.units.casework.to_string(),
    );
    let api = format!("/api/v1/files/{}/referrals", case.code);
    let body = |to: &str, compartments: &[&str], until: &str| {
        serde_json::json!({
            "to": to, "service": "legal_aid", "urgency": "urgent", "summary": "Reprezentare.",
            "compartments": compartments, "basis": "lawful:legal_claims", "until": until,
        })
    };
    for (bad, what) in [
        (body(&own, &["core"], "+90d"), "own unit"),
        (body(&legal, &["everything"], "+90d"), "unknown compartment"),
        (body(&legal, &[], "+90d"), "nothing offered"),
        (
            body(&legal, &["core"], "2026-01-01"),
            "over before it begins",
        ),
        (
            body("01900000-0000-7000-8000-000000000001", &["core"], "+90d"),
            "nobody",
        ),
    ] {
        let got = elena.json(&api, &bad).await;
        assert_eq!(
            got.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{what}: {}",
            got.body
        );
    }
    assert_eq!(case.version(&elena).await, before);
}
