//! The rules of the work, pure: entries, deciders, clocks, counting rules, country packs.
//!
//! Nothing here does I/O, reads a clock or draws randomness: `now`, ids and codes come in as arguments.
//! Every kind of stream has one `decide(state, command, context) -> Vec<entry> | refusal` and one `evolve(state, entry)`.

pub mod access;
pub mod age;
pub mod check;
pub mod clocks;
pub mod code;
pub mod compartment;
pub mod concern;
pub mod context;
pub mod directory;
pub mod entry;
pub mod facts;
pub mod file;
pub mod id;
pub mod machines;
pub mod pack;
pub mod person;
pub mod referral;
pub mod refusal;
pub mod roster;
#[cfg(test)]
mod samples;
pub mod time;
pub mod values;
pub mod work;

pub use access::{Action, Authorized, Resource};
pub use compartment::{Compartment, Compartments};
pub use context::{Ctx, Decided, Envelope};
pub use entry::{AnyEntry, StreamKind};
pub use pack::CountryPack;
pub use refusal::Refusal;
pub use time::{Clock, Moment, PartialDate};
pub use values::Code;
