use super::*;
use crate::age::AgeBand;
use crate::file::entry::{Attendance, ConsentBy};
use crate::file::stage::Stage;
use crate::values::Sex;
use crate::work::WorkKind;
use std::collections::BTreeSet;

fn pack() -> &'static CountryPack {
    CountryPack::romania().unwrap()
}

fn ids(list: List) -> Vec<&'static str> {
    pack().list(list).iter().map(Code::as_str).collect()
}

#[test]
fn romania_is_whole() {
    let pack = pack();
    assert_eq!(pack.counties().len(), 42);
    let centres: BTreeSet<_> = pack.counties().iter().map(|c| c.centre.as_str()).collect();
    assert_eq!(centres.len(), 15);
    for county in pack.counties() {
        assert!(pack.anitp_centre(&county.code).is_some(), "{}", county.name);
        let directorates = if county.code.as_str() == "B" { 6 } else { 1 };
        assert_eq!(pack.dgaspc(&county.code).count(), directorates);
    }
    let numbers: Vec<_> = pack
        .rules()
        .line
        .iter()
        .map(|l| l.number.as_str())
        .collect();
    assert_eq!(numbers, ["112", "119", "0800 800 678", "116 111"]);
    assert_eq!(pack.clocks().len(), pack.list(List::Clock).len());
    assert_eq!(pack.competence.len(), pack.list(List::Authority).len());
    assert_eq!(pack.bases().len(), pack.list(List::LawfulBasis).len());
}

#[test]
fn lists_of_enums_are_the_enums() {
    assert_eq!(ids(List::Sex), Sex::ALL.map(Sex::name));
    assert_eq!(ids(List::Urgency), Urgency::ALL.map(Urgency::name));
    assert_eq!(ids(List::Identification), Status::ALL.map(Status::name));
    assert_eq!(ids(List::Stage), Stage::ALL.map(Stage::name));
    assert_eq!(ids(List::AgeBand), AgeBand::ALL.map(AgeBand::name));
    assert_eq!(ids(List::Work), WorkKind::ALL.map(WorkKind::name));
    assert_eq!(ids(List::ConsentBy), ConsentBy::ALL.map(ConsentBy::name));
    assert_eq!(ids(List::Attendance), Attendance::ALL.map(Attendance::name));
}

#[test]
fn every_item_has_its_text_in_both_languages() {
    let mut wanted: BTreeSet<String> = List::ALL
        .iter()
        .flat_map(|list| {
            pack()
                .list(*list)
                .iter()
                .map(|code| CountryPack::key(*list, code))
        })
        .collect();
    wanted.extend(
        pack()
            .offences()
            .iter()
            .map(|o| format!("pack-offence-{}", o.code.as_str())),
    );
    for text in [
        include_str!("../../../../locales/ro/pack.ftl"),
        include_str!("../../../../locales/en/pack.ftl"),
    ] {
        let pairs: Vec<(&str, &str)> = text.lines().filter_map(|l| l.split_once(" = ")).collect();
        assert!(
            pairs
                .iter()
                .all(|(_, text)| !text.trim().is_empty() && !text.contains(['ş', 'ţ', 'Ş', 'Ţ']))
        );
        let keys: BTreeSet<String> = pairs.iter().map(|(key, _)| (*key).to_owned()).collect();
        assert_eq!(keys.len(), pairs.len());
        assert_eq!(keys, wanted);
    }
}

#[test]
fn only_competent_bodies_identify() {
    let who: Vec<_> = pack()
        .deciders(Status::Identified)
        .map(Code::as_str)
        .collect();
    assert_eq!(who, ["court", "dcco", "diicot"]);
    assert!(!pack().may_decide(&Code::new("health"), Status::Presumed));
    assert!(!pack().may_decide(&Code::new("nobody"), Status::Potential));
}

#[test]
fn limits_follow_the_day_of_the_act_and_doubt_is_told() {
    let on = |code: &str, y, m, d| pack().limits_on(&Code::new(code), Day::constant(y, m, d));
    let years = |min: f64, max: f64| move |limits: Limits<'_>| matches!(limits, Limits::Years { min: a, max: b, .. } if (a - min).abs() < 1e-9 && (b - max).abs() < 1e-9);
    assert!(years(3.0, 10.0)(on("CP210_1", 2024, 6, 30)));
    assert!(years(5.0, 12.0)(on("CP210_1", 2024, 7, 1)));
    assert!(years(3.0, 10.0)(on("CP211_1", 2020, 11, 1)));
    assert!(years(5.0, 10.0)(on("CP211_1", 2020, 11, 2)));
    assert!(matches!(
        on("CP211_1", 2024, 7, 1),
        Limits::CannotTell {
            evidence: "unverified",
            ..
        }
    ));
    assert!(matches!(
        on("CP209", 2020, 1, 1),
        Limits::CannotTell {
            evidence: "knowledge",
            ..
        }
    ));
    assert!(matches!(
        on("CP210_1", 2010, 1, 1),
        Limits::CannotTell {
            evidence: "none",
            ..
        }
    ));
    assert!(matches!(
        on("CP999", 2024, 1, 1),
        Limits::CannotTell {
            evidence: "none",
            ..
        }
    ));
}

#[test]
fn offences_do_not_overlap() {
    for offence in pack().offences() {
        let same_day: Vec<_> = pack()
            .offences()
            .iter()
            .filter(|o| o.code == offence.code && o.valid_from <= offence.valid_from)
            .filter(|o| o.valid_to.is_none_or(|to| offence.valid_from <= to))
            .collect();
        assert_eq!(same_day.len(), 1, "{}", offence.code.as_str());
    }
}

#[test]
fn the_day_is_romanias() {
    // 2026-11-23T22:30Z is already the 24th in Bucharest (UTC+2 in winter).
    let late = crate::samples::NOW.plus_hours(12).plus_seconds(1800);
    assert_eq!(pack().day(late), Day::constant(2026, 11, 24));
}
