//! The commands: exit statuses, sentences, and no output file unless it is whole.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A directory of its own for each test.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("punte-disclose-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn command(&self, args: &[&str]) -> Command {
        let deps = std::env::current_exe().unwrap();
        let built = deps.ancestors().nth(2).unwrap();
        let mut command = Command::new(built.join("examples").join("commands"));
        command.current_dir(&self.0).args(args).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const COUNTS: &[&str] = &["counts", "in.csv", "out.csv", "--k", "2"];
const PRIVATE: &[&str] = &["synth", "in.csv", "out.csv", "--report", "report.json"];
const ANONYMOUS: &[&str] = &[
    "synth",
    "in.csv",
    "out.csv",
    "--mode",
    "k-anonymous",
    "--k",
    "2",
];
const RELEASE: &[&str] = &["release", "spec.toml", "--ledger", "ledger", "--out", "out"];

const SPEC: &str = "name = \"q\"\ninput = \"in.csv\"\n[rules]\nk = 10\nwidth = 10\n[[tables]]\nname = \"t\"\ncolumns = [\"a\"]\n";

#[test]
fn bad_tables_get_row_and_column_status_2_and_no_output() {
    let room = Room::new("bad");
    let wide = (0..10_000)
        .map(|at| format!("c{at}"))
        .collect::<Vec<_>>()
        .join(",");
    let mut many = "id,b\n".to_owned();
    for at in 0..1_000_000 {
        let _ = writeln!(many, "{at},x");
    }
    room.write("spec.toml", SPEC.as_bytes());
    for (bytes, wanted) in [
        (&b""[..], "row 1"),
        (b"a,b\n", "no rows"),
        (b"\xFF\xFEa\0", "row 1, column 1"),
        (b"a,a\n1,2\n", "row 1, column 2"),
        (b"a,b\n1,2\n3\n", "row 3, column 2"),
        (b"a,b\n1,2\n3,\0\n", "row 3, column 2"),
        (b"a,b\n1,2\nArge\xBA,1\n", "row 3, column 1"),
        (b"a,b\n1,\"2\n", "row 2, column 2"),
        (wide.as_bytes(), "row 1, column 1001"),
        (many.as_bytes(), "column 1"),
    ] {
        room.write("in.csv", bytes);
        for args in [COUNTS, PRIVATE, ANONYMOUS, RELEASE] {
            let output = room.run(args);
            assert_eq!(output.status.code(), Some(2), "{args:?} {}", said(&output));
            assert!(
                said(&output).contains(wanted),
                "{wanted}: {}",
                said(&output)
            );
            assert_eq!(room.files(), ["in.csv", "spec.toml"], "{args:?} {wanted}");
        }
    }
}

#[test]
fn each_trouble_has_its_status() {
    let room = Room::new("status");
    room.write("in.csv", b"a,b\n1,2\n");
    room.write("bad.toml", b"name = 1\n");
    for (status, args) in [
        // A table too small for what is asked is not wrong, it is just not so.
        (1, &["counts", "in.csv", "out.csv"][..]),
        (1, &["synth", "in.csv", "out.csv", "--mode", "k-anonymous"]),
        (2, &["counts", "in.csv", "out.csv", "--length", "9"]),
        (2, &["counts", "in.csv", "out.csv", "--round-down", "0"]),
        (2, &["synth", "in.csv", "out.csv", "--epsilon", "-1"]),
        (2, &["release", "bad.toml", "--ledger", "l", "--out", "o"]),
        (2, &["counts", "in.csv"]),
        (3, &["counts", "missing.csv", "out.csv"]),
        (
            3,
            &["release", "missing.toml", "--ledger", "l", "--out", "o"],
        ),
    ] {
        let output = room.run(args);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{args:?} {}",
            said(&output)
        );
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
        assert_eq!(room.files(), ["bad.toml", "in.csv"], "{args:?}");
    }
}

#[test]
fn a_rounded_release_is_written_and_remembered() {
    let room = Room::new("rounded");
    let rows = "x,1\n".repeat(23) + &"y,1\n".repeat(4) + &"z,2\n".repeat(38);
    room.write("in.csv", format!("a,b\n{rows}").as_bytes());
    room.write("spec.toml", format!("{SPEC}round = 11\n").as_bytes());
    let output = room.run(RELEASE);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let table = std::fs::read_to_string(room.0.join("out/t.csv")).unwrap();
    assert!(table.starts_with("a,count,low,high\n"), "{table}");
    assert!(
        table.contains("x,22,12,32\n") && table.contains("y,0,0,10\n"),
        "{table}"
    );
    // And nothing after it.
    room.write("spec.toml", SPEC.replace("\"q\"", "\"r\"").as_bytes());
    let again = room.run(&[
        "release",
        "spec.toml",
        "--ledger",
        "ledger",
        "--out",
        "out2",
    ]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("was rounded"), "{}", said(&again));
    assert!(!Path::new(&room.0.join("out2")).exists());
}

/// Rows enough that every command is still at work when the signal comes.
fn much() -> String {
    let mut text = "a,b,c,d,e,f,g,h,i,j\n".to_owned();
    let mut state = 1_u64;
    for _ in 0..60_000 {
        for column in 0..10 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let end = if column == 9 { '\n' } else { ',' };
            let _ = write!(text, "v{}{end}", (state >> 33) % 12);
        }
    }
    text
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_behind() {
    let room = Room::new("interrupt");
    room.write("in.csv", much().as_bytes());
    for (signal, args) in [
        (
            "-INT",
            &["synth", "in.csv", "out.csv", "--report", "report.json"][..],
        ),
        (
            "-TERM",
            &["synth", "in.csv", "out.csv", "--mode", "k-anonymous"],
        ),
        (
            "-INT",
            &["counts", "in.csv", "out.csv", "--length", "5", "--k", "1"],
        ),
    ] {
        let mut child = room
            .command(args)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        // The first sign of progress: the work has begun and is far from done.
        let first = lines.next().unwrap().unwrap();
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let rest: Vec<String> = lines.map_while(Result::ok).collect();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(3), "{args:?}: {first} {rest:?}");
        assert!(
            rest.iter().any(|line| line.contains("interrupted")),
            "{rest:?}"
        );
        assert_eq!(room.files(), ["in.csv"], "{args:?}");
    }
}
