//! A log as rows.

use punte_journeys::EventLog;

/// All events as text: (case, activity, moment).
pub(crate) fn rows(log: &EventLog) -> Vec<(String, String, i64)> {
    log.cases()
        .flat_map(|case| {
            case.activity
                .iter()
                .zip(case.time)
                .map(move |(a, t)| (case.number, *a, *t))
        })
        .map(|(c, a, t)| {
            (
                log.case_names().name(c).to_owned(),
                log.activity_name(a).to_owned(),
                t,
            )
        })
        .collect()
}
