//! Links a CSV file and measures the result against a column that names the true person.
//!
//! `cargo run --release -p punte-link --example evaluate -- FILE.csv TRUTH [THREADS]`
//! TRUTH is a column, or `febrl` for identifiers of the form `rec-N-…`.

use punte_link::read::{ReadOptions, read_tables};
use punte_link::run::{LinkOptions, score_pairs};
use punte_link::watch::unwatched;
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::Read;

fn truth(path: &str, column: &str) -> Result<Vec<u32>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)?;
    let at = if column == "febrl" {
        0
    } else {
        reader
            .headers()?
            .iter()
            .position(|h| h == column)
            .ok_or("no truth column")?
    };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = record.get(at).unwrap_or_default();
        let key = if column == "febrl" {
            cell.split('-').nth(1).unwrap_or(cell)
        } else {
            cell
        };
        let next = u32::try_from(numbers.len())?;
        out.push(*numbers.entry(key.to_owned()).or_insert(next));
    }
    Ok(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, path, column, rest @ ..] = args.as_slice() else {
        return Err("FILE.csv TRUTH [THREADS]".into());
    };
    let threads = rest.first().map_or(Ok(2), |t| t.parse())?;
    let start = std::time::Instant::now();
    let table = read_tables(
        File::open(path)?,
        None::<&mut dyn Read>,
        &ReadOptions::default(),
        &unwatched,
    )?;
    let read = start.elapsed().as_secs_f64();
    let mut options = LinkOptions {
        threads,
        ..LinkOptions::default()
    };
    if let Some(budget) = rest.get(2) {
        options.pairs_per_record = budget.parse()?;
    }
    let last = std::sync::Mutex::new((0u64, u64::MAX));
    let watch = |stage: punte_link::watch::Stage, done: u64, _: u64| {
        if let Ok(mut last) = last.lock() {
            if stage != punte_link::watch::Stage::Score || last.0 != 99 {
                eprintln!("  {:.2} s {stage:?} {done}", start.elapsed().as_secs_f64());
                last.0 = if stage == punte_link::watch::Stage::Score && done > 0 {
                    99
                } else {
                    0
                };
            }
        }
        std::ops::ControlFlow::Continue(())
    };
    let linkage = score_pairs(&table, &options, &watch)?;
    let scored = start.elapsed().as_secs_f64();
    println!(
        "{} records, read {read:.2} s, link {:.2} s, {} compared, {} kept, cover {:.4}",
        table.len(),
        scored - read,
        linkage.compared,
        linkage.pairs.len(),
        linkage.covered
    );
    for rule in &linkage.rules {
        println!(
            "  rule: {}",
            rule.iter()
                .map(|p| p.describe(table.schema()))
                .collect::<Vec<_>>()
                .join(" + ")
        );
    }
    println!(
        "  prior same {:.3e} household {:.3e} duplicates {:.3} community {:.3}",
        linkage.model.prior_same,
        linkage.model.prior_household,
        linkage.model.duplicates,
        linkage.model.community_share
    );
    for f in &linkage.model.fields {
        println!(
            "  {:?}\n    same {:.4?}\n    home {:.4?}\n    comm {:.5?}\n    else {:.6?}",
            f.role,
            &f.same[1..],
            &f.household[1..],
            &f.community[1..],
            &f.different[1..]
        );
    }
    let person = truth(path, column)?;
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    for p in &person {
        *sizes.entry(*p).or_default() += 1;
    }
    let total: u64 = sizes.values().map(|n| n * (n - 1) / 2).sum();
    let mut scored: Vec<(f32, bool)> = linkage
        .pairs
        .iter()
        .map(|p| (p.log_odds, person[p.a as usize] == person[p.b as usize]))
        .collect();
    if let Some(wanted) = rest.get(1).and_then(|w| w.parse::<f32>().ok()) {
        for p in linkage
            .pairs
            .iter()
            .filter(|p| p.log_odds > wanted && person[p.a as usize] != person[p.b as usize])
            .step_by(37)
            .take(25)
        {
            let show = |r| {
                (0..table.schema().fields().len())
                    .map(|k| table.shown(r, k))
                    .collect::<Vec<_>>()
                    .join("|")
            };
            println!("  {:.1} {}   <>   {}", p.log_odds, show(p.a), show(p.b));
        }
    }
    report("pairs", &mut scored, total);
    let clusters = punte_link::cluster::cluster(
        &table,
        &linkage,
        punte_link::cluster::ClusterOptions::default(),
        &unwatched,
    )?;
    let joined = clusters.pairs();
    let hits = joined
        .iter()
        .filter(|(a, b)| person[*a as usize] == person[*b as usize])
        .count() as f64;
    let (p, r) = (hits / joined.len() as f64, hits / total as f64);
    let mut why: HashMap<String, usize> = HashMap::new();
    for step in &clusters.steps {
        *why.entry(format!("{:?}", step.refused)).or_default() += 1;
    }
    println!(
        "clusters: F1 {:.4} P {p:.4} R {r:.4} {why:?}",
        2.0 * p * r / (p + r)
    );
    let list = punte_link::review::review(
        &linkage,
        &clusters,
        punte_link::review::Prices::default(),
        200,
    );
    let wrong = list
        .iter()
        .filter(|q| {
            let p = linkage.pairs[q.pair];
            q.joined != (person[p.a as usize] == person[p.b as usize])
        })
        .count();
    println!(
        "review: {wrong} of the first {} questions correct an error",
        list.len()
    );
    if let Some(q) = list.first() {
        let pair = linkage.pairs[q.pair];
        println!("{}", linkage.explain(&table, pair.a, pair.b));
    }
    Ok(())
}

fn report(what: &str, scored: &mut [(f32, bool)], total: u64) {
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut hits, mut best, mut at_half, mut at99) =
        (0u64, (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0);
    let n = total as f64;
    for (i, (score, hit)) in scored.iter().enumerate() {
        hits += u64::from(*hit);
        let (p, r) = (hits as f64 / (i + 1) as f64, hits as f64 / n);
        let f = 2.0 * p * r / (p + r).max(1e-12);
        if f > best.0 {
            best = (f, p, r, f64::from(*score));
        }
        if p >= 0.99 {
            at99 = r;
        }
        if *score >= 0.0 {
            at_half = (f, p, r);
        }
    }
    println!("{what}: true {total}, found in kept {:.4}", hits as f64 / n);
    println!(
        "  at probability 0.5: F1 {:.4} P {:.4} R {:.4}",
        at_half.0, at_half.1, at_half.2
    );
    println!(
        "  best: F1 {:.4} P {:.4} R {:.4} at log odds {:.2};  recall at P>=0.99: {at99:.4}",
        best.0, best.1, best.2, best.3
    );
}
