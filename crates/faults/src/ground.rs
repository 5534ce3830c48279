//! A data directory as `punte init` leaves it, with the testkit's partnership in it and everybody signed in once.

use punte_app::ops::Home;
use punte_app::{App, Config, Desk, Pace, SignIn, Token};
use punte_domain::id::UserId;
use punte_domain::{Clock, Moment};
use punte_store::Store;
use punte_testkit::engines::Place;
use punte_testkit::installation::{Installation, PASSPHRASE, Units, signer};
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
    let home = Home::at(path);
    home.found(&signer()).expect("a data directory");
    let house = Installation::new(&Place::Sqlite(home.database())).await;
    house.app.store().close().await;
    let store = home.open().await.expect("the store");
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

impl Ground {
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
