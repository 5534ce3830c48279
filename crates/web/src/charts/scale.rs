//! From counts to pixels.

/// A vertical scale from zero to a round number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Top of the axis.
    pub(super) max: u32,
    /// Distance of grid lines.
    pub(super) step: u32,
    top: i64,
    bottom: i64,
}

impl Scale {
    /// A scale that holds `largest` between the pixels `top` and `bottom`, with about four steps.
    pub(super) fn new(largest: u32, top: i64, bottom: i64) -> Self {
        let step = step(largest);
        let max = largest.div_ceil(step).max(1).saturating_mul(step);
        Self {
            max,
            step,
            top,
            bottom,
        }
    }

    /// The pixel of a count.
    pub(super) fn y(&self, value: u32) -> i64 {
        let span = self.bottom - self.top;
        self.bottom - (i64::from(value) * span + i64::from(self.max) / 2) / i64::from(self.max)
    }

    /// Counts of the grid lines, from zero.
    pub(super) fn grid(&self) -> impl Iterator<Item = u32> {
        (0..=self.max / self.step).map(|i| i * self.step)
    }
}

/// 1, 2 or 5 times a power of ten, so that four or five steps reach `largest`.
fn step(largest: u32) -> u32 {
    let mut unit: u32 = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = unit.saturating_mul(factor);
            if step.saturating_mul(5) >= largest {
                return step;
            }
        }
        match unit.checked_mul(10) {
            Some(next) => unit = next,
            None => return unit,
        }
    }
}

/// Moves labels apart so that each has `room` pixels, keeping their order and staying above `bottom`.
pub(super) fn spread(places: &mut [i64], room: i64, bottom: i64) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|i| places.get(*i).copied());
    let mut floor = i64::MIN;
    for i in &order {
        if let Some(place) = places.get_mut(*i) {
            *place = (*place).max(floor);
            floor = *place + room;
        }
    }
    let mut ceiling = bottom;
    for i in order.iter().rev() {
        if let Some(place) = places.get_mut(*i) {
            *place = (*place).min(ceiling);
            ceiling = *place - room;
        }
    }
}
