//! What ends: a share that is ended, taken back or run out, and the lead that passes on. Whoever it ended for keeps their own
//! record, and with a copy of every wrap that they ever had they open nothing that is written afterwards.

#[expect(dead_code, reason = "shared with a test that takes all of it")]
mod common;

use common::{new_file, note, post, refer_to_legal, to_legal};
use punte_app::files::{FileQuery, FileView};
use punte_app::{App, AppError, Desk};
use punte_domain::access::Grantee;
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::file::entry::Task;
use punte_domain::id::{FileId, StreamId, UnitId};
use punte_domain::person;
use punte_domain::work::WorkKind;
use punte_store::{Row, RowKey, RowOp, Seed, WrapRow};
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, signer};

const AFTER: &str = "Scris după sfârșit.";

/// Every wrap of a file and its person that a unit had, as somebody can have copied them out of the database.
struct Copied {
    app: App,
    rows: Vec<WrapRow>,
}

impl Copied {
    async fn of(app: &App, unit: UnitId, file: FileId, elena: &Desk, code: FileCode) -> Self {
        let person = elena.file(code).await.unwrap().person.unwrap().0;
        let mut rows = Vec::new();
        for stream in [StreamId::from(file), person.into()] {
            rows.extend(wraps(app, stream).await);
        }
        rows.retain(|row| row.grantee == Grantee::Unit(unit));
        assert!(!rows.is_empty());
        let app = app.clone();
        Self { app, rows }
    }

    /// Puts them back, without an end: policy lets the unit in again, and only keys are left to stop it. What undoes it.
    async fn put_back(&self) -> Vec<RowOp> {
        let back = |row: &WrapRow| WrapRow {
            until: None,
            state: punte_store::WrapState::Active,
            ..row.clone()
        };
        let mut undo = Vec::new();
        for row in &self.rows {
            let there = wraps(&self.app, row.object).await;
            let same = there
                .into_iter()
                .find(|other| RowKey::from(other) == RowKey::from(row));
            undo.push(same.map_or(RowOp::Delete(RowKey::from(row)), |row| {
                RowOp::Put(Row::Wrap(row))
            }));
        }
        let rows = self.rows.iter().map(|row| RowOp::Put(Row::Wrap(back(row))));
        self.seed(rows.collect()).await;
        undo
    }

    async fn seed(&self, rows: Vec<RowOp>) {
        let app = &self.app;
        let seed = Seed {
            at: app.now(),
            request: app.new_request(),
            actor: punte_domain::id::UserId([7; 16]),
            action: "test.attack",
            object: [7; 16],
            units: Vec::new(),
            rows,
        };
        app.store().seed(vec![seed]).await.unwrap();
    }
}

async fn wraps(app: &App, stream: StreamId) -> Vec<WrapRow> {
    app.store().relations().wraps_for(stream).await.unwrap()
}

/// Elena goes on: in the file and on the person.
async fn write_after(house: &Installation, login: &str, code: FileCode) {
    let (app, desk) = (&house.app, house.desk(login).await);
    desk.write_file(code, note(Compartment::Core, AFTER), post(app))
        .await
        .unwrap();
    let name = person::Name {
        kind: person::NameKind::Nickname,
        given: AFTER.into(),
        family: String::new(),
    };
    desk.write_person(code, person::Command::RecordName(name), post(app))
        .await
        .unwrap();
}

/// Nothing of it opens: a file whose newest key is not there is an alarm, not a shorter file.
fn stays_shut(seen: Result<FileView, AppError>) {
    if let Ok(seen) = seen {
        assert!(!format!("{seen:?}").contains(AFTER), "opened");
        assert!(
            seen.timeline.is_empty(),
            "the file opened without its newest key"
        );
    }
}

fn notes(view: &FileView) -> usize {
    view.state.notes.len()
}

async fn clean(app: &App) {
    while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
    let report = app
        .store()
        .verify(ORIGIN, &[&signer().verifier()])
        .await
        .unwrap();
    assert!(report.is_clean(), "{report:?}");
}

both_engines! {
    async fn who_gave_the_lead_away_keeps_their_own_record_and_no_more(place: Place) {
        let house = Installation::new(&place).await;
        let (app, casework, dgaspc) = (&house.app, house.units.casework, house.units.dgaspc);
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(casework, &new_file(), post(app)).await.unwrap();
        let own = Compartment::Own(casework);
        for compartment in [Compartment::Core, Compartment::Whereabouts, own] {
            elena.write_file(file.code, note(compartment, "Dinainte."), post(app)).await.unwrap();
        }
        let due = app.now().plus_days(2);
        let task = Task { title: "Sună școala".into(), assignee: Some(elena.user_id()), due: Some(due) };
        elena.write_file(file.code, Command::AddTask(task), post(app)).await.unwrap();
        let risk = Command::AssessRisk { level: "high".into(), factors: vec![], text: "Azi.".into(), review: Some(due) };
        elena.write_file(file.code, risk, post(app)).await.unwrap();
        let copied = Copied::of(app, casework, file.id, &elena, file.code).await;
        let person = elena.file(file.code).await.unwrap().person.unwrap().0;

        let offer = Command::OfferTransfer { to: dgaspc, reason: "Se mută.".into() };
        elena.write_file(file.code, offer, post(app)).await.unwrap();
        // Born while the offer stands: it passes with the lead all the same.
        elena.write_file(file.code, note(Compartment::Justice, "Termen."), post(app)).await.unwrap();
        let dora = house.desk("dora").await;
        dora.write_file(file.code, Command::AcceptTransfer, post(app)).await.unwrap();

        // The new lead reads everything but the other's own record; the old one reads that, and nothing else.
        let dora = house.desk("dora").await;
        let led = dora.file(file.code).await.unwrap();
        assert_eq!((notes(&led), led.state.lead), (3, Some(dgaspc)));
        assert!(led.state.assigned.iter().all(|one| one.unit == dgaspc), "{:?}", led.state.assigned);
        let elena = house.desk("elena").await;
        let left = elena.file(file.code).await.unwrap();
        assert_eq!(left.open, Compartments::only(CompartmentKind::Own));
        assert_eq!((notes(&left), left.person.is_none(), left.timeline.len()), (1, true, 1));
        assert_eq!(elena.files(&FileQuery::default()).await.unwrap().total, 0);
        assert_eq!(elena.search("taranu").await.unwrap().total, 0);
        let own_only = |row: &WrapRow| row.grantee != Grantee::Unit(casework) || row.compartment == CompartmentKind::Own;
        assert!(wraps(app, file.id.into()).await.iter().chain(&wraps(app, person.into()).await).all(own_only));
        let lines = app.store().relations().roster_lines(file.id.into()).await.unwrap();
        assert!(lines.iter().all(|line| line.grantee == Grantee::Unit(dgaspc)));

        // What ran at the old lead is on the desk of whoever took over, with the time that it had.
        let works = app.store().relations().work_of(file.id.into()).await.unwrap();
        let review = works.iter().find(|w| w.kind == i32::from(WorkKind::ReviewDue.code())).unwrap();
        assert_eq!(review.due, Some(due));
        assert!(works.iter().any(|w| w.kind == i32::from(WorkKind::TaskDue.code())));
        assert!(works.iter().all(|w| (w.unit, w.assignee) == (dgaspc, Some(dora.user_id()))), "{works:?}");
        let task = &led.state.tasks[0];
        assert_eq!((task.unit, task.what.assignee), (dgaspc, Some(dora.user_id())));
        dora.write_file(file.code, Command::DoTask { task: task.id, text: String::new() }, post(app)).await.unwrap();

        // The control: with the rows put back nothing is missing but the newest keys.
        write_after(&house, "dora", file.code).await;
        assert_eq!(notes(&house.desk("dora").await.file(file.code).await.unwrap()), 4);
        let undo = copied.put_back().await;
        stays_shut(house.desk("elena").await.file(file.code).await);
        copied.seed(undo).await;
        clean(app).await;
    }
}

both_engines! {
    async fn a_share_that_ends_takes_the_keys_of_what_comes_after_it(place: Place) {
        let house = Installation::new(&place).await;
        let (app, legal) = (&house.app, house.units.legal);
        for how in ["ended", "revoked", "run out"] {
            let elena = house.desk("elena").await;
            let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
            elena.write_file(file.code, note(Compartment::Core, "Dinainte."), post(app)).await.unwrap();
            let (referral, mihai) = refer_to_legal(&house, file.code).await;
            mihai.write_file(file.code, note(Compartment::Own(legal), "Al nostru."), post(app)).await.unwrap();
            mihai.write_file(file.code, note(Compartment::Legal, "Secret profesional."), post(app)).await.unwrap();
            let copied = Copied::of(app, legal, file.id, &elena, file.code).await;
            match how {
                "ended" => {
                    let end = Command::EndShare { unit: legal, reason: "done".into() };
                    elena.write_file(file.code, end, post(app)).await.unwrap();
                }
                "revoked" => {
                    elena.revoke_referral(referral, "Nu mai e nevoie.".into(), post(app)).await.unwrap();
                }
                _ => house.clock.pass(91 * 86_400),
            }
            // Their own: the record of the unit, and what nobody else has a key of.
            let mihai = house.desk("mihai").await;
            let left = mihai.file(file.code).await.unwrap();
            assert_eq!(notes(&left), 2, "{how}");
            assert_eq!(left.open, Compartments::only(CompartmentKind::Own).with(CompartmentKind::Legal), "{how}");
            assert!(left.person.is_none() && left.timeline.len() == 2, "{how}");
            assert_eq!(mihai.files(&FileQuery::default()).await.unwrap().total, 0, "{how}");

            // The control: all that was there opens with what they copied.
            let undo = copied.put_back().await;
            assert_eq!(notes(&house.desk("mihai").await.file(file.code).await.unwrap()), 3, "{how}");
            copied.seed(undo).await;
            write_after(&house, "elena", file.code).await;
            for login in ["elena", "sorin"] {
                let seen = house.desk(login).await.file(file.code).await.unwrap();
                assert_eq!(notes(&seen), 2, "{how}");
                assert!(format!("{:?}", seen.person).contains(AFTER), "{how}");
            }
            let undo = copied.put_back().await;
            stays_shut(house.desk("mihai").await.file(file.code).await);
            copied.seed(undo).await;
            let lines = app.store().relations().roster_lines(file.id.into()).await.unwrap();
            assert!(lines.iter().all(|line| line.grantee == Grantee::Unit(house.units.casework)), "{how}");
        }
        clean(app).await;
    }
}

both_engines! {
    async fn one_share_ends_and_another_unit_goes_on_reading(place: Place) {
        let house = Installation::new(&place).await;
        let (app, legal) = (&house.app, house.units.legal);
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let (_, mihai) = refer_to_legal(&house, file.code).await;
        // An offer that stands beside it, and one that was declined: its keys are renewed when the sender's side has seen it.
        let declined = elena.send_referral(file.code, &to_legal(&house), post(app)).await.unwrap();
        let decline = punte_domain::referral::Command::Decline { reason: "no_capacity".into(), text: String::new(), suggestion: String::new() };
        mihai.answer_referral(declined, decline, post(app)).await.unwrap();
        let core = |rows: &[WrapRow]| rows.iter().filter(|r| r.compartment == CompartmentKind::Core).map(|r| r.generation).max().unwrap();
        let before = core(&wraps(app, file.id.into()).await);
        elena.referral(declined).await.unwrap();
        assert_eq!(core(&wraps(app, file.id.into()).await), before + 1);
        write_after(&house, "elena", file.code).await;
        let seen = house.desk("mihai").await.file(file.code).await.unwrap();
        assert_eq!(notes(&seen), 1, "his own share goes on, under the new key");
        assert!(format!("{:?}", seen.person).contains(AFTER));
        // The lead is not put out by the end of a share that it had before it led.
        let mut form = to_legal(&house);
        form.to = house.units.dgaspc;
        form.service = "child_protection".into();
        form.basis = punte_domain::file::entry::Basis::Lawful("child_protection".into());
        let sent = elena.send_referral(file.code, &form, post(app)).await.unwrap();
        let dora = house.desk("dora").await;
        dora.answer_referral(sent, punte_domain::referral::Command::Accept { assignee: None }, post(app)).await.unwrap();
        let offer = Command::OfferTransfer { to: house.units.dgaspc, reason: "Se mută.".into() };
        elena.write_file(file.code, offer, post(app)).await.unwrap();
        house.desk("dora").await.write_file(file.code, Command::AcceptTransfer, post(app)).await.unwrap();
        let dora = house.desk("dora").await;
        for unit in [house.units.dgaspc, legal] {
            let end = Command::EndShare { unit, reason: "done".into() };
            dora.write_file(file.code, end, post(app)).await.unwrap();
        }
        let led = house.desk("dora").await.file(file.code).await.unwrap();
        assert!(led.can.lead && led.person.is_some() && notes(&led) == 1);
        house.desk("dora").await.write_file(file.code, note(Compartment::Core, AFTER), post(app)).await.unwrap();
        clean(app).await;
    }
}
