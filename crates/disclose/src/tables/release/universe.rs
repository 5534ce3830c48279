//! All cells of all releases, and the sums between them.

mod fill;
mod large;
mod sums;

use std::collections::HashMap;

use super::spec::{Coarsening, HierarchySpec, NOT_RECORDED, Spec, TableSpec};
use super::{LedgerCell, LedgerEntry};
use crate::Error;
use crate::table::Table;
use crate::tables::hierarchy::Hierarchy;
use crate::tables::problem::{Cell, Problem, Status};

/// One node for each column, in the universe's order of columns; 0 is everybody.
pub(super) type Key = Vec<usize>;

#[derive(Debug, Clone)]
struct Known {
    cell: Cell,
    origin: Option<String>,
    /// Part of the release being made.
    ours: bool,
}

#[derive(Clone)]
pub(super) struct Universe<'t> {
    table: &'t Table,
    columns: Vec<Column>,
    places: HashMap<Key, usize>,
    cells: Vec<(Key, Known)>,
    /// Whether the one table there is was suppressed step by step with proofs.
    pub(super) proved: bool,
}

#[derive(Debug, Clone)]
struct Column {
    tree: Hierarchy,
    /// Names of the levels from the values upwards, the values' own first.
    level_names: Vec<String>,
    /// Leaf node of each row.
    rows: Vec<u32>,
}

/// Most cells of one table.
const MAX_CELLS: usize = 500_000;
/// More cells than this that are not shown for good are not suppressed by linear programming: a table of that size can only be released alone.
const LARGE: usize = 500;

impl<'t> Universe<'t> {
    pub(super) fn new(
        spec: &Spec,
        table: &'t Table,
        earlier: &[LedgerEntry],
    ) -> Result<Self, Error> {
        let mut names: Vec<String> = Vec::new();
        for wanted in &spec.tables {
            names.extend(
                wanted
                    .columns
                    .iter()
                    .map(|title| title.split('@').next().unwrap_or(title).to_owned()),
            );
            names.extend(wanted.within.keys().cloned());
        }
        let remembered = earlier
            .iter()
            .flat_map(|entry| &entry.cells)
            .flat_map(|cell| &cell.key);
        names.extend(
            remembered.map(|(title, _)| title.split('@').next().unwrap_or(title).to_owned()),
        );
        names.sort();
        names.dedup();
        let mut columns = Vec::new();
        for name in names {
            let data = table
                .columns()
                .iter()
                .find(|column| column.name() == name)
                .ok_or_else(|| {
                    Error::Parameter(format!("the table of people has no column \"{name}\""))
                })?;
            let plain = HierarchySpec::default();
            let described = spec.hierarchies.get(&name).unwrap_or(&plain);
            let tree = described.tree(&name, data.values())?;
            let leaf = |code: u16| {
                tree.leaf(data.value(code).unwrap_or(NOT_RECORDED))
                    .unwrap_or(0) as u32
            };
            let rows = data.codes().iter().map(|&code| leaf(code)).collect();
            let level_names = std::iter::once(name.clone())
                .chain(described.levels.iter().cloned())
                .collect();
            columns.push(Column {
                tree,
                level_names,
                rows,
            });
        }
        let mut universe = Self {
            table,
            columns,
            places: HashMap::new(),
            cells: Vec::new(),
            proved: false,
        };
        for entry in earlier {
            universe.remember(entry)?;
        }
        Ok(universe)
    }

    fn remember(&mut self, entry: &LedgerEntry) -> Result<(), Error> {
        for cell in &entry.cells {
            let mut key = vec![0; self.columns.len()];
            for (title, node) in &cell.key {
                let (at, level) = self.parse(title)?;
                let tree = &self.columns[at].tree;
                key[at] = tree.level(level).iter().copied().find(|&known| tree.label(known) == node).ok_or_else(|| {
                    Error::Parameter(format!("release \"{}\" has the category \"{node}\" of {title}, which no hierarchy knows now", entry.name))
                })?;
            }
            // Withheld once is withheld for good: a secondary cell might be shown again where it is not needed any more,
            // and whoever kept the earlier table would have the difference.
            let status = if cell.published {
                Status::Frozen
            } else {
                Status::Primary
            };
            if let Some(&at) = self.places.get(&key) {
                // Once published is published, whatever another release withheld.
                if cell.published {
                    self.cells[at].1.cell.status = Status::Frozen;
                }
                continue;
            }
            self.insert(
                key,
                Cell {
                    value: cell.value,
                    status,
                    cost: cell.value + 1.0,
                },
                Some(entry.name.clone()),
            );
        }
        Ok(())
    }

    fn insert(&mut self, key: Key, cell: Cell, origin: Option<String>) {
        let ours = origin.is_none();
        self.places.insert(key.clone(), self.cells.len());
        self.cells.push((key, Known { cell, origin, ours }));
    }

    fn column(&self, name: &str) -> Result<usize, Error> {
        self.columns
            .iter()
            .position(|column| column.tree.name() == name)
            .ok_or_else(|| Error::Parameter(format!("no column \"{name}\"")))
    }

    /// Column and level (from the root) of `county@region`.
    fn parse(&self, title: &str) -> Result<(usize, usize), Error> {
        let (name, level) = title.split_once('@').unwrap_or((title, title));
        let at = self.column(name)?;
        let column = &self.columns[at];
        let above = column
            .level_names
            .iter()
            .position(|known| known == level)
            .ok_or_else(|| {
                Error::Parameter(format!("column \"{name}\" has no level \"{level}\""))
            })?;
        Ok((at, column.tree.depth() - 1 - above))
    }

    /// Levels, one for each column of the table: as asked, and coarser ones where allowed, finest first.
    pub(super) fn coarsenings(&self, wanted: &TableSpec) -> Result<Vec<Vec<usize>>, Error> {
        let asked: Vec<usize> = wanted
            .columns
            .iter()
            .map(|title| self.parse(title).map(|(_, level)| level))
            .collect::<Result<_, _>>()?;
        let mut all = vec![asked.clone()];
        if wanted.coarsen == Coarsening::Auto {
            all = vec![Vec::new()];
            for &level in &asked {
                all = all
                    .iter()
                    .flat_map(|start| {
                        (0..=level)
                            .rev()
                            .map(move |next| [start.as_slice(), &[next]].concat())
                    })
                    .collect();
            }
        }
        Ok(all)
    }

    /// Every cell of the table at these levels, margins included.
    pub(super) fn keys(&self, wanted: &TableSpec, levels: &[usize]) -> Vec<Key> {
        let mut base = vec![0; self.columns.len()];
        for (name, node) in &wanted.within {
            if let Ok(at) = self.column(name) {
                base[at] = self.columns[at].tree.find(node).unwrap_or(0);
            }
        }
        let mut keys = vec![base];
        for (title, &level) in wanted.columns.iter().zip(levels) {
            let Ok((at, _)) = self.parse(title) else {
                continue;
            };
            let tree = &self.columns[at].tree;
            let top = keys.first().map_or(0, |key| key[at]);
            let below = tree
                .level(level)
                .iter()
                .copied()
                .filter(|&node| tree.ancestor(node, tree.level_of(top)) == top);
            let nodes: Vec<usize> = below
                .chain((level > tree.level_of(top)).then_some(top))
                .collect();
            keys = keys
                .into_iter()
                .flat_map(|key| {
                    nodes.iter().map(move |&node| {
                        let mut key = key.clone();
                        key[at] = node;
                        key
                    })
                })
                .collect();
        }
        keys
    }

    /// Whether no column of the table is at its margin.
    pub(super) fn inner(&self, wanted: &TableSpec, levels: &[usize], key: &Key) -> bool {
        wanted.columns.iter().zip(levels).all(|(title, &level)| {
            self.parse(title)
                .is_ok_and(|(at, _)| self.columns[at].tree.level_of(key[at]) >= level)
        })
    }

    pub(super) fn titles(&self, wanted: &TableSpec, levels: &[usize]) -> Vec<String> {
        let title = |(asked, &level): (&String, &usize)| {
            let Ok((at, _)) = self.parse(asked) else {
                return asked.clone();
            };
            let column = &self.columns[at];
            match column.tree.depth() - 1 - level {
                0 => column.tree.name().to_owned(),
                above => format!(
                    "{}@{}",
                    column.tree.name(),
                    column.level_names.get(above).map_or("*", String::as_str)
                ),
            }
        };
        wanted.columns.iter().zip(levels).map(title).collect()
    }

    pub(super) fn labels(&self, wanted: &TableSpec, key: &Key) -> Vec<String> {
        let label = |title: &String| {
            self.parse(title).map_or_else(
                |_| title.clone(),
                |(at, _)| self.columns[at].tree.label(key[at]).to_owned(),
            )
        };
        wanted.columns.iter().map(label).collect()
    }

    pub(super) fn describe(&self, cell: usize) -> String {
        let Some((key, _)) = self.cells.get(cell) else {
            return String::new();
        };
        let parts: Vec<String> = self
            .named(key)
            .into_iter()
            .map(|(name, node)| format!("{name} = {node}"))
            .collect();
        if parts.is_empty() {
            "\"everybody\"".to_owned()
        } else {
            format!("\"{}\"", parts.join(", "))
        }
    }

    fn named(&self, key: &Key) -> Vec<(String, String)> {
        let named = self.columns.iter().zip(key).filter(|&(_, &node)| node != 0);
        named
            .map(|(column, &node)| {
                let above = column.tree.depth() - 1 - column.tree.level_of(node);
                let level = column.level_names.get(above).filter(|_| above > 0);
                let title = level.map_or_else(
                    || column.tree.name().to_owned(),
                    |level| format!("{}@{level}", column.tree.name()),
                );
                (title, column.tree.label(node).to_owned())
            })
            .collect()
    }

    pub(super) fn origin(&self, cell: usize) -> Option<&str> {
        self.cells
            .get(cell)
            .and_then(|(_, known)| known.origin.as_deref())
    }

    pub(super) fn place_of(&self, key: &Key) -> Option<usize> {
        self.places.get(key).copied()
    }

    pub(super) fn cell(&self, key: &Key) -> Cell {
        let none = Cell {
            value: 0.0,
            status: Status::Unlisted,
            cost: 0.0,
        };
        self.place_of(key).map_or(none, |at| self.cells[at].1.cell)
    }

    /// Takes over what a suppression decided.
    pub(super) fn take(&mut self, problem: &Problem) {
        for ((_, known), cell) in self.cells.iter_mut().zip(&problem.cells) {
            known.cell.status = cell.status;
        }
    }

    /// What is shown stays shown from here on.
    pub(super) fn freeze(&mut self) {
        for (_, known) in &mut self.cells {
            if known.cell.status == Status::Shown {
                known.cell.status = Status::Frozen;
            }
        }
    }

    /// What the release directory must remember of this release.
    pub(super) fn entry(&self, name: &str) -> LedgerEntry {
        let cells = self.cells.iter().filter(|(_, known)| known.ours);
        LedgerEntry {
            name: name.to_owned(),
            rounded: false,
            cells: cells
                .map(|(key, known)| LedgerCell {
                    key: self.named(key),
                    value: known.cell.value,
                    published: !known.cell.status.withheld(),
                })
                .collect(),
        }
    }
}
