//! What the readers take: the same events in every form, in pieces of any size; and any bytes without a panic.

use std::fmt::Write as _;
use std::io::Read;
use std::ops::ControlFlow;

use proptest::prelude::*;
use punte_journeys::read::{
    CsvOptions, Progress, Watch, read_csv, read_ocel_json, read_ocel_xml, read_xes,
};
use punte_journeys::time::{format_moment, parse_moment};
use punte_journeys::{EventLog, JourneyError, Limits, LogBuilder};

mod common;
#[path = "common/rows.rs"]
mod rows;

/// Hands out a few bytes at a time, so that every boundary falls inside something once.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(out.len()).min(self.0.len());
        out[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

const READERS: [&str; 4] = ["csv", "xes", "ocel json", "ocel xml"];

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

type Row = (String, String, i64);

fn text(s: &str) -> String {
    s.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

fn as_csv(rows: &[Row], crlf: bool) -> String {
    let quote = |s: &str| format!("\"{}\"", s.replace('"', "\"\""));
    let end = if crlf { "\r\n" } else { "\n" };
    let mut out = format!("\u{feff}time,case,extra,activity{end}");
    for (case, activity, time) in rows {
        let _ = write!(
            out,
            "{},{},\"\",{}{end}",
            format_moment(*time),
            quote(case),
            quote(activity)
        );
    }
    out
}

fn as_xes(rows: &[Row]) -> String {
    let mut out = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- > --><log xes.version=\"1.0\">\n<global scope=\"event\"><string key=\"concept:name\" value=\"?\"/></global>".to_owned();
    for (case, activity, time) in rows {
        let _ = writeln!(
            out,
            "<trace><event><int key='n' value='1'><string key='concept:name' value='nested'/></int>\
             <string  key=\"concept:name\"\n value=\"{}\" /><date key=\"time:timestamp\" value=\"{}\"></date></event>\
             <string key=\"concept:name\" value=\"{}\"/></trace>",
            text(activity),
            format_moment(*time),
            text(case)
        );
    }
    out + "</log>\n"
}

fn objects(rows: &[Row]) -> Vec<&str> {
    let mut all: Vec<&str> = rows.iter().map(|r| r.0.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn as_ocel_json(rows: &[Row]) -> String {
    let q = |s: &str| serde_json::to_string(s).unwrap();
    let events = rows.iter().enumerate().map(|(i, (case, activity, time))| {
        format!(
            "{{\"id\":\"e{i}\",\"type\":{},\"time\":{},\"attributes\":[],\"relationships\":[{{\"objectId\":{c},\"qualifier\":\"a\"}},{{\"objectId\":{c},\"qualifier\":\"b\"}}]}}",
            q(activity), q(&format_moment(*time)), c = q(case)
        )
    });
    let objects = objects(rows)
        .into_iter()
        .map(|o| format!("{{\"id\":{},\"type\":\"child\",\"attributes\":[]}}", q(o)));
    format!(
        "{{\"objectTypes\":[],\"eventTypes\":[],\"events\":[{}],\"objects\":[{}]}}",
        events.collect::<Vec<_>>().join(","),
        objects.collect::<Vec<_>>().join(",")
    )
}

fn as_ocel_xml(rows: &[Row]) -> String {
    let mut out = "<?xml version=\"1.0\"?><log><object-types><object-type name=\"child\"/></object-types><event-types/>\n<objects>".to_owned();
    for object in objects(rows) {
        let _ = writeln!(
            out,
            "<object id=\"{}\" type=\"child\"><attributes/></object>",
            text(object)
        );
    }
    out += "</objects><events>";
    for (i, (case, activity, time)) in rows.iter().enumerate() {
        let _ = writeln!(
            out,
            "<event id=\"e{i}\" type=\"{}\" time=\"{}\"><attributes><attribute name=\"x\">&lt;y</attribute></attributes>\
             <objects><relationship object-id=\"{}\" qualifier=\"q\"/></objects></event>",
            text(activity),
            format_moment(*time),
            text(case)
        );
    }
    out + "</events></log>"
}

fn read_drip(kind: &str, bytes: &[u8], piece: usize) -> EventLog {
    let (mut f, limits) = (go_on, Limits::default());
    let (mut watch, source) = (Watch::new(&mut f), Drip(bytes, piece));
    match kind {
        "csv" => read_csv(source, &CsvOptions::default(), limits, &mut watch),
        "xes" => read_xes(source, None, limits, &mut watch),
        "ocel json" => read_ocel_json(source, None, limits, &mut watch),
        _ => read_ocel_xml(source, Some("child"), limits, &mut watch),
    }
    .unwrap()
}

fn events() -> impl Strategy<Value = Vec<Row>> {
    let name = "[a-zA-Zăâîșț\"<>&',;#][a-zA-Z ăâîșț\"<>&',;\n]{0,6}[a-zăț0-9\"]";
    let moment = -2_000_000_000_000_000_i64..4_000_000_000_000_000;
    proptest::collection::vec((name, name, moment), 1..12)
}

fn sorted(log: &EventLog) -> Vec<Row> {
    let mut rows = rows::rows(log);
    rows.sort();
    rows
}

proptest! {
    #[test]
    fn every_form_holds_the_same_events(all in events(), piece in 1_usize..70, crlf in any::<bool>()) {
        let mut builder = LogBuilder::new(Limits::default(), false);
        for (case, activity, time) in &all {
            builder.push(case, activity, *time, "").unwrap();
        }
        let want = sorted(&builder.finish().unwrap());
        prop_assert_eq!(&sorted(&read_drip("csv", as_csv(&all, crlf).as_bytes(), piece)), &want);
        prop_assert_eq!(&sorted(&read_drip("xes", as_xes(&all).as_bytes(), piece)), &want);
        prop_assert_eq!(&sorted(&read_drip("ocel json", as_ocel_json(&all).as_bytes(), piece)), &want);
        prop_assert_eq!(&sorted(&read_drip("ocel xml", as_ocel_xml(&all).as_bytes(), piece)), &want);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for kind in READERS {
            let _ = common::read(kind, &bytes);
        }
    }

    // Good files with pieces cut out, doubled and changed: the nearest to what a fuzzer finds.
    #[test]
    fn mangled_files_are_answered(all in events(), cuts in proptest::collection::vec((any::<u16>(), any::<u16>(), 0_u8..4, any::<u8>()), 1..6)) {
        let files = [as_csv(&all, false), as_xes(&all), as_ocel_json(&all), as_ocel_xml(&all)];
        for (kind, file) in READERS.iter().zip(files) {
            let mut bytes = file.into_bytes();
            for (at, length, how, byte) in &cuts {
                let at = usize::from(*at) % bytes.len().max(1);
                let to = (at + usize::from(*length) % 40).min(bytes.len());
                match how {
                    0 => drop(bytes.drain(at..to)),
                    1 => { let piece = bytes[at..to].to_vec(); bytes.splice(at..at, piece); }
                    2 => bytes.truncate(at),
                    _ => if let Some(b) = bytes.get_mut(at) { *b = *byte },
                }
            }
            let whole = common::read(kind, &bytes).map(|log| sorted(&log)).map_err(|e| e.to_string());
            // Not a piece of the answer may depend on how the bytes came in.
            let (mut f, limits) = (go_on, Limits::default());
            let (mut watch, source) = (Watch::new(&mut f), Drip(&bytes, 7));
            let dripped = match *kind {
                "csv" => read_csv(source, &CsvOptions::default(), limits, &mut watch),
                "xes" => read_xes(source, None, limits, &mut watch),
                "ocel json" => read_ocel_json(source, None, limits, &mut watch),
                _ => read_ocel_xml(source, None, limits, &mut watch),
            };
            prop_assert_eq!(whole, dripped.map(|log| sorted(&log)).map_err(|e| e.to_string()));
        }
    }
}

#[test]
fn the_callback_stops_the_reader() {
    let mut csv = "case,activity,time\n".to_owned();
    for i in 0..200_000 {
        let _ = writeln!(csv, "{i},A,2026-01-01");
    }
    let mut seen = Vec::new();
    let mut stop = |p: Progress| {
        seen.push(p.events);
        if p.events > 100_000 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let outcome = read_csv(
        csv.as_bytes(),
        &CsvOptions::default(),
        Limits::default(),
        &mut Watch::new(&mut stop),
    );
    assert!(matches!(outcome, Err(JourneyError::Stopped)));
    assert_eq!(seen, [65_536, 131_072]);
}

#[test]
fn a_table_as_a_spreadsheet_saves_it() {
    let csv = "Data;Dosar;Activitate;Agenția\r\n23.11.2026 14:05;RO-1;Audiere;DGASPC\r\n22.11.2026;RO-1;Sesizare;Poliția\r\n\r\n";
    let options = CsvOptions {
        group: Some("Agenția".to_owned()),
        ..CsvOptions::default()
    };
    let mut f = go_on;
    let log = read_csv(
        csv.as_bytes(),
        &options,
        Limits::default(),
        &mut Watch::new(&mut f),
    )
    .unwrap();
    let day = |t: &str| parse_moment(t.as_bytes()).unwrap();
    let row = |a: &str, t: &str| ("RO-1".to_owned(), a.to_owned(), day(t));
    assert_eq!(
        rows::rows(&log),
        [
            row("Sesizare", "2026-11-22"),
            row("Audiere", "2026-11-23T14:05")
        ]
    );
    let group = log.group().unwrap();
    assert_eq!(
        group
            .codes
            .iter()
            .map(|&c| group.values.name(c))
            .collect::<Vec<_>>(),
        ["Poliția", "DGASPC"]
    );
    assert_eq!(log.reordered(), 1);
}

#[test]
fn a_million_cases_are_no_harm() {
    let mut csv = "case,activity,time\n".to_owned();
    for i in 0..1_000_000 {
        let _ = writeln!(csv, "C{i},A,2026-01-01");
    }
    assert_eq!(
        common::read("csv", csv.as_bytes())
            .unwrap()
            .case_names()
            .len(),
        1_000_000
    );
}

#[test]
fn one_object_type_is_the_case() {
    let json = br#"{"objects":[{"id":"c","type":"child"},{"id":"d","type":"child"},{"id":"f","type":"file"}],
        "events":[{"id":"1","type":"A","time":"2026-01-01T00:00:00Z","relationships":[{"objectId":"c","qualifier":""},{"objectId":"f","qualifier":""}]},
                  {"id":"2","type":"B","time":"2026-01-02T00:00:00Z","relationships":[{"objectId":"c","qualifier":""},{"objectId":"d","qualifier":""}]}]}"#;
    let read = |kind| {
        let mut f = go_on;
        read_ocel_json(
            &json[..],
            Some(kind),
            Limits::default(),
            &mut Watch::new(&mut f),
        )
        .map(|log| log.len())
    };
    assert_eq!((read("child").unwrap(), read("file").unwrap()), (3, 1));
    assert!(read("police").is_err());
}
