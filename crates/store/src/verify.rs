//! Verify.
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_ledger::Verifier;
use std::path::Path;

/// What verification found.
#[derive(Debug, Clone)]
pub struct VerifyReport {
    /// What the ledger's audit found: entries, checkpoints, rows.
    pub ledger: punte_ledger::Report,
    /// What the engine's own integrity check says; empty when it finds nothing.
    pub engine: Vec<String>,
    /// Everything else that does not fit, in words of this crate (table, leaf number).
    pub misfits: Vec<String>,
    /// Rows that were read and compared.
    pub rows: u64,
    /// When the oldest leaf of the unintegrated tail was committed.
    pub oldest_unintegrated: Option<Moment>,
}

impl VerifyReport {
    /// Whether everything fits.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.ledger.is_clean() && self.engine.is_empty() && self.misfits.is_empty()
    }
}

impl Store {
    /// Recompute everything: leaves, tree, checkpoints, rows; run the engine's integrity check. Needs no user key.
    pub async fn verify(&self, origin: &str, known: &[&(dyn Verifier + Sync)]) -> Result<VerifyReport, StoreError> {
        unimplemented!()
    }
}

/// [`Store::verify`] on a SQLite file that no server has open, without changing it.
pub async fn verify_file(path: &Path, origin: &str, known: &[&(dyn Verifier + Sync)]) -> Result<VerifyReport, StoreError> {
    unimplemented!()
}
