//! Rosters: the small sealed copy of what a list shows of a file, one for each unit that holds its core.
//!
//! A line has three parts, sealed apart, so that a page opens no more than it shows: what the core shows, the names, the
//! tasks. Who writes to the core but holds no identity renews the first and the last, and leaves the names as they are,
//! without being able to read them.

mod open;

use crate::journal::{Draft, unit_public};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::entry::whole;
use punte_domain::file::state::TaskStatus;
use punte_domain::id::{FileId, StreamId, TaskId, UnitId};
use punte_domain::roster::{RosterRow as Line, roster_row};
use punte_domain::{file, person};
use punte_store::{RosterRow, RowKey, WrapRow};
use punte_vault::{Bound, Purpose, Rng, RosterKey, UnitPublic, roster};
use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;
use std::sync::Arc;

pub(crate) use open::Roster;

/// Version of the sealed lines.
const SCHEMA: u16 = 1;

/// A part of a line.
#[derive(Debug, Clone, Copy)]
enum Part {
    Core,
    Names,
    Tasks,
}

/// The sealed parts of a line. One that is not there is empty.
struct Parts<'a>([&'a [u8]; 3]);

impl<'a> Parts<'a> {
    /// As they are stored. Lines that were written before tasks were in them have none until the file's next entry.
    fn of(sealed: &'a [u8]) -> AppResult<Self> {
        let found: Vec<&Bytes> = read(sealed)?;
        let mut parts: [&[u8]; 3] = [&[]; 3];
        parts
            .iter_mut()
            .zip(found)
            .for_each(|(part, found)| *part = found);
        Ok(Self(parts))
    }

    fn stored(&self) -> AppResult<Vec<u8>> {
        cbor(&self.0.map(Bytes::new))
    }

    const fn get(&self, part: Part) -> &'a [u8] {
        let [core, names, tasks] = self.0;
        match part {
            Part::Core => core,
            Part::Names => names,
            Part::Tasks => tasks,
        }
    }
}

impl Part {
    /// What the part is bound to: the compartment that it copies, and for the second copy of the core's a number that no
    /// compartment has.
    const fn code(self) -> u8 {
        match self {
            Self::Core => CompartmentKind::Core.code(),
            Self::Names => CompartmentKind::Identity.code(),
            Self::Tasks => 0x80,
        }
    }
}

/// The part that names: cover name, names as shown, all of them folded for search.
type NamesPart = (Option<String>, Vec<String>, Vec<String>);

/// Open tasks and what they are called.
type TasksPart = Vec<(TaskId, String)>;

/// What each part holds, encoded, before it is sealed.
struct Clear {
    core: Vec<u8>,
    names: Vec<u8>,
    tasks: Vec<u8>,
}

impl Clear {
    fn of(line: Line, state: &file::State) -> AppResult<Self> {
        let names: NamesPart = (line.cover, line.names, line.folded);
        let open = state.tasks.iter().filter(|t| t.status == TaskStatus::Open);
        let tasks: TasksPart = open.map(|t| (t.id, t.what.title.clone())).collect();
        let core = Line {
            cover: None,
            names: Vec::new(),
            folded: Vec::new(),
            ..line
        };
        Ok(Self {
            core: cbor(&core)?,
            names: cbor(&names)?,
            tasks: cbor(&tasks)?,
        })
    }
}

fn bound<'a>(unit: &'a UnitId, file: &'a StreamId, part: Part) -> Bound<'a> {
    Bound {
        schema: SCHEMA,
        stream: &unit.0,
        entry: &file.0,
        compartment: part.code(),
        purpose: Purpose::RosterRow,
    }
}

fn cbor(value: &impl Serialize) -> AppResult<Vec<u8>> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).map_err(|_| AppError::Unavailable)?;
    Ok(out)
}

fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> AppResult<T> {
    whole(bytes).map_err(|_| AppError::Unavailable)
}

impl Desk {
    /// The roster keys of one of the person's units, newest first.
    async fn roster_keys(&self, unit: UnitId) -> AppResult<Arc<[RosterKey]>> {
        if let Some(keys) = self.ring.found().rosters.get(&unit) {
            return Ok(Arc::clone(keys));
        }
        let wraps = self
            .app
            .0
            .store
            .relations()
            .wraps_for(StreamId(unit.0))
            .await?;
        let mut own: Vec<_> = wraps
            .iter()
            .filter(|w| w.compartment == CompartmentKind::Open && w.grantee == Grantee::Unit(unit))
            .collect();
        own.sort_by_key(|w| std::cmp::Reverse(w.generation));
        let keys: Arc<[RosterKey]> = own
            .into_iter()
            .filter_map(|w| self.ring.roster_key(unit, w))
            .collect();
        if !keys.is_empty() {
            self.ring.found().rosters.insert(unit, Arc::clone(&keys));
        }
        Ok(keys)
    }

    /// The public key of a unit.
    pub(crate) async fn public_of(&self, unit: UnitId) -> AppResult<UnitPublic> {
        if let Some(public) = self.ring.found().publics.get(&unit) {
            return Ok(*public);
        }
        let row = self.app.0.store.relations().unit_row(unit).await?;
        let public = unit_public(&row.ok_or(AppError::Absent)?)?;
        self.ring.found().publics.insert(unit, public);
        Ok(public)
    }

    /// Renews the lines of every unit that holds the file's core, or is offered it. `person` is given where identity changed, or
    /// where it came to be shared; otherwise the names stay as they are sealed.
    pub(crate) async fn renew_lines(
        &self,
        draft: &mut Draft,
        id: FileId,
        wraps: &[WrapRow],
        state: &file::State,
        person: Option<&person::State>,
    ) -> AppResult<()> {
        let line = roster_row(id, state, person, self.today(), &punte_words::fold);
        let clear = Clear::of(line, state)?;
        let stored = self.app.0.store.relations().roster_lines(id.into()).await?;
        // Whose time is over gets no new line, and the old one goes.
        let live: Vec<WrapRow> = wraps
            .iter()
            .filter(|row| row.until.is_none_or(|until| self.now < until))
            .cloned()
            .collect();
        let wraps = live.as_slice();
        let units: Vec<UnitId> = holders(wraps, CompartmentKind::Core).collect();
        for row in &stored {
            if let Grantee::Unit(unit) = row.grantee
                && !units.contains(&unit)
            {
                let (grantee, stream) = (row.grantee, row.stream);
                draft.throw_away(RowKey::Roster { grantee, stream });
            }
        }
        for unit in units {
            let grantee = Grantee::Unit(unit);
            let before = stored.iter().find(|row| row.grantee == grantee);
            let before = before.map(|row| Parts::of(&row.sealed)).transpose()?;
            let core = self.seal_part(unit, id, Part::Core, &clear.core).await?;
            let tasks = self.seal_part(unit, id, Part::Tasks, &clear.tasks).await?;
            let names = if person.is_none() {
                before
                    .map_or(&[][..], |parts| parts.get(Part::Names))
                    .to_vec()
            } else if holders(wraps, CompartmentKind::Identity).any(|holder| holder == unit) {
                self.seal_part(unit, id, Part::Names, &clear.names).await?
            } else {
                Vec::new()
            };
            draft.put(RosterRow {
                grantee,
                stream: id.into(),
                form: 1,
                sealed: Parts([&core, &names, &tasks]).stored()?,
            });
        }
        Ok(())
    }

    async fn seal_part(
        &self,
        unit: UnitId,
        file: FileId,
        part: Part,
        clear: &[u8],
    ) -> AppResult<Vec<u8>> {
        let rng = &*self.app.0.rng;
        let stream = StreamId::from(file);
        let place = bound(&unit, &stream, part);
        Ok(match self.roster_keys(unit).await?.first() {
            Some(key) => roster::seal_row(key, place, clear, rng)?,
            None => roster::seal_row_to(&self.public_of(unit).await?, place, clear, rng)?,
        })
    }
}

/// The line of a unit that holds core and identity, sealed under the key of its roster.
pub(crate) fn seal_line(
    key: &RosterKey,
    unit: UnitId,
    (line, state): (Line, &file::State),
    rng: &dyn Rng,
) -> AppResult<RosterRow> {
    let stream = StreamId::from(line.file);
    let clear = Clear::of(line, state)?;
    let seal = |part, clear: &[u8]| roster::seal_row(key, bound(&unit, &stream, part), clear, rng);
    let core = seal(Part::Core, &clear.core)?;
    let names = seal(Part::Names, &clear.names)?;
    let tasks = seal(Part::Tasks, &clear.tasks)?;
    Ok(RosterRow {
        grantee: Grantee::Unit(unit),
        stream,
        form: 1,
        sealed: Parts([&core, &names, &tasks]).stored()?,
    })
}

/// Units to which a compartment is wrapped, offered or in force, each once.
pub(crate) fn holders(wraps: &[WrapRow], kind: CompartmentKind) -> impl Iterator<Item = UnitId> {
    let mut units: Vec<UnitId> = wraps
        .iter()
        .filter(|w| w.compartment == kind)
        .filter_map(|w| match w.grantee {
            Grantee::Unit(unit) => Some(unit),
            Grantee::User(_) => None,
        })
        .collect();
    units.sort_unstable();
    units.dedup();
    units.into_iter()
}
