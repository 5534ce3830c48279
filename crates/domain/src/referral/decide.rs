//! What may be written on a referral, and why not.

use super::{Command, Entry, Payload, State, Status};
use crate::check;
use crate::context::{Ctx, Decided};
use crate::file::decide::{check_basis, check_offer};
use crate::file::state::ConsentState;
use crate::id::UnitId;
use crate::machines::{Machine, ReferralEvent};
use crate::pack::List;
use crate::refusal::Refusal;

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    // Opening it a second time is no event; it is not refused either.
    if matches!(command, Command::MarkRead) && state.status.is_some_and(|s| s != Status::Sent) {
        return Ok(Vec::new());
    }
    step(state, command)?;
    side(state, command, ctx)?;
    let entry = match command {
        Command::Send {
            payload,
            to,
            consent,
        } => send(payload, *to, consent.as_ref(), ctx)?,
        Command::MarkRead => Entry::Read,
        Command::Accept { assignee } => Entry::Accepted {
            assignee: *assignee,
        },
        Command::Decline {
            reason,
            text,
            suggestion,
        } => {
            check::choice(ctx, List::Decline, reason)?;
            check::long(text)?;
            check::long(suggestion)?;
            Entry::Declined {
                reason: reason.clone(),
                text: text.clone(),
                suggestion: suggestion.clone(),
            }
        }
        Command::Revoke { reason } => {
            check::reason(reason)?;
            Entry::Revoked {
                reason: reason.clone(),
            }
        }
        Command::Expire => Entry::Expired,
        Command::StartWork => Entry::WorkStarted,
        Command::Finish { outcome, text } => {
            check::choice(ctx, List::ReferralOutcome, outcome)?;
            check::long(text)?;
            Entry::Done {
                outcome: outcome.clone(),
                text: text.clone(),
            }
        }
    };
    Ok(vec![Decided::core(entry)])
}

fn step(state: &State, command: &Command) -> Result<(), Refusal> {
    let event = match command {
        Command::Send { .. } => ReferralEvent::Send,
        Command::MarkRead => ReferralEvent::Read,
        Command::Accept { .. } => ReferralEvent::Accept,
        Command::Decline { .. } => ReferralEvent::Decline,
        Command::Revoke { .. } => ReferralEvent::Revoke,
        Command::Expire => ReferralEvent::Expire,
        Command::StartWork => ReferralEvent::StartWork,
        Command::Finish { .. } => ReferralEvent::Finish,
    };
    if state.status.on(event).is_some() {
        return Ok(());
    }
    Err(match (state.status, event) {
        (None, _) => Refusal::NotThere,
        (Some(_), ReferralEvent::Send) => Refusal::AlreadyThere,
        (Some(_), _) => Refusal::ReferralStep,
    })
}

/// Who acts: the sender takes back, the recipient does all the rest, time alone lets lapse.
fn side(state: &State, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let is = |side: Option<UnitId>| side == Some(ctx.unit);
    match command {
        Command::Send { .. } => Ok(()),
        Command::Revoke { .. } => is(state.from).then_some(()).ok_or(Refusal::OnlySender),
        Command::Expire => {
            let over = state.expires_at.is_none_or(|at| at <= ctx.now);
            over.then_some(()).ok_or(Refusal::NotExpired)
        }
        Command::Accept { .. } if state.expires_at.is_some_and(|at| at <= ctx.now) => {
            Err(Refusal::ReferralStep)
        }
        Command::MarkRead
        | Command::Accept { .. }
        | Command::Decline { .. }
        | Command::StartWork
        | Command::Finish { .. } => is(state.to).then_some(()).ok_or(Refusal::OnlyRecipient),
    }
}

fn send(
    payload: &Payload,
    to: UnitId,
    consent: Option<&ConsentState>,
    ctx: &Ctx<'_>,
) -> Result<Entry, Refusal> {
    if to == ctx.unit {
        return Err(Refusal::RecipientIsOwnUnit);
    }
    check::choice(ctx, List::Service, &payload.service)?;
    check::words(&payload.summary)?;
    if let Some(county) = &payload.county {
        check::choice(ctx, List::County, county)?;
    }
    check_offer(ctx, payload.offered, payload.until)?;
    check_basis(
        ctx,
        &payload.basis,
        consent,
        to,
        payload.offered,
        payload.until,
    )?;
    let hours = ctx.pack.answer_hours(payload.urgency);
    let lapse = ctx
        .now
        .plus_hours(hours.saturating_mul(ctx.pack.rules().expiry_factor));
    Ok(Entry::Sent {
        payload: payload.clone(),
        from: ctx.unit,
        to,
        answer_by: ctx.now.plus_hours(hours),
        expires_at: lapse.min(payload.until),
    })
}

#[cfg(test)]
mod tests;
