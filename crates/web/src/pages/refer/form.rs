//! The wizard's fields, read and shown.

use super::say;
use crate::http::fields::Fields;
use crate::view::form::{Choice, Choices, Width};
use crate::view::parts::{Asked, Part};
use punte_app::domain::Moment;
use punte_app::domain::compartment::{CompartmentKind, Compartments};
use punte_app::domain::file::entry::Basis;
use punte_app::domain::pack::List;
use punte_app::domain::values::{Code, Urgency};
use punte_app::referrals::{BasisOption, Recipient, ReferOptions, ReferralForm};
use punte_app::{Desk, Invalid};
use punte_words::{T, parse_date};

/// Days that a share lasts where nobody says otherwise.
const USUAL_DAYS: i64 = 90;
/// Longest summary, in characters; the domain refuses what is longer than its own bound.
const SUMMARY: u32 = 4_000;

/// The steps, from 1.
pub(super) const DANGER: u8 = 1;
/// Whom and what for.
pub(super) const WHOM: u8 = 2;
/// What opens.
pub(super) const OPENS: u8 = 3;
/// Preview.
pub(super) const PREVIEW: u8 = 4;

/// The fields of each step, in order.
pub(super) const FIELDS: [(u8, &[&str]); 3] = [
    (DANGER, &["danger"]),
    (WHOM, &["to", "service", "urgency", "summary"]),
    (OPENS, &["compartments", "basis", "until"]),
];

/// The step on which a field stands.
pub(super) fn step_of(field: &str) -> u8 {
    FIELDS
        .iter()
        .find(|(_, names)| names.contains(&field))
        .map_or(PREVIEW, |(step, _)| *step)
}

/// A ground as the form sends it.
pub(super) fn basis_key(basis: &Basis) -> String {
    match basis {
        Basis::Consent(id) => format!("consent:{id}"),
        Basis::Lawful(code) => format!("lawful:{}", code.as_str()),
    }
}

/// The field of this form that a refusal of the domain speaks of.
pub(super) fn field_of(invalid: Invalid) -> Invalid {
    let field = match invalid.field.as_str() {
        "text" => "summary",
        "choice" => "service",
        "recipients" | "recipient" => "to",
        "consent" => "basis",
        "due" => "until",
        other => other,
    };
    Invalid::new(field, invalid.code)
}

/// Reads what was typed. Every broken rule of every field at once.
pub(super) fn read(
    desk: &Desk,
    options: &ReferOptions,
    fields: &Fields,
) -> Result<ReferralForm, Vec<Invalid>> {
    let mut wrong = Vec::new();
    let to = options
        .recipients
        .iter()
        .find(|r| r.unit.to_string() == fields.text("to"));
    if to.is_none() {
        wrong.push(Invalid::new("to", "recipient-missing"));
    }
    let service = Code::new(fields.text("service"));
    if !desk.app().pack().has(List::Service, &service) {
        wrong.push(Invalid::new("service", "choice-unknown"));
    }
    let urgency = Urgency::ALL
        .into_iter()
        .find(|u| u.name() == fields.text("urgency"));
    if urgency.is_none() {
        wrong.push(Invalid::new("urgency", "choice-unknown"));
    }
    let summary = punte_words::clean_text(fields.text("summary"));
    if summary.trim().is_empty() {
        wrong.push(Invalid::new("summary", "text-missing"));
    }
    let offered = offered(options, fields, &mut wrong);
    let basis = options
        .bases
        .iter()
        .find(|b| basis_key(&b.basis) == fields.text("basis"));
    if basis.is_none() {
        wrong.push(Invalid::new("basis", "basis-unknown"));
    }
    let until = until(desk, basis, fields, &mut wrong);
    match (to, urgency, basis, until) {
        (Some(to), Some(urgency), Some(basis), Some(until)) if wrong.is_empty() => {
            Ok(ReferralForm {
                to: to.unit,
                service,
                urgency,
                summary,
                offered,
                basis: basis.basis.clone(),
                until,
            })
        }
        _ => Err(wrong),
    }
}

fn offered(options: &ReferOptions, fields: &Fields, wrong: &mut Vec<Invalid>) -> Compartments {
    let given = fields.all("compartments");
    let known: Vec<CompartmentKind> = options
        .shareable
        .iter()
        .copied()
        .filter(|kind| given.contains(&kind.name()))
        .collect();
    // A name that isn't offered here is refused and never passed over in silence: the sender meant something by it.
    if known.is_empty() || known.len() != given.len() {
        wrong.push(Invalid::new("compartments", "compartments-not-shareable"));
    }
    known.into_iter().collect()
}

fn until(
    desk: &Desk,
    basis: Option<&BasisOption>,
    fields: &Fields,
    wrong: &mut Vec<Invalid>,
) -> Option<Moment> {
    let Ok(day) = parse_date(fields.text("until"), desk.today()) else {
        wrong.push(Invalid::new("until", "until-unreadable"));
        return None;
    };
    let (begins, ends) = desk.bounds_of(day);
    if ends <= desk.now() {
        wrong.push(Invalid::new("until", "due-in-past"));
        return None;
    }
    Some(basis.map_or(ends, |b| b.until(begins, ends)))
}

/// Fills what the form opens with.
pub(super) fn prefill(desk: &Desk, fields: &mut Fields) {
    let until = desk.app().day_of(desk.now().plus_days(USUAL_DAYS));
    let number = |n: i8| i64::from(n);
    let text = format!(
        "{:02}.{:02}.{}",
        number(until.day()),
        number(until.month()),
        until.year()
    );
    fields.set("until", text);
}

/// Immediate danger?
pub(super) fn danger(asked: &Asked<'_>) -> Vec<Part> {
    let t = asked.t;
    vec![
        Part::Phones,
        Part::Radios(asked.yes_no("danger", t.get("refer-danger"))),
    ]
}

/// Whom, what for, how soon.
pub(super) fn whom(asked: &Asked<'_>, desk: &Desk, options: &ReferOptions) -> Vec<Part> {
    let t = asked.t;
    let mut parts = Vec::new();
    if asked.fields.has("danger", "yes") {
        parts.push(Part::Phones);
    }
    parts.push(Part::Select(asked.pick(
        "to",
        t.get("refer-to"),
        options.recipients.iter().map(|r| recipient(&t, r)),
    )));
    let services = desk.app().pack().list(List::Service);
    let services = services
        .iter()
        .map(|c| (c.as_str().to_owned(), say::item(&t, "service", c)));
    parts.push(Part::Select(asked.pick(
        "service",
        t.get("refer-service"),
        services,
    )));
    parts.push(Part::Radios(urgency(asked, desk)));
    let summary = asked
        .field("summary", t.get("refer-summary"))
        .hint(t.get("refer-summary-hint"))
        .max(SUMMARY);
    parts.push(Part::Area(summary));
    parts
}

fn recipient(t: &T, r: &Recipient) -> (String, String) {
    let place = if r.county.is_empty() {
        t.get("refer-national")
    } else {
        t.of("pack-county", &r.county)
    };
    (
        r.unit.to_string(),
        format!("{} · {} ({place})", r.organisation, r.name),
    )
}

/// The response clock of an urgency, in days where they are whole.
fn within(t: T, hours: i64) -> String {
    if hours > 24 && hours % 24 == 0 {
        t.n("refer-answer-within-days", hours / 24)
    } else {
        t.n("refer-answer-within", hours)
    }
}

/// How soon, each with its response clock.
fn urgency(asked: &Asked<'_>, desk: &Desk) -> Choices {
    let t = asked.t;
    let chosen = match asked.fields.given("urgency") {
        Some(urgency) => urgency,
        None if asked.fields.has("danger", "yes") => Urgency::Immediate.name(),
        None => "",
    };
    let choice = |u: Urgency| Choice {
        hint: Some(within(t, desk.app().pack().answer_hours(u))),
        ..Choice::new(u.name(), t.of("pack-urgency", u.name()), u.name() == chosen)
    };
    let mut question = Choices::new(
        "urgency",
        t.get("refer-urgency"),
        Urgency::ALL.map(choice).to_vec(),
    );
    question.error = asked.error("urgency");
    question
}

/// What opens, why that is lawful, until when.
pub(super) fn opens(asked: &Asked<'_>, desk: &Desk, options: &ReferOptions) -> Vec<Part> {
    let t = asked.t;
    let kinds = options
        .shareable
        .iter()
        .map(|k| (k.name().to_owned(), say::compartment(&t, *k)));
    let mut compartments = asked.many("compartments", t.get("refer-opens"), kinds);
    compartments.hint = Some(t.get("refer-opens-hint"));
    let mut basis = asked.one("basis", t.get("refer-basis"), Vec::new());
    let to = options
        .recipients
        .iter()
        .find(|r| r.unit.to_string() == asked.fields.text("to"));
    basis.choices = options
        .bases
        .iter()
        .filter(|b| fits(b, to))
        .map(|b| ground(asked, desk, b))
        .collect();
    basis.hint = Some(t.get("refer-basis-hint"));
    let until = asked
        .field("until", t.get("refer-until"))
        .hint(t.get("refer-until-hint"))
        .width(Width::Date);
    vec![
        Part::Checks(compartments),
        Part::Radios(basis),
        Part::Input(until),
    ]
}

/// Grounds that cannot carry anything to this recipient aren't offered.
fn fits(basis: &BasisOption, to: Option<&Recipient>) -> bool {
    to.is_none_or(|to| basis.covers(to, Compartments::NONE))
}

fn ground(asked: &Asked<'_>, desk: &Desk, option: &BasisOption) -> Choice {
    let t = asked.t;
    let key = basis_key(&option.basis);
    let label = match &option.consent {
        Some((purpose, by)) => t.with2(
            "refer-consent-of",
            "who",
            t.of("pack-consent_by", by.name()),
            "purpose",
            say::item(&t, "consent_purpose", purpose),
        ),
        None => say::basis(&t, &option.basis),
    };
    let hint = t.with2(
        "refer-basis-covers",
        "what",
        say::compartments(&t, option.compartments),
        "date",
        t.date(&desk.app().day_of(option.until)),
    );
    let chosen = asked.fields.has("basis", &key);
    Choice {
        hint: Some(hint),
        ..Choice::new(key, label, chosen)
    }
}
