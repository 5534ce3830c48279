use super::{block_on, passphrase, postgres};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::say::{Failure, pick};
use clap::ValueEnum;
use punte_app::Lang;
use punte_app::ops::create::{At, Mode, OrganisationSpec, PersonSpec, Spec, UnitKind, UnitSpec};
use punte_app::ops::home::write_secret;
use punte_app::ops::{Created, Home, create};
use punte_domain::Clock as _;
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_store::Store;
use punte_vault::backup::BackupKey;
use punte_vault::{Cost, LedgerSigner, SystemRng};
use std::path::PathBuf;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Make a real installation: first organisation, first unit, first administrator. Prints the recovery code and the second
/// factor once.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte init --data /var/lib/punte --name punte.example.org --organisation 'Asociația Malul' \\\n           --kind ngo --unit Administrare --login ana --person 'Ana Ionescu' --backup-key /root/backup.key"
)]
pub(crate) struct InitArgs {
    /// The data directory; made with mode 700.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// PostgreSQL for the rows; keys and configuration stay in the data directory.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Name of the installation: its host name. It stands in the ledger's signatures and cannot be changed.
    #[arg(long, value_name = "HOST")]
    name: String,
    /// First organisation.
    #[arg(long)]
    organisation: String,
    /// What it is.
    #[arg(long, value_enum)]
    kind: KindArg,
    /// County code of its seat, e.g. CJ; none for a national body.
    #[arg(long, default_value = "")]
    county: String,
    /// First unit.
    #[arg(long)]
    unit: String,
    /// Sign-in name of the first administrator; lower case.
    #[arg(long)]
    login: String,
    /// Their name.
    #[arg(long, value_name = "NAME")]
    person: String,
    /// Their professional title.
    #[arg(long, default_value = "")]
    title: String,
    /// Language of their pages.
    #[arg(long, value_enum, default_value = "ro")]
    lang: LangArg,
    /// A file whose first line is their passphrase; asked for on the terminal otherwise.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Where the new key of the backups is written: not in the data directory, and not on its disk.
    #[arg(long, value_name = "FILE")]
    backup_key: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    Ngo,
    Dgaspc,
    Police,
    Prosecution,
    Donor,
    Other,
}

#[derive(Clone, Copy, ValueEnum)]
enum LangArg {
    Ro,
    En,
}

impl KindArg {
    /// Kind, and the law that its data stand under (ruling 32).
    const fn of(self) -> (Kind, Regime) {
        match self {
            Self::Ngo => (Kind::Ngo, Regime::Gdpr),
            Self::Dgaspc => (Kind::Dgaspc, Regime::Gdpr),
            Self::Police => (Kind::Police, Regime::Law363),
            Self::Prosecution => (Kind::Prosecution, Regime::Law363),
            Self::Donor => (Kind::Donor, Regime::Gdpr),
            Self::Other => (Kind::Other, Regime::Gdpr),
        }
    }
}

pub(crate) fn run(args: InitArgs) -> Result<ExitCode, Failure> {
    let home = Home::at(&args.data);
    if home.exists() || home.key().exists() {
        return Err(punte_app::ops::HomeError::Present(args.data).into());
    }
    let signer = LedgerSigner::generate(&args.name, &SystemRng);
    let signer = signer.map_err(|_| {
        Failure::misuse(
            "--name nu poate avea spații sau „+”.",
            "--name cannot hold spaces or a plus sign.",
        )
    })?;
    let database = Config::load(&home.config())?
        .database
        .or_else(|| args.database.clone());
    let prompt = pick("Parola", "Passphrase");
    let phrase = passphrase(args.passphrase_file.as_deref(), &prompt, true)?;
    let made = block_on(async {
        let spec = spec(&args, &signer, phrase);
        home.found(&signer)?;
        let made = make(&home, database.as_deref(), spec).await;
        if made.is_err() {
            // Keys of an installation that was never made would stand in the way of the next try.
            let _ = std::fs::remove_file(home.key());
            let _ = std::fs::remove_file(home.public());
        }
        made
    })?;
    if let Some(path) = &args.backup_key {
        write_secret(path, &BackupKey::generate(&SystemRng).export())?;
    }
    show(&args, &signer, &made);
    Ok(ExitCode::SUCCESS)
}

async fn make(home: &Home, database: Option<&str>, spec: Spec) -> Result<Created, Failure> {
    let config = match database {
        None => home.store_config(),
        Some(urls) => postgres(urls)?,
    };
    let store = Store::open(&config).await?;
    let made = create(
        &store,
        spec,
        Box::new(SystemRng),
        SystemRng,
        SystemClock.now(),
    )
    .await;
    store.close().await;
    Ok(made?)
}

fn spec(args: &InitArgs, signer: &LedgerSigner, passphrase: Zeroizing<String>) -> Spec {
    let (kind, regime) = args.kind.of();
    let unit = UnitSpec {
        name: args.unit.clone(),
        kind: UnitKind::NONE,
    };
    Spec {
        mode: Mode::Real {
            issuer: "Punte".to_owned(),
        },
        cost: Cost::STANDARD,
        ledger: signer.verifier(),
        origin: args.name.clone(),
        organisations: vec![OrganisationSpec {
            name: args.organisation.clone(),
            kind,
            regime,
            county: args.county.clone(),
            units: vec![unit],
        }],
        people: vec![PersonSpec {
            login: args.login.clone(),
            name: args.person.clone(),
            title: args.title.clone(),
            lang: match args.lang {
                LangArg::Ro => Lang::Ro,
                LangArg::En => Lang::En,
            },
            passphrase,
            memberships: vec![(
                At {
                    organisation: 0,
                    unit: 0,
                },
                Role::Administrator,
            )],
        }],
        statistics_officer: 0,
    }
}

fn show(args: &InitArgs, signer: &LedgerSigner, made: &Created) {
    println!(
        "{}",
        pick("Instalarea este gata.", "The installation is ready.")
    );
    for person in &made.people {
        println!("{}: {}", pick("Cont", "Account"), person.login);
        if let Some(code) = &person.recovery {
            let label = pick(
                "Cod de recuperare (se arată o singură dată; tipăriți-l)",
                "Recovery code (shown once; print it)",
            );
            println!("{label}: {}", &**code);
        }
        if let Some(factor) = &person.second_factor {
            println!(
                "{}: {}",
                pick("Al doilea factor", "Second factor"),
                &*factor.uri
            );
            println!("  {}: {}", pick("de tastat", "to be typed"), &*factor.text);
        }
    }
    println!(
        "{}: {}",
        pick("Cheia publică a registrului", "The ledger's public key"),
        signer.verifier().to_text()
    );
    eprintln!(
        "{}",
        pick(
            "Cheia statistică se află deocamdată la primul administrator; dați-o ofițerului de monitorizare.",
            "The first administrator holds the statistics key for now; hand it to the monitoring officer.",
        )
    );
    match &args.backup_key {
        Some(path) => eprintln!(
            "{}: {}",
            pick("Cheia copiilor", "Key of the backups"),
            path.display()
        ),
        None => eprintln!(
            "{}",
            pick(
                "Nu s-a făcut o cheie de copii (--backup-key): punte backup va cere o parolă.",
                "No backup key was made (--backup-key): punte backup will ask for a passphrase.",
            )
        ),
    }
    eprintln!(
        "{}",
        pick(
            "Păstrați o copie a ledger.key departe de server: nu intră în copiile de siguranță.",
            "Keep a copy of ledger.key away from the server: backups do not hold it.",
        )
    );
}
