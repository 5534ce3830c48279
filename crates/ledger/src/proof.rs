//! Inclusion and consistency proofs: made as RFC 6962 §2.1.1 and §2.1.2 define them, verified as RFC 9162 §2.1.3.2 and §2.1.4.2 describe.

use crate::tree::node_hash;
use crate::{Error, Hash, root};

/// The path that proves leaf `index` to be in the tree of `leaves`. O(n).
pub fn inclusion_proof(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, Error> {
    let index = usize::try_from(index).map_err(|_| Error::Range)?;
    if index >= leaves.len() {
        return Err(Error::Range);
    }
    let mut path = Vec::new();
    let (mut part, mut at) = (leaves, index);
    while part.len() > 1 {
        let (left, right) = part.split_at(split(part.len()));
        if at < left.len() {
            path.push(root(right));
            part = left;
        } else {
            path.push(root(left));
            at -= left.len();
            part = right;
        }
    }
    path.reverse();
    Ok(path)
}

/// The path that proves the tree of the first `old` leaves to be the beginning of the tree of all `leaves`. O(n).
/// `old` = 0 and `old` = all give the empty path.
pub fn consistency_proof(leaves: &[Hash], old: u64) -> Result<Vec<Hash>, Error> {
    let mut old = usize::try_from(old).map_err(|_| Error::Range)?;
    if old > leaves.len() {
        return Err(Error::Range);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut path = Vec::new();
    let mut part = leaves;
    // Whether `part` is, so far, a complete subtree of the old tree that its verifier already knows.
    let mut known = true;
    while old < part.len() {
        let (left, right) = part.split_at(split(part.len()));
        if old <= left.len() {
            path.push(root(right));
            part = left;
        } else {
            path.push(root(left));
            old -= left.len();
            part = right;
            known = false;
        }
    }
    if !known {
        path.push(root(part));
    }
    path.reverse();
    Ok(path)
}

/// Largest power of two below `size`; `size` is at least 2.
fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

/// Check that the leaf with hash `leaf` is number `index` of the tree with `size` leaves and root `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> Result<(), Error> {
    if index >= size {
        return Err(Error::Range);
    }
    let (mut at, mut last) = (index, size - 1);
    let mut found = *leaf;
    for step in path {
        if last == 0 {
            return Err(Error::Proof);
        }
        if at & 1 == 1 || at == last {
            found = node_hash(step, &found);
            climb_to_left_child(&mut at, &mut last);
        } else {
            found = node_hash(&found, step);
        }
        at >>= 1;
        last >>= 1;
    }
    check(last == 0 && found == *root)
}

/// Check that the tree (`old`, `old_root`) is the beginning of the tree (`new`, `new_root`).
pub fn verify_consistency(
    old: u64,
    new: u64,
    path: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), Error> {
    if old > new {
        return Err(Error::Range);
    }
    if old == 0 {
        return check(path.is_empty() && *old_root == root(&[]));
    }
    if old == new {
        return check(path.is_empty() && old_root == new_root);
    }
    let known = old.is_power_of_two().then_some(*old_root);
    let mut steps = known.into_iter().chain(path.iter().copied());
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let first = steps.next().ok_or(Error::Proof)?;
    let (mut found_old, mut found_new) = (first, first);
    for step in steps {
        if last == 0 {
            return Err(Error::Proof);
        }
        if at & 1 == 1 || at == last {
            found_old = node_hash(&step, &found_old);
            found_new = node_hash(&step, &found_new);
            climb_to_left_child(&mut at, &mut last);
        } else {
            found_new = node_hash(&found_new, &step);
        }
        at >>= 1;
        last >>= 1;
    }
    check(last == 0 && found_old == *old_root && found_new == *new_root)
}

/// On the right edge a node may have no sibling for several levels: go up until it is a right child or the root.
fn climb_to_left_child(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        *at >>= 1;
        *last >>= 1;
    }
}

fn check(fits: bool) -> Result<(), Error> {
    if fits { Ok(()) } else { Err(Error::Proof) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;

    fn leaves(count: u32) -> Vec<Hash> {
        (0..count)
            .map(|number| leaf_hash(&number.to_be_bytes()))
            .collect()
    }

    #[test]
    fn every_consistency_proof_up_to_130_holds_and_its_damage_is_seen() {
        let all = leaves(130);
        let roots: Vec<Hash> = (0..=130).map(|size| root(&all[..size])).collect();
        for new in 0..=130u32 {
            let part = &all[..new as usize];
            for old in 0..=new {
                let (m, n) = (u64::from(old), u64::from(new));
                let (old_root, new_root) = (&roots[old as usize], &roots[new as usize]);
                let path = consistency_proof(part, m).unwrap();
                assert_eq!(
                    verify_consistency(m, n, &path, old_root, new_root),
                    Ok(()),
                    "{m} {n}"
                );
                let wrong = Hash::of(b"wrong");
                assert!(verify_consistency(m, n, &path, &wrong, new_root).is_err());
                if old > 0 {
                    assert!(verify_consistency(m, n, &path, old_root, &wrong).is_err());
                }
                let mut longer = path.clone();
                longer.push(wrong);
                assert!(verify_consistency(m, n, &longer, old_root, new_root).is_err());
                for cut in 0..path.len() {
                    assert!(verify_consistency(m, n, &path[..cut], old_root, new_root).is_err());
                    let mut changed = path.clone();
                    changed[cut].0[31] ^= 1;
                    assert!(verify_consistency(m, n, &changed, old_root, new_root).is_err());
                }
            }
        }
    }

    #[test]
    fn every_inclusion_proof_up_to_130_holds_for_its_own_index_only() {
        let all = leaves(130);
        for size in 1..=130u64 {
            let part = &all[..usize::try_from(size).unwrap()];
            let root = root(part);
            for index in 0..size {
                let leaf = &part[usize::try_from(index).unwrap()];
                let path = inclusion_proof(part, index).unwrap();
                assert_eq!(verify_inclusion(leaf, index, size, &path, &root), Ok(()));
                // Every other index in small trees; in large ones the neighbours and the ends.
                let near = |other: &u64| {
                    size <= 34 || other.abs_diff(index) == 1 || [0, size - 1].contains(other)
                };
                for other in (0..size).filter(near).filter(|other| *other != index) {
                    assert!(verify_inclusion(leaf, other, size, &path, &root).is_err());
                }
                assert!(verify_inclusion(&Hash::of(b"wrong"), index, size, &path, &root).is_err());
                if let Some((_, shorter)) = path.split_last() {
                    assert!(verify_inclusion(leaf, index, size, shorter, &root).is_err());
                }
            }
        }
    }

    #[test]
    fn the_rfc_6962_example_paths() {
        // RFC 6962 §2.1.3: seven leaves; PATH(0) = [b, h, l], PATH(6) = [i, k], PROOF(3) = [c, d, g, l], PROOF(4) = [l].
        let leaf = leaves(7);
        let pair = |left: usize, right: usize| node_hash(&leaf[left], &leaf[right]);
        let [node_g, node_h, node_i] = [pair(0, 1), pair(2, 3), pair(4, 5)];
        let [node_k, node_l] = [node_hash(&node_g, &node_h), node_hash(&node_i, &leaf[6])];
        assert_eq!(
            inclusion_proof(&leaf, 0).unwrap(),
            [leaf[1], node_h, node_l]
        );
        assert_eq!(
            inclusion_proof(&leaf, 3).unwrap(),
            [leaf[2], node_g, node_l]
        );
        assert_eq!(
            inclusion_proof(&leaf, 4).unwrap(),
            [leaf[5], leaf[6], node_k]
        );
        assert_eq!(inclusion_proof(&leaf, 6).unwrap(), [node_i, node_k]);
        assert_eq!(
            consistency_proof(&leaf, 3).unwrap(),
            [leaf[2], leaf[3], node_g, node_l]
        );
        assert_eq!(consistency_proof(&leaf, 4).unwrap(), [node_l]);
        assert_eq!(
            consistency_proof(&leaf, 6).unwrap(),
            [node_i, leaf[6], node_k]
        );
    }

    #[test]
    fn what_the_tree_does_not_have_is_refused() {
        let all = leaves(3);
        assert_eq!(inclusion_proof(&all, 3), Err(Error::Range));
        assert_eq!(consistency_proof(&all, 4), Err(Error::Range));
        assert_eq!(
            verify_inclusion(&all[0], 3, 3, &[], &all[0]),
            Err(Error::Range)
        );
        assert_eq!(
            verify_consistency(4, 3, &[], &all[0], &all[0]),
            Err(Error::Range)
        );
    }
}
