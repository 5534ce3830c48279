//! Joining: an invited person makes their keys and locks, proves that they kept the recovery code, and has an account.
//!
//! Nothing is stored between the two pages: what was locked travels in the second form, and the typed code must open it.

use super::invite::{hash_of, parse_secret, user_of};
use crate::auth::SignedIn;
use crate::auth::rules;
use crate::auth::sign_in::join_totp;
use crate::installation::aside;
use crate::{App, AppError, AppResult, Invalid, Token};
use punte_domain::access::Role;
use punte_domain::compartment::CompartmentKind;
use punte_domain::directory::user;
use punte_domain::entry::encode_body;
use punte_domain::id::{RequestId, UserId};
use punte_domain::{AnyEntry, StreamKind};
use punte_store::{
    CommitError, DirectoryState, EntryRow, InvitationRow, InvitationState, Joined, LockKind,
    LockRow, MembershipRow, MembershipState, SessionRow, StreamRow, SystemAction, UserRow,
    UserState,
};
use punte_vault::{
    RecoveryCode, SecretText, SessionToken, TotpSecret, UserKeys, passphrase, recovery, session,
    totp,
};
use punte_words::Lang;

/// A session of the first day ends like any other.
const SESSION_HOURS: i64 = 10;
/// What the two fields of the name hold at most, in characters.
const LONGEST: usize = 200;

/// What an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Sign-in name.
    pub login: String,
    /// Unit.
    pub unit: String,
    /// Organisation.
    pub organisation: String,
    /// Role.
    pub role: Role,
    /// Whether a second factor is set up with it.
    pub second_factor: bool,
}

/// What the first page holds.
pub struct JoinForm {
    /// Name.
    pub name: String,
    /// Professional title.
    pub title: String,
    /// Passphrase.
    pub passphrase: String,
    /// Once more.
    pub again: String,
}

/// What travels from the first page to the second. The secrets in it are shown once.
pub struct Begun {
    /// Recovery code, to be written down.
    pub recovery: SecretText,
    /// Second factor: the address for the authenticator, and the same as text.
    pub second_factor: Option<(SecretText, SecretText)>,
    /// What the second form carries.
    pub carried: Carried,
}

/// Locked keys, opaque to whoever carries them.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    name: String,
    title: String,
    public: serde_bytes::ByteBuf,
    passphrase: serde_bytes::ByteBuf,
    recovery: serde_bytes::ByteBuf,
    totp: Option<serde_bytes::ByteBuf>,
}

impl Carried {
    /// As text for a hidden field.
    pub fn to_text(&self) -> String {
        let mut bytes = Vec::new();
        // Writing plain fields into memory cannot fail; an empty text is refused when it comes back.
        if ciborium::into_writer(self, &mut bytes).is_err() {
            bytes.clear();
        }
        crate::account::to_hex(&bytes)
    }
    /// From the field; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        ciborium::from_reader(crate::account::from_hex(text)?.as_slice()).ok()
    }
}

/// What the second page holds.
pub struct Finish {
    /// What the first page gave.
    pub carried: Carried,
    /// The recovery code, typed back.
    pub code: String,
    /// Six digits of the second factor.
    pub totp: String,
    /// What the session is called.
    pub label: String,
    /// Language of the pages on which they joined: theirs until they choose another.
    pub lang: Lang,
}

/// Why somebody did not join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinRefusal {
    /// Used, expired, taken back, never there: one answer.
    Gone,
    /// Rules are broken.
    Invalid(Vec<Invalid>),
}

impl App {
    async fn invitation(&self, secret: &str) -> AppResult<Option<InvitationRow>> {
        let Some(secret) = parse_secret(secret) else {
            return Ok(None);
        };
        let relations = self.0.store.relations();
        let row = relations.invitation(hash_of(secret)).await?;
        let Some(row) =
            row.filter(|row| row.state == InvitationState::Open && self.now() < row.expires)
        else {
            return Ok(None);
        };
        let unit = relations.unit_row(row.unit).await?;
        Ok(unit
            .filter(|unit| unit.state == DirectoryState::Active)
            .map(|_| row))
    }

    /// What a link invites to; `None` for one that cannot be used, whatever the reason.
    pub async fn invited(&self, secret: &str) -> AppResult<Option<Invited>> {
        let Some(row) = self.invitation(secret).await? else {
            return Ok(None);
        };
        let names = self.names([].into(), [row.unit].into()).await?;
        Ok(Some(Invited {
            login: row.login,
            unit: names.unit(row.unit).to_owned(),
            organisation: names.organisation(row.unit).to_owned(),
            role: row.role,
            second_factor: !self.is_demo(),
        }))
    }

    /// First page: makes keys and locks. Stores nothing.
    pub async fn begin_join(
        &self,
        secret: &str,
        form: JoinForm,
    ) -> AppResult<Result<Begun, JoinRefusal>> {
        let Some(row) = self.invitation(secret).await? else {
            return Ok(Err(JoinRefusal::Gone));
        };
        let broken = check(&row.login, &form);
        if !broken.is_empty() {
            return Ok(Err(JoinRefusal::Invalid(broken)));
        }
        let user = user_of(row.hash);
        let (keys, blob) = self.lock_new(user, form.passphrase).await?;
        let rng = &*self.0.rng;
        let code = RecoveryCode::generate(rng);
        let recovery = recovery::lock_with_recovery(&keys, &user.0, &code, rng)?;
        let (second_factor, sealed) = if self.is_demo() {
            (None, None)
        } else {
            let secret = TotpSecret::generate(rng);
            let sealed = totp::seal_totp(&secret, &keys.public(), &user.0, rng)?;
            (
                Some((
                    secret.uri("Punte", &row.login.replace(':', " "))?,
                    secret.to_text(),
                )),
                Some(sealed),
            )
        };
        let carried = Carried {
            name: form.name.trim().to_owned(),
            title: form.title.trim().to_owned(),
            public: keys.public().0.to_vec().into(),
            passphrase: blob.into(),
            recovery: recovery.into(),
            totp: sealed.map(Into::into),
        };
        Ok(Ok(Begun {
            recovery: code.to_text(),
            second_factor,
            carried,
        }))
    }

    async fn lock_new(&self, user: UserId, phrase: String) -> AppResult<(UserKeys, Vec<u8>)> {
        let Ok(_turn) = self.0.stretching.acquire().await else {
            return Err(AppError::Unavailable);
        };
        let keys = UserKeys::generate(&*self.0.rng);
        let (cost, rng) = (self.0.config.cost, self.0.rng.clone());
        let made = aside(move || {
            let blob = passphrase::lock_user_key(&keys, &user.0, &phrase, cost, &*rng);
            blob.map(|blob| (keys, blob))
        });
        Ok(made.await??)
    }

    /// Second page: the code was kept, so the account is made. The first member of a unit bears its keys.
    pub async fn finish_join(
        &self,
        secret: &str,
        form: Finish,
        request: RequestId,
    ) -> AppResult<Result<SignedIn, JoinRefusal>> {
        let Some(row) = self.invitation(secret).await? else {
            return Ok(Err(JoinRefusal::Gone));
        };
        let user = user_of(row.hash);
        let (keys, locks) = match self.proven(user, &form) {
            Ok(proven) => proven,
            Err(broken) => return Ok(Err(JoinRefusal::Invalid(vec![broken]))),
        };
        let (token, session) = self.first_session(user, &keys, &form.label)?;
        let unit = row.unit;
        let (stream, entry) = self.arrival(user, &row).await?;
        let action = SystemAction::Join(Box::new(Joined {
            stream,
            entry,
            membership: MembershipRow {
                user,
                unit,
                role: row.role,
                state: MembershipState::Waiting,
                generation: 0,
                wrapped_unit_key: Vec::new(),
            },
            user: UserRow {
                id: user,
                login: row.login.clone(),
                name: form.carried.name,
                title: form.carried.title,
                public: keys.public().0.to_vec(),
                state: UserState::Active,
                lang: form.lang.tag().to_owned(),
            },
            invitation: InvitationRow {
                state: InvitationState::Used,
                ..row
            },
            locks,
            session: Some(session),
        }));
        match self
            .0
            .store
            .system_commit(action, request, self.now())
            .await
        {
            Ok(_) => {}
            // Somebody was faster with the same link, or the sign-in name was taken meanwhile.
            Err(CommitError::Barred(_) | CommitError::Duplicate | CommitError::Stale { .. }) => {
                return Ok(Err(JoinRefusal::Gone));
            }
            Err(error) => return Err(punte_store::StoreError::from(error).into()),
        }
        if let Some(desk) = self.desk(&token, request).await? {
            desk.bear_unit(unit).await?;
        }
        Ok(Ok(SignedIn {
            token,
            lang: form.lang,
        }))
    }

    /// What the person's stream says of their coming. It lies in the open compartment, like all of the directory.
    async fn arrival(&self, user: UserId, row: &InvitationRow) -> AppResult<(StreamRow, EntryRow)> {
        let stream = self.0.store.relations().stream(user.into()).await?;
        let version = stream.map_or(0, |stream| stream.version) + 1;
        let entry = EntryRow {
            stream: user.into(),
            seq: version,
            id: self.new_entry(),
            compartment: CompartmentKind::Open,
            owner: [0; 16],
            recorded_at: self.now(),
            author: user,
            unit: row.unit,
            body: encode_body(&AnyEntry::User(user::Entry::Accepted)),
        };
        let stream = StreamRow {
            id: user.into(),
            kind: StreamKind::User,
            lead: row.unit,
            peer: None,
            version,
            state: StreamRow::OPEN,
        };
        Ok((stream, entry))
    }

    /// The keys that the typed code opens, and the locks to store.
    fn proven(&self, user: UserId, form: &Finish) -> Result<(UserKeys, Vec<LockRow>), Invalid> {
        let carried = &form.carried;
        let wrong = || Invalid::new("code", "recovery-wrong");
        let Ok(code) = RecoveryCode::parse(&form.code) else {
            return Err(wrong());
        };
        let Ok(keys) = recovery::unlock_with_recovery(&carried.recovery, &user.0, &code) else {
            return Err(wrong());
        };
        let strong = passphrase::lock_cost(&carried.passphrase)
            .is_ok_and(|cost| cost.at_least(self.0.config.cost));
        let named = fits(&carried.name) && carried.title.chars().count() <= LONGEST;
        if keys.public().0.as_slice() != carried.public.as_slice() || !strong || !named {
            return Err(wrong());
        }
        let lock = |kind, blob: &[u8]| LockRow {
            user,
            kind,
            blob: blob.to_vec(),
        };
        let mut locks = vec![
            lock(LockKind::Passphrase, &carried.passphrase),
            lock(LockKind::Recovery, &carried.recovery),
        ];
        if !self.is_demo() {
            let sealed = carried.totp.as_deref().map_or(&[][..], |v| v.as_slice());
            let now = u64::try_from(self.now().seconds()).unwrap_or(0);
            let step = totp::open_totp(&keys, &user.0, sealed)
                .and_then(|s| s.verify(form.totp.trim(), now, None));
            match step {
                Ok(step) => locks.push(lock(LockKind::Totp, &join_totp(step, sealed))),
                Err(_) => return Err(Invalid::new("totp", "totp-wrong")),
            }
        }
        Ok((keys, locks))
    }

    fn first_session(
        &self,
        user: UserId,
        keys: &UserKeys,
        label: &str,
    ) -> AppResult<(Token, SessionRow)> {
        let token = SessionToken::generate(&*self.0.rng);
        let row = SessionRow {
            hash: session::session_id(&token),
            user,
            sealed: session::seal_session(keys, &token, &*self.0.rng)?,
            created: self.now(),
            seen: self.now(),
            expires: self.now().plus_hours(SESSION_HOURS),
            label: label.chars().take(120).collect(),
        };
        Ok((Token(token), row))
    }
}

fn fits(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= LONGEST
}

fn check(login: &str, form: &JoinForm) -> Vec<Invalid> {
    let mut broken = Vec::new();
    if !fits(&form.name) {
        broken.push(Invalid::new("name", "name-bad"));
    }
    if form.title.chars().count() > LONGEST {
        broken.push(Invalid::new("title", "text-too-long"));
    }
    broken.extend(rules::check(login, &form.passphrase, &form.again));
    broken
}
