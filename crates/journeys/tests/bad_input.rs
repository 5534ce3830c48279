//! Bad files: each gets a sentence that names the place. The same files through the command: exit 2 and no output.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use punte_journeys::{JourneyError, Limits};

mod common;

const HEAD: &str = "case,activity,time\n";

/// (reader, bytes, what the sentence must say).
#[expect(clippy::too_many_lines, reason = "a list")]
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let csv = |rows: &str| format!("{HEAD}{rows}").into_bytes();
    let xes =
        |inside: &str| format!("<?xml version=\"1.0\"?>\n<log>\n{inside}\n</log>").into_bytes();
    let event = |inside: &str| {
        format!("<log><trace><string key=\"concept:name\" value=\"1\"/>\n<event>{inside}</event></trace></log>").into_bytes()
    };
    let json = |objects: &str, events: &str| {
        format!("{{\"objects\":[{objects}],\n\"events\":[{events}]}}").into_bytes()
    };
    let ocel = |objects: &str, events: &str| {
        format!("<log><object-types/><objects>{objects}</objects>\n<events>{events}</events></log>")
            .into_bytes()
    };
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(HEAD.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let windows = [
        HEAD.as_bytes(),
        b"1,Audiere,2026-01-01\n2,Plas\xe3ri,2026-01-02\n",
    ]
    .concat();
    let wide = (0..10_000).fold(String::new(), |mut s, i| {
        let _ = write!(s, "c{i},");
        s
    });
    let distinct = (0..1_000_000_u32).fold(HEAD.to_owned(), |mut s, i| {
        let _ = writeln!(s, "1,activity {i},2026-01-01");
        s
    });
    let long = format!("{HEAD}1,{},2026-01-01\n", "x".repeat(3 << 20));
    let open = format!("{HEAD}1,\"{},2026-01-01\n", "x\n".repeat(1 << 20));
    let deep = format!("<log>{}{}</log>", "<a>".repeat(100), "</a>".repeat(100));
    let o = "{\"id\":\"o1\",\"type\":\"case\"}";
    let named = "<string key=\"concept:name\" value=\"A\"/>";
    let dated = "<date key=\"time:timestamp\" value=\"2026-01-01\"/>";
    vec![
        ("csv", vec![], "the file: holds no events"),
        ("csv", b"\n\n".to_vec(), "the file: holds no events"),
        ("csv", csv(""), "the file: holds no events"),
        ("csv", csv("\n\n"), "the file: holds no events"),
        (
            "csv",
            b"case,activity\n1,A\n".to_vec(),
            "row 1: no column for the time",
        ),
        (
            "csv",
            b"a;b;c\n1;2;3\n".to_vec(),
            "row 1: no column for the case",
        ),
        (
            "csv",
            b"case,activity,case,time\n".to_vec(),
            "row 1, column 3: the heading \u{201c}case\u{201d} was already used by column 1",
        ),
        (
            "csv",
            b"1,A,2026-01-01\n1,B,2026-01-02\n".to_vec(),
            "row 1: no column for the case",
        ),
        (
            "csv",
            csv("1,A\n"),
            "row 2: has 2 cells where the heading has 3",
        ),
        (
            "csv",
            csv("1,A,2026-01-01\n1,A,2026-01-01,x\n"),
            "row 3: has 4 cells where the heading has 3",
        ),
        ("csv", csv("1,A,2026-01-01\n\n1,A\n"), "row 4: has 2 cells"),
        (
            "csv",
            csv(",A,2026-01-01\n"),
            "row 2, column 1 (\u{201c}case\u{201d}): the case is empty",
        ),
        (
            "csv",
            csv("1,  ,2026-01-01\n"),
            "row 2, column 2 (\u{201c}activity\u{201d}): the activity is empty",
        ),
        (
            "csv",
            csv("1,A,\n"),
            "row 2, column 3 (\u{201c}time\u{201d}): the time is empty",
        ),
        (
            "csv",
            csv("1,A,yesterday\n"),
            "row 2, column 3 (\u{201c}time\u{201d}): \u{201c}yesterday\u{201d} is not a date or time",
        ),
        ("csv", csv("1,A,2026-02-30\n"), "row 2, column 3"),
        ("csv", csv("1,A,01/02/2026\n"), "row 2, column 3"),
        ("csv", csv("1,A,46000\n"), "row 2, column 3"),
        ("csv", csv("1,A,2026-01-01T25:00\n"), "row 2, column 3"),
        (
            "csv",
            csv("1,A\0B,2026-01-01\n"),
            "row 2, column 2: holds a NUL byte",
        ),
        ("csv", csv("\0\n"), "row 2, column 1: holds a NUL byte"),
        ("csv", windows, "row 3, column 2: is not UTF-8"),
        ("csv", utf16, "the file: is UTF-16"),
        ("csv", vec![0xfe, 0xff, 0, b'c'], "the file: is UTF-16"),
        (
            "csv",
            vec![0x1f, 0x8b, 8, 0],
            "the file: is a compressed file (gzip)",
        ),
        (
            "csv",
            b"PK\x03\x04xxxx".to_vec(),
            "the file: is a compressed file (zip",
        ),
        (
            "csv",
            csv("1,\"A,2026-01-01\n"),
            "row 2, column 2: a quote is opened here and not closed",
        ),
        (
            "csv",
            open.into_bytes(),
            "row 2, column 2: a quote is opened here and not closed",
        ),
        (
            "csv",
            csv("1,\"A\"x,2026-01-01\n"),
            "row 2, column 2: text follows a closing quote",
        ),
        (
            "csv",
            wide.into_bytes(),
            "row 1, column 1001: more than 1000 columns",
        ),
        (
            "csv",
            distinct.into_bytes(),
            "row 4098, column 2 (\u{201c}activity\u{201d}): more than 4096 different activities",
        ),
        (
            "csv",
            long.into_bytes(),
            "row 2: more than 1048576 bytes in one row",
        ),
        (
            "csv",
            vec![b'x'; 5 << 20],
            "row 1: more than 1048576 bytes in one row",
        ),
        ("xes", vec![], "the file: holds no events"),
        ("xes", b"   \n".to_vec(), "the file: holds no events"),
        ("xes", xes(""), "the file: holds no events"),
        ("xes", xes("<trace/>"), "the file: holds no events"),
        ("xes", HEAD.as_bytes().to_vec(), "the file: is not XML"),
        (
            "xes",
            b"<html></html>".to_vec(),
            "the file: is not an XES log (<log>): it starts with \u{201c}<html>\u{201d}",
        ),
        (
            "xes",
            b"<log><trace>".to_vec(),
            "the text ends before its last element is closed",
        ),
        (
            "xes",
            b"<log><trace".to_vec(),
            "line 1, column 6: the text ends inside a tag",
        ),
        (
            "xes",
            xes("<trace></log>"),
            "line 3, column 8: </log> closes <trace>",
        ),
        (
            "xes",
            b"<log/><log/>".to_vec(),
            "line 1, column 7: a second root element",
        ),
        (
            "xes",
            b"<log></log>x".to_vec(),
            "text stands outside the root element",
        ),
        (
            "xes",
            b"<!DOCTYPE log [<!ENTITY a \"b\">]><log/>".to_vec(),
            "line 1, column 1: a document type (DOCTYPE) is refused",
        ),
        (
            "xes",
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><log/>".to_vec(),
            "an encoding other than UTF-8",
        ),
        (
            "xes",
            xes("<event/>"),
            "line 3, column 1: an event outside a trace",
        ),
        (
            "xes",
            event(named),
            "line 2, column 46: the time (time:timestamp) of this event is empty",
        ),
        (
            "xes",
            event(dated),
            "the activity (concept:name) of this event is empty",
        ),
        (
            "xes",
            event("<date key=\"time:timestamp\" value=\"soon\"/>"),
            "line 2, column 8: \u{201c}soon\u{201d} is not a date",
        ),
        (
            "xes",
            event("<string key=\"concept:name\" value=\"&nbsp;\"/>"),
            "an unknown reference",
        ),
        (
            "xes",
            event("<string key=\"concept:name\" value=\"&#0;\"/>"),
            "an unknown reference (&…;) or one to no character",
        ),
        (
            "xes",
            event("<string key=concept:name/>"),
            "an attribute's value without quotes",
        ),
        (
            "xes",
            event("<string key/>"),
            "an attribute without a value",
        ),
        (
            "xes",
            b"<log><a b=\"\xff\"/></log>".to_vec(),
            "line 1, column 6: is not UTF-8",
        ),
        (
            "xes",
            b"<log><a b=\"\0\"/></log>".to_vec(),
            "line 1, column 6: holds a NUL byte",
        ),
        ("xes", deep.into_bytes(), "more than 64 levels of elements"),
        (
            "xes",
            vec![0x1f, 0x8b, 8, 0],
            "the file: is a compressed file (gzip)",
        ),
        (
            "xes",
            [b"<log><a b=\"".to_vec(), vec![b'x'; 3 << 20]].concat(),
            "more than 1048576 bytes in one tag",
        ),
        ("ocel json", vec![], "EOF while parsing"),
        (
            "ocel json",
            b"{".to_vec(),
            "line 1, column 1: EOF while parsing",
        ),
        ("ocel json", b"[]".to_vec(), "expected an OCEL 2.0 document"),
        ("ocel json", b"{}".to_vec(), "is not an OCEL 2.0 log"),
        (
            "ocel json",
            b"{\"ocel:events\":{}}".to_vec(),
            "this is OCEL 1.0",
        ),
        ("ocel json", json(o, ""), "the file: holds no events"),
        (
            "ocel json",
            json(o, "{\"id\":\"e\",\"type\":\"A\",\"time\":\"soon\"}"),
            "line 2, column 46: \u{201c}soon\u{201d} is not a date",
        ),
        (
            "ocel json",
            json(o, "{\"id\":\"e\",\"type\":\"A\"}"),
            "missing field `time`",
        ),
        (
            "ocel json",
            json(o, "{\"id\":\"e\",\"type\":\"\",\"time\":\"2026-01-01\"}"),
            "the id or type of this event is empty",
        ),
        (
            "ocel json",
            json(&format!("{o},{o}"), ""),
            "the object \u{201c}o1\u{201d} is there twice",
        ),
        (
            "ocel json",
            json(
                o,
                "{\"id\":\"e\",\"type\":\"A\",\"time\":\"2026-01-01\",\"relationships\":[{\"objectId\":\"x\"}]}",
            ),
            "event \u{201c}e\u{201d} names the object \u{201c}x\u{201d}",
        ),
        (
            "ocel json",
            json(&format!("{o},{{\"id\":\"p\",\"type\":\"person\"}}"), ""),
            "needs one object type as the case; it has \u{201c}case\u{201d}, \u{201c}person\u{201d}",
        ),
        (
            "ocel json",
            b"{\"events\":[\xff]}".to_vec(),
            "expected value",
        ),
        (
            "ocel json",
            b"{\"events\":[]} x".to_vec(),
            "trailing characters",
        ),
        (
            "ocel xml",
            b"<log><trace/></log>".to_vec(),
            "this is an XES log, not OCEL 2.0",
        ),
        (
            "ocel xml",
            ocel("<object id=\"o\"/>", ""),
            "the type of this object is empty",
        ),
        (
            "ocel xml",
            ocel(
                "<object id=\"o\" type=\"case\"/>",
                "<event id=\"e\" type=\"A\"/>",
            ),
            "line 2, column 9: the time of this event is empty",
        ),
        (
            "ocel xml",
            ocel(
                "<object id=\"o\" type=\"case\"/>",
                "<event id=\"e\" type=\"A\" time=\"x\"/>",
            ),
            "\u{201c}x\u{201d} is not a date",
        ),
        (
            "ocel xml",
            ocel(
                "<object id=\"o\" type=\"case\"/>",
                "<event id=\"e\" type=\"A\" time=\"2026-01-01\"/><event id=\"e\" type=\"A\" time=\"2026-01-01\"/>",
            ),
            "the event \u{201c}e\u{201d} is there twice",
        ),
        ("ocel xml", ocel("", ""), "the file: holds no events"),
    ]
}

#[test]
fn each_gets_its_sentence() {
    let files = bad_files();
    assert!(files.len() >= 60);
    let mut wrong = Vec::new();
    for (number, (kind, bytes, want)) in files.iter().enumerate() {
        let error = match common::read(kind, bytes) {
            Err(error @ JourneyError::Input { .. }) => error.to_string(),
            other => panic!("file {number} ({kind}, {want}): {other:?}"),
        };
        if !error.contains(want) {
            wrong.push(format!("file {number} ({kind}): {error}\n  wanted: {want}"));
        }
        assert!(
            error.chars().count() < 1_000,
            "file {number}: a sentence, not a dump"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The example is the command's own file; cargo builds it beside the tests.
fn command() -> Command {
    let deps = std::env::current_exe().unwrap();
    Command::new(
        deps.ancestors()
            .nth(2)
            .unwrap()
            .join("examples")
            .join("gaps"),
    )
}

#[test]
fn the_command_refuses_and_writes_nothing() {
    for (number, (kind, bytes, _)) in bad_files().iter().enumerate() {
        // What a file is, the command sees for itself; what it takes for another kind is refused all the same.
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("log");
        std::fs::write(&log, bytes).unwrap();
        let out = |name: &str| -> PathBuf { dir.path().join(name) };
        let run = command()
            .arg(&log)
            .args([
                "--dfg".as_ref(),
                out("dfg.csv").as_os_str(),
                "--waiting".as_ref(),
                out("w.csv").as_os_str(),
            ])
            .output()
            .unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "file {number} ({kind}): {said}");
        assert_eq!(said.lines().count(), 1, "file {number}: {said}");
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            1,
            "file {number} left something behind"
        );
    }
}

#[test]
fn a_limit_is_the_callers() {
    let limits = Limits {
        events: 1,
        ..Limits::default()
    };
    let two = format!("{HEAD}1,A,2026-01-01\n1,B,2026-01-02\n");
    let error = common::read_limited("csv", two.as_bytes(), limits)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("row 3, column 1") && error.contains("more than 1 events"),
        "{error}"
    );
}
