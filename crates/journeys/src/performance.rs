//! How long each succession took, and where the time goes.

use crate::graph::Graph;
use crate::log::EventLog;
use crate::time::SECOND;

/// The durations of one succession, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeTime {
    /// The earlier activity.
    pub from: u16,
    /// The later one.
    pub to: u16,
    /// How often it occurs.
    pub count: u64,
    /// In how many cases.
    pub cases: u64,
    /// Sum.
    pub total: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Median: the middle one, or the mean of the two middle ones.
    pub median: f64,
    /// Nine in ten took no longer (the smallest duration with at least nine tenths at or below it).
    pub p90: f64,
    /// Shortest.
    pub min: f64,
    /// Longest.
    pub max: f64,
    /// Standard deviation with n − 1; 0 for a single one.
    pub deviation: f64,
}

/// Durations per succession, in the order of the graph's edges. These are *completed* steps only: whoever still waits is
/// not among them, and a mean of them is shorter than the truth; [`crate::waits`] counts those too.
///
/// Memory while it runs: 8 bytes a succession and a table of the edges.
#[must_use]
pub fn performance(log: &EventLog, graph: &Graph) -> Vec<EdgeTime> {
    let mut slots = Slots::new(graph);
    let mut last_case = vec![u32::MAX; graph.edges.len()];
    let mut cases = vec![0_u64; graph.edges.len()];
    for case in log.cases() {
        let steps = case.activity.iter().zip(case.activity.iter().skip(1));
        let times = case.time.iter().zip(case.time.iter().skip(1));
        for ((&from, &to), (&start, &end)) in steps.zip(times) {
            let Some(edge) = slots.edge(from, to) else {
                continue;
            };
            slots.put(edge, end.saturating_sub(start));
            if let (Some(last), Some(count)) = (last_case.get_mut(edge), cases.get_mut(edge))
                && *last != case.number
            {
                *last = case.number;
                *count += 1;
            }
        }
    }
    let mut from = 0;
    graph
        .edges
        .iter()
        .zip(cases)
        .map(|(edge, cases)| {
            let to = from + usize::try_from(edge.count).unwrap_or(0);
            let durations = slots.durations.get_mut(from..to).unwrap_or_default();
            from = to;
            let mut time = summary(durations);
            (time.from, time.to, time.cases) = (edge.from, edge.to, cases);
            time
        })
        .collect()
}

/// Durations sorted by edge: a counting sort, since the graph already knows how many each has.
struct Slots {
    width: usize,
    index: Vec<u32>,
    next: Vec<usize>,
    durations: Vec<i64>,
    pairs: Vec<(u16, u16)>,
}

impl Slots {
    fn new(graph: &Graph) -> Self {
        const DENSE: usize = 1_024;
        let width = if graph.nodes.len() <= DENSE {
            graph.nodes.len()
        } else {
            0
        };
        let mut index = vec![u32::MAX; width * width];
        let mut next = Vec::with_capacity(graph.edges.len());
        let mut sum = 0;
        for (number, edge) in (0_u32..).zip(&graph.edges) {
            if let Some(slot) = index.get_mut(usize::from(edge.from) * width + usize::from(edge.to))
            {
                *slot = number;
            }
            next.push(sum);
            sum += usize::try_from(edge.count).unwrap_or(0);
        }
        let pairs = if width == 0 {
            graph.edges.iter().map(|e| (e.from, e.to)).collect()
        } else {
            Vec::new()
        };
        Self {
            width,
            index,
            next,
            durations: vec![0; sum],
            pairs,
        }
    }

    fn edge(&self, from: u16, to: u16) -> Option<usize> {
        if self.width == 0 {
            return self.pairs.binary_search(&(from, to)).ok();
        }
        let number = *self
            .index
            .get(usize::from(from) * self.width + usize::from(to))?;
        (number != u32::MAX).then_some(number as usize)
    }

    fn put(&mut self, edge: usize, duration: i64) {
        let Some(next) = self.next.get_mut(edge) else {
            return;
        };
        if let Some(slot) = self.durations.get_mut(*next) {
            *slot = duration;
        }
        *next += 1;
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts and durations stay far below 2^53"
)]
fn summary(durations: &mut [i64]) -> EdgeTime {
    let n = durations.len();
    let seconds = |micros: i64| micros as f64 / SECOND as f64;
    let total: i128 = durations.iter().map(|&d| i128::from(d)).sum();
    let total = total as f64 / SECOND as f64;
    let mean = if n == 0 { 0.0 } else { total / n as f64 };
    let squares: f64 = durations.iter().map(|&d| (seconds(d) - mean).powi(2)).sum();
    let deviation = if n < 2 {
        0.0
    } else {
        (squares / (n - 1) as f64).sqrt()
    };
    let min = durations.iter().copied().min().unwrap_or(0);
    let max = durations.iter().copied().max().unwrap_or(0);
    let p90 = nth(durations, (n * 9).div_ceil(10).saturating_sub(1));
    let upper = nth(durations, n / 2);
    // What lies left of the selected one is not greater, so the other middle one is the greatest of it.
    let lower = if n.is_multiple_of(2) {
        durations.iter().take(n / 2).copied().max().unwrap_or(upper)
    } else {
        upper
    };
    EdgeTime {
        from: 0,
        to: 0,
        count: n as u64,
        cases: 0,
        total,
        mean,
        median: f64::midpoint(seconds(lower), seconds(upper)),
        p90: seconds(p90),
        min: seconds(min),
        max: seconds(max),
        deviation,
    }
}

fn nth(values: &mut [i64], index: usize) -> i64 {
    if index >= values.len() {
        return 0;
    }
    *values.select_nth_unstable(index).1
}

/// A succession by the time that it takes in all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bottleneck {
    /// The succession and its durations.
    pub time: EdgeTime,
    /// Its part of all time between events, 0 ..= 1.
    pub share: f64,
}

/// Successions by total time, the longest first: what would be gained if a step took no time. A long total may be a short
/// wait of many or a long one of few: read `median` and `cases` beside it.
#[must_use]
pub fn bottlenecks(times: &[EdgeTime]) -> Vec<Bottleneck> {
    let all: f64 = times.iter().map(|t| t.total).sum();
    let share = |t: &EdgeTime| if all > 0.0 { t.total / all } else { 0.0 };
    let mut out: Vec<Bottleneck> = times
        .iter()
        .map(|t| Bottleneck {
            time: *t,
            share: share(t),
        })
        .collect();
    out.sort_by(|a, b| {
        b.time
            .total
            .total_cmp(&a.time.total)
            .then((a.time.from, a.time.to).cmp(&(b.time.from, b.time.to)))
    });
    out
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small counts; the same sums in the same order"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn summary_is_that_of_the_sorted(mut durations in proptest::collection::vec(0_i64..1_000_000_000, 1..40)) {
            let got = summary(&mut durations.clone());
            durations.sort_unstable();
            let seconds: Vec<f64> = durations.iter().map(|&d| d as f64 / 1e6).collect();
            let n = seconds.len();
            prop_assert_eq!(got.median, f64::midpoint(seconds[(n - 1) / 2], seconds[n / 2]));
            prop_assert_eq!((got.min, got.max), (seconds[0], seconds[n - 1]));
            prop_assert_eq!(got.p90, seconds[(n * 9).div_ceil(10) - 1]);
            prop_assert!((got.mean * n as f64 - seconds.iter().sum::<f64>()).abs() < 1e-6);
        }
    }
}
