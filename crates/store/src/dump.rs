//! Backups.
use crate::{Store, StoreError};
use std::path::Path;
use tokio::io::{AsyncRead, AsyncWrite};

impl Store {
    /// Write everything but sessions and jobs in the portable form, which either engine restores. For `app` to encrypt.
    pub async fn dump_to(&self, out: &mut (impl AsyncWrite + Unpin + Send)) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// Fill an empty store from [`Store::dump_to`]'s form. Run [`Store::verify`] afterwards.
    pub async fn restore_from(&self, from: &mut (impl AsyncRead + Unpin + Send)) -> Result<(), StoreError> {
        unimplemented!()
    }
    /// A consistent copy of the SQLite file at `path`, which must not exist yet.
    pub async fn snapshot_to(&self, path: &Path) -> Result<(), StoreError> {
        unimplemented!()
    }
}
