//! `punte gaps`: graphs, waiting, attrition and clocks from an event log.

mod args;
mod files;
mod input;
mod output;

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use punte_journeys::read::{Progress, Watch};
use punte_journeys::{EventLog, JourneyError, directly_follows, performance, variants};

pub(crate) use self::args::GapsArgs;
use self::args::Plan;
use super::interrupt::{interrupted, listen};

/// Why the command ended without a result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GapsError {
    /// The command line asks for something that cannot be: exit 2.
    #[error("{0}")]
    Use(String),
    /// The log is not what it should be, or lacks what was asked of it: exit 2.
    #[error("{path}: {error}")]
    Log {
        /// The log's path.
        path: String,
        /// What and where.
        error: Box<JourneyError>,
    },
    /// A file could not be read or written: exit 3.
    #[error("{path}: {error}")]
    Io {
        /// The file's path.
        path: String,
        /// What the system said.
        error: io::Error,
    },
}

impl GapsError {
    fn exit(&self) -> u8 {
        match self {
            Self::Use(_) => 2,
            Self::Io { .. } => 3,
            Self::Log { error, .. } => match **error {
                // A packed log that is damaged is a bad log, not a bad disk.
                JourneyError::Read(ref e) if e.kind() == io::ErrorKind::InvalidData => 2,
                JourneyError::Read(_) | JourneyError::Write(_) | JourneyError::Stopped => 3,
                _ => 2,
            },
        }
    }
}

/// Runs the command: results into the files that were named, a summary on stdout, progress and errors on stderr.
pub(crate) fn run(args: &GapsArgs) -> ExitCode {
    match go(args) {
        Ok(summary) => match io::stdout().write_all(summary.as_bytes()) {
            // A reader that has had enough (`| head`) is no failure.
            Ok(()) => ExitCode::SUCCESS,
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(e) => {
                eprintln!("punte gaps: stdout: {e}");
                ExitCode::from(3)
            }
        },
        Err(error) => {
            eprintln!("punte gaps: {error}");
            ExitCode::from(error.exit())
        }
    }
}

fn go(args: &GapsArgs) -> Result<String, GapsError> {
    args.check_paths()?;
    listen();
    let mut progress = reporter();
    let (log, kind) = input::read(args, &mut Watch::new(&mut progress))?;
    if io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
    let plan = Plan::new(args, &log)?;
    let graph = directly_follows(&log);
    let times = performance(&log, &graph);
    let ways = variants(&log);
    let waits = output::waits(args, &plan, &log)?;
    let results = output::Results {
        log: &log,
        graph: &graph,
        times: &times,
        ways: &ways,
        waits: &waits,
    };
    output::write(args, &plan, &results)?;
    Ok(output::summary(args, &plan, &results, kind))
}

/// A counter on a terminal; elsewhere a line for every ten million events.
fn reporter() -> impl FnMut(Progress) -> ControlFlow<()> {
    let terminal = io::stderr().is_terminal();
    let mut said = 0;
    move |progress: Progress| {
        if terminal {
            eprint!("\r{} events", progress.events);
        } else if progress.events / 10_000_000 > said {
            said = progress.events / 10_000_000;
            eprintln!("{} events", progress.events);
        }
        if interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// A journey error with the log's path before it.
fn of_log(args: &GapsArgs) -> impl Fn(JourneyError) -> GapsError {
    let path = args.log.display().to_string();
    move |error| GapsError::Log {
        path: path.clone(),
        error: Box::new(error),
    }
}

/// The activity's number.
fn activity(args: &GapsArgs, log: &EventLog, name: &str) -> Result<u16, GapsError> {
    log.activity(name.trim()).map_err(of_log(args))
}
