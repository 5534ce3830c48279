//! All cells of all releases, and the sums between them.

use std::collections::{BTreeMap, HashMap};

use super::spec::{Coarsening, HierarchySpec, NOT_RECORDED, Spec, TableSpec};
use super::{LedgerCell, LedgerEntry};
use crate::Error;
use crate::Watch;
use crate::table::Table;
use crate::tables::cube::Cube;
use crate::tables::hierarchy::Hierarchy;
use crate::tables::protect::Outcome;
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
    pub(super) fn new(spec: &Spec, table: &'t Table, earlier: &[LedgerEntry]) -> Result<Self, Error> {
        let mut names: Vec<String> = Vec::new();
        for wanted in &spec.tables {
            names.extend(wanted.columns.iter().map(|title| title.split('@').next().unwrap_or(title).to_owned()));
            names.extend(wanted.within.keys().cloned());
        }
        let remembered = earlier.iter().flat_map(|entry| &entry.cells).flat_map(|cell| &cell.key);
        names.extend(remembered.map(|(title, _)| title.split('@').next().unwrap_or(title).to_owned()));
        names.sort();
        names.dedup();
        let mut columns = Vec::new();
        for name in names {
            let data = table
                .columns()
                .iter()
                .find(|column| column.name() == name)
                .ok_or_else(|| Error::Parameter(format!("the table of people has no column \"{name}\"")))?;
            let plain = HierarchySpec::default();
            let described = spec.hierarchies.get(&name).unwrap_or(&plain);
            let tree = described.tree(&name, data.values())?;
            let leaf = |code: u16| tree.leaf(data.value(code).unwrap_or(NOT_RECORDED)).unwrap_or(0) as u32;
            let rows = data.codes().iter().map(|&code| leaf(code)).collect();
            let level_names = std::iter::once(name.clone()).chain(described.levels.iter().cloned()).collect();
            columns.push(Column { tree, level_names, rows });
        }
        let mut universe = Self { table, columns, places: HashMap::new(), cells: Vec::new(), proved: false };
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
            let status = if cell.published { Status::Frozen } else { Status::Secondary };
            if let Some(&at) = self.places.get(&key) {
                // Once published is published, whatever another release withheld.
                if cell.published {
                    self.cells[at].1.cell.status = Status::Frozen;
                }
                continue;
            }
            self.insert(key, Cell { value: cell.value, status, cost: cell.value + 1.0 }, Some(entry.name.clone()));
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
            .ok_or_else(|| Error::Parameter(format!("column \"{name}\" has no level \"{level}\"")))?;
        Ok((at, column.tree.depth() - 1 - above))
    }

    /// Levels, one for each column of the table: as asked, and coarser ones where allowed, finest first.
    pub(super) fn coarsenings(&self, wanted: &TableSpec) -> Result<Vec<Vec<usize>>, Error> {
        let asked: Vec<usize> = wanted.columns.iter().map(|title| self.parse(title).map(|(_, level)| level)).collect::<Result<_, _>>()?;
        let mut all = vec![asked.clone()];
        if wanted.coarsen == Coarsening::Auto {
            all = vec![Vec::new()];
            for &level in &asked {
                all = all.iter().flat_map(|start| (0..=level).rev().map(move |next| [start.as_slice(), &[next]].concat())).collect();
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
            let Ok((at, _)) = self.parse(title) else { continue };
            let tree = &self.columns[at].tree;
            let top = keys.first().map_or(0, |key| key[at]);
            let below = tree.level(level).iter().copied().filter(|&node| tree.ancestor(node, tree.level_of(top)) == top);
            let nodes: Vec<usize> = below.chain((level > tree.level_of(top)).then_some(top)).collect();
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
            self.parse(title).is_ok_and(|(at, _)| self.columns[at].tree.level_of(key[at]) >= level)
        })
    }

    pub(super) fn titles(&self, wanted: &TableSpec, levels: &[usize]) -> Vec<String> {
        let title = |(asked, &level): (&String, &usize)| {
            let Ok((at, _)) = self.parse(asked) else { return asked.clone() };
            let column = &self.columns[at];
            match column.tree.depth() - 1 - level {
                0 => column.tree.name().to_owned(),
                above => format!("{}@{}", column.tree.name(), column.level_names.get(above).map_or("*", String::as_str)),
            }
        };
        wanted.columns.iter().zip(levels).map(title).collect()
    }

    pub(super) fn labels(&self, wanted: &TableSpec, key: &Key) -> Vec<String> {
        let label = |title: &String| self.parse(title).map_or_else(|_| title.clone(), |(at, _)| self.columns[at].tree.label(key[at]).to_owned());
        wanted.columns.iter().map(label).collect()
    }

    pub(super) fn describe(&self, cell: usize) -> String {
        let Some((key, _)) = self.cells.get(cell) else { return String::new() };
        let parts: Vec<String> = self.named(key).into_iter().map(|(name, node)| format!("{name} = {node}")).collect();
        if parts.is_empty() { "\"everybody\"".to_owned() } else { format!("\"{}\"", parts.join(", ")) }
    }

    fn named(&self, key: &Key) -> Vec<(String, String)> {
        let named = self.columns.iter().zip(key).filter(|&(_, &node)| node != 0);
        named
            .map(|(column, &node)| {
                let above = column.tree.depth() - 1 - column.tree.level_of(node);
                let level = column.level_names.get(above).filter(|_| above > 0);
                let title = level.map_or_else(|| column.tree.name().to_owned(), |level| format!("{}@{level}", column.tree.name()));
                (title, column.tree.label(node).to_owned())
            })
            .collect()
    }

    pub(super) fn origin(&self, cell: usize) -> Option<&str> {
        self.cells.get(cell).and_then(|(_, known)| known.origin.as_deref())
    }

    pub(super) fn place_of(&self, key: &Key) -> Option<usize> {
        self.places.get(key).copied()
    }

    pub(super) fn cell(&self, key: &Key) -> Cell {
        let none = Cell { value: 0.0, status: Status::Unlisted, cost: 0.0 };
        self.place_of(key).map_or(none, |at| self.cells[at].1.cell)
    }

    /// Adds a table of the release: counts, and what the rules withhold.
    pub(super) fn add(&mut self, spec: &Spec, wanted: &TableSpec, levels: &[usize]) -> Result<(), Error> {
        for (name, node) in &wanted.within {
            let at = self.column(name)?;
            if self.columns[at].tree.find(node).is_none() {
                return Err(Error::Parameter(format!("table \"{}\": {name} has no category \"{node}\"", wanted.name)));
            }
        }
        let keys = self.keys(wanted, levels);
        if keys.len() > MAX_CELLS {
            return Err(Error::TooLarge(format!("table \"{}\" has {} cells; at most {MAX_CELLS}", wanted.name, keys.len())));
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
            let full = spec.rules.full_cells && value > 0.0 && self.full(wanted, key, value, &counts);
            let status = if wanted.whole {
                Status::Frozen
            } else if spec.rules.small(value) || dominated || full {
                Status::Primary
            } else {
                Status::Shown
            };
            self.insert(key.clone(), Cell { value, status, cost: 1.0 + value.sqrt() }, None);
        }
        Ok(())
    }

    /// Whether the cell holds everybody of a margin above it.
    fn full(&self, wanted: &TableSpec, key: &Key, value: f64, counts: &HashMap<Key, (f64, bool)>) -> bool {
        wanted.columns.iter().any(|title| {
            let Ok((at, _)) = self.parse(title) else { return false };
            if key[at] == 0 {
                return false;
            }
            let mut above = key.clone();
            above[at] = 0;
            counts.get(&above).is_some_and(|&(total, _)| (total - value).abs() < 0.5)
        })
    }

    /// Count of each key that has anybody, and whether the dominance rule withholds it.
    fn count(&self, spec: &Spec, wanted: &TableSpec, levels: &[usize], keys: &[Key]) -> Result<HashMap<Key, (f64, bool)>, Error> {
        let contributor = match &spec.rules.dominance {
            None => None,
            Some(rule) => Some((
                rule,
                self.table
                    .columns()
                    .iter()
                    .find(|column| column.name() == rule.contributor)
                    .ok_or_else(|| Error::Parameter(format!("rules.dominance.contributor: no column \"{}\"", rule.contributor)))?,
            )),
        };
        let parsed: Vec<(usize, usize)> =
            wanted.columns.iter().zip(levels).map(|(title, &level)| self.parse(title).map(|(at, _)| (at, level))).collect::<Result<_, _>>()?;
        let base = keys.first().cloned().unwrap_or_default();
        let fixed: Vec<usize> = (0..self.columns.len()).filter(|at| !parsed.iter().any(|(column, _)| column == at)).collect();
        let tops: BTreeMap<usize, usize> = wanted
            .within
            .iter()
            .map(|(name, node)| self.column(name).map(|at| (at, self.columns[at].tree.find(node).unwrap_or(0))))
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
                    key[at] = if mask >> bit & 1 == 1 && level > tree.level_of(top) { tree.ancestor(leaf(at), level) } else { top };
                }
                // A column that cannot be refined would be counted once for each of its masks.
                let repeated = parsed.iter().enumerate().any(|(bit, &(at, level))| {
                    let tree = &self.columns[at].tree;
                    mask >> bit & 1 == 1 && level <= tree.level_of(tops.get(&at).copied().unwrap_or(0))
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
        let verdict = |sum: &BTreeMap<u16, u32>| contributor.as_ref().is_some_and(|(rule, _)| rule.withholds(sum));
        Ok(sums.into_iter().map(|(key, (n, by))| (key, (f64::from(n), verdict(&by)))).collect())
    }

    /// Cells and every sum that ties them.
    pub(super) fn problem(&self) -> Problem {
        let mut problem = Problem { cells: self.cells.iter().map(|(_, known)| known.cell).collect(), equations: Vec::new() };
        // For each column and level, the cells below each parent: (parent's key) -> children.
        for (at, column) in self.columns.iter().enumerate() {
            for level in 1..column.tree.depth() {
                let mut families: HashMap<Key, Vec<usize>> = HashMap::new();
                for (place, (key, _)) in self.cells.iter().enumerate() {
                    if column.tree.level_of(key[at]) != level {
                        continue;
                    }
                    for above in 0..level {
                        let mut parent = key.clone();
                        parent[at] = column.tree.ancestor(key[at], above);
                        if self.places.contains_key(&parent) {
                            families.entry(parent).or_default().push(place);
                        }
                    }
                }
                let mut families: Vec<(Key, Vec<usize>)> = families.into_iter().collect();
                families.sort_unstable();
                for (parent, children) in families {
                    self.tie(at, level, &parent, &children, &mut problem);
                }
            }
        }
        problem
    }

    fn tie(&self, at: usize, level: usize, parent: &Key, children: &[usize], problem: &mut Problem) {
        let tree = &self.columns[at].tree;
        let Some(&whole) = self.places.get(parent) else { return };
        let above = tree.level_of(parent[at]);
        let complete = tree.level(level).iter().filter(|&&node| tree.ancestor(node, above) == parent[at]).count();
        let mut equation: Vec<(usize, f64)> = children.iter().map(|&child| (child, 1.0)).collect();
        equation.push((whole, -1.0));
        if children.len() < complete {
            let sum: f64 = children.iter().map(|&child| problem.cells[child].value).sum();
            let rest = problem.cells[whole].value - sum;
            equation.push((problem.cells.len(), 1.0));
            problem.cells.push(Cell { value: rest.max(0.0), status: Status::Unlisted, cost: 0.0 });
        }
        problem.equations.push(equation);
    }

    /// Whether there are too many cells for linear programming; what is shown and fixed does not count.
    pub(super) fn large(&self) -> bool {
        self.cells.iter().filter(|(_, known)| known.cell.status != Status::Frozen).count() > LARGE
    }

    /// Suppresses the one table there is by hypercubes, each with its proof.
    pub(super) fn protect_large(&mut self, wanted: &TableSpec, levels: &[usize], width: f64, watch: &dyn Watch) -> Result<Outcome, Error> {
        let keys = self.keys(wanted, levels);
        if keys.len() != self.cells.len() {
            return Err(Error::TooLarge(format!(
                "{} cells with the earlier releases and tables; above {LARGE} a table can only be released alone: coarsen it",
                self.cells.len()
            )));
        }
        let parsed: Vec<usize> = wanted.columns.iter().map(|title| self.parse(title).map(|(at, _)| at)).collect::<Result<_, _>>()?;
        let nodes: Vec<Vec<usize>> = parsed.iter().zip(levels).map(|(&at, &level)| self.line(&keys, at, level)).collect();
        let sizes: Vec<usize> = nodes.iter().map(|line| line.len() - usize::from(line.len() > 1)).collect();
        let places: Vec<Vec<usize>> = keys
            .iter()
            .map(|key| parsed.iter().zip(&nodes).map(|(&at, line)| line.iter().position(|&node| node == key[at]).unwrap_or(0)).collect())
            .collect();
        let mut inner = vec![0.0; sizes.iter().product()];
        for (key, place) in keys.iter().zip(&places) {
            if place.iter().zip(&sizes).all(|(at, size)| at < size) {
                let index = place.iter().zip(&sizes).fold(0, |index, (at, size)| index * size + at);
                inner[index] = self.cell(key).value;
            }
        }
        let mut cube = Cube::new(&sizes, &inner)?;
        for (key, place) in keys.iter().zip(&places) {
            cube.set(place, self.cell(key).status);
        }
        let summary = cube.protect_all(width, watch)?;
        for (key, place) in keys.iter().zip(&places) {
            if let (Some(status), Some(at)) = (cube.get(place), self.place_of(key)) {
                self.cells[at].1.cell.status = status;
            }
        }
        self.proved = summary.unproved.is_empty();
        Ok(if self.proved { Outcome::Safe } else { Outcome::Impossible(summary.unproved) })
    }

    /// Nodes of one column of a table, the margin last.
    fn line(&self, keys: &[Key], at: usize, level: usize) -> Vec<usize> {
        let mut nodes: Vec<usize> = keys.iter().map(|key| key[at]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let tree = &self.columns[at].tree;
        nodes.sort_by_key(|&node| tree.level_of(node) < level);
        nodes
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
