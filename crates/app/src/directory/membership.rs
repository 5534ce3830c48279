//! Who belongs where, as what: one more membership, another role, the end.

use super::leave::Renewed;
use crate::files::Post;
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::Authorized;
use punte_domain::access::{ChangeDirectory, Role};
use punte_domain::directory::user;
use punte_domain::id::{UnitId, UserId};
use punte_store::{DirectoryState, MembershipRow, MembershipState};

impl Desk {
    pub(super) async fn draft_addition(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        (id, unit, role): (UserId, UnitId, Role),
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let row = self.user_row(id).await?;
        let open = self.app.0.store.relations().unit_row(unit).await?;
        if open.is_none_or(|unit| unit.state != DirectoryState::Active) {
            return Err(AppError::invalid("unit", "choice-unknown"));
        }
        let command = user::Command::AddMembership { unit, role };
        self.draft_user_entry(proof, draft, &row, &command, post)
            .await?;
        draft.put(MembershipRow {
            user: id,
            unit,
            role,
            state: MembershipState::Waiting,
            generation: 0,
            wrapped_unit_key: Vec::new(),
        });
        Ok(id.0)
    }

    pub(super) async fn draft_role(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        (id, unit): (UserId, UnitId),
        (from, to): (Role, Role),
        post: Post,
    ) -> AppResult<[u8; 16]> {
        // Another administrator does it: what one may do is never one's own decision.
        if id == self.user_id() {
            return Err(AppError::invalid("", "own-role"));
        }
        let row = self.user_row(id).await?;
        let old = self.live_membership(id, unit, from).await?;
        if from == Role::Administrator && self.is_last_administrator(proof, id, unit).await? {
            return Err(AppError::invalid("", "last-administrator"));
        }
        let command = user::Command::AddMembership { unit, role: to };
        self.draft_user_entry(proof, draft, &row, &command, post)
            .await?;
        draft.put(MembershipRow {
            role: to,
            ..old.clone()
        });
        draft.put(MembershipRow {
            state: MembershipState::Ended,
            wrapped_unit_key: Vec::new(),
            ..old
        });
        Ok(id.0)
    }

    async fn live_membership(
        &self,
        user: UserId,
        unit: UnitId,
        role: Role,
    ) -> AppResult<MembershipRow> {
        let memberships = self.app.0.store.relations().memberships(user).await?;
        memberships
            .into_iter()
            .find(|m| m.unit == unit && m.role == role && m.state != MembershipState::Ended)
            .ok_or_else(|| AppError::invalid("", "membership-unknown"))
    }

    pub(super) async fn draft_end(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        (id, unit, role): (UserId, UnitId, Role),
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let row = self.user_row(id).await?;
        let ended = self.live_membership(id, unit, role).await?;
        if role == Role::Administrator && self.is_last_administrator(proof, id, unit).await? {
            return Err(AppError::invalid("", "last-administrator"));
        }
        self.draft_user_entry(
            proof,
            draft,
            &row,
            &user::Command::EndMembership { unit },
            post,
        )
        .await?;
        draft.put(MembershipRow {
            state: MembershipState::Ended,
            wrapped_unit_key: Vec::new(),
            ..ended
        });
        let renewed = self.renew_keys(draft, unit, id, |ended| ended == role);
        if renewed.await? == Renewed::Impossible {
            return Err(AppError::invalid("", "last-key-holder"));
        }
        self.end_all_sessions(draft, id).await.map(|()| id.0)
    }

    async fn is_last_administrator(
        &self,
        proof: &Authorized<ChangeDirectory>,
        user: UserId,
        unit: UnitId,
    ) -> AppResult<bool> {
        let all = self.app.0.store.fetch_memberships(proof).await?;
        Ok(!all.iter().any(|m| {
            m.role == Role::Administrator
                && m.state == MembershipState::Active
                && (m.user, m.unit) != (user, unit)
        }))
    }
}
