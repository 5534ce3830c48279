//! What the fuzz targets of this crate do with any bytes; see `fuzz/README.md`.

use std::io::Read;
use std::ops::ControlFlow;

use punte_journeys::read::{
    CsvOptions, Progress, Watch, read_csv, read_ocel_json, read_ocel_xml, read_xes, unpack,
};
use punte_journeys::{EventLog, Limits, Result, directly_follows, performance, variants};

fn with_watch(read: impl FnOnce(Limits, &mut Watch<'_>) -> Result<EventLog>) -> Result<EventLog> {
    let mut go_on = |_: Progress| ControlFlow::Continue(());
    read(Limits::default(), &mut Watch::new(&mut go_on))
}

/// What every log must satisfy.
fn holds(log: &EventLog) {
    let graph = directly_follows(log);
    let cases = log.cases().count();
    let followed: u64 = graph.edges.iter().map(|edge| edge.count).sum();
    assert_eq!(followed, (log.len() - cases) as u64);
    assert_eq!(performance(log, &graph).len(), graph.edges.len());
    let in_variants: u64 = variants(log).iter().map(|variant| variant.cases).sum();
    assert_eq!(in_variants, cases as u64);
}

fn check(log: &Result<EventLog>) {
    match log {
        Ok(log) => holds(log),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// CSV, with the separator it finds.
pub(crate) fn log_csv(data: &[u8]) {
    check(&with_watch(|limits, watch| {
        read_csv(data, &CsvOptions::default(), limits, watch)
    }));
}

/// XES, without and with a group.
pub(crate) fn log_xes(data: &[u8]) {
    for group in [None, Some("org:resource")] {
        check(&with_watch(|limits, watch| {
            read_xes(data, group, limits, watch)
        }));
    }
}

/// OCEL 2.0, as JSON and as XML.
pub(crate) fn log_ocel(data: &[u8]) {
    for kind in [None, Some("child")] {
        check(&with_watch(|limits, watch| {
            read_ocel_json(data, kind, limits, watch)
        }));
        check(&with_watch(|limits, watch| {
            read_ocel_xml(data, kind, limits, watch)
        }));
    }
}

/// A packed log; what unpacks beyond a mebibyte is not looked at.
pub(crate) fn log_packed(data: &[u8]) {
    let source = unpack(data).unwrap().take(1 << 20);
    check(&with_watch(|limits, watch| {
        read_xes(source, None, limits, watch)
    }));
}
