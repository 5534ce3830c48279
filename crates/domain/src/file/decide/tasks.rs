//! Tasks.

use super::super::entry::{Entry, Task};
use super::super::state::{State, TaskStatus};
use super::{Answered, core, later};
use crate::check;
use crate::context::Ctx;
use crate::id::{TaskId, UserId};
use crate::machines::{Machine, TaskEvent};
use crate::refusal::Refusal;
use crate::time::Moment;

pub(super) fn add(what: &Task, ctx: &Ctx<'_>) -> Answered {
    if what.title.trim().is_empty() {
        return Err(Refusal::TextMissing);
    }
    check::short(&what.title)?;
    later(ctx, what.due)?;
    core(Entry::TaskAdded {
        task: TaskId(ctx.fresh),
        what: what.clone(),
    })
}

pub(super) fn tick_off(state: &State, task: TaskId, text: &str) -> Answered {
    check::long(text)?;
    step(state, task, TaskEvent::Do)?;
    core(Entry::TaskDone {
        task,
        text: text.to_owned(),
    })
}

pub(super) fn cancel(state: &State, task: TaskId, reason: &str) -> Answered {
    check::reason(reason)?;
    step(state, task, TaskEvent::Cancel)?;
    core(Entry::TaskCancelled {
        task,
        reason: reason.to_owned(),
    })
}

pub(super) fn reassign(
    state: &State,
    task: TaskId,
    assignee: Option<UserId>,
    due: Option<Moment>,
    ctx: &Ctx<'_>,
) -> Answered {
    later(ctx, due)?;
    step(state, task, TaskEvent::Reassign)?;
    core(Entry::TaskReassigned {
        task,
        assignee,
        due,
    })
}

fn step(state: &State, id: TaskId, event: TaskEvent) -> Result<(), Refusal> {
    let status: Option<TaskStatus> = state.tasks.iter().find(|t| t.id == id).map(|t| t.status);
    if status.is_none() {
        return Err(Refusal::TaskUnknown);
    }
    status.on(event).map(drop).ok_or(Refusal::TaskNotOpen)
}
