//! The daily work: tasks, risk, plan, needs, placements, hearings, what was already told.

use super::super::head::Place;
use super::draw::{Draw, Item, set_date};
use super::notes::{read_room, room_question};
use super::run::{Form, Order, blank};
use crate::view::mark::Link;
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::compartment::CompartmentKind as K;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::{Goal, Hearing, Need, Task};
use punte_app::domain::file::state::TaskState;
use punte_app::domain::id::TaskId;
use punte_app::domain::pack::List;
use punte_app::domain::values::{Answer, Code, Place as Where};

fn wrong(field: &str, refusal: Refusal) -> Invalid {
    Invalid::new(field, refusal.code())
}

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

/// How much danger.
pub static RISK: Form = Form {
    slug: "risk",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.radio_list("level", List::Risk),
            d.box_list("factors", List::RiskFactor),
            d.area_optional("text"),
            d.typed_day("review", true),
        ]
    },
    start: |d, fields| {
        let days = d
            .say
            .pack
            .clock("reassessment")
            .map_or(90, |clock| clock.hours / 24);
        fields.set("review", d.say.day(d.say.now.plus_days(days)));
    },
    read: |d| {
        Ok(Order::File(Command::AssessRisk {
            level: d.code("level")?,
            factors: d.codes("factors"),
            text: d.text("text"),
            review: d.end_of_day("review")?,
        }))
    },
};

/// Goals that the plan's form has room for.
pub const GOALS: usize = 6;

/// The plan.
pub static PLAN: Form = Form {
    slug: "plan",
    partners: false,
    back: Place::Plan,
    items: |d| {
        let mut items = Vec::new();
        for n in 1..=GOALS {
            let area = d.select_list(&format!("area-{n}"), List::Need, n > 1);
            items.push(area.labelled(d.say.t.with("file-goal-area", "n", n)));
            let name = format!("goal-{n}");
            // A plan has a goal at least.
            let text = if n == 1 {
                d.area(&name)
            } else {
                d.area_optional(&name)
            };
            let label = d.say.t.with("file-goal-text", "n", n);
            items.push(text.rows(2).labelled(label));
        }
        items.push(d.typed_day("review", true));
        items
    },
    start: |d, fields| {
        let Some(plan) = d.view.state.plans.last() else {
            return;
        };
        for (n, goal) in plan.value.goals.iter().take(GOALS).enumerate() {
            fields.set(&format!("area-{}", n + 1), goal.area.as_str());
            fields.set(&format!("goal-{}", n + 1), goal.text.clone());
        }
        if let Some(review) = plan.value.review.filter(|r| *r > d.say.now) {
            fields.set("review", d.say.day(review));
        }
    },
    read: |d| {
        let mut goals = Vec::new();
        for n in 1..=GOALS {
            let (area, goal) = (format!("area-{n}"), format!("goal-{n}"));
            if d.fields.given(&area).is_none() && d.fields.given(&goal).is_none() {
                continue;
            }
            let text = d.text(&goal);
            if text.is_empty() {
                return Err(wrong(&goal, Refusal::TextMissing));
            }
            goals.push(Goal {
                area: d.code(&area)?,
                text,
            });
        }
        if goals.is_empty() {
            return Err(wrong("goal-1", Refusal::TextMissing));
        }
        Ok(Order::File(Command::SetPlan {
            goals,
            review: d.end_of_day("review")?,
        }))
    },
};

/// Needs as found on a day.
pub static NEEDS: Form = Form {
    slug: "needs",
    partners: false,
    back: Place::Plan,
    items: |d| {
        vec![
            d.box_list("unmet", List::Need),
            d.box_list("met", List::Need),
            d.date("on"),
            room_question(d, &[K::Core, K::Psychosocial, K::Own]),
        ]
    },
    start: |d, fields| {
        set_date(fields, "on", Some(d.today()));
        fields.set("compartment", K::Core.name());
    },
    read: |d| {
        let (met, unmet) = (d.codes("met"), d.codes("unmet"));
        if met.is_empty() && unmet.is_empty() || met.iter().any(|m| unmet.contains(m)) {
            return Err(wrong("met", Refusal::ChoiceUnknown));
        }
        let need = |area: Code, met: bool| Need {
            area,
            met: Answer::Said(met),
            text: String::new(),
        };
        let needs = met
            .into_iter()
            .map(|a| need(a, true))
            .chain(unmet.into_iter().map(|a| need(a, false)));
        Ok(Order::File(Command::RecordNeeds {
            compartment: read_room(d)?,
            needs: needs.collect(),
            happened_on: d.partial("on")?,
        }))
    },
};

/// Where the child lives.
pub static PLACEMENT: Form = Form {
    slug: "placement",
    partners: false,
    back: Place::Person,
    items: |d| {
        vec![
            d.select_list("kind", List::Placement, false),
            d.select_list("county", List::County, true),
            d.input_optional("place"),
            d.input_hint("hide_from", true),
            d.date("on"),
            d.date("until"),
        ]
    },
    start: |d, fields| set_date(fields, "on", Some(d.today())),
    read: |d| {
        Ok(Order::File(Command::RecordPlacement {
            kind: d.code("kind")?,
            place: Where {
                county: d.code_optional("county"),
                text: d.text("place"),
            },
            hide_from: d.text("hide_from"),
            happened_on: d.partial("on")?,
            until: d.partial("until")?,
        }))
    },
};

/// A hearing or interview.
pub static HEARING: Form = Form {
    slug: "hearing",
    partners: false,
    back: Place::Legal,
    items: |d| {
        let yes_no = ["yes", "no"].map(|id| (id.to_owned(), d.say.t.of("file-answer", id)));
        vec![
            d.select_list("kind", List::Hearing, false),
            d.date("on"),
            d.radios("interviewed", yes_no),
            d.box_list("safeguards", List::Safeguard),
            d.area_optional("text"),
        ]
    },
    start: blank,
    read: |d| {
        let interviewed = match d.fields.text("interviewed") {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong("interviewed", Refusal::ChoiceUnknown)),
        };
        let hearing = Hearing {
            kind: d.code("kind")?,
            child_interviewed: interviewed,
            safeguards: d.codes("safeguards"),
            text: d.text("text"),
        };
        Ok(Order::File(Command::NoteHearing {
            hearing,
            happened_on: d.partial_needed("on")?,
        }))
    },
};

/// What the child has already told.
pub static TOLD: Form = Form {
    slug: "told",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.radio_list("about", List::Told),
            d.input_hint("told_to", false),
            d.area("text"),
            d.date("on"),
        ]
    },
    start: |d, fields| set_date(fields, "on", Some(d.today())),
    read: |d| {
        Ok(Order::File(Command::NoteTold {
            about: d.code("about")?,
            to: d.text("told_to"),
            text: d.text("text"),
            happened_on: d.partial("on")?,
        }))
    },
};
