//! RFC 6962 §2.1 tree hashing over SHA-256.

use crate::{Error, Hash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Hash of a leaf's bytes: SHA-256(0x00 || bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0x00])
            .chain_update(bytes)
            .finalize()
            .into(),
    )
}

/// Hash of an inner node: SHA-256(0x01 || left || right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0x01])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// Root of the tree whose leaf hashes are `leaves`, in order. The empty tree's root is SHA-256 of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    leaves.iter().copied().collect::<Frontier>().root()
}

/// The right edge of a growing tree: its size and the roots of its complete subtrees, largest first.
///
/// Holds as many hashes as the size has one-bits (at most 64), so appending and taking the root cost O(log n).
/// Deserialising refuses a number of hashes that does not belong to the size.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawFrontier")]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

#[derive(Deserialize)]
struct RawFrontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl TryFrom<RawFrontier> for Frontier {
    type Error = Error;

    fn try_from(raw: RawFrontier) -> Result<Self, Error> {
        Self::from_parts(raw.size, raw.hashes)
    }
}

impl Frontier {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// A frontier from stored parts.
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Result<Self, Error> {
        if hashes.len() == size.count_ones() as usize {
            Ok(Self { size, hashes })
        } else {
            Err(Error::Frontier)
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest first.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Append the hash of the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut carried = leaf;
        let mut full = self.size;
        while full & 1 == 1 {
            // A one-bit of the size always has its hash here: `from_parts` and `push` keep that.
            if let Some(left) = self.hashes.pop() {
                carried = node_hash(&left, &carried);
            }
            full >>= 1;
        }
        self.hashes.push(carried);
        self.size += 1;
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.hashes
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(|| Hash::of(b""))
    }
}

impl FromIterator<Hash> for Frontier {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut frontier = Self::new();
        leaves.into_iter().for_each(|leaf| frontier.push(leaf));
        frontier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published reference tree of Certificate Transparency (RFC 6962 test data).
    const LEAVES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn reference() -> Vec<Hash> {
        LEAVES
            .iter()
            .map(|text| leaf_hash(&hex::decode(text).unwrap()))
            .collect()
    }

    #[test]
    fn rfc_6962_roots() {
        let leaves = reference();
        for (size, expected) in ROOTS.iter().enumerate() {
            assert_eq!(root(&leaves[..size]).to_string(), *expected, "size {size}");
        }
    }

    #[test]
    fn a_frontier_that_was_stored_goes_on() {
        let leaves = reference();
        for cut in 0..=leaves.len() {
            let first: Frontier = leaves[..cut].iter().copied().collect();
            let mut bytes = Vec::new();
            ciborium::into_writer(&first, &mut bytes).unwrap();
            let mut second: Frontier = ciborium::from_reader(bytes.as_slice()).unwrap();
            leaves[cut..].iter().for_each(|leaf| second.push(*leaf));
            assert_eq!(second.root(), root(&leaves));
            assert_eq!(second.size(), 8);
        }
    }

    #[test]
    fn a_frontier_with_a_hash_too_many_is_refused() {
        assert_eq!(
            Frontier::from_parts(4, vec![Hash::of(b"a"); 2]),
            Err(Error::Frontier)
        );
        assert_eq!(
            Frontier::from_parts(3, vec![Hash::of(b"a")]),
            Err(Error::Frontier)
        );
    }
}
