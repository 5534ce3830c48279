//! `doctor`: host, engine, keys, backups; one line each. What this cannot know it says, and never guesses well.

use super::backup::{VERIFIED, Verified};
use super::create::setting;
use super::home::Home;
use punte_domain::Moment;
use punte_store::{Store, StoreError};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A backup older than that is a finding (security.md §3.16).
const BACKUP_HOURS: i64 = 25;
/// A leaf that waits longer than that for the sequencer, while a server runs.
const TAIL_SECONDS: i64 = 60;
/// No clock of a working host is before this release: 2026-11-01.
const EARLIEST: Moment = Moment(1_793_491_200_000_000);

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

/// What the host says of itself, as it stands in `/proc`.
#[derive(Debug, Clone, Default)]
pub struct Host {
    /// `/proc/swaps`.
    pub swaps: Option<String>,
    /// `/proc/mounts`.
    pub mounts: Option<String>,
    /// Whether systemd-timesyncd says that the clock is synchronised.
    pub synchronised: bool,
    /// `/proc/sys/kernel/sched_autogroup_enabled`.
    pub autogroup: Option<String>,
}

impl Host {
    /// Read it.
    pub fn read() -> Self {
        Self {
            swaps: std::fs::read_to_string("/proc/swaps").ok(),
            mounts: std::fs::read_to_string("/proc/mounts").ok(),
            synchronised: Path::new("/run/systemd/timesync/synchronized").exists(),
            autogroup: std::fs::read_to_string("/proc/sys/kernel/sched_autogroup_enabled").ok(),
        }
    }
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

/// Passphrases are stretched by threads that leave their core to whatever else wants it. Where Linux shares a core between
/// sessions first, they leave it to threads of the server alone, and a database server on the same host waits for them.
fn scheduling(host: &Host) -> Line {
    match host.autogroup.as_deref().map(str::trim) {
        Some("1") => line(
            "scheduling",
            State::Unknown,
            "where PostgreSQL runs on this host, set kernel.sched_autogroup_enabled = 0: every sign-in slows its answers",
        ),
        Some(_) | None => line("scheduling", State::Fine, "not by sessions"),
    }
}

/// The device on which the longest mount point above `path` lies.
fn device<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let parts = mounts.lines().filter_map(|line| {
        let mut parts = line.split_whitespace();
        Some((parts.next()?, parts.next()?))
    });
    let above = parts.filter(|(_, point)| path.starts_with(point));
    above
        .max_by_key(|(_, point)| point.len())
        .map(|(device, _)| device)
}

/// File systems on which locks and flushes are another machine's word: no place for a SQLite file.
const NETWORKED: [&str; 10] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "ceph",
    "glusterfs",
    "fuse.glusterfs",
    "fuse.sshfs",
];

/// The kind of file system of the longest mount point above `path`.
fn kind<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let parts = mounts.lines().filter_map(|line| {
        let mut parts = line.split_whitespace().skip(1);
        Some((parts.next()?, parts.next()?))
    });
    let above = parts.filter(|(point, _)| path.starts_with(point));
    above
        .max_by_key(|(point, _)| point.len())
        .map(|(_, kind)| kind)
}

fn filesystem(home: Option<&Home>, host: &Host) -> Line {
    let check = "filesystem";
    let Some(path) = home.and_then(|home| std::fs::canonicalize(home.path()).ok()) else {
        return line(check, State::Unknown, "the database is not on this host");
    };
    match host
        .mounts
        .as_deref()
        .and_then(|mounts| kind(mounts, &path))
    {
        Some(kind) if NETWORKED.contains(&kind) => line(
            check,
            State::Wrong,
            format!("{kind}: a network's; move the data directory to a disk of this machine"),
        ),
        Some(kind) => line(check, State::Fine, kind),
        None => line(check, State::Unknown, "cannot tell"),
    }
}

fn disk(home: Option<&Home>, host: &Host) -> Line {
    let check = "disk_encryption";
    let Some(path) = home.and_then(|home| std::fs::canonicalize(home.path()).ok()) else {
        return line(check, State::Unknown, "the database is not on this host");
    };
    match host
        .mounts
        .as_deref()
        .and_then(|mounts| device(mounts, &path))
    {
        Some(device) if device.starts_with("/dev/mapper/") || device.starts_with("/dev/dm-") => {
            line(
                check,
                State::Unknown,
                format!("{device}: a device mapper, perhaps dm-crypt; ask cryptsetup status"),
            )
        }
        Some(device) => line(
            check,
            State::Unknown,
            format!("{device}: cannot tell; not a device mapper"),
        ),
        None => line(check, State::Unknown, "cannot tell"),
    }
}

fn swap(host: &Host) -> Line {
    let Some(swaps) = &host.swaps else {
        return line("swap", State::Unknown, "cannot tell");
    };
    let devices: Vec<&str> = swaps
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let open: Vec<&str> = devices
        .iter()
        .copied()
        .filter(|device| !device.contains("/zram"))
        .collect();
    match (devices.is_empty(), open.is_empty()) {
        (true, _) => line("swap", State::Fine, "off"),
        (false, true) => line("swap", State::Fine, "in memory only (zram)"),
        (false, false) => line(
            "swap",
            State::Wrong,
            format!(
                "{}: turn it off, or encrypt it with a random key",
                open.join(", ")
            ),
        ),
    }
}

fn clock(now: Moment, host: &Host) -> Line {
    if now < EARLIEST {
        return line("clock", State::Wrong, "before this release was made");
    }
    if host.synchronised {
        line("clock", State::Fine, "synchronised")
    } else {
        line(
            "clock",
            State::Unknown,
            "plausible; cannot tell whether it is synchronised",
        )
    }
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
    fn swap_is_off_in_memory_or_wrong() {
        let host = |swaps: &str| Host {
            swaps: Some(format!("Filename\tType\n{swaps}")),
            ..Host::default()
        };
        assert_eq!(swap(&host("")).state, State::Fine);
        assert_eq!(
            swap(&host("/dev/zram0 partition 1 0 100\n")).state,
            State::Fine
        );
        assert_eq!(
            swap(&host("/dev/zram0 partition 1 0\n/dev/sda2 partition 1 0\n")).state,
            State::Wrong
        );
        assert_eq!(swap(&Host::default()).state, State::Unknown);
    }

    #[test]
    fn a_core_shared_by_sessions_is_told() {
        let state = |autogroup: Option<&str>| {
            let host = Host {
                autogroup: autogroup.map(str::to_owned),
                ..Host::default()
            };
            scheduling(&host).state
        };
        assert_eq!(state(Some("1\n")), State::Unknown);
        assert_eq!(state(Some("0\n")), State::Fine);
        assert_eq!(state(None), State::Fine);
    }

    #[test]
    fn the_longest_mount_point_counts() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/mapper/data /srv ext4 rw 0 0\n";
        assert_eq!(
            device(mounts, Path::new("/srv/punte")),
            Some("/dev/mapper/data")
        );
        assert_eq!(device(mounts, Path::new("/home")), Some("/dev/sda1"));
    }

    #[test]
    fn a_networks_file_system_is_wrong() {
        let home = Home::at(std::env::temp_dir());
        let state = |mounts: &str| {
            let host = Host {
                mounts: Some(mounts.to_owned()),
                ..Host::default()
            };
            filesystem(Some(&home), &host).state
        };
        assert_eq!(state("/dev/sda1 / ext4 rw 0 0\n"), State::Fine);
        assert_eq!(state("nas:/export / nfs4 rw 0 0\n"), State::Wrong);
        assert_eq!(state(""), State::Unknown);
        assert_eq!(filesystem(None, &Host::default()).state, State::Unknown);
    }

    #[test]
    fn an_old_clock_and_plain_http_are_wrong() {
        let host = Host::default();
        assert_eq!(clock(Moment(0), &host).state, State::Wrong);
        assert_eq!(clock(EARLIEST, &host).state, State::Unknown);
        assert_eq!(
            clock(
                EARLIEST,
                &Host {
                    synchronised: true,
                    ..host
                }
            )
            .state,
            State::Fine
        );
        assert_eq!(https(Some("http://punte.example.org")).state, State::Wrong);
        assert_eq!(https(None).state, State::Wrong);
        assert_eq!(https(Some("https://punte.example.org")).state, State::Fine);
    }
}
