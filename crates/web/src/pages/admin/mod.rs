//! Administration: organisations, units, people, invitations, newcomers, hand-over, the ledger. Clear administrative data; no
//! office of these opens content.

mod bodies;
mod hand_over;
mod invitations;
mod ledger;
mod member;
mod people;
mod units;
mod waiting;

pub use bodies::{kind_name, regime_name};

use crate::frame::Section;
use crate::guarded;
use crate::http::ask::Ask;
use crate::http::fields::Shape;
use crate::http::route::{Route, Takes};
use crate::pages::blocks::{BlockPage, Trouble};
use crate::pages::staff;
use crate::site::Site;
use crate::view::parts::Asked;
use crate::view::record::Tab;
use punte_app::Desk;
use punte_app::domain::access::Role;
use punte_words::T;

const SMALL: usize = 8 * 1024;
/// A reason may be long.
const LONG: usize = 64 * 1024;

const fn fields(single: &'static [&'static str]) -> Shape {
    Shape { single, many: &[] }
}

const NONE: Shape = fields(&[]);
const NAME: Shape = fields(&["name"]);
const REASON: Shape = fields(&["reason"]);
const ORGANISATION: Shape = fields(&["name", "kind", "regime", "county"]);
const UNIT: Shape = Shape {
    single: &["name", "county"],
    many: &["offers"],
};
const OFFERS: Shape = Shape {
    single: &[],
    many: &["offers"],
};
const MEMBERSHIP: Shape = fields(&["unit", "role"]);
const ROLE: Shape = fields(&["role"]);
const INVITE: Shape = fields(&["name", "email", "unit", "role"]);
const CONFIRM: Shape = fields(&["user", "unit"]);
const HAND_OVER: Shape = fields(&["to", "go"]);

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Page "/admin", ReadDirectory, Takes::Nothing, bodies::list),
    guarded!(Get Page "/admin/organisations/new", ChangeDirectory, Takes::Nothing, bodies::new),
    guarded!(Post Page "/admin/organisations/new", ChangeDirectory, Takes::Form(ORGANISATION, SMALL), bodies::found),
    guarded!(Get Page "/admin/organisations/{id}", ReadDirectory, Takes::Nothing, bodies::page),
    guarded!(Post Page "/admin/organisations/{id}/rename", ChangeDirectory, Takes::Form(NAME, SMALL), bodies::rename),
    guarded!(Post Page "/admin/organisations/{id}/close", ChangeDirectory, Takes::Form(REASON, LONG), bodies::close),
    guarded!(Get Page "/admin/organisations/{id}/units/new", ChangeDirectory, Takes::Nothing, units::new),
    guarded!(Post Page "/admin/organisations/{id}/units/new", ChangeDirectory, Takes::Form(UNIT, SMALL), units::found),
    guarded!(Get Page "/admin/units/{id}", ReadDirectory, Takes::Nothing, units::page),
    guarded!(Post Page "/admin/units/{id}/rename", ChangeDirectory, Takes::Form(NAME, SMALL), units::rename),
    guarded!(Post Page "/admin/units/{id}/offers", ChangeDirectory, Takes::Form(OFFERS, SMALL), units::offers),
    guarded!(Post Page "/admin/units/{id}/close", ChangeDirectory, Takes::Form(REASON, LONG), units::close),
    guarded!(Post Page "/admin/units/{id}/pseudonyms", ChangeDirectory, Takes::Form(NONE, SMALL), units::pseudonyms),
    guarded!(Get Page "/admin/people", ReadDirectory, Takes::Nothing, people::list),
    guarded!(Get Page "/admin/people/{id}", ReadDirectory, Takes::Nothing, people::page),
    guarded!(Post Page "/admin/people/{id}/suspend", ChangeDirectory, Takes::Form(REASON, LONG), people::suspend),
    guarded!(Post Page "/admin/people/{id}/restore", ChangeDirectory, Takes::Form(NONE, SMALL), people::restore),
    guarded!(Post Page "/admin/people/{id}/add", ChangeDirectory, Takes::Form(MEMBERSHIP, SMALL), people::add),
    guarded!(Get Page "/admin/people/{id}/in/{unit}/{role}", ReadDirectory, Takes::Nothing, member::page),
    guarded!(Post Page "/admin/people/{id}/in/{unit}/{role}/role", ChangeDirectory, Takes::Form(ROLE, SMALL), member::role),
    guarded!(Post Page "/admin/people/{id}/in/{unit}/{role}/end", ChangeDirectory, Takes::Form(NONE, SMALL), member::end),
    guarded!(Get Page "/admin/people/{id}/hand-over/{unit}", HandOver, Takes::Nothing, hand_over::page),
    guarded!(Post Page "/admin/people/{id}/hand-over/{unit}", HandOver, Takes::Form(HAND_OVER, SMALL), hand_over::step),
    guarded!(Get Page "/admin/invitations", ReadDirectory, Takes::Nothing, invitations::list),
    guarded!(Get Page "/admin/invitations/new", ChangeDirectory, Takes::Nothing, invitations::new),
    guarded!(Post Page "/admin/invitations/new", ChangeDirectory, Takes::Form(INVITE, SMALL), invitations::invite),
    guarded!(Post Page "/admin/invitations/{id}/withdraw", ChangeDirectory, Takes::Form(NONE, SMALL), invitations::withdraw),
    guarded!(Get Page "/admin/waiting", ConfirmMember, Takes::Nothing, waiting::page),
    guarded!(Post Page "/admin/waiting", ConfirmMember, Takes::Form(CONFIRM, SMALL), waiting::confirm),
    guarded!(Get Page "/admin/ledger", ReadLedger, Takes::Nothing, ledger::page),
    guarded!(Get Plain "/admin/ledger.csv", ReadLedger, Takes::Nothing, ledger::csv),
];

/// The parts of administration, as tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tabbed {
    Bodies,
    People,
    Invitations,
    Waiting,
    Ledger,
}

/// One request, with what every page of this part needs.
struct At<'a> {
    site: &'a Site,
    ask: &'a Ask,
    desk: &'a Desk,
    t: T,
}

impl<'a> At<'a> {
    fn new(site: &'a Site, ask: &'a Ask, desk: &'a Desk) -> Self {
        Self {
            site,
            ask,
            desk,
            t: T::new(ask.lang),
        }
    }

    /// The questions of a form that came back, or none.
    fn asked(&self, trouble: &'a Trouble) -> Asked<'a> {
        Asked {
            t: self.t,
            fields: &self.ask.fields,
            wrong: &trouble.wrong,
        }
    }

    /// A page of a tab. `path` is its address, to come back to after switching language.
    fn page(&self, tab: Tabbed, path: &str, heading: String) -> BlockPage {
        let section = Some(Section::Admin);
        let mut frame = staff(
            self.site,
            self.ask,
            self.desk,
            self.t.get("nav-admin"),
            section,
        );
        path.clone_into(&mut frame.path);
        let mut page = BlockPage::new(frame, heading);
        page.tabs = self.tabs(tab);
        page.tabs_label = self.t.get("nav-admin");
        page
    }

    fn tabs(&self, current: Tabbed) -> Vec<Tab> {
        let (t, desk) = (self.t, self.desk);
        let whole = desk.is(Role::Administrator) || desk.is(Role::DataProtectionOfficer);
        let directory = whole || desk.is(Role::Supervisor);
        let all = [
            (Tabbed::Bodies, t.get("admin-bodies"), "/admin", directory),
            (
                Tabbed::People,
                t.get("admin-people"),
                "/admin/people",
                directory,
            ),
            (
                Tabbed::Invitations,
                t.get("admin-invitations"),
                "/admin/invitations",
                directory,
            ),
            (
                Tabbed::Waiting,
                t.get("admin-waiting"),
                "/admin/waiting",
                true,
            ),
            (
                Tabbed::Ledger,
                t.get("admin-ledger"),
                "/admin/ledger",
                desk.is(Role::DataProtectionOfficer),
            ),
        ];
        all.into_iter()
            .filter(|(.., open)| *open)
            .map(|(tab, label, href, _)| Tab {
                label,
                href: Some(href.to_owned()),
                count: None,
                current: tab == current,
            })
            .collect()
    }

    /// What every form carries.
    fn hidden(&self, version: Option<String>) -> Vec<(&'static str, String)> {
        let mut hidden = vec![("id", self.desk.app().new_entry().to_string())];
        hidden.extend(version.map(|version| ("version", version)));
        hidden
    }

    /// Every role in words, for a list to choose from.
    fn roles(&self) -> Vec<(String, String)> {
        let role = |r: Role| (r.name().to_owned(), self.t.of("role", r.name()));
        Role::ALL.map(role).to_vec()
    }
}

/// A role by its name.
pub fn role_of(name: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|r| r.name() == name)
}
