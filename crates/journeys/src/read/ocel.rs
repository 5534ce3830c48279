//! Flattening an object-centric log: the objects of one type become the cases.

use crate::error::{JourneyError, Place, Problem, Result, listed};
use crate::log::{EventLog, Limits, LogBuilder};
use crate::names::Names;

const UNTYPED: u32 = u32::MAX;

/// Objects, events and their relations, in whatever order a file gives them.
///
/// Memory: the ids with about 20 bytes each, 16 bytes an event and 8 bytes a relation.
#[derive(Default)]
pub(super) struct Collector {
    types: Names,
    objects: Names,
    object_type: Vec<u32>,
    event_ids: Names,
    activities: Names,
    events: Vec<(u32, i64)>,
    relations: Vec<(u32, u32)>,
    limits: Limits,
    id_bytes: usize,
}

impl Collector {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(super) fn events(&self) -> u64 {
        self.events.len() as u64
    }

    pub(super) fn object(&mut self, id: &str, kind: &str) -> std::result::Result<(), Problem> {
        let index = self.object_number(id)? as usize;
        let kind = self
            .types
            .number(kind)
            .filter(|_| self.types.len() <= self.limits.activities);
        let kind = kind.ok_or_else(|| too_many("object types", self.limits.activities))?;
        match self.object_type.get_mut(index) {
            Some(slot) if *slot == UNTYPED => *slot = kind,
            _ => {
                return Err(Problem::DuplicateId {
                    what: "object",
                    id: id.to_owned(),
                });
            }
        }
        Ok(())
    }

    fn object_number(&mut self, id: &str) -> std::result::Result<u32, Problem> {
        let before = self.objects.len();
        let number = self.objects.number(id);
        if self.objects.len() > before {
            self.object_type.push(UNTYPED);
            self.id_bytes += id.len();
        }
        let number = number.filter(|_| self.id_bytes <= self.limits.name_bytes);
        number.ok_or_else(|| too_many("bytes of ids", self.limits.name_bytes))
    }

    pub(super) fn event(
        &mut self,
        id: &str,
        activity: &str,
        time: i64,
    ) -> std::result::Result<(), Problem> {
        if self.events.len() >= self.limits.events {
            return Err(too_many("events", self.limits.events));
        }
        let before = self.event_ids.len();
        if self.event_ids.number(id).is_none() || self.event_ids.len() == before {
            return Err(Problem::DuplicateId {
                what: "event",
                id: id.to_owned(),
            });
        }
        self.id_bytes += id.len();
        if self.id_bytes > self.limits.name_bytes {
            return Err(too_many("bytes of ids", self.limits.name_bytes));
        }
        let activity = self
            .activities
            .number(activity)
            .filter(|_| self.activities.len() <= self.limits.activities);
        let activity =
            activity.ok_or_else(|| too_many("different activities", self.limits.activities))?;
        self.events.push((activity, time));
        Ok(())
    }

    /// Relates the last event to an object.
    pub(super) fn relate(&mut self, object: &str) -> std::result::Result<(), Problem> {
        if self.relations.len() >= self.limits.events.saturating_mul(8) {
            return Err(too_many("relations", self.limits.events.saturating_mul(8)));
        }
        let object = self.object_number(object)?;
        let Some(event) = self
            .events
            .len()
            .checked_sub(1)
            .and_then(|e| u32::try_from(e).ok())
        else {
            return Ok(());
        };
        self.relations.push((event, object));
        Ok(())
    }

    /// The log whose cases are the objects of `kind`; without one, of the only type that events name.
    pub(super) fn finish(mut self, kind: Option<&str>) -> Result<EventLog> {
        let file = |problem| JourneyError::at(Place::File, problem);
        for &(event, object) in &self.relations {
            if self
                .object_type
                .get(object as usize)
                .is_none_or(|&kind| kind == UNTYPED)
            {
                let (event, object) = (
                    self.event_ids.name(event).to_owned(),
                    self.objects.name(object).to_owned(),
                );
                return Err(file(Problem::UnknownObject { event, object }));
            }
        }
        let choice = || file(Problem::ChooseObjectType(listed(self.types.iter())));
        let kind = match kind {
            Some(name) => self.types.find(name).ok_or_else(choice)?,
            None if self.types.is_empty() => return Err(file(Problem::NoEvents)),
            None if self.types.len() == 1 => 0,
            None => return Err(choice()),
        };
        // An event may name an object twice, under two qualifiers: it happened to it once.
        self.relations.sort_unstable();
        self.relations.dedup();
        let mut builder = LogBuilder::new(self.limits, false);
        for &(event, object) in &self.relations {
            if self.object_type.get(object as usize) != Some(&kind) {
                continue;
            }
            if let Some(&(activity, time)) = self.events.get(event as usize) {
                builder
                    .push(
                        self.objects.name(object),
                        self.activities.name(activity),
                        time,
                        "",
                    )
                    .map_err(file)?;
            }
        }
        builder.finish()
    }
}

fn too_many(what: &'static str, limit: usize) -> Problem {
    Problem::TooMany {
        what,
        limit: limit as u64,
        hint: "",
    }
}
