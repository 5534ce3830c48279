//! The installation: store, policy, clock, randomness, country pack.

use crate::auth::throttle::{Pace, Throttle};
use crate::{AppError, AppResult, Token};
use punte_domain::id::{EntryId, RequestId};
use punte_domain::time::Day;
use punte_domain::{Clock, CountryPack, Moment};
use punte_policy::Policy;
use punte_store::{Store, StoreError};
use punte_vault::{Cost, Rng};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, oneshot};

/// How the installation runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// A demo: fictitious data, loopback only, no second factor (ruling 18).
    pub demo: bool,
    /// How fast an address may try passphrases.
    pub pace: Pace,
    /// What a passphrase costs to try.
    pub cost: Cost,
}

/// The installation. Cheap to clone.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) policy: Policy,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) pack: &'static CountryPack,
    pub(crate) throttle: Throttle,
    /// Argon2 takes 64 MiB a piece: two at once at most, a queue, and then "try later" (security.md §3.8).
    pub(crate) stretching: Semaphore,
    pub(crate) waiting: Semaphore,
    pub(crate) config: Config,
    decisions: Mutex<HashMap<RequestId, Vec<&'static str>>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// Why an installation can't be put together: a fault of the build, never of a person.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// The policies don't load or leave an action without a permit.
    #[error("policies: {0}")]
    Policy(#[from] punte_policy::PolicyError),
    /// The country pack doesn't load.
    #[error("country pack: {0}")]
    Pack(String),
}

/// Passphrases stretched at once: half of the cores stay with those who are at work.
fn stretching() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, MOST_STRETCHING)
}
const MOST_STRETCHING: usize = 2;
/// Sign-ins that may wait for it.
const WAITING: usize = 32;

impl App {
    /// Puts an installation together.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        config: Config,
    ) -> Result<Self, Unfit> {
        let pack = CountryPack::romania().map_err(|e| Unfit::Pack(e.to_string()))?;
        Ok(Self::with_policy(
            store,
            Policy::load()?,
            clock,
            rng,
            pack,
            config,
        ))
    }

    /// With other policies: the tests plant faults there.
    pub fn with_policy(
        store: Store,
        policy: Policy,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        pack: &'static CountryPack,
        config: Config,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            policy,
            clock,
            rng,
            pack,
            throttle: Throttle::new(config.pace),
            stretching: Semaphore::new(stretching()),
            waiting: Semaphore::new(WAITING + stretching()),
            config,
            decisions: Mutex::default(),
        }))
    }

    /// The journal.
    pub fn store(&self) -> &Store {
        &self.0.store
    }
    /// The country's lists and rules.
    pub fn pack(&self) -> &CountryPack {
        self.0.pack
    }
    /// Whether this is a demo.
    pub fn is_demo(&self) -> bool {
        self.0.config.demo
    }
    /// Now.
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }
    /// The calendar day at this moment in the country's zone.
    pub fn day_of(&self, moment: Moment) -> Day {
        self.0.pack.day(moment)
    }
    /// The moment a day begins there.
    pub fn start_of(&self, day: Day) -> Moment {
        self.0.pack.start(day)
    }
    /// Days since 1970-01-01 of a calendar day.
    pub(crate) fn day_number(day: Day) -> i32 {
        day.duration_since(Day::constant(1970, 1, 1))
            .as_hours()
            .div_euclid(24)
            .try_into()
            .unwrap_or(0)
    }

    /// A fresh identifier for something new: UUIDv7 of the clock and the random source.
    pub fn new_id(&self) -> [u8; 16] {
        let mut tail = [0; 10];
        self.0.rng.fill(&mut tail);
        let millis = u64::try_from(self.now().0.div_euclid(1_000)).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail)
            .into_uuid()
            .into_bytes()
    }
    /// Random bytes.
    pub(crate) fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.rng.fill(&mut bytes);
        bytes
    }
    /// A fresh idempotency key for a form.
    pub fn new_entry(&self) -> EntryId {
        EntryId(self.new_id())
    }
    /// A fresh request id.
    pub fn new_request(&self) -> RequestId {
        RequestId(self.new_id())
    }

    /// Whether `given` is the CSRF token of the session.
    pub fn csrf_holds(&self, token: &Token, given: &str) -> bool {
        punte_vault::session::check_csrf(&token.0, "form", given)
    }
    /// The CSRF token of the session, for its forms.
    pub fn csrf(&self, token: &Token) -> String {
        punte_vault::session::csrf_token(&token.0, "form")
    }

    /// Remembers that the policy of `action` was asked in this request.
    pub(crate) fn note_decision(&self, request: RequestId, action: &'static str) {
        let mut decisions = self
            .0
            .decisions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        decisions.entry(request).or_default().push(action);
    }
    /// The actions whose policies were asked in this request; forgotten after.
    pub fn take_decisions(&self, request: RequestId) -> Vec<&'static str> {
        let mut decisions = self
            .0
            .decisions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        decisions.remove(&request).unwrap_or_default()
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        // The chain is for the operator's log; it holds table names and engine texts, never content.
        tracing::error!(%error, "store");
        Self::Unavailable
    }
}

impl From<punte_vault::Error> for AppError {
    fn from(error: punte_vault::Error) -> Self {
        tracing::error!(%error, "vault");
        Self::Unavailable
    }
}

/// Runs something slow (Argon2) on a thread of its own that lets everything else go first: whoever signs in waits a little
/// longer, and nobody who is at work waits for them.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> AppResult<T> {
    let (done, outcome) = oneshot::channel();
    std::thread::Builder::new()
        .name("aside".to_owned())
        .spawn(move || {
            step_back();
            // Whoever asked may have gone away.
            let _ = done.send(work());
        })
        .map_err(|_| AppError::Unavailable)?;
    outcome.await.map_err(|_| AppError::Unavailable)
}

/// Leaves the core to whatever else wants it, at once: a thread that is only nice finishes its slice first, and a page crosses
/// from thread to thread some twenty times. Where the system does not do this, nothing is lost but speed.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use thread_priority::unix::{NormalThreadSchedulePolicy, ThreadSchedulePolicy};
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        let lowest = thread_priority::ThreadPriority::Min;
        let set = thread_priority::set_thread_priority_and_policy(
            thread_priority::thread_native_id(),
            lowest,
            idle,
        );
        if let Err(error) = set {
            tracing::debug!(?error, "a stretching thread keeps its priority");
        }
    }
}
