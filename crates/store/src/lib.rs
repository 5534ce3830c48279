//! The journal and its indexes on SQLite or PostgreSQL; knows bytes, not meanings.
//!
//! * [`Store::relations`]: who leads, who may open, who belongs where. Feeds policy; no content.
//! * `fetch_…`: content, only with an [`Authorized`](punte_domain::Authorized) proof, and [`Unlogged`] until
//!   [`Store::log_read`] has committed the leaf that says who was shown what.
//! * [`Store::commit`]: entries, work, facts, rosters and the ledger leaf in one transaction.
//! * [`Store::system_commit`]: the few things that happen while nobody has been authorised yet.
//! * [`Store::integrate`] puts committed leaves into the tree; [`Store::verify`] recomputes everything.

mod actions;
mod cell;
mod codes;
mod commit;
mod content;
mod dump;
mod engine;
mod error;
mod fill;
mod jobs;
mod joined;
mod leaves;
mod lines;
mod lookups;
mod migrate;
mod ops;
mod packed;
mod query;
mod relations;
mod rows;
mod sequence;
mod system;
mod unlogged;
mod verify;

pub use actions::{ReadsDirectory, ReadsEntries, ReadsLeaves, Writes};
pub use codes::{DirectoryState, InvitationState, LockKind, MembershipState, UserState, WrapState};
pub use commit::{Commit, Committed};
pub use content::{Listed, WorkCursor};
pub use engine::{EngineReport, Jitter, Store, StoreConfig};
pub use error::{CommitError, StoreError};
pub use joined::{PeopleAndUnits, Seat, SignedIn, StreamRows, UnitName};
pub use leaves::{CheckpointRow, Denial, LeafCursor, LeafRow, ReadNote};
pub use lines::SealedLines;
pub use ops::{RowKey, RowOp};
pub use punte_domain::StreamKind;
pub use relations::{Relations, WorkCounts};
pub use rows::{
    EntryRow, FactKeyRow, FactRow, IdempotencyRow, InvitationRow, JobRow, LockRow, MembershipRow,
    MetaRow, OrganisationRow, ReferenceRow, RosterRow, Row, SessionRow, StreamRow, UnitRow,
    UserRow, ViewRow, WorkRow, WrapRow,
};
pub use sequence::Tail;
pub use system::{Joined, Seed, SystemAction};
pub use unlogged::Unlogged;
pub use verify::{VerifyReport, verify_file};
