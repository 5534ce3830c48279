//! Prints how long the vault's work takes on this machine: `cargo run --release --example measure -p punte-vault`.

use punte_ledger::leaf::VERSION;
use punte_ledger::{Audit, Hash, Leaf, LeafKind, RowDigest};
use punte_vault::passphrase::lock_user_key;
use punte_vault::wrap::{open_stream_key, wrap_stream_key};
use punte_vault::{
    Bound, Cost, Purpose, RosterKey, StreamKey, SystemRng, UnitKeys, UserKeys, WrapContext, roster,
};
use std::error::Error;
use std::time::Instant;

const ID: [u8; 16] = [7; 16];

fn main() -> Result<(), Box<dyn Error>> {
    let rng = SystemRng;
    let bound = Bound {
        schema: 1,
        stream: &ID,
        entry: &ID,
        compartment: 0,
        purpose: Purpose::RosterRow,
    };

    let key = RosterKey::generate(0, &rng);
    let rows = (0..100_000)
        .map(|_| roster::seal_row(&key, bound, &[65; 200], &rng))
        .collect::<Result<Vec<_>, _>>()?;
    let start = Instant::now();
    let mut reader = key.reader()?;
    let mut opened = 0;
    for row in &rows {
        opened += reader.open(bound, row)?.len();
    }
    println!(
        "roster: {} rows of 256 bytes, {opened} bytes opened in {:?}",
        rows.len(),
        start.elapsed()
    );

    let (unit, stream) = (UnitKeys::generate(0, &rng), StreamKey::generate(0, &rng));
    let context = WrapContext {
        subject: &ID,
        compartment: 0,
        recipient: &ID,
    };
    let start = Instant::now();
    let wraps = (0..1000)
        .map(|_| wrap_stream_key(&stream, &unit.public(), context, &rng))
        .collect::<Result<Vec<_>, _>>()?;
    println!("wraps: 1000 made in {:?}", start.elapsed());
    let start = Instant::now();
    wraps
        .iter()
        .try_for_each(|wrap| open_stream_key(&unit, context, wrap).map(drop))?;
    println!("wraps: 1000 opened in {:?}", start.elapsed());

    let user = UserKeys::generate(&rng);
    let start = Instant::now();
    lock_user_key(
        &user,
        &ID,
        "nine words nobody would guess from this",
        Cost::STANDARD,
        &rng,
    )?;
    println!("passphrase: standard cost {:?}", start.elapsed());

    audit(200_000)
}

fn audit(count: u64) -> Result<(), Box<dyn Error>> {
    let leaves = (0..count).map(leaf).collect::<Result<Vec<_>, _>>()?;
    let bytes: usize = leaves.iter().map(Vec::len).sum();
    let before = resident_kib()?;
    let start = Instant::now();
    let mut audit = Audit::new();
    for (index, leaf) in leaves.iter().enumerate() {
        audit.feed(u64::try_from(index)?, leaf)?;
    }
    println!("audit: {} KiB for {count} rows", resident_kib()? - before);
    for row in 0..count {
        audit.row(1, &row.to_be_bytes(), &Hash([1; 32]));
    }
    println!(
        "audit: {count} leaves ({bytes} bytes) and {count} rows in {:?}",
        start.elapsed()
    );
    if audit.finish().is_clean() {
        Ok(())
    } else {
        Err("the audit of a true log is not clean".into())
    }
}

/// Memory of this process, where Linux tells.
fn resident_kib() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn leaf(number: u64) -> Result<Vec<u8>, punte_ledger::Error> {
    Leaf {
        version: VERSION,
        at: 1_800_000_000_000_000,
        kind: LeafKind::Write,
        actor: ID,
        action: "file.write".to_owned(),
        object: ID,
        compartments: 1,
        units: vec![ID],
        decision: "core-write".to_owned(),
        reason_hash: None,
        request: ID,
        rows: vec![RowDigest {
            table: 1,
            key: number.to_be_bytes().to_vec(),
            digest: Some(Hash([1; 32])),
        }],
    }
    .encode()
}
