//! Rosters: the small sealed copy of what a list shows of a file, one for each unit that holds its core.
//!
//! A line has two parts, sealed apart: what the core shows, and the names. Who writes to the core but holds no identity
//! renews the first part and leaves the second as it is, without being able to read it.

use crate::journal::{Draft, unit_public};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{FileId, StreamId, UnitId};
use punte_domain::roster::{RosterRow as Line, roster_row};
use punte_domain::{file, person};
use punte_store::{RosterRow, WrapRow};
use punte_vault::{Bound, Purpose, Rng, RosterKey, UnitKeys, UnitPublic, roster};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use std::sync::Arc;

/// Version of the sealed lines.
const SCHEMA: u16 = 1;

/// The two sealed parts as stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Parts(ByteBuf, ByteBuf);

/// The part that names: cover name, names as shown, all of them folded for search.
type NamesPart = (Option<String>, Vec<String>, Vec<String>);

fn bound<'a>(unit: &'a UnitId, file: &'a StreamId, part: CompartmentKind) -> Bound<'a> {
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

fn read<T: DeserializeOwned>(bytes: &[u8]) -> AppResult<T> {
    ciborium::from_reader(bytes).map_err(|_| AppError::Unavailable)
}

/// Opens one line. A line that doesn't open is damaged: an alarm, not an absence.
pub(crate) fn open_line(
    unit: UnitId,
    keys: &UnitKeys,
    key: &RosterKey,
    row: &RosterRow,
) -> AppResult<Line> {
    let parts: Parts = read(&row.sealed)?;
    let open = |kind, blob: &[u8]| {
        roster::open_roster_row(keys, key, bound(&unit, &row.stream, kind), blob)
    };
    let mut line: Line = read(&open(CompartmentKind::Core, &parts.0)?)?;
    if !parts.1.is_empty() {
        let names: NamesPart = read(&open(CompartmentKind::Identity, &parts.1)?)?;
        (line.cover, line.names, line.folded) = names;
    }
    Ok(line)
}

impl Desk {
    /// The roster key of one of the person's units.
    pub(crate) async fn roster_key(&self, unit: UnitId) -> AppResult<Option<Arc<RosterKey>>> {
        if let Some(key) = self.ring.found().rosters.get(&unit) {
            return Ok(Some(Arc::clone(key)));
        }
        let wraps = self
            .app
            .0
            .store
            .relations()
            .wraps_for(StreamId(unit.0))
            .await?;
        let key = wraps
            .iter()
            .filter(|w| w.compartment == CompartmentKind::Open && w.grantee == Grantee::Unit(unit))
            .max_by_key(|w| w.generation)
            .and_then(|w| self.ring.roster_key(unit, w))
            .map(Arc::new);
        if let Some(key) = &key {
            self.ring.found().rosters.insert(unit, Arc::clone(key));
        }
        Ok(key)
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
        let (core, names) = parts(line)?;
        let stored = self.app.0.store.relations().roster_lines(id.into()).await?;
        for unit in holders(wraps, CompartmentKind::Core) {
            let grantee = Grantee::Unit(unit);
            let mut parts: Parts = match stored.iter().find(|row| row.grantee == grantee) {
                Some(row) => read(&row.sealed)?,
                None => Parts::default(),
            };
            parts.0 = ByteBuf::from(
                self.seal_line(unit, id, CompartmentKind::Core, &core)
                    .await?,
            );
            if person.is_some() {
                let holds = holders(wraps, CompartmentKind::Identity).any(|holder| holder == unit);
                parts.1 = if holds {
                    ByteBuf::from(
                        self.seal_line(unit, id, CompartmentKind::Identity, &names)
                            .await?,
                    )
                } else {
                    ByteBuf::new()
                };
            }
            draft.put(RosterRow {
                grantee,
                stream: id.into(),
                form: 1,
                sealed: cbor(&parts)?,
            });
        }
        Ok(())
    }

    async fn seal_line(
        &self,
        unit: UnitId,
        file: FileId,
        part: CompartmentKind,
        line: &[u8],
    ) -> AppResult<Vec<u8>> {
        let rng = &*self.app.0.rng;
        let stream = StreamId::from(file);
        let place = bound(&unit, &stream, part);
        if self.ring.unit(unit).is_some()
            && let Some(key) = self.roster_key(unit).await?
        {
            return Ok(roster::seal_row(&key, place, line, rng)?);
        }
        let public = self.public_of(unit).await?;
        Ok(roster::seal_row_to(&public, place, line, rng)?)
    }
}

/// The two parts of a line, each as it is sealed.
fn parts(line: Line) -> AppResult<(Vec<u8>, Vec<u8>)> {
    let names: NamesPart = (line.cover.clone(), line.names.clone(), line.folded.clone());
    let core = cbor(&Line {
        cover: None,
        names: Vec::new(),
        folded: Vec::new(),
        ..line
    })?;
    Ok((core, cbor(&names)?))
}

/// The line of a unit that holds core and identity, sealed under the key of its roster.
pub(crate) fn seal_line(
    key: &RosterKey,
    unit: UnitId,
    line: Line,
    rng: &dyn Rng,
) -> AppResult<RosterRow> {
    let stream = StreamId::from(line.file);
    let (core, names) = parts(line)?;
    let seal = |kind, part: &[u8]| roster::seal_row(key, bound(&unit, &stream, kind), part, rng);
    let sealed = Parts(
        ByteBuf::from(seal(CompartmentKind::Core, &core)?),
        ByteBuf::from(seal(CompartmentKind::Identity, &names)?),
    );
    Ok(RosterRow {
        grantee: Grantee::Unit(unit),
        stream,
        form: 1,
        sealed: cbor(&sealed)?,
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
