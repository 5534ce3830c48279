//! What the host says of itself, and what of it endangers an installation.

use super::super::home::Home;
use super::{Line, State, line};
use punte_domain::Moment;
use std::path::Path;

/// No clock of a working host is before this release: 2026-11-01.
const EARLIEST: Moment = Moment(1_793_491_200_000_000);

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

/// Passphrases are stretched by threads that leave their core to whatever else wants it. Where Linux shares a core between
/// sessions first, they leave it to threads of the server alone, and a database server on the same host waits for them.
pub(super) fn scheduling(host: &Host) -> Line {
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

/// What `find` finds of the mount point that the database lies under, said by `say`.
fn mounted(
    check: &'static str,
    (home, host): (Option<&Home>, &Host),
    find: for<'a> fn(&'a str, &Path) -> Option<&'a str>,
    say: impl FnOnce(&str) -> (State, String),
) -> Line {
    let Some(path) = home.and_then(|home| std::fs::canonicalize(home.path()).ok()) else {
        return line(check, State::Unknown, "the database is not on this host");
    };
    let mounts = host.mounts.as_deref();
    match mounts.and_then(|mounts| find(mounts, &path)) {
        Some(found) => {
            let (state, said) = say(found);
            line(check, state, said)
        }
        None => line(check, State::Unknown, "cannot tell"),
    }
}

pub(super) fn filesystem(home: Option<&Home>, host: &Host) -> Line {
    mounted("filesystem", (home, host), kind, |kind| {
        if NETWORKED.contains(&kind) {
            let move_it = "a network's; move the data directory to a disk of this machine";
            (State::Wrong, format!("{kind}: {move_it}"))
        } else {
            (State::Fine, kind.to_owned())
        }
    })
}

pub(super) fn disk(home: Option<&Home>, host: &Host) -> Line {
    mounted("disk_encryption", (home, host), device, |device| {
        let mapped = device.starts_with("/dev/mapper/") || device.starts_with("/dev/dm-");
        let said = if mapped {
            "a device mapper, perhaps dm-crypt; ask cryptsetup status"
        } else {
            "cannot tell; not a device mapper"
        };
        (State::Unknown, format!("{device}: {said}"))
    })
}

pub(super) fn swap(host: &Host) -> Line {
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

pub(super) fn clock(now: Moment, host: &Host) -> Line {
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
    fn an_old_clock_is_wrong() {
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
    }
}
