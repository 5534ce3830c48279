//! Tasks: added, done, cancelled, given to somebody else.

use super::super::head::Place;
use super::draw::{Draw, Item};
use super::run::{Form, Order, blank};
use crate::view::mark::Link;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::Task;
use punte_app::domain::file::state::TaskState;
use punte_app::domain::id::TaskId;

fn people(d: &Draw<'_>) -> Vec<(String, String)> {
    let mut seen = std::collections::BTreeSet::new();
    d.people
        .iter()
        .filter(|p| seen.insert(p.user))
        .map(|p| (p.user.to_string(), format!("{} · {}", p.name, p.place)))
        .collect()
}

/// A task.
pub static TASK: Form = Form {
    slug: "task",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.input("title"),
            d.select("assignee", true, people(d)),
            d.typed_day("due", true),
        ]
    },
    start: |d, fields| fields.set("assignee", d.say.me.to_string()),
    read: |d| {
        let what = Task {
            title: d.text("title"),
            assignee: d.id_optional("assignee")?,
            due: d.end_of_day("due")?,
        };
        Ok(Order::File(Command::AddTask(what)))
    },
};

fn task<'a>(d: &'a Draw<'_>) -> Option<&'a TaskState> {
    let id: TaskId = d.part("task")?;
    d.view.state.tasks.iter().find(|t| t.id == id)
}

fn task_name(d: &Draw<'_>) -> Vec<Item> {
    let quote = task(d).map(|t| {
        let due = t.what.due.map(|due| d.say.day(due)).unwrap_or_default();
        Item::Quote(t.what.title.clone(), due)
    });
    quote.into_iter().collect()
}

fn task_link(d: &Draw<'_>, what: &str) -> Item {
    let id = d.parts.get("task").cloned().unwrap_or_default();
    Item::Link(Link::new(
        d.say.t.of("file-do", what),
        format!("/files/{}/tasks/{id}/{what}", d.view.code),
    ))
}

/// Done.
pub static TASK_DONE: Form = Form {
    slug: "task-done",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = task_name(d);
        items.push(d.area_optional("text"));
        items.push(task_link(d, "reassign"));
        items.push(task_link(d, "cancel"));
        items
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::DoTask {
            task: d.part_read("task")?,
            text: d.text("text"),
        }))
    },
};

/// Not to be done any more.
pub static TASK_CANCEL: Form = Form {
    slug: "task-cancel",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = task_name(d);
        items.push(d.input("reason"));
        items
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::CancelTask {
            task: d.part_read("task")?,
            reason: d.text("reason"),
        }))
    },
};

/// Somebody else's, or another day's.
pub static TASK_REASSIGN: Form = Form {
    slug: "task-reassign",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = task_name(d);
        items.push(d.select("assignee", true, people(d)));
        items.push(d.typed_day("due", true));
        items
    },
    start: |d, fields| {
        let Some(task) = task(d) else { return };
        if let Some(user) = task.what.assignee {
            fields.set("assignee", user.to_string());
        }
        if let Some(due) = task.what.due {
            fields.set("due", d.say.day(due));
        }
    },
    read: |d| {
        Ok(Order::File(Command::ReassignTask {
            task: d.part_read("task")?,
            assignee: d.id_optional("assignee")?,
            due: d.end_of_day("due")?,
        }))
    },
};
