/// What can go wrong in this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A hash in text is not 64 lower- or upper-case hexadecimal digits, or a hash in bytes is not 32 long.
    #[error("not a SHA-256 hash")]
    Hash,
    /// A frontier whose number of hashes is not the number of complete subtrees of its size.
    #[error("the frontier's hashes do not belong to its size")]
    Frontier,
    /// The leaf bytes are not the one canonical encoding of a leaf. The text names the part.
    #[error("not a canonical leaf: {0}")]
    Leaf(&'static str),
    /// A leaf of a format that this build does not know.
    #[error("unknown leaf version {0}")]
    LeafVersion(u8),
    /// The text is not a C2SP signed note.
    #[error("not a signed note: {0}")]
    Note(&'static str),
    /// The text is not a C2SP checkpoint.
    #[error("not a checkpoint: {0}")]
    Checkpoint(&'static str),
    /// No signature by a known key, or a known key's signature that is wrong.
    #[error("no valid signature by a known key")]
    Signature,
    /// An index or size that the tree does not have.
    #[error("index or size outside the tree")]
    Range,
    /// A proof that does not lead to the root.
    #[error("the proof does not lead to the root")]
    Proof,
    /// A checkpoint was handed to the audit after its size had been passed, so that it could no longer be checked.
    #[error("checkpoint of size {0} came after its leaves")]
    LateCheckpoint(u64),
}
