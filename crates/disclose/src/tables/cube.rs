//! Suppression in large flat tables with all margins, by alternating hypercubes.
//!
//! In each direction a withheld cell is paired with another of its line, one up and one down, or with the line's total, both
//! up; the product over all directions touches 2^d cells and keeps every sum (Repsilber 1994; Giessing and Repsilber
//! 2002 for the idea). Where one hypercube cannot move the cell by the whole width, because a falling corner would go below
//! zero, several share it.
//!
//! Each step proves itself: the true table moved along the hypercubes is a table with no count below zero and the same published cells, so
//! the attacker's interval is at least as wide as the move. No linear programme is needed, and no step is believed
//! that does not reach the width.

use std::collections::{BTreeMap, VecDeque};

use super::problem::{Cell, Problem, Status};
use crate::{Error, Watch};

/// Candidates that are tried in each direction.
const CANDIDATES: usize = 6;
/// Most directions of a table.
const MOST: usize = 6;

/// What a hypercube may touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Withheld cells only.
    Withheld,
    /// Shown counts too.
    Shown,
    /// Shown zeros too.
    Zeros,
}

/// A table of counts in `sizes.len()` directions; in each the last index is the total.
#[derive(Debug, Clone)]
pub struct Cube {
    sizes: Vec<usize>,
    strides: Vec<usize>,
    values: Vec<f64>,
    statuses: Vec<Status>,
}

/// What the suppression did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Cells withheld by the rule.
    pub primary: usize,
    /// Cells withheld to protect them.
    pub secondary: usize,
    /// Withheld cells whose width is not proved; empty when the table may be published.
    pub unproved: Vec<usize>,
}

impl Cube {
    /// From inner counts, first direction slowest; margins are added up here.
    ///
    /// # Errors
    /// [`Error::Parameter`] when the number of counts is not the product of the sizes, or there are more than 6 directions.
    pub fn new(sizes: &[usize], inner: &[f64]) -> Result<Self, Error> {
        if sizes.is_empty()
            || sizes.len() > MOST
            || sizes.iter().product::<usize>() != inner.len()
            || inner.is_empty()
        {
            return Err(Error::Parameter(
                "a cube takes 1 to 6 directions and one count for each inner cell".to_owned(),
            ));
        }
        let mut strides = vec![1; sizes.len()];
        for d in (0..sizes.len() - 1).rev() {
            strides[d] = strides[d + 1] * (sizes[d + 1] + 1);
        }
        let total = strides[0] * (sizes[0] + 1);
        let mut cube = Self {
            sizes: sizes.to_vec(),
            strides,
            values: vec![0.0; total],
            statuses: vec![Status::Shown; total],
        };
        for (at, &value) in inner.iter().enumerate() {
            let mut rest = at;
            let mut coordinates = vec![0; sizes.len()];
            for d in (0..sizes.len()).rev() {
                coordinates[d] = rest % sizes[d];
                rest /= sizes[d];
            }
            for mask in 0..1_usize << sizes.len() {
                let cell: usize = (0..sizes.len())
                    .map(|d| {
                        cube.strides[d]
                            * if mask >> d & 1 == 1 {
                                sizes[d]
                            } else {
                                coordinates[d]
                            }
                    })
                    .sum();
                cube.values[cell] += value;
            }
        }
        Ok(cube)
    }

    /// True counts, margins included.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
    /// Sets a cell's status, by its coordinates; an index equal to the size is the total.
    pub fn set(&mut self, coordinates: &[usize], status: Status) {
        let cell: usize = coordinates
            .iter()
            .zip(&self.strides)
            .map(|(at, stride)| at * stride)
            .sum();
        if let Some(known) = self.statuses.get_mut(cell) {
            *known = status;
        }
    }
    /// A cell's status, by its coordinates.
    pub fn get(&self, coordinates: &[usize]) -> Option<Status> {
        let cell: usize = coordinates
            .iter()
            .zip(&self.strides)
            .map(|(at, stride)| at * stride)
            .sum();
        self.statuses.get(cell).copied()
    }
    /// What is withheld.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    fn coordinate(&self, cell: usize, d: usize) -> usize {
        cell / self.strides[d] % (self.sizes[d] + 1)
    }

    /// The same table as cells and sums, for the attacker of [`super::attack`].
    pub fn problem(&self) -> Problem {
        let mut problem = Problem::default();
        for (&value, &status) in self.values.iter().zip(&self.statuses) {
            problem.cells.push(Cell {
                value,
                status,
                cost: value + 1.0,
            });
        }
        for cell in 0..self.values.len() {
            for d in 0..self.sizes.len() {
                if self.coordinate(cell, d) == self.sizes[d] {
                    let first = cell - self.sizes[d] * self.strides[d];
                    let parts = (0..self.sizes[d]).map(|j| (first + j * self.strides[d], 1.0));
                    problem
                        .equations
                        .push(parts.chain([(cell, -1.0)]).collect());
                }
            }
        }
        problem
    }

    /// Withholds counts of 1 to `k` - 1 and what it takes to leave each withheld cell an interval of `width`.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn suppress(&mut self, k: f64, width: f64, watch: &dyn Watch) -> Result<Summary, Error> {
        for cell in 0..self.values.len() {
            if self.values[cell] > 0.0 && self.values[cell] < k {
                self.statuses[cell] = Status::Primary;
            }
        }
        self.protect_all(width, watch)
    }

    /// Withholds what it takes to leave each cell that is already withheld an interval of `width`.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn protect_all(&mut self, width: f64, watch: &dyn Watch) -> Result<Summary, Error> {
        let mut queue: VecDeque<usize> = (0..self.values.len())
            .filter(|&cell| self.statuses[cell].withheld())
            .collect();
        let mut summary = Summary {
            primary: queue.len(),
            ..Summary::default()
        };
        let mut proved = vec![false; self.values.len()];
        let mut steps = 0_u64;
        while let Some(cell) = queue.pop_front() {
            steps += 1;
            if steps.is_multiple_of(256) {
                if watch.cancelled() {
                    return Err(Error::Cancelled);
                }
                watch.progress("suppressing", steps, steps + queue.len() as u64);
            }
            if proved[cell] {
                continue;
            }
            let found = self
                .protect(cell, width, Reach::Withheld)
                .or_else(|| self.protect(cell, width, Reach::Shown))
                .or_else(|| self.protect(cell, width, Reach::Zeros));
            let Some(moves) = found else {
                summary.unproved.push(cell);
                continue;
            };
            for (&touched, &by) in &moves {
                if self.statuses[touched] == Status::Shown {
                    self.statuses[touched] = Status::Secondary;
                    summary.secondary += 1;
                    queue.push_back(touched);
                }
                proved[touched] |= by.abs() >= width - 1e-9;
            }
        }
        Ok(summary)
    }

    /// Moves of all touched cells that lift `cell` by `width`.
    fn protect(&self, cell: usize, width: f64, reach: Reach) -> Option<BTreeMap<usize, f64>> {
        let mut tuples = self.tuples(cell, width, reach);
        tuples.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut moves: BTreeMap<usize, f64> = BTreeMap::new();
        let mut left = width;
        let mut corners = Vec::new();
        for (_, partners) in tuples {
            self.corners(cell, &partners[..self.sizes.len()], &mut corners);
            let room = corners
                .iter()
                .filter(|(_, sign)| *sign < 0.0)
                .map(|(corner, _)| self.values[*corner] + moves.get(corner).copied().unwrap_or(0.0))
                .fold(left, f64::min);
            if room <= 1e-9 {
                continue;
            }
            for &(corner, sign) in &corners {
                *moves.entry(corner).or_insert(0.0) += sign * room;
            }
            left -= room;
            if left <= 1e-9 {
                return Some(moves);
            }
        }
        None
    }

    /// Price for each unit of movement, and the partners, of the hypercubes through `cell`.
    fn tuples(&self, cell: usize, width: f64, reach: Reach) -> Vec<(f64, [usize; MOST])> {
        let lists: Vec<Vec<usize>> = (0..self.sizes.len())
            .map(|d| self.candidates(cell, d, reach))
            .collect();
        if lists.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let mut walk = Walk {
            lists,
            reach,
            corners: vec![(cell, 1.0)],
            partners: [0; MOST],
            depth: 0,
            tuples: Vec::new(),
        };
        if let Some((cost, room)) = self.touch(cell, 1.0, reach) {
            self.descend(cell, &mut walk, cost, room.min(width));
        }
        walk.tuples
    }

    /// Adds one more direction to the corners so far, partner by partner; gives up where a corner may not be touched.
    fn descend(&self, cell: usize, walk: &mut Walk, cost: f64, room: f64) {
        let d = walk.depth;
        if d == self.sizes.len() {
            walk.tuples.push(((0.01 + cost) / room, walk.partners));
            return;
        }
        let own = self.coordinate(cell, d);
        let before = walk.corners.len();
        for place in 0..walk.lists[d].len() {
            let partner = walk.lists[d][place];
            // A total follows its part; two parts move against each other.
            let turn = if own == self.sizes[d] || partner == self.sizes[d] {
                1.0
            } else {
                -1.0
            };
            let (mut next_cost, mut next_room) = (cost, room);
            for at in 0..before {
                let (corner, sign) = walk.corners[at];
                let moved = (
                    corner + partner * self.strides[d] - own * self.strides[d],
                    sign * turn,
                );
                let Some((more, most)) = self.touch(moved.0, moved.1, walk.reach) else {
                    next_room = 0.0;
                    break;
                };
                next_cost += more;
                next_room = f64::min(next_room, most);
                walk.corners.push(moved);
            }
            if next_room > 0.0 {
                walk.partners[d] = partner;
                walk.depth = d + 1;
                self.descend(cell, walk, next_cost, next_room);
                walk.depth = d;
            }
            walk.corners.truncate(before);
        }
    }

    /// What touching a corner costs, and how far it can move; `None` when it may not be touched.
    fn touch(&self, corner: usize, sign: f64, reach: Reach) -> Option<(f64, f64)> {
        let value = self.values[corner];
        let room = if sign < 0.0 { value } else { f64::INFINITY };
        match self.statuses[corner] {
            Status::Frozen => return None,
            Status::Shown => {}
            Status::Primary | Status::Secondary | Status::Unlisted => return Some((0.0, room)),
        }
        let allowed = match reach {
            Reach::Withheld => false,
            Reach::Shown => value > 0.0,
            Reach::Zeros => true,
        };
        allowed.then(|| (1.0 + value.sqrt(), room))
    }

    /// Partners of `cell` in one direction, the most promising first; the total last.
    fn candidates(&self, cell: usize, d: usize, reach: Reach) -> Vec<usize> {
        let own = self.coordinate(cell, d);
        let mut scored: Vec<(f64, usize)> = (0..self.sizes[d])
            .filter(|&other| other != own)
            .map(|other| {
                let partner = cell + other * self.strides[d] - own * self.strides[d];
                let withheld = if self.statuses[partner].withheld() {
                    20.0
                } else {
                    0.0
                };
                let value = self.values[partner];
                (withheld + value.min(10.0) - (1.0 + value).ln(), other)
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        // What is withheld already costs nothing, so the first good ones do.
        let most = if reach == Reach::Withheld {
            CANDIDATES / 2
        } else {
            CANDIDATES
        };
        let mut list: Vec<usize> = scored
            .into_iter()
            .take(most)
            .map(|(_, other)| other)
            .collect();
        if own != self.sizes[d] {
            list.push(self.sizes[d]);
        }
        list
    }

    fn corners(&self, cell: usize, partners: &[usize], into: &mut Vec<(usize, f64)>) {
        into.clear();
        into.push((cell, 1.0));
        for (d, &partner) in partners.iter().enumerate() {
            let own = self.coordinate(cell, d);
            // A total follows its part; two parts move against each other.
            let sign = if own == self.sizes[d] || partner == self.sizes[d] {
                1.0
            } else {
                -1.0
            };
            for at in 0..into.len() {
                let (corner, before) = into[at];
                into.push((
                    corner + partner * self.strides[d] - own * self.strides[d],
                    before * sign,
                ));
            }
        }
    }
}

/// A search through the partners of one cell.
struct Walk {
    lists: Vec<Vec<usize>>,
    reach: Reach,
    corners: Vec<(usize, f64)>,
    partners: [usize; MOST],
    depth: usize,
    /// Price for each unit of movement, and the partners.
    tuples: Vec<(f64, [usize; MOST])>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::attack;
    use crate::{Fast, NoWatch, Random};

    #[test]
    fn the_attacker_agrees_with_every_proof() {
        let mut random = Fast::seeded(11);
        let mut safe = 0;
        for _ in 0..30 {
            let inner: Vec<f64> = (0..48).map(|_| random.below(40) as f64).collect();
            let mut cube = Cube::new(&[4, 4, 3], &inner).unwrap();
            let summary = cube.suppress(10.0, 10.0, &NoWatch).unwrap();
            if !summary.unproved.is_empty() {
                continue;
            }
            safe += 1;
            for interval in attack::intervals(&cube.problem(), &NoWatch).unwrap() {
                assert!(interval.width() >= 10.0, "{interval:?}");
                let value = cube.values()[interval.cell];
                assert!(interval.low <= value && value <= interval.high);
            }
        }
        assert!(safe >= 25, "{safe}");
    }
}
