//! Opening, identity, identification, people, transfer, closing.

use super::super::command::Command;
use super::super::entry::{Basics, Entry};
use super::super::state::{State, TaskStatus};
use super::super::{identification, trafficking};
use super::Answered;
use crate::check;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::id::{UnitId, UserId};
use crate::pack::List;
use crate::refusal::Refusal;
use crate::values::Code;

#[expect(
    clippy::too_many_lines,
    reason = "each command and entry is named, so that a new one cannot be forgotten"
)]
pub(super) fn decide(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    match command {
        Command::Open {
            code,
            from_concern,
            basics,
        } => {
            check_basics(basics, ctx)?;
            Ok(vec![
                Decided::core(Entry::Opened {
                    code: *code,
                    lead: ctx.unit,
                    from_concern: *from_concern,
                }),
                Decided::core(Entry::BasicsRecorded(basics.clone())),
                Decided::core(Entry::Assigned {
                    user: ctx.author,
                    unit: ctx.unit,
                    lead: true,
                }),
            ])
        }
        Command::SetCoverName(name) => {
            check::name(name)?;
            one(Decided::in_(
                Compartment::Identity,
                Entry::CoverNameSet(name.clone()),
            ))
        }
        Command::LinkPerson(person) => one(Decided::in_(
            Compartment::Identity,
            Entry::PersonLinked(*person),
        )),
        Command::RecordBasics(basics) => {
            check_basics(basics, ctx)?;
            one(Decided::core(Entry::BasicsRecorded(basics.clone())))
        }
        Command::RecordEvent(event) => {
            check_event(event, ctx)?;
            one(Decided::core(Entry::EventRecorded(event.clone())))
        }
        Command::DecideIdentification(decision) => {
            let child = state.basics.age.is_child(ctx.today);
            identification::guard(state.identification(), decision, child, ctx)?;
            one(
                Decided::core(Entry::IdentificationDecided(decision.clone()))
                    .on(Some(decision.decided_on)),
            )
        }
        Command::Assign { user, unit, lead } => assign(state, *user, *unit, *lead),
        Command::Unassign { user } => unassign(state, *user),
        Command::OfferTransfer { to, reason } => {
            check::reason(reason)?;
            if state.transfer.is_some() {
                return Err(Refusal::TransferPending);
            }
            if state.lead == Some(*to) {
                return Err(Refusal::RecipientIsOwnUnit);
            }
            one(Decided::core(Entry::TransferOffered {
                to: *to,
                reason: reason.clone(),
            }))
        }
        Command::AcceptTransfer => {
            offered_here(state, ctx)?;
            Ok(vec![
                Decided::core(Entry::TransferAccepted),
                Decided::core(Entry::Assigned {
                    user: ctx.author,
                    unit: ctx.unit,
                    lead: true,
                }),
            ])
        }
        Command::DeclineTransfer { reason } => {
            check::reason(reason)?;
            offered_here(state, ctx)?;
            one(Decided::core(Entry::TransferDeclined {
                reason: reason.clone(),
            }))
        }
        Command::WithdrawTransfer => {
            state.transfer.ok_or(Refusal::NoTransfer)?;
            one(Decided::core(Entry::TransferWithdrawn))
        }
        Command::Close { reason, text } => close(state, reason, text, ctx),
        Command::Reopen { reason, text } => {
            check::choice(ctx, List::Reopening, reason)?;
            check::long(text)?;
            one(Decided::core(Entry::Reopened {
                reason: reason.clone(),
                text: text.clone(),
            }))
        }
        // `super::decide` sends nothing else here.
        Command::AssessRisk { .. }
        | Command::AddNote { .. }
        | Command::AmendNote { .. }
        | Command::RecordNeeds { .. }
        | Command::SetPlan { .. }
        | Command::OpenService { .. }
        | Command::RecordSession { .. }
        | Command::EndService { .. }
        | Command::AddTask(_)
        | Command::DoTask { .. }
        | Command::CancelTask { .. }
        | Command::ReassignTask { .. }
        | Command::RecordPlacement { .. }
        | Command::NoteHearing { .. }
        | Command::NoteTold { .. }
        | Command::GiveConsent(_)
        | Command::RecordAssent { .. }
        | Command::WithdrawConsent { .. }
        | Command::Share { .. }
        | Command::EndShare { .. } => Ok(Vec::new()),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an arm's answer")]
fn one(decided: Decided<Entry>) -> Answered {
    Ok(vec![decided])
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

fn assign(state: &State, user: UserId, unit: UnitId, lead: bool) -> Answered {
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
    one(Decided::core(Entry::Assigned { user, unit, lead }))
}

fn unassign(state: &State, user: UserId) -> Answered {
    if !state.assigned.iter().any(|a| a.user == user) {
        return Err(Refusal::NotAssigned);
    }
    if state.case_manager() == Some(user) {
        return Err(Refusal::LastCaseManager);
    }
    one(Decided::core(Entry::Unassigned { user }))
}

fn offered_here(state: &State, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let (to, _) = state.transfer.ok_or(Refusal::NoTransfer)?;
    (to == ctx.unit)
        .then_some(())
        .ok_or(Refusal::TransferNotYours)
}

/// Nothing is left hanging: services and tasks are ended by people first, shares end with the file.
fn close(state: &State, reason: &Code, text: &str, ctx: &Ctx<'_>) -> Answered {
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
