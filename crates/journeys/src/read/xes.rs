//! Event logs in XES (IEEE 1849-2016).

use std::io::Read;

use super::xml::{Tag, Xml};
use super::{Progress, Watch};
use crate::error::{JourneyError, Place, Problem, Result};
use crate::log::{EventLog, Limits, LogBuilder};
use crate::time::parse_moment;

/// One trace while it is read: its own name may come after its events.
#[derive(Default)]
struct Trace {
    name: String,
    named: bool,
    text: String,
    events: Vec<Event>,
}

/// An event of the trace being read: where its activity and its group end in the trace's text, and its time.
#[derive(Default, Clone, Copy)]
struct Event {
    activity: Option<(usize, usize)>,
    group: Option<(usize, usize)>,
    time: Option<i64>,
}

/// Reads an XES log: `concept:name` of the trace is the case, `concept:name` of the event the activity, `time:timestamp`
/// its time; every event counts, whatever its `lifecycle:transition`. Traces of one name are one case; a trace without a
/// name is called `#` and its number. `group` is the key of an event attribute to keep (for example `org:resource`).
///
/// Memory: the log, a buffer of at most twice `limits.row_bytes`, and the trace being read.
pub fn read_xes(
    source: impl Read,
    group: Option<&str>,
    limits: Limits,
    watch: &mut Watch<'_>,
) -> Result<EventLog> {
    let mut xml = Xml::new(source, limits.row_bytes);
    let mut builder = LogBuilder::new(limits, group.is_some());
    let mut trace = Trace::default();
    let (mut traces, mut ticks) = (0_u64, 0);
    let mut in_trace = false;
    let mut in_event = false;
    loop {
        match xml.next_tag()? {
            Tag::Open(1) => root(&xml)?,
            Tag::Open(2) => {
                in_trace = xml.name() == b"trace";
                if xml.name() == b"event" {
                    return Err(
                        xml.wrong(Problem::Xml("an event outside a trace belongs to no case"))
                    );
                }
                traces += u64::from(in_trace);
            }
            Tag::Open(3) if in_trace => {
                in_event = xml.name() == b"event";
                if in_event {
                    let left = limits.events.saturating_sub(builder.len());
                    if trace.events.len() >= left {
                        let limit = limits.events as u64;
                        return Err(xml.wrong(Problem::TooMany {
                            what: "events",
                            limit,
                            hint: "",
                        }));
                    }
                    trace.events.push(Event::default());
                } else {
                    trace_attribute(&xml, &mut trace)?;
                }
            }
            Tag::Open(4) if in_event => event_attribute(&xml, group, &mut trace)?,
            Tag::Close(3) if in_event => {
                in_event = false;
                complete(&xml, &trace)?;
                let bytes = xml.bytes_read();
                watch.tell(&mut ticks, || Progress {
                    events: (builder.len() + trace.events.len()) as u64,
                    bytes,
                })?;
            }
            Tag::Close(2) if in_trace => {
                in_trace = false;
                flush(&mut trace, traces, &mut builder).map_err(|problem| xml.wrong(problem))?;
            }
            Tag::Open(_) | Tag::Close(_) => {}
            Tag::Done => return builder.finish(),
        }
    }
}

fn root<R: Read>(xml: &Xml<R>) -> Result<()> {
    if xml.name() == b"log" {
        return Ok(());
    }
    let found = format!("<{}>", String::from_utf8_lossy(xml.name()));
    Err(JourneyError::at(
        Place::File,
        Problem::OtherKind {
            wanted: "an XES log (<log>)",
            found,
        },
    ))
}

fn trace_attribute<R: Read>(xml: &Xml<R>, trace: &mut Trace) -> Result<()> {
    if xml.attribute(b"key")?.as_deref() == Some("concept:name")
        && let Some(value) = xml.attribute(b"value")?
    {
        trace.name.clear();
        trace.name.push_str(value.trim());
        trace.named = !trace.name.is_empty();
    }
    Ok(())
}

fn event_attribute<R: Read>(xml: &Xml<R>, group: Option<&str>, trace: &mut Trace) -> Result<()> {
    let Some(key) = xml.attribute(b"key")? else {
        return Ok(());
    };
    let is_group = group == Some(key.as_ref());
    if !is_group && key != "concept:name" && key != "time:timestamp" {
        return Ok(());
    }
    let Some(value) = xml.attribute(b"value")? else {
        return Ok(());
    };
    let Some(event) = trace.events.last_mut() else {
        return Ok(());
    };
    if key == "time:timestamp" {
        let time = parse_moment(value.as_bytes());
        event.time = Some(time.ok_or_else(|| xml.wrong(Problem::BadTime(value.to_string())))?);
    }
    if key == "concept:name" || is_group {
        let from = trace.text.len();
        trace.text.push_str(value.trim());
        let range = Some((from, trace.text.len()));
        if key == "concept:name" {
            event.activity = range;
        }
        if is_group {
            event.group = range;
        }
    }
    Ok(())
}

fn complete<R: Read>(xml: &Xml<R>, trace: &Trace) -> Result<()> {
    let Some(event) = trace.events.last() else {
        return Ok(());
    };
    if event.activity.is_none_or(|(from, to)| from == to) {
        return Err(xml.wrong(Problem::Missing("activity (concept:name) of this event")));
    }
    if event.time.is_none() {
        return Err(xml.wrong(Problem::Missing("time (time:timestamp) of this event")));
    }
    Ok(())
}

fn flush(
    trace: &mut Trace,
    number: u64,
    builder: &mut LogBuilder,
) -> std::result::Result<(), Problem> {
    if !trace.named {
        trace.name = format!("#{number}");
    }
    let text = |range: Option<(usize, usize)>| {
        range
            .and_then(|(from, to)| trace.text.get(from..to))
            .unwrap_or_default()
    };
    for event in &trace.events {
        builder.push(
            &trace.name,
            text(event.activity),
            event.time.unwrap_or_default(),
            text(event.group),
        )?;
    }
    trace.events.clear();
    trace.text.clear();
    trace.named = false;
    Ok(())
}
