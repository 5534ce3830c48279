//! Services: one begins, its sessions, it ends.

use super::super::head::Place;
use super::draw::{Draw, Item, set_date};
use super::notes::{read_room, room_question, rooms};
use super::run::{Form, Order};
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::compartment::CompartmentKind as K;
use punte_app::domain::file::entry::Attendance;
use punte_app::domain::file::state::Service;
use punte_app::domain::file::{Command, SessionNote};
use punte_app::domain::id::{ServiceId, UnitId};
use punte_app::domain::pack::List;
use punte_app::domain::referral::Status;
use punte_app::domain::values::Code;
use punte_app::files::FileView;

/// A service begins.
pub static SERVICE: Form = Form {
    slug: "service",
    partners: false,
    back: Place::Plan,
    items: |d| {
        let own = d.own.iter().map(|m| m.unit).chain(d.view.state.lead);
        let units: std::collections::BTreeSet<_> =
            d.people.iter().map(|p| (p.unit, p.place.clone())).collect();
        let mine: Vec<_> = own.collect();
        let units = units
            .into_iter()
            .filter(|(unit, _)| d.view.can.lead || mine.contains(unit));
        let kind = d.select_list("kind", List::Service, false);
        let mut items = vec![kind.labelled(d.say.t.get("file-column-service"))];
        items.push(d.select(
            "unit",
            false,
            units.map(|(unit, name)| (unit.to_string(), name)),
        ));
        items.push(d.date("on").labelled(d.say.t.get("file-service-from")));
        items
    },
    start: |d, fields| {
        let own = d
            .own
            .iter()
            .find(|m| d.people.iter().any(|p| p.unit == m.unit));
        if let Some(own) = own {
            fields.set("unit", own.unit.to_string());
            if let Some(kind) = likely_service(d.view, own.unit) {
                fields.set("kind", kind.as_str());
            }
        }
        set_date(fields, "on", Some(d.today()));
    },
    read: |d| {
        Ok(Order::File(Command::OpenService {
            kind: d.code("kind")?,
            unit: d.id("unit")?,
            referral: None,
            happened_on: d.partial("on")?,
        }))
    },
};

/// What a unit most likely begins: the service that it was asked for and has taken on, else the one it gave here last.
fn likely_service(view: &FileView, unit: UnitId) -> Option<&Code> {
    let taken = |status| matches!(status, Some(Status::Accepted | Status::InProgress));
    let asked = view
        .referrals
        .iter()
        .filter_map(|r| r.view.as_ref())
        .find(|r| r.to == unit && taken(r.state.status))
        .and_then(|r| r.state.payload.as_ref())
        .map(|payload| &payload.service);
    let given = || view.state.services.iter().rev().find(|s| s.unit == unit);
    asked.or_else(|| given().map(|s| &s.kind))
}

fn service<'a>(d: &'a Draw<'_>) -> Option<&'a Service> {
    let id: ServiceId = d.part("service")?;
    d.view.state.services.iter().find(|s| s.id == id)
}

fn service_name(d: &Draw<'_>) -> Vec<Item> {
    let name = service(d).map(|s| {
        let unit = d.view.names.unit(s.unit);
        Item::Quote(d.say.item(List::Service, &s.kind), unit.to_owned())
    });
    name.into_iter().collect()
}

/// Where the words of a session may lie.
const SESSION_ROOMS: [K; 5] = [K::Core, K::Psychosocial, K::Legal, K::Private, K::Own];

/// A session, in ninety seconds.
pub static SESSION: Form = Form {
    slug: "session",
    partners: false,
    back: Place::Plan,
    items: |d| {
        let attendance =
            Attendance::ALL.map(|a| (a.name().to_owned(), d.say.named(List::Attendance, a.name())));
        let mut items = service_name(d);
        items.push(d.radios("attendance", attendance));
        items.push(d.day("on"));
        items.push(d.number("minutes"));
        items.push(d.area_optional("summary"));
        items.push(room_question(d, &SESSION_ROOMS));
        items.push(d.typed_day("next", true));
        items.push(d.input_optional("next_text"));
        items
    },
    start: |d, fields| {
        fields.set("attendance", "attended");
        fields.set("minutes", "50");
        set_date(fields, "on", Some(d.today()));
        if let Some(room) = narrowest(&rooms(d, &SESSION_ROOMS)) {
            fields.set("compartment", room.name());
        }
    },
    read: |d| {
        let given = d.fields.text("attendance");
        let attendance = Attendance::ALL.into_iter().find(|a| a.name() == given);
        let minutes = d.fields.given("minutes").map_or(Ok(0), str::parse);
        Ok(Order::File(Command::RecordSession(SessionNote {
            service: d.part_read("service")?,
            happened_on: d.partial_needed("on")?,
            minutes: minutes.map_err(|_| Invalid::new("minutes", Refusal::MinutesBad.code()))?,
            attendance: attendance
                .ok_or_else(|| Invalid::new("attendance", Refusal::ChoiceUnknown.code()))?,
            summary: d.text("summary"),
            next_text: d.text("next_text"),
            next: d.end_of_day("next")?,
            compartment: read_room(d)?,
        })))
    },
};

/// Words begin where fewest read them: the discipline's own compartment before the core.
pub fn narrowest(rooms: &[K]) -> Option<K> {
    let own = |kind: &&K| matches!(kind, K::Psychosocial | K::Legal);
    rooms.iter().find(own).or_else(|| rooms.first()).copied()
}

/// A service ends.
pub static SERVICE_END: Form = Form {
    slug: "service-end",
    partners: false,
    back: Place::Plan,
    items: |d| {
        let mut items = service_name(d);
        items.push(d.radio_list("outcome", List::ServiceOutcome));
        items.push(d.area_optional("text"));
        items.push(d.date("on"));
        items
    },
    start: |d, fields| set_date(fields, "on", Some(d.today())),
    read: |d| {
        Ok(Order::File(Command::EndService {
            service: d.part_read("service")?,
            outcome: d.code("outcome")?,
            text: d.text("text"),
            happened_on: d.partial("on")?,
        }))
    },
};
