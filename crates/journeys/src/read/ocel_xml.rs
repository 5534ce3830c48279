//! Object-centric event logs, OCEL 2.0, in XML.

use std::io::Read;

use super::ocel::Collector;
use super::xml::{Tag, Xml};
use super::{Progress, Watch};
use crate::error::{JourneyError, Place, Problem, Result};
use crate::log::{EventLog, Limits};
use crate::time::parse_moment;

/// What the parent list at depth 2 holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Objects,
    Events,
    Other,
}

/// Reads an OCEL 2.0 XML log (Berti et al., "OCEL 2.0 Specification", 2024) and flattens it: the objects of
/// `object_type` are the cases, and an event belongs to each that it names. `object_type` may be left out when there is
/// only one. Events that name no such object are left out, as flattening does.
pub fn read_ocel_xml(
    source: impl Read,
    object_type: Option<&str>,
    limits: Limits,
    watch: &mut Watch<'_>,
) -> Result<EventLog> {
    let mut xml = Xml::new(source, limits.row_bytes);
    let mut log = Collector::new(limits);
    let mut section = Section::Other;
    let mut in_event = false;
    let mut ticks = 0;
    loop {
        match xml.next_tag()? {
            Tag::Open(1) if xml.name() != b"log" => {
                let found = format!("<{}>", String::from_utf8_lossy(xml.name()));
                return Err(JourneyError::at(
                    Place::File,
                    Problem::OtherKind {
                        wanted: "an OCEL log (<log>)",
                        found,
                    },
                ));
            }
            Tag::Open(2) => {
                section = match xml.name() {
                    b"objects" => Section::Objects,
                    b"events" => Section::Events,
                    b"trace" => {
                        return Err(xml.wrong(Problem::Xml("this is an XES log, not OCEL 2.0")));
                    }
                    _ => Section::Other,
                };
            }
            Tag::Open(3) if section == Section::Objects && xml.name() == b"object" => {
                let (id, kind) = (
                    required(&xml, b"id", "id of this object")?,
                    required(&xml, b"type", "type of this object")?,
                );
                log.object(&id, &kind).map_err(|p| xml.wrong(p))?;
            }
            Tag::Open(3) => {
                in_event = section == Section::Events && xml.name() == b"event";
                if in_event {
                    event(&xml, &mut log)?;
                    let bytes = xml.bytes_read();
                    watch.tell(&mut ticks, || Progress {
                        events: log.events(),
                        bytes,
                    })?;
                }
            }
            // <objects><relationship object-id=… qualifier=…/></objects>; early files write <object …/> there.
            Tag::Open(5) if in_event && matches!(xml.name(), b"relationship" | b"object") => {
                let object = required(&xml, b"object-id", "object-id of this relationship")?;
                log.relate(&object).map_err(|p| xml.wrong(p))?;
            }
            Tag::Close(3) => in_event = false,
            Tag::Open(_) | Tag::Close(_) => {}
            Tag::Done => return log.finish(object_type),
        }
    }
}

fn event<R: Read>(xml: &Xml<R>, log: &mut Collector) -> Result<()> {
    let id = required(xml, b"id", "id of this event")?;
    let activity = required(xml, b"type", "type of this event")?;
    let time = required(xml, b"time", "time of this event")?;
    let moment = parse_moment(time.as_bytes()).ok_or_else(|| xml.wrong(Problem::BadTime(time)))?;
    log.event(&id, &activity, moment).map_err(|p| xml.wrong(p))
}

fn required<R: Read>(xml: &Xml<R>, name: &[u8], what: &'static str) -> Result<String> {
    match xml.attribute(name)? {
        Some(value) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        _ => Err(xml.wrong(Problem::Missing(what))),
    }
}
