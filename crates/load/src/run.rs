//! One run of the load and its figures: what the tables are made of.

use crate::gauge::quantile;
use crate::kind::Kind;
use crate::press::{Tally, WARMING};
use std::collections::BTreeMap;
use std::time::Duration;

/// A flush that is slow makes every promise that rests on it slow (ruling 30).
const FLUSHES: f64 = 5.0;

/// How a run is cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounds {
    /// How many; at least one.
    pub(crate) count: u32,
    /// How long each is.
    pub(crate) each: Duration,
}

impl Rounds {
    /// In which round a request was due.
    fn of(self, due: Duration) -> usize {
        let since = due.saturating_sub(WARMING);
        let last = (0..self.count).rfind(|round| since >= self.each * *round);
        last.map_or(0, |round| round as usize)
    }
}

/// One run: an engine at a size.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Engine.
    pub(crate) engine: &'static str,
    /// Files.
    pub(crate) files: usize,
    /// What came of each kind.
    pub(crate) tallies: BTreeMap<Kind, Tally>,
    /// The rounds that they are cut into.
    pub(crate) rounds: Rounds,
    /// The heaviest page of each kind, in bytes before compression.
    pub(crate) pages: BTreeMap<Kind, usize>,
    /// Milliseconds of processor of the server for each request that was answered.
    pub(crate) each: f64,
    /// Flushes of the disk before and after it, when nothing else was written: those that bars go by.
    pub(crate) flushes: Vec<Duration>,
    /// Flushes of a file of the probe's own while the load ran: when, and how long each took.
    pub(crate) beside: Vec<(Duration, Duration)>,
    /// How long the disk took beforehand to take what was written before.
    pub(crate) settled: Duration,
    /// Cores that the machine wanted and its host did not give.
    pub(crate) stolen: f64,
    /// From start until it listened.
    pub(crate) start: Duration,
    /// Memory in MiB: idle, and the most.
    pub(crate) memory: (f64, f64),
    /// Share of one core: idle, and under load.
    pub(crate) processor: (f64, f64),
    /// The same of the database server, where there is one.
    pub(crate) database: Option<f64>,
    /// The same of the generator.
    pub(crate) generator: f64,
    /// Size of the data, in MiB.
    pub(crate) size: f64,
}

/// As tables have it.
pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

impl Run {
    pub(crate) fn flush(&self) -> f64 {
        millis(quantile(&mut self.flushes.clone(), 0.99))
    }

    /// The quantile of each round in which the kind was asked, ordered.
    fn quantiles(&self, kind: Kind, share: f64) -> Vec<Duration> {
        let mut rounds = vec![Vec::new(); self.rounds.count as usize];
        if let Some(tally) = self.tallies.get(&kind) {
            for (due, took) in tally.due.iter().zip(&tally.took) {
                if let Some(round) = rounds.get_mut(self.rounds.of(*due)) {
                    round.push(*took);
                }
            }
        }
        let asked = rounds.iter_mut().filter(|round| !round.is_empty());
        let mut found: Vec<_> = asked.map(|round| quantile(round, share)).collect();
        found.sort_unstable();
        found
    }

    /// The median of the rounds.
    pub(crate) fn quantile(&self, kind: Kind, share: f64) -> Option<f64> {
        let mut rounds = self.quantiles(kind, share);
        (!rounds.is_empty()).then(|| millis(quantile(&mut rounds, 0.5)))
    }

    /// The worst of the rounds.
    pub(crate) fn worst(&self, kind: Kind, share: f64) -> Option<f64> {
        self.quantiles(kind, share).last().copied().map(millis)
    }

    /// The bar of a kind: what design 5 says, or five flushes where that is more.
    pub(crate) fn bar(&self, kind: Kind) -> Option<f64> {
        let bar = kind.bar(self.engine != "SQLite")?;
        Some(bar.max(FLUSHES * self.flush()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_of_a_round() {
        let each = Duration::from_secs(20);
        let rounds = Rounds { count: 3, each };
        let of = |since| rounds.of(WARMING + since);
        assert_eq!((of(Duration::ZERO), of(each)), (0, 1));
        // What is due when the last round ends is of the last round.
        assert_eq!(of(each * 3), 2);
        assert_eq!(rounds.of(Duration::ZERO), 0);
    }
}
