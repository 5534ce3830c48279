//! What several tests need.

use std::ops::ControlFlow;

use punte_journeys::read::{
    CsvOptions, Progress, Watch, read_csv, read_ocel_json, read_ocel_xml, read_xes,
};
use punte_journeys::{EventLog, Limits, Result};

pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<EventLog> {
    read_limited(kind, bytes, Limits::default())
}

pub(crate) fn read_limited(kind: &str, bytes: &[u8], limits: Limits) -> Result<EventLog> {
    let mut go_on = |_: Progress| ControlFlow::Continue(());
    let mut watch = Watch::new(&mut go_on);
    match kind {
        "csv" => read_csv(bytes, &CsvOptions::default(), limits, &mut watch),
        "xes" => read_xes(bytes, None, limits, &mut watch),
        "ocel json" => read_ocel_json(bytes, None, limits, &mut watch),
        "ocel xml" => read_ocel_xml(bytes, None, limits, &mut watch),
        other => panic!("no reader {other}"),
    }
}
