//! Commands that compute on plain files.

pub(crate) mod counts;
mod disclose_io;
pub(crate) mod release;
pub(crate) mod synth;
