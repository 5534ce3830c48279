//! Opening rosters: one line after the other, each no further than the page shows.

use super::{NamesPart, Part, Parts, TasksPart, bound, read};
use crate::keyring::Keyring;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Authorized, Grantee, ListFiles, UnitRes};
use punte_domain::compartment::Compartments;
use punte_domain::id::{StreamId, TaskId, UnitId};
use punte_domain::roster::RosterRow as Line;
use punte_store::{SealedLines, Unlogged};
use punte_vault::roster::{self, RowReader};
use punte_vault::{Header, RosterKey, Suite};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What opens the lines of one unit's roster: its roster keys, newest first, and the unit's own keys for lines that others
/// sealed to it.
pub(crate) struct Opener<'a> {
    unit: UnitId,
    ring: &'a Keyring,
    keys: Arc<[RosterKey]>,
}

impl Opener<'_> {
    /// Makes the keys ready for line after line.
    fn reader(&self) -> AppResult<Reader<'_>> {
        let keys = self.keys.iter().map(RosterKey::reader);
        Ok(Reader {
            opener: self,
            keys: keys.collect::<Result<_, _>>()?,
        })
    }
}

/// Opens lines one after the other.
pub(crate) struct Reader<'o> {
    opener: &'o Opener<'o>,
    keys: Vec<RowReader>,
}

impl Reader<'_> {
    /// Opens one line, its names only where they are asked for: opening them is half of the work. A line that doesn't open is
    /// damaged: an alarm, not an absence.
    pub(crate) fn line(&mut self, stream: StreamId, sealed: &[u8], names: bool) -> AppResult<Line> {
        let parts = Parts::of(sealed)?;
        let line: Option<Line> = self.part(stream, Part::Core, &parts)?;
        let mut line = line.ok_or(AppError::Unavailable)?;
        let names = if names {
            self.part::<NamesPart>(stream, Part::Names, &parts)?
        } else {
            None
        };
        if let Some(names) = names {
            (line.cover, line.names, line.folded) = names;
        }
        Ok(line)
    }

    /// The names of a line, folded for search; none where identity is not held.
    pub(crate) fn folded(&mut self, stream: StreamId, sealed: &[u8]) -> AppResult<Vec<String>> {
        let names: Option<NamesPart> = self.part(stream, Part::Names, &Parts::of(sealed)?)?;
        Ok(names.map_or_else(Vec::new, |(.., folded)| folded))
    }

    /// What a day shows of a file: its cover name, where identity is held, and its open tasks.
    pub(crate) fn day(&mut self, stream: StreamId, sealed: &[u8]) -> AppResult<DayLine> {
        let parts = Parts::of(sealed)?;
        let names: Option<NamesPart> = self.part(stream, Part::Names, &parts)?;
        let tasks: Option<TasksPart> = self.part(stream, Part::Tasks, &parts)?;
        Ok(DayLine {
            cover: names.and_then(|(cover, ..)| cover),
            tasks: tasks.unwrap_or_default(),
        })
    }

    /// What a part holds; nothing where it is not there.
    fn part<T: DeserializeOwned>(
        &mut self,
        stream: StreamId,
        part: Part,
        parts: &Parts<'_>,
    ) -> AppResult<Option<T>> {
        let blob = parts.get(part);
        if blob.is_empty() {
            return Ok(None);
        }
        let unit = self.opener.unit;
        let place = bound(&unit, &stream, part);
        let header = Header::read(blob)?;
        match header.suite {
            Suite::Aes256Gcm => {
                let named = self.keys.iter().position(|key| key.id() == header.key_id);
                let key = self.keys.get_mut(named.unwrap_or(0));
                read(key.ok_or(AppError::Unavailable)?.open(place, blob)?).map(Some)
            }
            Suite::Hpke => {
                let ring = self.opener.ring;
                let named = ring.unit_for(unit, blob);
                let keys = named.or(ring.unit(unit)).ok_or(AppError::Unavailable)?;
                read(&roster::open_row_sealed(keys, place, blob)?).map(Some)
            }
        }
    }
}

/// What a line says of a file to a page that shows work.
#[derive(Debug, Default)]
pub(crate) struct DayLine {
    /// The cover name, where identity is held.
    pub(crate) cover: Option<String>,
    /// Open tasks and what they are called.
    pub(crate) tasks: Vec<(TaskId, String)>,
}

/// The lines of one unit, still sealed, and what opens them.
pub(crate) struct Roster<'a> {
    lines: SealedLines,
    opener: Option<Opener<'a>>,
}

impl Roster<'_> {
    /// Every line that `open` is given, opened; none where the person holds no key of the roster.
    pub(crate) fn each<T>(
        &self,
        wanted: impl Fn(StreamId) -> bool,
        open: impl Fn(&mut Reader<'_>, StreamId, &[u8]) -> AppResult<T>,
    ) -> AppResult<Vec<T>> {
        let Some(opener) = &self.opener else {
            return Ok(Vec::new());
        };
        let mut reader = opener.reader()?;
        let lines = self.lines.iter().filter(|(stream, _)| wanted(*stream));
        let lines: Vec<_> = lines.collect();
        let mut opened = Vec::with_capacity(lines.len());
        for (stream, sealed) in lines {
            opened.push(open(&mut reader, stream, sealed)?);
        }
        Ok(opened)
    }
}

/// The rosters that are open to somebody, unlogged, and the proof in whose name the page will be logged.
pub(crate) type Rosters<'a> = (Authorized<ListFiles>, Unlogged<Vec<Roster<'a>>>);

impl Desk {
    /// The rosters of the person's units, as far as each file is still open to that unit; with `among`, only the lines of
    /// these files, at most a page.
    pub(crate) async fn rosters(&self, among: Option<&[StreamId]>) -> AppResult<Rosters<'_>> {
        let store = &self.app.0.store;
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut all: Option<Rosters<'_>> = None;
        for unit in units {
            let resource = self.unit_res(unit);
            let proof = match self
                .permit::<ListFiles>(unit.0, resource, Compartments::NONE)
                .await
            {
                Ok(proof) => proof,
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
            let lines = store.fetch_roster(&proof, Grantee::Unit(unit), among);
            let (lines, opener) = tokio::join!(lines, self.roster_opener(unit));
            let (lines, opener) = (lines?, opener?);
            let roster = lines.map(|lines| Roster { lines, opener });
            all = Some(match all {
                None => (proof, roster.map(|roster| vec![roster])),
                Some((first, before)) => {
                    let added = before.zip(roster).map(|(mut all, one)| {
                        all.push(one);
                        all
                    });
                    (first, added)
                }
            });
        }
        all.ok_or(AppError::Absent)
    }

    /// One of the person's own units as policy sees it: it was read with the session.
    fn unit_res(&self, id: UnitId) -> Option<UnitRes> {
        let mut own = self.principal.memberships.iter();
        own.find(|m| m.unit == id).map(|m| UnitRes {
            id,
            organisation: m.organisation,
        })
    }

    /// What opens the roster of one of the person's units; `None` where they hold no key of it.
    async fn roster_opener(&self, unit: UnitId) -> AppResult<Option<Opener<'_>>> {
        let keys = self.roster_keys(unit).await?;
        let ring = &self.ring;
        Ok((!keys.is_empty()).then_some(Opener { unit, ring, keys }))
    }
}
