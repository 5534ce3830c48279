//! Whole rows taken out of the counts and put back, for a search that grows rows anew.

use super::{Allow, Cost, FORBIDDEN, Search};

impl<A: Allow> Search<'_, A> {
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// What one more row with the pair takes off the sum.
    #[inline]
    pub(crate) fn pair_gain(&self, a: u16, b: u16) -> f32 {
        let cost = self.pairs[usize::from(a) * self.width + usize::from(b)];
        -cost.bend - cost.slope
    }

    /// What `id` beside `others` takes off the sum.
    pub(crate) fn gain(&self, id: u16, others: &[u16]) -> f32 {
        let own = self.singles[usize::from(id)];
        others.iter().fold(-own.bend - own.slope, |sum, &other| {
            sum + self.pair_gain(id, other)
        })
    }

    /// What one more such row takes off the sum.
    pub(crate) fn row_gain(&self, row: &[u16]) -> f32 {
        row.iter()
            .enumerate()
            .map(|(at, &id)| self.gain(id, &row[..at]))
            .sum()
    }

    /// Counts a row in, or out.
    pub(crate) fn count_row(&mut self, row: &[u16], taking: bool) {
        for (at, &id) in row.iter().enumerate() {
            let (old, new) = if taking { (0, id) } else { (id, 0) };
            self.apply(old, new, &row[..at]);
        }
    }

    /// Writes `ids` as row `row`; the counts are left alone.
    pub(crate) fn write_row(&mut self, row: usize, ids: &[u16]) {
        let base = row * self.columns;
        self.ids[base..base + self.columns].fill(0);
        for &id in ids {
            self.ids[base + usize::from(self.measured.column_of[usize::from(id)])] = id;
        }
    }

    /// Pairs that rows show less often than `share` of their target.
    pub(crate) fn short_pairs(&self, share: f32) -> Vec<(u16, u16)> {
        let mut out = Vec::new();
        for a in 1..self.width {
            for b in a + 1..self.width {
                let (target, cost) = (
                    self.targets[a * self.width + b],
                    self.pairs[a * self.width + b],
                );
                if target > 0.0 && cost.bend > 0.0 && shown(cost, target) < share * target {
                    out.push((a as u16, b as u16));
                }
            }
        }
        out
    }

    /// Weighs each pair anew by its target and how often rows show it now.
    pub(crate) fn reweigh_pairs(&mut self, weight: impl Fn(f32, f32) -> f32) {
        for (cost, &target) in self.pairs.iter_mut().zip(self.targets) {
            if target <= 0.0 || cost.bend <= 0.0 || cost.bend >= FORBIDDEN {
                continue;
            }
            let shown = shown(*cost, target);
            let weight = weight(target, shown);
            *cost = Cost {
                slope: 2.0 * weight * (shown - target),
                bend: weight,
            };
        }
    }
}

/// Rows with the pair, where every fitted row stands for one.
fn shown(cost: Cost, target: f32) -> f32 {
    target + cost.slope / (2.0 * cost.bend)
}
