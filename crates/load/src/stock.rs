//! Seeded installations in stock: seeding 100,000 files takes minutes, so what was seeded is kept for the next run of the same
//! program, and each measurement works on a copy.

use crate::house::House;
use crate::site::{Engine, Site};
use crate::{Fail, Outcome, seed};
use punte_domain::{Clock as _, Moment};
use punte_ledger::Hash;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The stock of one build of this program.
pub(crate) struct Stock {
    folder: PathBuf,
    /// When its partnership was born, whose keys are made of that and of nothing else.
    pub(crate) born: Moment,
}

/// What filling it took.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// Which engines were seeded now; the others were in stock.
    pub(crate) engines: Vec<Engine>,
    /// How long the seeding of all sizes took, keys not counted.
    pub(crate) took: Duration,
}

/// The file that says when the partnership was born.
const BORN: &str = "born";

/// A short name of these bytes.
fn name_of(bytes: &[u8]) -> String {
    let hash = Hash::of(bytes).0;
    let first = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

/// Where the stock of this checkout's builds lies under `folder`, unless it is said.
pub(crate) fn usual(folder: &Path) -> Outcome<PathBuf> {
    let program = std::env::current_exe()?;
    let name = name_of(program.as_os_str().as_encoded_bytes());
    Ok(folder.join(format!("punte-load-stock-{name}")))
}

impl Stock {
    /// The stock in a folder that holds nothing else. What another build left there is thrown away: it was not made by the
    /// code that is measured.
    pub(crate) fn at(root: &Path) -> Outcome<Self> {
        fs::create_dir_all(root)?;
        let name = name_of(&fs::read(std::env::current_exe()?)?);
        for entry in fs::read_dir(root)?.flatten() {
            // Nothing is removed that is not a stock.
            if entry.file_name() != *name && entry.path().join(BORN).is_file() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        let folder = root.join(name);
        fs::create_dir_all(&folder)?;
        let path = folder.join(BORN);
        let kept = fs::read_to_string(&path).ok();
        let kept = kept.and_then(|text| text.parse().ok()).map(Moment);
        let born = kept.unwrap_or_else(|| crate::clock::SystemClock.now());
        fs::write(&path, born.0.to_string())?;
        Ok(Self { folder, born })
    }

    fn place(&self, engine: Engine, files: usize) -> PathBuf {
        self.folder.join(format!("{}-{files}", engine.folder()))
    }

    fn has(&self, engine: Engine, sizes: &[usize]) -> bool {
        sizes
            .iter()
            .all(|files| self.place(engine, *files).exists())
    }

    /// Seeds what is not in stock, all engines at once: what is made and sealed goes into each.
    pub(crate) async fn fill(
        &self,
        house: &Arc<House>,
        engines: &[Engine],
        sizes: &[usize],
    ) -> Outcome<Filled> {
        let begin = Instant::now();
        let lacking = |engine: &&Engine| !self.has(**engine, sizes);
        let engines: Vec<Engine> = engines.iter().filter(lacking).copied().collect();
        if engines.is_empty() {
            return Ok(Filled::default());
        }
        let mut before: Option<usize> = None;
        for files in sizes {
            self.grow(house, &engines, before, *files).await?;
            before = Some(*files);
        }
        Ok(Filled {
            engines,
            took: begin.elapsed(),
        })
    }

    /// One size, from the size before.
    async fn grow(
        &self,
        house: &Arc<House>,
        engines: &[Engine],
        before: Option<usize>,
        files: usize,
    ) -> Outcome<()> {
        let (mut sites, mut stores) = (Vec::new(), Vec::new());
        for engine in engines {
            let part = self.folder.join(format!("{}.part", engine.folder()));
            for old in [&part, &self.place(*engine, files)] {
                if old.exists() {
                    fs::remove_dir_all(old)?;
                }
            }
            let site = match before {
                Some(before) => Site::copy(*engine, &self.place(*engine, before), &part)?,
                None => Site::new(*engine, &part, house)?,
            };
            let store = site.open().await?;
            if before.is_none() {
                house.found(&store).await?;
            }
            sites.push((site, part));
            stores.push(store);
        }
        seed::seed(house, &stores, before.unwrap_or(0)..files).await?;
        for ((site, part), store) in sites.into_iter().zip(stores) {
            store.close().await;
            site.settle()?;
            let place = self.place(site.engine, files);
            site.leave()?;
            fs::rename(part, place)?;
        }
        Ok(())
    }

    /// A copy to be measured, in a folder that is not there yet.
    pub(crate) fn lend(&self, engine: Engine, files: usize, to: &Path) -> Outcome<Site> {
        let place = self.place(engine, files);
        if place.exists() {
            Site::copy(engine, &place, to)
        } else {
            Err(Fail::Odd("a stock that was not filled"))
        }
    }
}
