//! A private PostgreSQL: its own cluster in a folder under the temporary directory, on a port of its own, for this user only.
//!
//! One cluster serves every test on the machine: the first that needs it makes and starts it under a file lock, the others
//! find it by its `ready` file. It is never stopped by a test (another may be using it); it holds nothing worth keeping.
//! A campaign or a measurement that must be able to stop it, or that needs its flushes, has a [`Cluster`] of its own.

use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Settings of a server that may lose everything: no flushing, many connections.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nmax_connections = 300\nfsync = off\nsynchronous_commit = on\n\
     full_page_writes = off\nshared_buffers = 64MB\nunix_socket_directories = ''\n";
/// Settings of a server that loses nothing: as installed, but for where it listens and how much it keeps in memory.
const DURABLE: &str = "listen_addresses = '127.0.0.1'\nmax_connections = 60\nfsync = on\nsynchronous_commit = on\n\
     full_page_writes = on\nshared_buffers = 256MB\nunix_socket_directories = ''\n";
/// How long a server may take to come up after a crash, in seconds.
const PATIENCE: &str = "120";
const PATIENT: Duration = Duration::from_mins(2);
/// Between two questions whether it is up.
const AGAIN: Duration = Duration::from_millis(50);

/// A database of its own on the private server.
#[derive(Debug, Clone)]
pub struct Database {
    /// `postgres://…` of the database.
    pub url: String,
}

/// Make an empty database. Panics with what to do when PostgreSQL is not installed: a test that skips itself proves nothing.
///
/// # Panics
/// When there is no PostgreSQL under `/usr/lib/postgresql` or it does not start.
#[must_use]
pub fn database() -> Database {
    let port = server().unwrap_or_else(|error| {
        panic!("no private PostgreSQL (apt-get install postgresql): {error}")
    });
    create(port).unwrap_or_else(|error| panic!("a database: {error}"))
}

/// An empty database on the server at this port.
fn create(port: u16) -> io::Result<Database> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "t{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let drop = format!("DROP DATABASE IF EXISTS {name}");
    let create = format!("CREATE DATABASE {name} TEMPLATE template0");
    psql(port, "postgres", &[&drop, &create])?;
    Ok(at(port, &name))
}

fn at(port: u16, name: &str) -> Database {
    Database {
        url: format!("postgres://postgres@127.0.0.1:{port}/{name}"),
    }
}

fn psql(port: u16, database: &str, statements: &[&str]) -> io::Result<()> {
    let mut psql = Command::new(program("psql")?);
    psql.args(["-X", "-q", "-h", "127.0.0.1", "-U", "postgres"]);
    psql.args(["-p", &port.to_string(), "-d", database]);
    for statement in statements {
        psql.args(["-c", statement]);
    }
    psql.env("PGOPTIONS", "-c client_min_messages=warning");
    run(&mut psql)
}

/// A server of one's own that flushes. Stopped and removed when let go, unless it was left.
#[derive(Debug)]
pub struct Cluster {
    home: PathBuf,
    port: u16,
    left: bool,
    /// Who started the server, until it has ended.
    starter: Mutex<Option<Child>>,
}

impl Cluster {
    /// Makes and starts one in a folder that is not there yet.
    pub fn start(home: &Path) -> io::Result<Self> {
        fs::create_dir_all(home)?;
        let port = free_port()?;
        init(home, DURABLE)?;
        Self::at(home, port)
    }

    fn at(home: &Path, port: u16) -> io::Result<Self> {
        let cluster = Self {
            home: home.to_owned(),
            port,
            left: false,
            starter: Mutex::new(None),
        };
        cluster.again()?;
        Ok(cluster)
    }

    /// Starts the one that lies in a folder since it was left there, or a copy of it.
    pub fn resume(home: &Path) -> io::Result<Self> {
        Self::at(home, free_port()?)
    }

    /// Stops it in good order and leaves it where it lies, whole.
    pub fn leave(mut self) -> io::Result<()> {
        self.stop("fast")?;
        self.left = true;
        Ok(())
    }

    /// One of its databases, by the name that its address ends with.
    #[must_use]
    pub fn named(&self, name: &str) -> Database {
        at(self.port, name)
    }

    /// An empty database on it.
    pub fn database(&self) -> io::Result<Database> {
        create(self.port)
    }

    /// Runs statements in one of its databases, each by itself.
    pub fn run(&self, database: &Database, statements: &[&str]) -> io::Result<()> {
        let name = database.url.rsplit('/').next().unwrap_or_default();
        psql(self.port, name, statements)
    }

    /// Stops every process of it at once, without writing anything more: what a crash does.
    pub fn crash(&self) -> io::Result<()> {
        self.stop("immediate")
    }

    fn stop(&self, mode: &str) -> io::Result<()> {
        let mut stop = as_server("pg_ctl")?;
        stop.arg("-D").arg(self.home.join("data"));
        run(stop.args(["-m", mode, "-w", "-t", PATIENCE, "stop"]))?;
        match self.starter().take() {
            Some(mut starter) => starter.wait().map(drop),
            None => Ok(()),
        }
    }

    /// Starts it again, from whatever is on the disk: in this session, as operate.md has it, and not in one of its own as
    /// `pg_ctl` does. Where Linux groups by sessions, work of ours that leaves its core to everybody leaves it to nobody there.
    pub fn again(&self) -> io::Result<()> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.home.join("log"))?;
        let mut server = as_server("postgres")?;
        server.arg("-D").arg(self.home.join("data"));
        server.args(["-p", &self.port.to_string()]);
        server.stdin(Stdio::null());
        server.stdout(log.try_clone()?).stderr(log);
        *self.starter() = Some(server.spawn()?);
        let begin = Instant::now();
        while !answers(self.port)? {
            let ended = self.starter().as_mut().map(Child::try_wait).transpose()?;
            if ended.flatten().is_some() || begin.elapsed() > PATIENT {
                let said = fs::read_to_string(self.home.join("log"));
                return Err(io::Error::other(said.unwrap_or_default()));
            }
            std::thread::sleep(AGAIN);
        }
        Ok(())
    }

    fn starter(&self) -> MutexGuard<'_, Option<Child>> {
        self.starter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The process that the others are children of.
    pub fn pid(&self) -> io::Result<u32> {
        let text = fs::read_to_string(self.home.join("data/postmaster.pid"))?;
        let first = text.lines().next().unwrap_or_default();
        first.parse().map_err(io::Error::other)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        // One that was crashed is down already; what cannot be removed stays in the temporary directory.
        let _ = self.crash();
        let _ = fs::remove_dir_all(&self.home);
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The port of the running server, started if need be.
fn server() -> io::Result<u16> {
    let home = std::env::temp_dir().join("punte-test-postgres");
    fs::create_dir_all(&home)?;
    let lock = File::create(home.join("lock"))?;
    // Released when the file is closed, also by a test that dies.
    lock.lock()?;
    if let Some(port) = running(&home) {
        return Ok(port);
    }
    let port = free_port()?;
    init(&home, SETTINGS)?;
    up(&home, port)?;
    fs::write(home.join("ready"), port.to_string())?;
    Ok(port)
}

fn running(home: &Path) -> Option<u16> {
    let port: u16 = fs::read_to_string(home.join("ready"))
        .ok()?
        .trim()
        .parse()
        .ok()?;
    answers(port).ok()?.then_some(port)
}

/// Whether the server at this port takes connections.
fn answers(port: u16) -> io::Result<bool> {
    let mut ready = Command::new(program("pg_isready")?);
    ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
    Ok(ready.status()?.success())
}

/// Makes an empty cluster in `home/data`.
fn init(home: &Path, settings: &str) -> io::Result<()> {
    let data = home.join("data");
    // What is left of a server that was killed is not worth repairing.
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    if is_root() {
        run(Command::new("chown").arg("postgres").arg(home))?;
    }
    let mut init = as_server("initdb")?;
    init.arg("-D").arg(&data).args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]);
    run(&mut init)?;
    fs::write(data.join("postgresql.auto.conf"), settings)
}

/// Starts the cluster in `home/data` and waits until it answers.
fn up(home: &Path, port: u16) -> io::Result<()> {
    let mut start = as_server("pg_ctl")?;
    start
        .arg("-D")
        .arg(home.join("data"))
        .arg("-l")
        .arg(home.join("log"))
        .args(["-w", "-t", PATIENCE, "-o"])
        .arg(format!("-p {port}"));
    // The server must not hold the pipes of the test that started it.
    start
        .arg("start")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if start.status()?.success() {
        Ok(())
    } else {
        Err(io::Error::other(
            fs::read_to_string(home.join("log")).unwrap_or_default(),
        ))
    }
}

/// The server refuses to run as root.
fn as_server(name: &str) -> io::Result<Command> {
    let path = program(name)?;
    if !is_root() {
        return Ok(Command::new(path));
    }
    let mut command = Command::new("runuser");
    command
        .args(["-u", "postgres", "--"])
        .arg(path)
        .current_dir("/");
    Ok(command)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// A program of the newest PostgreSQL that is installed.
fn program(name: &str) -> io::Result<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    versions.sort();
    let found = versions
        .into_iter()
        .rev()
        .map(|version| version.join("bin").join(name))
        .find(|path| path.exists());
    found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("{name} of PostgreSQL")))
}

fn run(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        Ok(())
    } else {
        Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ))
    }
}
