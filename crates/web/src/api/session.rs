//! Who is signed in, and the token that a program's writes must carry (ruling 19).

use super::openapi::{Documented, Schemas, register};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::site::Site;
use serde::Serialize;
use utoipa::ToSchema;

/// Routes of this part.
pub const ROUTES: &[Route] =
    &[guarded!(Get Api "/api/v1/session", OwnAccount, Takes::Nothing, session)];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[Documented::new(
    "/api/v1/session",
    "GET",
    "Who is signed in, and the token for the header x-csrf-token",
    None,
    Some("Session"),
)];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<Session>(into);
    register::<SessionMembership>(into);
}

/// The session of the cookie.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Id of the person.
    user: String,
    /// Sign-in name.
    login: String,
    /// Name.
    name: String,
    /// What the person is where.
    memberships: Vec<SessionMembership>,
    /// Goes into the header `x-csrf-token` of every POST of this session.
    csrf: String,
}

/// What the person is in one unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionMembership {
    unit: String,
    organisation: String,
    /// Role, e.g. `case_manager`.
    role: &'static str,
}

async fn session(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let user = desk.me().await?;
    let memberships = desk.memberships().iter().map(|m| SessionMembership {
        unit: m.unit.to_string(),
        organisation: m.organisation.to_string(),
        role: m.role.name(),
    });
    Ok(Answer::json(&Session {
        user: user.id.to_string(),
        login: user.login.clone(),
        name: user.name.clone(),
        memberships: memberships.collect(),
        csrf: ask
            .token
            .as_ref()
            .map(|token| site.app.csrf(token))
            .unwrap_or_default(),
    }))
}
