//! What `counts`, `synth` and `release` share: exit statuses, progress, interruption, files written whole or not at all.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use punte_disclose::table::{ReadError, Table};
use punte_disclose::{Error, Watch};

use super::interrupt::{interrupted, listen};

/// Why a command did not do what was asked; the number is its exit status.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The thing asked for is not so.
    #[error("{0}")]
    NotSo(String),
    /// Wrong use.
    #[error("{0}")]
    WrongUse(String),
    /// Could not run.
    #[error("{0}")]
    CouldNotRun(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::TooSmall(text) => Self::NotSo(text),
            Error::Parameter(text) | Error::TooLarge(text) => Self::WrongUse(text),
            Error::Cancelled => Self::CouldNotRun("interrupted; nothing was written".to_owned()),
            Error::Solver(_) => Self::CouldNotRun(error.to_string()),
        }
    }
}

/// Prints the failure as one line and gives its exit status.
pub(super) fn finish(command: &str, result: Result<(), Failure>) -> ExitCode {
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    let mut stderr = io::stderr().lock();
    // A closed stderr is no reason for another status.
    let _ = writeln!(stderr, "punte {command}: {failure}");
    ExitCode::from(match failure {
        Failure::NotSo(_) => 1,
        Failure::WrongUse(_) => 2,
        Failure::CouldNotRun(_) => 3,
    })
}

/// Reads a table; a file that is not one is wrong use, and the sentence names the file, row and column.
pub(super) fn read_table(path: &Path) -> Result<Table, Failure> {
    let file = File::open(path)
        .map_err(|error| Failure::CouldNotRun(format!("{}: {error}", path.display())))?;
    Table::read(file).map_err(|error| match error {
        ReadError::Io(_) => Failure::CouldNotRun(format!("{}: {error}", path.display())),
        _ => Failure::WrongUse(format!("{}: {error}", path.display())),
    })
}

/// Writes to a temporary name beside `path` and renames; on any failure or interruption the temporary file is removed.
pub(super) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::CouldNotRun(format!("{}: {error}", path.display()));
    let name = path
        .file_name()
        .ok_or_else(|| Failure::WrongUse(format!("{}: not a file name", path.display())))?;
    let mut temporary = name.to_os_string();
    temporary.push(format!(".{}.part", std::process::id()));
    let temporary = Temporary(path.with_file_name(temporary));
    let mut file = Interruptible(File::create(&temporary.0).map_err(failed)?);
    write(&mut file)?;
    file.0.sync_all().map_err(failed)?;
    drop(file);
    if interrupted() {
        return Err(Error::Cancelled.into());
    }
    std::fs::rename(&temporary.0, path).map_err(failed)
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename there is nothing to remove; otherwise what is left is ours and unfinished.
        let _ = std::fs::remove_file(&self.0);
    }
}

struct Interruptible(File);

impl Write for Interruptible {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if interrupted() {
            return Err(io::Error::other("interrupted"));
        }
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Progress on stderr (a line that rewrites itself on a terminal, plain lines otherwise), and Ctrl-C.
pub(super) struct Console {
    terminal: bool,
    last: Mutex<(&'static str, u64)>,
}

impl Console {
    /// From here on Ctrl-C asks the computation to stop.
    pub(super) fn new() -> Self {
        listen();
        Self {
            terminal: io::stderr().is_terminal(),
            last: Mutex::new(("", 0)),
        }
    }
}

impl Watch for Console {
    fn progress(&self, stage: &'static str, done: u64, of: u64) {
        // Tenths, so that a file holds at most ten lines a stage.
        let tenth = done * 10 / of.max(1);
        let Ok(mut last) = self.last.lock() else {
            return;
        };
        if *last == (stage, tenth) {
            return;
        }
        *last = (stage, tenth);
        let mut stderr = io::stderr().lock();
        let _ = if self.terminal {
            let bar: String = (0..10)
                .map(|at| if at < tenth { '=' } else { ' ' })
                .collect();
            let end = if done >= of { "\n" } else { "" };
            write!(stderr, "\r{stage} [{bar}]{end}")
        } else {
            writeln!(stderr, "{stage}: {} %", tenth * 10)
        };
    }
    fn cancelled(&self) -> bool {
        interrupted()
    }
}

/// Prints results on stdout.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}").map_err(|error| Failure::CouldNotRun(format!("stdout: {error}")))
}
