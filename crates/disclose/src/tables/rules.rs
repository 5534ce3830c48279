//! Which cells a rule withholds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Rules of primary suppression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Counts from 1 to k - 1 are withheld.
    pub k: u32,
    /// Least width of the interval an attacker may be left with for a withheld cell.
    pub width: u32,
    /// Withholds a cell that holds everybody of the group one step above it, because to know the group is to know the answer.
    #[serde(default)]
    pub full_cells: bool,
    /// Withholds a cell that few contributors make.
    #[serde(default)]
    pub dominance: Option<Dominance>,
}

/// (n, share) dominance: a cell is withheld when its `largest` contributors together make more than `share` of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dominance {
    /// Column that names the contributor of each row, for instance the organisation.
    pub contributor: String,
    /// Number of largest contributors taken together.
    pub largest: usize,
    /// Share from 0 to 1.
    pub share: f64,
}

impl Dominance {
    /// Whether the rule withholds a cell of these contributions.
    pub(super) fn withholds(&self, contributions: &BTreeMap<u16, u32>) -> bool {
        let total: u32 = contributions.values().sum();
        let mut sizes: Vec<u32> = contributions.values().copied().collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let largest: u32 = sizes.iter().take(self.largest).sum();
        total > 0 && f64::from(largest) > self.share * f64::from(total)
    }
}

impl Rules {
    /// Whether a count alone is withheld.
    pub(super) fn small(&self, count: f64) -> bool {
        count > 0.0 && count < f64::from(self.k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dominance_counts_the_largest() {
        let rule = Dominance {
            contributor: "unit".to_owned(),
            largest: 2,
            share: 0.85,
        };
        let cell = |sizes: &[u32]| {
            sizes
                .iter()
                .enumerate()
                .map(|(at, &n)| (at as u16, n))
                .collect()
        };
        assert!(rule.withholds(&cell(&[80, 10, 10])));
        assert!(!rule.withholds(&cell(&[40, 30, 30])));
        assert!(!rule.withholds(&cell(&[])));
    }
}
