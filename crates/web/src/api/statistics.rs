//! The official series as JSON.

use super::openapi::Documented;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::headers::Caching;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::public;
use crate::site::Site;
use crate::statistics::{ChartId, json};

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    public!(Get Api "/api/v1/statistics", Takes::Nothing, all),
    public!(Get Api "/api/v1/statistics/{chart}", Takes::Nothing, one),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/statistics",
        "GET",
        "Every chart's figures with source, known errors and other published values",
        None,
        None,
    ),
    Documented::new(
        "/api/v1/statistics/{chart}",
        "GET",
        "One chart's figures: victims, age, sex, forms, justice",
        None,
        None,
    ),
];

async fn all(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let _ = ask;
    let dataset = site.app.statistics().await?;
    let charts: Vec<_> = ChartId::ALL
        .into_iter()
        .map(|chart| json(&dataset, chart))
        .collect();
    Ok(Answer::json(&charts).caching(Caching::Public))
}

async fn one(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let chart = ChartId::parse(ask.part("chart")?).ok_or(Problem::NotFound)?;
    let dataset = site.app.statistics().await?;
    Ok(Answer::json(&json(&dataset, chart)).caching(Caching::Public))
}
