//! A desk: one request of one signed-in person.

use crate::keyring::Keyring;
use crate::{App, AppError, AppResult};
use punte_domain::access::{FileRes, Membership, Principal, Resource, Role};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{RequestId, UnitId, UserId};
use punte_domain::time::Day;
use punte_domain::{Action, Authorized, Ctx, Moment};
use punte_policy::{Context, Decide};
use punte_store::{Denial, UserRow};

/// Every compartment that a file can have: what is asked for when a page shows whatever it may.
pub(crate) const ALL: Compartments = Compartments(0xFF);

/// One request of one signed-in person, with the keys that their cookie opened.
pub struct Desk {
    pub(crate) app: App,
    pub(crate) principal: Principal,
    pub(crate) ring: Keyring,
    pub(crate) user: UserRow,
    pub(crate) request: RequestId,
    pub(crate) now: Moment,
    pub(crate) session: [u8; 32],
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// Who sits here.
    pub fn user(&self) -> &UserRow {
        &self.user
    }
    /// The installation.
    pub fn app(&self) -> &App {
        &self.app
    }
    /// When this request began; every rule of the request reads this one moment.
    pub fn now(&self) -> Moment {
        self.now
    }
    /// The calendar day of that moment.
    pub fn today(&self) -> Day {
        self.app.day_of(self.now)
    }
    /// Live memberships.
    pub fn memberships(&self) -> &[Membership] {
        &self.principal.memberships
    }
    /// Whether the person is this in any unit.
    pub fn is(&self, role: Role) -> bool {
        self.principal.memberships.iter().any(|m| m.role == role)
    }
    /// The person's own id.
    pub fn user_id(&self) -> UserId {
        self.principal.user
    }

    /// Asks policy. Absent and forbidden give the same answer and leave the same kind of leaf, so that neither the page nor its
    /// timing tells them apart.
    pub(crate) async fn permit<A>(
        &self,
        asked_for: [u8; 16],
        resource: Option<A::Resource>,
        compartments: Compartments,
    ) -> AppResult<Authorized<A>>
    where
        A: Action,
        A::Resource: Decide,
    {
        self.app.note_decision(self.request, A::NAME);
        let context = Context {
            now: self.now,
            compartments,
        };
        let policies = match resource {
            Some(resource) => {
                debug_assert_eq!(resource.id(), asked_for);
                match self
                    .app
                    .0
                    .policy
                    .authorize::<A>(&self.principal, resource, &context)
                {
                    Ok(proof) => return Ok(proof),
                    Err(denied) => denied.policies().to_vec(),
                }
            }
            None => Vec::new(),
        };
        let denial = Denial {
            action: A::NAME,
            actor: self.principal.user,
            object: asked_for,
            units: self.principal.memberships.iter().map(|m| m.unit).collect(),
            policies,
            request: self.request,
            now: self.now,
        };
        self.app.0.store.denied(denial).await?;
        Err(AppError::Absent)
    }

    /// Whether policy would permit it, without a proof: to show only what somebody can do.
    pub(crate) fn may<A>(
        &self,
        resource: &A::Resource,
        compartments: Compartments,
    ) -> Option<Compartments>
    where
        A: Action,
        A::Resource: Decide,
    {
        let context = Context {
            now: self.now,
            compartments,
        };
        self.app
            .0
            .policy
            .decide_for::<A>(&self.principal, resource, &context)
    }

    /// The same for many files, in their order.
    pub(crate) fn may_each<A>(
        &self,
        files: &[FileRes],
        compartments: Compartments,
    ) -> Vec<Option<Compartments>>
    where
        A: Action<Resource = FileRes>,
    {
        let context = Context {
            now: self.now,
            compartments,
        };
        self.app
            .0
            .policy
            .decide_for_each::<A>(&self.principal, files, &context)
    }

    /// In which unit, and as what, the person acts under this proof: a casework role before an administrative one.
    pub(crate) fn acting<A: Action>(&self, proof: &Authorized<A>) -> AppResult<(UnitId, Role)> {
        self.principal
            .memberships
            .iter()
            .filter(|m| proof.units().contains(&m.unit) && self.ring.unit(m.unit).is_some())
            .min_by_key(|m| m.role == Role::Administrator)
            .map(|m| (m.unit, m.role))
            .ok_or(AppError::Absent)
    }

    /// The circumstances of a command.
    pub(crate) fn ctx(&self, unit: UnitId, role: Role) -> Ctx<'_> {
        Ctx {
            now: self.now,
            today: self.today(),
            author: self.principal.user,
            unit,
            role,
            pack: self.app.0.pack,
            fresh: self.app.new_id(),
        }
    }
}

/// The compartments, as kinds.
pub(crate) fn kinds(compartments: Compartments) -> Vec<CompartmentKind> {
    compartments.iter().collect()
}
