//! The official series as this installation has them: what was imported, else what the repository carries.

use super::{Dataset, Prepared};
use crate::ops::import::{GLOTIP, ImportError, keep};
use crate::{App, AppError, AppResult};

impl App {
    /// The official series: the newest edition that was imported; the repository's own only where nothing was.
    pub async fn statistics(&self) -> AppResult<Dataset> {
        let relations = self.store().relations();
        let editions = relations.references().await?;
        let newest = editions
            .into_iter()
            .filter(|(name, _)| name == GLOTIP)
            .map(|(_, edition)| edition)
            .max();
        let Some(edition) = newest else {
            return Dataset::romania()
                .map(|p| p.dataset)
                .map_err(|_| AppError::Unavailable);
        };
        let row = relations
            .reference(GLOTIP, &edition)
            .await?
            .ok_or(AppError::Unavailable)?;
        Dataset::from_bytes(&row.body).map_err(|error| {
            tracing::error!(%error, "stored statistics");
            AppError::Unavailable
        })
    }

    /// Keeps a prepared import. Says whether anything was written.
    pub async fn import_statistics(&self, prepared: &Prepared) -> Result<bool, ImportError> {
        keep(
            self.store(),
            &prepared.dataset,
            self.new_request(),
            self.now(),
        )
        .await
    }
}
