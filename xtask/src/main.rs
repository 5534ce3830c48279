//! The project's own tasks: `cargo xtask test | generate | bench | soak`.
//!
//! Everything that CI does is a command a person can type; everything that repeats is data (stages, needs, generators,
//! benches, campaigns) beside one small function that runs it.

mod bench;
mod check;
mod counts;
mod generate;
mod needs;
mod peers;
mod shell;
mod soak;
mod stages;
mod test;
mod tree;
mod workspace;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The project's own tasks.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Runs every stage of the tests, or the named ones. Example: cargo xtask test --stage lints --stage unit
    Test {
        /// A stage; may be given several times. Without it, all.
        #[arg(long = "stage", value_name = "NAME", value_parser = stages::names())]
        stages: Vec<String>,
    },
    /// Remakes everything in the repository that is made from something else. Example: cargo xtask generate
    Generate {
        /// Changes nothing; fails when something is not as it would be made.
        #[arg(long)]
        check: bool,
    },
    /// Measures. Example: cargo xtask bench desk --files 1000,10000 --engine sqlite
    Bench {
        /// What to measure.
        #[arg(value_parser = bench::names(), required_unless_present = "peers")]
        name: Option<String>,
        /// The engines beside their peers; as `bench peers`.
        #[arg(long, conflicts_with = "name")]
        peers: bool,
        #[command(flatten)]
        options: bench::Options,
    },
    /// Runs one of the long campaigns and appends its counts to docs/reliability.md. Example: cargo xtask soak policy
    Soak {
        /// Which one.
        #[arg(value_parser = soak::names())]
        name: String,
    },
}

/// Why a task could not be run at all (exit status 3); a task that ran and found something wrong has status 1.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// A program is missing or does not start.
    #[error("cannot run {program}: {why}")]
    Program {
        /// What was to be run.
        program: String,
        /// What the system said.
        why: String,
    },
    /// A program ended in failure where its answer was needed.
    #[error("{program} failed: {said}")]
    Failed {
        /// What was run.
        program: String,
        /// The end of what it said.
        said: String,
    },
    /// A file of the repository cannot be read or written.
    #[error("{path}: {why}")]
    File {
        /// Path from the repository's root.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// `cargo metadata` speaks otherwise than expected.
    #[error("cargo metadata: {0}")]
    Metadata(#[from] serde_json::Error),
    /// A source that something is generated from is not as expected.
    #[error("cannot generate {what}: {why}")]
    Generate {
        /// Name of the generator.
        what: &'static str,
        /// What is wrong with its source.
        why: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.task, root()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::from(3)
        }
    }
}

fn run(task: &Task, root: &Path) -> Result<bool, Trouble> {
    match task {
        Task::Test { stages } => test::run(root, stages),
        Task::Generate { check: false } => generate::write(root),
        Task::Generate { check: true } => {
            let stale = generate::stale(root)?;
            for path in &stale {
                println!("{path} is not as `cargo xtask generate` makes it");
            }
            Ok(stale.is_empty())
        }
        Task::Bench { name, options, .. } => {
            bench::run(root, name.as_deref().unwrap_or(bench::PEERS), options)
        }
        Task::Soak { name } => soak::run(root, name),
    }
}

/// The repository, wherever cargo was called from.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_coherent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_unknown_stage_bench_or_campaign_is_wrong_use() {
        for wrong in [
            ["test", "--stage=nothing"].as_slice(),
            &["bench", "nothing"],
            &["soak", "nothing"],
        ] {
            let line = std::iter::once("xtask").chain(wrong.iter().copied());
            assert_eq!(
                Arguments::try_parse_from(line)
                    .expect_err("unknown")
                    .exit_code(),
                2
            );
        }
    }

    #[test]
    fn the_root_is_the_repository() {
        assert!(root().join("Cargo.lock").is_file());
    }
}
