//! The only part that looks at the real rows: three noisy measurements.
//!
//! 1. How many cells each row has filled, as a histogram (sensitivity 1).
//! 2. How many rows have each value.
//! 3. How many rows have each pair of values.
//!
//! A row with f filled cells is in f singles and C(f,2) pairs. Above a cap F a row counts with the weight
//! √(C(F,r)/C(f,r)) instead of 1, so that its vector is no longer than that of a row at the cap: this loses the square
//! root of what dropping attributes would lose at the same sensitivity. Weights are multiples of 1/[`UNIT`], so
//! that the exact integer noise of [`crate::privacy::noise`] applies.

use super::{Fabrication, Options};
use crate::privacy::accountant::{Budget, normal_quantile_of_tail};
use crate::privacy::noise::DiscreteGaussian;
use crate::table::{EMPTY, Table};
use crate::{Error, Random};

/// Units of the fixed-point grid in one person.
pub const UNIT: u32 = 64;
/// Most values, over all columns, whose pairs are measured; 4,096 take 134 MB.
pub const MAX_VALUES: usize = 4_096;

/// What the noise left. Value ids start at 1; 0 is the empty cell.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Noisy number of rows, at least 1.
    pub rows: f64,
    /// Column of each id; index 0 unused.
    pub column_of: Vec<u16>,
    /// Value code of each id; index 0 unused.
    pub code_of: Vec<u16>,
    /// First id of each column, and one past the last: ids of one column are consecutive.
    pub ids: Vec<std::ops::Range<usize>>,
    /// Noisy number of rows with each id.
    pub singles: Vec<f64>,
    /// Noisy number of rows with each pair, `pairs[a * width + b]`, symmetric; 0 within one column.
    pub pairs: Vec<f32>,
    /// Number of ids and one.
    pub width: usize,
    /// Standard deviation of the noise on singles, in people.
    pub sigma_singles: f64,
    /// Standard deviation of the noise on pairs, in people.
    pub sigma_pairs: f64,
    /// The cap F.
    pub fill_cap: usize,
    /// Values held out.
    pub held_out: usize,
}

impl Measured {
    /// Noisy pair counts below this are taken for 0.
    pub fn pair_threshold(&self, fabrication: Fabrication) -> f64 {
        self.sigma_pairs
            * match fabrication {
                Fabrication::Light => 1.4,
                Fabrication::Balanced => 1.0,
                Fabrication::Minimal => 2.5,
            }
    }
}

/// Combinations of `r` out of `n`, for r 1 or 2.
fn choose(n: usize, r: u32) -> f64 {
    let n = n as f64;
    if r == 1 { n } else { n * (n - 1.0) / 2.0 }
}

/// Weight, in units, of a row with each number of filled cells up to `columns`, and the sensitivity in units.
fn weights(columns: usize, cap: usize, r: u32) -> (Vec<u32>, f64) {
    let weights: Vec<u32> = (0..=columns)
        .map(|fill| {
            let share = if fill <= cap {
                1.0
            } else {
                (choose(cap, r) / choose(fill, r)).sqrt()
            };
            (share * f64::from(UNIT)).floor() as u32
        })
        .collect();
    let sensitivity = weights
        .iter()
        .enumerate()
        .map(|(fill, &w)| choose(fill, r).sqrt() * f64::from(w))
        .fold(f64::from(UNIT), f64::max);
    (weights, sensitivity)
}

/// Measures; every draw of noise is paid for from `budget` first.
///
/// # Errors
/// As [`super::synthesize`].
pub fn measure(
    table: &Table,
    options: &Options,
    domain_delta: f64,
    budget: &mut Budget,
    random: &mut dyn Random,
) -> Result<Measured, Error> {
    let total: f64 = options.split.iter().sum();
    if options
        .split
        .iter()
        .any(|share| !(share.is_finite() && *share > 0.0))
    {
        return Err(Error::Parameter(
            "each share of the budget must be above 0".to_owned(),
        ));
    }
    let share = |at: usize, budget: &Budget| {
        (options.split[at] / total * (budget.spent() + budget.left())).min(budget.left())
    };
    let fill = table.fill();
    let (rows, cap) = row_lengths(
        &fill,
        table.columns().len(),
        share(0, budget),
        budget,
        random,
    )?;
    let mut measured = singles(
        table,
        options,
        &fill,
        cap,
        domain_delta,
        (share(1, budget), budget),
        random,
    )?;
    measured.rows = rows;
    pairs(table, &fill, &mut measured, budget.left(), budget, random)?;
    Ok(measured)
}

/// Noisy number of rows, and the least cap that leaves at most one row in twenty above it.
fn row_lengths(
    fill: &[u16],
    columns: usize,
    rho: f64,
    budget: &mut Budget,
    random: &mut dyn Random,
) -> Result<(f64, usize), Error> {
    let noise = DiscreteGaussian::new(budget.pay("filled cells of each row", rho, 1.0, 1.0)?)?;
    let mut histogram = vec![0_i64; columns + 1];
    for &cells in fill {
        histogram[usize::from(cells)] += 1;
    }
    for bin in &mut histogram {
        *bin += noise.draw(random);
    }
    let rows = histogram.iter().sum::<i64>().max(1) as f64;
    let mut above = 0.0;
    let mut cap = columns;
    while cap > 2 {
        above += histogram[cap].max(0) as f64;
        if above > 0.05 * rows {
            break;
        }
        cap -= 1;
    }
    Ok((rows, cap.max(2).min(columns.max(1))))
}

fn singles(
    table: &Table,
    options: &Options,
    fill: &[u16],
    cap: usize,
    domain_delta: f64,
    (rho, budget): (f64, &mut Budget),
    random: &mut dyn Random,
) -> Result<Measured, Error> {
    let columns = table.columns();
    let (weight, sensitivity) = weights(columns.len(), cap, 1);
    let variance = budget.pay("values", rho, sensitivity, f64::from(UNIT))?;
    let noise = DiscreteGaussian::new(variance)?;
    let sigma = (variance as f64).sqrt() / f64::from(UNIT);
    // A value nobody else has shows with the weight of one row; at most one such value in each column.
    let threshold = if options.public_values {
        f64::NEG_INFINITY
    } else {
        1.0 + sigma * normal_quantile_of_tail((domain_delta / columns.len() as f64).min(0.4))
            + 1.0 / f64::from(UNIT)
    };
    let mut measured = Measured {
        rows: 0.0,
        column_of: vec![0],
        code_of: vec![EMPTY],
        ids: Vec::with_capacity(columns.len()),
        singles: vec![0.0],
        pairs: Vec::new(),
        width: 1,
        sigma_singles: sigma,
        sigma_pairs: 0.0,
        fill_cap: cap,
        held_out: 0,
    };
    for (at, column) in columns.iter().enumerate() {
        let mut counts = vec![0_u64; column.values().len() + 1];
        for (&code, &cells) in column.codes().iter().zip(fill) {
            counts[usize::from(code)] += u64::from(weight[usize::from(cells)]);
        }
        let first = measured.width;
        for (code, &n) in counts.iter().enumerate().skip(1) {
            let count = (n as i64 + noise.draw(random)) as f64 / f64::from(UNIT);
            if count <= threshold || count <= 0.0 {
                measured.held_out += 1;
                continue;
            }
            measured.column_of.push(at as u16);
            measured.code_of.push(code as u16);
            measured.singles.push(count);
            measured.width += 1;
        }
        measured.ids.push(first..measured.width);
    }
    if measured.width == 1 {
        return Err(Error::TooSmall(
            "no value is had by enough rows to be shown under this budget".to_owned(),
        ));
    }
    if measured.width > MAX_VALUES {
        return Err(Error::TooLarge(format!(
            "{} values over all columns; at most {MAX_VALUES} can be combined: group the longest columns",
            measured.width - 1
        )));
    }
    Ok(measured)
}

fn pairs(
    table: &Table,
    fill: &[u16],
    measured: &mut Measured,
    rho: f64,
    budget: &mut Budget,
    random: &mut dyn Random,
) -> Result<(), Error> {
    let (weight, sensitivity) = weights(table.columns().len(), measured.fill_cap, 2);
    let variance = budget.pay("pairs of values", rho, sensitivity, f64::from(UNIT))?;
    let noise = DiscreteGaussian::new(variance)?;
    measured.sigma_pairs = (variance as f64).sqrt() / f64::from(UNIT);
    let width = measured.width;
    let counts = count_pairs(table, fill, &weight, measured);
    measured.pairs = vec![0.0; width * width];
    for a in 1..width {
        for b in a + 1..width {
            if measured.column_of[a] == measured.column_of[b] {
                continue;
            }
            let count = (counts[a * width + b] as i64 + noise.draw(random)) as f32 / UNIT as f32;
            measured.pairs[a * width + b] = count;
            measured.pairs[b * width + a] = count;
        }
    }
    Ok(())
}

/// Weighted pair counts in units, upper triangle.
fn count_pairs(table: &Table, fill: &[u16], weight: &[u32], measured: &Measured) -> Vec<u64> {
    let width = measured.width;
    let mut id_of: Vec<Vec<u32>> = table
        .columns()
        .iter()
        .map(|column| vec![0; column.values().len() + 1])
        .collect();
    for id in 1..width {
        id_of[usize::from(measured.column_of[id])][usize::from(measured.code_of[id])] = id as u32;
    }
    let mut counts = vec![0_u64; width * width];
    let mut row_ids: Vec<u32> = Vec::with_capacity(table.columns().len());
    for (row, &cells) in fill.iter().enumerate() {
        row_ids.clear();
        for (column, ids) in table.columns().iter().zip(&id_of) {
            let id = ids[usize::from(column.codes()[row])];
            if id != 0 {
                row_ids.push(id);
            }
        }
        let w = u64::from(weight[usize::from(cells)]);
        for (at, &a) in row_ids.iter().enumerate() {
            let line = &mut counts[a as usize * width..(a as usize + 1) * width];
            for &b in &row_ids[at + 1..] {
                line[b as usize] += w;
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_is_longer_than_the_sensitivity() {
        for (columns, cap, r) in [(27, 12, 1), (27, 12, 2), (5, 5, 2), (3, 2, 2), (1, 1, 1)] {
            let (weight, sensitivity) = weights(columns, cap, r);
            for (fill, &w) in weight.iter().enumerate() {
                assert!(choose(fill, r).sqrt() * f64::from(w) <= sensitivity + 1e-9);
            }
            assert!(sensitivity <= choose(cap, r).sqrt().max(1.0) * f64::from(UNIT) + 1e-9);
        }
    }
}
