//! Random commands never panic, and a fold of some compartments agrees with the whole on what lies in them.

use super::super::super::entry::{Goal, Hearing, Need};
use super::super::super::stage::stage;
use super::*;
use crate::context::Envelope;
use crate::id::PersonId;
use crate::samples::{envelope, place};
use proptest::prelude::*;

/// A command made of two numbers and the state: sometimes fitting, sometimes not.
#[expect(clippy::too_many_lines, reason = "one arm per command")]
fn command(which: u8, n: u8, state: &State) -> Command {
    let text = || "text".to_owned();
    let compartment = [
        Compartment::Core,
        Compartment::Identity,
        Compartment::Whereabouts,
        Compartment::Psychosocial,
        Compartment::Legal,
        Compartment::Justice,
        Compartment::Private(ANA),
        Compartment::Private(DAN),
        Compartment::Own(LEAD),
        Compartment::Own(OTHER),
    ][usize::from(n) % 10];
    let pick = |len: usize| usize::from(n) % len.max(1);
    let task = state
        .tasks
        .get(pick(state.tasks.len()))
        .map_or(TaskId([0; 16]), |t| t.id);
    let service = state
        .services
        .get(pick(state.services.len()))
        .map_or(ServiceId([0; 16]), |s| s.id);
    let given = state
        .consents
        .get(pick(state.consents.len()))
        .map_or(ConsentId([0; 16]), |c| c.id);
    let written = state
        .notes
        .get(pick(state.notes.len()))
        .map_or(EntryId([0; 16]), |s| s.entry);
    let statuses = Status::ALL;
    match which % 34 {
        0 => Command::SetCoverName(text()),
        1 => Command::LinkPerson(PersonId([n; 16])),
        2 => Command::RecordBasics(if n.is_multiple_of(2) {
            child()
        } else {
            adult()
        }),
        3 => Command::RecordEvent(crate::file::trafficking::Event {
            text: text(),
            ..Default::default()
        }),
        4 => Command::AssessRisk {
            level: code("high"),
            factors: Vec::new(),
            text: text(),
            review: Some(NOW.plus_days(i64::from(n))),
        },
        5 => Command::DecideIdentification(decision(
            statuses[usize::from(n) % 4],
            ["ngo", "diicot"][usize::from(n / 4) % 2],
        )),
        6..=9 => note(compartment),
        10 => Command::AmendNote {
            compartment,
            note: written,
            text: text(),
            reason: text(),
        },
        11 => Command::RecordNeeds {
            compartment,
            needs: vec![Need {
                area: code("health"),
                met: Answer::NotAsked,
                text: text(),
            }],
            happened_on: None,
        },
        12 => Command::SetPlan {
            goals: vec![Goal {
                area: code("safety"),
                text: text(),
            }],
            review: None,
        },
        13 => open_service(),
        14..=16 => session(
            service,
            Attendance::ALL[usize::from(n) % 4],
            u16::from(n),
            compartment,
        ),
        17 => Command::EndService {
            service,
            outcome: code("completed"),
            text: text(),
            happened_on: None,
        },
        18 => Command::AddTask(Task {
            title: text(),
            assignee: None,
            due: None,
        }),
        19 => Command::DoTask { task, text: text() },
        20 => Command::CancelTask {
            task,
            reason: text(),
        },
        21 => Command::ReassignTask {
            task,
            assignee: Some(DAN),
            due: None,
        },
        22 => Command::RecordPlacement {
            kind: code("shelter"),
            place: place(),
            hide_from: text(),
            happened_on: None,
            until: None,
        },
        23 => Command::NoteHearing {
            hearing: Hearing {
                kind: code("court"),
                child_interviewed: n.is_multiple_of(2),
                safeguards: Vec::new(),
                text: text(),
            },
            happened_on: date("2026-12-01"),
        },
        24 => Command::NoteTold {
            about: code("family"),
            to: text(),
            text: text(),
            happened_on: None,
        },
        25 => Command::GiveConsent(consent()),
        26 => Command::RecordAssent {
            consent: given,
            assent: Answer::Said(n.is_multiple_of(2)),
        },
        27 => Command::WithdrawConsent {
            consent: given,
            by: ConsentBy::Guardian,
            reason: text(),
        },
        28 => share(if n.is_multiple_of(2) {
            duty()
        } else {
            Basis::Consent(given)
        }),
        29 => Command::EndShare {
            unit: OTHER,
            reason: code("done"),
        },
        30 => Command::Assign {
            user: [ANA, DAN][usize::from(n) % 2],
            unit: LEAD,
            lead: n.is_multiple_of(3),
        },
        31 => Command::OfferTransfer {
            to: OTHER,
            reason: text(),
        },
        32 => Command::WithdrawTransfer,
        _ if n.is_multiple_of(2) => Command::Close {
            reason: code("moved"),
            text: text(),
        },
        _ => Command::Reopen {
            reason: code("returned"),
            text: text(),
        },
    }
}

/// Runs the numbers; gives the whole journal.
fn journal(steps: &[(u8, u8, u8)]) -> Vec<(Envelope, Entry)> {
    let mut state = State::default();
    let mut journal = Vec::new();
    let open = Command::Open {
        code: crate::code::FileCode::from_random(1),
        from_concern: None,
        basics: child(),
    };
    let roles = [
        Role::CaseManager,
        Role::CaseManager,
        Role::Psychologist,
        Role::Lawyer,
        Role::PoliceLiaison,
        Role::Administrator,
    ];
    for (i, (which, n, role)) in std::iter::once((u8::MAX, 0, 0))
        .chain(steps.iter().copied())
        .enumerate()
    {
        let count = u8::try_from(i + 1).unwrap();
        let ctx = Ctx {
            fresh: [count; 16],
            ..ctx(roles[usize::from(role) % roles.len()])
        };
        let command = if which == u8::MAX {
            open.clone()
        } else {
            command(which, n, &state)
        };
        for one in decide(&state, &command, &ctx).unwrap_or_default() {
            let seq = u8::try_from(journal.len() % 250).unwrap() + 1;
            let env = envelope(seq, &ctx, one.compartment, one.happened_on);
            evolve(&mut state, &env, &one.entry);
            journal.push((env, one.entry));
        }
    }
    journal
}

fn fold<'a>(entries: impl Iterator<Item = &'a (Envelope, Entry)>) -> State {
    let mut state = State::default();
    entries.for_each(|(env, entry)| evolve(&mut state, env, entry));
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_part_of_the_compartments_folds_to_its_part(
        steps in proptest::collection::vec((0u8..34, any::<u8>(), any::<u8>()), 0..60),
        held: u16,
    ) {
        let journal = journal(&steps);
        let whole = fold(journal.iter());
        let holds = |c: Compartment| held & (1 << c.kind().code()) != 0;
        let part = fold(journal.iter().filter(|(env, _)| holds(env.compartment)));
        if holds(Compartment::Core) {
            prop_assert_eq!((&part.code, &part.lead, &part.leads, &part.basics), (&whole.code, &whole.lead, &whole.leads, &whole.basics));
            prop_assert_eq!((&part.decisions, &part.risks, &part.plans), (&whole.decisions, &whole.risks, &whole.plans));
            prop_assert_eq!((&part.services, &part.tasks, &part.told), (&whole.services, &whole.tasks, &whole.told));
            prop_assert_eq!((&part.consents, &part.shares, &part.assigned), (&whole.consents, &whole.shares, &whole.assigned));
            prop_assert_eq!((&part.transfer, &part.closed, &part.closings), (&whole.transfer, &whole.closed, &whole.closings));
            prop_assert_eq!(stage(&part), stage(&whole));
        } else {
            prop_assert!(part.code.is_none() && part.lead.is_none() && part.shares.is_empty());
        }
        let identity = if holds(Compartment::Identity) { (&whole.cover_name, &whole.person) } else { (&None, &None) };
        prop_assert_eq!((&part.cover_name, &part.person), identity);
        if holds(Compartment::Whereabouts) {
            prop_assert_eq!(&part.placements, &whole.placements);
        } else {
            prop_assert!(part.placements.is_empty());
        }
        let seen: Vec<_> = whole.notes.iter().filter(|n| holds(n.value.compartment)).cloned().collect();
        prop_assert_eq!(&part.notes, &seen);
        let words = |state: &State| state.sessions.iter().flat_map(|s| s.words.clone()).collect::<Vec<_>>();
        let mut seen: Vec<_> = words(&whole).into_iter().filter(|(c, _, _)| holds(*c)).collect();
        let mut has = words(&part);
        seen.sort();
        has.sort();
        prop_assert_eq!(has, seen);
    }

    /// Entries in any order, any of them missing: a broken or partial journal folds to something and never panics.
    #[test]
    fn any_entries_in_any_order_fold(order in proptest::collection::vec(0usize..36, 0..60)) {
        let samples = crate::samples::file();
        let ctx = manager();
        let mut state = State::default();
        for (i, which) in order.into_iter().enumerate() {
            let entry = &samples[which % samples.len()];
            let kinds = super::super::super::rules::allowed_in(entry);
            let compartment = Compartment::from_parts(kinds[i % kinds.len()], [0; 16]).unwrap_or(Compartment::Private(ANA));
            let env = envelope(u8::try_from(i).unwrap() + 1, &ctx, compartment, None);
            evolve(&mut state, &env, entry);
            let _ = crate::work::of_file(&env, entry, &state, ctx.pack);
            let _ = crate::facts::of_file(&env, entry, &state, ctx.pack);
            let _ = crate::roster::roster_row(crate::id::FileId([9; 16]), &state, None, ctx.today, &str::to_lowercase);
            let _ = decide(&state, &note(compartment), &ctx);
        }
    }
}
