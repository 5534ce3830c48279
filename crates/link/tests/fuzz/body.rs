//! What the fuzz targets of this crate do with any bytes; see `fuzz/README.md`.

use punte_link::place::Gazetteer;
use punte_link::read::{ReadOptions, read_tables};
use punte_link::watch::unwatched;
use punte_link::{LinkSettings, link};

/// A table of persons; small ones are linked.
pub(crate) fn persons(data: &[u8]) {
    let Ok(table) = read_tables(data, None::<&[u8]>, &ReadOptions::default(), &unwatched) else {
        return;
    };
    assert!(!table.is_empty());
    if table.len() > 40 {
        return;
    }
    let outcome = link(data, None::<&[u8]>, &LinkSettings::default(), &unwatched).unwrap();
    assert_eq!(outcome.clusters.of.len(), table.len());
    assert!(outcome.linkage.pairs.iter().all(|p| p.a < p.b));
}

/// SIRUTA.
pub(crate) fn gazetteer(data: &[u8]) {
    if let Ok(gazetteer) = Gazetteer::read_siruta(data) {
        let _ = gazetteer.locate("Cluj-Napoca");
    }
}
