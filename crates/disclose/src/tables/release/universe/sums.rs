//! Every sum between the cells of all releases.

use std::collections::HashMap;

use super::{Key, Universe};
use crate::tables::problem::{Cell, Problem, Status};

impl Universe<'_> {
    /// Cells and every sum that ties them.
    pub(in crate::tables::release) fn problem(&self) -> Problem {
        let mut problem = Problem {
            cells: self.cells.iter().map(|(_, known)| known.cell).collect(),
            equations: Vec::new(),
        };
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

    fn tie(
        &self,
        at: usize,
        level: usize,
        parent: &Key,
        children: &[usize],
        problem: &mut Problem,
    ) {
        let tree = &self.columns[at].tree;
        let Some(&whole) = self.places.get(parent) else {
            return;
        };
        let above = tree.level_of(parent[at]);
        let complete = tree
            .level(level)
            .iter()
            .filter(|&&node| tree.ancestor(node, above) == parent[at])
            .count();
        let mut equation: Vec<(usize, f64)> = children.iter().map(|&child| (child, 1.0)).collect();
        equation.push((whole, -1.0));
        if children.len() < complete {
            let sum: f64 = children
                .iter()
                .map(|&child| problem.cells[child].value)
                .sum();
            let rest = problem.cells[whole].value - sum;
            equation.push((problem.cells.len(), 1.0));
            problem.cells.push(Cell {
                value: rest.max(0.0),
                status: Status::Unlisted,
                cost: 0.0,
            });
        }
        problem.equations.push(equation);
    }
}
