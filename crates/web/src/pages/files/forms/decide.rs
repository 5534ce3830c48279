//! Decisions and facts of the whole file: identification, basics, the trafficking event, the cover name.

use super::super::head::Place;
use super::draw::{Draw, Item, Read, answer_name, set_date};
use super::run::{Form, Order, blank};
use crate::http::fields::Fields;
use punte_app::Invalid;
use punte_app::domain::Refusal;
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::Basics;
use punte_app::domain::file::identification::{Decision, Status};
use punte_app::domain::file::trafficking::Event;
use punte_app::domain::pack::List;
use punte_app::domain::time::PartialDate;
use punte_app::domain::values::{Age, AgeEstimate, Answer, Place as Where, Sex, YesNo};

fn wrong(field: &str, refusal: Refusal) -> Invalid {
    Invalid::new(field, refusal.code())
}

/// Whether the file is to be treated as a child's.
fn child(d: &Draw<'_>) -> bool {
    d.view.state.basics.age.is_child(d.say.today())
}

/// An identification decision.
pub static IDENTIFICATION: Form = Form {
    slug: "identification",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let status = Status::ALL.map(|s| {
            (
                s.name().to_owned(),
                d.say.named(List::Identification, s.name()),
            )
        });
        let said = [("yes".to_owned(), d.say.t.get("file-self-identified"))];
        let mut items = vec![
            d.radios("status", status),
            d.select_list("authority", List::Authority, false),
            d.date("decided"),
            d.area_optional("ground"),
            d.box_list("indicators", List::Indicator),
            d.boxes("self_identified", said),
            d.input_hint("document_ref", true),
        ];
        // A child is never asked whether it agrees to be a victim.
        if !child(d) {
            items.push(d.answer("consent"));
        }
        items
    },
    start: |d, fields| set_date(fields, "decided", Some(PartialDate::day(d.say.today()))),
    read: |d| {
        let given = d.fields.text("status");
        let status = Status::ALL.into_iter().find(|s| s.name() == given);
        Ok(Order::File(Command::DecideIdentification(Decision {
            status: status.ok_or_else(|| wrong("status", Refusal::ChoiceUnknown))?,
            authority: d.code("authority")?,
            decided_on: d.partial_needed("decided")?,
            ground: d.text("ground"),
            indicators: d.codes("indicators"),
            self_identified: d.fields.has("self_identified", "yes"),
            document_ref: d.text("document_ref"),
            consent: if child(d) {
                Answer::NotAsked
            } else {
                d.answer_of("consent")
            },
        })))
    },
};

/// The questions about age: a birth date as far as known, or an estimate, or only whether under 18.
pub fn age_items(d: &Draw<'_>) -> Vec<Item> {
    let under = ["yes", "no", "not-sure"].map(|id| (id.to_owned(), d.say.t.of("file-under", id)));
    vec![
        d.date("birth"),
        d.number_hint("years"),
        d.radios("under_18", under),
    ]
}

/// Starts them.
pub fn age_start(fields: &mut Fields, age: &Age) {
    set_date(fields, "birth", age.birth);
    if let Some(estimate) = age.estimate {
        fields.set("years", estimate.years.to_string());
    }
    let under = match age.under_18 {
        YesNo::Yes => "yes",
        YesNo::No => "no",
        YesNo::NotSure => "not-sure",
    };
    fields.set("under_18", under);
}

/// Reads them. An estimate that was not changed keeps its day, so that it goes on growing from there.
pub fn age_read(d: &Draw<'_>, before: &Age) -> Read<Age> {
    let years = match d.fields.given("years") {
        None => None,
        Some(text) => Some(
            text.parse::<u8>()
                .map_err(|_| wrong("years", Refusal::AgeImpossible))?,
        ),
    };
    let today = PartialDate::day(d.say.today());
    let estimate = years.map(|years| match before.estimate {
        Some(same) if same.years == years => same,
        Some(_) | None => AgeEstimate { years, on: today },
    });
    let under_18 = match d.fields.text("under_18") {
        "yes" => YesNo::Yes,
        "no" => YesNo::No,
        _ => YesNo::NotSure,
    };
    Ok(Age {
        birth: d.partial("birth")?,
        estimate,
        under_18,
    })
}

/// The questions about what names nobody.
pub fn basics_items(d: &Draw<'_>) -> Vec<Item> {
    let sex = Sex::ALL.map(|s| (s.name().to_owned(), d.say.named(List::Sex, s.name())));
    let mut items = vec![d.radios("sex", sex)];
    items.extend(age_items(d));
    items.push(d.select_list("county", List::County, true));
    items.push(d.box_list("exploitation", List::Exploitation));
    items
}

/// Reads them.
pub fn basics_read(d: &Draw<'_>, before: &Basics) -> Read<Basics> {
    let sex = Sex::ALL
        .into_iter()
        .find(|s| s.name() == d.fields.text("sex"));
    Ok(Basics {
        sex: sex.unwrap_or_default(),
        age: age_read(d, &before.age)?,
        county: d.code_optional("county"),
        exploitation: d.codes("exploitation"),
        interpreter: d.answer_of("interpreter"),
        languages: d.codes("languages"),
    })
}

/// Basics, recorded or corrected.
pub static BASICS: Form = Form {
    slug: "basics",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = basics_items(d);
        items.push(d.box_list("languages", List::Language));
        items.push(d.answer("interpreter"));
        items
    },
    start: |d, fields| {
        let basics = &d.view.state.basics;
        fields.set("sex", basics.sex.name());
        age_start(fields, &basics.age);
        if let Some(county) = &basics.county {
            fields.set("county", county.as_str());
        }
        fields.set_all(
            "exploitation",
            basics.exploitation.iter().map(|c| c.as_str().to_owned()),
        );
        fields.set_all(
            "languages",
            basics.languages.iter().map(|c| c.as_str().to_owned()),
        );
        fields.set("interpreter", answer_name(basics.interpreter));
    },
    read: |d| {
        Ok(Order::File(Command::RecordBasics(basics_read(
            d,
            &d.view.state.basics,
        )?)))
    },
};

/// The cover name.
pub static COVER: Form = Form {
    slug: "cover",
    partners: false,
    back: Place::Person,
    items: |d| vec![d.input_hint("cover", false)],
    start: |d, fields| fields.set("cover", d.view.state.cover_name.clone().unwrap_or_default()),
    read: |d| Ok(Order::File(Command::SetCoverName(d.name("cover")))),
};

/// What was done to the person. For a child, act and purpose are enough, means may be left out, and consent is never asked.
pub static EVENT: Form = Form {
    slug: "event",
    partners: false,
    back: Place::Overview,
    items: |d| {
        let mut items = vec![
            d.box_list("acts", List::Act),
            d.box_list("means", List::Means),
        ];
        items.push(Item::Say(d.say.t.get(if child(d) {
            "file-means-child"
        } else {
            "file-means-adult"
        })));
        items.push(d.box_list("purposes", List::Exploitation));
        items.push(d.date("from"));
        items.push(d.date("to"));
        items.push(d.select_list("county", List::County, true));
        items.push(d.input_optional("place"));
        if !child(d) {
            items.push(d.answer("consent"));
            items.push(Item::Say(d.say.t.get("file-consent-never")));
        }
        items.push(d.area_optional("text"));
        items
    },
    start: |d, fields| {
        let Some(said) = &d.view.state.event else {
            return blank(d, fields);
        };
        let event = &said.value;
        fields.set_all("acts", event.acts.iter().map(|c| c.as_str().to_owned()));
        fields.set_all("means", event.means.iter().map(|c| c.as_str().to_owned()));
        fields.set_all(
            "purposes",
            event.purposes.iter().map(|c| c.as_str().to_owned()),
        );
        set_date(fields, "from", event.from);
        set_date(fields, "to", event.to);
        fields.set("consent", answer_name(event.apparent_consent));
        fields.set("text", event.text.clone());
        if let Some(place) = event.places.first() {
            fields.set("place", place.text.clone());
            fields.set(
                "county",
                place
                    .county
                    .as_ref()
                    .map(|c| c.as_str().to_owned())
                    .unwrap_or_default(),
            );
        }
    },
    read: |d| {
        let place = Where {
            county: d.code_optional("county"),
            text: d.text("place"),
        };
        let named = place != Where::default();
        // The form shows the first place; the others stay as they are.
        let others = d
            .view
            .state
            .event
            .iter()
            .flat_map(|said| said.value.places.iter().skip(1).cloned());
        Ok(Order::File(Command::RecordEvent(Event {
            acts: d.codes("acts"),
            means: d.codes("means"),
            purposes: d.codes("purposes"),
            places: named.then_some(place).into_iter().chain(others).collect(),
            from: d.partial("from")?,
            to: d.partial("to")?,
            apparent_consent: if child(d) {
                Answer::NotAsked
            } else {
                d.answer_of("consent")
            },
            text: d.text("text"),
        })))
    },
};
