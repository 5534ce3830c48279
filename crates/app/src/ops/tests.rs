//! A whole small installation on disk: backed up, restored, damaged, imported into, examined.

use super::backup::{BackupError, Secret, backup, check, restore};
use super::create::{At, Mode, OrganisationSpec, PersonSpec, Spec, UnitKind, UnitSpec};
use super::doctor::{Host, Patient, State, examine, is_demo};
use super::inspect::inspect_home;
use super::{Home, HomeError, create, import};
use punte_domain::Moment;
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_store::Store;
use punte_vault::backup::BackupKey;
use punte_vault::{Cost, LedgerSigner, Rng as _, SeededRng, SystemRng};
use punte_words::Lang;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

const NOW: Moment = Moment(1_795_000_000_000_000);
const ORIGIN: &str = "punte.test";

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("punte-ops-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn home(&self, name: &str) -> Home {
        Home::at(self.0.join(name))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn signer() -> LedgerSigner {
    LedgerSigner::from_seed(ORIGIN, &[9; 32]).unwrap()
}

fn spec() -> Spec {
    Spec {
        mode: Mode::Real {
            issuer: "Punte".to_owned(),
        },
        cost: Cost::TEST,
        ledger: signer().verifier(),
        origin: ORIGIN.to_owned(),
        organisations: vec![OrganisationSpec {
            name: "Malul".to_owned(),
            kind: Kind::Ngo,
            regime: Regime::Gdpr,
            county: String::new(),
            units: vec![UnitSpec {
                name: "Echipa".to_owned(),
                kind: UnitKind::CASEWORK,
            }],
        }],
        people: vec![PersonSpec {
            login: "ana".to_owned(),
            name: "Ana Canarescu".to_owned(),
            title: String::new(),
            lang: Lang::Ro,
            passphrase: Zeroizing::new("o trecere".to_owned()),
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

/// An installation with one integrated leaf.
async fn installed(home: &Home) -> Store {
    home.found(&signer()).unwrap();
    let store = Store::open(&home.store_config()).await.unwrap();
    create(&store, spec(), Box::new(SystemRng), SystemRng, NOW)
        .await
        .unwrap();
    store.integrate(ORIGIN, &signer(), 10).await.unwrap();
    store
}

fn key(seed: u8) -> Secret {
    Secret::Key(Arc::new(BackupKey::generate(&SeededRng::new([seed; 32]))))
}

async fn backed_up(store: &Store, to: &Path) {
    backup(
        store,
        to,
        &signer().verifier(),
        &key(1),
        Arc::new(SystemRng),
        NOW,
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn a_backup_is_restored_checked_and_only_then_stated() {
    let place = Place::new("backup");
    let store = installed(&place.home("data")).await;
    let file = place.0.join("one.backup");
    backed_up(&store, &file).await;
    assert!(!file.with_extension("partial").exists() && !file.with_extension("scratch").exists());
    assert_eq!(store.tail().await.unwrap().length, 1);

    let other = place.home("other");
    let found = restore(&file, &other, &key(1), None).await.unwrap();
    assert!(
        found.clean && found.leaves == 1 && found.checkpoints == 1,
        "{found:?}"
    );
    assert_eq!(other.verifier().unwrap(), signer().verifier());
    let back = other.open().await.unwrap();
    assert!(
        back.relations()
            .user_by_login("ana")
            .await
            .unwrap()
            .is_some()
    );
    assert!(!is_demo(&back).await.unwrap());
    assert!(matches!(
        other.check_age(&back, false).await,
        Err(HomeError::Restored)
    ));
    other.check_age(&back, true).await.unwrap();
    other.check_age(&back, false).await.unwrap();
    let twice = restore(&file, &other, &key(1), None).await;
    assert!(matches!(
        twice,
        Err(BackupError::Home(HomeError::Present(_)))
    ));
}

#[tokio::test]
async fn a_passphrase_does_as_well_and_a_wrong_secret_is_said_so() {
    let place = Place::new("secrets");
    let store = installed(&place.home("data")).await;
    let file = place.0.join("one.backup");
    let phrase =
        |text: &str| Secret::Passphrase(Arc::new(Zeroizing::new(text.to_owned())), Cost::TEST);
    let verifier = signer().verifier();
    backup(
        &store,
        &file,
        &verifier,
        &phrase("podul"),
        Arc::new(SystemRng),
        NOW,
    )
    .await
    .unwrap();
    check(&file, &verifier, &phrase("podul")).await.unwrap();
    for wrong in [phrase("Podul"), key(1)] {
        assert!(matches!(
            check(&file, &verifier, &wrong).await,
            Err(BackupError::WrongSecret)
        ));
        let home = place.home("wrong");
        assert!(restore(&file, &home, &wrong, None).await.is_err());
        assert!(!home.exists());
    }
}

#[tokio::test]
async fn another_installations_backup_is_not_taken_for_ones_own() {
    let place = Place::new("foreign");
    let store = installed(&place.home("data")).await;
    let other = LedgerSigner::from_seed(ORIGIN, &[8; 32])
        .unwrap()
        .verifier();
    let file = place.0.join("one.backup");
    let refused = backup(&store, &file, &other, &key(1), Arc::new(SystemRng), NOW).await;
    assert!(
        matches!(refused, Err(BackupError::Misfit(_))),
        "{refused:?}"
    );
    assert!(!file.exists() && !file.with_extension("partial").exists());
    assert!(
        store
            .relations()
            .meta(super::backup::VERIFIED)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn one_flipped_bit_in_any_of_a_hundred_copies_is_found() {
    let place = Place::new("flips");
    let store = installed(&place.home("data")).await;
    let file = place.0.join("one.backup");
    backed_up(&store, &file).await;
    let whole = std::fs::read(&file).unwrap();
    let rng = SeededRng::new([5; 32]);
    let verifier = signer().verifier();
    let copy = place.0.join("copy.backup");
    let mut found = 0;
    for _ in 0..100 {
        let mut bytes = [0; 8];
        rng.fill(&mut bytes);
        let place = usize::try_from(u64::from_le_bytes(bytes) % whole.len() as u64).unwrap();
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (bytes[7] % 8);
        std::fs::write(&copy, damaged).unwrap();
        found += usize::from(check(&copy, &verifier, &key(1)).await.is_err());
    }
    assert_eq!(found, 100);
    std::fs::write(&copy, &whole[..whole.len() - 1]).unwrap();
    assert!(check(&copy, &verifier, &key(1)).await.is_err());
    std::fs::write(&copy, &whole).unwrap();
    assert!(check(&copy, &verifier, &key(1)).await.is_ok());
}

/// Flips the bit of the first place in the database file where `needle` stands.
fn flip(home: &Home, needle: &[u8]) {
    let mut bytes = std::fs::read(home.database()).unwrap();
    let at = bytes
        .windows(needle.len())
        .position(|part| part == needle)
        .unwrap();
    bytes[at] ^= 1;
    std::fs::write(home.database(), bytes).unwrap();
}

#[tokio::test]
async fn a_flipped_byte_of_a_row_or_a_leaf_is_named() {
    for (what, needle, named) in [
        ("row", "Ana Canarescu", "user "),
        ("leaf", "system.init", "entry 0 "),
    ] {
        let place = Place::new(what);
        let home = place.home("data");
        installed(&home).await.close().await;
        let clean = inspect_home(&home).await.unwrap();
        assert!(clean.clean && clean.findings.is_empty(), "{clean:?}");
        assert!(
            clean.rows > 10 && clean.leaves == 1 && clean.unintegrated == 0,
            "{clean:?}"
        );
        flip(&home, needle.as_bytes());
        let found = inspect_home(&home).await.unwrap();
        assert!(!found.clean, "{what}");
        assert!(
            found.findings.iter().any(|text| text.starts_with(named)),
            "{:?}",
            found.findings
        );
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_a_finding_and_an_empty_directory_an_error() {
    let place = Place::new("nothing");
    let home = place.home("data");
    assert!(matches!(
        inspect_home(&home).await,
        Err(HomeError::Absent(_))
    ));
    home.found(&signer()).unwrap();
    std::fs::write(home.database(), b"nothing of the kind").unwrap();
    let found = inspect_home(&home).await.unwrap();
    assert!(!found.clean && !found.findings.is_empty());
}

#[tokio::test]
async fn one_server_at_a_time_and_an_unclean_stop_is_known() {
    let place = Place::new("hold");
    let home = place.home("data");
    assert!(matches!(home.hold(), Err(HomeError::Absent(_))));
    installed(&home).await.close().await;
    let first = home.hold().unwrap();
    assert!(!first.unclean());
    assert!(matches!(home.hold(), Err(HomeError::Held(_))));
    drop(first);
    let second = home.hold().unwrap();
    assert!(second.unclean());
    second.clean_stop().unwrap();
    assert!(!home.hold().unwrap().unclean());
}

#[tokio::test]
async fn a_key_that_others_can_read_and_a_key_of_another_ledger_are_refused() {
    let place = Place::new("keys");
    let home = place.home("data");
    home.found(&signer()).unwrap();
    assert_eq!(home.signer().unwrap().verifier(), signer().verifier());
    std::fs::set_permissions(home.key(), std::fs::Permissions::from_mode(0o440)).unwrap();
    assert!(matches!(home.signer(), Err(HomeError::Mode(_))));
    std::fs::remove_file(home.key()).unwrap();
    super::home::write_secret(&home.key(), &[8; 32]).unwrap();
    assert!(matches!(home.signer(), Err(HomeError::Key(_))));
}

#[tokio::test]
async fn an_older_database_is_refused_until_it_is_declared() {
    let place = Place::new("older");
    let home = place.home("data");
    let store = installed(&home).await;
    home.check_age(&store, false).await.unwrap();
    home.remember(&store).await.unwrap();
    home.check_age(&store, false).await.unwrap();
    std::fs::write(home.seen(), "7\n").unwrap();
    let refused = home.check_age(&store, false).await;
    assert!(matches!(
        refused,
        Err(HomeError::Older { found: 1, seen: 7 })
    ));
    home.check_age(&store, true).await.unwrap();
    home.check_age(&store, false).await.unwrap();
}

#[tokio::test]
async fn what_runs_beside_the_server_leaves_no_tail_when_it_stops() {
    struct Fixed;
    impl punte_domain::Clock for Fixed {
        fn now(&self) -> Moment {
            NOW
        }
    }
    let place = Place::new("tasks");
    let home = place.home("data");
    home.found(&signer()).unwrap();
    let store = Store::open(&home.store_config()).await.unwrap();
    create(&store, spec(), Box::new(SystemRng), SystemRng, NOW)
        .await
        .unwrap();
    let means = super::background::Means {
        store: store.clone(),
        signer: Arc::new(signer()),
        clock: Arc::new(Fixed),
        rng: Arc::new(SystemRng),
        home: Some(home.clone()),
    };
    super::background::Background::start(means).stop().await;
    assert_eq!(store.tail().await.unwrap().length, 0);
    assert_eq!(std::fs::read_to_string(home.seen()).unwrap(), "1\n");
}

const SERIES: &str = include_str!("../../../../data/glotip/glotip_reported_by_romania.csv");
const PUBLISHED: &str = include_str!("../../../../data/stats/ro_trafficking_published_figures.csv");

#[tokio::test]
async fn an_import_is_tried_made_once_and_refused_whole() {
    let place = Place::new("import");
    let store = installed(&place.home("data")).await;
    let run = |series: String, dry: bool| {
        let store = store.clone();
        async move { import::glotip(&store, (&series, PUBLISHED), dry, &SystemRng, NOW).await }
    };
    let count = || async { store.relations().references().await.unwrap().len() };
    let dry = run(SERIES.to_owned(), true).await.unwrap();
    assert!(!dry.written && dry.report.series_rows > 0 && count().await == 0);
    assert!(run(SERIES.to_owned(), false).await.unwrap().written);
    assert_eq!((count().await, store.tail().await.unwrap().length), (1, 1));
    assert!(!run(SERIES.to_owned(), false).await.unwrap().written);
    assert_eq!(store.tail().await.unwrap().length, 1);
    let bad = format!("{SERIES}XXX,not,a,row\n");
    assert!(matches!(
        run(bad, false).await,
        Err(import::ImportError::Refused(_))
    ));
    assert_eq!(store.tail().await.unwrap().length, 1);
}

#[tokio::test]
async fn doctor_misses_a_backup_and_an_address_and_then_does_not() {
    let place = Place::new("doctor");
    let home = place.home("data");
    let store = installed(&home).await;
    let mut patient = Patient {
        home: Some(home),
        keys: Vec::new(),
        public_url: None,
        now: NOW,
    };
    let host = Host {
        swaps: Some("Filename\n".to_owned()),
        mounts: None,
        synchronised: true,
        autogroup: Some("1\n".to_owned()),
    };
    let wrong = |lines: &[super::doctor::Line]| -> Vec<&'static str> {
        lines
            .iter()
            .filter(|line| line.state == State::Wrong)
            .map(|line| line.check)
            .collect()
    };
    let lines = examine(&store, &patient, &host).await.unwrap();
    assert_eq!(wrong(&lines), ["backup", "https"], "{lines:?}");
    backed_up(&store, &place.0.join("one.backup")).await;
    patient.public_url = Some("https://punte.example.org".to_owned());
    let lines = examine(&store, &patient, &host).await.unwrap();
    assert!(wrong(&lines).is_empty(), "{lines:?}");
    patient.now = NOW.plus_hours(26);
    let lines = examine(&store, &patient, &host).await.unwrap();
    assert_eq!(wrong(&lines), ["backup", "unintegrated"], "{lines:?}");
}
