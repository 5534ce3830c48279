//! Today: what must be done by when, what waits for me. No charts (interface.md §1, row 1).

use crate::files::{Roster, work_id};
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Authorized, ReadToday};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, ReferralId, StreamId, UnitId, UserId, WorkId};
use punte_domain::time::Day;
use punte_domain::work::{WorkKey, WorkKind};
use punte_domain::{Moment, StreamKind};
use punte_store::{ReadNote, Unlogged, WorkRow};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Work shown at once; a queue longer than this needs a supervisor, not a longer page.
const MOST: u32 = 100;

/// How many days ahead a day looks. What is due after that is planned in its file; on the day it would bury what comes first.
const HORIZON: i64 = 90;

/// Tasks lie in the core, cover names in identity.
const CORE_AND_NAMES: Compartments =
    Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity);

/// Where a piece of work lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// On a file.
    File(FileId, FileCode),
    /// On a referral.
    Referral(ReferralId),
    /// On a concern.
    Concern(punte_domain::id::ConcernId),
    /// On a person of the directory.
    Person(UserId),
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Which.
    pub id: WorkId,
    /// What kind (message `work-<kind>`).
    pub kind: WorkKind,
    /// Where.
    pub place: Where,
    /// Whose, if somebody is named.
    pub assignee: Option<UserId>,
    /// Whose queue.
    pub unit: UnitId,
    /// By when.
    pub due: Option<Moment>,
    /// Since when.
    pub opened: Moment,
    /// The file's cover name, where identity is open.
    pub label: Option<String>,
    /// What the task is called, where the file is open.
    pub title: Option<String>,
    /// Which clock runs (list `clock`), where the file is open.
    pub clock: Option<&'static str>,
}

/// The day of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Today {
    /// Past its time.
    pub overdue: Vec<WorkItem>,
    /// Due today.
    pub today: Vec<WorkItem>,
    /// Due in the next seven days.
    pub week: Vec<WorkItem>,
    /// Later, up to the horizon, or without a time.
    pub later: Vec<WorkItem>,
    /// The last day that is shown, where something is due after it.
    pub horizon: Option<Day>,
    /// Answers that somebody else waits for: referrals, transfers.
    pub waits_for_me: Vec<WorkItem>,
    /// Names of everybody mentioned.
    pub names: Names,
}

impl Desk {
    /// The person's queue.
    pub async fn today_page(&self) -> AppResult<Today> {
        let store = &self.app.0.store;
        let me = self.user_id();
        let resource = Some(punte_domain::access::UserRes { id: me });
        let proof = self
            .permit::<ReadToday>(me.0, resource, Compartments::NONE)
            .await?;
        let (rows, elsewhere) = tokio::join!(
            store.fetch_work_today(&proof, None, MOST),
            store.fetch_work_elsewhere(&proof, MOST),
        );
        let (rows, elsewhere) = (rows?, elsewhere?);
        let all = rows.peek().iter().chain(elsewhere.peek());
        let on: BTreeSet<StreamId> = all.map(|row| row.stream).collect();
        let on: Vec<StreamId> = on.into_iter().collect();
        let relations = store.relations();
        let (kinds, open) = tokio::join!(relations.kinds_among(&on), self.open_cores(&on));
        let (kinds, open) = (kinds?, open?);
        // Of another unit's files the person is told only while they may open them.
        let rows = rows.zip(elsewhere).map(|(rows, elsewhere)| {
            let elsewhere = elsewhere.into_iter();
            merged(
                rows,
                elsewhere.filter(|row| open.contains(&row.stream.into())),
            )
        });
        let (users, units) = mentioned(rows.peek());
        let (told, names) =
            tokio::join!(self.told(&proof, rows, &open), self.app.names(users, units),);
        let ((rows, told), names) = (told?, names?);
        let items: Vec<_> = rows
            .iter()
            .filter_map(|row| item(row, &kinds, &told))
            .collect();
        Ok(self.sorted(items, names))
    }

    /// The work, logged, and what the rosters that the person may list tell of its files: one leaf for each of the two, in
    /// one commit. Nothing is told to those who may list none.
    async fn told(
        &self,
        proof: &Authorized<ReadToday>,
        rows: Unlogged<Vec<WorkRow>>,
        open: &HashSet<FileId>,
    ) -> AppResult<(Vec<WorkRow>, Told)> {
        let store = &self.app.0.store;
        let on: BTreeSet<StreamId> = rows.peek().iter().map(|row| row.stream).collect();
        let note = |objects: &BTreeSet<StreamId>, compartments| ReadNote {
            request: self.request,
            objects: objects.iter().map(|id| id.0).collect(),
            compartments,
        };
        let work = note(&on, Compartments::NONE);
        let files: BTreeSet<StreamId> = on
            .iter()
            .copied()
            .filter(|id| open.contains(&(*id).into()))
            .collect();
        let among: Vec<StreamId> = files.iter().copied().collect();
        let rosters = if among.is_empty() {
            Err(AppError::Absent)
        } else {
            self.rosters(Some(&among)).await
        };
        match rosters {
            Ok((listing, rosters)) => {
                let clock = |row: &WorkRow| kind_of(row) == Some(WorkKind::ClockRunning);
                let run = rows.peek().iter().filter(|row| clock(row));
                let run: HashSet<StreamId> = run.map(|row| row.stream).collect();
                let told = rosters.try_map(|rosters| told_in(&rosters, &run))?;
                let noted = note(&files, CORE_AND_NAMES);
                let logged =
                    store.log_reads((proof, work, rows), (&listing, noted, told), self.now);
                Ok(logged.await?)
            }
            Err(AppError::Absent) => {
                let rows = store.log_read(proof, work, rows, self.now).await?;
                Ok((rows, Told::default()))
            }
            Err(other) => Err(other),
        }
    }

    fn sorted(&self, items: Vec<WorkItem>, names: Names) -> Today {
        let mut day = Today {
            names,
            ..Today::default()
        };
        let tomorrow = self
            .today()
            .tomorrow()
            .map_or(self.now, |d| self.app.start_of(d));
        let next_week = tomorrow.plus_days(7);
        let horizon = tomorrow.plus_days(HORIZON);
        let mut beyond = false;
        for item in items {
            if waits_for_answer(item.kind) {
                day.waits_for_me.push(item);
                continue;
            }
            match item.due {
                Some(due) if due < self.now => day.overdue.push(item),
                Some(due) if due < tomorrow => day.today.push(item),
                Some(due) if due < next_week => day.week.push(item),
                Some(due) if due >= horizon => beyond = true,
                Some(_) | None => day.later.push(item),
            }
        }
        day.horizon = beyond.then(|| self.app.day_of(horizon.plus_seconds(-1)));
        day
    }
}

/// Everybody whose name the day may show.
fn mentioned(rows: &[WorkRow]) -> (BTreeSet<UserId>, BTreeSet<UnitId>) {
    let person = |row: &&WorkRow| kind_of(row) == Some(WorkKind::AccountRecovered);
    let about = rows.iter().filter(person);
    let users = rows.iter().filter_map(|row| row.assignee);
    let users = users.chain(about.map(|row| UserId(row.stream.0)));
    (users.collect(), rows.iter().map(|row| row.unit).collect())
}

fn kind_of(row: &WorkRow) -> Option<WorkKind> {
    WorkKind::from_code(u8::try_from(row.kind).ok()?)
}

/// Soonest first, like each of the two.
fn merged(mut rows: Vec<WorkRow>, elsewhere: impl Iterator<Item = WorkRow>) -> Vec<WorkRow> {
    rows.extend(elsewhere);
    rows.sort_by_key(|row| (row.due.is_none(), row.due, row.id));
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    rows
}

/// What the lines of rosters tell of the files of a day.
#[derive(Debug, Default)]
struct Told {
    /// Cover names.
    labels: HashMap<FileId, String>,
    /// What tasks are called.
    titles: HashMap<WorkId, String>,
    /// Which clock runs.
    clocks: HashMap<FileId, &'static str>,
}

/// `run`: the files on which a clock runs. Of these more than names and tasks is opened.
fn told_in(rosters: &[Roster<'_>], run: &HashSet<StreamId>) -> AppResult<Told> {
    let mut told = Told::default();
    for roster in rosters {
        let days = roster.each(
            |_| true,
            // A line that is damaged must not hide the day's other work: it is an alarm in the list.
            |reader, stream, sealed| {
                let day = reader.day(stream, sealed).unwrap_or_default();
                let runs = run.contains(&stream);
                let line = runs.then(|| reader.line(stream, sealed, false).ok());
                Ok((stream, day, line.flatten().and_then(|line| line.clock())))
            },
        )?;
        for (stream, day, clock) in days {
            told.clocks
                .extend(clock.map(|clock| (stream.into(), clock)));
            told.labels
                .extend(day.cover.map(|cover| (stream.into(), cover)));
            let titles = day.tasks.into_iter().map(|(task, title)| {
                let key = WorkKey {
                    stream,
                    kind: WorkKind::TaskDue,
                    item: task.0,
                };
                (work_id(&key), title)
            });
            told.titles.extend(titles);
        }
    }
    Ok(told)
}

fn item(row: &WorkRow, kinds: &BTreeMap<StreamId, StreamKind>, told: &Told) -> Option<WorkItem> {
    let kind = kind_of(row)?;
    let place = match (kind, kinds.get(&row.stream)) {
        // A person of the directory may be older than their stream.
        (WorkKind::AccountRecovered, _) => Where::Person(UserId(row.stream.0)),
        (_, kind) => place(row.stream, *kind?)?,
    };
    let file = match place {
        Where::File(file, _) => Some(file),
        Where::Referral(_) | Where::Concern(_) | Where::Person(_) => None,
    };
    let clock = file.filter(|_| kind == WorkKind::ClockRunning);
    Some(WorkItem {
        id: row.id,
        kind,
        place,
        assignee: row.assignee,
        unit: row.unit,
        due: row.due,
        opened: row.opened,
        label: file.and_then(|file| told.labels.get(&file).cloned()),
        clock: clock.and_then(|file| told.clocks.get(&file).copied()),
        title: told.titles.get(&row.id).cloned(),
    })
}

fn place(stream: StreamId, kind: StreamKind) -> Option<Where> {
    Some(match kind {
        StreamKind::File => {
            let file = FileId::from(stream);
            Where::File(file, crate::files::code_of(file))
        }
        StreamKind::Referral => Where::Referral(stream.into()),
        StreamKind::Concern => Where::Concern(stream.into()),
        StreamKind::Person
        | StreamKind::Organisation
        | StreamKind::Unit
        | StreamKind::User
        | StreamKind::Protocol => return None,
    })
}

/// Whether somebody else waits for this answer.
fn waits_for_answer(kind: WorkKind) -> bool {
    match kind {
        WorkKind::ReferralToAnswer | WorkKind::TransferToAnswer | WorkKind::ReferralAnswer => true,
        WorkKind::TriageDue
        | WorkKind::TaskDue
        | WorkKind::ReviewDue
        | WorkKind::ConsentRenewal
        | WorkKind::ClockRunning
        | WorkKind::AccountRecovered => false,
    }
}
