//! Suppression against attackers, optima and other solvers.

#![expect(clippy::cast_precision_loss, reason = "small numbers made up here")]

use punte_disclose::tables::problem::{Problem, Status};
use punte_disclose::tables::protect::Outcome;
use punte_disclose::tables::{attack, exact, protect, round};
use punte_disclose::{Fast, NoWatch, Random};

fn random_table(random: &mut Fast, rows: usize, columns: usize, most: u64) -> Vec<Vec<f64>> {
    (0..rows)
        .map(|_| (0..columns).map(|_| random.below(most) as f64).collect())
        .collect()
}

fn cost(problem: &Problem) -> f64 {
    problem
        .cells
        .iter()
        .filter(|cell| cell.status == Status::Secondary)
        .map(|cell| cell.cost)
        .sum()
}

fn lost(problem: &Problem) -> usize {
    problem
        .cells
        .iter()
        .filter(|cell| cell.status.withheld())
        .count()
}

#[derive(serde::Deserialize)]
struct Case {
    rows: Vec<Vec<f64>>,
    intervals: Vec<(usize, f64, f64)>,
}

#[test]
fn intervals_agree_with_scipy_highs_on_500_tables() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("fixtures/scipy_intervals.json")).unwrap();
    assert_eq!(cases.len(), 500);
    for case in cases {
        let mut problem = Problem::two_way(&case.rows);
        for &(cell, ..) in &case.intervals {
            problem.cells[cell].status = Status::Primary;
        }
        let found = attack::intervals(&problem, &NoWatch).unwrap();
        assert_eq!(found.len(), case.intervals.len());
        for (ours, &(cell, low, high)) in found.iter().zip(&case.intervals) {
            let high = if high < 0.0 { f64::INFINITY } else { high };
            assert_eq!(
                (ours.cell, ours.low, ours.high),
                (cell, low, high),
                "{:?}",
                case.rows
            );
        }
    }
    println!("\nBAR\t3\tattacker's intervals equal to SciPy's HiGHS, random tables\t500\t500\tmet");
}

#[test]
fn the_attacker_breaks_primary_suppression_alone() {
    let mut random = Fast::seeded(3);
    let (mut broken, mut tables) = (0, 0);
    for _ in 0..50 {
        let mut problem = Problem::two_way(&random_table(&mut random, 5, 4, 40));
        problem.withhold_small(10.0);
        let found = attack::intervals(&problem, &NoWatch).unwrap();
        if found.is_empty() {
            continue;
        }
        tables += 1;
        broken += usize::from(attack::pinned(&found) > 0);
    }
    assert!(broken * 3 > tables, "{broken} of {tables}");
}

#[test]
fn protected_tables_hold_and_keep_the_truth_possible() {
    let mut random = Fast::seeded(4);
    for _ in 0..60 {
        let mut problem = Problem::two_way(&random_table(&mut random, 6, 5, 60));
        problem.withhold_small(10.0);
        if protect::protect(&mut problem, 10.0, &NoWatch).unwrap() != Outcome::Safe {
            continue;
        }
        for interval in attack::intervals(&problem, &NoWatch).unwrap() {
            let value = problem.cells[interval.cell].value;
            assert!(
                interval.width() >= 10.0 && interval.low <= value && value <= interval.high,
                "{interval:?} {value}"
            );
        }
    }
}

#[test]
fn close_to_the_optimum_on_small_tables() {
    let mut random = Fast::seeded(5);
    let (mut ours, mut best) = ((0, 0.0), (0, 0.0));
    let mut compared = 0;
    while compared < 12 {
        let mut problem = Problem::two_way(&random_table(&mut random, 4, 4, 60));
        problem.withhold_small(10.0);
        for cell in &mut problem.cells {
            cell.cost = 1.0;
        }
        let mut optimum = problem.clone();
        if exact::protect(&mut optimum, 10.0).unwrap() != Outcome::Safe {
            continue;
        }
        assert_eq!(
            protect::protect(&mut problem, 10.0, &NoWatch).unwrap(),
            Outcome::Safe
        );
        assert!(
            cost(&problem) >= cost(&optimum) - 1e-9,
            "an optimum dearer than a heuristic is none"
        );
        ours = (ours.0 + lost(&problem), ours.1 + cost(&problem));
        best = (best.0 + lost(&optimum), best.1 + cost(&optimum));
        compared += 1;
    }
    println!(
        "cells lost {} against {} at the optimum; secondary cost {} against {}",
        ours.0, best.0, ours.1, best.1
    );
    let ratio = ours.0 as f64 / best.0 as f64;
    println!(
        "\nBAR\t3\tcells lost beside the exact optimum, 12 small tables\t{ratio:.3}\t1.15\t{}",
        if ratio <= 1.15 { "met" } else { "missed" }
    );
    assert!(ratio <= 1.15, "{ours:?} {best:?}");
}

#[test]
fn rounding_keeps_sums_and_neighbours() {
    let mut random = Fast::seeded(6);
    for _ in 0..40 {
        let problem = Problem::two_way(&random_table(&mut random, 5, 4, 30));
        let rounded = round::round(&problem, 5).unwrap();
        for (cell, &value) in problem.cells.iter().zip(&rounded) {
            assert!((cell.value - value).abs() < 5.0 && value % 5.0 == 0.0);
        }
        for equation in &problem.equations {
            assert!(
                equation
                    .iter()
                    .map(|&(cell, by)| by * rounded[cell])
                    .sum::<f64>()
                    .abs()
                    < 1e-9
            );
        }
    }
    assert!(round::round(&Problem::two_way(&[vec![1.0]]), 1).is_err());
}
