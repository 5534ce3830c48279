//! Encrypted backups. A backup counts only after it was restored into a scratch directory and everything in it recomputed.
//!
//! The store's portable form runs through a pipe into the vault's file form, so that nothing unencrypted touches the disk but
//! the scratch copy, which holds what the database holds and goes when it was checked.

use super::home::{Home, HomeError};
use super::ids::new_id;
use super::inspect::{Inspection, inspect_file};
use punte_domain::Moment;
use punte_domain::id::RequestId;
use punte_ledger::Verifier as _;
use punte_store::{CommitError, MetaRow, Store, StoreConfig, StoreError, SystemAction};
use punte_vault::backup::{BackupKey, BackupSecret, open_stream, seal_stream};
use punte_vault::{Cost, LedgerVerifier, Rng};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::unix::pipe::{Receiver, Sender};
use zeroize::Zeroizing;

/// Setting that says when the last verified backup was made; see [`Verified`].
pub const VERIFIED: &str = "backup.verified";

/// With what a backup is encrypted.
#[derive(Clone)]
pub enum Secret {
    /// A key from a file.
    Key(Arc<BackupKey>),
    /// A passphrase, stretched at this cost.
    Passphrase(Arc<Zeroizing<String>>, Cost),
}

/// A backup that was restored and recomputed. Stored as the setting [`VERIFIED`], in JSON.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Verified {
    /// When it was begun, microseconds since 1970.
    pub at: i64,
    /// Leaves in the tree of the copy.
    pub leaves: u64,
    /// Root of the copy's tree, hex.
    pub root: String,
    /// Rows of the copy.
    pub rows: u64,
}

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The passphrase or key is not the one that it was made with.
    #[error("this is not the passphrase or key of the backup")]
    WrongSecret,
    /// The file is cut off, changed, or something else.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// What was restored does not fit its own ledger.
    #[error("the restored copy does not fit its ledger: {0}")]
    Misfit(String),
    /// The directory of the installation.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The line "backup verified" could not be committed.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// Encrypting failed.
    #[error("encrypting: {0}")]
    Vault(punte_vault::Error),
    /// Reading or writing a file failed.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
}

impl BackupError {
    fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        |error| Self::Io(path.to_owned(), error)
    }
}

impl Secret {
    fn with<T>(&self, then: impl FnOnce(&BackupSecret<'_>) -> T) -> T {
        match self {
            Self::Key(key) => then(&BackupSecret::Key(key)),
            Self::Passphrase(text, cost) => then(&BackupSecret::Passphrase(text, *cost)),
        }
    }
}

/// Write a backup of `store` to the new file `to`, restore it beside itself, recompute it, and only then commit the line that says so.
pub async fn backup(
    store: &Store,
    to: &Path,
    key: &LedgerVerifier,
    secret: &Secret,
    rng: Arc<dyn Rng>,
    now: Moment,
) -> Result<Verified, BackupError> {
    let partial = to.with_extension("partial");
    let written = async {
        write(store, &partial, secret, Arc::clone(&rng)).await?;
        check(&partial, key, secret).await
    };
    let inspection = match written.await {
        Ok(inspection) => inspection,
        Err(error) => {
            // Whatever it is, it is no backup.
            let _ = std::fs::remove_file(&partial);
            return Err(error);
        }
    };
    std::fs::rename(&partial, to).map_err(BackupError::io(to))?;
    let Inspection {
        leaves, root, rows, ..
    } = inspection;
    let verified = Verified {
        at: now.0,
        leaves,
        root,
        rows,
    };
    let value =
        serde_json::to_vec(&verified).map_err(|error| BackupError::Damaged(error.to_string()))?;
    let settings = vec![MetaRow {
        key: VERIFIED.to_owned(),
        value,
    }];
    let request = RequestId(new_id(now, &*rng));
    store
        .system_commit(
            SystemAction::Import {
                references: Vec::new(),
                settings,
            },
            request,
            now,
        )
        .await?;
    Ok(verified)
}

/// Write the encrypted file. It is not a backup yet.
async fn write(
    store: &Store,
    to: &Path,
    secret: &Secret,
    rng: Arc<dyn Rng>,
) -> Result<(), BackupError> {
    let (reader, writer) = std::io::pipe().map_err(BackupError::io(to))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(BackupError::io(to))?;
    let sealing = {
        let secret = secret.clone();
        tokio::task::spawn_blocking(move || {
            let mut reader = reader;
            secret.with(|secret| seal_stream(&mut reader, &mut file, secret, &*rng))?;
            file.sync_all().map_err(punte_vault::Error::from)
        })
    };
    let mut sender = Sender::from_owned_fd(OwnedFd::from(writer)).map_err(BackupError::io(to))?;
    let dumped = store.dump_to(&mut sender).await;
    drop(sender);
    let sealed = sealing
        .await
        .map_err(|error| BackupError::Damaged(error.to_string()))?;
    // Where sealing failed, the dump only says that nobody listened any more.
    sealed.map_err(BackupError::Vault)?;
    Ok(dumped?)
}

/// Restore into a scratch directory beside the file, recompute, throw the copy away.
pub async fn check(
    from: &Path,
    key: &LedgerVerifier,
    secret: &Secret,
) -> Result<Inspection, BackupError> {
    let scratch = Scratch::beside(from)?;
    let inspection = restore_file(from, &scratch.home, secret, Some(key)).await?;
    drop(scratch);
    Ok(inspection)
}

/// Restore a backup into a directory that has no installation. `serve` refuses it until the restore was declared.
/// The ledger's private key is not in a backup: put it back as `ledger.key`.
pub async fn restore(
    from: &Path,
    home: &Home,
    secret: &Secret,
    key: Option<&LedgerVerifier>,
) -> Result<Inspection, BackupError> {
    if home.exists() {
        return Err(HomeError::Present(home.path().to_owned()).into());
    }
    home.prepare()?;
    // First the marker: a restore that is cut short must not be served either.
    std::fs::write(home.restored(), b"").map_err(BackupError::io(&home.restored()))?;
    let restored = restore_file(from, home, secret, key).await;
    if restored.is_err() {
        remove_database(home);
    }
    restored
}

/// Restore a backup into an empty database of a server, with the ledger's public key into `home`. After an error the
/// database is not empty any more: drop it. As with [`restore`], `serve` refuses it until the restore was declared.
pub async fn restore_into(
    from: &Path,
    home: &Home,
    config: &StoreConfig,
    secret: &Secret,
    key: Option<&LedgerVerifier>,
) -> Result<Inspection, BackupError> {
    if home.exists() {
        return Err(HomeError::Present(home.path().to_owned()).into());
    }
    home.prepare()?;
    std::fs::write(home.restored(), b"").map_err(BackupError::io(&home.restored()))?;
    let store = Store::open(config).await?;
    let inspected = async {
        fill(&store, from, secret).await?;
        let found = written_for(&store, key).await?;
        if !home.public().exists() {
            std::fs::write(home.public(), format!("{}\n", found.to_text()))
                .map_err(BackupError::io(&home.public()))?;
        }
        let report = store.verify(found.name(), &[&found]).await?;
        fitting(Inspection::of(&report))
    }
    .await;
    store.close().await;
    inspected
}

/// The ledger key that a restored store names, if it is the expected one.
async fn written_for(
    store: &Store,
    key: Option<&LedgerVerifier>,
) -> Result<LedgerVerifier, BackupError> {
    let setting = super::create::setting::LEDGER_VERIFIER;
    let stored = store.relations().meta(setting).await?;
    let found =
        stored.and_then(|bytes| LedgerVerifier::parse(std::str::from_utf8(&bytes).ok()?).ok());
    let found = found.ok_or_else(|| BackupError::Damaged("it names no ledger key".to_owned()))?;
    if key.is_some_and(|key| *key != found) {
        return Err(BackupError::Misfit(
            "it is another installation's".to_owned(),
        ));
    }
    Ok(found)
}

fn fitting(inspection: Inspection) -> Result<Inspection, BackupError> {
    match inspection.findings.first() {
        None if inspection.clean => Ok(inspection),
        first => Err(BackupError::Misfit(first.cloned().unwrap_or_default())),
    }
}

async fn restore_file(
    from: &Path,
    home: &Home,
    secret: &Secret,
    key: Option<&LedgerVerifier>,
) -> Result<Inspection, BackupError> {
    let store = Store::open(&home.store_config()).await?;
    let filled = fill(&store, from, secret).await;
    let found = match &filled {
        Ok(()) => Some(written_for(&store, key).await),
        Err(_) => None,
    };
    store.close().await;
    filled?;
    let found = found.ok_or_else(|| BackupError::Damaged("nothing in it".to_owned()))??;
    if !home.public().exists() {
        std::fs::write(home.public(), format!("{}\n", found.to_text()))
            .map_err(BackupError::io(&home.public()))?;
    }
    fitting(inspect_file(&home.database(), key.unwrap_or(&found)).await)
}

async fn fill(store: &Store, from: &Path, secret: &Secret) -> Result<(), BackupError> {
    let mut file = File::open(from).map_err(BackupError::io(from))?;
    let (reader, mut writer) = std::io::pipe().map_err(BackupError::io(from))?;
    let secret = secret.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let opened = secret.with(|secret| open_stream(&mut file, &mut writer, secret));
        opened.and_then(|_| writer.flush().map_err(punte_vault::Error::from))
    });
    let mut receiver =
        Receiver::from_owned_fd(OwnedFd::from(reader)).map_err(BackupError::io(from))?;
    let restored = store.restore_from(&mut receiver).await;
    // A writer that still has something to say is told that nobody listens.
    drop(receiver);
    let opened = opening
        .await
        .map_err(|error| BackupError::Damaged(error.to_string()))?;
    match (opened, restored) {
        (Ok(()), Ok(())) => Ok(()),
        (Err(punte_vault::Error::WrongSecret), _) => Err(BackupError::WrongSecret),
        // The store gave up first, so the pipe broke: what the store says is the cause.
        (Err(punte_vault::Error::Io(_)) | Ok(()), Err(error)) => {
            Err(BackupError::Damaged(error.to_string()))
        }
        (Err(error), _) => Err(BackupError::Damaged(error.to_string())),
    }
}

fn remove_database(home: &Home) {
    for end in ["", "-wal", "-shm"] {
        let mut path = home.database().into_os_string();
        path.push(end);
        // It may not be there.
        let _ = std::fs::remove_file(path);
    }
}

/// A directory that goes when it is done with.
struct Scratch {
    home: Home,
}

impl Scratch {
    fn beside(file: &Path) -> Result<Self, BackupError> {
        let path = file.with_extension("scratch");
        std::fs::create_dir(&path).map_err(BackupError::io(&path))?;
        let home = Home::at(path);
        home.prepare()?;
        Ok(Self { home })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A copy that cannot be removed holds no more than the backup's target should be able to keep.
        let _ = std::fs::remove_dir_all(self.home.path());
    }
}
