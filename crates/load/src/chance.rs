//! Choices that a number repeats: the same files are seeded whatever the machine.

/// A stream of choices.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

/// SplitMix64 (Steele, Lea, Flood 2014): one step.
const fn mixed(state: u64) -> u64 {
    let a = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    b ^ (b >> 31)
}

impl Chance {
    /// The choices that belong to a number.
    pub(crate) const fn of(seed: u64) -> Self {
        Self(mixed(seed))
    }

    /// The next 64 bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// From 0 to `end`, exclusive; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.bits().checked_rem(end).unwrap_or(0)).unwrap_or(0)
    }

    /// From 0 (never) to 1 (always less).
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A wait until the next of events that come `rate` times a second, at random (Poisson), in seconds.
    pub(crate) fn wait(&mut self, rate: f64) -> f64 {
        -self.unit().ln() / rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_come_as_often_as_asked_and_as_unevenly_as_chance() {
        let mut chance = Chance::of(1);
        let waits: Vec<f64> = (0..100_000).map(|_| chance.wait(100.0)).collect();
        let mean = waits.iter().sum::<f64>() / 1e5;
        let variance = waits.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean - 0.01).abs() < 0.0002, "{mean}");
        // Of an exponential distribution the deviation is the mean.
        assert!((variance.sqrt() - mean).abs() < 0.0003, "{variance}");
    }
}
