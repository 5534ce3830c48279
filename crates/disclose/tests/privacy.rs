//! Privacy is tested: audits on neighbouring tables, with planted faults, and a property test of the k-anonymous rows.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "small numbers made up here"
)]

use proptest::prelude::*;
use punte_disclose::dp::{self, Options, measure};
use punte_disclose::privacy::accountant::Budget;
use punte_disclose::table::Table;
use punte_disclose::{Fast, NoWatch, Random, count, evaluate, kanon};

const COLUMNS: usize = 6;

/// 400 rows of six columns with three values each; `extra` adds the row whose presence the audit tries to tell.
fn neighbours(extra: bool) -> Table {
    let mut random = Fast::seeded(1);
    let mut columns: Vec<Vec<u16>> = (0..COLUMNS)
        .map(|_| (0..400).map(|_| random.below(3) as u16 + 1).collect())
        .collect();
    if extra {
        for column in &mut columns {
            column.push(1);
        }
    }
    let values = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    Table::new(
        columns
            .into_iter()
            .enumerate()
            .map(|(at, codes)| (format!("c{at}"), values(), codes))
            .collect(),
    )
    .unwrap()
}

/// The best statistic an attacker has: the measured counts of the row's own singles and pairs, each by its noise.
fn statistic(table: &Table, rho: f64, random: &mut dyn Random) -> f64 {
    let options = Options {
        public_values: true,
        ..Options::default()
    };
    let mut budget = Budget::new(rho);
    let found = measure::measure(table, &options, 0.0, &mut budget, random).unwrap();
    let own: Vec<usize> = found.ids.iter().map(|ids| ids.start).collect();
    let mut sum = found.rows / 25.0 / COLUMNS as f64;
    for (at, &a) in own.iter().enumerate() {
        sum += found.singles[a] / found.sigma_singles.powi(2);
        for &b in &own[at + 1..] {
            sum += f64::from(found.pairs[a * found.width + b]) / found.sigma_pairs.powi(2);
        }
    }
    sum
}

/// How far apart, in standard deviations, the attacker's statistic lies on the two tables: 10,000 runs on each.
fn audit(mechanism: &dyn Fn(&Table, &mut dyn Random) -> f64) -> f64 {
    let runs = 10_000;
    let mut random = Fast::seeded(2);
    let mut moments = |table: &Table| {
        let draws: Vec<f64> = (0..runs).map(|_| mechanism(table, &mut random)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(runs);
        let variance =
            draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / f64::from(runs - 1);
        (mean, variance)
    };
    let (without, with) = (moments(&neighbours(false)), moments(&neighbours(true)));
    (with.0 - without.0) / f64::midpoint(with.1, without.1).sqrt().max(1e-9)
}

/// ρ-zCDP by Gaussian noise lets nobody tell neighbours apart by more than √(2ρ) standard deviations.
/// The figure is estimated from 20,000 runs with a standard error under 0.02.
fn passes(separation: f64, claimed: f64) -> bool {
    separation <= (2.0 * claimed).sqrt() + 0.08
}

#[test]
fn audits_hold_and_catch_planted_faults() {
    let claimed = 0.5;
    let honest = audit(&|table, random| statistic(table, claimed, random));
    assert!(passes(honest, claimed), "the mechanism itself: {honest}");
    assert!(
        honest > 0.6 * (2.0 * claimed).sqrt(),
        "an attacker this weak would pass anything: {honest}"
    );
    let spent_twice = audit(&|table, random| statistic(table, 2.0 * claimed, random));
    assert!(
        !passes(spent_twice, claimed),
        "planted: the budget spent twice: {spent_twice}"
    );
    let silent = audit(&|table, random| statistic(table, 1e6, random));
    assert!(!passes(silent, claimed), "planted: no noise: {silent}");
    println!(
        "\nBAR\t6\t10,000 audits on neighbouring tables: separation in standard deviations\t{honest:.3}\t{:.3}\tmet",
        (2.0 * claimed).sqrt() + 0.08
    );
    println!(
        "\nBAR\t6\tplanted faults (no noise {silent:.3e}, budget spent twice {spent_twice:.3}) that the audit sees\t2\t2\tmet"
    );
}

#[test]
fn the_budget_is_spent_whole_and_once() {
    let made = dp::synthesize(
        &neighbours(false),
        &Options::default(),
        &mut Fast::seeded(3),
        &NoWatch,
    )
    .unwrap();
    let paid: f64 = made.payments.iter().map(|payment| payment.rho).sum();
    assert!((paid - made.rho_spent).abs() < 1e-9 && paid <= made.rho * (1.0 + 1e-9));
}

#[test]
fn structural_zeros_never_appear() {
    let table = neighbours(true);
    let zeros = vec![vec![(0, 1), (1, 1)], vec![(2, 1), (3, 1), (4, 1)]];
    let options = Options {
        structural_zeros: zeros.clone(),
        ..Options::default()
    };
    let private = dp::synthesize(&table, &options, &mut Fast::seeded(4), &NoWatch)
        .unwrap()
        .table;
    let options = kanon::Options {
        k: 5,
        structural_zeros: zeros,
        ..kanon::Options::default()
    };
    let anonymous = kanon::synthesize(&table, &options, &mut Fast::seeded(4), &NoWatch)
        .unwrap()
        .table;
    for made in [private, anonymous] {
        let is_a = |column: usize, row: usize| {
            made.columns()[column].value(made.columns()[column].codes()[row]) == Some("a")
        };
        for row in 0..made.rows() {
            assert!(!(is_a(0, row) && is_a(1, row)));
            assert!(!(is_a(2, row) && is_a(3, row) && is_a(4, row)));
        }
    }
}

#[test]
fn a_lone_value_is_held_out() {
    let mut text = "a,b\n".to_owned() + &"x,y\n".repeat(500);
    text.push_str("alone,y\n");
    let table = Table::read(text.as_bytes()).unwrap();
    for seed in 0..50 {
        let made = dp::synthesize(
            &table,
            &Options::default(),
            &mut Fast::seeded(seed),
            &NoWatch,
        )
        .unwrap();
        assert!(
            !made.table.columns()[0]
                .values()
                .iter()
                .any(|value| value == "alone")
        );
    }
}

/// Every combination, of every length, by an enumeration that shares no code with the counters.
fn combinations(table: &Table) -> std::collections::HashMap<Vec<(usize, u16)>, u32> {
    let mut counts = std::collections::HashMap::new();
    for row in 0..table.rows() {
        let cells: Vec<(usize, u16)> = table
            .columns()
            .iter()
            .enumerate()
            .map(|(at, column)| (at, column.codes()[row]))
            .filter(|cell| cell.1 != 0)
            .collect();
        for mask in 1_u32..1 << cells.len() {
            let combination = cells
                .iter()
                .enumerate()
                .filter(|(at, _)| mask >> at & 1 == 1)
                .map(|(_, &cell)| cell)
                .collect();
            *counts.entry(combination).or_insert(0) += 1;
        }
    }
    counts
}

fn tables() -> impl Strategy<Value = Table> {
    (2_usize..6, 1_usize..80, any::<u64>(), 1_u64..5).prop_map(|(columns, rows, seed, values)| {
        let mut random = Fast::seeded(seed);
        let parts = (0..columns).map(|at| {
            let codes = (0..rows)
                .map(|_| (random.below(values + 1) * random.below(2)) as u16)
                .collect();
            (
                format!("c{at}"),
                (0..values).map(|value| format!("v{value}")).collect(),
                codes,
            )
        });
        Table::new(parts.collect()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_under_k_in_k_anonymous_rows(table in tables(), k in 2_u32..8, seed in any::<u64>()) {
        let favour = if seed % 2 == 0 { kanon::Favour::Values } else { kanon::Favour::Pairs };
        let options = kanon::Options { k, rounds: 1, threads: 1, favour, ..kanon::Options::default() };
        if let Ok(made) = kanon::synthesize(&table, &options, &mut Fast::seeded(seed), &NoWatch) {
            let (real, made) = evaluate::one_dictionary(&table, &made.table).unwrap();
            let truth = combinations(&real);
            for combination in combinations(&made).keys() {
                prop_assert!(truth.get(combination).copied().unwrap_or(0) >= k);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_equal_plain_enumeration(table in tables(), threshold in 1_u32..5, threads in 1_usize..4, length in 1_usize..6) {
        let blocks = count::collect(&table, count::Options { length, threshold, threads }, &NoWatch).unwrap();
        let mut found = std::collections::HashMap::new();
        for block in &blocks {
            for (codes, n) in block.iter() {
                let key: Vec<(usize, u16)> = block.columns.iter().map(|&at| usize::from(at)).zip(codes.iter().copied()).collect();
                prop_assert!(found.insert(key, n).is_none());
            }
        }
        let truth: std::collections::HashMap<_, _> =
            combinations(&table).into_iter().filter(|(key, n)| key.len() <= length && *n >= threshold).collect();
        prop_assert_eq!(found, truth);
    }
}
