//! The sequencer: committed leaves into the tree, each re-hashed first, under a signed checkpoint (ruling 12).

use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_ledger::Signer;

/// Leaves that are committed and not yet in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// How many.
    pub length: i64,
    /// When the oldest was committed.
    pub oldest: Option<Moment>,
}

impl Store {
    /// The unsequenced tail.
    pub async fn tail(&self) -> Result<Tail, StoreError> {
        unimplemented!()
    }
    /// Put up to `max` leaves into the tree of the log `origin`. Returns how many.
    pub async fn integrate(&self, origin: &str, signer: &(dyn Signer + Sync), max: u32) -> Result<usize, StoreError> {
        unimplemented!()
    }
}
