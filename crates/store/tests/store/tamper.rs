//! Whatever is changed behind the ledger's back, `verify` finds.
use crate::common::*;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

/// Run a statement as somebody with the database's password would: past the store, past foreign keys.
pub(crate) async fn execute(place: &Place, sql: &str) -> u64 {
    match place {
        Place::Sqlite(path) => {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .foreign_keys(false);
            let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
            let done = sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut conn)
                .await
                .unwrap();
            conn.close().await.unwrap();
            done.rows_affected()
        }
        Place::Postgres(url) => {
            let mut conn = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql("SET session_replication_role = replica")
                .execute(&mut conn)
                .await
                .unwrap();
            let done = sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut conn)
                .await
                .unwrap();
            conn.close().await.unwrap();
            done.rows_affected()
        }
    }
}

/// (table, column, type) of the whole catalog.
pub(crate) async fn columns(place: &Place) -> Vec<(String, String, String)> {
    match place {
        Place::Sqlite(path) => {
            let mut conn =
                SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path))
                    .await
                    .unwrap();
            let sql = "SELECT t.name, c.name, lower(c.type) FROM sqlite_master t, pragma_table_info(t.name) c \
                       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid";
            let rows = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
            conn.close().await.unwrap();
            rows
        }
        Place::Postgres(url) => {
            let mut conn = PgConnection::connect(url).await.unwrap();
            let sql = "SELECT table_name::text, column_name::text, \
                       CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob' ELSE data_type END::text \
                       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name COLLATE \"C\", ordinal_position";
            let rows = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
            conn.close().await.unwrap();
            rows
        }
    }
}

/// A store with at least one row in every table, no column empty, half of its leaves in the tree.
#[expect(clippy::too_many_lines, reason = "one row of every table")]
pub(crate) async fn full(place: &Place) -> Store {
    let store = born(place, false).await;
    let file = open_file(&store, 1, 3).await;
    let stream_id = StreamId::from(file);
    let session = SessionRow {
        hash: [1; 32],
        user: ANA,
        sealed: vec![1],
        created: NOW,
        seen: NOW,
        expires: NOW.plus_days(1),
        label: "laptop".to_owned(),
    };
    let locks = vec![LockRow {
        user: ANA,
        kind: LockKind::Passphrase,
        blob: vec![1, 2],
    }];
    store
        .system_commit(
            SystemAction::SignIn {
                session,
                locks,
                user: None,
            },
            request(2),
            NOW,
        )
        .await
        .unwrap();
    store.integrate(ORIGIN, &Seal, 100).await.unwrap();
    let rows = vec![
        put(StreamRow {
            peer: Some(POLICE),
            ..stream(StreamId(id(0x0f, 2)), 0)
        }),
        put(ViewRow {
            user: ANA,
            id: EntryId(id(0x1e, 2)),
            sealed: vec![3],
        }),
        put(WrapRow {
            until: Some(NOW.plus_days(9)),
            ..wrap(stream_id, CompartmentKind::Legal, Grantee::User(DAN))
        }),
        put(WorkRow {
            id: WorkId(id(3, 1)),
            stream: stream_id,
            unit: NGO,
            assignee: Some(ANA),
            kind: 4,
            due: Some(NOW),
            opened: NOW,
            closed: Some(NOW),
        }),
        put(RosterRow {
            grantee: Grantee::Unit(NGO),
            stream: stream_id,
            form: 1,
            sealed: vec![1],
        }),
        put(FactRow {
            id: id(6, 1),
            unit: NGO,
            day: 20_000,
            sealed: vec![1],
        }),
        put(FactKeyRow {
            unit: NGO,
            day: 20_000,
            encapsulated: vec![1],
        }),
        put(InvitationRow {
            hash: [4; 32],
            organisation: ORG,
            unit: NGO,
            role: Role::Lawyer,
            login: "eva".to_owned(),
            expires: NOW,
            state: InvitationState::Open,
        }),
        put(ReferenceRow {
            name: "victims".to_owned(),
            edition: "2023".to_owned(),
            body: b"451".to_vec(),
        }),
        put(JobRow {
            id: id(9, 1),
            kind: 1,
            payload: vec![1],
            due: NOW,
            tries: 0,
            claimed_until: Some(NOW),
        }),
    ];
    let auth = proof::<LeadFile>(file_res(file), ANA, NGO, all_kinds());
    let kept = IdempotencyRow {
        id: id(0x1d, 1),
        user: ANA,
        mac: [1; 32],
        answer: vec![1],
        at: NOW,
    };
    store
        .commit(
            &auth,
            Commit {
                idempotency: Some(kept),
                ..commit(3, Vec::new(), rows)
            },
        )
        .await
        .unwrap();
    store
}

/// Sessions and jobs are not in the ledger (ruling 13); the number of the last migration is the program's own.
const OUTSIDE: [&str; 3] = ["sessions", "jobs", "migrations"];

both_engines! {
    async fn a_change_of_any_column_of_any_row_is_found(place: Place) {
        let store = full(&place).await;
        clean(&store).await;
        let mut tried = 0;
        for (table, column, kind) in columns(&place).await {
            // The order of commits is only read while a leaf is unsequenced; afterwards the index is what counts.
            if OUTSIDE.contains(&table.as_str()) || (table == "leaves" && column == "number") {
                continue;
            }
            let row = match table.as_str() {
                "streams" => "peer IS NOT NULL",
                "wraps" => "until IS NOT NULL",
                "organisations" | "units" | "users" => "id = (SELECT id FROM TABLE ORDER BY id DESC LIMIT 1)",
                "entries" => "seq = 3",
                "leaves" => "idx = 1",
                _ => "1 = 1",
            }.replace("TABLE", &table);
            let (there, back) = match kind.as_str() {
                "integer" => (format!("\"{column}\" + 1"), format!("\"{column}\" - 1")),
                "blob" if matches!(place, Place::Sqlite(_)) => {
                    (format!("CAST(\"{column}\" || x'00' AS BLOB)"), format!("substr(\"{column}\", 1, length(\"{column}\") - 1)"))
                }
                "blob" => (format!("\"{column}\" || '\\x00'::bytea"), format!("substr(\"{column}\", 1, length(\"{column}\") - 1)")),
                "text" => (format!("\"{column}\" || 'x'"), format!("substr(\"{column}\", 1, length(\"{column}\") - 1)")),
                other => panic!("a column of type {other}"),
            };
            let (row, back_row) = match (table.as_str(), column.as_str()) {
                // Moved past the last index, so that none is doubled.
                ("leaves", "idx") => ("idx = 2".to_owned(), "idx = 3".to_owned()),
                ("entries", "seq") => ("seq = 3".to_owned(), "seq = 4".to_owned()),
                _ => (row.clone(), row),
            };
            if (table.as_str(), column.as_str()) == ("leaves", "idx") {
                let changed = execute(&place, "UPDATE leaves SET idx = 3 WHERE idx = 2").await;
                assert_eq!(changed, 1);
            } else {
                let changed = execute(&place, &format!("UPDATE {table} SET \"{column}\" = {there} WHERE {row}")).await;
                assert!(changed > 0, "{table}.{column}");
            }
            assert!(!check(&store).await.is_clean(), "{table}.{column} was changed and not found");
            let back = if column == "idx" { "idx - 1".to_owned() } else { back };
            execute(&place, &format!("UPDATE {table} SET \"{column}\" = {back} WHERE {back_row}")).await;
            let report = check(&store).await;
            assert!(report.is_clean(), "{table}.{column} was put back: {report:#?}");
            tried += 1;
        }
        assert!(tried > 90, "{tried} columns");
    }

    async fn a_row_taken_away_is_found(place: Place) {
        for table in ["organisations", "units", "users", "streams", "entries", "wraps", "works", "rosters", "facts", "fact_keys",
            "memberships", "locks", "views", "invitations", "idempotency", "reference_data", "meta", "leaves", "checkpoints"] {
            let place = fresh(&place);
            let store = full(&place.0).await;
            let what = match table {
                "leaves" => "idx = 1",
                _ => "1 = 1",
            };
            execute(&place.0, &format!("DELETE FROM {table} WHERE {what}")).await;
            assert!(!check(&store).await.is_clean(), "{table}");
            store.close().await;
        }
    }

    async fn a_row_put_in_behind_the_ledgers_back_is_found(place: Place) {
        let store = full(&place).await;
        let bytes = |hex: &str| match &place {
            Place::Sqlite(_) => format!("x'{hex}'"),
            Place::Postgres(_) => format!("'\\x{hex}'::bytea"),
        };
        let zero = "00".repeat(16);
        let sql = format!("INSERT INTO wraps SELECT object, 3, owner, grantee, generation, {}, key_id, wrapped, 1, NULL FROM wraps WHERE until IS NULL", bytes(&zero));
        assert_eq!(execute(&place, &sql).await, 1);
        let report = check(&store).await;
        assert_eq!(report.ledger.uncovered.len(), 1, "{report:#?}");
        assert_eq!(report.ledger.uncovered[0].table, 3);
    }

    async fn a_tree_that_was_cut_or_a_checkpoint_of_another_key_is_found(place: Place) {
        let store = full(&place).await;
        execute(&place, "UPDATE checkpoints SET note = replace(note, 'punte', 'pumte')").await;
        let report = check(&store).await;
        assert!(report.misfits[0].starts_with("checkpoint 3: no valid signature"), "{report:#?}");
        execute(&place, "UPDATE checkpoints SET note = replace(note, 'pumte', 'punte')").await;
        clean(&store).await;
        execute(&place, "DELETE FROM leaves WHERE idx = 2").await;
        let report = check(&store).await;
        assert!(matches!(report.ledger.first, Some(punte_ledger::Misfit::CutOff { size: 2, signed: 3 })), "{report:#?}");
    }
}

/// Another empty place of the same engine, with what keeps it alive.
fn fresh(place: &Place) -> (Place, Option<Folder>) {
    match place {
        Place::Sqlite(_) => {
            let folder = Folder::new();
            (Place::Sqlite(folder.0.join("punte.db")), Some(folder))
        }
        Place::Postgres(_) => (
            Place::Postgres(punte_testkit::postgres::database().url),
            None,
        ),
    }
}
