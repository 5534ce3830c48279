//! The command: exit statuses, and no output file unless all of them are whole.

#[path = "../../punte/src/compute/link.rs"]
mod command;

use clap::Parser;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: command::LinkArgs,
}

/// A directory of its own for each test.
fn room(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("punte-link-{name}-{}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn run(dir: &Path, words: &[&str]) -> (u8, String) {
    let words = std::iter::once("link".to_owned()).chain(words.iter().map(|w| {
        if Path::new(w).extension().is_some() {
            dir.join(w).display().to_string()
        } else {
            (*w).to_owned()
        }
    }));
    let cli = Cli::try_parse_from(words).unwrap();
    let mut out = Vec::new();
    let status = command::run(&cli.args, &mut out);
    (status, String::from_utf8(out).unwrap())
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const PEOPLE: &str = "id,prenume,nume,data_nasterii\n1,Ștefan,Țurcanu,2012-03-04\n2,Stefan,Turcanu,04.03.2012\n3,Ana,Rusu,2010-01-02\n4,Ion,Popa,2009-02-03\n";

#[test]
fn a_good_run_writes_all_files_and_nothing_else() {
    let dir = room("good");
    fs::write(dir.join("a.csv"), PEOPLE).unwrap();
    let (status, out) = run(
        &dir,
        &[
            "a.csv",
            "--out",
            "p.csv",
            "--clusters",
            "c.csv",
            "--review",
            "r.csv",
            "--explain",
            "1",
            "2",
        ],
    );
    assert_eq!(status, 0);
    assert!(
        out.contains("4 records") && out.contains("bits  in all"),
        "{out}"
    );
    assert_eq!(files(&dir), ["a.csv", "c.csv", "p.csv", "r.csv"]);
    assert_eq!(
        fs::read_to_string(dir.join("c.csv"))
            .unwrap()
            .lines()
            .count(),
        5
    );
    let (status, json) = run(
        &dir,
        &["a.csv", "a.csv", "--out", "p.csv", "--json", "--one-to-one"],
    );
    assert_eq!(status, 0);
    assert!(json.starts_with("{\"records\":8,"), "{json}");
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn trouble_has_its_status_and_leaves_nothing() {
    let dir = room("bad");
    fs::write(dir.join("good.csv"), PEOPLE).unwrap();
    fs::write(dir.join("ragged.csv"), "prenume,nume\na\n").unwrap();
    fs::write(dir.join("none.csv"), "x,y\n1,2\n").unwrap();
    fs::create_dir(dir.join("taken.csv")).unwrap();
    for (status, words) in [
        (1, &["ragged.csv", "--out", "p.csv"][..]),
        (1, &["none.csv", "--out", "p.csv"]),
        (1, &["good.csv", "ragged.csv", "--out", "p.csv"]),
        (
            2,
            &["good.csv", "--out", "p.csv", "--role", "nonsense=nume"],
        ),
        (2, &["good.csv", "--out", "p.csv", "--threads", "0"]),
        (2, &["good.csv", "--out", "p.csv", "--join", "7"]),
        (3, &["missing.csv", "--out", "p.csv"]),
        (3, &["good.csv", "--out", "nowhere/p.csv"]),
        (3, &["good.csv", "--out", "taken.csv"]),
    ] {
        assert_eq!(run(&dir, words).0, status, "{words:?}");
        assert_eq!(
            files(&dir),
            ["good.csv", "none.csv", "ragged.csv", "taken.csv"],
            "{words:?}"
        );
    }
    fs::remove_dir_all(dir).unwrap();
}
