//! The commands that need an installation.

pub(crate) mod backup;
pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod serve;
pub(crate) mod verify;

use crate::config::Config;
use crate::say::Failure;
use punte_app::ops::Home;
use punte_store::{Store, StoreConfig};
use punte_vault::{Rng as _, SystemRng};
use std::future::Future;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 10;

/// The end of a command: its code, and the sentence if it failed.
pub(crate) fn finish(result: Result<ExitCode, Failure>) -> ExitCode {
    result.unwrap_or_else(|failure| {
        eprintln!("punte: {}", failure.text);
        ExitCode::from(failure.code)
    })
}

/// Run to the end on a runtime.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime =
        runtime.map_err(|error| Failure::could_not(error.to_string(), error.to_string()))?;
    runtime.block_on(work)
}

/// Which installation.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Which {
    /// The data directory: database (unless it is a server's), ledger key, configuration.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// PostgreSQL instead of a file: postgres://punte@db1/punte?sslmode=verify-full
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

impl Which {
    pub(crate) fn home(&self) -> Home {
        Home::at(&self.data)
    }

    /// The configuration, with what the command line says over it.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let mut config = Config::load(&self.home().config())?;
        if self.database.is_some() {
            config.database.clone_from(&self.database);
        }
        Ok(config)
    }

    /// Open the store that is configured.
    pub(crate) async fn open(&self, config: &Config) -> Result<Store, Failure> {
        match &config.database {
            None => Ok(self.home().open().await?),
            Some(urls) => Ok(Store::open(&postgres(urls)?).await?),
        }
    }
}

/// How PostgreSQL is opened.
pub(crate) fn postgres(urls: &str) -> Result<StoreConfig, Failure> {
    let urls: Vec<String> = urls.split_whitespace().map(str::to_owned).collect();
    let fits = |url: &String| url.starts_with("postgres://") || url.starts_with("postgresql://");
    if urls.is_empty() || !urls.iter().all(fits) {
        return Err(Failure::misuse(
            "Adresa bazei de date începe cu postgres://",
            "The address of the database begins with postgres://",
        ));
    }
    Ok(StoreConfig::Postgres {
        urls,
        max: CONNECTIONS,
        jitter: Arc::new(jitter),
    })
}

/// Half to one and a half times 10 ms, doubled with each try, at most 2 s.
fn jitter(attempt: u32) -> Duration {
    let mut byte = [0];
    SystemRng.fill(&mut byte);
    let base = 10u64.saturating_mul(1 << attempt.min(7));
    Duration::from_millis(base / 2 + base * u64::from(byte[0]) / 256).min(Duration::from_secs(2))
}

/// A passphrase from a file's first line, or typed twice without echo.
pub(crate) fn passphrase(
    file: Option<&Path>,
    prompt: &str,
    twice: bool,
) -> Result<Zeroizing<String>, Failure> {
    if let Some(path) = file {
        let open = std::fs::File::open(path).map_err(|error| Failure::file(path, &error))?;
        let mut line = Zeroizing::new(String::with_capacity(4096));
        std::io::BufReader::new(open)
            .read_line(&mut line)
            .map_err(|error| Failure::file(path, &error))?;
        return checked(Zeroizing::new(
            line.trim_end_matches(['\r', '\n']).to_owned(),
        ));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::misuse(
            "Fără terminal, parola vine dintr-un fișier: --passphrase-file.",
            "Without a terminal the passphrase comes from a file: --passphrase-file.",
        ));
    }
    let ask = |prompt: &str| {
        let typed = rpassword::prompt_password(format!("{prompt}: ")).map(Zeroizing::new);
        typed.map_err(|error| Failure::could_not(error.to_string(), error.to_string()))
    };
    let typed = ask(prompt)?;
    if twice && *ask(prompt)? != *typed {
        return Err(Failure::misuse(
            "Cele două parole nu sunt la fel.",
            "The two passphrases are not the same.",
        ));
    }
    checked(typed)
}

fn checked(text: Zeroizing<String>) -> Result<Zeroizing<String>, Failure> {
    if text.is_empty() {
        return Err(Failure::misuse(
            "Parola este goală.",
            "The passphrase is empty.",
        ));
    }
    Ok(text)
}

/// Print a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| Failure::could_not(error.to_string(), error.to_string()))?;
    println!("{text}");
    Ok(())
}
