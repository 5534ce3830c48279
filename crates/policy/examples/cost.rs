//! What a decision costs: `cargo run --release -p punte-policy --example cost`.

use punte_domain::access::{
    FileRes, Grant, Grantee, ListFiles, Membership, Principal, ReadFile, Role, UnitRes,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, OrganisationId, UnitId, UserId};
use punte_domain::time::Moment;
use punte_policy::{Context, Policy, PolicyError};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 5_000;

fn main() -> Result<(), PolicyError> {
    let start = Instant::now();
    let policy = Policy::load()?;
    println!(
        "load and validate: {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );

    let unit = UnitId([1; 16]);
    let who = Principal {
        user: UserId([2; 16]),
        memberships: vec![Membership {
            unit,
            organisation: OrganisationId([3; 16]),
            role: Role::CaseManager,
        }],
        suspended: false,
        second_factor: true,
    };
    let grant = |compartment| Grant {
        grantee: Grantee::Unit(unit),
        compartment,
        active: true,
        until: None,
    };
    let file = FileRes {
        id: FileId([4; 16]),
        lead: unit,
        grants: CompartmentKind::OF_FILE.map(grant).to_vec(),
        closed: false,
    };
    let asked = |compartments| Context {
        now: Moment(0),
        compartments,
    };
    let one = asked(Compartments::only(CompartmentKind::Core));
    let all = asked(CompartmentKind::OF_FILE.into_iter().collect());
    let roster = UnitRes {
        id: unit,
        organisation: OrganisationId([3; 16]),
    };

    time("file.read, one compartment", || {
        policy.decide_for::<ReadFile>(&who, &file, &one)
    });
    time("file.read, all eight", || {
        policy.decide_for::<ReadFile>(&who, &file, &all)
    });
    time("file.list", || {
        policy.decide_for::<ListFiles>(&who, &roster, &one)
    });
    time("explain", || policy.explain(&who, &file, Moment(0)));
    Ok(())
}

fn time<T>(what: &str, mut work: impl FnMut() -> T) {
    let start = Instant::now();
    for _ in 0..ROUNDS {
        black_box(work());
    }
    println!(
        "{what}: {:.1} µs",
        start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
    );
}
