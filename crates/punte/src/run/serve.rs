use super::{Which, block_on};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::say::{Failure, pick};
use punte_app::ops::background::{Background, Means};
use punte_app::ops::doctor::is_demo;
use punte_app::ops::{Held, Home, new_id};
use punte_app::{App, Pace};
use punte_domain::Clock as _;
use punte_domain::id::RequestId;
use punte_store::{MetaRow, Store, SystemAction};
use punte_vault::{Cost, SystemRng};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};

/// Setting that says when a restored or older database was last declared.
const DECLARED: &str = "restore.declared";

/// Serve a real installation until SIGTERM or ctrl-c. A demo is refused.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte serve --data /var/lib/punte\n\nconfig.toml in the data directory: listen, database, public_url, backup_key; or PUNTE_LISTEN and so on."
)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    which: Which,
    /// Where to listen; loopback, behind a proxy that speaks TLS.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Serve a database that was restored or is older than what was signed here. Stated in the ledger.
    #[arg(long)]
    declared_restore: bool,
}

pub(crate) fn run(args: &ServeArgs) -> Result<ExitCode, Failure> {
    let config = args.which.config()?;
    let Some(public_url) = config
        .public_url
        .clone()
        .filter(|url| url.starts_with("https://"))
    else {
        return Err(Failure::misuse(
            "Puneți public_url = \"https://…\" în config.toml: fără HTTPS, cookie-urile nu sunt sigure.",
            "Set public_url = \"https://…\" in config.toml: without HTTPS the cookies are not safe.",
        ));
    };
    block_on(serve(args, &config, public_url))
}

async fn serve(args: &ServeArgs, config: &Config, public_url: String) -> Result<ExitCode, Failure> {
    let home = args.which.home();
    let signer = Arc::new(home.signer()?);
    // Several servers may share a PostgreSQL; a SQLite file has one.
    let held = if config.database.is_none() {
        Some(home.hold()?)
    } else {
        None
    };
    let store = args.which.open(config).await?;
    let sound = if held.as_ref().is_some_and(Held::unclean) {
        look_after_crash(&store).await
    } else {
        Ok(())
    };
    if let Err(failure) = sound {
        // Stays marked as not clean: the next start looks again.
        store.close().await;
        return Err(failure);
    }
    let ready = ready(&home, &store, args.declared_restore).await;
    if let Err(failure) = ready {
        store.close().await;
        if let Some(held) = held {
            held.clean_stop()?;
        }
        return Err(failure);
    }
    let (clock, rng) = (Arc::new(SystemClock), Arc::new(SystemRng));
    let settings = punte_app::Config {
        demo: false,
        pace: Pace::REAL,
        cost: Cost::STANDARD,
    };
    let app = App::new(store.clone(), clock.clone(), rng.clone(), settings);
    let app = app.map_err(|error| Failure::could_not(error.to_string(), error.to_string()))?;
    let means = Means {
        store: store.clone(),
        signer,
        clock,
        rng,
        home: Some(home),
    };
    let background = Background::start(means);
    let listen = args
        .listen
        .or(config.listen)
        .unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)));
    // Before anybody is told that it is ready: a signal that comes right after must find its handler.
    let stop = stopped()?;
    eprintln!(
        "{}: {public_url} ({listen})",
        pick("Punte este gata", "Punte is ready")
    );
    let options = punte_web::ServeOptions {
        https: true,
        default_lang: punte_words::Lang::Ro,
        personas: Vec::new(),
    };
    let served = punte_web::serve(app, listen, options, stop).await;
    background.stop().await;
    store.close().await;
    if let Some(held) = held {
        held.clean_stop()?;
    }
    served.map_err(|error| {
        Failure::could_not(format!("{listen}: {error}"), format!("{listen}: {error}"))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// After a crash the engine looks at its file before anybody is let in; `punte verify` recomputes everything.
async fn look_after_crash(store: &Store) -> Result<(), Failure> {
    eprintln!(
        "{}",
        pick(
            "Ultima oprire nu a fost curată: se verifică fișierul…",
            "The last stop was not clean: checking the file…"
        )
    );
    match store.quick_check().await?.first() {
        None => Ok(()),
        Some(what) => Err(Failure::not_so(
            format!("Baza de date este deteriorată: {what}. Rulați punte verify."),
            format!("The database is damaged: {what}. Run punte verify."),
        )),
    }
}

async fn ready(home: &Home, store: &Store, declared: bool) -> Result<(), Failure> {
    if is_demo(store).await? {
        return Err(Failure::misuse(
            "Acesta este un director demonstrativ: porniți-l cu punte demo.",
            "This is a demo's directory: start it with punte demo.",
        ));
    }
    if declared {
        let now = SystemClock.now();
        let settings = vec![MetaRow {
            key: DECLARED.to_owned(),
            value: now.0.to_string().into_bytes(),
        }];
        let action = SystemAction::Import {
            references: Vec::new(),
            settings,
        };
        store
            .system_commit(action, RequestId(new_id(now, &SystemRng)), now)
            .await?;
    }
    Ok(home.check_age(store, declared).await?)
}

fn stopped() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let listen = |kind| {
        signal(kind).map_err(|error| Failure::could_not(error.to_string(), error.to_string()))
    };
    let (mut term, mut interrupt) = (
        listen(SignalKind::terminate())?,
        listen(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
