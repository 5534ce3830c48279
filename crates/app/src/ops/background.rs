//! What runs beside the server: the sequencer, and the sweeper of what has lapsed. Both stop when they are told to.

use super::home::Home;
use super::ids::new_id;
use crate::referrals::lapse::throw_away_offers;
use punte_domain::id::RequestId;
use punte_domain::{Clock, CountryPack};
use punte_ledger::Verifier as _;
use punte_store::{Store, StoreError};
use punte_vault::{LedgerSigner, Rng};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long a lapsed wrap may lie before it is deleted. It opens nothing meanwhile: policy looks at its end.
const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// A sweep that ends this many has more to do.
const SWEEP_FULL: u64 = 1_000;
/// Leaves under the last checkpoint, when stopping.
const LAST: u32 = 256;

/// The running tasks.
#[derive(Debug)]
pub struct Background {
    stop: watch::Sender<bool>,
    sequencer: JoinHandle<()>,
    sweeper: JoinHandle<()>,
}

/// What the tasks work with.
#[derive(Clone)]
pub struct Means {
    /// The store.
    pub store: Store,
    /// The ledger's signer.
    pub signer: Arc<LedgerSigner>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes for the ids of sweeps.
    pub rng: Arc<dyn Rng>,
    /// The data directory, where there is one: it keeps how far the ledger is signed.
    pub home: Option<Home>,
}

impl Background {
    /// Start both.
    pub fn start(means: Means) -> Self {
        let (stop, stopped) = watch::channel(false);
        let sequencer = tokio::spawn(sequence(means.clone(), stopped.clone()));
        let sweeper = tokio::spawn(sweep(means, stopped));
        Self {
            stop,
            sequencer,
            sweeper,
        }
    }

    /// Tell both to stop, and wait until every committed leaf is in the tree.
    pub async fn stop(self) {
        // Tasks that ended by themselves have said why in the log.
        let _ = self.stop.send(true);
        let _ = self.sweeper.await;
        let _ = self.sequencer.await;
    }
}

async fn sequence(means: Means, mut stopped: watch::Receiver<bool>) {
    let origin = means.signer.verifier().name().to_owned();
    tokio::select! {
        error = means.store.run_sequencer(&origin, &*means.signer) => {
            tracing::error!(%error, "the sequencer has stopped; run punte verify");
            return;
        }
        _ = stopped.wait_for(|stop| *stop) => {}
    }
    loop {
        match means.store.integrate(&origin, &*means.signer, LAST).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "leaves stay unintegrated until the next start");
                return;
            }
        }
    }
    remember(&means).await;
}

async fn sweep(means: Means, mut stopped: watch::Receiver<bool>) {
    loop {
        loop {
            let now = means.clock.now();
            let request = RequestId(new_id(now, &*means.rng));
            match means.store.sweep(now, request).await {
                Ok(count) if count >= SWEEP_FULL => {}
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, "sweeping failed; it is tried again");
                    break;
                }
            }
        }
        if let Err(error) = lapse(&means).await {
            tracing::warn!(%error, "what has lapsed is looked at again");
        }
        remember(&means).await;
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Throw away what unanswered referrals offered, once their time is over. Answers with how many lapsed.
pub async fn lapse(means: &Means) -> Result<usize, StoreError> {
    let pack = CountryPack::romania().map_err(|_| StoreError::Unavailable)?;
    let now = means.clock.now();
    let request = || RequestId(new_id(now, &*means.rng));
    throw_away_offers(&means.store, pack, now, request).await
}

async fn remember(means: &Means) {
    if let Some(home) = &means.home
        && let Err(error) = home.remember(&means.store).await
    {
        tracing::warn!(%error, "how far the ledger is signed could not be kept");
    }
}
