//! First rows: a tree over the columns, each drawn given its parent (Chow and Liu 1968), from the noisy pairs.

use super::measure::Measured;
use crate::{Fast, Random};

/// Draws from fixed weights by cumulative sums.
struct Draw(Vec<f32>);

impl Draw {
    fn new(weights: impl Iterator<Item = f32>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .map(|weight| {
                    sum += weight.max(0.0);
                    sum
                })
                .collect(),
        )
    }
    fn at(&self, random: &mut Fast) -> usize {
        let total = self.0.last().copied().unwrap_or(0.0);
        let target = random.unit() as f32 * total;
        self.0
            .partition_point(|&sum| sum <= target)
            .min(self.0.len().saturating_sub(1))
    }
}

/// `rows` rows of `columns` ids each, 0 where empty.
pub(super) fn rows(
    measured: &Measured,
    targets: &[f32],
    rows: usize,
    random: &mut Fast,
) -> Vec<u16> {
    let columns = measured.ids.len();
    let (order, parents) = tree(measured, targets);
    let joint = |parent: Option<usize>, at: usize, column: usize| -> Draw {
        // Slot 0 of a column is "empty"; what is missing to the parent's own count falls there.
        let ids = measured.ids[column].clone();
        let line: Vec<f32> = match parent {
            None => ids.clone().map(|id| measured.singles[id] as f32).collect(),
            Some(p) => cell_line(measured, targets, p, at, column),
        };
        let whole = match parent {
            None => measured.rows as f32,
            Some(p) => cell_total(measured, p, at),
        };
        let rest = (whole - line.iter().sum::<f32>()).max(0.0);
        Draw::new(std::iter::once(rest).chain(line))
    };
    let mut tables: Vec<Vec<Draw>> = Vec::with_capacity(columns);
    for &column in &order {
        tables.push(match parents[column] {
            None => vec![joint(None, 0, column)],
            Some(p) => (0..=measured.ids[p].len())
                .map(|at| joint(Some(p), at, column))
                .collect(),
        });
    }
    let mut out = vec![0_u16; rows * columns];
    for row in out.chunks_exact_mut(columns) {
        for (draws, &column) in tables.iter().zip(&order) {
            let at = parents[column].map_or(0, |p| slot(measured, p, row[p]));
            let drawn = draws[at].at(random);
            row[column] = if drawn == 0 {
                0
            } else {
                (measured.ids[column].start + drawn - 1) as u16
            };
        }
    }
    out
}

fn slot(measured: &Measured, column: usize, id: u16) -> usize {
    if id == 0 {
        0
    } else {
        usize::from(id) - measured.ids[column].start + 1
    }
}

/// Rows with the parent's slot `at`.
fn cell_total(measured: &Measured, parent: usize, at: usize) -> f32 {
    let ids = measured.ids[parent].clone();
    if at == 0 {
        (measured.rows - ids.map(|id| measured.singles[id]).sum::<f64>()).max(0.0) as f32
    } else {
        measured.singles[ids.start + at - 1] as f32
    }
}

/// Rows with the parent's slot `at` and each value of `column`.
fn cell_line(
    measured: &Measured,
    targets: &[f32],
    parent: usize,
    at: usize,
    column: usize,
) -> Vec<f32> {
    let ids = measured.ids[column].clone();
    if at > 0 {
        let a = measured.ids[parent].start + at - 1;
        return ids.map(|b| targets[a * measured.width + b]).collect();
    }
    ids.map(|b| {
        let with: f32 = measured.ids[parent]
            .clone()
            .map(|a| targets[a * measured.width + b])
            .sum();
        (measured.singles[b] as f32 - with).max(0.0)
    })
    .collect()
}

/// Maximum spanning tree of the mutual information; columns in an order that puts parents first.
fn tree(measured: &Measured, targets: &[f32]) -> (Vec<usize>, Vec<Option<usize>>) {
    let columns = measured.ids.len();
    let mut parents = vec![None; columns];
    let mut best = vec![(f32::NEG_INFINITY, 0_usize); columns];
    let mut order = Vec::with_capacity(columns);
    let mut inside = vec![false; columns];
    let mut next = (0..columns)
        .max_by_key(|&column| measured.ids[column].len())
        .unwrap_or(0);
    while order.len() < columns {
        inside[next] = true;
        order.push(next);
        for column in (0..columns).filter(|&column| !inside[column]) {
            let shared = information(measured, targets, next, column);
            if shared > best[column].0 {
                best[column] = (shared, next);
            }
        }
        let Some(chosen) = (0..columns)
            .filter(|&column| !inside[column])
            .max_by(|&a, &b| best[a].0.total_cmp(&best[b].0))
        else {
            break;
        };
        parents[chosen] = Some(best[chosen].1);
        next = chosen;
    }
    (order, parents)
}

fn information(measured: &Measured, targets: &[f32], a: usize, b: usize) -> f32 {
    let n = measured.rows as f32;
    let mut sum = 0.0;
    for at in 0..=measured.ids[a].len() {
        let whole = cell_total(measured, a, at);
        let line = cell_line(measured, targets, a, at, b);
        let rest = (whole - line.iter().sum::<f32>()).max(0.0);
        let empty = (n - measured.ids[b]
            .clone()
            .map(|id| measured.singles[id] as f32)
            .sum::<f32>())
        .max(0.0);
        let expected = measured.ids[b]
            .clone()
            .map(|id| measured.singles[id] as f32)
            .chain([empty]);
        for (joint, other) in line.into_iter().chain([rest]).zip(expected) {
            if joint > 0.0 && whole > 0.0 && other > 0.0 {
                sum += joint / n * (joint * n / (whole * other)).ln();
            }
        }
    }
    sum
}
