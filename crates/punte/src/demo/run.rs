//! The command: make or reuse the demo's directory, write the plan, serve.

use super::execute::{House, StepError, execute};
use super::people::{self, PASSPHRASE, PEOPLE, PERSONAS, Unit, Who};
use super::plan::{HISTORY_DAYS, plan, plan_with_canaries};
use punte_app::ops::background::{Background, Means};
use punte_app::ops::create::{Mode, Spec, create};
use punte_app::ops::doctor::is_demo;
use punte_app::ops::import::{ImportError, glotip};
use punte_app::ops::{CreateError, Home, HomeError};
use punte_app::{App, AppError, Config, Pace, Unfit};
use punte_domain::id::UserId;
use punte_domain::time::Day;
use punte_domain::{Clock, CountryPack, Moment};
use punte_store::{Store, StoreError};
use punte_vault::{Cost, LedgerSigner, Rng as _, SystemRng, UserKeys};
use punte_web::{Persona, ServeOptions};
use punte_words::Lang;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Name of the demo's ledger.
const LEDGER: &str = "demo.punte.invalid/ledger";
const SERIES: &str = include_str!("../../../../data/glotip/glotip_reported_by_romania.csv");
const PUBLISHED: &str = include_str!("../../../../data/stats/ro_trafficking_published_figures.csv");

/// A fictitious partnership to try Punte with: seven invented organisations and two years of their work, on this computer only.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example: punte demo --data /tmp/punte-demo --seed 7")]
pub struct DemoArgs {
    /// Where to listen; this computer only. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The demo's directory; made if it is not there, used again if it is. A new temporary one without.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The same seed and day tell the same stories.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The demo's day (YYYY-MM-DD); its clock goes on from there. Today without.
    #[arg(long, value_name = "DAY")]
    pub today: Option<Day>,
    /// How many files.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub files: u16,
    /// Organisations and people, but no file.
    #[arg(long)]
    pub empty: bool,
    /// Also write so many unique canaries, and their list to this file: the seizure test searches the directory for them.
    #[arg(long, value_name = "FILE", hide = true)]
    pub canaries: Option<PathBuf>,
}

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Another address than this computer's own.
    #[error("A demo listens on this computer only: 127.0.0.1 or ::1, not {0}.")]
    NotLoopback(SocketAddr),
    /// The directory holds a real installation.
    #[error("{0} holds an installation that is no demo; nothing was touched.")]
    NotADemo(PathBuf),
    /// An earlier demo was stopped before it was ready.
    #[error("{0} holds a demo that was never finished: delete the directory and start again.")]
    Unfinished(PathBuf),
    /// The port is taken, mostly.
    #[error("{0} cannot be listened on: {1}. Another port: --listen 127.0.0.1:0")]
    Listen(SocketAddr, std::io::Error),
    /// A file or signal.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// The directory.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The installation.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// Policies or country pack.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The official series.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A step of the plan was refused.
    #[error(transparent)]
    Step(#[from] StepError),
    /// The application, before the first step.
    #[error("the application: {0}")]
    App(#[from] AppError),
    /// Keys.
    #[error(transparent)]
    Vault(#[from] punte_vault::Error),
}

impl DemoError {
    /// 1 the thing asked for is not so, 2 wrong use, 3 could not run (design/4-commands.md).
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::NotLoopback(_) | Self::NotADemo(_) | Self::Unfinished(_) => 2,
            _ => 3,
        }
    }

    /// The sentence in Romanian.
    pub fn in_romanian(&self) -> String {
        match self {
            Self::NotLoopback(at) => {
                format!(
                    "O demonstrație ascultă numai pe acest calculator: 127.0.0.1 sau ::1, nu {at}."
                )
            }
            Self::NotADemo(path) => {
                format!(
                    "În {} este o instalare care nu e demonstrație; nu s-a atins nimic.",
                    path.display()
                )
            }
            Self::Unfinished(path) => format!(
                "În {} este o demonstrație care nu a fost terminată: ștergeți directorul și porniți din nou.",
                path.display()
            ),
            Self::Listen(at, error) => {
                format!("Nu se poate asculta pe {at}: {error}. Alt port: --listen 127.0.0.1:0")
            }
            other => other.to_string(),
        }
    }
}

/// The demo's time: the clock that is given, moved by whole days to the demo's day.
struct MovedClock {
    clock: Arc<dyn Clock>,
    days: i64,
}

impl Clock for MovedClock {
    fn now(&self) -> Moment {
        self.clock.now().plus_days(self.days)
    }
}

fn moved(clock: Arc<dyn Clock>, pack: &CountryPack, today: Option<Day>) -> (Arc<dyn Clock>, Day) {
    let real = pack.day(clock.now());
    let Some(today) = today else {
        return (clock, real);
    };
    let hours = today.duration_since(real).as_hours();
    (
        Arc::new(MovedClock {
            clock,
            days: hours.div_euclid(24),
        }),
        today,
    )
}

/// Make or reuse a demo and serve it until SIGTERM or ctrl-c. Results go to stdout, progress to stderr.
pub async fn run(args: DemoArgs, clock: Arc<dyn Clock>) -> Result<(), DemoError> {
    if !args.listen.ip().is_loopback() {
        return Err(DemoError::NotLoopback(args.listen));
    }
    // Taken first: a port that is busy is said at once, and nothing is made for it.
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| DemoError::Listen(args.listen, error))?;
    let at = listener
        .local_addr()
        .map_err(|error| DemoError::Listen(args.listen, error))?;
    let wall = Arc::clone(&clock);
    let began = wall.now();
    let pack = CountryPack::romania().map_err(|error| Unfit::Pack(error.to_string()))?;
    let (clock, today) = moved(clock, pack, args.today);
    let home = Home::at(args.data.clone().unwrap_or_else(fresh_directory));
    let app = if home.exists() {
        reuse(&home, &clock).await?
    } else {
        make(&home, &clock, today, &args).await?
    };
    let held = home.hold()?;
    let means = Means {
        store: app.store().clone(),
        signer: Arc::new(home.signer()?),
        clock: Arc::clone(&clock),
        rng: Arc::new(SystemRng),
        home: Some(home.clone()),
    };
    let background = Background::start(means);
    let stop = stopped().map_err(|error| DemoError::Io(home.path().to_owned(), error))?;
    announce(&home, at, wall.now().0 - began.0);
    let options = ServeOptions {
        https: false,
        default_lang: Lang::Ro,
        personas: personas(),
    };
    let store = app.store().clone();
    let served = punte_web::serve_on(app, listener, options, stop).await;
    background.stop().await;
    store.close().await;
    held.clean_stop()?;
    served.map_err(|error| DemoError::Listen(at, error))
}

async fn reuse(home: &Home, clock: &Arc<dyn Clock>) -> Result<App, DemoError> {
    let store = home.open().await?;
    if !is_demo(&store).await? {
        return Err(DemoError::NotADemo(home.path().to_owned()));
    }
    if !ready_mark(home).exists() {
        return Err(DemoError::Unfinished(home.path().to_owned()));
    }
    home.check_age(&store, false).await?;
    Ok(app(store, clock)?)
}

fn app(store: Store, clock: &Arc<dyn Clock>) -> Result<App, Unfit> {
    let config = Config {
        demo: true,
        pace: Pace::DEMO,
        cost: Cost::DEMO,
    };
    App::new(store, Arc::clone(clock), Arc::new(SystemRng), config)
}

pub(super) async fn make(
    home: &Home,
    clock: &Arc<dyn Clock>,
    today: Day,
    args: &DemoArgs,
) -> Result<App, DemoError> {
    eprintln!("Making a demo in {} …", home.path().display());
    let signer = LedgerSigner::generate(LEDGER, &SystemRng)?;
    home.found(&signer)?;
    let store = Store::open(&home.store_config()).await?;
    let spec = Spec {
        mode: Mode::Demo,
        cost: Cost::DEMO,
        ledger: signer.verifier(),
        origin: LEDGER.to_owned(),
        organisations: people::organisations(),
        people: people::people(PASSPHRASE),
        statistics_officer: people::DAN.0,
    };
    let born = clock.now().plus_days(-HISTORY_DAYS);
    let created = create(&store, spec, Box::new(SystemRng), SystemRng, born).await?;
    glotip(&store, (SERIES, PUBLISHED), false, &SystemRng, born).await?;
    let app = app(store, clock)?;
    if !args.empty {
        let ids = created.people.iter().map(|person| person.id);
        let keys: Vec<(UserId, UserKeys)> = ids.zip(created.keys.people).collect();
        let units = Unit::ALL.into_iter().filter_map(|unit| {
            let at = unit.at();
            Some((unit, *created.units.get(at.organisation)?.get(at.unit)?))
        });
        let house = House::new(app.clone(), &keys, units.collect::<BTreeMap<_, _>>())?;
        let stories = match &args.canaries {
            None => plan(args.seed, today, args.files.into()),
            Some(path) => {
                let (stories, canaries) = plan_with_canaries(args.seed, today, args.files.into());
                let list = canaries.all().collect::<Vec<_>>().join("\n");
                std::fs::write(path, list).map_err(|error| DemoError::Io(path.clone(), error))?;
                stories
            }
        };
        execute(Arc::new(house), stories).await?;
    }
    let mark = ready_mark(home);
    std::fs::write(&mark, format!("seed {} day {today}\n", args.seed))
        .map_err(|error| DemoError::Io(mark, error))?;
    Ok(app)
}

/// There once everything is written.
fn ready_mark(home: &Home) -> PathBuf {
    home.path().join("demo")
}

fn fresh_directory() -> PathBuf {
    let mut random = [0; 4];
    SystemRng.fill(&mut random);
    std::env::temp_dir().join(format!("punte-demo-{:08x}", u32::from_be_bytes(random)))
}

fn personas() -> Vec<Persona> {
    let one = |(at, member): (usize, &people::Member)| Persona {
        login: member.login.to_owned(),
        name: member.name.to_owned(),
        role_ro: member.title.to_owned(),
        role_en: member.title_en.to_owned(),
        organisation: people::organisation_of(Who(at)),
        passphrase: PASSPHRASE.to_owned(),
    };
    PEOPLE.iter().take(PERSONAS).enumerate().map(one).collect()
}

fn announce(home: &Home, at: SocketAddr, micros: i64) {
    eprintln!(
        "Ready after {}.{:02} s.",
        micros / 1_000_000,
        micros % 1_000_000 / 10_000
    );
    println!("Punte is ready: http://localhost:{}", at.port());
    for persona in personas() {
        println!(
            "  {:<8} {} · {} · {}",
            persona.login, persona.name, persona.role_en, persona.organisation
        );
    }
    println!("Passphrase of everybody: {PASSPHRASE}");
    println!("Everything is invented. Data: {}", home.path().display());
    println!(
        "After stopping: punte verify --data {}",
        home.path().display()
    );
}

fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut term, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
