//! Who asks for what, and the proof that they may: [`Authorized`].
//!
//! `store` takes an `Authorized<A, R>` wherever it gives or takes rows, and only `policy` makes one
//! (`cargo xtask` checks that no other crate names [`seal`]).

use crate::compartment::{CompartmentKind, Compartments};
use crate::id::{
    ConcernId, FileId, OrganisationId, PersonId, ReferralId, StreamId, UnitId, UserId,
};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What a person is in a unit (design 1, "the people"). Decides the discipline of what they write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads survivor files (NGO or DGASPC).
    CaseManager,
    /// Psychologist or social worker who gives services.
    Psychologist,
    /// Legal aid.
    Lawyer,
    /// Liaison of a police unit (DCCO).
    PoliceLiaison,
    /// Liaison of a prosecutor's office (DIICOT).
    ProsecutorLiaison,
    /// Monitoring and evaluation; holds the statistics key.
    MonitoringOfficer,
    /// Data-protection officer: who saw what and why; never content.
    DataProtectionOfficer,
    /// Supervisor of a unit.
    Supervisor,
    /// Administrator: organisations, units, people; never content by this role alone.
    Administrator,
}

impl Role {
    /// Every role, in the order of the demo's personas.
    pub const ALL: [Self; 9] = [
        Self::CaseManager,
        Self::Psychologist,
        Self::Lawyer,
        Self::PoliceLiaison,
        Self::ProsecutorLiaison,
        Self::MonitoringOfficer,
        Self::DataProtectionOfficer,
        Self::Supervisor,
        Self::Administrator,
    ];

    /// The name used in policies, JSON and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CaseManager => "case_manager",
            Self::Psychologist => "psychologist",
            Self::Lawyer => "lawyer",
            Self::PoliceLiaison => "police_liaison",
            Self::ProsecutorLiaison => "prosecutor_liaison",
            Self::MonitoringOfficer => "monitoring_officer",
            Self::DataProtectionOfficer => "data_protection_officer",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }
}

/// One membership of a signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The unit.
    pub unit: UnitId,
    /// The unit's organisation.
    pub organisation: OrganisationId,
    /// What the person is there.
    pub role: Role,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The person.
    pub user: UserId,
    /// Live memberships only.
    pub memberships: Vec<Membership>,
    /// A suspended person is forbidden everything.
    pub suspended: bool,
    /// Signed in with a second factor, or in a demo, which has none (ruling 18).
    pub second_factor: bool,
}

/// To whom a compartment is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grantee {
    /// A unit.
    Unit(UnitId),
    /// One person.
    User(UserId),
}

/// A wrap as policy sees it: who could open which compartment, and whether they may by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// To whom.
    pub grantee: Grantee,
    /// What.
    pub compartment: CompartmentKind,
    /// False while a referral that offers it is not accepted.
    pub active: bool,
    /// When it ends; `None` for the lead unit's and for one's own record.
    pub until: Option<Moment>,
}

impl Grant {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Moment) -> bool {
        self.active && self.until.is_none_or(|until| now < until)
    }
}

/// A thing a policy speaks of.
pub trait Resource {
    /// Cedar entity type.
    const TYPE: &'static str;
    /// The stream or row it is.
    fn id(&self) -> [u8; 16];
}

/// A thing people do. One marker type per action, made by [`actions!`] below.
pub trait Action {
    /// Cedar action name, e.g. `file.read`.
    const NAME: &'static str;
    /// What it is done to.
    type Resource: Resource;
}

/// A survivor file as policy sees it: relations only, no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRes {
    /// The file.
    pub id: FileId,
    /// The lead unit.
    pub lead: UnitId,
    /// All wraps.
    pub grants: Vec<Grant>,
    /// Closed files take no new entries but a reopening.
    pub closed: bool,
}

/// A concern as policy sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernRes {
    /// The concern.
    pub id: ConcernId,
    /// The intake unit that triages it.
    pub intake: UnitId,
    /// All wraps.
    pub grants: Vec<Grant>,
}

/// A person as policy sees it: reachable only through a file or concern whose identity the asker may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRes {
    /// The person.
    pub id: PersonId,
    /// All wraps (identity only).
    pub grants: Vec<Grant>,
}

/// A referral as policy sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRes {
    /// The referral.
    pub id: ReferralId,
    /// Who refers.
    pub from: UnitId,
    /// Who is asked.
    pub to: UnitId,
}

/// A unit: its roster, queue, intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRes {
    /// The unit.
    pub id: UnitId,
    /// Its organisation.
    pub organisation: OrganisationId,
}

/// A user's own desk and account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRes {
    /// The user.
    pub id: UserId,
}

/// The whole installation: directory, ledger, open reference data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationRes;

macro_rules! resources {
    ($($ty:ty => $name:literal),* $(,)?) => {$(
        impl Resource for $ty {
            const TYPE: &'static str = $name;
            fn id(&self) -> [u8; 16] { self.id.0 }
        }
    )*};
}
resources! {
    FileRes => "File",
    ConcernRes => "Concern",
    PersonRes => "Person",
    ReferralRes => "Referral",
    UnitRes => "Unit",
    UserRes => "User",
}
impl Resource for InstallationRes {
    const TYPE: &'static str = "Installation";
    fn id(&self) -> [u8; 16] {
        [0; 16]
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $res:ty),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}
            impl Action for $name {
                const NAME: &'static str = $text;
                type Resource = $res;
            }
        )*
        /// Every action's name and resource type, for the start-up test that each has a policy.
        pub const ACTIONS: &[(&str, &str)] = &[$(($text, <$res as Resource>::TYPE)),*];
    };
}

actions! {
    /// See one's own queue.
    ReadToday = "today.read" on UserRes,
    /// List the files of a unit's roster, or search names in it.
    ListFiles = "file.list" on UnitRes,
    /// Open a new file with this unit as lead.
    OpenFile = "file.open" on UnitRes,
    /// Read compartments of a file.
    ReadFile = "file.read" on FileRes,
    /// Write notes, sessions, tasks, decisions into a compartment of a file.
    WriteFile = "file.write" on FileRes,
    /// Decide for the file as its lead: assign, close, reopen, transfer.
    LeadFile = "file.lead" on FileRes,
    /// Share compartments with another unit: referral, consent.
    ShareFile = "file.share" on FileRes,
    /// See who can see what and why, and who has looked.
    ReadAccess = "file.access" on FileRes,
    /// Take over a file offered to this unit.
    TakeFile = "file.take" on UnitRes,
    /// Raise a concern to an intake unit.
    RaiseConcern = "concern.raise" on UnitRes,
    /// List the concerns of an intake unit.
    ListConcerns = "concern.list" on UnitRes,
    /// Read a concern.
    ReadConcern = "concern.read" on ConcernRes,
    /// Triage a concern.
    TriageConcern = "concern.triage" on ConcernRes,
    /// Read a person's identity.
    ReadPerson = "person.read" on PersonRes,
    /// Correct or complete a person's identity.
    WritePerson = "person.write" on PersonRes,
    /// List referrals sent by and to a unit.
    ListReferrals = "referral.list" on UnitRes,
    /// Read a referral.
    ReadReferral = "referral.read" on ReferralRes,
    /// Answer a referral: accept, decline, work on it, finish it.
    AnswerReferral = "referral.answer" on ReferralRes,
    /// Take a referral back.
    RevokeReferral = "referral.revoke" on ReferralRes,
    /// See and change one's own account: sessions, recovery code, language.
    OwnAccount = "account.own" on UserRes,
    /// See the directory of organisations, units and people.
    ReadDirectory = "directory.read" on InstallationRes,
    /// Change the directory: organisations, units, invitations, suspensions.
    ChangeDirectory = "directory.change" on InstallationRes,
    /// Hand a leaver's work to somebody else.
    HandOver = "directory.hand_over" on UnitRes,
    /// Give the unit's key to somebody who joined: for those who hold it.
    ConfirmMember = "directory.confirm" on UnitRes,
    /// Read the ledger: who saw what and when.
    ReadLedger = "ledger.read" on InstallationRes,
    /// Import official series into the open plane.
    ImportReference = "reference.import" on InstallationRes,
}

/// Proof that policy permitted `A` on this very resource to this very person, with what it permitted.
///
/// Has no public constructor but [`seal::authorized`], which only `punte-policy` may name.
#[derive(Debug)]
pub struct Authorized<A: Action> {
    resource: A::Resource,
    principal: UserId,
    units: Vec<UnitId>,
    compartments: Compartments,
    policies: Vec<String>,
    at: Moment,
}

impl<A: Action> Authorized<A> {
    /// What was asked for.
    pub fn resource(&self) -> &A::Resource {
        &self.resource
    }
    /// Who asked.
    pub fn principal(&self) -> UserId {
        self.principal
    }
    /// In which units' name.
    pub fn units(&self) -> &[UnitId] {
        &self.units
    }
    /// The compartments that policy permits; for resources without compartments, empty.
    pub fn compartments(&self) -> Compartments {
        self.compartments
    }
    /// The ids of the policies that permitted it.
    pub fn policies(&self) -> &[String] {
        &self.policies
    }
    /// When it was decided.
    pub fn at(&self) -> Moment {
        self.at
    }
    /// The stream or row that was asked for.
    pub fn object(&self) -> StreamId {
        StreamId(self.resource.id())
    }
}

/// The one door to [`Authorized`].
pub mod seal {
    use super::{Action, Authorized};
    use crate::compartment::Compartments;
    use crate::id::{UnitId, UserId};
    use crate::time::Moment;

    /// Makes the proof. For `punte-policy` alone; `cargo xtask test` fails when another crate names it.
    #[must_use]
    pub fn authorized<A: Action>(
        resource: A::Resource,
        principal: UserId,
        units: Vec<UnitId>,
        compartments: Compartments,
        policies: Vec<String>,
        at: Moment,
    ) -> Authorized<A> {
        Authorized {
            resource,
            principal,
            units,
            compartments,
            policies,
            at,
        }
    }
}
