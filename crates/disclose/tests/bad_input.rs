//! Files that are not tables: each gets a sentence with row and column, and nothing panics.

#![expect(
    clippy::cast_possible_truncation,
    reason = "small numbers made up here"
)]

use punte_disclose::table::{MAX_VALUES, Table};
use punte_disclose::tables::release::Spec;
use punte_disclose::{Fast, NoWatch, Random, count, dp, kanon};

/// Name, bytes, and what the sentence must hold; an empty sentence means that the file is a table after all.
#[expect(clippy::too_many_lines, reason = "one line a file")]
fn cases() -> Vec<(String, Vec<u8>, Vec<String>)> {
    let mut cases: Vec<(String, Vec<u8>, Vec<String>)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, sentence: &[&str]| {
        cases.push((
            name.to_owned(),
            bytes,
            sentence.iter().map(|&part| part.to_owned()).collect(),
        ));
    };
    add("nothing", Vec::new(), &["empty", "row 1"]);
    add("a line end", b"\n".to_vec(), &["empty", "row 1"]);
    add("blanks", b"   \n".to_vec(), &["empty"]);
    add("only a BOM", b"\xEF\xBB\xBF".to_vec(), &["empty"]);
    add("only a header", b"a,b\n".to_vec(), &["no rows"]);
    add(
        "only a header without line end",
        b"a,b".to_vec(),
        &["no rows"],
    );
    add(
        "UTF-16 little",
        b"\xFF\xFEa\0,\0b\0\n\0".to_vec(),
        &["UTF-16", "row 1, column 1"],
    );
    add("UTF-16 big", b"\xFE\xFF\0a\0,\0b\0\n".to_vec(), &["UTF-16"]);
    add(
        "UTF-16 without BOM",
        b"a\0,\0b\0\n\0".to_vec(),
        &["row 1, column 1", "control"],
    );
    add(
        "Latin-2 header",
        b"jude\xFE,b\n1,2\n".to_vec(),
        &["row 1, column 1", "UTF-8"],
    );
    add(
        "NUL in the header",
        b"a\0,b\n1,2\n".to_vec(),
        &["row 1, column 1", "code 0"],
    );
    add(
        "no name",
        b"a,,c\n1,2,3\n".to_vec(),
        &["row 1, column 2", "no name"],
    );
    add(
        "blank name",
        b"a, ,c\n1,2,3\n".to_vec(),
        &["row 1, column 2"],
    );
    add(
        "same names",
        b"a,b,a\n1,2,3\n".to_vec(),
        &["row 1, column 3", "\"a\"", "column 1"],
    );
    add(
        "same names but for blanks",
        b"a,a \n1,2\n".to_vec(),
        &["row 1, column 2"],
    );
    add("one row only is a table", b"a,b\n1,2\n".to_vec(), &[]);
    add("semicolons are a table", b"a;b\n1;2\n".to_vec(), &[]);
    add("tabs are a table", b"a\tb\n1\t2\n".to_vec(), &[]);
    add("CRLF is a table", b"a,b\r\n1,2\r\n".to_vec(), &[]);
    add(
        "a quoted line end is a table",
        b"a,b\n\"1\n2\",2\n".to_vec(),
        &[],
    );
    add(
        "an inch mark is a table",
        b"a,b\n5\" pipe,2\n".to_vec(),
        &[],
    );
    for row in [2_usize, 3, 9, 500] {
        let good = b"1,2,3\n".repeat(row - 2);
        let at = |bad: &[u8]| [b"a,b,c\n".as_slice(), &good, bad, b"1,2,3\n"].concat();
        add(
            "short row",
            at(b"1,2\n"),
            &[&format!("row {row}, column 3"), "2 cells", "3"],
        );
        add(
            "long row",
            at(b"1,2,3,4\n"),
            &[&format!("row {row}, column 4"), "4 cells"],
        );
        add("lone cell", at(b"1\n"), &[&format!("row {row}, column 2")]);
        add(
            "NUL",
            at(b"1,\0,3\n"),
            &[&format!("row {row}, column 2"), "\"b\"", "code 0"],
        );
        add(
            "escape",
            at(b"1,2,\x1b[31m\n"),
            &[&format!("row {row}, column 3"), "\"c\"", "code 27"],
        );
        add(
            "Latin-2",
            at(b"1,2,Arge\xBA\n"),
            &[&format!("row {row}, column 3"), "UTF-8", "byte 5"],
        );
        add(
            "cut UTF-8",
            at(b"1,\xC8,3\n"),
            &[&format!("row {row}, column 2"), "UTF-8"],
        );
        add(
            "surrogate",
            at(b"\xED\xA0\x80,2,3\n"),
            &[&format!("row {row}, column 1"), "UTF-8"],
        );
        add(
            "overlong",
            at(b"1,2,\xC0\xAF\n"),
            &[&format!("row {row}, column 3")],
        );
        add(
            "open quote",
            at(b"1,\"2,3\n"),
            &[&format!("row {row}, column 2"), "never closed"],
        );
    }
    let wide: Vec<u8> = (0..10_000)
        .map(|at| format!("c{at}"))
        .collect::<Vec<_>>()
        .join(",")
        .into_bytes();
    add(
        "10,000 columns",
        [wide, b"\n".to_vec()].concat(),
        &["row 1, column 1001", "10000 columns"],
    );
    let mut many = String::new();
    for at in 0..1_000_000 {
        many.push_str(&at.to_string());
        many.push_str(",x\n");
    }
    let row = MAX_VALUES + 2;
    add(
        "a million values",
        format!("id,b\n{many}").into_bytes(),
        &[&format!("row {row}, column 1"), "\"id\"", "identifier"],
    );
    cases
}

#[test]
fn sixty_files_get_a_sentence_with_row_and_column() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    for (name, bytes, sentence) in cases {
        match Table::read(bytes.as_slice()) {
            Ok(_) => assert!(sentence.is_empty(), "{name}: was read"),
            Err(error) => {
                let text = error.to_string();
                assert!(!sentence.is_empty(), "{name}: {text}");
                for part in &sentence {
                    assert!(
                        text.contains(part.as_str()),
                        "{name}: \"{text}\" does not say \"{part}\""
                    );
                }
            }
        }
    }
}

#[test]
fn tables_too_small_are_refused_with_a_sentence() {
    let one = Table::read(b"a,b\n1,2\n".as_slice()).unwrap();
    let error = kanon::synthesize(
        &one,
        &kanon::Options::default(),
        &mut Fast::seeded(1),
        &NoWatch,
    )
    .unwrap_err();
    assert!(
        error.to_string().contains("1 rows, fewer than k = 11"),
        "{error}"
    );
    let error = dp::synthesize(
        &one,
        &dp::Options::default(),
        &mut Fast::seeded(1),
        &NoWatch,
    )
    .unwrap_err();
    assert!(error.to_string().contains("no value"), "{error}");
    let options = count::Options {
        length: 6,
        threshold: 1,
        threads: 1,
    };
    assert!(count::collect(&one, options, &NoWatch).is_err());
    for epsilon in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let options = dp::Options {
            epsilon,
            ..dp::Options::default()
        };
        assert!(dp::synthesize(&one, &options, &mut Fast::seeded(1), &NoWatch).is_err());
    }
}

/// A small fuzzer that needs no tool: mutations of good files, reproducible, in every test run.
#[test]
fn mutated_files_never_panic() {
    let seeds: [&[u8]; 4] = [
        b"a,b\n1,2\n3,4\n",
        b"a;b\r\n\"x\";\"y\"\"z\"\r\n",
        b"\xEF\xBB\xBFa\tb\n1\t\n",
        b"n,\"a\nb\"\n1,2\n",
    ];
    let mut random = Fast::seeded(60);
    for _ in 0..40_000 {
        let mut bytes = seeds[random.below(4) as usize].to_vec();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes.insert(at, b"\",;\n\r\0\xFF\t"[random.below(8) as usize]),
                2 => {
                    bytes.remove(at);
                }
                _ => bytes.truncate(at),
            }
            if bytes.is_empty() {
                break;
            }
        }
        if let Ok(table) = Table::read(bytes.as_slice()) {
            let mut again = Vec::new();
            table.write(&mut again).unwrap();
            assert!(table.rows() > 0);
        }
    }
}

#[test]
fn mutated_specifications_never_panic() {
    let good = include_str!("fixtures/spec.toml");
    let spec: Spec = toml::from_str(good).unwrap();
    spec.check().unwrap();
    let table = Table::read(b"county,age,quarter\nA,1,2026-Q1\nB,2,2026-Q1\n".as_slice()).unwrap();
    let mut random = Fast::seeded(61);
    for _ in 0..3_000 {
        let mut bytes = good.as_bytes().to_vec();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(3) {
                0 => bytes[at] = b"[]={}\"0129.@-a\n"[random.below(15) as usize],
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, random.below(128) as u8),
            }
        }
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(spec) = toml::from_str::<Spec>(&text)
        {
            // Any outcome but a panic.
            let _ = punte_disclose::tables::release::make(&spec, &table, &[], &NoWatch);
        }
    }
}
