//! The list of files and the search for names: decrypt the unit's small roster, filter, sort, page (ruling 11).
//!
//! No index of names exists to steal; the cost grows with the unit, not with the nation.

use crate::files::open::code_of;
use crate::files::roster::{Line, open_line};
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::access::{Grantee, ListFiles, ReadFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, StreamId, UnitId, UserId};
use punte_domain::roster::{CoreLine, NameLine};
use punte_domain::Moment;
use punte_store::{ReadNote, RosterRow, Unlogged};
use punte_vault::RosterKey;
use punte_words::{sort_key, tokens};
use std::collections::{BTreeSet, HashSet};

/// Rows of one page.
pub const PAGE: usize = 50;
/// Longest text that is searched for.
const LONGEST_SEARCH: usize = 200;

/// By what the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Next deadline, soonest first, then without one.
    #[default]
    Due,
    /// Code.
    Code,
    /// Cover name, in Romanian order.
    Name,
    /// Stage of the journey.
    Stage,
    /// Risk, highest first.
    Risk,
    /// Last activity, newest first.
    Activity,
}

/// What the list shows. Holds nothing that identifies a person: it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFilter {
    /// Only files of this case manager.
    pub manager: Option<UserId>,
    /// Only files without a case manager.
    pub unassigned: bool,
    /// Only this stage.
    pub stage: Option<String>,
    /// Only this risk (list `risk`).
    pub risk: Option<String>,
    /// Only this county (list `county`).
    pub county: Option<String>,
    /// Only files with a deadline that has passed.
    pub overdue: bool,
    /// Only files with a deadline within so many days.
    pub due_within_days: Option<i64>,
    /// Closed files instead of open ones.
    pub closed: bool,
    /// Sorted by.
    pub sort: SortKey,
    /// The other way round.
    pub descending: bool,
    /// Page, from 0.
    pub page: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRow {
    /// Which.
    pub id: FileId,
    /// Its code.
    pub code: FileCode,
    /// What the core shows.
    pub core: CoreLine,
    /// Cover name and names, where identity is open to the unit.
    pub names: Option<NameLine>,
    /// Whose roster it stands in.
    pub unit: UnitId,
    /// Whether the deadline has passed.
    pub overdue: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FileList {
    /// Rows of this page.
    pub rows: Vec<FileRow>,
    /// Rows in all.
    pub total: usize,
    /// Page, from 0.
    pub page: usize,
    /// Pages in all, at least 1.
    pub pages: usize,
    /// Case managers that occur, for the filter.
    pub managers: BTreeSet<UserId>,
    /// Names of everybody mentioned.
    pub names: Names,
}

/// Every row that is open to the person, unlogged, and the proof in whose name the page will be logged.
pub(crate) type AllRows = (Authorized<ListFiles>, Unlogged<Vec<FileRow>>);

impl Desk {
    /// The files of the person's units.
    pub async fn files(&self, filter: &FileFilter) -> AppResult<FileList> {
        let (proof, rows) = self.all_rows().await?;
        let page = rows.map(|rows| {
            let managers: BTreeSet<UserId> = rows.iter().filter_map(|row| row.core.case_manager).collect();
            let rows: Vec<_> = rows.into_iter().filter(|row| wanted(row, filter, self.now)).collect();
            let (rows, total) = cut(rows, filter);
            (rows, total, managers)
        });
        let (rows, total, managers) = self.log_page(&proof, page).await?;
        let pages = total.div_ceil(PAGE).max(1);
        let names = self.names_of_rows(&rows, &managers).await?;
        Ok(FileList { rows, total, page: filter.page.min(pages - 1), pages, managers, names })
    }

    /// Files whose people have all the words of `text` in their names, in any order, with or without diacritics; or whose code it is.
    pub async fn search(&self, text: &str) -> AppResult<FileList> {
        if text.trim().chars().count() < 2 {
            return Err(AppError::invalid("q", "search-too-short"));
        }
        if text.chars().count() > LONGEST_SEARCH {
            return Err(AppError::invalid("q", "search-too-long"));
        }
        let words = tokens(text);
        let code = text.trim().parse::<FileCode>().ok();
        let (proof, rows) = self.all_rows().await?;
        let page = rows.map(|rows| {
            let mut rows: Vec<_> = rows
                .into_iter()
                .filter(|row| code == Some(row.code) || row.names.as_ref().is_some_and(|n| named(n, &words)))
                .collect();
            rows.sort_by_key(|row| (row.core.closed, std::cmp::Reverse(row.core.last_activity)));
            let total = rows.len();
            rows.truncate(PAGE);
            (rows, total, BTreeSet::new())
        });
        let (rows, total, managers) = self.log_page(&proof, page).await?;
        let names = self.names_of_rows(&rows, &managers).await?;
        Ok(FileList { rows, total, page: 0, pages: 1, managers, names })
    }

    /// The lines of every roster of the person's units, as far as the file is still open to that unit.
    pub(crate) async fn all_rows(&self) -> AppResult<AllRows> {
        let store = &self.app.0.store;
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut all: Option<AllRows> = None;
        for unit in units {
            let resource = store.relations().unit(unit).await?;
            let proof = match self.permit::<ListFiles>(unit.0, resource, Compartments::NONE).await {
                Ok(proof) => proof,
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
            let rows = store.fetch_roster(&proof, Grantee::Unit(unit)).await?;
            let held = store.relations().held_by(unit, self.now).await?;
            let key = self.roster_key(unit).await?;
            let rows = rows.try_map(|rows| self.open_rows(unit, key.as_ref(), rows, &held))?;
            all = Some(match all {
                None => (proof, rows),
                Some((first, before)) => (first, before.zip(rows).map(merged)),
            });
        }
        all.ok_or(AppError::Absent)
    }

    fn open_rows(
        &self,
        unit: UnitId,
        key: Option<&RosterKey>,
        rows: Vec<RosterRow>,
        held: &HashSet<StreamId>,
    ) -> AppResult<Vec<FileRow>> {
        let (Some(key), Some(keys)) = (key, self.ring.unit(unit)) else { return Ok(Vec::new()) };
        rows.iter()
            .filter(|row| held.contains(&row.stream))
            .map(|row| open_line(unit, keys, key, row).map(|line| self.file_row(unit, line)))
            .collect()
    }

    fn file_row(&self, unit: UnitId, line: Line) -> FileRow {
        let overdue = !line.core.closed && line.core.next_due.is_some_and(|due| due < self.now);
        FileRow { id: line.file, code: code_of(line.file), core: line.core, names: line.names, unit, overdue }
    }

    /// Policy once more for each row that is about to be shown (the roster is a copy, policy is the rule), then the leaf, then the page.
    async fn log_page(
        &self,
        proof: &Authorized<ListFiles>,
        page: Unlogged<(Vec<FileRow>, usize, BTreeSet<UserId>)>,
    ) -> AppResult<(Vec<FileRow>, usize, BTreeSet<UserId>)> {
        let store = &self.app.0.store;
        let ids: Vec<StreamId> = page.peek().0.iter().map(|row| row.id.into()).collect();
        let files = store.relations().files_among(ids).await?;
        let core = Compartments::only(CompartmentKind::Core);
        let open: HashSet<FileId> =
            files.iter().filter(|file| self.may::<ReadFile>(file, core).is_some()).map(|file| file.id).collect();
        let page = page.map(|(rows, total, managers)| {
            let rows: Vec<_> = rows.into_iter().filter(|row| open.contains(&row.id)).collect();
            (rows, total, managers)
        });
        let objects = page.peek().0.iter().map(|row| row.id.0).collect();
        let note = ReadNote { request: self.request, objects, compartments: core };
        Ok(store.log_read(proof, note, page, self.now).await?)
    }

    async fn names_of_rows(&self, rows: &[FileRow], managers: &BTreeSet<UserId>) -> AppResult<Names> {
        let users = rows.iter().filter_map(|r| r.core.case_manager).chain(managers.iter().copied()).collect();
        let units = rows.iter().flat_map(|r| r.core.lead.into_iter().chain([r.unit])).collect();
        self.app.names(users, units).await
    }
}

/// A file that two units of one person hold is one row: the one that shows more.
fn merged((mut before, more): (Vec<FileRow>, Vec<FileRow>)) -> Vec<FileRow> {
    for row in more {
        match before.iter_mut().find(|b| b.id == row.id) {
            Some(same) if same.names.is_none() => *same = row,
            Some(_) => {}
            None => before.push(row),
        }
    }
    before
}

fn wanted(row: &FileRow, filter: &FileFilter, now: Moment) -> bool {
    let code = |asked: &Option<String>, has: Option<&str>| asked.as_deref().is_none_or(|a| has == Some(a));
    row.core.closed == filter.closed
        && filter.manager.is_none_or(|m| row.core.case_manager == Some(m))
        && (!filter.unassigned || row.core.case_manager.is_none())
        && code(&filter.stage, Some(row.core.stage.name()))
        && code(&filter.risk, row.core.risk.as_ref().map(|c| c.as_str()))
        && code(&filter.county, row.core.county.as_ref().map(|c| c.as_str()))
        && (!filter.overdue || row.overdue)
        && filter
            .due_within_days
            .is_none_or(|days| row.core.next_due.is_some_and(|due| due < now.plus_days(days)))
}

/// Sorts and cuts out the page that was asked for.
fn cut(mut rows: Vec<FileRow>, filter: &FileFilter) -> (Vec<FileRow>, usize) {
    match filter.sort {
        SortKey::Due => rows.sort_by_key(|r| (r.core.next_due.is_none(), r.core.next_due, r.code)),
        SortKey::Code => rows.sort_by_key(|r| r.code.to_string()),
        SortKey::Name => rows.sort_by_cached_key(|r| {
            let name = r.names.as_ref().map(NameLine::shown).unwrap_or_default();
            (name.is_empty(), sort_key(&name), r.code)
        }),
        SortKey::Stage => rows.sort_by_key(|r| (r.core.stage, r.code)),
        SortKey::Risk => rows.sort_by_key(|r| (risk_rank(r), r.code)),
        SortKey::Activity => rows.sort_by_key(|r| (std::cmp::Reverse(r.core.last_activity), r.code)),
    }
    if filter.descending {
        rows.reverse();
    }
    let total = rows.len();
    let pages = total.div_ceil(PAGE).max(1);
    let page = filter.page.min(pages - 1);
    (rows.into_iter().skip(page * PAGE).take(PAGE).collect(), total)
}

/// Highest risk first; a file without an assessment stands between high and the rest, because nobody has looked.
fn risk_rank(row: &FileRow) -> u8 {
    match row.core.risk.as_ref().map(|c| c.as_str()) {
        Some("high") => 0,
        None => 1,
        Some("medium") => 2,
        Some(_) => 3,
    }
}

/// Whether every word that was typed begins a word of the names.
fn named(line: &NameLine, words: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|word| line.folded.iter().any(|name| name.starts_with(word.as_str())))
}
