//! Coming in and going out.

mod recover;
pub(crate) mod rules;
mod session;
pub(crate) mod sign_in;
pub(crate) mod throttle;

pub use recover::Recover;
pub(crate) use session::principal;
pub use sign_in::{SignIn, SignInRefusal, SignedIn};
