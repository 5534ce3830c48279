//! Counting tests out of what their runners print.

use std::fmt;
use std::ops::AddAssign;

/// Tests by how they ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// One thing that is so or not.
    pub(crate) const fn one(success: bool) -> Self {
        Self {
            passed: success as u64,
            failed: !success as u64,
            skipped: 0,
        }
    }

    /// One thing that was not tried.
    pub(crate) const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// Nothing failed, and something was tried at all.
    pub(crate) const fn good(self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// What a test runner counted. A runner that failed without saying which test did counts as one failure: it may
    /// not have compiled. One that succeeded without running anything counts as one too: a filter that matches nothing
    /// is a test that cannot fail.
    pub(crate) fn of_runner(said: &str, success: bool) -> Self {
        let mut counts = Self::default();
        for line in said.lines() {
            let line = plain(line);
            if let Some(found) = nextest(&line).or_else(|| libtest(&line)) {
                counts += found;
            }
        }
        if counts.failed == 0 && (!success || counts == Self::default()) {
            counts.failed = 1;
        }
        counts
    }

    /// What node's test runner counted, under the same rule: a run that fails without a failed test, or that runs
    /// nothing, is a failure. A test that was cut off did not pass.
    pub(crate) fn of_node(said: &str, success: bool) -> Self {
        let mut counts = Self::default();
        for line in said.lines() {
            match node(&plain(line)) {
                Some(("pass", number)) => counts.passed += number,
                Some(("fail" | "cancelled", number)) => counts.failed += number,
                Some(("skipped" | "todo", number)) => counts.skipped += number,
                Some(_) | None => {}
            }
        }
        if counts.failed == 0 && (!success || counts.passed == 0) {
            counts.failed = 1;
        }
        counts
    }

    /// As [`Counts::of_runner`], but finding no test is no failure: a workspace may have no documentation tests.
    pub(crate) fn of_doctests(said: &str, success: bool) -> Self {
        let counts = Self::of_runner(said, success);
        let nothing = Self {
            failed: 1,
            ..Self::default()
        };
        if success && counts == nothing {
            Self::default()
        } else {
            counts
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

/// Without terminal colours.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(c);
        }
    }
    text
}

/// `Summary [ 0.1s] 3/4 tests run: 2 passed (1 slow), 1 failed, 1 timed out, 5 skipped`
fn nextest(line: &str) -> Option<Counts> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, parts) = rest.split_once("run: ")?;
    let mut counts = Counts::default();
    for part in without_brackets(parts).split(", ") {
        let (number, how) = number_and_word(part)?;
        match how.trim_end() {
            "passed" => counts.passed += number,
            "skipped" => counts.skipped += number,
            // "failed", "timed out", "exec failed", and whatever a later nextest calls an end that is no pass.
            _ => counts.failed += number,
        }
    }
    Some(counts)
}

/// "(1 slow, 1 flaky)" says how some of the passed passed; they are counted already.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            depth += u32::from(*c == '(');
            let outside = depth == 0;
            depth = depth.saturating_sub(u32::from(*c == ')'));
            outside
        })
        .collect()
}

/// `test result: FAILED. 4 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn libtest(line: &str) -> Option<Counts> {
    // Not indented: nextest repeats a failed test's own words, and counts it by itself.
    let (_, parts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in parts.split("; ") {
        match number_and_word(part) {
            Some((number, "passed")) => counts.passed += number,
            Some((number, "failed")) => counts.failed += number,
            Some((number, "ignored")) => counts.skipped += number,
            // Measured, filtered out, and the time.
            Some(_) | None => {}
        }
    }
    Some(counts)
}

/// `ℹ pass 12`, as node's reporter ends.
fn node(line: &str) -> Option<(&str, u64)> {
    let (word, number) = line.strip_prefix("ℹ ")?.split_once(' ')?;
    Some((word, number.trim_end().parse().ok()?))
}

fn number_and_word(part: &str) -> Option<(u64, &str)> {
    let (number, word) = part.trim().split_once(' ')?;
    Some((number.parse().ok()?, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn nextest_summaries_are_read() {
        let said = "     Summary [   0.012s] 3 tests run: 3 passed, 1 skipped\n";
        assert_eq!(Counts::of_runner(said, true), counts(3, 0, 1));
        let said = "     Summary [  10.2s] 7/9 tests run: 3 passed (1 slow, 1 flaky), 2 failed, 1 timed out, 1 exec failed, 0 skipped\n";
        assert_eq!(Counts::of_runner(said, false), counts(3, 4, 0));
        let said = "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured\n     Summary [ 1.0s] 2 tests run: 1 passed, 1 failed, 0 skipped\n";
        assert_eq!(Counts::of_runner(said, false), counts(1, 1, 0));
        let said =
            "\u{1b}[1m     Summary\u{1b}[0m [   1.0s] 1 test run: 1 passed (1 slow), 0 skipped\n";
        assert_eq!(Counts::of_runner(said, true), counts(1, 0, 0));
    }

    #[test]
    fn the_results_of_cargo_test_are_added_up() {
        let said = "test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.00s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Counts::of_runner(said, false), counts(5, 2, 1));
    }

    #[test]
    fn a_runner_that_fails_or_runs_nothing_is_a_failure() {
        assert_eq!(
            Counts::of_runner("error: could not compile", false),
            counts(0, 1, 0)
        );
        assert_eq!(Counts::of_runner("", true), counts(0, 1, 0));
        let aborted =
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\nSIGSEGV";
        assert_eq!(Counts::of_runner(aborted, false), counts(4, 1, 0));
        assert_eq!(Counts::of_doctests("", true), Counts::default());
        assert_eq!(Counts::of_doctests("", false), counts(0, 1, 0));
    }

    #[test]
    fn the_end_of_node_s_report_is_read() {
        let end = |pass: u64, fail: u64, cancelled: u64, skipped: u64| {
            format!(
                "✔ public pages (812.1ms)\nℹ elena: 30 pages\n\u{1b}[34mℹ tests 9\u{1b}[39m\nℹ suites 2\nℹ pass {pass}\nℹ fail {fail}\n\
                 ℹ cancelled {cancelled}\nℹ skipped {skipped}\nℹ todo 0\nℹ duration_ms 1200.5\n"
            )
        };
        assert_eq!(Counts::of_node(&end(8, 0, 0, 1), true), counts(8, 0, 1));
        assert_eq!(Counts::of_node(&end(6, 1, 2, 0), false), counts(6, 3, 0));
        assert_eq!(Counts::of_node(&end(8, 0, 0, 0), false), counts(8, 1, 0));
        assert_eq!(Counts::of_node(&end(0, 0, 0, 0), true), counts(0, 1, 0));
        assert_eq!(Counts::of_node(&end(0, 0, 0, 3), true), counts(0, 1, 3));
        assert_eq!(Counts::of_node("Error: no demo", false), counts(0, 1, 0));
    }

    #[test]
    fn nothing_tried_is_not_good() {
        assert!(!Counts::default().good());
        assert!(!Counts::SKIPPED.good());
        assert!(
            !Counts {
                failed: 1,
                ..Counts::one(true)
            }
            .good()
        );
        assert!(Counts::one(true).good());
        assert_eq!(counts(1, 2, 3).to_string(), "1 passed, 2 failed, 3 skipped");
    }
}
