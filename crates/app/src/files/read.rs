//! Reading a file: everything that this person may see of it, and nothing that says what else there is.

use crate::desk::{ALL, kinds};
use crate::files::Can;
use crate::journal::{Opened, open_entries};
use crate::keyring::StreamKeys;
use crate::names::Names;
use crate::referrals::ReferralOnFile;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{FileRes, Grantee, PersonRes, ReadFile, ReadPerson};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::stage::Stage;
use punte_domain::id::{FileId, PersonId, UnitId, UserId};
use punte_domain::{AnyEntry, Authorized, Envelope, Moment, StreamKind, file, person};
use punte_store::{ReadNote, Store, StreamRows, Unlogged, WrapRow};
use std::collections::BTreeSet;

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// Who, when, where.
    pub envelope: Envelope,
    /// What.
    pub entry: AnyEntry,
}

/// A file as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView {
    /// Which.
    pub id: FileId,
    /// Its code.
    pub code: FileCode,
    /// The stream's version: what a form must name that replaces a value.
    pub version: i64,
    /// The fold of what the reader may see.
    pub state: file::State,
    /// The person, where identity is open to the reader.
    pub person: Option<(PersonId, person::State)>,
    /// The stage bar: each stage with the moment it was first reached.
    pub stages: [(Stage, Option<Moment>); 7],
    /// The stage the file is in.
    pub stage: Stage,
    /// The compartments that opened.
    pub open: Compartments,
    /// Newest first.
    pub timeline: Vec<TimelineItem>,
    /// Referrals, newest first.
    pub referrals: Vec<ReferralOnFile>,
    /// When the reader last looked, before now.
    pub last_visit: Option<Moment>,
    /// How many units hold a key to some of it.
    pub holders: usize,
    /// What the reader can do.
    pub can: Can,
    /// Names of everybody mentioned.
    pub names: Names,
}

/// A file opened for a reader or a writer, before any leaf.
pub(crate) struct OpenFileState {
    pub(crate) entries: Vec<Opened>,
    pub(crate) state: file::State,
}

/// The id that nothing has, for a code that no file has.
pub(crate) fn absent(code: FileCode) -> FileId {
    crate::files::open::id_of(code, [0; 12])
}

pub(crate) fn fold(entries: &[Opened]) -> file::State {
    let mut state = file::State::default();
    fold_on(&mut state, entries);
    state
}

/// Goes on folding.
pub(crate) fn fold_on(state: &mut file::State, entries: &[Opened]) {
    for opened in entries {
        if let AnyEntry::File(entry) = &opened.entry {
            file::evolve(state, &opened.envelope, entry);
        }
    }
}

pub(crate) fn fold_person(entries: &[Opened]) -> person::State {
    let mut state = person::State::default();
    for opened in entries {
        if let AnyEntry::Person(entry) = &opened.entry {
            person::evolve(&mut state, &opened.envelope, entry);
        }
    }
    state
}

impl Desk {
    /// The id behind a code; absent codes go on with an id that nothing has, so that they take the same way.
    pub(crate) async fn file_id(&self, code: FileCode) -> AppResult<FileId> {
        let found = self.app.0.store.relations().file_by_code(code).await?;
        Ok(found.unwrap_or(absent(code)))
    }

    /// The file with this code.
    pub async fn file(&self, code: FileCode) -> AppResult<FileView> {
        let store = &self.app.0.store;
        let rows = store.relations().file_rows(code).await?;
        let id = match &rows {
            Some(rows) => rows.stream.id.into(),
            None => absent(code),
        };
        let resource = rows.as_ref().map(StreamRows::file);
        let proof = self.permit::<ReadFile>(id.0, resource, ALL).await?;
        let StreamRows { stream, wraps } = rows.ok_or(AppError::Absent)?;
        let (opened, _) = self.open_with_keys(&proof, &wraps).await?;
        let last_visit = store
            .relations()
            .last_visit(self.user_id(), id.0, self.now)
            .await?;
        let referrals = self.referrals_of(&opened.peek().state).await?;
        let (opened, person) = self.log_file(&proof, opened).await?;
        let offered_to = opened.state.transfer.map(|(unit, _)| unit);
        let (known, person) = person.unzip();
        let can = self.can(proof.resource(), offered_to, known.as_ref());
        let mut view = FileView {
            id,
            code,
            version: stream.version,
            stages: file::stage::stages(&opened.state),
            stage: file::stage::stage(&opened.state),
            can,
            state: opened.state,
            person,
            open: proof.compartments(),
            timeline: timeline(opened.entries),
            referrals,
            last_visit,
            holders: holders(proof.resource(), self.now),
            names: Names::default(),
        };
        view.names = self.names_in(&view).await?;
        Ok(view)
    }

    /// The leaf of a file and, where its person is open to the reader, that of the person: one commit for both.
    async fn log_file(
        &self,
        proof: &Authorized<ReadFile>,
        opened: Unlogged<OpenFileState>,
    ) -> AppResult<(
        OpenFileState,
        Option<(PersonRes, (PersonId, person::State))>,
    )> {
        let store = &self.app.0.store;
        let person = match opened.peek().state.person {
            None => None,
            Some(id) => match self.open_person(id).await {
                Ok(reading) => Some((id, reading)),
                Err(AppError::Absent) => None,
                Err(other) => return Err(other),
            },
        };
        let note = self.note(proof.object().0, proof.compartments());
        Ok(match person {
            None => (store.log_read(proof, note, opened, self.now).await?, None),
            Some((id, (proved, person))) => {
                let noted = self.note(id.0, proved.compartments());
                let file = (proof, note, opened);
                let (file, person) = store
                    .log_reads(file, (&proved, noted, person), self.now)
                    .await?;
                (file, Some((proved.resource().clone(), (id, person))))
            }
        })
    }

    fn note(&self, object: [u8; 16], compartments: Compartments) -> ReadNote {
        ReadNote {
            request: self.request,
            objects: vec![object],
            compartments,
        }
    }

    pub(crate) async fn open_file<A: punte_store::ReadsEntries>(
        &self,
        proof: &Authorized<A>,
    ) -> AppResult<Unlogged<OpenFileState>> {
        let wraps = self.app.0.store.fetch_wraps(proof).await?;
        Ok(self.open_with_keys(proof, &wraps).await?.0)
    }

    /// The same by the file's wraps, where they were read already, with the keys that it was opened with, to write on.
    pub(crate) async fn open_with_keys<A: punte_store::ReadsEntries>(
        &self,
        proof: &Authorized<A>,
        wraps: &[WrapRow],
    ) -> AppResult<(Unlogged<OpenFileState>, StreamKeys)> {
        let store = &self.app.0.store;
        let rows = store
            .fetch_entries(proof, &kinds(proof.compartments()), 0)
            .await?;
        let keys = self.keys_in(&Store::wraps_within(proof, wraps));
        let opened = rows.try_map(|rows| {
            let entries = open_entries(StreamKind::File, &keys, rows)?;
            let state = fold(&entries);
            Ok::<_, AppError>(OpenFileState { entries, state })
        })?;
        Ok((opened, keys))
    }

    /// A person's identity.
    pub(crate) async fn person(&self, id: PersonId) -> AppResult<person::State> {
        let (proof, opened) = self.open_person(id).await?;
        let note = self.note(id.0, proof.compartments());
        let store = &self.app.0.store;
        Ok(store.log_read(&proof, note, opened, self.now).await?)
    }

    /// The same before its leaf.
    async fn open_person(
        &self,
        id: PersonId,
    ) -> AppResult<(Authorized<ReadPerson>, Unlogged<person::State>)> {
        let store = &self.app.0.store;
        let rows = store.relations().person_rows(id).await?;
        let resource = rows.as_ref().map(StreamRows::person);
        let identity = Compartments::only(CompartmentKind::Identity);
        let proof = self.permit::<ReadPerson>(id.0, resource, identity).await?;
        let wraps = rows.ok_or(AppError::Absent)?.wraps;
        let rows = store.fetch_entries(&proof, &kinds(identity), 0).await?;
        let keys = self.keys_in(&Store::wraps_within(&proof, &wraps));
        let opened = rows.try_map(|rows| {
            open_entries(StreamKind::Person, &keys, rows).map(|e| fold_person(&e))
        })?;
        Ok((proof, opened))
    }

    async fn referrals_of(&self, state: &file::State) -> AppResult<Vec<ReferralOnFile>> {
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        for id in state.shares.iter().rev().filter_map(|share| share.referral) {
            if !seen.insert(id) {
                continue;
            }
            list.push(self.mentioned(id).await?);
        }
        Ok(list)
    }

    async fn names_in(&self, view: &FileView) -> AppResult<Names> {
        let mut users: BTreeSet<UserId> = view.timeline.iter().map(|i| i.envelope.author).collect();
        let mut units: BTreeSet<UnitId> = view.timeline.iter().map(|i| i.envelope.unit).collect();
        users.extend(view.state.assigned.iter().map(|a| a.user));
        users.extend(view.state.tasks.iter().filter_map(|t| t.what.assignee));
        units.extend(view.state.assigned.iter().map(|a| a.unit));
        units.extend(view.state.shares.iter().map(|s| s.unit));
        units.extend(view.state.services.iter().map(|s| s.unit));
        units.extend(
            view.state
                .consents
                .iter()
                .flat_map(|c| c.what.recipients.iter().copied()),
        );
        units.extend(view.state.leads.iter().map(|(_, unit)| *unit));
        units.extend(view.state.transfer.iter().map(|(unit, _)| *unit));
        for referral in view.referrals.iter().filter_map(|r| r.view.as_ref()) {
            units.extend([referral.from, referral.to]);
            users.extend(referral.state.sender.iter().chain(&referral.state.assignee));
        }
        self.app.names(users, units).await
    }
}

/// Units that hold a key to some of it now. A key of one person opens their own notes, and they are in one of the units.
fn holders(resource: &FileRes, now: Moment) -> usize {
    let held = resource.grants.iter().filter(|g| g.holds(now));
    let units: BTreeSet<UnitId> = held
        .filter_map(|g| match g.grantee {
            Grantee::Unit(unit) => Some(unit),
            Grantee::User(_) => None,
        })
        .collect();
    units.len()
}

fn timeline(entries: Vec<Opened>) -> Vec<TimelineItem> {
    let mut items: Vec<_> = entries
        .into_iter()
        .map(|o| TimelineItem {
            envelope: o.envelope,
            entry: o.entry,
        })
        .collect();
    items.sort_by_key(|item| std::cmp::Reverse((item.envelope.recorded_at, item.envelope.seq)));
    items
}
