//! The tamper-evident log.
//!
//! * [`tree`]: RFC 6962 Merkle tree hashing over SHA-256 and the [`Frontier`] that grows it in O(log n) memory.
//! * [`proof`]: inclusion and consistency proofs, made and verified.
//! * [`note`] and [`checkpoint`]: C2SP signed notes and tlog checkpoints, so that other people's tools verify ours.
//! * [`leaf`]: what one entry of the log says, in canonical CBOR. Never personal data.
//! * [`verify`]: the audit that recomputes everything and names the first entry that does not fit.
//!
//! The crate hashes; it never signs (signing is the trait [`Signer`], which `vault` implements), reads no clock and does no I/O.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod checkpoint;
mod error;
mod hash;
pub mod leaf;
pub mod note;
pub mod proof;
pub mod tree;
pub mod verify;

pub use checkpoint::Checkpoint;
pub use error::Error;
pub use hash::Hash;
pub use leaf::{Leaf, LeafKind, RowDigest};
pub use note::{SignedNote, Signer, Verifier};
pub use proof::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use tree::{Frontier, leaf_hash, root};
pub use verify::{Audit, Misfit, Report, RowId};
