//! Who sees what of a file and why, what rests on which consent, who has looked.

use super::parts::{Cell, Part, Sheet, SheetRow};
use super::say::Say;
use super::story::basis_words;
use super::tabs::link_if;
use crate::view::list::Column;
use crate::view::mark::{Link, Mark, Tone};
use punte_app::domain::file::state::ConsentState;
use punte_app::domain::pack::List;
use punte_app::files::{AccessView, Because, Cell as Door, FileView, Holder, Reader};

/// Looks that the page shows; the ledger's own page has them all, and a page stays under 60 KB.
const LOOKED: usize = 12;

fn column(say: &Say<'_>, name: &str) -> Column {
    Column::text(say.t.of("file-column", name))
}

/// The whole tab.
pub fn parts(say: &Say<'_>, view: &FileView, access: &AccessView) -> Vec<Part> {
    vec![
        Part::Table(matrix(say, access)),
        Part::Table(team(say, view)),
        Part::Table(consents(say, view)),
        Part::Table(shares(say, view)),
        Part::Table(looked(say, access)),
    ]
}

/// What is left of the tab for somebody to whom the file itself is shut.
pub fn without_file(say: &Say<'_>, access: &AccessView) -> Vec<Part> {
    vec![
        Part::Table(matrix(say, access)),
        Part::Table(looked(say, access)),
    ]
}

/// Person by compartment, each answer with its reason.
fn matrix(say: &Say<'_>, access: &AccessView) -> Sheet {
    let kinds = access
        .holders
        .first()
        .map(|h| h.cells.iter().map(|c| c.kind).collect::<Vec<_>>())
        .unwrap_or_default();
    let mut columns = vec![column(say, "person")];
    columns.extend(kinds.iter().map(|kind| Column::text(say.part(*kind))));
    columns.push(column(say, "act"));
    Sheet {
        title: say.t.get("file-access-matrix"),
        links: Vec::new(),
        columns,
        rows: access
            .holders
            .iter()
            .map(|holder| row(say, access, holder))
            .collect(),
        empty: say.t.get("file-timeline-none"),
    }
}

fn row(say: &Say<'_>, access: &AccessView, holder: &Holder) -> SheetRow {
    let name = access.names.user(holder.user).to_owned();
    let role = say.t.of("role", holder.role.name());
    let place = format!("{role}, {}", access.names.unit(holder.unit));
    let mut cells = vec![Cell::Lines(name.clone(), place)];
    cells.extend(holder.cells.iter().map(|door| why(say, access, door)));
    let as_them = Link::new(
        say.t.with("file-do-as", "name", name),
        format!("/files/{}/as/{}", access.code, holder.user),
    );
    cells.push(Cell::Links(vec![as_them]));
    SheetRow::of(cells)
}

/// Open or shut, and why.
fn why(say: &Say<'_>, access: &AccessView, door: &Door) -> Cell {
    let first = if door.open {
        Mark::new(say.t.get("file-door-open"), Tone::Green)
    } else {
        Mark::new(say.t.get("file-door-shut"), Tone::Grey)
    };
    let unit = |unit| access.names.unit(unit).to_owned();
    let relation = match &door.because {
        Because::Leads(_) => say.t.get("file-why-leads"),
        Because::Shared {
            until: Some(until), ..
        } => say.t.with("file-why-shared-until", "date", say.day(*until)),
        Because::Shared { until: None, .. } => say.t.get("file-why-shared"),
        Because::OwnRecord(u) => say.t.with("file-why-own", "unit", unit(*u)),
        Because::PrivateNotes => say.t.get("file-why-private"),
        Because::OtherDiscipline(_) => say.t.get("file-why-discipline"),
        Because::Offered(_) => say.t.get("file-why-offered"),
        Because::Ended { at, .. } => say.t.with("file-why-ended", "date", say.day(*at)),
        Because::Forbidden => say.t.get("file-why-forbidden"),
        Because::NotShared => say.t.get("file-why-not-shared"),
    };
    Cell::Marked(first, relation)
}

fn team(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view.state.assigned.iter().map(|a| {
        let role = if a.lead {
            say.t.get("file-base-manager")
        } else {
            String::new()
        };
        let acts = link_if(
            view,
            view.can.lead && view.state.closed.is_none(),
            say.t.get("file-do-unassign"),
            &format!("team/{}/remove", a.user),
        );
        SheetRow::of(vec![
            Cell::Lines(view.names.user(a.user).to_owned(), role),
            Cell::text(view.names.unit(a.unit)),
            Cell::text(say.day(a.since)),
            Cell::Links(acts),
        ])
    });
    Sheet {
        title: say.t.get("file-base-team"),
        links: link_if(
            view,
            view.can.lead && view.state.closed.is_none(),
            say.t.get("file-do-assign"),
            "team/new",
        ),
        columns: ["person", "unit", "when", "act"]
            .map(|c| column(say, c))
            .into(),
        rows: rows.collect(),
        empty: say.t.get("file-unmanaged"),
    }
}

fn consents(say: &Say<'_>, view: &FileView) -> Sheet {
    Sheet {
        title: say.t.get("file-consents"),
        links: link_if(
            view,
            view.can.lead && view.state.closed.is_none(),
            say.t.get("file-do-consent"),
            "consents/new",
        ),
        columns: [
            "purpose",
            "by",
            "to",
            "compartments",
            "until",
            "state",
            "act",
        ]
        .map(|c| column(say, c))
        .into(),
        rows: view
            .state
            .consents
            .iter()
            .rev()
            .map(|c| consent(say, view, c))
            .collect(),
        empty: say.t.get("file-consents-none"),
    }
}

fn consent(say: &Say<'_>, view: &FileView, consent: &ConsentState) -> SheetRow {
    let what = &consent.what;
    let state = match consent.withdrawn {
        Some((at, _)) => Mark::new(
            say.t.with("file-withdrawn-on", "date", say.day(at)),
            Tone::Red,
        ),
        None if consent.holds(say.now) => Mark::new(say.t.get("file-in-force"), Tone::Green),
        None => Mark::new(say.t.get("file-not-in-force"), Tone::Grey),
    };
    let mut acts = Vec::new();
    let occasion = consent.withdrawn.is_none() && view.can.lead;
    for what in ["withdraw", "assent"] {
        let rest = format!("consents/{}/{what}", consent.id);
        acts.extend(link_if(view, occasion, say.t.of("file-do", what), &rest));
    }
    let assent = say
        .t
        .with("file-assent-is", "answer", say.answer(consent.assent));
    let to: Vec<_> = what
        .recipients
        .iter()
        .map(|u| view.names.unit(*u))
        .collect();
    SheetRow::of(vec![
        Cell::text(say.item(List::ConsentPurpose, &what.purpose)),
        Cell::Lines(say.named(List::ConsentBy, what.by.name()), assent),
        Cell::text(to.join(", ")),
        Cell::text(say.parts(what.compartments)),
        Cell::text(say.day(what.until)),
        Cell::Mark(state),
        Cell::Links(acts),
    ])
}

fn shares(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view.state.shares.iter().rev().map(|share| {
        let holds = share.holds(say.now);
        let state = match &share.ended {
            Some((at, reason)) => Mark::new(
                format!("{}, {}", say.item(List::ShareEnd, reason), say.day(*at)),
                Tone::Grey,
            ),
            None if holds => Mark::new(say.t.get("file-in-force"), Tone::Green),
            None => Mark::new(say.t.get("file-not-in-force"), Tone::Grey),
        };
        let acts = link_if(
            view,
            holds && view.can.lead,
            say.t.get("file-do-share-end"),
            &format!("shares/{}/end", share.unit),
        );
        SheetRow::of(vec![
            Cell::Lines(
                view.names.unit(share.unit).to_owned(),
                view.names.organisation(share.unit).to_owned(),
            ),
            Cell::text(say.parts(share.compartments)),
            Cell::text(basis_words(say, &share.basis)),
            Cell::text(say.day(share.until)),
            Cell::Mark(state),
            Cell::Links(acts),
        ])
    });
    Sheet {
        title: say.t.get("file-shares"),
        links: Vec::new(),
        columns: ["to", "compartments", "basis", "until", "state", "act"]
            .map(|c| column(say, c))
            .into(),
        rows: rows.collect(),
        empty: say.t.get("file-shares-none"),
    }
}

fn looked(say: &Say<'_>, access: &AccessView) -> Sheet {
    let row = |reader: &Reader| {
        let action = say.t.of("file-looked", reader.action.replace('.', "-"));
        let result = if reader.refused {
            Mark::new(say.t.get("file-refused"), Tone::Red)
        } else {
            Mark::new(say.t.get("file-allowed"), Tone::Grey)
        };
        SheetRow::of(vec![
            Cell::text(say.moment(reader.at)),
            Cell::text(access.names.user(reader.user)),
            Cell::Lines(action, say.parts(reader.compartments)),
            Cell::Mark(result),
        ])
    };
    Sheet {
        title: say.t.get("file-looked-title"),
        links: Vec::new(),
        columns: ["when", "who", "what", "state"]
            .map(|c| column(say, c))
            .into(),
        rows: access.readers.iter().take(LOOKED).map(row).collect(),
        empty: say.t.get("file-looked-none"),
    }
}
