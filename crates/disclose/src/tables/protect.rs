//! Complementary suppression by linear programming.
//!
//! For a withheld cell that is too narrow, the cheapest change of unknown and shown cells that keeps every sum and moves
//! the cell by the required width; the shown cells it needs are withheld too (after Fischetti and Salazar 2001,
//! heuristic with a linear relaxation of the costs). When all are wide enough, secondary cells that turn out not to be
//! needed are shown again, dearest first. The attacker of [`super::attack`] decides each time; no step is believed.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem as Programme};

use super::attack;
use super::problem::{Problem, Status};
use crate::{Error, Watch};

/// Largest number of secondary cells that are tried one by one for being shown again.
const TAKE_BACK: usize = 80;

/// How the suppression ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Every withheld cell's interval is at least as wide as required.
    Safe,
    /// These withheld cells cannot be protected with what may be withheld.
    Impossible(Vec<usize>),
}

/// Withholds more cells until every withheld cell's interval is at least `width` wide.
///
/// # Errors
/// [`Error::Solver`], [`Error::Cancelled`].
pub fn protect(problem: &mut Problem, width: f64, watch: &dyn Watch) -> Result<Outcome, Error> {
    problem.check()?;
    loop {
        let mut narrow = attack::narrow(problem, width)?;
        if narrow.is_empty() {
            break;
        }
        narrow.sort_by(|&a, &b| problem.cells[b].value.total_cmp(&problem.cells[a].value));
        let total = narrow.len() as u64;
        let mut changed = false;
        for (done, &cell) in narrow.iter().enumerate() {
            if watch.cancelled() {
                return Err(Error::Cancelled);
            }
            watch.progress("suppressing", done as u64, total);
            changed |= widen(problem, cell, width)?;
        }
        if !changed {
            return Ok(Outcome::Impossible(narrow));
        }
    }
    take_back(problem, width, watch)?;
    Ok(Outcome::Safe)
}

/// Withholds what it takes to move `cell` by `width`; false when nothing can.
fn widen(problem: &mut Problem, cell: usize, width: f64) -> Result<bool, Error> {
    let up = shift(problem, cell, width)?;
    let down = if problem.cells[cell].value >= width {
        shift(problem, cell, -width)?
    } else {
        None
    };
    let best = match (up, down) {
        (Some(a), Some(b)) => Some(if a.0 <= b.0 { a } else { b }),
        (a, b) => a.or(b),
    };
    let chosen = match best {
        Some(found) => found.1,
        None => match spread(problem, cell, width)? {
            Some(found) => found,
            None => return Ok(false),
        },
    };
    let mut changed = false;
    for touched in chosen {
        if problem.cells[touched].status == Status::Shown {
            problem.cells[touched].status = Status::Secondary;
            changed = true;
        }
    }
    Ok(changed)
}

fn shift(problem: &Problem, cell: usize, by: f64) -> Result<Option<(f64, Vec<usize>)>, Error> {
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let moves = add_moves(problem, &mut programme);
    let Some(&(_, up, down)) = moves.iter().find(|(member, ..)| *member == cell) else {
        return Ok(None);
    };
    programme.add_constraint([(up, 1.0), (down, -1.0)], ComparisonOp::Eq, by);
    solve(&programme, &[&moves])
}

/// Moves up and down together by `width`: two tables, both possible, that far apart in `cell`.
fn spread(problem: &Problem, cell: usize, width: f64) -> Result<Option<Vec<usize>>, Error> {
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let high = add_moves(problem, &mut programme);
    let low = add_moves(problem, &mut programme);
    let at = |moves: &[Move]| moves.iter().find(|(member, ..)| *member == cell).copied();
    let (Some((_, hu, hd)), Some((_, lu, ld))) = (at(&high), at(&low)) else {
        return Ok(None);
    };
    programme.add_constraint(
        [(hu, 1.0), (hd, -1.0), (lu, -1.0), (ld, 1.0)],
        ComparisonOp::Ge,
        width,
    );
    Ok(solve(&programme, &[&high, &low])?.map(|(_, cells)| cells))
}

/// (cell, up, down).
type Move = (usize, microlp::Variable, microlp::Variable);

fn add_moves(problem: &Problem, programme: &mut Programme) -> Vec<Move> {
    let mut moves: Vec<Move> = Vec::new();
    for (at, cell) in problem.cells.iter().enumerate() {
        let cost = match cell.status {
            Status::Frozen => continue,
            Status::Shown => cell.cost.max(1e-3),
            Status::Primary | Status::Secondary | Status::Unlisted => 1e-6,
        };
        // A shown zero stays shown: to say that nobody is there harms nobody, and withholding it protects little.
        if cell.status == Status::Shown && cell.value == 0.0 {
            continue;
        }
        let up = programme.add_var(cost, (0.0, f64::INFINITY));
        let down = programme.add_var(cost, (0.0, cell.value.max(0.0)));
        moves.push((at, up, down));
    }
    for equation in &problem.equations {
        let mut terms = LinearExpr::empty();
        let mut any = false;
        for &(cell, coefficient) in equation {
            if let Ok(found) = moves.binary_search_by_key(&cell, |&(member, ..)| member) {
                terms.add(moves[found].1, coefficient);
                terms.add(moves[found].2, -coefficient);
                any = true;
            }
        }
        if any {
            programme.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    moves
}

fn solve(programme: &Programme, moves: &[&Vec<Move>]) -> Result<Option<(f64, Vec<usize>)>, Error> {
    let solution = match programme.solve() {
        Ok(outcome) => outcome
            .into_solution()
            .map_err(|_| Error::Solver("a shift was interrupted".to_owned()))?,
        Err(microlp::Error::Infeasible) => return Ok(None),
        Err(error) => return Err(Error::Solver(error.to_string())),
    };
    let touched = moves
        .iter()
        .flat_map(|moves| moves.iter())
        .filter(|&&(_, up, down)| (solution.var_value(up) - solution.var_value(down)).abs() > 1e-6)
        .map(|&(cell, ..)| cell)
        .collect();
    Ok(Some((solution.objective(), touched)))
}

/// Shows again, dearest first, the secondary cells without which all are still wide enough.
fn take_back(problem: &mut Problem, width: f64, watch: &dyn Watch) -> Result<(), Error> {
    let mut secondary: Vec<usize> = (0..problem.cells.len())
        .filter(|&cell| problem.cells[cell].status == Status::Secondary)
        .collect();
    if secondary.len() > TAKE_BACK {
        return Ok(());
    }
    secondary.sort_by(|&a, &b| problem.cells[b].cost.total_cmp(&problem.cells[a].cost));
    for cell in secondary {
        if watch.cancelled() {
            return Err(Error::Cancelled);
        }
        problem.cells[cell].status = Status::Shown;
        if attack::first_narrow(problem, width)?.is_some() {
            problem.cells[cell].status = Status::Secondary;
        }
    }
    Ok(())
}
