//! Rosters: the small sealed copy of what a list shows of a file, one for each unit that holds its core.
//!
//! A line has two parts, sealed apart: what the core shows, and the names. Who writes to the core but holds no identity
//! renews the first part and leaves the second as it is, without being able to read it.

use crate::journal::{Draft, unit_public};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{FileId, StreamId, UnitId};
use punte_domain::roster::{CoreLine, NameLine};
use punte_store::{RosterRow, WrapRow};
use punte_vault::{Bound, Purpose, RosterKey, UnitKeys, roster};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;

/// Version of the sealed lines.
const SCHEMA: u16 = 1;

/// The two sealed parts as stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Parts(ByteBuf, ByteBuf);

/// A line as its unit reads it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) file: FileId,
    pub(crate) core: CoreLine,
    pub(crate) names: Option<NameLine>,
}

fn bound<'a>(unit: &'a UnitId, file: &'a StreamId, part: CompartmentKind) -> Bound<'a> {
    Bound { schema: SCHEMA, stream: &unit.0, entry: &file.0, compartment: part.code(), purpose: Purpose::RosterRow }
}

fn cbor(value: &impl Serialize) -> AppResult<Vec<u8>> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).map_err(|_| AppError::Unavailable)?;
    Ok(out)
}

/// Opens one line. A line whose core doesn't open is damaged: an alarm, not an absence.
pub(crate) fn open_line(unit: UnitId, keys: &UnitKeys, key: &RosterKey, row: &RosterRow) -> AppResult<Line> {
    let parts: Parts = ciborium::from_reader(row.sealed.as_slice()).map_err(|_| AppError::Unavailable)?;
    let open = |kind, blob: &[u8]| roster::open_roster_row(keys, key, bound(&unit, &row.stream, kind), blob);
    let core = read(&open(CompartmentKind::Core, &parts.0)?)?;
    let names = match parts.1.is_empty() {
        true => None,
        false => Some(read(&open(CompartmentKind::Identity, &parts.1)?)?),
    };
    Ok(Line { file: row.stream.into(), core, names })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> AppResult<T> {
    ciborium::from_reader(bytes).map_err(|_| AppError::Unavailable)
}

impl Desk {
    /// The roster key of one of the person's units.
    pub(crate) async fn roster_key(&self, unit: UnitId) -> AppResult<Option<RosterKey>> {
        let wraps = self.app.0.store.relations().wraps_for(StreamId(unit.0)).await?;
        Ok(wraps
            .iter()
            .filter(|w| w.compartment == CompartmentKind::Open && w.grantee == Grantee::Unit(unit))
            .max_by_key(|w| w.generation)
            .and_then(|w| self.ring.roster_key(unit, w)))
    }

    /// Renews the lines of every unit that holds the file's core, or is offered it.
    pub(crate) async fn renew_lines(
        &self,
        draft: &mut Draft,
        file: FileId,
        wraps: &[WrapRow],
        core: Option<&CoreLine>,
        names: Option<&NameLine>,
    ) -> AppResult<()> {
        let stored = self.app.0.store.relations().roster_lines(file.into()).await?;
        for unit in holders(wraps, CompartmentKind::Core) {
            let grantee = Grantee::Unit(unit);
            let mut parts: Parts = match stored.iter().find(|row| row.grantee == grantee) {
                Some(row) => ciborium::from_reader(row.sealed.as_slice()).map_err(|_| AppError::Unavailable)?,
                None => Parts::default(),
            };
            if let Some(core) = core {
                parts.0 = ByteBuf::from(self.seal_line(unit, file, CompartmentKind::Core, &cbor(core)?).await?);
            }
            if let Some(names) = names {
                let holds = holders(wraps, CompartmentKind::Identity).any(|holder| holder == unit);
                parts.1 = match holds {
                    true => ByteBuf::from(self.seal_line(unit, file, CompartmentKind::Identity, &cbor(names)?).await?),
                    false => ByteBuf::new(),
                };
            }
            draft.put(RosterRow { grantee, stream: file.into(), form: 1, sealed: cbor(&parts)? });
        }
        Ok(())
    }

    async fn seal_line(&self, unit: UnitId, file: FileId, part: CompartmentKind, line: &[u8]) -> AppResult<Vec<u8>> {
        let rng = &*self.app.0.rng;
        let stream = StreamId::from(file);
        let place = bound(&unit, &stream, part);
        if self.ring.unit(unit).is_some()
            && let Some(key) = self.roster_key(unit).await?
        {
            return Ok(roster::seal_row(&key, place, line, rng)?);
        }
        let row = self.app.0.store.relations().unit_row(unit).await?.ok_or(AppError::Absent)?;
        Ok(roster::seal_row_to(&unit_public(&row)?, place, line, rng)?)
    }
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
