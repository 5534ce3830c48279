//! What may be written on a survivor file, and why not.

mod access;
mod care;
mod life;

use super::command::Command;
use super::entry::Entry;
use super::rules;
use super::state::State;
use crate::access::Role;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::machines::{FileEvent, FileLife, Machine};
use crate::refusal::Refusal;

pub(crate) use access::{check_basis, check_offer};

/// What a decider answers.
type Answered = Result<Vec<Decided<Entry>>, Refusal>;

/// What to write, or why not.
pub fn decide(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    may_now(state, command)?;
    who(state, command, ctx)?;
    let decided = match command {
        Command::Open { .. }
        | Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::DecideIdentification(_)
        | Command::Assign { .. }
        | Command::Unassign { .. }
        | Command::OfferTransfer { .. }
        | Command::AcceptTransfer
        | Command::DeclineTransfer { .. }
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => life::decide(state, command, ctx),
        Command::GiveConsent(_)
        | Command::RecordAssent { .. }
        | Command::WithdrawConsent { .. }
        | Command::Share { .. }
        | Command::EndShare { .. } => access::decide(state, command, ctx),
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
        | Command::NoteTold { .. } => care::decide(state, command, ctx),
    }?;
    decided.iter().try_for_each(|one| walls(one, ctx))?;
    Ok(decided)
}

/// Where the file's life stands.
pub(super) fn life_of(state: &State) -> FileLife {
    match (state.opened_at, &state.closed) {
        (None, _) => FileLife::Nothing,
        (Some(_), None) => FileLife::Open,
        (Some(_), Some(_)) => FileLife::Closed,
    }
}

fn may_now(state: &State, command: &Command) -> Result<(), Refusal> {
    let event = match command {
        Command::Open { .. } => FileEvent::Open,
        Command::Close { .. } => FileEvent::Close,
        Command::Reopen { .. } => FileEvent::Reopen,
        // A closed file still lets go: nobody is held by a consent or a share because the work has ended.
        Command::WithdrawConsent { .. } | Command::EndShare { .. } if state.closed.is_some() => {
            return Ok(());
        }
        Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::AssessRisk { .. }
        | Command::DecideIdentification(_)
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
        | Command::EndShare { .. }
        | Command::Assign { .. }
        | Command::Unassign { .. }
        | Command::OfferTransfer { .. }
        | Command::AcceptTransfer
        | Command::DeclineTransfer { .. }
        | Command::WithdrawTransfer => FileEvent::Write,
    };
    let life = life_of(state);
    if life.on(event).is_some() {
        return Ok(());
    }
    Err(match (life, event) {
        (FileLife::Nothing, _) => Refusal::NotThere,
        (_, FileEvent::Open) => Refusal::AlreadyThere,
        (FileLife::Closed, _) => Refusal::FileClosed,
        (FileLife::Open, _) => Refusal::FileNotClosed,
    })
}

/// Who decides what. `policy` has already said that the author may open this file.
enum Who {
    /// The lead unit's case manager or supervisor.
    Lead,
    /// The same, or a liaison of the judicial bodies.
    LeadOrLiaison,
    /// The unit to which the lead is offered.
    Taker,
    /// Everybody who works on files.
    Worker,
}

fn who(state: &State, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let lead = || {
        if !rules::leads(ctx.role) {
            return Err(Refusal::OnlyLead);
        }
        (state.lead == Some(ctx.unit))
            .then_some(())
            .ok_or(Refusal::OnlyLead)
    };
    let liaison = matches!(ctx.role, Role::PoliceLiaison | Role::ProsecutorLiaison);
    match who_for(command) {
        Who::LeadOrLiaison if liaison => Ok(()),
        Who::Lead | Who::LeadOrLiaison => lead(),
        Who::Taker if rules::leads(ctx.role) => Ok(()),
        Who::Taker => Err(Refusal::OnlyLead),
        Who::Worker if rules::works_on_files(ctx.role) => Ok(()),
        Who::Worker => Err(Refusal::DisciplineMayNotWrite),
    }
}

fn who_for(command: &Command) -> Who {
    match command {
        Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::SetPlan { .. }
        | Command::RecordPlacement { .. }
        | Command::GiveConsent(_)
        | Command::RecordAssent { .. }
        | Command::WithdrawConsent { .. }
        | Command::Share { .. }
        | Command::EndShare { .. }
        | Command::Assign { .. }
        | Command::Unassign { .. }
        | Command::OfferTransfer { .. }
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => Who::Lead,
        Command::RecordEvent(_) | Command::DecideIdentification(_) => Who::LeadOrLiaison,
        Command::Open { .. } | Command::AcceptTransfer | Command::DeclineTransfer { .. } => {
            Who::Taker
        }
        Command::AssessRisk { .. }
        | Command::AddNote { .. }
        | Command::AmendNote { .. }
        | Command::RecordNeeds { .. }
        | Command::OpenService { .. }
        | Command::RecordSession { .. }
        | Command::EndService { .. }
        | Command::AddTask(_)
        | Command::DoTask { .. }
        | Command::CancelTask { .. }
        | Command::ReassignTask { .. }
        | Command::NoteHearing { .. }
        | Command::NoteTold { .. } => Who::Worker,
    }
}

/// The last gate: nothing leaves this decider into a compartment where it may not lie or whose owner did not write it.
fn walls(decided: &Decided<Entry>, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let kind = decided.compartment.kind();
    if !rules::allowed_in(&decided.entry).contains(&kind) {
        return Err(Refusal::CompartmentWrong);
    }
    if !rules::may_write(ctx.role, kind) {
        return Err(Refusal::DisciplineMayNotWrite);
    }
    match decided.compartment {
        Compartment::Private(owner) if owner != ctx.author => Err(Refusal::NotOwner),
        Compartment::Own(owner) if owner != ctx.unit => Err(Refusal::NotOwner),
        Compartment::Core
        | Compartment::Identity
        | Compartment::Whereabouts
        | Compartment::Psychosocial
        | Compartment::Legal
        | Compartment::Justice
        | Compartment::Private(_)
        | Compartment::Own(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
