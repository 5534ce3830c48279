//! A membership attack: can somebody who knows a person's row tell from the synthetic table whether it was among the real ones?
//!
//! The real rows are parted at random; one half is synthesized, and the attacker scores every row of both
//! halves by whether its whole row is shown and how many of its triples are, rare ones weighing more. The cut between "in" and "out" is chosen on one part of
//! the rows and measured on the other. What is measured is the generator at half the table, by one attack: a floor under
//! what attackers can do, beside the ceiling that ε promises.

use std::collections::{HashMap, HashSet};

use super::one_dictionary;
use crate::table::{EMPTY, Table};
use crate::{Error, Random, Watch};

/// Rows that take part at most.
pub const MAX_ROWS: usize = 20_000;

/// How much better than chance the attack was.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Advantage {
    /// Share of members called members, less share of others called members; 0 is chance, 1 certainty.
    pub measured: f64,
    /// Standard error of that figure.
    pub standard_error: f64,
    /// What pure ε would still allow at most: (e^ε - 1) / (e^ε + 1); none for k-anonymous rows.
    pub ceiling: Option<f64>,
    /// Members attacked; as many others.
    pub rows: usize,
}

/// Runs the attack on `synthesize`.
///
/// # Errors
/// Those of `synthesize`; [`Error::TooSmall`] under 40 rows.
pub fn attack<E: From<Error>>(
    table: &Table,
    epsilon: Option<f64>,
    random: &mut dyn Random,
    watch: &dyn Watch,
    synthesize: &mut dyn FnMut(&Table) -> Result<Table, E>,
) -> Result<Advantage, E> {
    if table.rows() < 40 {
        return Err(
            Error::TooSmall("a membership attack needs at least 40 rows".to_owned()).into(),
        );
    }
    let mut order: Vec<u32> = (0..table.rows() as u32).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at as u64 + 1) as usize);
    }
    let half = (order.len() / 2).min(MAX_ROWS / 2);
    let members = table.select(&order[..half]);
    let others = table.select(&order[half..2 * half]);
    let made = synthesize(&members)?;
    if watch.cancelled() {
        return Err(Error::Cancelled.into());
    }
    let (known, made) = one_dictionary(table, &made)?;
    let (members, others) = (
        one_dictionary(&members, &known)?.0,
        one_dictionary(&others, &known)?.0,
    );
    let shown = Shown::new(&one_dictionary(&made, &known)?.0);
    let score = |table: &Table| -> Vec<f64> {
        (0..table.rows())
            .map(|row| score(table, row, &shown))
            .collect()
    };
    let (inside, outside) = (score(&members), score(&others));
    // Chosen on the even rows, measured on the odd ones.
    let part = |scores: &[f64], odd: usize| -> Vec<f64> {
        scores.iter().copied().skip(odd).step_by(2).collect()
    };
    let cut = best_cut(&part(&inside, 0), &part(&outside, 0));
    let above = |scores: &[f64]| {
        scores.iter().filter(|&&score| score >= cut).count() as f64 / scores.len().max(1) as f64
    };
    let (hit, false_hit) = (above(&part(&inside, 1)), above(&part(&outside, 1)));
    let n = (half / 2).max(1) as f64;
    Ok(Advantage {
        measured: hit - false_hit,
        standard_error: ((hit * (1.0 - hit) + false_hit * (1.0 - false_hit)) / n).sqrt(),
        ceiling: epsilon.map(|epsilon| (epsilon / 2.0).tanh()),
        rows: half,
    })
}

fn filled(table: &Table, row: usize) -> Vec<u32> {
    let columns = table.columns().iter().enumerate();
    columns
        .filter(|(_, column)| column.codes()[row] != EMPTY)
        .map(|(at, column)| (at as u32) << 16 | u32::from(column.codes()[row]))
        .collect()
}

struct Shown {
    triples: HashMap<[u32; 3], u32>,
    rows: HashSet<Vec<u32>>,
}

impl Shown {
    fn new(table: &Table) -> Self {
        let mut shown = Self {
            triples: HashMap::new(),
            rows: HashSet::new(),
        };
        for row in 0..table.rows() {
            let cells = filled(table, row);
            each_triple(&cells, |triple| {
                *shown.triples.entry(triple).or_insert(0) += 1;
            });
            shown.rows.insert(cells);
        }
        shown
    }
}

fn each_triple(cells: &[u32], mut with: impl FnMut([u32; 3])) {
    for (at, &a) in cells.iter().enumerate() {
        for (next, &b) in cells.iter().enumerate().skip(at + 1) {
            for &c in &cells[next + 1..] {
                with([a, b, c]);
            }
        }
    }
}

fn score(table: &Table, row: usize, shown: &Shown) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    let cells = filled(table, row);
    each_triple(&cells, |triple| {
        all += 1.0;
        // A rare triple that is shown says more about who was there than a frequent one.
        sum += shown
            .triples
            .get(&triple)
            .map_or(0.0, |&n| 1.0 / (1.0 + f64::from(n)).ln());
    });
    // No triple weighs more than 1/ln 2, so a whole row is above any sum of triples.
    let whole = if shown.rows.contains(&cells) {
        2.0
    } else {
        0.0
    };
    whole + if all > 0.0 { sum / all } else { 0.0 }
}

fn best_cut(inside: &[f64], outside: &[f64]) -> f64 {
    let mut all: Vec<(f64, f64)> = inside
        .iter()
        .map(|&score| (score, 1.0 / inside.len().max(1) as f64))
        .collect();
    all.extend(
        outside
            .iter()
            .map(|&score| (score, -1.0 / outside.len().max(1) as f64)),
    );
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut best, mut cut, mut sum) = (0.0, f64::INFINITY, 0.0);
    for (at, &(score, step)) in all.iter().enumerate() {
        sum += step;
        let last_of_its_kind = all.get(at + 1).is_none_or(|next| next.0 < score);
        if last_of_its_kind && sum > best {
            best = sum;
            cut = score;
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fast, NoWatch};

    fn people(rows: usize, seed: u64) -> Table {
        let mut random = Fast::seeded(seed);
        let parts = (0..8).map(|at| {
            let codes = (0..rows).map(|_| random.below(9) as u16).collect();
            (
                format!("c{at}"),
                (0..9).map(|value| value.to_string()).collect(),
                codes,
            )
        });
        Table::new(parts.collect()).unwrap()
    }

    #[test]
    fn copying_the_rows_is_found_out_and_showing_nothing_is_not() {
        let table = people(4_000, 1);
        let copied = attack::<Error>(&table, None, &mut Fast::seeded(2), &NoWatch, &mut |half| {
            Ok(half.clone())
        })
        .unwrap();
        assert!(copied.measured > 0.5, "{copied:?}");
        let unrelated = attack::<Error>(&table, None, &mut Fast::seeded(2), &NoWatch, &mut |_| {
            Ok(people(2_000, 9))
        })
        .unwrap();
        assert!(
            unrelated.measured.abs() < 4.0 * unrelated.standard_error + 0.01,
            "{unrelated:?}"
        );
    }
}
