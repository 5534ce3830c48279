//! The alarm's six fields, read and shown. Everything may be unknown but what is happening.

use crate::http::fields::Fields;
use crate::pages::refer::say;
use crate::view::form::{Fold, PartialDate as DateField, Width};
use crate::view::parts::{Asked, Part};
use punte_app::concerns::Intake;
use punte_app::domain::PartialDate;
use punte_app::domain::concern::{Alarm, ChildSketch, HowKnown, Reporter};
use punte_app::domain::id::UnitId;
use punte_app::domain::pack::List;
use punte_app::domain::values::{Code, Place, SafeContact, Sex, YesNo};
use punte_app::{App, Invalid};
use punte_words::clean_text;

/// Longest text that the form counts down to.
const LONG: u32 = 4_000;

/// Yes, no; anything else is "not sure".
pub(crate) fn yes_no(text: &str) -> YesNo {
    match text {
        "yes" => YesNo::Yes,
        "no" => YesNo::No,
        _ => YesNo::NotSure,
    }
}

/// Name of an answer in forms and JSON.
pub(crate) const fn yes_no_name(answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => "yes",
        YesNo::No => "no",
        YesNo::NotSure => "not_sure",
    }
}

/// A sex by its name; anything else is unknown.
pub(crate) fn sex(text: &str) -> Sex {
    Sex::ALL
        .into_iter()
        .find(|s| s.name() == text)
        .unwrap_or_default()
}

/// Years completed, where a number was given.
pub(super) fn years(fields: &Fields, wrong: &mut Vec<Invalid>) -> Option<u8> {
    let text = fields.given("years")?;
    let years = text.parse().ok();
    if years.is_none() {
        wrong.push(Invalid::new("years", "age-impossible"));
    }
    years
}

fn code(fields: &Fields, name: &str) -> Option<Code> {
    fields.given(name).map(Code::new)
}

/// Reads an alarm.
pub(super) fn read_alarm(fields: &Fields) -> Result<Alarm, Vec<Invalid>> {
    let mut wrong = Vec::new();
    let years = years(fields, &mut wrong);
    let since = since(fields, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let contact = fields.given("contact").map(|value| SafeContact {
        way: code(fields, "way").unwrap_or_else(|| Code::new("phone")),
        value: clean_text(value),
        safe: yes_no(fields.text("safe")),
        note: clean_text(fields.text("contact_note")),
    });
    Ok(Alarm {
        worries: fields.all("worries").into_iter().map(Code::new).collect(),
        what: clean_text(fields.text("what")),
        child: ChildSketch {
            description: clean_text(fields.text("child")),
            sex: sex(fields.text("sex")),
            years,
            under_18: yes_no(fields.text("under_18")),
        },
        place: Place {
            county: code(fields, "county"),
            text: clean_text(fields.text("place")),
        },
        danger: yes_no(fields.text("danger")),
        reporter: Reporter {
            anonymous: fields.has("anonymous", "yes"),
            name: clean_text(fields.text("reporter")),
            capacity: code(fields, "capacity"),
            contact,
        },
        known: HowKnown {
            how: code(fields, "how"),
            text: clean_text(fields.text("known")),
            since,
        },
    })
}

fn since(fields: &Fields, wrong: &mut Vec<Invalid>) -> Option<PartialDate> {
    let (day, month, year) = (
        fields.given("since-day"),
        fields.given("since-month"),
        fields.given("since-year"),
    );
    if day.is_none() && month.is_none() && year.is_none() {
        return None;
    }
    let date = (|| {
        let number = |text: Option<&str>| text.map(str::parse::<i8>).transpose().ok();
        Some(PartialDate {
            year: year?.parse().ok()?,
            month: number(month)?,
            day: number(day)?,
            estimated: fields.has("since-about", "yes"),
        })
    })();
    let date = date.filter(|d| d.check().is_ok());
    if date.is_none() {
        wrong.push(Invalid::new("since", "date-impossible"));
    }
    date
}

/// Where it goes: the chosen unit; "by county" is the unit of that county, else the first that takes concerns.
pub(crate) fn at_once_unit(intakes: &[Intake], chosen: &str, county: &str) -> Option<UnitId> {
    if !chosen.is_empty() && chosen != "auto" {
        return intakes
            .iter()
            .find(|i| i.unit.to_string() == chosen)
            .map(|i| i.unit);
    }
    let there = intakes
        .iter()
        .find(|i| !county.is_empty() && i.county == county);
    there.or_else(|| intakes.first()).map(|i| i.unit)
}

/// The field of this form that a refusal of the domain speaks of.
pub(super) fn field_of(invalid: Invalid) -> Invalid {
    let field = match invalid.field.as_str() {
        "text" => "what",
        "age" => "years",
        "date" => "since",
        "choice" => "",
        other => other,
    };
    Invalid::new(field, invalid.code)
}

fn listed(asked: &Asked<'_>, app: &App, list: List) -> Vec<(String, String)> {
    let codes = app.pack().list(list);
    codes
        .iter()
        .map(|c| (c.as_str().to_owned(), say::item(&asked.t, list.name(), c)))
        .collect()
}

/// Fields that most alarms leave empty.
const DETAILS: [&str; 14] = [
    "sex",
    "years",
    "under_18",
    "place",
    "anonymous",
    "reporter",
    "way",
    "contact",
    "safe",
    "contact_note",
    "known",
    "since-day",
    "since-month",
    "since-year",
];

/// The six questions, in the order in which a frightened person answers them; then, folded away, what few know.
pub(super) fn questions(asked: &Asked<'_>, app: &App, intakes: &[Intake]) -> Vec<Part> {
    let t = asked.t;
    let mut what = asked
        .field("what", t.get("alarm-words"))
        .hint(t.get("alarm-words-hint"))
        .max(LONG);
    // What is ticked says what is happening too.
    what.may_lack = asked.fields.given("worries").is_some();
    let mut parts = vec![
        Part::Radios(asked.yes_no("danger", t.get("alarm-danger"))),
        Part::Checks(asked.many(
            "worries",
            t.get("alarm-worries"),
            listed(asked, app, List::Worry),
        )),
        Part::Area(what),
    ];
    let mut child = asked
        .field("child", t.get("alarm-child-description"))
        .hint(t.get("alarm-child-hint"))
        .optional();
    child.rows = 2;
    parts.push(Part::Area(child));
    optional_pick(
        asked,
        &mut parts,
        "county",
        t.get("alarm-county"),
        say::counties(&t, app.pack()),
    );
    optional_pick(
        asked,
        &mut parts,
        "capacity",
        t.get("alarm-capacity"),
        listed(asked, app, List::Reporter),
    );
    optional_pick(
        asked,
        &mut parts,
        "how",
        t.get("alarm-how"),
        listed(asked, app, List::HowKnown),
    );
    let open = !asked.wrong.is_empty() || DETAILS.iter().any(|name| told(asked.fields, name));
    parts.push(Part::Fold(Fold {
        title: t.get("alarm-details"),
        open,
    }));
    details(asked, app, &mut parts);
    parts.push(Part::FoldEnd);
    parts.push(Part::Select(intake(asked, intakes)));
    parts
}

/// Whether a field says more than that nothing is known.
fn told(fields: &Fields, name: &str) -> bool {
    fields
        .given(name)
        .is_some_and(|value| !["unknown", "not_sure"].contains(&value))
}

fn details(asked: &Asked<'_>, app: &App, parts: &mut Vec<Part>) {
    let t = asked.t;
    parts.push(Part::Heading(t.get("alarm-child")));
    let sexes = Sex::ALL.map(|s| (s.name().to_owned(), t.of("pack-sex", s.name())));
    let mut sex = asked.one("sex", t.get("alarm-sex"), sexes);
    choose(
        &mut sex.choices,
        asked.fields.given("sex").unwrap_or("unknown"),
    );
    parts.push(Part::Select(sex));
    let years = asked
        .field("years", t.get("alarm-years"))
        .hint(t.get("alarm-years-hint"));
    parts.push(Part::Input(years.width(Width::Number).optional()));
    let mut under = asked.yes_no("under_18", t.get("alarm-under-18"));
    under.hint = Some(t.get("alarm-under-18-hint"));
    parts.push(Part::Radios(under));
    parts.push(Part::Input(
        asked.field("place", t.get("alarm-place")).optional(),
    ));
    parts.push(Part::Heading(t.get("alarm-reach")));
    let anonymous = [("yes".to_owned(), t.get("alarm-anonymous-yes"))];
    parts.push(Part::Checks(asked.many(
        "anonymous",
        t.get("alarm-anonymous"),
        anonymous,
    )));
    parts.push(Part::Input(
        asked.field("reporter", t.get("alarm-name")).optional(),
    ));
    optional_pick(
        asked,
        parts,
        "way",
        t.get("alarm-way"),
        listed(asked, app, List::ContactWay),
    );
    parts.push(Part::Input(
        asked.field("contact", t.get("alarm-contact")).optional(),
    ));
    parts.push(Part::Radios(asked.yes_no("safe", t.get("alarm-safe"))));
    parts.push(Part::Input(
        asked
            .field("contact_note", t.get("alarm-contact-note"))
            .optional(),
    ));
    parts.push(Part::Heading(t.get("alarm-known")));
    let mut known = asked.field("known", t.get("alarm-known-text")).optional();
    known.rows = 3;
    parts.push(Part::Area(known));
    parts.push(Part::Date(since_field(asked)));
}

fn optional_pick(
    asked: &Asked<'_>,
    parts: &mut Vec<Part>,
    name: &str,
    label: String,
    list: Vec<(String, String)>,
) {
    let mut question = asked.pick(name, label, list);
    question.optional = true;
    parts.push(Part::Select(question));
}

fn choose(choices: &mut [crate::view::form::Choice], value: &str) {
    for choice in choices {
        choice.chosen = choice.value == value;
    }
}

fn since_field(asked: &Asked<'_>) -> DateField {
    let t = asked.t;
    DateField {
        name: "since".into(),
        label: t.get("alarm-since"),
        hint: Some(t.get("alarm-since-hint")),
        error: asked.error("since"),
        day: asked.fields.text("since-day").into(),
        month: asked.fields.text("since-month").into(),
        year: asked.fields.text("since-year").into(),
        approximate: asked.fields.has("since-about", "yes"),
        may_be_approximate: true,
    }
}

fn intake(asked: &Asked<'_>, intakes: &[Intake]) -> crate::view::form::Choices {
    let t = asked.t;
    let auto = ("auto".to_owned(), t.get("alarm-auto"));
    let named = intakes.iter().map(|i| {
        (
            i.unit.to_string(),
            format!("{} · {}", i.organisation, i.name),
        )
    });
    let mut question = asked.one(
        "intake",
        t.get("alarm-intake"),
        std::iter::once(auto).chain(named),
    );
    let own = intakes
        .iter()
        .find(|i| i.own)
        .map_or_else(|| "auto".to_owned(), |i| i.unit.to_string());
    choose(
        &mut question.choices,
        asked.fields.given("intake").unwrap_or(&own),
    );
    question.hint = Some(t.get("alarm-intake-hint"));
    question
}
