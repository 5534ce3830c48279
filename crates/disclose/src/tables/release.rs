//! A release: tables from one table of people, held against everything released before.

mod rounded;
mod spec;
mod universe;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attack;
use super::protect::{self, Outcome};
pub use super::rules::{Dominance, Rules};
use crate::table::Table;
use crate::{Error, Watch};
pub use spec::{Coarsening, HierarchySpec, NOT_RECORDED, Spec, TableSpec};
use universe::{Key, Universe};

/// One cell as the keeper of releases remembers it. Withheld cells keep their true value here: this file is not for publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerCell {
    /// Column with level, as `county@region`, and category, of each column that is not at its root; sorted by column.
    pub key: Vec<(String, String)>,
    /// True count.
    pub value: f64,
    /// Whether it was published.
    pub published: bool,
}

/// What one release adds to the release directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct LedgerEntry {
    /// The release's name.
    pub name: String,
    /// Its cells.
    pub cells: Vec<LedgerCell>,
    /// Whether its counts were rounded instead of withheld; then no cell counts as published, and nothing can follow it.
    #[serde(default)]
    pub rounded: bool,
}

/// A published row: one label a column, and the count, `None` where withheld.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Labels; the root's is `*`.
    pub labels: Vec<String>,
    /// The count.
    pub count: Option<f64>,
    /// The interval an attacker is left with, where withheld or rounded.
    pub interval: Option<(f64, f64)>,
}

/// A published table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublishedTable {
    /// Its name.
    pub name: String,
    /// Column names with the level shown, for instance `county@region`.
    pub columns: Vec<String>,
    /// Rows, margins included.
    pub rows: Vec<Row>,
    /// Share of people counted in published inner cells.
    pub counted: f64,
    /// Cells withheld, primary and secondary.
    pub withheld: usize,
    /// The coarsenings that were tried, with what each would cost.
    pub proposals: Vec<Proposal>,
}

/// A coarsening and its cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// Column names with levels.
    pub columns: Vec<String>,
    /// Whether every withheld cell can be protected at all.
    pub possible: bool,
    /// Share of people counted in published inner cells.
    pub counted: f64,
    /// Inner cells that are published and not zero.
    pub shown: usize,
    /// Cells withheld.
    pub withheld: usize,
}

/// The outcome of a release.
#[derive(Debug, Clone, PartialEq)]
pub enum Release {
    /// It may be published.
    Granted {
        /// The tables.
        tables: Vec<PublishedTable>,
        /// What the release directory must remember.
        entry: LedgerEntry,
        /// Width of the narrowest interval over all releases, or what is proved of it for a large table; infinite when nothing is withheld.
        narrowest: f64,
    },
    /// It may not, and why: each sentence names a cell, and an earlier release where one takes part.
    Refused(Vec<String>),
}

/// Makes the release, or refuses.
///
/// Tables are worked through in order; what one shows is fixed for the next. At the end the attacker is run once more
/// over everything that all releases together would then show.
///
/// Memory: about 200 bytes for each cell of all releases together.
///
/// # Errors
/// [`Error::Parameter`] for a specification that does not fit the table, [`Error::Solver`], [`Error::Cancelled`].
pub fn make(
    spec: &Spec,
    table: &Table,
    earlier: &[LedgerEntry],
    watch: &dyn Watch,
) -> Result<Release, Error> {
    spec.check()?;
    if let Some(reason) = rounded::clash(spec, earlier) {
        return Ok(Release::Refused(vec![reason]));
    }
    if let Some(base) = spec.tables.first().and_then(|table| table.round) {
        return rounded::make(spec, base, table);
    }
    let mut universe = Universe::new(spec, table, earlier)?;
    let mut published = Vec::new();
    for wanted in &spec.tables {
        let (levels, proposals) = choose(&universe, spec, wanted, watch)?;
        let Some(levels) = levels else {
            return refuse_table(&universe, spec, wanted, &proposals, watch);
        };
        let (next, _) = place(&universe, spec, wanted, &levels, watch)?;
        universe = next;
        published.push((wanted, levels, proposals));
    }
    // A large table alone was proved cell by cell as it was suppressed.
    let proved = universe.proved && spec.tables.len() == 1 && earlier.is_empty();
    let intervals = if proved {
        Vec::new()
    } else {
        attack::intervals(&universe.problem(), watch)?
    };
    let refusals = refusals(&universe, &intervals, f64::from(spec.rules.width));
    if !refusals.is_empty() {
        return Ok(Release::Refused(refusals));
    }
    let least = if proved {
        f64::from(spec.rules.width)
    } else {
        f64::INFINITY
    };
    let narrowest = intervals
        .iter()
        .map(attack::Interval::width)
        .fold(least, f64::min);
    let by_cell: BTreeMap<usize, (f64, f64)> = intervals
        .iter()
        .map(|found| (found.cell, (found.low, found.high)))
        .collect();
    let tables = published
        .into_iter()
        .map(|(wanted, levels, proposals)| show(&universe, wanted, &levels, proposals, &by_cell))
        .collect();
    Ok(Release::Granted {
        tables,
        entry: universe.entry(&spec.name),
        narrowest,
    })
}

/// Why no coarsening would do: what each lacks, and the cells the attacker finds at the levels asked for.
fn refuse_table(
    universe: &Universe,
    spec: &Spec,
    wanted: &TableSpec,
    proposals: &[Proposal],
    watch: &dyn Watch,
) -> Result<Release, Error> {
    let mut reasons = vec![format!(
        "table \"{}\": nothing that the specification allows can be published",
        wanted.name
    )];
    for tried in proposals {
        let lack = if tried.possible {
            format!(
                "counts {:.1} % of the people, {:.1} % required",
                100.0 * tried.counted,
                100.0 * wanted.least_counted
            )
        } else {
            "has withheld cells that cannot be protected".to_owned()
        };
        reasons.push(format!(
            "table \"{}\" as {}: {lack}",
            wanted.name,
            tried.columns.join(" x ")
        ));
    }
    if let Some(levels) = universe.coarsenings(wanted)?.first() {
        let (trial, _) = place(universe, spec, wanted, levels, watch)?;
        reasons.extend(refusals(
            &trial,
            &attack::intervals(&trial.problem(), watch)?,
            f64::from(spec.rules.width),
        ));
    }
    Ok(Release::Refused(reasons))
}

/// The levels to publish a table at, and what was tried.
fn choose(
    universe: &Universe,
    spec: &Spec,
    wanted: &TableSpec,
    watch: &dyn Watch,
) -> Result<(Option<Vec<usize>>, Vec<Proposal>), Error> {
    let mut proposals = Vec::new();
    let mut best: Option<(usize, f64, Vec<usize>)> = None;
    for levels in universe.coarsenings(wanted)? {
        let (trial, outcome) = match place(universe, spec, wanted, &levels, watch) {
            Err(Error::TooLarge(reason)) if wanted.coarsen == Coarsening::None => {
                return Err(Error::TooLarge(reason));
            }
            // A coarser one may still do.
            Err(Error::TooLarge(_)) => {
                let columns = universe.titles(wanted, &levels);
                proposals.push(Proposal {
                    columns,
                    possible: false,
                    counted: 0.0,
                    shown: 0,
                    withheld: 0,
                });
                continue;
            }
            placed => placed?,
        };
        let keys = trial.keys(wanted, &levels);
        let proposal = measure(&trial, wanted, &levels, &keys, outcome == Outcome::Safe);
        if proposal.possible && proposal.counted >= wanted.least_counted {
            let better = best.as_ref().is_none_or(|(shown, counted, _)| {
                (proposal.shown, proposal.counted) > (*shown, *counted)
            });
            if better {
                best = Some((proposal.shown, proposal.counted, levels));
            }
        }
        proposals.push(proposal);
    }
    Ok((best.map(|(_, _, levels)| levels), proposals))
}

/// The universe with the table in it, suppressed.
fn place<'t>(
    universe: &Universe<'t>,
    spec: &Spec,
    wanted: &TableSpec,
    levels: &[usize],
    watch: &dyn Watch,
) -> Result<(Universe<'t>, Outcome), Error> {
    let mut trial = universe.clone();
    trial.add(spec, wanted, levels)?;
    if spec.primary_only {
        trial.freeze();
        return Ok((trial, Outcome::Safe));
    }
    if trial.large() {
        let outcome = trial.protect_large(wanted, levels, f64::from(spec.rules.width), watch)?;
        trial.freeze();
        return Ok((trial, outcome));
    }
    let mut problem = trial.problem();
    let outcome = protect::protect(&mut problem, f64::from(spec.rules.width), watch)?;
    trial.take(&problem);
    trial.freeze();
    Ok((trial, outcome))
}

fn measure(
    universe: &Universe,
    wanted: &TableSpec,
    levels: &[usize],
    keys: &[Key],
    possible: bool,
) -> Proposal {
    let mut proposal = Proposal {
        columns: universe.titles(wanted, levels),
        possible,
        counted: 0.0,
        shown: 0,
        withheld: 0,
    };
    let (mut counted, mut all) = (0.0, 0.0);
    for key in keys {
        let cell = universe.cell(key);
        let inner = universe.inner(wanted, levels, key);
        if cell.status.withheld() {
            proposal.withheld += 1;
        } else if inner {
            counted += cell.value;
            proposal.shown += usize::from(cell.value > 0.0);
        }
        if inner {
            all += cell.value;
        }
    }
    proposal.counted = if all > 0.0 { counted / all } else { 1.0 };
    proposal
}

fn show(
    universe: &Universe,
    wanted: &TableSpec,
    levels: &[usize],
    proposals: Vec<Proposal>,
    intervals: &BTreeMap<usize, (f64, f64)>,
) -> PublishedTable {
    let keys = universe.keys(wanted, levels);
    let measured = measure(universe, wanted, levels, &keys, true);
    let rows = keys
        .iter()
        // A category nobody can be in is not worth a line; no line means 0.
        .filter(|key| {
            universe.cell(key).value > 0.0
                || !universe
                    .labels(wanted, key)
                    .iter()
                    .any(|label| label == NOT_RECORDED)
        })
        .map(|key| {
            let cell = universe.cell(key);
            Row {
                labels: universe.labels(wanted, key),
                count: (!cell.status.withheld()).then_some(cell.value),
                interval: universe
                    .place_of(key)
                    .and_then(|at| intervals.get(&at).copied()),
            }
        })
        .collect();
    PublishedTable {
        name: wanted.name.clone(),
        columns: measured.columns,
        rows,
        counted: measured.counted,
        withheld: measured.withheld,
        proposals,
    }
}

fn refusals(universe: &Universe, intervals: &[attack::Interval], width: f64) -> Vec<String> {
    intervals
        .iter()
        .filter(|interval| interval.width() < width - 1e-6)
        .map(|interval| {
            let origin = match universe.origin(interval.cell) {
                Some(name) => format!("withheld in the earlier release \"{name}\""),
                None => "withheld in this release".to_owned(),
            };
            format!(
                "the cell {} ({origin}) can be placed between {} and {}: {} wide, {} required",
                universe.describe(interval.cell),
                interval.low,
                interval.high,
                interval.width(),
                width
            )
        })
        .collect()
}
