//! The first whole crossing: an alarm, a file, a referral, an acceptance, a service, the answer; then the end of the share.

use punte_app::files::{FileQuery, NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{App, AppError};
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::entry::{Attendance, Basics, Basis};
use punte_domain::file::{Command, SessionNote};
use punte_domain::person::{Name, NameKind};
use punte_domain::referral;
use punte_domain::time::PartialDate;
use punte_domain::values::{Sex, Urgency};
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, signer};

fn post(app: &App) -> Post {
    Post {
        id: app.new_entry(),
        version: None,
    }
}

fn new_file() -> NewFile {
    NewFile {
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
    }
}

fn note(compartment: Compartment, text: &str) -> Command {
    Command::AddNote {
        compartment,
        kind: "general".into(),
        text: text.to_owned(),
        happened_on: None,
    }
}

both_engines! {
    async fn a_child_is_referred_to_a_lawyer_and_the_answer_comes_back(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let opened = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        elena.write_file(opened.code, note(Compartment::Core, "Prima discuție, calmă."), post(app)).await.unwrap();
        elena
            .write_file(opened.code, note(Compartment::Whereabouts, "Locuință protejată."), post(app))
            .await
            .unwrap();

        // She sees it all, in the list too, and finds it by name without diacritics and in any order.
        let view = elena.file(opened.code).await.unwrap();
        assert_eq!(view.person.as_ref().unwrap().1.display_name().as_deref(), Some("Ștefania Țăranu"));
        assert_eq!(view.state.notes.len(), 2);
        assert_eq!(elena.files(&FileQuery::default()).await.unwrap().total, 1);
        assert_eq!(elena.search("taranu STEFANIA").await.unwrap().total, 1);
        assert_eq!(elena.search("popescu").await.unwrap().total, 0);

        // Nobody else does: absent, forbidden and nonexistent are the same.
        let mihai = house.desk("mihai").await;
        assert!(matches!(mihai.file(opened.code).await, Err(AppError::Absent)));
        assert!(matches!(mihai.file("RO-0000-00".parse().unwrap()).await, Err(AppError::Absent)));
        assert_eq!(mihai.search("taranu").await.unwrap().total, 0);

        // She refers the child to the lawyer, on the basis of law, core and identity only.
        let form = ReferralForm {
            to: house.units.legal,
            service: "legal_aid".into(),
            urgency: Urgency::Urgent,
            summary: "Reprezentare în dosarul penal.".to_owned(),
            offered: Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity),
            basis: Basis::Lawful("legal_claims".into()),
            until: elena.now().plus_days(90),
        };
        let preview = elena.preview_referral(opened.code, &form).await.unwrap();
        assert_eq!(preview.problems, []);
        let referral = elena.send_referral(opened.code, &form, post(app)).await.unwrap();

        // Before accepting he sees the payload and not the file.
        let mihai = house.desk("mihai").await;
        let page = mihai.referral(referral).await.unwrap();
        assert!(page.can_answer && page.file.is_none());
        assert!(matches!(mihai.file(opened.code).await, Err(AppError::Absent)));
        assert_eq!(mihai.files(&FileQuery::default()).await.unwrap().total, 0);
        let accept = referral::Command::Accept { assignee: Some(mihai.user_id()) };
        mihai.answer_referral(referral, accept, post(app)).await.unwrap();

        // After it he sees exactly what the preview showed, and finds the child by name.
        let seen = mihai.file(opened.code).await.unwrap();
        assert!(seen.timeline.iter().all(|i| form.offered.has(i.envelope.compartment.kind())));
        for shown in &preview.opens {
            assert!(seen.timeline.iter().any(|i| i.envelope.id == shown.envelope.id));
        }
        assert_eq!(seen.person.as_ref().unwrap().1.display_name().as_deref(), Some("Ștefania Țăranu"));
        assert_eq!(mihai.search("stefania").await.unwrap().total, 1);

        // He records a service; she finds it.
        let open = Command::OpenService {
            kind: "legal_aid".into(),
            unit: house.units.legal,
            referral: Some(referral),
            happened_on: None,
        };
        mihai.write_file(opened.code, open, post(app)).await.unwrap();
        let service = mihai.file(opened.code).await.unwrap().state.services[0].id;
        let session = Command::RecordSession(SessionNote {
            service,
            happened_on: PartialDate::day(mihai.today()),
            minutes: 45,
            attendance: Attendance::Attended,
            summary: "A înțeles ce urmează.".to_owned(),
            next_text: String::new(),
            next: None,
            compartment: Compartment::Legal,
        });
        mihai.write_file(opened.code, session, post(app)).await.unwrap();
        let elena = house.desk("elena").await;
        let answered = elena.file(opened.code).await.unwrap();
        assert_eq!(answered.state.sessions.len(), 1);
        assert!(answered.state.sessions[0].words.is_empty(), "privileged words stay with counsel");
        assert!(answered.referrals[0].view.as_ref().unwrap().state.answered_at.is_some());

        // The share ends: his access with it, but not hers. The words that only counsel has a key of stay counsel's.
        let end = Command::EndShare { unit: house.units.legal, reason: "done".into() };
        elena.write_file(opened.code, end, post(app)).await.unwrap();
        let mihai = house.desk("mihai").await;
        let left = mihai.file(opened.code).await.unwrap();
        assert_eq!((left.open, left.timeline.len()), (Compartments::only(CompartmentKind::Legal), 1));
        assert!(left.person.is_none() && left.state.code.is_none());
        assert_eq!(mihai.files(&FileQuery::default()).await.unwrap().total, 0);
        assert!(elena.file(opened.code).await.is_ok());

        // And everything that was read or written stands in a ledger that verifies.
        while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let verifier = signer().verifier();
        let report = app.store().verify(ORIGIN, &[&verifier]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}

both_engines! {
    async fn the_same_form_twice_is_one_entry(place: Place) {
        let house = Installation::new(&place).await;
        let elena = house.desk("elena").await;
        let once = post(&house.app);
        let opened = elena.open_new_file(house.units.casework, &new_file(), once).await.unwrap();
        let again = elena.open_new_file(house.units.casework, &new_file(), once).await.unwrap();
        assert_eq!(opened, again);
        let other = NewFile { cover_name: "Alta".to_owned(), ..new_file() };
        let clash = elena.open_new_file(house.units.casework, &other, once).await;
        assert!(matches!(clash, Err(AppError::Reused)), "{clash:?}");
        let written = post(&house.app);
        let first = elena.write_file(opened.code, note(Compartment::Core, "O dată."), written).await.unwrap();
        let second = elena.write_file(opened.code, note(Compartment::Core, "O dată."), written).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(elena.file(opened.code).await.unwrap().state.notes.len(), 1);
    }
}

both_engines! {
    async fn a_stale_form_is_told_what_others_wrote(place: Place) {
        let house = Installation::new(&place).await;
        let elena = house.desk("elena").await;
        let opened = elena.open_new_file(house.units.casework, &new_file(), post(&house.app)).await.unwrap();
        let drawn = elena.file(opened.code).await.unwrap().version;
        let sorin = house.desk("sorin").await;
        let risk = |level: &str| Command::AssessRisk {
            level: level.into(),
            factors: vec![],
            text: "Văzut azi.".to_owned(),
            review: None,
        };
        sorin.write_file(opened.code, risk("high"), post(&house.app)).await.unwrap();
        let late = Post { id: house.app.new_entry(), version: Some(drawn) };
        match elena.write_file(opened.code, risk("low"), late).await {
            Err(AppError::Stale(stale)) => {
                assert_eq!(stale.meanwhile.len(), 1);
                assert_eq!(stale.meanwhile[0].author_name, "Sorin Test");
                assert_eq!(stale.meanwhile[0].kind, "risk");
            }
            other => panic!("{other:?}"),
        }
        // A note, which replaces nothing, is never stale.
        let late = Post { id: house.app.new_entry(), version: Some(drawn) };
        elena.write_file(opened.code, note(Compartment::Core, "Ajunge."), late).await.unwrap();
    }
}

both_engines! {
    async fn the_lead_passes_on_acceptance(place: Place) {
        let house = Installation::new(&place).await;
        let elena = house.desk("elena").await;
        let opened = elena.open_new_file(house.units.casework, &new_file(), post(&house.app)).await.unwrap();
        elena
            .write_file(opened.code, note(Compartment::Whereabouts, "Locuință protejată."), post(&house.app))
            .await
            .unwrap();
        let offer = Command::OfferTransfer { to: house.units.dgaspc, reason: "Copilul se mută.".to_owned() };
        elena.write_file(opened.code, offer, post(&house.app)).await.unwrap();
        // Who is offered the lead reads core and identity to decide, and not yet where the child is.
        let dora = house.desk("dora").await;
        let seen = dora.file(opened.code).await.unwrap();
        assert!(seen.person.is_some() && !seen.open.has(CompartmentKind::Whereabouts));
        assert!(seen.state.notes.is_empty());
        dora.write_file(opened.code, Command::AcceptTransfer, post(&house.app)).await.unwrap();
        let dora = house.desk("dora").await;
        let led = dora.file(opened.code).await.unwrap();
        assert_eq!(led.state.notes.len(), 1);
        assert!(led.can.lead);
        assert_eq!(led.state.lead, Some(house.units.dgaspc));
        assert!(matches!(house.desk("elena").await.file(opened.code).await, Err(AppError::Absent)), "nothing of it was her unit's own");
        assert_eq!(dora.search("stefania").await.unwrap().total, 1);
    }
}

both_engines! {
    async fn a_declined_lead_leaves_no_key_behind(place: Place) {
        let house = Installation::new(&place).await;
        let elena = house.desk("elena").await;
        let opened = elena.open_new_file(house.units.casework, &new_file(), post(&house.app)).await.unwrap();
        let offer = Command::OfferTransfer { to: house.units.dgaspc, reason: "Copilul se mută.".to_owned() };
        elena.write_file(opened.code, offer, post(&house.app)).await.unwrap();
        let dora = house.desk("dora").await;
        let decline = Command::DeclineTransfer { reason: "Fără loc.".to_owned() };
        dora.write_file(opened.code, decline, post(&house.app)).await.unwrap();
        let dora = house.desk("dora").await;
        assert!(matches!(dora.file(opened.code).await, Err(AppError::Absent)));
        assert_eq!(dora.files(&FileQuery::default()).await.unwrap().total, 0);
        assert!(house.desk("elena").await.file(opened.code).await.unwrap().can.lead);
    }
}
