//! The journal and its indexes on SQLite or PostgreSQL; knows bytes, not meanings.
