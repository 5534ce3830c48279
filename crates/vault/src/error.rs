/// Why something was not sealed, opened or accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes do not open: wrong key, another place than they were sealed for, or damaged. Deliberately one answer.
    #[error("does not open: wrong key, wrong place or damaged")]
    Open,
    /// The header names another key or generation than the one given: look for that one.
    #[error("sealed under another key")]
    OtherKey,
    /// Too short, an unknown version or an unknown suite: not made by this crate, or by a later one.
    #[error("not a sealed value of a known format")]
    Format,
    /// Passphrase, recovery code, session token or backup key is not the right one.
    #[error("wrong secret")]
    WrongSecret,
    /// The passphrase has more than 128 characters; it was not hashed.
    #[error("passphrase longer than 128 characters")]
    PassphraseTooLong,
    /// The typed recovery code is not one: wrong length, a wrong symbol, or the check symbol does not fit (a typing mistake).
    #[error("not a recovery code; look for a typing mistake")]
    RecoveryCode,
    /// Cost parameters outside what this build accepts.
    #[error("cost parameters outside the accepted range")]
    Cost,
    /// A public key that cannot be sealed to.
    #[error("not a usable public key")]
    PublicKey,
    /// A name that a signature line or an authenticator address cannot hold.
    #[error("name not allowed here")]
    Name,
    /// More bytes than one sealed value may hold.
    #[error("too large to seal in one piece")]
    TooLarge,
    /// The backup ends before its last part: incomplete copy.
    #[error("the backup is cut off")]
    Truncated,
    /// Reading or writing failed.
    #[error("reading or writing failed: {0}")]
    Io(#[from] std::io::Error),
}
