//! What the fuzz targets of this crate do with any bytes; see `fuzz/README.md`.

use punte_link::place::Gazetteer;
use punte_link::read::{ReadOptions, read_tables};
use punte_link::schema::Role;
use punte_link::search::{Query, SearchIndex};
use punte_link::table::Table;
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
    let twice = read_tables(data, Some(data), &ReadOptions::default(), &unwatched).unwrap();
    assert_eq!(
        (twice.first_len(), twice.len()),
        (table.len(), 2 * table.len())
    );
    assert_eq!(twice.readings().len(), 2);
    searched(&table);
}

/// The first person is looked for: the answer is ordered, and the same when asked again.
fn searched(table: &Table) {
    let Some(index) = SearchIndex::new(table, None) else {
        return;
    };
    let mut scratch = index.scratch();
    let field = |role| table.schema().fields().iter().position(|f| f.role == role);
    let shown = |role| field(role).map_or("", |at| table.shown(0, at));
    let query = Query {
        given: shown(Role::Given),
        family: shown(Role::Family),
        birth: shown(Role::Birth),
    };
    let found = index.find(&query, 100, &mut scratch);
    assert!(found.windows(2).all(|w| w[0].bits >= w[1].bits));
    assert_eq!(found, index.find(&query, 100, &mut scratch));
}

/// SIRUTA.
pub(crate) fn gazetteer(data: &[u8]) {
    if let Ok(gazetteer) = Gazetteer::read_siruta(data) {
        let _ = gazetteer.locate("Cluj-Napoca");
    }
}
