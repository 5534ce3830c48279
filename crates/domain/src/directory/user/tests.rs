use super::super::{organisation, unit};
use super::*;
use crate::samples::{LEAD, NOW, OTHER, ctx, write};

fn invite(email: &str) -> Command {
    Command::Invite {
        name: "Ana".to_owned(),
        email: email.to_owned(),
        unit: LEAD,
        role: Role::CaseManager,
        until: NOW.plus_days(7),
    }
}

fn after(commands: &[Command]) -> State {
    let ctx = ctx(Role::Administrator);
    let mut state = State::default();
    for (version, command) in (0..).zip(commands) {
        let decided = decide(&state, command, &ctx).unwrap();
        write(&mut state, version, decided, &ctx, evolve);
    }
    state
}

#[test]
fn people_come_by_invitation_and_go_for_good() {
    let ctx = ctx(Role::Administrator);
    let active = after(&[invite("ana@example.org"), Command::Accept, Command::Confirm]);
    assert_eq!(active.status, Some(Status::Active));
    assert_eq!(active.memberships, [(LEAD, Role::CaseManager)]);
    assert_eq!(
        decide(&active, &invite("ana@example.org"), &ctx),
        Err(Refusal::AccountStep)
    );
    let left = after(&[
        invite("a@b.ro"),
        Command::Accept,
        Command::Confirm,
        Command::Leave {
            reason: "x".to_owned(),
        },
    ]);
    assert!(left.memberships.is_empty());
    assert_eq!(
        decide(&left, &Command::Restore, &ctx),
        Err(Refusal::AccountStep)
    );
    assert_eq!(
        decide(&State::default(), &Command::Accept, &ctx),
        Err(Refusal::NotThere)
    );
}

#[test]
fn an_invitation_lapses() {
    let state = after(&[invite("ana@example.org")]);
    let late = Ctx {
        now: NOW.plus_days(7),
        ..ctx(Role::Administrator)
    };
    assert_eq!(
        decide(&state, &Command::Accept, &late),
        Err(Refusal::InvitationLapsed)
    );
    let again = after(&[
        invite("ana@example.org"),
        Command::LapseInvitation,
        invite("ana@example.org"),
    ]);
    assert_eq!(again.status, Some(Status::Invited));
}

#[test]
fn only_one_plain_address_is_an_address() {
    let ctx = ctx(Role::Administrator);
    for good in ["a@b.ro", "ana.pop+x@asociatia-x.org"] {
        assert!(
            decide(&State::default(), &invite(good), &ctx).is_ok(),
            "{good}"
        );
    }
    let long = format!("{}@b.ro", "x".repeat(65));
    for bad in [
        "",
        "a",
        "@b.ro",
        "a@",
        "a@b",
        "a@b.ro,c@d.ro",
        "a@b.ro\r\nBcc: x@y.z",
        "a b@c.ro",
        "a@-b.ro",
        "a@b..ro",
        "Ana <a@b.ro>",
        &long,
    ] {
        assert_eq!(
            decide(&State::default(), &invite(bad), &ctx),
            Err(Refusal::EmailBad),
            "{bad}"
        );
    }
}

#[test]
fn memberships_come_and_go() {
    let ctx = ctx(Role::Administrator);
    let state = after(&[
        invite("a@b.ro"),
        Command::Accept,
        Command::Confirm,
        Command::AddMembership {
            unit: OTHER,
            role: Role::Supervisor,
        },
        Command::AddMembership {
            unit: OTHER,
            role: Role::Lawyer,
        },
        Command::EndMembership { unit: LEAD },
    ]);
    assert_eq!(state.memberships, [(OTHER, Role::Lawyer)]);
    assert_eq!(
        decide(&state, &Command::EndMembership { unit: LEAD }, &ctx),
        Err(Refusal::MembershipUnknown)
    );
    assert_eq!(
        decide(&state, &Command::SetLanguage("uk".to_owned()), &ctx),
        Err(Refusal::LanguageUnknown)
    );
}

#[test]
fn bodies_are_founded_once_and_close_for_good() {
    let ctx = ctx(Role::Administrator);
    let found = organisation::Command::Found {
        name: "Asociația X".to_owned(),
        kind: organisation::Kind::Ngo,
        regime: organisation::Regime::Gdpr,
        county: None,
    };
    let mut state = organisation::State::default();
    assert_eq!(
        organisation::decide(&state, &organisation::Command::Rename("Y".to_owned()), &ctx),
        Err(Refusal::NotThere)
    );
    let decided = organisation::decide(&state, &found, &ctx).unwrap();
    write(&mut state, 0, decided, &ctx, organisation::evolve);
    assert_eq!(
        organisation::decide(&state, &found, &ctx),
        Err(Refusal::AlreadyThere)
    );
    let close = organisation::Command::Close {
        reason: "x".to_owned(),
    };
    let decided = organisation::decide(&state, &close, &ctx).unwrap();
    write(&mut state, 1, decided, &ctx, organisation::evolve);
    assert_eq!(
        organisation::decide(&state, &close, &ctx),
        Err(Refusal::BodyClosed)
    );
    let unit = unit::Command::Found {
        organisation: crate::id::OrganisationId([1; 16]),
        name: "Echipa".to_owned(),
        county: Some(crate::samples::code("XX")),
        intake: true,
        services: Vec::new(),
    };
    assert_eq!(
        unit::decide(&unit::State::default(), &unit, &ctx),
        Err(Refusal::ChoiceUnknown)
    );
}
