use super::*;
use crate::context::Envelope;
use crate::file::Entry;
use crate::file::entry::{Attendance, Task};
use crate::id::{ServiceId, SessionId, TaskId};
use crate::samples::{NOW, TODAY, child, opened};
use proptest::prelude::*;

fn row() -> RosterRow {
    roster_row(
        FileId([9; 16]),
        &opened(child()),
        None,
        TODAY,
        &str::to_lowercase,
    )
}

#[test]
fn names_are_there_only_if_identity_is_held() {
    let without = row();
    assert!(without.names.is_empty() && without.folded.is_empty() && without.cover.is_none());
    assert_eq!(without.band, AgeBand::From12To14);
    assert_eq!(without.waits, Some((Waits::Risk, NOW)));
    let mut person = person::State::default();
    let env = crate::samples::envelope(
        1,
        &crate::samples::ctx(crate::access::Role::CaseManager),
        crate::Compartment::Identity,
        None,
    );
    for entry in crate::samples::person().iter().take(2) {
        person::evolve(&mut person, &env, entry);
    }
    let with = roster_row(
        FileId([9; 16]),
        &opened(child()),
        Some(&person),
        TODAY,
        &str::to_lowercase,
    );
    assert_eq!(with.names, ["Ștefania Pop-Țurcanu"]);
    assert!(with.has_word("pop") && with.has_word("ștef") && !with.has_word("xyz"));
}

#[test]
fn a_row_survives_its_bytes_and_is_small() {
    let row = row();
    let mut bytes = Vec::new();
    ciborium::into_writer(&row, &mut bytes).unwrap();
    assert_eq!(
        ciborium::from_reader::<RosterRow, _>(bytes.as_slice()).unwrap(),
        row
    );
    assert!(bytes.len() < 200, "{}", bytes.len());
}

#[test]
fn a_row_of_before_has_nobody_besides_the_case_manager() {
    let row = RosterRow {
        workers: vec![crate::samples::DAN],
        ..row()
    };
    let mut groups = ciborium::Value::serialized(&row).unwrap();
    groups.as_array_mut().unwrap().pop();
    let before: RosterRow = groups.deserialized().unwrap();
    let workers = Vec::new();
    assert_eq!(before, RosterRow { workers, ..row });
    groups.as_array_mut().unwrap().pop();
    assert!(groups.deserialized::<RosterRow>().is_err());
}

#[test]
fn who_is_assigned_has_a_task_or_holds_sessions_works_on_the_file() {
    let ctx = crate::samples::ctx(crate::access::Role::Psychologist);
    let env = crate::samples::envelope(9, &ctx, crate::Compartment::Core, None);
    let by = |user: u8| Envelope {
        author: UserId([user; 16]),
        ..env
    };
    let mut file = opened(child());
    let manager = UserId([1; 16]);
    let mut say = |env: &Envelope, entry: Entry| {
        crate::file::evolve(&mut file, env, &entry);
        let row = roster_row(FileId([9; 16]), &file, None, TODAY, &str::to_lowercase);
        assert_eq!(row.manager, Some(manager));
        assert!(!row.workers.contains(&manager), "once is enough");
        [2u8, 3, 4].map(|user| row.is_worked_on_by(UserId([user; 16])))
    };
    let assign = |user: UserId, lead| Entry::Assigned {
        user,
        unit: env.unit,
        lead,
    };
    let (task, service) = (TaskId([7; 16]), ServiceId([8; 16]));
    let what = Task {
        title: "Call the school".to_owned(),
        assignee: Some(UserId([3; 16])),
        due: None,
    };
    let session = Entry::SessionRecorded {
        session: SessionId([9; 16]),
        service,
        minutes: 50,
        attendance: Attendance::Attended,
        next: None,
    };
    let service_opened = Entry::ServiceOpened {
        service,
        kind: Code::new("counselling"),
        unit: env.unit,
        referral: None,
    };
    let ended = Entry::ServiceEnded {
        service,
        outcome: Code::new("goals_met"),
        text: String::new(),
    };
    let text = String::new();
    assert_eq!(say(&env, assign(manager, true)), [false; 3]);
    let steps = [
        (by(2), assign(UserId([2; 16]), false), [true, false, false]),
        (env, Entry::TaskAdded { task, what }, [true, true, false]),
        (by(4), service_opened, [true, true, false]),
        (by(4), session, [true; 3]),
        (env, Entry::TaskDone { task, text }, [true, false, true]),
        (by(4), ended, [true, false, false]),
    ];
    for (env, entry, expected) in steps {
        let said = format!("{entry:?}");
        assert_eq!(say(&env, entry), expected, "{said}");
    }
    let user = UserId([2; 16]);
    assert_eq!(say(&env, Entry::Unassigned { user }), [false; 3]);
}

#[test]
fn mine_is_what_i_manage_and_what_i_work_on() {
    let (me, other) = (UserId([1; 16]), UserId([2; 16]));
    let mine = Filter {
        worker: Some(me),
        ..Filter::default()
    };
    for (manager, workers, shown) in [
        (Some(me), vec![], true),
        (Some(other), vec![me], true),
        (Some(other), vec![], false),
        (None, vec![other], false),
    ] {
        let row = RosterRow {
            manager,
            workers,
            ..row()
        };
        assert_eq!(mine.shows(&row), shown, "{row:?}");
    }
}

#[test]
fn filters_show_what_they_say() {
    let row = row();
    assert!(Filter::default().shows(&row));
    assert!(
        Filter {
            child: Some(true),
            closed: Some(false),
            ..Filter::default()
        }
        .shows(&row)
    );
    for hidden in [
        Filter {
            child: Some(false),
            ..Filter::default()
        },
        Filter {
            closed: Some(true),
            ..Filter::default()
        },
        Filter {
            risk: Some(Code::new("high")),
            ..Filter::default()
        },
        Filter {
            due_before: Some(NOW),
            ..Filter::default()
        },
        Filter {
            words: vec!["maria".to_owned()],
            ..Filter::default()
        },
        Filter {
            stage: Some(Stage::Closure),
            ..Filter::default()
        },
    ] {
        assert!(!hidden.shows(&row), "{hidden:?}");
    }
}

#[test]
fn a_code_is_found_by_its_pieces_and_not_by_what_all_begin_with() {
    let code: FileCode = "RO-7K3F-9Q".parse().unwrap();
    for (word, found) in [
        ("7k3f", true),
        ("k3f", true),
        ("k3f-9q", true),
        ("9q", false),
        ("ro", false),
        ("ro-7k3f", false),
        ("", false),
        ("7k3g", false),
    ] {
        assert_eq!(code_has_word(code, word), found, "{word}");
    }
}

proptest! {
    #[test]
    fn sorting_is_whole_and_keeps_every_row(codes in proptest::collection::vec((0u32..20, 0i64..5), 0..30), descending: bool) {
        let sorts = [Sort::Code, Sort::Name, Sort::Age, Sort::County, Sort::Stage, Sort::Risk, Sort::Due, Sort::Waiting, Sort::Activity];
        for by in sorts {
            let rows: Vec<RosterRow> = (0u8..)
                .zip(&codes)
                .map(|(i, (code, due))| RosterRow {
                    file: FileId([i; 16]),
                    code: Some(FileCode::from_random(*code)),
                    due: (*due > 0).then_some(Moment(*due)),
                    ..row()
                })
                .collect();
            let mut rows: Vec<&RosterRow> = rows.iter().collect();
            let mut shuffled = rows.clone();
            shuffled.reverse();
            sort(&mut rows, by, descending);
            sort(&mut shuffled, by, descending);
            prop_assert_eq!(&rows, &shuffled);
            prop_assert_eq!(rows.len(), codes.len());
        }
    }
}
