//! What a process costs, and what a flush of the disk costs.

use crate::{Fail, Outcome};
use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The kernel counts in hundredths of a second (USER_HZ) on every machine that Rust supports Linux on.
const TICKS: f64 = 100.0;
/// Flushes of one probe.
const FLUSHES: usize = 100;
/// Between two probes of a disk that is settling, the slowest hundredth that is quick, and the longest wait.
const PAUSE: Duration = Duration::from_secs(1);
const CALM: Duration = Duration::from_millis(2);
const LONGEST: Duration = Duration::from_mins(2);
/// Between two flushes beside a load: seldom enough not to be part of it.
const BESIDE: Duration = Duration::from_millis(100);

/// Seconds of processor that a process has used, and its parent.
fn stat(pid: u32) -> Option<(f64, u32)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; what follows it are numbers.
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<f64>().ok();
    let parent = fields.get(1)?.parse().ok()?;
    Some(((number(11)? + number(12)?) / TICKS, parent))
}

/// Seconds of processor that a process has used.
pub(crate) fn processor(pid: u32) -> Outcome<f64> {
    let found = stat(pid).map(|(seconds, _)| seconds);
    found.ok_or(Fail::Odd("a process without /proc/PID/stat"))
}

/// The same of a process and those that it started.
pub(crate) fn processor_with_children(pid: u32) -> f64 {
    let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
    numbers
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(|one| stat(one).map(|(seconds, parent)| (one, seconds, parent)))
        .filter(|(one, _, parent)| *one == pid || *parent == pid)
        .map(|(_, seconds, _)| seconds)
        .sum()
}

/// Memory in MiB: what a process holds now, and the most that it ever held.
pub(crate) fn memory(pid: u32) -> Outcome<(f64, f64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kib / 1024.0)
    };
    let found = of("VmRSS:").zip(of("VmHWM:"));
    found.ok_or(Fail::Odd("a process without /proc/PID/status"))
}

/// How long single flushes of 4 KiB take in this folder when nothing else is written.
pub(crate) fn flushes(folder: &Path) -> Outcome<Vec<Duration>> {
    let mut probe = Probe::in_folder(folder)?;
    (0..FLUSHES).map(|_| probe.flush()).collect()
}

/// Waits until the disk has taken what was written before: three probes in a row whose slowest hundredth is quick. Not for ever;
/// how long it took.
pub(crate) fn settle(folder: &Path) -> Outcome<Duration> {
    let begin = Instant::now();
    let mut quiet = 0;
    while quiet < 3 && begin.elapsed() < LONGEST {
        std::thread::sleep(PAUSE);
        let calm = quantile(&mut flushes(folder)?, 0.99) < CALM;
        quiet = if calm { quiet + 1 } else { 0 };
    }
    Ok(begin.elapsed())
}

/// A file of 1 MiB that is written and flushed page by page. Removed when let go.
struct Probe {
    file: File,
    path: PathBuf,
    round: u64,
}

impl Probe {
    fn in_folder(folder: &Path) -> Outcome<Self> {
        let path = folder.join("flush.probe");
        let mut file = File::create(&path)?;
        file.write_all(&vec![0; 1 << 20])?;
        file.sync_all()?;
        let round = 0;
        Ok(Self { file, path, round })
    }

    fn flush(&mut self) -> Outcome<Duration> {
        let begin = Instant::now();
        self.round += 1;
        self.file
            .seek(SeekFrom::Start((self.round * 4096) % (1 << 20)))?;
        let byte = u8::try_from(self.round % 251).unwrap_or(0);
        self.file.write_all(&[byte; 4096])?;
        self.file.sync_data()?;
        Ok(begin.elapsed())
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        // What is left of it goes with its folder.
        let _ = fs::remove_file(&self.path);
    }
}

/// Flushes beside a load, on a thread of their own: what the disk does while others write to it.
pub(crate) struct Beside {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Outcome<Vec<(Duration, Duration)>>>,
}

impl Beside {
    /// Begins in this folder.
    pub(crate) fn begin(folder: &Path) -> Outcome<Self> {
        let mut probe = Probe::in_folder(folder)?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let (begin, mut took) = (Instant::now(), Vec::new());
            while !stopped.load(Ordering::Relaxed) {
                took.push((begin.elapsed(), probe.flush()?));
                std::thread::sleep(BESIDE);
            }
            Ok(took)
        });
        Ok(Self { stop, thread })
    }

    /// Ends; since its begin, when each was, and how long it took.
    pub(crate) fn end(self) -> Outcome<Vec<(Duration, Duration)>> {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.thread.join();
        ended.map_err(|_| Fail::Odd("a probe that did not end"))?
    }
}

/// Seconds of processor that this machine was not given although it wanted them: what others on the same host took.
pub(crate) fn stolen() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let ticks = text
        .lines()
        .find_map(|line| line.strip_prefix("cpu ")?.split_whitespace().nth(7));
    ticks
        .and_then(|ticks| ticks.parse::<f64>().ok())
        .unwrap_or(0.0)
        / TICKS
}

/// Bytes of the files in a folder and below, in MiB.
pub(crate) fn size(folder: &Path) -> f64 {
    fn bytes(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| match entry.metadata() {
                Ok(data) if data.is_dir() => bytes(&entry.path()),
                Ok(data) => data.len(),
                Err(_) => 0,
            })
            .sum()
    }
    bytes(folder) as f64 / f64::from(1 << 20)
}

/// The value that this share of them does not exceed (nearest rank); nothing where there are none.
pub(crate) fn quantile(values: &mut [Duration], share: f64) -> Duration {
    values.sort_unstable();
    let rank = (0..values.len()).find(|at| (at + 1) as f64 >= share * values.len() as f64);
    rank.and_then(|at| values.get(at).copied())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_what_was_there() {
        let mut values: Vec<_> = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(quantile(&mut values, 0.5), Duration::from_millis(100));
        assert_eq!(quantile(&mut values, 0.99), Duration::from_millis(198));
        assert_eq!(quantile(&mut values, 1.0), Duration::from_millis(200));
        assert_eq!(quantile(&mut [], 0.99), Duration::ZERO);
    }

    #[test]
    fn this_process_has_a_cost() {
        let own = std::process::id();
        assert!(processor(own).is_ok() && processor_with_children(own) >= 0.0);
        let (now, most) = memory(own).expect("our own status");
        assert!(now > 0.0 && most >= now);
    }
}
