//! Running programs: with their output shown and kept, or only kept.

use crate::Trouble;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// What a program said and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    /// Standard output and standard error, one after the other.
    pub(crate) said: String,
}

/// A program with arguments and environment, run in the repository's root.
pub(crate) fn command(root: &Path, program: &str, args: &[&str], env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root)
        .args(args)
        .envs(env.iter().copied())
        .stdin(Stdio::null());
    command
}

/// Runs it, passes every line on to standard error as it comes, and keeps it.
///
/// Progress goes to standard error because standard output holds the result alone.
pub(crate) fn watch(mut command: Command) -> Result<Ended, Trouble> {
    let program = name(&command);
    let failed = |why: std::io::Error| Trouble::Program {
        program: program.clone(),
        why: why.to_string(),
    };
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let said = thread::scope(|scope| {
        let out = scope.spawn(|| out.map(pass_on).unwrap_or_default());
        let err = scope.spawn(|| err.map(pass_on).unwrap_or_default());
        // A reader that panicked has kept nothing, and nothing kept counts as nothing passed.
        let mut said = out.join().unwrap_or_default();
        said.push_str(&err.join().unwrap_or_default());
        said
    });
    let status = child.wait().map_err(failed)?;
    Ok(Ended {
        success: status.success(),
        said,
    })
}

/// Runs it silently and gives its standard output; failing is an error.
pub(crate) fn answer(mut command: Command) -> Result<String, Trouble> {
    let program = name(&command);
    let output = command.output().map_err(|why| Trouble::Program {
        program: program.clone(),
        why: why.to_string(),
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Trouble::Failed { program, said });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it can be run and ends well.
pub(crate) fn works(mut command: Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn pass_on(stream: impl Read) -> String {
    let mut kept = String::new();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let text = String::from_utf8_lossy(&line);
        // A closed standard error must not stop the tests.
        let _ = std::io::stderr().write_all(text.as_bytes());
        kept.push_str(&text);
        line.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        command(crate::root(), "sh", &["-c", script], &[("SAID", "hello")])
    }

    #[test]
    fn both_streams_are_kept_and_the_end_is_known() {
        let ended = watch(sh("echo $SAID; echo there >&2; exit 3")).expect("sh runs");
        assert!(!ended.success);
        assert!(ended.said.contains("hello") && ended.said.contains("there"));
        assert!(watch(sh("true")).expect("sh runs").success);
    }

    #[test]
    fn an_answer_is_standard_output_and_a_failure_says_why() {
        assert_eq!(answer(sh("printf $SAID")).expect("sh runs"), "hello");
        let trouble = answer(sh("echo why >&2; exit 1")).expect_err("it failed");
        assert!(trouble.to_string().contains("why"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let missing = || command(crate::root(), "no-such-program-here", &[], &[]);
        assert!(!works(missing()));
        let trouble = watch(missing()).expect_err("it is missing");
        assert!(trouble.to_string().contains("no-such-program-here"));
    }
}
