//! One's own account: sessions, passphrase, recovery code, second factor, language.

use crate::auth::rules;
use crate::auth::sign_in::join_totp;
use crate::directory::{MembershipState, entries};
use crate::files::{Post, refused};
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{OwnAccount, Role, UserRes};
use punte_domain::compartment::Compartments;
use punte_domain::directory::user;
use punte_domain::id::UnitId;
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind};
use punte_store::{
    LockKind, LockRow, MembershipState as StoredMembership, RowKey, RowOp, SessionRow, UserRow,
};
use punte_vault::{RecoveryCode, SecretText, TotpSecret, UserKeys, recovery, totp};
use serde::Serialize;

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnSession {
    /// Names it; says nothing of its cookie.
    pub id: String,
    /// Browser and system.
    pub label: String,
    /// Since when.
    pub created: Moment,
    /// Last use, to the minute.
    pub seen: Moment,
    /// Whether it is this one.
    pub current: bool,
}

/// Where one belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnMembership {
    /// Which unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Its organisation's name.
    pub organisation: String,
    /// As what.
    pub role: Role,
    /// Where it stands.
    pub state: MembershipState,
    /// Nobody has this unit's keys yet: they are born when one takes it up ([`Desk::take_up`]).
    pub first: bool,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Professional title.
    pub title: String,
    /// Language of the pages.
    pub language: String,
    /// Where one belongs, also where one still waits.
    pub memberships: Vec<OwnMembership>,
    /// Sessions, newest first.
    pub sessions: Vec<OwnSession>,
    /// Whether there is a recovery code.
    pub recovery: bool,
    /// Whether there is a second factor.
    pub second_factor: bool,
    /// Whether this installation has second factors at all (a demo has none).
    pub second_factor_possible: bool,
}

/// A new secret that counts only when it was proven. `sealed` travels in the form and opens nothing by itself.
pub struct Offer {
    /// To be written down or put into an authenticator.
    pub secret: SecretText,
    /// `otpauth` address, of a second factor.
    pub uri: Option<SecretText>,
    /// For the hidden field.
    pub sealed: String,
}

impl Desk {
    pub(crate) async fn own(&self) -> AppResult<Authorized<OwnAccount>> {
        let me = self.user_id();
        self.permit::<OwnAccount>(me.0, Some(UserRes { id: me }), Compartments::NONE)
            .await
    }

    /// The page.
    pub async fn account(&self) -> AppResult<Account> {
        let proof = self.own().await?;
        let store = &self.app.0.store;
        let me = self.user_id();
        let sessions = store.fetch_sessions(&proof).await?;
        Ok(Account {
            login: self.user.login.clone(),
            name: self.user.name.clone(),
            title: self.user.title.clone(),
            language: self.user.lang.clone(),
            memberships: self.own_memberships().await?,
            sessions: sessions.iter().map(|s| self.own_session(s)).collect(),
            recovery: store
                .relations()
                .lock(me, LockKind::Recovery)
                .await?
                .is_some(),
            second_factor: store.relations().lock(me, LockKind::Totp).await?.is_some(),
            second_factor_possible: !self.app.is_demo(),
        })
    }

    async fn own_memberships(&self) -> AppResult<Vec<OwnMembership>> {
        let relations = self.app.0.store.relations();
        let mut rows = relations.memberships(self.user_id()).await?;
        rows.retain(|m| m.state != StoredMembership::Ended);
        let units = rows.iter().map(|m| m.unit).collect();
        let names = self.app.names([].into(), units).await?;
        let mut own = Vec::with_capacity(rows.len());
        for row in rows {
            let waits = row.state == StoredMembership::Waiting;
            own.push(OwnMembership {
                unit: row.unit,
                unit_name: names.unit(row.unit).to_owned(),
                organisation: names.organisation(row.unit).to_owned(),
                role: row.role,
                state: row.state.into(),
                first: waits && self.unit_row(row.unit).await?.public.is_empty(),
            });
        }
        Ok(own)
    }

    fn own_session(&self, row: &SessionRow) -> OwnSession {
        OwnSession {
            id: session_name(&row.hash),
            label: row.label.clone(),
            created: row.created,
            seen: row.seen,
            current: row.hash == self.session,
        }
    }

    /// Ends one of one's own sessions, or with `None` all but this one. One that has ended is no error.
    pub async fn end_sessions(&self, which: Option<&str>, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        let mut draft = Draft::default();
        for row in self.app.0.store.fetch_sessions(&proof).await? {
            let meant = which.map_or(row.hash != self.session, |name| {
                name == session_name(&row.hash)
            });
            if meant {
                draft.rows.push(RowOp::Delete(RowKey::Session(row.hash)));
            }
        }
        self.commit_own(&proof, draft, post, &("end sessions", which))
            .await
    }

    pub(crate) async fn commit_own(
        &self,
        proof: &Authorized<OwnAccount>,
        draft: Draft,
        post: Post,
        what: &impl std::fmt::Debug,
    ) -> AppResult<()> {
        self.settle(proof, draft, post.id, what, true)
            .await?
            .map(drop)
            .ok_or(AppError::Unavailable)
    }

    /// The person types the passphrase again, before something that would outlast a stolen session. It is guessed no faster here
    /// than at the door. `field` is where the form asks for it.
    async fn prove(&self, field: &str, phrase: String) -> AppResult<UserKeys> {
        let wrong = || AppError::invalid(field, "passphrase-wrong");
        if phrase.is_empty() {
            return Err(wrong());
        }
        let account = punte_ledger::Hash::of(self.user.login.as_bytes()).0;
        let lock = self
            .app
            .0
            .store
            .relations()
            .lock(self.user_id(), LockKind::Passphrase)
            .await?
            .ok_or(AppError::Absent)?;
        if let Err(seconds) = self.app.0.throttle.wait(account, self.now) {
            return Err(AppError::TooMany { seconds });
        }
        let Some(keys) = self
            .app
            .stretch(Some(&(self.user.clone(), lock)), phrase)
            .await?
        else {
            self.app.0.throttle.wrong(account, self.now);
            return Err(wrong());
        };
        self.app.0.throttle.right(account);
        Ok(keys)
    }

    /// A new passphrase. Every other session ends with it.
    pub async fn change_passphrase(
        &self,
        old: String,
        new: String,
        again: &str,
        post: Post,
    ) -> AppResult<()> {
        let proof = self.own().await?;
        let broken = rules::check(&self.user.login, &new, again);
        if !broken.is_empty() {
            return Err(AppError::Invalid(broken));
        }
        let me = self.user_id();
        let keys = self.prove("old", old).await?;
        let lock = self.app.lock_passphrase(keys, me, new).await?;
        let mut draft = Draft::default();
        draft.put(lock);
        for row in self.app.0.store.fetch_sessions(&proof).await? {
            if row.hash != self.session {
                draft.rows.push(RowOp::Delete(RowKey::Session(row.hash)));
            }
        }
        self.commit_own(&proof, draft, post, &"passphrase").await
    }

    /// A new recovery code, to be shown once. It counts when [`Desk::keep_recovery`] has seen it typed back.
    pub async fn offer_recovery(&self, passphrase: String) -> AppResult<Offer> {
        self.own().await?;
        self.prove("passphrase", passphrase).await?;
        let rng = &*self.app.0.rng;
        let code = RecoveryCode::generate(rng);
        let blob = recovery::lock_with_recovery(&self.ring.user, &self.user_id().0, &code, rng)?;
        Ok(Offer {
            secret: code.to_text(),
            uri: None,
            sealed: to_hex(&blob),
        })
    }

    /// The code was typed back: it counts from now on, and the one before it no longer.
    pub async fn keep_recovery(&self, sealed: &str, typed: &str, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        let me = self.user_id();
        let wrong = || AppError::invalid("code", "recovery-wrong");
        let blob = from_hex(sealed).ok_or_else(wrong)?;
        let code = RecoveryCode::parse(typed).map_err(|_| wrong())?;
        let keys = recovery::unlock_with_recovery(&blob, &me.0, &code).map_err(|_| wrong())?;
        if keys.public() != self.ring.user.public() {
            return Err(wrong());
        }
        let mut draft = Draft::default();
        draft.put(LockRow {
            user: me,
            kind: LockKind::Recovery,
            blob,
        });
        self.commit_own(&proof, draft, post, &"recovery").await
    }

    /// A new second factor, to be put into an authenticator. Not in a demo (ruling 18).
    pub async fn offer_second_factor(&self, passphrase: String) -> AppResult<Offer> {
        self.own().await?;
        if self.app.is_demo() {
            return Err(AppError::Absent);
        }
        self.prove("passphrase", passphrase).await?;
        let rng = &*self.app.0.rng;
        let secret = TotpSecret::generate(rng);
        let sealed = totp::seal_totp(&secret, &self.ring.user.public(), &self.user_id().0, rng)?;
        let account = self.user.login.replace(':', " ");
        Ok(Offer {
            uri: Some(secret.uri("Punte", &account)?),
            secret: secret.to_text(),
            sealed: to_hex(&sealed),
        })
    }

    /// A code of it was typed: it counts from now on. That code is used up.
    pub async fn keep_second_factor(&self, sealed: &str, code: &str, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        if self.app.is_demo() {
            return Err(AppError::Absent);
        }
        let me = self.user_id();
        let wrong = || AppError::invalid("code", "totp-wrong");
        let sealed = from_hex(sealed).ok_or_else(wrong)?;
        let now = u64::try_from(self.now.seconds()).unwrap_or(0);
        let secret = totp::open_totp(&self.ring.user, &me.0, &sealed).map_err(|_| wrong())?;
        let step = secret.verify(code.trim(), now, None).map_err(|_| wrong())?;
        let mut draft = Draft::default();
        draft.put(LockRow {
            user: me,
            kind: LockKind::Totp,
            blob: join_totp(step, &sealed),
        });
        self.commit_own(&proof, draft, post, &"second factor").await
    }

    /// The office, or for somebody who still waits the one that waits for them.
    async fn any_office(&self) -> AppResult<(UnitId, Role)> {
        if let Ok(office) = self.office() {
            return Ok(office);
        }
        let rows = self
            .app
            .0
            .store
            .relations()
            .memberships(self.user_id())
            .await?;
        rows.first()
            .map(|m| (m.unit, m.role))
            .ok_or(AppError::Absent)
    }

    /// Language of one's pages.
    pub async fn set_language(&self, language: &str, post: Post) -> AppResult<()> {
        let proof = self.own().await?;
        let me = self.user_id();
        let (unit, role) = self.any_office().await?;
        let stream = self.open_stream(me.into(), StreamKind::User, unit).await?;
        let state = self.user_state(&self.user, stream.row.version).await?;
        let command = user::Command::SetLanguage(language.to_owned());
        let decided = user::decide(&state, &command, &self.ctx(unit, role)).map_err(refused)?;
        let mut draft = Draft::default();
        draft.put(UserRow {
            lang: language.to_owned(),
            ..self.user.clone()
        });
        self.append(
            &mut draft,
            stream,
            entries(decided, AnyEntry::User),
            Some(post.id),
            unit,
        );
        self.commit_own(&proof, draft, post, &("language", language))
            .await
    }
}

/// A session's name in a form: half of the hash under which it is stored, from which no cookie can be found.
fn session_name(hash: &[u8; 32]) -> String {
    to_hex(hash.get(..16).unwrap_or(hash))
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

/// The reverse; `None` for anything else.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let half = |c: &u8| {
        char::from(*c)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(half(high)? << 4 | half(low)?))
        .collect()
}
