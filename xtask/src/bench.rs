//! `cargo xtask bench NAME`: measurements. Programs by name as data, and the cold build, which cargo itself must be
//! timed for.

use crate::Trouble;
use crate::shell::{command, watch};
use clap::builder::PossibleValuesParser;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A bench that is a program: it prints its own figures.
#[derive(Debug)]
struct Bench {
    name: &'static str,
    line: &'static [&'static str],
}

const PROGRAMS: &[Bench] = &[Bench {
    name: "policy",
    line: &[
        "cargo",
        "run",
        "--release",
        "--locked",
        "-p",
        "punte-policy",
        "--example",
        "cost",
    ],
}];

const BUILD: &str = "build";

/// A cold `cargo run --release -- demo` on two idle cores (ruling 25), in minutes.
const BUILD_BAR: f64 = 10.0;

/// What can be measured.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(PROGRAMS.iter().map(|bench| bench.name).chain([BUILD]))
}

/// Measures, and says whether the bar was met where there is one.
pub(crate) fn run(root: &Path, name: &str) -> Result<bool, Trouble> {
    let Some(bench) = PROGRAMS.iter().find(|bench| bench.name == name) else {
        return build(root);
    };
    let (program, args) = bench.line.split_first().unwrap_or((&"false", &[]));
    let status = command(root, program, args, &[])
        .status()
        .map_err(|why| Trouble::Program {
            program: (*program).to_owned(),
            why: why.to_string(),
        })?;
    Ok(status.success())
}

/// Builds `punte` as a newcomer does, into a folder that nothing has built in before.
fn build(root: &Path) -> Result<bool, Trouble> {
    let folder = root
        .join("target")
        .join(format!("cold-build-{}", std::process::id()));
    let start = Instant::now();
    let ended = watch(cold(root, &folder));
    let took = start.elapsed();
    let removed = std::fs::remove_dir_all(&folder);
    let built = ended?.success;
    if built {
        removed.map_err(|why| Trouble::File { path: folder, why })?;
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{}", sentence(took, cores, built));
    Ok(built && minutes(took) <= BUILD_BAR)
}

fn cold(root: &Path, folder: &Path) -> Command {
    let mut command = command(
        root,
        "cargo",
        &["build", "--release", "--locked", "-p", "punte"],
        &[],
    );
    command.arg("--target-dir").arg(folder);
    command
}

fn minutes(took: Duration) -> f64 {
    took.as_secs_f64() / 60.0
}

fn sentence(took: Duration, cores: usize, built: bool) -> String {
    let took = minutes(took);
    let verdict = match (built, took <= BUILD_BAR) {
        (false, _) => "did not build",
        (true, true) => "met",
        (true, false) => "missed",
    };
    format!(
        "cold release build of punte: {took:.1} min on {cores} cores; bar {BUILD_BAR:.0} min on two idle cores: {verdict}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cold_build_goes_where_nothing_was_built() {
        let folder = Path::new("/nowhere/cold");
        let args: Vec<_> = cold(crate::root(), folder)
            .get_args()
            .map(|a| a.to_string_lossy().into_owned())
            .collect();
        assert!(args.ends_with(&["--target-dir".to_owned(), "/nowhere/cold".to_owned()]));
        assert!(args.contains(&"--release".to_owned()));
    }

    #[test]
    fn the_sentence_tells_the_bar() {
        let said = |minutes: u64, built| sentence(Duration::from_secs(minutes * 60), 2, built);
        assert!(said(9, true).ends_with(": met"));
        assert!(
            said(11, true).contains("11.0 min on 2 cores") && said(11, true).ends_with(": missed")
        );
        assert!(said(1, false).ends_with(": did not build"));
    }

    #[test]
    fn names_are_told_apart() {
        assert!(
            PROGRAMS
                .iter()
                .all(|bench| bench.name != BUILD && !bench.line.is_empty())
        );
    }
}
