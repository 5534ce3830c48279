//! What follows from entries: work, facts, rosters, and keys that are thrown away when a share ends.

use crate::files::read::OpenFileState;
use crate::files::roster::holders;
use crate::journal::{Draft, Opened, Pen};
use crate::keyring::{StreamKeys, wrap_to};
use crate::{App, AppError, AppResult, Desk};
use punte_domain::access::{Grantee, ReadPerson};
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::facts::{self, Fact};
use punte_domain::id::{FileId, PersonId, StreamId, UnitId, WorkId};
use punte_domain::work::{self, WorkChange, WorkKey};
use punte_domain::{AnyEntry, concern, file, person, referral};
use punte_store::{FactKeyRow, FactRow, RowKey, RowOp, WorkRow, WrapRow, WrapState};
use punte_vault::{
    Bound, FactKey, PersonPseudonymKey, Purpose, Rng, StatisticsPublic, WrapContext, wrap,
};
use std::sync::Arc;

/// Subject of the pseudonym key's wraps.
pub(crate) const PSEUDONYMS: [u8; 16] = [0x50; 16];
/// Version of the sealed facts.
const FACT_SCHEMA: u16 = 1;

/// A row of the Work plane is named by what it is about, so that the entry that ends it finds it without opening anything.
pub(crate) fn work_id(key: &WorkKey) -> WorkId {
    let mut bytes = Vec::with_capacity(33);
    bytes.extend_from_slice(&key.stream.0);
    bytes.push(key.kind.code());
    bytes.extend_from_slice(&key.item);
    let hash = punte_ledger::Hash::of(&bytes);
    let mut id = [0; 16];
    id.iter_mut().zip(hash.0).for_each(|(to, from)| *to = from);
    WorkId(id)
}

/// A fact about a stream and, by pseudonym, a person: its row under this id, for this unit and day.
pub(crate) fn seal_fact(
    key: &FactKey,
    (id, unit, day): ([u8; 16], UnitId, i32),
    (about, person): ([u8; 16], Option<[u8; 16]>),
    fact: &Fact,
    rng: &dyn Rng,
) -> AppResult<FactRow> {
    let mut content = Vec::new();
    ciborium::into_writer(&(about, person, fact), &mut content)
        .map_err(|_| AppError::Unavailable)?;
    let place = Bound {
        schema: FACT_SCHEMA,
        stream: &unit.0,
        entry: &id,
        compartment: 0,
        purpose: Purpose::Fact,
    };
    let sealed = key.seal(place, &content, rng)?;
    Ok(FactRow {
        id,
        unit,
        day,
        sealed,
    })
}

impl Desk {
    /// What follows from entries of a file: work, facts, the lines of rosters, ended shares. `earlier` is the file without them.
    pub(crate) async fn follow_up(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        (earlier, after): (&file::State, &OpenFileState),
        written: &[Opened],
        person: Option<&person::State>,
    ) -> AppResult<()> {
        let id = FileId::from(pen.stream.id);
        let mut state = earlier.clone();
        let (mut changes, mut stated) = (Vec::new(), Vec::new());
        for opened in written {
            let AnyEntry::File(entry) = &opened.entry else {
                continue;
            };
            changes.extend(work::of_file(
                &opened.envelope,
                entry,
                &state,
                self.app.0.pack,
            ));
            stated.extend(facts::of_file(
                &opened.envelope,
                entry,
                &state,
                self.app.0.pack,
            ));
            file::evolve(&mut state, &opened.envelope, entry);
        }
        self.work(draft, changes).await?;
        let whom = after.state.person.map(|p| p.0);
        self.state_facts(draft, pen.unit, id.0, whom, stated)
            .await?;
        self.end_shares(draft, pen, after, written).await?;
        self.transfer_keys(draft, pen, after, written).await?;
        let shared = written.iter().any(|o| {
            matches!(
                &o.entry,
                AnyEntry::File(file::Entry::Shared { .. } | file::Entry::TransferOffered { .. })
            )
        });
        let named = written
            .iter()
            .any(|o| o.envelope.compartment.kind() == CompartmentKind::Identity);
        let read = match (person, after.state.person, shared || named) {
            (None, Some(person), true) => self.person(person).await.ok(),
            _ => None,
        };
        self.renew_lines(
            draft,
            id,
            &pen.wraps,
            &after.state,
            person.or(read.as_ref()),
        )
        .await
    }

    /// What follows from entries of a concern or a referral: work and facts.
    pub(crate) async fn follow_up_plain(
        &self,
        draft: &mut Draft,
        pen: &Pen<'_>,
        earlier: &[Opened],
        written: &[Opened],
    ) -> AppResult<()> {
        let pack = self.app.0.pack;
        let (mut changes, mut stated) = (Vec::new(), Vec::new());
        let mut concern = concern::State::default();
        let mut referral = referral::State::default();
        for (opened, new) in earlier
            .iter()
            .map(|o| (o, false))
            .chain(written.iter().map(|o| (o, true)))
        {
            let env = &opened.envelope;
            match &opened.entry {
                AnyEntry::Concern(entry) => {
                    if new {
                        changes.extend(work::of_concern(env, entry, &concern, pack));
                        stated.extend(facts::of_concern(env, entry, &concern, pack));
                    }
                    concern::evolve(&mut concern, env, entry);
                }
                AnyEntry::Referral(entry) => {
                    if new {
                        changes.extend(work::of_referral(env, entry, &referral));
                        stated.extend(facts::of_referral(env, entry, &referral, pack));
                    }
                    referral::evolve(&mut referral, env, entry);
                }
                AnyEntry::Person(_)
                | AnyEntry::File(_)
                | AnyEntry::Organisation(_)
                | AnyEntry::Unit(_)
                | AnyEntry::User(_) => {}
            }
        }
        self.work(draft, changes).await?;
        self.state_facts(draft, pen.unit, pen.stream.id.0, None, stated)
            .await
    }

    /// Turns changes of the Work plane into rows. What is opened and closed within one change leaves no row.
    pub(crate) async fn work(&self, draft: &mut Draft, changes: Vec<WorkChange>) -> AppResult<()> {
        let mut rows: Vec<(WorkId, RowOp)> = Vec::new();
        for change in changes {
            match change {
                WorkChange::Open {
                    key,
                    unit,
                    assignee,
                    due,
                } => {
                    let id = work_id(&key);
                    let row = WorkRow {
                        id,
                        stream: key.stream,
                        unit,
                        assignee,
                        kind: i32::from(key.kind.code()),
                        due,
                        opened: self.now,
                        closed: None,
                    };
                    rows.retain(|(other, _)| *other != id);
                    rows.push((id, RowOp::Put(row.into())));
                }
                WorkChange::Close { key } => {
                    let id = work_id(&key);
                    rows.retain(|(other, _)| *other != id);
                    rows.push((id, RowOp::Delete(RowKey::Work(id))));
                }
                WorkChange::CloseAll { stream } => {
                    let open = self.app.0.store.relations().work_of(stream).await?;
                    rows.retain(|(_, op)| !matches!(op, RowOp::Put(punte_store::Row::Work(row)) if row.stream == stream));
                    for id in open {
                        rows.retain(|(other, _)| *other != id);
                        rows.push((id, RowOp::Delete(RowKey::Work(id))));
                    }
                }
            }
        }
        draft.rows.extend(rows.into_iter().map(|(_, op)| op));
        Ok(())
    }

    /// Seals facts to the statistics key. The writer derives the day's key from the unit's and never holds the private half.
    async fn state_facts(
        &self,
        draft: &mut Draft,
        unit: UnitId,
        about: [u8; 16],
        person: Option<[u8; 16]>,
        stated: Vec<Fact>,
    ) -> AppResult<()> {
        if stated.is_empty() {
            return Ok(());
        }
        let day = App::day_number(self.today());
        let key = self.fact_key(draft, unit, day).await?;
        let pseudonym = match person {
            Some(person) => self
                .pseudonym_key(unit)
                .await?
                .map(|key| key.pseudonym(&person)),
            None => None,
        };
        for fact in stated {
            let place = (self.app.new_id(), unit, day);
            let whom = (about, pseudonym);
            draft.put(seal_fact(&key, place, whom, &fact, &*self.app.0.rng)?);
        }
        Ok(())
    }

    async fn fact_key(&self, draft: &mut Draft, unit: UnitId, day: i32) -> AppResult<FactKey> {
        let store = &self.app.0.store;
        let key = punte_vault::facts::fact_key(self.ring.unit(unit).ok_or(AppError::Absent)?, day);
        let drafted = draft
            .rows
            .iter()
            .any(|op| matches!(op, RowOp::Put(punte_store::Row::FactKey(_))));
        let stored = store.relations().fact_key(unit, day).await?;
        let before = stored.map_or_else(Vec::new, |row| row.encapsulated);
        if !drafted && !punte_vault::facts::is_encapsulated(&before, &key) {
            let public = self.statistics_public().await?;
            let encapsulated = punte_vault::facts::encapsulate_fact_key(
                &key,
                &public,
                &unit.0,
                day,
                &*self.app.0.rng,
            )?;
            draft.put(FactKeyRow {
                unit,
                day,
                encapsulated: [before, encapsulated].concat(),
            });
        }
        Ok(key)
    }

    async fn statistics_public(&self) -> AppResult<StatisticsPublic> {
        if let Some(public) = self.ring.found().statistics {
            return Ok(public);
        }
        let relations = self.app.0.store.relations();
        let public = relations.meta("statistics.public").await?;
        let public: [u8; 32] = public
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(AppError::Unavailable)?;
        let public = StatisticsPublic(public);
        self.ring.found().statistics = Some(public);
        Ok(public)
    }

    pub(crate) async fn pseudonym_key(
        &self,
        unit: UnitId,
    ) -> AppResult<Option<Arc<PersonPseudonymKey>>> {
        if let Some(key) = self.ring.found().pseudonyms.get(&unit) {
            return Ok(Some(Arc::clone(key)));
        }
        let wraps = self
            .app
            .0
            .store
            .relations()
            .wraps_for(StreamId(PSEUDONYMS))
            .await?;
        let context = WrapContext {
            subject: &PSEUDONYMS,
            compartment: 0,
            recipient: &unit.0,
        };
        let row = wraps.iter().find(|w| w.grantee == Grantee::Unit(unit));
        let held = row.and_then(|row| Some((row, self.ring.unit_for(unit, &row.wrapped)?)));
        let key = held
            .and_then(|(row, keys)| wrap::open_pseudonym_key(keys, context, &row.wrapped).ok())
            .map(Arc::new);
        if let Some(key) = &key {
            self.ring.found().pseudonyms.insert(unit, Arc::clone(key));
        }
        Ok(key)
    }

    /// A share that ended takes its keys with it, at once: those of the file, those of the person, and the roster's line.
    /// The unit's own record stays its own (ruling 1).
    async fn end_shares(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        after: &OpenFileState,
        written: &[Opened],
    ) -> AppResult<()> {
        let store = &self.app.0.store;
        for opened in written {
            let AnyEntry::File(file::Entry::ShareEnded { unit, .. }) = &opened.entry else {
                continue;
            };
            let grantee = Grantee::Unit(*unit);
            let lives: Vec<_> = after
                .state
                .live_shares(self.now)
                .filter(|s| s.unit == *unit)
                .collect();
            let keep = |row: &WrapRow| {
                row.compartment == CompartmentKind::Own
                    || lives.iter().any(|s| s.referral == Some(row.referral))
            };
            let mut gone: Vec<WrapRow> = Vec::new();
            pen.wraps.retain(|row| {
                let ends = row.grantee == grantee && !keep(row);
                if ends {
                    gone.push(row.clone());
                }
                !ends
            });
            if let Some(person) = after.state.person {
                let wraps = store.relations().wraps_for(person.into()).await?;
                gone.extend(
                    wraps
                        .into_iter()
                        .filter(|row| row.grantee == grantee && !keep(row)),
                );
            }
            for row in &gone {
                draft.throw_away(RowKey::from(row));
            }
            let stream = pen.stream.id;
            if !pen
                .wraps
                .iter()
                .any(|w| w.grantee == grantee && w.compartment == CompartmentKind::Core)
            {
                draft.throw_away(RowKey::Roster { grantee, stream });
            }
        }
        Ok(())
    }

    /// The keys of a transfer. Who is offered the lead may read core and identity to decide; the rest waits for acceptance.
    /// Taken over: everything is in force, and the stream's row names the new lead, which is what policy reads.
    /// Declined or taken back: the wraps that the offer made are gone at once.
    async fn transfer_keys(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        after: &OpenFileState,
        written: &[Opened],
    ) -> AppResult<()> {
        for opened in written {
            let AnyEntry::File(entry) = &opened.entry else {
                continue;
            };
            let person = after.state.person;
            match entry {
                file::Entry::TransferOffered { to, .. } => {
                    self.offer_lead(draft, pen, *to, person).await?;
                }
                file::Entry::TransferAccepted => {
                    pen.stream.lead = pen.unit;
                    for row in offered_to(&mut pen.wraps, pen.unit) {
                        row.state = WrapState::Active;
                        row.until = None;
                        draft.put(row.clone());
                    }
                    for mut row in self.person_wraps(person).await? {
                        for row in offered_to(std::slice::from_mut(&mut row), pen.unit) {
                            row.until = None;
                            draft.put(row.clone());
                        }
                    }
                }
                file::Entry::TransferDeclined { .. } => {
                    self.drop_offer(draft, pen, pen.unit, person).await?;
                }
                file::Entry::TransferWithdrawn => {
                    let units: Vec<UnitId> = holders(&pen.wraps, CompartmentKind::Core).collect();
                    let lead = pen.stream.lead;
                    for unit in units.into_iter().filter(|unit| *unit != lead) {
                        self.drop_offer(draft, pen, unit, person).await?;
                    }
                }
                // Only these four move keys; every other entry leaves the lead where it is.
                _ => {}
            }
        }
        Ok(())
    }

    async fn person_wraps(&self, person: Option<PersonId>) -> AppResult<Vec<WrapRow>> {
        match person {
            Some(person) => Ok(self
                .app
                .0
                .store
                .relations()
                .wraps_for(person.into())
                .await?),
            None => Ok(Vec::new()),
        }
    }

    /// The keys of a person's identity, as far as policy lets this person read it; none otherwise.
    pub(crate) async fn identity_keys(&self, person: PersonId) -> AppResult<StreamKeys> {
        let store = &self.app.0.store;
        let identity = Compartments::only(CompartmentKind::Identity);
        let resource = store.relations().person(person).await?;
        match self
            .permit::<ReadPerson>(person.0, resource, identity)
            .await
        {
            Ok(proof) => Ok(self.keys_in(&store.fetch_wraps(&proof).await?)),
            Err(AppError::Absent) => Ok(StreamKeys::default()),
            Err(other) => Err(other),
        }
    }

    async fn offer_lead(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        to: UnitId,
        person: Option<PersonId>,
    ) -> AppResult<()> {
        let public = self.public_of(to).await?;
        let until = Some(self.now.plus_days(OFFER_DAYS));
        for compartment in LED {
            for key in pen.keys.all(compartment) {
                let wrap = wrap_to(
                    &*self.app.0.rng,
                    pen.stream.id,
                    compartment,
                    key,
                    (&public, Grantee::Unit(to)),
                )?;
                let readable = matches!(compartment, Compartment::Core | Compartment::Identity);
                let state = if readable {
                    WrapState::Active
                } else {
                    WrapState::Offered
                };
                let wrap = WrapRow {
                    state,
                    until,
                    ..wrap
                };
                pen.wraps.push(wrap.clone());
                draft.put(wrap);
            }
        }
        if let Some(person) = person {
            let keys = self.identity_keys(person).await?;
            for key in keys.all(Compartment::Identity) {
                let to = (&public as &dyn punte_vault::Recipient, Grantee::Unit(to));
                let wrap = wrap_to(
                    &*self.app.0.rng,
                    person.into(),
                    Compartment::Identity,
                    key,
                    to,
                )?;
                draft.put(WrapRow { until, ..wrap });
            }
        }
        Ok(())
    }

    async fn drop_offer(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        unit: UnitId,
        person: Option<PersonId>,
    ) -> AppResult<()> {
        let mut gone: Vec<WrapRow> = offered_to(&mut pen.wraps, unit)
            .map(|row| row.clone())
            .collect();
        pen.wraps.retain(|row| !gone.contains(row));
        let mut persons = self.person_wraps(person).await?;
        gone.extend(offered_to(&mut persons, unit).map(|row| row.clone()));
        for row in &gone {
            draft.throw_away(RowKey::from(row));
        }
        let grantee = Grantee::Unit(unit);
        if !pen
            .wraps
            .iter()
            .any(|w| w.grantee == grantee && w.compartment == CompartmentKind::Core)
        {
            draft.throw_away(RowKey::Roster {
                grantee,
                stream: pen.stream.id,
            });
        }
        Ok(())
    }
}

/// How long somebody who is offered the lead may read before answering.
const OFFER_DAYS: i64 = 14;
/// What the lead holds.
const LED: [Compartment; 4] = [
    Compartment::Core,
    Compartment::Identity,
    Compartment::Whereabouts,
    Compartment::Justice,
];

/// The wraps that an offer of the lead made for this unit: not by a referral, and with an end.
fn offered_to(wraps: &mut [WrapRow], unit: UnitId) -> impl Iterator<Item = &mut WrapRow> {
    wraps.iter_mut().filter(move |row| {
        row.grantee == Grantee::Unit(unit)
            && row.referral == WrapRow::NO_REFERRAL
            && row.until.is_some()
    })
}
