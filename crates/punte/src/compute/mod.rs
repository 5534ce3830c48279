//! The commands that compute on plain files and need no installation.

pub(crate) mod gaps;
