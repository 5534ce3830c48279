//! The end of every change: one commit, and what its outcome means.

use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::id::{EntryId, StreamId};
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
        let mac = self.mac_of(proof.object(), what);
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

    /// What came of a command, or what came of it the first time: a form that is sent twice is answered twice alike,
    /// although what it asks for has been done meanwhile and would now be refused.
    pub(crate) async fn or_first_answer<T: DeserializeOwned>(
        &self,
        object: impl Into<StreamId>,
        id: EntryId,
        what: &impl Debug,
        outcome: AppResult<T>,
    ) -> AppResult<T> {
        let refusal = match outcome {
            Err(refusal @ (AppError::Invalid(_) | AppError::Stale(_) | AppError::Absent)) => {
                refusal
            }
            Ok(_) | Err(AppError::Reused | AppError::TooMany { .. } | AppError::Unavailable) => {
                return outcome;
            }
        };
        let kept = self.app.0.store.relations().kept_answer(id.0).await?;
        match kept {
            None => Err(refusal),
            Some(kept)
                if kept.user == self.user_id() && kept.mac == self.mac_of(object.into(), what) =>
            {
                ciborium::from_reader(kept.answer.as_slice()).map_err(|_| AppError::Unavailable)
            }
            Some(_) => match refusal {
                AppError::Absent => Err(AppError::Absent),
                _ => Err(AppError::Reused),
            },
        }
    }

    fn mac_of(&self, object: StreamId, what: &impl Debug) -> [u8; 32] {
        idempotency_mac(&self.ring.user, format!("{object:?} {what:?}").as_bytes())
    }
}
