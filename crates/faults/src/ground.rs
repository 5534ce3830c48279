//! A data directory as `punte init` leaves it, with the testkit's partnership in it and everybody signed in once.

use punte_app::ops::inspect::{Inspection, inspect_home};
use punte_app::ops::{Home, HomeError};
use punte_app::{App, Config, Desk, Pace, SignIn, Token};
use punte_domain::id::UserId;
use punte_domain::{Clock, Moment};
use punte_ledger::Verifier as _;
use punte_store::Store;
use punte_testkit::engines::Place;
use punte_testkit::installation::{Installation, PASSPHRASE, Units, signer, store_config};
use punte_vault::{Cost, Rng, SystemRng};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place of this program that reads the clock"
    )]
    fn now(&self) -> Moment {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Moment(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// Somebody with a session.
#[derive(Debug, Clone)]
pub struct Persona {
    /// Sign-in name.
    pub login: String,
    /// Id.
    pub id: UserId,
    /// Value of the session cookie.
    pub cookie: String,
    /// Token of the session's forms.
    pub csrf: String,
}

/// A founded data directory.
pub struct Ground {
    /// Where.
    pub home: Home,
    /// The database server's address, where the rows are not in the data directory.
    pub database: Option<String>,
    /// The partnership's units.
    pub units: Units,
    /// Everybody, in the order of the testkit.
    pub people: Vec<Persona>,
}

/// The settings of every application here.
pub const SETTINGS: Config = Config {
    demo: true,
    pace: Pace::DEMO,
    cost: Cost::TEST,
};

/// The application on a store, with the machine's clock.
///
/// # Panics
/// When it can't be put together: that is a fault of the build.
pub fn app(store: Store, rng: Arc<dyn Rng>) -> App {
    App::new(store, Arc::new(SystemClock), rng, SETTINGS).expect("an application")
}

/// Founds one in `path` and signs everybody in, so that a restart costs no stretching.
///
/// # Panics
/// When it can't: a campaign without ground proves nothing.
pub async fn found(path: &Path) -> Ground {
    found_on(path, None).await
}

/// As [`found`], with the rows in another place than the data directory.
///
/// # Panics
/// When it can't: a campaign without ground proves nothing.
pub async fn found_on(path: &Path, place: Option<Place>) -> Ground {
    let home = Home::at(path);
    home.found(&signer()).expect("a data directory");
    let database = match &place {
        Some(Place::Postgres(url)) => Some(url.clone()),
        Some(Place::Sqlite(_)) | None => None,
    };
    let place = place.unwrap_or_else(|| Place::Sqlite(home.database()));
    let house = Installation::new(&place).await;
    house.app.store().close().await;
    let store = open(&home, database.as_deref()).await.expect("the store");
    let app = app(store.clone(), Arc::new(SystemRng));
    let mut people = Vec::new();
    for person in &house.created.people {
        let token = sign_in(&app, &person.login).await;
        people.push(Persona {
            login: person.login.clone(),
            id: person.id,
            cookie: token.text().to_string(),
            csrf: app.csrf(&token),
        });
    }
    store.close().await;
    Ground {
        home,
        database,
        units: house.units,
        people,
    }
}

/// Signs somebody in.
///
/// # Panics
/// When that is refused.
pub async fn sign_in(app: &App, login: &str) -> Token {
    let form = SignIn {
        login: login.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        code: String::new(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        label: "faults".to_owned(),
    };
    let answer = app.sign_in(form, app.new_request()).await;
    answer.expect("an answer").expect("signed in").token
}

/// The store of a data directory, or of the server at `database`.
pub async fn open(home: &Home, database: Option<&str>) -> Result<Store, HomeError> {
    match database {
        None => home.open().await,
        Some(url) => Ok(Store::open(&store_config(&Place::Postgres(url.to_owned()))).await?),
    }
}

impl Ground {
    /// The store.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn open(&self) -> Store {
        let store = open(&self.home, self.database.as_deref()).await;
        store.expect("the store")
    }

    /// Recomputes everything while nothing runs, as `punte verify` does.
    ///
    /// # Panics
    /// When the data directory or the database server can't be reached.
    pub async fn inspect(&self) -> Inspection {
        if self.database.is_none() {
            return inspect_home(&self.home).await.expect("a data directory");
        }
        let store = self.open().await;
        let key = self.home.verifier().expect("the ledger's key");
        let report = store.verify(key.name(), &[&key]).await;
        store.close().await;
        Inspection::of(&report.expect("a database that can be read"))
    }

    /// Somebody by sign-in name.
    ///
    /// # Panics
    /// When the testkit knows nobody of that name.
    pub fn person(&self, login: &str) -> &Persona {
        let found = self.people.iter().find(|person| person.login == login);
        found.expect("a person of the testkit")
    }
}

/// The desk of a session.
///
/// # Panics
/// When the session has ended.
pub async fn desk(app: &App, person: &Persona) -> Desk {
    let token = Token::parse(&person.cookie).expect("a cookie of ours");
    let desk = app.desk(&token, app.new_request()).await;
    desk.expect("an answer").expect("a session")
}
