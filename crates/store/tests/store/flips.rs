//! A flipped byte in the SQLite file: whatever it changes of what is stored, `verify` finds.
use crate::common::*;
use crate::tamper::{columns, full};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use std::fmt::Write as _;
use std::path::Path;

const FLIPS: u64 = 200;

/// Every value of every table in the ledger, as SQL literals; `None` when it cannot be read.
async fn content(path: &Path, names: &[(String, String, String)]) -> Option<String> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut conn = SqliteConnection::connect_with(&options).await.ok()?;
    let mut out = String::new();
    for (table, column, _) in names {
        let sql = format!("SELECT quote(\"{column}\") FROM {table} NOT INDEXED ORDER BY 1");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&mut conn)
            .await
            .ok()?;
        for row in rows {
            writeln!(
                out,
                "{table}.{column} {}",
                row.try_get::<String, _>(0).ok()?
            )
            .unwrap();
        }
    }
    Some(out)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_flipped_byte_that_changes_what_is_stored_is_found() {
    let folder = Folder::new();
    let path = folder.0.join("punte.db");
    let place = Place::Sqlite(path.clone());
    let store = full(&place).await;
    for number in 10..60 {
        open_file(&store, number, 6).await;
    }
    store.integrate(ORIGIN, &Seal, 40).await.unwrap();
    let mut names = columns(&place).await;
    names.retain(|(table, column, _)| {
        !["sessions", "jobs", "migrations"].contains(&table.as_str()) && column != "number"
    });
    store.close().await;
    let original = std::fs::read(&path).unwrap();
    let expected = content(&path, &names).await.unwrap();
    assert!(
        verify_file(&path, ORIGIN, &[&Seal])
            .await
            .unwrap()
            .is_clean()
    );

    let copy = folder.0.join("copy.db");
    let (mut found, mut harmless) = (0, 0);
    let mut random = 0x5eed_u64;
    while found + harmless < FLIPS {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(random >> 20).unwrap() % original.len();
        // Long runs of nothing are free space: a flip there changes no stored value, and most of a small file is that.
        if original[at.saturating_sub(4)..(at + 5).min(original.len())]
            .iter()
            .all(|byte| *byte == 0)
        {
            continue;
        }
        let mut bytes = original.clone();
        bytes[at] ^= 1 << (random >> 60 & 7);
        std::fs::write(&copy, &bytes).unwrap();
        let clean =
            matches!(verify_file(&copy, ORIGIN, &[&Seal]).await, Ok(report) if report.is_clean());
        if clean {
            // Free space, a page's or the file's own counters, a session or a job: nothing that the ledger states.
            assert_eq!(
                content(&copy, &names).await.as_deref(),
                Some(expected.as_str()),
                "byte {at} was not found"
            );
            harmless += 1;
        } else {
            found += 1;
        }
    }
    println!(
        "{found} flips found, {harmless} changed nothing that is stored; file of {} bytes",
        original.len()
    );
    assert!(
        found > FLIPS * 3 / 4,
        "only {found} of {FLIPS} flips hit anything"
    );
}
