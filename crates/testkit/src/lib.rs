//! What tests share: engines, clocks, private PostgreSQL, a whole application.
