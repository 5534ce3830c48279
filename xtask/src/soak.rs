//! `cargo xtask soak NAME`: long campaigns, as data. Their counts are appended to docs/reliability.md, so that the page
//! holds what was run and nothing else.

use crate::Trouble;
use crate::counts::Counts;
use crate::shell::{answer, command, watch};
use clap::builder::PossibleValuesParser;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// One campaign: a test runner's line, counted by what it prints.
#[derive(Debug)]
struct Campaign {
    name: &'static str,
    /// What the page says of it.
    about: &'static str,
    line: &'static [&'static str],
    env: &'static [(&'static str, &'static str)],
}

const ALL: &[Campaign] = &[
    Campaign {
        name: "policy",
        about: "200,000 random persons, files and wraps per property against the independent table",
        line: &[
            "cargo",
            "test",
            "--release",
            "--locked",
            "-p",
            "punte-policy",
            "--test",
            "matrix",
            "random::",
        ],
        env: &[("PROPTEST_CASES", "200000")],
    },
    Campaign {
        name: "kill",
        about: "1,000 kills (-9) at random moments under 8 writers over HTTP; an answer before the commit is caught",
        line: &[
            "cargo",
            "test",
            "--release",
            "--locked",
            "-p",
            "punte-faults",
            "--test",
            "kill",
            "--",
            "--nocapture",
            "--test-threads=1",
        ],
        env: &[("PUNTE_KILLS", "1000")],
    },
    Campaign {
        name: "corrupt",
        about: "1,000 flipped bytes in stored values, each named; 1,000 anywhere in the file; 1,000 corrupted backups",
        line: &[
            "cargo",
            "test",
            "--release",
            "--locked",
            "-p",
            "punte-faults",
            "--test",
            "corruption",
            "--",
            "--nocapture",
            "--test-threads=1",
        ],
        env: &[("PUNTE_FLIPS", "1000"), ("PUNTE_COPIES", "1000")],
    },
    Campaign {
        name: "seizure",
        about: "10 seizures of 500 canaries each; a log line and one key per file are caught",
        line: &[
            "cargo",
            "test",
            "--release",
            "--locked",
            "-p",
            "punte-faults",
            "--test",
            "seizure",
            "--",
            "--nocapture",
            "--test-threads=1",
        ],
        env: &[("PUNTE_SEIZURES", "10")],
    },
];

const PAGE: &str = "docs/reliability.md";
const HEAD: &str = "# Long campaigns\n\nAppended by `cargo xtask soak NAME`, one row per run.\n\n\
                    | day (UTC) | campaign | commit | counts | minutes |\n|---|---|---|---|---|\n";

/// What can be run.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.iter().map(|campaign| campaign.name))
}

/// Runs it, appends its row, and says whether everything passed.
pub(crate) fn run(root: &Path, name: &str) -> Result<bool, Trouble> {
    let Some(campaign) = ALL.iter().find(|campaign| campaign.name == name) else {
        return Ok(false);
    };
    let (program, args) = campaign.line.split_first().unwrap_or((&"false", &[]));
    let day = answer(command(root, "date", &["-u", "+%Y-%m-%d"], &[]))?;
    // Asked before: what is edited while the campaign runs is not what runs.
    let commit = answer(command(
        root,
        "git",
        &["describe", "--always", "--dirty"],
        &[],
    ))?;
    let start = Instant::now();
    let ended = watch(command(root, program, args, campaign.env))?;
    let counts = Counts::of_runner(&ended.said, ended.success);
    let row = row(
        campaign,
        (day.trim(), commit.trim()),
        (counts, &counted(&ended.said)),
        start.elapsed(),
    );
    append(&root.join(PAGE), &row).map_err(|why| Trouble::File {
        path: PAGE.into(),
        why,
    })?;
    println!("{counts}");
    Ok(counts.good())
}

/// What a campaign says of itself: its lines that begin so, wherever the test runner's own words put them.
const COUNTED: &str = "counted: ";

fn counted(said: &str) -> Vec<&str> {
    said.lines()
        .filter_map(|line| line.split_once(COUNTED))
        .map(|(_, counted)| counted.trim())
        .collect()
}

fn row(
    campaign: &Campaign,
    (day, commit): (&str, &str),
    (counts, counted): (Counts, &[&str]),
    took: Duration,
) -> String {
    let minutes = took.as_secs_f64() / 60.0;
    let mut what = counts.to_string();
    for line in counted {
        what.push_str("<br>");
        what.push_str(line);
    }
    format!(
        "| {day} | {}: {} | {commit} | {what} | {minutes:.1} |\n",
        campaign.name, campaign.about
    )
}

fn append(page: &Path, row: &str) -> std::io::Result<()> {
    let new = !page.exists();
    let mut file = OpenOptions::new().create(true).append(true).open(page)?;
    if new {
        file.write_all(HEAD.as_bytes())?;
    }
    file.write_all(row.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_was_run_and_how_it_ended() {
        let said = "test kills ... counted: 9 kills, 0 lost\nnot this\ncounted: 2 caught\n";
        let row = row(
            &ALL[0],
            ("2026-11-23", "abc1234"),
            (Counts::one(true), &counted(said)),
            Duration::from_secs(90),
        );
        assert!(row.starts_with("| 2026-11-23 | policy: "));
        let end =
            "| abc1234 | 1 passed, 0 failed, 0 skipped<br>9 kills, 0 lost<br>2 caught | 1.5 |\n";
        assert!(row.ends_with(end), "{row}");
    }

    #[test]
    fn the_head_is_written_once() {
        let page = std::env::temp_dir().join(format!("punte-soak-{}.md", std::process::id()));
        append(&page, "| one |\n").expect("a temporary file");
        append(&page, "| two |\n").expect("a temporary file");
        let text = std::fs::read_to_string(&page).expect("it is there");
        std::fs::remove_file(&page).expect("it is ours");
        assert_eq!(text, format!("{HEAD}| one |\n| two |\n"));
    }
}
