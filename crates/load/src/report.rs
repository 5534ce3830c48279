//! The figures as one page of tables, and whether the bars were met.

use crate::gauge::quantile;
use crate::kind::Kind;
use crate::run::{Run, millis};
use std::fmt::Write as _;
use std::time::Duration;

/// Start with the largest set, in seconds.
const START: f64 = 1.0;
/// Memory in MiB when nothing is asked, and at most.
const IDLE: f64 = 150.0;
const LOADED: f64 = 300.0;
/// A page before compression, in bytes.
const PAGE: usize = 60 * 1024;
/// Files from which the own unit is the same.
const SETTLED: usize = 10_000;
/// Medians of two runs of the same differ by so much on a machine that does other things too.
const FLAT: f64 = 1.5;

/// What is compared with a bar, and how it came out.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Compared.
    pub(crate) bars: usize,
    /// In words, what was missed.
    pub(crate) missed: Vec<String>,
}

impl Verdict {
    fn weigh(&mut self, met: bool, what: impl FnOnce() -> String) -> &'static str {
        self.bars += 1;
        if met {
            "met"
        } else {
            self.missed.push(what());
            "**missed**"
        }
    }
}

/// Every request and every flush beside them by itself, to see what came together: engine, files, kind, when it was due in
/// milliseconds since the load began, how many it took.
pub(crate) fn each(runs: &[Run]) -> String {
    let mut text = "engine,files,kind,due_ms,took_ms\n".to_owned();
    for run in runs {
        let mut add = |kind: &str, due: Duration, took: Duration| {
            let (due, took) = (millis(due), millis(took));
            let (engine, files) = (run.engine, run.files);
            line(
                &mut text,
                format_args!("{engine},{files},{kind:?},{due:.1},{took:.1}"),
            );
        };
        for (kind, tally) in &run.tallies {
            for (due, took) in tally.due.iter().zip(&tally.took) {
                add(kind.name(), *due, *took);
            }
        }
        for (due, took) in &run.beside {
            add("flush", *due, *took);
        }
    }
    text
}

/// The tables.
pub(crate) fn tables(runs: &[Run]) -> (String, Verdict) {
    let (mut page, mut verdict) = (String::new(), Verdict::default());
    answers(&mut page, runs, &mut verdict);
    weight(&mut page, runs, &mut verdict);
    server(&mut page, runs, &mut verdict);
    growth(&mut page, runs, &mut verdict);
    (page, verdict)
}

fn answers(page: &mut String, runs: &[Run], verdict: &mut Verdict) {
    page.push_str(
        "| engine | files | request | count | p50 ms | p99 ms | worst round | max ms | errors | bar p99 ms | |\n\
         |---|--:|---|--:|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for run in runs {
        for (kind, _) in Kind::MIX {
            let tally = run.tallies.get(&kind).cloned().unwrap_or_default();
            let of = |share| run.quantile(kind, share).unwrap_or(f64::INFINITY);
            let worst = |share| run.worst(kind, share).unwrap_or(f64::INFINITY);
            let (p99, bar) = (of(0.99), run.bar(kind));
            let name = || {
                format!(
                    "{}, {} files, {}: p99 {p99:.1} ms",
                    run.engine,
                    run.files,
                    kind.name()
                )
            };
            let mut said = bar.map_or("", |bar| verdict.weigh(p99 < bar, name));
            if tally.took.is_empty() && tally.errors.is_empty() && bar.is_none() {
                said = "not asked";
            }
            if !tally.errors.is_empty() {
                let errors = || {
                    format!(
                        "{}: {} errors, {:?}",
                        kind.name(),
                        tally.errors.len(),
                        tally.errors.first()
                    )
                };
                said = verdict.weigh(false, errors);
            }
            let bar = bar.map_or_else(|| "–".to_owned(), |bar| format!("{bar:.0}"));
            line(
                page,
                format_args!(
                    "| {} | {} | {} | {} | {:.1} | {p99:.1} | {:.1} | {:.1} | {} | {bar} | {said} |",
                    run.engine,
                    run.files,
                    kind.name(),
                    tally.took.len(),
                    of(0.5),
                    worst(0.99),
                    worst(1.0),
                    tally.errors.len()
                ),
            );
        }
    }
}

/// The heaviest page of each kind among all runs.
fn weight(page: &mut String, runs: &[Run], verdict: &mut Verdict) {
    page.push_str("\n| page | heaviest KiB before compression | |\n|---|--:|---|\n");
    for (kind, _) in Kind::MIX {
        let Some(bytes) = runs.iter().filter_map(|run| run.pages.get(&kind)).max() else {
            continue;
        };
        let kib = *bytes as f64 / 1024.0;
        let name = || format!("{}: {kib:.1} KiB", kind.name());
        let said = verdict.weigh(*bytes <= PAGE, name);
        line(
            page,
            format_args!("| {} | {kib:.1} | {said} |", kind.name()),
        );
    }
}

fn server(page: &mut String, runs: &[Run], verdict: &mut Verdict) {
    page.push_str(
        "\n| engine | files | data MiB | start s | | memory MiB idle | | most | | cores idle | under load | CPU ms a request | database | generator | stolen | disk settled s | flush p99 ms | under load | max |\n\
         |---|--:|--:|--:|---|--:|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for run in runs {
        let at = |what: &str| format!("{}, {} files, {what}", run.engine, run.files);
        let (start, (idle, most)) = (run.start.as_secs_f64(), run.memory);
        let starts = verdict.weigh(start < START, || at(&format!("start {start:.2} s")));
        let idles = verdict.weigh(idle < IDLE, || at(&format!("{idle:.0} MiB idle")));
        let mosts = verdict.weigh(most < LOADED, || at(&format!("{most:.0} MiB under load")));
        let beside = |share| {
            let mut took: Vec<_> = run.beside.iter().map(|(_, took)| *took).collect();
            millis(quantile(&mut took, share))
        };
        let database = run
            .database
            .map_or_else(|| "–".to_owned(), |share| format!("{share:.2}"));
        line(
            page,
            format_args!(
                "| {} | {} | {:.0} | {start:.2} | {starts} | {idle:.0} | {idles} | {most:.0} | {mosts} | {:.2} | {:.2} | {:.1} | {database} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} | {:.1} |",
                run.engine,
                run.files,
                run.size,
                run.processor.0,
                run.processor.1,
                run.each,
                run.generator,
                run.stolen,
                run.settled.as_secs_f64(),
                run.flush(),
                beside(0.99),
                beside(1.0)
            ),
        );
    }
}

/// Medians at the largest size over those at the smallest at which the own unit has the same files.
fn growth(page: &mut String, runs: &[Run], verdict: &mut Verdict) {
    let mut engines: Vec<&str> = runs.iter().map(|run| run.engine).collect();
    engines.dedup();
    let mut head = false;
    for engine in engines {
        let of = || runs.iter().filter(|run| run.engine == engine);
        let from = of()
            .filter(|run| run.files >= SETTLED)
            .min_by_key(|run| run.files);
        let to = of().max_by_key(|run| run.files);
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        if from.files == to.files {
            continue;
        }
        if !head {
            page.push_str("\n| engine | request | files | p50 grows | |\n|---|---|---|--:|---|\n");
            head = true;
        }
        for (kind, _) in Kind::MIX {
            let (Some(few), Some(many)) = (from.quantile(kind, 0.5), to.quantile(kind, 0.5)) else {
                continue;
            };
            let ratio = many / few;
            let name = || {
                format!(
                    "{engine}, {}: {ratio:.2} times with {} files",
                    kind.name(),
                    to.files
                )
            };
            let said = if kind.flat() {
                verdict.weigh(ratio < FLAT, name)
            } else {
                ""
            };
            line(
                page,
                format_args!(
                    "| {engine} | {} | {} → {} | {ratio:.2} × | {said} |",
                    kind.name(),
                    from.files,
                    to.files
                ),
            );
        }
    }
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Tally, WARMING};
    use crate::run::Rounds;
    use std::collections::BTreeMap;

    fn run(files: usize, p50: u64, worst: u64) -> Run {
        let mut took = vec![Duration::from_millis(p50); 98];
        took.extend([Duration::from_millis(worst); 2]);
        let tally = Tally {
            due: vec![WARMING; took.len()],
            took,
            errors: Vec::new(),
        };
        Run {
            engine: "SQLite",
            files,
            tallies: Kind::MIX
                .iter()
                .map(|(kind, _)| (*kind, tally.clone()))
                .collect(),
            rounds: Rounds {
                count: 1,
                each: Duration::from_secs(20),
            },
            pages: BTreeMap::from([(Kind::List, 40_000)]),
            each: 5.0,
            flushes: vec![Duration::from_millis(2); 100],
            beside: vec![(Duration::ZERO, Duration::from_millis(3)); 100],
            settled: Duration::from_secs(3),
            stolen: 0.0,
            start: Duration::from_millis(200),
            memory: (40.0, 200.0),
            processor: (0.01, 0.5),
            database: None,
            generator: 0.1,
            size: 10.0,
        }
    }

    #[test]
    fn what_is_fast_and_flat_meets_every_bar() {
        let (page, verdict) = tables(&[run(10_000, 5, 20), run(100_000, 5, 30)]);
        assert!(verdict.missed.is_empty(), "{:?}", verdict.missed);
        assert!(
            page.contains("| SQLite | append an entry | 10000 → 100000 | 1.00 × | met |"),
            "{page}"
        );
    }

    #[test]
    fn what_is_slow_grows_fails_or_is_big_is_missed() {
        let (_, verdict) = tables(&[run(10_000, 5, 60)]);
        // Every kind but signing in has a bar under 60 ms.
        assert_eq!(verdict.missed.len(), Kind::MIX.len() - 1);
        let (_, verdict) = tables(&[run(10_000, 5, 20), run(100_000, 10, 20)]);
        assert_eq!(
            verdict.missed.len(),
            Kind::MIX.iter().filter(|(kind, _)| kind.flat()).count()
        );
        let mut failed = run(1_000, 5, 20);
        failed.tallies.insert(
            Kind::SignIn,
            Tally {
                took: vec![Duration::ZERO],
                due: vec![WARMING],
                errors: vec!["503".to_owned()],
            },
        );
        failed.memory.1 = 301.0;
        assert_eq!(tables(&[failed]).1.missed.len(), 2);
    }

    #[test]
    fn one_bad_round_of_three_is_shown_and_two_are_missed() {
        let each = Duration::from_secs(20);
        let of = |slow: &[u32]| {
            let mut run = run(1_000, 5, 5);
            run.rounds = Rounds { count: 3, each };
            let mut tally = Tally::default();
            for round in 0..3 {
                let took = if slow.contains(&round) { 90 } else { 20 };
                tally.due.push(WARMING + each * round);
                tally.took.push(Duration::from_millis(took));
            }
            run.tallies.insert(Kind::Search, tally);
            tables(&[run])
        };
        let (page, verdict) = of(&[1]);
        assert!(verdict.missed.is_empty());
        assert!(
            page.contains(
                "| name search, own unit | 3 | 20.0 | 20.0 | 90.0 | 90.0 | 0 | 40 | met |"
            ),
            "{page}"
        );
        assert_eq!(of(&[0, 2]).1.missed.len(), 1);
    }

    #[test]
    fn a_heavy_page_is_missed() {
        let mut heavy = run(1_000, 5, 20);
        heavy.pages.insert(Kind::Notes, 60 * 1024);
        assert!(tables(&[heavy.clone()]).1.missed.is_empty());
        heavy.pages.insert(Kind::Notes, 60 * 1024 + 1);
        assert_eq!(tables(&[run(10_000, 5, 20), heavy]).1.missed.len(), 1);
    }

    #[test]
    fn a_slow_disk_moves_the_bar() {
        let mut slow = run(1_000, 5, 60);
        slow.flushes = vec![Duration::from_millis(20); 100];
        assert!(tables(&[slow]).1.missed.is_empty());
    }
}
