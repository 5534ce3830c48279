//! Changes to a person of the directory: their standing and where they belong.

use super::Change;
use crate::directory::entries;
use crate::files::{Post, refused};
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::ChangeDirectory;
use punte_domain::directory::user;
use punte_domain::id::UserId;
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind};
use punte_store::{MembershipState, RowKey, RowOp, UserRow, UserState};

impl Desk {
    /// What is asked of a person; nothing else comes here.
    pub(super) async fn draft_person_change(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        change: Change,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        match change {
            Change::Suspend { user, reason } => {
                self.draft_user(proof, draft, user, &user::Command::Suspend { reason }, post)
                    .await
            }
            Change::Restore { user } => {
                self.draft_user(proof, draft, user, &user::Command::Restore, post)
                    .await
            }
            Change::AddMembership { user, unit, role } => {
                self.draft_addition(proof, draft, (user, unit, role), post)
                    .await
            }
            Change::SetRole {
                user,
                unit,
                from,
                to,
            } => {
                self.draft_role(proof, draft, (user, unit), (from, to), post)
                    .await
            }
            Change::EndMembership { user, unit, role } => {
                self.draft_end(proof, draft, (user, unit, role), post).await
            }
            Change::FoundOrganisation { .. }
            | Change::RenameOrganisation { .. }
            | Change::CloseOrganisation { .. }
            | Change::FoundUnit { .. }
            | Change::RenameUnit { .. }
            | Change::SetOffers { .. }
            | Change::CloseUnit { .. } => Err(AppError::Unavailable),
        }
    }

    async fn draft_user(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        id: UserId,
        command: &user::Command,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let suspends = matches!(command, user::Command::Suspend { .. });
        if suspends && id == self.user_id() {
            return Err(AppError::invalid("", "own-account"));
        }
        let row = self.user_row(id).await?;
        self.draft_user_entry(proof, draft, &row, command, post)
            .await?;
        if suspends {
            self.take_keys(draft, id).await?;
            self.end_all_sessions(draft, id).await?;
        }
        let state = if suspends {
            UserState::Suspended
        } else {
            UserState::Active
        };
        draft.put(UserRow { state, ..row });
        Ok(id.0)
    }

    pub(in crate::directory) async fn user_row(&self, id: UserId) -> AppResult<UserRow> {
        self.app
            .0
            .store
            .relations()
            .user(id)
            .await?
            .ok_or(AppError::Absent)
    }

    pub(in crate::directory) async fn draft_user_entry(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        row: &UserRow,
        command: &user::Command,
        post: Post,
    ) -> AppResult<()> {
        let (unit, _) = self.office()?;
        let stream = self
            .open_stream(row.id.into(), StreamKind::User, unit)
            .await?;
        self.fresh(proof, &stream.row, post).await?;
        let state = self.user_state(row, stream.row.version).await?;
        let decided = user::decide(&state, command, &self.office_ctx()?).map_err(refused)?;
        self.append(
            draft,
            stream,
            entries(decided, AnyEntry::User),
            Some(post.id),
            unit,
        );
        Ok(())
    }

    /// A person as the domain sees them, from the rows.
    pub(crate) async fn user_state(&self, row: &UserRow, version: i64) -> AppResult<user::State> {
        let memberships = self.app.0.store.relations().memberships(row.id).await?;
        let live = memberships
            .iter()
            .filter(|m| m.state != MembershipState::Ended);
        let status = match row.state {
            UserState::Suspended => user::Status::Suspended,
            UserState::Left => user::Status::Left,
            UserState::Active
                if memberships
                    .iter()
                    .any(|m| m.state == MembershipState::Active) =>
            {
                user::Status::Active
            }
            UserState::Active
                if memberships
                    .iter()
                    .any(|m| m.state == MembershipState::Waiting) =>
            {
                user::Status::Accepted
            }
            UserState::Active => user::Status::Active,
        };
        Ok(user::State {
            status: Some(status),
            name: row.name.clone(),
            email: row.login.clone(),
            memberships: live.map(|m| (m.unit, m.role)).collect(),
            invited_until: None,
            language: row.lang.clone(),
            version,
        })
    }

    /// Every session of somebody ends with this commit.
    pub(crate) async fn end_all_sessions(&self, draft: &mut Draft, user: UserId) -> AppResult<()> {
        let sessions = self
            .app
            .0
            .store
            .relations()
            .sessions(user, Moment(0))
            .await?;
        draft.rows.extend(
            sessions
                .into_iter()
                .map(|s| RowOp::Delete(RowKey::Session(s.hash))),
        );
        Ok(())
    }
}
