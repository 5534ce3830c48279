use super::*;
use punte_domain::access::{Grantee, Role};
use punte_domain::directory::organisation::{Kind, Regime};
use punte_domain::id::StreamId;
use punte_store::{LockKind, StoreConfig, WrapRow};
use punte_vault::{
    Cost, LedgerSigner, RecoveryCode, SeededRng, UserKeys, UserPublic, WrapContext, passphrase,
    recovery, totp, wrap,
};
use punte_words::Lang;
use std::path::PathBuf;
use zeroize::Zeroizing;

const NOW: Moment = Moment(1_795_000_000_000_000);

fn person(login: &str, memberships: Vec<(At, Role)>) -> PersonSpec {
    PersonSpec {
        login: login.to_owned(),
        name: format!("Persoana {login}"),
        title: String::new(),
        lang: Lang::Ro,
        passphrase: Zeroizing::new(format!("o trecere sigură pentru {login}")),
        memberships,
    }
}

fn at(organisation: usize, unit: usize) -> At {
    At { organisation, unit }
}

fn signer() -> LedgerSigner {
    LedgerSigner::from_seed("punte.test", &[9; 32]).unwrap()
}

fn organisation(name: &str, units: &[&str]) -> OrganisationSpec {
    OrganisationSpec {
        name: name.to_owned(),
        kind: Kind::Ngo,
        regime: Regime::Gdpr,
        county: "CJ".to_owned(),
        units: units
            .iter()
            .map(|name| UnitSpec {
                name: (*name).to_owned(),
                kind: UnitKind::INTAKE.and(UnitKind::CASEWORK),
            })
            .collect(),
    }
}

fn spec(mode: Mode) -> Spec {
    Spec {
        mode,
        cost: Cost::TEST,
        ledger: signer().verifier(),
        origin: "punte.test".to_owned(),
        organisations: vec![
            organisation("Malul", &["Echipa", "Pustie"]),
            organisation("Celălalt", &["Juridic"]),
        ],
        people: vec![
            person(
                "ana",
                vec![
                    (at(0, 0), Role::Supervisor),
                    (at(0, 0), Role::Administrator),
                    (at(1, 0), Role::Lawyer),
                ],
            ),
            person("ion", vec![(at(0, 0), Role::CaseManager)]),
            person("mihai", vec![(at(1, 0), Role::MonitoringOfficer)]),
        ],
        statistics_officer: 2,
    }
}

fn real() -> Mode {
    Mode::Real {
        issuer: "Punte".to_owned(),
    }
}

/// A store in a folder of its own, which goes with it.
struct Scratch(PathBuf, Store);

impl Scratch {
    async fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("punte-create-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let config = StoreConfig::Sqlite {
            path: folder.join("punte.db"),
            readers: 2,
        };
        Self(folder, Store::open(&config).await.unwrap())
    }

    async fn create(&self, spec: Spec) -> Result<Created, CreateError> {
        create(
            &self.1,
            spec,
            Box::new(SeededRng::new([1; 32])),
            SeededRng::new([2; 32]),
            NOW,
        )
        .await
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn lock(store: &Store, user: UserId, kind: LockKind) -> Option<Vec<u8>> {
    store
        .relations()
        .lock(user, kind)
        .await
        .unwrap()
        .map(|lock| lock.blob)
}

/// What the person's keys open: their units', and each unit's roster and pseudonym keys.
async fn opens_all(store: &Store, user: UserId, own: &UserKeys) -> usize {
    let mut units = 0;
    for row in store.relations().memberships(user).await.unwrap() {
        let context = WrapContext {
            subject: &row.unit.0,
            compartment: 0,
            recipient: &user.0,
        };
        let keys = wrap::open_unit_key(own, context, &row.wrapped_unit_key).unwrap();
        let stored = store.relations().unit_row(row.unit).await.unwrap().unwrap();
        assert_eq!(stored.public, keys.public().key);
        assert_eq!(stored.generation, i32::from(keys.generation()));
        let rosters = store
            .relations()
            .wraps_for(StreamId(row.unit.0))
            .await
            .unwrap();
        let context = WrapContext {
            subject: &row.unit.0,
            compartment: 0,
            recipient: &row.unit.0,
        };
        assert_eq!(rosters.len(), 1);
        let roster = wrap::open_roster_key(&keys, context, &rosters[0].wrapped).unwrap();
        assert_eq!(roster.id().0, rosters[0].key_id);
        let pseudonyms = store
            .relations()
            .wraps_for(StreamId(PSEUDONYM_SUBJECT))
            .await
            .unwrap();
        let own_wrap = pseudonyms
            .iter()
            .find(|wrap| wrap.grantee == Grantee::Unit(row.unit))
            .unwrap();
        let context = WrapContext {
            subject: &PSEUDONYM_SUBJECT,
            compartment: 0,
            recipient: &row.unit.0,
        };
        wrap::open_pseudonym_key(&keys, context, &own_wrap.wrapped).unwrap();
        units += 1;
    }
    units
}

#[tokio::test]
async fn everybody_opens_what_is_theirs_with_passphrase_and_recovery_code() {
    let scratch = Scratch::new("opens").await;
    let made = scratch.create(spec(real())).await.unwrap();
    let store = &scratch.1;
    for (person, units) in made.people.iter().zip([3, 1, 1]) {
        let user = store
            .relations()
            .user_by_login(&person.login)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(user.id, person.id);
        let blob = lock(store, user.id, LockKind::Passphrase).await.unwrap();
        let phrase = format!("o trecere sigură pentru {}", person.login);
        let own = passphrase::unlock_with_passphrase(&blob, &user.id.0, &phrase).unwrap();
        assert_eq!(own.public().0.as_slice(), user.public);
        assert_eq!(opens_all(store, user.id, &own).await, units);

        let code = RecoveryCode::parse(person.recovery.as_ref().unwrap()).unwrap();
        let blob = lock(store, user.id, LockKind::Recovery).await.unwrap();
        assert_eq!(
            recovery::unlock_with_recovery(&blob, &user.id.0, &code)
                .unwrap()
                .public(),
            own.public()
        );

        let blob = lock(store, user.id, LockKind::Totp).await.unwrap();
        let (step, sealed) = blob.split_first_chunk::<8>().unwrap();
        assert_eq!(*step, [0; 8]);
        let secret = totp::open_totp(&own, &user.id.0, sealed).unwrap();
        assert_eq!(
            &*secret.to_text(),
            &*person.second_factor.as_ref().unwrap().text
        );
    }
}

#[tokio::test]
async fn only_the_officer_opens_the_statistics_key() {
    let scratch = Scratch::new("officer").await;
    let made = scratch.create(spec(Mode::Demo)).await.unwrap();
    let wraps = scratch
        .1
        .relations()
        .wraps_for(StreamId(STATISTICS_SUBJECT))
        .await
        .unwrap();
    let [
        WrapRow {
            grantee: Grantee::User(holder),
            wrapped,
            ..
        },
    ] = wraps.as_slice()
    else {
        panic!("{wraps:?}")
    };
    assert_eq!(*holder, made.people[2].id);
    let context = WrapContext {
        subject: &STATISTICS_SUBJECT,
        compartment: 0,
        recipient: &holder.0,
    };
    let opened = wrap::open_statistics_key(&made.keys.people[2], context, wrapped).unwrap();
    let public = scratch
        .1
        .relations()
        .meta(setting::STATISTICS_PUBLIC)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(opened.public().0.as_slice(), public);
    assert!(wrap::open_statistics_key(&made.keys.people[0], context, wrapped).is_err());
}

#[tokio::test]
async fn a_demo_has_no_second_factor_and_a_unit_without_members_no_keys() {
    let scratch = Scratch::new("demo").await;
    let made = scratch.create(spec(Mode::Demo)).await.unwrap();
    let store = &scratch.1;
    for person in &made.people {
        assert!(person.recovery.is_none() && person.second_factor.is_none());
        assert!(lock(store, person.id, LockKind::Totp).await.is_none());
        assert!(lock(store, person.id, LockKind::Recovery).await.is_none());
    }
    let empty = store
        .relations()
        .unit_row(made.units[0][1])
        .await
        .unwrap()
        .unwrap();
    assert!(empty.public.is_empty());
    assert!(
        store
            .relations()
            .wraps_for(StreamId(empty.id.0))
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        store
            .relations()
            .meta(setting::MODE)
            .await
            .unwrap()
            .unwrap(),
        b"demo"
    );
}

#[tokio::test]
async fn it_is_one_leaf_that_verifies_and_happens_once() {
    let scratch = Scratch::new("once").await;
    scratch.create(spec(real())).await.unwrap();
    let signer = signer();
    assert_eq!(
        scratch
            .1
            .integrate("punte.test", &signer, 10)
            .await
            .unwrap(),
        1
    );
    let report = scratch
        .1
        .verify("punte.test", &[&signer.verifier()])
        .await
        .unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.ledger.size, report.ledger.checkpoints), (1, 1));
    let again = scratch.create(spec(real())).await;
    assert!(matches!(
        again,
        Err(CreateError::Commit(CommitError::Barred(_)))
    ));
}

#[test]
fn the_same_source_of_ids_gives_the_same_ids_whatever_the_keys() {
    let make = |keys: u8| {
        prepare(
            &spec(Mode::Demo),
            &SeededRng::new([1; 32]),
            &SeededRng::new([keys; 32]),
            NOW,
        )
        .unwrap()
        .created
    };
    let (one, two) = (make(2), make(3));
    assert_eq!(one.units, two.units);
    assert!(one.keys.people[0].public() != two.keys.people[0].public());
    assert_eq!(
        one.keys.people[0].public(),
        UserPublic(one.keys.people[0].public().0)
    );
}

#[test]
fn what_cannot_be_made_is_said_before_a_key_is() {
    let refuse = |change: fn(&mut Spec)| {
        let mut spec = spec(real());
        change(&mut spec);
        prepare(
            &spec,
            &SeededRng::new([1; 32]),
            &SeededRng::new([2; 32]),
            NOW,
        )
        .err()
        .unwrap()
    };
    assert!(matches!(
        refuse(|spec| spec.people.clear()),
        CreateError::Nobody
    ));
    assert!(matches!(
        refuse(|spec| spec.statistics_officer = 3),
        CreateError::Unknown(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].login = "Ion".into()),
        CreateError::Login(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].login = "i on".into()),
        CreateError::Login(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].login.clear()),
        CreateError::Login(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].login = "ana".into()),
        CreateError::Twice(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].name = " ".into()),
        CreateError::Name
    ));
    assert!(matches!(
        refuse(|spec| spec.organisations[0].units[0].name.clear()),
        CreateError::Name
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].memberships.clear()),
        CreateError::Memberships(_)
    ));
    assert!(matches!(
        refuse(|spec| spec.people[1].memberships[0].0.unit = 7),
        CreateError::Unknown(_)
    ));
    let long = refuse(|spec| spec.people[1].passphrase = Zeroizing::new("a".repeat(129)));
    assert!(matches!(
        long,
        CreateError::Vault(punte_vault::Error::PassphraseTooLong)
    ));
}
