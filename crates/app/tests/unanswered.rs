//! Referrals that nobody answers, forms that are sent twice, and offers that open nothing before they are accepted.

#[expect(dead_code, reason = "shared with a test that takes all of it")]
mod common;

use common::{new_file, note, post, refer_to_legal, to_legal};
use punte_app::AppError;
use punte_app::files::FileQuery;
use punte_app::ops::background::{Means, lapse};
use punte_domain::access::Grantee;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::referral::{self, Status};
use punte_store::WrapState;
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, signer};
use punte_vault::SystemRng;
use std::sync::Arc;

/// An urgent referral is to be answered within 24 hours, and lapses after ten times that.
const LAPSE: i64 = 240 * 3_600;

fn means(house: &Installation) -> Means {
    Means {
        store: house.app.store().clone(),
        signer: Arc::new(signer()),
        clock: house.clock.clone(),
        rng: Arc::new(SystemRng),
        home: None,
    }
}

both_engines! {
    async fn who_reads_an_unanswered_referral_after_its_time_finds_it_lapsed(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let one = elena.send_referral(file.code, &to_legal(&house), post(app)).await.unwrap();
        let two = elena.send_referral(file.code, &to_legal(&house), post(app)).await.unwrap();
        house.clock.pass(LAPSE - 1);
        let mihai = house.desk("mihai").await;
        assert_eq!(mihai.referral(one).await.unwrap().view.state.status, Some(Status::Read));
        house.clock.pass(1);
        // The one by its page, at the recipient's; the other by the list, at the sender's.
        let mihai = house.desk("mihai").await;
        let page = mihai.referral(one).await.unwrap();
        assert_eq!(page.view.state.status, Some(Status::Expired));
        let accept = referral::Command::Accept { assignee: None };
        assert!(matches!(mihai.answer_referral(one, accept.clone(), post(app)).await, Err(AppError::Invalid(_))));
        let elena = house.desk("elena").await;
        let list = elena.referrals().await.unwrap();
        assert_eq!(list.sent.len(), 2);
        assert!(list.sent.iter().all(|v| v.state.status == Some(Status::Expired)));
        for referral in [one, two] {
            assert_eq!(app.store().relations().wraps_of_referral(referral).await.unwrap(), []);
            // The sender looks: the share that came to nothing ends in the file too.
            elena.referral(referral).await.unwrap();
        }
        let view = elena.file(file.code).await.unwrap();
        assert_eq!(view.state.live_shares(app.now()).count(), 0);
        assert!(matches!(house.desk("mihai").await.answer_referral(two, accept, post(app)).await, Err(AppError::Invalid(_))));
    }
}

both_engines! {
    async fn what_an_unanswered_referral_offered_goes_although_nobody_reads(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let sent = elena.send_referral(file.code, &to_legal(&house), post(app)).await.unwrap();
        let other = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let (accepted, _) = refer_to_legal(&house, other.code).await;
        let relations = app.store().relations();
        let offered = relations.wraps_of_referral(sent).await.unwrap();
        assert!(!offered.is_empty() && offered.iter().all(|w| w.state == WrapState::Offered));
        house.clock.pass(LAPSE - 1);
        assert_eq!(lapse(&means(&house)).await.unwrap(), 0);
        house.clock.pass(1);
        assert_eq!(lapse(&means(&house)).await.unwrap(), 1);
        assert_eq!(lapse(&means(&house)).await.unwrap(), 0, "once");
        assert_eq!(relations.wraps_of_referral(sent).await.unwrap(), []);
        let lines = relations.roster_lines(file.id.into()).await.unwrap();
        assert!(lines.iter().all(|l| l.grantee == Grantee::Unit(house.units.casework)));
        assert!(!relations.wraps_of_referral(accepted).await.unwrap().is_empty(), "an answered one stays");
        // The sender has it on the day's list, and reads that it lapsed.
        let elena = house.desk("elena").await;
        let page = elena.referral(sent).await.unwrap();
        assert_eq!(page.view.state.status, Some(Status::Expired));
        while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let report = app.store().verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}

both_engines! {
    async fn a_form_sent_twice_is_answered_twice_alike(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let (form, once) = (to_legal(&house), post(app));
        let sent = elena.send_referral(file.code, &form, once).await.unwrap();
        assert_eq!(elena.send_referral(file.code, &form, once).await.unwrap(), sent);
        assert_eq!(elena.referrals().await.unwrap().sent.len(), 1);
        let other = punte_app::referrals::ReferralForm { summary: "Altceva.".into(), ..form.clone() };
        assert!(matches!(elena.send_referral(file.code, &other, once).await, Err(AppError::Reused)));

        let (mihai, once) = (house.desk("mihai").await, post(app));
        let accept = referral::Command::Accept { assignee: Some(mihai.user_id()) };
        let first = mihai.answer_referral(sent, accept.clone(), once).await.unwrap();
        assert_eq!(mihai.answer_referral(sent, accept.clone(), once).await.unwrap(), first);
        let decline = referral::Command::Decline { reason: "no_capacity".into(), text: String::new(), suggestion: String::new() };
        assert!(matches!(mihai.answer_referral(sent, decline.clone(), once).await, Err(AppError::Reused)));
        // Somebody else's key is nobody's answer.
        assert!(mihai.answer_referral(sent, accept, post(app)).await.is_err());

        let second = elena.send_referral(file.code, &form, post(app)).await.unwrap();
        let once = post(app);
        let first = mihai.answer_referral(second, decline.clone(), once).await.unwrap();
        assert_eq!(mihai.answer_referral(second, decline, once).await.unwrap(), first);

        // What can be done once only, and what replaces a value.
        let close = Command::Close { reason: "goals_met".into(), text: String::new() };
        let drawn = elena.file(file.code).await.unwrap().version;
        let once = punte_app::files::Post { id: app.new_entry(), version: Some(drawn) };
        let first = elena.write_file(file.code, close.clone(), once).await;
        let again = elena.write_file(file.code, close, once).await;
        assert_eq!(format!("{first:?}"), format!("{again:?}"));
        let risk = Command::AssessRisk { level: "high".into(), factors: vec![], text: "Azi.".into(), review: None };
        let fresh = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let drawn = elena.file(fresh.code).await.unwrap().version;
        let once = punte_app::files::Post { id: app.new_entry(), version: Some(drawn) };
        let first = elena.write_file(fresh.code, risk.clone(), once).await.unwrap();
        assert_eq!(elena.write_file(fresh.code, risk, once).await.unwrap(), first, "not stale: it is the same");
        let view = elena.file(fresh.code).await.unwrap();
        assert_eq!(view.version, first.version);
    }
}

both_engines! {
    async fn an_offer_opens_nothing_before_it_is_accepted(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        elena.write_file(file.code, note(Compartment::Whereabouts, "Strada Lungă."), post(app)).await.unwrap();
        let mut form = to_legal(&house);
        form.to = house.units.dgaspc;
        form.basis = punte_domain::file::entry::Basis::Lawful("child_protection".into());
        form.service = "child_protection".into();
        form.offered = Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity);
        let offered = elena.send_referral(file.code, &form, post(app)).await;
        assert!(offered.is_ok(), "{offered:?}");
        let dora = house.desk("dora").await;
        assert!(matches!(dora.file(file.code).await, Err(AppError::Absent)));
        assert_eq!(dora.search("taranu").await.unwrap().total, 0);
        assert_eq!(dora.files(&FileQuery::default()).await.unwrap().total, 0);
        let on = to_legal(&house);
        assert!(matches!(dora.send_referral(file.code, &on, post(app)).await, Err(AppError::Absent)), "no passing on");

        // An offer of the lead opens core and identity, for 14 days and no longer; the rest waits.
        let offer = Command::OfferTransfer { to: house.units.dgaspc, reason: "Se mută.".into() };
        elena.write_file(file.code, offer, post(app)).await.unwrap();
        let dora = house.desk("dora").await;
        let seen = dora.file(file.code).await.unwrap();
        assert!(seen.person.is_some() && seen.state.notes.is_empty());
        let wraps = app.store().relations().wraps_for(file.id.into()).await.unwrap();
        let to_dgaspc = wraps.iter().filter(|w| w.grantee == Grantee::Unit(house.units.dgaspc));
        for wrap in to_dgaspc {
            assert!(wrap.until.is_some());
            let readable = matches!(wrap.compartment, CompartmentKind::Core | CompartmentKind::Identity);
            let by_offer = wrap.referral == punte_store::WrapRow::NO_REFERRAL;
            assert_eq!(wrap.state == WrapState::Active, readable && by_offer, "{:?}", wrap.compartment);
        }
        assert!(matches!(dora.send_referral(file.code, &on, post(app)).await, Err(AppError::Absent)));
        house.clock.pass(14 * 86_400);
        let dora = house.desk("dora").await;
        assert!(matches!(dora.file(file.code).await, Err(AppError::Absent)));
        assert_eq!(dora.search("taranu").await.unwrap().total, 0);
    }
}
