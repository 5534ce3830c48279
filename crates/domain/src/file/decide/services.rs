//! Services and their sessions.

use super::super::command::SessionNote;
use super::super::entry::{Attendance, Entry};
use super::super::rules;
use super::super::state::{Service, State};
use super::{Answered, later};
use crate::check;
use crate::context::{Ctx, Decided};
use crate::id::{ReferralId, ServiceId, SessionId, UnitId};
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::PartialDate;
use crate::values::Code;

pub(super) fn open(
    state: &State,
    kind: &Code,
    unit: UnitId,
    referral: Option<ReferralId>,
    happened_on: Option<PartialDate>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::Service, kind)?;
    check::past(ctx, happened_on)?;
    provider(state, unit, ctx)?;
    let entry = Entry::ServiceOpened {
        service: ServiceId(ctx.fresh),
        kind: kind.clone(),
        unit,
        referral,
    };
    Ok(vec![Decided::core(entry).on(happened_on)])
}

/// The fact in core; the words, if there are any, where the author wants them.
pub(super) fn record_session(state: &State, note: &SessionNote, ctx: &Ctx<'_>) -> Answered {
    let open = open_service(state, note.service)?;
    provider(state, open.unit, ctx)?;
    let happened_on = Some(note.happened_on);
    check::past(ctx, happened_on)?;
    check::long(&note.summary)?;
    check::long(&note.next_text)?;
    later(ctx, note.next)?;
    minutes_fit(note.minutes, note.attendance)?;
    let session = SessionId(ctx.fresh);
    let fact = Entry::SessionRecorded {
        session,
        service: note.service,
        minutes: note.minutes,
        attendance: note.attendance,
        next: note.next,
    };
    let mut decided = vec![Decided::core(fact).on(happened_on)];
    if !note.summary.trim().is_empty() || !note.next_text.trim().is_empty() {
        let words = Entry::SessionSummary {
            session,
            text: note.summary.clone(),
            next: note.next_text.clone(),
        };
        decided.push(Decided::in_(note.compartment, words).on(happened_on));
    }
    Ok(decided)
}

pub(super) fn end(
    state: &State,
    service: ServiceId,
    outcome: &Code,
    text: &str,
    happened_on: Option<PartialDate>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::ServiceOutcome, outcome)?;
    check::long(text)?;
    check::past(ctx, happened_on)?;
    let open = open_service(state, service)?;
    provider(state, open.unit, ctx)?;
    let entry = Entry::ServiceEnded {
        service,
        outcome: outcome.clone(),
        text: text.to_owned(),
    };
    Ok(vec![Decided::core(entry).on(happened_on)])
}

fn open_service(state: &State, id: ServiceId) -> Result<&Service, Refusal> {
    let service = state
        .services
        .iter()
        .find(|s| s.id == id)
        .ok_or(Refusal::ServiceUnknown)?;
    match service.ended {
        Some(_) => Err(Refusal::ServiceHasEnded),
        None => Ok(service),
    }
}

fn provider(state: &State, unit: UnitId, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    rules::serves(state, unit, (ctx.unit, ctx.role))
        .then_some(())
        .ok_or(Refusal::OnlyProvider)
}

fn minutes_fit(minutes: u16, attendance: Attendance) -> Result<(), Refusal> {
    let least = match attendance {
        Attendance::Attended => 1,
        Attendance::Missed | Attendance::ChildAskedToStop | Attendance::Cancelled => 0,
    };
    (least..=1440)
        .contains(&minutes)
        .then_some(())
        .ok_or(Refusal::MinutesBad)
}
