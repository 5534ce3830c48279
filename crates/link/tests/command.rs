//! The command: exit statuses, and no output file unless all of them are whole.

#[path = "../../punte/src/compute/link.rs"]
mod command;
#[path = "../../punte/src/compute/interrupt.rs"]
mod interrupt;

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
        (2, &["ragged.csv", "--out", "p.csv"][..]),
        (2, &["none.csv", "--out", "p.csv"]),
        (2, &["good.csv", "ragged.csv", "--out", "p.csv"]),
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

/// Records enough that the work is not done when the signal comes.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_behind() {
    use std::fmt::Write as _;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let dir = room("interrupt");
    let mut people = "given_name,surname,dob\n".to_owned();
    for at in 0..60_000_u32 {
        let _ = writeln!(
            people,
            "ana{},rusu{},{}-{:02}-{:02}",
            at % 977,
            at % 1_009,
            1990 + at % 30,
            at % 12 + 1,
            at % 28 + 1
        );
    }
    fs::write(dir.join("a.csv"), people).unwrap();
    let deps = std::env::current_exe().unwrap();
    let link = deps
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join("link");
    let mut child = Command::new(link)
        .current_dir(&dir)
        .args([
            "a.csv",
            "--out",
            "p.csv",
            "--clusters",
            "c.csv",
            "--review",
            "r.csv",
        ])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().unwrap().code(), Some(3), "{first} {rest:?}");
    assert_eq!(files(&dir), ["a.csv"], "{rest:?}");
    fs::remove_dir_all(dir).unwrap();
}
