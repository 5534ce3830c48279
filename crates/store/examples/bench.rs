//! How fast the store takes entries, reading leaves, seeds, and how fast it verifies them.
//!
//! `cargo run --release -p punte-store --example bench -- sqlite /path/to/new.db` or `-- postgres postgres://…/empty`.

use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{EntryId, RequestId, StreamId, UnitId, UserId};
use punte_domain::{Moment, StreamKind};
use punte_ledger::{Hash, Signer, Verifier};
use punte_store::{
    CommitError, Denial, EntryRow, Row, RowOp, Seed, Store, StoreConfig, StreamRow, SystemAction,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

const ORIGIN: &str = "punte.bench/log";
const TASKS: u64 = 8;
const EACH: u64 = 1_500;
const SEEDS: u64 = 20_000;

struct Seal;

impl Signer for Seal {
    fn name(&self) -> &'static str {
        ORIGIN
    }
    fn key_id(&self) -> u32 {
        1
    }
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        Hash::of(message).0.to_vec()
    }
}

impl Verifier for Seal {
    fn name(&self) -> &'static str {
        ORIGIN
    }
    fn key_id(&self) -> u32 {
        1
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.sign(message) == signature
    }
}

fn id(kind: u8, number: u64) -> [u8; 16] {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// A file with its first entry of 400 bytes.
fn seed(number: u64) -> Seed {
    let stream = StreamId(id(0x0f, number));
    let (unit, author) = (UnitId([1; 16]), UserId([2; 16]));
    let row = StreamRow {
        id: stream,
        kind: StreamKind::File,
        lead: unit,
        peer: None,
        version: 1,
        state: StreamRow::OPEN,
    };
    let entry = EntryRow {
        stream,
        seq: 1,
        id: EntryId(id(0xe0, number)),
        compartment: CompartmentKind::Core,
        owner: [0; 16],
        recorded_at: Moment(0),
        author,
        unit,
        body: vec![7; 400],
    };
    Seed {
        at: Moment(0),
        request: RequestId(id(0xee, number)),
        actor: author,
        action: "file.open",
        object: stream.0,
        units: vec![unit],
        rows: vec![RowOp::Put(Row::Stream(row)), RowOp::Put(Row::Entry(entry))],
    }
}

fn print(what: &str, count: u64, since: Instant) {
    let seconds = since.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
    let rate = count as f64 / seconds;
    println!("{what:<44} {count:>8} in {seconds:>7.2} s = {rate:>9.0}/s");
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let config = match arguments.as_slice() {
        [engine, path] if engine == "sqlite" => StoreConfig::Sqlite {
            path: path.into(),
            readers: 4,
        },
        [engine, url] if engine == "postgres" => {
            let jitter = Arc::new(|attempt| Duration::from_millis(u64::from(attempt) * 7));
            StoreConfig::Postgres {
                urls: vec![url.clone()],
                max: 16,
                jitter,
            }
        }
        _ => return Err("say: sqlite PATH, or postgres URL".into()),
    };
    let store = Store::open(&config).await?;
    store
        .system_commit(
            SystemAction::Init {
                demo: true,
                rows: Vec::new(),
            },
            RequestId([0; 16]),
            Moment(0),
        )
        .await?;

    let begin = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(append(store.clone(), task * EACH)))
        .collect();
    for task in tasks {
        task.await??;
    }
    print(
        "files opened one by one (2 rows + leaf), 8 tasks",
        TASKS * EACH,
        begin,
    );

    let begin = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| tokio::spawn(log(store.clone())))
        .collect();
    for task in tasks {
        task.await??;
    }
    print(
        "leaves alone (as before every read), 8 tasks",
        TASKS * EACH,
        begin,
    );

    let begin = Instant::now();
    for first in (0..SEEDS).step_by(1_000) {
        store
            .seed(
                (first..first + 1_000)
                    .map(|number| seed(1_000_000 + number))
                    .collect(),
            )
            .await?;
    }
    print("files seeded in bulk (2 rows + leaf)", SEEDS, begin);

    let begin = Instant::now();
    let mut integrated = 0;
    loop {
        match store.integrate(ORIGIN, &Seal, 256).await? {
            0 => break,
            count => integrated += count as u64,
        }
    }
    print("leaves put into the tree", integrated, begin);

    let begin = Instant::now();
    let report = store.verify(ORIGIN, &[&Seal]).await?;
    print(
        "rows and leaves verified",
        report.rows + report.ledger.size,
        begin,
    );
    assert!(report.is_clean(), "{report:?}");
    store.close().await;
    Ok(())
}

async fn append(store: Store, first: u64) -> Result<(), CommitError> {
    for number in first..first + EACH {
        store.seed(vec![seed(number)]).await?;
    }
    Ok(())
}

async fn log(store: Store) -> Result<(), punte_store::StoreError> {
    for number in 0..EACH {
        let denial = Denial {
            action: "file.read",
            actor: UserId([2; 16]),
            object: id(0x0f, number),
            units: Vec::new(),
            policies: Vec::new(),
            request: RequestId(id(0xee, number)),
            now: Moment(0),
        };
        store.denied(denial).await?;
    }
    Ok(())
}
