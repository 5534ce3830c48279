//! The preview: exactly what the recipient sees before and after accepting.

use super::say;
use crate::view::mark::{Alert, AlertKind};
use crate::view::parts::Part;
use crate::view::record::Row;
use punte_app::domain::compartment::CompartmentKind;
use punte_app::domain::referral::Payload;
use punte_app::files::TimelineItem;
use punte_app::referrals::{Preview, ReferralForm};
use punte_app::{App, Desk};
use punte_words::{T, Words};

/// What the recipient sees before accepting, as facts.
pub(super) fn payload(t: &T, app: &App, payload: &Payload) -> Vec<Row> {
    vec![
        Row::new(
            t.get("refer-service"),
            say::item(t, "service", &payload.service),
        ),
        Row::new(
            t.get("refer-urgency"),
            t.of("pack-urgency", payload.urgency.name()),
        ),
        Row::new(t.get("refer-age-sex"), say::age_and_sex(t, payload)),
        Row::new(
            t.get("refer-county"),
            say::county(t, payload.county.as_ref()),
        ),
        Row::new(t.get("refer-summary-short"), payload.summary.clone()),
        Row::new(
            t.get("refer-would-open"),
            say::compartments(t, payload.offered),
        ),
        Row::new(t.get("refer-basis"), say::basis(t, &payload.basis)),
        Row::new(t.get("refer-until-short"), say::when(app, t, payload.until)),
    ]
}

/// The whole preview.
pub(super) fn parts(t: &T, desk: &Desk, form: &ReferralForm, preview: &Preview) -> Vec<Part> {
    let mut parts = Vec::new();
    for problem in &preview.problems {
        parts.push(strip(
            AlertKind::Error,
            t.get("refer-cannot-send"),
            t.of("refusal", &problem.code),
        ));
    }
    if preview.names_child {
        parts.push(strip(
            AlertKind::Warning,
            t.get("refer-names-child"),
            t.get("refer-names-child-text"),
        ));
    }
    let to = format!(
        "{} · {}",
        preview.names.organisation(form.to),
        preview.names.unit(form.to)
    );
    parts.push(Part::Text(t.with("refer-preview-for", "to", to)));
    parts.push(Part::Heading(t.get("refer-before")));
    parts.push(Part::Rows(payload(t, desk.app(), &preview.payload)));
    parts.push(Part::Heading(t.get("refer-after")));
    parts.push(Part::Text(names(t, form, preview)));
    parts.push(Part::Text(t.n("refer-entries", preview.opens.len())));
    parts.extend(opened(t, desk, preview));
    parts.push(Part::Text(t.get("refer-more-may-come")));
    parts.push(Part::Heading(t.get("refer-stays-shut")));
    let shut = preview
        .stay_shut
        .iter()
        .map(|k| say::compartment(t, k))
        .chain([t.get("refer-always-shut")]);
    parts.push(Part::List(shut.collect()));
    parts
}

/// The entries that open, under the name of the compartment that they lie in.
fn opened(t: &T, desk: &Desk, preview: &Preview) -> Vec<Part> {
    let line = |item: &TimelineItem| {
        let date = t.date(&desk.app().day_of(item.envelope.recorded_at));
        let words = punte_app::entries::words(&item.entry);
        let mark = if words.is_empty() { "" } else { ": " };
        let what = entry(t, punte_app::entries::kind(&item.entry));
        format!("{date} · {what}{mark}{words}")
    };
    let part = |kind| {
        let here = |item: &&TimelineItem| item.envelope.compartment.kind() == kind;
        let lines: Vec<_> = preview.opens.iter().filter(here).map(line).collect();
        (!lines.is_empty()).then(|| [Part::Text(say::compartment(t, kind)), Part::List(lines)])
    };
    CompartmentKind::OF_FILE
        .into_iter()
        .filter_map(part)
        .flatten()
        .collect()
}

/// What kind of entry, in words.
pub(super) fn entry(t: &T, kind: &str) -> String {
    let name = format!("entry-{kind}");
    if Words::has(t.lang, &name) {
        Words::get(t.lang, &name, &[])
    } else {
        t.get("refer-entry")
    }
}

fn names(t: &T, form: &ReferralForm, preview: &Preview) -> String {
    if !form.offered.has(CompartmentKind::Identity) {
        return t.get("refer-name-shut");
    }
    if preview.names_open.is_empty() {
        return t.get("refer-name-unknown");
    }
    t.with("refer-name-opens", "names", preview.names_open.join("; "))
}

fn strip(kind: AlertKind, lead: String, text: String) -> Part {
    Part::Alert(Alert {
        kind,
        lead,
        text,
        link: None,
    })
}
