//! Survivor files as JSON: list, search, one file, who sees it.

use super::openapi::{Documented, Schemas, register};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::files::query::{Address, waits_name};
use crate::pages::files::say::Say;
use crate::pages::files::story;
use crate::site::Site;
use punte_app::domain::compartment::Compartments;
use punte_app::entries;
use punte_app::files::{AccessView, FileList, FileView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/files",
        "GET",
        "The files of one's units: the list page's filters as query.",
        None,
        Some("FilesBody"),
    ),
    Documented::new(
        "/api/v1/search",
        "POST",
        "Files by name or code.",
        Some("SearchRequest"),
        Some("FilesBody"),
    ),
    Documented::new(
        "/api/v1/files/{code}",
        "GET",
        "One file as its reader sees it.",
        None,
        Some("FileBody"),
    ),
    Documented::new(
        "/api/v1/files/{code}/access",
        "GET",
        "Who sees what and why, and who has looked.",
        None,
        Some("AccessBody"),
    ),
];

/// The types behind them.
pub fn register_schemas(into: &mut Schemas) {
    register::<FilesBody>(into);
    register::<SearchRequest>(into);
    register::<FileBody>(into);
    register::<AccessBody>(into);
}

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/files", ListFiles, Takes::Nothing, list),
    guarded!(Post Api "/api/v1/search", ListFiles, Takes::Json(4 * 1024), search),
    guarded!(Get Api "/api/v1/files/{code}", ReadFile, Takes::Nothing, one),
    guarded!(Get Api "/api/v1/files/{code}/access", ReadAccess, Takes::Nothing, access),
];

/// A page of files. Times are local times of the country, to the minute.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilesBody {
    /// Rows of this page.
    pub files: Vec<FileRowBody>,
    /// Rows in all.
    pub total: usize,
    /// Page, from 1.
    pub page: usize,
    /// Pages in all.
    pub pages: usize,
}

/// One file in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileRowBody {
    /// Code.
    pub code: String,
    /// Cover name, where identity is open.
    pub cover_name: Option<String>,
    /// Age in completed years, where known.
    pub years: Option<i16>,
    /// Age band (list `age_band`).
    pub age_band: &'static str,
    /// Sex.
    pub sex: &'static str,
    /// County.
    pub county: Option<String>,
    /// Stage.
    pub stage: &'static str,
    /// Risk level.
    pub risk: Option<String>,
    /// Identification.
    pub identification: Option<&'static str>,
    /// Case manager's id.
    pub manager: Option<String>,
    /// What it waits for.
    pub waits: Option<&'static str>,
    /// Next thing due.
    pub due_at: Option<String>,
    /// Whether that has passed.
    pub overdue: bool,
    /// Last written to.
    pub activity_at: Option<String>,
    /// Closed.
    pub closed_at: Option<String>,
}

fn files(say: &Say<'_>, list: FileList) -> FilesBody {
    let row = |row: punte_app::files::FileRow| {
        let line = row.line;
        FileRowBody {
            code: row.code.to_string(),
            cover_name: line.cover,
            years: line
                .years
                .filter(|(least, most)| least == most)
                .map(|(years, _)| years),
            age_band: line.band.name(),
            sex: line.sex.name(),
            county: line.county.map(|c| c.0),
            stage: line.stage.name(),
            risk: line.risk.map(|c| c.0),
            identification: line
                .identification
                .map(punte_app::domain::file::identification::Status::name),
            manager: line.manager.map(|id| id.to_string()),
            waits: line.waits.map(|(what, _)| waits_name(what)),
            due_at: line.due.map(|at| say.machine(at)),
            overdue: row.overdue,
            activity_at: line.activity.map(|at| say.machine(at)),
            closed_at: line.closed.map(|at| say.machine(at)),
        }
    };
    FilesBody {
        total: list.total,
        page: list.page + 1,
        pages: list.pages,
        files: list.rows.into_iter().map(row).collect(),
    }
}

async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let address = Address::read(&ask)?;
    let desk = ask.desk(&site).await?;
    let list = desk.files(&address.query(&desk)?).await?;
    Ok(Answer::json(&files(&Say::at_desk(&desk, ask.lang), list)))
}

/// A search: in a body, because a name never stands in an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Words of a name in any order, or a file's code.
    pub q: String,
}

async fn search(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let asked: SearchRequest = ask.body()?;
    let list = desk.search(&asked.q).await?;
    Ok(Answer::json(&files(&Say::at_desk(&desk, ask.lang), list)))
}

/// A file as its reader sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileBody {
    /// Code.
    pub code: String,
    /// Version: what a change that replaces a value must name.
    pub version: i64,
    /// Stage.
    pub stage: &'static str,
    /// Whether it is closed.
    pub closed: bool,
    /// Compartments that are open to the reader.
    pub open: Vec<&'static str>,
    /// Compartments that the reader writes.
    pub writes: Vec<&'static str>,
    /// Whether the reader decides as lead.
    pub leads: bool,
    /// Cover name, where identity is open.
    pub cover_name: Option<String>,
    /// Name, where identity is open.
    pub name: Option<String>,
    /// Risk level.
    pub risk: Option<String>,
    /// Identification.
    pub identification: Option<&'static str>,
    /// Services.
    pub services: Vec<ServiceBody>,
    /// Tasks that are open.
    pub tasks: Vec<TaskBody>,
    /// Consents.
    pub consents: Vec<ConsentBody>,
    /// Everything that is open, newest first.
    pub timeline: Vec<EntryBody>,
}

/// A service.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceBody {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Unit that gives it.
    pub unit: String,
    /// Sessions.
    pub sessions: usize,
    /// How it ended, if it did.
    pub outcome: Option<String>,
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskBody {
    /// Id.
    pub id: String,
    /// What.
    pub title: String,
    /// Whose.
    pub assignee: Option<String>,
    /// By when.
    pub due_at: Option<String>,
}

/// A consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentBody {
    /// Id.
    pub id: String,
    /// For what.
    pub purpose: String,
    /// Which compartments.
    pub compartments: Vec<&'static str>,
    /// Until.
    pub until: String,
    /// Whether it holds now.
    pub in_force: bool,
}

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryBody {
    /// Id.
    pub id: String,
    /// When it was written.
    pub at: String,
    /// Who wrote it.
    pub author: String,
    /// In whose name.
    pub unit: String,
    /// Where it lies.
    pub compartment: &'static str,
    /// What kind.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
}

fn names(kinds: Compartments) -> Vec<&'static str> {
    kinds
        .iter()
        .map(punte_app::domain::compartment::CompartmentKind::name)
        .collect()
}

fn file(say: &Say<'_>, view: &FileView) -> FileBody {
    let state = &view.state;
    let open_task = |t: &&punte_app::domain::file::state::TaskState| t.ended_at.is_none();
    FileBody {
        code: view.code.to_string(),
        version: view.version,
        stage: view.stage.name(),
        closed: state.closed.is_some(),
        open: names(view.open),
        writes: names(view.can.write),
        leads: view.can.lead,
        cover_name: state.cover_name.clone(),
        name: view
            .person
            .as_ref()
            .and_then(|(_, person)| person.display_name()),
        risk: state.risk().map(|r| r.level.0.clone()),
        identification: state
            .identification()
            .map(punte_app::domain::file::identification::Status::name),
        services: state
            .services
            .iter()
            .map(|s| ServiceBody {
                id: s.id.to_string(),
                kind: s.kind.0.clone(),
                unit: s.unit.to_string(),
                sessions: s.sessions.len(),
                outcome: s.ended.as_ref().map(|(_, outcome)| outcome.0.clone()),
            })
            .collect(),
        tasks: state
            .tasks
            .iter()
            .filter(open_task)
            .map(|t| TaskBody {
                id: t.id.to_string(),
                title: t.what.title.clone(),
                assignee: t.what.assignee.map(|id| id.to_string()),
                due_at: t.what.due.map(|at| say.machine(at)),
            })
            .collect(),
        consents: state
            .consents
            .iter()
            .map(|c| ConsentBody {
                id: c.id.to_string(),
                purpose: c.what.purpose.0.clone(),
                compartments: names(c.what.compartments),
                until: say.machine(c.what.until),
                in_force: c.holds(say.now),
            })
            .collect(),
        timeline: view
            .timeline
            .iter()
            .map(|item| entry(say, view, item))
            .collect(),
    }
}

fn entry(say: &Say<'_>, view: &FileView, item: &punte_app::files::TimelineItem) -> EntryBody {
    EntryBody {
        id: item.envelope.id.to_string(),
        at: say.machine(item.envelope.recorded_at),
        author: item.envelope.author.to_string(),
        unit: item.envelope.unit.to_string(),
        compartment: item.envelope.compartment.kind().name(),
        kind: entries::kind(&item.entry),
        text: story::text(say, view, &item.entry),
    }
}

async fn one(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.file(crate::pages::files::page::code(&ask)?).await?;
    Ok(Answer::json(&file(&Say::at_desk(&desk, ask.lang), &view)))
}

/// Who sees what of a file, and who has looked.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessBody {
    /// Who holds a key.
    pub holders: Vec<HolderBody>,
    /// Who has looked, newest first.
    pub looked: Vec<LookBody>,
}

/// Somebody who holds a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderBody {
    /// Who.
    pub user: String,
    /// In which unit.
    pub unit: String,
    /// As what.
    pub role: &'static str,
    /// Compartments that are open to them, each with the policy that opens it.
    pub open: Vec<DoorBody>,
}

/// An open compartment.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoorBody {
    /// Which.
    pub compartment: &'static str,
    /// By which policy.
    pub policy: Option<String>,
}

/// One look or change.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookBody {
    /// When.
    pub at: String,
    /// Who.
    pub user: String,
    /// What they did.
    pub action: String,
    /// Whether it was refused.
    pub refused: bool,
    /// Which compartments.
    pub compartments: Vec<&'static str>,
}

fn access_body(say: &Say<'_>, view: AccessView) -> AccessBody {
    let holder = |h: punte_app::files::Holder| HolderBody {
        user: h.user.to_string(),
        unit: h.unit.to_string(),
        role: h.role.name(),
        open: h
            .cells
            .into_iter()
            .filter(|cell| cell.open)
            .map(|cell| DoorBody {
                compartment: cell.kind.name(),
                policy: cell.policy,
            })
            .collect(),
    };
    let look = |r: punte_app::files::Reader| LookBody {
        at: say.machine(r.at),
        user: r.user.to_string(),
        action: r.action,
        refused: r.refused,
        compartments: names(r.compartments),
    };
    AccessBody {
        holders: view.holders.into_iter().map(holder).collect(),
        looked: view.readers.into_iter().map(look).collect(),
    }
}

async fn access(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view = desk.access(crate::pages::files::page::code(&ask)?).await?;
    Ok(Answer::json(&access_body(
        &Say::at_desk(&desk, ask.lang),
        view,
    )))
}
