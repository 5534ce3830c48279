//! The policy matrix: every action × role × relation × compartment × flag, against an independent table; then the same
//! matrix against policies that are broken on purpose (security.md, Z1).

mod cases;
mod mutants;
mod oracle;
mod printed;
mod random;
mod words;
mod world;

use cases::{ask, prove, sample, whole};
use oracle::expect;
use punte_domain::access::{Grant, Grantee};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::UnitId;
use punte_policy::{Policy, SCHEMA};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use world::{Case, Res};

fn policy() -> Policy {
    Policy::load().expect("the policies are valid and complete")
}

/// Runs `work` over `items` on as many threads as there are cores.
fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Option<R> + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (next, work) = (&next, &work);
    std::thread::scope(|scope| {
        let run = move || {
            let mut found = Vec::new();
            while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                found.extend(work(item));
            }
            found
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(run)).collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().expect("no panic"))
            .collect()
    })
}

#[test]
fn the_whole_matrix_agrees_with_the_independent_table() {
    let policy = policy();
    let cases = whole();
    let wrong = on_all_cores(&cases, |case| {
        let (got, want) = (ask(&policy, case), expect(case));
        (got != want).then(|| format!("{got:?} instead of {want:?}: {case:?}"))
    });
    let decisions: usize = cases.iter().map(decisions).sum();
    println!(
        "{} requests, {decisions} decisions, {} differences",
        cases.len(),
        wrong.len()
    );
    assert!(
        wrong.is_empty(),
        "{} differences, the first: {}",
        wrong.len(),
        wrong[0]
    );
    let yes = cases.iter().filter(|case| expect(case).is_some()).count();
    assert!(
        yes * 20 > cases.len(),
        "a matrix of hardly anything but no shows little: {yes}"
    );
}

fn decisions(case: &Case) -> usize {
    match case.res {
        Res::File(_) if case.action != "file.access" => CompartmentKind::OF_FILE.len(),
        _ => 1,
    }
}

#[test]
fn a_proof_says_what_the_answer_said_and_names_policies_and_units() {
    let policy = policy();
    let cases: Vec<Case> = whole().into_iter().step_by(3).collect();
    let wrong = on_all_cores(&cases, |case| {
        let fits = match (ask(&policy, case), prove(&policy, case)) {
            (Some(opens), Ok(proof)) => {
                proof.compartments == opens
                    && !proof.policies.is_empty()
                    && proof.units == in_whose_name(case)
            }
            (None, Err(_)) => true,
            (Some(_), Err(_)) | (None, Ok(_)) => false,
        };
        (!fits).then(|| format!("{case:?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong[0]);
}

/// The units in which the person would be permitted without the other memberships and without wraps of their own; every
/// unit, when there is none or only one.
fn in_whose_name(case: &Case) -> Vec<UnitId> {
    let units: BTreeSet<_> = case.who.memberships.iter().map(|m| m.unit).collect();
    let alone = |unit: &UnitId| {
        let mut there = case.clone();
        there.who.memberships.retain(|m| m.unit == *unit);
        let theirs = |g: &Grant| matches!(g.grantee, Grantee::Unit(_));
        match &mut there.res {
            Res::File(file) => file.grants.retain(theirs),
            Res::Concern(concern) => concern.grants.retain(theirs),
            Res::Person(person) => person.grants.retain(theirs),
            Res::Referral(_) | Res::Unit(_) | Res::User(_) | Res::Installation => {}
        }
        expect(&there).is_some()
    };
    let own_desk = matches!(case.res, Res::User(_));
    let counted: Vec<_> = units.iter().filter(|unit| alone(unit)).copied().collect();
    if units.len() < 2 || own_desk || counted.is_empty() {
        units.into_iter().collect()
    } else {
        counted
    }
}

#[test]
fn asking_one_by_one_is_asking_all_at_once_and_asking_nothing_is_no() {
    let policy = policy();
    let files: Vec<Case> = whole()
        .into_iter()
        .filter(|case| decisions(case) > 1)
        .step_by(11)
        .collect();
    let wrong = on_all_cores(&files, |case| {
        let asked = |compartments| {
            ask(
                &policy,
                &Case {
                    asked: compartments,
                    ..case.clone()
                },
            )
        };
        let whole = asked(case.asked).unwrap_or_default();
        let single = |kind: &CompartmentKind| asked(Compartments::only(*kind)).is_some();
        let parts: Compartments = CompartmentKind::OF_FILE
            .into_iter()
            .filter(single)
            .collect();
        let odd = whole != parts
            || asked(Compartments::NONE).is_some()
            || asked(Compartments::only(CompartmentKind::Open)).is_some();
        odd.then(|| format!("{case:?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong[0]);
}

#[test]
fn every_broken_policy_is_told_apart() {
    let mutants = mutants::all();
    let cases: Vec<(Case, Option<Compartments>)> = sample()
        .into_iter()
        .map(|case| {
            let want = expect(&case);
            (case, want)
        })
        .collect();
    let stillborn = AtomicUsize::new(0);
    let survivors = on_all_cores(&mutants, |mutant| {
        // What start-up refuses is caught before it decides anything.
        let Ok(policy) = Policy::from_texts(SCHEMA, &[("mutant", &mutant.text)]) else {
            stillborn.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        let concerned: Vec<_> = cases
            .iter()
            .filter(|(case, _)| {
                mutant.actions.is_empty() || mutant.actions.iter().any(|a| a == case.action)
            })
            .collect();
        // Neighbours in the list are alike; a stride meets what differs sooner.
        let stride = (0..concerned.len()).map(|i| i * 7919 % concerned.len());
        let caught = stride
            .filter_map(|i| concerned.get(i))
            .chain(concerned.iter())
            .any(|(case, want)| ask(&policy, case) != *want);
        (!caught).then(|| mutant.what.clone())
    });
    let stillborn = stillborn.into_inner();
    println!(
        "{} mutants, {stillborn} refused at load, {} survive",
        mutants.len(),
        survivors.len()
    );
    assert!(survivors.is_empty(), "not told apart: {survivors:#?}");
    assert!(
        stillborn * 5 < mutants.len(),
        "most mutants must reach the matrix"
    );
}
