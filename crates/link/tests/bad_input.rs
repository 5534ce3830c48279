//! Bad files get a sentence that names row and column; nothing is guessed, nothing panics.

use proptest::prelude::*;
use punte_link::run::LinkOptions;
use punte_link::watch::{Stage, unwatched};
use punte_link::{LinkError, LinkSettings, link};
use std::fmt::Write as _;
use std::ops::ControlFlow;

const HEAD: &str = "id,given_name,surname,dob\n";

fn outcome(bytes: &[u8]) -> Result<usize, LinkError> {
    link(bytes, None::<&[u8]>, &LinkSettings::default(), &unwatched).map(|o| o.table.len())
}

/// Files that must be refused, and a piece of the sentence they must get.
fn refused() -> Vec<(Vec<u8>, String)> {
    let mut out: Vec<(Vec<u8>, String)> = Vec::new();
    let mut case = |bytes: &[u8], word: &str| out.push((bytes.to_vec(), word.to_owned()));
    case(b"", "empty");
    case(b"\n", "empty");
    case(b"\xef\xbb\xbf", "empty");
    case(HEAD.as_bytes(), "no row after the header");
    case(b"\xff\xfeg\0i\0v\0", "UTF-16");
    case(b"\xfe\xff\0g\0i", "UTF-16");
    case(
        b"id,given_name,given_name\n1,a,b\n",
        "two columns are called",
    );
    case(b"a,b,c\n1,2,3\n", "no column can be compared");
    case(b"\x80\x81,given_name\n1,2\n", "not UTF-8");
    case(b"given_name,sur\0name\na,b\n", "NUL");
    case(
        format!("{}given_name\n", "x,".repeat(10_000)).as_bytes(),
        "at most 2000",
    );
    let mut wide = String::new();
    for i in 0..10_000 {
        write!(wide, "c{i},").unwrap();
    }
    case(format!("{wide}given_name\n").as_bytes(), "at most 2000");
    // One damage at each of several rows and columns: ragged, not UTF-8, NUL, overlong.
    for row in [2usize, 3, 7, 20] {
        for column in 0..4usize {
            let name = ["id", "given_name", "surname", "dob"][column];
            for (damage, word) in [
                (&b"\xc3\x28"[..], "not UTF-8"),
                (&b"a\0b"[..], "NUL"),
                (&[b'x'; 10_001][..], "10,000 bytes"),
            ] {
                case(
                    &damaged(row, column, damage),
                    &format!("row {row}, column {name}: "),
                );
                case(&damaged(row, column, damage), word);
            }
        }
        let mut short = lines(row);
        short.extend_from_slice(b"9,ana,rusu\n");
        case(
            &short,
            &format!(
                "row {}, column dob: 3 cells where the header has 4",
                row + 1
            ),
        );
        let mut long = lines(row);
        long.extend_from_slice(b"9,ana,rusu,2010-01-01,x\n");
        case(
            &long,
            &format!("row {}, column 5: 5 cells where the header has 4", row + 1),
        );
    }
    out
}

/// A header and good rows up to row number `last`.
fn lines(last: usize) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for row in 2..=last {
        writeln!(text, "{row},ana,rusu,2010-01-01").unwrap();
    }
    text.into_bytes()
}

fn damaged(row: usize, column: usize, damage: &[u8]) -> Vec<u8> {
    let mut out = lines(row - 1);
    for k in 0..4 {
        out.extend_from_slice(if k == column { damage } else { b"z" });
        out.push(if k == 3 { b'\n' } else { b',' });
    }
    out
}

#[test]
fn every_bad_file_gets_its_sentence() {
    let cases = refused();
    assert!(cases.len() >= 60, "{}", cases.len());
    for (bytes, word) in cases {
        let error = outcome(&bytes).expect_err(&word);
        assert!(
            matches!(error, LinkError::BadInput { .. } | LinkError::BadHeader(_)),
            "{error:?}"
        );
        assert!(error.to_string().contains(&word), "{error} lacks {word:?}");
    }
}

#[test]
fn odd_but_readable_files_are_read() {
    for (text, rows) in [
        ("given_name;surname\nana;rusu\nion;popa\n", 2),
        ("given_name\tsurname\nana\trusu\n", 1),
        ("\u{feff}given_name,surname\nana,rusu\n", 1),
        ("given_name,surname,dob\n,,\n,,\n", 2),
        (
            "given_name,surname,dob\n\"a, b\",\"c\"\"d\",not a date\n",
            1,
        ),
        ("given_name\nsame\nsame\nsame\nsame\n", 4),
        ("cnp\n1800101221144\n1800101221144\n", 2),
        ("given_name,surname\r\nana,rusu\r\n", 1),
        ("dob\n2012\n~2012\n2012-13-45\n", 3),
        ("sex\nm\nf\nx\n", 3),
    ] {
        assert_eq!(outcome(text.as_bytes()).unwrap(), rows, "{text:?}");
    }
}

#[test]
fn many_distinct_values_and_many_equal_ones_stay_bounded() {
    let mut text = String::from("given_name,surname\n");
    for i in 0..20_000 {
        writeln!(text, "n{i},same").unwrap();
    }
    let settings = LinkSettings {
        link: LinkOptions {
            max_block: 50,
            max_rules: 8,
            ..LinkOptions::default()
        },
        ..LinkSettings::default()
    };
    let outcome = link(text.as_bytes(), None::<&[u8]>, &settings, &unwatched).unwrap();
    assert!(outcome.linkage.compared <= 8 * 20_000 * 50 / 2);
}

#[test]
fn the_second_table_must_have_something_to_compare() {
    let error = link(
        &b"given_name,surname\na,b\n"[..],
        Some(&b"dob\n2012-03-04\n"[..]),
        &LinkSettings::default(),
        &unwatched,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "second table: header: no column means the same as one of the first table; name some with a role (given, family, birth, …)"
    );
}

#[test]
fn senseless_settings_are_refused() {
    for change in [
        (|o: &mut LinkOptions| o.threads = 0) as fn(&mut LinkOptions),
        |o| o.max_block = 1,
        |o| o.max_rules = 0,
        |o| o.keep_from = 1.5,
        |o| o.pairs_per_record = f64::NAN,
    ] {
        let mut settings = LinkSettings::default();
        change(&mut settings.link);
        let error = link(
            &b"given_name\na\n"[..],
            None::<&[u8]>,
            &settings,
            &unwatched,
        )
        .unwrap_err();
        assert!(matches!(error, LinkError::BadSettings(_)), "{error}");
    }
}

#[test]
fn a_watcher_can_stop_every_stage() {
    let text = String::from_utf8(lines(200)).unwrap();
    for stage in [Stage::Read, Stage::Learn, Stage::Score, Stage::Cluster] {
        let watch = |now: Stage, _: u64, _: u64| {
            if now == stage {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let error = link(
            text.as_bytes(),
            None::<&[u8]>,
            &LinkSettings::default(),
            &watch,
        )
        .unwrap_err();
        assert!(matches!(error, LinkError::Stopped), "{stage:?}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any bytes: a table or a sentence, never a panic.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = outcome(&bytes);
        let mut headed = HEAD.as_bytes().to_vec();
        headed.extend_from_slice(&bytes);
        let _ = outcome(&headed);
    }

    /// Text that looks like CSV: commas, quotes, line ends in any order.
    #[test]
    fn any_csv(text in "[a-z0-9,;\"\r\n\t .\u{0}ăț-]{0,160}") {
        let _ = outcome(format!("{HEAD}{text}").as_bytes());
        let _ = outcome(text.as_bytes());
    }
}
