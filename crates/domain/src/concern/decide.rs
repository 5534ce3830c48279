//! What may be written on a concern, and why not.

use super::{Alarm, Command, Entry, Outcome, State};
use crate::age::OLDEST;
use crate::check;
use crate::context::{Ctx, Decided};
use crate::machines::{Concern, ConcernEvent, Machine};
use crate::pack::{CountryPack, List};
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::values::YesNo;

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    step(state, command)?;
    let entry = match command {
        Command::Raise { alarm, intake } => {
            check_alarm(alarm, ctx)?;
            Entry::Raised {
                alarm: alarm.clone(),
                intake: *intake,
            }
        }
        Command::Supplement { text, danger } => {
            check::words(text)?;
            Entry::Supplemented {
                text: text.clone(),
                danger: *danger,
            }
        }
        Command::Triage { outcome, urgency } => {
            check_outcome(state, outcome, ctx)?;
            Entry::Triaged {
                outcome: outcome.clone(),
                urgency: *urgency,
            }
        }
        Command::Reopen { reason } => {
            check::reason(reason)?;
            Entry::Reopened {
                reason: reason.clone(),
            }
        }
    };
    Ok(vec![Decided::core(entry)])
}

/// When triage is due: an hour in immediate danger, else a day; "not sure" about danger counts as danger only once somebody says yes.
#[must_use]
pub fn triage_due(state: &State, pack: &CountryPack) -> Option<Moment> {
    if state.triage.is_some() {
        return None;
    }
    let since = state.reopened_at.or(state.raised_at)?;
    Some(since.plus_hours(pack.triage_hours(state.danger == YesNo::Yes)))
}

fn step(state: &State, command: &Command) -> Result<(), Refusal> {
    let stand = match (&state.alarm, &state.triage) {
        (None, _) => Concern::Nothing,
        (Some(_), None) => Concern::Raised,
        (Some(_), Some(_)) => Concern::Triaged,
    };
    let event = match command {
        Command::Raise { .. } => ConcernEvent::Raise,
        Command::Supplement { .. } => ConcernEvent::Supplement,
        Command::Triage { .. } => ConcernEvent::Triage,
        Command::Reopen { .. } => ConcernEvent::Reopen,
    };
    if stand.on(event).is_some() {
        return Ok(());
    }
    Err(match (stand, event) {
        (Concern::Nothing, _) => Refusal::NotThere,
        (_, ConcernEvent::Raise) => Refusal::AlreadyThere,
        (_, ConcernEvent::Reopen) => Refusal::NotTriaged,
        (_, ConcernEvent::Triage | ConcernEvent::Supplement) => Refusal::AlreadyTriaged,
    })
}

/// Only one thing is asked for: what is happening. Everything else may be unknown; an alarm is never turned away for a blank.
fn check_alarm(alarm: &Alarm, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    check::choices(ctx, List::Worry, &alarm.worries)?;
    check::long(&alarm.what)?;
    if alarm.worries.is_empty() && alarm.what.trim().is_empty() {
        return Err(Refusal::WhatMissing);
    }
    check::long(&alarm.child.description)?;
    if alarm
        .child
        .years
        .is_some_and(|years| i16::from(years) > OLDEST)
    {
        return Err(Refusal::AgeImpossible);
    }
    check::place(ctx, &alarm.place)?;
    check::short(&alarm.reporter.name)?;
    if alarm.reporter.anonymous && !alarm.reporter.name.trim().is_empty() {
        return Err(Refusal::AnonymousNamed);
    }
    if let Some(capacity) = &alarm.reporter.capacity {
        check::choice(ctx, List::Reporter, capacity)?;
    }
    if let Some(contact) = &alarm.reporter.contact {
        check::contact(ctx, contact)?;
    }
    if let Some(how) = &alarm.known.how {
        check::choice(ctx, List::HowKnown, how)?;
    }
    check::long(&alarm.known.text)?;
    check::past(ctx, alarm.known.since)
}

fn check_outcome(state: &State, outcome: &Outcome, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    match outcome {
        Outcome::FileOpened { .. } | Outcome::LinkedToFile { .. } => Ok(()),
        Outcome::PassedOn { to } => check::name(to),
        Outcome::NoFurtherAction { reason, text } => {
            check::choice(ctx, List::NoAction, reason)?;
            check::long(text)?;
            // A duplicate ends here even in danger: the other concern carries it.
            if state.danger == YesNo::Yes && reason.as_str() != "duplicate" {
                return Err(Refusal::DangerNeedsAction);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
