//! `punte-load desk`: measures the desk as ruling 30 says. An installation of 1,000 units is seeded on each engine, served as
//! `punte serve` does by a process of its own, and asked at random moments, a hundred times a second, by fifty people.

mod chance;
mod client;
mod clock;
mod gauge;
mod house;
mod kind;
mod plan;
mod press;
mod report;
mod run;
mod seed;
mod serve;
mod site;
mod stock;

use clap::{Parser, Subcommand};
use house::House;
use kind::Cast;
use punte_app::ops::inspect::Inspection;
use punte_ledger::Verifier as _;
use run::{Rounds, Run};
use site::{Engine, Site};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stock::{Filled, Stock};

/// How long the idle server is watched.
const IDLE: Duration = Duration::from_secs(5);

#[derive(Debug, Parser)]
#[command(name = "punte-load", about = "Measures the desk under load.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Seeds, serves, asks, and prints the tables. Exit status 1 when a bar is missed.
    Desk(Desk),
    /// Serves what was seeded, until standard input ends.
    Serve {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The database server's address.
        #[arg(long)]
        database: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Desk {
    /// Sizes, each a number of files.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    files: Vec<usize>,
    /// Engines.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engine: Vec<Engine>,
    /// How long a round is.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Rounds that follow each other without a pause at each size; what is compared is their median.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Requests a second.
    #[arg(long, default_value_t = 100.0)]
    rate: f64,
    /// Where the data lie while it runs; they are removed afterwards.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Where seeded data are kept for the next run of the same build.
    #[arg(long)]
    stock: Option<PathBuf>,
    /// Writes every request by itself here, as CSV.
    #[arg(long, value_name = "FILE")]
    each: Option<PathBuf>,
    /// Writes the page here too.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fail {
    /// Something of this program's own is not as it must be.
    #[error("not as it must be: {0}")]
    Odd(&'static str),
    /// The application refused what it should take, or answered otherwise than it should.
    #[error("{0}")]
    App(String),
    /// Files, processes, the network.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] punte_store::StoreError),
    /// A change.
    #[error(transparent)]
    Commit(#[from] punte_store::CommitError),
    /// Keys.
    #[error(transparent)]
    Vault(#[from] punte_vault::Error),
    /// The installation.
    #[error(transparent)]
    Create(#[from] punte_app::ops::CreateError),
    /// The data directory.
    #[error(transparent)]
    Home(#[from] punte_app::ops::HomeError),
    /// The application's parts.
    #[error(transparent)]
    Unfit(#[from] punte_app::Unfit),
}

/// What can fail to be measured.
pub(crate) type Outcome<T> = Result<T, Fail>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = runtime
        .map_err(Fail::from)
        .and_then(|runtime| match &arguments.task {
            Task::Serve { data, database } => {
                tracing_subscriber::fmt()
                    .with_env_filter(tracing_subscriber::EnvFilter::new("warn"))
                    .with_writer(std::io::stderr)
                    .init();
                let served = serve::run(data, database.as_deref());
                runtime.block_on(served).map(|()| true)
            }
            Task::Desk(desk) => runtime.block_on(measure(desk)),
        });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(fail) => {
            eprintln!("{fail}");
            ExitCode::from(3)
        }
    }
}

async fn measure(desk: &Desk) -> Outcome<bool> {
    let temporary = desk.folder.clone().unwrap_or_else(std::env::temp_dir);
    let folder = temporary.join(format!("punte-load-{}", std::process::id()));
    let stock = match &desk.stock {
        Some(stock) => stock.clone(),
        None => stock::usual(&temporary)?,
    };
    let stock = Stock::at(&stock)?;
    std::fs::create_dir_all(&folder)?;
    let measured = measure_in(desk, &stock, &folder).await;
    std::fs::remove_dir_all(&folder)?;
    let page = measured?;
    println!("{}", page.0);
    if let Some(path) = &desk.write {
        std::fs::write(path, &page.0)?;
    }
    Ok(page.1)
}

async fn measure_in(desk: &Desk, stock: &Stock, folder: &Path) -> Outcome<(String, bool)> {
    let mut sizes = desk.files.clone();
    sizes.sort_unstable();
    let begin = Instant::now();
    let house = Arc::new(House::born(stock.born)?);
    say(begin, "keys made");
    let filled = stock.fill(&house, &desk.engine, &sizes).await?;
    say(begin, &seeding(&filled, &sizes));
    let (mut runs, mut engines, mut ends) = (Vec::new(), Vec::new(), String::new());
    let mut clean = true;
    for engine in &desk.engine {
        for files in &sizes {
            let site = stock.lend(*engine, *files, &folder.join("site"))?;
            runs.push(run(desk, &house, &site, *files, folder).await?);
            say(
                begin,
                &format!("{} at {files} files measured", engine.name()),
            );
            if Some(files) == sizes.last() {
                engines.push(version(&site).await?);
                let (sentence, fits) = verified(&house, &site).await?;
                add(&mut ends, &sentence);
                clean &= fits;
                say(begin, &format!("{} verified", engine.name()));
            }
            site.discard()?;
        }
    }
    if let Some(path) = &desk.each {
        std::fs::write(path, report::each(&runs))?;
    }
    let mut page = head(desk, &engines);
    let (tables, verdict) = report::tables(&runs);
    page.push_str(&tables);
    add(&mut page, &format!("\n{}", seeding(&filled, &sizes)));
    page.push_str(&ends);
    let met = verdict.bars - verdict.missed.len();
    add(&mut page, &format!("\n{met} of {} bars met.", verdict.bars));
    for missed in &verdict.missed {
        add(&mut page, &format!("- missed: {missed}"));
    }
    Ok((page, clean && verdict.missed.is_empty()))
}

/// What filling the stock took, as a sentence.
fn seeding(filled: &Filled, sizes: &[usize]) -> String {
    let files = sizes.last().copied().unwrap_or_default();
    if filled.engines.is_empty() {
        return format!(
            "{files} files were in stock, seeded by an earlier run of this same build."
        );
    }
    let names: Vec<_> = filled.engines.iter().map(|engine| engine.name()).collect();
    format!(
        "Seeding {files} files on {} (at once, in {} steps): {:.0} s.",
        names.join(" and "),
        sizes.len(),
        filled.took.as_secs_f64()
    )
}

fn add(page: &mut String, line: &str) {
    page.push_str(line);
    page.push('\n');
}

fn say(begin: Instant, what: &str) {
    eprintln!("{:6.1} s  {what}", begin.elapsed().as_secs_f64());
}

/// Seconds of processor so far.
struct Meters {
    server: f64,
    generator: f64,
    database: Option<f64>,
    stolen: f64,
    at: Instant,
}

/// Cores in use between two readings.
struct Used {
    server: f64,
    generator: f64,
    database: Option<f64>,
    stolen: f64,
    seconds: f64,
}

impl Meters {
    fn since(&self, begun: &Self) -> Used {
        let seconds = (self.at - begun.at).as_secs_f64();
        let cores = |now: f64, then: f64| (now - then) / seconds;
        Used {
            server: cores(self.server, begun.server),
            generator: cores(self.generator, begun.generator),
            database: self
                .database
                .zip(begun.database)
                .map(|(now, then)| cores(now, then)),
            stolen: cores(self.stolen, begun.stolen),
            seconds,
        }
    }
}

async fn run(desk: &Desk, house: &House, site: &Site, files: usize, folder: &Path) -> Outcome<Run> {
    let store = site.open().await?;
    let sessions = house.sessions(&store).await?;
    store.close().await;
    let cast = Arc::new(Cast::new(sessions, house.newcomers()?, files));
    let settled = gauge::settle(folder)?;
    let mut flushes = gauge::flushes(folder)?;
    let server = serve::Server::start(site.home.path(), site.database())?;
    let (pid, own) = (server.pid(), std::process::id());
    let pages = press::rehearse(&cast, server.port).await?;
    let before = gauge::processor(pid)?;
    tokio::time::sleep(IDLE).await;
    let idle = (gauge::processor(pid)? - before) / IDLE.as_secs_f64();
    let (held, _) = gauge::memory(pid)?;
    let database = site.server()?;
    let read = || Meters {
        server: gauge::processor(pid).unwrap_or(0.0),
        generator: gauge::processor(own).unwrap_or(0.0),
        database: database.map(gauge::processor_with_children),
        stolen: gauge::stolen(),
        at: Instant::now(),
    };
    let mut begun = read();
    let round = Duration::from_secs(desk.seconds.max(1));
    let counting = round * desk.rounds;
    let beside = gauge::Beside::begin(folder)?;
    let tallies = press::press(&cast, server.port, desk.rate, counting, || begun = read()).await;
    let used = read().since(&begun);
    let beside = beside.end()?;
    let answered: usize = tallies.values().map(|tally| tally.took.len()).sum();
    let (_, most) = gauge::memory(pid)?;
    let start = server.start;
    server.stop()?;
    flushes.extend(gauge::flushes(folder)?);
    Ok(Run {
        engine: site.engine.name(),
        files,
        tallies,
        rounds: Rounds {
            count: desk.rounds,
            each: round,
        },
        pages,
        each: used.server * used.seconds * 1e3 / answered.max(1) as f64,
        flushes,
        beside,
        settled,
        stolen: used.stolen,
        start,
        memory: (held, most),
        processor: (idle, used.server),
        database: used.database,
        generator: used.generator,
        size: site.size(),
    })
}

/// What `punte verify` finds in it now.
async fn verified(house: &House, site: &Site) -> Outcome<(String, bool)> {
    let begin = Instant::now();
    let store = site.open().await?;
    let key = house.signer.verifier();
    let found = Inspection::of(&store.verify(key.name(), &[&key]).await?);
    store.close().await;
    let mut text = format!(
        "verify on {}: {} leaves, {} checkpoints, {} rows, {}, in {:.0} s.",
        site.engine.name(),
        found.leaves,
        found.checkpoints,
        found.rows,
        if found.clean {
            "everything fits"
        } else {
            "**it does not fit**"
        },
        begin.elapsed().as_secs_f64()
    );
    for finding in found.findings.iter().take(5) {
        // Writing to a String cannot fail.
        let _ = write!(text, " {finding}.");
    }
    Ok((text, found.clean))
}

async fn version(site: &Site) -> Outcome<String> {
    let store = site.open().await?;
    let report = store.engine_report().await?;
    store.close().await;
    Ok(format!("{} {}", report.engine, report.version))
}

fn head(desk: &Desk, engines: &[String]) -> String {
    let line = |path: &str, name: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let found = text.lines().find(|line| line.starts_with(name));
        let value = found.and_then(|line| line.split_once(':'));
        value.map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    format!(
        "# The desk under load\n\nMade by `cargo xtask bench desk --write`. {} cores, {}, {} of memory; {}; punte {}.\n\
         {:.0} requests a second at random moments from 50 sessions, {} rounds of {} s without a pause; times run from the moment a request was due.\n\
         p50 and p99 are medians of the rounds, as design 5 measures, with the worst round beside them.\n\
         Bars: design 5, or five flushes of the disk where that is more (p99 of those made before and after each load; those made \
         beside it every tenth of a second are shown and not counted on).\n\
         Each load begins when the disk has taken what was written before it (quick flushes three seconds in a row, at most two \
         minutes).\n\
         PostgreSQL runs in the session of the server, as docs/src/operate.md has it; stolen: cores that the host did not give.\n\n",
        std::thread::available_parallelism().map_or(1, usize::from),
        line("/proc/cpuinfo", "model name"),
        line("/proc/meminfo", "MemTotal"),
        engines.join(", "),
        env!("CARGO_PKG_VERSION"),
        desk.rate,
        desk.rounds,
        desk.seconds,
    )
}
