//! Every route × every persona × every relation to a thing: what each gets, who is told nothing, and that "not for you" and
//! "not there" are the same bytes. The list of routes is the router's own; a new route is in the matrix by existing.

mod face;
mod world;

use face::{Got, ask, normal};
use punte_testkit::engines::{Folder, Place};
use punte_web::http::route::Guard;
use punte_web::routes;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use world::{RELATIONS, Relation, World};

/// One cell of the matrix: a letter for what came back.
fn letter(got: &Got) -> char {
    match got.status {
        200 | 204 => 'y',
        303 if got.location.starts_with("/sign-in") => 'i',
        303 => 'r',
        401 => 'i',
        403 => 'f',
        404 => '-',
        409 | 428 => 'c',
        415 => 'm',
        422 => 'v',
        429 => 'w',
        _ => '!',
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_is_not_theirs_sqlite() {
    let folder = Folder::new();
    walk(&Place::Sqlite(folder.0.join("punte.db")), true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_is_not_theirs_postgres() {
    walk(
        &Place::Postgres(punte_testkit::postgres::database().url),
        false,
    )
    .await;
}

async fn walk(place: &Place, snapshot: bool) {
    let world = World::new(place).await;
    let mut rows: BTreeMap<(String, &'static str), String> = BTreeMap::new();
    let mut leaks = Vec::new();
    let mut told_apart = Vec::new();
    let mut faults = Vec::new();
    let (mut requests, mut refused) = (0, 0);
    for route in routes::all() {
        let relations: &[Relation] = if route.path.contains('{') {
            RELATIONS
        } else {
            &RELATIONS[..1]
        };
        for relation in relations {
            let mut line = String::new();
            for person in &world.people {
                let path = world.path(route.path, *relation);
                let got = ask(&world, route, &path, Some(person)).await;
                requests += 1;
                for canary in world.canaries_not_for(person) {
                    if got.body.contains(canary) {
                        leaks.push(format!(
                            "{} {} {path} shows {canary}",
                            person.login,
                            route.method.name()
                        ));
                    }
                }
                if got.status >= 500 {
                    faults.push(format!(
                        "{} {} {path} {}",
                        person.login,
                        route.method.name(),
                        got.status
                    ));
                }
                if got.status == 404 && matches!(route.guard, Guard::Action(_)) {
                    refused += 1;
                    let nowhere = world.path(route.path, Relation::Nonexistent);
                    let absent = ask(&world, route, &nowhere, Some(person)).await;
                    if normal(&got, &path) != normal(&absent, &nowhere) {
                        told_apart.push(format!("{} {} {path}", person.login, route.method.name()));
                    }
                }
                line.push(letter(&got));
            }
            rows.insert(
                (
                    format!("{:4} {}", route.method.name(), route.path),
                    relation.name(),
                ),
                line,
            );
        }
        let nobody = ask(&world, route, &world.path(route.path, RELATIONS[0]), None).await;
        if let Guard::Action(_) = route.guard {
            assert!(
                matches!(nobody.status, 303 | 401 | 403),
                "{} {} answers nobody with {}",
                route.method.name(),
                route.path,
                nobody.status
            );
        }
    }
    assert_eq!(faults, Vec::<String>::new(), "server faults");
    assert_eq!(leaks, Vec::<String>::new(), "leaks");
    assert_eq!(
        told_apart,
        Vec::<String>::new(),
        "forbidden told from absent"
    );
    println!("{requests} requests, {refused} refused and compared with absent, 0 leaks");
    if snapshot {
        insta::assert_snapshot!("matrix", print(&world, &rows));
    }
}

fn print(world: &World, rows: &BTreeMap<(String, &'static str), String>) -> String {
    let mut text = String::from(
        "y yes, r done and sent on, v form refused, - absent or forbidden, i sign in first, c conflict, m media type, w wait\n",
    );
    let people: Vec<_> = world.people.iter().map(|p| p.login.as_str()).collect();
    let _ = writeln!(text, "columns: {}\n", people.join(" "));
    for ((route, relation), line) in rows {
        let _ = writeln!(text, "{route:60} {relation:14} {line}");
    }
    text
}

#[test]
fn every_guarded_route_names_an_action_of_the_policy() {
    let known: BTreeSet<&str> = punte_app::domain::access::ACTIONS
        .iter()
        .map(|(name, _)| *name)
        .collect();
    for route in routes::all() {
        if let Guard::Action(action) = route.guard {
            assert!(known.contains(action), "{} {action}", route.path);
        }
    }
}
