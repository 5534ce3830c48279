//! Risk, notes, needs, plan, placements, hearings, what the child has told.

use super::super::entry::{Entry, Goal, Hearing, Need};
use super::super::state::State;
use super::{Answered, core, later};
use crate::check;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::id::EntryId;
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::{Moment, PartialDate};
use crate::values::{Code, Place};

pub(super) fn assess_risk(
    level: &Code,
    factors: &[Code],
    text: &str,
    review: Option<Moment>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::Risk, level)?;
    check::choices(ctx, List::RiskFactor, factors)?;
    check::long(text)?;
    later(ctx, review)?;
    core(Entry::RiskAssessed {
        level: level.clone(),
        factors: factors.to_vec(),
        text: text.to_owned(),
        review,
    })
}

pub(super) fn add_note(
    compartment: Compartment,
    kind: &Code,
    text: &str,
    happened_on: Option<PartialDate>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::Note, kind)?;
    check::words(text)?;
    check::past(ctx, happened_on)?;
    let entry = Entry::NoteAdded {
        kind: kind.clone(),
        text: text.to_owned(),
    };
    Ok(vec![Decided::in_(compartment, entry).on(happened_on)])
}

pub(super) fn amend_note(
    state: &State,
    compartment: Compartment,
    note: EntryId,
    text: &str,
    reason: &str,
    ctx: &Ctx<'_>,
) -> Answered {
    check::words(text)?;
    check::reason(reason)?;
    let found = state
        .notes
        .iter()
        .find(|said| said.entry == note && said.value.compartment == compartment)
        .ok_or(Refusal::EntryUnknown)?;
    if found.by != ctx.author {
        return Err(Refusal::OnlyAuthor);
    }
    let entry = Entry::NoteAmended {
        note,
        text: text.to_owned(),
        reason: reason.to_owned(),
    };
    Ok(vec![Decided::in_(compartment, entry)])
}

pub(super) fn record_needs(
    compartment: Compartment,
    needs: &[Need],
    happened_on: Option<PartialDate>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::past(ctx, happened_on)?;
    if needs.len() > check::MANY {
        return Err(Refusal::TooMany);
    }
    for need in needs {
        check::choice(ctx, List::Need, &need.area)?;
        check::long(&need.text)?;
    }
    let entry = Entry::NeedsRecorded(needs.to_vec());
    Ok(vec![Decided::in_(compartment, entry).on(happened_on)])
}

pub(super) fn set_plan(goals: &[Goal], review: Option<Moment>, ctx: &Ctx<'_>) -> Answered {
    if goals.is_empty() {
        return Err(Refusal::TextMissing);
    }
    if goals.len() > check::MANY {
        return Err(Refusal::TooMany);
    }
    for goal in goals {
        check::choice(ctx, List::Need, &goal.area)?;
        check::words(&goal.text)?;
    }
    later(ctx, review)?;
    core(Entry::PlanSet {
        goals: goals.to_vec(),
        review,
    })
}

pub(super) fn record_placement(
    kind: &Code,
    place: &Place,
    hide_from: &str,
    (happened_on, until): (Option<PartialDate>, Option<PartialDate>),
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::Placement, kind)?;
    check::place(ctx, place)?;
    check::short(hide_from)?;
    check::past(ctx, happened_on)?;
    if let Some(until) = until {
        until.check()?;
    }
    let entry = Entry::PlacementRecorded {
        kind: kind.clone(),
        place: place.clone(),
        hide_from: hide_from.to_owned(),
        until,
    };
    Ok(vec![
        Decided::in_(Compartment::Whereabouts, entry).on(happened_on),
    ])
}

/// A hearing may be appointed: its date may lie ahead.
pub(super) fn note_hearing(hearing: &Hearing, happened_on: PartialDate, ctx: &Ctx<'_>) -> Answered {
    check::choice(ctx, List::Hearing, &hearing.kind)?;
    check::choices(ctx, List::Safeguard, &hearing.safeguards)?;
    check::long(&hearing.text)?;
    happened_on.check()?;
    let entry = Entry::HearingNoted(hearing.clone());
    Ok(vec![
        Decided::in_(Compartment::Justice, entry).on(Some(happened_on)),
    ])
}

pub(super) fn note_told(
    about: &Code,
    to: &str,
    text: &str,
    happened_on: Option<PartialDate>,
    ctx: &Ctx<'_>,
) -> Answered {
    check::choice(ctx, List::Told, about)?;
    check::short(to)?;
    check::long(text)?;
    check::past(ctx, happened_on)?;
    let entry = Entry::AlreadyTold {
        about: about.clone(),
        to: to.to_owned(),
        text: text.to_owned(),
    };
    Ok(vec![Decided::core(entry).on(happened_on)])
}
