//! Concerns (semnalări): an alarm, triaged within a clock by the unit that takes it in.

mod lists;

pub use lists::{ConcernLists, Intake};

use crate::desk::kinds;
use crate::files::command::refused;
use crate::files::{Post, Written};
use crate::journal::{Draft, Opened, open_entries, unit_public};
use crate::keyring::{StreamKeys, wrap_to};
use crate::names::Names;
use crate::referrals::CORE;
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Grantee, ListConcerns, RaiseConcern, ReadConcern, TriageConcern};
use punte_domain::compartment::{Compartment, Compartments};
use punte_domain::concern::{self, Alarm, Command, State};
use punte_domain::id::{ConcernId, UnitId};
use punte_domain::{AnyEntry, Authorized, Envelope, StreamKind};
use punte_store::{Listed, ReadNote, ReadsEntries, StreamRow, Unlogged};
use std::collections::BTreeSet;

/// Concerns that a list shows at once.
const PAGE: u32 = 200;

/// A concern as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernView {
    /// Which.
    pub id: ConcernId,
    /// How it stands.
    pub state: State,
    /// Its history, oldest first; empty in lists.
    pub history: Vec<(Envelope, concern::Entry)>,
    /// The stream's version.
    pub version: i64,
    /// Whether the reader can triage it.
    pub can_triage: bool,
    /// The file that triage opened or named, where it is open to the reader.
    pub file: Option<punte_domain::code::FileCode>,
    /// Names of everybody mentioned.
    pub names: Names,
}

fn fold(entries: &[Opened]) -> State {
    let mut state = State::default();
    for opened in entries {
        if let AnyEntry::Concern(entry) = &opened.entry {
            concern::evolve(&mut state, &opened.envelope, entry);
        }
    }
    state
}

impl Desk {
    /// Units that take in concerns: id, name, organisation.
    pub async fn intake_units(&self) -> AppResult<Vec<(UnitId, String, String)>> {
        let units = self.app.0.store.relations().units_at_work().await?;
        let ids: BTreeSet<_> = units
            .iter()
            .filter(|u| takes_concerns(u.kind))
            .map(|u| u.id)
            .collect();
        let names = self.app.names(BTreeSet::new(), ids).await?;
        Ok(names
            .units
            .into_iter()
            .map(|(id, n)| (id, n.unit, n.organisation))
            .collect())
    }

    /// Raises an alarm to an intake unit. The unit's key seals it; who raised it can follow what becomes of it.
    pub async fn raise_concern(
        &self,
        intake: UnitId,
        alarm: Alarm,
        post: Post,
    ) -> AppResult<ConcernId> {
        let store = &self.app.0.store;
        let resource = store.relations().unit(intake).await?;
        let proof = self
            .permit::<RaiseConcern>(intake.0, resource, Compartments::NONE)
            .await?;
        let membership = self.raises_as(intake).ok_or(AppError::Absent)?;
        let (unit, role) = (membership.unit, membership.role);
        let id = ConcernId(self.app.new_id());
        let row = store
            .relations()
            .unit_row(intake)
            .await?
            .ok_or(AppError::Absent)?;
        if !takes_concerns(row.kind) {
            return Err(AppError::invalid("intake", "intake-takes-none"));
        }
        let mut draft = Draft::default();
        let mut pen = self.new_pen(
            &mut draft,
            id.into(),
            StreamKind::Concern,
            unit,
            &[Compartment::Core],
        )?;
        pen.stream.lead = intake;
        if unit != intake {
            let key = pen
                .keys
                .get(Compartment::Core)
                .ok_or(AppError::Unavailable)?;
            let to = unit_public(&row)?;
            let rng = &*self.app.0.rng;
            draft.put(wrap_to(
                rng,
                id.into(),
                Compartment::Core,
                key,
                (&to, Grantee::Unit(intake)),
            )?);
        }
        let command = Command::Raise { alarm, intake };
        let decided =
            concern::decide(&State::default(), &command, &self.ctx(unit, role)).map_err(refused)?;
        let decided = decided
            .into_iter()
            .map(|d| d.map(AnyEntry::Concern))
            .collect();
        let written = pen.write(&mut draft, decided, Some(post.id))?;
        self.follow_up_plain(&mut draft, &pen, &[], &written)
            .await?;
        draft.put(pen.stream.clone());
        self.settle(&proof, draft, post.id, &command, id)
            .await?
            .ok_or(AppError::Unavailable)
    }

    /// The concerns of the person's intake units, untriaged first, then newest.
    pub async fn concerns(&self) -> AppResult<Vec<ConcernView>> {
        let store = &self.app.0.store;
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut all = Vec::new();
        let mut permitted = false;
        for unit in units {
            let resource = store.relations().unit(unit).await?;
            let proof = match self
                .permit::<ListConcerns>(unit.0, resource, Compartments::NONE)
                .await
            {
                Ok(proof) => proof,
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
            permitted = true;
            let listed = store.fetch_concerns(&proof, None, PAGE).await?;
            let views = listed.try_map(|listed| self.open_concerns(listed))?;
            let objects = views.peek().iter().map(|v| v.id.0).collect();
            let note = ReadNote {
                request: self.request,
                objects,
                compartments: CORE,
            };
            all.extend(store.log_read(&proof, note, views, self.now).await?);
        }
        if !permitted {
            return Err(AppError::Absent);
        }
        lists::in_order(&mut all);
        Ok(all)
    }

    fn open_concerns(&self, listed: Vec<Listed>) -> AppResult<Vec<ConcernView>> {
        let mut views = Vec::with_capacity(listed.len());
        for item in listed {
            let keys = self.keys_in(&item.wraps);
            let state = fold(&open_entries(StreamKind::Concern, &keys, item.entries)?);
            if state.alarm.is_some() {
                views.push(ConcernView {
                    id: item.stream.id.into(),
                    version: item.stream.version,
                    state,
                    history: Vec::new(),
                    can_triage: true,
                    file: None,
                    names: Names::default(),
                });
            }
        }
        Ok(views)
    }

    async fn open_concern<A: ReadsEntries>(
        &self,
        proof: &Authorized<A>,
    ) -> AppResult<(Unlogged<Vec<Opened>>, StreamKeys)> {
        let store = &self.app.0.store;
        let rows = store.fetch_entries(proof, &kinds(CORE), 0).await?;
        let keys = self.keys_in(&store.fetch_wraps(proof).await?);
        Ok((
            rows.try_map(|rows| open_entries(StreamKind::Concern, &keys, rows))?,
            keys,
        ))
    }

    /// One concern.
    pub async fn concern(&self, id: ConcernId) -> AppResult<ConcernView> {
        let store = &self.app.0.store;
        let resource = store.relations().concern(id).await?;
        let can_triage = resource
            .as_ref()
            .is_some_and(|r| self.may::<TriageConcern>(r, CORE).is_some());
        let proof = self.permit::<ReadConcern>(id.0, resource, CORE).await?;
        let (opened, _) = self.open_concern(&proof).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: CORE,
        };
        let opened = store.log_read(&proof, note, opened, self.now).await?;
        let state = fold(&opened);
        let users = opened.iter().map(|o| o.envelope.author).collect();
        let units = opened
            .iter()
            .map(|o| o.envelope.unit)
            .chain(state.intake)
            .collect();
        let history: Vec<_> = opened
            .into_iter()
            .filter_map(|o| match o.entry {
                AnyEntry::Concern(entry) => Some((o.envelope, entry)),
                AnyEntry::Person(_)
                | AnyEntry::File(_)
                | AnyEntry::Referral(_)
                | AnyEntry::Organisation(_)
                | AnyEntry::Unit(_)
                | AnyEntry::User(_) => None,
            })
            .collect();
        let version = history.last().map_or(0, |(e, _)| e.seq);
        let names = self.app.names(users, units).await?;
        let file = match &state.triage {
            Some(triage) => self.file_of_outcome(&triage.outcome).await?,
            None => None,
        };
        Ok(ConcernView {
            id,
            state,
            history,
            version,
            can_triage,
            file,
            names,
        })
    }

    /// Triages, supplements or reopens a concern.
    pub async fn write_concern(
        &self,
        id: ConcernId,
        command: Command,
        post: Post,
    ) -> AppResult<Written> {
        let outcome = self.try_concern(id, &command, post).await;
        self.or_first_answer(id, post.id, &command, outcome).await
    }

    async fn try_concern(
        &self,
        id: ConcernId,
        command: &Command,
        post: Post,
    ) -> AppResult<Written> {
        let store = &self.app.0.store;
        let resource = store.relations().concern(id).await?;
        let proof = self.permit::<TriageConcern>(id.0, resource, CORE).await?;
        let (unit, role) = self.acting(&proof)?;
        for _ in 0..TRIES {
            let stream = store
                .relations()
                .stream(id.into())
                .await?
                .ok_or(AppError::Absent)?;
            let (opened, keys) = self.open_concern(&proof).await?;
            let state = fold(opened.peek());
            let decided =
                concern::decide(&state, command, &self.ctx(unit, role)).map_err(refused)?;
            let wraps = store.relations().wraps_for(id.into()).await?;
            let mut draft = Draft::default();
            let mut pen = self.pen(unit, stream, keys, wraps).await?;
            let decided = decided
                .into_iter()
                .map(|d| d.map(AnyEntry::Concern))
                .collect();
            let written = pen.write(&mut draft, decided, Some(post.id))?;
            self.follow_up_plain(&mut draft, &pen, opened.peek(), &written)
                .await?;
            // More words on a triaged concern leave it triaged.
            let state = match command {
                Command::Triage { .. } => StreamRow::CLOSED,
                Command::Raise { .. } | Command::Reopen { .. } => StreamRow::OPEN,
                Command::Supplement { .. } => pen.stream.state,
            };
            draft.put(StreamRow {
                state,
                ..pen.stream.clone()
            });
            let answer = Written {
                entry: post.id,
                version: pen.stream.version,
            };
            if let Some(written) = self.settle(&proof, draft, post.id, command, answer).await? {
                return Ok(written);
            }
        }
        Err(AppError::Unavailable)
    }
}

/// Units whose kind says that they take in and triage concerns.
pub(crate) const INTAKE: u8 = 1;

pub(crate) fn takes_concerns(kind: u8) -> bool {
    kind & INTAKE != 0
}
