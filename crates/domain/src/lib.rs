//! The rules of the work, pure: entries, deciders, clocks, counting rules, country packs.
//!
//! Nothing here does I/O, reads a clock or draws randomness: `now`, ids and codes come in as arguments.
//! Every kind of stream has one `decide(state, command, context) -> Vec<entry> | refusal` and one `evolve(state, entry)`.

pub mod access;
pub mod code;
pub mod compartment;
pub mod id;
pub mod time;

pub use access::{Action, Authorized, Resource};
pub use compartment::{Compartment, Compartments};
pub use time::{Clock, Moment, PartialDate};
