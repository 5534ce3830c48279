//! Cells and the sums that tie them.

use crate::Error;

/// What the public knows of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Shown now; may be withheld to protect another.
    Shown,
    /// Shown and must stay: released earlier, or promised whole.
    Frozen,
    /// Withheld because a rule says so, or because an earlier release withheld it: for good.
    Primary,
    /// Withheld to protect another; may be shown again where it turns out not to be needed.
    Secondary,
    /// Never part of a table, but part of a sum.
    Unlisted,
}

impl Status {
    /// Whether the public does not have the value.
    pub fn unknown(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary | Self::Unlisted)
    }
    /// Whether a table shows a mark in its place.
    pub fn withheld(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary)
    }
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// True count of people, at least 0.
    pub value: f64,
    /// What the public knows.
    pub status: Status,
    /// What withholding it would cost; any unit, at least 0.
    pub cost: f64,
}

/// Cells and equations Σ coefficient · cell = 0 that hold for the true values.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The equations, as (cell, coefficient).
    pub equations: Vec<Vec<(usize, f64)>>,
}

impl Problem {
    /// A two-way table with margins: cells row by row, each row with its total, and the row of totals last.
    pub fn two_way(rows: &[Vec<f64>]) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let mut problem = Self::default();
        let cell = |value: f64| Cell {
            value,
            status: Status::Shown,
            cost: value + 1.0,
        };
        for row in rows {
            problem.cells.extend(row.iter().map(|&value| cell(value)));
            problem.cells.push(cell(row.iter().sum()));
        }
        for column in 0..=width {
            let total = (0..rows.len())
                .map(|row| problem.cells[row * (width + 1) + column].value)
                .sum();
            problem.cells.push(cell(total));
        }
        for row in 0..=rows.len() {
            let at = |column: usize| row * (width + 1) + column;
            problem.equations.push(
                (0..width)
                    .map(|column| (at(column), 1.0))
                    .chain([(at(width), -1.0)])
                    .collect(),
            );
        }
        for column in 0..=width {
            let at = |row: usize| row * (width + 1) + column;
            problem.equations.push(
                (0..rows.len())
                    .map(|row| (at(row), 1.0))
                    .chain([(at(rows.len()), -1.0)])
                    .collect(),
            );
        }
        problem
    }

    /// Whether the equations name cells that exist and hold for the true values. Everything that takes a problem asks
    /// this first, and indexes cells by what the equations name from then on.
    ///
    /// # Errors
    /// [`Error::Parameter`] with the equation's place.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(at) = self
            .cells
            .iter()
            .position(|cell| !(cell.value >= 0.0 && cell.value.is_finite()))
        {
            return Err(Error::Parameter(format!("cell {at}: a count is 0 or more")));
        }
        for (at, equation) in self.equations.iter().enumerate() {
            let mut sum = 0.0;
            for &(cell, coefficient) in equation {
                let known = self.cells.get(cell).ok_or_else(|| {
                    Error::Parameter(format!(
                        "equation {at} names cell {cell}, which does not exist"
                    ))
                })?;
                sum += coefficient * known.value;
            }
            if sum.abs() > 1e-6 {
                return Err(Error::Parameter(format!(
                    "equation {at} does not hold for the true values: off by {sum}"
                )));
            }
        }
        Ok(())
    }

    /// Marks shown cells with a true count of 1 to `k` - 1 as primary.
    pub fn withhold_small(&mut self, k: f64) {
        for cell in &mut self.cells {
            if cell.status == Status::Shown && cell.value > 0.0 && cell.value < k {
                cell.status = Status::Primary;
            }
        }
    }

    /// Groups of unknown cells that some equation ties, each with its equations; a cell's interval depends on its group only.
    pub(crate) fn components(&self) -> Vec<Component> {
        let mut root: Vec<usize> = (0..self.cells.len()).collect();
        for equation in &self.equations {
            let mut unknown = equation
                .iter()
                .filter(|(cell, _)| self.cells[*cell].status.unknown());
            if let Some(&(first, _)) = unknown.next() {
                for &(other, _) in unknown {
                    let (a, b) = (find(&mut root, first), find(&mut root, other));
                    root[a] = b;
                }
            }
        }
        let mut place = vec![usize::MAX; self.cells.len()];
        let mut components: Vec<Component> = Vec::new();
        for (cell, known) in self.cells.iter().enumerate() {
            if known.status.unknown() {
                let top = find(&mut root, cell);
                if place[top] == usize::MAX {
                    place[top] = components.len();
                    components.push(Component::default());
                }
                components[place[top]].cells.push(cell);
            }
        }
        for (at, equation) in self.equations.iter().enumerate() {
            if let Some((cell, _)) = equation
                .iter()
                .find(|(cell, _)| self.cells[*cell].status.unknown())
            {
                let top = find(&mut root, *cell);
                components[place[top]].equations.push(at);
            }
        }
        components
    }
}

#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) cells: Vec<usize>,
    pub(crate) equations: Vec<usize>,
}

/// The representative of a set in a union-find forest, halving paths on the way.
fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}
