//! A referral that nobody answers lapses: ten times the time to answer, or when the share that it offers would end.
//!
//! Its entry is sealed, so somebody who holds its key must write it: whoever reads it next. What must not wait for a reader
//! is taken care of by the sweeper, who holds no key: the offered keys go, and the work with them, by what the Work plane
//! shows in the clear.

use super::ReferralView;
use crate::files::{Post, work_id};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Grantee, ReadReferral};
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{ReferralId, RequestId, StreamId};
use punte_domain::referral::{Command, State, Status};
use punte_domain::work::{WorkKey, WorkKind};
use punte_domain::{CountryPack, Moment};
use punte_store::{CommitError, Store, StoreError, SystemAction, WorkRow, WrapState};
use std::collections::BTreeSet;

fn has_lapsed(state: &State, now: Moment) -> bool {
    let waits = matches!(state.status, Some(Status::Sent | Status::Read));
    waits && state.expires_at.is_some_and(|at| at <= now)
}

impl Desk {
    /// The referral as it stands after its time: written down by whoever reads it first.
    pub(super) async fn lapsed_by_now(&self, id: ReferralId, state: State) -> AppResult<State> {
        if !has_lapsed(&state, self.now) {
            return Ok(state);
        }
        self.write_lapse(id).await?;
        Ok(self.read_referral(id).await?.1)
    }

    /// Writes down what has lapsed of a list; says whether anything has.
    pub(super) async fn let_lapse(&self, views: &[ReferralView]) -> AppResult<bool> {
        let lapsed: Vec<_> = views
            .iter()
            .filter(|view| has_lapsed(&view.state, self.now))
            .map(|view| view.id)
            .collect();
        for id in &lapsed {
            self.write_lapse(*id).await?;
        }
        Ok(!lapsed.is_empty())
    }

    async fn write_lapse(&self, id: ReferralId) -> AppResult<()> {
        let resource = self.app.0.store.relations().referral(id).await?;
        let proof = self
            .permit::<ReadReferral>(id.0, resource, super::CORE)
            .await?;
        let post = Post {
            id: self.app.new_entry(),
            version: None,
        };
        match self.on_referral(&proof, id, &Command::Expire, post).await {
            // Somebody was faster, with this or with an answer.
            Ok(_) | Err(AppError::Invalid(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }
}

/// Throws away the keys that unanswered referrals offered, once their time is over. Answers with how many lapsed.
///
/// The time stands in the Work plane: a referral lapses `expiry_factor` times as long after it was sent as its answer was due.
pub(crate) async fn throw_away_offers(
    store: &Store,
    pack: &CountryPack,
    now: Moment,
    mut request: impl FnMut() -> RequestId,
) -> Result<usize, StoreError> {
    let factor = pack.rules().expiry_factor;
    let asked = i32::from(WorkKind::ReferralToAnswer.code());
    let mut count = 0;
    for work in store.relations().work_due(asked, now).await? {
        let Some(due) = work.due else { continue };
        let time = due.0.saturating_sub(work.opened.0).saturating_mul(factor);
        if now.0 < work.opened.0.saturating_add(time) {
            continue;
        }
        let Some(action) = lapse(store, work, now).await? else {
            continue;
        };
        match store.system_commit(action, request(), now).await {
            Ok(_) => count += 1,
            // Answered at this moment: then it has not lapsed.
            Err(CommitError::Stale { .. }) => {}
            Err(error) => return Err(StoreError::from(error)),
        }
    }
    Ok(count)
}

async fn lapse(
    store: &Store,
    asked: WorkRow,
    now: Moment,
) -> Result<Option<SystemAction>, StoreError> {
    let relations = store.relations();
    // Before its wraps: an answer from here on sinks the commit.
    let Some(stream) = relations.stream(asked.stream).await? else {
        return Ok(None);
    };
    let referral = ReferralId(asked.stream.0);
    let mut offered = relations.wraps_of_referral(referral).await?;
    offered.retain(|wrap| wrap.state == WrapState::Offered);
    let mut lines = BTreeSet::new();
    for wrap in &offered {
        if !holds_otherwise(store, wrap.object, wrap.grantee, referral).await? {
            lines.insert((wrap.grantee, wrap.object));
        }
    }
    let key = WorkKey {
        stream: asked.stream,
        kind: WorkKind::ReferralAnswer,
        item: [0; 16],
    };
    let answer = WorkRow {
        id: work_id(&key),
        stream: asked.stream,
        unit: stream.lead,
        assignee: None,
        kind: i32::from(WorkKind::ReferralAnswer.code()),
        due: None,
        opened: now,
        closed: None,
    };
    Ok(Some(SystemAction::Lapse {
        expect: (stream.id, stream.version),
        offered,
        lines: lines.into_iter().collect(),
        asked: asked.id,
        answer,
    }))
}

async fn holds_otherwise(
    store: &Store,
    object: StreamId,
    grantee: Grantee,
    referral: ReferralId,
) -> Result<bool, StoreError> {
    let wraps = store.relations().wraps_for(object).await?;
    Ok(wraps.iter().any(|wrap| {
        wrap.grantee == grantee
            && wrap.referral != referral
            && wrap.compartment == CompartmentKind::Core
    }))
}
