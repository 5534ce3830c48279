//! Both engines have the same catalog: tables, columns, nullability, keys, references, indexes.
use crate::common::*;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

type Line = (String, String);

const SQLITE: &str = "
  SELECT 'column', t.name || '.' || c.name || ' ' || lower(c.type) || iif(c.\"notnull\" OR (c.pk > 0), ' not null', '')
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
  UNION ALL
  SELECT 'key', t.name || ' ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk))
    FROM sqlite_master t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
  UNION ALL
  SELECT 'unique', t.name || ' ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
    FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'u'
  UNION ALL
  SELECT 'reference', t.name || '.' || f.\"from\" || ' ' || f.\"table\" || '.' || f.\"to\"
    FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
  UNION ALL
  SELECT 'index', t.tbl_name || ' ' || t.name || ' ' || (SELECT count(*) FROM pragma_index_info(t.name))
    || iif(t.sql LIKE '% WHERE %', ' partial', '')
    FROM sqlite_master t WHERE t.type = 'index' AND t.sql IS NOT NULL";

const POSTGRES: &str = "
  SELECT 'column', table_name || '.' || column_name || ' ' ||
    CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob' ELSE data_type END ||
    CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT CASE c.contype WHEN 'p' THEN 'key' ELSE 'unique' END, r.relname || ' ' ||
    (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)
    FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
    WHERE c.contype IN ('p', 'u') AND r.relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT 'reference', r.relname || '.' || a.attname || ' ' || f.relname || '.' || b.attname
    FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND r.relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT 'index', r.relname || ' ' || x.relname || ' ' || i.indnatts || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
    WHERE r.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))";

#[tokio::test]
async fn both_engines_have_the_same_catalog() {
    let folder = Folder::new();
    let path = folder.0.join("punte.db");
    Store::open(&config(&Place::Sqlite(path.clone())))
        .await
        .unwrap()
        .close()
        .await;
    let url = punte_testkit::postgres::database().url;
    Store::open(&config(&Place::Postgres(url.clone())))
        .await
        .unwrap()
        .close()
        .await;
    let mut sqlite = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&path))
        .await
        .unwrap();
    let mut lite: Vec<Line> = sqlx::query_as(SQLITE).fetch_all(&mut sqlite).await.unwrap();
    let mut postgres = PgConnection::connect(&url).await.unwrap();
    let mut big: Vec<Line> = sqlx::query_as(POSTGRES)
        .fetch_all(&mut postgres)
        .await
        .unwrap();
    lite.sort();
    big.sort();
    assert!(lite.len() > 150, "{}", lite.len());
    assert_eq!(lite, big);
}

#[tokio::test]
async fn a_database_of_a_newer_punte_is_left_alone() {
    let folder = Folder::new();
    let place = Place::Sqlite(folder.0.join("punte.db"));
    Store::open(&config(&place)).await.unwrap().close().await;
    crate::tamper::execute(&place, "INSERT INTO migrations (number) VALUES (99)").await;
    let refused = Store::open(&config(&place)).await;
    assert!(
        matches!(refused, Err(StoreError::NewerDatabase(99))),
        "{refused:?}"
    );
}
