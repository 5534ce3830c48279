use super::*;
use crate::Compartment;
use crate::access::Role;
use crate::compartment::{CompartmentKind, Compartments};
use crate::context::Envelope;
use crate::file::entry::{Basis, Task};
use crate::id::{TaskId, UserId};
use crate::samples::{self, NOW, ctx, envelope, opened};
use crate::work::{self, WorkChange, WorkKind};

fn open(changes: &[WorkChange]) -> Vec<(WorkKind, Option<Moment>)> {
    changes
        .iter()
        .filter_map(|change| match change {
            WorkChange::Open { key, due, .. } => Some((key.kind, *due)),
            WorkChange::Close { .. } | WorkChange::CloseAll { .. } | WorkChange::Pass { .. } => {
                None
            }
        })
        .collect()
}

/// Words that stand in the samples' free texts, names and places and nowhere else.
const FREE: [&str; 8] = [
    "text",
    "Vecina",
    "gară",
    "0700",
    "mașina",
    "păr scurt",
    "Mara",
    "avocat",
];

#[test]
fn no_free_text_reaches_a_fact() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(
        1,
        &ctx,
        Compartment::Core,
        Some(samples::date("2026-03-05")),
    );
    let mut facts = Vec::new();
    for entry in samples::concern() {
        let mut before = concern::State::default();
        concern::evolve(&mut before, &env, &samples::concern()[0]);
        facts.extend(of_concern(&env, &entry, &before, ctx.pack));
    }
    for entry in samples::file() {
        facts.extend(of_file(&env, &entry, &opened(samples::child()), ctx.pack));
    }
    for entry in samples::referral() {
        let mut before = referral::State::default();
        referral::evolve(&mut before, &env, &samples::referral()[0]);
        facts.extend(of_referral(&env, &entry, &before, ctx.pack));
    }
    assert!(facts.len() > 15, "{}", facts.len());
    for fact in facts {
        assert_eq!(
            fact.month,
            Month {
                year: 2026,
                month: 3
            }
        );
        let text = format!("{fact:?}");
        assert!(FREE.iter().all(|word| !text.contains(word)), "{text}");
        let mut bytes = Vec::new();
        ciborium::into_writer(&fact, &mut bytes).unwrap();
        assert_eq!(
            ciborium::from_reader::<Fact, _>(bytes.as_slice()).unwrap(),
            fact
        );
    }
}

#[test]
fn waiting_is_banded() {
    let days = |n| Waiting::between(NOW, NOW.plus_days(n));
    assert_eq!(days(0), Waiting::UnderADay);
    assert_eq!(days(3), Waiting::From1To3);
    assert_eq!(days(7), Waiting::From4To7);
    assert_eq!(days(30), Waiting::From8To30);
    assert_eq!(days(31), Waiting::Over30);
    assert_eq!(days(-5), Waiting::UnderADay);
}

#[test]
fn work_of_a_concern_is_its_triage() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(1, &ctx, Compartment::Core, None);
    let entries = samples::concern();
    let mut state = concern::State::default();
    let raised = work::of_concern(&env, &entries[0], &state, ctx.pack);
    assert_eq!(
        open(&raised),
        [(WorkKind::TriageDue, Some(NOW.plus_hours(1)))]
    );
    concern::evolve(&mut state, &env, &entries[0]);
    let safer = work::of_concern(&env, &entries[1], &state, ctx.pack);
    assert_eq!(
        open(&safer),
        [(WorkKind::TriageDue, Some(NOW.plus_hours(24)))]
    );
    let triaged = work::of_concern(&env, &entries[2], &state, ctx.pack);
    assert!(
        matches!(triaged.as_slice(), [WorkChange::Close { key }] if key.kind == WorkKind::TriageDue)
    );
}

#[test]
fn work_of_a_referral_goes_there_and_back() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(1, &ctx, Compartment::Core, None);
    let entries = samples::referral();
    let mut state = referral::State::default();
    let sent = work::of_referral(&env, &entries[0], &state);
    assert!(matches!(&sent[..], [WorkChange::Open { unit, .. }] if *unit == samples::OTHER));
    referral::evolve(&mut state, &env, &entries[0]);
    for answer in [&entries[2], &entries[3], &entries[5]] {
        let changes = work::of_referral(&env, answer, &state);
        assert!(
            matches!(&changes[..], [WorkChange::Close { .. }, WorkChange::Open { unit, .. }] if *unit == samples::LEAD)
        );
    }
    assert!(work::of_referral(&env, &entries[1], &state).is_empty());
}

#[test]
fn work_of_a_file_opens_and_closes() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(1, &ctx, Compartment::Core, None);
    let mut state = file::State::default();
    let mut rows = std::collections::BTreeSet::new();
    for entry in samples::file() {
        for change in work::of_file(&env, &entry, &state, ctx.pack) {
            match change {
                WorkChange::Open { key, .. } => drop(rows.insert(key)),
                WorkChange::Close { key } => drop(rows.remove(&key)),
                WorkChange::CloseAll { stream } => rows.retain(|key| key.stream != stream),
                // Whose it is changes, not what there is.
                WorkChange::Pass { .. } => {}
            }
        }
        file::evolve(&mut state, &env, &entry);
        if matches!(entry, file::Entry::RiskAssessed { .. }) {
            let kinds: Vec<_> = rows.iter().map(|key| key.kind).collect();
            assert_eq!(kinds, [WorkKind::ReviewDue, WorkKind::ClockRunning]);
        }
    }
    assert!(rows.is_empty());
}

const THEIRS: UserId = UserId([0x32; 16]);

/// A file with a share, one task of whoever has it, one of ours that is given to one of them, one of ours that is nobody's,
/// and one of theirs that is done.
fn shared_with_tasks(env: &Envelope) -> file::State {
    let mut state = opened(samples::child());
    let theirs = Envelope {
        unit: samples::OTHER,
        ..*env
    };
    let task = |n: u8, assignee: Option<UserId>| file::Entry::TaskAdded {
        task: TaskId([n; 16]),
        what: Task {
            title: "Plângere".into(),
            assignee,
            due: Some(NOW),
        },
    };
    let shared = file::Entry::Shared {
        unit: samples::OTHER,
        compartments: Compartments::only(CompartmentKind::Core),
        basis: Basis::Lawful(Code::new("duty_to_alert")),
        referral: None,
        until: NOW.plus_days(30),
    };
    let done = file::Entry::TaskDone {
        task: TaskId([4; 16]),
        text: String::new(),
    };
    for (by, entry) in [
        (env, shared),
        (&theirs, task(1, Some(THEIRS))),
        (env, task(2, Some(THEIRS))),
        (env, task(3, None)),
        (&theirs, task(4, None)),
        (&theirs, done),
    ] {
        file::evolve(&mut state, by, &entry);
    }
    state
}

#[test]
fn what_a_unit_leaves_open_is_the_leads_when_its_share_has_ended() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(1, &ctx, Compartment::Core, None);
    let mut state = shared_with_tasks(&env);
    let left = |state: &file::State, at, gone: &dyn Fn(UserId) -> bool| {
        let changes = work::left_open(env.stream, state, at, gone);
        let row = |change: &WorkChange| match change {
            WorkChange::Open {
                key,
                unit,
                assignee,
                due,
            } => (key.item[0], *unit, *assignee, *due),
            other => panic!("{other:?}"),
        };
        changes.iter().map(row).collect::<Vec<_>>()
    };
    let manager = state.case_manager();
    assert!(manager.is_some());
    let back = |tasks: &[u8]| {
        let row = |n: &u8| (*n, samples::LEAD, manager, Some(NOW));
        tasks.iter().map(row).collect::<Vec<_>>()
    };
    let nobody = |_: UserId| false;
    let they = |user| user == THEIRS;
    assert_eq!(left(&state, NOW, &nobody), []);
    // Its time is over: what is theirs comes back. What was given to them does as soon as it is known that they are gone.
    assert_eq!(left(&state, NOW.plus_days(30), &nobody), back(&[1]));
    let ended = file::Entry::ShareEnded {
        unit: samples::OTHER,
        reason: Code::new("done"),
    };
    file::evolve(&mut state, &env, &ended);
    assert_eq!(left(&state, NOW, &they), back(&[1, 2]));
    // In a queue whose unit goes on reading it waits for everybody there.
    let mut other = shared_with_tasks(&env);
    other.tasks.retain(|task| task.id == TaskId([1; 16]));
    let nobodys = [(1, samples::OTHER, None, Some(NOW))];
    assert_eq!(left(&other, NOW, &they), nobodys);
    // Given to somebody anew, it waits in the queue of the lead.
    let again = file::Entry::TaskReassigned {
        task: TaskId([1; 16]),
        assignee: Some(UserId([0x31; 16])),
        due: Some(NOW),
    };
    let changes = work::of_file(&env, &again, &state, ctx.pack);
    assert!(
        matches!(&changes[..], [WorkChange::Open { unit, .. }] if *unit == samples::LEAD),
        "{changes:?}"
    );
}

#[test]
fn a_review_is_due_by_the_earlier_of_risk_and_plan() {
    let ctx = ctx(Role::CaseManager);
    let env = envelope(1, &ctx, Compartment::Core, None);
    let mut state = file::State::default();
    let day = |n: i64| NOW.plus_days(n);
    let risk = |review: Option<i64>| file::Entry::RiskAssessed {
        level: Code::new("medium"),
        factors: Vec::new(),
        text: String::new(),
        review: review.map(day),
    };
    let plan = |review: Option<i64>| file::Entry::PlanSet {
        goals: Vec::new(),
        review: review.map(day),
    };
    let opened = samples::file().into_iter().next().unwrap();
    file::evolve(&mut state, &env, &opened);
    let by_clock = ctx.pack.clock("reassessment").unwrap().hours / 24;
    for (entry, due) in [
        (risk(Some(20)), Some(20)),
        // A plan for later does not put off the assessment of risk, nor a new assessment the plan.
        (plan(Some(80)), Some(20)),
        (risk(Some(95)), Some(80)),
        (plan(None), Some(by_clock)),
        (plan(Some(120)), Some(95)),
        (risk(None), Some(120)),
    ] {
        let changes = work::of_file(&env, &entry, &state, ctx.pack);
        let review = open(&changes)
            .into_iter()
            .find(|(kind, _)| *kind == WorkKind::ReviewDue);
        let found = review.and_then(|(_, due)| due);
        assert_eq!(found, due.map(day), "{entry:?}");
        file::evolve(&mut state, &env, &entry);
    }
}
