//! One membership: another role, hand-over, the end.

use super::people::unit_name;
use super::{At, Tabbed, role_of};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::account::membership_mark;
use crate::pages::blocks::{Trouble, versioned};
use crate::site::Site;
use crate::view::blocks::{Block, Form, Weight};
use crate::view::mark::{Alert, AlertKind, Link};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use punte_app::directory::{Belongs, Change, Directory, MembershipState, Person};
use punte_app::domain::access::Role;
use punte_app::domain::id::{UnitId, UserId};

/// Which membership the address speaks of.
struct Which {
    user: UserId,
    unit: UnitId,
    role: Role,
}

impl Which {
    fn of(ask: &Ask) -> Result<Self, Problem> {
        Ok(Self {
            user: ask.parsed("id")?,
            unit: ask.parsed("unit")?,
            role: role_of(ask.part("role")?).ok_or(Problem::NotFound)?,
        })
    }

    fn path(&self) -> String {
        format!(
            "/admin/people/{}/in/{}/{}",
            self.user,
            self.unit,
            self.role.name()
        )
    }

    fn find<'a>(&self, directory: &'a Directory) -> Result<(&'a Person, &'a Belongs), Problem> {
        let person = directory.person(self.user).ok_or(Problem::NotFound)?;
        let belongs = person.memberships.iter().find(|m| {
            m.unit == self.unit && m.role == self.role && m.state != MembershipState::Ended
        });
        Ok((person, belongs.ok_or(Problem::NotFound)?))
    }
}

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let directory = desk.directory().await?;
    draw(
        &At::new(&site, &ask, &desk),
        &directory,
        &Trouble::default(),
    )
}

fn draw(at: &At<'_>, directory: &Directory, trouble: &Trouble) -> Result<Answer, Problem> {
    let which = Which::of(at.ask)?;
    let (person, belongs) = which.find(directory)?;
    let t = at.t;
    let path = which.path();
    let heading = format!("{}, {}", person.name, t.of("role", which.role.name()));
    let mut page = at.page(Tabbed::People, &path, heading);
    page.back = Some(Link::new(
        &person.name,
        format!("/admin/people/{}", person.id),
    ));
    page.marks = vec![membership_mark(&t, belongs.state)];
    let asked = at.asked(trouble);
    page.blocks.extend(trouble.meanwhile(&t, at.desk));
    page.blocks.push(Block::Card(vec![Part::Rows(vec![
        Row::new(t.get("admin-unit"), unit_name(directory, which.unit)),
        Row::new(t.get("admin-role"), t.of("role", which.role.name())),
    ])]));
    let active = belongs.state == MembershipState::Active;
    let own_unit = at
        .desk
        .memberships()
        .iter()
        .any(|m| m.unit == which.unit && m.role == Role::Supervisor);
    if active && (directory.may_change || own_unit) {
        page.blocks.push(Block::Parts(vec![Part::Alert(Alert {
            kind: AlertKind::Information,
            lead: t.get("admin-leaving"),
            text: t.get("admin-leaving-text"),
            link: Some(Link::new(
                t.get("admin-hand-over"),
                format!("/admin/people/{}/hand-over/{}", which.user, which.unit),
            )),
        })]));
    }
    if directory.may_change {
        let version = trouble.version(at.ask, person.version);
        if which.user != at.desk.user_id() {
            page.blocks
                .push(Block::Form(role_form(at, &asked, &which, &version)));
        }
        page.blocks
            .push(Block::Form(end_form(at, &which, &version)));
    }
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

fn role_form(at: &At<'_>, asked: &Asked<'_>, which: &Which, version: &str) -> Form {
    let t = at.t;
    let others = at
        .roles()
        .into_iter()
        .filter(|(name, _)| name != which.role.name());
    Form {
        code: "change-role",
        title: t.get("admin-role-change"),
        lead: t.get("admin-role-change-lead"),
        action: format!("{}/role", which.path()),
        hidden: at.hidden(Some(version.to_owned())),
        parts: vec![Part::Select(asked.pick(
            "role",
            t.get("admin-role-new"),
            others,
        ))],
        button: t.get("admin-role-button"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

fn end_form(at: &At<'_>, which: &Which, version: &str) -> Form {
    let t = at.t;
    Form {
        code: "end",
        title: t.get("admin-end"),
        lead: t.get("admin-end-lead"),
        action: format!("{}/end", which.path()),
        hidden: at.hidden(Some(version.to_owned())),
        parts: Vec::new(),
        button: t.get("admin-end-button"),
        weight: Weight::Grave,
        cancel: None,
    }
}

async fn change(
    site: &Site,
    ask: &Ask,
    of: impl Fn(&Which) -> Result<Change, Trouble>,
    done: &str,
) -> Result<Answer, Problem> {
    let desk = ask.desk(site).await?;
    let directory = desk.directory_to_change().await?;
    let at = At::new(site, ask, &desk);
    let which = Which::of(ask)?;
    which.find(&directory)?;
    let post = versioned(ask, &desk)?;
    let change = match of(&which) {
        Ok(change) => change,
        Err(trouble) => return draw(&at, &directory, &trouble),
    };
    match Trouble::of(desk.change_directory(&change, post).await)? {
        None => Ok(Answer::see_other(&format!(
            "/admin/people/{}?done={done}",
            which.user
        ))),
        Some(trouble) => {
            let names = [("user", "role"), ("unit", "")];
            draw(&at, &directory, &trouble.renamed(&names))
        }
    }
}

/// Another role in the same unit.
pub(super) async fn role(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let to = role_of(ask.fields.text("role"));
    let of = |which: &Which| match to {
        None => Err(Trouble::wrong("role", "choice-unknown")),
        Some(to) => Ok(Change::SetRole {
            user: which.user,
            unit: which.unit,
            from: which.role,
            to,
        }),
    };
    change(&site, &ask, of, "admin-role").await
}

/// The end.
pub(super) async fn end(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let of = |which: &Which| {
        Ok(Change::EndMembership {
            user: which.user,
            unit: which.unit,
            role: which.role,
        })
    };
    change(&site, &ask, of, "admin-ended").await
}
