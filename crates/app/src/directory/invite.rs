//! Invitations: single use, 128 bits shown once as a link and stored as a hash, 24 hours, for one unit and role.

use super::entries;
use crate::files::{Post, refused};
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{ReadDirectory, Role};
use punte_domain::directory::user;
use punte_domain::id::{OrganisationId, UnitId, UserId};
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind};
use punte_ledger::Hash;
use punte_store::{DirectoryState, InvitationRow, InvitationState, ReadsDirectory};
use punte_vault::session::idempotency_mac;
use serde::Serialize;

/// How long an invitation can be used (security.md §3.8).
const HOURS: i64 = 24;

/// Whom to invite, where and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteForm {
    /// Name, as the inviter knows it.
    pub name: String,
    /// E-mail address; also the sign-in name.
    pub email: String,
    /// Into which unit.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
}

/// An invitation that can still be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Id that the person will have; names the invitation.
    pub id: UserId,
    /// Sign-in name.
    pub login: String,
    /// Organisation.
    pub organisation: OrganisationId,
    /// Unit.
    pub unit: UnitId,
    /// Role.
    pub role: Role,
    /// When it lapses.
    pub expires: Moment,
}

/// The secret of an invitation, as it stands in its link.
pub(crate) fn hash_of(secret: [u8; 16]) -> [u8; 32] {
    Hash::of(&[b"punte/invitation/1".as_slice(), &secret].concat()).0
}

/// 32 lower-case hexadecimal digits; nothing else is a secret of ours.
pub(crate) fn parse_secret(text: &str) -> Option<[u8; 16]> {
    let plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    plain
        .then(|| uuid::Uuid::try_parse(text).ok().map(uuid::Uuid::into_bytes))
        .flatten()
}

/// The person whom an invitation makes: their id follows from its hash, so that the stream can begin with the invitation.
pub(crate) fn user_of(hash: [u8; 32]) -> UserId {
    let mut id = [0; 16];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    UserId(id)
}

impl Desk {
    /// Invites somebody. Answers with the secret of the link, which is stored nowhere.
    pub async fn invite(&self, form: &InviteForm, post: Post) -> AppResult<String> {
        let proof = self.administer().await?;
        let login = form.email.trim().to_lowercase();
        let store = &self.app.0.store;
        let unit = store.relations().unit_row(form.unit).await?;
        let unit = unit
            .filter(|u| u.state == DirectoryState::Active)
            .ok_or_else(|| AppError::invalid("unit", "choice-unknown"))?;
        if store.relations().user_by_login(&login).await?.is_some() {
            return Err(AppError::invalid("email", "login-taken"));
        }
        // From the form's id under the inviter's key: the same form sent twice gives the same link, and nobody else can tell it.
        let mac = idempotency_mac(
            &self.ring.user,
            &[b"invitation".as_slice(), &post.id.0].concat(),
        );
        let mut secret = [0; 16];
        secret.iter_mut().zip(mac).for_each(|(to, from)| *to = from);
        let hash = hash_of(secret);
        let expires = self.now.plus_hours(HOURS);
        let command = user::Command::Invite {
            name: form.name.trim().to_owned(),
            email: login.clone(),
            unit: form.unit,
            role: form.role,
            until: expires,
        };
        let decided = user::decide(&user::State::default(), &command, &self.office_ctx()?)
            .map_err(refused)?;
        let (own, _) = self.office()?;
        let mut draft = Draft::default();
        let stream = self
            .open_stream(user_of(hash).into(), StreamKind::User, form.unit)
            .await?;
        draft.put(InvitationRow {
            hash,
            organisation: unit.organisation,
            unit: form.unit,
            role: form.role,
            login,
            expires,
            state: InvitationState::Open,
        });
        self.append(
            &mut draft,
            stream,
            entries(decided, AnyEntry::User),
            Some(post.id),
            own,
        );
        self.settle(&proof, draft, post.id, form, true)
            .await?
            .ok_or(AppError::Unavailable)?;
        Ok(uuid::Uuid::from_bytes(secret).simple().to_string())
    }

    /// Takes an invitation back.
    pub async fn revoke_invitation(&self, id: UserId, post: Post) -> AppResult<()> {
        let proof = self.administer().await?;
        let row = self
            .invitation_rows(&proof)
            .await?
            .into_iter()
            .find(|row| user_of(row.hash) == id);
        let row = row.ok_or(AppError::Absent)?;
        let (own, _) = self.office()?;
        let stream = self
            .open_stream(id.into(), StreamKind::User, row.unit)
            .await?;
        let state = user::State {
            status: Some(user::Status::Invited),
            ..user::State::default()
        };
        let decided = user::decide(&state, &user::Command::LapseInvitation, &self.office_ctx()?)
            .map_err(refused)?;
        let mut draft = Draft::default();
        draft.put(InvitationRow {
            state: InvitationState::Revoked,
            ..row
        });
        self.append(
            &mut draft,
            stream,
            entries(decided, AnyEntry::User),
            Some(post.id),
            own,
        );
        self.settle(&proof, draft, post.id, &("revoke", id), true)
            .await?
            .map(drop)
            .ok_or(AppError::Unavailable)
    }

    async fn invitation_rows<A: ReadsDirectory>(
        &self,
        proof: &Authorized<A>,
    ) -> AppResult<Vec<InvitationRow>> {
        let mut rows = self.app.0.store.fetch_invitations(proof).await?;
        rows.retain(|row| row.state == InvitationState::Open && row.expires > self.now);
        Ok(rows)
    }

    pub(super) async fn open_invitations(
        &self,
        proof: &Authorized<ReadDirectory>,
    ) -> AppResult<Vec<Invitation>> {
        let rows = self.invitation_rows(proof).await?;
        Ok(rows
            .into_iter()
            .map(|row| Invitation {
                id: user_of(row.hash),
                login: row.login,
                organisation: row.organisation,
                unit: row.unit,
                role: row.role,
                expires: row.expires,
            })
            .collect())
    }
}
