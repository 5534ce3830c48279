//! Risk, notes, needs, plan, services, sessions, tasks, placements, hearings.

use super::super::command::Command;
use super::super::entry::{Attendance, Entry, Task};
use super::super::rules;
use super::super::state::{Service, State, TaskStatus};
use super::Answered;
use crate::check;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::id::{EntryId, ServiceId, SessionId, TaskId, UnitId};
use crate::machines::{Machine, TaskEvent};
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::Moment;

#[expect(clippy::too_many_lines, reason = "one arm per command")]
pub(super) fn decide(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    match command {
        Command::AssessRisk {
            level,
            factors,
            text,
            review,
        } => {
            check::choice(ctx, List::Risk, level)?;
            check::choices(ctx, List::RiskFactor, factors)?;
            check::long(text)?;
            later(ctx, *review)?;
            core(Entry::RiskAssessed {
                level: level.clone(),
                factors: factors.clone(),
                text: text.clone(),
                review: *review,
            })
        }
        Command::AddNote {
            compartment,
            kind,
            text,
            happened_on,
        } => {
            check::choice(ctx, List::Note, kind)?;
            check::words(text)?;
            check::past(ctx, *happened_on)?;
            let entry = Entry::NoteAdded {
                kind: kind.clone(),
                text: text.clone(),
            };
            Ok(vec![Decided::in_(*compartment, entry).on(*happened_on)])
        }
        Command::AmendNote {
            compartment,
            note,
            text,
            reason,
        } => amend(state, *compartment, *note, text, reason, ctx),
        Command::RecordNeeds {
            compartment,
            needs,
            happened_on,
        } => {
            check::past(ctx, *happened_on)?;
            if needs.len() > check::MANY {
                return Err(Refusal::TooMany);
            }
            for need in needs {
                check::choice(ctx, List::Need, &need.area)?;
                check::long(&need.text)?;
            }
            Ok(vec![
                Decided::in_(*compartment, Entry::NeedsRecorded(needs.clone())).on(*happened_on),
            ])
        }
        Command::SetPlan { goals, review } => {
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
            later(ctx, *review)?;
            core(Entry::PlanSet {
                goals: goals.clone(),
                review: *review,
            })
        }
        Command::OpenService { .. }
        | Command::RecordSession { .. }
        | Command::EndService { .. } => service(state, command, ctx),
        Command::AddTask(_)
        | Command::DoTask { .. }
        | Command::CancelTask { .. }
        | Command::ReassignTask { .. } => task(state, command, ctx),
        Command::RecordPlacement {
            kind,
            place,
            hide_from,
            happened_on,
            until,
        } => {
            check::choice(ctx, List::Placement, kind)?;
            check::place(ctx, place)?;
            check::short(hide_from)?;
            check::past(ctx, *happened_on)?;
            if let Some(until) = until {
                until.check()?;
            }
            let entry = Entry::PlacementRecorded {
                kind: kind.clone(),
                place: place.clone(),
                hide_from: hide_from.clone(),
                until: *until,
            };
            Ok(vec![
                Decided::in_(Compartment::Whereabouts, entry).on(*happened_on),
            ])
        }
        Command::NoteHearing {
            hearing,
            happened_on,
        } => {
            check::choice(ctx, List::Hearing, &hearing.kind)?;
            check::choices(ctx, List::Safeguard, &hearing.safeguards)?;
            check::long(&hearing.text)?;
            // A hearing may be appointed: its date may lie ahead.
            happened_on.check()?;
            let entry = Entry::HearingNoted(hearing.clone());
            Ok(vec![
                Decided::in_(Compartment::Justice, entry).on(Some(*happened_on)),
            ])
        }
        Command::NoteTold {
            about,
            to,
            text,
            happened_on,
        } => {
            check::choice(ctx, List::Told, about)?;
            check::short(to)?;
            check::long(text)?;
            check::past(ctx, *happened_on)?;
            let entry = Entry::AlreadyTold {
                about: about.clone(),
                to: to.clone(),
                text: text.clone(),
            };
            Ok(vec![Decided::core(entry).on(*happened_on)])
        }
        // `super::decide` sends nothing else here.
        Command::Open { .. }
        | Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::DecideIdentification(_)
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
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => Ok(Vec::new()),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an arm's answer")]
fn core(entry: Entry) -> Answered {
    Ok(vec![Decided::core(entry)])
}

fn later(ctx: &Ctx<'_>, when: Option<Moment>) -> Result<(), Refusal> {
    when.is_none_or(|when| when > ctx.now)
        .then_some(())
        .ok_or(Refusal::DueInPast)
}

fn amend(
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

#[expect(
    clippy::too_many_lines,
    reason = "each command and entry is named, so that a new one cannot be forgotten"
)]
fn service(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    match command {
        Command::OpenService {
            kind,
            unit,
            referral,
            happened_on,
        } => {
            check::choice(ctx, List::Service, kind)?;
            check::past(ctx, *happened_on)?;
            provider(state, *unit, ctx)?;
            let entry = Entry::ServiceOpened {
                service: ServiceId(ctx.fresh),
                kind: kind.clone(),
                unit: *unit,
                referral: *referral,
            };
            Ok(vec![Decided::core(entry).on(*happened_on)])
        }
        Command::RecordSession {
            service,
            happened_on,
            minutes,
            attendance,
            summary,
            next_text,
            next,
            compartment,
        } => {
            let open = open_service(state, *service)?;
            provider(state, open.unit, ctx)?;
            check::past(ctx, Some(*happened_on))?;
            check::long(summary)?;
            check::long(next_text)?;
            later(ctx, *next)?;
            minutes_fit(*minutes, *attendance)?;
            let session = SessionId(ctx.fresh);
            let fact = Entry::SessionRecorded {
                session,
                service: *service,
                minutes: *minutes,
                attendance: *attendance,
                next: *next,
            };
            let mut decided = vec![Decided::core(fact).on(Some(*happened_on))];
            if !summary.trim().is_empty() || !next_text.trim().is_empty() {
                let words = Entry::SessionSummary {
                    session,
                    text: summary.clone(),
                    next: next_text.clone(),
                };
                decided.push(Decided::in_(*compartment, words).on(Some(*happened_on)));
            }
            Ok(decided)
        }
        Command::EndService {
            service,
            outcome,
            text,
            happened_on,
        } => {
            check::choice(ctx, List::ServiceOutcome, outcome)?;
            check::long(text)?;
            check::past(ctx, *happened_on)?;
            let open = open_service(state, *service)?;
            provider(state, open.unit, ctx)?;
            let entry = Entry::ServiceEnded {
                service: *service,
                outcome: outcome.clone(),
                text: text.clone(),
            };
            Ok(vec![Decided::core(entry).on(*happened_on)])
        }
        // `decide` sends nothing else here.
        Command::Open { .. }
        | Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::AssessRisk { .. }
        | Command::DecideIdentification(_)
        | Command::AddNote { .. }
        | Command::AmendNote { .. }
        | Command::RecordNeeds { .. }
        | Command::SetPlan { .. }
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
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => Ok(Vec::new()),
    }
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

/// A service is written by the unit that gives it, or for it by the lead.
fn provider(state: &State, unit: UnitId, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let lead = state.lead == Some(ctx.unit) && rules::leads(ctx.role);
    (unit == ctx.unit || lead)
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

fn task(state: &State, command: &Command, ctx: &Ctx<'_>) -> Answered {
    match command {
        Command::AddTask(what) => {
            check_task(what, ctx)?;
            core(Entry::TaskAdded {
                task: TaskId(ctx.fresh),
                what: what.clone(),
            })
        }
        Command::DoTask { task, text } => {
            check::long(text)?;
            step(state, *task, TaskEvent::Do)?;
            core(Entry::TaskDone {
                task: *task,
                text: text.clone(),
            })
        }
        Command::CancelTask { task, reason } => {
            check::reason(reason)?;
            step(state, *task, TaskEvent::Cancel)?;
            core(Entry::TaskCancelled {
                task: *task,
                reason: reason.clone(),
            })
        }
        Command::ReassignTask {
            task,
            assignee,
            due,
        } => {
            later(ctx, *due)?;
            step(state, *task, TaskEvent::Reassign)?;
            core(Entry::TaskReassigned {
                task: *task,
                assignee: *assignee,
                due: *due,
            })
        }
        // `decide` sends nothing else here.
        Command::Open { .. }
        | Command::SetCoverName(_)
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
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => Ok(Vec::new()),
    }
}

fn check_task(task: &Task, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if task.title.trim().is_empty() {
        return Err(Refusal::TextMissing);
    }
    check::short(&task.title)?;
    later(ctx, task.due)
}

fn step(state: &State, id: TaskId, event: TaskEvent) -> Result<(), Refusal> {
    let status: Option<TaskStatus> = state.tasks.iter().find(|t| t.id == id).map(|t| t.status);
    if status.is_none() {
        return Err(Refusal::TaskUnknown);
    }
    status.on(event).map(drop).ok_or(Refusal::TaskNotOpen)
}
