//! Newcomers who wait for a unit's key: those whom the asker can confirm, and for administrators all others, with who could.

use super::people::unit_name;
use super::{At, Tabbed};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::Trouble;
use crate::pages::post_of;
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Press, Table};
use crate::view::list::Column;
use crate::view::parts::Part;
use punte_app::AppError;
use punte_app::directory::{Belongs, Directory, MembershipState, Standing, Waiting};
use punte_app::domain::access::Role;
use punte_app::domain::id::{UnitId, UserId};

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    draw(&At::new(&site, &ask, &desk), &Trouble::default()).await
}

async fn draw(at: &At<'_>, trouble: &Trouble) -> Result<Answer, Problem> {
    let waiting = at.desk.waiting().await?;
    let t = at.t;
    let mut page = at.page(Tabbed::Waiting, "/admin/waiting", t.get("admin-waiting"));
    page.lead = t.get("admin-waiting-lead");
    page.blocks.push(Block::Table(mine(at, &waiting)));
    if at.desk.is(Role::Administrator) || at.desk.is(Role::DataProtectionOfficer) {
        let directory = at.desk.directory().await?;
        page.blocks
            .push(Block::Table(others(at, &directory, &waiting)));
    }
    page.blocks
        .push(Block::Parts(vec![Part::Text(t.get("admin-waiting-check"))]));
    page.mark(&at.asked(trouble));
    Ok(page.answer().status(trouble.status()))
}

fn mine(at: &At<'_>, waiting: &[Waiting]) -> Table {
    let t = at.t;
    let row = |w: &Waiting| {
        let mut hidden = at.hidden(Some(w.version.to_string()));
        hidden.push(("user", w.user.to_string()));
        hidden.push(("unit", w.unit.to_string()));
        vec![
            Cell::text(&w.name),
            Cell::text(&w.login),
            Cell::text(&w.unit_name),
            Cell::text(t.of("role", w.role.name())),
            Cell::Press(Press {
                action: "/admin/waiting".into(),
                hidden,
                button: t.get("admin-confirm"),
                about: w.name.clone(),
            }),
        ]
    };
    Table {
        id: "waiting",
        title: t.get("admin-waiting-mine"),
        empty: t.get("admin-waiting-none"),
        columns: [
            "admin-person",
            "sign-in-login",
            "admin-unit",
            "admin-role",
            "admin-action",
        ]
        .map(|k| Column::text(t.get(k)))
        .to_vec(),
        rows: waiting.iter().map(row).collect(),
        counted: true,
    }
}

fn others(at: &At<'_>, directory: &Directory, mine: &[Waiting]) -> Table {
    let t = at.t;
    let waits = |m: &&Belongs| m.state == MembershipState::Waiting;
    let rows = directory
        .people
        .iter()
        .filter(|p| p.standing == Standing::Active)
        .flat_map(|p| p.memberships.iter().filter(waits).map(move |m| (p, m)))
        .filter(|(p, m)| !mine.iter().any(|w| w.user == p.id && w.unit == m.unit))
        .map(|(p, m)| {
            vec![
                Cell::text(&p.name),
                Cell::text(unit_name(directory, m.unit)),
                Cell::text(t.of("role", m.role.name())),
                Cell::text(who_could(at, directory, p.id, m.unit)),
            ]
        });
    Table {
        id: "elsewhere",
        title: t.get("admin-waiting-elsewhere"),
        empty: t.get("admin-waiting-elsewhere-none"),
        columns: [
            "admin-person",
            "admin-unit",
            "admin-role",
            "admin-who-could",
        ]
        .map(|k| Column::text(t.get(k)))
        .to_vec(),
        rows: rows.collect(),
        counted: true,
    }
}

fn who_could(at: &At<'_>, directory: &Directory, user: UserId, unit: UnitId) -> String {
    let active = |m: &Belongs| m.unit == unit && m.state == MembershipState::Active;
    let names: Vec<&str> = directory
        .people
        .iter()
        .filter(|p| p.id != user && p.standing == Standing::Active)
        .filter(|p| p.memberships.iter().any(active))
        .map(|p| p.name.as_str())
        .collect();
    if names.is_empty() {
        at.t.get("admin-who-could-none")
    } else {
        names.join("; ")
    }
}

/// Gives the unit's key.
pub(super) async fn confirm(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let user: UserId = parsed(&ask, "user")?;
    let unit: UnitId = parsed(&ask, "unit")?;
    let outcome = desk.confirm(user, unit, post_of(&ask, &desk)).await;
    match Trouble::of(outcome)? {
        None => Ok(Answer::see_other("/admin/waiting?done=admin-confirmed")),
        Some(trouble) => draw(&At::new(&site, &ask, &desk), &trouble).await,
    }
}

fn parsed<I: std::str::FromStr>(ask: &Ask, field: &str) -> Result<I, Problem> {
    let id = ask.fields.text(field).parse();
    id.map_err(|_| AppError::Absent.into())
}
