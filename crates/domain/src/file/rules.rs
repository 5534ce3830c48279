//! Which entry may lie where, and which discipline writes where: two pure tables.

use super::entry::Entry;
use super::state::State;
use crate::access::Role;
use crate::compartment::CompartmentKind as K;
use crate::id::UnitId;

const CORE: &[K] = &[K::Core];
const NOTES: &[K] = &K::OF_FILE;
const NEEDS: &[K] = &[K::Core, K::Psychosocial, K::Own];
const SUMMARY: &[K] = &[K::Core, K::Psychosocial, K::Legal, K::Private, K::Own];

/// The compartments in which this entry may lie.
#[must_use]
pub const fn allowed_in(entry: &Entry) -> &'static [K] {
    match entry {
        Entry::CoverNameSet(_) | Entry::PersonLinked(_) => &[K::Identity],
        Entry::PlacementRecorded { .. } => &[K::Whereabouts],
        Entry::HearingNoted(_) => &[K::Justice],
        Entry::NoteAdded { .. } | Entry::NoteAmended { .. } => NOTES,
        Entry::NeedsRecorded(_) => NEEDS,
        Entry::SessionSummary { .. } => SUMMARY,
        Entry::Opened { .. }
        | Entry::BasicsRecorded(_)
        | Entry::EventRecorded(_)
        | Entry::RiskAssessed { .. }
        | Entry::IdentificationDecided(_)
        | Entry::PlanSet { .. }
        | Entry::ServiceOpened { .. }
        | Entry::SessionRecorded { .. }
        | Entry::ServiceEnded { .. }
        | Entry::TaskAdded { .. }
        | Entry::TaskDone { .. }
        | Entry::TaskCancelled { .. }
        | Entry::TaskReassigned { .. }
        | Entry::AlreadyTold { .. }
        | Entry::ConsentGiven { .. }
        | Entry::AssentRecorded { .. }
        | Entry::ConsentWithdrawn { .. }
        | Entry::Shared { .. }
        | Entry::ShareEnded { .. }
        | Entry::Assigned { .. }
        | Entry::Unassigned { .. }
        | Entry::TransferOffered { .. }
        | Entry::TransferAccepted
        | Entry::TransferDeclined { .. }
        | Entry::TransferWithdrawn
        | Entry::Closed { .. }
        | Entry::Reopened { .. } => CORE,
    }
}

/// Whether this discipline writes in this kind of compartment. Whether it may open this very file is `policy`'s question.
#[must_use]
pub const fn may_write(role: Role, kind: K) -> bool {
    match kind {
        K::Core | K::Private | K::Own => works_on_files(role),
        K::Identity | K::Whereabouts => matches!(role, Role::CaseManager | Role::Supervisor),
        K::Psychosocial => matches!(role, Role::Psychologist),
        K::Legal => matches!(role, Role::Lawyer),
        K::Justice => matches!(
            role,
            Role::CaseManager | Role::Lawyer | Role::PoliceLiaison | Role::ProsecutorLiaison
        ),
        K::Open => false,
    }
}

/// Whether this discipline works on files at all.
#[must_use]
pub const fn works_on_files(role: Role) -> bool {
    match role {
        Role::CaseManager
        | Role::Psychologist
        | Role::Lawyer
        | Role::PoliceLiaison
        | Role::ProsecutorLiaison
        | Role::Supervisor => true,
        Role::MonitoringOfficer | Role::DataProtectionOfficer | Role::Administrator => false,
    }
}

/// Whether this discipline decides for a file that its unit leads.
#[must_use]
pub const fn leads(role: Role) -> bool {
    matches!(role, Role::CaseManager | Role::Supervisor)
}

/// Whether a service that `unit` gives is written in this unit and role: by the unit that gives it, or for it by the lead.
#[must_use]
pub fn serves(state: &State, unit: UnitId, (by, role): (UnitId, Role)) -> bool {
    unit == by || (state.lead == Some(by) && leads(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_where() {
        let table: Vec<String> = Role::ALL
            .into_iter()
            .map(|role| {
                let kinds: Vec<_> = K::OF_FILE
                    .into_iter()
                    .filter(|k| may_write(role, *k))
                    .map(K::name)
                    .collect();
                format!("{}: {}", role.name(), kinds.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "case_manager: core identity whereabouts justice private own",
                "psychologist: core psychosocial private own",
                "lawyer: core legal justice private own",
                "police_liaison: core justice private own",
                "prosecutor_liaison: core justice private own",
                "monitoring_officer: ",
                "data_protection_officer: ",
                "supervisor: core identity whereabouts private own",
                "administrator: ",
            ]
        );
    }

    #[test]
    fn a_service_is_its_units_and_for_it_the_leads() {
        let state = State {
            lead: Some(crate::samples::LEAD),
            ..State::default()
        };
        let (lead, other) = (crate::samples::LEAD, crate::samples::OTHER);
        for (unit, by, role, may) in [
            (other, other, Role::Lawyer, true),
            (other, lead, Role::CaseManager, true),
            (other, lead, Role::Supervisor, true),
            (other, lead, Role::Psychologist, false),
            (lead, lead, Role::Psychologist, true),
            (lead, other, Role::CaseManager, false),
        ] {
            assert_eq!(
                serves(&state, unit, (by, role)),
                may,
                "{unit} {by} {role:?}"
            );
        }
    }

    #[test]
    fn identity_and_whereabouts_never_lie_in_core() {
        for entry in crate::samples::file() {
            let kinds = allowed_in(&entry);
            assert!(!kinds.is_empty() && !kinds.contains(&K::Open));
            if matches!(
                entry,
                Entry::PersonLinked(_) | Entry::CoverNameSet(_) | Entry::PlacementRecorded { .. }
            ) {
                assert!(!kinds.contains(&K::Core));
            }
        }
    }
}
