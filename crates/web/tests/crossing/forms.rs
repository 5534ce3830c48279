//! A form that is refused says at once what is wrong with it, by the names of its questions, and keeps what was typed.

use crate::client::{Got, World};
use crate::files::open;
use crate::pages::sound;
use axum::http::StatusCode;

/// Where the summary leads, and what it says.
fn summary(path: &str, got: &Got) -> Vec<(String, String)> {
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    sound(path, &got.body);
    let list = got.body.split("govuk-error-summary__list\">").nth(1);
    let list = list.expect("a summary").split("</ul>").next();
    let lines = list.unwrap_or_default().split("<a href=\"#").skip(1);
    let line = |line: &str| {
        let (field, rest) = line.split_once("\">").expect("a link");
        let said = rest.split("</a>").next().unwrap_or_default();
        (field.to_owned(), said.to_owned())
    };
    lines.map(line).collect()
}

fn pairs(said: &[(String, String)]) -> Vec<(&str, &str)> {
    said.iter().map(|(f, s)| (f.as_str(), s.as_str())).collect()
}

#[tokio::test]
async fn the_wizard_names_every_question_that_is_missing() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let path = format!("/files/{}/refer?lang=en", open(&elena).await);
    let step = |fields: Vec<(&'static str, &'static str)>| {
        let elena = &elena;
        let path = &path;
        async move { elena.post(path, &fields).await }
    };
    let got = step(vec![("step", "1"), ("go", "next")]).await;
    let said = summary(&path, &got);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, "danger");
    let typed = "Are nevoie de avocat.";
    let got = step(vec![
        ("step", "2"),
        ("go", "next"),
        ("danger", "no"),
        ("summary", typed),
    ])
    .await;
    let said = summary(&path, &got);
    assert_eq!(
        pairs(&said),
        [
            ("to", "To: choose at least one recipient."),
            (
                "service",
                "Service asked for: choose one of the items in the list."
            ),
            ("urgency", "Urgency: choose one of the items in the list."),
        ]
    );
    assert!(got.body.contains(typed), "what was typed remains");
}

#[tokio::test]
async fn an_alarm_asks_again_only_for_what_it_needs() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let path = "/concerns/new?lang=en";
    // Nothing is needed but what is happening.
    let said = summary(path, &elena.post(path, &[]).await);
    let asked =
        "What is happening, in your own words: say what is happening: tick an item or write.";
    assert_eq!(pairs(&said), [("what", asked)]);
    let fields = [
        ("worries", "recruiter"),
        ("years", "paisprezece"),
        ("child", "Păr scurt."),
        ("since-year", "20"),
    ];
    let got = elena.post(path, &fields).await;
    let said = summary(path, &got);
    let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["years", "since"]);
    assert!(
        said[0].1.starts_with("Age, in years: type the age"),
        "{}",
        said[0].1
    );
    for kept in ["paisprezece", "Păr scurt.", "value=\"20\""] {
        assert!(got.body.contains(kept), "{kept} remains");
    }
    // Both lie under a fold, which is open.
    assert!(got.body.contains("app-fold\" open"));
}

#[tokio::test]
async fn forms_of_accounts_name_what_is_missing_and_show_no_secret_again() {
    let world = World::new().await;
    let elena = world.browser("elena").await;
    let path = "/account/passphrase?lang=en";
    let got = elena
        .post(path, &[("old", "o parolă veche"), ("new", "scurt")])
        .await;
    let said = summary(path, &got);
    let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["new", "again"], "{said:?}");
    assert!(said[0].1.starts_with("New passphrase: "), "{said:?}");
    assert!(!got.body.contains("o parolă veche") && !got.body.contains("scurt"));
    let said = summary(
        path,
        &elena
            .post(path, &[("new", "scurt"), ("again", "scurt")])
            .await,
    );
    assert_eq!(
        pairs(&said)[0],
        ("old", "Current passphrase: fill this in.")
    );
    // Coming back: the one sentence that tells nothing of anybody, and what was left empty.
    let got = world
        .post("/recover?lang=en", &[("login", "elena"), ("new", "scurt")])
        .await;
    let said = summary("/recover", &got);
    let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
    assert!(
        fields.contains(&"code") && fields.contains(&"again"),
        "{said:?}"
    );
    assert!(got.body.contains("value=\"elena\""));
    // The administrator's: two of three.
    let sorin = world.browser("sorin").await;
    let path = "/admin/invitations/new?lang=en";
    let got = sorin.post(path, &[("name", "Nou Venit")]).await;
    let said = summary(path, &got);
    assert!(
        said.len() >= 2 && said.iter().all(|(_, said)| said.contains(": ")),
        "{said:?}"
    );
    assert!(got.body.contains("value=\"Nou Venit\""));
}
