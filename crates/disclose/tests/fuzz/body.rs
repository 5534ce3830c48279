//! What the fuzz targets of this crate do with any bytes; see `fuzz/README.md`.

use punte_disclose::table::Table;
use punte_disclose::tables::release::{self, Release, Spec};
use punte_disclose::{NoWatch, count};

/// A table: read, written, read again the same.
pub(crate) fn table(data: &[u8]) {
    let Ok(table) = Table::read(data) else { return };
    let mut written = Vec::new();
    table.write(&mut written).unwrap();
    let again = Table::read(written.as_slice()).unwrap();
    assert_eq!(cells(&table), cells(&again));
    if table.rows() * table.columns().len() > 4_000 || table.columns().len() > 40 {
        return;
    }
    let options = count::Options {
        length: 2,
        threshold: 1,
        threads: 1,
    };
    let singles: u64 = count::collect(&table, options, &NoWatch)
        .unwrap()
        .iter()
        .filter(|block| block.columns.len() == 1)
        .flat_map(|block| block.iter().map(|(_, n)| u64::from(n)))
        .sum();
    let filled = cells(&table)
        .iter()
        .skip(1)
        .flatten()
        .filter(|cell| !cell.is_empty())
        .count();
    assert_eq!(singles, filled as u64);
}

/// Names and values, row by row.
fn cells(table: &Table) -> Vec<Vec<&str>> {
    let names = table
        .columns()
        .iter()
        .map(punte_disclose::table::Column::name)
        .collect();
    let row = |at: usize| {
        table
            .columns()
            .iter()
            .map(|column| column.value(column.codes()[at]).unwrap_or(""))
            .collect()
    };
    std::iter::once(names)
        .chain((0..table.rows()).map(row))
        .collect()
}

/// A specification over a small fixed table.
pub(crate) fn spec(data: &[u8]) {
    let Ok(spec) = str::from_utf8(data).map(toml::from_str::<Spec>) else {
        return;
    };
    let Ok(spec) = spec else { return };
    let text = "county,age,quarter\n".to_owned()
        + &"A,1,2026-Q1\n".repeat(30)
        + &"A,2,2026-Q1\n".repeat(4)
        + &"B,1,2026-Q1\n".repeat(25)
        + &"B,2,2026-Q1\n".repeat(40)
        + &"C,1,2026-Q1\n".repeat(14)
        + &"C,2,2026-Q1\n".repeat(3);
    let people = Table::read(text.as_bytes()).unwrap();
    let Ok(Release::Granted {
        tables, narrowest, ..
    }) = release::make(&spec, &people, &[], &NoWatch)
    else {
        return;
    };
    if spec.primary_only {
        return;
    }
    assert!(
        narrowest >= f64::from(spec.rules.width) - 1e-6,
        "{narrowest}"
    );
    let whole = spec.tables.iter().any(|table| table.whole);
    for row in tables.iter().flat_map(|table| &table.rows) {
        assert!(
            whole
                || row
                    .count
                    .is_none_or(|n| n == 0.0 || n >= f64::from(spec.rules.k)),
            "{row:?}"
        );
    }
}
