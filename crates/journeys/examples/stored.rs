//! How long the graph of a log that is in memory already takes: medians of 51, in milliseconds, as JSON.
//!
//! `cargo run --release -p punte-journeys --example stored -- LOG.csv`

use std::fs::File;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

use punte_journeys::read::{CsvOptions, Progress, Watch, read_csv};
use punte_journeys::survival::{Bands, Confidence, Wait, kaplan_meier};
use punte_journeys::waits::{Spell, WaitSpec, spells};
use punte_journeys::{EventLog, Limits, directly_follows, performance, variants};

fn median_ms(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..51)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(25).copied().unwrap_or_default()
}

fn curve(log: &EventLog) -> usize {
    let number = |name| log.activity(name).unwrap_or_default();
    let spec = WaitSpec {
        from: number("Referral received"),
        to: number("Court hearing"),
        other_ends: vec![number("Case closed")],
        as_of: log.latest().unwrap_or_default(),
        every: false,
    };
    let waits: Vec<Wait> = spells(log, &spec).iter().map(Spell::any_end).collect();
    kaplan_meier(&waits, Bands::LogLog, Confidence::USUAL).map_or(0, |c| c.points.len())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("wanted: stored LOG.csv")?;
    let mut go_on = |_: Progress| ControlFlow::Continue(());
    let log = read_csv(
        File::open(path)?,
        &CsvOptions::default(),
        Limits::default(),
        &mut Watch::new(&mut go_on),
    )?;
    let graph = directly_follows(&log);
    let figures = serde_json::json!({
        "events": log.len(),
        "graph_ms": median_ms(|| drop(black_box(directly_follows(black_box(&log))))),
        "performance_ms": median_ms(|| drop(black_box(performance(black_box(&log), &graph)))),
        "variants_ms": median_ms(|| drop(black_box(variants(black_box(&log))))),
        "waits_ms": median_ms(|| { black_box(curve(black_box(&log))); }),
    });
    println!("{figures}");
    Ok(())
}
