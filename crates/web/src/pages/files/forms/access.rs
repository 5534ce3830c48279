//! Consents, assent, withdrawal, shares that end, the team.

use super::super::head::Place;
use super::draw::{Draw, Item};
use super::run::{Form, Order, blank};
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::compartment::Compartments;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::{Consent, ConsentBy};
use punte_app::domain::file::state::ConsentState;
use punte_app::domain::id::{ConsentId, UnitId, UserId};
use punte_app::domain::pack::{List, SHAREABLE};

fn wrong(field: &str, refusal: Refusal) -> Invalid {
    Invalid::new(field, refusal.code())
}

fn by_items(d: &Draw<'_>) -> Item {
    d.radios(
        "by",
        ConsentBy::ALL.map(|by| {
            (
                by.name().to_owned(),
                d.say.named(List::ConsentBy, by.name()),
            )
        }),
    )
}

fn by_read(d: &Draw<'_>) -> Result<ConsentBy, Invalid> {
    let given = d.fields.text("by");
    ConsentBy::ALL
        .into_iter()
        .find(|by| by.name() == given)
        .ok_or_else(|| wrong("by", Refusal::ChoiceUnknown))
}

/// A consent.
pub static CONSENT: Form = Form {
    slug: "consent",
    partners: true,
    back: Place::Access,
    items: |d| {
        let units = d.units.iter().map(|u| (u.unit.to_string(), u.name.clone()));
        let rooms = SHAREABLE.map(|kind| (kind.name().to_owned(), d.say.part(kind)));
        vec![
            Item::Say(d.say.t.get("file-consent-duty")),
            d.radio_list("purpose", List::ConsentPurpose),
            by_items(d),
            d.answer("assent"),
            d.boxes_needed("recipients", units),
            d.boxes_needed("compartments", rooms),
            d.radio_list("format", List::ConsentFormat),
            d.select_list("language", List::Language, true),
            d.typed_day("until", false),
        ]
    },
    start: |d, fields| {
        fields.set("assent", "not-asked");
        fields.set("language", "ro");
        fields.set(
            "until",
            d.say.day(
                d.say
                    .now
                    .plus_days(d.say.pack.rules().consent_days.min(180)),
            ),
        );
    },
    read: |d| {
        let recipients: Result<Vec<UnitId>, _> = d
            .fields
            .all("recipients")
            .into_iter()
            .map(str::parse)
            .collect();
        let rooms = d.fields.all("compartments");
        let compartments: Compartments = SHAREABLE
            .into_iter()
            .filter(|k| rooms.contains(&k.name()))
            .collect();
        // A room that doesn't exist must not silently become fewer rooms.
        if compartments.iter().count() != rooms.len() {
            return Err(wrong("compartments", Refusal::ChoiceUnknown));
        }
        let until = d
            .end_of_day("until")?
            .ok_or_else(|| wrong("until", Refusal::DateImpossible))?;
        Ok(Order::File(Command::GiveConsent(Consent {
            purpose: d.code("purpose")?,
            recipients: recipients.map_err(|_| wrong("recipients", Refusal::RecipientMissing))?,
            compartments,
            by: by_read(d)?,
            language: d.code_optional("language"),
            format: d.code("format")?,
            from: d.say.now,
            until,
            assent: d.answer_of("assent"),
        })))
    },
};

fn consent<'a>(d: &'a Draw<'_>) -> Option<&'a ConsentState> {
    let id: ConsentId = d.part("consent")?;
    d.view.state.consents.iter().find(|c| c.id == id)
}

fn consent_name(d: &Draw<'_>) -> Vec<Item> {
    let quote = consent(d).map(|c| {
        let until = d.say.t.with("file-until", "date", d.say.day(c.what.until));
        Item::Quote(d.say.item(List::ConsentPurpose, &c.what.purpose), until)
    });
    quote.into_iter().collect()
}

/// The child's own agreement.
pub static ASSENT: Form = Form {
    slug: "assent",
    partners: false,
    back: Place::Access,
    items: |d| {
        let mut items = consent_name(d);
        items.push(d.answer("assent"));
        items.push(Item::Say(d.say.t.get("file-assent-no")));
        items
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::RecordAssent {
            consent: d.part_read("consent")?,
            assent: d.answer_of("assent"),
        }))
    },
};

/// Taken back, at once.
pub static WITHDRAW: Form = Form {
    slug: "withdraw",
    partners: false,
    back: Place::Access,
    items: |d| {
        let mut items = consent_name(d);
        items.push(Item::Say(d.say.t.get("file-withdraw-ends")));
        items.push(by_items(d));
        items.push(d.area_optional("reason"));
        items
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::WithdrawConsent {
            consent: d.part_read("consent")?,
            by: by_read(d)?,
            reason: d.text("reason"),
        }))
    },
};

/// A share ends.
pub static SHARE_END: Form = Form {
    slug: "share-end",
    partners: false,
    back: Place::Access,
    items: |d| {
        let unit: Option<UnitId> = d.part("unit");
        let name =
            unit.map(|u| format!("{}, {}", d.view.names.organisation(u), d.view.names.unit(u)));
        vec![
            Item::Quote(name.unwrap_or_default(), d.say.t.get("file-share-end-keys")),
            d.radio_list("reason", List::ShareEnd),
        ]
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::EndShare {
            unit: d.part_read("unit")?,
            reason: d.code("reason")?,
        }))
    },
};

/// Somebody works on the file.
pub static ASSIGN: Form = Form {
    slug: "assign",
    partners: false,
    back: Place::Access,
    items: |d| {
        let people = d.people.iter().map(|p| {
            let role = d.say.t.of("role", p.role.name());
            (
                format!("{}/{}", p.user, p.unit),
                format!("{}, {role} · {}", p.name, p.place),
            )
        });
        let lead = [("yes".to_owned(), d.say.t.get("file-as-manager-box"))];
        vec![d.select("user", false, people), d.boxes("lead", lead)]
    },
    start: blank,
    read: |d| {
        let pair = d.fields.text("user").split_once('/');
        let ids = pair.and_then(|(user, unit)| Some((user.parse().ok()?, unit.parse().ok()?)));
        let (user, unit): (UserId, UnitId) =
            ids.ok_or_else(|| wrong("user", Refusal::ChoiceUnknown))?;
        if !d.people.iter().any(|p| p.user == user && p.unit == unit) {
            return Err(wrong("user", Refusal::MembershipUnknown));
        }
        Ok(Order::File(Command::Assign {
            user,
            unit,
            lead: d.fields.has("lead", "yes"),
        }))
    },
};

/// No more.
pub static UNASSIGN: Form = Form {
    slug: "unassign",
    partners: false,
    back: Place::Access,
    items: |d| {
        let user: Option<UserId> = d.part("user");
        let name = user.map(|u| d.view.names.user(u).to_owned());
        vec![Item::Quote(
            name.unwrap_or_default(),
            d.say.t.get("file-unassign-text"),
        )]
    },
    start: blank,
    read: |d| {
        Ok(Order::File(Command::Unassign {
            user: d.part_read("user")?,
        }))
    },
};
