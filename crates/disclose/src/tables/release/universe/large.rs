//! Tables too large for linear programming.

use super::{Key, LARGE, TableSpec, Universe};
use crate::tables::cube::Cube;
use crate::tables::problem::Status;
use crate::tables::protect::Outcome;
use crate::{Error, Watch};

impl Universe<'_> {
    /// Whether there are too many cells for linear programming; what is shown and fixed does not count.
    pub(in crate::tables::release) fn large(&self) -> bool {
        self.cells
            .iter()
            .filter(|(_, known)| known.cell.status != Status::Frozen)
            .count()
            > LARGE
    }

    /// Suppresses the one table there is by hypercubes, each with its proof.
    pub(in crate::tables::release) fn protect_large(
        &mut self,
        wanted: &TableSpec,
        levels: &[usize],
        width: f64,
        watch: &dyn Watch,
    ) -> Result<Outcome, Error> {
        let keys = self.keys(wanted, levels);
        if keys.len() != self.cells.len() {
            return Err(Error::TooLarge(format!(
                "{} cells with the earlier releases and tables; above {LARGE} a table can only be released alone: coarsen it",
                self.cells.len()
            )));
        }
        let parsed: Vec<usize> = wanted
            .columns
            .iter()
            .map(|title| self.parse(title).map(|(at, _)| at))
            .collect::<Result<_, _>>()?;
        let nodes: Vec<Vec<usize>> = parsed
            .iter()
            .zip(levels)
            .map(|(&at, &level)| self.line(&keys, at, level))
            .collect();
        let sizes: Vec<usize> = nodes
            .iter()
            .map(|line| line.len() - usize::from(line.len() > 1))
            .collect();
        let places: Vec<Vec<usize>> = keys
            .iter()
            .map(|key| {
                parsed
                    .iter()
                    .zip(&nodes)
                    .map(|(&at, line)| line.iter().position(|&node| node == key[at]).unwrap_or(0))
                    .collect()
            })
            .collect();
        let mut inner = vec![0.0; sizes.iter().product()];
        for (key, place) in keys.iter().zip(&places) {
            if place.iter().zip(&sizes).all(|(at, size)| at < size) {
                let index = place
                    .iter()
                    .zip(&sizes)
                    .fold(0, |index, (at, size)| index * size + at);
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
        Ok(if self.proved {
            Outcome::Safe
        } else {
            Outcome::Impossible(summary.unproved)
        })
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
}
