//! Where an installation lies: a folder with an engine's data, which can be left, copied and found again.

use crate::house::House;
use crate::{Fail, Outcome, gauge, serve};
use clap::ValueEnum;
use punte_app::ops::Home;
use punte_store::Store;
use punte_testkit::postgres::{Cluster, Database};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// In the process itself.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// As the tables have it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// As its folder has it.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// An installation that is there, its database server running where it has one.
pub(crate) struct Site {
    /// Its engine.
    pub(crate) engine: Engine,
    /// Its data directory.
    pub(crate) home: Home,
    folder: PathBuf,
    cluster: Option<(Cluster, Database)>,
}

impl Site {
    /// An empty one in a folder that is not there yet.
    pub(crate) fn new(engine: Engine, folder: &Path, house: &House) -> Outcome<Self> {
        let home = Home::at(folder.join("home"));
        home.found(&house.signer)?;
        let cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let cluster = Cluster::start(&folder.join("cluster"))?;
                let database = cluster.database()?;
                let name = database.url.rsplit('/').next().unwrap_or_default();
                std::fs::write(folder.join("name"), name)?;
                Some((cluster, database))
            }
        };
        Ok(Self {
            engine,
            home,
            folder: folder.to_owned(),
            cluster,
        })
    }

    /// A copy, in a folder that is not there yet, of one that was left. It is on the disk before anything is measured.
    pub(crate) fn copy(engine: Engine, from: &Path, to: &Path) -> Outcome<Self> {
        let mut copy = Command::new("cp");
        copy.args(["-a", "--reflink=auto"]).arg(from).arg(to);
        if !copy.status()?.success() || !Command::new("sync").status()?.success() {
            return Err(Fail::Odd("a copy that could not be made"));
        }
        let cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let cluster = Cluster::resume(&to.join("cluster"))?;
                let database = cluster.named(&std::fs::read_to_string(to.join("name"))?);
                Some((cluster, database))
            }
        };
        Ok(Self {
            engine,
            home: Home::at(to.join("home")),
            folder: to.to_owned(),
            cluster,
        })
    }

    /// Stops its server in good order and leaves everything where it lies.
    pub(crate) fn leave(self) -> Outcome<()> {
        if let Some((cluster, _)) = self.cluster {
            cluster.leave()?;
        }
        Ok(())
    }

    /// Stops its server and removes everything.
    pub(crate) fn discard(self) -> Outcome<()> {
        drop(self.cluster);
        std::fs::remove_dir_all(&self.folder)?;
        Ok(())
    }

    /// The database server's address, where there is one.
    pub(crate) fn database(&self) -> Option<&str> {
        let (_, database) = self.cluster.as_ref()?;
        Some(&database.url)
    }

    /// The database server's process, where there is one.
    pub(crate) fn server(&self) -> Outcome<Option<u32>> {
        let cluster = self.cluster.as_ref().map(|(cluster, _)| cluster.pid());
        Ok(cluster.transpose()?)
    }

    /// Its store.
    pub(crate) async fn open(&self) -> Outcome<Store> {
        serve::open(&self.home, self.database()).await
    }

    /// What an installation that grew over years has had done to it in the meantime.
    pub(crate) fn settle(&self) -> Outcome<()> {
        if let Some((cluster, database)) = &self.cluster {
            cluster.run(database, &["VACUUM (ANALYZE)", "CHECKPOINT"])?;
        }
        Ok(())
    }

    /// How large its data are, in MiB.
    pub(crate) fn size(&self) -> f64 {
        match self.engine {
            Engine::Sqlite => gauge::size(self.home.path()),
            Engine::Postgres => gauge::size(&self.folder.join("cluster/data/base")),
        }
    }
}
