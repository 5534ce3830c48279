//! `doctor`: host, engine, keys, backups; one line each. What this cannot know it says, and never guesses well.

mod host;

use super::backup::{VERIFIED, Verified};
use super::create::setting;
use super::home::Home;
pub use host::Host;
use host::{clock, disk, filesystem, scheduling, swap};
use punte_domain::Moment;
use punte_store::{Store, StoreError};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A backup older than that is a finding (security.md §3.16).
const BACKUP_HOURS: i64 = 25;
/// A leaf that waits longer than that for the sequencer, while a server runs.
const TAIL_SECONDS: i64 = 60;

/// A verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Fine,
    /// To be put right: `doctor` exits with 1.
    Wrong,
    /// Cannot be told from here.
    Unknown,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What was looked at; stable.
    pub check: &'static str,
    /// The verdict.
    pub state: State,
    /// What was found.
    pub found: String,
}

/// What is asked about.
#[derive(Debug, Clone)]
pub struct Patient {
    /// The data directory, unless the database is a server's.
    pub home: Option<Home>,
    /// Key files beside the data directory.
    pub keys: Vec<PathBuf>,
    /// Where people reach the installation, e.g. `https://punte.example.org`.
    pub public_url: Option<String>,
    /// The time.
    pub now: Moment,
}

fn line(check: &'static str, state: State, found: impl Into<String>) -> Line {
    Line {
        check,
        state,
        found: found.into(),
    }
}

fn verdict(check: &'static str, fine: bool, found: impl Into<String>) -> Line {
    line(check, if fine { State::Fine } else { State::Wrong }, found)
}

/// Every line.
pub async fn examine(
    store: &Store,
    patient: &Patient,
    host: &Host,
) -> Result<Vec<Line>, StoreError> {
    let mut lines = key_files(patient);
    lines.extend(engine(store).await?);
    if store.is_postgres() {
        lines.push(scheduling(host));
    }
    lines.push(disk(patient.home.as_ref(), host));
    lines.push(filesystem(patient.home.as_ref(), host));
    lines.push(swap(host));
    lines.push(clock(patient.now, host));
    lines.push(backup(store, patient.now).await?);
    lines.push(mode(store).await?);
    lines.push(https(patient.public_url.as_deref()));
    lines.push(tail(store, patient.now).await?);
    lines.push(statistics(store).await?);
    Ok(lines)
}

fn key_files(patient: &Patient) -> Vec<Line> {
    let own = patient.home.iter().map(Home::key);
    own.chain(patient.keys.iter().cloned())
        .map(|path| key_file(&path))
        .collect()
}

fn key_file(path: &Path) -> Line {
    match std::fs::metadata(path) {
        Err(error) => line(
            "key_file",
            State::Wrong,
            format!("{}: {error}", path.display()),
        ),
        Ok(about) => {
            let mode = about.permissions().mode() & 0o777;
            let fine = mode.trailing_zeros() >= 6 && about.len() == 32;
            verdict(
                "key_file",
                fine,
                format!("{}: mode {mode:o}, {} bytes", path.display(), about.len()),
            )
        }
    }
}

async fn engine(store: &Store) -> Result<Vec<Line>, StoreError> {
    let report = store.engine_report().await?;
    let version = format!("{} {}", report.engine, report.version);
    let mut lines = vec![
        // An engine that is too old does not open at all.
        line("engine", State::Fine, version),
        verdict(
            "disk_writes",
            !report.broken,
            if report.broken {
                "a write failed: restart"
            } else {
                "no write failed"
            },
        ),
    ];
    let safe = |name: &str, value: &str| match name {
        // 2 is FULL, 3 is EXTRA.
        "synchronous" => matches!(value, "2" | "3" | "FULL" | "full" | "EXTRA" | "extra"),
        "synchronous_commit" => !matches!(value, "off" | "local"),
        "fsync" | "full_page_writes" => value == "on",
        "journal_mode" => value.eq_ignore_ascii_case("wal"),
        "foreign_keys" => matches!(value, "1" | "on"),
        _ => true,
    };
    for (name, value) in &report.settings {
        lines.push(verdict(
            "engine_setting",
            safe(name, value),
            format!("{name} = {value}"),
        ));
    }
    Ok(lines)
}

async fn backup(store: &Store, now: Moment) -> Result<Line, StoreError> {
    let kept = store.relations().meta(VERIFIED).await?;
    let last = kept.and_then(|bytes| serde_json::from_slice::<Verified>(&bytes).ok());
    Ok(match last {
        None => line("backup", State::Wrong, "none was ever verified"),
        Some(last) => {
            let hours = (now.0 - last.at).div_euclid(3_600_000_000);
            let fine = (0..BACKUP_HOURS).contains(&hours);
            verdict(
                "backup",
                fine,
                format!(
                    "verified {hours} h ago: {} leaves, root {}",
                    last.leaves, last.root
                ),
            )
        }
    })
}

/// Whether the store was born as a demo. Its first leaf states the setting.
pub async fn is_demo(store: &Store) -> Result<bool, StoreError> {
    Ok(store.relations().meta(setting::MODE).await?.as_deref() == Some(b"demo"))
}

async fn mode(store: &Store) -> Result<Line, StoreError> {
    let mode = store.relations().meta(setting::MODE).await?;
    Ok(match mode.as_deref() {
        Some(b"real") => line("mode", State::Fine, "real"),
        Some(b"demo") => line(
            "mode",
            State::Wrong,
            "a demo: never put real people into it",
        ),
        Some(_) | None => line("mode", State::Wrong, "not an installation"),
    })
}

fn https(public_url: Option<&str>) -> Line {
    match public_url {
        Some(url) if url.starts_with("https://") => {
            line("https", State::Fine, format!("{url}; cookies are Secure"))
        }
        Some(url) => line("https", State::Wrong, format!("{url}: cookies need https")),
        None => line("https", State::Wrong, "public_url is not set"),
    }
}

async fn tail(store: &Store, now: Moment) -> Result<Line, StoreError> {
    let tail = store.tail().await?;
    let waits = tail
        .oldest
        .map_or(0, |oldest| now.seconds() - oldest.seconds());
    let fine = tail.length == 0 || waits <= TAIL_SECONDS;
    Ok(verdict(
        "unintegrated",
        fine,
        format!("{} leaves, the oldest for {waits} s", tail.length),
    ))
}

async fn statistics(store: &Store) -> Result<Line, StoreError> {
    let public = store.relations().meta(setting::STATISTICS_PUBLIC).await?;
    let fine = public.is_some_and(|key| key.len() == 32);
    Ok(verdict(
        "statistics_key",
        fine,
        if fine {
            "there"
        } else {
            "missing: facts cannot be recorded"
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_wrong() {
        assert_eq!(https(Some("http://punte.example.org")).state, State::Wrong);
        assert_eq!(https(None).state, State::Wrong);
        assert_eq!(https(Some("https://punte.example.org")).state, State::Fine);
    }
}
