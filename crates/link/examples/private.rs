//! Keyed encodings of a table compared with themselves: `private FILE.csv TRUTH [FROM]`.
//! Prints the cost of encoding and comparing, and F1 over thresholds. The key is a constant: this is a measurement.
//! Seconds are those that the thread was on a processor.
#![expect(
    clippy::cast_precision_loss,
    reason = "a measurement: counts are far below 2^52"
)]

#[path = "clock/mod.rs"]
mod clock;

use clock::on_processor;
use punte_link::private::{Encoder, EncodingOptions, compare_encodings};
use punte_link::read::{ReadOptions, read_tables};
use punte_link::watch::unwatched;
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::Read;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, path, truth, rest @ ..] = args.as_slice() else {
        return Err("FILE.csv TRUTH [FROM]".into());
    };
    let from: f32 = rest.first().map_or(Ok(0.7), |f| f.parse())?;
    let flip: f64 = rest.get(1).map_or(Ok(0.0), |f| f.parse())?;
    let table = read_tables(
        File::open(path)?,
        None::<&mut dyn Read>,
        &ReadOptions::default(),
        &unwatched,
    )?;
    let before = on_processor();
    let mut state = 1u64;
    let noise = || {
        state = state
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        state ^ state >> 29
    };
    let encodings = Encoder::new(
        &[7; 32],
        EncodingOptions {
            flip,
            ..EncodingOptions::default()
        },
    )?
    .encode(&table, noise);
    let encoded = on_processor() - before;
    let found = compare_encodings(&encodings, None, from, &unwatched)?;
    let compared = on_processor() - before - encoded;
    let mean =
        encodings.iter().map(|e| f64::from(e.weight())).sum::<f64>() / encodings.len() as f64;
    println!(
        "{} records encoded in {encoded:.2} s ({:.0} a second), mean weight {mean:.0}; compared in {compared:.2} s, {} pairs",
        table.len(),
        table.len() as f64 / encoded,
        found.len()
    );
    let mut reader = csv::Reader::from_path(path)?;
    let at = reader
        .headers()?
        .iter()
        .position(|h| h == truth)
        .ok_or("no truth column")?;
    let person: Vec<String> = reader
        .records()
        .map(|r| r.map(|r| r.get(at).unwrap_or_default().to_owned()))
        .collect::<Result<_, _>>()?;
    let mut sizes: HashMap<&str, f64> = HashMap::new();
    for p in &person {
        *sizes.entry(p).or_default() += 1.0;
    }
    let total: f64 = sizes.values().map(|n| n * (n - 1.0) / 2.0).sum();
    let mut scored: Vec<(f32, bool)> = found
        .iter()
        .map(|m| (m.dice, person[m.a as usize] == person[m.b as usize]))
        .collect();
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut hits, mut best) = (0.0, (0.0, 0.0, 0.0, 0.0));
    for (i, (dice, hit)) in scored.iter().enumerate() {
        hits += f64::from(u8::from(*hit));
        let (p, r) = (hits / (i + 1) as f64, hits / total);
        let f = 2.0 * p * r / (p + r).max(1e-12);
        if f > best.0 {
            best = (f, p, r, *dice);
        }
    }
    println!(
        "best F1 {:.4} (P {:.4} R {:.4}) at Dice {:.3}; reach {:.4}",
        best.0,
        best.1,
        best.2,
        best.3,
        hits / total
    );
    Ok(())
}
