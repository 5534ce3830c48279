//! Units: what they offer, who works there.

use super::bodies::{counties, county_of, life, life_forms, name_field};
use super::{At, Tabbed};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::account::membership_mark;
use crate::pages::blocks::{BlockPage, Trouble, versioned};
use crate::pages::post_of;
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Form, Table, Weight};
use crate::view::form::{Choice, Choices};
use crate::view::list::Column;
use crate::view::mark::{Link, Mark, Tone};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use punte_app::directory::{Change, Directory, MembershipState, Offers, Unit};
use punte_app::domain::id::{OrganisationId, UnitId};
use punte_words::T;

const OFFERED: [&str; 3] = ["intake", "referrals", "casework"];

fn offered(offers: Offers) -> Vec<&'static str> {
    let [intake, referrals, casework] = OFFERED;
    [
        (intake, offers.intake),
        (referrals, offers.referrals),
        (casework, offers.casework),
    ]
    .into_iter()
    .filter_map(|(name, on)| on.then_some(name))
    .collect()
}

fn said(t: &T, offers: Offers) -> String {
    let names: Vec<_> = offered(offers)
        .into_iter()
        .map(|name| t.of("admin-offers", name))
        .collect();
    if names.is_empty() {
        t.get("admin-offers-none")
    } else {
        names.join("; ")
    }
}

/// The units of one organisation, or all.
pub(super) fn table(t: &T, directory: &Directory, of: Option<OrganisationId>) -> Table {
    let units = directory
        .units
        .iter()
        .filter(|u| of.is_none_or(|of| u.organisation == of));
    let mut keys = vec![t.get("admin-unit")];
    if of.is_none() {
        keys.push(t.get("admin-organisation"));
    }
    keys.extend(["admin-offers", "admin-members", "admin-state"].map(|k| t.get(k)));
    let members = keys.len() - 2;
    let columns = keys.into_iter().enumerate().map(|(place, label)| {
        if place == members {
            Column::number(label)
        } else {
            Column::text(label)
        }
    });
    Table {
        id: "units",
        title: t.get("admin-units"),
        empty: t.get("admin-units-none"),
        columns: columns.collect(),
        rows: units.map(|u| row(t, directory, u, of.is_none())).collect(),
        counted: true,
    }
}

fn row(t: &T, directory: &Directory, unit: &Unit, whose: bool) -> Vec<Cell> {
    let mut cells = vec![Cell::Link(Link::new(
        &unit.name,
        format!("/admin/units/{}", unit.id),
    ))];
    if whose {
        cells.push(Cell::text(
            directory
                .organisation(unit.organisation)
                .map_or("", |o| &o.name),
        ));
    }
    let members = directory.people.iter().filter(|p| {
        let active = |m: &punte_app::directory::Belongs| {
            m.unit == unit.id && m.state == MembershipState::Active
        };
        p.memberships.iter().any(active)
    });
    cells.push(Cell::text(said(t, unit.offers)));
    cells.push(Cell::text(t.number(members.count())));
    cells.push(Cell::Mark(state(t, unit)));
    cells
}

fn state(t: &T, unit: &Unit) -> Mark {
    if unit.closed || unit.keyed {
        life(t, unit.closed)
    } else {
        Mark::new(t.get("admin-unit-empty"), Tone::Yellow)
    }
}

/// One unit.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    let at = At::new(&site, &ask, &desk);
    draw(&at, &directory, &Trouble::default()).await
}

async fn draw(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> Result<Answer, Problem> {
    let id: UnitId = at.ask.parsed("id")?;
    let unit = directory.unit(id).ok_or(Problem::NotFound)?;
    let t = at.t;
    let path = format!("/admin/units/{id}");
    let mut page = at.page(Tabbed::Bodies, &path, unit.name.clone());
    let organisation = directory.organisation(unit.organisation);
    page.back = organisation.map(|o| Link::new(&o.name, format!("/admin/organisations/{}", o.id)));
    page.marks = vec![state(&t, unit)];
    let asked = at.asked(trouble);
    page.blocks.extend(trouble.meanwhile(&t, at.desk));
    page.blocks.push(Block::Card(vec![Part::Rows(vec![
        Row::new(t.get("admin-offers"), said(&t, unit.offers)),
        Row::new(
            t.get("admin-unit-key"),
            match (unit.keyed, unit.held) {
                (false, _) => t.get("admin-unit-key-none"),
                (true, true) => t.get("admin-unit-key-held"),
                (true, false) => t.get("admin-unit-key-not-held"),
            },
        ),
    ])]));
    page.blocks.push(Block::Table(members(&t, directory, id)));
    if directory.may_change && !unit.closed {
        page.first = Some(Link::new(
            t.get("admin-invite"),
            format!("/admin/invitations/new?unit={id}"),
        ));
        let version = trouble.version(at.ask, unit.version);
        page.blocks
            .push(Block::Form(offers_form(at, &asked, unit, &version)));
        if at.desk.may_give_pseudonyms(id).await? {
            page.blocks.push(Block::Form(pseudonyms_form(at, &path)));
        }
        page.blocks
            .extend(life_forms(at, &asked, &path, &unit.name, &version));
    }
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

fn members(t: &T, directory: &Directory, unit: UnitId) -> Table {
    let rows = directory.people.iter().flat_map(|p| {
        p.memberships
            .iter()
            .filter(move |m| m.unit == unit && m.state != MembershipState::Ended)
            .map(move |m| {
                let href = format!("/admin/people/{}/in/{unit}/{}", p.id, m.role.name());
                vec![
                    Cell::Link(Link::new(&p.name, href)),
                    Cell::text(t.of("role", m.role.name())),
                    Cell::Mark(membership_mark(t, m.state)),
                ]
            })
    });
    Table {
        id: "members",
        title: t.get("admin-members"),
        empty: t.get("admin-members-none"),
        columns: ["admin-person", "admin-role", "admin-state"]
            .map(|k| Column::text(t.get(k)))
            .to_vec(),
        rows: rows.collect(),
        counted: true,
    }
}

fn offers_question(asked: &Asked<'_>, now: &[&str], typed: bool) -> Choices {
    let t = asked.t;
    let choice = |name: &str| {
        let on = if typed {
            asked.fields.has("offers", name)
        } else {
            now.contains(&name)
        };
        let mut choice = Choice::new(name, t.of("admin-offers", name), on);
        choice.hint = Some(t.of("admin-offers-hint", name));
        choice
    };
    let mut question = Choices::new(
        "offers",
        t.get("admin-offers"),
        OFFERED.map(choice).to_vec(),
    );
    question.error = asked.error("offers");
    question
}

fn offers_form(at: &At<'_>, asked: &Asked<'_>, unit: &Unit, version: &str) -> Form {
    let typed = at.ask.path.ends_with("/offers");
    let question = offers_question(asked, &offered(unit.offers), typed);
    Form {
        code: "offers-form",
        title: at.t.get("admin-offers-change"),
        lead: String::new(),
        action: format!("/admin/units/{}/offers", unit.id),
        hidden: at.hidden(Some(version.to_owned())),
        parts: vec![Part::Checks(question)],
        button: at.t.get("account-save"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

fn pseudonyms_form(at: &At<'_>, path: &str) -> Form {
    Form {
        code: "pseudonyms",
        title: at.t.get("admin-pseudonyms"),
        lead: at.t.get("admin-pseudonyms-lead"),
        action: format!("{path}/pseudonyms"),
        hidden: at.hidden(None),
        parts: Vec::new(),
        button: at.t.get("admin-pseudonyms-button"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

fn read_offers(ask: &Ask) -> Option<Offers> {
    let given = ask.fields.all("offers");
    // A name that isn't offered here is refused and never passed over in silence.
    given.iter().all(|name| OFFERED.contains(name)).then(|| {
        let has = |name| ask.fields.has("offers", name);
        Offers {
            intake: has("intake"),
            referrals: has("referrals"),
            casework: has("casework"),
        }
    })
}

async fn change(
    site: &Site,
    ask: &Ask,
    of: impl Fn(UnitId) -> Result<Change, Trouble>,
    done: &str,
) -> Result<Answer, Problem> {
    let desk = ask.desk(site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(site, ask, &desk);
    let id: UnitId = ask.parsed("id")?;
    let post = versioned(ask, &desk)?;
    let change = match of(id) {
        Ok(change) => change,
        Err(trouble) => return draw(&at, &directory, &trouble).await,
    };
    match Trouble::of(desk.change_directory(&change, post).await)? {
        None => Ok(Answer::see_other(&format!("/admin/units/{id}?done={done}"))),
        Some(trouble) => draw(&at, &directory, &trouble).await,
    }
}

/// Another name.
pub(super) async fn rename(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let name = ask.fields.text("name").to_owned();
    let of = |id| {
        Ok(Change::RenameUnit {
            id,
            name: name.clone(),
        })
    };
    change(&site, &ask, of, "admin-renamed").await
}

/// What it offers.
pub(super) async fn offers(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let offers = read_offers(&ask);
    let of = |id| match offers {
        Some(offers) => Ok(Change::SetOffers { id, offers }),
        None => Err(Trouble::wrong("offers", "choice-unknown")),
    };
    change(&site, &ask, of, "admin-offers").await
}

/// Takes nothing new.
pub(super) async fn close(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let reason = punte_words::clean_text(ask.fields.text("reason"));
    let of = |id| {
        Ok(Change::CloseUnit {
            id,
            reason: reason.clone(),
        })
    };
    change(&site, &ask, of, "admin-closed").await
}

/// Gives the unit the key of person pseudonyms.
pub(super) async fn pseudonyms(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let id: UnitId = ask.parsed("id")?;
    desk.give_pseudonyms(id, post_of(&ask, &desk)).await?;
    Ok(Answer::see_other(&format!(
        "/admin/units/{id}?done=admin-pseudonyms"
    )))
}

/// The form for a new unit.
pub(super) async fn new(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(&site, &ask, &desk);
    Ok(draw_new(&at, &directory, &Trouble::default())?.answer())
}

fn draw_new(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> Result<BlockPage, Problem> {
    let id: OrganisationId = at.ask.parsed("id")?;
    let body = directory.organisation(id).ok_or(Problem::NotFound)?;
    let t = at.t;
    let back = format!("/admin/organisations/{id}");
    let path = format!("{back}/units/new");
    let mut page = at.page(Tabbed::Bodies, &path, t.get("admin-unit-new"));
    page.back = Some(Link::new(&body.name, back.clone()));
    page.lead = t.get("admin-unit-new-lead");
    let asked = at.asked(trouble);
    let typed = at.ask.fields.given("id").is_some();
    page.blocks = vec![Block::Form(Form {
        code: "unit",
        title: String::new(),
        lead: String::new(),
        action: path,
        hidden: at.hidden(None),
        parts: vec![
            Part::Input(name_field(&asked)),
            Part::Checks(offers_question(&asked, &[], typed)),
            Part::Select(counties(at, &asked)),
        ],
        button: t.get("admin-unit-button"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-cancel"), back)),
    })];
    page.mark(&asked);
    Ok(page)
}

/// Founds a unit.
pub(super) async fn found(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(&site, &ask, &desk);
    let organisation: OrganisationId = ask.parsed("id")?;
    let Some(offers) = read_offers(&ask) else {
        let trouble = Trouble::wrong("offers", "choice-unknown");
        let page = draw_new(&at, &directory, &trouble)?;
        return Ok(page.answer().status(trouble.status()));
    };
    let change = Change::FoundUnit {
        organisation,
        name: ask.fields.text("name").to_owned(),
        county: county_of(&ask),
        offers,
    };
    let trouble = match desk.change_directory(&change, post_of(&ask, &desk)).await {
        Ok(id) => {
            let id = UnitId(id);
            return Ok(Answer::see_other(&format!(
                "/admin/units/{id}?done=admin-founded"
            )));
        }
        Err(error) => Trouble::of::<()>(Err(error))?
            .unwrap_or_default()
            .renamed(&[("choice", "county"), ("organisation", "")]),
    };
    let page = draw_new(&at, &directory, &trouble)?;
    Ok(page.answer().status(trouble.status()))
}
