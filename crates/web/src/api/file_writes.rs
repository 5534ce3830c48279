//! Writing on files as JSON: one request type for each command, the same application functions as the forms.
//!
//! Days are `2026-11-24` and mean the end of that day where something ends; dates that may be partial are `2011`, `2011-03` or
//! `2011-03-05`, with `~` before an estimate. Ids are those that the file's JSON shows.

mod open;
mod read;
mod requests;

use super::openapi::{Documented, Schemas, register};
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::files::page::code;
use crate::site::Site;
use axum::http::StatusCode;
use open::{OpenRequest, OpenedBody, open};
use punte_app::files::Post;
use read::id;
use requests::{
    Around, AssignRequest, CloseRequest, ConsentRequest, IdentificationRequest, NoteRequest,
    ReopenRequest, Request, RiskRequest, ServiceRequest, SessionRequest, TaskDoneRequest,
    TaskRequest, TransferAcceptRequest, TransferDeclineRequest, TransferRequest,
    TransferWithdrawRequest, WithdrawRequest,
};
use serde::Serialize;
use utoipa::ToSchema;

const SMALL: usize = 16 * 1024;
const LONG: usize = 256 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Post Api "/api/v1/files", OpenFile, Takes::Json(SMALL), open),
    guarded!(Post Api "/api/v1/files/{code}/notes", WriteFile, Takes::Json(LONG), write::<NoteRequest>),
    guarded!(Post Api "/api/v1/files/{code}/services", WriteFile, Takes::Json(SMALL), write::<ServiceRequest>),
    guarded!(Post Api "/api/v1/files/{code}/sessions", WriteFile, Takes::Json(LONG), write::<SessionRequest>),
    guarded!(Post Api "/api/v1/files/{code}/tasks", WriteFile, Takes::Json(SMALL), write::<TaskRequest>),
    guarded!(Post Api "/api/v1/files/{code}/tasks/{task}/done", WriteFile, Takes::Json(LONG), write::<TaskDoneRequest>),
    guarded!(Post Api "/api/v1/files/{code}/risk", WriteFile, Takes::Json(LONG), write::<RiskRequest>),
    guarded!(Post Api "/api/v1/files/{code}/identification", WriteFile, Takes::Json(LONG), write::<IdentificationRequest>),
    guarded!(Post Api "/api/v1/files/{code}/consents", ShareFile, Takes::Json(SMALL), write::<ConsentRequest>),
    guarded!(Post Api "/api/v1/files/{code}/consents/{consent}/withdraw", ShareFile, Takes::Json(LONG), write::<WithdrawRequest>),
    guarded!(Post Api "/api/v1/files/{code}/assign", LeadFile, Takes::Json(SMALL), write::<AssignRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer", LeadFile, Takes::Json(LONG), write::<TransferRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/accept", TakeFile, Takes::Json(SMALL), write::<TransferAcceptRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/decline", TakeFile, Takes::Json(LONG), write::<TransferDeclineRequest>),
    guarded!(Post Api "/api/v1/files/{code}/transfer/withdraw", LeadFile, Takes::Json(SMALL), write::<TransferWithdrawRequest>),
    guarded!(Post Api "/api/v1/files/{code}/close", LeadFile, Takes::Json(LONG), write::<CloseRequest>),
    guarded!(Post Api "/api/v1/files/{code}/reopen", LeadFile, Takes::Json(LONG), write::<ReopenRequest>),
];

/// What the routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/files",
        "POST",
        "Opens a file.",
        Some("OpenRequest"),
        Some("OpenedBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/notes",
        "POST",
        "Adds a note.",
        Some("NoteRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/services",
        "POST",
        "Begins a service.",
        Some("ServiceRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/sessions",
        "POST",
        "Records a session.",
        Some("SessionRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/tasks",
        "POST",
        "Adds a task.",
        Some("TaskRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/tasks/{task}/done",
        "POST",
        "Ticks a task off.",
        Some("TaskDoneRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/risk",
        "POST",
        "Assesses the risk.",
        Some("RiskRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/identification",
        "POST",
        "Records an identification decision.",
        Some("IdentificationRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/consents",
        "POST",
        "Records a consent.",
        Some("ConsentRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/consents/{consent}/withdraw",
        "POST",
        "Withdraws a consent, at once.",
        Some("WithdrawRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/assign",
        "POST",
        "Puts somebody on the team.",
        Some("AssignRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer",
        "POST",
        "Offers the lead.",
        Some("TransferRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/accept",
        "POST",
        "Takes the lead.",
        Some("TransferAcceptRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/decline",
        "POST",
        "Declines the lead.",
        Some("TransferDeclineRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/transfer/withdraw",
        "POST",
        "Takes the offer back.",
        Some("TransferWithdrawRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/close",
        "POST",
        "Closes the file.",
        Some("CloseRequest"),
        Some("WrittenBody"),
    )
    .creating(),
    Documented::new(
        "/api/v1/files/{code}/reopen",
        "POST",
        "Opens the file again.",
        Some("ReopenRequest"),
        Some("WrittenBody"),
    )
    .creating(),
];

/// The types behind them.
pub fn register_schemas(into: &mut Schemas) {
    register::<OpenRequest>(into);
    register::<OpenedBody>(into);
    register::<WrittenBody>(into);
    register::<NoteRequest>(into);
    register::<ServiceRequest>(into);
    register::<SessionRequest>(into);
    register::<TaskRequest>(into);
    register::<TaskDoneRequest>(into);
    register::<RiskRequest>(into);
    register::<IdentificationRequest>(into);
    register::<ConsentRequest>(into);
    register::<WithdrawRequest>(into);
    register::<AssignRequest>(into);
    register::<TransferRequest>(into);
    register::<TransferAcceptRequest>(into);
    register::<TransferDeclineRequest>(into);
    register::<TransferWithdrawRequest>(into);
    register::<CloseRequest>(into);
    register::<ReopenRequest>(into);
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenBody {
    /// The entry.
    pub entry: String,
    /// The file's version after it.
    pub version: i64,
}

async fn write<R: Request>(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let code = code(&ask)?;
    let request: R = ask.body()?;
    if R::REPLACES && request.version().is_none() {
        return Err(Problem::VersionMissing);
    }
    let post = Post {
        id: id("id", request.id())?,
        version: request.version(),
    };
    let command = request.command(&Around {
        desk: &desk,
        ask: &ask,
    })?;
    let written = desk.write_file(code, command, post).await?;
    let body = WrittenBody {
        entry: written.entry.to_string(),
        version: written.version,
    };
    Ok(Answer::json(&body).status(StatusCode::CREATED))
}
