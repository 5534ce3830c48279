use super::*;
use crate::samples::NOW;

fn read(events: &[(Event, Option<i64>)], clock: &str, now: i64) -> Vec<Reading> {
    let happened: Vec<Happened> = events
        .iter()
        .map(|(event, hours)| Happened {
            event: *event,
            at: hours.map(|h| NOW.plus_hours(h)),
        })
        .collect();
    runs(
        CountryPack::romania().unwrap(),
        &happened,
        NOW.plus_hours(now),
    )
    .into_iter()
    .filter(|run| run.clock.as_str() == clock)
    .map(|run| run.reading)
    .collect()
}

#[test]
fn a_clock_runs_is_met_is_missed_or_cannot_tell() {
    use Event::{FileClosed, FileOpened, RiskAssessed};
    let due = NOW.plus_hours(72);
    let of = |events: &[(Event, Option<i64>)], now| read(events, "risk_assessment", now);
    assert_eq!(of(&[(FileOpened, Some(0))], 72), [Reading::Running { due }]);
    assert_eq!(
        of(&[(FileOpened, Some(0))], 73),
        [Reading::Missed { due, at: None }]
    );
    assert_eq!(
        of(&[(FileOpened, Some(0)), (RiskAssessed, Some(72))], 99),
        [Reading::Met { due, at: due }]
    );
    let late = NOW.plus_hours(73);
    assert_eq!(
        of(&[(FileOpened, Some(0)), (RiskAssessed, Some(73))], 99),
        [Reading::Missed {
            due,
            at: Some(late)
        }]
    );
    assert_eq!(of(&[(FileOpened, None)], 1), [Reading::CannotTell]);
    assert_eq!(
        of(&[(FileOpened, Some(0)), (RiskAssessed, None)], 1),
        [Reading::CannotTell]
    );
    assert_eq!(
        of(&[(FileOpened, Some(0)), (FileClosed, Some(1))], 99),
        [Reading::Ended]
    );
    assert_eq!(of(&[(RiskAssessed, Some(0))], 99), []);
}

#[test]
fn a_review_starts_the_next_reassessment() {
    use Event::{PlanSet, Reviewed};
    let events = [
        (Reviewed, Some(0)),
        (PlanSet, Some(0)),
        (Reviewed, Some(2000)),
        (PlanSet, Some(2000)),
    ];
    assert_eq!(
        read(&events, "reassessment", 2001),
        [
            Reading::Met {
                due: NOW.plus_hours(2160),
                at: NOW.plus_hours(2000)
            },
            Reading::Running {
                due: NOW.plus_hours(4160)
            },
        ]
    );
}
