//! What one's units were asked, and what they have asked.

use super::say;
use crate::frame::{Frame, Section};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::{render, staff};
use crate::site::Site;
use crate::view::list::Pages;
use crate::view::mark::{Link, Mark};
use askama::Template;
use punte_app::Desk;
use punte_app::referrals::{ReferralList, ReferralView};
use punte_words::T;

/// Rows of one page of a table.
const ROWS: usize = 25;

/// A table of referrals or concerns, one page of it.
pub struct Table {
    /// Id of its heading, and the parameter of its page.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What stands there when there are none.
    pub empty: String,
    /// Headings: the first cell, the others, the clock, the state.
    pub heads: Vec<String>,
    /// The rows of this page.
    pub rows: Vec<Line>,
    /// How many rows there are on all pages.
    pub all: usize,
    /// Which page this is.
    pub pages: Pages,
}

impl Table {
    /// The page that the address asks for (`?received=2`) out of all rows.
    pub fn paged(
        ask: &Ask,
        id: &'static str,
        (title, empty): (String, String),
        heads: Vec<String>,
        rows: impl Iterator<Item = Line>,
    ) -> Self {
        let rows: Vec<Line> = rows.collect();
        let all = rows.len();
        let count = u32::try_from(all.div_ceil(ROWS)).unwrap_or(u32::MAX).max(1);
        let number = ask.query(id).parse().unwrap_or(1).clamp(1, count);
        let before = usize::try_from(number - 1)
            .unwrap_or(0)
            .saturating_mul(ROWS);
        let path = ask.path.split('?').next().unwrap_or_default();
        Self {
            id,
            title,
            empty,
            heads,
            rows: rows.into_iter().skip(before).take(ROWS).collect(),
            all,
            pages: Pages {
                number,
                count,
                href_stem: format!("{path}?{id}="),
            },
        }
    }
}

/// A referral as a row.
pub struct Line {
    /// Its page.
    pub href: String,
    /// The service.
    pub what: String,
    /// The other cells.
    pub cells: Vec<String>,
    /// The clock.
    pub due: Mark,
    /// The state.
    pub status: Mark,
    /// Past its time.
    pub late: bool,
}

/// A page of tables: `/referrals`, `/concerns`.
#[derive(Template)]
#[template(path = "pages/refer/list.html")]
pub struct ListPage {
    /// Surroundings.
    pub frame: Frame,
    /// Heading.
    pub heading: String,
    /// The first thing to do here, if there is one.
    pub first: Option<Link>,
    /// Tables.
    pub tables: Vec<Table>,
}

/// The page.
pub async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let list = desk.referrals().await?;
    let t = T::new(ask.lang);
    let frame = staff(
        &site,
        &ask,
        &desk,
        t.get("nav-referrals"),
        Some(Section::Referrals),
    );
    let tables = vec![
        received(&t, &ask, &desk, &list),
        sent(&t, &ask, &desk, &list),
    ];
    Ok(Answer::page(render(&ListPage {
        heading: t.get("nav-referrals"),
        first: None,
        frame,
        tables,
    })))
}

fn heads(t: &T, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|k| t.get(k)).collect()
}

/// Headings of what was received.
const RECEIVED: &[&str] = &[
    punte_words::key!("refer-service"),
    punte_words::key!("refer-received-on"),
    punte_words::key!("refer-from"),
    punte_words::key!("refer-urgency"),
    punte_words::key!("refer-age-sex"),
    punte_words::key!("refer-county"),
    punte_words::key!("refer-answer-due"),
    punte_words::key!("refer-status"),
];

/// Headings of what was sent.
const SENT: &[&str] = &[
    punte_words::key!("refer-service"),
    punte_words::key!("refer-sent-on"),
    punte_words::key!("refer-to"),
    punte_words::key!("refer-urgency"),
    punte_words::key!("refer-read-at"),
    punte_words::key!("refer-waiting"),
    punte_words::key!("refer-answer-due"),
    punte_words::key!("refer-status"),
];

fn received(t: &T, ask: &Ask, desk: &Desk, list: &ReferralList) -> Table {
    let rows = list.received.iter().filter_map(|v| {
        let payload = v.state.payload.as_ref()?;
        let from = format!(
            "{} · {}",
            list.names.organisation(v.from),
            list.names.unit(v.from)
        );
        let cells = vec![
            sent_on(t, desk, v),
            from,
            t.of("pack-urgency", payload.urgency.name()),
            say::age_and_sex(t, payload),
            say::county(t, payload.county.as_ref()),
        ];
        Some(line(t, desk, v, cells))
    });
    let words = (t.get("refer-received"), t.get("refer-received-none"));
    Table::paged(ask, "received", words, heads(t, RECEIVED), rows)
}

fn sent(t: &T, ask: &Ask, desk: &Desk, list: &ReferralList) -> Table {
    let rows = list.sent.iter().filter_map(|v| {
        let payload = v.state.payload.as_ref()?;
        let to = format!(
            "{} · {}",
            list.names.organisation(v.to),
            list.names.unit(v.to)
        );
        let read = v
            .state
            .read_at
            .map_or_else(|| t.get("refer-unread"), |at| say::when(desk.app(), t, at));
        let cells = vec![
            sent_on(t, desk, v),
            to,
            t.of("pack-urgency", payload.urgency.name()),
            read,
            waiting(t, desk, v),
        ];
        Some(line(t, desk, v, cells))
    });
    let words = (t.get("refer-sent"), t.get("refer-sent-none"));
    Table::paged(ask, "sent", words, heads(t, SENT), rows)
}

fn sent_on(t: &T, desk: &Desk, v: &ReferralView) -> String {
    v.state
        .sent_at
        .map_or_else(String::new, |at| say::when(desk.app(), t, at))
}

/// Whole days that the answer has been waited for, or was.
pub fn waiting(t: &T, desk: &Desk, v: &ReferralView) -> String {
    let Some(sent) = v.state.sent_at else {
        return String::new();
    };
    let end = v.state.answered_at.unwrap_or_else(|| desk.now());
    match u32::try_from((end.seconds() - sent.seconds()).div_euclid(86_400)) {
        Ok(days @ 1..) => t.n("count-days", days),
        Ok(0) | Err(_) => t.get("refer-waiting-under-a-day"),
    }
}

fn line(t: &T, desk: &Desk, v: &ReferralView, cells: Vec<String>) -> Line {
    let what = v
        .state
        .payload
        .as_ref()
        .map_or_else(String::new, |p| say::item(t, "service", &p.service));
    Line {
        href: format!("/referrals/{}", v.id),
        what,
        cells,
        due: say::clock(t, desk, v),
        status: say::status(t, &v.state),
        late: v.late,
    }
}
