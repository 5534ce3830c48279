//! What the operator does: making an installation, opening it, checking it, backing it up.
//!
//! No user is signed in here and no user's key is at hand, but in [`create`], which makes the first of them.

pub mod create;
mod ids;

pub use create::{CreateError, Created, create};
