//! The tabs that open only to some: plan, psychosocial, legal.

use super::entries::timeline;
use super::parts::{Card, Cell, Part, Sheet, SheetRow};
use super::say::Say;
use super::tabs::{link_if, services, told, writes};
use crate::view::list::Column;
use crate::view::mark::{Mark, Tone};
use crate::view::record::Row;
use punte_app::domain::compartment::CompartmentKind as K;
use punte_app::domain::file::state::Session;
use punte_app::domain::pack::List;
use punte_app::files::FileView;

/// Columns by their names.
pub(super) fn columns(say: &Say<'_>, names: &[&str]) -> Vec<Column> {
    names
        .iter()
        .map(|name| Column::text(say.t.of("file-column", name)))
        .collect()
}

/// Plan, services, sessions, needs.
pub fn plan(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    vec![
        Part::Card(goals(say, view)),
        Part::Table(Sheet {
            title: say.t.get("file-services-only"),
            ..services(say, view)
        }),
        Part::Table(sessions(say, view)),
        Part::Card(needs(say, view)),
    ]
}

fn goals(say: &Say<'_>, view: &FileView) -> Card {
    let mut rows = Vec::new();
    match view.state.plans.last() {
        Some(plan) => {
            rows.extend(
                plan.value
                    .goals
                    .iter()
                    .map(|g| Row::new(say.item(List::Need, &g.area), g.text.clone())),
            );
            rows.push(Row::new(say.t.get("file-plan-set"), say.day(plan.at)));
            if let Some(review) = plan.value.review {
                rows.push(Row::new(
                    say.t.get("file-field-review"),
                    say.day_due(review),
                ));
            }
        }
        None => rows.push(Row::new(
            say.t.get("file-tab-plan"),
            say.t.get("file-plan-none"),
        )),
    }
    Card {
        title: say.t.get("file-plan"),
        links: link_if(view, view.can.lead, say.t.get("file-do-plan"), "plan/goals"),
        rows,
    }
}

fn sessions(say: &Say<'_>, view: &FileView) -> Sheet {
    let mut all: Vec<&Session> = view
        .state
        .sessions
        .iter()
        .filter(|s| s.service.is_some())
        .collect();
    all.reverse();
    let rows = all.into_iter().map(|session| {
        let service = view
            .state
            .services
            .iter()
            .find(|s| Some(s.id) == session.service);
        let words: Vec<_> = session
            .words
            .iter()
            .map(|(_, text, _)| text.as_str())
            .collect();
        let mark = session.attendance.map_or_else(
            || Mark::new("–", Tone::Grey),
            |a| {
                Mark::new(
                    say.named(List::Attendance, a.name()),
                    if a.name() == "attended" {
                        Tone::Green
                    } else {
                        Tone::Yellow
                    },
                )
            },
        );
        SheetRow::of(vec![
            Cell::text(session.on.map(|on| say.partial(&on)).unwrap_or_default()),
            Cell::Lines(
                service
                    .map(|s| say.item(List::Service, &s.kind))
                    .unwrap_or_default(),
                words.join("\n"),
            ),
            Cell::text(view.names.user(session.by)),
            Cell::Mark(mark),
        ])
    });
    Sheet {
        title: say.t.get("file-kind-sessions"),
        links: Vec::new(),
        columns: columns(say, &["when", "service", "who", "state"]),
        rows: rows.collect(),
        empty: say.t.get("file-sessions-none"),
    }
}

fn needs(say: &Say<'_>, view: &FileView) -> Card {
    let rows = match view.state.needs.last() {
        Some(said) => said
            .value
            .iter()
            .map(|n| Row::new(say.item(List::Need, &n.area), say.met(n.met)))
            .collect(),
        None => vec![Row::new(say.t.get("file-needs"), say.t.get("file-unknown"))],
    };
    Card {
        title: say.t.get("file-needs"),
        links: link_if(view, writes(view), say.t.get("file-do-needs"), "needs/new"),
        rows,
    }
}

/// Everything in one compartment, newest first.
fn of_room(say: &Say<'_>, view: &FileView, room: K) -> Part {
    let shown: Vec<_> = view
        .timeline
        .iter()
        .filter(|item| item.envelope.compartment.kind() == room)
        .collect();
    let add = link_if(
        view,
        view.can.write.has(room),
        say.t.get("file-add-note"),
        "notes/new",
    );
    Part::Timeline(timeline(say, view, &shown, say.part(room), add))
}

/// Therapy and psychosocial notes.
pub fn psychosocial(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    vec![of_room(say, view, K::Psychosocial)]
}

/// Hearings, how often the child was interviewed, what it already told, counsel's notes.
pub fn legal(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    let mut parts = Vec::new();
    let justice = view.open.has(K::Justice) || view.can.write.has(K::Justice);
    if justice {
        let title = match view.state.times_interviewed() {
            0 => say.t.get("file-interviewed-none"),
            times => say.t.n("file-interviewed-times", times),
        };
        parts.push(Part::Text(title, vec![say.t.get("file-interviewed-text")]));
        parts.push(Part::Table(hearings(say, view)));
    }
    parts.push(told(say, view));
    if justice {
        parts.push(of_room(say, view, K::Justice));
    }
    if view.open.has(K::Legal) || view.can.write.has(K::Legal) {
        parts.push(of_room(say, view, K::Legal));
    }
    parts
}

fn hearings(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view.state.hearings.iter().rev().map(|said| {
        let hearing = &said.value;
        let again = if hearing.child_interviewed {
            say.t.get("file-child-interviewed")
        } else {
            String::new()
        };
        SheetRow::of(vec![
            Cell::text(
                said.happened_on
                    .map(|on| say.partial(&on))
                    .unwrap_or_default(),
            ),
            Cell::Lines(say.item(List::Hearing, &hearing.kind), again),
            Cell::text(say.items(List::Safeguard, &hearing.safeguards)),
        ])
    });
    Sheet {
        title: say.t.get("file-hearings"),
        links: link_if(
            view,
            view.can.write.has(K::Justice),
            say.t.get("file-do-hearing"),
            "hearings/new",
        ),
        columns: columns(say, &["when", "what", "safeguards"]),
        rows: rows.collect(),
        empty: say.t.get("file-hearings-none"),
    }
}
