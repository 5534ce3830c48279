//! Clocks: deadlines from law or practice that start and stop on recorded events. Definitions are data of the country pack.

use crate::pack::CountryPack;
use crate::time::Moment;
use crate::values::{Code, Urgency};
use serde::Deserialize;

/// A clock's definition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Id in the list `clock`.
    pub id: Code,
    /// What starts it.
    pub starts: Event,
    /// What stops it.
    pub stops: Event,
    /// Its length in hours.
    pub hours: i64,
    /// From law or from practice.
    pub kind: Kind,
    /// Where it is written.
    pub source: String,
    /// `verified` or `knowledge`.
    pub evidence: String,
    /// Whom it binds: `any`, `gdpr`, `law363`.
    pub regime: Regime,
}

/// Whether a clock can be changed by a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From a text of law.
    Law,
    /// From guidance or custom.
    Practice,
}

/// Whom a clock binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Everybody.
    Any,
    /// Bodies under Regulation (EU) 2016/679.
    Gdpr,
    /// Bodies under Law 363/2018.
    Law363,
}

/// What starts and stops clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the event of its own name")]
pub enum Event {
    ConcernRaised,
    ConcernRaisedInDanger,
    ConcernTriaged,
    FileOpened,
    ChildFileOpened,
    Presumed,
    DgaspcNotified,
    AnitpNotified,
    RiskAssessed,
    PlanSet,
    Reviewed,
    EmergencyPlacement,
    CourtSeized,
    ReferralSentImmediate,
    ReferralSentUrgent,
    ReferralSentOrdinary,
    ReferralAnswered,
    /// Ends every clock of its file without meeting it.
    FileClosed,
}

impl Event {
    /// The event of sending a referral of this urgency.
    #[must_use]
    pub const fn referral_sent(urgency: Urgency) -> Self {
        match urgency {
            Urgency::Immediate => Self::ReferralSentImmediate,
            Urgency::Urgent => Self::ReferralSentUrgent,
            Urgency::Ordinary => Self::ReferralSentOrdinary,
        }
    }
}

/// Something that happened, when, as far as the journal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub event: Event,
    /// When; `None` where it is known to have happened, but not when to the day.
    pub at: Option<Moment>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// Runs; due then.
    Running {
        /// When.
        due: Moment,
    },
    /// Stopped in time.
    Met {
        /// When it was due.
        due: Moment,
        /// When it stopped.
        at: Moment,
    },
    /// Stopped too late, or not yet and already late.
    Missed {
        /// When it was due.
        due: Moment,
        /// When it stopped, if it has.
        at: Option<Moment>,
    },
    /// Ended with its file before it was due.
    Ended,
    /// The journal does not say when it started or stopped.
    CannotTell,
}

/// One run of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which clock.
    pub clock: Code,
    /// Started.
    pub started: Option<Moment>,
    /// How it stands.
    pub reading: Reading,
}

/// The runs of every clock over what happened on one stream, in the order of starting.
/// A clock starts anew only once the run before has stopped.
#[must_use]
pub fn runs(pack: &CountryPack, happened: &[Happened], now: Moment) -> Vec<Run> {
    pack.clocks()
        .iter()
        .flat_map(|clock| runs_of(clock, happened, now))
        .collect()
}

fn runs_of(clock: &Clock, happened: &[Happened], now: Moment) -> Vec<Run> {
    let mut done = Vec::new();
    let mut open: Option<Option<Moment>> = None;
    for it in happened {
        if let Some(started) = open
            && (it.event == clock.stops || it.event == Event::FileClosed)
        {
            let reading = if it.event == clock.stops {
                stopped(clock, started, it.at)
            } else {
                ended(clock, started, it.at)
            };
            done.push(Run {
                clock: clock.id.clone(),
                started,
                reading,
            });
            open = None;
        }
        if open.is_none() && it.event == clock.starts {
            open = Some(it.at);
        }
    }
    if let Some(started) = open {
        let reading = match started.map(|at| at.plus_hours(clock.hours)) {
            None => Reading::CannotTell,
            Some(due) if now <= due => Reading::Running { due },
            Some(due) => Reading::Missed { due, at: None },
        };
        done.push(Run {
            clock: clock.id.clone(),
            started,
            reading,
        });
    }
    done
}

fn stopped(clock: &Clock, started: Option<Moment>, at: Option<Moment>) -> Reading {
    match (started.map(|from| from.plus_hours(clock.hours)), at) {
        (Some(due), Some(at)) if at <= due => Reading::Met { due, at },
        (Some(due), Some(at)) => Reading::Missed { due, at: Some(at) },
        (None, _) | (_, None) => Reading::CannotTell,
    }
}

fn ended(clock: &Clock, started: Option<Moment>, at: Option<Moment>) -> Reading {
    match (started.map(|from| from.plus_hours(clock.hours)), at) {
        (Some(due), Some(at)) if at > due => Reading::Missed { due, at: None },
        (Some(_), Some(_)) => Reading::Ended,
        (None, _) | (_, None) => Reading::CannotTell,
    }
}

#[cfg(test)]
mod tests;
