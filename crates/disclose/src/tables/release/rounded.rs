//! A release that rounds instead of withholding.
//!
//! Every cell, margins included, goes to a neighbouring multiple of the base B so that all sums still hold. Whoever sees r knows
//! that the true count lies from max(0, r - B + 1) to r + B - 1, and nothing narrower follows from the sums: add the same number,
//! less than B in size, to a cell and to every total above it, and everything published stays as it is. That argument needs all
//! totals to be rounded too, so a rounded table is released alone.

use super::universe::Universe;
use super::{LedgerEntry, PublishedTable, Release, Row, Spec};
use crate::Error;
use crate::table::Table;
use crate::tables::release::spec::NOT_RECORDED;
use crate::tables::round::round;

/// Why a rounded table and anything released before cannot stand beside each other, if so.
pub(super) fn clash(spec: &Spec, earlier: &[LedgerEntry]) -> Option<String> {
    if let Some(entry) = earlier.iter().find(|entry| entry.rounded) {
        return Some(format!(
            "the release \"{}\" was rounded: nothing can be released beside it, because sums of the two could narrow a cell",
            entry.name
        ));
    }
    let first = earlier.first()?;
    spec.tables
        .iter()
        .any(|table| table.round.is_some())
        .then(|| {
            format!(
                "a rounded table can only be released alone, and \"{}\" was released before",
                first.name
            )
        })
}

pub(super) fn make(spec: &Spec, base: u32, table: &Table) -> Result<Release, Error> {
    let mut universe = Universe::new(spec, table, &[])?;
    let Some(wanted) = spec.tables.first() else {
        return Err(Error::Parameter(
            "tables: a release needs at least one table".to_owned(),
        ));
    };
    let levels = universe.coarsenings(wanted)?.swap_remove(0);
    universe.add(spec, wanted, &levels)?;
    let rounded = round(&universe.problem(), base)?;
    let most = f64::from(base) - 1.0;
    let rows = universe
        .keys(wanted, &levels)
        .into_iter()
        .filter_map(|key| {
            let labels = universe.labels(wanted, &key);
            let value = rounded[universe.place_of(&key)?];
            let worth_a_line = value > 0.0 || !labels.iter().any(|label| label == NOT_RECORDED);
            worth_a_line.then(|| Row {
                labels,
                count: Some(value),
                interval: Some(((value - most).max(0.0), value + most)),
            })
        });
    let published = PublishedTable {
        name: wanted.name.clone(),
        columns: universe.titles(wanted, &levels),
        rows: rows.collect(),
        counted: 1.0,
        withheld: 0,
        proposals: Vec::new(),
    };
    let mut entry = universe.entry(&spec.name);
    entry.rounded = true;
    for cell in &mut entry.cells {
        cell.published = false;
    }
    Ok(Release::Granted {
        tables: vec![published],
        entry,
        narrowest: most,
    })
}
