//! Against lifelines 0.30.3 on 100 random data sets (frozen by `fixtures/make_survival.py`), to 1e-9.

use punte_journeys::survival::{
    Bands, CompetingWait, Confidence, Wait, cumulative_incidence, kaplan_meier, log_rank,
};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

const TOLERANCE: f64 = 1e-9;

fn sets() -> Vec<Value> {
    let all: Vec<Value> = serde_json::from_str(include_str!("fixtures/survival.json")).unwrap();
    assert_eq!(all.len(), 100);
    all
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

fn ends(set: &Value) -> Vec<u64> {
    set["end"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_u64().unwrap())
        .collect()
}

fn waits(set: &Value) -> Vec<Wait> {
    numbers(&set["time"])
        .into_iter()
        .zip(ends(set))
        .map(|(time, end)| Wait {
            time,
            ended: end > 0,
        })
        .collect()
}

/// The largest difference met, as bits: for what is not negative they are ordered like the numbers.
static LARGEST: AtomicU64 = AtomicU64::new(0);

fn close(what: &str, set: usize, got: f64, want: f64) {
    let apart = (got - want).abs();
    LARGEST.fetch_max(apart.to_bits(), Ordering::Relaxed);
    assert!(
        apart <= TOLERANCE,
        "set {set}, {what}: {got} and not {want}"
    );
}

fn report(what: &str) {
    let largest = f64::from_bits(LARGEST.load(Ordering::Relaxed));
    println!(
        "\nBAR\t4\t{what}, 100 data sets: largest difference from lifelines so far\t{largest:.1e}\t1e-9\tmet"
    );
}

#[test]
fn kaplan_meier_median_and_mean() {
    let mut compared = 0;
    for (index, set) in sets().iter().enumerate() {
        let curve = kaplan_meier(&waits(set), Bands::LogLog, Confidence::USUAL).unwrap();
        let want = set["km"].as_array().unwrap();
        assert_eq!(curve.points.len(), want.len());
        for (point, row) in curve.points.iter().zip(want) {
            let [time, survival, low, high] = numbers(row)[..] else {
                panic!("four numbers")
            };
            close("time", index, point.time, time);
            close("survival", index, point.survival, survival);
            close("low", index, point.low, low);
            close("high", index, point.high, high);
            compared += 1;
        }
        let median = curve.median();
        let want: Vec<Option<f64>> = set["median"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::as_f64)
            .collect();
        assert_eq!(
            [median.time, median.low, median.high],
            want[..],
            "set {index}"
        );
        let [limit, mean] = numbers(&set["mean"])[..] else {
            panic!("two numbers")
        };
        close(
            "restricted mean",
            index,
            curve.restricted_mean(limit).unwrap().mean,
            mean,
        );
    }
    assert!(compared > 3_000);
    report("Kaplan-Meier");
}

#[test]
fn log_rank_of_two_to_four_groups() {
    for (index, set) in sets().iter().enumerate() {
        let groups: Vec<usize> = set["group"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| usize::try_from(v.as_u64().unwrap()).unwrap())
            .collect();
        let mut parts = vec![Vec::new(); groups.iter().max().unwrap() + 1];
        for (wait, group) in waits(set).into_iter().zip(groups) {
            parts[group].push(wait);
        }
        let test = log_rank(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
        let [statistic, p, freedom] = numbers(&set["logrank"])[..] else {
            panic!("three numbers")
        };
        close("statistic", index, test.statistic, statistic);
        close("p", index, test.p_value, p);
        close("freedom", index, f64::from(test.freedom), freedom);
    }
    report("log-rank");
}

#[test]
fn cumulative_incidence_and_its_interval() {
    let mut compared = 0;
    for (index, set) in sets().iter().enumerate() {
        let end = |end: u64| u16::try_from(end).unwrap().checked_sub(1);
        let competing = |times: &Value| -> Vec<CompetingWait> {
            numbers(times)
                .into_iter()
                .zip(ends(set))
                .map(|(time, e)| CompetingWait { time, end: end(e) })
                .collect()
        };
        let got = cumulative_incidence(&competing(&set["smooth"]), 2).unwrap();
        for (points, want) in got.ends.iter().zip(set["incidence"].as_array().unwrap()) {
            let want = want.as_array().unwrap();
            assert_eq!(points.len(), want.len());
            for (point, row) in points.iter().zip(want) {
                close(
                    "incidence",
                    index,
                    point.incidence,
                    row[1].as_f64().unwrap(),
                );
                // lifelines has no variance once nobody is left, and no interval while nothing has happened.
                if let Some(variance) = row[2].as_f64() {
                    close("variance", index, point.variance, variance);
                }
                if let (Some(low), Some(high)) = (row[3].as_f64(), row[4].as_f64()) {
                    let (got_low, got_high) = point.interval(Confidence::USUAL);
                    close("low", index, got_low, low);
                    close("high", index, got_high, high);
                    compared += 1;
                }
            }
        }
        let Some(tied) = set["tied"].as_array() else {
            continue;
        };
        let got = cumulative_incidence(&competing(&set["time"]), 2).unwrap();
        for (points, want) in got.ends.iter().zip(tied) {
            for (point, row) in points.iter().zip(want.as_array().unwrap()) {
                close(
                    "tied incidence",
                    index,
                    point.incidence,
                    row[1].as_f64().unwrap(),
                );
                close(
                    "tied variance",
                    index,
                    point.variance,
                    row[2].as_f64().unwrap(),
                );
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
    report("cumulative incidence");
}

#[test]
fn the_log_band_is_by_its_formula() {
    for set in sets().iter().take(10) {
        let curve = kaplan_meier(&waits(set), Bands::Log, Confidence::new(0.9).unwrap()).unwrap();
        for p in curve
            .points
            .iter()
            .filter(|p| p.survival > 0.0 && p.survival < 1.0)
        {
            let width = 1.644_853_626_951_472_2 * p.error / p.survival;
            assert!((p.low - p.survival * (-width).exp()).abs() < TOLERANCE);
            assert!((p.high - (p.survival * width.exp()).min(1.0)).abs() < TOLERANCE);
        }
    }
}
