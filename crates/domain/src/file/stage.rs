//! The stage of a file, computed from what happened and never typed.
