//! Names of people, units and organisations of the directory, for pages that show ids as who they are.

use crate::{App, AppResult};
use punte_domain::id::{OrganisationId, UnitId, UserId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A unit by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitName {
    /// Its name.
    pub unit: String,
    /// Its organisation's name.
    pub organisation: String,
    /// Its organisation.
    pub organisation_id: OrganisationId,
}

/// Names by id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Names {
    /// People.
    pub users: BTreeMap<UserId, String>,
    /// Their titles.
    pub titles: BTreeMap<UserId, String>,
    /// Units.
    pub units: BTreeMap<UnitId, UnitName>,
}

impl Names {
    /// A person's name; a dash where nobody has that id.
    pub fn user(&self, id: UserId) -> &str {
        self.users.get(&id).map_or("—", String::as_str)
    }
    /// A person's title; empty where there is none.
    pub fn title(&self, id: UserId) -> &str {
        self.titles.get(&id).map_or("", String::as_str)
    }
    /// A unit's name; a dash where no unit has that id.
    pub fn unit(&self, id: UnitId) -> &str {
        self.units.get(&id).map_or("—", |u| u.unit.as_str())
    }
    /// The name of a unit's organisation.
    pub fn organisation(&self, id: UnitId) -> &str {
        self.units.get(&id).map_or("—", |u| u.organisation.as_str())
    }
}

impl App {
    /// The names behind these ids. Staff and units are clear administrative data.
    pub(crate) async fn names(
        &self,
        users: BTreeSet<UserId>,
        units: BTreeSet<UnitId>,
    ) -> AppResult<Names> {
        let mut names = Names::default();
        if users.is_empty() && units.is_empty() {
            return Ok(names);
        }
        let (users, units) = self.0.store.relations().names(users, units).await?;
        for (id, name, title) in users {
            names.titles.insert(id, title);
            names.users.insert(id, name);
        }
        for (id, row) in units {
            let name = UnitName {
                unit: row.name,
                organisation: row.organisation_name,
                organisation_id: row.organisation,
            };
            names.units.insert(id, name);
        }
        Ok(names)
    }
}
