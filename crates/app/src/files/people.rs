//! Whom a file's forms can name: colleagues for tasks and teams, partner units for consents and transfers.
//!
//! Staff and units are clear administrative data; who works in a unit tells nothing about a child.

use crate::files::FileView;
use crate::{AppResult, Desk};
use punte_domain::access::Role;
use punte_domain::id::{UnitId, UserId};
use punte_store::MembershipState;
use std::collections::BTreeSet;

/// Somebody who can be given work on a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub user: UserId,
    /// In which unit.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
    /// Name.
    pub name: String,
    /// The unit's name and its organisation's.
    pub place: String,
}

/// A unit of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Which.
    pub unit: UnitId,
    /// Its name and its organisation's.
    pub name: String,
}

impl Desk {
    /// Members of the units that work on the file now: the lead, those it is shared with, the reader's own that hold it.
    pub async fn file_people(&self, view: &FileView) -> AppResult<Vec<Colleague>> {
        let shared = view.state.live_shares(self.now).map(|share| share.unit);
        let units: BTreeSet<UnitId> = view.state.lead.into_iter().chain(shared).collect();
        let mut members = Vec::new();
        for unit in &units {
            let rows = self.app.0.store.relations().members(*unit).await?;
            members.extend(
                rows.into_iter()
                    .filter(|m| m.state == MembershipState::Active),
            );
        }
        let names = self
            .app
            .names(members.iter().map(|m| m.user).collect(), units)
            .await?;
        let mut people: Vec<Colleague> = members
            .into_iter()
            .filter(|m| works(m.role))
            .map(|m| Colleague {
                user: m.user,
                unit: m.unit,
                role: m.role,
                name: names.user(m.user).to_owned(),
                place: format!("{}, {}", names.unit(m.unit), names.organisation(m.unit)),
            })
            .collect();
        people.sort_by(|a, b| (&a.name, a.unit, a.role).cmp(&(&b.name, b.unit, b.role)));
        people.dedup_by_key(|p| (p.user, p.unit));
        Ok(people)
    }

    /// Every unit at work but the lead's: to whom a consent can allow sharing.
    pub async fn partner_units(&self, lead: Option<UnitId>) -> AppResult<Vec<Partner>> {
        let rows = self.app.0.store.relations().units_at_work().await?;
        let ids: BTreeSet<_> = rows
            .iter()
            .map(|u| u.id)
            .filter(|id| Some(*id) != lead)
            .collect();
        let names = self.app.names(BTreeSet::new(), ids).await?;
        let mut units: Vec<_> = names
            .units
            .into_iter()
            .map(|(unit, n)| Partner {
                unit,
                name: format!("{}, {}", n.organisation, n.unit),
            })
            .collect();
        units.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(units)
    }
}

/// Whether this role is given work on files.
fn works(role: Role) -> bool {
    punte_domain::file::rules::works_on_files(role)
}
