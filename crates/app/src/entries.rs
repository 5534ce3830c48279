//! What an entry is called, and what it says in one line: for timelines, conflict pages and JSON.

use punte_domain::directory::{organisation, unit, user};
use punte_domain::{AnyEntry, concern, file, person, referral};

/// Message key of an entry's kind is `entry-` and this.
pub fn kind(entry: &AnyEntry) -> &'static str {
    match entry {
        AnyEntry::Concern(entry) => of_concern(entry),
        AnyEntry::Person(entry) => of_person(entry),
        AnyEntry::File(entry) => of_file(entry),
        AnyEntry::Referral(entry) => of_referral(entry),
        AnyEntry::Organisation(entry) => of_organisation(entry),
        AnyEntry::Unit(entry) => of_unit(entry),
        AnyEntry::User(entry) => of_user(entry),
    }
}

fn of_organisation(entry: &organisation::Entry) -> &'static str {
    match entry {
        organisation::Entry::Founded { .. } => "organisation-founded",
        organisation::Entry::Renamed(_) => "organisation-renamed",
        organisation::Entry::Closed { .. } => "organisation-closed",
    }
}

fn of_unit(entry: &unit::Entry) -> &'static str {
    match entry {
        unit::Entry::Founded { .. } => "unit-founded",
        unit::Entry::Renamed(_) => "unit-renamed",
        unit::Entry::ServicesSet(_) => "unit-services",
        unit::Entry::IntakeSet(_) => "unit-intake",
        unit::Entry::KeysRenewed { .. } => "unit-keys-renewed",
        unit::Entry::Closed { .. } => "unit-closed",
    }
}

fn of_user(entry: &user::Entry) -> &'static str {
    match entry {
        user::Entry::Invited { .. } => "user-invited",
        user::Entry::InvitationLapsed => "user-invitation-lapsed",
        user::Entry::Accepted => "user-accepted",
        user::Entry::Confirmed => "user-confirmed",
        user::Entry::Suspended { .. } => "user-suspended",
        user::Entry::Restored => "user-restored",
        user::Entry::Left { .. } => "user-left",
        user::Entry::MembershipAdded { .. } => "user-membership-added",
        user::Entry::MembershipEnded { .. } => "user-membership-ended",
        user::Entry::LanguageSet(_) => "user-language",
        user::Entry::Renamed(_) => "user-renamed",
    }
}

fn of_concern(entry: &concern::Entry) -> &'static str {
    match entry {
        concern::Entry::Raised { .. } => "concern-raised",
        concern::Entry::Supplemented { .. } => "concern-supplemented",
        concern::Entry::Triaged { .. } => "concern-triaged",
        concern::Entry::Reopened { .. } => "concern-reopened",
    }
}

fn of_person(entry: &person::Entry) -> &'static str {
    match entry {
        person::Entry::Registered { .. } => "person-registered",
        person::Entry::NameRecorded(_) => "person-name",
        person::Entry::SexRecorded(_) => "person-sex",
        person::Entry::AgeRecorded(_) => "person-age",
        person::Entry::IdentifierRecorded { .. } => "person-identifier",
        person::Entry::CitizenshipRecorded(_) => "person-citizenship",
        person::Entry::LanguagesRecorded { .. } => "person-languages",
        person::Entry::KinRecorded(_) => "person-kin",
        person::Entry::SafeContactRecorded(_) => "person-contact",
        person::Entry::Voided { .. } => "person-voided",
    }
}

fn of_file(entry: &file::Entry) -> &'static str {
    use file::Entry;
    match entry {
        Entry::Opened { .. } => "opened",
        Entry::CoverNameSet(_) => "cover-name",
        Entry::PersonLinked(_) => "person-linked",
        Entry::BasicsRecorded(_) => "basics",
        Entry::EventRecorded(_) => "event",
        Entry::RiskAssessed { .. } => "risk",
        Entry::IdentificationDecided(_) => "identification",
        Entry::NoteAdded { .. } => "note",
        Entry::NoteAmended { .. } => "note-amended",
        Entry::NeedsRecorded(_) => "needs",
        Entry::PlanSet { .. } => "plan",
        Entry::ServiceOpened { .. } => "service-opened",
        Entry::SessionRecorded { .. } => "session",
        Entry::SessionSummary { .. } => "session-summary",
        Entry::ServiceEnded { .. } => "service-ended",
        Entry::TaskAdded { .. } => "task",
        Entry::TaskDone { .. } => "task-done",
        Entry::TaskCancelled { .. } => "task-cancelled",
        Entry::TaskReassigned { .. } => "task-reassigned",
        Entry::PlacementRecorded { .. } => "placement",
        Entry::HearingNoted(_) => "hearing",
        Entry::AlreadyTold { .. } => "told",
        Entry::ConsentGiven { .. } => "consent",
        Entry::AssentRecorded { .. } => "assent",
        Entry::ConsentWithdrawn { .. } => "consent-withdrawn",
        Entry::Shared { .. } => "shared",
        Entry::ShareEnded { .. } => "share-ended",
        Entry::Assigned { .. } => "assigned",
        Entry::Unassigned { .. } => "unassigned",
        Entry::TransferOffered { .. } => "transfer-offered",
        Entry::TransferAccepted => "transfer-accepted",
        Entry::TransferDeclined { .. } => "transfer-declined",
        Entry::TransferWithdrawn => "transfer-withdrawn",
        Entry::Closed { .. } => "closed",
        Entry::Reopened { .. } => "reopened",
    }
}

fn of_referral(entry: &referral::Entry) -> &'static str {
    match entry {
        referral::Entry::Sent { .. } => "referral-sent",
        referral::Entry::Read => "referral-read",
        referral::Entry::Accepted { .. } => "referral-accepted",
        referral::Entry::Declined { .. } => "referral-declined",
        referral::Entry::Revoked { .. } => "referral-revoked",
        referral::Entry::Expired => "referral-expired",
        referral::Entry::WorkStarted => "referral-started",
        referral::Entry::Done { .. } => "referral-done",
    }
}

/// The words that somebody wrote in it; empty where it has none of its own.
pub fn words(entry: &AnyEntry) -> &str {
    match entry {
        AnyEntry::File(entry) => words_of_file(entry),
        AnyEntry::Concern(concern::Entry::Raised { alarm, .. }) => &alarm.what,
        AnyEntry::Referral(referral::Entry::Sent { payload, .. }) => &payload.summary,
        AnyEntry::Concern(concern::Entry::Supplemented { text, .. })
        | AnyEntry::Referral(
            referral::Entry::Declined { text, .. } | referral::Entry::Done { text, .. },
        )
        | AnyEntry::Organisation(
            organisation::Entry::Renamed(text) | organisation::Entry::Closed { reason: text },
        )
        | AnyEntry::Unit(unit::Entry::Renamed(text) | unit::Entry::Closed { reason: text })
        | AnyEntry::User(
            user::Entry::Renamed(text)
            | user::Entry::Suspended { reason: text }
            | user::Entry::Left { reason: text },
        ) => text,
        AnyEntry::Concern(concern::Entry::Reopened { reason })
        | AnyEntry::Referral(referral::Entry::Revoked { reason }) => reason,
        AnyEntry::Concern(concern::Entry::Triaged { .. })
        | AnyEntry::Referral(
            referral::Entry::Read
            | referral::Entry::Accepted { .. }
            | referral::Entry::Expired
            | referral::Entry::WorkStarted,
        )
        | AnyEntry::Person(_)
        | AnyEntry::Organisation(_)
        | AnyEntry::Unit(_)
        | AnyEntry::User(_) => "",
    }
}

fn words_of_file(entry: &file::Entry) -> &str {
    use file::Entry;
    match entry {
        Entry::CoverNameSet(text)
        | Entry::RiskAssessed { text, .. }
        | Entry::NoteAdded { text, .. }
        | Entry::NoteAmended { text, .. }
        | Entry::SessionSummary { text, .. }
        | Entry::ServiceEnded { text, .. }
        | Entry::TaskDone { text, .. }
        | Entry::AlreadyTold { text, .. }
        | Entry::Closed { text, .. }
        | Entry::Reopened { text, .. } => text,
        Entry::TaskAdded { what, .. } => &what.title,
        Entry::PlacementRecorded { place, .. } => &place.text,
        Entry::HearingNoted(hearing) => &hearing.text,
        Entry::TaskCancelled { reason, .. }
        | Entry::ConsentWithdrawn { reason, .. }
        | Entry::TransferOffered { reason, .. }
        | Entry::TransferDeclined { reason } => reason,
        Entry::Opened { .. }
        | Entry::PersonLinked(_)
        | Entry::BasicsRecorded(_)
        | Entry::EventRecorded(_)
        | Entry::IdentificationDecided(_)
        | Entry::NeedsRecorded(_)
        | Entry::PlanSet { .. }
        | Entry::ServiceOpened { .. }
        | Entry::SessionRecorded { .. }
        | Entry::TaskReassigned { .. }
        | Entry::ConsentGiven { .. }
        | Entry::AssentRecorded { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::TransferAccepted
        | Entry::TransferWithdrawn => "",
    }
}
