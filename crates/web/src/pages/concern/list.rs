//! Concerns to triage with their clock, and what became of those that one's units raised.

use super::show;
use crate::frame::Section;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::refer::inbox::{Line, ListPage, Table};
use crate::pages::refer::say;
use crate::pages::{render, staff};
use crate::site::Site;
use crate::view::mark::Link;
use punte_app::Desk;
use punte_app::concerns::{ConcernLists, ConcernView};
use punte_words::T;

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let lists = desk.concern_lists().await?;
    let t = T::new(ask.lang);
    let mut tables = Vec::new();
    if let Some(intake) = &lists.intake {
        tables.push(table(&t, (&ask, &desk), &lists, "to-triage", intake));
    }
    tables.push(table(&t, (&ask, &desk), &lists, "raised", &lists.raised));
    let page = ListPage {
        frame: staff(
            &site,
            &ask,
            &desk,
            t.get("nav-concerns"),
            Some(Section::Concerns),
        ),
        heading: t.get("nav-concerns"),
        first: Some(Link::new(t.get("today-raise"), "/concerns/new")),
        tables,
    };
    Ok(Answer::page(render(&page)))
}

fn table(
    t: &T,
    (ask, desk): (&Ask, &Desk),
    lists: &ConcernLists,
    id: &'static str,
    views: &[ConcernView],
) -> Table {
    let heads = [
        "concern-what",
        "refer-received-on",
        "concern-from-to",
        "refer-county",
        "concern-danger",
        "concern-triage-due",
        "refer-status",
    ];
    let words = (t.of("concern-list", id), t.of("concern-none", id));
    let rows = views.iter().filter_map(|view| line(t, desk, lists, view));
    Table::paged(ask, id, words, heads.map(|key| t.get(key)).to_vec(), rows)
}

fn line(t: &T, desk: &Desk, lists: &ConcernLists, view: &ConcernView) -> Option<Line> {
    let state = &view.state;
    let alarm = state.alarm.as_ref()?;
    let cells = vec![
        state
            .raised_at
            .map_or_else(String::new, |at| say::when(desk.app(), t, at)),
        way(t, lists, view),
        say::county(t, alarm.place.county.as_ref()),
        show::danger(t, state),
    ];
    let due = show::clock(t, desk, state);
    Some(Line {
        href: format!("/concerns/{}", view.id),
        what: show::what(t, alarm),
        cells,
        late: due.1,
        due: due.0,
        status: show::status(t, state),
    })
}

/// From whom to whom: organisations, or the units of one organisation.
fn way(t: &T, lists: &ConcernLists, view: &ConcernView) -> String {
    let (Some(from), Some(to)) = (view.state.raised_in, view.state.intake) else {
        return String::new();
    };
    let names = &lists.names;
    let (who, whom) = (names.organisation(from), names.organisation(to));
    if who != whom || from == to {
        return format!("{who} → {whom}");
    }
    let units = [
        ("who", who),
        ("from", names.unit(from)),
        ("to", names.unit(to)),
    ];
    t.args("concern-within", &units)
}
