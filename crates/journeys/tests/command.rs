//! The command on a good log: every output, and what its exit says.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

fn command(dir: &Path, args: &[&str]) -> Output {
    let deps = std::env::current_exe().unwrap();
    let gaps = deps
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join("gaps");
    Command::new(gaps)
        .current_dir(dir)
        .args(args)
        .output()
        .unwrap()
}

fn log() -> String {
    format!("{}/tests/fixtures/log3k.csv", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn writes_every_output() {
    let dir = tempfile::tempdir().unwrap();
    let run = command(
        dir.path(),
        &[
            &log(),
            "--dfg",
            "dfg.csv",
            "--waiting",
            "w.csv",
            "--curves",
            "c.csv",
            "--nodes",
            "n.csv",
            "--variants",
            "v.csv",
            "--bottlenecks",
            "b.csv",
            "--funnel",
            "f.csv",
            "--clocks",
            "k.csv",
            "--clock-list",
            "l.csv",
            "--svg-dfg",
            "g.svg",
            "--svg-waiting",
            "w.svg",
            "--wait",
            "Referral received => Court hearing",
            "--withdrew",
            "Case closed",
            "--group",
            "org:resource",
            "--stages",
            "Referral received => Intake interview => Court hearing",
            "--clock",
            "Referral received => Intake interview within 72h",
            "--json",
        ],
    );
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let said: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(
        (said["events"].as_u64(), said["cases"].as_u64()),
        (Some(3000), Some(143))
    );
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
    let count = |name: &str| read(name).lines().count() - 1;
    let all = &said["waits"][0];
    let parts: u64 = ["served", "ended_otherwise", "still_waiting"]
        .iter()
        .map(|k| all[k].as_u64().unwrap())
        .sum();
    assert_eq!(all["waits"].as_u64(), Some(parts));
    // All together and six agencies.
    assert_eq!(count("w.csv"), 7);
    assert_eq!((count("n.csv"), count("f.csv"), count("k.csv")), (24, 3, 1));
    let dfg: u64 = csv::Reader::from_reader(read("dfg.csv").as_bytes())
        .records()
        .map(|r| r.unwrap().get(2).unwrap().parse::<u64>().unwrap())
        .sum();
    assert_eq!(dfg, 3000 - 143);
    let cases: u64 = csv::Reader::from_reader(read("v.csv").as_bytes())
        .records()
        .map(|r| r.unwrap().get(1).unwrap().parse::<u64>().unwrap())
        .sum();
    assert_eq!(cases, 143);
    // One clock, started in every case: met, missed, running and called off add up.
    assert_eq!(count("l.csv"), 143);
    let clocks = &said["clocks"][0];
    let parts: u64 = ["met", "missed", "running", "cancelled"]
        .iter()
        .map(|k| clocks[k].as_u64().unwrap())
        .sum();
    assert_eq!(parts, 143);
    assert_eq!(
        read("l.csv").matches(",met,").count() as u64,
        clocks["met"].as_u64().unwrap()
    );
    for name in ["g.svg", "w.svg"] {
        let svg = read(name);
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="),
            "{name}"
        );
        assert!(
            !svg.contains("<script") && !svg.contains("NaN") && !svg.contains("inf"),
            "{name}"
        );
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 11);
}

#[test]
fn is_the_same_twice() {
    let dir = tempfile::tempdir().unwrap();
    let outputs = |n: u8| {
        let (a, b) = (format!("{n}.csv"), format!("{n}.svg"));
        assert!(
            command(dir.path(), &[&log(), "--variants", &a, "--svg-dfg", &b])
                .status
                .success()
        );
        (
            std::fs::read(dir.path().join(a)).unwrap(),
            std::fs::read(dir.path().join(b)).unwrap(),
        )
    };
    assert_eq!(outputs(1), outputs(2));
}

#[test]
fn wrong_use_is_two_and_no_place_is_three() {
    let dir = tempfile::tempdir().unwrap();
    let log = log();
    let copy = dir.path().join("log.csv");
    std::fs::copy(&log, &copy).unwrap();
    for (args, exit, says) in [
        (
            vec![log.as_str(), "--wait", "Nowhere => Case closed"],
            2,
            "no event is called \u{201c}Nowhere\u{201d}",
        ),
        (vec![&log, "--wait", "Case closed"], 2, "wanted FROM => TO"),
        (
            vec![
                &log,
                "--clock",
                "Case closed => Case closed within soon",
                "--clocks",
                "k.csv",
            ],
            2,
            "wanted FROM => TO within 72h",
        ),
        (vec![&log, "--as-of", "tomorrow"], 2, "not a date"),
        (vec![&log, "--confidence", "1"], 2, "between 0 and 1"),
        (
            vec![&log, "--group", "nothing"],
            2,
            "row 1: no column for the group",
        ),
        (
            vec![&log, "--dfg", "a.csv", "--waiting", "a.csv"],
            2,
            "named for two outputs",
        ),
        (
            vec!["log.csv", "--dfg", "./log.csv"],
            2,
            "it would be overwritten",
        ),
        (vec![&log, "--delimiter", "ab"], 2, "one character"),
        (vec!["absent.csv"], 3, "absent.csv"),
        (vec!["."], 3, "."),
        (
            vec![&log, "--dfg", "ok.csv", "--waiting", "no/such/place.csv"],
            3,
            "no/such/place.csv",
        ),
    ] {
        let run = command(dir.path(), &args);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(exit), "{args:?}: {said}");
        assert!(said.contains(says), "{args:?}: {said}");
        assert!(run.stdout.is_empty());
    }
    // One output failed: the other is not there either, nor is anything with another name.
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&log).unwrap());
}

/// Killed at any moment, the command leaves each output whole or not there.
#[test]
fn killed_it_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut rows = "case,activity,time\n".to_owned();
    for case in 0..8_000_u32 {
        for step in 0..10_u32 {
            // Sequences that differ from case to case, so that the variants are a file of a megabyte.
            let activity = (case.wrapping_mul(2_654_435_761) >> (step * 2)) % 23;
            let _ = writeln!(
                rows,
                "C{case},Step {activity},2026-01-{:02}T00:00:00Z",
                step * 2 + 1
            );
        }
    }
    std::fs::write(dir.path().join("log.csv"), rows).unwrap();
    let args = [
        "log.csv",
        "--variants",
        "v.csv",
        "--dfg",
        "d.csv",
        "--waiting",
        "w.csv",
    ];
    assert!(command(dir.path(), &args).status.success());
    let outputs = ["v.csv", "d.csv", "w.csv"].map(|name| dir.path().join(name));
    let whole = outputs.clone().map(|path| std::fs::read(path).unwrap());
    let (mut absent, mut there) = (0, 0);
    for round in 0..25_u32 {
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let path = entry.unwrap().path();
            if !path.ends_with("log.csv") {
                std::fs::remove_file(path).unwrap();
            }
        }
        let deps = std::env::current_exe().unwrap();
        let gaps = deps
            .ancestors()
            .nth(2)
            .unwrap()
            .join("examples")
            .join("gaps");
        let mut child = Command::new(gaps)
            .current_dir(dir.path())
            .args(args)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Wait until it begins to write, then a little longer each round.
        let writing = || std::fs::read_dir(dir.path()).unwrap().count() > 1;
        while !writing() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        std::thread::sleep(std::time::Duration::from_millis(u64::from(round) * 4));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, whole) in outputs.iter().zip(&whole) {
            match std::fs::read(path) {
                Ok(found) => {
                    assert!(
                        found == *whole,
                        "round {round}: {} is not whole",
                        path.display()
                    );
                    there += 1;
                }
                Err(_) => absent += 1,
            }
        }
    }
    assert!(
        absent > 0 && there + absent == 75,
        "{absent} absent, {there} there"
    );
}

/// A log that never ends, through a pipe, until the command is told to stop.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_behind() {
    use std::io::Write as _;

    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("log.csv");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let deps = std::env::current_exe().unwrap();
    let gaps = deps
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join("gaps");
    let mut child = Command::new(gaps)
        .current_dir(dir.path())
        .args(["log.csv", "--dfg", "d.csv", "--variants", "v.csv"])
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut feed = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    feed.write_all(b"case,activity,time\n").unwrap();
    let rows = b"1,alarm,2026-01-01\n".repeat(10_000);
    for _ in 0..20 {
        feed.write_all(&rows).unwrap();
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    // It stops reading, and so breaks the pipe.
    let broken = (0..2_000).any(|_| feed.write_all(&rows).is_err());
    assert!(broken, "went on reading after the interrupt");
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["log.csv"]);
}

#[test]
fn a_packed_log_is_read_and_a_damaged_one_is_wrong_use() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write as _;

    let dir = tempfile::tempdir().unwrap();
    let plain = std::fs::read(log().replace(".csv", ".xes")).unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&plain).unwrap();
    let packed = encoder.finish().unwrap();
    std::fs::write(dir.path().join("log.xes.gz"), &packed).unwrap();
    std::fs::write(dir.path().join("cut.xes.gz"), &packed[..packed.len() / 2]).unwrap();
    let run = command(dir.path(), &["log.xes.gz", "--dfg", "d.csv", "--json"]);
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let said: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(said["events"].as_u64(), Some(3000));
    let bad = command(dir.path(), &["cut.xes.gz", "--dfg", "bad.csv"]);
    assert_eq!(bad.status.code(), Some(2));
    let sentence = String::from_utf8_lossy(&bad.stderr).into_owned();
    assert!(
        sentence.contains("cut.xes.gz") && sentence.contains("damaged or cut off"),
        "{sentence}"
    );
    assert!(!dir.path().join("bad.csv").exists());
}
