//! Signing in: passphrase and, outside a demo, the second factor. Unknown person, wrong passphrase, wrong code and ended account
//! are one refusal, take one time and leave one kind of leaf.

use crate::installation::aside;
use crate::{App, AppResult, Token};
use punte_domain::Moment;
use punte_domain::id::RequestId;
use punte_store::{LockKind, LockRow, SessionRow, SystemAction, UserRow, UserState};
use punte_vault::{SessionToken, UserKeys, passphrase, session, totp};
use std::net::IpAddr;

/// Longest sign-in name.
const LONGEST_LOGIN: usize = 254;
/// Longest passphrase, in characters (security.md §6): more is refused before it is stretched.
pub(crate) const LONGEST_PASSPHRASE: usize = 128;
/// A session ends after that many hours whatever happens (security.md §3.8).
const ABSOLUTE_HOURS: i64 = 10;
/// Sessions at once; the oldest goes.
const MOST_SESSIONS: usize = 3;

/// What the sign-in form holds.
pub struct SignIn {
    /// Sign-in name.
    pub login: String,
    /// Passphrase.
    pub passphrase: String,
    /// Six digits, where the account has a second factor.
    pub code: String,
    /// Where from.
    pub address: IpAddr,
    /// What the session is called in the list of sessions (browser and system).
    pub label: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn")
    }
}

/// A person who came in.
#[derive(Debug)]
pub struct SignedIn {
    /// The cookie.
    pub token: Token,
    /// Their language.
    pub lang: punte_words::Lang,
}

/// Why somebody didn't come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Name, passphrase or code: which, nobody is told.
    Wrong,
    /// Too often; so many seconds.
    Wait(u32),
    /// Too many people at once; try again.
    Busy,
}

impl App {
    /// Signs somebody in.
    pub async fn sign_in(
        &self,
        form: SignIn,
        request: RequestId,
    ) -> AppResult<Result<SignedIn, SignInRefusal>> {
        let now = self.now();
        let account = punte_ledger::Hash::of(form.login.trim().to_lowercase().as_bytes()).0;
        if let Err(wait) = self.0.throttle.admit(form.address, account, now) {
            return Ok(Err(SignInRefusal::Wait(wait)));
        }
        let Ok(_waiting) = self.0.waiting.try_acquire() else {
            return Ok(Err(SignInRefusal::Busy));
        };
        let known = self.known(&form.login).await?;
        let user_id = known.as_ref().map(|(user, _)| user.id);
        let keys = self.stretch(known.as_ref(), form.passphrase).await?;
        let locks = match (&known, &keys) {
            (Some((user, _)), Some(keys)) => {
                self.second_factor(user, keys, (&form.code, now)).await?
            }
            _ => None,
        };
        let (Some((user, _)), Some(keys), Some(locks)) = (known, keys, locks) else {
            self.0.throttle.wrong(account, now);
            let _ = self
                .0
                .store
                .system_commit(SystemAction::FailedSignIn { user: user_id }, request, now)
                .await;
            return Ok(Err(SignInRefusal::Wrong));
        };
        self.0.throttle.right(account);
        let signed_in = self
            .open_session(&user, &keys, locks, form.label, request)
            .await?;
        Ok(Ok(signed_in))
    }

    async fn known(&self, login: &str) -> AppResult<Option<(UserRow, LockRow)>> {
        let login = login.trim().to_lowercase();
        if login.is_empty() || login.len() > LONGEST_LOGIN {
            return Ok(None);
        }
        let relations = self.0.store.relations();
        let Some(user) = relations.user_by_login(&login).await? else {
            return Ok(None);
        };
        if user.state != UserState::Active {
            return Ok(None);
        }
        let lock = relations.lock(user.id, LockKind::Passphrase).await?;
        Ok(lock.map(|lock| (user, lock)))
    }

    /// Stretches the passphrase, also for somebody who doesn't exist, and opens the keys if it is right.
    pub(crate) async fn stretch(
        &self,
        known: Option<&(UserRow, LockRow)>,
        phrase: String,
    ) -> AppResult<Option<UserKeys>> {
        if phrase.chars().count() > LONGEST_PASSPHRASE {
            return Ok(None);
        }
        let Ok(_turn) = self.0.stretching.acquire().await else {
            return Ok(None);
        };
        let cost = self.0.config.cost;
        let lock = known.map(|(user, lock)| (user.id.0, lock.blob.clone()));
        aside(move || {
            let Some((user, blob)) = lock else {
                let _ = passphrase::refuse_unknown_user(&phrase, cost);
                return None;
            };
            passphrase::unlock_with_passphrase(&blob, &user, &phrase).ok()
        })
        .await
    }

    /// The locks to write with the session if the second factor is right; `None` if it isn't.
    async fn second_factor(
        &self,
        user: &UserRow,
        keys: &UserKeys,
        (code, now): (&str, Moment),
    ) -> AppResult<Option<Vec<LockRow>>> {
        let Some(lock) = self
            .0
            .store
            .relations()
            .lock(user.id, LockKind::Totp)
            .await?
        else {
            // A demo has none (ruling 18). Elsewhere joining sets one up, so an account without is no account.
            return Ok(self.0.config.demo.then(Vec::new));
        };
        // As it was typed: stretching the passphrase may have taken the code's last second.
        let now = u64::try_from(now.seconds()).unwrap_or(0);
        let (last, blob) = split_totp(&lock.blob);
        let secret = totp::open_totp(keys, &user.id.0, blob)?;
        match secret.verify(code.trim(), now, last) {
            Ok(step) => Ok(Some(vec![LockRow {
                blob: join_totp(step, blob),
                ..lock
            }])),
            Err(_) => Ok(None),
        }
    }

    pub(crate) async fn open_session(
        &self,
        user: &UserRow,
        keys: &UserKeys,
        locks: Vec<LockRow>,
        label: String,
        request: RequestId,
    ) -> AppResult<SignedIn> {
        let now = self.now();
        let token = SessionToken::generate(&*self.0.rng);
        let row = SessionRow {
            hash: session::session_id(&token),
            user: user.id,
            sealed: session::seal_session(keys, &token, &*self.0.rng)?,
            created: now,
            seen: now,
            expires: now.plus_hours(ABSOLUTE_HOURS),
            label: label.chars().take(120).collect(),
        };
        let action = SystemAction::SignIn {
            session: row,
            locks,
            user: None,
        };
        self.0
            .store
            .system_commit(action, request, now)
            .await
            .map_err(punte_store::StoreError::from)?;
        self.end_oldest_sessions(user.id, session::session_id(&token), request)
            .await?;
        Ok(SignedIn {
            token: Token(token),
            lang: user.lang.parse().unwrap_or_default(),
        })
    }

    /// Ends the oldest sessions beyond the limit, never the one just opened.
    async fn end_oldest_sessions(
        &self,
        user: punte_domain::id::UserId,
        new: [u8; 32],
        request: RequestId,
    ) -> AppResult<()> {
        let sessions = self.0.store.relations().sessions(user, self.now()).await?;
        let older = sessions.iter().filter(|row| row.hash != new);
        for old in older.skip(MOST_SESSIONS - 1) {
            self.end_session(user, old.hash, request).await?;
        }
        Ok(())
    }
}

/// The stored second factor: the last step that was used (8 bytes; 0 for none), then the sealed secret.
pub(crate) fn split_totp(blob: &[u8]) -> (Option<u64>, &[u8]) {
    match blob.split_first_chunk::<8>() {
        Some((step, sealed)) => (Some(u64::from_be_bytes(*step)).filter(|s| *s > 0), sealed),
        None => (None, blob),
    }
}

/// See [`split_totp`].
pub(crate) fn join_totp(step: u64, sealed: &[u8]) -> Vec<u8> {
    [step.to_be_bytes().as_slice(), sealed].concat()
}
