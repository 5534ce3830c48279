//! The planted server: the shipped router, sequencer and store, one door for the load generator, and the faults.

use crate::deed::{self, Deed};
use crate::ground::SystemClock;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use punte_app::ops::background::{Background, Means};
use punte_app::ops::{Home, HomeError};
use punte_app::{App, AppError, Lang, Token};
use punte_domain::id::EntryId;
use punte_vault::SystemRng;
use punte_web::ServeOptions;
use serde::{Deserialize, Serialize};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Path of the load generator's door.
pub const DEED: &str = "/faults/deed";
/// What the server prints when it listens, before the port.
pub const READY: &str = "ready ";
/// Deeds that the early fault keeps waiting: plenty, so that it never has to refuse one.
const WAITING: usize = 1 << 16;

/// What is planted in the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: what is shipped.
    None,
    /// Answers before the change is on disk.
    EarlyAnswer,
    /// Writes what was typed into the log.
    LogLine,
}

impl Fault {
    /// As the argument names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::EarlyAnswer => "early-answer",
            Self::LogLine => "log-line",
        }
    }
}

/// No fault has this name.
#[derive(Debug, thiserror::Error)]
#[error("there is no fault of that name")]
pub struct NoSuchFault;

impl FromStr for Fault {
    type Err = NoSuchFault;
    fn from_str(text: &str) -> Result<Self, NoSuchFault> {
        [Self::None, Self::EarlyAnswer, Self::LogLine]
            .into_iter()
            .find(|fault| fault.name() == text)
            .ok_or(NoSuchFault)
    }
}

/// What the door takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Idempotency key.
    pub id: EntryId,
    /// What to do.
    pub deed: Deed,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data directory.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The application.
    #[error(transparent)]
    Unfit(#[from] punte_app::Unfit),
    /// The network.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

#[derive(Clone)]
struct Door {
    app: App,
    fault: Fault,
    queue: mpsc::Sender<(Token, Asked)>,
}

/// Serves `home`, with its rows at `database` where they are not in it, on a free loopback port, prints [`READY`] and the port, ends when standard input does.
pub async fn run(home: Home, fault: Fault, database: Option<&str>) -> Result<(), ServeError> {
    let signer = Arc::new(home.signer()?);
    let held = match database {
        None => Some(home.hold()?),
        Some(_) => None,
    };
    let store = crate::ground::open(&home, database).await?;
    home.check_age(&store, false).await?;
    let (clock, rng) = (Arc::new(SystemClock), Arc::new(SystemRng));
    let app = App::new(
        store.clone(),
        clock.clone(),
        rng.clone(),
        crate::ground::SETTINGS,
    )?;
    let background = Background::start(Means {
        store: store.clone(),
        signer,
        clock,
        rng,
        home: Some(home),
    });
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{READY}{}", listener.local_addr()?.port());
    std::io::stdout().flush()?;
    let service = router(app, fault).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(input_ends())
        .await?;
    background.stop().await;
    store.close().await;
    match held {
        Some(held) => Ok(held.clean_stop()?),
        None => Ok(()),
    }
}

fn router(app: App, fault: Fault) -> Router {
    let options = ServeOptions {
        https: false,
        default_lang: Lang::Ro,
        personas: Vec::new(),
    };
    let (queue, waiting) = mpsc::channel(WAITING);
    tokio::spawn(drain(app.clone(), waiting));
    let door = Door {
        app: app.clone(),
        fault,
        queue,
    };
    let deeds = Router::new().route(DEED, post(deed)).with_state(door);
    punte_web::router(app, options).merge(deeds)
}

/// Ends with standard input: whoever started us has let go.
async fn input_ends() {
    let (ended, end) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        // However it ends, it has ended; nobody may be listening any more.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}

/// What the early fault has answered already.
async fn drain(app: App, mut waiting: mpsc::Receiver<(Token, Asked)>) {
    while let Some((token, asked)) = waiting.recv().await {
        // The fault is that nobody is told how this ended.
        let _ = carry_out(&app, &token, &asked).await;
    }
}

async fn deed(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(token) = session(&headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let csrf = headers
        .get("x-csrf-token")
        .and_then(|value| value.to_str().ok());
    if !csrf.is_some_and(|csrf| door.app.csrf_holds(&token, csrf)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(&body) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    if door.fault == Fault::LogLine {
        tracing::info!(deed = ?asked.deed, "received");
    }
    if door.fault == Fault::EarlyAnswer && matches!(asked.deed, Deed::Note { .. }) {
        return match door.queue.try_send((token, asked)) {
            Ok(()) => "{\"code\":null,\"referral\":null,\"found\":0}".into_response(),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        };
    }
    match carry_out(&door.app, &token, &asked).await {
        Ok(outcome) => serde_json::to_string(&outcome)
            .unwrap_or_default()
            .into_response(),
        Err(error) => status(&error).into_response(),
    }
}

async fn carry_out(app: &App, token: &Token, asked: &Asked) -> Result<deed::Outcome, AppError> {
    let request = app.new_request();
    let desk = app.desk(token, request).await?.ok_or(AppError::Absent)?;
    let outcome = deed::carry_out(&desk, &asked.deed, asked.id).await;
    app.take_decisions(request);
    outcome
}

fn session(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    Token::parse(cookies.strip_prefix("punte-demo=")?)
}

fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::Absent => StatusCode::NOT_FOUND,
        AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Stale(_) | AppError::Reused => StatusCode::CONFLICT,
        AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}
