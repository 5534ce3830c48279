//! Reading the directory: all of it for administrators and the data protection officer, one's own units for a supervisor.

use super::types::{kind_from, regime_from};
use super::{Invitation, Offers, Person};
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk, Names};
use punte_domain::Authorized;
use punte_domain::access::{ChangeDirectory, InstallationRes, ReadDirectory, Resource, Role};
use punte_domain::compartment::Compartments;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_domain::id::{OrganisationId, StreamId, UnitId, UserId};
use punte_domain::work::{WorkChange, account_recovered};
use punte_store::{DirectoryState, OrganisationRow, UnitRow};
use serde::Serialize;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Id.
    pub id: OrganisationId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its data-protection regime.
    pub regime: Regime,
    /// County code; empty for a national body.
    pub county: String,
    /// Closed.
    pub closed: bool,
    /// Version of its stream.
    pub version: i64,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Name.
    pub name: String,
    /// What it offers.
    pub offers: Offers,
    /// Whether it has keys: from its first member on.
    pub keyed: bool,
    /// Whether the asker holds its key.
    pub held: bool,
    /// Closed.
    pub closed: bool,
    /// Version of its stream.
    pub version: i64,
}

/// The directory as far as the asker may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Directory {
    /// Organisations by name.
    pub organisations: Vec<Organisation>,
    /// Units by name.
    pub units: Vec<Unit>,
    /// People by name.
    pub people: Vec<Person>,
    /// Invitations that can still be used.
    pub invitations: Vec<Invitation>,
    /// Whether the asker may change it.
    pub may_change: bool,
    /// Whether the asker may read the ledger.
    pub may_read_ledger: bool,
}

impl Directory {
    /// An organisation by id.
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|o| o.id == id)
    }
    /// A unit by id.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|u| u.id == id)
    }
    /// A person by id.
    pub fn person(&self, id: punte_domain::id::UserId) -> Option<&Person> {
        self.people.iter().find(|p| p.id == id)
    }
}

impl Desk {
    /// Asks for the right to change the directory.
    pub(crate) async fn administer(&self) -> AppResult<Authorized<ChangeDirectory>> {
        let resource = InstallationRes;
        self.permit::<ChangeDirectory>(resource.id(), Some(resource), Compartments::NONE)
            .await
    }

    pub(crate) async fn look_up(&self) -> AppResult<Authorized<ReadDirectory>> {
        let resource = InstallationRes;
        self.permit::<ReadDirectory>(resource.id(), Some(resource), Compartments::NONE)
            .await
    }

    /// An administrator has looked at somebody who came back with their recovery code: the line on their day has done its work.
    pub async fn recovery_was_seen(&self, user: UserId) -> AppResult<()> {
        let key = account_recovered(user, self.user_id());
        let id = crate::files::work_id(&key);
        let open = self.app.0.store.relations().work_of(key.stream).await?;
        if open.iter().all(|row| row.id != id) {
            return Ok(());
        }
        let proof = self.administer().await?;
        let mut draft = Draft::default();
        self.work(&mut draft, vec![WorkChange::Close { key }])
            .await?;
        self.settle(&proof, draft, self.app.new_entry(), &"recovery seen", ())
            .await?;
        Ok(())
    }

    /// The directory, for a form that changes it.
    pub async fn directory_to_change(&self) -> AppResult<Directory> {
        self.administer().await?;
        self.directory().await
    }

    /// The directory.
    pub async fn directory(&self) -> AppResult<Directory> {
        let proof = self.look_up().await?;
        let store = &self.app.0.store;
        let whole = self.is(Role::Administrator) || self.is(Role::DataProtectionOfficer);
        let own: Vec<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let sees = |unit: UnitId| whole || own.contains(&unit);
        let mut units = Vec::new();
        for row in store.fetch_units(&proof).await? {
            if sees(row.id) {
                units.push(self.unit_view(row).await?);
            }
        }
        let mut organisations = Vec::new();
        for row in store.fetch_organisations(&proof).await? {
            if whole || units.iter().any(|u| u.organisation == row.id) {
                organisations.push(self.organisation_view(row).await?);
            }
        }
        let mut people = self.people(&proof).await?;
        if !whole {
            for person in &mut people {
                person.memberships.retain(|m| sees(m.unit));
            }
            people.retain(|p| !p.memberships.is_empty());
        }
        let mut invitations = self.open_invitations(&proof).await?;
        invitations.retain(|i| sees(i.unit));
        Ok(Directory {
            organisations,
            units,
            people,
            invitations,
            may_change: self.is(Role::Administrator),
            may_read_ledger: self.is(Role::DataProtectionOfficer),
        })
    }

    /// Names of people and units of the directory, which are clear administrative data.
    pub async fn names_of(&self, users: &[UserId], units: &[UnitId]) -> AppResult<Names> {
        let (users, units) = (users.iter().copied(), units.iter().copied());
        self.app.names(users.collect(), units.collect()).await
    }

    async fn version_of(&self, id: StreamId) -> AppResult<i64> {
        Ok(self
            .app
            .0
            .store
            .relations()
            .stream(id)
            .await?
            .map_or(0, |row| row.version))
    }

    async fn organisation_view(&self, row: OrganisationRow) -> AppResult<Organisation> {
        Ok(Organisation {
            version: self.version_of(row.id.into()).await?,
            id: row.id,
            kind: kind_from(row.kind),
            regime: regime_from(row.regime),
            county: row.county,
            closed: row.state == DirectoryState::Closed,
            name: row.name,
        })
    }

    async fn unit_view(&self, row: UnitRow) -> AppResult<Unit> {
        Ok(Unit {
            version: self.version_of(row.id.into()).await?,
            held: self.ring.unit(row.id).is_some(),
            id: row.id,
            organisation: row.organisation,
            offers: Offers::from_code(row.kind),
            keyed: !row.public.is_empty(),
            closed: row.state == DirectoryState::Closed,
            name: row.name,
        })
    }

    /// A unit's row, or nothing for this person.
    pub(crate) async fn unit_row(&self, id: UnitId) -> AppResult<UnitRow> {
        self.app
            .0
            .store
            .relations()
            .unit_row(id)
            .await?
            .ok_or(AppError::Absent)
    }
}
