//! Object-centric event logs, OCEL 2.0, in JSON: one object or event in memory at a time.

use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::ocel::Collector;
use super::{Progress, Watch, foreign};
use crate::error::{JourneyError, Place, Problem, Result};
use crate::log::{EventLog, Limits};
use crate::time::parse_moment;

#[derive(Deserialize)]
struct Object {
    id: String,
    r#type: String,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    r#type: String,
    time: String,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "objectId")]
    object: String,
}

/// Reads an OCEL 2.0 JSON log (keys `objects` and `events`, in any order) and flattens it as [`super::read_ocel_xml`]
/// does. Memory: the ids and relations, and one event at a time.
pub fn read_ocel_json(
    source: impl Read,
    object_type: Option<&str>,
    limits: Limits,
    watch: &mut Watch<'_>,
) -> Result<EventLog> {
    let mut source = BufReader::with_capacity(1 << 18, source);
    let mut head = [0; 4];
    let got = read_head(&mut source, &mut head)?;
    let head = head.get(..got).unwrap_or_default();
    if let Some(problem) = foreign(head) {
        return Err(JourneyError::at(Place::File, problem));
    }
    let skipped = if head.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let whole = head.get(skipped..).unwrap_or_default().chain(source);
    let mut log = Collector::new(limits);
    let mut state = State {
        log: &mut log,
        watch,
        ticks: 0,
        refused: None,
        sections: 0,
    };
    let mut json = serde_json::Deserializer::from_reader(whole);
    let outcome = Document(&mut state)
        .deserialize(&mut json)
        .and_then(|()| json.end());
    let (refused, sections) = (state.refused.take(), state.sections);
    match (outcome, refused) {
        (Err(e), Some(Refusal::Problem(problem))) => Err(JourneyError::at(place(&e), problem)),
        (_, Some(Refusal::Stopped)) => Err(JourneyError::Stopped),
        (Err(e), None) if e.is_io() => match e.io_error_kind() {
            Some(std::io::ErrorKind::InvalidData) => {
                Err(JourneyError::at(Place::File, Problem::NotUtf8))
            }
            _ => Err(JourneyError::Read(e.into())),
        },
        (Err(e), None) => Err(JourneyError::at(place(&e), Problem::Json(sentence(&e)))),
        (Ok(()), _) if sections == 0 => {
            let problem = Problem::OtherKind {
                wanted: "an OCEL 2.0 log (no key \"events\")",
                found: "{".to_owned(),
            };
            Err(JourneyError::at(Place::File, problem))
        }
        (Ok(()), _) => log.finish(object_type),
    }
}

fn read_head(source: &mut impl Read, head: &mut [u8]) -> Result<usize> {
    let mut got = 0;
    while let Some(room) = head.get_mut(got..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(got)
}

fn place(e: &serde_json::Error) -> Place {
    Place::Text(e.line() as u64, e.column() as u64)
}

/// The parser's words without its own "at line … column …", which the place says already.
fn sentence(e: &serde_json::Error) -> String {
    let text = e.to_string();
    match text.rfind(" at line ") {
        Some(at) => text.get(..at).unwrap_or(&text).to_owned(),
        None => text,
    }
}

enum Refusal {
    Problem(Problem),
    Stopped,
}

struct State<'a, 'w> {
    log: &'a mut Collector,
    watch: &'a mut Watch<'w>,
    ticks: u32,
    refused: Option<Refusal>,
    sections: u32,
}

impl State<'_, '_> {
    fn refuse<E: serde::de::Error>(&mut self, problem: Problem) -> E {
        self.refused = Some(Refusal::Problem(problem));
        E::custom("refused")
    }

    fn object<E: serde::de::Error>(&mut self, object: &Object) -> std::result::Result<(), E> {
        let (id, kind) = (object.id.trim(), object.r#type.trim());
        if id.is_empty() || kind.is_empty() {
            return Err(self.refuse(Problem::Missing("id or type of this object")));
        }
        self.log.object(id, kind).map_err(|p| self.refuse(p))
    }

    fn event<E: serde::de::Error>(&mut self, event: &Event) -> std::result::Result<(), E> {
        let (id, activity) = (event.id.trim(), event.r#type.trim());
        if id.is_empty() || activity.is_empty() {
            return Err(self.refuse(Problem::Missing("id or type of this event")));
        }
        let Some(time) = parse_moment(event.time.as_bytes()) else {
            return Err(self.refuse(Problem::BadTime(event.time.clone())));
        };
        self.log
            .event(id, activity, time)
            .map_err(|p| self.refuse(p))?;
        for relationship in &event.relationships {
            self.log
                .relate(relationship.object.trim())
                .map_err(|p| self.refuse(p))?;
        }
        let events = self.log.events();
        self.watch
            .tell(&mut self.ticks, || Progress { events, bytes: 0 })
            .map_err(|_| {
                self.refused = Some(Refusal::Stopped);
                E::custom("stopped")
            })
    }
}

struct Document<'s, 'a, 'w>(&'s mut State<'a, 'w>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> std::result::Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCEL 2.0 document (an object with \"objects\" and \"events\")")
    }
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is not general enough over its lifetimes"
    )]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "objects" => map.next_value_seed(Items::<Object, A::Error>(
                    self.0,
                    |s, o| s.object(o),
                    "an array of objects",
                ))?,
                "events" => {
                    self.0.sections += 1;
                    map.next_value_seed(Items::<Event, A::Error>(
                        self.0,
                        |s, e| s.event(e),
                        "an array of events",
                    ))?;
                }
                _ if key.starts_with("ocel:") => {
                    return Err(A::Error::custom("this is OCEL 1.0; only OCEL 2.0 is read"));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

type Take<T, E> = for<'x, 'y, 'z> fn(&'x mut State<'y, 'z>, &T) -> std::result::Result<(), E>;

struct Items<'s, 'a, 'w, T, E>(&'s mut State<'a, 'w>, Take<T, E>, &'static str);

impl<'de, T: Deserialize<'de>, E: serde::de::Error> DeserializeSeed<'de>
    for Items<'_, '_, '_, T, E>
{
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> std::result::Result<(), D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, E: serde::de::Error> Visitor<'de> for Items<'_, '_, '_, T, E> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.2)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        while let Some(item) = seq.next_element::<T>()? {
            (self.1)(self.0, &item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
