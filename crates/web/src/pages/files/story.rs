//! The timeline: what each entry says, who wrote it, who can read it.

use super::say::Say;
use crate::view::record::Event;
use punte_app::domain::AnyEntry;
use punte_app::domain::file::Entry;
use punte_app::domain::file::entry::Basis;
use punte_app::domain::pack::List;
use punte_app::domain::time::PartialDate;
use punte_app::entries;
use punte_app::files::{FileView, TimelineItem};

/// An event of the timeline. The divider of the last visit is set by [`since_last_visit`].
pub fn event(say: &Say<'_>, view: &FileView, item: &TimelineItem) -> Event {
    let envelope = &item.envelope;
    let names = &view.names;
    let mut when = say.moment(envelope.recorded_at);
    let written_that_day = PartialDate::day(say.pack.day(envelope.recorded_at));
    // What was written on its own day needs no second date.
    if let Some(on) = envelope
        .happened_on
        .as_ref()
        .filter(|on| **on != written_that_day)
    {
        when = say
            .t
            .with2("file-when-happened", "on", say.partial(on), "written", when);
    }
    Event {
        title: title(say, &item.entry),
        by: format!(
            "{} · {}",
            say.who(names, envelope.author),
            names.unit(envelope.unit)
        ),
        at: say.machine(envelope.recorded_at),
        when,
        seen_by: say.readers(envelope.compartment),
        text: text(say, view, &item.entry),
        amendment: None,
        last_visit_above: false,
    }
}

/// Puts the divider above the first event that the reader saw last time. Nothing new, no divider.
pub fn since_last_visit(view: &FileView, shown: &[&TimelineItem], events: &mut [Event]) {
    let Some(last) = view.last_visit else { return };
    let first_seen = shown
        .iter()
        .position(|item| item.envelope.recorded_at <= last);
    if let Some(place) = first_seen.filter(|place| *place > 0)
        && let Some(event) = events.get_mut(place)
    {
        event.last_visit_above = true;
    }
}

fn title(say: &Say<'_>, entry: &AnyEntry) -> String {
    match entry {
        AnyEntry::File(Entry::NoteAdded { kind, .. }) => say.item(List::Note, kind),
        other => say.t.of("entry", entries::kind(other)),
    }
}

/// What it says: the words somebody wrote, after what was chosen; what comes next comes last.
pub fn text(say: &Say<'_>, view: &FileView, entry: &AnyEntry) -> String {
    let AnyEntry::File(file) = entry else {
        return entries::words(entry).to_owned();
    };
    let chosen = chosen(say, view, file);
    let words = entries::words(entry);
    let (first, second) = match file {
        Entry::SessionSummary { .. } => (words, chosen.as_str()),
        _ => (chosen.as_str(), words),
    };
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (false, true) => first.to_owned(),
        (false, false) => format!("{first}\n{second}"),
    }
}

/// What was chosen from lists, as a line.
#[expect(clippy::too_many_lines, reason = "one arm for each entry, exhaustive")]
fn chosen(say: &Say<'_>, view: &FileView, entry: &Entry) -> String {
    let names = &view.names;
    match entry {
        Entry::RiskAssessed { level, factors, .. } => line([
            say.item(List::Risk, level),
            say.items(List::RiskFactor, factors),
        ]),
        Entry::IdentificationDecided(d) => line([
            say.named(List::Identification, d.status.name()),
            say.item(List::Authority, &d.authority),
            say.partial(&d.decided_on),
            d.ground.clone(),
        ]),
        Entry::BasicsRecorded(basics) => line([
            say.named(List::Sex, basics.sex.name()),
            say.age(&basics.age),
            basics
                .county
                .as_ref()
                .map(|c| say.item(List::County, c))
                .unwrap_or_default(),
            say.items(List::Exploitation, &basics.exploitation),
        ]),
        Entry::EventRecorded(event) => line([
            say.items(List::Act, &event.acts),
            say.items(List::Means, &event.means),
            say.items(List::Exploitation, &event.purposes),
            event.text.clone(),
        ]),
        Entry::NeedsRecorded(needs) => line(
            needs
                .iter()
                .map(|n| format!("{}: {}", say.item(List::Need, &n.area), say.met(n.met))),
        ),
        Entry::PlanSet { goals, .. } => goals
            .iter()
            .map(|g| format!("{}: {}", say.item(List::Need, &g.area), g.text))
            .collect::<Vec<_>>()
            .join("\n"),
        Entry::ServiceOpened { kind, unit, .. } => {
            line([say.item(List::Service, kind), names.unit(*unit).to_owned()])
        }
        Entry::SessionRecorded {
            service,
            minutes,
            attendance,
            ..
        } => {
            let kind = view
                .state
                .services
                .iter()
                .find(|s| s.id == *service)
                .map(|s| say.item(List::Service, &s.kind));
            let minutes = if *minutes > 0 {
                say.t.n("file-minutes", u32::from(*minutes))
            } else {
                String::new()
            };
            line([
                kind.unwrap_or_default(),
                say.named(List::Attendance, attendance.name()),
                minutes,
            ])
        }
        Entry::SessionSummary { next, .. } if !next.is_empty() => {
            say.t.with("file-next-words", "text", next)
        }
        Entry::ServiceEnded {
            service, outcome, ..
        } => {
            let kind = view
                .state
                .services
                .iter()
                .find(|s| s.id == *service)
                .map(|s| say.item(List::Service, &s.kind));
            line([
                kind.unwrap_or_default(),
                say.item(List::ServiceOutcome, outcome),
            ])
        }
        Entry::TaskDone { task, .. }
        | Entry::TaskCancelled { task, .. }
        | Entry::TaskReassigned { task, .. } => view
            .state
            .tasks
            .iter()
            .find(|t| t.id == *task)
            .map(|t| t.what.title.clone())
            .unwrap_or_default(),
        Entry::PlacementRecorded { kind, place, .. } => line([
            say.item(List::Placement, kind),
            place
                .county
                .as_ref()
                .map(|c| say.item(List::County, c))
                .unwrap_or_default(),
        ]),
        Entry::HearingNoted(hearing) => {
            let again = if hearing.child_interviewed {
                say.t.get("file-child-interviewed")
            } else {
                String::new()
            };
            line([
                say.item(List::Hearing, &hearing.kind),
                again,
                say.items(List::Safeguard, &hearing.safeguards),
            ])
        }
        Entry::AlreadyTold { about, to, .. } => line([say.item(List::Told, about), to.clone()]),
        Entry::ConsentGiven { what, .. } => line([
            say.item(List::ConsentPurpose, &what.purpose),
            say.named(List::ConsentBy, what.by.name()),
            what.recipients
                .iter()
                .map(|u| names.unit(*u))
                .collect::<Vec<_>>()
                .join(", "),
            say.parts(what.compartments),
            say.t.with("file-until", "date", say.day(what.until)),
        ]),
        Entry::AssentRecorded { assent, .. } => say.answer(*assent),
        Entry::ConsentWithdrawn { by, .. } => say.named(List::ConsentBy, by.name()),
        Entry::Shared {
            unit,
            compartments,
            basis,
            until,
            ..
        } => line([
            names.unit(*unit).to_owned(),
            say.parts(*compartments),
            basis_words(say, basis),
            say.t.with("file-until", "date", say.day(*until)),
        ]),
        Entry::ShareEnded { unit, reason } => line([
            names.unit(*unit).to_owned(),
            say.item(List::ShareEnd, reason),
        ]),
        Entry::Assigned { user, unit, lead } => {
            let lead = if *lead {
                say.t.get("file-as-manager")
            } else {
                String::new()
            };
            line([
                names.user(*user).to_owned(),
                names.unit(*unit).to_owned(),
                lead,
            ])
        }
        Entry::Unassigned { user } => names.user(*user).to_owned(),
        Entry::TransferOffered { to, .. } => names.unit(*to).to_owned(),
        Entry::Closed { reason, .. } => say.item(List::Closure, reason),
        Entry::Reopened { reason, .. } => say.item(List::Reopening, reason),
        Entry::Opened { lead, .. } => names.unit(*lead).to_owned(),
        Entry::CoverNameSet(_)
        | Entry::PersonLinked(_)
        | Entry::NoteAdded { .. }
        | Entry::NoteAmended { .. }
        | Entry::SessionSummary { .. }
        | Entry::TaskAdded { .. }
        | Entry::TransferAccepted
        | Entry::TransferDeclined { .. }
        | Entry::TransferWithdrawn => String::new(),
    }
}

/// On what a share rests.
pub fn basis_words(say: &Say<'_>, basis: &Basis) -> String {
    match basis {
        Basis::Consent(_) => say.t.get("file-basis-consent"),
        Basis::Lawful(code) => say.item(List::LawfulBasis, code),
    }
}

fn line(pieces: impl IntoIterator<Item = String>) -> String {
    pieces
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use punte_app::Lang;
    use punte_app::domain::id::{SessionId, UserId};
    use punte_app::domain::{CountryPack, Moment};
    use punte_words::T;

    #[test]
    fn what_comes_next_stands_after_what_was_said() {
        let say = Say {
            t: T::new(Lang::En),
            pack: CountryPack::romania().expect("the repository's own pack"),
            now: Moment(0),
            me: UserId([0; 16]),
        };
        let said = |text: &str, next: &str| {
            let summary = Entry::SessionSummary {
                session: SessionId([0; 16]),
                text: text.to_owned(),
                next: next.to_owned(),
            };
            super::text(&say, &super::super::open::blank(), &AnyEntry::File(summary))
        };
        assert_eq!(
            said("She drew a house.", "The sleep diary."),
            "She drew a house.\nWhat next: The sleep diary."
        );
        assert_eq!(said("", "The sleep diary."), "What next: The sleep diary.");
        assert_eq!(said("She drew a house.", ""), "She drew a house.");
    }
}
