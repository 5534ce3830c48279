//! The commands that compute on plain files and need no installation.

pub(crate) mod counts;
mod disclose_io;
pub(crate) mod gaps;
mod interrupt;
pub(crate) mod link;
pub(crate) mod release;
pub(crate) mod synth;
