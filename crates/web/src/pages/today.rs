//! Today: the person's queue.

use super::{is_casework, render, staff};
use crate::frame::{Frame, Section};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::site::Site;
use crate::view::mark::{Alert, AlertKind, Link, Mark, Tone};
use askama::Template;
use punte_app::{AppError, Desk, Today, Where, WorkItem};
use punte_words::T;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/", ReadToday, Takes::Nothing, page),
    guarded!(Get Page "/today", ReadToday, Takes::Nothing, page),
];

/// A block of the queue.
pub struct Block {
    /// Its heading.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Line>,
}

/// Rows that a block shows before it asks whether to show the rest: what is at the top is what is most urgent.
const FIRST: usize = 12;

impl Block {
    /// The rows that are shown at once. One row more than the bound is shown too: a fold of one saves nothing.
    pub fn first(&self) -> &[Line] {
        self.rows.get(..self.cut()).unwrap_or(&self.rows)
    }

    /// The rows behind the fold.
    pub fn rest(&self) -> &[Line] {
        self.rows.get(self.cut()..).unwrap_or(&[])
    }

    fn cut(&self) -> usize {
        if self.rows.len() <= FIRST + 1 {
            self.rows.len()
        } else {
            FIRST
        }
    }
}

/// One piece of work as shown.
pub struct Line {
    /// What to do: one verb.
    pub verb: String,
    /// What the task or the clock is called; empty for other work, and where the file is shut.
    pub title: String,
    /// Where it is done.
    pub href: String,
    /// On what: code and cover name.
    pub about: String,
    /// By when, in words.
    pub due: Mark,
    /// Whose.
    pub who: String,
    /// Past its time.
    pub late: bool,
}

#[derive(Template)]
#[template(path = "pages/today.html")]
struct TodayPage {
    frame: Frame,
    heading: String,
    alerts: Vec<Alert>,
    blocks: Vec<Block>,
    horizon: Option<Link>,
    nothing: bool,
    raise: bool,
}

async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let today = desk.today_page().await?;
    let t = T::new(ask.lang);
    let frame = staff(&site, &ask, &desk, t.get("nav-today"), Some(Section::Today));
    let alerts = alerts(&t, &desk).await?;
    let blocks = blocks(&t, &desk, &today);
    let heading = t.date_long(&desk.today());
    let nothing = blocks.is_empty() && today.horizon.is_none();
    let raise = desk.memberships().iter().any(|m| is_casework(m.role));
    Ok(Answer::page(render(&TodayPage {
        frame,
        heading,
        alerts,
        blocks,
        horizon: horizon(&t, &today),
        nothing,
        raise,
    })))
}

/// Newcomers who wait for the person, or that the person waits.
async fn alerts(t: &T, desk: &Desk) -> Result<Vec<Alert>, Problem> {
    if desk.memberships().is_empty() {
        return Ok(vec![Alert {
            kind: AlertKind::Information,
            lead: t.get("today-you-wait"),
            text: t.get("today-you-wait-text"),
            link: Some(Link::new(t.get("today-you-wait-link"), "/account")),
        }]);
    }
    let waiting = match desk.waiting().await {
        Err(AppError::Absent) => return Ok(Vec::new()),
        waiting => waiting?,
    };
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Alert {
        kind: AlertKind::Warning,
        lead: t.n("today-confirm", waiting.len()),
        text: t.get("today-confirm-text"),
        link: Some(Link::new(t.get("today-confirm-link"), "/admin/waiting")),
    }])
}

/// Where the work is that is due later than a day looks ahead. How much of it there is, the day does not know: it asks for
/// the soonest only.
fn horizon(t: &T, today: &Today) -> Option<Link> {
    let last = today.horizon?;
    let text = t.with("today-horizon", "date", t.date(&last));
    Some(Link::new(text, "/files?mine=yes"))
}

fn blocks(t: &T, desk: &Desk, today: &Today) -> Vec<Block> {
    [
        ("today-overdue", &today.overdue),
        ("today-today", &today.today),
        ("today-waits", &today.waits_for_me),
        ("today-week", &today.week),
        ("today-later", &today.later),
    ]
    .into_iter()
    .filter(|(_, items)| !items.is_empty())
    .map(|(key, items)| Block {
        title: t.get(key),
        rows: items
            .iter()
            .map(|item| line(t, desk, today, item))
            .collect(),
    })
    .collect()
}

fn line(t: &T, desk: &Desk, today: &Today, item: &WorkItem) -> Line {
    let late = item.due.is_some_and(|due| due < desk.now());
    let due = match item.due {
        Some(due) => {
            let tone = if late { Tone::Red } else { Tone::Grey };
            Mark::new(t.due(&desk.app().day_of(due), &desk.today()), tone)
        }
        None => Mark::new(t.get("today-no-due"), Tone::Grey),
    };
    // Their content stays shut here: the day they came tells one from the other.
    let since = |key| t.with(key, "date", t.date(&desk.app().day_of(item.opened)));
    let (href, about) = match item.place {
        Where::File(_, code) => {
            let about = match &item.label {
                Some(label) => format!("{code} {}", t.with("quoted", "text", label)),
                None => code.to_string(),
            };
            (format!("/files/{code}"), about)
        }
        Where::Referral(id) => (format!("/referrals/{id}"), since("today-referral-of")),
        Where::Concern(id) => (format!("/concerns/{id}"), since("today-concern-of")),
        Where::Person(user) => (
            format!("/admin/people/{user}"),
            today.names.user(user).to_owned(),
        ),
    };
    let who = item.assignee.map_or_else(
        || t.get("today-unassigned"),
        |user| today.names.user(user).to_owned(),
    );
    Line {
        verb: t.of("pack-work", item.kind.name()),
        title: match item.clock {
            Some(clock) => t.of("pack-clock", clock),
            None => item.title.clone().unwrap_or_default(),
        },
        href,
        about,
        due,
        who,
        late,
    }
}
