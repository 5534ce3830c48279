//! The server as `punte serve` runs it, in a process of its own: the shipped router, application, store and sequencer, at the
//! settings of a real installation. Two things differ: it takes the store of a benchmark, which is marked as a demo and
//! which `punte serve` therefore refuses, and one address may sign in as often as it likes.

use crate::clock::SystemClock;
use crate::house::ORIGIN;
use crate::{Fail, Outcome};
use punte_app::ops::Home;
use punte_app::ops::background::{Background, Means};
use punte_app::{App, Config, Lang, Pace};
use punte_store::{Store, StoreConfig};
use punte_vault::{Cost, SystemRng};
use punte_web::ServeOptions;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What it prints when it listens, before the port.
const READY: &str = "ready ";
/// Connections to PostgreSQL, as `punte serve` has them.
const CONNECTIONS: u32 = 10;

/// The store of a data directory, or of the server at `database`.
pub(crate) async fn open(home: &Home, database: Option<&str>) -> Outcome<Store> {
    match database {
        None => Ok(Store::open(&home.store_config()).await?),
        Some(url) => Ok(Store::open(&StoreConfig::Postgres {
            urls: vec![url.to_owned()],
            max: CONNECTIONS,
            jitter: Arc::new(|attempt| Duration::from_millis(u64::from(attempt) * 7)),
        })
        .await?),
    }
}

/// Serves on a free port of this machine until standard input ends.
pub(crate) async fn run(folder: &Path, database: Option<&str>) -> Outcome<()> {
    let home = Home::at(folder);
    let signer = Arc::new(home.signer()?);
    debug_assert_eq!(punte_ledger::Verifier::name(&signer.verifier()), ORIGIN);
    let held = database.is_none().then(|| home.hold()).transpose()?;
    let store = open(&home, database).await?;
    home.check_age(&store, false).await?;
    let (clock, rng) = (Arc::new(SystemClock), Arc::new(SystemRng));
    let config = Config {
        demo: false,
        pace: Pace::DEMO,
        cost: Cost::STANDARD,
    };
    let app = App::new(store.clone(), clock.clone(), rng.clone(), config)?;
    let background = Background::start(Means {
        store: store.clone(),
        signer,
        clock,
        rng,
        home: Some(home),
    });
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{READY}{}", listener.local_addr()?.port());
    std::io::stdout().flush()?;
    let options = ServeOptions {
        https: true,
        default_lang: Lang::Ro,
        personas: Vec::new(),
    };
    punte_web::serve_on(app, listener, options, input_ends()).await?;
    background.stop().await;
    store.close().await;
    if let Some(held) = held {
        held.clean_stop()?;
    }
    Ok(())
}

/// Ends with standard input: whoever started us has let go.
async fn input_ends() {
    let (ended, end) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        // However it ends, it has ended; nobody may be listening any more.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}

/// A running server. Killed when let go.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    /// Its port.
    pub(crate) port: u16,
    /// From its start until it listened.
    pub(crate) start: Duration,
}

impl Server {
    /// Starts one and waits until it listens.
    pub(crate) fn start(folder: &Path, database: Option<&str>) -> Outcome<Self> {
        let begin = Instant::now();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--data").arg(folder);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let mut server = Self {
            child,
            input,
            port: 0,
            start: Duration::ZERO,
        };
        let mut first = String::new();
        let output = output.ok_or(Fail::Odd("a server without output"))?;
        BufReader::new(output).read_line(&mut first)?;
        server.start = begin.elapsed();
        let port = first.trim().strip_prefix(READY);
        let port = port.and_then(|port| port.parse().ok());
        server.port = port.ok_or(Fail::Odd("a server that did not start"))?;
        Ok(server)
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> Outcome<()> {
        drop(self.input.take());
        if self.child.wait()?.success() {
            Ok(())
        } else {
            Err(Fail::Odd("a server that did not stop well"))
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
