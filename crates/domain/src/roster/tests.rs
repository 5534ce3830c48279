use super::*;
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
