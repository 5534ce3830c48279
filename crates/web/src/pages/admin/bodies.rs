//! Organisations and their units.

use super::{At, Tabbed, units};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{BlockPage, Trouble, versioned};
use crate::pages::post_of;
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Form, Table, Weight};
use crate::view::form::Field;
use crate::view::list::Column;
use crate::view::mark::{Link, Mark, Tone};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use punte_app::Invalid;
use punte_app::directory::{Change, Directory, KINDS, Organisation, REGIMES};
use punte_app::domain::directory::organisation::{Kind, Regime};
use punte_app::domain::id::OrganisationId;
use punte_app::domain::values::Code;
use punte_words::T;

/// Name of a kind in messages and JSON.
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Ngo => "ngo",
        Kind::Dgaspc => "dgaspc",
        Kind::Police => "police",
        Kind::Prosecution => "prosecution",
        Kind::Donor => "donor",
        Kind::Other => "other",
    }
}

/// Name of a regime in messages and JSON.
pub const fn regime_name(regime: Regime) -> &'static str {
    match regime {
        Regime::Gdpr => "gdpr",
        Regime::Law363 => "law363",
    }
}

fn county(t: &T, code: &str) -> String {
    if code.is_empty() {
        t.get("refer-national")
    } else {
        t.of("pack-county", code)
    }
}

/// All that the person may see: organisations, and units by organisation.
pub(super) async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    let at = At::new(&site, &ask, &desk);
    let t = at.t;
    let mut page = at.page(Tabbed::Bodies, "/admin", t.get("nav-admin"));
    if directory.may_change {
        page.first = Some(Link::new(
            t.get("admin-organisation-new"),
            "/admin/organisations/new",
        ));
    }
    page.blocks = vec![
        Block::Table(organisations(&t, &directory)),
        Block::Table(units::table(&t, &directory, None)),
    ];
    Ok(page.answer())
}

fn organisations(t: &T, directory: &Directory) -> Table {
    let row = |o: &Organisation| {
        let units = directory.units.iter().filter(|u| u.organisation == o.id);
        vec![
            Cell::Link(Link::new(&o.name, format!("/admin/organisations/{}", o.id))),
            Cell::text(t.of("admin-kind", kind_name(o.kind))),
            Cell::text(county(t, &o.county)),
            Cell::text(t.of("admin-regime", regime_name(o.regime))),
            Cell::text(t.number(units.count())),
            Cell::Mark(life(t, o.closed)),
        ]
    };
    let mut columns = [
        "admin-organisation",
        "admin-kind",
        "admin-county",
        "admin-regime",
        "admin-units",
        "admin-state",
    ]
    .map(|k| Column::text(t.get(k)))
    .to_vec();
    if let Some(column) = columns.get_mut(4) {
        column.numeric = true;
    }
    Table {
        id: "organisations",
        title: t.get("admin-organisations"),
        empty: t.get("admin-organisations-none"),
        columns,
        rows: directory.organisations.iter().map(row).collect(),
        counted: true,
    }
}

/// Whether a body works, as a tag.
pub(super) fn life(t: &T, closed: bool) -> Mark {
    if closed {
        Mark::new(t.get("admin-closed"), Tone::Grey)
    } else {
        Mark::new(t.get("admin-open"), Tone::Green)
    }
}

/// One organisation.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    let at = At::new(&site, &ask, &desk);
    draw(&at, &directory, &Trouble::default())
}

fn draw(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> Result<Answer, Problem> {
    let id: OrganisationId = at.ask.parsed("id")?;
    let body = directory.organisation(id).ok_or(Problem::NotFound)?;
    let t = at.t;
    let path = format!("/admin/organisations/{id}");
    let mut page = at.page(Tabbed::Bodies, &path, body.name.clone());
    page.back = Some(Link::new(t.get("admin-bodies"), "/admin"));
    page.marks = vec![life(&t, body.closed)];
    let asked = at.asked(trouble);
    page.blocks.extend(trouble.meanwhile(&t, at.desk));
    page.blocks.push(Block::Card(vec![Part::Rows(vec![
        Row::new(
            t.get("admin-kind"),
            t.of("admin-kind", kind_name(body.kind)),
        ),
        Row::new(
            t.get("admin-regime"),
            t.of("admin-regime", regime_name(body.regime)),
        ),
        Row::new(t.get("admin-county"), county(&t, &body.county)),
    ])]));
    page.blocks
        .push(Block::Table(units::table(&t, directory, Some(id))));
    if directory.may_change && !body.closed {
        page.first = Some(Link::new(
            t.get("admin-unit-new"),
            format!("{path}/units/new"),
        ));
        let version = trouble.version(at.ask, body.version);
        page.blocks
            .extend(life_forms(at, &asked, &path, &body.name, &version));
    }
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

/// The forms that organisation and unit have in common: another name, and the end.
pub(super) fn life_forms(
    at: &At<'_>,
    asked: &Asked<'_>,
    path: &str,
    name: &str,
    version: &str,
) -> Vec<Block> {
    let t = at.t;
    let mut field = asked.field("name", t.get("admin-name"));
    if !at.ask.path.ends_with("/rename") {
        name.clone_into(&mut field.value);
    }
    let reason = asked
        .field("reason", t.get("admin-close-why"))
        .hint(t.get("admin-close-hint"));
    vec![
        Block::Form(Form {
            code: "rename",
            title: t.get("admin-rename"),
            lead: String::new(),
            action: format!("{path}/rename"),
            hidden: at.hidden(Some(version.to_owned())),
            parts: vec![Part::Input(field)],
            button: t.get("admin-rename-button"),
            weight: Weight::Quiet,
            cancel: None,
        }),
        Block::Form(Form {
            code: "close",
            title: t.get("admin-close"),
            lead: t.get("admin-close-lead"),
            action: format!("{path}/close"),
            hidden: at.hidden(Some(version.to_owned())),
            parts: vec![Part::Area(reason)],
            button: t.get("admin-close-button"),
            weight: Weight::Grave,
            cancel: None,
        }),
    ]
}

async fn change(
    site: Site,
    ask: Ask,
    of: impl Fn(OrganisationId) -> Change,
    done: &str,
) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory_to_change().await?;
    let id: OrganisationId = ask.parsed("id")?;
    let post = versioned(&ask, &desk)?;
    match Trouble::of(desk.change_directory(&of(id), post).await)? {
        None => Ok(Answer::see_other(&format!(
            "/admin/organisations/{id}?done={done}"
        ))),
        Some(trouble) => draw(&At::new(&site, &ask, &desk), &directory, &trouble),
    }
}

/// Another name.
pub(super) async fn rename(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let name = ask.fields.text("name").to_owned();
    let of = |id| Change::RenameOrganisation {
        id,
        name: name.clone(),
    };
    change(site, ask, of, "admin-renamed").await
}

/// Leaves the partnership.
pub(super) async fn close(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let reason = punte_words::clean_text(ask.fields.text("reason"));
    let of = |id| Change::CloseOrganisation {
        id,
        reason: reason.clone(),
    };
    change(site, ask, of, "admin-closed").await
}

/// The form for a new organisation.
pub(super) async fn new(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    desk.directory_to_change().await?;
    Ok(draw_new(&At::new(&site, &ask, &desk), &Trouble::default()).answer())
}

fn draw_new(at: &At<'_>, trouble: &Trouble) -> BlockPage {
    let t = at.t;
    let path = "/admin/organisations/new";
    let mut page = at.page(Tabbed::Bodies, path, t.get("admin-organisation-new"));
    page.back = Some(Link::new(t.get("admin-bodies"), "/admin"));
    let asked = at.asked(trouble);
    let kinds = KINDS.map(|k| (kind_name(k).to_owned(), t.of("admin-kind", kind_name(k))));
    let regimes = REGIMES.map(|r| {
        (
            regime_name(r).to_owned(),
            t.of("admin-regime", regime_name(r)),
        )
    });
    let mut regime = asked.one("regime", t.get("admin-regime"), regimes);
    regime.hint = Some(t.get("admin-regime-hint"));
    page.blocks = vec![Block::Form(Form {
        code: "organisation",
        title: String::new(),
        lead: String::new(),
        action: path.into(),
        hidden: at.hidden(None),
        parts: vec![
            Part::Input(name_field(&asked)),
            Part::Radios(asked.one("kind", t.get("admin-kind"), kinds)),
            Part::Radios(regime),
            Part::Select(counties(at, &asked)),
        ],
        button: t.get("admin-organisation-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-cancel"), "/admin")),
    })];
    page.mark(&asked);
    page
}

/// The field for the name of a body.
pub(super) fn name_field(asked: &Asked<'_>) -> Field {
    asked.field("name", asked.t.get("admin-name"))
}

/// The counties, and none for a national body.
pub(super) fn counties(at: &At<'_>, asked: &Asked<'_>) -> crate::view::form::Choices {
    let t = at.t;
    let none = (String::new(), t.get("refer-national"));
    let listed = crate::pages::refer::say::counties(&t, at.desk.app().pack());
    let listed = std::iter::once(none).chain(listed);
    asked.one("county", t.get("admin-county"), listed)
}

/// The chosen county; `None` for a national body.
pub(super) fn county_of(ask: &Ask) -> Option<Code> {
    ask.fields.given("county").map(Code::new)
}

/// Founds an organisation.
pub(super) async fn found(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    desk.directory_to_change().await?;
    let at = At::new(&site, &ask, &desk);
    let kind = KINDS
        .into_iter()
        .find(|k| kind_name(*k) == ask.fields.text("kind"));
    let regime = REGIMES
        .into_iter()
        .find(|r| regime_name(*r) == ask.fields.text("regime"));
    let mut wrong = Vec::new();
    if ask.fields.given("name").is_none() {
        wrong.push(Invalid::new("name", "name-bad"));
    }
    if kind.is_none() {
        wrong.push(Invalid::new("kind", "choice-unknown"));
    }
    if regime.is_none() {
        wrong.push(Invalid::new("regime", "choice-unknown"));
    }
    let (Some(kind), Some(regime), true) = (kind, regime, wrong.is_empty()) else {
        let trouble = Trouble { wrong, stale: None };
        return Ok(draw_new(&at, &trouble).answer().status(trouble.status()));
    };
    let change = Change::FoundOrganisation {
        name: ask.fields.text("name").to_owned(),
        kind,
        regime,
        county: county_of(&ask),
    };
    let outcome = desk.change_directory(&change, post_of(&ask, &desk)).await;
    let trouble = match outcome {
        Ok(id) => {
            let id = OrganisationId(id);
            return Ok(Answer::see_other(&format!(
                "/admin/organisations/{id}?done=admin-founded"
            )));
        }
        Err(error) => Trouble::of::<()>(Err(error))?
            .unwrap_or_default()
            .renamed(&[("choice", "county")]),
    };
    Ok(draw_new(&at, &trouble).answer().status(trouble.status()))
}
