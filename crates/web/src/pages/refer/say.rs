//! How a referral is said: its state, its clock, its compartments, its ground.

use crate::view::mark::{Mark, Tone};
use crate::view::record::Event;
use punte_app::domain::compartment::{CompartmentKind, Compartments};
use punte_app::domain::file::entry::Basis;
use punte_app::domain::pack::List;
use punte_app::domain::referral::{Payload, State, Status};
use punte_app::domain::values::Code;
use punte_app::domain::{CountryPack, Envelope, Moment};
use punte_app::referrals::ReferralView;
use punte_app::{App, Desk, Names};
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

/// The response clock: late with words and red, else by when; once it stands still, how it ended.
pub fn clock(t: &T, desk: &Desk, view: &ReferralView) -> Mark {
    let app = desk.app();
    if let Some(at) = view.state.answered_at {
        let key = ended(view.state.status);
        return Mark::new(t.with(key, "date", t.date(&app.day_of(at))), Tone::Grey);
    }
    match view.state.answer_by {
        Some(by) if view.late => Mark::new(late(t, desk, by), Tone::Red),
        Some(by) => Mark::new(when(app, t, by), Tone::Yellow),
        None => Mark::new(t.get("today-no-due"), Tone::Grey),
    }
}

/// The response clock where no heading says what it is: a time still to come says so itself.
pub fn clock_alone(t: &T, desk: &Desk, view: &ReferralView) -> Mark {
    let mut mark = clock(t, desk, view);
    let runs = view.state.answered_at.is_none() && !view.late;
    if let Some(by) = view.state.answer_by.filter(|_| runs) {
        mark.text = t.with("refer-answer-by", "time", when(desk.app(), t, by));
    }
    mark
}

/// What stopped the clock: an answer, or that none came.
const fn ended(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Expired) => punte_words::key!("refer-expired-on"),
        Some(Status::Revoked) => punte_words::key!("refer-revoked-on"),
        Some(
            Status::Sent
            | Status::Read
            | Status::Accepted
            | Status::Declined
            | Status::InProgress
            | Status::Done,
        )
        | None => punte_words::key!("refer-answered-on"),
    }
}

/// A time that has passed: by how many days, or today at what time.
pub fn late(t: &T, desk: &Desk, by: Moment) -> String {
    let app = desk.app();
    let day = app.day_of(by);
    if day == desk.today() {
        let time = punte_words::clock(app.pack().local(by).time());
        t.with("refer-late-today", "time", time)
    } else {
        t.due(&day, &desk.today())
    }
}

/// Sentences one after the other; what people typed ends with a full stop or without.
pub fn sentences<'a>(said: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for one in said.into_iter().map(str::trim).filter(|s| !s.is_empty()) {
        if !all.is_empty() {
            let ended = all.ends_with(['.', '!', '?', '…']);
            all.push_str(if ended { " " } else { ". " });
        }
        all.push_str(one);
    }
    all
}

/// A moment as date and time.
pub fn when(app: &App, t: &T, at: Moment) -> String {
    t.date_time(&app.pack().local(at))
}

/// A moment for machines, in the country's clock.
pub fn machine(app: &App, at: Moment) -> String {
    app.pack().local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A step in the history of a referral or a concern.
pub fn step(t: &T, desk: &Desk, names: &Names, env: &Envelope, title: String, text: &str) -> Event {
    Event {
        title,
        by: format!(
            "{}, {}",
            names.user(env.author),
            names.organisation(env.unit)
        ),
        at: machine(desk.app(), env.recorded_at),
        when: when(desk.app(), t, env.recorded_at),
        seen_by: String::new(),
        text: text.to_owned(),
        amendment: None,
        last_visit_above: false,
    }
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

/// The counties to choose from, as a list of names is read: the pack has them in the order of their numbers.
pub fn counties(t: &T, pack: &CountryPack) -> Vec<(String, String)> {
    let codes = pack.list(List::County).iter();
    let mut named: Vec<_> = codes
        .map(|c| (c.as_str().to_owned(), county(t, Some(c))))
        .collect();
    named.sort_by(|a, b| punte_words::compare(t.lang, &a.1, &b.1));
    named
}

/// Age band and sex.
pub fn age_and_sex(t: &T, payload: &Payload) -> String {
    format!(
        "{}, {}",
        t.of("pack-age_band", payload.age.name()),
        t.of("pack-sex", payload.sex.name()).to_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_have_one_full_stop_between_them() {
        for (said, read) in [
            (
                &["Conflict", "Nu putem.", "Baroul poate."][..],
                "Conflict. Nu putem. Baroul poate.",
            ),
            (&["Conflict", " ", ""], "Conflict"),
            (&["De ce?", "Nu știm"], "De ce? Nu știm"),
            (&[], ""),
        ] {
            assert_eq!(sentences(said.iter().copied()), read);
        }
    }

    #[test]
    fn counties_are_read_from_a_to_z() {
        let pack = CountryPack::romania().expect("the repository's own pack");
        for (lang, first, beside) in [
            (punte_words::Lang::Ro, "Alba", ["București", "Buzău"]),
            (punte_words::Lang::En, "Alba", ["Bucharest", "Buzău"]),
        ] {
            let named = counties(&T::new(lang), pack);
            let named: Vec<_> = named.iter().map(|(_, name)| name.as_str()).collect();
            assert_eq!(named.len(), 42);
            assert_eq!(named.first(), Some(&first));
            assert!(named.windows(2).any(|two| two == beside), "{named:?}");
        }
    }

    #[test]
    fn only_an_answer_is_called_one() {
        assert_eq!(ended(Some(Status::Expired)), "refer-expired-on");
        assert_eq!(ended(Some(Status::Revoked)), "refer-revoked-on");
        assert_eq!(ended(Some(Status::Declined)), "refer-answered-on");
    }
}
