//! Bit rot: a changed byte of anything that is stored is found and named; a changed backup is none.

use punte_app::ops::Home;
use punte_app::ops::backup::{Secret, backup, check};
use punte_app::ops::inspect::inspect_file;
use punte_domain::Clock as _;
use punte_domain::id::EntryId;
use punte_faults::attack::{Record, everything};
use punte_faults::canary::Nest;
use punte_faults::deed;
use punte_faults::flips::{Flip, Target, targets};
use punte_faults::ground::{SystemClock, app, desk, found};
use punte_faults::random::{Dice, count};
use punte_faults::scenario::{SMALL, play};
use punte_store::{Store, StoreConfig};
use punte_testkit::engines::Folder;
use punte_testkit::installation::{ORIGIN, signer};
use punte_vault::SystemRng;
use punte_vault::backup::BackupKey;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Flips where the environment (PUNTE_FLIPS) names no number.
const FLIPS: u64 = 200;
/// Damaged copies where it (PUNTE_COPIES) names none.
const COPIES: u64 = 100;
const SEED: u64 = 0x000b_17f1;

/// An installation that somebody worked in, closed, every leaf in the tree.
fn worked(runtime: &Runtime, folder: &Path) -> (Home, Vec<Record>) {
    let ground = runtime.block_on(found(&folder.join("data")));
    let (store, app) = runtime.block_on(async {
        let store = ground.home.open().await.expect("the store");
        (store.clone(), app(store, Arc::new(SystemRng)))
    });
    let dice = Dice::new(SEED, "entries");
    play(&ground, SMALL, &mut Nest::new(SEED), &mut |login, deed| {
        runtime.block_on(async {
            let desk = desk(&app, ground.person(login)).await;
            let done = deed::carry_out(&desk, &deed, EntryId(dice.id())).await;
            done.unwrap_or_else(|error| panic!("{login} {deed:?}: {error:?}"))
        })
    });
    let records = runtime.block_on(async {
        while store
            .integrate(ORIGIN, &signer(), 256)
            .await
            .expect("a tree")
            > 0
        {}
        let records = everything(&store).await;
        store.close().await;
        records
    });
    (ground.home, records)
}

#[test]
fn a_flipped_byte_of_anything_stored_is_found_and_named() {
    let folder = Folder::new();
    let runtime = Runtime::new().expect("a runtime");
    let (home, records) = worked(&runtime, &folder.0);
    let (path, key) = (home.database(), signer().verifier());
    let bytes = std::fs::read(&path).expect("the file");
    let places = targets(&bytes, &records);
    let mut kinds: BTreeMap<String, Vec<&Target>> = BTreeMap::new();
    for place in &places {
        let kind = place.name.split(' ').next().unwrap_or_default().to_owned();
        kinds.entry(kind).or_default().push(place);
    }
    // Entries, wraps, roster lines, facts, locks and the ledger's own: nothing that matters may be out of reach.
    for kind in [
        "entry",
        "wrap",
        "roster",
        "fact",
        "lock",
        "kept",
        "membership",
    ] {
        assert!(
            kinds.contains_key(kind),
            "no {kind} among {:?}",
            kinds.keys()
        );
    }
    let inspect = || runtime.block_on(inspect_file(&path, &key));
    assert!(inspect().clean);
    let dice = Dice::new(SEED, "flips");
    let lists: Vec<_> = kinds.values().collect();
    let flips = count("PUNTE_FLIPS", FLIPS);
    for number in 0..flips {
        // By turns, so that the rare kinds are hit as often as the common ones.
        let list = lists[usize::try_from(number).unwrap_or(0) % lists.len()];
        let target = list[dice.place(list.len())];
        let flip = Flip::new(&path, target.at + dice.place(target.length), &dice).expect("a flip");
        let found = inspect();
        flip.undo().expect("put back");
        assert!(!found.clean, "{target:?} was not found");
        let named = found
            .findings
            .iter()
            .any(|text| text.starts_with(&target.name));
        assert!(named, "{target:?}: {:?}", found.findings);
    }
    assert!(inspect().clean, "the last flip was not put back");
    println!(
        "counted: {flips} flips in {} stored values of {} kinds: {flips} found, {flips} named",
        places.len(),
        kinds.len()
    );
}

#[test]
fn a_flipped_byte_anywhere_is_found_or_changes_nothing() {
    let folder = Folder::new();
    let runtime = Runtime::new().expect("a runtime");
    let (home, _) = worked(&runtime, &folder.0);
    let (path, key) = (home.database(), signer().verifier());
    let bytes = std::fs::read(&path).expect("the file");
    let whole = runtime.block_on(dumped(&path, &folder.0.join("copy.db")));
    let whole = whole.expect("a whole file");
    let dice = Dice::new(SEED, "anywhere");
    let (mut found, mut harmless) = (0, 0);
    let flips = count("PUNTE_FLIPS", FLIPS);
    let clean = || runtime.block_on(inspect_file(&path, &key)).clean;
    assert!(clean());
    while found < flips {
        let at = dice.place(bytes.len());
        let around = &bytes[at.saturating_sub(4)..(at + 5).min(bytes.len())];
        // Long runs of nothing are free space.
        if around.iter().all(|byte| *byte == 0) {
            continue;
        }
        let flip = Flip::new(&path, at, &dice).expect("a flip");
        if clean() {
            let there = runtime.block_on(dumped(&path, &folder.0.join("copy.db")));
            assert_eq!(there.as_ref(), Some(&whole), "byte {at} was not found");
            harmless += 1;
        } else {
            found += 1;
        }
        flip.undo().expect("put back");
    }
    assert!(clean(), "the last flip was not put back");
    println!(
        "counted: {found} flips anywhere found, 0 missed; {harmless} more changed nothing that the ledger states"
    );
    assert!(harmless < found, "most flips hit nothing");
}

/// Everything in a copy of the file; `None` when it can't be read.
async fn dumped(path: &Path, copy: &Path) -> Option<Vec<u8>> {
    std::fs::copy(path, copy).ok()?;
    let config = StoreConfig::Sqlite {
        path: copy.to_owned(),
        readers: 1,
    };
    let store = Store::open(&config).await.ok()?;
    let mut bytes = Vec::new();
    let dumped = store.dump_to(&mut bytes).await;
    store.close().await;
    dumped.ok().map(|()| bytes)
}

#[test]
fn a_changed_backup_is_none() {
    let folder = Folder::new();
    let runtime = Runtime::new().expect("a runtime");
    let (home, _) = worked(&runtime, &folder.0);
    let file = folder.0.join("one.backup");
    let verifier = signer().verifier();
    let secret = Secret::Key(Arc::new(BackupKey::generate(&SystemRng)));
    runtime.block_on(async {
        let store = home.open().await.expect("the store");
        let (rng, now) = (Arc::new(SystemRng), SystemClock.now());
        let made = backup(&store, &file, &verifier, &secret, rng, now).await;
        made.expect("a backup");
        store.close().await;
    });
    let length = std::fs::read(&file).expect("the backup").len();
    let dice = Dice::new(SEED, "copies");
    let copies = count("PUNTE_COPIES", COPIES);
    let good = || runtime.block_on(check(&file, &verifier, &secret)).is_ok();
    assert!(good());
    for _ in 0..copies {
        let at = dice.place(length);
        let flip = Flip::new(&file, at, &dice).expect("a flip");
        assert!(!good(), "byte {at} was not found");
        flip.undo().expect("put back");
    }
    assert!(good(), "the last flip was not put back");
    println!("counted: {copies} corrupted backups of {length} bytes: {copies} detected");
}
