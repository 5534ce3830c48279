//! Histories that are written at once read like those that people wrote one entry at a time, and the ledger states them.

use punte_app::files::{FileQuery, NewFile, Post};
use punte_app::ops::create::At;
use punte_app::ops::scribe::{Desktop, History, Scribe};
use punte_domain::access::Role;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::file::Command;
use punte_domain::file::entry::Task;
use punte_domain::person::{Name, NameKind};
use punte_domain::{CountryPack, Moment};
use punte_ledger::Verifier as _;
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, NOW, ORIGIN, signer};
use punte_vault::SystemRng;

const CODE: FileCode = FileCode::from_random(0x1234_5678);

fn note(compartment: Compartment, text: &str) -> Command {
    Command::AddNote {
        compartment,
        kind: "general".into(),
        text: text.to_owned(),
        happened_on: None,
    }
}

fn history() -> History {
    let at = |days| NOW.plus_days(days);
    let task = Task {
        title: "De sunat".to_owned(),
        assignee: None,
        due: Some(at(-1)),
    };
    History {
        code: CODE,
        form: NewFile {
            cover_name: "Floarea".to_owned(),
            name: Some(Name {
                kind: NameKind::Birth,
                given: "Ștefania".to_owned(),
                family: "Podaru".to_owned(),
            }),
            ..NewFile::default()
        },
        opened: at(-40),
        then: vec![
            (at(-30), note(Compartment::Core, "prima")),
            (at(-20), note(Compartment::Whereabouts, "unde")),
            (at(-10), Command::AddTask(task)),
        ],
    }
}

async fn written(house: &Installation, history: &History) {
    let keys = &house.created.keys;
    let unit = At {
        organisation: 0,
        unit: 0,
    };
    let desktop = Desktop {
        pack: CountryPack::romania().expect("a pack"),
        pseudonyms: &keys.pseudonyms,
        statistics: keys.statistics.public(),
        rng: &SystemRng,
    };
    let mut scribe = Scribe {
        desktop: &desktop,
        unit: house.units.casework,
        keys: &keys.units[&unit].keys,
        roster: &keys.units[&unit].roster,
        author: house.created.people[0].id,
        role: Role::CaseManager,
        days: [].into(),
    };
    let seeds = scribe.write(history).expect("a history");
    assert_eq!(seeds.len(), 1 + history.then.len());
    let store = house.app.store();
    while store
        .integrate(ORIGIN, &signer(), 100)
        .await
        .expect("a tree")
        > 0
    {}
    let seeded = store.seed_signed(seeds, ORIGIN, &signer()).await;
    seeded.expect("a demo takes it");
}

both_engines! {
    async fn a_history_is_listed_found_read_and_written_on(place: Place) {
        let house = Installation::new(&place).await;
        written(&house, &history()).await;
        let list = house.desk("elena").await.files(&FileQuery::default()).await.expect("a list");
        assert_eq!(list.total, 1);
        let line = &list.rows[0].line;
        assert_eq!((line.names.len(), line.cover.as_deref()), (1, Some("Floarea")));
        assert_eq!(line.activity, Some(NOW.plus_days(-10)));
        assert!(list.rows[0].overdue, "the task's day has passed");
        let found = house.desk("sorin").await.search("podaru stefania").await.expect("a search");
        assert_eq!(found.rows[0].code, CODE);

        let view = house.desk("elena").await.file(CODE).await.expect("the file");
        let notes: Vec<&str> = view.state.notes.iter().map(|note| note.value.text.as_str()).collect();
        assert_eq!(notes, ["prima", "unde"]);
        assert_eq!(i64::try_from(view.timeline.len()), Ok(view.version));
        assert!(view.person.is_some());

        let desk = house.desk("elena").await;
        let post = Post { id: house.app.new_entry(), version: None };
        desk.write_file(CODE, note(Compartment::Core, "a doua"), post).await.expect("written on");
        let after = house.desk("elena").await.file(CODE).await.expect("the file");
        assert_eq!(after.version, view.version + 1);

        let key = signer().verifier();
        let report = house.app.store().verify(key.name(), &[&key]).await.expect("a report");
        assert!(report.is_clean(), "{report:?}");
    }

    async fn nobody_elses_unit_sees_it(place: Place) {
        let house = Installation::new(&place).await;
        written(&house, &history()).await;
        assert!(house.desk("dora").await.file(CODE).await.is_err());
        let list = house.desk("dora").await.files(&FileQuery::default()).await.expect("a list");
        assert_eq!(list.total, 0);
    }
}

#[test]
fn what_the_domain_refuses_is_not_written() {
    let late = Moment(NOW.0 + 1);
    let wrong = History {
        then: vec![(late, note(Compartment::Core, ""))],
        ..history()
    };
    let keys = punte_vault::UnitKeys::generate(1, &SystemRng);
    let roster = punte_vault::RosterKey::generate(1, &SystemRng);
    let pseudonyms = punte_vault::PersonPseudonymKey::generate(&SystemRng);
    let desktop = Desktop {
        pack: CountryPack::romania().expect("a pack"),
        pseudonyms: &pseudonyms,
        statistics: punte_vault::StatisticsKeys::generate(&SystemRng).public(),
        rng: &SystemRng,
    };
    let mut scribe = Scribe {
        desktop: &desktop,
        unit: punte_domain::id::UnitId([1; 16]),
        keys: &keys,
        roster: &roster,
        author: punte_domain::id::UserId([2; 16]),
        role: Role::CaseManager,
        days: [].into(),
    };
    assert!(scribe.write(&wrong).is_err());
}
