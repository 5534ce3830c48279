//! Notes.

use super::super::head::Place;
use super::draw::{Draw, Item};
use super::run::{Form, Order};
use crate::http::fields::Fields;
use crate::view::form::{Choice, Choices};
use punte_app::Invalid;
use punte_app::domain::access::Membership;
use punte_app::domain::compartment::{Compartment, CompartmentKind};
use punte_app::domain::file::Command;
use punte_app::domain::file::rules::may_write;
use punte_app::domain::id::EntryId;
use punte_app::domain::pack::List;
use punte_app::domain::{Refusal, file};

/// A new note.
pub static NEW: Form = Form {
    slug: "note",
    partners: false,
    back: Place::Notes,
    items,
    start,
    read,
};

/// A note said better.
pub static AMEND: Form = Form {
    slug: "amend",
    partners: false,
    back: Place::Notes,
    items: amend_items,
    start: amend_start,
    read: amend_read,
};

/// Where the writer can put words, in the order of the tabs, private last but one.
pub fn rooms(draw: &Draw<'_>, allowed: &[CompartmentKind]) -> Vec<CompartmentKind> {
    CompartmentKind::OF_FILE
        .into_iter()
        .filter(|kind| allowed.contains(kind) && draw.view.can.write.has(*kind))
        .filter(|kind| draw.own.iter().any(|m| may_write(m.role, *kind)))
        .collect()
}

/// The compartment that a kind means for this writer.
pub fn room(draw: &Draw<'_>, kind: CompartmentKind) -> Option<Compartment> {
    Some(match kind {
        CompartmentKind::Core => Compartment::Core,
        CompartmentKind::Identity => Compartment::Identity,
        CompartmentKind::Whereabouts => Compartment::Whereabouts,
        CompartmentKind::Psychosocial => Compartment::Psychosocial,
        CompartmentKind::Legal => Compartment::Legal,
        CompartmentKind::Justice => Compartment::Justice,
        CompartmentKind::Private => Compartment::Private(draw.say.me),
        CompartmentKind::Own => Compartment::Own(own_unit(draw)?),
        CompartmentKind::Open => return None,
    })
}

/// The unit in whose name the writer keeps a record of its own: the one that works on this file.
fn own_unit(draw: &Draw<'_>) -> Option<punte_app::domain::id::UnitId> {
    let works = |m: &&Membership| file::rules::works_on_files(m.role);
    let on_file = |m: &&Membership| {
        draw.view.state.lead == Some(m.unit)
            || draw
                .view
                .state
                .live_shares(draw.say.now)
                .any(|s| s.unit == m.unit)
    };
    let own = || draw.own.iter().filter(works);
    own().find(on_file).or_else(|| own().next()).map(|m| m.unit)
}

/// The question where to write, each answer with who will read it.
pub fn room_question(draw: &Draw<'_>, allowed: &[CompartmentKind]) -> Item {
    let choices = rooms(draw, allowed).into_iter().map(|kind| {
        let mut choice = Choice::new(
            kind.name(),
            draw.say.part(kind),
            draw.fields.text("compartment") == kind.name(),
        );
        choice.hint = Some(draw.say.t.of("file-readers", kind.name()));
        choice
    });
    Item::Radios(Choices::new(
        "compartment",
        draw.say.t.get("file-field-compartment"),
        choices.collect(),
    ))
}

/// The chosen compartment.
pub fn read_room(draw: &Draw<'_>) -> Result<Compartment, Invalid> {
    let given = draw.fields.text("compartment");
    let kind = CompartmentKind::OF_FILE
        .into_iter()
        .find(|kind| kind.name() == given);
    kind.and_then(|kind| room(draw, kind))
        .ok_or_else(|| Invalid::new("compartment", Refusal::CompartmentWrong.code()))
}

fn items(draw: &Draw<'_>) -> Vec<Item> {
    let mut items = vec![
        draw.area("text"),
        draw.select_list("kind", List::Note, false),
        room_question(draw, &CompartmentKind::OF_FILE),
    ];
    let on = ["on-day", "on-month", "on-year", "on-about"];
    items.extend(draw.fold("on", &on, [draw.date("on")]));
    items
}

fn start(draw: &Draw<'_>, fields: &mut Fields) {
    fields.set("kind", "general");
    if let Some(first) = super::services::narrowest(&rooms(draw, &CompartmentKind::OF_FILE)) {
        fields.set("compartment", first.name());
    }
}

fn read(draw: &Draw<'_>) -> Result<Order, Invalid> {
    Ok(Order::File(Command::AddNote {
        compartment: read_room(draw)?,
        kind: draw.code("kind")?,
        text: draw.text("text"),
        happened_on: draw.partial("on")?,
    }))
}

fn found<'a>(draw: &'a Draw<'_>) -> Option<&'a file::state::Said<file::state::Note>> {
    let id: EntryId = draw.part("note")?;
    draw.view.state.notes.iter().find(|note| note.entry == id)
}

fn amend_items(draw: &Draw<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some(note) = found(draw) {
        items.push(Item::Quote(
            draw.say.t.get("file-note-now"),
            note.value.text.clone(),
        ));
    }
    items.push(draw.area("text"));
    items.push(draw.input("reason"));
    items
}

fn amend_start(draw: &Draw<'_>, fields: &mut Fields) {
    if let Some(note) = found(draw) {
        fields.set("text", note.value.text.clone());
    }
}

fn amend_read(draw: &Draw<'_>) -> Result<Order, Invalid> {
    let note = found(draw).ok_or_else(|| Invalid::new("", Refusal::EntryUnknown.code()))?;
    Ok(Order::File(Command::AmendNote {
        compartment: note.value.compartment,
        note: note.entry,
        text: draw.text("text"),
        reason: draw.text("reason"),
    }))
}
