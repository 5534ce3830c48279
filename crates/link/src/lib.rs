//! Record linkage (pure compute).
