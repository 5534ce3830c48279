//! Disclosure control and synthetic data (pure compute).
