//! Invitations, joining, confirming, leaving, recovering: what opens, and what no longer does.

use punte_app::directory::{
    Change, Finish, InviteForm, JoinForm, JoinRefusal, LedgerFilter, Offers,
};
use punte_app::files::{FileQuery, NewFile, Post};
use punte_app::{App, AppError, Desk, Lang, Recover, SignIn, SignInRefusal, Token, Where};
use punte_domain::access::Role;
use punte_domain::file::entry::Basics;
use punte_domain::id::UnitId;
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, PASSPHRASE, signer};
use std::net::{IpAddr, Ipv4Addr};

const NEW: &str = "altă punte peste altă apă";

fn post(app: &App) -> Post {
    Post {
        id: app.new_entry(),
        version: None,
    }
}

fn invite(unit: UnitId, email: &str) -> InviteForm {
    InviteForm {
        name: "Ioana Nouă".to_owned(),
        email: email.to_owned(),
        unit,
        role: Role::CaseManager,
    }
}

fn join_form() -> JoinForm {
    JoinForm {
        name: "Ioana Nouă".into(),
        title: "asistentă socială".into(),
        passphrase: NEW.into(),
        again: NEW.into(),
    }
}

/// Joins, and gives back the cookie and the recovery code.
async fn join(app: &App, secret: &str) -> (Token, String) {
    let begun = app.begin_join(secret, join_form()).await.unwrap().unwrap();
    let code = begun.recovery.to_string();
    let form = Finish {
        carried: begun.carried,
        code: code.clone(),
        totp: String::new(),
        label: "test".into(),
        lang: Lang::Ro,
    };
    let signed_in = app
        .finish_join(secret, form, app.new_request())
        .await
        .unwrap()
        .unwrap();
    (signed_in.token, code)
}

async fn desk(app: &App, token: &Token) -> Option<Desk> {
    app.desk(token, app.new_request()).await.unwrap()
}

fn sign_in(login: &str, passphrase: &str) -> SignIn {
    SignIn {
        login: login.into(),
        passphrase: passphrase.into(),
        code: String::new(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        label: String::new(),
    }
}

fn new_file() -> NewFile {
    NewFile {
        cover_name: "Irina".into(),
        name: None,
        cnp: String::new(),
        basics: Basics::default(),
        from_concern: None,
    }
}

both_engines! {
    async fn an_invitation_works_once_and_only_in_time(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let sorin = house.desk("sorin").await;
        let form = invite(house.units.casework, "ioana@podul.ro");
        let same = post(app);
        let secret = sorin.invite(&form, same).await.unwrap();
        assert_eq!(sorin.invite(&form, same).await.unwrap(), secret, "the same form sent twice");
        assert_eq!(sorin.directory().await.unwrap().invitations.len(), 1);

        // Typing something else back makes no account.
        let begun = app.begin_join(&secret, join_form()).await.unwrap().unwrap();
        let form = Finish { carried: begun.carried, code: "0000".into(), totp: String::new(), label: String::new(), lang: Lang::En };
        let refused = app.finish_join(&secret, form, app.new_request()).await.unwrap().unwrap_err();
        assert!(matches!(refused, JoinRefusal::Invalid(_)));

        join(app, &secret).await;
        assert_eq!(app.invited(&secret).await.unwrap(), None);
        assert_eq!(app.begin_join(&secret, join_form()).await.unwrap().err(), Some(JoinRefusal::Gone));
        let taken = invite(house.units.casework, "ioana@podul.ro");
        assert!(matches!(sorin.invite(&taken, post(app)).await, Err(AppError::Invalid(_))));

        let late = sorin.invite(&invite(house.units.casework, "b@podul.ro"), post(app)).await.unwrap();
        let back = sorin.invite(&invite(house.units.casework, "c@podul.ro"), post(app)).await.unwrap();
        let open = sorin.directory().await.unwrap().invitations;
        let id = open.iter().find(|i| i.login == "c@podul.ro").unwrap().id;
        sorin.revoke_invitation(id, post(app)).await.unwrap();
        assert_eq!(app.invited(&back).await.unwrap(), None, "taken back");
        assert!(app.invited(&late).await.unwrap().is_some());
        house.clock.pass(24 * 3600);
        assert_eq!(app.invited(&late).await.unwrap(), None, "expired");
        for foreign in ["", "zz", &"0".repeat(32)] {
            assert_eq!(app.invited(foreign).await.unwrap(), None);
        }
    }

    async fn the_first_member_bears_a_units_keys(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let sorin = house.desk("sorin").await;
        let organisation = sorin.directory().await.unwrap().organisations[0].id;
        let offers = Offers { intake: true, referrals: true, casework: true };
        let founded = Change::FoundUnit { organisation, name: "Echipa nouă".into(), county: None, offers };
        let unit = UnitId(sorin.change_directory(&founded, post(app)).await.unwrap());
        let secret = sorin.invite(&invite(unit, "ioana@podul.ro"), post(app)).await.unwrap();
        assert!(!sorin.directory().await.unwrap().unit(unit).unwrap().keyed);
        let (token, _) = join(app, &secret).await;
        let ioana = desk(app, &token).await.unwrap();
        assert_eq!(ioana.memberships().len(), 1);
        let seen = sorin.directory().await.unwrap();
        assert!(seen.unit(unit).unwrap().keyed);
        assert!(!seen.unit(unit).unwrap().held, "an administrator holds no key by being one");
        assert!(sorin.may_give_pseudonyms(unit).await.unwrap());
        sorin.give_pseudonyms(unit, post(app)).await.unwrap();
        assert!(!sorin.may_give_pseudonyms(unit).await.unwrap());
        ioana.open_new_file(unit, &new_file(), post(app)).await.unwrap();

        let secret = sorin.invite(&invite(unit, "maria@podul.ro"), post(app)).await.unwrap();
        let (token, _) = join(app, &secret).await;
        assert!(desk(app, &token).await.unwrap().memberships().is_empty(), "the second one waits");
        assert!(sorin.waiting().await.unwrap().is_empty(), "not in a unit of one's own");
        let someone = ioana.waiting().await.unwrap()[0].user;
        assert!(matches!(sorin.confirm(someone, unit, post(app)).await, Err(AppError::Absent)));

        // Every row of it is in the ledger.
        let store = app.store();
        store.integrate(ORIGIN, &signer(), 1000).await.unwrap();
        let report = store.verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }

    async fn who_is_confirmed_opens_files_and_who_left_opens_nothing(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let (elena, sorin) = (house.desk("elena").await, house.desk("sorin").await);
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        let secret = sorin.invite(&invite(unit, "ioana@podul.ro"), post(app)).await.unwrap();
        let (token, _) = join(app, &secret).await;
        let before = desk(app, &token).await.unwrap();
        assert!(matches!(before.file(file.code).await, Err(AppError::Absent)));
        let waiting = elena.waiting().await.unwrap();
        assert_eq!((waiting.len(), waiting[0].login.as_str()), (1, "ioana@podul.ro"));
        elena.confirm(waiting[0].user, unit, post(app)).await.unwrap();
        let ioana = desk(app, &token).await.unwrap();
        assert!(ioana.file(file.code).await.is_ok());
        let user = ioana.user_id();

        // Suspended: out at the next request, and no way in.
        let suspend = Change::Suspend { user, reason: "Verificare.".into() };
        sorin.change_directory(&suspend, post(app)).await.unwrap();
        assert!(desk(app, &token).await.is_none());
        let refused = app.sign_in(sign_in("ioana@podul.ro", NEW), app.new_request()).await.unwrap();
        assert_eq!(refused.err(), Some(SignInRefusal::Wrong));
        house.clock.pass(20);
        sorin.change_directory(&Change::Restore { user }, post(app)).await.unwrap();
        let token = app.sign_in(sign_in("ioana@podul.ro", NEW), app.new_request()).await.unwrap().unwrap().token;
        // In again, without a key: somebody of the unit gives it back, as when they came.
        assert!(matches!(desk(app, &token).await.unwrap().file(file.code).await, Err(AppError::Absent)));
        let rows = app.store().relations().memberships(user).await.unwrap();
        assert!(rows.iter().all(|m| m.wrapped_unit_key.is_empty()));
        let elena = house.desk("elena").await;
        assert_eq!(elena.waiting().await.unwrap().len(), 1);
        elena.confirm(user, unit, post(app)).await.unwrap();
        assert!(desk(app, &token).await.unwrap().file(file.code).await.is_ok());

        // Ended: the session is over; a new one opens nothing by policy, and the key itself is gone.
        let end = Change::EndMembership { user, unit, role: Role::CaseManager };
        sorin.change_directory(&end, post(app)).await.unwrap();
        assert!(desk(app, &token).await.is_none());
        let token = app.sign_in(sign_in("ioana@podul.ro", NEW), app.new_request()).await.unwrap().unwrap().token;
        let ioana = desk(app, &token).await.unwrap();
        assert!(ioana.memberships().is_empty());
        assert!(matches!(ioana.file(file.code).await, Err(AppError::Absent)));
        let rows = app.store().relations().memberships(user).await.unwrap();
        assert!(rows.iter().all(|m| m.wrapped_unit_key.is_empty()));

        // Nobody may lock themselves or the last administrator out.
        let sorin_id = sorin.user_id();
        let own = Change::Suspend { user: sorin_id, reason: "x".into() };
        assert!(matches!(sorin.change_directory(&own, post(app)).await, Err(AppError::Invalid(_))));
        let last = Change::EndMembership { user: sorin_id, unit, role: Role::Administrator };
        assert!(matches!(sorin.change_directory(&last, post(app)).await, Err(AppError::Invalid(_))));
        assert!(matches!(elena.change_directory(&suspend, post(app)).await, Err(AppError::Absent)));
    }

    async fn files_of_a_leaver_go_to_the_successor(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let (elena, sorin) = (house.desk("elena").await, house.desk("sorin").await);
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        let leaver = sorin.leaver(elena.user_id(), unit).await.unwrap();
        assert_eq!(leaver.files, [file.code]);
        let done = sorin.hand_over(elena.user_id(), unit, sorin.user_id(), post(app)).await.unwrap();
        assert_eq!((done.moved, done.stayed), (vec![file.code], vec![]));
        let list = sorin.files(&FileQuery::default()).await.unwrap();
        assert_eq!(list.rows[0].line.manager, Some(sorin.user_id()));
        let elsewhere = sorin.leaver(house.desk("dora").await.user_id(), house.units.dgaspc).await.unwrap();
        assert!(!elsewhere.held && elsewhere.files.is_empty());
        assert!(elena.leaver(elena.user_id(), unit).await.is_err());

        // The data protection officer sees who did it, and nobody else sees the ledger.
        let filter = LedgerFilter { person: Some(sorin.user_id()), file: Some(file.code), ..LedgerFilter::default() };
        let page = house.desk("vlad").await.ledger(filter).await.unwrap();
        assert!(page.lines.iter().any(|l| l.action == "file.lead" && !l.refused));
        assert!(page.lines.iter().all(|l| l.file == Some(file.code)));
        assert!(matches!(sorin.ledger(filter).await, Err(AppError::Absent)));
    }

    async fn a_passphrase_changes_and_a_recovery_code_brings_back(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let (one, two) = (house.token("elena").await, house.token("elena").await);
        let elena = desk(app, &one).await.unwrap();
        assert_eq!(elena.account().await.unwrap().sessions.len(), 2);
        let wrong = elena.change_passphrase("nu asta".into(), NEW.into(), NEW, post(app)).await;
        assert!(matches!(wrong, Err(AppError::Invalid(_))));
        house.clock.pass(2);
        let elena = desk(app, &one).await.unwrap();
        elena.change_passphrase(PASSPHRASE.into(), NEW.into(), NEW, post(app)).await.unwrap();
        assert!(desk(app, &two).await.is_none(), "the other session ended");

        assert!(elena.offer_recovery("nu asta".into()).await.is_err(), "only with the passphrase");
        house.clock.pass(2);
        let elena = desk(app, &one).await.unwrap();
        let offer = elena.offer_recovery(NEW.into()).await.unwrap();
        assert!(elena.keep_recovery(&offer.sealed, "0000", post(app)).await.is_err());
        elena.keep_recovery(&offer.sealed, &offer.secret, post(app)).await.unwrap();

        // Unknown person and wrong code: one answer.
        let form = |login: &str, code: &str| Recover {
            login: login.into(),
            code: code.into(),
            new: PASSPHRASE.into(),
            again: PASSPHRASE.into(),
            secret: String::new(),
            totp: String::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        for (login, code) in [("nimeni", &*offer.secret), ("ana", &*offer.secret), ("elena", "0000")] {
            let refused = app.recover(form(login, code), app.new_request()).await.unwrap();
            assert_eq!(refused, Err(SignInRefusal::Wrong), "{login}");
        }
        house.clock.pass(5);
        app.recover(form("elena", &offer.secret), app.new_request()).await.unwrap().unwrap();
        assert!(desk(app, &one).await.is_none(), "every session ended");
        assert!(!house.desk("elena").await.account().await.unwrap().recovery, "the code is spent");
        let again = app.recover(form("elena", &offer.secret), app.new_request()).await.unwrap();
        assert_eq!(again, Err(SignInRefusal::Wrong), "a code opens once");
        house.clock.pass(20);
        // The administrator is told, until they have looked.
        let told = async || {
            let day = house.desk("sorin").await.today_page().await.unwrap();
            let all = day.today.into_iter().chain(day.week).chain(day.later);
            all.filter(|item| item.place == Where::Person(elena.user_id())).count()
        };
        assert_eq!(told().await, 1);
        house.desk("sorin").await.recovery_was_seen(elena.user_id()).await.unwrap();
        assert_eq!(told().await, 0);
        for (login, phrase) in [("elena", NEW), ("nimeni", NEW)] {
            let refused = app.sign_in(sign_in(login, phrase), app.new_request()).await.unwrap();
            assert_eq!(refused.err(), Some(SignInRefusal::Wrong));
        }
        house.clock.pass(20);
        assert!(app.sign_in(sign_in("elena", PASSPHRASE), app.new_request()).await.unwrap().is_ok());
    }

    async fn one_account_in_two_units(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let (elena, sorin, ana) = (house.desk("elena").await, house.desk("sorin").await, house.desk("ana").await);
        let there = house.units.psychosocial;
        let user = elena.user_id();
        let add = Change::AddMembership { user, unit: there, role: Role::CaseManager };
        sorin.change_directory(&add, post(app)).await.unwrap();
        let again = sorin.change_directory(&add, post(app)).await;
        assert!(matches!(again, Err(AppError::Invalid(_))), "the same twice");
        assert_eq!(house.desk("elena").await.memberships().len(), 1, "it waits");
        assert!(matches!(elena.confirm(user, there, post(app)).await, Err(AppError::Absent)), "holds no key there");
        ana.confirm(user, there, post(app)).await.unwrap();
        assert_eq!(house.desk("elena").await.memberships().len(), 2);

        // Nobody confirms themselves while a colleague can.
        let more = Change::AddMembership { user: ana.user_id(), unit: there, role: Role::Supervisor };
        sorin.change_directory(&more, post(app)).await.unwrap();
        assert!(matches!(house.desk("ana").await.confirm(ana.user_id(), there, post(app)).await, Err(AppError::Invalid(_))));
        assert!(house.desk("ana").await.waiting().await.unwrap().is_empty());
        house.desk("elena").await.confirm(ana.user_id(), there, post(app)).await.unwrap();

        // Another role in the same unit: the key stays, nobody decides about themselves, the last administrator stays.
        let role = Change::SetRole { user, unit: there, from: Role::CaseManager, to: Role::Supervisor };
        sorin.change_directory(&role, post(app)).await.unwrap();
        let roles: Vec<_> = house.desk("elena").await.memberships().iter().map(|m| m.role).collect();
        assert!(roles.contains(&Role::Supervisor) && roles.len() == 2, "{roles:?}");
        let own = Change::SetRole { user: sorin.user_id(), unit: house.units.casework, from: Role::Supervisor, to: Role::CaseManager };
        assert!(matches!(sorin.change_directory(&own, post(app)).await, Err(AppError::Invalid(_))));
        let report = app.store().verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }

    async fn an_account_takes_up_a_unit_without_keys(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let (elena, sorin) = (house.desk("elena").await, house.desk("sorin").await);
        let organisation = sorin.directory().await.unwrap().organisations[0].id;
        let founded = Change::FoundUnit { organisation, name: "Echipa nouă".into(), county: None, offers: Offers::default() };
        let unit = UnitId(sorin.change_directory(&founded, post(app)).await.unwrap());
        assert!(matches!(elena.take_up(unit).await, Err(AppError::Absent)), "not a member");
        let add = Change::AddMembership { user: elena.user_id(), unit, role: Role::CaseManager };
        sorin.change_directory(&add, post(app)).await.unwrap();
        assert!(elena.account().await.unwrap().memberships.iter().any(|m| m.unit == unit && m.first));
        elena.take_up(unit).await.unwrap();
        assert!(house.desk("elena").await.memberships().iter().any(|m| m.unit == unit));
    }

    async fn that_somebody_came_is_in_their_stream(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let sorin = house.desk("sorin").await;
        let secret = sorin.invite(&invite(house.units.casework, "ioana@podul.ro"), post(app)).await.unwrap();
        let (token, _) = join(app, &secret).await;
        let ioana = desk(app, &token).await.unwrap().user_id();
        let stream = app.store().relations().stream(ioana.into()).await.unwrap().unwrap();
        assert_eq!(stream.version, 2, "invited, came");
        house.desk("elena").await.confirm(ioana, house.units.casework, post(app)).await.unwrap();
        let stream = app.store().relations().stream(ioana.into()).await.unwrap().unwrap();
        assert_eq!(stream.version, 3, "confirmed");
        let store = app.store();
        store.integrate(ORIGIN, &signer(), 1000).await.unwrap();
        let report = store.verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }

    async fn the_ledger_by_day(place: Place) {
        let house = Installation::new(&place).await;
        let vlad = house.desk("vlad").await;
        let (today, before) = (vlad.today(), vlad.today().yesterday().unwrap());
        let of = |day| LedgerFilter { day: Some(day), ..LedgerFilter::default() };
        assert!(!vlad.ledger(of(today)).await.unwrap().lines.is_empty());
        assert!(vlad.ledger(of(before)).await.unwrap().lines.is_empty());
        let mine = LedgerFilter { person: Some(vlad.user_id()), ..of(today) };
        let file = vlad.ledger_file(mine).await.unwrap();
        assert!(!file.lines.is_empty() && file.lines.iter().all(|l| l.actor == Some(vlad.user_id())));
    }
}
