use super::super::{ChildSketch, evolve};
use super::*;
use crate::access::Role;
use crate::samples::{self, NOW, alarm, code, ctx, write};
use crate::values::Urgency;

fn raised(danger: YesNo) -> State {
    let ctx = ctx(Role::CaseManager);
    let mut state = State::default();
    let alarm = Alarm { danger, ..alarm() };
    let decided = decide(
        &state,
        &Command::Raise {
            alarm,
            intake: samples::LEAD,
        },
        &ctx,
    )
    .unwrap();
    write(&mut state, 0, decided, &ctx, evolve);
    state
}

fn nothing_to_do(reason: &str) -> Command {
    let outcome = Outcome::NoFurtherAction {
        reason: code(reason),
        text: String::new(),
    };
    Command::Triage {
        outcome,
        urgency: Urgency::Ordinary,
    }
}

#[test]
fn the_triage_clock_is_an_hour_in_danger_else_a_day() {
    let pack = ctx(Role::CaseManager).pack;
    assert_eq!(
        triage_due(&raised(YesNo::Yes), pack),
        Some(NOW.plus_hours(1))
    );
    assert_eq!(
        triage_due(&raised(YesNo::No), pack),
        Some(NOW.plus_hours(24))
    );
    assert_eq!(
        triage_due(&raised(YesNo::NotSure), pack),
        Some(NOW.plus_hours(24))
    );
    assert_eq!(triage_due(&State::default(), pack), None);
}

#[test]
fn not_sure_about_age_means_a_child() {
    let sketch = |years, under_18| ChildSketch {
        years,
        under_18,
        ..ChildSketch::default()
    };
    assert!(sketch(None, YesNo::NotSure).is_child());
    assert!(sketch(None, YesNo::Yes).is_child());
    assert!(!sketch(None, YesNo::No).is_child());
    assert!(sketch(Some(17), YesNo::No).is_child());
    assert!(!sketch(Some(30), YesNo::NotSure).is_child());
    assert!(sketch(Some(19), YesNo::Yes).is_child());
}

#[test]
fn an_alarm_needs_only_what_is_happening() {
    let ctx = ctx(Role::Lawyer);
    let bare = Alarm {
        worries: vec![code("held")],
        what: String::new(),
        child: ChildSketch::default(),
        place: crate::values::Place::default(),
        danger: YesNo::NotSure,
        reporter: crate::concern::Reporter {
            anonymous: true,
            ..Default::default()
        },
        known: crate::concern::HowKnown::default(),
    };
    let raise = |alarm| {
        decide(
            &State::default(),
            &Command::Raise {
                alarm,
                intake: samples::LEAD,
            },
            &ctx,
        )
    };
    assert!(raise(bare.clone()).is_ok());
    assert_eq!(
        raise(Alarm {
            worries: Vec::new(),
            what: "  ".to_owned(),
            ..bare.clone()
        }),
        Err(Refusal::WhatMissing)
    );
    assert_eq!(
        raise(Alarm {
            worries: vec![code("x")],
            ..bare.clone()
        }),
        Err(Refusal::ChoiceUnknown)
    );
    assert_eq!(
        raise(Alarm {
            what: "x".repeat(check::LONG + 1),
            ..bare.clone()
        }),
        Err(Refusal::TextTooLong)
    );
    let mut named = bare.clone();
    named.reporter.name = "Ion".to_owned();
    assert_eq!(raise(named), Err(Refusal::AnonymousNamed));
    let mut old = bare.clone();
    old.child.years = Some(121);
    assert_eq!(raise(old), Err(Refusal::AgeImpossible));
    let mut future = bare;
    future.known.since = Some(samples::date("2026-12"));
    assert_eq!(raise(future), Err(Refusal::DateInFuture));
}

#[test]
fn danger_never_ends_without_action() {
    let ctx = ctx(Role::CaseManager);
    let state = raised(YesNo::Yes);
    assert_eq!(
        decide(&state, &nothing_to_do("not_a_concern"), &ctx),
        Err(Refusal::DangerNeedsAction)
    );
    assert!(decide(&state, &nothing_to_do("duplicate"), &ctx).is_ok());
    assert!(decide(&raised(YesNo::No), &nothing_to_do("not_a_concern"), &ctx).is_ok());
}

#[test]
fn triage_happens_once_until_reopened() {
    let ctx = ctx(Role::CaseManager);
    let mut state = raised(YesNo::No);
    let reopen = Command::Reopen {
        reason: "fapte noi".to_owned(),
    };
    assert_eq!(decide(&state, &reopen, &ctx), Err(Refusal::NotTriaged));
    let decided = decide(&state, &nothing_to_do("duplicate"), &ctx).unwrap();
    write(&mut state, 1, decided, &ctx, evolve);
    assert_eq!(
        decide(&state, &nothing_to_do("duplicate"), &ctx),
        Err(Refusal::AlreadyTriaged)
    );
    assert_eq!(triage_due(&state, ctx.pack), None);
    let decided = decide(&state, &reopen, &ctx).unwrap();
    write(&mut state, 2, decided, &ctx, evolve);
    assert!(triage_due(&state, ctx.pack).is_some());
    assert_eq!(
        decide(&State::default(), &reopen, &ctx),
        Err(Refusal::NotThere)
    );
    let again = Command::Raise {
        alarm: alarm(),
        intake: samples::LEAD,
    };
    assert_eq!(decide(&state, &again, &ctx), Err(Refusal::AlreadyThere));
}
