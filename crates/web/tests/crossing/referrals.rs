//! Send, preview, accept, read, revoke; decline.

mod ended;
mod refused;

use crate::client::{Browser, Got, World};
use axum::http::StatusCode;
use punte_app::domain::compartment::{Compartment, CompartmentKind};
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::Basics;
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::values::Sex;
use punte_app::files::{NewFile, Post};

struct Case {
    world: World,
    code: String,
}

impl Case {
    async fn new() -> Self {
        let world = World::new().await;
        let elena = world.house.desk("elena").await;
        let post = || Post {
            id: world.house.app.new_entry(),
            version: None,
        };
        let form = NewFile {
            cover_name: "Irina".to_owned(),
            name: Some(Name {
                kind: NameKind::Birth,
                given: "Ștefania".to_owned(),
                family: "Țăranu".to_owned(),
            }),
            cnp: String::new(),
            basics: Basics {
                sex: Sex::Female,
                county: Some("IS".into()),
                ..Basics::default()
            },
            from_concern: None,
        };
        let opened = elena
            .open_new_file(world.house.units.casework, &form, post())
            .await
            .unwrap();
        for (compartment, text) in [
            (Compartment::Core, "Prima discuție, calmă."),
            (Compartment::Whereabouts, "Locuință protejată la Iași."),
        ] {
            let note = Command::AddNote {
                compartment,
                kind: "general".into(),
                text: text.to_owned(),
                happened_on: None,
            };
            elena.write_file(opened.code, note, post()).await.unwrap();
        }
        Self {
            code: opened.code.to_string(),
            world,
        }
    }

    fn wizard(&self) -> String {
        format!("/files/{}/refer", self.code)
    }

    fn filled(&self) -> Vec<(&'static str, String)> {
        vec![
            ("step", "4".into()),
            ("danger", "no".into()),
            ("to", self.world.house.units.legal.to_string()),
            ("service", "legal_aid".into()),
            ("urgency", "urgent".into()),
            ("summary", "Reprezentare în dosarul penal.".into()),
            ("compartments", "core".into()),
            ("compartments", "identity".into()),
            ("basis", "lawful:legal_claims".into()),
            ("until", "+90d".into()),
        ]
    }

    fn with(&self, changed: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let mut fields = self.filled();
        fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        fields.extend(
            changed
                .iter()
                .filter(|(_, v)| !v.is_empty())
                .map(|(n, v)| (*n, (*v).to_owned())),
        );
        fields
    }

    async fn go(
        &self,
        browser: &Browser<'_>,
        fields: &[(&'static str, String)],
        go: &'static str,
    ) -> Got {
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        all.push(("go", go));
        browser.post(&self.wizard(), &all).await
    }

    async fn sent(&self) -> String {
        let elena = self.world.browser("elena").await;
        let got = self.go(&elena, &self.filled(), "send").await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
        got.id()
    }
}

#[tokio::test]
async fn the_steps_lead_to_the_preview_and_keep_what_was_typed() {
    let case = Case::new().await;
    let elena = case.world.browser("elena").await;
    let first = elena.get(&case.wizard()).await;
    assert_eq!(first.status, StatusCode::OK);
    let phones = first.body.find("tel:112").unwrap();
    assert!(
        phones < first.body.find("name=\"danger\"").unwrap(),
        "112 stands before any question"
    );
    assert!(first.body.contains("tel:119"));

    let unanswered = case.go(&elena, &[("step", "1".into())], "next").await;
    assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
    let second = case
        .go(
            &elena,
            &[("step", "1".into()), ("danger", "yes".into())],
            "next",
        )
        .await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(
        second.body.contains("tel:112")
            && second
                .body
                .contains("value=\"immediate\" aria-describedby=\"urgency-item-hint\" checked")
    );
    assert!(second.body.contains("name=\"danger\" value=\"yes\""));
    assert!(
        !second
            .body
            .contains(&case.world.house.units.casework.to_string()),
        "never one's own unit"
    );
    assert!(
        second
            .body
            .contains(&case.world.house.units.legal.to_string())
    );

    let mut fields = case.with(&[("step", "3"), ("basis", "")]);
    let third = case.go(&elena, &fields, "next").await;
    assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        third.body.contains("Reprezentare în dosarul penal."),
        "nothing typed is lost"
    );
    assert!(third.body.contains("value=\"core\" checked") || third.body.contains("value=\"core\""));
    assert!(
        !third.body.contains("value=\"psychosocial\""),
        "only what a case manager may share"
    );
    fields.push(("basis", "lawful:legal_claims".into()));
    let fourth = case.go(&elena, &fields, "next").await;
    assert_eq!(fourth.status, StatusCode::OK, "{}", fourth.body);
    assert!(
        fourth.body.contains("Ștefania Țăranu") && fourth.body.contains("Prima discuție, calmă.")
    );
    assert!(
        !fourth.body.contains("Locuință protejată"),
        "what stays shut isn't in the preview"
    );
    assert!(!fourth.body.contains("<title>Ștefania"));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from preview to its end")]
async fn what_was_previewed_is_delivered_and_taken_back() {
    let case = Case::new().await;
    let preview = {
        let desk = case.world.house.desk("elena").await;
        let form = punte_app::referrals::ReferralForm {
            to: case.world.house.units.legal,
            service: "legal_aid".into(),
            urgency: punte_app::domain::values::Urgency::Urgent,
            summary: "Reprezentare în dosarul penal.".to_owned(),
            offered: [CompartmentKind::Core, CompartmentKind::Identity]
                .into_iter()
                .collect(),
            basis: punte_app::domain::file::entry::Basis::Lawful("legal_claims".into()),
            until: desk.now().plus_days(90),
        };
        desk.preview_referral(case.code.parse().unwrap(), &form)
            .await
            .unwrap()
    };
    let id = case.sent().await;
    let mihai = case.world.browser("mihai").await;
    let inbox = mihai.get("/referrals").await;
    assert!(inbox.body.contains(&format!("/referrals/{id}")));
    let page = mihai.get(&format!("/referrals/{id}")).await;
    assert!(page.body.contains("Reprezentare în dosarul penal."));
    assert!(
        !page.body.contains(&case.code) && !page.body.contains("Țăranu"),
        "names nobody before acceptance"
    );

    let elena = case.world.browser("elena").await;
    let outbox = elena.get("/referrals").await;
    assert!(
        outbox.body.contains("Read"),
        "the sender sees that it was read"
    );
    let access = format!("/files/{}/access", case.code);
    let before = elena.get(&access).await.body;
    assert!(
        before.contains("Awaits an answer") && !before.contains("In force"),
        "what nobody has accepted is not in force"
    );

    let me = case.world.house.desk("mihai").await.user_id().to_string();
    let got = mihai
        .post(&format!("/referrals/{id}/accept"), &[("assignee", &me)])
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let after = elena.get(&access).await.body;
    assert!(after.contains("In force") && !after.contains("Awaits an answer"));
    assert!(
        mihai
            .get(&format!("/referrals/{id}"))
            .await
            .body
            .contains(&format!("/files/{}", case.code))
    );
    let code = case.code.parse().unwrap();
    let seen = case
        .world
        .house
        .desk("mihai")
        .await
        .file(code)
        .await
        .unwrap();
    let delivered: Vec<_> = seen.timeline.iter().map(|i| i.envelope.id).collect();
    for shown in &preview.opens {
        assert!(delivered.contains(&shown.envelope.id));
    }
    // Nothing more than the preview but what was written since: the share itself.
    assert_eq!(delivered.len(), preview.opens.len() + 1);
    let names: Vec<_> = seen
        .person
        .unwrap()
        .1
        .names
        .iter()
        .map(|n| n.value.display())
        .collect();
    assert_eq!(names, preview.names_open);

    // The answer waits for the sender until she has read it.
    let waiting = |day: punte_app::Today| day.waits_for_me.len();
    let before = waiting(
        case.world
            .house
            .desk("elena")
            .await
            .today_page()
            .await
            .unwrap(),
    );
    assert_eq!(before, 1);
    // Three sessions at most: signing in for a desk may have ended the browser's.
    let elena = case.world.browser("elena").await;
    let answered = elena.get(&format!("/referrals/{id}")).await;
    assert!(answered.body.contains("Accepted"));
    assert_eq!(
        waiting(
            case.world
                .house
                .desk("elena")
                .await
                .today_page()
                .await
                .unwrap()
        ),
        0
    );

    let elena = case.world.browser("elena").await;
    let mihai = case.world.browser("mihai").await;
    // Work, then taken back: absent for him, ended on the file for her.
    assert_eq!(
        mihai
            .post(&format!("/referrals/{id}/start"), &[])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let bare = elena
        .post(&format!("/referrals/{id}/revoke"), &[("reason", "")])
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got = elena
        .post(
            &format!("/referrals/{id}/revoke"),
            &[("reason", "Copilul nu mai dorește.")],
        )
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let gone = case.world.house.desk("mihai").await.file(code).await;
    assert!(matches!(gone, Err(punte_app::AppError::Absent)));
    let own = case
        .world
        .house
        .desk("elena")
        .await
        .file(code)
        .await
        .unwrap();
    assert!(
        own.state.shares.iter().all(|s| s.ended.is_some()),
        "the share on the file ended with it"
    );
    let mihai = case.world.browser("mihai").await;
    assert!(
        mihai
            .get(&format!("/referrals/{id}"))
            .await
            .body
            .contains("Copilul nu mai dorește.")
    );
}
