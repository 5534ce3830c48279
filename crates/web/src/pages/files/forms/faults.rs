//! What is wrong with a form on a file. The domain names a field by what it is, a form may call it otherwise.

use super::super::say::Say;
use super::draw::Item;
use crate::http::fields::Fields;
use crate::view::faults::{Question, Sent};
use crate::view::form::FieldError;
use punte_app::Invalid;

/// Puts each broken rule beside its field, and gathers them for the top of the page.
pub(in super::super) fn mark(
    say: &Say<'_>,
    fields: &Fields,
    items: &mut [Item],
    wrong: &[Invalid],
) -> Vec<FieldError> {
    let sent = Sent {
        t: say.t,
        fields,
        questions: items.iter_mut().filter_map(question).collect(),
        whole: "form",
    };
    sent.mark(wrong, others)
}

fn question(item: &mut Item) -> Option<Question<'_>> {
    match item {
        Item::Input(f) | Item::Area(f) => Some(Question::Words(f)),
        Item::Select(c) | Item::Radios(c) | Item::Boxes(c) => Some(Question::Choice(c)),
        Item::Date(d) => Some(Question::Date(d)),
        Item::Fold(f) => Some(Question::Fold(f)),
        Item::Say(_) | Item::Quote(..) | Item::Link(_) | Item::FoldEnd => None,
    }
}

/// How forms may call what the domain calls so.
fn others(field: &str) -> &'static [&'static str] {
    match field {
        "text" => &["summary", "title", "reason"],
        "reason" => &["text"],
        "date" => &["on", "decided", "birth"],
        "choice" => &[
            "kind",
            "level",
            "purpose",
            "authority",
            "about",
            "reason",
            "outcome",
            "relation",
        ],
        "unit" | "user" | "to" => &["unit", "user", "to"],
        "age" => &["years", "birth"],
        "value" => &["value", "cnp"],
        "birth" | "name" => &["birth", "family", "cover"],
        _ => &[],
    }
}
