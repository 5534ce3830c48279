//! Reading and writing streams: the one place where entries are opened and sealed.

use crate::keyring::{StreamKeys, wrap_to};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::{Compartment, CompartmentKind};
use punte_domain::entry::{decode_body, encode_body, whole};
use punte_domain::id::{EntryId, StreamId, UnitId, UserId};
use punte_domain::{AnyEntry, Decided, Envelope, Moment, PartialDate, StreamKind};
use punte_store::{EntryRow, Row, RowKey, RowOp, StreamRow, WrapRow};
use punte_vault::{
    Bound, Header, KeyId, Purpose, Recipient, Rng, StreamKey, UnitPublic, UserPublic,
};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the sealed frame around an entry's body.
const FRAME: u16 = 1;

/// An opened entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) envelope: Envelope,
    pub(crate) entry: AnyEntry,
}

fn bound<'a>(stream: &'a StreamId, entry: &'a EntryId, kind: CompartmentKind) -> Bound<'a> {
    Bound {
        schema: FRAME,
        stream: &stream.0,
        entry: &entry.0,
        compartment: kind.code(),
        purpose: Purpose::Entry,
    }
}

/// Opens the rows whose keys are there. A row of a compartment without a key is passed over: the second lock.
///
/// A row that has its key and doesn't open was tampered with: that is no reading, it is an alarm.
pub(crate) fn open_entries(
    kind: StreamKind,
    keys: &StreamKeys,
    rows: Vec<EntryRow>,
) -> AppResult<Vec<Opened>> {
    let mut opened = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(compartment) = row.compartment() else {
            continue;
        };
        let Some(key) = keys.for_blob(compartment, &row.body) else {
            continue;
        };
        opened.push(open_entry(kind, key, compartment, &row)?);
    }
    Ok(opened)
}

fn open_entry(
    kind: StreamKind,
    key: &StreamKey,
    compartment: Compartment,
    row: &EntryRow,
) -> AppResult<Opened> {
    let plain = key.open(bound(&row.stream, &row.id, row.compartment), &row.body)?;
    let (happened_on, body): (Option<PartialDate>, &serde_bytes::Bytes) =
        whole(&plain).map_err(|_| AppError::Unavailable)?;
    let entry = decode_body(kind, body).map_err(|_| AppError::Unavailable)?;
    let envelope = Envelope {
        id: row.id,
        stream: row.stream,
        seq: row.seq,
        compartment,
        happened_on,
        recorded_at: row.recorded_at,
        author: row.author,
        unit: row.unit,
    };
    Ok(Opened { envelope, entry })
}

/// The row of an entry, sealed under the key of its compartment.
pub(crate) fn seal_entry(
    key: &StreamKey,
    envelope: &Envelope,
    entry: &AnyEntry,
    rng: &dyn Rng,
) -> AppResult<EntryRow> {
    let compartment = envelope.compartment;
    let frame = (
        envelope.happened_on,
        serde_bytes::ByteBuf::from(encode_body(entry)),
    );
    let mut plain = Vec::new();
    ciborium::into_writer(&frame, &mut plain).map_err(|_| AppError::Unavailable)?;
    let place = bound(&envelope.stream, &envelope.id, compartment.kind());
    Ok(EntryRow {
        stream: envelope.stream,
        seq: envelope.seq,
        id: envelope.id,
        compartment: compartment.kind(),
        owner: compartment.owner(),
        recorded_at: envelope.recorded_at,
        author: envelope.author,
        unit: envelope.unit,
        body: key.seal(place, &plain, rng)?,
    })
}

/// What a change will write, gathered before its one commit.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) rows: Vec<RowOp>,
    pub(crate) expect: Vec<(StreamId, i64)>,
}

impl Draft {
    /// Adds a row. A wrap that this change has put already is put as it is now.
    pub(crate) fn put(&mut self, row: impl Into<Row>) {
        let row = row.into();
        if let Row::Wrap(wrap) = &row {
            self.forget(&RowKey::from(wrap));
        }
        self.rows.push(RowOp::Put(row));
    }

    /// Takes a row away, once, whether it is stored or only this change put it.
    pub(crate) fn throw_away(&mut self, key: RowKey) {
        self.forget(&key);
        let op = RowOp::Delete(key);
        if !self.rows.contains(&op) {
            self.rows.push(op);
        }
    }

    fn forget(&mut self, key: &RowKey) {
        self.rows
            .retain(|op| !matches!(op, RowOp::Put(Row::Wrap(wrap)) if RowKey::from(wrap) == *key));
    }
}

/// A stream that is being written: its row, its keys, and the wraps that exist for anybody.
pub(crate) struct Pen<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) unit: UnitId,
    pub(crate) stream: StreamRow,
    pub(crate) keys: StreamKeys,
    pub(crate) wraps: Vec<WrapRow>,
    renewal: Renewal,
}

/// What somebody who is out could still open, and the public keys of those who stay.
///
/// A unit whose member left has new keys (`directory/leave.rs`). A compartment that is still wrapped to its old ones, or to a
/// unit whose time is over, is given a new key with the next entry that is written in it, wrapped to all who hold it now.
#[derive(Default)]
struct Renewal {
    outgrown: BTreeSet<Compartment>,
    publics: BTreeMap<Grantee, Public>,
    /// Compartments whose newest key was made by this very change: nobody can have kept it.
    fresh: BTreeSet<Compartment>,
}

/// Anybody's public key.
#[derive(Clone, Copy)]
enum Public {
    Unit(UnitPublic),
    User(UserPublic),
}

impl Public {
    fn recipient(&self) -> &dyn Recipient {
        match self {
            Self::Unit(public) => public,
            Self::User(public) => public,
        }
    }
}

impl Desk {
    /// A pen on a stream that exists.
    pub(crate) async fn pen(
        &self,
        unit: UnitId,
        stream: StreamRow,
        keys: StreamKeys,
        wraps: Vec<WrapRow>,
    ) -> AppResult<Pen<'_>> {
        let renewal = self.renewal(&wraps).await?;
        Ok(Pen {
            desk: self,
            unit,
            stream,
            keys,
            wraps,
            renewal,
        })
    }

    /// A pen on a stream that begins now, under keys of this moment.
    pub(crate) fn new_pen_on(
        &self,
        unit: UnitId,
        stream: StreamRow,
        keys: StreamKeys,
        wraps: Vec<WrapRow>,
    ) -> Pen<'_> {
        Pen {
            desk: self,
            unit,
            stream,
            keys,
            wraps,
            renewal: Renewal::default(),
        }
    }

    async fn renewal(&self, wraps: &[WrapRow]) -> AppResult<Renewal> {
        let relations = self.app.0.store.relations();
        let mut units: BTreeSet<UnitId> = wraps.iter().filter_map(|w| unit_of(w.grantee)).collect();
        let mut renewal = Renewal::default();
        units.retain(|unit| {
            let known = self.ring.found().publics.get(unit).copied();
            let put = |public| renewal.publics.insert(Grantee::Unit(*unit), public);
            known.map(Public::Unit).map(put).is_none()
        });
        for row in relations.units_among(units.into_iter().collect()).await? {
            if !row.public.is_empty() {
                let public = unit_public(&row)?;
                self.ring.found().publics.insert(row.id, public);
                let public = Public::Unit(public);
                renewal.publics.insert(Grantee::Unit(row.id), public);
            }
        }
        let outgrown = of_newest(wraps).filter(|row| {
            let now = renewal.publics.get(&row.grantee).map(key_id);
            let then = Header::read(&row.wrapped).ok().map(|header| header.key_id);
            (now.is_some() && now != then) || has_run_out(row, self.now)
        });
        renewal.outgrown = outgrown.filter_map(WrapRow::compartment).collect();
        if !renewal.outgrown.is_empty() {
            let users = wraps.iter().filter_map(|w| user_of(w.grantee)).collect();
            for row in relations.users_among(users).await? {
                if let Ok(key) = row.public.as_slice().try_into() {
                    let public = Public::User(UserPublic(key));
                    renewal.publics.insert(Grantee::User(row.id), public);
                }
            }
        }
        Ok(renewal)
    }
}

impl Desk {
    /// A new key of a compartment, for those of these wraps that have it now. Nothing where nobody has.
    pub(crate) async fn renew_stream(
        &self,
        draft: &mut Draft,
        stream: StreamId,
        compartment: Compartment,
        wraps: &[WrapRow],
    ) -> AppResult<()> {
        if let Some((_, rows)) = self.next_key(stream, compartment, wraps).await? {
            for row in rows {
                draft.put(row);
            }
        }
        Ok(())
    }

    async fn next_key(
        &self,
        stream: StreamId,
        compartment: Compartment,
        wraps: &[WrapRow],
    ) -> AppResult<Option<(StreamKey, Vec<WrapRow>)>> {
        let held: Vec<_> = newest(wraps, self.now)
            .filter(|row| row.compartment() == Some(compartment))
            .collect();
        let Some(first) = held.first() else {
            return Ok(None);
        };
        let generation = u16::try_from(first.generation).ok();
        let generation = generation.and_then(|generation| generation.checked_add(1));
        let rng = &*self.app.0.rng;
        let key = StreamKey::generate(generation.ok_or(AppError::Unavailable)?, rng);
        let mut rows = Vec::with_capacity(held.len());
        for row in held {
            let public = self.public_key(row.grantee).await?;
            let to = (public.recipient(), row.grantee);
            rows.push(WrapRow {
                referral: row.referral,
                state: row.state,
                until: row.until,
                ..wrap_to(rng, stream, compartment, &key, to)?
            });
        }
        Ok(Some((key, rows)))
    }

    async fn public_key(&self, grantee: Grantee) -> AppResult<Public> {
        match grantee {
            Grantee::Unit(unit) => self.public_of(unit).await.map(Public::Unit),
            Grantee::User(user) => {
                let row = self.app.0.store.relations().user(user).await?;
                let key = row.and_then(|row| row.public.as_slice().try_into().ok());
                key.map(|key| Public::User(UserPublic(key)))
                    .ok_or(AppError::Unavailable)
            }
        }
    }
}

fn unit_of(grantee: Grantee) -> Option<UnitId> {
    match grantee {
        Grantee::Unit(unit) => Some(unit),
        Grantee::User(_) => None,
    }
}

fn user_of(grantee: Grantee) -> Option<UserId> {
    match grantee {
        Grantee::User(user) => Some(user),
        Grantee::Unit(_) => None,
    }
}

fn key_id(public: &Public) -> KeyId {
    match public {
        Public::Unit(public) => public.key_id(),
        Public::User(public) => public.key_id(),
    }
}

fn has_run_out(row: &WrapRow, now: Moment) -> bool {
    row.until.is_some_and(|until| until <= now)
}

/// Of each compartment the wraps of its newest key, without those that have run out.
fn newest(wraps: &[WrapRow], now: Moment) -> impl Iterator<Item = &WrapRow> {
    of_newest(wraps).filter(move |row| !has_run_out(row, now))
}

/// Of each compartment the wraps of its newest key.
fn of_newest(wraps: &[WrapRow]) -> impl Iterator<Item = &WrapRow> {
    let mut generations = BTreeMap::new();
    for row in wraps {
        let newest = generations.entry((row.compartment, row.owner)).or_insert(0);
        *newest = row.generation.max(*newest);
    }
    wraps
        .iter()
        .filter(move |row| generations.get(&(row.compartment, row.owner)) == Some(&row.generation))
}

impl Pen<'_> {
    /// Seals what was decided and adds it to the draft. The first entry takes `first` as its id, so that a repeated command finds itself.
    pub(crate) fn write(
        &mut self,
        draft: &mut Draft,
        decided: Vec<Decided<AnyEntry>>,
        first: Option<EntryId>,
    ) -> AppResult<Vec<Opened>> {
        if decided.is_empty() {
            return Ok(Vec::new());
        }
        if !draft.expect.iter().any(|(id, _)| *id == self.stream.id) {
            draft.expect.push((self.stream.id, self.stream.version));
        }
        let mut first = first;
        let mut written = Vec::with_capacity(decided.len());
        for d in decided {
            let id = first.take().unwrap_or_else(|| self.desk.app.new_entry());
            self.stream.version += 1;
            let envelope = Envelope {
                id,
                stream: self.stream.id,
                seq: self.stream.version,
                compartment: d.compartment,
                happened_on: d.happened_on,
                recorded_at: self.desk.now,
                author: self.desk.user_id(),
                unit: self.unit,
            };
            let row = self.seal(draft, &envelope, &d.entry)?;
            draft.put(row);
            written.push(Opened {
                envelope,
                entry: d.entry,
            });
        }
        Ok(written)
    }

    fn seal(
        &mut self,
        draft: &mut Draft,
        envelope: &Envelope,
        entry: &AnyEntry,
    ) -> AppResult<EntryRow> {
        let compartment = envelope.compartment;
        if !self.keys.has(compartment) {
            self.bear(draft, compartment)?;
        } else if self.renewal.outgrown.remove(&compartment) {
            self.renew(draft, compartment)?;
        }
        let key = self.keys.get(compartment).ok_or(AppError::Absent)?;
        seal_entry(key, envelope, entry, &*self.desk.app.0.rng)
    }

    /// A compartment is born with its first entry, by whom it belongs to. One that exists and that the writer holds no key of stays shut.
    fn bear(&mut self, draft: &mut Draft, compartment: Compartment) -> AppResult<()> {
        let exists = self
            .wraps
            .iter()
            .any(|w| w.compartment() == Some(compartment));
        if exists {
            return Err(AppError::Absent);
        }
        let key = StreamKey::generate(1, &*self.desk.app.0.rng);
        let row = self.wrap(compartment, &key)?;
        self.wraps.push(row.clone());
        draft.put(row);
        self.keys.insert(compartment, key);
        self.renewal.fresh.insert(compartment);
        Ok(())
    }

    /// A new key for a compartment, for everybody who holds the one before and under what they hold now: whoever left
    /// with the old keys opens nothing that is written from here on.
    fn renew(&mut self, draft: &mut Draft, compartment: Compartment) -> AppResult<()> {
        let rng = &*self.desk.app.0.rng;
        let before = self.keys.get(compartment).ok_or(AppError::Absent)?;
        let generation = before
            .generation()
            .checked_add(1)
            .ok_or(AppError::Unavailable)?;
        let key = StreamKey::generate(generation, rng);
        let mut rows = Vec::new();
        for row in newest(&self.wraps, self.desk.now) {
            let public = self.renewal.publics.get(&row.grantee);
            let (true, Some(public)) = (row.compartment() == Some(compartment), public) else {
                continue;
            };
            let to = (public.recipient(), row.grantee);
            rows.push(WrapRow {
                referral: row.referral,
                state: row.state,
                until: row.until,
                ..wrap_to(rng, self.stream.id, compartment, &key, to)?
            });
        }
        for row in rows {
            draft.put(row.clone());
            self.wraps.push(row);
        }
        self.keys.insert(compartment, key);
        self.renewal.fresh.insert(compartment);
        Ok(())
    }

    /// New keys at once, for everybody who holds those before: somebody lost them with this change. The writer need not
    /// hold them, and does not come to: what they may not open stays shut to them.
    pub(crate) async fn renew_all(
        &mut self,
        draft: &mut Draft,
        compartments: &BTreeSet<Compartment>,
    ) -> AppResult<()> {
        for compartment in compartments {
            if self.renewal.fresh.contains(compartment) {
                continue;
            }
            let (desk, stream) = (self.desk, self.stream.id);
            let next = desk.next_key(stream, *compartment, &self.wraps).await?;
            let Some((key, rows)) = next else { continue };
            for row in rows {
                draft.put(row.clone());
                self.wraps.push(row);
            }
            if self.keys.has(*compartment) {
                self.keys.insert(*compartment, key);
            }
            self.renewal.outgrown.remove(compartment);
            self.renewal.fresh.insert(*compartment);
        }
        Ok(())
    }

    fn wrap(&self, compartment: Compartment, key: &StreamKey) -> AppResult<WrapRow> {
        let rng = &*self.desk.app.0.rng;
        match compartment {
            Compartment::Private(user) => {
                let public = self.desk.ring.user.public();
                wrap_to(
                    rng,
                    self.stream.id,
                    compartment,
                    key,
                    (&public, Grantee::User(user)),
                )
            }
            Compartment::Core
            | Compartment::Identity
            | Compartment::Whereabouts
            | Compartment::Psychosocial
            | Compartment::Legal
            | Compartment::Justice
            | Compartment::Own(_) => {
                let public = self
                    .desk
                    .ring
                    .unit(self.unit)
                    .ok_or(AppError::Absent)?
                    .public();
                wrap_to(
                    rng,
                    self.stream.id,
                    compartment,
                    key,
                    (&public, Grantee::Unit(self.unit)),
                )
            }
        }
    }
}

/// A unit's public key as its row has it.
pub(crate) fn unit_public(row: &punte_store::UnitRow) -> AppResult<UnitPublic> {
    let key = row
        .public
        .as_slice()
        .try_into()
        .map_err(|_| AppError::Unavailable)?;
    Ok(UnitPublic {
        key,
        generation: u16::try_from(row.generation).map_err(|_| AppError::Unavailable)?,
    })
}

impl Desk {
    /// The keys of a stream that this request opens.
    pub(crate) fn keys_in(&self, wraps: &[WrapRow]) -> StreamKeys {
        StreamKeys::open(&self.ring, wraps, self.now)
    }
}
