//! Suppresses a 42 x 9 x 4 x 12 table with all margins and prints what it took.

#![expect(
    clippy::cast_precision_loss,
    reason = "sizes of a table, all under 100"
)]

use punte_disclose::tables::cube::Cube;
use punte_disclose::{Fast, NoWatch, Random};

fn main() {
    let people: f64 = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(60_000.0);
    let sizes = [42, 9, 4, 12];
    let mut random = Fast::seeded(1);
    // Few counties, ages and forms have most of the people.
    let weights: Vec<Vec<f64>> = sizes
        .iter()
        .map(|&size| {
            (0..size)
                .map(|at| (1.0 / (1.0 + at as f64)) * (0.5 + random.unit()))
                .collect()
        })
        .collect();
    let mut inner = vec![0.0; sizes.iter().product()];
    let total: f64 = weights
        .iter()
        .map(|line| line.iter().sum::<f64>())
        .product();
    for (at, cell) in inner.iter_mut().enumerate() {
        let mut rest = at;
        let mut mean = people / total;
        for d in (0..4).rev() {
            mean *= weights[d][rest % sizes[d]];
            rest /= sizes[d];
        }
        // Poisson by counting exponential waits.
        let mut wait = 0.0;
        loop {
            wait -= (1.0 - random.unit()).ln();
            if wait > mean {
                break;
            }
            *cell += 1.0;
        }
    }
    let begun = std::time::Instant::now();
    let mut cube = Cube::new(&sizes, &inner).expect("sizes fit");
    let summary = cube.suppress(10.0, 10.0, &NoWatch).expect("not cancelled");
    let shown: f64 = inner_shown(&cube, &sizes);
    println!(
        "{} people, {} cells: {:.3} s, {} primary, {} secondary, {} unproved, {:.1} % of people in shown inner cells",
        inner.iter().sum::<f64>(),
        cube.values().len(),
        begun.elapsed().as_secs_f64(),
        summary.primary,
        summary.secondary,
        summary.unproved.len(),
        100.0 * shown / inner.iter().sum::<f64>()
    );
}

fn inner_shown(cube: &Cube, sizes: &[usize]) -> f64 {
    let mut sum = 0.0;
    for (cell, (&value, status)) in cube.values().iter().zip(cube.statuses()).enumerate() {
        let mut rest = cell;
        let inner = (0..sizes.len()).rev().all(|d| {
            let at = rest % (sizes[d] + 1);
            rest /= sizes[d] + 1;
            at < sizes[d]
        });
        if inner && !status.withheld() {
            sum += value;
        }
    }
    sum
}
