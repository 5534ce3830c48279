//! How a referral is said: its state, its clock, its compartments, its ground.

use crate::view::mark::{Mark, Tone};
use punte_app::domain::Moment;
use punte_app::domain::compartment::{CompartmentKind, Compartments};
use punte_app::domain::file::entry::Basis;
use punte_app::domain::referral::{Payload, State, Status};
use punte_app::domain::values::Code;
use punte_app::referrals::ReferralView;
use punte_app::{App, Desk};
use punte_words::T;

/// Name of a state in messages and JSON.
pub const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Sent => "sent",
        Status::Read => "read",
        Status::Accepted => "accepted",
        Status::Declined => "declined",
        Status::Revoked => "revoked",
        Status::Expired => "expired",
        Status::InProgress => "in-progress",
        Status::Done => "done",
    }
}

/// The state as a tag.
pub fn status(t: &T, state: &State) -> Mark {
    let status = state.status.unwrap_or(Status::Sent);
    let tone = match status {
        Status::Sent | Status::Read => Tone::Yellow,
        Status::Accepted | Status::InProgress => Tone::Blue,
        Status::Done => Tone::Green,
        Status::Declined => Tone::Red,
        Status::Revoked | Status::Expired => Tone::Grey,
    };
    Mark::new(t.of("refer-status", status_name(status)), tone)
}

/// The response clock: late with words and red, else by when; nothing more once answered.
pub fn clock(t: &T, desk: &Desk, view: &ReferralView) -> Mark {
    let app = desk.app();
    if let Some(at) = view.state.answered_at {
        return Mark::new(
            t.with("refer-answered-on", "date", t.date(&app.day_of(at))),
            Tone::Grey,
        );
    }
    match view.state.answer_by {
        Some(by) if view.late => {
            let day = app.day_of(by);
            let words = if day == desk.today() {
                t.with("refer-late-today", "time", when(app, t, by))
            } else {
                t.due(&day, &desk.today())
            };
            Mark::new(words, Tone::Red)
        }
        Some(by) => Mark::new(when(app, t, by), Tone::Yellow),
        None => Mark::new(t.get("today-no-due"), Tone::Grey),
    }
}

/// A moment as date and time.
pub fn when(app: &App, t: &T, at: Moment) -> String {
    t.date_time(&app.pack().local(at))
}

/// A moment for machines, in the country's clock.
pub fn machine(app: &App, at: Moment) -> String {
    app.pack().local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// An item of one of the pack's lists.
pub fn item(t: &T, list: &str, code: &Code) -> String {
    t.of(&format!("pack-{list}"), code.as_str())
}

/// A compartment in plain words.
pub fn compartment(t: &T, kind: CompartmentKind) -> String {
    t.of("opens", kind.name())
}

/// Compartments in plain words, joined.
pub fn compartments(t: &T, kinds: Compartments) -> String {
    kinds
        .iter()
        .map(|k| compartment(t, k))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The ground of a share.
pub fn basis(t: &T, basis: &Basis) -> String {
    match basis {
        Basis::Consent(_) => t.get("refer-basis-consent"),
        Basis::Lawful(code) => item(t, "lawful_basis", code),
    }
}

/// County in words.
pub fn county(t: &T, code: Option<&Code>) -> String {
    code.map_or_else(|| t.get("refer-county-unknown"), |c| item(t, "county", c))
}

/// Age band and sex.
pub fn age_and_sex(t: &T, payload: &Payload) -> String {
    format!(
        "{}, {}",
        t.of("pack-age_band", payload.age.name()),
        t.of("pack-sex", payload.sex.name())
    )
}
