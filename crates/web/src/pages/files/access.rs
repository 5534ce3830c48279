//! Who sees what of a file and why, what rests on which consent, who has looked.

use super::parts::{Cell, Part, Sheet, SheetRow};
use super::say::Say;
use super::story::basis_words;
use super::tabs::link_if;
use crate::view::list::Column;
use crate::view::mark::{Link, Mark, Tone};
use punte_app::domain::file::state::{ConsentState, Share};
use punte_app::domain::pack::List;
use punte_app::domain::referral::Status;
use punte_app::files::{AccessView, Because, Cell as Door, FileView, Holder, Reader};
use punte_app::referrals::ReferralOnFile;

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

/// Unit by compartment, each answer with its reason; colleagues who see the same stand in one row.
fn matrix(say: &Say<'_>, access: &AccessView) -> Sheet {
    let kinds = access
        .holders
        .first()
        .map(|h| h.cells.iter().map(|c| c.kind).collect::<Vec<_>>())
        .unwrap_or_default();
    let mut columns = vec![column(say, "unit")];
    columns.extend(kinds.iter().map(|kind| Column::text(say.part(*kind))));
    columns.push(column(say, "see-as"));
    Sheet {
        title: say.t.get("file-access-matrix"),
        links: Vec::new(),
        columns,
        rows: together(&access.holders)
            .iter()
            .map(|group| row(say, access, group))
            .collect(),
        empty: say.t.get("file-timeline-none"),
    }
}

/// People of one unit before whom the same doors are open for the same reasons.
fn together(holders: &[Holder]) -> Vec<Vec<&Holder>> {
    let doors = |h: &Holder| -> Vec<_> {
        let of = |c: &Door| (c.kind, c.open, c.because);
        h.cells.iter().map(of).collect()
    };
    let mut groups: Vec<Vec<&Holder>> = Vec::new();
    for holder in holders {
        let same = |group: &&mut Vec<&Holder>| {
            group
                .first()
                .is_some_and(|one| one.unit == holder.unit && doors(one) == doors(holder))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(holder),
            None => groups.push(vec![holder]),
        }
    }
    groups
}

fn row(say: &Say<'_>, access: &AccessView, group: &[&Holder]) -> SheetRow {
    let mut roles: Vec<_> = group
        .iter()
        .map(|h| say.t.of("role", h.role.name()))
        .collect();
    roles.dedup();
    let unit = group.first().map(|h| access.names.unit(h.unit).to_owned());
    let mut cells = vec![Cell::Lines(unit.unwrap_or_default(), roles.join(", "))];
    let doors = group.first().map(|h| h.cells.iter()).unwrap_or_default();
    cells.extend(doors.map(|door| why(say, access, door)));
    let as_them = |h: &&Holder| {
        // A name stays on one line: the people of a row are told apart by that.
        let name = access.names.user(h.user).replace(' ', "\u{a0}");
        Link::new(name, format!("/files/{}/as/{}", access.code, h.user))
    };
    let mut people: Vec<_> = group.iter().map(as_them).collect();
    people.sort_by(|a, b| punte_words::compare(say.t.lang, &a.text, &b.text));
    cells.push(Cell::Links(people));
    SheetRow::of(cells)
}

/// Open or shut, and why. What was never shared is the ordinary case and has no tag, so that the rest stands out.
fn why(say: &Say<'_>, access: &AccessView, door: &Door) -> Cell {
    if !door.open && door.because == Because::NotShared {
        return Cell::Quiet(say.t.get("file-why-not-shared"));
    }
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

/// The referral that waits for an answer: until then the share opens nothing.
fn offer<'v>(view: &'v FileView, share: &Share) -> Option<&'v ReferralOnFile> {
    let by = |r: &&ReferralOnFile| Some(r.id) == share.referral;
    let waits = |r: &&ReferralOnFile| {
        let status = r.view.as_ref().and_then(|view| view.state.status);
        matches!(status, Some(Status::Sent | Status::Read))
    };
    view.referrals.iter().find(by).filter(waits)
}

/// How a share ends: what is only offered is taken back where it was asked, so that nobody answers it afterwards.
fn ending(say: &Say<'_>, view: &FileView, share: &Share) -> Vec<Link> {
    match offer(view, share) {
        Some(referral) if referral.can_revoke => vec![Link::new(
            say.t.get("file-do-referral-revoke"),
            format!("/referrals/{}", referral.id),
        )],
        Some(_) => Vec::new(),
        None => link_if(
            view,
            view.can.lead,
            say.t.get("file-do-share-end"),
            &format!("shares/{}/end", share.unit),
        ),
    }
}

fn shares(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view.state.shares.iter().rev().map(|share| {
        let holds = share.holds(say.now);
        let state = match &share.ended {
            Some((at, reason)) => Mark::new(
                format!("{}, {}", say.item(List::ShareEnd, reason), say.day(*at)),
                Tone::Grey,
            ),
            None if holds && offer(view, share).is_some() => {
                Mark::new(say.t.get("file-offered"), Tone::Yellow)
            }
            None if holds => Mark::new(say.t.get("file-in-force"), Tone::Green),
            None => Mark::new(say.t.get("file-not-in-force"), Tone::Grey),
        };
        let acts = if holds {
            ending(say, view, share)
        } else {
            Vec::new()
        };
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
    // A person who goes through the tabs reads many times in a minute; lines that read alike are one. The ledger has all.
    let mut looks: Vec<&Reader> = access.readers.iter().collect();
    looks.sort_by_key(|r| std::cmp::Reverse(r.at));
    looks.dedup_by_key(|r| {
        let what = (r.action.clone(), r.refused, r.compartments);
        (say.moment(r.at), r.user, what)
    });
    Sheet {
        title: say.t.get("file-looked-title"),
        links: Vec::new(),
        columns: ["when", "who", "what", "state"]
            .map(|c| column(say, c))
            .into(),
        rows: looks.into_iter().take(LOOKED).map(row).collect(),
        empty: say.t.get("file-looked-none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use punte_app::domain::access::Role;
    use punte_app::domain::compartment::CompartmentKind;
    use punte_app::domain::id::{UnitId, UserId};

    fn holder(user: u8, unit: u8, doors: &[(bool, Because)]) -> Holder {
        let kinds = CompartmentKind::OF_FILE.into_iter();
        let cells = kinds.zip(doors).map(|(kind, (open, because))| Door {
            kind,
            open: *open,
            policy: None,
            because: *because,
        });
        Holder {
            user: UserId([user; 16]),
            unit: UnitId([unit; 16]),
            role: Role::Psychologist,
            cells: cells.collect(),
        }
    }

    #[test]
    fn only_colleagues_who_see_the_same_for_the_same_reason_share_a_row() {
        let leads = || (true, Because::Leads(UnitId([1; 16])));
        let shut = || (false, Because::NotShared);
        let own = || (true, Because::PrivateNotes);
        let all = [
            holder(1, 1, &[leads(), shut()]),
            holder(2, 1, &[leads(), own()]),
            holder(3, 1, &[leads(), shut()]),
            holder(4, 2, &[leads(), shut()]),
            holder(5, 1, &[(true, Because::PrivateNotes), shut()]),
        ];
        let groups = together(&all);
        let users: Vec<Vec<u8>> = groups
            .iter()
            .map(|group| group.iter().map(|h| h.user.0[0]).collect())
            .collect();
        assert_eq!(users, [vec![1, 3], vec![2], vec![4], vec![5]]);
    }
}
