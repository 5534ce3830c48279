use super::super::command::SessionNote;
use super::super::entry::{Attendance, Basis, ConsentBy, Task};
use super::super::{evolve, identification::Status};
use super::*;
use crate::compartment::{CompartmentKind, Compartments};
use crate::id::{ConsentId, EntryId, ServiceId, TaskId};
use crate::samples::{
    ANA, DAN, LEAD, NOW, OTHER, adult, child, code, consent, core_and_identity, ctx, date,
    decision, duty, opened, write,
};
use crate::values::Answer;

mod fold;

fn manager() -> Ctx<'static> {
    ctx(Role::CaseManager)
}

fn then(state: &mut State, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let decided = decide(state, command, ctx)?;
    let version = state.version;
    write(state, version, decided, ctx, evolve);
    Ok(())
}

fn note(compartment: Compartment) -> Command {
    Command::AddNote {
        compartment,
        kind: code("general"),
        text: "text".to_owned(),
        happened_on: None,
    }
}

fn session(
    service: ServiceId,
    attendance: Attendance,
    minutes: u16,
    compartment: Compartment,
) -> Command {
    Command::RecordSession(SessionNote {
        service,
        happened_on: date("2026-11-20"),
        minutes,
        attendance,
        summary: "despre școală".to_owned(),
        next_text: String::new(),
        next: None,
        compartment,
    })
}

fn open_service() -> Command {
    Command::OpenService {
        kind: code("psychosocial"),
        unit: LEAD,
        referral: None,
        happened_on: None,
    }
}

#[test]
fn notes_stay_behind_their_walls() {
    let state = opened(child());
    let psychologist = ctx(Role::Psychologist);
    let add = |compartment, ctx: &Ctx<'_>| decide(&state, &note(compartment), ctx).map(drop);
    assert_eq!(add(Compartment::Psychosocial, &psychologist), Ok(()));
    assert_eq!(
        add(Compartment::Psychosocial, &manager()),
        Err(Refusal::DisciplineMayNotWrite)
    );
    assert_eq!(
        add(Compartment::Legal, &psychologist),
        Err(Refusal::DisciplineMayNotWrite)
    );
    assert_eq!(add(Compartment::Legal, &ctx(Role::Lawyer)), Ok(()));
    assert_eq!(add(Compartment::Private(ANA), &manager()), Ok(()));
    assert_eq!(
        add(Compartment::Private(DAN), &manager()),
        Err(Refusal::NotOwner)
    );
    assert_eq!(add(Compartment::Own(LEAD), &manager()), Ok(()));
    assert_eq!(
        add(Compartment::Own(OTHER), &manager()),
        Err(Refusal::NotOwner)
    );
    assert_eq!(
        add(Compartment::Core, &ctx(Role::MonitoringOfficer)),
        Err(Refusal::DisciplineMayNotWrite)
    );
    let empty = Command::AddNote {
        compartment: Compartment::Core,
        kind: code("general"),
        text: " ".to_owned(),
        happened_on: None,
    };
    assert_eq!(
        decide(&state, &empty, &manager()),
        Err(Refusal::TextMissing)
    );
}

#[test]
fn only_the_author_amends_and_nothing_is_lost() {
    let mut state = opened(child());
    then(&mut state, &note(Compartment::Core), &manager()).unwrap();
    let amend = |compartment| Command::AmendNote {
        compartment,
        note: EntryId([4; 16]),
        text: "mai bine".to_owned(),
        reason: "greșeală".to_owned(),
    };
    let other = Ctx {
        author: DAN,
        ..manager()
    };
    assert_eq!(
        decide(&state, &amend(Compartment::Core), &other),
        Err(Refusal::OnlyAuthor)
    );
    assert_eq!(
        decide(&state, &amend(Compartment::Own(LEAD)), &manager()),
        Err(Refusal::EntryUnknown)
    );
    then(&mut state, &amend(Compartment::Core), &manager()).unwrap();
    assert_eq!(state.notes[0].value.text, "mai bine");
    assert_eq!(state.notes[0].value.earlier, [(NOW, "text".to_owned())]);
}

#[test]
fn identification_has_its_guards() {
    let decide_on = |state: &State, decision| {
        decide(state, &Command::DecideIdentification(decision), &manager()).map(drop)
    };
    let state = opened(child());
    let mut bare = decision(Status::Presumed, "ngo");
    bare.indicators.clear();
    assert_eq!(
        decide_on(&state, bare.clone()),
        Err(Refusal::IndicatorMissing)
    );
    bare.self_identified = true;
    assert_eq!(decide_on(&state, bare), Ok(()));
    assert_eq!(
        decide_on(&state, decision(Status::Identified, "ngo")),
        Err(Refusal::AuthorityNotCompetent)
    );
    let mut undocumented = decision(Status::Identified, "diicot");
    undocumented.document_ref = " ".to_owned();
    assert_eq!(
        decide_on(&state, undocumented),
        Err(Refusal::DocumentMissing)
    );
    assert_eq!(
        decide_on(&state, decision(Status::Identified, "diicot")),
        Ok(())
    );
    assert_eq!(
        decide_on(&state, decision(Status::NotConfirmed, "diicot")),
        Err(Refusal::IdentificationStep)
    );
    let mut future = decision(Status::Presumed, "ngo");
    future.decided_on = date("2026-11-24");
    assert_eq!(decide_on(&state, future), Err(Refusal::DateInFuture));
}

#[test]
fn a_child_is_never_blocked_by_a_missing_consent() {
    for consent in [
        Answer::NotAsked,
        Answer::Said(false),
        Answer::PrefersNotToSay,
        Answer::DoesNotKnow,
    ] {
        for (status, authority) in [(Status::Presumed, "dgaspc"), (Status::Identified, "dcco")] {
            let mut decision = decision(status, authority);
            decision.consent = consent;
            let command = Command::DecideIdentification(decision);
            assert!(decide(&opened(child()), &command, &manager()).is_ok());
            let of_adult = decide(&opened(adult()), &command, &manager());
            assert_eq!(of_adult.is_err(), consent == Answer::Said(false));
        }
    }
}

#[test]
fn a_session_leaves_the_fact_in_core_and_the_words_behind_the_wall() {
    let mut state = opened(child());
    then(&mut state, &open_service(), &manager()).unwrap();
    let service = state.services[0].id;
    let psychologist = ctx(Role::Psychologist);
    let held = session(service, Attendance::Attended, 50, Compartment::Psychosocial);
    let decided = decide(&state, &held, &psychologist).unwrap();
    let places: Vec<_> = decided.iter().map(|d| d.compartment).collect();
    assert_eq!(places, [Compartment::Core, Compartment::Psychosocial]);
    assert!(!format!("{:?}", decided[0].entry).contains("școală"));
    assert_eq!(
        decide(&state, &held, &manager()),
        Err(Refusal::DisciplineMayNotWrite)
    );
    let none = session(service, Attendance::Attended, 0, Compartment::Psychosocial);
    assert_eq!(
        decide(&state, &none, &psychologist),
        Err(Refusal::MinutesBad)
    );
    assert!(
        decide(
            &state,
            &session(service, Attendance::Missed, 0, Compartment::Psychosocial),
            &psychologist
        )
        .is_ok()
    );
    let wrong = session(service, Attendance::Attended, 5, Compartment::Justice);
    assert_eq!(
        decide(&state, &wrong, &ctx(Role::Lawyer)),
        Err(Refusal::CompartmentWrong)
    );
    let elsewhere = Ctx {
        unit: OTHER,
        ..psychologist
    };
    assert_eq!(
        decide(&state, &held, &elsewhere),
        Err(Refusal::OnlyProvider)
    );
    let unknown = session(
        ServiceId([99; 16]),
        Attendance::Attended,
        5,
        Compartment::Psychosocial,
    );
    assert_eq!(
        decide(&state, &unknown, &psychologist),
        Err(Refusal::ServiceUnknown)
    );
    let end = Command::EndService {
        service,
        outcome: code("completed"),
        text: String::new(),
        happened_on: None,
    };
    then(&mut state, &end, &manager()).unwrap();
    assert_eq!(
        decide(&state, &held, &psychologist),
        Err(Refusal::ServiceHasEnded)
    );
}

#[test]
fn consents_are_checked() {
    let with = |basics, change: &dyn Fn(&mut super::super::entry::Consent)| {
        let mut consent = consent();
        change(&mut consent);
        decide(&opened(basics), &Command::GiveConsent(consent), &manager()).map(drop)
    };
    assert_eq!(with(child(), &|_| ()), Ok(()));
    assert_eq!(
        with(child(), &|c| c.assent = Answer::NotAsked),
        Err(Refusal::AssentMissing)
    );
    assert_eq!(
        with(child(), &|c| c.assent = Answer::PrefersNotToSay),
        Ok(())
    );
    assert_eq!(
        with(child(), &|c| c.by = ConsentBy::Adult),
        Err(Refusal::ConsentByWrong)
    );
    assert_eq!(
        with(child(), &|c| c.by = ConsentBy::Child),
        Err(Refusal::ConsentByWrong)
    );
    assert_eq!(with(adult(), &|c| c.by = ConsentBy::Adult), Ok(()));
    assert_eq!(
        with(adult(), &|c| c.by = ConsentBy::Parent),
        Err(Refusal::ConsentByWrong)
    );
    assert_eq!(
        with(child(), &|c| c.until = c.from),
        Err(Refusal::EndBeforeStart)
    );
    assert_eq!(
        with(child(), &|c| c.until = NOW.plus_days(4000)),
        Err(Refusal::TooLong)
    );
    assert_eq!(
        with(child(), &|c| c.recipients = vec![LEAD]),
        Err(Refusal::RecipientIsOwnUnit)
    );
    assert_eq!(
        with(child(), &|c| c.recipients.clear()),
        Err(Refusal::RecipientMissing)
    );
    assert_eq!(
        with(child(), &|c| c.compartments = Compartments(1 << 15)),
        Err(Refusal::CompartmentsNotShareable)
    );
    let unknown_age = super::super::entry::Basics::default();
    assert_eq!(
        with(unknown_age, &|c| c.assent = Answer::NotAsked),
        Err(Refusal::AssentMissing)
    );
}

fn share(basis: Basis) -> Command {
    Command::Share {
        unit: OTHER,
        compartments: core_and_identity(),
        basis,
        referral: None,
        until: NOW.plus_days(60),
    }
}

#[test]
fn withdrawal_ends_every_share_that_rests_on_it() {
    let mut state = opened(child());
    then(&mut state, &Command::GiveConsent(consent()), &manager()).unwrap();
    let id = state.consents[0].id;
    then(&mut state, &share(Basis::Consent(id)), &manager()).unwrap();
    assert_eq!(state.live_shares(NOW).count(), 1);
    let mut refused = state.clone();
    let no = Command::RecordAssent {
        consent: id,
        assent: Answer::Said(false),
    };
    then(&mut refused, &no, &manager()).unwrap();
    assert_eq!(refused.live_shares(NOW).count(), 0);
    assert_eq!(
        decide(&refused, &share(Basis::Consent(id)), &manager()),
        Err(Refusal::ConsentNotInForce)
    );
    let withdraw = Command::WithdrawConsent {
        consent: id,
        by: ConsentBy::Child,
        reason: String::new(),
    };
    then(&mut state, &withdraw, &manager()).unwrap();
    assert_eq!(state.live_shares(NOW).count(), 0);
    assert_eq!(
        decide(&state, &withdraw, &manager()),
        Err(Refusal::ConsentIsWithdrawn)
    );
    assert_eq!(
        decide(&state, &share(Basis::Consent(id)), &manager()),
        Err(Refusal::ConsentIsWithdrawn)
    );
    assert!(decide(&state, &share(duty()), &manager()).is_ok());
    let unknown = share(Basis::Consent(ConsentId([99; 16])));
    assert_eq!(
        decide(&state, &unknown, &manager()),
        Err(Refusal::ConsentUnknown)
    );
}

#[test]
fn a_share_ends_and_never_goes_home() {
    let mut state = opened(child());
    let home = Command::Share {
        unit: LEAD,
        compartments: core_and_identity(),
        basis: duty(),
        referral: None,
        until: NOW.plus_days(9),
    };
    assert_eq!(
        decide(&state, &home, &manager()),
        Err(Refusal::RecipientIsOwnUnit)
    );
    let therapy = Command::Share {
        unit: OTHER,
        compartments: Compartments::only(CompartmentKind::Psychosocial),
        basis: duty(),
        referral: None,
        until: NOW.plus_days(9),
    };
    assert_eq!(
        decide(&state, &therapy, &manager()),
        Err(Refusal::BasisDoesNotCover)
    );
    let end = Command::EndShare {
        unit: OTHER,
        reason: code("done"),
    };
    assert_eq!(decide(&state, &end, &manager()), Err(Refusal::ShareUnknown));
    then(&mut state, &share(duty()), &manager()).unwrap();
    assert_eq!(state.live_shares(NOW.plus_days(60)).count(), 0);
    then(&mut state, &end, &manager()).unwrap();
    assert_eq!(state.live_shares(NOW).count(), 0);
}

#[test]
fn only_the_lead_leads() {
    let state = opened(child());
    let assign = Command::Assign {
        user: DAN,
        unit: LEAD,
        lead: false,
    };
    let stranger = Ctx {
        unit: OTHER,
        ..manager()
    };
    assert_eq!(decide(&state, &assign, &stranger), Err(Refusal::OnlyLead));
    assert_eq!(
        decide(&state, &assign, &ctx(Role::Psychologist)),
        Err(Refusal::OnlyLead)
    );
    assert!(decide(&state, &assign, &manager()).is_ok());
    assert_eq!(
        decide(&state, &Command::Unassign { user: ANA }, &manager()),
        Err(Refusal::LastCaseManager)
    );
    assert_eq!(
        decide(&state, &Command::Unassign { user: DAN }, &manager()),
        Err(Refusal::NotAssigned)
    );
    let again = Command::Assign {
        user: ANA,
        unit: LEAD,
        lead: true,
    };
    assert_eq!(
        decide(&state, &again, &manager()),
        Err(Refusal::AlreadyAssigned)
    );
}

#[test]
fn the_lead_passes_on_acceptance() {
    let mut state = opened(child());
    let there = Ctx {
        unit: OTHER,
        author: DAN,
        ..manager()
    };
    let offer = Command::OfferTransfer {
        to: OTHER,
        reason: "s-a mutat".to_owned(),
    };
    assert_eq!(
        decide(&state, &Command::AcceptTransfer, &there),
        Err(Refusal::NoTransfer)
    );
    then(&mut state, &offer, &manager()).unwrap();
    assert_eq!(
        decide(&state, &offer, &manager()),
        Err(Refusal::TransferPending)
    );
    assert_eq!(
        decide(&state, &Command::AcceptTransfer, &manager()),
        Err(Refusal::TransferNotYours)
    );
    assert_eq!(state.lead, Some(LEAD));
    then(&mut state, &Command::AcceptTransfer, &there).unwrap();
    assert_eq!((state.lead, state.case_manager()), (Some(OTHER), Some(DAN)));
    assert_eq!(decide(&state, &offer, &manager()), Err(Refusal::OnlyLead));
}

#[test]
fn a_file_closes_with_nothing_left_hanging() {
    let mut state = opened(child());
    let close = Command::Close {
        reason: code("goals_reached"),
        text: String::new(),
    };
    let reopen = Command::Reopen {
        reason: code("returned"),
        text: String::new(),
    };
    assert_eq!(
        decide(&state, &reopen, &manager()),
        Err(Refusal::FileNotClosed)
    );
    let task = Task {
        title: "Sună".to_owned(),
        assignee: None,
        due: Some(NOW.plus_days(1)),
    };
    then(&mut state, &Command::AddTask(task), &manager()).unwrap();
    assert_eq!(decide(&state, &close, &manager()), Err(Refusal::TasksOpen));
    let id = state.tasks[0].id;
    then(
        &mut state,
        &Command::DoTask {
            task: id,
            text: String::new(),
        },
        &manager(),
    )
    .unwrap();
    assert_eq!(
        decide(
            &state,
            &Command::DoTask {
                task: id,
                text: String::new()
            },
            &manager()
        ),
        Err(Refusal::TaskNotOpen)
    );
    let unknown = Command::DoTask {
        task: TaskId([99; 16]),
        text: String::new(),
    };
    assert_eq!(
        decide(&state, &unknown, &manager()),
        Err(Refusal::TaskUnknown)
    );
    then(&mut state, &share(duty()), &manager()).unwrap();
    then(&mut state, &close, &manager()).unwrap();
    assert_eq!(state.live_shares(NOW).count(), 0);
    assert_eq!(
        decide(&state, &note(Compartment::Core), &manager()),
        Err(Refusal::FileClosed)
    );
    then(&mut state, &reopen, &manager()).unwrap();
    assert!(decide(&state, &note(Compartment::Core), &manager()).is_ok());
}

#[test]
fn services_must_end_before_the_file() {
    let mut state = opened(child());
    then(&mut state, &open_service(), &manager()).unwrap();
    let close = Command::Close {
        reason: code("moved"),
        text: String::new(),
    };
    assert_eq!(
        decide(&state, &close, &manager()),
        Err(Refusal::ServicesOpen)
    );
}
