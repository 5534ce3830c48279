//! A whole application with a small partnership in it: one person of every role, on either engine, with a clock that stands still.

use crate::engines::Place;
use punte_app::ops::create::{At, Mode, OrganisationSpec, PersonSpec, Spec, UnitKind, UnitSpec};
use punte_app::ops::{Created, create};
use punte_app::{App, Config, Desk, Pace, SignIn, Token};
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_domain::id::UnitId;
use punte_domain::{Clock, Moment};
use punte_store::{Store, StoreConfig};
use punte_vault::{Cost, LedgerSigner, SystemRng};
use punte_words::Lang;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use zeroize::Zeroizing;

/// The moment at which every test begins: 2026-11-23T09:00:00Z.
pub const NOW: Moment = Moment(1_795_424_400_000_000);
/// Everybody's passphrase.
pub const PASSPHRASE: &str = "o punte peste apă";
/// Name of the ledger.
pub const ORIGIN: &str = "punte.test/log";

/// A clock that goes only when told to.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Goes forward.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// The units of the partnership.
#[derive(Debug, Clone, Copy)]
pub struct Units {
    /// Casework team of the leading NGO: takes in concerns, leads files.
    pub casework: UnitId,
    /// Its psychosocial team.
    pub psychosocial: UnitId,
    /// Another casework team of the same NGO.
    pub west: UnitId,
    /// Legal aid of another NGO.
    pub legal: UnitId,
    /// A child-protection directorate.
    pub dgaspc: UnitId,
    /// A police unit.
    pub police: UnitId,
    /// A prosecutor's office.
    pub prosecution: UnitId,
    /// The consortium's office: monitoring, data protection.
    pub office: UnitId,
}

/// The application.
pub struct Installation {
    /// The application.
    pub app: App,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Its units.
    pub units: Units,
    /// Everything that was created.
    pub created: Created,
}

/// Sign-in name and role of everybody, in the order of [`Role::ALL`] where a role has one person; then a case manager of the
/// directorate, one of Elena's own team, and one of the other team of her organisation.
pub const PEOPLE: [(&str, Role); 11] = [
    ("elena", Role::CaseManager),
    ("ana", Role::Psychologist),
    ("mihai", Role::Lawyer),
    ("radu", Role::PoliceLiaison),
    ("petra", Role::ProsecutorLiaison),
    ("dan", Role::MonitoringOfficer),
    ("vlad", Role::DataProtectionOfficer),
    ("sorin", Role::Supervisor),
    ("dora", Role::CaseManager),
    ("ioana", Role::CaseManager),
    ("gabi", Role::CaseManager),
];

/// The store's configuration for a place.
#[must_use]
pub fn store_config(place: &Place) -> StoreConfig {
    match place {
        Place::Sqlite(path) => StoreConfig::Sqlite {
            path: path.clone(),
            readers: 4,
        },
        Place::Postgres(url) => StoreConfig::Postgres {
            urls: vec![url.clone()],
            max: 10,
            jitter: Arc::new(|attempt| Duration::from_millis(u64::from(attempt) * 7)),
        },
    }
}

/// The signer of the test ledger.
///
/// # Panics
/// Never: the seed is well formed.
#[must_use]
pub fn signer() -> LedgerSigner {
    LedgerSigner::from_seed(ORIGIN, &[9; 32]).expect("a seed of 32 bytes")
}

impl Installation {
    /// Makes one.
    ///
    /// # Panics
    /// When it can't: a test without an installation proves nothing.
    pub async fn new(place: &Place) -> Self {
        let store = Store::open(&store_config(place)).await.expect("a store");
        let created = create(&store, spec(), Box::new(SystemRng), SystemRng, NOW)
            .await
            .expect("an installation");
        let at = |organisation: usize, unit: usize| created.units[organisation][unit];
        let units = Units {
            casework: at(0, 0),
            psychosocial: at(0, 1),
            west: at(0, 2),
            legal: at(1, 0),
            dgaspc: at(2, 0),
            police: at(3, 0),
            prosecution: at(4, 0),
            office: at(5, 0),
        };
        let clock = Arc::new(TestClock(AtomicI64::new(NOW.0)));
        let config = Config {
            demo: true,
            pace: Pace::DEMO,
            cost: Cost::TEST,
        };
        let app =
            App::new(store, clock.clone(), Arc::new(SystemRng), config).expect("an application");
        Self {
            app,
            clock,
            units,
            created,
        }
    }

    /// The same installation as a real one asks: newcomers set up a second factor, and signing in takes it.
    ///
    /// # Panics
    /// When the policies don't load.
    #[must_use]
    pub fn strict(&self) -> App {
        let config = Config {
            demo: false,
            pace: Pace::DEMO,
            cost: Cost::TEST,
        };
        let store = self.app.store().clone();
        App::new(store, self.clock.clone(), Arc::new(SystemRng), config).expect("an application")
    }

    /// Signs somebody in.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn token(&self, login: &str) -> Token {
        let form = SignIn {
            login: login.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            code: String::new(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            label: "test".to_owned(),
        };
        let request = self.app.new_request();
        self.app
            .sign_in(form, request)
            .await
            .expect("an answer")
            .expect("signed in")
            .token
    }

    /// Somebody's desk.
    ///
    /// # Panics
    /// When they can't sign in.
    pub async fn desk(&self, login: &str) -> Desk {
        let token = self.token(login).await;
        self.app
            .desk(&token, self.app.new_request())
            .await
            .expect("an answer")
            .expect("a session")
    }
}

fn organisation(
    name: &str,
    kind: Kind,
    regime: Regime,
    units: &[(&str, UnitKind)],
) -> OrganisationSpec {
    OrganisationSpec {
        name: name.to_owned(),
        kind,
        regime,
        county: String::new(),
        units: units
            .iter()
            .map(|(name, kind)| UnitSpec {
                name: (*name).to_owned(),
                kind: *kind,
            })
            .collect(),
    }
}

fn spec() -> Spec {
    let all = UnitKind::INTAKE
        .and(UnitKind::REFERRALS)
        .and(UnitKind::CASEWORK);
    let asked = UnitKind::REFERRALS;
    let organisations = vec![
        organisation(
            "Asociația Podul",
            Kind::Ngo,
            Regime::Gdpr,
            &[
                ("Echipa de caz", all),
                ("Cabinet psihologic", asked),
                ("Echipa Vest", all),
            ],
        ),
        organisation(
            "Avocați pentru Copii",
            Kind::Ngo,
            Regime::Gdpr,
            &[("Asistență juridică", asked)],
        ),
        organisation(
            "DGASPC Exemplu",
            Kind::Dgaspc,
            Regime::Gdpr,
            &[("Serviciul trafic", all)],
        ),
        organisation(
            "Brigada Exemplu",
            Kind::Police,
            Regime::Law363,
            &[("Trafic de persoane", asked)],
        ),
        organisation(
            "Parchetul Exemplu",
            Kind::Prosecution,
            Regime::Law363,
            &[("Biroul minori", asked)],
        ),
        organisation(
            "Consorțiul",
            Kind::Other,
            Regime::Gdpr,
            &[("Birou", UnitKind::NONE)],
        ),
    ];
    let at = |organisation, unit| At { organisation, unit };
    let places = [
        vec![(at(0, 0), Role::CaseManager)],
        vec![(at(0, 1), Role::Psychologist)],
        vec![(at(1, 0), Role::Lawyer)],
        vec![(at(3, 0), Role::PoliceLiaison)],
        vec![(at(4, 0), Role::ProsecutorLiaison)],
        vec![(at(5, 0), Role::MonitoringOfficer)],
        vec![(at(5, 0), Role::DataProtectionOfficer)],
        vec![
            (at(0, 0), Role::Supervisor),
            (at(0, 0), Role::Administrator),
        ],
        vec![(at(2, 0), Role::CaseManager)],
        vec![(at(0, 0), Role::CaseManager)],
        vec![(at(0, 2), Role::CaseManager)],
    ];
    let people = PEOPLE
        .iter()
        .zip(places)
        .map(|((login, _), memberships)| PersonSpec {
            login: (*login).to_owned(),
            name: format!("{}{} Test", login[..1].to_uppercase(), &login[1..]),
            title: String::new(),
            lang: Lang::Ro,
            passphrase: Zeroizing::new(PASSPHRASE.to_owned()),
            memberships,
        })
        .collect();
    Spec {
        mode: Mode::Demo,
        cost: Cost::TEST,
        ledger: signer().verifier(),
        origin: ORIGIN.to_owned(),
        organisations,
        people,
        statistics_officer: 5,
    }
}
