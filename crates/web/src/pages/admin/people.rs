//! People: the list, and one person.

use super::{At, Tabbed, role_of};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::account::membership_mark;
use crate::pages::blocks::{Trouble, versioned, when};
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Filter, Form, Table, Weight};
use crate::view::form::{Choice, Choices};
use crate::view::list::{Column, Pages};
use crate::view::mark::{Link, Mark, Tone};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use punte_app::Invalid;
use punte_app::directory::{Belongs, Change, Directory, MembershipState, Person, Standing};
use punte_app::domain::id::{UnitId, UserId};
use punte_words::T;

/// People on one page.
const ROWS: usize = 50;

/// Whether somebody may sign in, as a tag.
pub(super) fn standing(t: &T, standing: Standing) -> Mark {
    let tone = match standing {
        Standing::Active => Tone::Green,
        Standing::Suspended => Tone::Red,
        Standing::Left => Tone::Grey,
    };
    Mark::new(t.of("standing", standing.name()), tone)
}

/// A unit with its organisation.
pub(super) fn unit_name(directory: &Directory, id: UnitId) -> String {
    let Some(unit) = directory.unit(id) else {
        return "—".to_owned();
    };
    match directory.organisation(unit.organisation) {
        Some(organisation) => format!("{} · {}", unit.name, organisation.name),
        None => unit.name.clone(),
    }
}

/// Everybody whom the asker may see, of one unit or of all.
pub(super) async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    let at = At::new(&site, &ask, &desk);
    let t = at.t;
    let unit: Option<UnitId> = match ask.query("unit") {
        "" => None,
        text => Some(text.parse().map_err(|_| Problem::BadQuery)?),
    };
    let found: Vec<&Person> = directory
        .people
        .iter()
        .filter(|p| unit.is_none_or(|unit| works_in(p, unit)))
        .collect();
    let pages = pages(&ask, unit, found.len())?;
    let first = usize::try_from(pages.number - 1).unwrap_or(0) * ROWS;
    let shown: Vec<&Person> = found.into_iter().skip(first).take(ROWS).collect();
    let mut page = at.page(Tabbed::People, "/admin/people", t.get("admin-people"));
    if directory.may_change {
        page.first = Some(Link::new(t.get("admin-invite"), "/admin/invitations/new"));
    }
    page.blocks = vec![
        Block::Filter(Filter {
            action: "/admin/people",
            parts: vec![Part::Select(unit_filter(&t, &directory, unit))],
            button: t.get("admin-filter-go"),
        }),
        Block::Table(table(&at, &shown, &directory)),
    ];
    page.blocks
        .extend((pages.count > 1).then_some(Block::Pages(pages)));
    Ok(page.answer())
}

fn works_in(person: &Person, unit: UnitId) -> bool {
    let live = |m: &Belongs| m.unit == unit && m.state != MembershipState::Ended;
    person.memberships.iter().any(live)
}

fn pages(ask: &Ask, unit: Option<UnitId>, found: usize) -> Result<Pages, Problem> {
    let count = u32::try_from(found.div_ceil(ROWS).max(1)).unwrap_or(u32::MAX);
    let number: u32 = match ask.query("page") {
        "" => 1,
        text => text.parse().map_err(|_| Problem::BadQuery)?,
    };
    Ok(Pages {
        number: number.clamp(1, count),
        count,
        href_stem: match unit {
            Some(unit) => format!("/admin/people?unit={unit}&page="),
            None => "/admin/people?page=".to_owned(),
        },
    })
}

fn unit_filter(t: &T, directory: &Directory, chosen: Option<UnitId>) -> Choices {
    let all = Choice::new("", t.get("admin-units-all"), chosen.is_none());
    let units = directory.units.iter().map(|u| {
        Choice::new(
            u.id.to_string(),
            unit_name(directory, u.id),
            chosen == Some(u.id),
        )
    });
    Choices::new(
        "unit",
        t.get("admin-unit"),
        std::iter::once(all).chain(units).collect(),
    )
}

fn table(at: &At<'_>, people: &[&Person], directory: &Directory) -> Table {
    let t = at.t;
    let row = |p: &&Person| {
        let belongs: Vec<_> = p
            .memberships
            .iter()
            .filter(|m| m.state != MembershipState::Ended)
            .map(|m| {
                let role = t.of("role", m.role.name());
                format!("{role}, {}", unit_name(directory, m.unit))
            })
            .collect();
        let belongs = if belongs.is_empty() {
            t.get("admin-belongs-nowhere")
        } else {
            belongs.join("; ")
        };
        vec![
            Cell::Link(Link::new(&p.name, format!("/admin/people/{}", p.id))),
            Cell::text(belongs),
            Cell::text(last(at, p)),
            Cell::Mark(standing(&t, p.standing)),
        ]
    };
    Table {
        id: "people",
        title: t.get("admin-people"),
        empty: t.get("admin-people-none"),
        columns: [
            "admin-person",
            "admin-belongs",
            "admin-last-sign-in",
            "admin-state",
        ]
        .map(|k| Column::text(t.get(k)))
        .to_vec(),
        rows: people.iter().map(row).collect(),
        counted: true,
    }
}

fn last(at: &At<'_>, person: &Person) -> String {
    person.last_sign_in.map_or_else(
        || at.t.get("admin-never"),
        |seen| when(at.desk, &at.t, seen),
    )
}

/// One person.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    if directory.may_change {
        desk.recovery_was_seen(ask.parsed("id")?).await?;
    }
    draw(
        &At::new(&site, &ask, &desk),
        &directory,
        &Trouble::default(),
    )
}

fn draw(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> Result<Answer, Problem> {
    let id: UserId = at.ask.parsed("id")?;
    let person = directory.person(id).ok_or(Problem::NotFound)?;
    let t = at.t;
    let path = format!("/admin/people/{id}");
    let mut page = at.page(Tabbed::People, &path, person.name.clone());
    page.back = Some(Link::new(t.get("admin-people"), "/admin/people"));
    page.marks = vec![standing(&t, person.standing)];
    let asked = at.asked(trouble);
    page.blocks.extend(trouble.meanwhile(&t, at.desk));
    let mut rows = vec![Row::new(t.get("sign-in-login"), person.login.clone())];
    if !person.title.is_empty() {
        rows.push(Row::new(t.get("account-job"), person.title.clone()));
    }
    rows.push(Row::new(t.get("admin-last-sign-in"), last(at, person)));
    page.blocks.push(Block::Card(vec![Part::Rows(rows)]));
    page.blocks
        .push(Block::Table(memberships(at, directory, person)));
    if directory.may_change {
        let version = trouble.version(at.ask, person.version);
        let add = add_form(at, &asked, directory, &path, &version);
        match person.standing {
            Standing::Active => {
                page.blocks.push(Block::Form(add));
                if id != at.desk.user_id() {
                    let suspend = suspend_form(at, &asked, &path, &version);
                    page.blocks.push(Block::Form(suspend));
                }
            }
            Standing::Suspended => {
                page.blocks
                    .push(Block::Form(restore_form(at, &path, &version)));
            }
            Standing::Left => {}
        }
    }
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

fn memberships(at: &At<'_>, directory: &Directory, person: &Person) -> Table {
    let t = at.t;
    let row = |m: &Belongs| {
        let role = t.of("role", m.role.name());
        let first = if m.state == MembershipState::Ended {
            Cell::Text(role)
        } else {
            let href = format!(
                "/admin/people/{}/in/{}/{}",
                person.id,
                m.unit,
                m.role.name()
            );
            Cell::Link(Link::new(role, href))
        };
        vec![
            first,
            Cell::text(unit_name(directory, m.unit)),
            Cell::Mark(membership_mark(&t, m.state)),
        ]
    };
    Table {
        id: "memberships",
        title: t.get("admin-memberships"),
        empty: t.get("admin-belongs-nowhere"),
        columns: ["admin-role", "admin-unit", "admin-state"]
            .map(|k| Column::text(t.get(k)))
            .to_vec(),
        rows: person.memberships.iter().map(row).collect(),
        counted: false,
    }
}

/// Units that take new people, to choose one.
pub(super) fn open_units(directory: &Directory) -> Vec<(String, String)> {
    directory
        .units
        .iter()
        .filter(|u| !u.closed)
        .map(|u| (u.id.to_string(), unit_name(directory, u.id)))
        .collect()
}

fn add_form(
    at: &At<'_>,
    asked: &Asked<'_>,
    directory: &Directory,
    path: &str,
    version: &str,
) -> Form {
    let t = at.t;
    Form {
        code: "add",
        title: t.get("admin-add"),
        lead: t.get("admin-add-lead"),
        action: format!("{path}/add"),
        hidden: at.hidden(Some(version.to_owned())),
        parts: vec![
            Part::Select(asked.pick("unit", t.get("admin-unit"), open_units(directory))),
            Part::Select(asked.pick("role", t.get("admin-role"), at.roles())),
        ],
        button: t.get("admin-add-button"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

fn suspend_form(at: &At<'_>, asked: &Asked<'_>, path: &str, version: &str) -> Form {
    let t = at.t;
    Form {
        code: "suspend",
        title: t.get("admin-suspend"),
        lead: t.get("admin-suspend-lead"),
        action: format!("{path}/suspend"),
        hidden: at.hidden(Some(version.to_owned())),
        parts: vec![Part::Area(asked.field("reason", t.get("admin-why")))],
        button: t.get("admin-suspend-button"),
        weight: Weight::Grave,
        cancel: None,
    }
}

fn restore_form(at: &At<'_>, path: &str, version: &str) -> Form {
    let t = at.t;
    Form {
        code: "restore",
        title: t.get("admin-restore"),
        lead: t.get("admin-restore-lead"),
        action: format!("{path}/restore"),
        hidden: at.hidden(Some(version.to_owned())),
        parts: Vec::new(),
        button: t.get("admin-restore-button"),
        weight: Weight::Main,
        cancel: None,
    }
}

async fn change(
    site: &Site,
    ask: &Ask,
    of: impl Fn(UserId) -> Result<Change, Trouble>,
    done: &str,
) -> Result<Answer, Problem> {
    let desk = ask.desk(site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(site, ask, &desk);
    let id: UserId = ask.parsed("id")?;
    let post = versioned(ask, &desk)?;
    let change = match of(id) {
        Ok(change) => change,
        Err(trouble) => return draw(&at, &directory, &trouble),
    };
    match Trouble::of(desk.change_directory(&change, post).await)? {
        None => Ok(Answer::see_other(&format!(
            "/admin/people/{id}?done={done}"
        ))),
        Some(trouble) => draw(&at, &directory, &trouble.renamed(&[("user", "role")])),
    }
}

/// Out at the next request.
pub(super) async fn suspend(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let reason = punte_words::clean_text(ask.fields.text("reason"));
    let of = |user| {
        Ok(Change::Suspend {
            user,
            reason: reason.clone(),
        })
    };
    change(&site, &ask, of, "admin-suspended").await
}

/// In again.
pub(super) async fn restore(site: Site, ask: Ask) -> Result<Answer, Problem> {
    change(
        &site,
        &ask,
        |user| Ok(Change::Restore { user }),
        "admin-restored",
    )
    .await
}

/// One more membership.
pub(super) async fn add(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let unit: Option<UnitId> = ask.fields.text("unit").parse().ok();
    let role = role_of(ask.fields.text("role"));
    let of = |user| match (unit, role) {
        (Some(unit), Some(role)) => Ok(Change::AddMembership { user, unit, role }),
        (unit, role) => {
            let mut wrong = Vec::new();
            if unit.is_none() {
                wrong.push(Invalid::new("unit", "choice-unknown"));
            }
            if role.is_none() {
                wrong.push(Invalid::new("role", "choice-unknown"));
            }
            Err(Trouble { wrong, stale: None })
        }
    };
    change(&site, &ask, of, "admin-added").await
}
