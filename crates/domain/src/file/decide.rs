//! What may be written on a survivor file, and why not.

mod access;
mod care;
mod life;
mod services;
mod tasks;

use super::command::Command;
use super::entry::Entry;
use super::rules;
use super::state::State;
use crate::access::Role;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::machines::{FileEvent, FileLife, Machine};
use crate::refusal::Refusal;
use crate::time::Moment;

pub(crate) use access::{check_basis, check_offer};

/// What a decider answers.
type Answered = Result<Vec<Decided<Entry>>, Refusal>;

/// What to write, or why not.
pub fn decide(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    may_now(state, command)?;
    who(state, command, ctx)?;
    let decided = one(state, command, ctx)?;
    decided.iter().try_for_each(|one| walls(one, ctx))?;
    Ok(decided)
}

/// One function per command.
#[expect(clippy::too_many_lines, reason = "one arm per command")]
fn one(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    match command {
        Command::Open {
            code,
            from_concern,
            basics,
        } => life::open(*code, *from_concern, basics, ctx),
        Command::SetCoverName(name) => life::set_cover_name(name),
        Command::LinkPerson(person) => life::link_person(*person),
        Command::RecordBasics(basics) => life::record_basics(basics, ctx),
        Command::RecordEvent(event) => life::record_event(event, ctx),
        Command::DecideIdentification(decision) => {
            life::decide_identification(state, decision, ctx)
        }
        Command::Assign { user, unit, lead } => life::assign(state, *user, *unit, *lead),
        Command::Unassign { user } => life::unassign(state, *user),
        Command::OfferTransfer { to, reason } => life::offer_transfer(state, *to, reason),
        Command::AcceptTransfer => life::accept_transfer(state, ctx),
        Command::DeclineTransfer { reason } => life::decline_transfer(state, reason, ctx),
        Command::WithdrawTransfer => life::withdraw_transfer(state),
        Command::Close { reason, text } => life::close(state, reason, text, ctx),
        Command::Reopen { reason, text } => life::reopen(reason, text, ctx),
        Command::GiveConsent(consent) => access::give_consent(state, consent, ctx),
        Command::RecordAssent { consent, assent } => {
            access::record_assent(state, *consent, *assent, ctx)
        }
        Command::WithdrawConsent {
            consent,
            by,
            reason,
        } => access::withdraw_consent(state, *consent, *by, reason, ctx),
        Command::Share {
            unit,
            compartments,
            basis,
            referral,
            until,
        } => {
            let offer = (*compartments, *until);
            access::share(state, *unit, offer, basis, *referral, ctx)
        }
        Command::EndShare { unit, reason } => access::end_share(state, *unit, reason, ctx),
        Command::AssessRisk {
            level,
            factors,
            text,
            review,
        } => care::assess_risk(level, factors, text, *review, ctx),
        Command::AddNote {
            compartment,
            kind,
            text,
            happened_on,
        } => care::add_note(*compartment, kind, text, *happened_on, ctx),
        Command::AmendNote {
            compartment,
            note,
            text,
            reason,
        } => care::amend_note(state, *compartment, *note, text, reason, ctx),
        Command::RecordNeeds {
            compartment,
            needs,
            happened_on,
        } => care::record_needs(*compartment, needs, *happened_on, ctx),
        Command::SetPlan { goals, review } => care::set_plan(goals, *review, ctx),
        Command::RecordPlacement {
            kind,
            place,
            hide_from,
            happened_on,
            until,
        } => {
            let time = (*happened_on, *until);
            care::record_placement(kind, place, hide_from, time, ctx)
        }
        Command::NoteHearing {
            hearing,
            happened_on,
        } => care::note_hearing(hearing, *happened_on, ctx),
        Command::NoteTold {
            about,
            to,
            text,
            happened_on,
        } => care::note_told(about, to, text, *happened_on, ctx),
        Command::OpenService {
            kind,
            unit,
            referral,
            happened_on,
        } => services::open(state, kind, *unit, *referral, *happened_on, ctx),
        Command::RecordSession(note) => services::record_session(state, note, ctx),
        Command::EndService {
            service,
            outcome,
            text,
            happened_on,
        } => services::end(state, *service, outcome, text, *happened_on, ctx),
        Command::AddTask(what) => tasks::add(what, ctx),
        Command::DoTask { task, text } => tasks::tick_off(state, *task, text),
        Command::CancelTask { task, reason } => tasks::cancel(state, *task, reason),
        Command::ReassignTask {
            task,
            assignee,
            due,
        } => tasks::reassign(state, *task, *assignee, *due, ctx),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a decider's answer")]
fn core(entry: Entry) -> Answered {
    Ok(vec![Decided::core(entry)])
}

/// What is due lies ahead.
fn later(ctx: &Ctx<'_>, when: Option<Moment>) -> Result<(), Refusal> {
    when.is_none_or(|when| when > ctx.now)
        .then_some(())
        .ok_or(Refusal::DueInPast)
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
        | Command::RecordSession(_)
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
        | Command::RecordSession(_)
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
