//! What happens to the child: placements, hearings, what was already told.

use super::super::head::Place;
use super::draw::set_date;
use super::run::{Form, Order, blank};
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::Hearing;
use punte_app::domain::pack::List;
use punte_app::domain::values::Place as Where;

/// Where the child lives.
pub static PLACEMENT: Form = Form {
    slug: "placement",
    partners: false,
    back: Place::Person,
    items: |d| {
        vec![
            d.select_list("kind", List::Placement, false),
            d.select_list("county", List::County, true),
            d.input_optional("place"),
            d.input_hint("hide_from", true),
            d.date("on"),
            d.date("until"),
        ]
    },
    start: |d, fields| set_date(fields, "on", Some(d.today())),
    read: |d| {
        Ok(Order::File(Command::RecordPlacement {
            kind: d.code("kind")?,
            place: Where {
                county: d.code_optional("county"),
                text: d.text("place"),
            },
            hide_from: d.text("hide_from"),
            happened_on: d.partial("on")?,
            until: d.partial("until")?,
        }))
    },
};

/// A hearing or interview.
pub static HEARING: Form = Form {
    slug: "hearing",
    partners: false,
    back: Place::Legal,
    items: |d| {
        let yes_no = ["yes", "no"].map(|id| (id.to_owned(), d.say.t.of("file-answer", id)));
        vec![
            d.select_list("kind", List::Hearing, false),
            d.date("on"),
            d.radios("interviewed", yes_no),
            d.box_list("safeguards", List::Safeguard),
            d.area_optional("text"),
        ]
    },
    start: blank,
    read: |d| {
        let interviewed = match d.fields.text("interviewed") {
            "yes" => true,
            "no" => false,
            _ => {
                return Err(Invalid::new("interviewed", Refusal::ChoiceUnknown.code()));
            }
        };
        let hearing = Hearing {
            kind: d.code("kind")?,
            child_interviewed: interviewed,
            safeguards: d.codes("safeguards"),
            text: d.text("text"),
        };
        Ok(Order::File(Command::NoteHearing {
            hearing,
            happened_on: d.partial_needed("on")?,
        }))
    },
};

/// What the child has already told.
pub static TOLD: Form = Form {
    slug: "told",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.radio_list("about", List::Told),
            d.input_hint("told_to", false),
            d.area("text"),
            d.date("on"),
        ]
    },
    start: |d, fields| set_date(fields, "on", Some(d.today())),
    read: |d| {
        Ok(Order::File(Command::NoteTold {
            about: d.code("about")?,
            to: d.text("told_to"),
            text: d.text("text"),
            happened_on: d.partial("on")?,
        }))
    },
};
