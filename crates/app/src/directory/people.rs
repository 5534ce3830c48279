//! People of the directory.

use super::{MembershipState, Standing};
use crate::{AppResult, Desk};
use punte_domain::access::{ReadDirectory, Role};
use punte_domain::id::{UnitId, UserId};
use punte_domain::{Authorized, Moment};
use serde::Serialize;

/// What somebody is where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Belongs {
    /// Which unit.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
    /// Where it stands.
    pub state: MembershipState,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Id.
    pub id: UserId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Whether they may sign in.
    pub standing: Standing,
    /// What they are where.
    pub memberships: Vec<Belongs>,
    /// When they last signed in.
    pub last_sign_in: Option<Moment>,
    /// Version of their stream.
    pub version: i64,
}

impl Desk {
    pub(super) async fn people(&self, proof: &Authorized<ReadDirectory>) -> AppResult<Vec<Person>> {
        let store = &self.app.0.store;
        let memberships = store.fetch_memberships(proof).await?;
        let mut people = Vec::new();
        for row in store.fetch_users(proof).await? {
            let belongs = memberships.iter().filter(|m| m.user == row.id);
            let stream = store.relations().stream(row.id.into()).await?;
            people.push(Person {
                memberships: belongs
                    .map(|m| Belongs {
                        unit: m.unit,
                        role: m.role,
                        state: m.state.into(),
                    })
                    .collect(),
                last_sign_in: store.relations().last_sign_in(row.id).await?,
                version: stream.map_or(0, |s| s.version),
                id: row.id,
                login: row.login,
                name: row.name,
                title: row.title,
                standing: row.state.into(),
            });
        }
        Ok(people)
    }
}
