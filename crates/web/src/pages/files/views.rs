//! Views of the list: those that are ready-made, and those that somebody keeps, an address under a name of their own.

use super::query::Address;
use super::say::Say;
use crate::frame::Section;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::fields::Shape;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::blocks::{BlockPage, Trouble};
use crate::pages::{post_of, staff};
use crate::site::Site;
use crate::view::blocks::{Block, Form, Weight};
use crate::view::mark::Link;
use crate::view::parts::{Asked, Part};
use punte_app::domain::id::EntryId;
use punte_app::views::View;
use punte_app::{AppError, Desk};
use punte_words::T;

const SMALL: usize = 8 * 1024;
const KEEP: Shape = Shape {
    single: &["name", "address"],
    many: &[],
};
const REMOVE: Shape = Shape {
    single: &["view"],
    many: &[],
};

/// Routes of this part. A view is of its owner's account, whatever it shows.
pub(super) const ROUTES: &[Route] = &[
    guarded!(Get Page "/account/views/new", OwnAccount, Takes::Nothing, show),
    guarded!(Post Page "/account/views", OwnAccount, Takes::Form(KEEP, SMALL), keep),
    guarded!(Post Page "/account/views/remove", OwnAccount, Takes::Form(REMOVE, SMALL), remove),
];

/// The ready-made views, by name.
fn ready() -> [(&'static str, Address); 5] {
    let none = Address::default();
    [
        ("mine", none.with("mine", "yes")),
        ("team", none.clone()),
        ("unmanaged", none.with("manager", "none")),
        ("late", none.with("due", "late")),
        (
            "closed",
            none.with("closed", "yes").with("sort", "activity"),
        ),
    ]
}

/// A view that the person keeps, and where it leads.
struct Kept {
    view: View,
    address: Address,
}

/// The views of one person, seen from a list.
pub(super) struct Views {
    kept: Vec<Kept>,
    /// The list, whatever its page.
    here: Address,
}

impl Views {
    /// Those whose address lists still have.
    pub(super) fn of(views: Vec<View>, here: &Address) -> Self {
        let kept = views.into_iter().filter_map(|view| {
            let address = Address::parse(&view.address).ok()?;
            Some(Kept { view, address })
        });
        Self {
            kept: kept.collect(),
            here: here.with("page", ""),
        }
    }

    /// The view of theirs that the list is.
    fn kept_here(&self) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.address == self.here)
    }

    /// What takes away the view of theirs that the list is.
    pub(super) fn removed_by(&self) -> Option<String> {
        self.kept_here().map(|kept| kept.view.id.to_string())
    }

    /// Where the form is that keeps the list, unless it is a view already.
    pub(super) fn kept_at(&self) -> Option<String> {
        let known = self.kept_here().is_some() || ready().iter().any(|(_, set)| *set == self.here);
        (!known).then(|| keep_at(&self.here))
    }

    /// All of them as tabs, the one that the list is marked. A ready-made one is it in any order.
    pub(super) fn tabs(&self, say: &Say<'_>) -> Vec<(Link, bool)> {
        let kept_here = self.kept_here().map(|kept| kept.view.id);
        let unsorted = |address: &Address| address.with("sort", "").with("dir", "");
        let ready = ready().into_iter().map(|(name, set)| {
            let same = kept_here.is_none() && unsorted(&set) == unsorted(&self.here);
            let link = Link::new(say.t.of("files-view", name), set.href("/files"));
            (link, same)
        });
        let kept = self.kept.iter().map(|kept| {
            let link = Link::new(kept.view.name.clone(), kept.address.href("/files"));
            (link, kept_here == Some(kept.view.id))
        });
        ready.chain(kept).collect()
    }
}

fn keep_at(address: &Address) -> String {
    address.href("/account/views/new")
}

async fn show(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let address = Address::read(&ask)?.with("page", "");
    let desk = ask.desk(&site).await?;
    desk.me().await?;
    draw(&site, &ask, &desk, &address, &Trouble::default())
}

fn draw(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    address: &Address,
    trouble: &Trouble,
) -> Result<Answer, Problem> {
    // An address that no list has is kept under no name.
    address.query(desk)?;
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong: &trouble.wrong,
    };
    let title = t.get("files-view-keep");
    let mut frame = staff(site, ask, desk, title.clone(), Some(Section::Files));
    frame.path = keep_at(address);
    let mut page = BlockPage::new(frame, title);
    page.back = Some(Link::new(t.get("nav-files"), address.href("/files")));
    page.lead = t.get("files-view-keep-lead");
    page.blocks = vec![Block::Form(Form {
        code: "view",
        title: String::new(),
        lead: String::new(),
        action: "/account/views".into(),
        hidden: vec![
            ("id", desk.app().new_entry().to_string()),
            ("address", address.href("")),
        ],
        parts: vec![Part::Input(
            asked
                .field("name", t.get("files-view-name"))
                .hint(t.get("files-view-name-hint")),
        )],
        button: t.get("files-view-keep"),
        weight: Weight::Main,
        cancel: None,
    })];
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

async fn keep(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let address = Address::parse(ask.fields.text("address"))?;
    let desk = ask.desk(&site).await?;
    address.query(&desk)?;
    let (name, text) = (ask.fields.text("name"), address.href(""));
    let kept = desk.keep_view(name, &text, post_of(&ask, &desk)).await;
    match Trouble::of(kept)? {
        Some(trouble) => draw(&site, &ask, &desk, &address, &trouble),
        None => Ok(Answer::see_other(&told(&address, "view-kept"))),
    }
}

async fn remove(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let view: EntryId = ask
        .fields
        .text("view")
        .parse()
        .map_err(|_| AppError::Absent)?;
    desk.drop_view(view, post_of(&ask, &desk)).await?;
    Ok(Answer::see_other(&told(
        &Address::default(),
        "view-dropped",
    )))
}

/// The list, with word of what was done.
fn told(address: &Address, done: &str) -> String {
    let href = address.href("/files");
    let joint = if href.contains('?') { '&' } else { '?' };
    format!("{href}{joint}done={done}")
}
