//! Invitations: those that can still be used, and a new one, whose link is shown once.

use super::people::{open_units, unit_name};
use super::{At, Tabbed, role_of};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{BlockPage, Trouble, when};
use crate::pages::post_of;
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Form, Press, Secret, Table, Weight};
use crate::view::list::Column;
use crate::view::mark::{Alert, AlertKind, Link};
use crate::view::parts::Part;
use crate::view::record::Row;
use axum::http::header;
use punte_app::Invalid;
use punte_app::directory::{Directory, Invitation, InviteForm};
use punte_app::domain::id::{UnitId, UserId};

/// Those that can still be used.
pub(super) async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    let at = At::new(&site, &ask, &desk);
    let t = at.t;
    let mut page = at.page(
        Tabbed::Invitations,
        "/admin/invitations",
        t.get("admin-invitations"),
    );
    if directory.may_change {
        page.first = Some(Link::new(t.get("admin-invite"), "/admin/invitations/new"));
    }
    page.blocks = vec![Block::Table(table(&at, &directory))];
    Ok(page.answer())
}

fn table(at: &At<'_>, directory: &Directory) -> Table {
    let t = at.t;
    let row = |i: &Invitation| {
        let mut cells = vec![
            Cell::text(&i.login),
            Cell::text(unit_name(directory, i.unit)),
            Cell::text(t.of("role", i.role.name())),
            Cell::text(when(at.desk, &t, i.expires)),
        ];
        if directory.may_change {
            cells.push(Cell::Press(Press {
                action: format!("/admin/invitations/{}/withdraw", i.id),
                hidden: at.hidden(None),
                button: t.get("admin-withdraw"),
                about: i.login.clone(),
            }));
        }
        cells
    };
    let mut columns = ["sign-in-login", "admin-unit", "admin-role", "admin-expires"]
        .map(|k| Column::text(t.get(k)))
        .to_vec();
    if directory.may_change {
        columns.push(Column::text(t.get("admin-action")));
    }
    Table {
        id: "invitations",
        title: t.get("admin-invitations-open"),
        empty: t.get("admin-invitations-none"),
        columns,
        rows: directory.invitations.iter().map(row).collect(),
        counted: true,
    }
}

/// The form.
pub(super) async fn new(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(&site, &ask, &desk);
    Ok(draw_new(&at, &directory, &Trouble::default()).answer())
}

fn draw_new(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> BlockPage {
    let t = at.t;
    let path = "/admin/invitations/new";
    let mut page = at.page(Tabbed::Invitations, path, t.get("admin-invite"));
    page.back = Some(Link::new(t.get("admin-invitations"), "/admin/invitations"));
    page.lead = t.get("admin-invite-lead");
    let asked = at.asked(trouble);
    let mut unit = asked.pick("unit", t.get("admin-unit"), open_units(directory));
    let wished = at.ask.query("unit");
    if at.ask.fields.given("unit").is_none() && !wished.is_empty() {
        for choice in &mut unit.choices {
            choice.chosen = choice.value == wished;
        }
    }
    page.blocks = vec![Block::Form(Form {
        code: "invite",
        title: String::new(),
        lead: String::new(),
        action: path.into(),
        hidden: at.hidden(None),
        parts: vec![
            Part::Input(asked.field("name", t.get("admin-invite-name"))),
            Part::Input(
                asked
                    .field("email", t.get("admin-invite-email"))
                    .hint(t.get("admin-invite-email-hint")),
            ),
            Part::Select(unit),
            Part::Select(asked.pick("role", t.get("admin-role"), at.roles())),
        ],
        button: t.get("admin-invite-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-cancel"), "/admin/invitations")),
    })];
    page.mark(&asked);
    page
}

fn read(ask: &Ask) -> Result<InviteForm, Vec<Invalid>> {
    let unit: Option<UnitId> = ask.fields.text("unit").parse().ok();
    let role = role_of(ask.fields.text("role"));
    let mut wrong = Vec::new();
    if ask.fields.given("name").is_none() {
        wrong.push(Invalid::new("name", "name-bad"));
    }
    if ask.fields.given("email").is_none() {
        wrong.push(Invalid::new("email", "email-bad"));
    }
    if unit.is_none() {
        wrong.push(Invalid::new("unit", "choice-unknown"));
    }
    if role.is_none() {
        wrong.push(Invalid::new("role", "choice-unknown"));
    }
    match (unit, role) {
        (Some(unit), Some(role)) if wrong.is_empty() => Ok(InviteForm {
            name: ask.fields.text("name").to_owned(),
            email: ask.fields.text("email").to_owned(),
            unit,
            role,
        }),
        _ => Err(wrong),
    }
}

/// Invites; shows the link, once.
pub(super) async fn invite(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(&site, &ask, &desk);
    let form = match read(&ask) {
        Ok(form) => form,
        Err(wrong) => {
            let trouble = Trouble { wrong, stale: None };
            let page = draw_new(&at, &directory, &trouble);
            return Ok(page.answer().status(trouble.status()));
        }
    };
    let secret = match desk.invite(&form, post_of(&ask, &desk)).await {
        Ok(secret) => secret,
        Err(error) => {
            let trouble = Trouble::of::<()>(Err(error))?.unwrap_or_default();
            let page = draw_new(&at, &directory, &trouble);
            return Ok(page.answer().status(trouble.status()));
        }
    };
    let directory = desk.directory().await?;
    Ok(draw_link(&at, &directory, &form, &secret).answer())
}

fn draw_link(at: &At<'_>, directory: &Directory, form: &InviteForm, secret: &str) -> BlockPage {
    let t = at.t;
    let heading = t.get("admin-invited");
    let mut page = at.page(Tabbed::Invitations, "/admin/invitations", heading);
    page.back = Some(Link::new(t.get("admin-invitations"), "/admin/invitations"));
    let login = form.email.trim().to_lowercase();
    let mut rows = vec![
        Row::new(t.get("sign-in-login"), login.clone()),
        Row::new(t.get("admin-unit"), unit_name(directory, form.unit)),
        Row::new(t.get("admin-role"), t.of("role", form.role.name())),
    ];
    // The newest of this address: an older one of the same person may still be open.
    let newest = directory.invitations.iter().filter(|i| i.login == login);
    if let Some(invitation) = newest.max_by_key(|i| i.expires) {
        rows.push(Row::new(
            t.get("admin-expires"),
            when(at.desk, &t, invitation.expires),
        ));
    }
    page.blocks = vec![
        Block::Parts(vec![Part::Alert(Alert {
            kind: AlertKind::Warning,
            lead: t.get("admin-link-once"),
            text: t.get("admin-link-how"),
            link: None,
        })]),
        Block::Secret(Secret {
            id: "invitation-link",
            label: t.get("admin-link"),
            text: format!("{}/join/{secret}", origin(at)),
            picture: None,
            picture_label: String::new(),
        }),
        Block::Card(vec![Part::Rows(rows)]),
        Block::Links(vec![Link::new(
            t.get("admin-invite-more"),
            "/admin/invitations/new",
        )]),
    ];
    page
}

/// How this browser reaches us: the link must work from where the administrator works.
fn origin(at: &At<'_>) -> String {
    let scheme = if at.site.https { "https" } else { "http" };
    let host = at
        .ask
        .headers
        .get(header::HOST)
        .and_then(|v| v.to_str().ok());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    match host.filter(|host| !host.is_empty() && host.chars().all(plain)) {
        Some(host) => format!("{scheme}://{host}"),
        None => String::new(),
    }
}

/// Takes an invitation back.
pub(super) async fn withdraw(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: UserId = ask.parsed("id")?;
    desk.revoke_invitation(id, post_of(&ask, &desk)).await?;
    Ok(Answer::see_other("/admin/invitations?done=admin-withdrawn"))
}
