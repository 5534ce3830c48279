use super::{Which, block_on, passphrase, postgres, print_json};
use crate::clock::SystemClock;
use crate::say::{Failure, pick};
use punte_app::ops::Home;
use punte_app::ops::backup::{Secret, backup as write, restore as fill, restore_into};
use punte_app::ops::home::read_secret;
use punte_domain::Clock as _;
use punte_vault::backup::BackupKey;
use punte_vault::{Cost, SystemRng};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Write an encrypted backup, restore it beside itself, recompute it, and only then state it as verified.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte backup --data /var/lib/punte --key /root/backup.key /mnt/backup"
)]
pub(crate) struct BackupArgs {
    /// Where to; a file named by its time is made in it.
    dir: PathBuf,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    secret: SecretArgs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Restore a backup into a directory without an installation, and recompute it.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte restore --from /mnt/backup/punte-1795000000.backup --key /root/backup.key /var/lib/punte\n\nThe ledger's private key is not in a backup: put ledger.key (mode 400) back, run punte verify, then start once with --declared-restore."
)]
pub(crate) struct RestoreArgs {
    /// Where to.
    dir: PathBuf,
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Into this empty PostgreSQL database instead of a file: postgres://punte@db1/punte?sslmode=verify-full
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    #[command(flatten)]
    secret: SecretArgs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// With what the backup is encrypted.
#[derive(clap::Args)]
pub(crate) struct SecretArgs {
    /// The backup key that init wrote; `backup_key` of the configuration unless given.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    key: Option<PathBuf>,
    /// A file whose first line is the passphrase. Without key and file the passphrase is asked for.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl SecretArgs {
    fn secret(&self, configured: Option<&Path>, twice: bool) -> Result<Secret, Failure> {
        let key = match &self.passphrase_file {
            None => self.key.as_deref().or(configured),
            Some(_) => None,
        };
        if let Some(path) = key {
            let bytes = read_secret(path)?;
            let key = BackupKey::import(&bytes);
            let key = key.map_err(|_| punte_app::ops::HomeError::Key(path.to_owned()))?;
            return Ok(Secret::Key(Arc::new(key)));
        }
        let prompt = pick("Parola copiei", "Passphrase of the backup");
        let text = passphrase(self.passphrase_file.as_deref(), &prompt, twice)?;
        Ok(Secret::Passphrase(Arc::new(text), Cost::STANDARD))
    }
}

pub(crate) fn backup(args: &BackupArgs) -> Result<ExitCode, Failure> {
    let config = args.which.config()?;
    let home = args.which.home();
    let verifier = home.verifier()?;
    let secret = args.secret.secret(config.backup_key.as_deref(), true)?;
    check_target(&home, &args.dir)?;
    let now = SystemClock.now();
    let to = args.dir.join(format!("punte-{}.backup", now.seconds()));
    eprintln!(
        "{}",
        pick(
            "Se scrie copia, se restaurează alături și se verifică…",
            "Writing, restoring beside it, verifying…"
        )
    );
    let verified = block_on(async {
        let store = args.which.open(&config).await?;
        let verified = write(&store, &to, &verifier, &secret, Arc::new(SystemRng), now).await;
        store.close().await;
        Ok(verified?)
    })?;
    if args.json {
        print_json(&verified)?;
    } else {
        println!("{}", to.display());
        println!(
            "backup verified: leaves {}, rows {}, root {}",
            verified.leaves, verified.rows, verified.root
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A backup inside the data directory goes with it.
fn check_target(home: &Home, dir: &Path) -> Result<(), Failure> {
    let target = std::fs::canonicalize(dir).map_err(|error| Failure::file(dir, &error))?;
    match std::fs::canonicalize(home.path()) {
        Ok(data) if target.starts_with(&data) => Err(Failure::misuse(
            "Copia nu are ce căuta în directorul datelor: alegeți alt disc.",
            "A backup does not belong into the data directory: choose another disk.",
        )),
        Ok(_) | Err(_) => Ok(()),
    }
}

pub(crate) fn restore(args: &RestoreArgs) -> Result<ExitCode, Failure> {
    let secret = args.secret.secret(None, false)?;
    let home = Home::at(&args.dir);
    let found = block_on(async {
        match &args.database {
            None => Ok(fill(&args.from, &home, &secret, None).await?),
            Some(urls) => {
                let config = postgres(urls)?;
                Ok(restore_into(&args.from, &home, &config, &secret, None).await?)
            }
        }
    })?;
    if args.json {
        print_json(&found)?;
    } else {
        println!(
            "restored: leaves {}, checkpoints {}, rows {}, root {}",
            found.leaves, found.checkpoints, found.rows, found.root
        );
        println!(
            "{}",
            pick(
                "Puneți la loc ledger.key, apoi porniți o dată cu --declared-restore.",
                "Put ledger.key back, then start once with --declared-restore.",
            )
        );
    }
    Ok(ExitCode::SUCCESS)
}
