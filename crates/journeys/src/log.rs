//! An event log in memory, in columns: what every graph and every waiting time is computed from.

use crate::error::{JourneyError, Place, Problem, Result, listed};
use crate::names::Names;

/// How much a log may hold. The defaults keep a log of ordinary names under about 3 GB at the very worst.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Events (default 100 million).
    pub events: usize,
    /// Different activities (default 4,096; at most 65,535). A column of a million different values is no activity.
    pub activities: usize,
    /// Different values of the group column (default 4,096).
    pub groups: usize,
    /// Columns of a table (default 1,000).
    pub columns: usize,
    /// Bytes of one row or one XML tag (default 1 MiB).
    pub row_bytes: usize,
    /// Bytes of all case names together (default 1 GiB).
    pub name_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            events: 100_000_000,
            activities: 4_096,
            groups: 4_096,
            columns: 1_000,
            row_bytes: 1 << 20,
            name_bytes: 1 << 30,
        }
    }
}

/// One value per event beside the activity: the agency, the county, the kind of service.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The values.
    pub values: Names,
    /// One code per event, in the order of the log's events; an empty value is the name "".
    pub codes: Vec<u32>,
}

/// Events in columns, case by case in the order of their first appearance, within a case in the order of time
/// (events of one moment in the order of the file).
///
/// Memory: 10 bytes an event (14 with a group), the names, and about 20 bytes a case; while it is built, 4 bytes an event
/// more, and 14 to 18 more for a moment if the source was not in order. Columns grow by doubling.
#[derive(Debug, Clone, Default)]
pub struct EventLog {
    cases: Names,
    activities: Names,
    starts: Vec<u32>,
    activity: Vec<u16>,
    time: Vec<i64>,
    group: Option<Group>,
    reordered: u64,
}

/// The events of one case: equal lengths, in order of time.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The case's number.
    pub number: u32,
    /// Activity numbers.
    pub activity: &'a [u16],
    /// Moments, microseconds since 1970 UTC.
    pub time: &'a [i64],
    /// Where the case begins in the log's columns.
    pub first: usize,
}

impl EventLog {
    /// How many events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.activity.len()
    }
    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.activity.is_empty()
    }
    /// The cases' names.
    #[must_use]
    pub fn case_names(&self) -> &Names {
        &self.cases
    }
    /// The activities' names.
    #[must_use]
    pub fn activity_names(&self) -> &Names {
        &self.activities
    }
    /// The group column, if one was read.
    #[must_use]
    pub fn group(&self) -> Option<&Group> {
        self.group.as_ref()
    }
    /// How many events stood in the source before an earlier event of their case.
    #[must_use]
    pub fn reordered(&self) -> u64 {
        self.reordered
    }
    /// All events' activities, case after case.
    #[must_use]
    pub fn activity_column(&self) -> &[u16] {
        &self.activity
    }
    /// The latest moment.
    #[must_use]
    pub fn latest(&self) -> Option<i64> {
        self.time.iter().copied().max()
    }
    /// The earliest moment.
    #[must_use]
    pub fn earliest(&self) -> Option<i64> {
        self.time.iter().copied().min()
    }
    /// The number of an activity.
    pub fn activity(&self, name: &str) -> Result<u16> {
        self.activities
            .find(name)
            .and_then(|n| u16::try_from(n).ok())
            .ok_or_else(|| JourneyError::UnknownActivity {
                name: name.to_owned(),
                known: listed(self.activities.iter()),
            })
    }
    /// The name of an activity.
    #[must_use]
    pub fn activity_name(&self, number: u16) -> &str {
        self.activities.name(u32::from(number))
    }

    /// The cases, one after another.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        self.starts
            .windows(2)
            .zip(0_u32..)
            .filter_map(|(bounds, number)| {
                let [start, end] = *bounds else { return None };
                let range = start as usize..end as usize;
                Some(Case {
                    number,
                    activity: self.activity.get(range.clone())?,
                    time: self.time.get(range.clone())?,
                    first: range.start,
                })
            })
    }

    /// The boundaries of the cases in [`Self::activity_column`]: one more than there are cases.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.starts
    }
}

/// Collects events in any order and sorts them into an [`EventLog`].
#[derive(Debug, Default)]
pub struct LogBuilder {
    cases: Names,
    activities: Names,
    case: Vec<u32>,
    activity: Vec<u16>,
    time: Vec<i64>,
    group: Option<Group>,
    case_bytes: usize,
    limits: Limits,
}

impl LogBuilder {
    /// A builder that keeps a group value per event when `grouped`.
    #[must_use]
    pub fn new(limits: Limits, grouped: bool) -> Self {
        Self {
            limits,
            group: grouped.then(Group::default),
            ..Self::default()
        }
    }

    /// How many events so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.case.len()
    }
    /// Whether there is none yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.case.is_empty()
    }

    /// Adds an event. `time` in microseconds since 1970 UTC; `group` is "" when there is none. The error says which limit
    /// was passed; the caller knows the place.
    pub fn push(
        &mut self,
        case: &str,
        activity: &str,
        time: i64,
        group: &str,
    ) -> std::result::Result<(), Problem> {
        let limits = self.limits;
        if self.case.len() >= limits.events.min(u32::MAX as usize) {
            return Err(too_many("events", limits.events, ""));
        }
        let activity_number = self
            .activities
            .number(activity)
            .and_then(|n| u16::try_from(n).ok());
        let Some(activity_number) = activity_number.filter(|&n| usize::from(n) < limits.activities)
        else {
            return Err(too_many(
                "different activities",
                limits.activities,
                ": is this the column of the activity?",
            ));
        };
        let before = self.cases.len();
        let case_number = self.cases.number(case);
        if self.cases.len() > before {
            self.case_bytes += case.len();
        }
        let Some(case_number) = case_number.filter(|_| self.case_bytes <= limits.name_bytes) else {
            return Err(too_many("bytes of case names", limits.name_bytes, ""));
        };
        if let Some(column) = &mut self.group {
            let code = column.values.number(group);
            let Some(code) = code.filter(|&code| (code as usize) < limits.groups) else {
                return Err(too_many(
                    "different groups",
                    limits.groups,
                    ": choose a column with few values",
                ));
            };
            column.codes.push(code);
        }
        self.case.push(case_number);
        self.activity.push(activity_number);
        self.time.push(time);
        Ok(())
    }

    /// Sorts what was collected. An input without events is refused.
    pub fn finish(self) -> Result<EventLog> {
        if self.case.is_empty() {
            return Err(JourneyError::at(Place::File, Problem::NoEvents));
        }
        let reordered = out_of_order(&self.case, &self.time, self.cases.len());
        let starts = case_starts(&self.case, self.cases.len());
        let mut log = EventLog {
            starts,
            cases: self.cases,
            activities: self.activities,
            activity: self.activity,
            time: self.time,
            group: self.group,
            reordered,
        };
        if reordered > 0 || !self.case.is_sorted() {
            let order = order_of(&self.case, &log.time, &log.starts);
            log.activity = gather(&log.activity, &order);
            log.time = gather(&log.time, &order);
            if let Some(group) = &mut log.group {
                group.codes = gather(&group.codes, &order);
            }
        }
        log.activity.shrink_to_fit();
        log.time.shrink_to_fit();
        Ok(log)
    }
}

fn too_many(what: &'static str, limit: usize, hint: &'static str) -> Problem {
    Problem::TooMany {
        what,
        limit: limit as u64,
        hint,
    }
}

/// Events whose case already has a later one before them in the source.
fn out_of_order(case: &[u32], time: &[i64], cases: usize) -> u64 {
    let mut latest = vec![i64::MIN; cases];
    let mut count = 0;
    for (&case, &time) in case.iter().zip(time) {
        if let Some(seen) = latest.get_mut(case as usize) {
            count += u64::from(time < *seen);
            *seen = time.max(*seen);
        }
    }
    count
}

fn case_starts(case: &[u32], cases: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; cases + 1];
    for &case in case {
        if let Some(count) = starts.get_mut(case as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Source positions in the order of the log: a counting sort by case, then by time within each case, both stable.
fn order_of(case: &[u32], time: &[i64], starts: &[u32]) -> Vec<u32> {
    let mut next = starts.to_vec();
    let mut order = vec![0_u32; case.len()];
    for (&case, position) in case.iter().zip(0_u32..) {
        if let Some(slot) = next.get_mut(case as usize) {
            if let Some(place) = order.get_mut(*slot as usize) {
                *place = position;
            }
            *slot += 1;
        }
    }
    for bounds in starts.windows(2) {
        if let [start, end] = *bounds
            && let Some(of_case) = order.get_mut(start as usize..end as usize)
        {
            of_case.sort_by_key(|&position| time.get(position as usize).copied());
        }
    }
    order
}

fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order
        .iter()
        .filter_map(|&position| column.get(position as usize).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_refused() {
        assert!(LogBuilder::new(Limits::default(), false).finish().is_err());
    }

    #[test]
    fn limits_hold() {
        let limits = Limits {
            activities: 2,
            events: 4,
            ..Limits::default()
        };
        let mut builder = LogBuilder::new(limits, false);
        builder.push("a", "x", 0, "").unwrap();
        builder.push("a", "y", 0, "").unwrap();
        assert!(matches!(
            builder.push("a", "z", 0, ""),
            Err(Problem::TooMany { .. })
        ));
        builder.push("a", "x", 0, "").unwrap();
        builder.push("a", "y", 0, "").unwrap();
        assert!(matches!(
            builder.push("a", "x", 0, ""),
            Err(Problem::TooMany { .. })
        ));
    }

    proptest! {
        // The same as sorting the rows stably by (first appearance of the case, time).
        #[test]
        fn is_a_stable_sort(rows in proptest::collection::vec((0_u8..5, 0_u8..4, -3_i64..3, 0_u8..3), 1..60)) {
            let mut builder = LogBuilder::new(Limits::default(), true);
            for (case, activity, time, group) in &rows {
                builder.push(&case.to_string(), &activity.to_string(), *time, &group.to_string()).unwrap();
            }
            let log = builder.finish().unwrap();
            let mut want = rows.clone();
            want.sort_by_key(|r| (rows.iter().position(|o| o.0 == r.0), r.2));
            let group = log.group().unwrap();
            let got: Vec<_> = log.cases().flat_map(|case| {
                let name = log.case_names().name(case.number).to_owned();
                let groups = &group.codes[case.first..];
                case.activity.iter().zip(case.time).zip(groups).map(move |((a, t), g)| (name.clone(), *a, *t, *g)).collect::<Vec<_>>()
            }).map(|(c, a, t, g)| (c.parse::<u8>().unwrap(), log.activity_name(a).parse::<u8>().unwrap(), t, group.values.name(g).parse::<u8>().unwrap())).collect();
            prop_assert_eq!(got, want);
        }
    }
}
