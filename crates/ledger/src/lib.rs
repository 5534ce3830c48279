//! The tamper-evident log: RFC 6962 tree, checkpoints, verification.
