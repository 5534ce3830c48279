//! Reading and writing streams: the one place where entries are opened and sealed.

mod renewal;

use crate::keyring::{StreamKeys, wrap_to};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::{Compartment, CompartmentKind};
use punte_domain::entry::{decode_body, encode_body, whole};
use punte_domain::id::{EntryId, StreamId, UnitId};
use punte_domain::{AnyEntry, Decided, Envelope, PartialDate, StreamKind};
use punte_store::{EntryRow, Row, RowKey, RowOp, StreamRow, WrapRow};
use punte_vault::{Bound, Purpose, Rng, StreamKey, UnitPublic};
use renewal::Renewal;

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
