//! Equal graphs: what pm4py 2.7.23 finds in a log of 3,000 events (frozen by `fixtures/make_graph.py`), read from a
//! shuffled CSV and from XES.

use std::collections::BTreeMap;

use punte_journeys::{EventLog, directly_follows, performance, variants};
use serde_json::Value;

mod common;
#[path = "common/rows.rs"]
mod rows;

fn logs() -> [EventLog; 2] {
    [
        common::read("csv", include_bytes!("fixtures/log3k.csv")).unwrap(),
        common::read("xes", include_bytes!("fixtures/log3k.xes")).unwrap(),
    ]
}

fn wanted() -> Value {
    serde_json::from_str(include_str!("fixtures/graph.json")).unwrap()
}

#[test]
fn the_same_directly_follows_graph() {
    for log in logs() {
        let graph = directly_follows(&log);
        let got: BTreeMap<(String, String), u64> = graph
            .edges
            .iter()
            .map(|e| {
                (
                    (
                        log.activity_name(e.from).to_owned(),
                        log.activity_name(e.to).to_owned(),
                    ),
                    e.count,
                )
            })
            .collect();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let want: BTreeMap<(String, String), u64> = wanted()["dfg"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| ((text(&r[0]), text(&r[1])), r[2].as_u64().unwrap()))
            .collect();
        assert_eq!(got, want);
        let ends = |of: fn(&punte_journeys::Node) -> u64| -> BTreeMap<String, u64> {
            (0_u16..)
                .zip(&graph.nodes)
                .filter(|(_, n)| of(n) > 0)
                .map(|(a, n)| (log.activity_name(a).to_owned(), of(n)))
                .collect()
        };
        let named = |key: &str| -> BTreeMap<String, u64> {
            serde_json::from_value(wanted()[key].clone()).unwrap()
        };
        assert_eq!(ends(|n| n.begins), named("start"));
        assert_eq!(ends(|n| n.ends), named("end"));
    }
}

#[test]
fn the_same_durations() {
    for log in logs() {
        let times = performance(&log, &directly_follows(&log));
        let want = wanted();
        let want = want["performance"].as_array().unwrap();
        assert_eq!(times.len(), want.len());
        for row in want {
            let (from, to) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
            let t = times
                .iter()
                .find(|t| log.activity_name(t.from) == from && log.activity_name(t.to) == to)
                .unwrap();
            for (got, column) in [
                (t.mean, 2),
                (t.median, 3),
                (t.min, 4),
                (t.max, 5),
                (t.total, 6),
            ] {
                let want = row[column].as_f64().unwrap();
                assert!(
                    (got - want).abs() <= 1e-9 * want.abs().max(1.0),
                    "{from} → {to}, {column}: {got} and not {want}"
                );
            }
        }
    }
}

#[test]
fn the_same_variants() {
    for log in logs() {
        let found = variants(&log);
        let mut counts: Vec<u64> = found.iter().map(|v| v.cases).collect();
        counts.sort_unstable();
        let want: Vec<u64> = serde_json::from_value(wanted()["variants"].clone()).unwrap();
        assert_eq!(counts, want);
        let ways = found.iter().map(|v| {
            v.activities
                .iter()
                .map(|&a| log.activity_name(a))
                .collect::<Vec<_>>()
                .join("|")
        });
        assert_eq!(ways.min().unwrap(), wanted()["first"].as_str().unwrap());
    }
}

#[test]
fn both_files_are_one_log() {
    let [csv, xes] = logs();
    let sorted = |log: &EventLog| {
        let mut rows = rows::rows(log);
        rows.sort();
        rows
    };
    assert_eq!(sorted(&csv), sorted(&xes));
    assert!(csv.reordered() > 100 && xes.reordered() == 0);
}

/// OCEL 2.0 as pm4py writes it, flattened to each type of object (frozen by `fixtures/make_ocel.py`).
#[test]
fn the_same_flattened_graphs() {
    use punte_journeys::Limits;
    use punte_journeys::read::{Progress, Watch, read_ocel_json, read_ocel_xml};
    use std::ops::ControlFlow;

    let (json, xml) = (
        include_bytes!("fixtures/ocel.json"),
        include_bytes!("fixtures/ocel.xml"),
    );
    let wanted: Value = serde_json::from_str(include_str!("fixtures/ocel-graph.json")).unwrap();
    for kind in ["child", "agency"] {
        let mut go_on = |_: Progress| ControlFlow::Continue(());
        let mut watch = Watch::new(&mut go_on);
        let logs = [
            read_ocel_json(&json[..], Some(kind), Limits::default(), &mut watch).unwrap(),
            read_ocel_xml(&xml[..], Some(kind), Limits::default(), &mut watch).unwrap(),
        ];
        for log in logs {
            let name = |a: u16| log.activity_name(a).to_owned();
            let mut got: Vec<(String, String, u64)> = directly_follows(&log)
                .edges
                .iter()
                .map(|e| (name(e.from), name(e.to), e.count))
                .collect();
            got.sort();
            let want: Vec<(String, String, u64)> =
                serde_json::from_value(wanted[kind].clone()).unwrap();
            assert_eq!(got, want, "{kind}");
        }
    }
}
