//! Coming back with the recovery code: a new passphrase, and every session over. Everything wrong is one answer.

use super::rules;
use super::sign_in::SignInRefusal;
use crate::installation::aside;
use crate::{App, AppError, AppResult};
use punte_domain::Moment;
use punte_domain::id::RequestId;
use punte_store::{LockKind, LockRow, StoreError, SystemAction, UserRow, UserState};
use punte_vault::{RecoveryCode, UserKeys, passphrase, recovery};
use std::net::IpAddr;

/// What the form holds.
pub struct Recover {
    /// Sign-in name.
    pub login: String,
    /// Recovery code as typed.
    pub code: String,
    /// New passphrase.
    pub new: String,
    /// Once more.
    pub again: String,
    /// Where from.
    pub address: IpAddr,
}

impl std::fmt::Debug for Recover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recover")
    }
}

impl App {
    /// Sets a new passphrase for whoever holds the recovery code.
    pub async fn recover(
        &self,
        form: Recover,
        request: RequestId,
    ) -> AppResult<Result<(), SignInRefusal>> {
        let broken = rules::check(&form.login, &form.new, &form.again);
        if !broken.is_empty() {
            return Err(AppError::Invalid(broken));
        }
        let now = self.now();
        let login = form.login.trim().to_lowercase();
        let account = punte_ledger::Hash::of(login.as_bytes()).0;
        if let Err(wait) = self.0.throttle.admit(form.address, account, now) {
            return Ok(Err(SignInRefusal::Wait(wait)));
        }
        let known = self.0.store.relations().user_by_login(&login).await?;
        let Some((user, keys)) = self.unlock_with_code(known.as_ref(), &form.code).await? else {
            self.0.throttle.wrong(account, now);
            let failed = SystemAction::FailedSignIn {
                user: known.map(|user| user.id),
            };
            self.0
                .store
                .system_commit(failed, request, now)
                .await
                .map_err(StoreError::from)?;
            return Ok(Err(SignInRefusal::Wrong));
        };
        self.0.throttle.right(account);
        let lock = self.lock_passphrase(keys, user, form.new).await?;
        let sessions = self.0.store.relations().sessions(user, Moment(0)).await?;
        let sessions = sessions.into_iter().map(|s| s.hash).collect();
        let action = SystemAction::Recover { lock, sessions };
        self.0
            .store
            .system_commit(action, request, now)
            .await
            .map_err(StoreError::from)?;
        Ok(Ok(()))
    }

    async fn unlock_with_code(
        &self,
        known: Option<&UserRow>,
        typed: &str,
    ) -> AppResult<Option<(punte_domain::id::UserId, UserKeys)>> {
        // The lock of nobody is looked up for an unknown person too, so that both ways ask the store the same number of times.
        let id = known.map_or(punte_domain::id::UserId([0; 16]), |user| user.id);
        let lock = self
            .0
            .store
            .relations()
            .lock(id, LockKind::Recovery)
            .await?;
        let (Some(user), Some(lock), Ok(code)) = (known, lock, RecoveryCode::parse(typed)) else {
            return Ok(None);
        };
        if user.state != UserState::Active {
            return Ok(None);
        }
        Ok(recovery::unlock_with_recovery(&lock.blob, &id.0, &code)
            .ok()
            .map(|keys| (id, keys)))
    }

    /// Stretches a new passphrase and locks the keys with it, two at a time like any other stretching.
    pub(crate) async fn lock_passphrase(
        &self,
        keys: UserKeys,
        user: punte_domain::id::UserId,
        phrase: String,
    ) -> AppResult<LockRow> {
        let Ok(_turn) = self.0.stretching.acquire().await else {
            return Err(AppError::Unavailable);
        };
        let (cost, rng) = (self.0.config.cost, self.0.rng.clone());
        let blob = aside(move || passphrase::lock_user_key(&keys, &user.0, &phrase, cost, &*rng))
            .await??;
        Ok(LockRow {
            user,
            kind: LockKind::Passphrase,
            blob,
        })
    }
}
