use super::super::evolve;
use super::*;
use crate::access::Role;
use crate::compartment::{CompartmentKind, Compartments};
use crate::file::entry::Basis;
use crate::id::ConsentId;
use crate::samples::{LEAD, NOW, OTHER, code, consent, ctx, duty, payload, write};
use crate::time::Moment;
use crate::values::{Answer, Urgency};

const GIVEN: ConsentId = ConsentId([7; 16]);

fn standing() -> ConsentState {
    ConsentState {
        id: GIVEN,
        what: consent(),
        given_at: NOW,
        withdrawn: None,
        assent: Answer::Said(true),
    }
}

fn send_by(basis: Basis, consent: Option<ConsentState>) -> Command {
    Command::Send {
        payload: payload(basis),
        to: OTHER,
        consent,
    }
}

fn sent() -> State {
    let ctx = ctx(Role::CaseManager);
    let mut state = State::default();
    let decided = decide(&state, &send_by(duty(), None), &ctx).unwrap();
    write(&mut state, 0, decided, &ctx, evolve);
    state
}

fn there() -> Ctx<'static> {
    Ctx {
        unit: OTHER,
        ..ctx(Role::Lawyer)
    }
}

#[test]
fn a_missing_consent_never_blocks_the_duty_to_alert() {
    let ctx = ctx(Role::CaseManager);
    assert!(decide(&State::default(), &send_by(duty(), None), &ctx).is_ok());
    let by_consent = Basis::Consent(GIVEN);
    assert_eq!(
        decide(&State::default(), &send_by(by_consent.clone(), None), &ctx),
        Err(Refusal::ConsentUnknown)
    );
    assert!(
        decide(
            &State::default(),
            &send_by(by_consent, Some(standing())),
            &ctx
        )
        .is_ok()
    );
    let unknown = Basis::Lawful(code("because"));
    assert_eq!(
        decide(&State::default(), &send_by(unknown, None), &ctx),
        Err(Refusal::BasisUnknown)
    );
}

#[test]
fn a_consent_must_hold_and_cover() {
    let ctx = ctx(Role::CaseManager);
    let send = |consent: ConsentState| {
        decide(
            &State::default(),
            &send_by(Basis::Consent(GIVEN), Some(consent)),
            &ctx,
        )
    };
    let mut withdrawn = standing();
    withdrawn.withdrawn = Some((NOW, crate::file::entry::ConsentBy::Child));
    assert_eq!(send(withdrawn), Err(Refusal::ConsentIsWithdrawn));
    let mut refused = standing();
    refused.assent = Answer::Said(false);
    assert_eq!(send(refused), Err(Refusal::ConsentNotInForce));
    let mut later = standing();
    later.what.from = NOW.plus_hours(1);
    assert_eq!(send(later), Err(Refusal::ConsentNotInForce));
    for change in [
        |c: &mut ConsentState| c.what.recipients = vec![LEAD],
        |c: &mut ConsentState| c.what.compartments = Compartments::only(CompartmentKind::Core),
        |c: &mut ConsentState| c.what.until = NOW.plus_days(1),
    ] {
        let mut narrow = standing();
        change(&mut narrow);
        assert_eq!(send(narrow), Err(Refusal::ConsentDoesNotCover));
    }
}

#[test]
fn what_is_sent_is_checked() {
    let ctx = ctx(Role::CaseManager);
    let with = |change: &dyn Fn(&mut Payload)| {
        let mut payload = payload(duty());
        change(&mut payload);
        decide(
            &State::default(),
            &Command::Send {
                payload,
                to: OTHER,
                consent: None,
            },
            &ctx,
        )
    };
    let own = Command::Send {
        payload: payload(duty()),
        to: LEAD,
        consent: None,
    };
    assert_eq!(
        decide(&State::default(), &own, &ctx),
        Err(Refusal::RecipientIsOwnUnit)
    );
    assert_eq!(with(&|p| p.until = NOW), Err(Refusal::DueInPast));
    assert_eq!(
        with(&|p| p.until = NOW.plus_days(91)),
        Err(Refusal::TooLong)
    );
    assert_eq!(with(&|p| p.until = Moment(i64::MAX)), Err(Refusal::TooLong));
    assert_eq!(
        with(&|p| p.offered = Compartments::NONE),
        Err(Refusal::CompartmentsNotShareable)
    );
    assert_eq!(
        with(&|p| p.offered = Compartments::only(CompartmentKind::Private)),
        Err(Refusal::CompartmentsNotShareable)
    );
    assert_eq!(
        with(&|p| p.offered = Compartments(1 << 12)),
        Err(Refusal::CompartmentsNotShareable)
    );
    assert_eq!(
        with(&|p| p.offered = Compartments::only(CompartmentKind::Psychosocial)),
        Err(Refusal::BasisDoesNotCover)
    );
    assert_eq!(
        with(&|p| p.service = code("magic")),
        Err(Refusal::ChoiceUnknown)
    );
    assert_eq!(
        with(&|p| p.summary = String::new()),
        Err(Refusal::TextMissing)
    );
}

#[test]
fn the_response_clock_follows_urgency() {
    let ctx = ctx(Role::CaseManager);
    for (urgency, hours) in [
        (Urgency::Immediate, 4),
        (Urgency::Urgent, 24),
        (Urgency::Ordinary, 120),
    ] {
        let payload = Payload {
            urgency,
            ..payload(duty())
        };
        let decided = decide(
            &State::default(),
            &Command::Send {
                payload,
                to: OTHER,
                consent: None,
            },
            &ctx,
        )
        .unwrap();
        let Entry::Sent {
            answer_by,
            expires_at,
            ..
        } = decided[0].entry
        else {
            panic!()
        };
        assert_eq!(answer_by, NOW.plus_hours(hours));
        assert!(expires_at > answer_by);
    }
}

#[test]
fn each_side_does_its_own() {
    let state = sent();
    let here = ctx(Role::CaseManager);
    let accept = Command::Accept { assignee: None };
    assert_eq!(decide(&state, &accept, &here), Err(Refusal::OnlyRecipient));
    assert_eq!(
        decide(&state, &Command::MarkRead, &here),
        Err(Refusal::OnlyRecipient)
    );
    let revoke = Command::Revoke {
        reason: "greșeală".to_owned(),
    };
    assert_eq!(decide(&state, &revoke, &there()), Err(Refusal::OnlySender));
    assert!(decide(&state, &revoke, &here).is_ok());
    assert!(decide(&state, &accept, &there()).is_ok());
    assert_eq!(
        decide(&state, &Command::StartWork, &there()),
        Err(Refusal::ReferralStep)
    );
    assert_eq!(
        decide(&state, &Command::Expire, &here),
        Err(Refusal::NotExpired)
    );
}

#[test]
fn a_referral_goes_from_sent_to_done() {
    let mut state = sent();
    let steps = [
        (Command::MarkRead, Status::Read),
        (Command::Accept { assignee: None }, Status::Accepted),
        (Command::StartWork, Status::InProgress),
        (
            Command::Finish {
                outcome: code("provided"),
                text: String::new(),
            },
            Status::Done,
        ),
    ];
    for (version, (command, status)) in (1..).zip(steps) {
        let decided = decide(&state, &command, &there()).unwrap();
        write(&mut state, version, decided, &there(), evolve);
        assert_eq!(state.status, Some(status));
        assert_eq!(decide(&state, &Command::MarkRead, &there()), Ok(Vec::new()));
    }
    let revoke = Command::Revoke {
        reason: "târziu".to_owned(),
    };
    assert_eq!(
        decide(&state, &revoke, &ctx(Role::CaseManager)),
        Err(Refusal::ReferralStep)
    );
}

#[test]
fn a_lapsed_referral_is_not_accepted() {
    let state = sent();
    let late = Ctx {
        now: NOW.plus_days(365),
        ..there()
    };
    assert_eq!(
        decide(&state, &Command::Accept { assignee: None }, &late),
        Err(Refusal::ReferralStep)
    );
    assert!(decide(&state, &Command::Expire, &late).is_ok());
    let no_reason = Command::Decline {
        reason: code(""),
        text: String::new(),
        suggestion: String::new(),
    };
    assert_eq!(
        decide(&state, &no_reason, &there()),
        Err(Refusal::ChoiceUnknown)
    );
}
