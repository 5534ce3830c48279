//! Fault campaigns: the server killed at random moments, the whole machine seized, bytes flipped; each with the planted
//! faults that its harness must catch.
//!
//! Never shipped: nothing depends on this crate, and the faults live in its own server, `punte-planted`, where an
//! argument chooses one. The server is the shipped router, application and store, and one door of its own
//! ([`serve::DEED`]) through which a load generator does what a person would do on the pages.

pub mod attack;
pub mod canary;
pub mod deed;
pub mod flips;
pub mod ground;
pub mod http;
pub mod kill;
pub mod process;
pub mod random;
pub mod scenario;
pub mod search;
pub mod serve;
