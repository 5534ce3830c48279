//! The ledger for the data protection officer: who did what, when, on which file. No content.

use super::{At, Tabbed};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::when;
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Filter, Table};
use crate::view::csv::push_line;
use crate::view::form::{Choice, Choices, Field, FieldError};
use crate::view::list::Column;
use crate::view::mark::{Link, Mark, Tone};
use crate::view::parts::Part;
use axum::http::{StatusCode, header};
use punte_app::Desk;
use punte_app::directory::{LedgerFilter, LedgerLine, LedgerPage};
use punte_app::domain::code::FileCode;
use punte_app::domain::id::UserId;
use punte_words::{T, Words};

/// A filter as typed, and what it means; the field that nobody can read stays out of it.
struct Asked {
    filter: LedgerFilter,
    wrong: Option<&'static str>,
}

fn read(ask: &Ask, desk: &Desk) -> Result<Asked, Problem> {
    let mut filter = LedgerFilter::default();
    let mut wrong = None;
    match ask.query("person") {
        "" => {}
        text => filter.person = Some(text.parse::<UserId>().map_err(|_| Problem::BadQuery)?),
    }
    match ask.query("file") {
        "" => {}
        text => match text.to_uppercase().parse::<FileCode>() {
            Ok(code) => filter.file = Some(code),
            Err(_) => wrong = Some("file"),
        },
    }
    match ask.query("day") {
        "" => {}
        text => match punte_words::parse_date(text, desk.today()) {
            Ok(day) => filter.day = Some(day),
            Err(_) => wrong = Some("day"),
        },
    }
    match ask.query("before") {
        "" => {}
        text => filter.before = Some(text.parse().map_err(|_| Problem::BadQuery)?),
    }
    Ok(Asked { filter, wrong })
}

/// The same list elsewhere: filters as they are, another beginning.
fn address(path: &str, filter: LedgerFilter, before: Option<i64>) -> String {
    let mut pairs = Vec::new();
    pairs.extend(filter.person.map(|person| format!("person={person}")));
    pairs.extend(filter.file.map(|file| format!("file={file}")));
    pairs.extend(filter.day.map(|day| format!("day={day}")));
    pairs.extend(before.map(|before| format!("before={before}")));
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let at = At::new(&site, &ask, &desk);
    let t = at.t;
    let asked = read(&ask, &desk)?;
    let found = desk.ledger(asked.filter).await?;
    let people = desk.directory().await?.people;
    let mut page = at.page(Tabbed::Ledger, "/admin/ledger", t.get("admin-ledger"));
    page.lead = t.get("admin-ledger-lead");
    let people = people
        .into_iter()
        .map(|p| (p.id, p.name))
        .collect::<Vec<_>>();
    let (parts, errors) = filters(&t, &ask, &asked, &people);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page.errors = errors;
    page.blocks = vec![
        Block::Filter(Filter {
            action: "/admin/ledger",
            parts,
            button: t.get("admin-filter-go"),
        }),
        Block::Links(links(&t, asked.filter, &found)),
        Block::Table(table(&at, &found)),
    ];
    Ok(page.answer().status(status))
}

fn filters(
    t: &T,
    ask: &Ask,
    asked: &Asked,
    people: &[(UserId, String)],
) -> (Vec<Part>, Vec<FieldError>) {
    let chosen = asked.filter.person;
    let all = Choice::new("", t.get("admin-everybody"), chosen.is_none());
    let people = people
        .iter()
        .map(|(id, name)| Choice::new(id.to_string(), name.clone(), chosen == Some(*id)));
    let person = Choices::new(
        "person",
        t.get("admin-person"),
        std::iter::once(all).chain(people).collect(),
    );
    let mut errors = Vec::new();
    let mut field = |name: &'static str, label: String, hint: String, wrong: String| {
        let error = (asked.wrong == Some(name)).then_some(wrong);
        if let Some(message) = error.clone() {
            let field = name.to_owned();
            errors.push(FieldError { field, message });
        }
        Field::new(name, label, ask.query(name))
            .hint(hint)
            .error(error)
    };
    let file = field(
        "file",
        t.get("admin-ledger-file"),
        t.get("admin-ledger-file-hint"),
        t.get("admin-ledger-file-bad"),
    );
    let day = field(
        "day",
        t.get("admin-ledger-day"),
        t.get("admin-ledger-day-hint"),
        t.get("refusal-date-impossible"),
    );
    (
        vec![Part::Select(person), Part::Input(file), Part::Input(day)],
        errors,
    )
}

fn links(t: &T, filter: LedgerFilter, found: &LedgerPage) -> Vec<Link> {
    let mut links = Vec::new();
    if !found.lines.is_empty() {
        let href = address("/admin/ledger.csv", filter, None);
        links.push(Link::new(t.get("admin-ledger-csv"), href));
    }
    if filter.before.is_some() {
        let href = address("/admin/ledger", filter, None);
        links.push(Link::new(t.get("admin-ledger-newest"), href));
    }
    if let Some(next) = found.next {
        let href = address("/admin/ledger", filter, Some(next));
        links.push(Link::new(t.get("admin-ledger-older"), href));
    }
    links
}

/// What somebody did, in words; its own name where we have no words for it.
fn action(t: &T, line: &LedgerLine) -> String {
    let key = line.action_key();
    if Words::has(t.lang, &format!("action-{key}")) {
        t.of("action", key)
    } else {
        line.action.clone()
    }
}

fn actor(t: &T, found: &LedgerPage, line: &LedgerLine) -> String {
    line.actor.map_or_else(
        || t.get("admin-system"),
        |id| found.names.user(id).to_owned(),
    )
}

fn outcome(t: &T, line: &LedgerLine) -> String {
    if line.refused {
        t.get("admin-refused")
    } else {
        t.get("admin-done")
    }
}

fn parts(t: &T, line: &LedgerLine) -> String {
    let names: Vec<_> = line
        .compartments
        .iter()
        .map(|kind| t.of("file-part", kind.name()))
        .collect();
    names.join("; ")
}

const COLUMNS: [&str; 6] = [
    "admin-when",
    "admin-person",
    "admin-did",
    "admin-ledger-file",
    "admin-compartments",
    "admin-outcome",
];

fn table(at: &At<'_>, found: &LedgerPage) -> Table {
    let t = at.t;
    let row = |line: &LedgerLine| {
        let tone = if line.refused { Tone::Red } else { Tone::Grey };
        vec![
            Cell::text(when(at.desk, &t, line.at)),
            Cell::text(actor(&t, found, line)),
            Cell::text(action(&t, line)),
            Cell::text(line.file.map_or_else(String::new, |code| code.to_string())),
            Cell::text(parts(&t, line)),
            Cell::Mark(Mark::new(outcome(&t, line), tone)),
        ]
    };
    Table {
        id: "ledger",
        title: t.get("admin-ledger-lines"),
        empty: t.get("admin-ledger-none"),
        columns: COLUMNS.map(|k| Column::text(t.get(k))).to_vec(),
        rows: found.lines.iter().map(row).collect(),
        counted: true,
    }
}

/// The same as comma-separated values, as many lines as one file holds.
pub(super) async fn csv(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let t = T::new(ask.lang);
    let asked = read(&ask, &desk)?;
    if asked.wrong.is_some() {
        return Err(Problem::BadQuery);
    }
    let found = desk.ledger_file(asked.filter).await?;
    // A byte order mark: without it spreadsheets read Romanian letters as something else.
    let mut text = String::from("\u{feff}");
    let mut heads = vec![t.get("admin-number")];
    heads.extend(COLUMNS.map(|k| t.get(k)));
    push_line(&mut text, &heads);
    for line in &found.lines {
        let local = desk.app().pack().local(line.at);
        push_line(
            &mut text,
            &[
                line.number.to_string(),
                local.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                actor(&t, &found, line),
                action(&t, line),
                line.file.map_or_else(String::new, |code| code.to_string()),
                parts(&t, line),
                outcome(&t, line),
            ],
        );
    }
    let today = desk.today();
    let part = found.next.map_or("", |_| "-1");
    let name = format!(
        "attachment; filename=\"punte-{}-{today}{part}.csv\"",
        t.get("admin-ledger-csv-name")
    );
    Ok(Answer::bytes("text/csv; charset=utf-8", text.into_bytes())
        .with(header::CONTENT_DISPOSITION, name))
}
