//! Views that somebody keeps: the list's address under a name of their own.

use super::query::Address;
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

/// Where the form is that keeps this address.
pub(super) fn keep_at(address: &Address) -> String {
    address.with("page", "").href("/account/views/new")
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
