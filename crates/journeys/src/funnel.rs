//! Attrition: of those who began, how many reached each stage, who left on the way, who is still on it.

use crate::log::EventLog;
use crate::time::days;
use crate::waits::next_of;

/// One stage of the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The activity that marks it.
    pub activity: u16,
    /// Cases that reached it, each after the stage before it.
    pub reached: u64,
    /// Of these, those that went no further and had a leaving activity afterwards.
    pub left: u64,
    /// Of these, those that went no further and have not left: they may still. For the last stage: 0.
    pub still_open: u64,
    /// Days from the stage before, of those who reached this one; sorted. Empty for the first stage.
    pub days: Vec<f64>,
}

impl Stage {
    /// The median of `days`, of those who got here; nothing is said of those who did not.
    #[must_use]
    pub fn median_days(&self) -> Option<f64> {
        let n = self.days.len();
        let at = |i: usize| self.days.get(i).copied();
        Some(f64::midpoint(at(n.checked_sub(1)? / 2)?, at(n / 2)?))
    }
}

/// Follows every case through `stages` in order, up to the date `as_of`: the first event of stage 1, then the first of
/// stage 2 after it, and so on. Whoever skipped a stage stops before it. `leaving` are the activities by which a case
/// leaves (withdrew, closed without result). Every case that reached a stage either reached the next, left, or is open.
#[must_use]
pub fn funnel(log: &EventLog, stages: &[u16], leaving: &[u16], as_of: i64) -> Vec<Stage> {
    let mut out: Vec<Stage> = stages
        .iter()
        .map(|&activity| Stage {
            activity,
            reached: 0,
            left: 0,
            still_open: 0,
            days: Vec::new(),
        })
        .collect();
    let last = stages.len();
    for case in log.cases() {
        let mut position = 0;
        let mut before: Option<i64> = None;
        let mut stage = 0;
        while let Some(here) = out.get_mut(stage) {
            let Some((index, time)) = next_of(&case, &[here.activity], position, as_of) else {
                break;
            };
            here.reached += 1;
            if let Some(before) = before {
                here.days.push(days(time.saturating_sub(before)));
            }
            (position, before, stage) = (index + 1, Some(time), stage + 1);
        }
        let Some(here) = stage
            .checked_sub(1)
            .filter(|_| stage < last)
            .and_then(|i| out.get_mut(i))
        else {
            continue;
        };
        if next_of(&case, leaving, position, as_of).is_some() {
            here.left += 1;
        } else {
            here.still_open += 1;
        }
    }
    for stage in &mut out {
        stage.days.sort_by(f64::total_cmp);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Limits, LogBuilder};
    use crate::time::DAY;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_is_lost(rows in proptest::collection::vec((0_u8..8, 0_u16..5, 0_i64..20), 1..80), cut in 0_i64..25) {
            let mut builder = LogBuilder::new(Limits::default(), false);
            for activity in 0..5 {
                builder.push("all", &activity.to_string(), 0, "").unwrap();
            }
            for (case, activity, day) in &rows {
                builder.push(&case.to_string(), &activity.to_string(), day * DAY, "").unwrap();
            }
            let log = builder.finish().unwrap();
            let got = funnel(&log, &[0, 1, 2], &[4], cut * DAY);
            for (here, next) in got.iter().zip(got.iter().skip(1)) {
                prop_assert_eq!(here.reached, next.reached + here.left + here.still_open);
                prop_assert_eq!(next.reached, next.days.len() as u64);
                prop_assert!(next.days.iter().all(|&d| d >= 0.0));
            }
        }
    }
}
