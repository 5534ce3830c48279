//! The Kaplan-Meier estimator of the part still waiting.
//!
//! Sources: E. L. Kaplan, P. Meier, JASA 53 (1958) 457-481; M. Greenwood, Reports on Public Health and Medical Subjects 33
//! (1926); J. D. Kalbfleisch, R. L. Prentice, *The Statistical Analysis of Failure Time Data*, 2nd ed., Wiley 2002, §1.4
//! (intervals on the log and log-log scale); R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41 (interval of the
//! median); J. P. Klein, M. L. Moeschberger, *Survival Analysis*, 2nd ed., Springer 2003, §4.5 (restricted mean).

use super::{Confidence, Wait, check, float};
use crate::error::{JourneyError, Result};

/// The scale on which an interval is symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bands {
    /// log(−log S): stays within 0 and 1, holds its level best with few observations; the default.
    #[default]
    LogLog,
    /// log S, cut at 1.
    Log,
}

/// The curve at one time at which something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The time.
    pub time: f64,
    /// Waiting just before it.
    pub at_risk: u64,
    /// Waits that ended at it.
    pub ended: u64,
    /// Waits last seen at it, still going on.
    pub censored: u64,
    /// Part still waiting just after it, 0 ..= 1.
    pub survival: f64,
    /// Greenwood's standard error of `survival`.
    pub error: f64,
    /// Lower end of the pointwise interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A quantile of the waiting time. `None`: the curve (or the band) does not come down so far, so it is not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The estimate.
    pub time: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end; `None` means that no upper bound can be given.
    pub high: Option<f64>,
}

/// The mean wait when every wait is counted up to `limit` at most: the area under the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// Up to where.
    pub limit: f64,
    /// The mean.
    pub mean: f64,
    /// Standard error of the estimate (not the spread of the waits).
    pub error: f64,
}

/// A Kaplan-Meier curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// At every distinct time, in order.
    pub points: Vec<Point>,
    /// How many waits.
    pub waits: u64,
    /// How many of them ended.
    pub ended: u64,
}

/// Fits a curve. Waits that end and waits that are censored at one time: the end came first.
///
/// Where S is 1 the interval is [1, 1]; where S is 0 it is [0, 0]: the variance is not defined at either. No observation
/// at all, or a time that is none, is refused. O(n log n) time, 24 bytes a wait and 64 a distinct time.
pub fn kaplan_meier(waits: &[Wait], bands: Bands, confidence: Confidence) -> Result<Curve> {
    check(waits.iter().map(|w| w.time))?;
    if waits.is_empty() {
        return Err(JourneyError::TooLittle(
            "no wait began, so nothing can be said about its length",
        ));
    }
    let z = confidence.deviate();
    let mut sorted = waits.to_vec();
    sorted.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = sorted.len() as u64;
    let (mut survival, mut sum) = (1.0, 0.0);
    let mut points = Vec::new();
    for same in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
        let Some(first) = same.first() else { continue };
        let ended = same.iter().filter(|w| w.ended).count() as u64;
        let left = at_risk - ended;
        survival *= float(left) / float(at_risk);
        if ended > 0 && left > 0 {
            sum += float(ended) / (float(at_risk) * float(left));
        }
        let (low, high) = interval(survival, sum, z, bands);
        let error = if survival > 0.0 {
            survival * sum.sqrt()
        } else {
            0.0
        };
        let censored = same.len() as u64 - ended;
        points.push(Point {
            time: first.time,
            at_risk,
            ended,
            censored,
            survival,
            error,
            low,
            high,
        });
        at_risk -= same.len() as u64;
    }
    Ok(Curve {
        points,
        waits: waits.len() as u64,
        ended: waits.iter().filter(|w| w.ended).count() as u64,
    })
}

fn interval(survival: f64, sum: f64, z: f64, bands: Bands) -> (f64, f64) {
    if survival <= 0.0 {
        return (0.0, 0.0);
    }
    if survival >= 1.0 {
        return (1.0, 1.0);
    }
    match bands {
        Bands::LogLog => {
            let log = survival.ln();
            // S^(e^w) = exp(e^w ln S); `width` is negative, so the lower end is that with the greater exponent.
            let wider = (z * sum.sqrt() / log).exp();
            ((log / wider).exp(), (log * wider).exp())
        }
        Bands::Log => {
            let width = z * sum.sqrt();
            (survival * (-width).exp(), (survival * width.exp()).min(1.0))
        }
    }
}

/// What a product of many factors may have lost of an exact one half.
const ROUNDING: f64 = 1e-11;

impl Curve {
    /// The part still waiting just after `time`.
    #[must_use]
    pub fn survival_at(&self, time: f64) -> f64 {
        let after = self.points.partition_point(|p| p.time <= time);
        after
            .checked_sub(1)
            .and_then(|i| self.points.get(i))
            .map_or(1.0, |p| p.survival)
    }

    /// The first time by which a part `q` of the waits (0.5: half) is over, with the interval that comes from the band.
    pub fn quantile(&self, q: f64) -> Result<Quantile> {
        if !(q > 0.0 && q < 1.0) {
            return Err(JourneyError::BadParameter {
                what: "the quantile",
                range: "between 0 and 1",
                value: q,
            });
        }
        let left = 1.0 - q + ROUNDING;
        let first = |value: fn(&Point) -> f64| {
            self.points
                .iter()
                .find(|p| value(p) <= left)
                .map(|p| p.time)
        };
        Ok(Quantile {
            time: first(|p| p.survival),
            low: first(|p| p.low),
            high: first(|p| p.high),
        })
    }

    /// The median wait.
    #[must_use]
    pub fn median(&self) -> Quantile {
        self.quantile(0.5).unwrap_or(Quantile {
            time: None,
            low: None,
            high: None,
        })
    }

    /// The longest time that was observed.
    #[must_use]
    pub fn last(&self) -> f64 {
        self.points.last().map_or(0.0, |p| p.time)
    }

    /// The mean of the waits, each counted up to `limit`. Beyond the last observation nothing is known, so a longer limit
    /// is refused unless the curve has come down to 0.
    pub fn restricted_mean(&self, limit: f64) -> Result<RestrictedMean> {
        let reached_zero = self.points.last().is_some_and(|p| p.survival <= 0.0);
        if limit.is_nan() || limit <= 0.0 || (limit > self.last() && !reached_zero) {
            let range = "more than 0 and no longer than the longest wait observed";
            return Err(JourneyError::BadParameter {
                what: "the limit of the restricted mean",
                range,
                value: limit,
            });
        }
        let mut mean = 0.0;
        let (mut before, mut survival) = (0.0, 1.0);
        let mut areas = Vec::new();
        for point in self.points.iter().take_while(|p| p.time <= limit) {
            mean += survival * (point.time - before);
            (before, survival) = (point.time, point.survival);
            areas.push((mean, point));
        }
        mean += survival * (limit - before);
        let variance: f64 = areas
            .iter()
            .filter(|(_, p)| p.ended > 0 && p.at_risk > p.ended)
            .map(|(area, p)| {
                (mean - area).powi(2) * float(p.ended)
                    / (float(p.at_risk) * float(p.at_risk - p.ended))
            })
            .sum();
        Ok(RestrictedMean {
            limit,
            mean,
            error: variance.sqrt(),
        })
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn waits(all: &[(f64, bool)]) -> Vec<Wait> {
        all.iter()
            .map(|&(time, ended)| Wait { time, ended })
            .collect()
    }

    // Freireich et al. 1963, 6-MP arm: the example of Kalbfleisch and Prentice and of most textbooks.
    #[test]
    fn freireich() {
        let data: Vec<Wait> = [6, 6, 6, 7, 10, 13, 16, 22, 23]
            .iter()
            .map(|&t| (f64::from(t), true))
            .chain(
                [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
                    .iter()
                    .map(|&t| (f64::from(t), false)),
            )
            .map(|(time, ended)| Wait { time, ended })
            .collect();
        let curve = kaplan_meier(&data, Bands::LogLog, Confidence::USUAL).unwrap();
        assert!((curve.survival_at(6.0) - 0.857_142_857).abs() < 1e-9);
        assert!((curve.survival_at(10.0) - 0.752_941_176).abs() < 1e-9);
        assert!((curve.survival_at(23.0) - 0.448_179_272).abs() < 1e-9);
        assert_eq!(curve.median().time, Some(23.0));
        assert_eq!(curve.median().low, Some(13.0));
        assert_eq!(curve.median().high, None);
    }

    #[test]
    fn exactly_half_is_half() {
        let curve = kaplan_meier(
            &waits(&[(1.0, true), (2.0, true), (3.0, true), (4.0, true)]),
            Bands::Log,
            Confidence::USUAL,
        );
        assert_eq!(curve.unwrap().median().time, Some(2.0));
    }

    #[test]
    fn refuses_what_cannot_be() {
        for bad in [f64::NAN, f64::INFINITY, -1.0] {
            assert!(
                kaplan_meier(
                    &waits(&[(1.0, true), (bad, true)]),
                    Bands::LogLog,
                    Confidence::USUAL
                )
                .is_err()
            );
        }
        assert!(kaplan_meier(&[], Bands::LogLog, Confidence::USUAL).is_err());
        let open = kaplan_meier(
            &waits(&[(1.0, true), (5.0, false)]),
            Bands::LogLog,
            Confidence::USUAL,
        )
        .unwrap();
        assert!(open.restricted_mean(6.0).is_err());
        assert!(open.restricted_mean(5.0).is_ok());
    }

    proptest! {
        #[test]
        fn without_censoring_it_is_the_empirical_part(times in proptest::collection::vec(0_u8..30, 1..60)) {
            let data: Vec<_> = times.iter().map(|&t| (f64::from(t), true)).collect();
            let curve = kaplan_meier(&waits(&data), Bands::LogLog, Confidence::USUAL).unwrap();
            for t in 0..30_u8 {
                let longer = times.iter().filter(|&&x| x > t).count() as f64 / times.len() as f64;
                prop_assert!((curve.survival_at(f64::from(t)) - longer).abs() < 1e-12);
            }
            let mean = times.iter().map(|&t| f64::from(t)).sum::<f64>() / times.len() as f64;
            if curve.last() > 0.0 {
                prop_assert!((curve.restricted_mean(curve.last()).unwrap().mean - mean).abs() < 1e-9);
            }
        }

        #[test]
        fn falls_and_stays_in_its_band(data in proptest::collection::vec((0_u16..50, any::<bool>()), 1..80), log in any::<bool>()) {
            let data: Vec<_> = data.iter().map(|&(t, e)| (f64::from(t) / 7.0, e)).collect();
            let bands = if log { Bands::Log } else { Bands::LogLog };
            let curve = kaplan_meier(&waits(&data), bands, Confidence::USUAL).unwrap();
            let mut before = 1.0;
            for p in &curve.points {
                prop_assert!(p.survival <= before && (0.0..=1.0).contains(&p.survival));
                prop_assert!(0.0 <= p.low && p.low <= p.survival && p.survival <= p.high && p.high <= 1.0);
                before = p.survival;
            }
            let q = curve.median();
            if let (Some(low), Some(time)) = (q.low, q.time) {
                prop_assert!(low <= time);
            }
            prop_assert_eq!(curve.points.iter().map(|p| p.ended + p.censored).sum::<u64>(), data.len() as u64);
        }

        #[test]
        fn order_does_not_matter(data in proptest::collection::vec((0_u16..9, any::<bool>()), 1..40)) {
            let data: Vec<_> = data.iter().map(|&(t, e)| (f64::from(t), e)).collect();
            let mut other = data.clone();
            other.reverse();
            let fit = |d: &[(f64, bool)]| kaplan_meier(&waits(d), Bands::LogLog, Confidence::USUAL).unwrap();
            prop_assert_eq!(fit(&data), fit(&other));
        }
    }
}
