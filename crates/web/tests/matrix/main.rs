//! Every route × every persona × every relation to a thing: what each gets, who is told nothing, and that "not for you" and
//! "not there" are the same bytes. The list of routes is the router's own; a new route is in the matrix by existing.

mod bodies;
mod directory;
mod face;
mod offers;
mod things;
mod world;

use face::{Asked, Got, Normal, ask, normal};
use offers::{Offer, offers};
use punte_testkit::engines::{Folder, Place};
use punte_web::api::openapi::openapi;
use punte_web::http::route::{Face, Guard, Method, Route, Takes};
use punte_web::routes;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;
use world::{Person, RELATIONS, Relation, World};

/// One cell of the matrix: a letter for what came back.
fn letter(got: &Got) -> char {
    match got.status {
        200 | 201 | 204 => 'y',
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

/// Whether the OpenAPI document says that this route may answer so.
fn declared(route: &Route, status: u16) -> bool {
    static DOCUMENT: LazyLock<serde_json::Value> = LazyLock::new(openapi);
    let method = route.method.name().to_lowercase();
    DOCUMENT["paths"][route.path][method]["responses"]
        .get(status.to_string())
        .is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_is_not_theirs_sqlite() {
    let folder = Folder::new();
    Box::pin(walk(&Place::Sqlite(folder.0.join("punte.db")), true)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_is_not_theirs_postgres() {
    let place = Place::Postgres(punte_testkit::postgres::database().url);
    Box::pin(walk(&place, false)).await;
}

/// What the walk found.
#[derive(Default)]
struct Found {
    rows: BTreeMap<(String, &'static str), String>,
    guarded: BTreeSet<String>,
    leaks: Vec<String>,
    told_apart: Vec<String>,
    faults: Vec<String>,
    changed: Vec<String>,
    open_to_nobody: Vec<String>,
    offered: BTreeSet<Offer>,
    forgotten: BTreeSet<&'static str>,
    requests: u32,
    refused: u32,
}

impl Found {
    /// Routes that answered nobody with a yes. A refusal there could as well be a mistake in what was sent.
    fn shut(&self) -> Vec<String> {
        let mut lines = BTreeMap::<&str, String>::new();
        for ((route, _), line) in &self.rows {
            if self.guarded.contains(route) {
                lines.entry(route).or_default().push_str(line);
            }
        }
        let shut = lines
            .iter()
            // A demo has no second factor (ruling 18): its pages are absent for everybody.
            .filter(|(route, _)| !route.contains("/second-factor"))
            .filter(|(_, line)| !line.contains(['y', 'r']));
        shut.map(|(route, line)| format!("{route} {line}"))
            .collect()
    }
}

async fn walk(place: &Place, snapshot: bool) {
    let world = Box::pin(World::new(place)).await;
    let mut found = Found::default();
    for route in routes::all() {
        let mut absent = Vec::new();
        let relations: &[Relation] = if route.path.contains('{') {
            RELATIONS
        } else {
            &RELATIONS[..1]
        };
        // What is not there first: every refusal after it is compared with it.
        for relation in relations.iter().rev() {
            row(&world, route, *relation, &mut absent, &mut found).await;
        }
        let nobody = asked(&world, route, Relation::Nonexistent, &mut found).await;
        let nobody = ask(&world, &nobody, None).await;
        if matches!(route.guard, Guard::Action(_)) && !matches!(nobody.status, 303 | 401 | 403) {
            let name = format!("{} {} {}", route.method.name(), route.path, nobody.status);
            found.open_to_nobody.push(name);
        }
    }
    assert_eq!(
        found.open_to_nobody,
        Vec::<String>::new(),
        "answered without a session"
    );
    assert_eq!(
        found.shut(),
        Vec::<String>::new(),
        "nobody is let in: the row proves nothing"
    );
    assert_eq!(
        found.forgotten,
        BTreeSet::new(),
        "routes without a body in bodies.rs"
    );
    assert_eq!(found.faults, Vec::<String>::new(), "server faults");
    assert_eq!(found.leaks, Vec::<String>::new(), "leaks");
    assert_eq!(
        found.told_apart,
        Vec::<String>::new(),
        "forbidden told from absent"
    );
    assert_eq!(
        found.changed,
        Vec::<String>::new(),
        "refused, and yet written"
    );
    let who: Vec<String> = world.people.iter().map(|p| p.login.clone()).collect();
    assert!(found.offered.len() > 500, "pages offer nothing");
    assert_eq!(
        offers::refused(&found.offered, &found.rows, &who),
        Vec::<String>::new(),
        "offered, and then refused"
    );
    println!(
        "{} requests, {} refused and compared with absent, 0 leaks",
        found.requests, found.refused
    );
    if snapshot {
        insta::assert_snapshot!("matrix", print(&world, &found.rows));
    }
}

/// The request that this row sends, for whoever sends it.
async fn asked<'a>(
    world: &World,
    route: &'a Route,
    relation: Relation,
    found: &mut Found,
) -> Asked<'a> {
    let parts = if route.path.contains('{') || route.method == Method::Post {
        world.things(route, relation).await
    } else {
        things::nowhere()
    };
    let mut path = route.path.to_owned();
    for (name, value) in &parts {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    let body = match route.takes {
        Takes::Nothing => None,
        Takes::Form(..) | Takes::Json(_) => {
            let body = bodies::of(route.path, &parts);
            if body.is_none() {
                found.forgotten.insert(route.path);
            }
            body
        }
    };
    let version = if route.path.contains("{code}") {
        world.version(&parts["code"], relation).await
    } else {
        parts
            .get("version")
            .and_then(|v| v.parse().ok())
            .unwrap_or(1)
    };
    Asked {
        route,
        path,
        body,
        version,
        parts,
    }
}

/// One relation: everybody asks, in turn, for the same thing.
async fn row(
    world: &World,
    route: &Route,
    relation: Relation,
    absent: &mut Vec<Normal>,
    found: &mut Found,
) {
    let mut asked = asked(world, route, relation, found).await;
    let code = asked
        .path
        .split('/')
        .find(|part| part.starts_with("RO-"))
        .unwrap_or_default()
        .to_owned();
    let named = |person: &Person| {
        format!(
            "{} {} {}",
            person.login,
            route.method.name(),
            asked_path(route, relation)
        )
    };
    let mut line = String::new();
    for (at, person) in world.people.iter().enumerate() {
        let got = ask(world, &asked, Some(person)).await;
        found.requests += 1;
        for canary in world.canaries_not_for(person) {
            if got.body.contains(canary) {
                found
                    .leaks
                    .push(format!("{} shows {canary}", named(person)));
            }
        }
        if got.status >= 500 {
            found
                .faults
                .push(format!("{} {}", named(person), got.status));
        }
        if route.face == Face::Api && got.status < 300 && !declared(route, got.status) {
            found.faults.push(format!(
                "{} {} is not in OpenAPI",
                named(person),
                got.status
            ));
        }
        if got.status == 200 && route.face == Face::Page {
            let all = offers(&got.body, &asked.parts).into_iter();
            found.offered.extend(all.map(|(method, path)| Offer {
                at,
                relation: relation.name(),
                method,
                path,
                on: route.path.to_owned(),
            }));
        }
        let guarded = matches!(route.guard, Guard::Action(_));
        let seen = normal(&got, &asked.path);
        if relation == Relation::Nonexistent {
            absent.push(seen);
        } else if got.status == 404 && guarded {
            found.refused += 1;
            if absent.get(at).is_some_and(|nothing| *nothing != seen) {
                found.told_apart.push(named(person));
            }
        }
        if asked.body.is_some() && !code.is_empty() && matches!(got.status, 200 | 201 | 303) {
            asked.version = world.version(&code, relation).await;
        }
        line.push(letter(&got));
    }
    // Since the last who was let in, nobody has written anything.
    if asked.body.is_some()
        && !code.is_empty()
        && world.version(&code, relation).await != asked.version
    {
        let name = format!("{} {}", route.method.name(), asked_path(route, relation));
        found.changed.push(name);
    }
    if matches!(route.guard, Guard::Action(_)) {
        found
            .guarded
            .insert(format!("{:4} {}", route.method.name(), route.path));
    }
    found.rows.insert(
        (
            format!("{:4} {}", route.method.name(), route.path),
            relation.name(),
        ),
        line,
    );
}

fn asked_path(route: &Route, relation: Relation) -> String {
    format!("{} ({})", route.path, relation.name())
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
