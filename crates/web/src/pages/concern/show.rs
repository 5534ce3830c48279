//! One concern as its page shows it: what the alarm says, how triage ended, what can be done.

use super::alarm::yes_no_name;
use crate::frame::Section;
use crate::http::ask::Ask;
use crate::pages::refer::one::{Action, OnePage};
use crate::pages::refer::say;
use crate::pages::staff;
use crate::site::Site;
use crate::view::mark::{Alert, AlertKind, Link, Mark, Tone};
use crate::view::parts::{Asked, Part};
use crate::view::record::{Event, Row};
use punte_app::concerns::ConcernView;
use punte_app::domain::concern::decide::triage_due;
use punte_app::domain::concern::{Alarm, Entry, Outcome, State};
use punte_app::domain::pack::List;
use punte_app::domain::values::{Urgency, YesNo};
use punte_app::domain::{AnyEntry, Envelope};
use punte_app::{Desk, Invalid};
use punte_words::T;

/// What is happening, in the list's words.
pub(super) fn what(t: &T, alarm: &Alarm) -> String {
    let worries: Vec<_> = alarm
        .worries
        .iter()
        .map(|w| say::item(t, "worry", w))
        .collect();
    if worries.is_empty() {
        t.get("concern-in-words")
    } else {
        worries.join("; ")
    }
}

/// Danger as last said.
pub(super) fn danger(t: &T, state: &State) -> String {
    t.of("concern-danger-said", yes_no_name(state.danger))
}

/// The triage clock, and whether it is past.
pub(super) fn clock(t: &T, desk: &Desk, state: &State) -> (Mark, bool) {
    let app = desk.app();
    match triage_due(state, app.pack()) {
        Some(due) if due < desk.now() => (Mark::new(say::late(t, desk, due), Tone::Red), true),
        Some(due) => {
            let tone = if state.danger == YesNo::Yes {
                Tone::Red
            } else {
                Tone::Yellow
            };
            (Mark::new(say::when(app, t, due), tone), false)
        }
        None => (Mark::new(t.get("concern-triaged"), Tone::Grey), false),
    }
}

/// The triage clock where no heading says what it is.
fn clock_alone(t: &T, desk: &Desk, state: &State) -> Mark {
    let (mut mark, late) = clock(t, desk, state);
    if let Some(due) = triage_due(state, desk.app().pack()).filter(|_| !late) {
        mark.text = t.with("concern-triage-by", "time", say::when(desk.app(), t, due));
    }
    mark
}

/// How it stands.
pub(super) fn status(t: &T, state: &State) -> Mark {
    match state.triage.as_ref().map(|triage| &triage.outcome) {
        None => Mark::new(t.get("concern-to-triage"), Tone::Yellow),
        Some(outcome) => Mark::new(t.of("concern-outcome", outcome_name(outcome)), Tone::Green),
    }
}

/// Name of an outcome in messages and JSON.
pub(crate) const fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::FileOpened { .. } => "file-opened",
        Outcome::LinkedToFile { .. } => "linked",
        Outcome::PassedOn { .. } => "passed-on",
        Outcome::NoFurtherAction { .. } => "no-action",
    }
}

pub(super) fn shown(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    view: &ConcernView,
    wrong: &[Invalid],
) -> OnePage {
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong,
    };
    let mut marks = vec![status(&t, &view.state)];
    if view.state.triage.is_none() {
        marks.push(clock_alone(&t, desk, &view.state));
    }
    let open = match (view.file, view.can_triage && view.state.triage.is_none()) {
        (Some(code), _) => Some(Link::new(
            t.with("refer-open-file", "code", code),
            format!("/files/{code}"),
        )),
        (None, true) => Some(Link::new(
            t.get("concern-open-file"),
            format!("/concerns/{}/open-file", view.id),
        )),
        (None, false) => None,
    };
    let mut actions = if view.can_triage {
        actions(&asked, desk, view)
    } else {
        Vec::new()
    };
    OnePage {
        frame: staff(
            site,
            ask,
            desk,
            t.get("concern-one"),
            Some(Section::Concerns),
        ),
        back: Link::new(t.get("nav-concerns"), "/concerns"),
        errors: asked.mark_one(actions.iter_mut().map(|action| &mut action.parts)),
        heading: t.get("concern-one"),
        marks,
        parts: parts(&t, desk, view),
        open,
        actions,
        version: view.version,
        events: view
            .history
            .iter()
            .map(|(env, entry)| event(&t, desk, view, env, entry))
            .collect(),
    }
}

fn parts(t: &T, desk: &Desk, view: &ConcernView) -> Vec<Part> {
    let mut parts = Vec::new();
    if view.state.danger == YesNo::Yes && view.state.triage.is_none() {
        parts.push(Part::Phones);
    }
    parts.push(Part::Alert(became(t, desk, view)));
    if let Some(alarm) = &view.state.alarm {
        parts.push(Part::Rows(rows(t, view, alarm)));
    }
    parts
}

/// What became of it: the sentence that whoever raised it looks for.
fn became(t: &T, desk: &Desk, view: &ConcernView) -> Alert {
    let intake = view
        .state
        .intake
        .map_or_else(String::new, |unit| view.names.organisation(unit).to_owned());
    let Some(triage) = &view.state.triage else {
        let due = triage_due(&view.state, desk.app().pack());
        let due = due.map_or_else(String::new, |due| say::when(desk.app(), t, due));
        let text = t.with2("concern-waits", "who", intake, "due", due);
        return Alert {
            kind: AlertKind::Information,
            lead: format!("{}.", t.get("concern-to-triage")),
            text,
            link: None,
        };
    };
    let lead = format!(
        "{}.",
        t.of("concern-outcome", outcome_name(&triage.outcome))
    );
    let text = match &triage.outcome {
        Outcome::FileOpened { .. } | Outcome::LinkedToFile { .. } => {
            t.of("concern-became", outcome_name(&triage.outcome))
        }
        Outcome::PassedOn { to } => to.clone(),
        Outcome::NoFurtherAction { reason, text } => {
            let reason = say::item(t, "no_action", reason);
            say::sentences([reason.as_str(), text])
        }
    };
    Alert {
        kind: AlertKind::Success,
        lead,
        text,
        link: None,
    }
}

/// What the alarm says; what it leaves open stands together in one row.
fn rows(t: &T, view: &ConcernView, alarm: &Alarm) -> Vec<Row> {
    let said = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    let child = &alarm.child;
    let under_18 = || t.of("concern-under-18", yes_no_name(child.under_18));
    let age = child
        .years
        .map_or_else(under_18, |years| t.n("count-years-old", years));
    let county = alarm.place.county.as_ref();
    let capacity = alarm.reporter.capacity.as_ref();
    let how = alarm.known.how.as_ref();
    let since = alarm
        .known
        .since
        .map(|d| punte_words::partial_date(t.lang, d.year, d.month, d.day, d.estimated));
    let facts = [
        ("alarm-what", Some(what(t, alarm))),
        ("concern-words", said(&alarm.what)),
        ("concern-danger", Some(danger(t, &view.state))),
        ("alarm-child-description", said(&child.description)),
        ("alarm-sex", Some(t.of("pack-sex", child.sex.name()))),
        ("concern-age", Some(age)),
        ("refer-county", county.map(|c| say::county(t, Some(c)))),
        ("alarm-place", said(&alarm.place.text)),
        ("alarm-who", reporter(t, alarm)),
        (
            "alarm-capacity",
            capacity.map(|c| say::item(t, "reporter", c)),
        ),
        ("concern-contact", contact(t, alarm)),
        ("alarm-how", how.map(|c| say::item(t, "how_known", c))),
        ("concern-known-text", said(&alarm.known.text)),
        ("alarm-since", since),
    ];
    let (known, open): (Vec<_>, Vec<_>) = facts
        .into_iter()
        .map(|(key, value)| (t.get(key), value))
        .partition(|(_, value)| value.is_some());
    let mut rows: Vec<Row> = known
        .into_iter()
        .map(|(label, value)| Row::new(label, value.unwrap_or_default()))
        .collect();
    if !open.is_empty() {
        let labels: Vec<_> = open.into_iter().map(|(label, _)| label).collect();
        rows.push(Row::new(t.get("concern-unknown"), labels.join("; ")));
    }
    rows
}

fn reporter(t: &T, alarm: &Alarm) -> Option<String> {
    let reporter = &alarm.reporter;
    if reporter.anonymous {
        return Some(t.get("concern-anonymous"));
    }
    (!reporter.name.trim().is_empty()).then(|| reporter.name.clone())
}

fn contact(t: &T, alarm: &Alarm) -> Option<String> {
    let contact = alarm.reporter.contact.as_ref()?;
    let way = say::item(t, "contact_way", &contact.way);
    let safe = t.of("concern-contact-safe", yes_no_name(contact.safe));
    let said = format!("{way}: {}. {safe}", contact.value);
    Some(if contact.note.trim().is_empty() {
        said
    } else {
        format!("{said} {}", contact.note)
    })
}

fn actions(asked: &Asked<'_>, desk: &Desk, view: &ConcernView) -> Vec<Action> {
    let t = asked.t;
    let mut list = Vec::new();
    if view.state.triage.is_none() {
        let file = asked.field("file", t.get("concern-file-code"));
        list.push(action(
            asked,
            desk,
            view,
            "link",
            vec![Part::Input(file), how_soon(asked)],
        ));
        let to = asked.field("name", t.get("concern-pass-to"));
        list.push(action(asked, desk, view, "pass-on", vec![Part::Input(to)]));
        let reasons = desk.app().pack().list(List::NoAction);
        let reasons = reasons
            .iter()
            .map(|c| (c.as_str().to_owned(), say::item(&t, "no_action", c)));
        let reason = asked.pick("reason", t.get("refer-decline-reason"), reasons);
        let text = asked.field("text", t.get("refer-decline-text")).optional();
        list.push(action(
            asked,
            desk,
            view,
            "no-action",
            vec![Part::Select(reason), Part::Area(text)],
        ));
    } else {
        let reason = asked.field("reason", t.get("concern-reopen-why"));
        list.push(action(
            asked,
            desk,
            view,
            "reopen",
            vec![Part::Area(reason)],
        ));
    }
    list.push(action(
        asked,
        desk,
        view,
        "supplement",
        supplementing(asked),
    ));
    list
}

/// The words of the supplement have an id of their own: another form on this page has a field of that name too.
fn supplementing(asked: &Asked<'_>) -> Vec<Part> {
    let t = asked.t;
    let mut danger = asked.yes_no("danger", t.get("concern-danger-now"));
    danger.optional = true;
    vec![
        Part::Area(asked.field("more", t.get("concern-more"))),
        Part::Radios(danger),
    ]
}

/// How soon somebody must act.
pub(super) fn how_soon(asked: &Asked<'_>) -> Part {
    let t = asked.t;
    let choices = Urgency::ALL.map(|u| (u.name().to_owned(), t.of("pack-urgency", u.name())));
    let mut question = asked.one("urgency", t.get("refer-urgency"), choices);
    if asked.fields.given("urgency").is_none() {
        for choice in &mut question.choices {
            choice.chosen = choice.value == Urgency::Urgent.name();
        }
    }
    Part::Select(question)
}

fn action(
    asked: &Asked<'_>,
    desk: &Desk,
    view: &ConcernView,
    code: &'static str,
    parts: Vec<Part>,
) -> Action {
    Action {
        code,
        title: asked.t.of("concern-do", code),
        href: format!("/concerns/{}/{code}", view.id),
        id: desk.app().new_entry().to_string(),
        parts,
        button: asked.t.of("concern-do-button", code),
        quiet: true,
    }
}

fn event(t: &T, desk: &Desk, view: &ConcernView, env: &Envelope, entry: &Entry) -> Event {
    let any = AnyEntry::Concern(entry.clone());
    let text = match entry {
        // The alarm stands beside it.
        Entry::Raised { .. } => "",
        Entry::Supplemented { .. } | Entry::Triaged { .. } | Entry::Reopened { .. } => {
            punte_app::entries::words(&any)
        }
    };
    say::step(
        t,
        desk,
        &view.names,
        env,
        t.of("concern-step-of", punte_app::entries::kind(&any)),
        text,
    )
}
