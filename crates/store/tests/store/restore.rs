//! Backups go from either engine to either, and what was damaged on the way is refused.
use crate::common::*;
use crate::tamper::{execute, full};
use std::io::Cursor;

async fn dump(store: &Store) -> Vec<u8> {
    let mut out = Vec::new();
    store.dump_to(&mut out).await.unwrap();
    out
}

/// An empty store of the other engine.
async fn other(place: &Place) -> (Store, Option<Folder>) {
    let folder = Folder::new();
    let place = match place {
        Place::Postgres(_) => Place::Sqlite(folder.0.join("other.db")),
        Place::Sqlite(_) => Place::Postgres(punte_testkit::postgres::database().url),
    };
    (Store::open(&config(&place)).await.unwrap(), Some(folder))
}

both_engines! {
    async fn a_backup_restores_into_the_other_engine_and_verifies(place: Place) {
        let store = full(&place).await;
        let bytes = dump(&store).await;
        let before = clean(&store).await;
        let (restored, _folder) = other(&place).await;
        restored.restore_from(&mut Cursor::new(&bytes)).await.unwrap();
        let after = clean(&restored).await;
        assert_eq!(after.ledger, before.ledger);
        assert_eq!(after.rows, before.rows);
        assert_eq!(dump(&restored).await, bytes, "the same form, byte for byte");
        // It goes on from there.
        open_file(&restored, 5, 2).await;
        assert!(restored.integrate(ORIGIN, &Seal, 100).await.unwrap() > 0);
        clean(&restored).await;
        let full_already = restored.restore_from(&mut Cursor::new(&bytes)).await;
        assert!(matches!(full_already, Err(StoreError::Refused(CommitError::Barred(_)))), "{full_already:?}");
    }

    async fn a_cut_or_changed_backup_is_refused_or_found(place: Place) {
        let store = full(&place).await;
        let bytes = dump(&store).await;
        for cut in [0, 5, 14, 60, bytes.len() / 2, bytes.len() - 1] {
            let (empty, _folder) = empty_sqlite().await;
            assert!(empty.restore_from(&mut Cursor::new(&bytes[..cut])).await.is_err(), "cut at {cut}");
        }
        for at in (0..bytes.len()).step_by(bytes.len() / 40) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            let (empty, _folder) = empty_sqlite().await;
            assert!(empty.restore_from(&mut Cursor::new(&changed)).await.is_err(), "byte {at}");
        }
    }
}

async fn empty_sqlite() -> (Store, Folder) {
    let folder = Folder::new();
    let store = Store::open(&config(&Place::Sqlite(folder.0.join("punte.db"))))
        .await
        .unwrap();
    (store, folder)
}

#[tokio::test]
async fn a_copy_of_the_file_verifies_offline() {
    let folder = Folder::new();
    let place = Place::Sqlite(folder.0.join("punte.db"));
    let store = full(&place).await;
    let copy = folder.0.join("copy.db");
    store.snapshot_to(&copy).await.unwrap();
    let report = verify_file(&copy, ORIGIN, &[&Seal]).await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
    assert!(
        store.snapshot_to(&copy).await.is_err(),
        "a copy is never written over"
    );
    execute(
        &Place::Sqlite(copy.clone()),
        "UPDATE works SET due = due + 1",
    )
    .await;
    assert!(
        !verify_file(&copy, ORIGIN, &[&Seal])
            .await
            .unwrap()
            .is_clean()
    );
}
