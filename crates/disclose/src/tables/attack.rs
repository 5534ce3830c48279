//! The attacker: everything published, every sum, and no count below zero.
//!
//! For each withheld cell the least and greatest value that any table consistent with the published one could have, by
//! linear programming, narrowed to whole numbers. The attacker is not taken to know which withheld cell was withheld
//! first: who knew that a cell was withheld for being under k would know as much without any table.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Programme, Variable};

use super::problem::{Component, Problem};
use crate::{Error, Watch};

/// Where a withheld cell can lie.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The cell's place in the problem.
    pub cell: usize,
    /// Least value.
    pub low: f64,
    /// Greatest value; infinite when nothing bounds it.
    pub high: f64,
}

impl Interval {
    /// Greatest less least.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// The interval of every withheld cell.
///
/// # Errors
/// [`Error::Solver`] when a programme could not be solved: nothing may then be said to be safe. [`Error::Cancelled`].
pub fn intervals(problem: &Problem, watch: &dyn Watch) -> Result<Vec<Interval>, Error> {
    problem.check()?;
    let components = problem.components();
    let total: usize = components
        .iter()
        .map(|component| component.cells.len())
        .sum();
    let mut found = Vec::new();
    let mut done = 0;
    for component in &components {
        for &cell in &component.cells {
            if watch.cancelled() {
                return Err(Error::Cancelled);
            }
            if problem.cells[cell].status.withheld() {
                found.push(interval(problem, component, cell)?);
            }
            done += 1;
            watch.progress("attacking", done, total as u64);
        }
    }
    found.sort_unstable_by_key(|interval| interval.cell);
    Ok(found)
}

/// The first withheld cell whose interval is narrower than `width`, with the interval.
pub(crate) fn first_narrow(problem: &Problem, width: f64) -> Result<Option<Interval>, Error> {
    for component in problem.components() {
        for &cell in component
            .cells
            .iter()
            .filter(|&&cell| problem.cells[cell].status.withheld())
        {
            let interval = interval(problem, &component, cell)?;
            if interval.width() < width - 1e-6 {
                return Ok(Some(interval));
            }
        }
    }
    Ok(None)
}

/// All withheld cells whose intervals are narrower than `width`.
pub(crate) fn narrow(problem: &Problem, width: f64) -> Result<Vec<usize>, Error> {
    let mut found = Vec::new();
    for component in problem.components() {
        for &cell in component
            .cells
            .iter()
            .filter(|&&cell| problem.cells[cell].status.withheld())
        {
            if interval(problem, &component, cell)?.width() < width - 1e-6 {
                found.push(cell);
            }
        }
    }
    Ok(found)
}

fn interval(problem: &Problem, component: &Component, cell: usize) -> Result<Interval, Error> {
    let low = bound(problem, component, cell, OptimizationDirection::Minimize)?;
    let high = bound(problem, component, cell, OptimizationDirection::Maximize)?;
    Ok(Interval {
        cell,
        low: (low - 1e-6).ceil().max(0.0),
        high: (high + 1e-6).floor(),
    })
}

fn bound(
    problem: &Problem,
    component: &Component,
    cell: usize,
    direction: OptimizationDirection,
) -> Result<f64, Error> {
    let mut programme = Programme::new(direction);
    let mut variables: Vec<(usize, Variable)> = Vec::with_capacity(component.cells.len());
    for &member in &component.cells {
        let aim = if member == cell { 1.0 } else { 0.0 };
        variables.push((member, programme.add_var(aim, (0.0, f64::INFINITY))));
    }
    // Component cells are in ascending order.
    let variable = |member: usize| {
        variables
            .binary_search_by_key(&member, |&(known, _)| known)
            .ok()
            .map(|at| variables[at].1)
    };
    for &at in &component.equations {
        let mut known = 0.0;
        let mut terms = Vec::new();
        for &(member, coefficient) in &problem.equations[at] {
            match variable(member) {
                Some(found) => terms.push((found, coefficient)),
                None => known += coefficient * problem.cells[member].value,
            }
        }
        programme.add_constraint(terms, ComparisonOp::Eq, -known);
    }
    match programme.solve() {
        Ok(outcome) => outcome
            .into_solution()
            .map(|solution| solution.objective())
            .map_err(|_| Error::Solver("a bound was interrupted".to_owned())),
        Err(microlp::Error::Unbounded) => Ok(f64::INFINITY),
        Err(error) => Err(Error::Solver(error.to_string())),
    }
}

/// Number of withheld cells the attacker pins down to one value; for reports on what a suppression would have leaked.
pub fn pinned(intervals: &[Interval]) -> usize {
    intervals
        .iter()
        .filter(|interval| interval.width() < 0.5)
        .count()
}
