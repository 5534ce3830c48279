//! Transfer, closing, reopening.

use super::super::head::Place;
use super::draw::{Draw, Item};
use super::run::{Form, Order, blank};
use crate::view::mark::Link;
use punte_app::domain::file::Command;
use punte_app::domain::pack::List;

/// The lead is offered.
pub static TRANSFER: Form = Form {
    slug: "transfer",
    partners: true,
    back: Place::Access,
    items: |d| {
        vec![
            Item::Say(d.say.t.get("file-transfer-text")),
            d.select(
                "to",
                false,
                d.units.iter().map(|u| (u.unit.to_string(), u.name.clone())),
            ),
            d.area("reason"),
        ]
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::OfferTransfer {
            to: d.id("to")?,
            reason: d.text("reason"),
        }))
    },
};

/// What is offered, and the way to the other answer.
fn offer(d: &Draw<'_>, other: Option<&str>) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some((unit, since)) = d.view.state.transfer {
        let text = d.say.t.with2(
            "file-alert-transfer",
            "unit",
            d.view.names.unit(unit),
            "date",
            d.say.day(since),
        );
        items.push(Item::Say(text));
    }
    if let Some(other) = other {
        let href = format!("/files/{}/transfer/{other}", d.view.code);
        items.push(Item::Link(Link::new(
            d.say.t.of("file-transfer", other),
            href,
        )));
    }
    items
}

/// Taken over.
pub static ACCEPT: Form = Form {
    slug: "transfer-accept",
    partners: false,
    back: Place::Overview,
    items: |d| offer(d, Some("decline")),
    start: blank,
    read: |_| Ok(Order::File(Command::AcceptTransfer)),
};

/// Not taken over.
pub static DECLINE: Form = Form {
    slug: "transfer-decline",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = offer(d, Some("accept"));
        items.push(d.area("reason"));
        items
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::DeclineTransfer {
            reason: d.text("reason"),
        }))
    },
};

/// Offer taken back.
pub static WITHDRAW: Form = Form {
    slug: "transfer-withdraw",
    partners: false,
    back: Place::Overview,
    items: |d| offer(d, None),
    start: blank,
    read: |_| Ok(Order::File(Command::WithdrawTransfer)),
};

/// Closed.
pub static CLOSE: Form = Form {
    slug: "close",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            Item::Say(d.say.t.get("file-close-text")),
            d.radio_list("reason", List::Closure),
            d.area_optional("text"),
        ]
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::Close {
            reason: d.code("reason")?,
            text: d.text("text"),
        }))
    },
};

/// Opened again.
pub static REOPEN: Form = Form {
    slug: "reopen",
    partners: false,
    back: Place::Overview,
    items: |d| {
        vec![
            d.radio_list("reason", List::Reopening),
            d.area_optional("text"),
        ]
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::Reopen {
            reason: d.code("reason")?,
            text: d.text("text"),
        }))
    },
};
