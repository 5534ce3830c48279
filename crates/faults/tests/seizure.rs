//! The machine is seized: nothing that anybody typed lies on it readable, and with policy gone the keys still keep the walls.

use punte_app::App;
use punte_app::files::FileQuery;
use punte_app::ops::backup::{Secret, backup};
use punte_domain::code::FileCode;
use punte_domain::id::{ConcernId, EntryId, ReferralId};
use punte_domain::{Clock as _, CountryPack};
use punte_faults::attack::{Keys, Record, everything};
use punte_faults::canary::Nest;
use punte_faults::deed::{self, Deed, Outcome};
use punte_faults::ground::{self, Ground, Persona, SETTINGS, SystemClock, desk, found};
use punte_faults::http::{Connection, Request};
use punte_faults::process::Launch;
use punte_faults::random::{Dice, count};
use punte_faults::scenario::{SMALL, Size, WHOLE, play};
use punte_faults::search::{Found, Searcher};
use punte_faults::serve::{Asked, DEED, Fault};
use punte_policy::Policy;
use punte_testkit::engines::Folder;
use punte_testkit::installation::signer;
use punte_vault::backup::BackupKey;
use punte_vault::{Rng, SeededRng, SystemRng};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Runtime;

const SEED: u64 = 0x000c_a4a7;

/// The whole scenario, as often as the environment (PUNTE_SEIZURES) says.
#[test]
fn a_seized_machine_holds_no_word_that_anybody_typed() {
    for round in 0..count("PUNTE_SEIZURES", 1) {
        let folder = Folder::new();
        let (nest, ground) = work(&folder.0, Fault::None, WHOLE, SEED + round);
        assert_eq!(nest.canaries.len(), 500);
        let found = search(&folder.0, &nest);
        println!(
            "counted: seized after kill -9: {} files, {} bytes, {} canaries, {} hits",
            found.files,
            found.bytes,
            nest.canaries.len(),
            found.hits.len()
        );
        assert_eq!(found.hits, []);
        Runtime::new().expect("a runtime").block_on(async {
            back_up(&ground, &folder.0).await;
            let found = search(&folder.0, &nest);
            println!(
                "counted: with a backup and after a clean close: {} files, {} bytes, {} hits",
                found.files,
                found.bytes,
                found.hits.len()
            );
            assert_eq!(found.hits, []);
            walls_hold(&ground, &nest).await;
        });
    }
}

#[test]
fn one_line_in_the_log_is_caught() {
    let folder = Folder::new();
    let (nest, _) = work(&folder.0, Fault::LogLine, SMALL, SEED);
    let found = search(&folder.0, &nest);
    println!("counted: log-line: {} hits", found.hits.len());
    assert!(!found.hits.is_empty());
    assert!(
        found
            .hits
            .iter()
            .all(|hit| hit.file.ends_with("logs/stderr")),
        "{:?}",
        found.hits.first()
    );
}

#[test]
fn one_key_for_a_whole_file_is_caught() {
    let folder = Folder::new();
    let runtime = Runtime::new().expect("a runtime");
    let ground = runtime.block_on(found(&folder.0.join("data")));
    let mut nest = Nest::new(SEED);
    let one_key = Arc::new(OneKey::default());
    let (store, app) = runtime.block_on(async {
        let store = ground.home.open().await.expect("the store");
        (store.clone(), ground::app(store, one_key.clone()))
    });
    let dice = Dice::new(SEED, "entries");
    play(&ground, SMALL, &mut nest, &mut |login, deed| {
        one_key.turn(matches!(deed, Deed::Open { .. }));
        let person = ground.person(login);
        runtime.block_on(async {
            let desk = desk(&app, person).await;
            let done = deed::carry_out(&desk, &deed, EntryId(dice.id())).await;
            done.unwrap_or_else(|error| panic!("{login} {deed:?}: {error:?}"))
        })
    });
    let records = runtime.block_on(everything(&store));
    runtime.block_on(store.close());
    let lawyer = loot(&records, ground.person("mihai"), &nest);
    println!(
        "counted: one key per file: the lawyer opens {} compartments, {} are wrapped to the unit",
        lawyer.opened, lawyer.wrapped
    );
    assert!(lawyer.opened > lawyer.wrapped);
    assert_ne!(lawyer.words, nest.readable_by("mihai"));
}

/// The planted design: while a file is born, every key of it is the same.
#[derive(Default)]
struct OneKey {
    file: AtomicU64,
    /// 0 while keys are as random as they should be.
    now: AtomicU64,
}

impl OneKey {
    fn turn(&self, on: bool) {
        let next = self.file.fetch_add(1, Ordering::SeqCst) + 1;
        self.now.store(if on { next } else { 0 }, Ordering::SeqCst);
    }
}

impl Rng for OneKey {
    fn fill(&self, out: &mut [u8]) {
        let file = self.now.load(Ordering::SeqCst);
        // The name of a key has 8 bytes, a key 32; nothing else that is born with a file has.
        if file > 0 && (out.len() == 8 || out.len() == 32) {
            let mut seed = [0x6b; 32];
            seed[..8].copy_from_slice(&file.to_be_bytes());
            SeededRng::new(seed).fill(out);
        } else {
            SystemRng.fill(out);
        }
    }
}

/// A day's work over HTTP, logged as loudly as can be, cut off by `kill -9`.
fn work(folder: &Path, fault: Fault, size: Size, seed: u64) -> (Nest, Ground) {
    let runtime = Runtime::new().expect("a runtime");
    let ground = runtime.block_on(found(&folder.join("data")));
    let launch = Launch {
        program: PathBuf::from(env!("CARGO_BIN_EXE_punte-planted")),
        home: folder.join("data"),
        logs: folder.join("logs"),
        database: None,
        fault,
        level: "trace",
    };
    let server = launch.start().expect("the server");
    let mut connection = Connection::to(server.port).expect("a connection");
    let mut nest = Nest::new(seed);
    let dice = Dice::new(seed, "entries");
    play(&ground, size, &mut nest, &mut |login, deed| {
        let person = ground.person(login);
        act(&mut connection, person, deed, EntryId(dice.id()))
    });
    look_around(&mut connection, &ground, &nest, &dice);
    server.kill().expect("a kill");
    (nest, ground)
}

fn act(connection: &mut Connection, person: &Persona, deed: Deed, id: EntryId) -> Outcome {
    let body = serde_json::to_vec(&Asked { id, deed }).expect("JSON");
    let answer = connection.ask(request(DEED, Some(person), "application/json", &body));
    let answer = answer.expect("an answer");
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&answer.body).expect("an outcome")
}

fn request<'a>(
    path: &'a str,
    persona: Option<&'a Persona>,
    media: &'a str,
    body: &'a [u8],
) -> Request<'a> {
    Request {
        method: "POST",
        path,
        persona,
        media,
        body,
    }
}

/// Reads, searches, and mistakes: what was typed in the wrong place must not be kept either.
fn look_around(connection: &mut Connection, ground: &Ground, nest: &Nest, dice: &Dice) {
    for person in &ground.people {
        let page = Request {
            method: "GET",
            path: "/",
            persona: Some(person),
            media: "",
            body: b"",
        };
        connection.ask(page).expect("a page");
    }
    for canary in nest.canaries.iter().take(20) {
        let search = Deed::Search {
            text: canary.word.clone(),
        };
        let id = EntryId(dice.id());
        act(connection, ground.person("elena"), search, id);
        let word = &canary.word;
        let mistakes = [
            (
                "/sign-in",
                format!("login={word}&passphrase={word}&csrf=&next=&code="),
            ),
            ("/sign-in", format!("{word}={word}")),
            (DEED, format!("{{\"{word}\": [\"{word}\"")),
            ("/nowhere", word.clone()),
        ];
        for (path, body) in mistakes {
            for media in ["application/x-www-form-urlencoded", "application/json"] {
                let wrong = request(path, Some(ground.person("elena")), media, body.as_bytes());
                let answer = connection.ask(wrong).expect("an answer");
                assert!(answer.status >= 300, "{path} took {body}");
            }
        }
    }
}

fn search(folder: &Path, nest: &Nest) -> Found {
    let searcher = Searcher::new(nest.canaries.iter().map(|canary| canary.word.clone()));
    let mut found = Found::default();
    searcher
        .search_folder(folder, &mut found)
        .expect("readable");
    assert!(found.bytes > 100_000, "there was nothing to search");
    found
}

async fn back_up(ground: &Ground, folder: &Path) {
    let store = ground.home.open().await.expect("the store");
    let to = folder.join("backups");
    std::fs::create_dir(&to).expect("a folder");
    let secret = Secret::Key(Arc::new(BackupKey::generate(&SystemRng)));
    let (verifier, rng) = (signer().verifier(), Arc::new(SystemRng));
    backup(
        &store,
        &to.join("one.backup"),
        &verifier,
        &secret,
        rng,
        SystemClock.now(),
    )
    .await
    .expect("a backup");
    store.close().await;
}

struct Spoils {
    words: BTreeSet<String>,
    opened: usize,
    wrapped: usize,
}

fn loot(records: &[Record], person: &Persona, nest: &Nest) -> Spoils {
    let loot = Keys::unlock(records, person.id).loot(records);
    assert!(
        loot.wrapped.is_subset(&loot.opened),
        "{} lacks keys",
        person.login
    );
    Spoils {
        words: nest.found_in(&loot.text),
        opened: loot.opened.len(),
        wrapped: loot.wrapped.len(),
    }
}

/// With policy gone, by hand and through the application, everybody opens what is wrapped to them and nothing else.
async fn walls_hold(ground: &Ground, nest: &Nest) {
    let store = ground.home.open().await.expect("the store");
    let records = everything(&store).await;
    let open = Policy::from_texts(
        punte_policy::SCHEMA,
        &[(
            "open",
            "@id(\"planted\") permit (principal, action, resource);",
        )],
    );
    let app = App::with_policy(
        store.clone(),
        open.expect("a policy"),
        Arc::new(SystemClock),
        Arc::new(SystemRng),
        CountryPack::romania().expect("the pack"),
        SETTINGS,
    );
    let mut all = BTreeSet::new();
    for person in &ground.people {
        let planned = nest.readable_by(&person.login);
        let spoils = loot(&records, person, nest);
        assert_eq!(spoils.opened, spoils.wrapped, "{}", person.login);
        assert_eq!(spoils.words, planned, "{} by hand", person.login);
        let shown = nest.found_in(&shown(&app, person, &records).await);
        assert_eq!(shown, planned, "{} through the application", person.login);
        println!(
            "counted: {}: {} compartments wrapped, {} opened; {} canaries planned, {} by hand, {} through the application",
            person.login,
            spoils.wrapped,
            spoils.opened,
            planned.len(),
            spoils.words.len(),
            shown.len()
        );
        all.extend(planned);
    }
    // Words that nobody can read were never written, and prove nothing.
    assert_eq!(all.len(), nest.canaries.len());
    store.close().await;
}

/// Everything that the application shows somebody, asked for everything that there is.
async fn shown(app: &App, person: &Persona, records: &[Record]) -> String {
    let mut text = String::new();
    let desk = desk(app, person).await;
    for record in records.iter().filter(|record| record.table == 1) {
        let id = record.cells[0].as_bytes().expect("an id").as_slice();
        let id: [u8; 16] = id.try_into().expect("an id");
        let [a, b, c, d, ..] = id;
        let code = FileCode::from_random(u32::from_be_bytes([a, b, c, d]));
        // Each stream is asked for as each thing; most are not that thing.
        if let Ok(view) = desk.file(code).await {
            let _ = write!(text, "{view:?}");
        }
        if let Ok(view) = desk.concern(ConcernId(id)).await {
            let _ = write!(text, "{view:?}");
        }
        if let Ok(view) = desk.referral(ReferralId(id)).await {
            let _ = write!(text, "{view:?}");
        }
    }
    if let Ok(list) = desk.files(&FileQuery::default()).await {
        let _ = write!(text, "{:?}", list.rows);
    }
    text
}
