//! A new installation: organisations, units, people, and every key that they begin with.
//!
//! [`prepare`] makes rows and keys and touches nothing; [`create`] commits them as the first leaf of an empty store.
//! Keys are born here and nowhere else without a person at the keyboard, so the passphrases come in with the [`Spec`].

mod keys;
mod rows;
mod spec;
#[cfg(test)]
mod tests;

pub(crate) use keys::{FIRST, wrap_pseudonyms, wrap_roster, wrap_unit};
pub use keys::{Keys, PSEUDONYM_SUBJECT, STATISTICS_SUBJECT, UnitSecrets};
pub use rows::{Prepared, prepare};
pub(crate) use rows::{kind_code, regime_code};
pub use spec::{At, Mode, OrganisationSpec, PersonSpec, Spec, UnitKind, UnitSpec};

use punte_domain::Moment;
use punte_domain::id::{OrganisationId, RequestId, UnitId, UserId};
use punte_store::{CommitError, Store, SystemAction};
use punte_vault::{Rng, SecretText};

/// Settings that every installation is born with, by their key in the table of settings.
pub mod setting {
    /// `demo` or `real`, as text; stated by the first leaf, so that `verify` sees a change.
    pub const MODE: &str = "installation.mode";
    /// Origin line of the ledger's checkpoints.
    pub const LEDGER_ORIGIN: &str = "ledger.origin";
    /// The ledger's public key in the C2SP form `name+hash+base64`.
    pub const LEDGER_VERIFIER: &str = "ledger.verifier";
    /// Public half of the statistics key, 32 bytes.
    pub const STATISTICS_PUBLIC: &str = "statistics.public";
}

/// Why no installation was made. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// No person is named, so nobody could ever come in.
    #[error("an installation needs at least one person")]
    Nobody,
    /// A membership or the statistics officer names something that the specification does not have.
    #[error("{0} is not in the specification")]
    Unknown(&'static str),
    /// A sign-in name is empty, longer than 254 bytes, not lower case, or has white space.
    #[error("the sign-in name {0:?} is not lower case without spaces, 1 to 254 bytes")]
    Login(String),
    /// Two people have one sign-in name.
    #[error("the sign-in name {0:?} is given twice")]
    Twice(String),
    /// A name of an organisation, unit or person is empty or longer than 200 characters.
    #[error("a name is empty or longer than 200 characters")]
    Name,
    /// A person has no membership, or the same one twice.
    #[error("{0:?} has no membership, or one of them twice")]
    Memberships(String),
    /// Keys could not be made, mostly a passphrase that is too long.
    #[error("keys: {0}")]
    Vault(#[from] punte_vault::Error),
    /// The store refused; [`CommitError::Barred`] when there is an installation in it already.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// What was made. The secrets in it are shown once, and wiped with it.
pub struct Created {
    /// Organisations, in the order of the specification.
    pub organisations: Vec<OrganisationId>,
    /// Units of each organisation, in the order of the specification.
    pub units: Vec<Vec<UnitId>>,
    /// People, in the order of the specification.
    pub people: Vec<CreatedPerson>,
    /// Everything that was born, for whoever fills a demo or a test. Let it fall as soon as possible.
    pub keys: Keys,
}

/// A person who was made.
pub struct CreatedPerson {
    /// Id.
    pub id: UserId,
    /// Sign-in name.
    pub login: String,
    /// The recovery code to print; `None` in a demo.
    pub recovery: Option<SecretText>,
    /// The second factor; `None` in a demo.
    pub second_factor: Option<SecondFactor>,
}

/// What goes into the person's authenticator.
pub struct SecondFactor {
    /// `otpauth://…`, to be drawn as a QR code.
    pub uri: SecretText,
    /// The same secret in base32, to be typed.
    pub text: SecretText,
}

/// Make an installation in an empty store: one commit, one leaf.
///
/// `ids` makes identifiers (a seeded source gives the same ones), `rng` makes keys and should be the system's.
/// Stretching the passphrases takes as long as [`Spec::cost`] says, on a thread of its own.
pub async fn create<R: Rng + 'static>(
    store: &Store,
    spec: Spec,
    ids: Box<dyn Rng>,
    rng: R,
    now: Moment,
) -> Result<Created, CreateError> {
    let making = tokio::task::spawn_blocking(move || {
        let request = RequestId(super::ids::new_id(now, &*ids));
        prepare(&spec, &*ids, &rng, now).map(|prepared| (request, prepared))
    });
    let (request, prepared) = making.await.map_err(|_| CommitError::Unavailable)??;
    let action = SystemAction::Init {
        demo: prepared.demo,
        rows: prepared.rows,
    };
    store.system_commit(action, request, now).await?;
    Ok(prepared.created)
}
