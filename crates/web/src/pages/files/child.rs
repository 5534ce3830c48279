//! The tab of the person: who the child is, kin, a safe way to reach them, where they live.

use super::forms::offered;
use super::forms::person::{NAMES, NUMBERS};
use super::parts::{Card, Cell, Part, Sheet, SheetRow};
use super::rooms::columns;
use super::say::Say;
use super::tabs::{href, link_if};
use crate::view::mark::{Mark, Tone};
use crate::view::record::Row;
use punte_app::domain::compartment::CompartmentKind as K;
use punte_app::domain::pack::List;
use punte_app::domain::person::{Check, Identifier, IdentifierKind, State as Person};
use punte_app::domain::values::{SafeContact, YesNo};
use punte_app::files::FileView;

/// Who the child is.
pub fn person(say: &Say<'_>, view: &FileView) -> Vec<Part> {
    let Some((_, person)) = &view.person else {
        return Vec::new();
    };
    let may = offered(view, "person/name");
    let mut parts = vec![
        Part::Card(identity(say, view, person, may)),
        Part::Table(numbers(say, view, person, may)),
    ];
    parts.push(Part::Table(kin(say, view, person, may)));
    parts.push(Part::Card(contact(say, view, person, may)));
    if view.open.has(K::Whereabouts) {
        parts.push(Part::Table(placements(say, view)));
    }
    parts
}

fn identity(say: &Say<'_>, view: &FileView, person: &Person, may: bool) -> Card {
    let named = |kind| {
        NAMES
            .iter()
            .find(|(_, k)| *k == kind)
            .map_or("used", |(id, _)| id)
    };
    let mut rows: Vec<Row> = person
        .names
        .iter()
        .rev()
        .map(|kept| {
            Row::new(
                say.t.of("file-name", named(kept.value.kind)),
                kept.value.display(),
            )
        })
        .collect();
    if rows.is_empty() {
        rows.push(Row::new(
            say.t.get("file-field-name"),
            say.t.get("file-unknown"),
        ));
    }
    let birth = person
        .age()
        .birth
        .map_or_else(|| say.t.get("file-unknown"), |date| say.partial(&date));
    rows.push(Row::new(
        say.t.get("file-field-sex"),
        say.named(List::Sex, person.sex().name()),
    ));
    rows.push(Row::new(say.t.get("file-field-birth"), birth));
    let age = Row::new(say.t.get("files-column-age"), say.age(&person.age()));
    rows.push(if may {
        age.change_at(href(view, "person/age"))
    } else {
        age
    });
    let languages = person
        .languages
        .last()
        .map(|kept| say.items(List::Language, &kept.value.0))
        .unwrap_or_default();
    if !languages.is_empty() {
        rows.push(Row::new(say.t.get("file-field-languages"), languages));
    }
    let form = |occasion, what, rest| link_if(view, occasion, say.t.of("file-do", what), rest);
    let mut links = form(may, "name", "person/name");
    links.extend(form(view.can.lead, "cover", "cover-name"));
    Card {
        title: say.t.get("file-identity"),
        links,
        rows,
    }
}

/// A personal code as screens show it: the first digit and the last two (sex, century and check), never the rest.
pub fn masked(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    let last = letters.len().saturating_sub(2);
    letters
        .iter()
        .enumerate()
        .map(|(place, c)| {
            if place == 0 || place >= last {
                *c
            } else {
                '•'
            }
        })
        .collect()
}

fn numbers(say: &Say<'_>, view: &FileView, person: &Person, may: bool) -> Sheet {
    let row = |identifier: &Identifier| {
        let kind = NUMBERS
            .iter()
            .find(|(_, k)| *k == identifier.kind)
            .map_or("other", |(id, _)| id);
        let shown = match identifier.kind {
            IdentifierKind::Cnp => masked(&identifier.value),
            IdentifierKind::Passport
            | IdentifierKind::IdentityCard
            | IdentifierKind::BirthCertificate
            | IdentifierKind::Other => identifier.value.clone(),
        };
        let mark = match &identifier.check {
            Check::Checked => Mark::new(say.t.get("file-number-checked"), Tone::Green),
            Check::Unverified(_) => Mark::new(say.t.get("file-number-unverified"), Tone::Yellow),
        };
        SheetRow::of(vec![
            Cell::text(say.t.of("file-number", kind)),
            Cell::text(shown),
            Cell::Mark(mark),
        ])
    };
    Sheet {
        title: say.t.get("file-numbers"),
        links: link_if(
            view,
            may,
            say.t.get("file-do-identifier"),
            "person/identifier",
        ),
        columns: columns(say, &["what", "value", "check"]),
        rows: person
            .identifiers
            .iter()
            .map(|kept| row(&kept.value))
            .collect(),
        empty: say.t.get("file-numbers-none"),
    }
}

fn safety(say: &Say<'_>, safe: YesNo) -> Mark {
    match safe {
        YesNo::Yes => Mark::new(say.t.get("file-safe-yes"), Tone::Green),
        YesNo::No => Mark::new(say.t.get("file-safe-no"), Tone::Red),
        YesNo::NotSure => Mark::new(say.t.get("file-safe-not-sure"), Tone::Yellow),
    }
}

fn contact_text(say: &Say<'_>, contact: &SafeContact) -> String {
    let way = say.item(List::ContactWay, &contact.way);
    [way, contact.value.clone(), contact.note.clone()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn kin(say: &Say<'_>, view: &FileView, person: &Person, may: bool) -> Sheet {
    let rows = person.kin.iter().map(|kept| {
        let kin = &kept.value;
        let lawful = if kin.legal_representative {
            say.t.get("file-kin-lawful")
        } else {
            String::new()
        };
        let reach = kin
            .contact
            .as_ref()
            .map(|c| contact_text(say, c))
            .unwrap_or_default();
        SheetRow::of(vec![
            Cell::text(say.item(List::Kin, &kin.relation)),
            Cell::Lines(kin.name.clone(), lawful),
            Cell::Mark(safety(say, kin.safe)),
            Cell::text(reach),
        ])
    });
    Sheet {
        title: say.t.get("file-kin"),
        links: link_if(view, may, say.t.get("file-do-kin"), "person/kin"),
        columns: columns(say, &["what", "person", "safe", "value"]),
        rows: rows.collect(),
        empty: say.t.get("file-kin-none"),
    }
}

fn contact(say: &Say<'_>, view: &FileView, person: &Person, may: bool) -> Card {
    let rows = match person.contacts.last() {
        Some(kept) => vec![
            Row::new(say.t.get("file-field-way"), contact_text(say, &kept.value)),
            Row::new(
                say.t.get("file-field-safe"),
                safety(say, kept.value.safe).text,
            ),
        ],
        None => vec![Row::new(
            say.t.get("file-field-way"),
            say.t.get("file-unknown"),
        )],
    };
    let links = link_if(view, may, say.t.get("file-do-contact"), "person/contact");
    Card {
        title: say.t.get("file-contact"),
        links,
        rows,
    }
}

fn placements(say: &Say<'_>, view: &FileView) -> Sheet {
    let rows = view.state.placements.iter().rev().map(|said| {
        let place = &said.value;
        let county = place
            .place
            .county
            .as_ref()
            .map(|c| say.item(List::County, c))
            .unwrap_or_default();
        let at = [place.place.text.clone(), county]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let since = said
            .happened_on
            .map_or_else(|| say.day(said.at), |date| say.partial(&date));
        let until = place
            .until
            .map(|date| say.partial(&date))
            .unwrap_or_default();
        let hidden = if place.hide_from.is_empty() {
            String::new()
        } else {
            say.t.with("file-hidden-from", "who", &place.hide_from)
        };
        SheetRow::of(vec![
            Cell::text(say.item(List::Placement, &place.kind)),
            Cell::Lines(at, hidden),
            Cell::text(since),
            Cell::text(until),
        ])
    });
    let may = view.can.lead && view.can.write.has(K::Whereabouts);
    Sheet {
        title: say.t.get("file-part-whereabouts"),
        links: link_if(view, may, say.t.get("file-do-placement"), "placement"),
        columns: columns(say, &["what", "where", "when", "until"]),
        rows: rows.collect(),
        empty: say.t.get("file-placements-none"),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_personal_code_shows_its_ends_only() {
        assert_eq!(masked("5120304123458"), "5••••••••••58");
        assert_eq!(masked("ab"), "ab");
        assert_eq!(masked(""), "");
    }
}
