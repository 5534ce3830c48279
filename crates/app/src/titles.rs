//! What the tasks of a day are called. The Work plane holds no title (ruling 7): it is opened in the file that the task is of,
//! where policy and key let the person read it, and one leaf names the files that were opened for it.

use crate::files::work_id;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Authorized, FileRes, ReadFile, ReadToday};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file;
use punte_domain::id::{FileId, WorkId};
use punte_domain::work::{WorkKey, WorkKind};
use punte_store::{ReadNote, Unlogged, WorkRow};
use std::collections::{BTreeMap, BTreeSet};

/// Tasks lie in the core.
const CORE: Compartments = Compartments::only(CompartmentKind::Core);

/// Files that are opened for a page: each costs what opening a file costs, and what is due last can wait for its name.
const MOST: usize = 30;

/// Titles by the piece of work.
pub(crate) type Titles = BTreeMap<WorkId, String>;

impl Desk {
    /// The files of these pieces of work whose core is open to the person.
    pub(crate) async fn open_files(&self, rows: &[WorkRow]) -> AppResult<Vec<FileRes>> {
        let ids: BTreeSet<_> = rows.iter().map(|row| row.stream).collect();
        let relations = self.app.0.store.relations();
        let mut files = relations.files_among(ids.into_iter().collect()).await?;
        files.retain(|file| self.may::<ReadFile>(file, CORE).is_some());
        Ok(files)
    }

    /// Titles of the tasks among these pieces of work, in those of these files that have any; those due first where they
    /// are many.
    pub(crate) async fn titles(
        &self,
        proof: &Authorized<ReadToday>,
        rows: &[WorkRow],
        files: Vec<FileRes>,
    ) -> AppResult<Titles> {
        let task = i32::from(WorkKind::TaskDue.code());
        let mut tasks = BTreeSet::new();
        for row in rows.iter().filter(|row| row.kind == task) {
            if tasks.len() < MOST {
                tasks.insert(row.stream);
            }
        }
        let mut all: Option<Unlogged<Titles>> = None;
        let mut read = Vec::new();
        for file in files {
            if !tasks.contains(&file.id.into()) {
                continue;
            }
            let id = file.id;
            let Some(titles) = self.titles_of(file).await? else {
                continue;
            };
            read.push(id.0);
            all = Some(match all {
                None => titles,
                Some(before) => before.zip(titles).map(|(mut all, more)| {
                    all.extend(more);
                    all
                }),
            });
        }
        let Some(all) = all else {
            return Ok(Titles::new());
        };
        let note = ReadNote {
            request: self.request,
            objects: read,
            compartments: CORE,
        };
        let store = &self.app.0.store;
        Ok(store.log_read(proof, note, all, self.now).await?)
    }

    /// Nothing where the file does not open: one that is damaged must not hide the day's other work, and is an alarm on its
    /// own page.
    async fn titles_of(&self, file: FileRes) -> AppResult<Option<Unlogged<Titles>>> {
        let id = file.id;
        let proof = match self.permit::<ReadFile>(id.0, Some(file), CORE).await {
            Ok(proof) => proof,
            Err(AppError::Absent) => return Ok(None),
            Err(other) => return Err(other),
        };
        Ok(match self.open_file(&proof).await {
            Ok(opened) => Some(opened.map(|opened| of_tasks(id, &opened.state))),
            Err(_) => None,
        })
    }
}

fn of_tasks(file: FileId, state: &file::State) -> Titles {
    let tasks = state.tasks.iter();
    tasks
        .map(|task| {
            let key = WorkKey {
                stream: file.into(),
                kind: WorkKind::TaskDue,
                item: task.id.0,
            };
            (work_id(&key), task.what.title.clone())
        })
        .collect()
}
