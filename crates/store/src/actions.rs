//! Which actions read and write what: a proof of another action does not fit, at compile time.

use punte_domain::access::{
    Action, AnswerReferral, ChangeDirectory, ConfirmMember, HandOver, ImportReference, LeadFile,
    OpenFile, OwnAccount, RaiseConcern, ReadAccess, ReadConcern, ReadDirectory, ReadFile,
    ReadLedger, ReadPerson, ReadReferral, RevokeReferral, ShareFile, TakeFile, TriageConcern,
    WriteFile, WritePerson,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_ledger::LeafKind;

/// An action in whose name rows may be written.
pub trait Writes: Action {
    /// How the ledger counts it.
    const KIND: LeafKind = LeafKind::Write;
    /// Whether entries in the proof's own stream must lie in compartments that the proof names.
    const WALLED: bool = false;
}

impl Writes for OpenFile {}
impl Writes for WriteFile {
    const WALLED: bool = true;
}
impl Writes for LeadFile {}
impl Writes for ShareFile {}
impl Writes for TakeFile {}
impl Writes for RaiseConcern {}
impl Writes for TriageConcern {}
impl Writes for WritePerson {
    const WALLED: bool = true;
}
impl Writes for AnswerReferral {}
impl Writes for RevokeReferral {}
// Reading the answer to one's own referral ends the work that waited for it.
impl Writes for ReadReferral {}
impl Writes for OwnAccount {
    const KIND: LeafKind = LeafKind::Admin;
}
impl Writes for ChangeDirectory {
    const KIND: LeafKind = LeafKind::Admin;
}
impl Writes for ConfirmMember {
    const KIND: LeafKind = LeafKind::Admin;
}
impl Writes for HandOver {
    const KIND: LeafKind = LeafKind::Admin;
}
impl Writes for ImportReference {
    const KIND: LeafKind = LeafKind::Admin;
}

/// An action whose resource is a stream of which entries may be read.
pub trait ReadsEntries: Action {
    /// Compartments that every such stream has and that policy does not list; `None` where the proof's own list holds.
    const ALWAYS: Option<Compartments> = None;
}

/// Referrals have the core compartment only (domain, `Compartment::Core`), so their proofs list none.
const CORE: Option<Compartments> = Some(Compartments::only(CompartmentKind::Core));

impl ReadsEntries for ReadFile {}
impl ReadsEntries for WriteFile {}
impl ReadsEntries for LeadFile {}
impl ReadsEntries for ShareFile {}
impl ReadsEntries for ReadConcern {}
impl ReadsEntries for TriageConcern {}
impl ReadsEntries for ReadPerson {}
impl ReadsEntries for WritePerson {}
impl ReadsEntries for ReadReferral {
    const ALWAYS: Option<Compartments> = CORE;
}
impl ReadsEntries for AnswerReferral {
    const ALWAYS: Option<Compartments> = CORE;
}
impl ReadsEntries for RevokeReferral {
    const ALWAYS: Option<Compartments> = CORE;
}

/// An action that may see the whole directory.
pub trait ReadsDirectory: Action {}
impl ReadsDirectory for ReadDirectory {}
impl ReadsDirectory for ChangeDirectory {}

/// An action that may read the ledger: all of it, or what concerns its own resource.
pub trait ReadsLeaves: Action {
    /// Whether the proof covers every leaf (otherwise only those about its resource).
    const WHOLE: bool;
}
impl ReadsLeaves for ReadLedger {
    const WHOLE: bool = true;
}
impl ReadsLeaves for ReadAccess {
    const WHOLE: bool = false;
}
/// One's own acts and what was done to one's own account.
impl ReadsLeaves for OwnAccount {
    const WHOLE: bool = false;
}
