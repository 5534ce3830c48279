//! The three functions of probability that are needed.

/// The upper tail of chi-square: the chance of a statistic at least `x` with `freedom` degrees of freedom.
///
/// Exact recurrence from the two ends Q(½, y) = erfc √y and Q(1, y) = e^−y by Q(a + 1, y) = Q(a, y) + y^a e^−y / Γ(a + 1);
/// every term is positive, so nothing cancels. Source: NIST DLMF §8.8.6 and §7.11.
pub(crate) fn chi_square_tail(x: f64, freedom: u32) -> f64 {
    if freedom == 0 || !x.is_finite() {
        return if freedom == 0 { 1.0 } else { 0.0 };
    }
    let y = x.max(0.0) / 2.0;
    let (mut a, mut tail, mut log_gamma) = if freedom % 2 == 1 {
        (0.5, libm::erfc(y.sqrt()), libm::lgamma(1.5))
    } else {
        (1.0, (-y).exp(), 0.0)
    };
    let target = f64::from(freedom) / 2.0;
    while a + 0.5 < target {
        if y > 0.0 {
            tail += (a * y.ln() - y - log_gamma).exp();
        }
        a += 1.0;
        log_gamma += a.ln();
    }
    tail.min(1.0)
}

/// The standard normal quantile: the z with Φ(z) = p, for 0 < p < 1, to the last bits (bisection on erfc).
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-40.0_f64, 40.0_f64);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if libm::erfc(-middle / std::f64::consts::SQRT_2) / 2.0 < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Values of SciPy 1.17: scipy.stats.chi2.sf(x, k), scipy.stats.norm.ppf(p).
    #[test]
    fn known_values() {
        for (x, k, want) in [
            (3.841_458_820_694_124, 1, 0.05),
            (0.0, 1, 1.0),
            (5.991_464_547_107_979, 2, 0.05),
            (7.814_727_903_251_179, 3, 0.05),
            (18.307_038_053_275_146, 10, 0.05),
            (100.0, 1, 1.523_970_604_832_105e-23),
        ] {
            let got = chi_square_tail(x, k);
            assert!(
                (got - want).abs() <= 1e-12 * want.max(1e-12),
                "{x} {k}: {got}"
            );
        }
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-13);
        assert!((normal_quantile(0.05) + 1.644_853_626_951_472).abs() < 1e-13);
    }
}
