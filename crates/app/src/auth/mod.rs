//! Coming in and going out.

mod session;
mod sign_in;
pub(crate) mod throttle;

pub use sign_in::{SignIn, SignInRefusal, SignedIn};
