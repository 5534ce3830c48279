//! The plan: the same for the same seed and day, told well, and with something of everything in it.

mod desks;

use super::people::PEOPLE;
use super::plan::{plan, plan_with_canaries};
use super::script::{Act, Plan};
use super::words::alarms::ALARMS;
use punte_domain::file::Command;
use punte_domain::file::identification::Status;
use punte_domain::time::Day;
use punte_domain::values::{Answer, Sex};
use std::collections::BTreeSet;

const TODAY: Day = Day::constant(2026, 11, 24);

fn text(plan: &Plan) -> String {
    format!("{plan:?}")
}

/// What stands in quotation marks: the plaintext, without the names of types and fields around it.
fn words(text: &str) -> String {
    let quoted = text.split('"').skip(1).step_by(2);
    quoted.collect::<Vec<_>>().join("\n")
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

fn acts(plan: &Plan) -> impl Iterator<Item = &Act> {
    let scripts = plan.files.iter().chain(&plan.concerns);
    scripts
        .flat_map(|script| &script.steps)
        .map(|step| &step.act)
}

fn count(plan: &Plan, which: impl Fn(&Act) -> bool) -> usize {
    acts(plan).filter(|act| which(act)).count()
}

#[test]
fn the_same_seed_and_day_give_the_same_plaintext() {
    let first = text(&plan(1, TODAY, 60));
    assert_eq!(first, text(&plan(1, TODAY, 60)));
    assert_ne!(first, text(&plan(2, TODAY, 60)));
    let tomorrow = TODAY.tomorrow().unwrap();
    assert_ne!(first, text(&plan(1, tomorrow, 60)));
    // Whoever changes a word, or the order of chance, changes this number.
    let said = hash(&words(&first));
    assert_eq!(said, PLAINTEXT, "now {said:#x}");
}

/// Of seed 1 on 24 November 2026, sixty files.
const PLAINTEXT: u64 = 0x1BA0_9F97_DC0E_1391;

#[test]
fn five_hundred_canaries_each_where_it_was_planted_and_nowhere_else() {
    let (planted, canaries) = plan_with_canaries(1, TODAY, 60);
    let (planted, without) = (text(&planted), text(&plan(1, TODAY, 60)));
    let words: BTreeSet<&str> = canaries.all().collect();
    assert_eq!((canaries.all().count(), words.len()), (500, 500));
    assert!(!canaries.names.is_empty() && !canaries.notes.is_empty());
    assert!(!canaries.addresses.is_empty());
    for word in words {
        assert_eq!(planted.matches(word).count(), 1, "{word}");
        assert!(!without.contains(word), "{word}");
    }
    let again = plan_with_canaries(1, TODAY, 60).1;
    assert_eq!(again, canaries);
}

#[test]
fn something_of_everything_happens() {
    let plan = plan(1, TODAY, 60);
    let mut odd = Vec::new();
    let mut some = |what: &str, found: usize, least: usize, most: usize| {
        println!("{what}: {found}");
        if !(least..=most).contains(&found) {
            odd.push(format!("{what}: {found}"));
        }
    };
    let c = |which: fn(&Act) -> bool| count(&plan, which);
    some("steps", plan.steps(), 1_800, 3_700);
    some("referrals", c(|a| matches!(a, Act::Refer { .. })), 120, 320);
    some("declined", c(|a| matches!(a, Act::Decline { .. })), 4, 20);
    some("revoked", c(|a| matches!(a, Act::Revoke { .. })), 2, 10);
    some("done", c(|a| matches!(a, Act::Finish { .. })), 40, 200);
    some("taken over", c(|a| matches!(a, Act::AcceptTransfer)), 2, 8);
    some(
        "transfers declined",
        c(|a| matches!(a, Act::DeclineTransfer { .. })),
        1,
        4,
    );
    some(
        "transfers waiting",
        c(|a| matches!(a, Act::OfferTransfer { .. }))
            - c(|a| matches!(a, Act::AcceptTransfer | Act::DeclineTransfer { .. })),
        2,
        4,
    );
    some("withdrawn", c(|a| matches!(a, Act::Withdraw { .. })), 2, 8);
    some(
        "children's no",
        c(|a| matches!(a, Act::Assent { said: false, .. })),
        1,
        6,
    );
    some(
        "closed",
        c(|a| matches!(a, Act::Write(Command::Close { .. }))),
        15,
        40,
    );
    some(
        "reopened",
        c(|a| matches!(a, Act::Write(Command::Reopen { .. }))),
        2,
        10,
    );
    for (status, least, most) in [
        (Status::Potential, 15, 25),
        (Status::Presumed, 60, 60),
        (Status::Identified, 10, 30),
        (Status::NotConfirmed, 2, 6),
    ] {
        let found = count(
            &plan,
            |act| matches!(act, Act::Write(Command::DecideIdentification(d)) if d.status == status),
        );
        some(status.name(), found, least, most);
    }
    some(
        "liaisons' own notes",
        plan.files
            .iter()
            .flat_map(|script| &script.steps)
            .filter(|step| {
                let justice = matches!(
                    step.act,
                    Act::Write(Command::AddNote {
                        compartment: punte_domain::Compartment::Justice,
                        ..
                    })
                );
                justice && matches!(step.who.member().login, "radu" | "adrian" | "irina")
            })
            .count(),
        40,
        200,
    );
    assert_eq!(odd, [""; 0]);
}

#[test]
fn children_of_every_kind() {
    let plan = plan(1, TODAY, 60);
    let opened: Vec<_> = acts(&plan)
        .filter_map(|act| match act {
            Act::Open(opening) => Some(opening),
            _ => None,
        })
        .collect();
    let with = |which: &dyn Fn(&super::script::Opening) -> bool| {
        opened.iter().filter(|opening| which(opening)).count()
    };
    assert_eq!(opened.len(), 60);
    let boys = with(&|o| o.basics.sex == Sex::Male);
    assert!((10..=28).contains(&boys), "{boys} boys");
    let ukrainian = with(&|o| o.basics.interpreter == Answer::Said(true));
    assert_eq!(ukrainian, 2);
    assert!(with(&|o| o.basics.age.estimate.is_some()) >= 3);
    assert!(with(&|o| o.basics.age.birth.is_some_and(|b| b.day.is_none())) >= 5);
    assert!(with(&|o| o.cnp.is_empty()) >= 15);
    for opening in &opened {
        let county = opening.cnp.get(7..9);
        assert!(matches!(county, None | Some("99")), "{}", opening.cnp);
    }
    let covers: BTreeSet<&str> = opened.iter().map(|o| o.cover.as_str()).collect();
    assert_eq!(covers.len(), 60);
    // One child, two files in two organisations, written down by two people.
    let same = |a: &str, b: &str| punte_words::fold(a) == punte_words::fold(b);
    let twins = opened
        .iter()
        .enumerate()
        .flat_map(|(at, one)| opened[at + 1..].iter().map(move |other| (one, other)))
        .filter(|(one, other)| {
            let first = |given: &str| given.split(['-', ' ']).next().unwrap_or("").to_owned();
            same(&one.name.family, &other.name.family)
                && same(&first(&one.name.given), &first(&other.name.given))
        })
        .count();
    assert!(twins >= 2, "{twins}");
}

#[test]
fn an_alarm_fits_the_child_whom_the_file_is_about() {
    for sex in [Sex::Female, Sex::Male] {
        for age in 7..=24 {
            let fits = ALARMS.iter().any(|alarm| {
                alarm.sex.is_none_or(|of| of == sex) && (alarm.ages.0..=alarm.ages.1).contains(&age)
            });
            assert!(fits, "{sex:?} {age}");
        }
    }
    for script in plan(1, TODAY, 240).files {
        let sexes: BTreeSet<_> = script
            .steps
            .iter()
            .filter_map(|step| match &step.act {
                Act::Raise { alarm, .. } => Some(alarm.child.sex),
                Act::Open(opening) => Some(opening.basics.sex),
                _ => None,
            })
            .collect();
        assert_eq!(sexes.len(), 1);
    }
}

#[test]
fn every_word_is_finished_romanian() {
    for seed in 1..=5 {
        let plan = plan(seed, TODAY, 120);
        let said = text(&plan);
        // Cedillas instead of commas below, unfinished patterns, a child called a minor.
        for wrong in ['ş', 'ţ', 'Ş', 'Ţ', '@'] {
            assert!(!said.contains(wrong), "{wrong:?}");
        }
        for wrong in ["minorul", "minora", "minorei", " .", " ,", "..", "|"] {
            let at = said.find(wrong).map(|at| {
                let from = said.floor_char_boundary(at.saturating_sub(60));
                said[from..said.floor_char_boundary(at + 40)].to_owned()
            });
            assert_eq!(at, None, "{wrong:?}");
        }
    }
    let logins: BTreeSet<&str> = PEOPLE.iter().map(|person| person.login).collect();
    assert_eq!(logins.len(), PEOPLE.len());
}
