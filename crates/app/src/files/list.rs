//! The list of files and the search for names: decrypt the unit's small roster, filter, sort, page (ruling 11).
//!
//! No index of names exists to steal; the cost grows with the unit, not with the nation.

use crate::files::open::code_of;
use crate::files::roster::Roster;
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::access::{Grantee, ListFiles, ReadFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, StreamId, UserId};
use punte_domain::roster::{Filter, RosterRow as Line, Sort, code_has_word, names_have_word, sort};
use punte_store::{ReadNote, Unlogged};
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

impl Desk {
    /// The files of the person's units.
    pub async fn files(&self, query: &FileQuery) -> AppResult<FileList> {
        let by_name = match query.sort {
            Sort::Name => true,
            Sort::Code
            | Sort::Age
            | Sort::County
            | Sort::Stage
            | Sort::Risk
            | Sort::Due
            | Sort::Waiting
            | Sort::Activity => false,
        };
        self.listed(query, PAGE, by_name, |line| query.shows(line))
            .await
    }

    /// The whole of what the list shows, page after page, for export. Logged like the list, naming every row.
    pub async fn files_for_export(&self, query: &FileQuery) -> AppResult<FileList> {
        let whole = FileQuery {
            page: 0,
            ..query.clone()
        };
        self.listed(&whole, usize::MAX, true, |line| whole.shows(line))
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
        let sought = |file: FileId, folded: &[String]| {
            let said =
                |word: &String| names_have_word(folded, word) || code_has_word(code_of(file), word);
            !words.is_empty() && words.iter().all(said)
        };
        let query = FileQuery {
            filter: Filter::default(),
            sort: Sort::Activity,
            descending: false,
            unmanaged: false,
            page: 0,
        };
        let (proof, rosters) = self.rosters(None).await?;
        let page = rosters.try_map(|rosters| {
            // Names are half of a line, and most lines are not what is looked for.
            let mut found = HashSet::new();
            for roster in &rosters {
                let names = roster.each(
                    |_| true,
                    |reader, stream, sealed| {
                        let is_it = code.is_some_and(|c| code_of(stream.into()) == c);
                        let is_it = is_it || sought(stream.into(), &reader.folded(stream, sealed)?);
                        Ok(is_it.then_some(stream))
                    },
                )?;
                found.extend(names.into_iter().flatten());
            }
            let rows = opened(&rosters, true, |stream| found.contains(&stream))?;
            Ok::<_, AppError>(page_of(&query, PAGE, &rows, |_| true))
        })?;
        self.shown(&proof, page, &query, PAGE).await
    }

    /// `by_name`: whether names decide what is shown and in which order; otherwise only those of the page are opened.
    async fn listed(
        &self,
        query: &FileQuery,
        size: usize,
        by_name: bool,
        shows: impl Fn(&Line) -> bool,
    ) -> AppResult<FileList> {
        let (proof, rosters) = self.rosters(None).await?;
        let page = rosters.try_map(|rosters| {
            let all = opened(&rosters, by_name, |_| true)?;
            let (rows, total, managers) = page_of(query, size, &all, shows);
            let rows = if by_name {
                rows
            } else {
                with_names(&rosters, rows)?
            };
            Ok::<_, AppError>((rows, total, managers))
        })?;
        self.shown(&proof, page, query, size).await
    }

    /// The page, once its leaf is committed, with the names of everybody on it.
    async fn shown(
        &self,
        proof: &Authorized<ListFiles>,
        page: Unlogged<Page>,
        query: &FileQuery,
        size: usize,
    ) -> AppResult<FileList> {
        let page = self.still_open(page).await?;
        let (lines, _, managers) = page.peek();
        let note = ReadNote {
            request: self.request,
            objects: lines.iter().map(|row| row.file.0).collect(),
            compartments: Compartments::only(CompartmentKind::Core),
        };
        let users = lines.iter().filter_map(|line| line.manager);
        let users = users.chain(managers.iter().copied()).collect();
        let units = lines.iter().filter_map(|line| line.lead).collect();
        // Who works where is no content: it is asked for while the leaf is written.
        let (page, names) = tokio::join!(
            self.app.0.store.log_read(proof, note, page, self.now),
            self.app.names(users, units),
        );
        let ((lines, total, managers), names) = (page?, names?);
        let pages = total.div_ceil(size).max(1);
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

    fn file_row(&self, line: Line) -> FileRow {
        let overdue = line.due.is_some_and(|due| due < self.now);
        FileRow {
            code: code_of(line.file),
            line,
            overdue,
        }
    }

    /// Policy once more for each row that is about to be shown: the roster is a copy, policy is the rule.
    async fn still_open(&self, page: Unlogged<Page>) -> AppResult<Unlogged<Page>> {
        let ids: Vec<StreamId> = page.peek().0.iter().map(|row| row.file.into()).collect();
        let open = self.open_cores(&ids).await?;
        Ok(page.map(|(rows, total, managers)| {
            let open = |row: &Line| open.contains(&row.file);
            (rows.into_iter().filter(open).collect(), total, managers)
        }))
    }

    /// The files among these streams whose core policy lets the person read.
    pub(crate) async fn open_cores(&self, streams: &[StreamId]) -> AppResult<HashSet<FileId>> {
        let mut grantees: Vec<Grantee> = self
            .principal
            .memberships
            .iter()
            .map(|m| Grantee::Unit(m.unit))
            .collect();
        grantees.push(Grantee::User(self.user_id()));
        let relations = self.app.0.store.relations();
        let files = relations.cores_among(streams, &grantees).await?;
        let core = Compartments::only(CompartmentKind::Core);
        let answers = self.may_each::<ReadFile>(&files, core);
        let open = files.iter().zip(answers);
        Ok(open
            .filter_map(|(file, answer)| answer.map(|_| file.id))
            .collect())
    }
}

/// The rows of a page, in order; how many are shown on all pages; the managers that occur among all lines.
fn page_of(query: &FileQuery, size: usize, all: &[Line], shows: impl Fn(&Line) -> bool) -> Page {
    let managers: BTreeSet<UserId> = all.iter().filter_map(|row| row.manager).collect();
    let mut shown: Vec<&Line> = all.iter().filter(|row| shows(row)).collect();
    sort(&mut shown, query.sort, query.descending);
    let total = shown.len();
    let page = query.page.min(total.div_ceil(size).max(1) - 1);
    let rows = shown.into_iter().skip(page.saturating_mul(size)).take(size);
    (rows.cloned().collect(), total, managers)
}

/// The lines of all these rosters whose streams are wanted.
fn opened(
    rosters: &[Roster<'_>],
    names: bool,
    wanted: impl Fn(StreamId) -> bool,
) -> AppResult<Vec<Line>> {
    let mut all = Vec::new();
    for roster in rosters {
        let lines = roster.each(&wanted, |reader, stream, sealed| {
            reader.line(stream, sealed, names)
        })?;
        all = if all.is_empty() {
            lines
        } else {
            merged(all, lines)
        };
    }
    Ok(all)
}

/// The same rows with their names.
fn with_names(rosters: &[Roster<'_>], rows: Vec<Line>) -> AppResult<Vec<Line>> {
    let files: HashSet<StreamId> = rows.iter().map(|row| row.file.into()).collect();
    let named = opened(rosters, true, |stream| files.contains(&stream))?;
    let mut named: HashMap<FileId, Line> =
        named.into_iter().map(|line| (line.file, line)).collect();
    let whole = |row: Line| named.remove(&row.file).unwrap_or(row);
    Ok(rows.into_iter().map(whole).collect())
}

/// A file that two units of one person hold is one row: the one that shows more.
fn merged(mut before: Vec<Line>, more: Vec<Line>) -> Vec<Line> {
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
