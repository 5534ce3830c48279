//! Links a CSV file and measures the result against a column that names the true person, each figure beside its bar.
//!
//! `cargo run --release -p punte-link --example evaluate -- FILE.csv TRUTH [THREADS] [SHOW]`
//! TRUTH is a column, or `febrl` for identifiers of the form `rec-N-…`. SHOW prints model, rules and the waterfall of
//! the first question of the review list.
#![expect(
    clippy::cast_precision_loss,
    reason = "a measurement: counts are far below 2^52"
)]

use punte_link::cluster::Clusters;
use punte_link::output::refusal_word;
use punte_link::review::{Prices, review};
use punte_link::watch::Stage;
use punte_link::{LinkSettings, Outcome, link};
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Instant;

/// Bars: file name holds, F1 of pairs, recall at 99 % precision, where the F1 bar comes from.
const BARS: &[(&str, f64, f64, &str)] = &[
    ("dataset1", 1.0, 0.0, "recordlinkage 0.16, best threshold"),
    (
        "dataset2",
        0.9971,
        0.0,
        "recordlinkage 0.16, best threshold",
    ),
    (
        "dataset3",
        0.9976,
        0.0,
        "recordlinkage 0.16, best threshold",
    ),
    ("splink_fake", 0.9673, 0.0, "Splink 5.0, best threshold"),
    (
        "latin_1000000",
        0.7692,
        0.70,
        "Splink 5.0 tuned, best threshold",
    ),
    ("latin_50000", 0.93, 0.80, "issue B"),
    ("multi_50000", 0.93, 0.80, "issue B"),
];

/// The true person of every record, as a number.
struct Truth {
    person: Vec<u32>,
    pairs: u64,
}

impl Truth {
    fn read(path: &str, column: &str) -> Result<Self, Box<dyn Error>> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(path)?;
        let at = match column {
            "febrl" => 0,
            _ => reader
                .headers()?
                .iter()
                .position(|h| h == column)
                .ok_or("no truth column")?,
        };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut sizes: Vec<u64> = Vec::new();
        let mut person = Vec::new();
        for record in reader.records() {
            let record = record?;
            let cell = record.get(at).unwrap_or_default();
            let key = if column == "febrl" {
                cell.split('-').nth(1).unwrap_or(cell)
            } else {
                cell
            };
            let next = u32::try_from(numbers.len())?;
            let number = *numbers.entry(key.to_owned()).or_insert(next);
            if number == next {
                sizes.push(0);
            }
            sizes[number as usize] += 1;
            person.push(number);
        }
        let pairs = sizes.iter().map(|n| n * (n - 1) / 2).sum();
        Ok(Self { person, pairs })
    }

    fn same(&self, a: u32, b: u32) -> bool {
        self.person[a as usize] == self.person[b as usize]
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, path, column, rest @ ..] = args.as_slice() else {
        return Err("FILE.csv TRUTH [THREADS] [SHOW]".into());
    };
    let mut settings = LinkSettings::default();
    if let Some(threads) = rest.first() {
        settings.link.threads = threads.parse()?;
    }
    let start = Instant::now();
    let last = Mutex::new(None);
    let watch = |stage: Stage, _: u64, _: u64| {
        if let Ok(mut last) = last.lock()
            && *last != Some(stage)
        {
            eprintln!("{:8.2} s {stage:?}", start.elapsed().as_secs_f64());
            *last = Some(stage);
        }
        ControlFlow::Continue(())
    };
    let outcome = link(File::open(path)?, None::<&mut dyn Read>, &settings, &watch)?;
    println!(
        "{path}: {} records, {:.2} s wall, {} pairs compared, {} kept, blocking estimated to cover {:.4}",
        outcome.table.len(),
        start.elapsed().as_secs_f64(),
        outcome.linkage.compared,
        outcome.linkage.pairs.len(),
        outcome.linkage.covered
    );
    let truth = Truth::read(path, column)?;
    let bar = BARS.iter().find(|(part, ..)| path.contains(part));
    let (half, best, recall99) = pairs(&outcome, &truth, bar);
    let joined = clusters(&outcome.clusters, &truth);
    questions(&outcome, &truth);
    println!(
        "{{\"half\":{half:.4},\"best\":{best:.4},\"recall99\":{recall99:.4},\"clusters\":{joined:.4}}}"
    );
    if rest.len() > 1 {
        show(&outcome);
    }
    Ok(())
}

fn f1(hits: f64, taken: f64, total: f64) -> (f64, f64, f64) {
    let (p, r) = (hits / taken.max(1.0), hits / total);
    (2.0 * p * r / (p + r).max(1e-12), p, r)
}

/// F1 at probability 0.5 and at the best threshold, recall at 99 % precision.
fn pairs(
    outcome: &Outcome,
    truth: &Truth,
    bar: Option<&(&str, f64, f64, &str)>,
) -> (f64, f64, f64) {
    let mut scored: Vec<(f32, bool)> = outcome
        .linkage
        .pairs
        .iter()
        .map(|p| (p.log_odds, truth.same(p.a, p.b)))
        .collect();
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut hits, mut best, mut at_half, mut at99) = (0.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0);
    let total = truth.pairs as f64;
    for (taken, (score, hit)) in (1u32..).zip(&scored) {
        hits += f64::from(u8::from(*hit));
        let here = f1(hits, f64::from(taken), total);
        if here.0 > best.0 {
            best = here;
        }
        if here.1 >= 0.99 {
            at99 = here.2;
        }
        if *score >= 0.0 {
            at_half = here;
        }
    }
    let (f1_bar, recall_bar, from) = bar.map_or((0.0, 0.0, "none"), |b| (b.1, b.2, b.3));
    println!(
        "  pairs at probability 0.5:  F1 {:.4} (P {:.4} R {:.4})   bar {f1_bar} ({from})",
        at_half.0, at_half.1, at_half.2
    );
    println!(
        "  pairs at best threshold:   F1 {:.4} (P {:.4} R {:.4})   bar {f1_bar}",
        best.0, best.1, best.2
    );
    println!(
        "  recall at 99 % precision:  {at99:.4}   bar {recall_bar}; reached by kept pairs {:.4}",
        hits / total
    );
    (at_half.0, best.0, at99)
}

/// F1 of the joined pairs.
fn clusters(clusters: &Clusters, truth: &Truth) -> f64 {
    let joined = clusters.pairs();
    let hits = joined.iter().filter(|(a, b)| truth.same(*a, *b)).count();
    let q = f1(hits as f64, joined.len() as f64, truth.pairs as f64);
    println!(
        "  clusters at 0.5:           F1 {:.4} (P {:.4} R {:.4})",
        q.0, q.1, q.2
    );
    let mut why: HashMap<&str, usize> = HashMap::new();
    for refusal in clusters.steps.iter().filter_map(|s| s.refused) {
        *why.entry(refusal_word(refusal)).or_default() += 1;
    }
    println!("  joins refused: {why:?}");
    q.0
}

fn questions(outcome: &Outcome, truth: &Truth) {
    let list = review(&outcome.linkage, &outcome.clusters, Prices::default(), 200);
    let wrong = list.iter().filter(|q| {
        let p = outcome.linkage.pairs[q.pair];
        q.joined != truth.same(p.a, p.b)
    });
    println!(
        "  review: {} of the first {} questions correct an error",
        wrong.count(),
        list.len()
    );
}

fn show(outcome: &Outcome) {
    let Outcome {
        table,
        linkage,
        clusters,
    } = outcome;
    for rule in &linkage.rules {
        let parts: Vec<String> = rule.iter().map(|p| p.describe(table.schema())).collect();
        println!("  block: {}", parts.join(" + "));
    }
    let m = &linkage.model;
    println!(
        "  shares: same {:.3e} household {:.3e} community {:.3}; further records {:.3}",
        m.prior_same, m.prior_household, m.community_share, m.duplicates
    );
    for f in &m.fields {
        println!(
            "  {:?}\n    same {:.4?}\n    home {:.4?}\n    comm {:.4?}\n    else {:.5?}",
            f.role, f.same, f.household, f.community, f.different
        );
    }
    if let Some(q) = review(linkage, clusters, Prices::default(), 1).first() {
        let p = linkage.pairs[q.pair];
        println!("{}", linkage.explain(table, p.a, p.b));
    }
}
