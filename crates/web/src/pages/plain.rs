//! What is open to everybody: public statistics, assets, help, health.

use super::render;
use crate::frame::Frame;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::headers::Caching;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::public;
use crate::site::Site;
use crate::view::assets;
use askama::Template;
use axum::http::header;
use punte_words::T;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    public!(Get Plain "/assets/{name}", Takes::Nothing, asset),
    public!(Get Plain "/healthz", Takes::Nothing, healthy),
    public!(Get Plain "/readyz", Takes::Nothing, ready),
    public!(Get Page "/help", Takes::Nothing, help),
    public!(Get Page "/privacy", Takes::Nothing, privacy),
    public!(Get Page "/accessibility", Takes::Nothing, accessibility),
];

async fn asset(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = site;
    let name = ask.part("name")?;
    let (bytes, tag) = assets::get(name).ok_or(Problem::NotFound)?;
    // An address that carries the content's hash may be kept for ever; one that doesn't may go stale.
    let caching = if ask.query("v").is_empty() {
        Caching::Public
    } else {
        Caching::Immutable
    };
    Ok(Answer::bytes(assets::media_type(name), bytes.into_owned())
        .caching(caching)
        .with(header::ETAG, tag))
}

async fn healthy(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = (site, ask);
    Ok(Answer::bytes("text/plain; charset=utf-8", b"ok\n".to_vec()))
}

async fn ready(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = ask;
    let report = site
        .app
        .store()
        .engine_report()
        .await
        .map_err(|_| Problem::Unavailable)?;
    if report.broken {
        Err(Problem::Unavailable)
    } else {
        Ok(Answer::bytes(
            "text/plain; charset=utf-8",
            b"ready\n".to_vec(),
        ))
    }
}

#[derive(Template)]
#[template(path = "pages/text.html")]
struct TextPage {
    frame: Frame,
    title: String,
    paragraphs: Vec<String>,
    phones: bool,
}

fn text(site: &Site, ask: &Ask, family: &str, count: usize, phones: bool) -> Answer {
    let t = T::new(ask.lang);
    let title = t.of(family, "title");
    let paragraphs = (1..=count).map(|n| t.of(family, n)).collect();
    let mut frame = Frame::public(ask.lang, title.clone(), &ask.path);
    if let Some(token) = &ask.token {
        frame.csrf = site.app.csrf(token);
    }
    Answer::page(render(&TextPage {
        frame,
        title,
        paragraphs,
        phones,
    }))
}

async fn help(site: Site, ask: Ask) -> Result<Answer, Problem> {
    Ok(text(&site, &ask, "help", 4, true))
}

async fn privacy(site: Site, ask: Ask) -> Result<Answer, Problem> {
    Ok(text(&site, &ask, "privacy", 5, false))
}

async fn accessibility(site: Site, ask: Ask) -> Result<Answer, Problem> {
    Ok(text(&site, &ask, "accessibility", 3, false))
}
