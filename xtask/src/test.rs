//! `cargo xtask test`: the stages one after the other, minutes for each, and one line of counts at the end.

use crate::counts::Counts;
use crate::shell::{command, watch, works};
use crate::stages::{self, Counted, Stage, Step, When};
use crate::{Trouble, check, needs};
use std::path::Path;
use std::time::{Duration, Instant};

/// How a stage went.
#[derive(Debug)]
struct Done {
    name: &'static str,
    share: u32,
    took: Duration,
    counts: Counts,
}

/// Runs the stages asked for (none: all) and says whether everything passed.
pub(crate) fn run(root: &Path, asked: &[String]) -> Result<bool, Trouble> {
    let chosen = stages::chosen(stages::ALL, asked);
    let names: Vec<&str> = chosen.iter().map(|stage| stage.name).collect();
    let lacking = needs::provide(root, &names)?;
    if !lacking.is_empty() {
        for need in &lacking {
            eprintln!("{}", need.sentence());
        }
        println!(
            "{}",
            Counts {
                failed: lacking.len() as u64,
                ..Counts::default()
            }
        );
        return Ok(false);
    }
    let nextest = works(command(root, "cargo", &["nextest", "--version"], &[]));
    let done = run_stages(root, &chosen, nextest)?;
    Ok(report(&done))
}

fn run_stages(root: &Path, chosen: &[&Stage], nextest: bool) -> Result<Vec<Done>, Trouble> {
    let mut shut = false;
    let mut all = Vec::new();
    for stage in chosen {
        let start = Instant::now();
        let mut counts = Counts::default();
        for step in stage.steps.iter().filter(|step| applies(step, nextest)) {
            counts += if shut {
                Counts::SKIPPED
            } else {
                run_step(root, step)?
            };
        }
        shut |= stage.gate && counts.failed > 0;
        all.push(Done {
            name: stage.name,
            share: stage.share,
            took: start.elapsed(),
            counts,
        });
    }
    Ok(all)
}

fn applies(step: &Step, nextest: bool) -> bool {
    match step {
        Step::OwnChecks => true,
        Step::Program { when, .. } => match when {
            When::Always => true,
            When::WithNextest => nextest,
            When::WithoutNextest => !nextest,
        },
    }
}

fn run_step(root: &Path, step: &Step) -> Result<Counts, Trouble> {
    match step {
        Step::OwnChecks => check::run(root),
        Step::Program {
            name,
            line,
            env,
            counted,
            ..
        } => {
            eprintln!("== {name}: {}", line.join(" "));
            let (program, args) = line.split_first().unwrap_or((&"false", &[]));
            let ended = watch(command(root, program, args, env))?;
            let counts = match counted {
                Counted::Whole => Counts::one(ended.success),
                Counted::Runner => Counts::of_runner(&ended.said, ended.success),
                Counted::Node => Counts::of_node(&ended.said, ended.success),
                Counted::Doctests => Counts::of_doctests(&ended.said, ended.success),
            };
            eprintln!("== {name}: {counts}");
            Ok(counts)
        }
    }
}

fn report(done: &[Done]) -> bool {
    let mut total = Counts::default();
    for stage in done {
        println!(
            "{:<8} {:>5.1} min of {:>2}   {}",
            stage.name,
            stage.took.as_secs_f64() / 60.0,
            stage.share,
            stage.counts
        );
        total += stage.counts;
    }
    let took: Duration = done.iter().map(|stage| stage.took).sum();
    println!("{:<8} {:>5.1} min", "all", took.as_secs_f64() / 60.0);
    println!("{total}");
    total.good()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn sh(script: &'static [&'static str], counted: Counted) -> Step {
        Step::Program {
            name: "sh",
            line: script,
            env: &[],
            counted,
            when: When::Always,
        }
    }

    const PASSING: Stage = Stage {
        name: "passing",
        share: 1,
        steps: &[sh(&["sh", "-c", "exit 0"], Counted::Whole)],
        gate: false,
    };
    const BROKEN_GATE: Stage = Stage {
        name: "gate",
        share: 1,
        steps: &[sh(&["sh", "-c", "exit 1"], Counted::Whole)],
        gate: true,
    };
    const COUNTING: Stage = Stage {
        name: "counting",
        share: 1,
        steps: &[sh(
            &[
                "sh",
                "-c",
                "echo 'test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured'",
            ],
            Counted::Runner,
        )],
        gate: false,
    };

    fn counts(stages: &[&Stage]) -> Vec<Counts> {
        let done = run_stages(crate::root(), stages, false).expect("sh runs");
        done.iter().map(|stage| stage.counts).collect()
    }

    #[test]
    fn counts_come_from_exit_status_and_from_what_runners_print() {
        let counted = Counts {
            passed: 2,
            failed: 0,
            skipped: 1,
        };
        assert_eq!(counts(&[&PASSING, &COUNTING]), [Counts::one(true), counted]);
    }

    #[test]
    fn behind_a_failed_gate_nothing_is_tried_and_the_whole_fails() {
        assert_eq!(
            counts(&[&BROKEN_GATE, &PASSING]),
            [Counts::one(false), Counts::SKIPPED]
        );
        let done = run_stages(crate::root(), &[&BROKEN_GATE, &PASSING], false).expect("sh runs");
        assert!(!report(&done));
        let done = run_stages(crate::root(), &[&PASSING], false).expect("sh runs");
        assert!(report(&done));
    }

    #[test]
    fn one_runner_or_the_other() {
        let with = |when| Step::Program {
            name: "",
            line: &[],
            env: &[],
            counted: Counted::Runner,
            when,
        };
        assert!(
            applies(&with(When::WithNextest), true) && !applies(&with(When::WithNextest), false)
        );
        assert!(
            applies(&with(When::WithoutNextest), false)
                && !applies(&with(When::WithoutNextest), true)
        );
    }
}
