//! One function per thing that a person can do: authorise -> open -> decide -> append -> answer.
//!
//! [`App`] is the installation; [`Desk`] is one request of one signed-in person, with their keys in it for as long as the
//! request lasts. Everything that shows or changes content is a method of `Desk`.

pub mod account;
mod auth;
pub mod concerns;
mod demo;
mod desk;
pub mod directory;
pub mod entries;
mod error;
pub mod files;
mod installation;
mod journal;
mod keyring;
mod names;
pub mod ops;
mod persons;
pub mod referrals;
mod settle;
pub mod statistics;
mod today;
pub mod views;

pub use auth::throttle::Pace;
pub use auth::{Recover, SignIn, SignInRefusal, SignedIn};
pub use desk::Desk;
pub use error::{AppError, AppResult, Invalid, Meanwhile, Stale};
pub use installation::{App, Config, Unfit};
pub use names::{Names, UnitName};
pub use punte_domain as domain;
pub use punte_words::Lang;
pub use today::{Today, Where, WorkItem};

/// The text of a session cookie. Wiped on drop; says nothing when printed.
pub struct Token(pub(crate) punte_vault::SessionToken);

impl Token {
    /// Reads what a cookie holds; `None` for anything that no session of ours can be.
    pub fn parse(text: &str) -> Option<Self> {
        punte_vault::SessionToken::parse(text).ok().map(Self)
    }
    /// The cookie's value.
    pub fn text(&self) -> punte_vault::SecretText {
        self.0.to_text()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}
