//! Every method of the store, on both engines.

mod commits;
mod common;
mod flips;
mod jobs;
mod lists;
mod restore;
mod schema;
mod sequence;
mod tamper;
mod walls;
