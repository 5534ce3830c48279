//! `cargo xtask bench peers`: the three engines beside what a user would pick instead. Each has its own script in `bench/`,
//! which measures whole processes and prints a line for every bar; here they are built, given their peers, run one after
//! the other, and put into one table.

use crate::Trouble;
use crate::bench::Options;
use crate::shell::{answer, command, watch};
use std::fmt;
use std::path::{Path, PathBuf};

/// One script with what it needs.
#[derive(Debug)]
struct Engine {
    name: &'static str,
    script: &'static str,
    /// Programs to build, each by the arguments that name it to cargo.
    builds: &'static [&'static [&'static str]],
    /// Peers and what they stand on, pinned: another version is another measurement.
    packages: &'static [&'static str],
    arguments: &'static [Argument],
}

/// One argument of a script.
#[derive(Debug, Clone, Copy)]
enum Argument {
    Word(&'static str),
    /// A path under the release folder of cargo's target.
    Built(&'static str),
    /// A path under the repository.
    Ours(&'static str),
    /// A path under the inputs that may not be shipped.
    Shared(&'static str),
    /// Where the script keeps what it makes.
    Work,
    /// The interpreter with the peers.
    Python,
    /// How many runs the medians are of.
    Runs,
}

use Argument::{Built, Ours, Python, Runs, Shared, Word, Work};

const ENGINES: &[Engine] = &[
    Engine {
        name: "disclose",
        script: "bench/disclose/run.py",
        builds: &[
            &["-p", "punte", "--bin", "punte"],
            &["-p", "punte-disclose", "--example", "bench_cube"],
        ],
        packages: &[
            "pac-synth==0.0.8",
            "duckdb==2.0.0",
            "numpy==2.4.6",
            "pandas==3.1.1",
            "scipy==1.17.1",
        ],
        arguments: &[
            Word("--punte"),
            Built("punte"),
            Word("--shared"),
            Shared(""),
            Word("--python"),
            Python,
            Word("--cube"),
            Built("examples/bench_cube"),
            Word("--tests"),
            Ours(""),
            Word("--work"),
            Work,
            Word("--runs"),
            Runs,
            Word("--full"),
        ],
    },
    Engine {
        name: "journeys",
        script: "bench/journeys/bench.py",
        builds: &[&[
            "-p",
            "punte-journeys",
            "--example",
            "gaps",
            "--example",
            "stored",
        ]],
        packages: &[
            "pm4py==2.7.23.11",
            "lifelines==0.30.3",
            "pandas==2.3.3",
            "r4pm==0.6.2",
            "rustxes==0.2.11",
        ],
        arguments: &[
            Word("--gaps"),
            Built("examples/gaps"),
            Word("--stored"),
            Built("examples/stored"),
            Word("--venv-python"),
            Python,
            Word("--generator"),
            Shared("bench/gen_log.py"),
            Word("--peer"),
            Shared("bench/pm4py_dfg.py"),
            Word("--work"),
            Work,
            Word("--tests"),
            Ours(""),
            Word("--runs"),
            Runs,
        ],
    },
    Engine {
        name: "link",
        script: "bench/link/run.py",
        builds: &[&[
            "-p",
            "punte-link",
            "--example",
            "evaluate",
            "--example",
            "link",
            "--example",
            "search",
            "--example",
            "private",
        ]],
        packages: &[
            "splink==5.0.0",
            "recordlinkage==0.16",
            "clkhash==0.18.3",
            "anonlink==0.15.3",
            "duckdb==2.0.0",
            "pandas==2.3.3",
            "pyarrow==26.0.1",
            "faker==40.54.0",
            "anyascii==0.3.3",
        ],
        arguments: &[
            Word("--bin"),
            Built("examples"),
            Word("--python"),
            Python,
            Word("--shared"),
            Shared(""),
            Word("--data"),
            Work,
            Word("--runs"),
            Runs,
            Word("--full"),
        ],
    },
];

/// Medians are of so many runs unless told otherwise.
const RUNS: u32 = 5;
/// Inputs that may not be shipped, beside the repository.
const SHARED: &str = "../shared";
/// Where `--write` keeps a page for each engine.
const PAGES: &str = "docs/bench";
/// How a script begins the line of a bar.
const BAR: &str = "BAR";

/// One figure beside its bar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    engine: &'static str,
    /// Line of the issue that asks for it.
    line: String,
    what: String,
    figure: String,
    /// What the figure must reach.
    asked: String,
    /// `met`, `missed`, or why it was not run.
    outcome: String,
}

impl Bar {
    /// From what a script prints; `None` for a line that is none.
    fn read(engine: &'static str, line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.trim_end().split('\t').collect();
        let [BAR, line, what, figure, bar, outcome] = parts[..] else {
            return None;
        };
        let own = |text: &str| text.replace('|', "/");
        Some(Self {
            engine,
            line: own(line),
            what: own(what),
            figure: own(figure),
            asked: own(bar),
            outcome: own(outcome),
        })
    }

    fn not_run(engine: &'static str, why: &str) -> Self {
        Self {
            engine,
            line: "–".to_owned(),
            what: "all".to_owned(),
            figure: "–".to_owned(),
            asked: "–".to_owned(),
            outcome: format!("not run: {why}"),
        }
    }

    fn met(&self) -> bool {
        self.outcome == "met"
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = if self.met() {
            "met".to_owned()
        } else {
            format!("**{}**", self.outcome)
        };
        write!(
            f,
            "| {} | {} | {} | {} | {} | {outcome} |",
            self.engine, self.line, self.what, self.figure, self.asked
        )
    }
}

/// Runs all three and prints the table; whether every bar was met.
pub(crate) fn run(root: &Path, options: &Options) -> Result<bool, Trouble> {
    let shared = options.shared.clone().unwrap_or_else(|| root.join(SHARED));
    let mut bars = Vec::new();
    for engine in ENGINES {
        let asked = options.only.is_empty() || options.only.iter().any(|name| name == engine.name);
        if !asked {
            continue;
        }
        let measured = measured(root, &shared, engine, options.runs.unwrap_or(RUNS))?;
        if options.write {
            write_page(root, engine, &table(&measured))?;
        }
        bars.extend(measured);
    }
    let table = table(&bars);
    println!("{table}");
    Ok(!bars.is_empty() && bars.iter().all(Bar::met))
}

/// Keeps an engine's table as a page, with what it was measured on.
fn write_page(root: &Path, engine: &Engine, table: &str) -> Result<(), Trouble> {
    let ask = |program, args: &[&str]| {
        answer(command(root, program, args, &[])).map(|said| said.trim().to_owned())
    };
    let day = ask("date", &["-u", "+%Y-%m-%d"])?;
    let commit = ask("git", &["describe", "--always", "--dirty"])?;
    let rust = ask("rustc", &["--version"])?;
    let python = ask("python3", &["--version"])?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let text = format!(
        "# {}: beside its peers\n\nWritten by `cargo xtask bench --peers --only {} --write` on {day}, commit {commit}, {cores} cores, \
         {rust}, {python}. Whole processes: CPU is user and system, memory the peak. The column *line* names the done-line of the \
         issue. Peers and what they stand on: {}.\n\n{table}\n",
        engine.name,
        engine.name,
        engine.packages.join(", ")
    );
    let folder = root.join(PAGES);
    let page = folder.join(format!("{}.md", engine.name));
    let failed = |why| Trouble::File {
        path: page.clone(),
        why,
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    std::fs::write(&page, text).map_err(failed)
}

/// Names of the engines.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ENGINES.iter().map(|engine| engine.name)
}

fn measured(
    root: &Path,
    shared: &Path,
    engine: &'static Engine,
    runs: u32,
) -> Result<Vec<Bar>, Trouble> {
    if !shared.join("bench").is_dir() {
        let why = format!("{} is not there", shared.join("bench").display());
        return Ok(vec![Bar::not_run(engine.name, &why)]);
    }
    for build in engine.builds {
        let mut args = vec!["build", "--release", "--locked"];
        args.extend(*build);
        if !watch(command(root, "cargo", &args, &[]))?.success {
            let why = "it does not build".to_owned();
            return Ok(vec![Bar::not_run(engine.name, &why)]);
        }
    }
    let place = target(root).join("peers").join(engine.name);
    let Some(python) = python(root, &place, engine)? else {
        let why = "its peers cannot be installed".to_owned();
        return Ok(vec![Bar::not_run(engine.name, &why)]);
    };
    let work = place.join("work");
    std::fs::create_dir_all(&work).map_err(|why| Trouble::File {
        path: work.clone(),
        why,
    })?;
    let mut script = command(root, "python3", &[engine.script], &[]);
    for argument in engine.arguments {
        script.arg(match argument {
            Word(word) => PathBuf::from(word),
            Built(path) => target(root).join("release").join(path),
            Ours(path) => root.join(path),
            Shared(path) => shared.join(path),
            Work => work.clone(),
            Python => python.clone(),
            Runs => PathBuf::from(runs.to_string()),
        });
    }
    let ended = watch(script)?;
    let lines = ended.said.lines();
    let mut bars: Vec<Bar> = lines
        .filter_map(|line| Bar::read(engine.name, line))
        .collect();
    // A script that ends badly without having missed a bar did not come to its end.
    if !ended.success && bars.iter().all(Bar::met) {
        bars.push(Bar::not_run(engine.name, "the script broke off"));
    }
    Ok(bars)
}

/// Where cargo builds, here and in the commands that are started from here.
#[expect(
    clippy::disallowed_methods,
    reason = "cargo is told by this variable, and so are we"
)]
fn target(root: &Path) -> PathBuf {
    std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), PathBuf::from)
}

/// An interpreter with the peers in a private environment, installed once for a list of packages.
fn python(root: &Path, place: &Path, engine: &Engine) -> Result<Option<PathBuf>, Trouble> {
    let environment = place.join("venv");
    let (python, done) = (environment.join("bin/python"), place.join("packages"));
    let list = engine.packages.join("\n");
    if std::fs::read_to_string(&done).is_ok_and(|before| before == list) && python.exists() {
        return Ok(Some(python));
    }
    let mut make = command(root, "python3", &["-m", "venv", "--clear"], &[]);
    make.arg(&environment);
    let mut install = command(
        root,
        &python.to_string_lossy(),
        &["-m", "pip", "install", "--quiet"],
        &[],
    );
    install.args(engine.packages);
    if !watch(make)?.success || !watch(install)?.success {
        return Ok(None);
    }
    std::fs::write(&done, list).map_err(|why| Trouble::File { path: done, why })?;
    Ok(Some(python))
}

fn table(bars: &[Bar]) -> String {
    let mut text =
        "| engine | line | what | figure | bar | |\n|---|---|---|---|---|---|\n".to_owned();
    for bar in bars {
        text.push_str(&bar.to_string());
        text.push('\n');
    }
    let met = bars.iter().filter(|bar| bar.met()).count();
    text + &format!("\n{met} of {} bars met.", bars.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_bar_is_read_and_nothing_else() {
        let bar = Bar::read("link", "BAR\t5\tF1, latin\t0.94\t0.93\tmet\n").expect("a bar");
        assert!(bar.met());
        assert_eq!(
            bar.to_string(),
            "| link | 5 | F1, latin | 0.94 | 0.93 | met |"
        );
        let missed = Bar::read("link", "BAR\t5\tx\t1\t2\tnot run: no input").expect("a bar");
        assert!(!missed.met() && missed.to_string().ends_with("| **not run: no input** |"));
        for other in [
            "",
            "BAR 5 x 1 2 met",
            "BAR\t5\tx\t1\tmet",
            " BAR\t5\tx\t1\t2\tmet",
        ] {
            assert_eq!(Bar::read("link", other), None, "{other}");
        }
    }

    #[test]
    fn every_script_is_there_and_versions_are_pinned() {
        for engine in ENGINES {
            assert!(
                crate::root().join(engine.script).is_file(),
                "{}",
                engine.script
            );
            assert!(engine.packages.iter().all(|package| package.contains("==")));
        }
    }

    #[test]
    fn without_inputs_nothing_is_met() {
        let bars = measured(crate::root(), Path::new("/nowhere"), &ENGINES[0], 1);
        let bars = bars.expect("an answer");
        assert!(!bars.is_empty() && bars.iter().all(|bar| !bar.met()));
        assert!(table(&bars).ends_with("0 of 1 bars met."));
    }
}
