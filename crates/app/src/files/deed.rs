//! What somebody can do to a file: one place that decides, for links, for forms and for their pages.
//!
//! What is offered is what policy would permit if it were asked for now. It is asked again when the form comes back.

use crate::Desk;
use crate::desk::ALL;
use crate::files::FileView;
use punte_domain::Authorized;
use punte_domain::access::{
    FileRes, LeadFile, PersonRes, ReadAccess, Role, ShareFile, WriteFile, WritePerson,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::rules::serves;
use punte_domain::id::{ServiceId, UnitId};
use punte_policy::Context;

/// What a form sets out to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Write into this compartment.
    Write(CompartmentKind),
    /// Write on a service: a session, its end.
    Serve,
    /// Write into a compartment that the form lets one choose.
    WriteSome,
    /// Decide for the file: people, transfer, closing.
    Lead,
    /// Consents and shares.
    Share,
    /// Answer an offer of the lead.
    Take,
    /// Write on the person whom the file is about.
    Person,
}

/// What the reader can do here; buttons that would be refused aren't shown, and their pages aren't there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "permissions, each asked by itself"
)]
pub struct Can {
    /// Write, in which compartments.
    pub write: Compartments,
    /// In the name of which unit, and as what, the reader would write.
    pub acting: Option<(UnitId, Role)>,
    /// Decide as lead: assign, transfer, close, reopen.
    pub lead: bool,
    /// Share, which compartments.
    pub share: Compartments,
    /// See who sees what.
    pub access: bool,
    /// Answer the transfer that is offered, for the unit to which it is.
    pub take: bool,
    /// Write on the person.
    pub person: bool,
}

impl Can {
    /// Whether policy would let the reader do this.
    #[must_use]
    fn may(&self, deed: Deed) -> bool {
        match deed {
            Deed::Write(kind) => self.write.has(kind),
            Deed::Serve => self.write.has(CompartmentKind::Core),
            Deed::WriteSome => !self.write.is_empty(),
            Deed::Lead => self.lead,
            Deed::Share => !self.share.is_empty(),
            Deed::Take => self.take,
            Deed::Person => self.person,
        }
    }
}

impl FileView {
    /// Whether the reader would be let do this; `service` is the one that it is done to, where it is done to one. Of a service
    /// that the file does not have, whoever writes on the file is told so.
    #[must_use]
    pub fn may(&self, deed: Deed, service: Option<ServiceId>) -> bool {
        let found = service.and_then(|id| self.state.services.iter().find(|s| s.id == id));
        let theirs = |unit| {
            let acting = self.can.acting;
            acting.is_some_and(|acting| serves(&self.state, unit, acting))
        };
        self.can.may(deed) && found.is_none_or(|service| theirs(service.unit))
    }
}

impl Desk {
    /// What the reader can do with a file, and with its person where they can read them.
    pub(super) fn can(
        &self,
        resource: &FileRes,
        offered_to: Option<UnitId>,
        person: Option<&PersonRes>,
    ) -> Can {
        // What the policy will say when they answer (`open-or-take-lead`): whose page shows a way that would be shut?
        let takes = |role| matches!(role, Role::CaseManager | Role::Supervisor);
        let memberships = &self.principal.memberships;
        let identity = Compartments::only(CompartmentKind::Identity);
        let writes = |person| self.may::<WritePerson>(person, identity).is_some();
        let write = Context {
            now: self.now,
            compartments: ALL,
        };
        let policy = &self.app.0.policy;
        let write = policy.authorize::<WriteFile>(&self.principal, resource.clone(), &write);
        let write = write.ok();
        Can {
            take: memberships
                .iter()
                .any(|m| Some(m.unit) == offered_to && takes(m.role)),
            write: write
                .as_ref()
                .map(Authorized::compartments)
                .unwrap_or_default(),
            acting: write.and_then(|proof| self.acting(&proof).ok()),
            lead: self.may::<LeadFile>(resource, ALL).is_some(),
            share: self.may::<ShareFile>(resource, ALL).unwrap_or_default(),
            access: self.may::<ReadAccess>(resource, ALL).is_some(),
            person: person.is_some_and(writes),
        }
    }
}
