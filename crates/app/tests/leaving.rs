//! Somebody leaves with everything they ever held: what is written afterwards opens for those who stay, and not for them.

mod common;

use common::{confirmed, new_file, note, post, refer_to_legal};
use punte_app::directory::Change;
use punte_app::files::FileQuery;
use punte_app::{App, AppError, Desk};
use punte_domain::access::{Grantee, Role};
use punte_domain::compartment::Compartment;
use punte_domain::id::{StreamId, UnitId, UserId};
use punte_domain::person::{Command, Name, NameKind};
use punte_store::{LockKind, MembershipRow, Row, RowOp, Seed, WrapRow};
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, signer};
use punte_vault::facts::{encapsulations, fact_key, is_encapsulated};
use punte_vault::{Header, UnitKeys, UserKeys, WrapContext, passphrase, wrap};

const AFTER: &str = "Scris după plecare.";

/// What a leaver can have kept: their own keys, and a copy of the row that wrapped the unit's keys to them.
struct Kept {
    user: UserId,
    keys: UserKeys,
    membership: MembershipRow,
}

impl Kept {
    async fn of(app: &App, user: UserId, phrase: &str) -> Self {
        let relations = app.store().relations();
        let lock = relations
            .lock(user, LockKind::Passphrase)
            .await
            .unwrap()
            .unwrap();
        let keys = passphrase::unlock_with_passphrase(&lock.blob, &user.0, phrase).unwrap();
        let membership = relations.memberships(user).await.unwrap().remove(0);
        Self {
            user,
            keys,
            membership,
        }
    }

    fn unit_keys(&self) -> Vec<UnitKeys> {
        let context = WrapContext {
            subject: &self.membership.unit.0,
            compartment: 0,
            recipient: &self.user.0,
        };
        wrap::unit_wraps(&self.membership.wrapped_unit_key)
            .map(|one| wrap::open_unit_key(&self.keys, context, one).unwrap())
            .collect()
    }

    /// The wraps of a stream that open with it, by the generation of the key in them.
    async fn opens(&self, app: &App, stream: StreamId) -> Vec<i32> {
        let rows = app.store().relations().wraps_for(stream).await.unwrap();
        let units = self.unit_keys();
        let opens = |row: &WrapRow| {
            units.iter().any(|unit| {
                let context = WrapContext {
                    subject: &row.object.0,
                    compartment: row.compartment.code(),
                    recipient: &self.membership.unit.0,
                };
                wrap::open_stream_key(unit, context, &row.wrapped).is_ok()
            })
        };
        let mut generations: Vec<_> = rows
            .iter()
            .filter(|r| opens(r))
            .map(|r| r.generation)
            .collect();
        generations.sort_unstable();
        generations.dedup();
        generations
    }

    /// Puts the old row back into the database: policy lets them in again, and only keys are left to stop them.
    async fn come_back(&self, app: &App, phrase: &str) -> Desk {
        self.put(app, self.membership.clone()).await;
        let token = common::token(app, &self.login(app).await, phrase).await;
        app.desk(&token, app.new_request()).await.unwrap().unwrap()
    }

    async fn login(&self, app: &App) -> String {
        app.store()
            .relations()
            .user(self.user)
            .await
            .unwrap()
            .unwrap()
            .login
    }

    async fn put(&self, app: &App, row: MembershipRow) {
        let seed = Seed {
            at: app.now(),
            request: app.new_request(),
            actor: self.user,
            action: "test.attack",
            object: self.user.0,
            units: Vec::new(),
            rows: vec![RowOp::Put(Row::Membership(row))],
        };
        app.store().seed(vec![seed]).await.unwrap();
    }
}

async fn newest(app: &App, stream: impl Into<StreamId>) -> i32 {
    let rows = app
        .store()
        .relations()
        .wraps_for(stream.into())
        .await
        .unwrap();
    rows.iter().map(|row| row.generation).max().unwrap()
}

async fn leave(house: &Installation, user: UserId, unit: UnitId) -> Result<[u8; 16], AppError> {
    let end = Change::EndMembership {
        user,
        unit,
        role: Role::CaseManager,
    };
    house
        .desk("sorin")
        .await
        .change_directory(&end, post(&house.app))
        .await
}

both_engines! {
    async fn a_leaver_with_all_they_held_opens_nothing_written_afterwards(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        elena.write_file(file.code, note(Compartment::Core, "Prima."), post(app)).await.unwrap();
        let (_, mihai) = refer_to_legal(&house, file.code).await;
        let (ioana, phrase) = confirmed(&house, unit, "ioana@podul.ro").await;
        let kept = Kept::of(app, ioana.user_id(), phrase).await;
        let person = ioana.file(file.code).await.unwrap().state.person.unwrap();

        leave(&house, kept.user, unit).await.unwrap();
        let row = app.store().relations().unit_row(unit).await.unwrap().unwrap();
        assert_eq!(row.generation, 2);
        for member in app.store().relations().members(unit).await.unwrap() {
            let (held, expected) = (wrap::unit_wraps(&member.wrapped_unit_key).count(), if member.user == kept.user { 0 } else { 2 });
            assert_eq!(held, expected, "{:?}", member.user);
        }
        // The control: with the old row back in its place they open all that was there when they left.
        let ended = MembershipRow { wrapped_unit_key: Vec::new(), state: punte_store::MembershipState::Ended, ..kept.membership.clone() };
        let back = kept.come_back(app, phrase).await;
        assert_eq!(back.file(file.code).await.unwrap().state.notes.len(), 1);
        assert_eq!(back.search("taranu").await.unwrap().total, 1);
        kept.put(app, ended).await;

        // Those who stay go on writing: in the unit, and in the unit that it shares with.
        let elena = house.desk("elena").await;
        elena.write_file(file.code, note(Compartment::Core, AFTER), post(app)).await.unwrap();
        mihai.write_file(file.code, note(Compartment::Core, AFTER), post(app)).await.unwrap();
        let name = Name { kind: NameKind::Nickname, given: "Rândunica".into(), family: String::new() };
        elena.write_person(file.code, Command::RecordName(name), post(app)).await.unwrap();
        let later = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();

        // Everybody who stays reads all of it, old and new, and finds it.
        for desk in [&elena, &house.desk("sorin").await, &house.desk("mihai").await] {
            let seen = desk.file(file.code).await.unwrap();
            assert_eq!(seen.state.notes.len(), 3, "{:?}", desk.user().login);
            assert_eq!(desk.search("randunica").await.unwrap().total, 1);
        }
        assert_eq!(elena.files(&FileQuery::default()).await.unwrap().total, 2);
        // So does somebody who comes later.
        let (maria, _) = confirmed(&house, unit, "maria@podul.ro").await;
        assert_eq!(maria.file(file.code).await.unwrap().state.notes.len(), 3);
        assert_eq!(maria.search("randunica").await.unwrap().total, 1);

        // The leaver, with the old row put back: what was, and nothing of what came.
        let back = kept.come_back(app, phrase).await;
        if let Ok(seen) = back.file(file.code).await {
            assert!(!format!("{seen:?}").contains(AFTER));
            panic!("the file opened without its newest key");
        }
        let seen = back.file(later.code).await;
        assert!(seen.is_err() || seen.is_ok_and(|seen| seen.timeline.is_empty() && seen.person.is_none()));
        for list in [back.files(&FileQuery::default()).await, back.search("randunica").await] {
            assert!(list.is_err(), "a roster's new lines opened");
        }
        // And key by key: of every stream their keys open the first generation and never the newest.
        for stream in [StreamId::from(file.id), person.into()] {
            assert_eq!(newest(app, stream).await, 2, "{stream:?}");
            assert_eq!(kept.opens(app, stream).await, [1], "{stream:?}");
        }
        assert_eq!(kept.opens(app, later.id.into()).await, Vec::<i32>::new());
        let rosters = app.store().relations().wraps_for(StreamId(unit.0)).await.unwrap();
        let to_old = |row: &&WrapRow| {
            let id = Header::read(&row.wrapped).unwrap().key_id;
            kept.unit_keys().iter().any(|unit| unit.public().key_id() == id)
        };
        assert_eq!((rosters.len(), rosters.iter().filter(to_old).count()), (2, 1));
        // Facts of the same day lie under two keys, of which theirs is one.
        let day = i32::try_from(app.now().seconds().div_euclid(86_400)).unwrap();
        let facts = app.store().relations().fact_key(unit, day).await.unwrap().unwrap();
        assert_eq!(encapsulations(&facts.encapsulated).count(), 2);
        assert!(is_encapsulated(&facts.encapsulated, &fact_key(&kept.unit_keys()[0], day)));

        let ended = MembershipRow { wrapped_unit_key: Vec::new(), state: punte_store::MembershipState::Ended, ..kept.membership.clone() };
        kept.put(app, ended).await;
        while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let report = app.store().verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}

both_engines! {
    async fn keys_that_were_renewed_are_taken_away_and_handed_on_like_the_first(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        let (referral, _) = refer_to_legal(&house, file.code).await;
        let (ioana, _) = confirmed(&house, unit, "ioana@podul.ro").await;
        leave(&house, ioana.user_id(), unit).await.unwrap();

        // The share ends with the very entry that would renew the key: nothing is left of it.
        let sorin = house.desk("sorin").await;
        sorin.revoke_referral(referral, "Nu mai e nevoie.".into(), post(app)).await.unwrap();
        let wraps = app.store().relations().wraps_for(file.id.into()).await.unwrap();
        assert!(wraps.iter().all(|w| w.grantee == Grantee::Unit(unit)));
        // The end of the share made the next key at once, and the entry that says so lies under one that only those who stay hold.
        assert_eq!(newest(app, file.id).await, 2);

        // Whoever is offered the lead is offered every generation.
        let offer = punte_domain::file::Command::OfferTransfer { to: house.units.dgaspc, reason: "Se mută.".into() };
        sorin.write_file(file.code, note(Compartment::Whereabouts, AFTER), post(app)).await.unwrap();
        sorin.write_file(file.code, offer, post(app)).await.unwrap();
        let dora = house.desk("dora").await;
        dora.write_file(file.code, punte_domain::file::Command::AcceptTransfer, post(app)).await.unwrap();
        let seen = house.desk("dora").await.file(file.code).await.unwrap();
        assert_eq!(seen.state.notes.len(), 1);
        assert!(seen.state.code.is_some(), "the first entry, under the first key");
        assert!(house.desk("mihai").await.file(file.code).await.is_err());
    }
}

both_engines! {
    async fn the_last_who_holds_a_units_key_cannot_be_taken_out(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let (elena, dora) = (house.desk("elena").await, house.desk("dora").await);
        let refused = leave(&house, dora.user_id(), house.units.dgaspc).await;
        assert!(matches!(refused, Err(AppError::Invalid(ref why)) if why[0].code == "last-key-holder"), "{refused:?}");
        // Who keeps another role in the unit keeps its key, and nothing is renewed.
        let sorin = house.desk("sorin").await;
        let unit = house.units.casework;
        let end = Change::EndMembership { user: sorin.user_id(), unit, role: Role::Supervisor };
        // The domain ends all of somebody's roles in a unit at once; the row that goes is the one that was named.
        let _ = sorin.change_directory(&end, post(app)).await;
        let row = app.store().relations().unit_row(unit).await.unwrap().unwrap();
        assert_eq!(row.generation, 1);
        // Two who leave: two generations, and who stays reads through all of them.
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        for (login, generation) in [("ioana@podul.ro", 2), ("maria@podul.ro", 3)] {
            let (leaver, _) = confirmed(&house, unit, login).await;
            leave(&house, leaver.user_id(), unit).await.unwrap();
            let elena = house.desk("elena").await;
            elena.write_file(file.code, note(Compartment::Core, AFTER), post(app)).await.unwrap();
            assert_eq!(newest(app, file.id).await, generation);
        }
        let seen = house.desk("elena").await.file(file.code).await.unwrap();
        assert_eq!(seen.state.notes.len(), 2);
    }
}

both_engines! {
    async fn a_confirmation_and_a_departure_do_not_pass_each_other(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let (ioana, _) = confirmed(&house, unit, "ioana@podul.ro").await;
        // Elena's request began before Ioana left: she holds the old keys only, and may hand on nothing with them.
        let elena = house.desk("elena").await;
        let waiting = common::join(&house, unit, "maria@podul.ro").await;
        leave(&house, ioana.user_id(), unit).await.unwrap();
        let late = elena.confirm(waiting, unit, post(app)).await;
        assert!(matches!(late, Err(AppError::Unavailable)), "{late:?}");
        house.desk("elena").await.confirm(waiting, unit, post(app)).await.unwrap();
        let rows = app.store().relations().memberships(waiting).await.unwrap();
        assert_eq!(wrap::unit_wraps(&rows[0].wrapped_unit_key).count(), 2);
    }
}

both_engines! {
    async fn who_is_suspended_opens_nothing_written_meanwhile_and_is_given_the_keys_again(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let unit = house.units.casework;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(unit, &new_file(), post(app)).await.unwrap();
        let (ioana, phrase) = confirmed(&house, unit, "ioana@podul.ro").await;
        let kept = Kept::of(app, ioana.user_id(), phrase).await;
        let sorin = house.desk("sorin").await;
        let suspend = Change::Suspend { user: kept.user, reason: "Verificare.".into() };
        sorin.change_directory(&suspend, post(app)).await.unwrap();
        let elena = house.desk("elena").await;
        elena.write_file(file.code, note(Compartment::Core, AFTER), post(app)).await.unwrap();
        assert_eq!((newest(app, file.id).await, kept.opens(app, file.id.into()).await), (2, vec![1]));
        // Suspended, nobody can give them a key; let in again, somebody of the unit does, and they read what came meanwhile.
        let early = elena.confirm(kept.user, unit, post(app)).await;
        assert!(matches!(early, Err(AppError::Invalid(_))), "{early:?}");
        sorin.change_directory(&Change::Restore { user: kept.user }, post(app)).await.unwrap();
        elena.confirm(kept.user, unit, post(app)).await.unwrap();
        let token = common::token(app, &kept.login(app).await, phrase).await;
        let ioana = app.desk(&token, app.new_request()).await.unwrap().unwrap();
        assert_eq!(ioana.file(file.code).await.unwrap().state.notes.len(), 1);

        // The only one who holds a unit's key keeps it: out they are all the same.
        let dora = house.desk("dora").await.user_id();
        let suspend = Change::Suspend { user: dora, reason: "Verificare.".into() };
        sorin.change_directory(&suspend, post(app)).await.unwrap();
        let row = app.store().relations().unit_row(house.units.dgaspc).await.unwrap().unwrap();
        let held = app.store().relations().memberships(dora).await.unwrap();
        assert_eq!((row.generation, held[0].wrapped_unit_key.is_empty()), (1, false));
        sorin.change_directory(&Change::Restore { user: dora }, post(app)).await.unwrap();
        assert!(house.desk("dora").await.files(&FileQuery::default()).await.is_ok());
    }
}
