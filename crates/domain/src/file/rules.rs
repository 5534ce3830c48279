//! Which entry may lie where, and who writes where.
