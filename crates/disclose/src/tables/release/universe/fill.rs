//! Counts of a table, and what the rules withhold of it.

use std::collections::{BTreeMap, HashMap};

use super::{Key, MAX_CELLS, Spec, TableSpec, Universe};
use crate::Error;
use crate::tables::problem::{Cell, Status};

impl Universe<'_> {
    /// Adds a table of the release: counts, and what the rules withhold.
    pub(in crate::tables::release) fn add(
        &mut self,
        spec: &Spec,
        wanted: &TableSpec,
        levels: &[usize],
    ) -> Result<(), Error> {
        for (name, node) in &wanted.within {
            let at = self.column(name)?;
            if self.columns[at].tree.find(node).is_none() {
                return Err(Error::Parameter(format!(
                    "table \"{}\": {name} has no category \"{node}\"",
                    wanted.name
                )));
            }
        }
        let keys = self.keys(wanted, levels);
        if keys.len() > MAX_CELLS {
            return Err(Error::TooLarge(format!(
                "table \"{}\" has {} cells; at most {MAX_CELLS}",
                wanted.name,
                keys.len()
            )));
        }
        let counts = self.count(spec, wanted, levels, &keys)?;
        for key in &keys {
            let (value, dominated) = counts.get(key).copied().unwrap_or((0.0, false));
            if let Some(&at) = self.places.get(key) {
                let known = &mut self.cells[at].1;
                if (known.cell.value - value).abs() > 0.5 {
                    let origin = known.origin.clone().unwrap_or_default();
                    return Err(Error::Parameter(format!(
                        "the cell {} was counted as {} in release \"{origin}\" and is {value} now: a revision gives people away, publish it as a release of its own",
                        self.describe(at),
                        self.cells[at].1.cell.value
                    )));
                }
                if wanted.whole && known.cell.status.withheld() && known.ours {
                    known.cell.status = Status::Frozen;
                }
                continue;
            }
            let full =
                spec.rules.full_cells && value > 0.0 && self.full(wanted, key, value, &counts);
            let status = if wanted.whole {
                Status::Frozen
            } else if spec.rules.small(value) || dominated || full {
                Status::Primary
            } else {
                Status::Shown
            };
            self.insert(
                key.clone(),
                Cell {
                    value,
                    status,
                    cost: 1.0 + value.sqrt(),
                },
                None,
            );
        }
        Ok(())
    }

    /// Whether the cell holds everybody of a margin above it.
    fn full(
        &self,
        wanted: &TableSpec,
        key: &Key,
        value: f64,
        counts: &HashMap<Key, (f64, bool)>,
    ) -> bool {
        wanted.columns.iter().any(|title| {
            let Ok((at, _)) = self.parse(title) else {
                return false;
            };
            if key[at] == 0 {
                return false;
            }
            let mut above = key.clone();
            above[at] = 0;
            counts
                .get(&above)
                .is_some_and(|&(total, _)| (total - value).abs() < 0.5)
        })
    }

    /// Count of each key that has anybody, and whether the dominance rule withholds it.
    fn count(
        &self,
        spec: &Spec,
        wanted: &TableSpec,
        levels: &[usize],
        keys: &[Key],
    ) -> Result<HashMap<Key, (f64, bool)>, Error> {
        let contributor = match &spec.rules.dominance {
            None => None,
            Some(rule) => Some((
                rule,
                self.table
                    .columns()
                    .iter()
                    .find(|column| column.name() == rule.contributor)
                    .ok_or_else(|| {
                        Error::Parameter(format!(
                            "rules.dominance.contributor: no column \"{}\"",
                            rule.contributor
                        ))
                    })?,
            )),
        };
        let parsed: Vec<(usize, usize)> = wanted
            .columns
            .iter()
            .zip(levels)
            .map(|(title, &level)| self.parse(title).map(|(at, _)| (at, level)))
            .collect::<Result<_, _>>()?;
        let base = keys.first().cloned().unwrap_or_default();
        let fixed: Vec<usize> = (0..self.columns.len())
            .filter(|at| !parsed.iter().any(|(column, _)| column == at))
            .collect();
        let tops: BTreeMap<usize, usize> = wanted
            .within
            .iter()
            .map(|(name, node)| {
                self.column(name)
                    .map(|at| (at, self.columns[at].tree.find(node).unwrap_or(0)))
            })
            .collect::<Result<_, _>>()?;
        let mut sums: HashMap<Key, (u32, BTreeMap<u16, u32>)> = HashMap::new();
        for row in 0..self.table.rows() {
            let leaf = |at: usize| self.columns[at].rows[row] as usize;
            let inside = tops.iter().all(|(&at, &top)| {
                let tree = &self.columns[at].tree;
                tree.ancestor(leaf(at), tree.level_of(top)) == top
            });
            if !inside {
                continue;
            }
            let mut key = vec![0; self.columns.len()];
            for &at in &fixed {
                key[at] = base[at];
            }
            for mask in 0..1_usize << parsed.len() {
                for (bit, &(at, level)) in parsed.iter().enumerate() {
                    let tree = &self.columns[at].tree;
                    let top = tops.get(&at).copied().unwrap_or(0);
                    key[at] = if mask >> bit & 1 == 1 && level > tree.level_of(top) {
                        tree.ancestor(leaf(at), level)
                    } else {
                        top
                    };
                }
                // A column that cannot be refined would be counted once for each of its masks.
                let repeated = parsed.iter().enumerate().any(|(bit, &(at, level))| {
                    let tree = &self.columns[at].tree;
                    mask >> bit & 1 == 1
                        && level <= tree.level_of(tops.get(&at).copied().unwrap_or(0))
                });
                if repeated {
                    continue;
                }
                let sum = sums.entry(key.clone()).or_default();
                sum.0 += 1;
                if let Some((_, column)) = &contributor {
                    *sum.1.entry(column.codes()[row]).or_insert(0) += 1;
                }
            }
        }
        let verdict = |sum: &BTreeMap<u16, u32>| {
            contributor
                .as_ref()
                .is_some_and(|(rule, _)| rule.withholds(sum))
        };
        Ok(sums
            .into_iter()
            .map(|(key, (n, by))| (key, (f64::from(n), verdict(&by))))
            .collect())
    }
}
