//! `cargo xtask bench NAME`: measurements. Programs by name as data; the cold build, which cargo itself must be timed for;
//! and the engines beside their peers.

use crate::Trouble;
use crate::peers;
use crate::shell::{command, watch};
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A bench that is a program: it prints its own figures.
#[derive(Debug)]
struct Bench {
    name: &'static str,
    line: &'static [&'static str],
    /// The page that it writes when asked to.
    page: Option<&'static str>,
}

/// How a measurement is to be made; each is for the benches that its text names.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// desk: sizes, as numbers of files.
    #[arg(long, value_delimiter = ',', value_name = "N,N")]
    pub(crate) files: Vec<usize>,
    /// desk: sqlite, postgres or both.
    #[arg(long, value_delimiter = ',', value_name = "ENGINE,ENGINE")]
    pub(crate) engine: Vec<String>,
    /// desk: how long requests are counted at each size.
    #[arg(long, value_name = "N")]
    pub(crate) seconds: Option<u64>,
    /// desk, peers: keeps the figures in docs/bench/ too.
    #[arg(long)]
    pub(crate) write: bool,
    /// peers: how many runs the medians are of.
    #[arg(long, value_name = "N")]
    pub(crate) runs: Option<u32>,
    /// peers: one engine alone; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(peers::names()))]
    pub(crate) only: Vec<String>,
    /// peers: where the inputs lie that may not be shipped; ../shared otherwise.
    #[arg(long, value_name = "DIR")]
    pub(crate) shared: Option<PathBuf>,
}

impl Options {
    /// As the arguments of a program.
    fn arguments(&self, bench: &Bench) -> Vec<String> {
        let joined = |name: &str, values: Vec<String>| match values.as_slice() {
            [] => Vec::new(),
            some => vec![name.to_owned(), some.join(",")],
        };
        let mut arguments = joined(
            "--files",
            self.files.iter().map(ToString::to_string).collect(),
        );
        arguments.extend(joined("--engine", self.engine.clone()));
        let seconds = self.seconds.iter().map(ToString::to_string).collect();
        arguments.extend(joined("--seconds", seconds));
        if let Some(page) = bench.page.filter(|_| self.write) {
            arguments.extend(["--write".to_owned(), page.to_owned()]);
        }
        arguments
    }
}

const PROGRAMS: &[Bench] = &[
    Bench {
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
        page: None,
    },
    Bench {
        name: "desk",
        line: &[
            "cargo",
            "run",
            "--release",
            "--locked",
            "-p",
            "punte-load",
            "--",
            "desk",
        ],
        page: Some("docs/bench/desk.md"),
    },
];

const BUILD: &str = "build";
/// Also as `--peers`, which is how the issues write it.
pub(crate) const PEERS: &str = "peers";

/// A cold `cargo run --release -- demo` on two idle cores (ruling 25), in minutes.
const BUILD_BAR: f64 = 10.0;

/// What can be measured.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(
        PROGRAMS
            .iter()
            .map(|bench| bench.name)
            .chain([BUILD, PEERS]),
    )
}

/// Measures, and says whether the bar was met where there is one.
pub(crate) fn run(root: &Path, name: &str, options: &Options) -> Result<bool, Trouble> {
    let Some(bench) = PROGRAMS.iter().find(|bench| bench.name == name) else {
        return if name == PEERS {
            peers::run(root, options)
        } else {
            build(root)
        };
    };
    let (program, args) = bench.line.split_first().unwrap_or((&"false", &[]));
    if options.write
        && let Some(page) = bench.page
    {
        let folder = root
            .join(page)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        std::fs::create_dir_all(&folder).map_err(|why| Trouble::File { path: folder, why })?;
    }
    let status = command(root, program, args, &[])
        .args(options.arguments(bench))
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
                .all(|bench| ![BUILD, PEERS].contains(&bench.name) && !bench.line.is_empty())
        );
    }

    #[test]
    fn options_reach_the_program_and_only_a_bench_with_a_page_writes_one() {
        let options = Options {
            files: vec![1_000, 10_000],
            seconds: Some(5),
            write: true,
            ..Options::default()
        };
        let given = |name: &str| {
            let bench = PROGRAMS.iter().find(|bench| bench.name == name);
            options.arguments(bench.expect("a bench")).join(" ")
        };
        let plain = "--files 1000,10000 --seconds 5";
        assert_eq!(given("policy"), plain);
        assert_eq!(given("desk"), format!("{plain} --write docs/bench/desk.md"));
    }
}
