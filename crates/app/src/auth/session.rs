//! From a cookie to a desk, and out again.

use crate::desk::Desk;
use crate::keyring::Keyring;
use crate::{App, AppError, AppResult, Token};
use punte_domain::Moment;
use punte_domain::access::{Membership, Principal};
use punte_domain::compartment::Compartments;
use punte_domain::id::{RequestId, UserId};
use punte_store::{MembershipState, Seat, SystemAction, UserState};
use punte_vault::session;

/// A session ends after that long without a request (security.md §3.8).
const IDLE_MINUTES: i64 = 30;
/// How exactly the last use is kept: one write a minute, not one a request.
const SEEN_EVERY_SECONDS: i64 = 60;

impl App {
    /// The desk of the person whose cookie this is; `None` when the session has ended.
    pub async fn desk(&self, token: &Token, request: RequestId) -> AppResult<Option<Desk>> {
        let now = self.now();
        let hash = session::session_id(&token.0);
        let Some(found) = self.0.store.relations().signed_in(hash, now).await? else {
            return Ok(None);
        };
        let (row, user, seats) = (found.session, found.user, found.seats);
        if now >= row.seen.plus_seconds(IDLE_MINUTES * 60) {
            self.end_session(row.user, hash, request).await?;
            return Ok(None);
        }
        let Ok(keys) = session::open_session(&row.sealed, &token.0) else {
            return Ok(None);
        };
        if user.state != UserState::Active {
            return Ok(None);
        }
        if now >= row.seen.plus_seconds(SEEN_EVERY_SECONDS) {
            self.0.store.touch_session(hash, now).await?;
        }
        let principal = principal(user.id, &seats, self.0.config.demo || found.second_factor);
        let ring = Keyring::open(user.id, keys, &seats);
        Ok(Some(Desk {
            app: self.clone(),
            principal,
            ring,
            user,
            request,
            now,
            session: hash,
        }))
    }

    /// Ends the session of this cookie. Ending one that has ended is no error.
    pub async fn sign_out(&self, token: &Token, request: RequestId) -> AppResult<()> {
        let hash = session::session_id(&token.0);
        match self.0.store.relations().session(hash, Moment(0)).await? {
            Some(row) => self.end_session(row.user, hash, request).await,
            None => Ok(()),
        }
    }

    pub(crate) async fn end_session(
        &self,
        user: UserId,
        hash: [u8; 32],
        request: RequestId,
    ) -> AppResult<()> {
        let action = SystemAction::SignOut {
            user,
            session: hash,
        };
        self.0
            .store
            .system_commit(action, request, self.now())
            .await
            .map_err(|_| AppError::Unavailable)?;
        Ok(())
    }
}

/// Who somebody is to policy.
pub(crate) fn principal(user: UserId, seats: &[Seat], second_factor: bool) -> Principal {
    let live = seats
        .iter()
        .filter(|seat| seat.membership.state == MembershipState::Active);
    let memberships = live.map(|seat| Membership {
        unit: seat.membership.unit,
        organisation: seat.organisation,
        role: seat.membership.role,
    });
    Principal {
        user,
        memberships: memberships.collect(),
        suspended: false,
        second_factor,
    }
}

impl Desk {
    /// Who the person is.
    pub async fn me(&self) -> AppResult<&punte_store::UserRow> {
        let me = self.user_id();
        let resource = Some(punte_domain::access::UserRes { id: me });
        self.permit::<punte_domain::access::OwnAccount>(me.0, resource, Compartments::NONE)
            .await?;
        Ok(&self.user)
    }

    /// Keeps the session: the person is still there.
    pub async fn keep(&self) -> AppResult<()> {
        self.me().await?;
        self.app
            .0
            .store
            .touch_session(self.session, self.now)
            .await?;
        Ok(())
    }
}
