//! Which pairs a person should look at, the most valuable answer first.
//!
//! An answer is worth the error it is expected to spare: for a join that was made, the chance that it is false times
//! the record pairs it created, times the price of a false merge; for one that was not made, the chance that it is
//! right times the record pairs missed. One question per pair of clusters: its other pairs then answer themselves.

use crate::cluster::{Clusters, Refusal};
use crate::model::probability;
use crate::run::Linkage;
use std::collections::HashMap;

/// Prices of the two errors, in the same unit.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// Turning two children into one.
    pub false_merge: f64,
    /// Leaving one child as two.
    pub missed_match: f64,
}

impl Default for Prices {
    /// A false merge hides a child behind another: five times a missed match.
    fn default() -> Self {
        Self {
            false_merge: 5.0,
            missed_match: 1.0,
        }
    }
}

/// A question for a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Index into [`Linkage::pairs`].
    pub pair: usize,
    /// True when the clusters are joined at present.
    pub joined: bool,
    /// Why a likely pair was not joined.
    pub refused: Option<Refusal>,
    /// Expected error spared by an answer, in the unit of the prices.
    pub worth: f64,
}

/// How often a refusal is expected to be wrong, given that the pair alone was sure: a judgement, not an estimate.
fn doubt(refusal: Refusal) -> f64 {
    match refusal {
        Refusal::TwoNumbers => 0.02,
        Refusal::Twins => 0.1,
        Refusal::Household => 0.3,
        Refusal::OneToOne => 0.5,
        Refusal::Others | Refusal::TooLarge => 1.0,
    }
}

/// The review list, most valuable first (ties: lower pair number first), at most `most` questions.
pub fn review(
    linkage: &Linkage,
    clusters: &Clusters,
    prices: Prices,
    most: usize,
) -> Vec<Question> {
    let mut sizes: HashMap<u32, f64> = HashMap::new();
    for cluster in &clusters.of {
        *sizes.entry(*cluster).or_default() += 1.0;
    }
    let mut out: Vec<Question> = Vec::new();
    let mut refusals: HashMap<usize, (Refusal, f64)> = HashMap::new();
    for step in &clusters.steps {
        if let Some(reason) = step.refused {
            refusals.insert(
                step.pair,
                (reason, probability(step.log_odds) * doubt(reason)),
            );
            continue;
        }
        let created = f64::from(step.sizes.0) * f64::from(step.sizes.1);
        out.push(Question {
            pair: step.pair,
            joined: true,
            refused: None,
            worth: (1.0 - probability(step.log_odds)) * created * prices.false_merge,
        });
    }
    let mut open: HashMap<(u32, u32), usize> = HashMap::new();
    for (i, pair) in linkage.pairs.iter().enumerate() {
        let of = |r: u32| clusters.of.get(r as usize).copied().unwrap_or(r);
        let (ca, cb) = (of(pair.a).min(of(pair.b)), of(pair.a).max(of(pair.b)));
        if ca != cb {
            let best = open.entry((ca, cb)).or_insert(i);
            if linkage
                .pairs
                .get(*best)
                .is_some_and(|known| known.log_odds < pair.log_odds)
            {
                *best = i;
            }
        }
    }
    for ((ca, cb), i) in open {
        let Some(pair) = linkage.pairs.get(i) else {
            continue;
        };
        let missed = sizes.get(&ca).unwrap_or(&1.0) * sizes.get(&cb).unwrap_or(&1.0);
        let refusal = refusals.get(&i).copied();
        let chance = refusal.map_or(pair.probability(), |(_, chance)| chance);
        out.push(Question {
            pair: i,
            joined: false,
            refused: refusal.map(|(r, _)| r),
            worth: chance * missed * prices.missed_match,
        });
    }
    out.sort_by(|x, y| y.worth.total_cmp(&x.worth).then(x.pair.cmp(&y.pair)));
    out.truncate(most);
    out
}
