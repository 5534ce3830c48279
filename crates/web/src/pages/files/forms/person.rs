//! The person: names, age, numbers, people near, a safe contact.

use super::super::head::Place;
use super::decide::{age_items, age_read, age_start};
use super::draw::{Draw, Item};
use super::run::{Form, Order, blank};
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::pack::List;
use punte_app::domain::person::{Command, IdentifierKind, Kin, Name, NameKind};
use punte_app::domain::values::{Age, SafeContact, YesNo};

fn wrong(field: &str, refusal: Refusal) -> Invalid {
    Invalid::new(field, refusal.code())
}

/// Kinds of name, by their name in forms and message keys (`file-name-<id>`).
pub const NAMES: [(&str, NameKind); 4] = [
    ("birth", NameKind::Birth),
    ("used", NameKind::Used),
    ("nickname", NameKind::Nickname),
    ("married", NameKind::Married),
];

/// Kinds of number (`file-number-<id>`).
pub const NUMBERS: [(&str, IdentifierKind); 5] = [
    ("cnp", IdentifierKind::Cnp),
    ("passport", IdentifierKind::Passport),
    ("identity_card", IdentifierKind::IdentityCard),
    ("birth_certificate", IdentifierKind::BirthCertificate),
    ("other", IdentifierKind::Other),
];

fn one_of<T: Copy>(d: &Draw<'_>, field: &str, known: &[(&str, T)]) -> Result<T, Invalid> {
    let given = d.fields.text(field);
    let found = known
        .iter()
        .find(|(id, _)| *id == given)
        .map(|(_, kind)| *kind);
    found.ok_or_else(|| wrong(field, Refusal::ChoiceUnknown))
}

/// One more name.
pub static NAME: Form = Form {
    slug: "name",
    partners: false,
    back: Place::Person,
    items: |d| {
        let kinds = NAMES.map(|(id, _)| (id.to_owned(), d.say.t.of("file-name", id)));
        vec![
            d.radios("kind", kinds),
            d.input_optional("family"),
            d.input_optional("given"),
        ]
    },
    start: |_, fields| fields.set("kind", "used"),
    read: |d| {
        let kind = one_of(d, "kind", &NAMES)?;
        Ok(Order::Person(Command::RecordName(Name {
            kind,
            given: d.name("given"),
            family: d.name("family"),
        })))
    },
};

fn age(d: &Draw<'_>) -> Age {
    d.view
        .person
        .as_ref()
        .map(|(_, person)| person.age())
        .unwrap_or_default()
}

/// The age, corrected or learnt.
pub static AGE: Form = Form {
    slug: "age",
    partners: false,
    back: Place::Person,
    items: age_items,
    start: |d, fields| age_start(fields, &age(d)),
    read: |d| Ok(Order::Person(Command::RecordAge(age_read(d, &age(d))?))),
};

/// A number. One that looks wrong is kept and shown as unverified.
pub static IDENTIFIER: Form = Form {
    slug: "identifier",
    partners: false,
    back: Place::Person,
    items: |d| {
        let kinds = NUMBERS.map(|(id, _)| (id.to_owned(), d.say.t.of("file-number", id)));
        vec![d.radios("kind", kinds), d.input_hint("value", false)]
    },
    start: |_, fields| fields.set("kind", "cnp"),
    read: |d| {
        let kind = one_of(d, "kind", &NUMBERS)?;
        Ok(Order::Person(Command::RecordIdentifier {
            kind,
            value: d.text("value"),
        }))
    },
};

fn safe_items(d: &Draw<'_>) -> Item {
    let items = ["yes", "no", "not-sure"].map(|id| (id.to_owned(), d.say.t.of("file-safe", id)));
    d.radios("safe", items)
}

fn safe(d: &Draw<'_>) -> YesNo {
    match d.fields.text("safe") {
        "yes" => YesNo::Yes,
        "no" => YesNo::No,
        _ => YesNo::NotSure,
    }
}

/// Somebody near.
pub static KIN: Form = Form {
    slug: "kin",
    partners: false,
    back: Place::Person,
    items: |d| {
        let lawful = [("yes".to_owned(), d.say.t.get("file-kin-lawful"))];
        vec![
            d.select_list("relation", List::Kin, false),
            d.input("name"),
            d.boxes("lawful", lawful),
            safe_items(d),
            d.select_list("way", List::ContactWay, true),
            d.input_optional("value"),
            d.input_optional("note"),
        ]
    },
    start: |_, fields| fields.set("safe", "not-sure"),
    read: |d| {
        let value = d.text("value");
        let contact = match d.code_optional("way") {
            Some(way) => Some(SafeContact {
                way,
                value,
                safe: safe(d),
                note: d.text("note"),
            }),
            None if value.is_empty() => None,
            None => return Err(wrong("way", Refusal::ChoiceUnknown)),
        };
        Ok(Order::Person(Command::RecordKin(Kin {
            relation: d.code("relation")?,
            name: d.name("name"),
            person: None,
            legal_representative: d.fields.has("lawful", "yes"),
            safe: safe(d),
            contact,
        })))
    },
};

/// How to reach the person safely.
pub static CONTACT: Form = Form {
    slug: "contact",
    partners: false,
    back: Place::Person,
    items: |d| {
        vec![
            d.select_list("way", List::ContactWay, false),
            d.input("value"),
            safe_items(d),
            d.input_optional("note"),
        ]
    },
    start: blank,
    read: |d| {
        Ok(Order::Person(Command::RecordSafeContact(SafeContact {
            way: d.code("way")?,
            value: d.text("value"),
            safe: safe(d),
            note: d.text("note"),
        })))
    },
};
