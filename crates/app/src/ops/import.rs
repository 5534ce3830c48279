//! Public reference data from files: read whole or not at all, and the same file twice is one import.

use super::ids::new_id;
use crate::statistics::{self, Dataset, Refused, Report, Source, StoredError};
use punte_domain::Moment;
use punte_domain::id::RequestId;
use punte_store::{CommitError, ReferenceRow, Store, StoreError, SystemAction};
use punte_vault::Rng;

/// Name of the official series in the table of reference data.
pub const GLOTIP: &str = "glotip";
/// The country of the series, ISO 3166-1 alpha-3.
const COUNTRY: &str = "ROU";

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Edition of the source.
    pub edition: String,
    /// Whether anything was written; not in a dry run, nor when exactly this is there already.
    pub written: bool,
    /// What was read.
    pub report: Report,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows that are not understood.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The data set cannot be stored.
    #[error(transparent)]
    Stored(#[from] StoredError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store refused.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Import the official series with the other published figures that stand beside it.
pub async fn glotip(
    store: &Store,
    (series, published): (&str, &str),
    dry_run: bool,
    rng: &dyn Rng,
    now: Moment,
) -> Result<Imported, ImportError> {
    let prepared = statistics::prepare(series, published, COUNTRY, Source::glotip())?;
    let edition = prepared.dataset.source.edition.clone();
    let written =
        !dry_run && keep(store, &prepared.dataset, RequestId(new_id(now, rng)), now).await?;
    Ok(Imported {
        edition,
        written,
        report: prepared.report,
    })
}

/// Keeps a data set, unless exactly this is kept already. Says whether anything was written.
pub(crate) async fn keep(
    store: &Store,
    dataset: &Dataset,
    request: RequestId,
    now: Moment,
) -> Result<bool, ImportError> {
    let edition = dataset.source.edition.clone();
    let body = dataset.to_bytes()?;
    let kept = store.relations().reference(GLOTIP, &edition).await?;
    if kept.is_some_and(|kept| kept.body == body) {
        return Ok(false);
    }
    let row = ReferenceRow {
        name: GLOTIP.to_owned(),
        edition,
        body,
    };
    let action = SystemAction::Import {
        references: vec![row],
        settings: Vec::new(),
    };
    store.system_commit(action, request, now).await?;
    Ok(true)
}
