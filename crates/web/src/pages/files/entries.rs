//! The file's entries as people read them: the notes tab, timelines, all of it on paper.

use super::parts::{Part, Story};
use super::say::Say;
use super::story;
use super::tabs::{href, link_if};
use crate::view::list::Pages;
use crate::view::mark::Link;
use punte_app::domain::AnyEntry;
use punte_app::domain::file::Entry;
use punte_app::files::{FileView, TimelineItem};

/// A timeline of these entries, newest first.
pub fn timeline(
    say: &Say<'_>,
    view: &FileView,
    shown: &[&TimelineItem],
    title: String,
    links: Vec<Link>,
) -> Story {
    let mut events: Vec<_> = shown
        .iter()
        .map(|item| story::event(say, view, item))
        .collect();
    story::since_last_visit(view, shown, &mut events);
    let acts = shown.iter().map(|item| acts(say, view, item));
    Story {
        title,
        links,
        events: events.into_iter().zip(acts).collect(),
        empty: say.t.get("file-timeline-none"),
    }
}

/// What the reader can do with an entry: amend a note of one's own.
fn acts(say: &Say<'_>, view: &FileView, item: &TimelineItem) -> Vec<Link> {
    let own =
        item.envelope.author == say.me && view.can.write.has(item.envelope.compartment.kind());
    match &item.entry {
        AnyEntry::File(Entry::NoteAdded { .. }) if own => {
            vec![Link::new(
                say.t.get("file-do-amend"),
                href(view, &format!("notes/{}/amend", item.envelope.id)),
            )]
        }
        _ => Vec::new(),
    }
}

/// Kinds of what the notes tab shows, by their name in the address.
pub const KINDS: [&str; 6] = [
    "notes",
    "sessions",
    "decisions",
    "services",
    "tasks",
    "access",
];

/// Entries on one page of the notes tab, and bytes of what people wrote in them: still light on a phone.
const NOTES: usize = 40;
const WRITTEN: usize = 20 * 1024;

/// Which entries the notes tab shows, and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Of this kind; all where it is empty.
    pub kind: String,
    /// Page, from 0; past the end it is the last.
    pub page: usize,
}

/// The notes tab: every entry that is open, filtered by kind, a page at a time.
pub fn notes(say: &Say<'_>, view: &FileView, shown: &Shown) -> Vec<Part> {
    let kind = shown.kind.as_str();
    let mut links = vec![(
        Link::new(say.t.get("file-kind-all"), href(view, "notes")),
        kind.is_empty(),
    )];
    links.extend(KINDS.iter().map(|name| {
        (
            Link::new(
                say.t.of("file-kind", name),
                href(view, &format!("notes?kind={name}")),
            ),
            *name == kind,
        )
    }));
    let mut parts = vec![Part::Choice(say.t.get("file-kinds"), links)];
    let stem = match kind {
        "" => href(view, "notes?page="),
        kind => href(view, &format!("notes?kind={kind}&page=")),
    };
    parts.extend(entries(say, view, shown, stem));
    parts
}

/// A page of entries, and the ways to the others, whose addresses begin with `stem`.
pub fn entries(say: &Say<'_>, view: &FileView, shown: &Shown, stem: String) -> [Part; 2] {
    let of_kind =
        |item: &&TimelineItem| shown.kind.is_empty() || kind_of(&item.entry) == shown.kind;
    let mut pages = paged(view.timeline.iter().filter(of_kind));
    let count = pages.len().max(1);
    let page = shown.page.min(count - 1);
    let number = |n| u32::try_from(n).unwrap_or(u32::MAX);
    let here = pages.get_mut(page).map(std::mem::take).unwrap_or_default();
    [
        story_of(say, view, &here),
        Part::Pages(Pages {
            number: number(page + 1),
            count: number(count),
            href_stem: stem,
        }),
    ]
}

/// As many as fit on each page; at least one.
fn paged<'a>(all: impl Iterator<Item = &'a TimelineItem>) -> Vec<Vec<&'a TimelineItem>> {
    let mut pages: Vec<Vec<&TimelineItem>> = Vec::new();
    let mut written = 0;
    for item in all {
        let bytes = punte_app::entries::words(&item.entry).len();
        written += bytes;
        match pages.last_mut() {
            Some(page) if page.len() < NOTES && written <= WRITTEN => page.push(item),
            Some(_) | None => {
                pages.push(vec![item]);
                written = bytes;
            }
        }
    }
    pages
}

/// Every entry that is open, for paper.
pub fn all_entries(say: &Say<'_>, view: &FileView) -> Part {
    story_of(say, view, &view.timeline.iter().collect::<Vec<_>>())
}

fn story_of(say: &Say<'_>, view: &FileView, shown: &[&TimelineItem]) -> Part {
    let add = link_if(
        view,
        !view.can.write.is_empty(),
        say.t.get("file-add-note"),
        "notes/new",
    );
    let title = say.t.get("file-tab-notes");
    Part::Timeline(timeline(say, view, shown, title, add))
}

/// To which kind an entry belongs.
fn kind_of(entry: &AnyEntry) -> &'static str {
    let AnyEntry::File(entry) = entry else {
        return "";
    };
    match entry {
        Entry::NoteAdded { .. }
        | Entry::NoteAmended { .. }
        | Entry::AlreadyTold { .. }
        | Entry::HearingNoted(_) => "notes",
        Entry::SessionRecorded { .. } | Entry::SessionSummary { .. } => "sessions",
        Entry::RiskAssessed { .. }
        | Entry::IdentificationDecided(_)
        | Entry::EventRecorded(_)
        | Entry::BasicsRecorded(_)
        | Entry::PlacementRecorded { .. }
        | Entry::Opened { .. }
        | Entry::CoverNameSet(_)
        | Entry::PersonLinked(_)
        | Entry::Closed { .. }
        | Entry::Reopened { .. } => "decisions",
        Entry::NeedsRecorded(_)
        | Entry::PlanSet { .. }
        | Entry::ServiceOpened { .. }
        | Entry::ServiceEnded { .. } => "services",
        Entry::TaskAdded { .. }
        | Entry::TaskDone { .. }
        | Entry::TaskCancelled { .. }
        | Entry::TaskReassigned { .. } => "tasks",
        Entry::ConsentGiven { .. }
        | Entry::AssentRecorded { .. }
        | Entry::ConsentWithdrawn { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::TransferOffered { .. }
        | Entry::TransferAccepted
        | Entry::TransferDeclined { .. }
        | Entry::TransferWithdrawn => "access",
    }
}
