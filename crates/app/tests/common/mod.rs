//! What several of these tests do first.

use punte_app::directory::{Finish, InviteForm, JoinForm};
use punte_app::files::{NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{App, Desk, SignIn, Token};
use punte_domain::access::Role;
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::file::entry::{Basics, Basis};
use punte_domain::id::{ReferralId, UnitId, UserId};
use punte_domain::person::{Name, NameKind};
use punte_domain::referral;
use punte_domain::values::{Sex, Urgency};
use punte_testkit::installation::Installation;
use std::net::{IpAddr, Ipv4Addr};

/// Passphrase of everybody who joins.
pub(crate) const JOINED: &str = "altă punte peste altă apă";

pub(crate) fn post(app: &App) -> Post {
    Post {
        id: app.new_entry(),
        version: None,
    }
}

pub(crate) fn new_file() -> NewFile {
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

pub(crate) fn note(compartment: Compartment, text: &str) -> Command {
    Command::AddNote {
        compartment,
        kind: "general".into(),
        text: text.to_owned(),
        happened_on: None,
    }
}

pub(crate) fn to_legal(house: &Installation) -> ReferralForm {
    ReferralForm {
        to: house.units.legal,
        service: "legal_aid".into(),
        urgency: Urgency::Urgent,
        summary: "Reprezentare în dosarul penal.".to_owned(),
        offered: Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity),
        basis: Basis::Lawful("legal_claims".into()),
        until: house.app.now().plus_days(90),
    }
}

/// Elena refers a file to the lawyer, who accepts.
pub(crate) async fn refer_to_legal(house: &Installation, code: FileCode) -> (ReferralId, Desk) {
    let elena = house.desk("elena").await;
    let form = to_legal(house);
    let sent = elena.send_referral(code, &form, post(&house.app));
    let referral = sent.await.unwrap();
    let mihai = house.desk("mihai").await;
    let accept = referral::Command::Accept {
        assignee: Some(mihai.user_id()),
    };
    let accepted = mihai.answer_referral(referral, accept, post(&house.app));
    accepted.await.unwrap();
    (referral, house.desk("mihai").await)
}

pub(crate) async fn token(app: &App, login: &str, passphrase: &str) -> Token {
    let form = SignIn {
        login: login.to_owned(),
        passphrase: passphrase.to_owned(),
        code: String::new(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        label: String::new(),
    };
    let signed_in = app.sign_in(form, app.new_request()).await.unwrap();
    signed_in.unwrap().token
}

/// Invited by the administrator and joined; waits for the unit's key.
pub(crate) async fn join(house: &Installation, unit: UnitId, login: &str) -> UserId {
    let app = &house.app;
    let invite = InviteForm {
        name: "Nou Venit".to_owned(),
        email: login.to_owned(),
        unit,
        role: Role::CaseManager,
    };
    let sorin = house.desk("sorin").await;
    let secret = sorin.invite(&invite, post(app)).await.unwrap();
    let form = JoinForm {
        name: "Nou Venit".into(),
        title: String::new(),
        passphrase: JOINED.into(),
        again: JOINED.into(),
    };
    let begun = app.begin_join(&secret, form).await.unwrap().unwrap();
    let finish = Finish {
        code: begun.recovery.to_string(),
        carried: begun.carried,
        totp: String::new(),
        label: String::new(),
        lang: punte_app::Lang::Ro,
    };
    let request = app.new_request();
    let joined = app.finish_join(&secret, finish, request).await.unwrap();
    let desk = app.desk(&joined.unwrap().token, app.new_request()).await;
    desk.unwrap().unwrap().user_id()
}

/// Joined, and confirmed by Elena.
pub(crate) async fn confirmed(
    house: &Installation,
    unit: UnitId,
    login: &str,
) -> (Desk, &'static str) {
    let app = &house.app;
    let user = join(house, unit, login).await;
    let elena = house.desk("elena").await;
    elena.confirm(user, unit, post(app)).await.unwrap();
    let token = token(app, login, JOINED).await;
    let desk = app.desk(&token, app.new_request()).await.unwrap();
    (desk.unwrap(), JOINED)
}
