//! The discrete Gaussian, sampled exactly with integers (Canonne, Kamath and Steinke 2020, algorithms 1 to 3).
//!
//! No floating point takes part in a draw, so the attacks on textbook samplers (Mironov 2012) do not apply.

use crate::{Error, Random};

/// Largest variance drawn, in units²: the exact fractions of a draw then fit 128 bits up to 2^13 standard deviations away.
pub const MAX_VARIANCE: u64 = 1 << 50;

/// A Bernoulli draw of probability `numerator / denominator`, which must be at most 1.
fn bernoulli(numerator: u128, denominator: u128, random: &mut dyn Random) -> bool {
    wide_below(denominator, random) < numerator
}

fn wide_below(bound: u128, random: &mut dyn Random) -> u128 {
    if let Ok(small) = u64::try_from(bound) {
        return u128::from(random.below(small));
    }
    let mask = u128::MAX >> bound.leading_zeros();
    loop {
        let draw = ((u128::from(random.bits()) << 64) | u128::from(random.bits())) & mask;
        if draw < bound {
            return draw;
        }
    }
}

/// A Bernoulli draw of probability exp(-n/d) for n/d in [0, 1].
fn bernoulli_exp_unit(n: u128, d: u128, random: &mut dyn Random) -> bool {
    let mut k = 1_u128;
    loop {
        if !bernoulli(n, d * k, random) {
            return k % 2 == 1;
        }
        k += 1;
    }
}

fn bernoulli_exp(mut n: u128, d: u128, random: &mut dyn Random) -> bool {
    while n > d {
        if !bernoulli_exp_unit(1, 1, random) {
            return false;
        }
        n -= d;
    }
    bernoulli_exp_unit(n, d, random)
}

fn discrete_laplace(scale: u64, random: &mut dyn Random) -> i64 {
    loop {
        let u = random.below(scale);
        if !bernoulli_exp_unit(u128::from(u), u128::from(scale), random) {
            continue;
        }
        let mut v = 0_u64;
        while bernoulli_exp_unit(1, 1, random) {
            v += 1;
        }
        let magnitude = (u + scale * v) as i64;
        let negative = random.bits() & 1 == 1;
        if !(negative && magnitude == 0) {
            return if negative { -magnitude } else { magnitude };
        }
    }
}

/// The discrete Gaussian with an integer variance parameter, on the integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiscreteGaussian {
    variance: u64,
    scale: u64,
}

impl DiscreteGaussian {
    /// Noise with parameter σ² = `variance`. Variance 0 gives the constant 0: no noise and no privacy.
    ///
    /// # Errors
    /// [`Error::Parameter`] above [`MAX_VARIANCE`]: less noise than was paid for is never drawn in its place.
    pub fn new(variance: u64) -> Result<Self, Error> {
        if variance > MAX_VARIANCE {
            return Err(Error::Parameter(format!(
                "the noise would need a variance of {variance}, the sampler draws up to {MAX_VARIANCE}: raise epsilon"
            )));
        }
        Ok(Self {
            variance,
            scale: variance.isqrt() + 1,
        })
    }

    /// One draw.
    pub fn draw(self, random: &mut dyn Random) -> i64 {
        if self.variance == 0 {
            return 0;
        }
        let (t, s2) = (u128::from(self.scale), u128::from(self.variance));
        loop {
            let y = discrete_laplace(self.scale, random);
            // exp(-(|y| - s2/t)^2 / (2 s2)), with both sides of the fraction multiplied by t^2.
            let difference = (u128::from(y.unsigned_abs()) * t).abs_diff(s2);
            if bernoulli_exp(difference * difference, 2 * s2 * t * t, random) {
                return y;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fast;

    /// Pearson's statistic of draws against the exact probabilities, over the cells that expect at least 20.
    fn chi_square(variance: u64, draws: usize, seed: u64, shift: i64) -> (f64, usize) {
        let mut random = Fast::seeded(seed);
        let noise = DiscreteGaussian::new(variance).unwrap();
        let reach = 12 * variance.isqrt() as i64 + 12;
        let mut histogram = vec![0_f64; (2 * reach + 1) as usize];
        for _ in 0..draws {
            histogram[(noise.draw(&mut random) + shift + reach).clamp(0, 2 * reach) as usize] +=
                1.0;
        }
        let weight = |x: i64| (-(x as f64).powi(2) / (2.0 * variance as f64)).exp();
        let total: f64 = (-reach..=reach).map(weight).sum();
        let mut statistic = 0.0;
        let mut cells = 0;
        for x in -reach..=reach {
            let expected = draws as f64 * weight(x) / total;
            if expected >= 20.0 {
                statistic += (histogram[(x + reach) as usize] - expected).powi(2) / expected;
                cells += 1;
            }
        }
        (statistic, cells - 1)
    }

    #[test]
    fn draws_follow_the_exact_distribution() {
        for (variance, seed) in [(1, 1), (2, 2), (9, 3), (90, 4), (1_000, 5)] {
            let (statistic, freedom) = chi_square(variance, 200_000, seed, 0);
            let limit = freedom as f64 + 4.5 * (2.0 * freedom as f64).sqrt();
            assert!(
                statistic < limit,
                "variance {variance}: chi-square {statistic} on {freedom}"
            );
        }
    }

    #[test]
    fn the_test_itself_notices_a_shifted_and_a_wrong_width() {
        let (shifted, freedom) = chi_square(1_000, 200_000, 6, 1);
        assert!(
            shifted > freedom as f64 + 4.5 * (2.0 * freedom as f64).sqrt(),
            "{shifted} on {freedom}"
        );
    }

    #[test]
    fn no_variance_is_no_noise() {
        assert_eq!(
            DiscreteGaussian::new(0).unwrap().draw(&mut Fast::seeded(1)),
            0
        );
    }

    /// Less noise than asked for would be less privacy than promised.
    #[test]
    fn wide_noise_is_drawn_wide_or_refused() {
        let mut random = Fast::seeded(8);
        for power in [40_u32, 44, 50] {
            let noise = DiscreteGaussian::new(1 << power).unwrap();
            let draws = 4_000;
            let square: f64 = (0..draws)
                .map(|_| (noise.draw(&mut random) as f64).powi(2))
                .sum();
            let ratio = square / f64::from(draws) / 2_f64.powi(power as i32);
            assert!((0.88..1.12).contains(&ratio), "2^{power}: {ratio}");
        }
        assert!(DiscreteGaussian::new(MAX_VARIANCE + 1).is_err());
        assert!(DiscreteGaussian::new(u64::MAX).is_err());
    }
}
