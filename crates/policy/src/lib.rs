//! Cedar policies and the only way to an `Authorized` value.
//!
//! [`Policy::authorize`] turns relations (who is in which unit as what, which unit holds which compartment until when)
//! into Cedar entities, asks the policies in `policies/*.cedar`, and gives either the proof that `store` demands or a
//! [`Denied`] that says nothing. Deny is the default, a forbid beats every permit, and an evaluation error denies.

#![deny(clippy::wildcard_enum_match_arm)]

mod ask;
mod error;
mod explain;
mod many;
mod model;
mod resource;
mod set;

pub use ask::{Context, Denied, Policy};
pub use error::PolicyError;
pub use explain::{Because, Explained};
pub use resource::Decide;
pub use set::{POLICIES, SCHEMA};
