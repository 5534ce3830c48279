//! The end of every change: one commit, and what its outcome means.

use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::id::EntryId;
use punte_store::{Commit, CommitError, IdempotencyRow, Writes};
use punte_vault::session::idempotency_mac;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// How often a change is decided anew when somebody else was faster.
pub(crate) const TRIES: usize = 5;

impl Desk {
    /// Commits a draft. `what` is the command as given: the same id with another command is refused. `None` means that somebody
    /// else wrote in between, and that the change must be decided anew on what stands there now.
    pub(crate) async fn settle<A: Writes, T: Serialize + DeserializeOwned>(
        &self,
        proof: &Authorized<A>,
        draft: Draft,
        id: EntryId,
        what: &impl Debug,
        answer: T,
    ) -> AppResult<Option<T>> {
        let mut bytes = Vec::new();
        ciborium::into_writer(&answer, &mut bytes).map_err(|_| AppError::Unavailable)?;
        let mac = idempotency_mac(
            &self.ring.user,
            format!("{:?} {what:?}", proof.object()).as_bytes(),
        );
        let kept = IdempotencyRow {
            id: id.0,
            user: self.user_id(),
            mac,
            answer: bytes,
            at: self.now,
        };
        let commit = Commit {
            request: self.request,
            now: self.now,
            expect: draft.expect,
            rows: draft.rows,
            idempotency: Some(kept),
            reason_hash: None,
        };
        match self.app.0.store.commit(proof, commit).await {
            Ok(_) => Ok(Some(answer)),
            Err(CommitError::Stale { .. }) => Ok(None),
            Err(CommitError::Replay(first)) => ciborium::from_reader(first.as_slice())
                .map(Some)
                .map_err(|_| AppError::Unavailable),
            Err(CommitError::IdempotencyClash | CommitError::Duplicate) => Err(AppError::Reused),
            Err(CommitError::Walled | CommitError::Barred(_)) => Err(AppError::Absent),
            Err(CommitError::Malformed(why)) => {
                tracing::error!(why, "malformed change");
                Err(AppError::Unavailable)
            }
            Err(CommitError::Unavailable) => Err(AppError::Unavailable),
        }
    }
}
