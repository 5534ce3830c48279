//! Jobs: rows written with their cause (`RowOp::Put(Row::Job(…))`), claimed by whoever has time. Also what lapses with time.

use crate::engine::{Done, Write};
use crate::rows::JobRow;
use crate::{Store, StoreError};
use punte_domain::Moment;
use punte_domain::id::RequestId;

impl Store {
    /// The next due job, held for the caller until `until`; `None` when nothing is due. A job whose holder died comes again.
    pub async fn claim_job(
        &self,
        now: Moment,
        until: Moment,
    ) -> Result<Option<JobRow>, StoreError> {
        match self
            .write(Write::ClaimJob { now, until })
            .await
            .map_err(StoreError::from_commit)?
        {
            Done::Job(job) => Ok(job),
            Done::Leaf(_) | Done::Count(_) => Ok(None),
        }
    }

    /// The job is done: it goes.
    pub async fn finish_job(&self, id: [u8; 16]) -> Result<(), StoreError> {
        self.write(Write::FinishJob(id))
            .await
            .map(drop)
            .map_err(StoreError::from_commit)
    }

    /// Note that a session is in use (coarse; no leaf).
    pub async fn touch_session(&self, hash: [u8; 32], now: Moment) -> Result<(), StoreError> {
        self.write(Write::TouchSession { hash, now })
            .await
            .map(drop)
            .map_err(StoreError::from_commit)
    }

    /// Delete wraps whose time is over (with one leaf that names them) and sessions that have ended. At most 1,000 wraps
    /// at once: call again while the answer is 1,000.
    pub async fn sweep(&self, now: Moment, request: RequestId) -> Result<u64, StoreError> {
        match self
            .write(Write::Sweep { now, request })
            .await
            .map_err(StoreError::from_commit)?
        {
            Done::Count(count) => Ok(count),
            Done::Leaf(_) | Done::Job(_) => Ok(0),
        }
    }
}
