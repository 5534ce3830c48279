//! Today: what must be done by when, what waits for me. No charts (interface.md §1, row 1).

use crate::files::Lines;
use crate::names::Names;
use crate::{AppResult, Desk};
use punte_domain::access::ReadToday;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartments;
use punte_domain::id::{FileId, ReferralId, StreamId, UnitId, UserId, WorkId};
use punte_domain::work::WorkKind;
use punte_domain::{Moment, StreamKind};
use punte_store::{ReadNote, WorkRow};
use std::collections::{BTreeMap, BTreeSet};

/// Work shown at once; a queue longer than this needs a supervisor, not a longer page.
const MOST: u32 = 100;

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
    /// Later, or without a time.
    pub later: Vec<WorkItem>,
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
        let rows = store.fetch_work_today(&proof, None, MOST).await?;
        let elsewhere = store.fetch_work_elsewhere(&proof, MOST).await?;
        let mut open = self.open_files(rows.peek()).await?;
        let there = self.open_files(elsewhere.peek()).await?;
        // Of another unit's files the person is told only while they may open them.
        let reach: BTreeSet<StreamId> = there.iter().map(|file| file.id.into()).collect();
        open.extend(there);
        let rows = rows.zip(elsewhere).map(|(rows, elsewhere)| {
            let elsewhere = elsewhere.into_iter();
            merged(rows, elsewhere.filter(|row| reach.contains(&row.stream)))
        });
        let objects: BTreeSet<[u8; 16]> = rows.peek().iter().map(|row| row.stream.0).collect();
        let note = ReadNote {
            request: self.request,
            objects: objects.into_iter().collect(),
            compartments: Compartments::NONE,
        };
        let rows = store.log_read(&proof, note, rows, self.now).await?;
        let labels = if rows.is_empty() {
            BTreeMap::new()
        } else {
            self.labels(&rows).await?
        };
        let kinds = store
            .relations()
            .kinds_among(rows.iter().map(|r| r.stream).collect())
            .await?;
        open.sort_by_key(|file| file.id);
        open.dedup_by_key(|file| file.id);
        let mut titles = self.titles(&proof, &rows, open).await?;
        let items: Vec<_> = rows
            .iter()
            .filter_map(|row| item(row, &kinds, &labels, titles.remove(&row.id)))
            .collect();
        let about = items.iter().filter_map(|i| match i.place {
            Where::Person(user) => Some(user),
            Where::File(..) | Where::Referral(_) | Where::Concern(_) => None,
        });
        let users = items
            .iter()
            .filter_map(|i| i.assignee)
            .chain(about)
            .collect();
        let units = items.iter().map(|i| i.unit).collect();
        let names = self.app.names(users, units).await?;
        Ok(self.sorted(items, names))
    }

    /// Cover names by file, from the rosters that the person may list; nothing for those who may list none.
    async fn labels(&self, work: &[WorkRow]) -> AppResult<BTreeMap<FileId, String>> {
        let files: BTreeSet<StreamId> = work.iter().map(|row| row.stream).collect();
        let files: Vec<StreamId> = files.into_iter().collect();
        match self.all_rows(Lines::Among(&files)).await {
            Ok((proof, rows)) => {
                let labels = rows.map(|rows| {
                    rows.into_iter()
                        .filter_map(|row| row.cover.map(|cover| (row.file, cover)))
                        .collect::<BTreeMap<_, _>>()
                });
                let note = ReadNote {
                    request: self.request,
                    objects: Vec::new(),
                    compartments: Compartments::only(
                        punte_domain::compartment::CompartmentKind::Identity,
                    ),
                };
                Ok(self
                    .app
                    .0
                    .store
                    .log_read(&proof, note, labels, self.now)
                    .await?)
            }
            Err(crate::AppError::Absent) => Ok(BTreeMap::new()),
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
        for item in items {
            if waits_for_answer(item.kind) {
                day.waits_for_me.push(item);
                continue;
            }
            match item.due {
                Some(due) if due < self.now => day.overdue.push(item),
                Some(due) if due < tomorrow => day.today.push(item),
                Some(due) if due < next_week => day.week.push(item),
                Some(_) | None => day.later.push(item),
            }
        }
        day
    }
}

/// Soonest first, like each of the two.
fn merged(mut rows: Vec<WorkRow>, elsewhere: impl Iterator<Item = WorkRow>) -> Vec<WorkRow> {
    rows.extend(elsewhere);
    rows.sort_by_key(|row| (row.due.is_none(), row.due, row.id));
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    rows
}

fn item(
    row: &WorkRow,
    kinds: &BTreeMap<StreamId, StreamKind>,
    labels: &BTreeMap<FileId, String>,
    title: Option<String>,
) -> Option<WorkItem> {
    let kind = WorkKind::from_code(u8::try_from(row.kind).ok()?)?;
    let place = match (kind, kinds.get(&row.stream)) {
        // A person of the directory may be older than their stream.
        (WorkKind::AccountRecovered, _) => Where::Person(UserId(row.stream.0)),
        (_, kind) => place(row.stream, *kind?)?,
    };
    let label = match place {
        Where::File(file, _) => labels.get(&file).cloned(),
        Where::Referral(_) | Where::Concern(_) | Where::Person(_) => None,
    };
    Some(WorkItem {
        id: row.id,
        kind,
        place,
        assignee: row.assignee,
        unit: row.unit,
        due: row.due,
        opened: row.opened,
        label,
        title,
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
