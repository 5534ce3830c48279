//! The list of files, its export, and the search for names.

use super::filters::{chips, filters};
use super::query::{Address, waits_name};
use super::say::{Say, risk_tone};
use super::views::Views;
use crate::frame::{Frame, Section};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::Shape;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::{render, staff};
use crate::site::Site;
use crate::view::csv::push_line;
use crate::view::form::Choices;
use crate::view::list::{Chip, Column, Order, Pages};
use crate::view::mark::{Link, Mark};
use askama::Template;
use axum::http::{StatusCode, header};
use punte_app::domain::access::Role;
use punte_app::domain::pack::List;
use punte_app::domain::roster::Sort;
use punte_app::files::{FileList, FileRow};
use punte_app::{AppError, Desk, Names};

const SEARCH: Shape = Shape {
    single: &["q"],
    many: &[],
};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/files", ListFiles, Takes::Nothing, page),
    guarded!(Get Plain "/files.csv", ListFiles, Takes::Nothing, csv),
    guarded!(Post Page "/search", ListFiles, Takes::Form(SEARCH, 4 * 1024), search),
];

/// One row as shown.
pub struct Line {
    /// Code and where it leads.
    pub code: Link,
    /// Cover name; in answers to a search also the name.
    pub cover: String,
    /// Age.
    pub age: String,
    /// County.
    pub county: String,
    /// Stage.
    pub stage: String,
    /// Risk, if assessed.
    pub risk: Option<Mark>,
    /// Case manager.
    pub manager: String,
    /// What it waits for, and how long.
    pub waits: String,
    /// What is due next.
    pub due: Option<Mark>,
    /// Last written to.
    pub activity: String,
    /// Past its time.
    pub late: bool,
}

/// The table.
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Line>,
}

/// What takes a view away.
struct DropView {
    view: String,
    id: String,
}

#[derive(Template)]
#[template(path = "files/list.html")]
pub(super) struct ListPage {
    frame: Frame,
    views: Vec<(Link, bool)>,
    /// Where this view is kept, unless it is one already.
    keep_view: Option<String>,
    /// The person's own view that this is.
    drop_view: Option<DropView>,
    filters: Vec<Choices>,
    keep: Vec<(&'static str, String)>,
    chips: Vec<Chip>,
    count: String,
    table: Table,
    pages: Pages,
    csv: String,
    open: bool,
    filtered: bool,
    mine: bool,
}

#[derive(Template)]
#[template(path = "files/search.html")]
pub(super) struct SearchPage {
    frame: Frame,
    problem: Option<String>,
    count: String,
    table: Table,
    open: bool,
}

async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let address = Address::read(&ask)?;
    let desk = ask.desk(&site).await?;
    let query = address.query(&desk)?;
    let (list, own) = tokio::join!(desk.files(&query), desk.views());
    let (list, views) = (list?, Views::of(own?, &address));
    let say = Say::at_desk(&desk, ask.lang);
    let frame = staff(
        &site,
        &ask,
        &desk,
        say.t.get("nav-files"),
        Some(Section::Files),
    );
    Ok(Answer::page(render(&list_page(
        frame,
        &say,
        (&address, &views),
        &list,
        &desk,
    )?)))
}

/// Case managers and supervisors open files.
pub(super) fn can_open(desk: &Desk) -> bool {
    desk.is(Role::CaseManager) || desk.is(Role::Supervisor)
}

fn list_page(
    frame: Frame,
    say: &Say<'_>,
    (address, views): (&Address, &Views),
    list: &FileList,
    desk: &Desk,
) -> Result<ListPage, Problem> {
    let chips = chips(say, address, &list.names);
    let keep = ["mine", "sort", "dir"]
        .into_iter()
        .map(|n| (n, address.get(n).to_owned()))
        .filter(|(_, v)| !v.is_empty());
    Ok(ListPage {
        views: views.tabs(say),
        keep_view: views.kept_at(),
        drop_view: views.removed_by().map(|view| DropView {
            view,
            id: desk.app().new_entry().to_string(),
        }),
        filters: filters(say, address, list),
        keep: keep.collect(),
        filtered: !chips.is_empty(),
        mine: chips.len() == 1 && !address.get("mine").is_empty(),
        chips,
        count: say.t.n("count-files", list.total),
        table: Table {
            columns: columns(say, Some(address))?,
            rows: rows(say, list, false),
        },
        pages: Pages {
            number: u32::try_from(list.page + 1).unwrap_or(u32::MAX),
            count: u32::try_from(list.pages).unwrap_or(u32::MAX),
            href_stem: address.page_stem("/files"),
        },
        csv: address.href("/files.csv"),
        open: can_open(desk),
        frame,
    })
}

/// The columns; sortable where the list has an address.
fn columns(say: &Say<'_>, here: Option<&Address>) -> Result<Vec<Column>, Problem> {
    let sorted = here.map(Address::order).transpose()?;
    let column = |(name, sort): (&'static str, Option<(&'static str, Sort)>)| {
        let column = Column::text(say.t.of("files-column", name));
        let (Some(here), Some((id, sort)), Some((now, descending))) = (here, sort, sorted) else {
            return column;
        };
        let current = now == sort;
        let next = if current && !descending { "desc" } else { "" };
        let order = current.then_some(if descending {
            Order::Descending
        } else {
            Order::Ascending
        });
        column.sorted_by(
            here.with("sort", id).with("dir", next).href("/files"),
            order,
        )
    };
    let all = [
        ("code", Some(("code", Sort::Code))),
        ("cover", Some(("name", Sort::Name))),
        ("age", Some(("age", Sort::Age))),
        ("county", Some(("county", Sort::County))),
        ("stage", Some(("stage", Sort::Stage))),
        ("risk", Some(("risk", Sort::Risk))),
        ("manager", None),
        ("waits", Some(("waiting", Sort::Waiting))),
        ("due", Some(("due", Sort::Due))),
        ("activity", Some(("activity", Sort::Activity))),
    ];
    Ok(all.into_iter().map(column).collect())
}

fn rows(say: &Say<'_>, list: &FileList, named: bool) -> Vec<Line> {
    list.rows
        .iter()
        .map(|row| line(say, &list.names, row, named))
        .collect()
}

fn line(say: &Say<'_>, names: &Names, row: &FileRow, named: bool) -> Line {
    let line = &row.line;
    let cover = line
        .cover
        .as_ref()
        .map(|c| say.t.with("quoted", "text", c))
        .unwrap_or_default();
    let cover = match line.names.first().filter(|_| named) {
        Some(name) if cover.is_empty() => name.clone(),
        Some(name) => format!("{name} {cover}"),
        None => cover,
    };
    let waits = line.waits.map(|(what, since)| {
        format!(
            "{}, {}",
            say.t.of("files-waits", waits_name(what)),
            say.since(since)
        )
    });
    Line {
        code: Link::new(row.code.to_string(), format!("/files/{}", row.code)),
        cover,
        age: say.age_in_list(line),
        county: line
            .county
            .as_ref()
            .map(|c| say.item(List::County, c))
            .unwrap_or_default(),
        stage: say.named(List::Stage, line.stage.name()),
        risk: line
            .risk
            .as_ref()
            .map(|level| Mark::new(say.item(List::Risk, level), risk_tone(level))),
        manager: line
            .manager
            .map_or_else(|| say.t.get("files-nobody"), |m| names.user(m).to_owned()),
        waits: waits.unwrap_or_default(),
        due: line.due.map(|due| say.due(due)),
        activity: line.activity.map(|at| say.day(at)).unwrap_or_default(),
        late: row.overdue,
    }
}

/// The view as CSV: the same filters, the same order, every row. The reading is logged like the list's.
async fn csv(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let address = Address::read(&ask)?;
    let desk = ask.desk(&site).await?;
    let list = desk.files_for_export(&address.query(&desk)?).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let mut text = String::from('\u{feff}');
    let heads: Vec<String> = columns(&say, None)?.into_iter().map(|c| c.label).collect();
    push_line(&mut text, &heads);
    for row in rows(&say, &list, false) {
        let mark = |m: Option<Mark>| m.map(|m| m.text).unwrap_or_default();
        let cells = [
            row.code.text,
            row.cover,
            row.age,
            row.county,
            row.stage,
            mark(row.risk),
            row.manager,
            row.waits,
            mark(row.due),
            row.activity,
        ];
        push_line(&mut text, &cells);
    }
    let name = format!(
        "attachment; filename=\"punte-{}-{}.csv\"",
        say.t.get("files-csv-name"),
        say.today()
    );
    Ok(Answer::bytes("text/csv; charset=utf-8", text.into_bytes())
        .with(header::CONTENT_DISPOSITION, name))
}

async fn search(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let say = Say::at_desk(&desk, ask.lang);
    let frame = staff(
        &site,
        &ask,
        &desk,
        say.t.get("search-title"),
        Some(Section::Files),
    );
    let (problem, list) = match desk.search(ask.fields.text("q")).await {
        Ok(list) => (None, Some(list)),
        Err(AppError::Invalid(why)) => {
            (why.first().map(|why| say.t.of("problem", &why.code)), None)
        }
        Err(other) => return Err(other.into()),
    };
    let refused = problem.is_some();
    let page = SearchPage {
        problem,
        count: say
            .t
            .n("count-results", list.as_ref().map_or(0, |l| l.total)),
        table: Table {
            columns: columns(&say, None)?,
            rows: list.map(|l| rows(&say, &l, true)).unwrap_or_default(),
        },
        open: can_open(&desk),
        frame,
    };
    let status = if refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(Answer::page(render(&page)).status(status))
}
