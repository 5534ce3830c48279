//! Public statistics: open to everybody, needing neither cookies nor scripts.

use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::headers::Caching;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::public;
use crate::site::Site;
use crate::statistics::{ChartId, csv, json, render_page, svg};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    public!(Get Page "/statistics", Takes::Nothing, page),
    public!(Get Plain "/statistics/{file}", Takes::Nothing, file),
];

async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let dataset = site.app.statistics().await?;
    // The shape of a session's cookie is enough: what depends on it is one link, and no secret.
    let signed_in = ask.token.is_some();
    let html = render_page(&dataset, ask.lang, signed_in).map_err(|_| Problem::Unavailable)?;
    let page = Answer::page(html);
    // A page with the way back is that person's, not everybody's.
    Ok(if signed_in { page } else { open(page) })
}

async fn file(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let (chart, form) = ask
        .part("file")?
        .rsplit_once('.')
        .ok_or(Problem::NotFound)?;
    let chart = ChartId::parse(chart).ok_or(Problem::NotFound)?;
    let dataset = site.app.statistics().await?;
    let answer = match form {
        "csv" => Answer::bytes("text/csv; charset=utf-8", csv(&dataset, chart).into_bytes()),
        "json" => Answer::json(&json(&dataset, chart)),
        "svg" => Answer::bytes("image/svg+xml", svg(&dataset, chart, ask.lang).into_bytes()),
        _ => return Err(Problem::NotFound),
    };
    Ok(open(answer))
}

/// May be kept for a while; the language may come from the browser, so copies are kept for each.
fn open(answer: Answer) -> Answer {
    answer
        .caching(Caching::Public)
        .with(axum::http::header::VARY, "Accept-Language, Cookie")
}
