//! Waits that can end in more than one way: the Aalen-Johansen estimator.
//!
//! A child who withdrew does not "still wait": taking her out as censored (one minus Kaplan-Meier) would answer what would
//! happen if nobody could withdraw, and overstates every end. The cumulative incidence answers what does happen.
//!
//! Sources: O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150; variance by the delta method as
//! in D. Collett, *Modelling Survival Data in Medical Research*, 3rd ed., CRC 2015, p. 411, and E. Marubini, M. G.
//! Valsecchi, *Analysing Survival Data from Clinical Trials*, Wiley 1995, §10.3.

use super::{Confidence, check, float};
use crate::error::{JourneyError, Result};

/// One wait and how it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompetingWait {
    /// Until the end, or until it was last seen to go on.
    pub time: f64,
    /// Which end, by number; `None`: it goes on.
    pub end: Option<u16>,
}

/// The part that has ended in one way, at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidencePoint {
    /// The time.
    pub time: f64,
    /// Waiting just before it.
    pub at_risk: u64,
    /// Ends of this kind at it.
    pub ended: u64,
    /// Part that has ended in this way by then, 0 ..= 1.
    pub incidence: f64,
    /// Variance of `incidence`.
    pub variance: f64,
}

/// The cumulative incidence of each end.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// Per end, in the order asked for: its curve at every distinct time.
    pub ends: Vec<Vec<IncidencePoint>>,
    /// Part that still waits, at every distinct time: 1 less the sum of all ends.
    pub waiting: Vec<(f64, f64)>,
}

/// Running sums of the variance of one end. They follow F as it grows by differences that are all positive, so that
/// nothing cancels.
#[derive(Clone, Copy, Default)]
struct Sums {
    incidence: f64,
    weight: f64,
    linear: f64,
    square: f64,
    binomial: f64,
    cross_weight: f64,
    cross: f64,
}

impl Sums {
    fn grow(&mut self, by: f64) {
        self.incidence += by;
        self.square += 2.0 * by * self.linear + by * by * self.weight;
        self.linear += by * self.weight;
        self.cross += by * self.cross_weight;
    }

    fn variance(&self) -> f64 {
        (self.square + self.binomial - 2.0 * self.cross).max(0.0)
    }
}

/// Estimates the incidence of the ends `0..ends`. Ends and censorings at one time: the ends came first, and ends of
/// several kinds at one time share the risk set (no jitter). A wait with an end of a number not below `ends` is refused,
/// as are times that are none and an empty input.
pub fn cumulative_incidence(waits: &[CompetingWait], ends: u16) -> Result<Incidence> {
    check(waits.iter().map(|w| w.time))?;
    if waits.is_empty() {
        return Err(JourneyError::TooLittle(
            "no wait began, so nothing can be said about how it ends",
        ));
    }
    if let Some(end) = waits.iter().filter_map(|w| w.end).find(|&end| end >= ends) {
        let value = f64::from(end);
        return Err(JourneyError::BadParameter {
            what: "the number of an end",
            range: "below the number of ends",
            value,
        });
    }
    let mut sorted = waits.to_vec();
    sorted.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = sorted.len() as u64;
    let mut survival = 1.0;
    let mut sums = vec![Sums::default(); usize::from(ends)];
    let mut out = Incidence {
        ends: vec![Vec::new(); usize::from(ends)],
        waiting: Vec::new(),
    };
    for same in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
        let Some(first) = same.first() else { continue };
        let n = float(at_risk);
        let all = float(same.iter().filter(|w| w.end.is_some()).count() as u64);
        for ((number, sum), points) in (0_u16..).zip(&mut sums).zip(&mut out.ends) {
            let ended = same.iter().filter(|w| w.end == Some(number)).count() as u64;
            let d = float(ended);
            sum.grow(survival * d / n);
            // The last one leaves nobody at risk: its own term is multiplied by F(t) − F(t) = 0 ever after.
            if all > 0.0 && n > all {
                sum.weight += all / (n * (n - all));
            }
            sum.binomial += survival * survival * d * (n - d) / (n * n * n);
            sum.cross_weight += survival * d / (n * n);
            let (incidence, variance) = (sum.incidence, sum.variance());
            points.push(IncidencePoint {
                time: first.time,
                at_risk,
                ended,
                incidence,
                variance,
            });
        }
        survival *= (n - all) / n;
        out.waiting.push((first.time, survival));
        at_risk -= same.len() as u64;
    }
    Ok(out)
}

impl IncidencePoint {
    /// The pointwise interval, symmetric on the log-log scale; where the incidence is 0 or 1 there is none and it is the
    /// incidence itself.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> (f64, f64) {
        if self.incidence <= 0.0 || self.incidence >= 1.0 {
            return (self.incidence, self.incidence);
        }
        let log = self.incidence.ln();
        let error = self.variance.sqrt() / (self.incidence * log.abs());
        let wider = (confidence.deviate() * error).exp();
        ((log * wider).exp(), (log / wider).exp())
    }
}

impl Incidence {
    /// The part that has ended in way `end` by `time`.
    #[must_use]
    pub fn at(&self, end: u16, time: f64) -> f64 {
        let Some(points) = self.ends.get(usize::from(end)) else {
            return 0.0;
        };
        let after = points.partition_point(|p| p.time <= time);
        after
            .checked_sub(1)
            .and_then(|i| points.get(i))
            .map_or(0.0, |p| p.incidence)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bands, Wait, kaplan_meier};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_an_end_nobody_named() {
        let waits = [CompetingWait {
            time: 1.0,
            end: Some(2),
        }];
        assert!(cumulative_incidence(&waits, 2).is_err());
        assert!(cumulative_incidence(&[], 2).is_err());
    }

    proptest! {
        #[test]
        fn parts_sum_to_one(data in proptest::collection::vec((0_u8..20, proptest::option::of(0_u16..3)), 1..60)) {
            let waits: Vec<_> = data.iter().map(|&(t, end)| CompetingWait { time: f64::from(t), end }).collect();
            let got = cumulative_incidence(&waits, 3).unwrap();
            for (i, (_, waiting)) in got.waiting.iter().enumerate() {
                let sum: f64 = got.ends.iter().map(|e| e[i].incidence).sum();
                prop_assert!((sum + waiting - 1.0).abs() < 1e-9);
            }
            for points in &got.ends {
                let mut before = 0.0;
                for p in points {
                    prop_assert!(p.incidence >= before && p.variance >= 0.0);
                    let (low, high) = p.interval(Confidence::USUAL);
                    prop_assert!(low <= p.incidence + 1e-12 && p.incidence <= high + 1e-12);
                    before = p.incidence;
                }
            }
        }

        // With one end it is one minus Kaplan-Meier.
        #[test]
        fn one_end_is_the_complement(data in proptest::collection::vec((0_u8..20, any::<bool>()), 1..60)) {
            let one: Vec<_> = data.iter().map(|&(t, e)| CompetingWait { time: f64::from(t), end: e.then_some(0) }).collect();
            let plain: Vec<_> = data.iter().map(|&(t, ended)| Wait { time: f64::from(t), ended }).collect();
            let got = cumulative_incidence(&one, 1).unwrap();
            let curve = kaplan_meier(&plain, Bands::LogLog, Confidence::USUAL).unwrap();
            for (a, b) in got.ends[0].iter().zip(&curve.points) {
                prop_assert!((a.incidence + b.survival - 1.0).abs() < 1e-12);
            }
        }
    }
}
