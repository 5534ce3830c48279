//! The list of files and the search for names: decrypt the unit's small roster, filter, sort, page (ruling 11).
//!
//! No index of names exists to steal; the cost grows with the unit, not with the nation.

use crate::files::open::code_of;
use crate::files::roster::Opener;
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::access::{Grantee, ListFiles, ReadFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, StreamId, UnitId, UserId};
use punte_domain::roster::{Filter, RosterRow as Line, Sort, sort};
use punte_store::{ReadNote, RosterRow, Unlogged};
use punte_words::tokens;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Rows of one page: still light on a phone when every cell of them is filled.
const PAGE: usize = 40;
/// Longest text that is searched for.
const LONGEST_SEARCH: usize = 200;

/// What a list shows: the domain's filter, its order, and the page. Holds nothing that identifies a person: it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileQuery {
    /// Which files.
    pub filter: Filter,
    /// By what they are sorted.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// Only files that nobody manages.
    pub unmanaged: bool,
    /// Page, from 0.
    pub page: usize,
}

impl Default for FileQuery {
    fn default() -> Self {
        let filter = Filter {
            closed: Some(false),
            ..Filter::default()
        };
        Self {
            filter,
            sort: Sort::Due,
            descending: false,
            unmanaged: false,
            page: 0,
        }
    }
}

impl FileQuery {
    fn shows(&self, line: &Line) -> bool {
        self.filter.shows(line) && !(self.unmanaged && line.manager.is_some())
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// The file's code.
    pub code: FileCode,
    /// What the roster shows; names only where identity is open to the unit.
    pub line: Line,
    /// Whether its next deadline has passed.
    pub overdue: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Rows of a page, how many there are in all, and the managers that occur among all.
type Page = (Vec<Line>, usize, BTreeSet<UserId>);

/// Which lines of the rosters are opened, and how far.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lines<'a> {
    /// All, without their names.
    Plain,
    /// All, with them.
    Named,
    /// Those of these files, at most a page, with their names.
    Among(&'a [StreamId]),
}

/// Every row that is open to the person, unlogged, and the proof in whose name the page will be logged.
pub(crate) type AllRows = (Authorized<ListFiles>, Unlogged<Vec<Line>>);

impl Desk {
    /// The files of the person's units.
    pub async fn files(&self, query: &FileQuery) -> AppResult<FileList> {
        let lines = match query.sort {
            Sort::Name => Lines::Named,
            Sort::Code
            | Sort::Age
            | Sort::County
            | Sort::Stage
            | Sort::Risk
            | Sort::Due
            | Sort::Waiting
            | Sort::Activity => Lines::Plain,
        };
        self.listed(query, PAGE, lines, |line| query.shows(line))
            .await
    }

    /// The whole of what the list shows, page after page, for export. Logged like the list, naming every row.
    pub async fn files_for_export(&self, query: &FileQuery) -> AppResult<FileList> {
        let whole = FileQuery {
            page: 0,
            ..query.clone()
        };
        self.listed(&whole, usize::MAX, Lines::Named, |line| whole.shows(line))
            .await
    }

    /// Files whose people have all the words of `text` in their names, in any order, with or without diacritics; or whose code it is.
    pub async fn search(&self, text: &str) -> AppResult<FileList> {
        if text.trim().chars().count() < 2 {
            return Err(AppError::invalid("q", "search-too-short"));
        }
        if text.chars().count() > LONGEST_SEARCH {
            return Err(AppError::invalid("q", "search-too-long"));
        }
        let code = text.trim().parse::<FileCode>().ok();
        let words = tokens(text);
        let query = FileQuery {
            filter: Filter::default(),
            sort: Sort::Activity,
            descending: false,
            unmanaged: false,
            page: 0,
        };
        let named = |line: &Line| !words.is_empty() && words.iter().all(|word| line.has_word(word));
        self.listed(&query, PAGE, Lines::Named, |line| {
            code.is_some_and(|c| code_of(line.file) == c) || named(line)
        })
        .await
    }

    async fn listed(
        &self,
        query: &FileQuery,
        size: usize,
        lines: Lines<'_>,
        shows: impl Fn(&Line) -> bool,
    ) -> AppResult<FileList> {
        let (proof, rows) = self.all_rows(lines).await?;
        let page = rows.map(|mut rows| {
            let managers: BTreeSet<UserId> = rows.iter().filter_map(|row| row.manager).collect();
            rows.retain(|row| shows(row));
            sort(&mut rows, query.sort, query.descending);
            let total = rows.len();
            let page = query.page.min(total.div_ceil(size).max(1) - 1);
            let rows: Vec<_> = rows
                .into_iter()
                .skip(page.saturating_mul(size))
                .take(size)
                .collect();
            (rows, total, managers)
        });
        let page = match lines {
            Lines::Plain => self.with_names(page).await?,
            Lines::Named | Lines::Among(_) => page,
        };
        let (lines, total, managers) = self.log_page(&proof, page).await?;
        let pages = total.div_ceil(size).max(1);
        let names = self.names_of_lines(&lines, &managers).await?;
        let rows = lines.into_iter().map(|line| self.file_row(line)).collect();
        Ok(FileList {
            rows,
            total,
            page: query.page.min(pages - 1),
            pages,
            managers,
            names,
        })
    }

    /// The same page with the names of its rows.
    async fn with_names(&self, page: Unlogged<Page>) -> AppResult<Unlogged<Page>> {
        let files: Vec<StreamId> = page.peek().0.iter().map(|row| row.file.into()).collect();
        if files.is_empty() {
            return Ok(page);
        }
        let (_, named) = self.all_rows(Lines::Among(&files)).await?;
        Ok(page.zip(named).map(|((rows, total, managers), named)| {
            let mut named: HashMap<FileId, Line> =
                named.into_iter().map(|line| (line.file, line)).collect();
            let whole = |row: Line| named.remove(&row.file).unwrap_or(row);
            (rows.into_iter().map(whole).collect(), total, managers)
        }))
    }

    /// Lines of the rosters of the person's units, as far as the file is still open to that unit.
    pub(crate) async fn all_rows(&self, lines: Lines<'_>) -> AppResult<AllRows> {
        let (among, names) = match lines {
            Lines::Plain => (None, false),
            Lines::Named => (None, true),
            Lines::Among(files) => (Some(files), true),
        };
        let store = &self.app.0.store;
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut all: Option<AllRows> = None;
        for unit in units {
            let resource = store.relations().unit(unit).await?;
            let proof = match self
                .permit::<ListFiles>(unit.0, resource, Compartments::NONE)
                .await
            {
                Ok(proof) => proof,
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
            let rows = store
                .fetch_roster(&proof, Grantee::Unit(unit), among)
                .await?;
            let opener = self.roster_opener(unit).await?;
            let rows = rows.try_map(|rows| open_rows(opener.as_ref(), &rows, names))?;
            all = Some(match all {
                None => (proof, rows),
                Some((first, before)) => (first, before.zip(rows).map(merged)),
            });
        }
        all.ok_or(AppError::Absent)
    }

    fn file_row(&self, line: Line) -> FileRow {
        let overdue = line.due.is_some_and(|due| due < self.now);
        FileRow {
            code: code_of(line.file),
            line,
            overdue,
        }
    }

    /// Policy once more for each row that is about to be shown (the roster is a copy, policy is the rule), then the leaf, then the page.
    async fn log_page(
        &self,
        proof: &Authorized<ListFiles>,
        page: Unlogged<Page>,
    ) -> AppResult<Page> {
        let store = &self.app.0.store;
        let ids: Vec<StreamId> = page.peek().0.iter().map(|row| row.file.into()).collect();
        let files = store.relations().files_among(ids).await?;
        let core = Compartments::only(CompartmentKind::Core);
        let answers = self.may_each::<ReadFile>(&files, core);
        let open: HashSet<FileId> = files
            .iter()
            .zip(answers)
            .filter_map(|(file, answer)| answer.map(|_| file.id))
            .collect();
        let page = page.map(|(rows, total, managers)| {
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|row| open.contains(&row.file))
                .collect();
            (rows, total, managers)
        });
        let objects = page.peek().0.iter().map(|row| row.file.0).collect();
        let note = ReadNote {
            request: self.request,
            objects,
            compartments: core,
        };
        Ok(store.log_read(proof, note, page, self.now).await?)
    }

    async fn names_of_lines(
        &self,
        lines: &[Line],
        managers: &BTreeSet<UserId>,
    ) -> AppResult<Names> {
        let users = lines
            .iter()
            .filter_map(|line| line.manager)
            .chain(managers.iter().copied())
            .collect();
        let units = lines.iter().filter_map(|line| line.lead).collect();
        self.app.names(users, units).await
    }
}

fn open_rows(opener: Option<&Opener<'_>>, rows: &[RosterRow], names: bool) -> AppResult<Vec<Line>> {
    match opener {
        Some(opener) => rows.iter().map(|row| opener.open(row, names)).collect(),
        None => Ok(Vec::new()),
    }
}

/// A file that two units of one person hold is one row: the one that shows more.
fn merged((mut before, more): (Vec<Line>, Vec<Line>)) -> Vec<Line> {
    let places: HashMap<FileId, usize> = before.iter().map(|b| b.file).zip(0..).collect();
    for line in more {
        let same = places.get(&line.file).and_then(|at| before.get_mut(*at));
        match same {
            Some(same) if same.names.is_empty() => *same = line,
            Some(_) => {}
            None => before.push(line),
        }
    }
    before
}
