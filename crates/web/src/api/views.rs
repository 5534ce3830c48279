//! One's own views of the list of files as JSON.

use super::account::done;
use super::openapi::{Documented, Schemas, register};
use super::referrals::post;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::files::query::Address;
use crate::site::Site;
use punte_app::views::View;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const BYTES: usize = 8 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/account/views", OwnAccount, Takes::Nothing, list),
    guarded!(Post Api "/api/v1/account/views", OwnAccount, Takes::Json(BYTES), keep),
    guarded!(Post Api "/api/v1/account/views/remove", OwnAccount, Takes::Json(BYTES), remove),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/account/views",
        "GET",
        "One's own views of the list of files, by name",
        None,
        Some("ViewsBody"),
    ),
    Documented::new(
        "/api/v1/account/views",
        "POST",
        "Keeps a view; one of the same name gives way to it",
        Some("KeepView"),
        Some("DoneBody"),
    ),
    Documented::new(
        "/api/v1/account/views/remove",
        "POST",
        "Takes a view away",
        Some("RemoveView"),
        Some("DoneBody"),
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<ViewsBody>(into);
    register::<ViewBody>(into);
    register::<KeepView>(into);
    register::<RemoveView>(into);
}

/// One's own views.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewsBody {
    views: Vec<ViewBody>,
}

/// A view.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewBody {
    id: String,
    name: String,
    /// Query of `/files` and `/api/v1/files`, without the question mark.
    query: String,
}

/// A view to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepView {
    /// Idempotency key, and the view's id.
    id: Option<String>,
    /// At most 60 characters.
    name: String,
    /// Query of `/files`, without the question mark.
    query: String,
}

/// A view to take away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveView {
    /// Idempotency key.
    id: Option<String>,
    view: String,
}

fn said(view: View) -> ViewBody {
    ViewBody {
        id: view.id.to_string(),
        name: view.name,
        query: view.address.trim_start_matches('?').to_owned(),
    }
}

async fn list(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let views = ask.desk(&site).await?.views().await?;
    Ok(Answer::json(&ViewsBody {
        views: views.into_iter().map(said).collect(),
    }))
}

async fn keep(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: KeepView = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    let address = Address::parse(&body.query)?.with("page", "");
    address.query(&desk)?;
    desk.keep_view(&body.name, &address.href(""), post).await?;
    Ok(done())
}

async fn remove(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: RemoveView = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.id.as_deref())?;
    let view = body.view.parse().map_err(|_| Problem::NotFound)?;
    desk.drop_view(view, post).await?;
    Ok(done())
}
