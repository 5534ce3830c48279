//! Consents and shares.

use super::super::entry::{Basis, Consent, ConsentBy, Entry};
use super::super::state::{ConsentState, State};
use super::{Answered, core};
use crate::check;
use crate::compartment::Compartments;
use crate::context::{Ctx, Decided};
use crate::id::{ConsentId, ReferralId, UnitId};
use crate::pack::{List, SHAREABLE};
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::values::{Answer, Code};

pub(super) fn give_consent(state: &State, consent: &Consent, ctx: &Ctx<'_>) -> Answered {
    check_consent(state, consent, ctx)?;
    core(Entry::ConsentGiven {
        consent: ConsentId(ctx.fresh),
        what: consent.clone(),
    })
}

pub(super) fn withdraw_consent(
    state: &State,
    consent: ConsentId,
    by: ConsentBy,
    reason: &str,
    ctx: &Ctx<'_>,
) -> Answered {
    check::long(reason)?;
    standing(state, consent)?;
    let mut decided = vec![Decided::core(Entry::ConsentWithdrawn {
        consent,
        by,
        reason: reason.to_owned(),
    })];
    decided.extend(end_shares_of(state, consent, ctx.now));
    Ok(decided)
}

pub(super) fn share(
    state: &State,
    unit: UnitId,
    (compartments, until): (Compartments, Moment),
    basis: &Basis,
    referral: Option<ReferralId>,
    ctx: &Ctx<'_>,
) -> Answered {
    if state.lead == Some(unit) || unit == ctx.unit {
        return Err(Refusal::RecipientIsOwnUnit);
    }
    check_offer(ctx, compartments, until)?;
    let consent = match basis {
        Basis::Consent(id) => Some(
            state
                .consents
                .iter()
                .find(|c| c.id == *id)
                .ok_or(Refusal::ConsentUnknown)?,
        ),
        Basis::Lawful(_) => None,
    };
    check_basis(ctx, basis, consent, unit, compartments, until)?;
    core(Entry::Shared {
        unit,
        compartments,
        basis: basis.clone(),
        referral,
        until,
    })
}

pub(super) fn end_share(state: &State, unit: UnitId, reason: &Code, ctx: &Ctx<'_>) -> Answered {
    check::choice(ctx, List::ShareEnd, reason)?;
    if !state
        .shares
        .iter()
        .any(|share| share.unit == unit && share.ended.is_none())
    {
        return Err(Refusal::ShareUnknown);
    }
    core(Entry::ShareEnded {
        unit,
        reason: reason.clone(),
    })
}

fn standing(state: &State, id: ConsentId) -> Result<&ConsentState, Refusal> {
    let consent = state
        .consents
        .iter()
        .find(|c| c.id == id)
        .ok_or(Refusal::ConsentUnknown)?;
    match consent.withdrawn {
        Some(_) => Err(Refusal::ConsentIsWithdrawn),
        None => Ok(consent),
    }
}

pub(super) fn record_assent(
    state: &State,
    id: ConsentId,
    assent: Answer<bool>,
    ctx: &Ctx<'_>,
) -> Answered {
    standing(state, id)?;
    if !assent.asked() {
        return Err(Refusal::AssentMissing);
    }
    let mut decided = vec![Decided::core(Entry::AssentRecorded {
        consent: id,
        assent,
    })];
    // A child's no ends what rests on this consent, as a withdrawal does.
    if assent == Answer::Said(false) {
        decided.extend(end_shares_of(state, id, ctx.now));
    }
    Ok(decided)
}

fn end_shares_of(state: &State, id: ConsentId, now: Moment) -> Vec<Decided<Entry>> {
    let mut units: Vec<UnitId> = state
        .live_shares(now)
        .filter(|share| share.basis == Basis::Consent(id))
        .map(|share| share.unit)
        .collect();
    units.sort_unstable();
    units.dedup();
    units
        .into_iter()
        .map(|unit| {
            Decided::core(Entry::ShareEnded {
                unit,
                reason: Code::new("withdrawn"),
            })
        })
        .collect()
}

fn check_consent(state: &State, consent: &Consent, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    check::choice(ctx, List::ConsentPurpose, &consent.purpose)?;
    check::choice(ctx, List::ConsentFormat, &consent.format)?;
    if let Some(language) = &consent.language {
        check::choice(ctx, List::Language, language)?;
    }
    if consent.recipients.is_empty() {
        return Err(Refusal::RecipientMissing);
    }
    if consent.recipients.len() > check::MANY {
        return Err(Refusal::TooMany);
    }
    if consent
        .recipients
        .iter()
        .any(|unit| *unit == ctx.unit || Some(*unit) == state.lead)
    {
        return Err(Refusal::RecipientIsOwnUnit);
    }
    shareable(consent.compartments)?;
    if consent.until <= consent.from {
        return Err(Refusal::EndBeforeStart);
    }
    if consent.until <= ctx.now {
        return Err(Refusal::DueInPast);
    }
    if consent.until > consent.from.plus_days(ctx.pack.rules().consent_days) {
        return Err(Refusal::TooLong);
    }
    check_consenter(state, consent, ctx)
}

/// Who may consent depends on age; a child that may be old enough is asked.
fn check_consenter(state: &State, consent: &Consent, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let rules = ctx.pack.rules();
    let age = state.basics.age;
    let child = age.is_child(ctx.today);
    let fits = match consent.by {
        ConsentBy::Adult => !child,
        ConsentBy::Child => child && age.at_least(rules.child_consent_from, ctx.today),
        ConsentBy::Parent => child,
        ConsentBy::Guardian | ConsentBy::Representative => true,
    };
    if !fits {
        return Err(Refusal::ConsentByWrong);
    }
    let old_enough = age
        .range(ctx.today)
        .is_none_or(|(_, most)| most >= rules.assent_from);
    let by_another = !matches!(consent.by, ConsentBy::Adult | ConsentBy::Child);
    if child && by_another && old_enough && !consent.assent.asked() {
        return Err(Refusal::AssentMissing);
    }
    Ok(())
}

fn shareable(compartments: Compartments) -> Result<(), Refusal> {
    let known = SHAREABLE.into_iter().collect::<Compartments>();
    let fits = !compartments.is_empty() && compartments.0 & !known.0 == 0;
    fits.then_some(()).ok_or(Refusal::CompartmentsNotShareable)
}

/// What is offered can be shared, and for a time that the pack allows.
pub(crate) fn check_offer(
    ctx: &Ctx<'_>,
    compartments: Compartments,
    until: Moment,
) -> Result<(), Refusal> {
    shareable(compartments)?;
    if until <= ctx.now {
        return Err(Refusal::DueInPast);
    }
    if until > ctx.now.plus_days(ctx.pack.rules().share_days) {
        return Err(Refusal::TooLong);
    }
    Ok(())
}

/// A consent in force that covers this, or a named basis that allows it. A missing consent never stops a lawful basis.
pub(crate) fn check_basis(
    ctx: &Ctx<'_>,
    basis: &Basis,
    consent: Option<&ConsentState>,
    recipient: UnitId,
    compartments: Compartments,
    until: Moment,
) -> Result<(), Refusal> {
    match basis {
        Basis::Consent(id) => {
            let consent = consent
                .filter(|c| c.id == *id)
                .ok_or(Refusal::ConsentUnknown)?;
            if consent.withdrawn.is_some() {
                return Err(Refusal::ConsentIsWithdrawn);
            }
            if !consent.holds(ctx.now) {
                return Err(Refusal::ConsentNotInForce);
            }
            let what = &consent.what;
            let covers = what.recipients.contains(&recipient)
                && compartments.iter().all(|kind| what.compartments.has(kind))
                && until <= what.until;
            covers.then_some(()).ok_or(Refusal::ConsentDoesNotCover)
        }
        Basis::Lawful(code) => {
            let basis = ctx.pack.basis(code).ok_or(Refusal::BasisUnknown)?;
            if !basis.covers_compartments(compartments) {
                return Err(Refusal::BasisDoesNotCover);
            }
            (until <= ctx.now.plus_days(basis.days))
                .then_some(())
                .ok_or(Refusal::TooLong)
        }
    }
}
