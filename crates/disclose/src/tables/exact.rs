//! The cheapest suppression, by integer programming.
//!
//! One yes-or-no variable for each cell; for each cell that must be protected two whole tables of movements, one up and one
//! down, that may only move withheld cells and keep every sum (Fischetti and Salazar 2001). Cells that the
//! optimum withholds and the attacker still finds narrow are added to those that must be protected, until there is none: each
//! step is a relaxation of the true problem, so the last one is its optimum.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem as Programme, Variable};

use super::attack;
use super::problem::{Problem, Status};
use super::protect::Outcome;
use crate::Error;

/// Most cells of a problem that is solved exactly.
pub const MAX_CELLS: usize = 64;

/// Withholds the cells that cost least in all.
///
/// # Errors
/// [`Error::TooLarge`] above [`MAX_CELLS`], [`Error::Solver`].
pub fn protect(problem: &mut Problem, width: f64) -> Result<Outcome, Error> {
    problem.check()?;
    if problem.cells.len() > MAX_CELLS {
        return Err(Error::TooLarge(format!(
            "{} cells; the exact method takes at most {MAX_CELLS}",
            problem.cells.len()
        )));
    }
    let primary: Vec<usize> = (0..problem.cells.len())
        .filter(|&cell| problem.cells[cell].status == Status::Primary)
        .collect();
    let mut guarded = primary.clone();
    loop {
        let Some(withheld) = optimum(problem, &guarded, width)? else {
            return Ok(Outcome::Impossible(primary));
        };
        let mut trial = problem.clone();
        for cell in withheld {
            if trial.cells[cell].status == Status::Shown {
                trial.cells[cell].status = Status::Secondary;
            }
        }
        let narrow: Vec<usize> = attack::narrow(&trial, width)?
            .into_iter()
            .filter(|cell| !guarded.contains(cell))
            .collect();
        if narrow.is_empty() {
            *problem = trial;
            return Ok(Outcome::Safe);
        }
        guarded.extend(narrow);
    }
}

/// The cheapest set of withheld cells under which all `guarded` ones that it withholds are wide enough.
fn optimum(problem: &Problem, guarded: &[usize], width: f64) -> Result<Option<Vec<usize>>, Error> {
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let chosen: Vec<Option<Variable>> = problem
        .cells
        .iter()
        .map(|cell| {
            (cell.status == Status::Shown && cell.value > 0.0)
                .then(|| programme.add_binary_var(cell.cost))
        })
        .collect();
    let most = problem
        .cells
        .iter()
        .map(|cell| cell.value)
        .fold(width, f64::max)
        + width;
    for &cell in guarded {
        let high = movement(problem, &chosen, most, &mut programme);
        let low = movement(problem, &chosen, most, &mut programme);
        let (Some(up), Some(down)) = (high[cell], low[cell]) else {
            return Ok(None);
        };
        let mut terms = LinearExpr::empty();
        terms.add(up, 1.0);
        terms.add(down, -1.0);
        match chosen[cell] {
            Some(choice) => {
                terms.add(choice, -width);
                programme.add_constraint(terms, ComparisonOp::Ge, 0.0);
            }
            None => programme.add_constraint(terms, ComparisonOp::Ge, width),
        }
    }
    let solution = match programme.solve() {
        Ok(outcome) => outcome
            .into_solution()
            .map_err(|_| Error::Solver("the optimum was interrupted".to_owned()))?,
        Err(microlp::Error::Infeasible) => return Ok(None),
        Err(error) => return Err(Error::Solver(error.to_string())),
    };
    let picked = chosen
        .iter()
        .enumerate()
        .filter(|(_, choice)| choice.is_some_and(|choice| solution.var_value(choice) > 0.5));
    Ok(Some(picked.map(|(cell, _)| cell).collect()))
}

/// A table of movements: one variable for each cell that may be unknown.
fn movement(
    problem: &Problem,
    chosen: &[Option<Variable>],
    most: f64,
    programme: &mut Programme,
) -> Vec<Option<Variable>> {
    let mut moves: Vec<Option<Variable>> = Vec::with_capacity(problem.cells.len());
    for (cell, choice) in problem.cells.iter().zip(chosen) {
        let free = cell.status.unknown() || choice.is_some();
        let variable = free.then(|| programme.add_var(0.0, (-cell.value, most)));
        if let (Some(variable), Some(choice)) = (variable, choice) {
            programme.add_constraint([(variable, 1.0), (*choice, -most)], ComparisonOp::Le, 0.0);
            programme.add_constraint(
                [(variable, 1.0), (*choice, cell.value)],
                ComparisonOp::Ge,
                0.0,
            );
        }
        moves.push(variable);
    }
    for equation in &problem.equations {
        let terms: Vec<(Variable, f64)> = equation
            .iter()
            .filter_map(|&(cell, coefficient)| moves[cell].map(|found| (found, coefficient)))
            .collect();
        if !terms.is_empty() {
            programme.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    moves
}
