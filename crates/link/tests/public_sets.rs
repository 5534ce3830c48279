//! Quality on the public sets, at the fixed probability of 0.5: no threshold is chosen with the labels.
#![expect(
    clippy::cast_precision_loss,
    reason = "a measurement: counts are far below 2^52"
)]

use punte_link::watch::unwatched;
use punte_link::{LinkSettings, Outcome, link};
use std::collections::HashMap;
use std::path::PathBuf;

fn run(file: &str) -> (Outcome, String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/linkage")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    (
        link(
            text.as_bytes(),
            None::<&[u8]>,
            &LinkSettings::default(),
            &unwatched,
        )
        .unwrap(),
        text,
    )
}

/// Precision, recall and F1 of joined records against the true person of each.
fn quality(joined: &[(u32, u32)], person: &[String]) -> (f64, f64, f64) {
    let hits = joined
        .iter()
        .filter(|(a, b)| person[*a as usize] == person[*b as usize])
        .count() as f64;
    let mut sizes: HashMap<&str, f64> = HashMap::new();
    for p in person {
        *sizes.entry(p).or_default() += 1.0;
    }
    let total: f64 = sizes.values().map(|n| n * (n - 1.0) / 2.0).sum();
    let (p, r) = (hits / joined.len() as f64, hits / total);
    (p, r, 2.0 * p * r / (p + r))
}

fn probable(outcome: &Outcome) -> Vec<(u32, u32)> {
    outcome
        .linkage
        .pairs
        .iter()
        .filter(|p| p.log_odds >= 0.0)
        .map(|p| (p.a, p.b))
        .collect()
}

/// Bars for pairs: the better of Splink 5.0 and recordlinkage 0.16 at the threshold that suits them best. The
/// constraints on clusters cost recall here, where no household lives, and must cost no precision.
#[test]
fn febrl() {
    for (file, pairs_bar, clusters_bar) in [
        ("dataset1.csv", 0.999, 0.997),
        ("dataset2.csv", 0.9971, 0.995),
        ("dataset3.csv", 0.9976, 0.992),
    ] {
        let (outcome, text) = run(file);
        let person: Vec<String> = text
            .lines()
            .skip(1)
            .map(|l| l.split('-').nth(1).unwrap().to_owned())
            .collect();
        let pairs = quality(&probable(&outcome), &person).2;
        let (precision, _, clusters) = quality(&outcome.clusters.pairs(), &person);
        assert!(pairs >= pairs_bar, "{file}: pairs {pairs:.4}");
        assert!(
            clusters >= clusters_bar && precision >= 0.999,
            "{file}: clusters {clusters:.4}, precision {precision:.4}"
        );
    }
}

#[test]
fn splink_fake() {
    let (outcome, text) = run("splink_fake_1000.csv");
    let person: Vec<String> = text
        .lines()
        .skip(1)
        .map(|l| l.rsplit(',').next().unwrap().to_owned())
        .collect();
    let reached = quality(&outcome.clusters.pairs(), &person).2;
    assert!(reached >= 0.9673, "{reached:.4}");
}

#[test]
fn threads_do_not_change_the_result() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/linkage/dataset2.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let with = |threads| {
        let mut settings = LinkSettings::default();
        settings.link.threads = threads;
        let outcome = link(text.as_bytes(), None::<&[u8]>, &settings, &unwatched).unwrap();
        (outcome.linkage.pairs, outcome.clusters.of)
    };
    assert_eq!(with(1), with(3));
}
