//! The rules of the work, pure: entries, deciders, clocks, country packs.
