//! Waits, read out of a log at a date: what began, what ended and how, what still goes on.

use crate::log::{Case, EventLog};
use crate::survival::{CompetingWait, Wait};
use crate::time::days;

/// Which wait to read.
#[derive(Debug, Clone, Default)]
pub struct WaitSpec {
    /// The activity that begins it.
    pub from: u16,
    /// The activity that is waited for. It is end number 0.
    pub to: u16,
    /// Activities that end the wait otherwise, for example "withdrew": ends number 1, 2, …
    pub other_ends: Vec<u16>,
    /// The date of the reading, microseconds since 1970 UTC. What happened later is not looked at; what goes on is
    /// censored here.
    pub as_of: i64,
    /// `false`: the first wait of each case only, so that waits are independent. `true`: every one that begins while none
    /// is open; those of one case then depend on each other and intervals are too narrow.
    pub every: bool,
}

/// One wait of one case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spell {
    /// The case's number.
    pub case: u32,
    /// The position in the log's columns of the event that began it.
    pub began_at: usize,
    /// When it began, microseconds since 1970 UTC.
    pub began: i64,
    /// How long, in days of 24 hours.
    pub days: f64,
    /// How it ended: 0 with what was waited for, 1 and up otherwise, `None` when it goes on.
    pub end: Option<u16>,
}

impl Spell {
    /// For the Kaplan-Meier curve of a wait without competing ends: any end ends it.
    #[must_use]
    pub fn any_end(&self) -> Wait {
        Wait {
            time: self.days,
            ended: self.end.is_some(),
        }
    }

    /// For the cumulative incidence.
    #[must_use]
    pub fn competing(&self) -> CompetingWait {
        CompetingWait {
            time: self.days,
            end: self.end,
        }
    }
}

/// Reads the waits of every case. Events of the same moment count in the order of the log.
#[must_use]
pub fn spells(log: &EventLog, spec: &WaitSpec) -> Vec<Spell> {
    let mut out = Vec::new();
    for case in log.cases() {
        let mut open: Option<(usize, i64)> = None;
        let mut begun = false;
        for (position, (&activity, &time)) in
            (case.first..).zip(case.activity.iter().zip(case.time))
        {
            if time > spec.as_of {
                break;
            }
            if let Some((began_at, began)) = open {
                let end = if activity == spec.to {
                    Some(0)
                } else {
                    (1_u16..)
                        .zip(&spec.other_ends)
                        .find(|(_, other)| **other == activity)
                        .map(|(number, _)| number)
                };
                if end.is_some() {
                    out.push(Spell {
                        case: case.number,
                        began_at,
                        began,
                        days: days(time.saturating_sub(began)),
                        end,
                    });
                    open = None;
                }
            }
            if open.is_none() && activity == spec.from && (spec.every || !begun) {
                open = Some((position, time));
                begun = true;
            }
        }
        if let Some((began_at, began)) = open {
            let days = days(spec.as_of.saturating_sub(began));
            out.push(Spell {
                case: case.number,
                began_at,
                began,
                days,
                end: None,
            });
        }
    }
    out
}

/// For every activity the wait until the next step of the case, whichever it is; the last step of a case goes on until
/// `as_of`, unless its activity is one of `closing`, after which nobody waits. In the order of activity numbers.
#[must_use]
pub fn next_step_spells(log: &EventLog, closing: &[u16], as_of: i64) -> Vec<Vec<Spell>> {
    let mut out = vec![Vec::new(); log.activity_names().len()];
    for case in log.cases() {
        let seen = case.time.partition_point(|&t| t <= as_of);
        let steps = case.activity.iter().zip(case.time).take(seen);
        for (index, (&activity, &began)) in steps.enumerate() {
            let next = case
                .time
                .get(index + 1)
                .copied()
                .filter(|_| index + 1 < seen);
            if next.is_none() && closing.contains(&activity) {
                continue;
            }
            if let Some(spells) = out.get_mut(usize::from(activity)) {
                spells.push(Spell {
                    case: case.number,
                    began_at: case.first + index,
                    began,
                    days: days(next.unwrap_or(as_of).saturating_sub(began)),
                    end: next.map(|_| 0),
                });
            }
        }
    }
    out
}

/// Splits spells by the group value of the event that began each (the agency that held the file then). Groups in the
/// order of their names; an empty value is the group "".
#[must_use]
pub fn by_group<'a>(log: &'a EventLog, spells: &[Spell]) -> Vec<(&'a str, Vec<Spell>)> {
    let Some(group) = log.group() else {
        return vec![("", spells.to_vec())];
    };
    let mut parts: Vec<(&str, Vec<Spell>)> =
        group.values.iter().map(|name| (name, Vec::new())).collect();
    for spell in spells {
        let code = group.codes.get(spell.began_at).copied();
        if let Some((_, part)) = code.and_then(|code| parts.get_mut(code as usize)) {
            part.push(*spell);
        }
    }
    parts.retain(|(_, part)| !part.is_empty());
    parts.sort_by_key(|(name, _)| *name);
    parts
}

/// How many different cases the spells come from. Spells of one case stand together.
#[must_use]
pub fn cases_of(spells: &[Spell]) -> u64 {
    spells.chunk_by(|a, b| a.case == b.case).count() as u64
}

/// The position in a case of the first event of `activity` at or after `from` and not later than `as_of`.
pub(crate) fn next_of(
    case: &Case<'_>,
    activity: &[u16],
    from: usize,
    as_of: i64,
) -> Option<(usize, i64)> {
    let events = case.activity.iter().zip(case.time).enumerate().skip(from);
    events
        .take_while(|(_, (_, time))| **time <= as_of)
        .find(|(_, (a, _))| activity.contains(a))
        .map(|(index, (_, &time))| (index, time))
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "whole days"
)]
mod tests {
    use super::*;
    use crate::log::{Limits, LogBuilder};
    use crate::time::DAY;
    use proptest::prelude::*;

    fn log(rows: &[(&str, &str, i64)]) -> EventLog {
        let mut builder = LogBuilder::new(Limits::default(), false);
        for (case, activity, day) in rows {
            builder.push(case, activity, day * DAY, "").unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn ended_withdrawn_and_waiting() {
        let log = log(&[
            ("1", "A", 0),
            ("1", "B", 3),
            ("2", "A", 1),
            ("2", "W", 5),
            ("2", "B", 9),
            ("3", "A", 2),
            ("4", "A", 30),
        ]);
        let number = |name| log.activity(name).unwrap();
        let spec = WaitSpec {
            from: number("A"),
            to: number("B"),
            other_ends: vec![number("W")],
            as_of: 10 * DAY,
            every: false,
        };
        let got: Vec<_> = spells(&log, &spec)
            .iter()
            .map(|s| (s.case, s.days as i64, s.end))
            .collect();
        assert_eq!(got, [(0, 3, Some(0)), (1, 4, Some(1)), (2, 8, None)]);
    }

    #[test]
    fn a_closing_step_is_not_waited_after() {
        let log = log(&[("1", "A", 0), ("1", "Z", 3), ("2", "A", 1)]);
        let z = log.activity("Z").unwrap();
        let got = next_step_spells(&log, &[z], 5 * DAY);
        assert_eq!(
            got[0]
                .iter()
                .map(|s| (s.days as i64, s.end))
                .collect::<Vec<_>>(),
            [(3, Some(0)), (4, None)]
        );
        assert!(got[usize::from(z)].is_empty());
    }

    proptest! {
        // An earlier reading never knows of a later end, and never reports a longer wait than a later reading.
        #[test]
        fn a_later_date_only_adds(rows in proptest::collection::vec((0_u8..4, 0_u8..3, 0_i64..20), 1..40), cut in 0_i64..20) {
            let mut builder = LogBuilder::new(Limits::default(), false);
            for activity in 0..3 {
                builder.push("all", &activity.to_string(), 0, "").unwrap();
            }
            for (case, activity, day) in &rows {
                builder.push(&case.to_string(), &activity.to_string(), day * DAY, "").unwrap();
            }
            let log = builder.finish().unwrap();
            let spec = |as_of| WaitSpec { from: 0, to: 1, other_ends: vec![2], as_of, every: false };
            let early = spells(&log, &spec(cut * DAY));
            let late = spells(&log, &spec(100 * DAY));
            prop_assert!(early.len() <= late.len());
            for e in &early {
                let l = late.iter().find(|l| l.case == e.case).unwrap();
                prop_assert_eq!(e.began, l.began);
                prop_assert!(e.days <= l.days);
                // Nothing after the date is seen: neither a beginning nor an end.
                prop_assert!(e.began + (e.days * DAY as f64).round() as i64 <= cut * DAY);
                if e.end.is_some() {
                    prop_assert_eq!(e, l);
                }
            }
        }
    }
}
