//! A backup of either engine, restored into either.

#[expect(dead_code, reason = "shared with a test that takes all of it")]
mod common;

use common::{new_file, note, post};
use punte_app::ops::backup::{Secret, backup, restore, restore_into};
use punte_app::ops::home::Home;
use punte_app::{App, AppError, Config, Pace};
use punte_domain::compartment::Compartment;
use punte_store::Store;
use punte_testkit::both_engines;
use punte_testkit::engines::{Folder, Place};
use punte_testkit::installation::{Installation, ORIGIN, PASSPHRASE, signer, store_config};
use punte_vault::backup::BackupKey;
use punte_vault::{Cost, SystemRng};
use std::sync::Arc;

fn on(house: &Installation, store: Store) -> App {
    let config = Config {
        demo: true,
        pace: Pace::DEMO,
        cost: Cost::TEST,
    };
    App::new(store, house.clock.clone(), Arc::new(SystemRng), config).unwrap()
}

both_engines! {
    async fn a_backup_of_either_engine_is_restored_into_either(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        elena.write_file(file.code, note(Compartment::Core, "Înainte de copie."), post(app)).await.unwrap();
        while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let folder = Folder::new();
        let to = folder.0.join("copy.backup");
        let secret = Secret::Key(Arc::new(BackupKey::generate(&SystemRng)));
        let verifier = signer().verifier();
        let made = backup(app.store(), &to, &verifier, &secret, Arc::new(SystemRng), app.now()).await.unwrap();

        let here = Home::at(folder.0.join("file"));
        let found = restore(&to, &here, &secret, Some(&verifier)).await.unwrap();
        assert_eq!((found.leaves, &found.root), (made.leaves, &made.root));
        let there = Home::at(folder.0.join("server"));
        let server = store_config(&Place::Postgres(punte_testkit::postgres::database().url));
        let found = restore_into(&to, &there, &server, &secret, Some(&verifier)).await.unwrap();
        assert_eq!((found.leaves, &found.root), (made.leaves, &made.root));
        assert!(there.restored().exists() && there.public().exists(), "not served before it is declared");
        // A database that has something in it is left alone.
        let again = Home::at(folder.0.join("again"));
        assert!(restore_into(&to, &again, &server, &secret, None).await.is_err());

        for store in [here.open().await.unwrap(), Store::open(&server).await.unwrap()] {
            let copy = on(&house, store);
            let token = common::token(&copy, "elena", PASSPHRASE).await;
            let desk = copy.desk(&token, copy.new_request()).await.unwrap().unwrap();
            assert_eq!(desk.file(file.code).await.unwrap().state.notes.len(), 1);
            let mihai = common::token(&copy, "mihai", PASSPHRASE).await;
            let mihai = copy.desk(&mihai, copy.new_request()).await.unwrap().unwrap();
            assert!(matches!(mihai.file(file.code).await, Err(AppError::Absent)));
            copy.store().close().await;
        }
    }
}
