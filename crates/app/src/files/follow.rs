//! What follows from entries: work, facts, rosters; and by `keys.rs`, keys that move or are thrown away.

use crate::files::read::OpenFileState;
use crate::journal::{Draft, Opened, Pen};
use crate::keyring::StreamKeys;
use crate::{App, AppError, AppResult, Desk};
use punte_domain::access::{Grantee, ReadPerson};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::facts::{self, Fact};
use punte_domain::id::{FileId, PersonId, StreamId, UnitId, UserId, WorkId};
use punte_domain::work::{self, WorkChange, WorkKey};
use punte_domain::{AnyEntry, concern, file, person, referral};
use punte_store::{FactKeyRow, FactRow, MembershipState, RowKey, RowOp, WorkRow};
use punte_vault::{
    Bound, FactKey, PersonPseudonymKey, Purpose, Rng, StatisticsPublic, WrapContext, wrap,
};
use std::collections::BTreeSet;
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
        changes.extend(self.left_open(id, &state, written).await?);
        self.work(draft, changes).await?;
        let whom = after.state.person.map(|p| p.0);
        self.state_facts(draft, pen.unit, id.0, whom, stated)
            .await?;
        self.move_keys(draft, pen, after, written).await?;
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

    /// The tasks that nobody sees any more because a share has ended: of the units that had it, and of their people who read
    /// the file in no other unit.
    async fn left_open(
        &self,
        id: FileId,
        state: &file::State,
        written: &[Opened],
    ) -> AppResult<Vec<WorkChange>> {
        let ended = written.iter().filter_map(|opened| {
            let AnyEntry::File(file::Entry::ShareEnded { unit, .. }) = &opened.entry else {
                return None;
            };
            Some(*unit)
        });
        let ended: BTreeSet<UnitId> = ended.collect();
        if ended.is_empty() {
            return Ok(Vec::new());
        }
        // A unit whose shares have ended may have been given another by the same change.
        let shared = state.live_shares(self.now).map(|share| share.unit);
        let readers = state.lead.into_iter().chain(shared).collect();
        let (had, have) = (
            self.people_of(&ended).await?,
            self.people_of(&readers).await?,
        );
        let gone = |user| had.contains(&user) && !have.contains(&user);
        Ok(work::left_open(id.into(), state, self.now, &gone))
    }

    async fn people_of(&self, units: &BTreeSet<UnitId>) -> AppResult<BTreeSet<UserId>> {
        let mut people = BTreeSet::new();
        for unit in units {
            let members = self.app.0.store.relations().members(*unit).await?;
            let here = members
                .iter()
                .filter(|m| m.state == MembershipState::Active);
            people.extend(here.map(|m| m.user));
        }
        Ok(people)
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
                    for WorkRow { id, .. } in open {
                        rows.retain(|(other, _)| *other != id);
                        rows.push((id, RowOp::Delete(RowKey::Work(id))));
                    }
                }
                WorkChange::Pass {
                    stream,
                    from,
                    to,
                    assignee,
                } => {
                    // What this change has touched already is decided by it.
                    let open = self.app.0.store.relations().work_of(stream).await?;
                    for row in open.into_iter().filter(|row| row.unit == from) {
                        if rows.iter().all(|(other, _)| *other != row.id) {
                            let assignee = Some(assignee);
                            let unit = to;
                            let passed = WorkRow {
                                unit,
                                assignee,
                                ..row
                            };
                            rows.push((passed.id, RowOp::Put(passed.into())));
                        }
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
}
