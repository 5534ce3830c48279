//! `kill -9` under load: writers over HTTP, a supervisor that kills and restarts, and an audit of every answer that was
//! given (security.md §5.1, D1).

use crate::deed::{Deed, Outcome};
use crate::ground::{self, Ground, Persona};
use crate::http::{Connection, Request};
use crate::process::Launch;
use crate::random::Dice;
use crate::serve::{Asked, DEED, Fault};
use punte_app::files::FileQuery;
use punte_app::ops::inspect::Inspection;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::id::{EntryId, UnitId};
use punte_testkit::engines::Place;
use punte_testkit::postgres::Cluster;
use punte_vault::SystemRng;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// Writers at the same time.
const WRITERS: u64 = 8;
/// Notes in a file before the writer opens the next: writing reads the whole file.
const NOTES: u32 = 20;
/// Kills after which everything is recomputed while nothing runs.
const RECOMPUTE_EVERY: u64 = 25;
/// The moment of a kill, in milliseconds after the server listens.
const SOONEST: u64 = 20;
/// Refusals of one write before the writer gives it up: more than come while the database starts again.
const STUBBORN: u32 = 2_000;
/// Kills after which the database server crashes too, while the server under it goes on answering.
const CRASH_EVERY: u64 = 20;
/// How long the server is left with a database that is gone, in milliseconds.
const ORPHANED: u64 = 120;

/// A campaign.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The binary `punte-planted`.
    pub program: PathBuf,
    /// An empty folder.
    pub folder: PathBuf,
    /// How many kills.
    pub kills: u64,
    /// What is planted.
    pub fault: Fault,
    /// Repeats the moments of the kills.
    pub seed: u64,
    /// Where the rows lie.
    pub engine: Engine,
}

/// Where the rows lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// In a file of the data directory.
    Sqlite,
    /// On a PostgreSQL of the campaign's own that flushes, and that crashes now and then.
    Postgres,
}

impl Engine {
    /// The latest moment of a kill: a new server has to make its connections to PostgreSQL first, and would seldom be met at work.
    const fn latest(self) -> u64 {
        match self {
            Self::Sqlite => 500,
            Self::Postgres => 1_000,
        }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Kills.
    pub kills: u64,
    /// Crashes of the database server.
    pub crashes: u64,
    /// Writes that were answered.
    pub acknowledged: u64,
    /// Answers that a kill cut off; each was asked again under the same id.
    pub cut: u64,
    /// How long it took.
    pub seconds: f64,
    /// Answered and not there.
    pub lost: Vec<String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// There, and never answered.
    pub strange: Vec<String>,
    /// Refused for good, which no write of this campaign should be.
    pub refused: Vec<String>,
    /// What recomputing found, after any kill and at the end.
    pub findings: Vec<String>,
    /// Rows compared at the end.
    pub rows: u64,
    /// Leaves at the end.
    pub leaves: u64,
}

impl Report {
    /// Whether every answer was kept, once, with its leaf.
    pub fn is_clean(&self) -> bool {
        [
            &self.lost,
            &self.doubled,
            &self.strange,
            &self.refused,
            &self.findings,
        ]
        .iter()
        .all(|list| list.is_empty())
    }
}

struct Shared {
    port: AtomicU16,
    stop: AtomicBool,
}

/// A write that was answered.
enum Acknowledged {
    File(FileCode),
    Note(String),
}

#[derive(Default)]
struct Journal {
    acknowledged: Vec<Acknowledged>,
    cut: u64,
    refused: Vec<String>,
}

struct Writer {
    number: u64,
    persona: Persona,
    unit: UnitId,
    dice: Dice,
    shared: Arc<Shared>,
    connection: Option<Connection>,
    file: Option<FileCode>,
    notes: u32,
    made: u64,
    journal: Journal,
}

/// Runs a campaign.
///
/// # Panics
/// When the server cannot be started or the store not be read: then nothing was proved.
pub fn run(plan: &Plan) -> Report {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let data = plan.folder.join("data");
    let cluster = (plan.engine == Engine::Postgres)
        .then(|| Cluster::start(&plan.folder.join("postgres")).expect("a PostgreSQL of one's own"));
    let place = cluster.as_ref().map(|cluster| {
        let database = cluster.database();
        Place::Postgres(database.expect("a database").url)
    });
    let ground = runtime.block_on(ground::found_on(&data, place));
    let launch = Launch {
        database: ground.database.clone(),
        program: plan.program.clone(),
        home: data,
        logs: plan.folder.join("logs"),
        fault: plan.fault,
        level: "warn",
    };
    let shared = Arc::new(Shared {
        port: AtomicU16::new(0),
        stop: AtomicBool::new(false),
    });
    let mut report = Report::default();
    let begin = Instant::now();
    let journals = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| writer(&ground, plan.seed, number, &shared))
            .map(|writer| scope.spawn(move || writer.run()))
            .collect();
        // A supervisor that cannot go on must still let the writers end.
        let supervised = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            supervise(
                plan,
                (&launch, cluster.as_ref()),
                &shared,
                &runtime,
                &ground,
                &mut report,
            )
        }));
        shared.stop.store(true, Ordering::SeqCst);
        let journals: Vec<Journal> = writers
            .into_iter()
            .map(|writer| writer.join().expect("a writer"))
            .collect();
        match supervised {
            Ok(last) => last.stop().expect("a clean stop"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        journals
    });
    report.seconds = begin.elapsed().as_secs_f64();
    runtime.block_on(audit(&ground, journals, &mut report));
    report
}

/// All the kills; gives the last server, under which the writers finish what they began.
fn supervise(
    plan: &Plan,
    (launch, cluster): (&Launch, Option<&Cluster>),
    shared: &Shared,
    runtime: &tokio::runtime::Runtime,
    ground: &Ground,
    report: &mut Report,
) -> crate::process::Server {
    let dice = Dice::new(plan.seed, "kills");
    while report.kills < plan.kills {
        let server = launch.start().expect("the server");
        shared.port.store(server.port, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(
            SOONEST + dice.below(plan.engine.latest() - SOONEST),
        ));
        let crashing = cluster.filter(|_| report.kills % CRASH_EVERY == CRASH_EVERY - 1);
        if let Some(cluster) = crashing {
            cluster.crash().expect("a crash");
            std::thread::sleep(Duration::from_millis(ORPHANED));
        }
        server.kill().expect("a kill");
        report.kills += 1;
        if let Some(cluster) = crashing {
            cluster.again().expect("a database that comes up again");
            report.crashes += 1;
        }
        if report.kills.is_multiple_of(RECOMPUTE_EVERY) {
            note(runtime.block_on(ground.inspect()), report);
        }
    }
    let last = launch.start().expect("the server");
    shared.port.store(last.port, Ordering::SeqCst);
    last
}

fn note(found: Inspection, report: &mut Report) {
    if !found.clean && found.findings.is_empty() {
        report.findings.push("not clean".to_owned());
    }
    let after = report.kills;
    let said = found.findings.into_iter();
    report
        .findings
        .extend(said.map(|text| format!("after kill {after}: {text}")));
    report.rows = found.rows;
    report.leaves = found.leaves;
}

fn writer(ground: &Ground, seed: u64, number: u64, shared: &Arc<Shared>) -> Writer {
    let (login, unit) = match number % 3 {
        0 => ("elena", ground.units.casework),
        1 => ("sorin", ground.units.casework),
        _ => ("dora", ground.units.dgaspc),
    };
    Writer {
        number,
        persona: ground.person(login).clone(),
        unit,
        dice: Dice::new(seed, &format!("writer {number}")),
        shared: Arc::clone(shared),
        connection: None,
        file: None,
        notes: 0,
        made: 0,
        journal: Journal::default(),
    }
}

impl Writer {
    fn run(mut self) -> Journal {
        while !self.shared.stop.load(Ordering::SeqCst) {
            let deed = self.next();
            self.insist(&deed);
        }
        self.journal
    }

    fn next(&mut self) -> Deed {
        self.made += 1;
        let mark = format!("w{}-{}", self.number, self.made);
        match self.file.filter(|_| self.notes < NOTES) {
            Some(code) => Deed::Note {
                code,
                compartment: Compartment::Core,
                text: mark,
            },
            None => Deed::Open {
                unit: self.unit,
                cover: mark,
                given: "Maria".to_owned(),
                family: "Podaru".to_owned(),
            },
        }
    }

    /// Asks until it is answered, always under the same id.
    fn insist(&mut self, deed: &Deed) {
        let asked = Asked {
            id: EntryId(self.dice.id()),
            deed: deed.clone(),
        };
        let body = serde_json::to_vec(&asked).expect("a deed is JSON");
        let mut refusals = 0;
        loop {
            self.connect();
            let Some(connection) = &mut self.connection else {
                std::thread::sleep(Duration::from_millis(2));
                continue;
            };
            let answer = connection.ask(Request {
                method: "POST",
                path: DEED,
                persona: Some(&self.persona),
                media: "application/json",
                body: &body,
            });
            match answer {
                Ok(answer) if answer.status == 200 => return self.keep(deed, &answer.body),
                Ok(answer) => {
                    refusals += 1;
                    if refusals == STUBBORN {
                        let why = format!("{deed:?}: {}", answer.status);
                        return self.journal.refused.push(why);
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(_) => {
                    self.connection = None;
                    self.journal.cut += 1;
                }
            }
        }
    }

    fn connect(&mut self) {
        if self.connection.is_none() {
            let port = self.shared.port.load(Ordering::SeqCst);
            self.connection = Connection::to(port).ok();
        }
    }

    fn keep(&mut self, deed: &Deed, body: &[u8]) {
        let outcome: Outcome = serde_json::from_slice(body).expect("an outcome");
        match (deed, outcome.code) {
            (Deed::Note { text, .. }, _) => {
                self.notes += 1;
                let note = Acknowledged::Note(text.clone());
                self.journal.acknowledged.push(note);
            }
            (_, Some(code)) => {
                self.notes = 0;
                self.file = Some(code);
                self.journal.acknowledged.push(Acknowledged::File(code));
            }
            (_, None) => self
                .journal
                .refused
                .push("an open without a code".to_owned()),
        }
    }
}

/// Compares what was answered with what is there.
async fn audit(ground: &Ground, journals: Vec<Journal>, report: &mut Report) {
    note(ground.inspect().await, report);
    let (mut notes, mut files) = (BTreeMap::<String, u64>::new(), BTreeMap::new());
    for journal in journals {
        report.cut += journal.cut;
        report.acknowledged += journal.acknowledged.len() as u64;
        report.refused.extend(journal.refused);
        for one in journal.acknowledged {
            match one {
                Acknowledged::Note(text) => _ = notes.insert(text, 0),
                Acknowledged::File(code) => _ = files.insert(code, false),
            }
        }
    }
    let store = ground.open().await;
    let app = ground::app(store.clone(), Arc::new(SystemRng));
    for login in ["elena", "dora"] {
        let person = ground.person(login);
        let mut page = 0;
        loop {
            let query = FileQuery {
                page,
                ..FileQuery::default()
            };
            let list = ground::desk(&app, person).await.files(&query).await;
            let list = list.expect("a list");
            for row in &list.rows {
                match files.get_mut(&row.code) {
                    Some(there) if !*there => *there = true,
                    Some(_) => report.doubled.push(format!("file {}", row.code)),
                    None => report.strange.push(format!("file {}", row.code)),
                }
                let file = ground::desk(&app, person).await.file(row.code).await;
                for note in file.expect("a file of the list").state.notes {
                    match notes.get_mut(&note.value.text) {
                        Some(count) => *count += 1,
                        None => report.strange.push(format!("note {}", note.value.text)),
                    }
                }
            }
            page += 1;
            if page >= list.pages {
                break;
            }
        }
    }
    store.close().await;
    for (text, count) in notes {
        match count {
            0 => report.lost.push(format!("note {text}")),
            1 => {}
            _ => report.doubled.push(format!("note {text}: {count} times")),
        }
    }
    let gone = files.into_iter().filter(|(_, there)| !there);
    report
        .lost
        .extend(gone.map(|(code, _)| format!("file {code}")));
}
