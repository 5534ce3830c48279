//! Zero-concentrated differential privacy (zCDP): what each measurement costs and what the whole promises.
//!
//! A mechanism that adds discrete Gaussian noise of variance σ² to integers whose vector moves by at most Δ (Euclidean)
//! when one row is added or taken away is Δ²/(2σ²)-zCDP, and costs add up (Bun and Steinke 2016; Canonne, Kamath and
//! Steinke 2020, theorem 14).

use crate::Error;

/// δ that ρ-zCDP gives at ε (Canonne, Kamath and Steinke 2020, corollary 13): the least over α > 1 of
/// exp((α-1)(αρ-ε)) / (α-1) · (1-1/α)^α.
pub fn delta_of(rho: f64, epsilon: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    let log_delta = |alpha: f64| {
        (alpha - 1.0) * (alpha * rho - epsilon) - (alpha - 1.0).ln()
            + alpha * (-1.0 / alpha).ln_1p()
    };
    // The exponent is convex in alpha; golden-section search on its logarithm.
    let (mut low, mut high) = (1e-6_f64.ln(), 1e6_f64.ln());
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..200 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if log_delta(1.0 + a.exp()) < log_delta(1.0 + b.exp()) {
            high = b;
        } else {
            low = a;
        }
    }
    log_delta(1.0 + f64::midpoint(low, high).exp())
        .exp()
        .min(1.0)
}

/// ε that ρ-zCDP gives at δ; rounded up by the search, never down.
pub fn epsilon_of(rho: f64, delta: f64) -> f64 {
    let (mut low, mut high) = (0.0, rho + 2.0 * (rho * (1.0 / delta).ln()).sqrt() + 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if delta_of(rho, middle) <= delta {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The largest ρ whose zCDP implies (ε, δ); rounded down.
///
/// # Errors
/// When ε is not positive and finite or δ not in (0, 1).
pub fn rho_of(epsilon: f64, delta: f64) -> Result<f64, Error> {
    if !(epsilon > 0.0 && epsilon <= 1_000.0) {
        return Err(Error::Parameter(format!(
            "epsilon must be above 0 and at most 1000, not {epsilon}"
        )));
    }
    if !(delta > 0.0 && delta < 1.0) {
        return Err(Error::Parameter(format!(
            "delta must be above 0 and below 1, not {delta}"
        )));
    }
    let (mut low, mut high) = (0.0, epsilon);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if delta_of(middle, epsilon) <= delta {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// One measurement that was paid for.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Payment {
    /// What was measured.
    pub what: String,
    /// Its cost in ρ.
    pub rho: f64,
    /// Standard deviation of the noise, in people.
    pub sigma: f64,
    /// Euclidean sensitivity: how far one person can move the vector, in people.
    pub sensitivity: f64,
}

/// A budget that can only be spent through [`Budget::pay`], and only once.
#[derive(Debug, Clone)]
pub struct Budget {
    total: f64,
    spent: f64,
    payments: Vec<Payment>,
}

impl Budget {
    /// A budget of `rho`.
    pub fn new(rho: f64) -> Self {
        Self {
            total: rho,
            spent: 0.0,
            payments: Vec::new(),
        }
    }

    /// Pays `rho` for a vector of integer units with sensitivity `sensitivity` units, and gives the noise variance
    /// (units²) that this buys, rounded up. `unit` is how many units make one person.
    ///
    /// # Errors
    /// [`Error::Parameter`] when the budget does not hold that much: nothing may then be measured.
    pub fn pay(&mut self, what: &str, rho: f64, sensitivity: f64, unit: f64) -> Result<u64, Error> {
        if !(rho > 0.0 && rho.is_finite()) || self.spent + rho > self.total * (1.0 + 1e-12) {
            return Err(Error::Parameter(format!(
                "the privacy budget is spent: {what} asks for {rho:.6}, {:.6} of {:.6} is left",
                self.total - self.spent,
                self.total
            )));
        }
        let variance = (sensitivity * sensitivity / (2.0 * rho)).ceil().max(1.0);
        self.spent += rho;
        self.payments.push(Payment {
            what: what.to_owned(),
            rho,
            sigma: variance.sqrt() / unit,
            sensitivity: sensitivity / unit,
        });
        Ok(variance as u64)
    }

    /// What was paid, in order.
    pub fn payments(&self) -> &[Payment] {
        &self.payments
    }
    /// ρ spent so far.
    pub fn spent(&self) -> f64 {
        self.spent
    }
    /// ρ that is left.
    pub fn left(&self) -> f64 {
        (self.total - self.spent).max(0.0)
    }
}

/// The quantile function of the standard normal by bisection on its tail; `tail` in (0, 0.5).
pub fn normal_quantile_of_tail(tail: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if normal_tail(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(Z > x) for x ≥ 0, by the continued fraction of Mills' ratio for large x and a series below (relative error under 1e-9).
pub fn normal_tail(x: f64) -> f64 {
    let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if x < 2.5 {
        let (mut term, mut sum, mut n) = (x, x, 1.0);
        while term.abs() > 1e-17 * sum.abs() && n < 400.0 {
            term *= x * x / (2.0 * n + 1.0);
            sum += term;
            n += 1.0;
        }
        return 0.5 - density * sum;
    }
    let mut fraction = x;
    for k in (1..=200).rev() {
        fraction = x + f64::from(k) / fraction;
    }
    density / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bun and Steinke 2016, proposition 1.3: ρ-zCDP implies (ρ + 2√(ρ ln(1/δ)), δ). Ours may only be tighter.
    #[test]
    fn never_above_the_classic_conversion_and_not_far_below() {
        for rho in [0.01, 0.1, 0.5, 1.0, 2.0, 5.0] {
            for delta in [1e-10_f64, 1e-6, 1e-5] {
                let classic = rho + 2.0 * (rho * (1.0 / delta).ln()).sqrt();
                let ours = epsilon_of(rho, delta);
                assert!(
                    ours < classic && ours > 0.75 * classic,
                    "rho {rho} delta {delta}: {ours} against {classic}"
                );
            }
        }
    }

    /// Figures of the program that the authors of the conversion published with it
    /// (cdp2adp.py, IBM/discrete-gaussian-differential-privacy, commit cb190d2).
    #[test]
    fn agrees_with_the_authors_program() {
        let published = [
            (0.025, 1e-6, 1.014_074_255),
            (0.1, 1e-5, 1.914_238_832),
            (0.5, 1e-6, 5.221_534_445),
            (2.0, 1e-6, 11.688_596_249),
            (2.56, 1e-10, 17.158_308_712),
            (0.07, 1e-10, 2.387_275_177),
        ];
        for (rho, delta, epsilon) in published {
            let ours = epsilon_of(rho, delta);
            assert!(
                (ours - epsilon).abs() < 1e-6,
                "rho {rho} delta {delta}: {ours}, published {epsilon}"
            );
        }
    }

    /// The Gaussian mechanism's exact curve (Balle and Wang 2018, theorem 8) can never lie above the zCDP one.
    #[test]
    fn never_below_the_exact_gaussian_curve() {
        for rho in [0.05_f64, 0.5, 2.0] {
            let mu = (2.0 * rho).sqrt();
            for epsilon in [mu * mu, 2.0 * mu * mu + 1.0, 12.0] {
                let upper = |x: f64| {
                    if x >= 0.0 {
                        normal_tail(x)
                    } else {
                        1.0 - normal_tail(-x)
                    }
                };
                let exact =
                    upper(epsilon / mu - mu / 2.0) - epsilon.exp() * upper(epsilon / mu + mu / 2.0);
                assert!(
                    delta_of(rho, epsilon) >= exact,
                    "rho {rho} epsilon {epsilon}"
                );
            }
        }
    }

    #[test]
    fn conversions_agree_with_each_other() {
        let rho = rho_of(12.0, 1e-6).unwrap();
        assert!(delta_of(rho, 12.0) <= 1e-6);
        assert!((epsilon_of(rho, 1e-6) - 12.0).abs() < 1e-6);
        assert!(
            rho_of(0.0, 1e-6).is_err()
                && rho_of(1.0, 0.0).is_err()
                && rho_of(f64::NAN, 0.1).is_err()
        );
    }

    #[test]
    fn a_budget_is_spent_once() {
        let mut budget = Budget::new(1.0);
        assert_eq!(budget.pay("a", 0.5, 10.0, 1.0).unwrap(), 100);
        assert!(budget.pay("b", 0.6, 10.0, 1.0).is_err());
        assert!(budget.pay("b", 0.5, 10.0, 1.0).is_ok());
        assert!(budget.pay("c", 1e-6, 10.0, 1.0).is_err());
        assert!(budget.pay("d", f64::NAN, 10.0, 1.0).is_err());
    }

    #[test]
    fn normal_tail_agrees_with_published_values() {
        for (x, tail) in [
            (0.0, 0.5),
            (1.0, 0.158_655_253_9),
            (1.96, 0.024_997_895_1),
            (3.0, 0.001_349_898_03),
            (6.0, 9.865_876_45e-10),
        ] {
            assert!((normal_tail(x) / tail - 1.0_f64).abs() < 1e-8, "{x}");
        }
        assert!((normal_quantile_of_tail(0.025) - 1.959_963_985).abs() < 1e-8);
    }
}
