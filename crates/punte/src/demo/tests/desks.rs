//! Every persona's desk on the first day: enough to do, and none too much.

use crate::demo::people::{PASSPHRASE, PEOPLE, PERSONAS};
use crate::demo::run::{DemoArgs, make};
use punte_app::ops::Home;
use punte_app::{App, Desk, SignIn, Today};
use punte_domain::time::Day;
use punte_domain::{Clock, Moment};
use std::sync::Arc;

/// 24 November 2026, ten in the morning in Bucharest.
struct Ten;

impl Clock for Ten {
    fn now(&self) -> Moment {
        Moment(1_795_507_200_000_000)
    }
}

async fn desk_of(app: &App, login: &str) -> Desk {
    let form = SignIn {
        login: login.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        code: String::new(),
        address: [127, 0, 0, 1].into(),
        label: "test".to_owned(),
    };
    let signed_in = app.sign_in(form, app.new_request()).await.unwrap().unwrap();
    let desk = app.desk(&signed_in.token, app.new_request()).await;
    desk.unwrap().unwrap()
}

fn blocks(today: &Today) -> [usize; 5] {
    [
        &today.overdue,
        &today.today,
        &today.week,
        &today.later,
        &today.waits_for_me,
    ]
    .map(Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_desk_is_alive_and_none_is_buried() {
    let folder = std::env::temp_dir().join(format!("punte-desks-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let home = Home::at(&folder);
    let clock: Arc<dyn Clock> = Arc::new(Ten);
    let args = DemoArgs {
        listen: ([127, 0, 0, 1], 0).into(),
        data: None,
        seed: 1,
        today: None,
        files: 60,
        empty: false,
        canaries: None,
    };
    let today = Day::constant(2026, 11, 24);
    let app = make(&home, &clock, today, &args).await.unwrap();
    println!(
        "{:<8}{:>8}{:>7}{:>6}{:>7}{:>7}",
        "", "overdue", "today", "week", "later", "waits"
    );
    for person in PEOPLE.iter().take(PERSONAS) {
        let desk = desk_of(&app, person.login).await;
        let day = desk.today_page().await.unwrap();
        let [overdue, now, week, later, waits] = blocks(&day);
        println!(
            "{:<8}{overdue:>8}{now:>7}{week:>6}{later:>7}{waits:>7}",
            person.login
        );
        let within = |what: &str, found: usize, least: usize, most: usize| {
            let login = person.login;
            assert!((least..=most).contains(&found), "{login} {what}: {found}");
        };
        let bounds = match person.login {
            "elena" => [(2, 6), (3, 7), (3, 12), (4, 40), (3, 9)],
            "ana" | "mihai" => [(1, 4), (1, 5), (2, 8), (0, 4), (2, 5)],
            "carmen" => [(2, 6), (2, 6), (2, 12), (3, 30), (2, 6)],
            "radu" | "irina" => [(0, 0), (0, 0), (0, 0), (0, 0), (2, 5)],
            "sorin" => [(1, 6), (1, 6), (1, 8), (0, 8), (3, 6)],
            // Monitoring and data protection have no work on files: their pages are statistics and access.
            "dan" | "vlad" => [(0, 0); 5],
            other => panic!("no persona is called {other}"),
        };
        let names = ["overdue", "today", "this week", "later", "waits"];
        for ((what, found), (least, most)) in names.into_iter().zip(blocks(&day)).zip(bounds) {
            within(what, found, least, most);
        }
    }
    app.store().close().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
