//! Opening, identity, identification, people, transfer, closing.

use super::super::entry::{Basics, Entry};
use super::super::state::{State, TaskStatus};
use super::super::{identification, trafficking};
use super::{Answered, core};
use crate::check;
use crate::code::FileCode;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::id::{ConcernId, PersonId, UnitId, UserId};
use crate::pack::List;
use crate::refusal::Refusal;
use crate::values::Code;

pub(super) fn open(
    code: FileCode,
    from_concern: Option<ConcernId>,
    basics: &Basics,
    ctx: &Ctx<'_>,
) -> Answered {
    check_basics(basics, ctx)?;
    Ok(vec![
        Decided::core(Entry::Opened {
            code,
            lead: ctx.unit,
            from_concern,
        }),
        Decided::core(Entry::BasicsRecorded(basics.clone())),
        Decided::core(author_leads(ctx)),
    ])
}

/// Who opens a file or takes it over is its case manager.
const fn author_leads(ctx: &Ctx<'_>) -> Entry {
    Entry::Assigned {
        user: ctx.author,
        unit: ctx.unit,
        lead: true,
    }
}

pub(super) fn set_cover_name(name: &str) -> Answered {
    check::name(name)?;
    let entry = Entry::CoverNameSet(name.to_owned());
    Ok(vec![Decided::in_(Compartment::Identity, entry)])
}

#[expect(clippy::unnecessary_wraps, reason = "a decider's answer")]
pub(super) fn link_person(person: PersonId) -> Answered {
    let entry = Entry::PersonLinked(person);
    Ok(vec![Decided::in_(Compartment::Identity, entry)])
}

pub(super) fn record_basics(basics: &Basics, ctx: &Ctx<'_>) -> Answered {
    check_basics(basics, ctx)?;
    core(Entry::BasicsRecorded(basics.clone()))
}

pub(super) fn record_event(event: &trafficking::Event, ctx: &Ctx<'_>) -> Answered {
    check_event(event, ctx)?;
    core(Entry::EventRecorded(event.clone()))
}

pub(super) fn decide_identification(
    state: &State,
    decision: &identification::Decision,
    ctx: &Ctx<'_>,
) -> Answered {
    let child = state.basics.age.is_child(ctx.today);
    identification::guard(state.identification(), decision, child, ctx)?;
    let entry = Entry::IdentificationDecided(decision.clone());
    Ok(vec![Decided::core(entry).on(Some(decision.decided_on))])
}

pub(super) fn offer_transfer(state: &State, to: UnitId, reason: &str) -> Answered {
    check::reason(reason)?;
    if state.transfer.is_some() {
        return Err(Refusal::TransferPending);
    }
    if state.lead == Some(to) {
        return Err(Refusal::RecipientIsOwnUnit);
    }
    core(Entry::TransferOffered {
        to,
        reason: reason.to_owned(),
    })
}

pub(super) fn accept_transfer(state: &State, ctx: &Ctx<'_>) -> Answered {
    offered_here(state, ctx)?;
    Ok(vec![
        Decided::core(Entry::TransferAccepted),
        Decided::core(author_leads(ctx)),
    ])
}

pub(super) fn decline_transfer(state: &State, reason: &str, ctx: &Ctx<'_>) -> Answered {
    check::reason(reason)?;
    offered_here(state, ctx)?;
    core(Entry::TransferDeclined {
        reason: reason.to_owned(),
    })
}

pub(super) fn withdraw_transfer(state: &State) -> Answered {
    state.transfer.ok_or(Refusal::NoTransfer)?;
    core(Entry::TransferWithdrawn)
}

pub(super) fn reopen(reason: &Code, text: &str, ctx: &Ctx<'_>) -> Answered {
    check::choice(ctx, List::Reopening, reason)?;
    check::long(text)?;
    core(Entry::Reopened {
        reason: reason.clone(),
        text: text.to_owned(),
    })
}

fn check_basics(basics: &Basics, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    basics.age.check(ctx.today)?;
    if let Some(county) = &basics.county {
        check::choice(ctx, List::County, county)?;
    }
    check::choices(ctx, List::Exploitation, &basics.exploitation)?;
    check::choices(ctx, List::Language, &basics.languages)
}

fn check_event(event: &trafficking::Event, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    check::choices(ctx, List::Act, &event.acts)?;
    check::choices(ctx, List::Means, &event.means)?;
    check::choices(ctx, List::Exploitation, &event.purposes)?;
    check::long(&event.text)?;
    if event.acts.is_empty() && event.purposes.is_empty() && event.text.trim().is_empty() {
        return Err(Refusal::ElementsMissing);
    }
    if event.places.len() > check::MANY {
        return Err(Refusal::TooMany);
    }
    event
        .places
        .iter()
        .try_for_each(|place| check::place(ctx, place))?;
    check::past(ctx, event.from)?;
    check::past(ctx, event.to)?;
    if let (Some(from), Some(to)) = (event.from, event.to)
        && to.latest()? < from.earliest()?
    {
        return Err(Refusal::EndBeforeStart);
    }
    Ok(())
}

pub(super) fn assign(state: &State, user: UserId, unit: UnitId, lead: bool) -> Answered {
    if lead && state.lead != Some(unit) {
        return Err(Refusal::OnlyLead);
    }
    if state
        .assigned
        .iter()
        .any(|a| (a.user, a.unit, a.lead) == (user, unit, lead))
    {
        return Err(Refusal::AlreadyAssigned);
    }
    // The case manager's role passes to another; it is not dropped.
    if !lead && state.case_manager() == Some(user) {
        return Err(Refusal::LastCaseManager);
    }
    core(Entry::Assigned { user, unit, lead })
}

pub(super) fn unassign(state: &State, user: UserId) -> Answered {
    if !state.assigned.iter().any(|a| a.user == user) {
        return Err(Refusal::NotAssigned);
    }
    if state.case_manager() == Some(user) {
        return Err(Refusal::LastCaseManager);
    }
    core(Entry::Unassigned { user })
}

fn offered_here(state: &State, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let (to, _) = state.transfer.ok_or(Refusal::NoTransfer)?;
    (to == ctx.unit)
        .then_some(())
        .ok_or(Refusal::TransferNotYours)
}

/// Nothing is left hanging: services and tasks are ended by people first, shares end with the file.
pub(super) fn close(state: &State, reason: &Code, text: &str, ctx: &Ctx<'_>) -> Answered {
    check::choice(ctx, List::Closure, reason)?;
    check::long(text)?;
    if state.transfer.is_some() {
        return Err(Refusal::TransferPending);
    }
    if state.services.iter().any(|service| service.ended.is_none()) {
        return Err(Refusal::ServicesOpen);
    }
    if state
        .tasks
        .iter()
        .any(|task| task.status == TaskStatus::Open)
    {
        return Err(Refusal::TasksOpen);
    }
    let mut units: Vec<UnitId> = state.live_shares(ctx.now).map(|share| share.unit).collect();
    units.sort_unstable();
    units.dedup();
    let mut decided: Vec<_> = units
        .into_iter()
        .map(|unit| {
            Decided::core(Entry::ShareEnded {
                unit,
                reason: Code::new("closed"),
            })
        })
        .collect();
    decided.push(Decided::core(Entry::Closed {
        reason: reason.clone(),
        text: text.to_owned(),
    }));
    Ok(decided)
}
