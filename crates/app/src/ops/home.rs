//! The data directory: database, ledger key, configuration, and who may use it at one time.
//!
//! | file | holds |
//! |---|---|
//! | `punte.db` | the database |
//! | `ledger.key` | 32-byte seed of the ledger's signer, mode 0400 |
//! | `ledger.pub` | its public key, C2SP form; the name in it is the ledger's origin |
//! | `config.toml` | configuration, if any |
//! | `punte.lock` | held by the one server |
//! | `running` | there while a server runs; still there afterwards when it did not stop by itself |
//! | `seen` | the newest signed checkpoint that a server here has seen |
//! | `restored` | there after a restore, until it was declared |

use punte_ledger::Verifier as _;
use punte_store::{Store, StoreConfig, StoreError};
use punte_vault::{LedgerSigner, LedgerVerifier};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Connections that read a SQLite file at the same time.
const READERS: u32 = 4;

/// A data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// There is no installation in it.
    #[error("there is no installation in {0}")]
    Absent(PathBuf),
    /// There is one already.
    #[error("there is an installation in {0} already")]
    Present(PathBuf),
    /// A key file can be read by others.
    #[error("{0} can be read by others than its owner: chmod 400")]
    Mode(PathBuf),
    /// A key file is not one.
    #[error("{0} is not a key of Punte")]
    Key(PathBuf),
    /// Another server holds the directory.
    #[error("another server uses {0}")]
    Held(PathBuf),
    /// The database was restored, and nobody has declared it.
    #[error(
        "the database was restored from a backup: look, then start once with --declared-restore"
    )]
    Restored,
    /// The database ends before a checkpoint that a server here has seen.
    #[error(
        "the database ends at {found}, but {seen} entries were signed here: an older copy; start once with --declared-restore if it was meant"
    )]
    Older {
        /// Signed entries in the database.
        found: u64,
        /// Signed entries that were seen.
        seen: u64,
    },
    /// Reading or writing a file failed.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// The store does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A directory that this process alone serves. The lock ends with it.
#[derive(Debug)]
pub struct Held {
    home: Home,
    _lock: File,
    unclean: bool,
}

impl Home {
    /// The directory at `path`. Nothing is looked at yet.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("punte.db")
    }

    /// The ledger's private key.
    pub fn key(&self) -> PathBuf {
        self.0.join("ledger.key")
    }

    /// The ledger's public key.
    pub fn public(&self) -> PathBuf {
        self.0.join("ledger.pub")
    }

    /// The configuration.
    pub fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// Where the newest checkpoint that was seen is kept.
    pub fn seen(&self) -> PathBuf {
        self.0.join("seen")
    }

    /// There after a restore, until it was declared.
    pub fn restored(&self) -> PathBuf {
        self.0.join("restored")
    }

    /// Whether there is a database.
    pub fn exists(&self) -> bool {
        self.database().is_file()
    }

    /// Make the directory (mode 0700) with the ledger's keys in it, for a database that is not there yet.
    pub fn found(&self, signer: &LedgerSigner) -> Result<(), HomeError> {
        if self.exists() || self.key().exists() {
            return Err(HomeError::Present(self.0.clone()));
        }
        self.prepare()?;
        write_secret(&self.key(), &signer.seed())?;
        write_new(
            &self.public(),
            format!("{}\n", signer.verifier().to_text()).as_bytes(),
            0o444,
        )
    }

    /// Make the directory, mode 0700.
    pub fn prepare(&self) -> Result<(), HomeError> {
        let io = |error| HomeError::Io(self.0.clone(), error);
        std::fs::create_dir_all(&self.0).map_err(io)?;
        std::fs::set_permissions(&self.0, std::fs::Permissions::from_mode(0o700)).map_err(io)
    }

    /// The ledger's public key; its name is the origin of the checkpoints.
    pub fn verifier(&self) -> Result<LedgerVerifier, HomeError> {
        let path = self.public();
        let text = read(&path)?;
        let text = std::str::from_utf8(&text).map_err(|_| HomeError::Key(path.clone()))?;
        LedgerVerifier::parse(text.trim()).map_err(|_| HomeError::Key(path))
    }

    /// The ledger's signer. Refused when others can read the file, or when it is not the public key's.
    pub fn signer(&self) -> Result<LedgerSigner, HomeError> {
        let verifier = self.verifier()?;
        let seed = read_secret(&self.key())?;
        let signer = LedgerSigner::from_seed(verifier.name(), &seed).ok();
        signer
            .filter(|signer| signer.verifier() == verifier)
            .ok_or_else(|| HomeError::Key(self.key()))
    }

    /// How the database is opened.
    pub fn store_config(&self) -> StoreConfig {
        StoreConfig::Sqlite {
            path: self.database(),
            readers: READERS,
        }
    }

    /// Open the database that is there.
    pub async fn open(&self) -> Result<Store, HomeError> {
        if !self.exists() {
            return Err(HomeError::Absent(self.0.clone()));
        }
        Ok(Store::open(&self.store_config()).await?)
    }

    /// Become the one server of this directory.
    pub fn hold(&self) -> Result<Held, HomeError> {
        if !self.exists() {
            return Err(HomeError::Absent(self.0.clone()));
        }
        let path = self.0.join("punte.lock");
        let io = |error| HomeError::Io(path.clone(), error);
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(HomeError::Held(self.0.clone())),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let running = self.running();
        let unclean = running.exists();
        std::fs::write(&running, b"").map_err(|error| HomeError::Io(running, error))?;
        Ok(Held {
            home: self.clone(),
            _lock: lock,
            unclean,
        })
    }

    fn running(&self) -> PathBuf {
        self.0.join("running")
    }

    /// Refuse a database that was restored or is older than what was seen here, unless `declared`.
    pub async fn check_age(&self, store: &Store, declared: bool) -> Result<(), HomeError> {
        if declared {
            return self.declare();
        }
        if self.restored().exists() {
            return Err(HomeError::Restored);
        }
        let seen = match std::fs::read_to_string(self.seen()) {
            Ok(text) => text
                .trim()
                .parse()
                .map_err(|_| HomeError::Key(self.seen()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => 0,
            Err(error) => return Err(HomeError::Io(self.seen(), error)),
        };
        let found = size(store).await?;
        if found < seen {
            Err(HomeError::Older { found, seen })
        } else {
            Ok(())
        }
    }

    fn declare(&self) -> Result<(), HomeError> {
        for path in [self.restored(), self.seen()] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(HomeError::Io(path, error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Keep how far the ledger is signed, outside the database.
    pub async fn remember(&self, store: &Store) -> Result<(), HomeError> {
        let size = size(store).await?;
        let fresh = self.0.join("seen.new");
        std::fs::write(&fresh, format!("{size}\n"))
            .and_then(|()| std::fs::rename(&fresh, self.seen()))
            .map_err(|error| HomeError::Io(self.seen(), error))
    }
}

impl Held {
    /// Whether the server before this one did not stop by itself: then run the engine's quick check.
    pub const fn unclean(&self) -> bool {
        self.unclean
    }

    /// The server has closed the store and stops.
    pub fn clean_stop(self) -> Result<(), HomeError> {
        let running = self.home.running();
        std::fs::remove_file(&running).map_err(|error| HomeError::Io(running, error))
    }
}

async fn size(store: &Store) -> Result<u64, HomeError> {
    let last = store.last_checkpoint().await?;
    Ok(last
        .and_then(|row| u64::try_from(row.size).ok())
        .unwrap_or(0))
}

fn read(path: &Path) -> Result<Vec<u8>, HomeError> {
    std::fs::read(path).map_err(|error| HomeError::Io(path.to_owned(), error))
}

/// Secret bytes from a file that only its owner may read.
pub fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, HomeError> {
    let io = |error| HomeError::Io(path.to_owned(), error);
    let mut file = File::open(path).map_err(io)?;
    if file.metadata().map_err(io)?.permissions().mode() & 0o077 != 0 {
        return Err(HomeError::Mode(path.to_owned()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    file.read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// Write secret bytes to a new file, mode 0400.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), HomeError> {
    write_new(path, bytes, 0o400)
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), HomeError> {
    let io = |error| HomeError::Io(path.to_owned(), error);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(io)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(io)
}
