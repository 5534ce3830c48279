//! Rosters: the small sealed copy of what a list shows of a file, one for each unit that holds its core.
//!
//! A line has two parts, sealed apart: what the core shows, and the names. Who writes to the core but holds no identity
//! renews the first part and leaves the second as it is, without being able to read it.

use crate::journal::{Draft, unit_public};
use crate::keyring::Keyring;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{FileId, StreamId, UnitId};
use punte_domain::roster::{RosterRow as Line, roster_row};
use punte_domain::{file, person};
use punte_store::{RosterRow, RowKey, WrapRow};
use punte_vault::{Bound, Header, Plain, Purpose, Rng, RosterKey, Suite, UnitPublic, roster};
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

/// What opens the lines of one unit's roster: its roster keys, newest first, and the unit's own keys for lines that others
/// sealed to it.
pub(crate) struct Opener<'a> {
    unit: UnitId,
    ring: &'a Keyring,
    keys: Arc<[RosterKey]>,
}

impl Opener<'_> {
    /// Opens one line, its names only where they are asked for: opening them is half of the work. A line that doesn't open is
    /// damaged: an alarm, not an absence.
    pub(crate) fn open(&self, row: &RosterRow, names: bool) -> AppResult<Line> {
        let parts: Parts = read(&row.sealed)?;
        let mut line: Line = read(&self.part(row, CompartmentKind::Core, &parts.0)?)?;
        if names && !parts.1.is_empty() {
            let names: NamesPart = read(&self.part(row, CompartmentKind::Identity, &parts.1)?)?;
            (line.cover, line.names, line.folded) = names;
        }
        Ok(line)
    }

    fn part(&self, row: &RosterRow, kind: CompartmentKind, blob: &[u8]) -> AppResult<Plain> {
        let place = bound(&self.unit, &row.stream, kind);
        let header = Header::read(blob)?;
        match header.suite {
            Suite::Aes256Gcm => {
                let named = self.keys.iter().find(|key| key.id() == header.key_id);
                let key = named.or(self.keys.first()).ok_or(AppError::Unavailable)?;
                Ok(roster::open_row(key, place, blob)?)
            }
            Suite::Hpke => {
                let named = self.ring.unit_for(self.unit, blob);
                let keys = named.or(self.ring.unit(self.unit));
                let keys = keys.ok_or(AppError::Unavailable)?;
                Ok(roster::open_row_sealed(keys, place, blob)?)
            }
        }
    }
}

impl Desk {
    /// What opens the roster of one of the person's units; `None` where they hold no key of it.
    pub(crate) async fn roster_opener(&self, unit: UnitId) -> AppResult<Option<Opener<'_>>> {
        let keys = self.roster_keys(unit).await?;
        let ring = &self.ring;
        Ok((!keys.is_empty()).then_some(Opener { unit, ring, keys }))
    }

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
        let (core, names) = parts(line)?;
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
        if let Some(key) = self.roster_keys(unit).await?.first() {
            return Ok(roster::seal_row(key, place, line, rng)?);
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
