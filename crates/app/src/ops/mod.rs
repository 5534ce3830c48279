//! What the operator does: making an installation, opening it, checking it, backing it up.
//!
//! No user is signed in here and no user's key is at hand, but in [`create`], which makes the first of them.

pub mod background;
pub mod backup;
pub mod create;
pub mod doctor;
pub mod home;
mod ids;
pub mod import;
pub mod inspect;
pub mod scribe;
#[cfg(test)]
mod tests;

pub use create::{CreateError, Created, create};
pub use home::{Held, Home, HomeError};
pub use ids::new_id;
