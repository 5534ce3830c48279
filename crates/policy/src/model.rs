//! Relations as Cedar entities: the one place where domain ids become entity uids.

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use punte_domain::access::{Grant, Grantee, Principal, Role};
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{UnitId, UserId};
use punte_domain::time::Moment;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

/// A relation that Cedar refuses as an entity. Cannot come from data, only from a schema that does not fit the code,
/// and then it denies.
#[derive(Debug)]
pub struct Misfit;

/// Attributes of one entity.
pub(crate) type Attributes = HashMap<String, RestrictedExpression>;

/// Parsed once: entity type names cost more to parse than a decision costs to make.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) user: EntityTypeName,
    pub(crate) unit: EntityTypeName,
    pub(crate) kind: EntityTypeName,
    pub(crate) action: EntityTypeName,
    pub(crate) file: EntityTypeName,
    pub(crate) compartment: EntityTypeName,
    pub(crate) concern: EntityTypeName,
    pub(crate) person: EntityTypeName,
    pub(crate) referral: EntityTypeName,
    pub(crate) installation: EntityTypeName,
}

impl Names {
    pub(crate) fn new() -> Result<Self, crate::PolicyError> {
        let name = |text: &str| {
            text.parse::<EntityTypeName>()
                .map_err(|e| crate::PolicyError::Schema(e.to_string()))
        };
        Ok(Self {
            user: name("User")?,
            unit: name("Unit")?,
            kind: name("Kind")?,
            action: name("Action")?,
            file: name("File")?,
            compartment: name("Compartment")?,
            concern: name("Concern")?,
            person: name("Person")?,
            referral: name("Referral")?,
            installation: name("Installation")?,
        })
    }

    pub(crate) fn uid(name: &EntityTypeName, id: impl Display) -> EntityUid {
        EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id.to_string()))
    }

    pub(crate) fn unit(&self, id: UnitId) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(Self::uid(&self.unit, id))
    }

    pub(crate) fn kind(&self, kind: CompartmentKind) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(Self::uid(&self.kind, kind.name()))
    }

    pub(crate) fn units(&self, ids: impl IntoIterator<Item = UnitId>) -> RestrictedExpression {
        RestrictedExpression::new_set(ids.into_iter().map(|id| self.unit(id)))
    }

    pub(crate) fn users(&self, ids: impl IntoIterator<Item = UserId>) -> RestrictedExpression {
        RestrictedExpression::new_set(
            ids.into_iter()
                .map(|id| RestrictedExpression::new_entity_uid(Self::uid(&self.user, id))),
        )
    }

    /// The asking person, with one set of units per role.
    pub(crate) fn principal(&self, who: &Principal) -> Result<Entity, Misfit> {
        let mut attributes: Attributes = Role::ALL
            .iter()
            .map(|role| {
                let units = who
                    .memberships
                    .iter()
                    .filter(|m| m.role == *role)
                    .map(|m| m.unit);
                (role.name().to_owned(), self.units(units))
            })
            .collect();
        attributes.insert(
            "suspended".to_owned(),
            RestrictedExpression::new_bool(who.suspended),
        );
        attributes.insert(
            "second_factor".to_owned(),
            RestrictedExpression::new_bool(who.second_factor),
        );
        entity(Self::uid(&self.user, who.user), attributes)
    }
}

pub(crate) fn entity(uid: EntityUid, attributes: Attributes) -> Result<Entity, Misfit> {
    Entity::new(uid, attributes, HashSet::new()).map_err(|_| Misfit)
}

/// Who holds one kind of compartment at `now`: the one place where offers and expiries are weighed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Holders {
    pub(crate) units: Vec<UnitId>,
    pub(crate) users: Vec<UserId>,
    /// There is a wrap, whether or not it holds now.
    pub(crate) born: bool,
}

impl Holders {
    pub(crate) fn of(grants: &[Grant], kind: CompartmentKind, now: Moment) -> Self {
        let mut holders = Self::default();
        for grant in grants.iter().filter(|g| g.compartment == kind) {
            holders.born = true;
            if !grant.holds(now) {
                continue;
            }
            match grant.grantee {
                Grantee::Unit(unit) => holders.units.push(unit),
                Grantee::User(user) => holders.users.push(user),
            }
        }
        holders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_000);

    fn grant(unit: u8, active: bool, until: Option<i64>) -> Grant {
        Grant {
            grantee: Grantee::Unit(UnitId([unit; 16])),
            compartment: CompartmentKind::Core,
            active,
            until: until.map(Moment),
        }
    }

    #[test]
    fn a_wrap_holds_until_the_very_moment_it_ends() {
        let held = |until| {
            !Holders::of(&[grant(1, true, until)], CompartmentKind::Core, NOW)
                .units
                .is_empty()
        };
        assert!(held(None));
        assert!(held(Some(1_001)));
        assert!(!held(Some(1_000)));
        assert!(!held(Some(999)));
    }

    #[test]
    fn an_offer_does_not_hold_but_shows_that_the_compartment_is_born() {
        let offered = Holders::of(&[grant(1, false, None)], CompartmentKind::Core, NOW);
        assert!(offered.units.is_empty() && offered.born);
        let ended = Holders::of(&[grant(1, true, Some(1))], CompartmentKind::Core, NOW);
        assert!(ended.units.is_empty() && ended.born);
        assert_eq!(
            Holders::of(&[], CompartmentKind::Core, NOW),
            Holders::default()
        );
    }

    #[test]
    fn one_compartment_does_not_lend_its_holders_to_another() {
        let grants = [grant(1, true, None)];
        assert_eq!(
            Holders::of(&grants, CompartmentKind::Legal, NOW),
            Holders::default()
        );
    }

    #[test]
    fn persons_and_units_are_kept_apart() {
        let user = Grant {
            grantee: Grantee::User(UserId([9; 16])),
            ..grant(1, true, None)
        };
        let holders = Holders::of(&[user], CompartmentKind::Core, NOW);
        assert_eq!(holders.users, [UserId([9; 16])]);
        assert!(holders.units.is_empty());
    }
}
