//! Controlled rounding: every cell to a neighbouring multiple of a base, all sums kept.
//!
//! By integer programming (Cox 1987 for two-way tables, where a solution always exists). In tables of three and more ways one may
//! not exist; that is said, not worked around.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Programme, Variable};

use super::problem::Problem;
use crate::Error;

/// Most cells of a table that is rounded.
pub const MAX_CELLS: usize = 2_000;

/// The rounded value of each cell, with the least total distance from the true ones.
///
/// # Errors
/// [`Error::Parameter`] for a base under 2, [`Error::TooLarge`], [`Error::TooSmall`] when no rounding keeps all sums,
/// [`Error::Solver`].
pub fn round(problem: &Problem, base: u32) -> Result<Vec<f64>, Error> {
    problem.check()?;
    if base < 2 {
        return Err(Error::Parameter(format!(
            "the rounding base must be at least 2, not {base}"
        )));
    }
    if problem.cells.len() > MAX_CELLS {
        return Err(Error::TooLarge(format!(
            "{} cells; at most {MAX_CELLS} are rounded together",
            problem.cells.len()
        )));
    }
    let base = f64::from(base);
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let floors: Vec<f64> = problem
        .cells
        .iter()
        .map(|cell| (cell.value / base).floor() * base)
        .collect();
    let ups: Vec<Option<Variable>> = problem
        .cells
        .iter()
        .zip(&floors)
        // A multiple stays as it is.
        .map(|(cell, floor)| {
            (cell.value > *floor)
                .then(|| programme.add_binary_var(base - 2.0 * (cell.value - floor)))
        })
        .collect();
    for equation in &problem.equations {
        let fixed: f64 = equation
            .iter()
            .map(|&(cell, coefficient)| coefficient * floors[cell])
            .sum();
        let terms: Vec<(Variable, f64)> = equation
            .iter()
            .filter_map(|&(cell, coefficient)| ups[cell].map(|up| (up, coefficient * base)))
            .collect();
        if terms.is_empty() {
            if fixed.abs() > 1e-6 {
                return Err(impossible());
            }
            continue;
        }
        programme.add_constraint(terms, ComparisonOp::Eq, -fixed);
    }
    let solution = match programme.solve() {
        Ok(outcome) => outcome
            .into_solution()
            .map_err(|_| Error::Solver("the rounding was interrupted".to_owned()))?,
        Err(microlp::Error::Infeasible) => return Err(impossible()),
        Err(error) => return Err(Error::Solver(error.to_string())),
    };
    Ok(floors
        .iter()
        .zip(&ups)
        .map(|(floor, up)| floor + up.map_or(0.0, |up| solution.var_value(up).round() * base))
        .collect())
}

fn impossible() -> Error {
    Error::TooSmall("no rounding to neighbouring multiples keeps all sums of this table".to_owned())
}
