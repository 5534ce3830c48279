use super::super::{NameKind, evolve};
use super::*;
use crate::access::Role;
use crate::samples::{self, ctx, date, write};
use crate::values::{Age, Sex};

fn registered() -> State {
    let ctx = ctx(Role::CaseManager);
    let mut state = State::default();
    let age = Age {
        birth: Some(date("2012-05-01")),
        ..Age::default()
    };
    let command = Command::Register {
        name: Some(samples::name()),
        sex: Sex::Female,
        age,
    };
    let decided = decide(&state, &command, &ctx).unwrap();
    write(&mut state, 0, decided, &ctx, evolve);
    state
}

fn name(given: &str, family: &str) -> Command {
    Command::RecordName(Name {
        kind: NameKind::Used,
        given: given.to_owned(),
        family: family.to_owned(),
    })
}

#[test]
fn names_come_as_they_come_and_are_kept_in_nfc() {
    let (ctx, state) = (ctx(Role::CaseManager), registered());
    for (given, family) in [
        ("Ana-Maria", "D'Angelo"),
        ("X", ""),
        ("necunoscută", ""),
        ("Оксана", "Шевченко"),
        ("李", ""),
    ] {
        assert!(
            decide(&state, &name(given, family), &ctx).is_ok(),
            "{given}"
        );
    }
    assert_eq!(decide(&state, &name(" ", ""), &ctx), Err(Refusal::NameBad));
    assert_eq!(
        decide(&state, &name(&"x".repeat(301), ""), &ctx),
        Err(Refusal::NameBad)
    );
    // S and a combining comma below become one letter.
    let decided = decide(&state, &name("S\u{326}tefan", ""), &ctx).unwrap();
    let Entry::NameRecorded(kept) = &decided[0].entry else {
        panic!("{decided:?}")
    };
    assert_eq!(kept.given, "\u{218}tefan");
    assert_eq!(decided[0].compartment, Compartment::Identity);
}

#[test]
fn a_doubtful_number_is_kept_and_never_blocks() {
    let (ctx, state) = (ctx(Role::CaseManager), registered());
    let record = |kind, value: &str| {
        decide(
            &state,
            &Command::RecordIdentifier {
                kind,
                value: value.to_owned(),
            },
            &ctx,
        )
    };
    let warnings = |value: &str| match &record(IdentifierKind::Cnp, value).unwrap()[0].entry {
        Entry::IdentifierRecorded {
            check: Check::Unverified(warnings),
            ..
        } => warnings.clone(),
        Entry::IdentifierRecorded {
            check: Check::Checked,
            ..
        } => Vec::new(),
        other => panic!("{other:?}"),
    };
    assert_eq!(warnings("abc"), [Warning::Shape]);
    assert!(warnings("6120501990012").contains(&Warning::County));
    assert!(warnings("1120501990010").contains(&Warning::SexDiffers));
    assert!(warnings("6110501990011").contains(&Warning::BirthDiffers));
    assert!(record(IdentifierKind::Passport, "AB 1").is_ok());
    assert_eq!(
        record(IdentifierKind::Cnp, " "),
        Err(Refusal::IdentifierMissing)
    );
}

#[test]
fn a_voided_entry_leaves_the_picture() {
    let ctx = ctx(Role::CaseManager);
    let mut state = registered();
    let decided = decide(&state, &name("Greșit", ""), &ctx).unwrap();
    write(&mut state, 1, decided, &ctx, evolve);
    assert_eq!(state.display_name().as_deref(), Some("Greșit"));
    let void = |n: u8, reason: &str| Command::Void {
        entry: EntryId([n; 16]),
        reason: reason.to_owned(),
    };
    assert_eq!(
        decide(&state, &void(2, ""), &ctx),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(
        decide(&state, &void(9, "x"), &ctx),
        Err(Refusal::EntryUnknown)
    );
    let decided = decide(&state, &void(2, "greșit"), &ctx).unwrap();
    write(&mut state, 2, decided, &ctx, evolve);
    assert_eq!(
        state.display_name().as_deref(),
        Some("Ștefania Pop-Țurcanu")
    );
    assert_eq!(
        decide(&state, &void(2, "iar"), &ctx),
        Err(Refusal::EntryUnknown)
    );
}

#[test]
fn nobody_is_registered_twice_and_dates_are_checked() {
    let (ctx, state) = (ctx(Role::CaseManager), registered());
    let register = Command::Register {
        name: None,
        sex: Sex::Unknown,
        age: Age::default(),
    };
    assert_eq!(decide(&state, &register, &ctx), Err(Refusal::AlreadyThere));
    assert!(decide(&State::default(), &register, &ctx).is_ok());
    assert_eq!(
        decide(&State::default(), &name("A", ""), &ctx),
        Err(Refusal::NotThere)
    );
    let born = |text| {
        Command::RecordAge(Age {
            birth: Some(date(text)),
            ..Age::default()
        })
    };
    assert_eq!(
        decide(&state, &born("2026-12"), &ctx),
        Err(Refusal::BirthInFuture)
    );
    assert!(
        decide(
            &state,
            &Command::RecordCitizenship(Answer::PrefersNotToSay),
            &ctx
        )
        .is_ok()
    );
    let bad = Command::RecordCitizenship(Answer::Said(vec![Code::new("Romania")]));
    assert_eq!(decide(&state, &bad, &ctx), Err(Refusal::ChoiceUnknown));
}
