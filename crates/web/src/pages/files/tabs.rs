//! The overview: what everybody who works on a file sees first.

use super::entries::timeline;
use super::forms::offered;
use super::parts::{Card, Cell, Part, Sheet, SheetRow, ToDo};
use super::say::Say;
use crate::pages::refer;
use crate::view::list::Column;
use crate::view::mark::{Alert, AlertKind, Link, Mark, Tone};
use crate::view::record::{Row, Task};
use punte_app::domain::Moment;
use punte_app::domain::compartment::CompartmentKind;
use punte_app::domain::file::state::{Service, TaskState, TaskStatus};
use punte_app::domain::pack::List;
use punte_app::files::FileView;
use std::collections::BTreeSet;

/// Events that the overview shows.
const LATEST: usize = 10;
/// Alerts that the overview shows: more than two and nobody reads any.
const ALERTS: usize = 2;

/// The overview's main column.
pub fn overview(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    let mut parts: Vec<Part> = alerts(say, view)
        .into_iter()
        .take(ALERTS)
        .map(Part::Alert)
        .collect();
    parts.push(Part::Table(services(say, view)));
    let latest: Vec<_> = view.timeline.iter().take(LATEST).collect();
    let all = Link::new(say.t.get("file-all-notes"), href(view, "notes"));
    parts.push(Part::Timeline(timeline(
        say,
        view,
        &latest,
        say.t.get("file-timeline"),
        vec![all],
    )));
    parts
}

/// The overview's side column.
pub fn overview_side(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    let mut parts = vec![Part::Tasks(tasks(say, view)), Part::Card(basics(say, view))];
    if !view.state.told.is_empty() {
        parts.push(told(say, view));
    }
    if !view.referrals.is_empty() {
        parts.push(Part::Table(referrals(say, view)));
    }
    parts
}

/// An address under the file's.
pub fn href(view: &FileView, rest: &str) -> String {
    format!("/files/{}/{rest}", view.code)
}

/// A link to a form, where there is occasion for it and the form is one for this reader.
pub fn link_if(view: &FileView, occasion: bool, text: String, rest: &str) -> Vec<Link> {
    if occasion && offered(view, rest) {
        vec![Link::new(text, href(view, rest))]
    } else {
        Vec::new()
    }
}

/// Whether the reader writes into the core.
pub fn writes(view: &FileView) -> bool {
    view.can.write.has(CompartmentKind::Core)
}

fn alerts(say: &Say<'_>, view: &FileView) -> Vec<Alert> {
    let mut all = Vec::new();
    if view.state.closed.is_some() {
        return vec![alert(
            AlertKind::Information,
            say.t.get("file-alert-closed"),
            closing(say, view),
            None,
        )];
    }
    let link = |occasion: bool, key: &str, rest: &str| {
        let mut links = link_if(view, occasion, say.t.of("file-do", key), rest);
        links.pop()
    };
    if view
        .state
        .risk()
        .is_some_and(|r| r.level.as_str() == "immediate")
    {
        all.push(alert(
            AlertKind::Error,
            say.t.get("file-alert-danger"),
            say.t.get("file-danger-text"),
            None,
        ));
    }
    if let Some((unit, since)) = view.state.transfer {
        let (key, answer) = if view.can.lead {
            ("transfer-withdraw", "transfer/withdraw")
        } else {
            ("transfer-answer", "transfer/accept")
        };
        let text = say.t.with2(
            "file-alert-transfer",
            "unit",
            view.names.unit(unit),
            "date",
            say.day(since),
        );
        all.push(alert(
            AlertKind::Information,
            text,
            String::new(),
            link(view.can.lead || view.can.take, key, answer),
        ));
    }
    let review = view.state.risks.last().and_then(|r| r.value.review);
    match (view.state.risks.last(), review) {
        (None, _) => {
            let link = link(writes(view), "risk", "risk");
            all.push(alert(
                AlertKind::Warning,
                say.t.get("file-alert-no-risk"),
                String::new(),
                link,
            ));
        }
        (Some(last), Some(due)) if due < say.now.plus_days(7) => {
            let lead = say.t.with("file-alert-review", "when", say.due(due).text);
            let text = say.t.with("file-alert-last-risk", "date", say.day(last.at));
            all.push(alert(
                AlertKind::Warning,
                lead,
                text,
                link(writes(view), "risk", "risk"),
            ));
        }
        (Some(_), _) => {}
    }
    if let Some(ends) = consent_ending(view, say.now) {
        let lead = say.t.with("file-alert-consent", "date", say.day(ends));
        all.push(alert(
            AlertKind::Warning,
            lead,
            String::new(),
            link(view.can.lead, "consent", "consents/new"),
        ));
    }
    all
}

fn alert(kind: AlertKind, lead: String, text: String, link: Option<Link>) -> Alert {
    Alert {
        kind,
        lead,
        text,
        link,
    }
}

fn closing(say: &Say<'_>, view: &FileView) -> String {
    view.state
        .closed
        .as_ref()
        .map_or_else(String::new, |(at, reason)| {
            format!("{}, {}", say.item(List::Closure, reason), say.day(*at))
        })
}

/// The end of the first consent in force that ends within the month.
fn consent_ending(view: &FileView, now: Moment) -> Option<Moment> {
    let month = now.plus_days(30);
    view.state
        .consents
        .iter()
        .filter(|c| c.holds(now))
        .map(|c| c.what.until)
        .filter(|u| *u < month)
        .min()
}

/// The table of services.
pub fn services(say: &Say<'_>, view: &FileView) -> Sheet {
    let columns = ["service", "unit", "sessions", "next", "state", "act"];
    let links = link_if(
        view,
        writes(view),
        say.t.get("file-do-service"),
        "services/new",
    );
    Sheet {
        title: say.t.get("file-services"),
        links,
        columns: columns
            .into_iter()
            .map(|c| Column {
                numeric: c == "sessions",
                ..Column::text(say.t.of("file-column", c))
            })
            .collect(),
        rows: view
            .state
            .services
            .iter()
            .map(|s| service(say, view, s))
            .collect(),
        empty: say.t.get("file-services-none"),
    }
}

fn service(say: &Say<'_>, view: &FileView, service: &Service) -> SheetRow {
    let sessions: Vec<_> = view
        .state
        .sessions
        .iter()
        .filter(|s| s.service == Some(service.id))
        .collect();
    let next = sessions.iter().filter_map(|s| s.next).max();
    let late = service.ended.is_none() && next.is_some_and(|next| next < say.now);
    let mark = match &service.ended {
        Some((_, outcome)) => Mark::new(say.item(List::ServiceOutcome, outcome), Tone::Green),
        None if late => Mark::new(say.t.get("file-late"), Tone::Red),
        None => Mark::new(say.t.get("file-under-way"), Tone::Blue),
    };
    let next = if service.ended.is_some() { None } else { next };
    let mut acts = Vec::new();
    for (key, what) in [("session", "session"), ("service-end", "end")] {
        let rest = format!("services/{}/{what}", service.id);
        let text = say.t.of("file-do", key);
        acts.extend(link_if(view, service.ended.is_none(), text, &rest));
    }
    SheetRow {
        late,
        cells: vec![
            Cell::text(say.item(List::Service, &service.kind)),
            Cell::text(view.names.unit(service.unit)),
            Cell::text(say.t.number(service.sessions.len())),
            Cell::text(next.map_or_else(|| "–".to_owned(), |at| say.day(at))),
            Cell::Mark(mark),
            Cell::Links(acts),
        ],
    }
}

/// The panel of what is to be done.
pub fn tasks(say: &Say<'_>, view: &FileView) -> ToDo {
    let mut open: Vec<&TaskState> = view
        .state
        .tasks
        .iter()
        .filter(|t| t.status == TaskStatus::Open)
        .collect();
    open.sort_by_key(|t| (t.what.due.is_none(), t.what.due, t.added_at));
    ToDo {
        title: say.t.get("file-tasks"),
        links: link_if(view, writes(view), say.t.get("file-do-task"), "tasks/new"),
        tasks: open.into_iter().map(|t| task(say, view, t)).collect(),
        empty: say.t.get("file-tasks-none"),
    }
}

fn task(say: &Say<'_>, view: &FileView, task: &TaskState) -> Task {
    let due = task.what.due.map_or_else(
        || Mark::new(say.t.get("today-no-due"), Tone::Grey),
        |due| say.due(due),
    );
    let whose = task
        .what
        .assignee
        .map(|user| view.names.user(user).to_owned());
    let done = format!("tasks/{}/done", task.id);
    Task {
        title: task.what.title.clone(),
        href: offered(view, &done).then(|| href(view, &done)),
        hint: whose,
        status: due,
    }
}

fn basics(say: &Say<'_>, view: &FileView) -> Card {
    let state = &view.state;
    let names = &view.names;
    let unknown = || say.t.get("file-unknown");
    let or_unknown = |text: String| if text.is_empty() { unknown() } else { text };
    let manager = state
        .case_manager()
        .map_or_else(|| say.t.get("file-unmanaged"), |u| names.user(u).to_owned());
    let team: Vec<_> = state
        .assigned
        .iter()
        .filter(|a| !a.lead)
        .map(|a| names.user(a.user))
        .collect();
    let lead = state
        .lead
        .map(|u| format!("{}, {}", names.unit(u), names.organisation(u)))
        .unwrap_or_default();
    // A unit of the leading organisation is told from it by its own name; one with two shares is named once.
    let with: BTreeSet<_> = state
        .live_shares(say.now)
        .map(|s| format!("{}, {}", names.unit(s.unit), names.organisation(s.unit)))
        .collect();
    let with: Vec<_> = with.into_iter().collect();
    let event = state
        .event
        .as_ref()
        .map(|e| say.items(List::Act, &e.value.acts))
        .unwrap_or_default();
    let consent = state
        .consents
        .iter()
        .filter(|c| c.holds(say.now))
        .map(|c| c.what.until)
        .max();
    let consent = consent.map_or_else(
        || say.t.get("file-consent-none"),
        |u| say.t.with("file-valid-until", "date", say.day(u)),
    );
    let identified = state.identification().map_or_else(
        || say.t.get("file-not-decided"),
        |s| say.named(List::Identification, s.name()),
    );
    let row = |key: &str, value: String| Row::new(say.t.of("file-base", key), value);
    Card {
        title: say.t.get("file-basics"),
        links: link_if(view, view.can.lead, say.t.get("change"), "basics"),
        rows: vec![
            row("manager", manager),
            row("lead", or_unknown(lead)),
            row(
                "team",
                if team.is_empty() {
                    "–".to_owned()
                } else {
                    team.join(", ")
                },
            ),
            row(
                "with",
                if with.is_empty() {
                    "–".to_owned()
                } else {
                    with.join("; ")
                },
            ),
            row(
                "exploitation",
                or_unknown(say.items(List::Exploitation, &state.basics.exploitation)),
            ),
            row("acts", or_unknown(event)),
            row("identification", identified),
            row(
                "languages",
                or_unknown(say.items(List::Language, &state.basics.languages)),
            ),
            row("interpreter", say.answer(state.basics.interpreter)),
            row("consent", consent),
        ],
    }
}

/// What the child has already told, so that nobody asks again.
pub fn told(say: &Say<'_>, view: &FileView) -> Part {
    let rows = view.state.told.iter().map(|said| {
        let told = &said.value;
        let value = format!(
            "{} ({}, {})",
            told.text,
            told.to,
            said.happened_on
                .map_or_else(|| say.day(said.at), |d| say.partial(&d))
        );
        Row::new(say.item(List::Told, &told.about), value)
    });
    Part::Card(Card {
        title: say.t.get("file-told"),
        links: link_if(view, writes(view), say.t.get("file-do-told"), "told/new"),
        rows: rows.collect(),
    })
}

fn referrals(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view
        .referrals
        .iter()
        .filter_map(|r| r.view.as_ref())
        .map(|referral| {
            let service = referral
                .state
                .payload
                .as_ref()
                .map(|p| say.item(List::Service, &p.service))
                .unwrap_or_default();
            SheetRow::of(vec![
                Cell::Links(vec![Link::new(
                    if service.is_empty() {
                        say.t.get("today-referral")
                    } else {
                        service
                    },
                    format!("/referrals/{}", referral.id),
                )]),
                Cell::text(view.names.organisation(referral.to)),
                Cell::Mark(refer::say::status(&say.t, &referral.state)),
            ])
        });
    Sheet {
        title: say.t.get("nav-referrals"),
        links: Vec::new(),
        columns: ["service", "to", "state"]
            .into_iter()
            .map(|c| Column::text(say.t.of("file-column", c)))
            .collect(),
        rows: rows.collect(),
        empty: say.t.get("file-referrals-none"),
    }
}
