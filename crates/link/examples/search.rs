//! Times one name against a table: `search FILE.csv [QUERIES]` prints the median and the 99th percentile, bar 10 ms.
//!
//! Beside the time that passed stands the time that this thread was on a processor, which says the same on a quiet machine and more
//! on one that others use.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement: counts are far below 2^52"
)]

#[path = "clock/mod.rs"]
mod clock;

use clock::on_processor;
use punte_link::read::{ReadOptions, read_tables};
use punte_link::search::{Query, SearchIndex};
use punte_link::watch::unwatched;
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::time::Instant;

fn percentiles(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = times.len().saturating_sub(1) as f64;
        times.get((last * share) as usize).copied().unwrap_or(0.0)
    };
    println!(
        "{what}: median {:.2} ms, p99 {:.2} ms, worst {:.2} ms (bar 10 ms)",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("FILE.csv [QUERIES]")?;
    let queries: usize = args.next().map_or(Ok(300), |q| q.parse())?;
    let table = read_tables(
        File::open(path)?,
        None::<&mut dyn Read>,
        &ReadOptions::default(),
        &unwatched,
    )?;
    let index = SearchIndex::new(&table, None).ok_or("no given and family name")?;
    let mut scratch = index.scratch();
    let fields = table.schema().fields();
    let (mut times, mut busy, mut first) = (Vec::new(), Vec::new(), 0usize);
    let step = table.len() / queries;
    for i in 0..queries {
        let record = u32::try_from(i * step)?;
        let column = |header: &str| {
            fields
                .iter()
                .position(|f| f.header == header)
                .map_or("", |k| table.shown(record, k))
                .to_owned()
        };
        let (mut given, family, birth) = (column("given_name"), column("surname"), column("dob"));
        // Every other query carries a slip.
        if i % 2 == 1 && given.len() > 4 {
            given.remove(2);
        }
        let (before, start) = (on_processor(), Instant::now());
        let found = index.find(
            &Query {
                given: &given,
                family: &family,
                birth: &birth,
            },
            20,
            &mut scratch,
        );
        times.push(start.elapsed().as_secs_f64() * 1e3);
        busy.push((on_processor() - before) * 1e3);
        first += usize::from(found.iter().any(|f| f.record == record));
    }
    println!(
        "{} records, {queries} queries, one thread; the record itself among the first 20: {:.1} %",
        table.len(),
        100.0 * first as f64 / queries as f64
    );
    percentiles("a query", times);
    percentiles("of which on a processor", busy);
    Ok(())
}
