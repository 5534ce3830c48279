//! Coming back with the recovery code: a new passphrase, a new second factor, every session over, and the code spent.
//! Everything wrong is one answer, until the code was right.
//!
//! A code opens once. Whoever found the paper could otherwise come back as often as they like, also after the owner has; now the
//! owner who comes too late is refused, and knows. The account page says that there is none and makes another.
//!
//! Whoever lost the phone with the passphrase comes back by this, so the second factor they had is not asked for; it ends, and
//! the administrators are told on their day. Nothing is stored between page and form: the offered secret travels in the form
//! beside its own picture, and counts when a code of it and the recovery code came back together.

use super::rules;
use super::sign_in::{SignInRefusal, join_totp};
use crate::files::work_id;
use crate::installation::aside;
use crate::{App, AppError, AppResult};
use punte_domain::Moment;
use punte_domain::access::Role;
use punte_domain::id::{RequestId, UserId};
use punte_domain::work::account_recovered;
use punte_store::{LockKind, LockRow, StoreError, SystemAction, UserRow, UserState, WorkRow};
use punte_vault::{RecoveryCode, SecretText, TotpSecret, UserKeys, passphrase, recovery, totp};
use std::net::IpAddr;

/// By when an administrator should have looked at who came back.
const LOOK_HOURS: i64 = 24;

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
    /// The second factor that the page offered; empty in a demo, which has none.
    pub secret: String,
    /// Six digits of it.
    pub totp: String,
    /// Where from.
    pub address: IpAddr,
}

impl std::fmt::Debug for Recover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recover")
    }
}

/// A second factor as the page shows it: the address for the authenticator, and the same as text.
pub struct Factor {
    /// `otpauth` address.
    pub uri: SecretText,
    /// In base32, for the form to carry and for whoever has no camera.
    pub text: SecretText,
}

impl App {
    /// The second factor to set up with the new passphrase: that of the form that came back, or a new one. None in a demo.
    pub fn factor_to_recover(&self, carried: &str, login: &str) -> AppResult<Option<Factor>> {
        if self.is_demo() {
            return Ok(None);
        }
        let carried = TotpSecret::parse(carried);
        let secret = carried.unwrap_or_else(|_| TotpSecret::generate(&*self.0.rng));
        let account: String = login.trim().replace(':', " ").chars().take(100).collect();
        let account = if account.is_empty() {
            "Punte"
        } else {
            &account
        };
        Ok(Some(Factor {
            uri: secret.uri("Punte", account)?,
            text: secret.to_text(),
        }))
    }

    /// Sets a new passphrase and second factor for whoever holds the recovery code.
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
        let second_factor = self.new_factor(&keys, user, (&form.secret, &form.totp, now))?;
        let lock = self.lock_passphrase(keys, user, form.new).await?;
        let sessions = self.0.store.relations().sessions(user, Moment(0)).await?;
        let sessions = sessions.into_iter().map(|s| s.hash).collect();
        let action = SystemAction::Recover {
            lock,
            second_factor,
            notices: self.word_of(user, now).await?,
            sessions,
        };
        self.0
            .store
            .system_commit(action, request, now)
            .await
            .map_err(StoreError::from)?;
        Ok(Ok(()))
    }

    /// The lock of a second factor of which a code was typed; none in a demo.
    fn new_factor(
        &self,
        keys: &UserKeys,
        user: UserId,
        (secret, typed, now): (&str, &str, Moment),
    ) -> AppResult<Option<LockRow>> {
        if self.is_demo() {
            return Ok(None);
        }
        let wrong = || AppError::invalid("totp", "totp-wrong");
        let now = u64::try_from(now.seconds()).unwrap_or(0);
        let secret = TotpSecret::parse(secret).map_err(|_| wrong())?;
        let step = secret
            .verify(typed.trim(), now, None)
            .map_err(|_| wrong())?;
        let sealed = totp::seal_totp(&secret, &keys.public(), &user.0, &*self.0.rng)?;
        Ok(Some(LockRow {
            user,
            kind: LockKind::Totp,
            blob: join_totp(step, &sealed),
        }))
    }

    /// One line on the day of every other administrator.
    async fn word_of(&self, user: UserId, now: Moment) -> AppResult<Vec<WorkRow>> {
        let mut all = self
            .0
            .store
            .relations()
            .active_as(Role::Administrator)
            .await?;
        all.dedup_by_key(|m| m.user);
        all.retain(|m| m.user != user);
        let notice = |m: punte_store::MembershipRow| {
            let key = account_recovered(user, m.user);
            WorkRow {
                id: work_id(&key),
                stream: key.stream,
                unit: m.unit,
                assignee: Some(m.user),
                kind: i32::from(key.kind.code()),
                due: Some(now.plus_hours(LOOK_HOURS)),
                opened: now,
                closed: None,
            }
        };
        Ok(all.into_iter().map(notice).collect())
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
