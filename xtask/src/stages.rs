//! The stages of `cargo xtask test`, as data. A stage is added here when there is something to run in it.

use clap::builder::PossibleValuesParser;

/// One stage; minutes are printed for each.
#[derive(Debug)]
pub(crate) struct Stage {
    /// What `--stage` takes.
    pub(crate) name: &'static str,
    /// Its share of CI's hour (ruling 26), in minutes.
    pub(crate) share: u32,
    /// What it runs, in order.
    pub(crate) steps: &'static [Step],
    /// Without its success the stages after it are not tried.
    pub(crate) gate: bool,
}

/// One thing to run.
#[derive(Debug)]
pub(crate) enum Step {
    /// A program.
    Program {
        /// What is shown.
        name: &'static str,
        /// Program and arguments.
        line: &'static [&'static str],
        /// Environment added to ours.
        env: &'static [(&'static str, &'static str)],
        /// How it is counted.
        counted: Counted,
        /// When it is run.
        when: When,
    },
    /// Our own checks of the repository (`check::ALL`), each counted as one test.
    OwnChecks,
}

/// How a program becomes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// As one test, by its exit status.
    Whole,
    /// By what the test runner prints; running nothing is a failure.
    Runner,
    /// By what node's test runner prints; running nothing is a failure.
    Node,
    /// By what rustdoc's runner prints; there may be nothing.
    Doctests,
}

/// Which of two runners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// On every machine.
    Always,
    /// Where cargo-nextest is installed.
    WithNextest,
    /// Where it is not.
    WithoutNextest,
}

/// All stages, in order.
pub(crate) const ALL: &[Stage] = &[
    Stage {
        name: "fmt",
        share: 1,
        steps: &[whole("formatting", &["cargo", "fmt", "--all", "--check"])],
        gate: false,
    },
    Stage {
        name: "lints",
        share: 5,
        steps: &[
            Step::OwnChecks,
            whole(
                "clippy",
                &[
                    "cargo",
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--locked",
                    "--",
                    "--deny",
                    "warnings",
                ],
            ),
        ],
        gate: false,
    },
    Stage {
        name: "build",
        share: 14,
        steps: &[whole(
            "build",
            &["cargo", "build", "--workspace", "--all-targets", "--locked"],
        )],
        gate: true,
    },
    Stage {
        name: "unit",
        share: 6,
        steps: &[
            runner(
                "unit and property tests",
                &[
                    "cargo",
                    "nextest",
                    "run",
                    "--workspace",
                    "--exclude=punte-faults",
                    "--locked",
                    "--no-fail-fast",
                ],
                When::WithNextest,
            ),
            runner(
                "unit and property tests",
                &[
                    "cargo",
                    "test",
                    "--workspace",
                    "--exclude=punte-faults",
                    "--locked",
                    "--no-fail-fast",
                    "--all-targets",
                ],
                When::WithoutNextest,
            ),
            Step::Program {
                name: "documentation tests",
                line: &[
                    "cargo",
                    "test",
                    "--workspace",
                    "--locked",
                    "--no-fail-fast",
                    "--doc",
                ],
                env: &[],
                counted: Counted::Doctests,
                when: When::Always,
            },
        ],
        gate: false,
    },
    // One after the other: a campaign that shares the machine with another meets fewer writes at each kill.
    Stage {
        name: "faults",
        share: 8,
        steps: &[runner(
            "fault campaigns",
            &[
                "cargo",
                "test",
                "-p",
                "punte-faults",
                "--locked",
                "--no-fail-fast",
                "--all-targets",
                "--",
                "--test-threads=1",
            ],
            When::Always,
        )],
        gate: false,
    },
    // Behind the build stage the first step has nothing to do; alone it makes the program that is driven.
    Stage {
        name: "browser",
        share: 10,
        steps: &[
            whole(
                "the program",
                &["cargo", "build", "--workspace", "--all-targets", "--locked"],
            ),
            runner(
                "every component, for the browser to look at",
                &["cargo", "test", "--workspace", "--locked", "--test=look"],
                When::Always,
            ),
            whole(
                "driver and axe",
                &[
                    "npm",
                    "ci",
                    "--prefix=e2e",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                ],
            ),
            Step::Program {
                name: "browser tests",
                line: &["node", "e2e/run.mjs"],
                env: &[],
                counted: Counted::Node,
                when: When::Always,
            },
        ],
        gate: false,
    },
];

const fn whole(name: &'static str, line: &'static [&'static str]) -> Step {
    Step::Program {
        name,
        line,
        env: &[],
        counted: Counted::Whole,
        when: When::Always,
    }
}

const fn runner(name: &'static str, line: &'static [&'static str], when: When) -> Step {
    Step::Program {
        name,
        line,
        env: &[],
        counted: Counted::Runner,
        when,
    }
}

/// What `--stage` takes.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.iter().map(|stage| stage.name))
}

/// The stages asked for, in our order; none asked for is all.
pub(crate) fn chosen<'a>(all: &'a [Stage], asked: &[String]) -> Vec<&'a Stage> {
    all.iter()
        .filter(|s| asked.is_empty() || asked.iter().any(|a| a == s.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn stages_are_named_once_and_none_is_empty() {
        let names: BTreeSet<_> = ALL.iter().map(|stage| stage.name).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|stage| !stage.steps.is_empty()));
    }

    #[test]
    fn all_stages_fit_into_the_hour() {
        assert!(ALL.iter().map(|stage| stage.share).sum::<u32>() <= 60);
    }

    #[test]
    fn none_asked_for_is_all_and_the_order_is_ours() {
        assert_eq!(chosen(ALL, &[]).len(), ALL.len());
        let asked = ["unit".to_owned(), "fmt".to_owned()];
        let names: Vec<_> = chosen(ALL, &asked).iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["fmt", "unit"]);
    }

    #[test]
    fn with_and_without_nextest_there_is_exactly_one_runner() {
        let runs = |when: When| {
            let steps = ALL.iter().flat_map(|stage| stage.steps);
            steps
                .filter(|step| matches!(step, Step::Program { when: w, .. } if *w == when))
                .count()
        };
        assert_eq!(runs(When::WithNextest), runs(When::WithoutNextest));
    }
}
