//! What is wrong with a form that was sent: each fault beside its question, and all of them at the top of the page.

use super::super::say::Say;
use super::draw::Item;
use crate::view::form::{FieldError, Width};
use punte_app::Invalid;
use punte_app::domain::Refusal;

/// Where a fault of no field is shown: at the form.
const WHOLE: &str = "form";

/// Puts each broken rule beside its field, and gathers them for the top of the page.
pub(in super::super) fn mark(
    say: &Say<'_>,
    items: &mut [Item],
    wrong: &[Invalid],
) -> Vec<FieldError> {
    if !wrong.is_empty() {
        unfold(items);
    }
    let mut errors: Vec<_> = wrong
        .iter()
        .map(|invalid| {
            let message = say.t.of("refusal", &invalid.code);
            match place_of(items, &invalid.field).and_then(|place| items.get_mut(place)) {
                Some(item) => at_item(say, item, message),
                None => FieldError {
                    field: WHOLE.to_owned(),
                    message,
                },
            }
        })
        .collect();
    if errors.iter().any(|error| error.field != WHOLE) {
        errors.extend(unanswered(say, items));
    }
    errors.sort_by_key(|error| {
        let here = |item: &Item| item.name() == Some(error.field.as_str());
        items.iter().position(here)
    });
    errors
}

/// Every other question that must be answered and is not: a form is read until its first fault, but nobody wants to hear of
/// faults one by one.
fn unanswered(say: &Say<'_>, items: &mut [Item]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for item in items {
        let Some(refusal) = missing(item) else {
            continue;
        };
        let message = say.t.of("refusal", refusal.code());
        errors.push(at_item(say, item, message));
    }
    errors
}

/// Says it beside the question, and at the top of the page with the question's name: several may lack the same.
fn at_item(say: &Say<'_>, item: &mut Item, message: String) -> FieldError {
    item.wrong(message.clone());
    let field = item.name().unwrap_or(WHOLE).to_owned();
    let message = match label(item) {
        "" => message,
        // A question that ends with its own mark needs no colon.
        asked if asked.ends_with('?') => format!("{asked} {message}"),
        asked => {
            let fault = after_colon(&message);
            say.t.with2("file-fault", "question", asked, "fault", fault)
        }
    };
    FieldError { field, message }
}

/// A sentence as it goes on after a colon; a word in capitals keeps them.
fn after_colon(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// What an item asks; empty where it asks nothing.
fn label(item: &Item) -> &str {
    match item {
        Item::Input(f) | Item::Area(f) => &f.label,
        Item::Select(q) | Item::Radios(q) | Item::Boxes(q) => &q.label,
        Item::Date(d) => &d.label,
        Item::Say(_) | Item::Quote(..) | Item::Link(_) | Item::Fold(_) | Item::FoldEnd => "",
    }
}

/// What is wrong with an empty answer, where one is needed and nothing was said about it yet.
fn missing(item: &Item) -> Option<Refusal> {
    match item {
        Item::Select(q) | Item::Radios(q) | Item::Boxes(q) => {
            let answered = q.choices.iter().any(|c| c.chosen && !c.value.is_empty());
            (!answered && !q.optional && q.error.is_none()).then_some(Refusal::ChoiceUnknown)
        }
        Item::Input(f) | Item::Area(f) => {
            let words = f.width == Width::Whole;
            let empty = f.value.trim().is_empty();
            (words && empty && !f.optional && f.error.is_none()).then_some(Refusal::TextMissing)
        }
        Item::Date(_)
        | Item::Say(_)
        | Item::Quote(..)
        | Item::Link(_)
        | Item::Fold(_)
        | Item::FoldEnd => None,
    }
}

/// What is wrong may lie folded away.
fn unfold(items: &mut [Item]) {
    for item in items {
        if let Item::Fold(fold) = item {
            fold.open = true;
        }
    }
}

/// Where a rule's field is in this form. The domain names a field by what it is, a form may call it otherwise.
fn place_of(items: &[Item], field: &str) -> Option<usize> {
    let at = |name: &str| items.iter().position(|item| item.name() == Some(name));
    let others: &[&str] = match field {
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
    };
    (!field.is_empty())
        .then(|| at(field).or_else(|| others.iter().find_map(|other| at(other))))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::form::{Choice, Choices, Field};
    use punte_app::Lang;
    use punte_app::domain::id::UserId;
    use punte_app::domain::{CountryPack, Moment};
    use punte_words::T;

    fn asked() -> Vec<Item> {
        let question = |name: &str, label: &str, chosen: bool| {
            Choices::new(name, label, vec![Choice::new("a", "A", chosen)])
        };
        let mut may_lack = question("also", "And", false);
        may_lack.optional = true;
        vec![
            Item::Radios(question("by", "Who consents", false)),
            Item::Radios(question("held", "Was it held?", false)),
            Item::Radios(question("answered", "Answered", true)),
            Item::Boxes(may_lack),
            Item::Input(Field::new("title", "What is to be done", "")),
            Item::Input(Field::new("minutes", "Minutes", "").width(Width::Number)),
        ]
    }

    fn marked(wrong: &[Invalid]) -> Vec<(String, String)> {
        let say = Say {
            t: T::new(Lang::En),
            pack: CountryPack::romania().expect("the repository's own pack"),
            now: Moment(0),
            me: UserId([0; 16]),
        };
        let errors = mark(&say, &mut asked(), wrong);
        errors.into_iter().map(|e| (e.field, e.message)).collect()
    }

    #[test]
    fn all_that_is_missing_is_said_at_once_in_the_order_of_the_form() {
        let said = marked(&[Invalid::new("held", Refusal::ChoiceUnknown.code())]);
        let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["by", "held", "title"]);
        let messages: Vec<_> = said.iter().map(|(_, said)| said.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Who consents: choose one of the items in the list.",
                "Was it held? Choose one of the items in the list.",
                "What is to be done: write a few words.",
            ]
        );
    }

    #[test]
    fn a_refusal_of_the_whole_form_says_nothing_of_its_questions() {
        let said = marked(&[Invalid::new("", Refusal::FileClosed.code())]);
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].0, "form");
        assert!(marked(&[]).is_empty());
    }

    #[test]
    fn a_sentence_goes_on_after_a_colon() {
        for (sentence, goes_on) in [
            ("Scrieți motivul.", "scrieți motivul."),
            ("CNP greșit.", "CNP greșit."),
            ("Înscrierea lipsește.", "înscrierea lipsește."),
            ("", ""),
        ] {
            assert_eq!(after_colon(sentence), goes_on);
        }
    }
}
