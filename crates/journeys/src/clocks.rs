//! Clocks: deadlines that start and stop on events, and how each stands at a date.

use crate::log::EventLog;
use crate::waits::next_of;

/// A deadline from law or practice.
#[derive(Debug, Clone, Default)]
pub struct ClockSpec {
    /// The activity that starts it; each case's first one counts.
    pub starts: u16,
    /// The activities that stop it.
    pub stops: Vec<u16>,
    /// The activities that call it off (the concern was withdrawn).
    pub cancels: Vec<u16>,
    /// The time allowed, in microseconds; a stop exactly then is in time. Elapsed time: not working days.
    pub limit: i64,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Stopped in time, after so many microseconds.
    Met(i64),
    /// Stopped, but so many microseconds too late.
    MissedStopped(i64),
    /// Not stopped, and so many microseconds over.
    MissedRunning(i64),
    /// Called off when it was over already, by so many microseconds: it had been missed.
    MissedCancelled(i64),
    /// Not stopped; so many microseconds are left.
    Running(i64),
    /// Called off in time.
    Cancelled,
}

/// The clock of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockReading {
    /// The case's number.
    pub case: u32,
    /// When the clock started, microseconds since 1970 UTC.
    pub started: i64,
    /// How it stands.
    pub state: ClockState,
}

/// Reads the clock of every case in which it has started by `as_of`.
#[must_use]
pub fn read_clocks(log: &EventLog, spec: &ClockSpec, as_of: i64) -> Vec<ClockReading> {
    let mut out = Vec::new();
    for case in log.cases() {
        let Some((index, started)) = next_of(&case, &[spec.starts], 0, as_of) else {
            continue;
        };
        let stop = next_of(&case, &spec.stops, index + 1, as_of);
        let cancel = next_of(&case, &spec.cancels, index + 1, as_of);
        let over = |at: i64| at.saturating_sub(started).saturating_sub(spec.limit);
        let state = match (stop, cancel) {
            (Some(stop), cancel) if cancel.is_none_or(|cancel| stop.0 <= cancel.0) => {
                match over(stop.1) {
                    late if late > 0 => ClockState::MissedStopped(late),
                    _ => ClockState::Met(stop.1.saturating_sub(started)),
                }
            }
            (_, Some((_, at))) if over(at) > 0 => ClockState::MissedCancelled(over(at)),
            (_, Some(_)) => ClockState::Cancelled,
            (_, None) if over(as_of) > 0 => ClockState::MissedRunning(over(as_of)),
            (_, None) => ClockState::Running(over(as_of).saturating_neg()),
        };
        out.push(ClockReading {
            case: case.number,
            started,
            state,
        });
    }
    out
}

/// How many clocks stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockCount {
    /// Started by the date.
    pub started: u64,
    /// Stopped in time.
    pub met: u64,
    /// Stopped too late.
    pub missed_stopped: u64,
    /// Over and not stopped: the list to work on today.
    pub missed_running: u64,
    /// Over when it was called off.
    pub missed_cancelled: u64,
    /// Not stopped and not over.
    pub running: u64,
    /// Called off in time.
    pub cancelled: u64,
}

impl ClockCount {
    /// Counts readings.
    #[must_use]
    pub fn of(readings: &[ClockReading]) -> Self {
        let mut count = Self {
            started: readings.len() as u64,
            ..Self::default()
        };
        for reading in readings {
            let cell = match reading.state {
                ClockState::Met(_) => &mut count.met,
                ClockState::MissedStopped(_) => &mut count.missed_stopped,
                ClockState::MissedRunning(_) => &mut count.missed_running,
                ClockState::MissedCancelled(_) => &mut count.missed_cancelled,
                ClockState::Running(_) => &mut count.running,
                ClockState::Cancelled => &mut count.cancelled,
            };
            *cell += 1;
        }
        count
    }

    /// All that were missed.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.missed_stopped + self.missed_running + self.missed_cancelled
    }

    /// The part met of those whose outcome is known; `None` when there is none. Clocks that still run in time are in
    /// neither number: counting them as met flatters, as missed slanders.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn part_met(&self) -> Option<f64> {
        let known = self.met + self.missed();
        (known > 0).then(|| self.met as f64 / known as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Limits, LogBuilder};
    use crate::time::DAY;
    use proptest::prelude::*;

    #[test]
    fn each_state() {
        let mut b = LogBuilder::new(Limits::default(), false);
        let rows = [
            ("met", "A", 0),
            ("met", "B", 3),
            ("late", "A", 0),
            ("late", "B", 4),
            ("open", "A", 8),
            ("over", "A", 2),
            ("off", "A", 0),
            ("off", "X", 3),
            ("off", "B", 4),
            ("off late", "A", 0),
            ("off late", "X", 5),
            ("future", "A", 11),
        ];
        for (case, activity, day) in rows {
            b.push(case, activity, day * DAY, "").unwrap();
        }
        let log = b.finish().unwrap();
        let n = |name| log.activity(name).unwrap();
        let spec = ClockSpec {
            starts: n("A"),
            stops: vec![n("B")],
            cancels: vec![n("X")],
            limit: 3 * DAY,
        };
        let states: Vec<_> = read_clocks(&log, &spec, 10 * DAY)
            .iter()
            .map(|r| r.state)
            .collect();
        assert_eq!(
            states,
            [
                ClockState::Met(3 * DAY),
                ClockState::MissedStopped(DAY),
                ClockState::Running(DAY),
                ClockState::MissedRunning(5 * DAY),
                ClockState::Cancelled,
                ClockState::MissedCancelled(2 * DAY),
            ]
        );
        assert_eq!(
            ClockCount::of(&read_clocks(&log, &spec, 10 * DAY)).part_met(),
            Some(0.25)
        );
    }

    proptest! {
        // Time only makes clocks start, and never turns a missed one into one that was met.
        #[test]
        fn missed_stays_missed(rows in proptest::collection::vec((0_u8..4, 0_u8..3, 0_i64..20), 1..40), limit in 0_i64..9, cut in 0_i64..20) {
            let mut builder = LogBuilder::new(Limits::default(), false);
            for activity in 0..3 {
                builder.push("all", &activity.to_string(), 0, "").unwrap();
            }
            for (case, activity, day) in &rows {
                builder.push(&case.to_string(), &activity.to_string(), day * DAY, "").unwrap();
            }
            let log = builder.finish().unwrap();
            let spec = ClockSpec { starts: 0, stops: vec![1], cancels: vec![2], limit: limit * DAY };
            let missed = |s: &ClockState| matches!(s, ClockState::MissedStopped(_) | ClockState::MissedRunning(_) | ClockState::MissedCancelled(_));
            let (early, late) = (read_clocks(&log, &spec, cut * DAY), read_clocks(&log, &spec, 99 * DAY));
            for e in &early {
                let l = late.iter().find(|l| l.case == e.case).unwrap();
                prop_assert!(!missed(&e.state) || missed(&l.state));
                prop_assert!(!matches!(e.state, ClockState::Met(_)) || e == l);
            }
            let c = ClockCount::of(&early);
            prop_assert_eq!(c.started, c.met + c.missed() + c.running + c.cancelled);
        }
    }
}
