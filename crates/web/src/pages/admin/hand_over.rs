//! Hand-over of a leaver's files: what there is, to whom, a last look, done.

use super::{At, Tabbed};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{BlockPage, Trouble};
use crate::pages::post_of;
use crate::site::Site;
use crate::view::blocks::{Block, Form, Weight};
use crate::view::mark::{Alert, AlertKind, Link};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use punte_app::Names;
use punte_app::directory::Leaver;
use punte_app::domain::id::{UnitId, UserId};

async fn read(at: &At<'_>) -> Result<(Leaver, Names), Problem> {
    let (user, unit): (UserId, UnitId) = (at.ask.parsed("id")?, at.ask.parsed("unit")?);
    let leaver = at.desk.leaver(user, unit).await?;
    let names = at.desk.names_of(&[user], &[unit]).await?;
    Ok((leaver, names))
}

/// What there is, and the question to whom.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let at = At::new(&site, &ask, &desk);
    let (leaver, names) = read(&at).await?;
    Ok(draw(&at, &leaver, &names, &Trouble::default()).answer())
}

fn begin(at: &At<'_>, leaver: &Leaver, names: &Names) -> BlockPage {
    let t = at.t;
    let path = format!("/admin/people/{}/hand-over/{}", leaver.user, leaver.unit);
    let heading = t.with("admin-hand-over-of", "who", names.user(leaver.user));
    let mut page = at.page(Tabbed::People, &path, heading);
    let person = format!("/admin/people/{}", leaver.user);
    page.back = Some(Link::new(names.user(leaver.user), person));
    page.blocks.push(Block::Card(vec![Part::Rows(vec![
        Row::new(
            t.get("admin-unit"),
            format!(
                "{} · {}",
                names.unit(leaver.unit),
                names.organisation(leaver.unit)
            ),
        ),
        Row::new(
            t.get("admin-hand-over-files"),
            if leaver.held {
                t.n("count-files", leaver.files.len())
            } else {
                t.get("admin-hand-over-unseen")
            },
        ),
        Row::new(t.get("admin-hand-over-work"), t.number(leaver.work)),
    ])]));
    page
}

fn codes(at: &At<'_>, leaver: &Leaver) -> Option<Block> {
    let list: Vec<_> = leaver.files.iter().map(ToString::to_string).collect();
    (!list.is_empty()).then(|| {
        Block::Parts(vec![
            Part::Heading(at.t.get("admin-hand-over-files")),
            Part::List(list),
        ])
    })
}

/// Without a form, what is wrong is about the page.
fn without_form(mut page: BlockPage, asked: &Asked<'_>, said: Block) -> BlockPage {
    page.blocks.push(said);
    page.mark(asked);
    page
}

fn alert(lead: String, text: String) -> Block {
    Block::Parts(vec![Part::Alert(Alert {
        kind: AlertKind::Warning,
        lead,
        text,
        link: None,
    })])
}

fn draw(at: &At<'_>, leaver: &Leaver, names: &Names, trouble: &Trouble) -> BlockPage {
    let t = at.t;
    let mut page = begin(at, leaver, names);
    let asked = at.asked(trouble);
    if !leaver.held {
        let (lead, text) = (t.get("admin-key-lead"), t.get("refusal-key-not-held"));
        return without_form(page, &asked, alert(lead, text));
    }
    page.blocks.extend(codes(at, leaver));
    if leaver.files.is_empty() && leaver.work == 0 {
        let nothing = Part::Text(t.get("admin-hand-over-nothing"));
        return without_form(page, &asked, Block::Parts(vec![nothing]));
    }
    if leaver.successors.is_empty() {
        let (lead, text) = (t.get("admin-nobody-lead"), t.get("admin-nobody"));
        return without_form(page, &asked, alert(lead, text));
    }
    let successors = leaver
        .successors
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let to = asked.pick("to", t.get("admin-hand-over-to"), successors);
    page.blocks.push(Block::Form(Form {
        code: "hand-over",
        title: String::new(),
        lead: String::new(),
        action: page.frame.path.clone(),
        hidden: vec![("go", "look".to_owned())],
        parts: vec![Part::Select(to)],
        button: t.get("admin-hand-over-look"),
        weight: Weight::Main,
        cancel: None,
    }));
    page.mark(&asked);
    page
}

/// The last look: what goes to whom.
fn draw_last(at: &At<'_>, leaver: &Leaver, names: &Names, to: UserId, name: &str) -> BlockPage {
    let t = at.t;
    let mut page = begin(at, leaver, names);
    page.blocks.extend(codes(at, leaver));
    let mut hidden = at.hidden(None);
    hidden.push(("to", to.to_string()));
    hidden.push(("go", "do".to_owned()));
    page.blocks.push(Block::Form(Form {
        code: "hand-over",
        title: t.with("admin-hand-over-sure", "who", name),
        lead: t.get("admin-hand-over-means"),
        action: page.frame.path.clone(),
        hidden,
        parts: Vec::new(),
        button: t.get("admin-hand-over-do"),
        weight: Weight::Main,
        cancel: Some(Link::new(t.get("refer-previous"), page.frame.path.clone())),
    }));
    page
}

/// One step: the last look, or the hand-over itself.
pub(super) async fn step(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let at = At::new(&site, &ask, &desk);
    let (leaver, names) = read(&at).await?;
    let wished: Option<UserId> = ask.fields.text("to").parse().ok();
    let to = wished.and_then(|to| leaver.successors.iter().find(|(id, _)| *id == to));
    let Some((to, name)) = to else {
        let trouble = Trouble::wrong("to", "choice-unknown");
        let page = draw(&at, &leaver, &names, &trouble);
        return Ok(page.answer().status(trouble.status()));
    };
    if ask.fields.text("go") != "do" {
        return Ok(draw_last(&at, &leaver, &names, *to, name).answer());
    }
    let post = post_of(&ask, &desk);
    let outcome = desk.hand_over(leaver.user, leaver.unit, *to, post).await;
    let stayed = matches!(&outcome, Ok(done) if !done.stayed.is_empty());
    match Trouble::of(outcome)? {
        None if stayed => Ok(Answer::see_other(&format!(
            "/admin/people/{}/hand-over/{}?done=admin-handed-over-part",
            leaver.user, leaver.unit
        ))),
        None => Ok(Answer::see_other(&format!(
            "/admin/people/{}?done=admin-handed-over",
            leaver.user
        ))),
        Some(trouble) => {
            let page = draw(&at, &leaver, &names, &trouble);
            Ok(page.answer().status(trouble.status()))
        }
    }
}
