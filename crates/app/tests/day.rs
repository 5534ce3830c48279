//! A person's day: what is theirs wherever it lies, called by its name where they may read it.

#[expect(dead_code, reason = "shared with a test that takes all of it")]
mod common;

use common::{new_file, post, refer_to_legal};
use punte_app::directory::LedgerFilter;
use punte_app::files::{FileQuery, OpenedFile, Post};
use punte_app::{Desk, WorkItem};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::file::entry::Task;
use punte_domain::id::UserId;
use punte_domain::work::WorkKind;
use punte_testkit::both_engines;
use punte_testkit::installation::{Installation, ORIGIN, signer};

const TITLE: &str = "Depune plângerea";

fn task(title: &str, assignee: Option<UserId>, house: &Installation) -> Command {
    Command::AddTask(Task {
        title: title.to_owned(),
        assignee,
        due: Some(house.app.now().plus_days(1)),
    })
}

/// The tasks of somebody's day.
async fn tasks(desk: &Desk) -> Vec<WorkItem> {
    let day = desk.today_page().await.unwrap();
    let all = [day.overdue, day.today, day.week, day.later].concat();
    all.into_iter()
        .filter(|item| item.kind == WorkKind::TaskDue)
        .collect()
}

/// How often somebody's day has opened what rosters tell of files: one leaf for each list of titles.
async fn opened(house: &Installation, who: UserId) -> usize {
    let filter = LedgerFilter {
        person: Some(who),
        ..LedgerFilter::default()
    };
    let page = house.desk("vlad").await.ledger_file(filter).await.unwrap();
    let told = Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity);
    let days = page
        .lines
        .iter()
        .filter(|line| line.action == "file.list" && line.compartments == told);
    days.count()
}

/// The codes of the files that are somebody's own.
async fn mine(desk: &Desk) -> Vec<FileCode> {
    let mut query = FileQuery::default();
    query.filter.worker = Some(desk.user_id());
    let list = desk.files(&query).await.unwrap();
    list.rows.into_iter().map(|row| row.code).collect()
}

both_engines! {
    async fn a_day_says_which_clock_runs_and_ends_at_its_horizon(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let code = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap().code;
        let clock = || async {
            let day = house.desk("elena").await.today_page().await.unwrap();
            let all = [day.overdue, day.today, day.week, day.later].concat();
            let clocks: Vec<_> = all.into_iter().filter(|item| item.kind == WorkKind::ClockRunning).collect();
            let [one] = clocks.as_slice() else { panic!("{clocks:?}") };
            one.clock
        };
        assert_eq!(clock().await, Some("risk_assessment"));
        let risk = Command::AssessRisk { level: "medium".into(), factors: Vec::new(), text: "Merge la școală.".to_owned(), review: None };
        elena.write_file(code, risk, Post { version: Some(elena.file(code).await.unwrap().version), ..post(app) }).await.unwrap();
        assert_eq!(clock().await, Some("plan"));
        let day = house.desk("elena").await.today_page().await.unwrap();
        assert_eq!(day.horizon, None, "nothing is left out");
        for (title, days) in [("La orizont", 90), ("După orizont", 91)] {
            let due = Some(app.now().plus_days(days));
            let task = Task { title: title.to_owned(), assignee: None, due };
            elena.write_file(code, Command::AddTask(task), post(app)).await.unwrap();
        }
        elena.write_file(code, Command::AddTask(Task { title: "Fără termen".to_owned(), assignee: None, due: None }), post(app)).await.unwrap();
        let day = house.desk("elena").await.today_page().await.unwrap();
        let titles: Vec<_> = day.later.iter().filter_map(|item| item.title.as_deref()).collect();
        assert_eq!(titles, ["La orizont", "Fără termen"]);
        assert_eq!(day.horizon, Some(app.day_of(app.now().plus_days(90))));
    }

    async fn a_file_is_theirs_who_manage_it_and_theirs_whom_it_names(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let code = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap().code;
        let (_, mihai) = refer_to_legal(&house, code).await;
        // It is open to his unit; nothing on it is his yet.
        assert_eq!(mihai.files(&FileQuery::default()).await.unwrap().total, 1);
        assert_eq!(mine(&mihai).await, []);
        assert_eq!(mine(&elena).await, [code]);
        elena.write_file(code, task(TITLE, Some(mihai.user_id()), &house), post(app)).await.unwrap();
        assert_eq!(mine(&house.desk("mihai").await).await, [code]);
        assert_eq!(mine(&elena).await, [code]);
        // The end of the share ends this too.
        let end = Command::EndShare { unit: house.units.legal, reason: "done".into() };
        elena.write_file(code, end, post(app)).await.unwrap();
        assert_eq!(mine(&house.desk("mihai").await).await, []);
    }

    async fn tasks_stay_where_they_are_while_another_referral_of_the_unit_goes_on(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let file = elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap();
        let (first, _) = refer_to_legal(&house, file.code).await;
        let (second, mihai) = refer_to_legal(&house, file.code).await;
        mihai.write_file(file.code, task(TITLE, None, &house), post(app)).await.unwrap();
        elena.write_file(file.code, task("Depune cererea", Some(mihai.user_id()), &house), post(app)).await.unwrap();
        house.desk("elena").await.revoke_referral(first, "Ajunge una.".to_owned(), post(app)).await.unwrap();
        assert_eq!(tasks(&house.desk("mihai").await).await.len(), 2);
        assert_eq!(tasks(&house.desk("elena").await).await, []);
        house.desk("elena").await.revoke_referral(second, "Nu mai e nevoie.".to_owned(), post(app)).await.unwrap();
        assert_eq!(tasks(&house.desk("mihai").await).await, []);
        assert_eq!(tasks(&house.desk("elena").await).await.len(), 2);
    }

    async fn a_task_given_to_another_unit_is_on_their_day_by_its_name(place: Place) {
        let house = Installation::new(&place).await;
        let app = &house.app;
        let elena = house.desk("elena").await;
        let files: Vec<OpenedFile> = [
            elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap(),
            elena.open_new_file(house.units.casework, &new_file(), post(app)).await.unwrap(),
        ].into();
        let (_, mihai) = refer_to_legal(&house, files[0].code).await;
        elena.write_file(files[0].code, task(TITLE, Some(mihai.user_id()), &house), post(app)).await.unwrap();
        for file in &files {
            elena.write_file(file.code, task("Sună școala", Some(elena.user_id()), &house), post(app)).await.unwrap();
        }
        // Hers, by their names, with one leaf for both files; and not his.
        let hers = tasks(&house.desk("elena").await).await;
        assert!(hers.len() == 2 && hers.iter().all(|item| item.title.as_deref() == Some("Sună școala")), "{hers:?}");
        assert_eq!(opened(&house, elena.user_id()).await, 1);
        // His, although it lies in her unit's queue; and nothing else of that queue.
        let mihai = house.desk("mihai").await;
        let his = tasks(&mihai).await;
        assert_eq!(his.len(), 1);
        assert_eq!((his[0].title.as_deref(), his[0].unit), (Some(TITLE), house.units.casework));
        assert_eq!(opened(&house, mihai.user_id()).await, 1);
        mihai.write_file(files[0].code, task("Cere amânarea", None, &house), post(app)).await.unwrap();
        // The end of the share: the file is shut, and with it the lines of his day. Nothing is opened for them; what his unit
        // left open is the case manager's.
        let end = Command::EndShare { unit: house.units.legal, reason: "done".into() };
        elena.write_file(files[0].code, end, post(app)).await.unwrap();
        assert_eq!(tasks(&house.desk("mihai").await).await, []);
        assert_eq!(opened(&house, mihai.user_id()).await, 1);
        let hers = tasks(&house.desk("elena").await).await;
        for title in [TITLE, "Cere amânarea"] {
            let left = hers.iter().find(|item| item.title.as_deref() == Some(title));
            assert_eq!(left.map(|item| (item.unit, item.assignee)), Some((house.units.casework, Some(elena.user_id()))), "{title}");
        }
        // What nobody has taken is everybody's in the unit; who may not read the file sees that there is a task, and no more.
        elena.write_file(files[1].code, task("Fără nume", None, &house), post(app)).await.unwrap();
        let titles: Vec<_> = tasks(&house.desk("sorin").await).await.into_iter().filter_map(|item| item.title).collect();
        assert_eq!(titles, ["Fără nume"]);
        while app.store().integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let report = app.store().verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}
