//! The audit finds what was changed and names the first entry that does not fit.

use proptest::prelude::*;
use punte_ledger::leaf::VERSION;
use punte_ledger::*;

const ORIGIN: &str = "punte.example/log";

struct Key;

impl Key {
    fn value(message: &[u8]) -> Vec<u8> {
        Hash::of(&[b"key".as_slice(), message].concat()).0.to_vec()
    }
}

impl Signer for Key {
    fn name(&self) -> &'static str {
        "log"
    }
    fn key_id(&self) -> u32 {
        1
    }
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        Self::value(message)
    }
}

impl Verifier for Key {
    fn name(&self) -> &'static str {
        "log"
    }
    fn key_id(&self) -> u32 {
        1
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Self::value(message) == signature
    }
}

fn leaf(number: u8, kind: LeafKind, rows: Vec<RowDigest>) -> Leaf {
    Leaf {
        version: VERSION,
        at: 1_800_000_000_000_000 + i64::from(number),
        kind,
        actor: [number; 16],
        action: "file.write".to_owned(),
        object: [2; 16],
        compartments: 0b101,
        units: vec![[3; 16], [4; 16]],
        decision: "core-read,own".to_owned(),
        reason_hash: number.is_multiple_of(2).then(|| Hash::of(b"reason")),
        request: [5; 16],
        rows,
    }
}

fn state(key: u8, content: Option<&[u8]>) -> RowDigest {
    RowDigest {
        table: 1,
        key: vec![key],
        digest: content.map(Hash::of),
    }
}

/// Twelve leaves: rows 0..12 written, row 0 changed, row 1 deleted, row 2 only looked at.
fn log() -> Vec<Vec<u8>> {
    (0..12)
        .map(|n: u8| {
            let mut rows = vec![state(n, Some(&[n]))];
            let mut kind = LeafKind::Write;
            match n {
                9 => rows.push(state(0, Some(b"new"))),
                10 => rows.push(state(1, None)),
                11 => {
                    kind = LeafKind::Read;
                    rows = vec![state(2, Some(b"not what is stored"))];
                }
                _ => {}
            }
            leaf(n, kind, rows).encode().unwrap()
        })
        .collect()
}

fn rows() -> Vec<(u8, Vec<u8>)> {
    std::iter::once((0, b"new".to_vec()))
        .chain((2..11).map(|n| (n, vec![n])))
        .collect()
}

fn signed(leaves: &[Vec<u8>], size: usize) -> String {
    let hashes: Vec<Hash> = leaves[..size]
        .iter()
        .map(|bytes| leaf_hash(bytes))
        .collect();
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: size as u64,
        root: root(&hashes),
    };
    checkpoint.sign(&[&Key]).unwrap().encode()
}

/// Audit `given` against what was signed for the true log at sizes 0, 4, 8 and 12.
fn audit(given: &[Vec<u8>], stored: bool, rows: &[(u8, Vec<u8>)]) -> Report {
    let truth = log();
    let mut audit = Audit::new();
    for size in [0, 4, 8, 12] {
        audit
            .checkpoint(&signed(&truth, size), ORIGIN, &[&Key])
            .unwrap();
    }
    for (index, bytes) in given.iter().enumerate() {
        // The outcome is read from the report.
        let _ = match truth.get(index).filter(|_| stored) {
            Some(original) => audit.feed_stored(index as u64, bytes, &leaf_hash(original)),
            None => audit.feed(index as u64, bytes),
        };
    }
    for (key, content) in rows {
        audit.row(1, &[*key], &Hash::of(content));
    }
    audit.finish()
}

fn id(key: u8) -> RowId {
    RowId {
        table: 1,
        key: vec![key],
    }
}

#[test]
fn a_whole_log_is_clean() {
    for stored in [false, true] {
        let report = audit(&log(), stored, &rows());
        assert!(report.is_clean(), "{report:?}");
        assert_eq!(
            (report.size, report.checkpoints, report.signed_size),
            (12, 4, 12)
        );
    }
}

#[test]
fn every_flipped_byte_of_every_leaf_is_found_and_its_entry_named() {
    let truth = log();
    for index in 0..truth.len() {
        for at in 0..truth[index].len() {
            for bit in [0x01, 0x80] {
                let mut given = truth.clone();
                given[index][at] ^= bit;
                let report = audit(&given, true, &rows());
                assert_eq!(
                    report.first,
                    Some(Misfit::Hash {
                        index: index as u64
                    }),
                    "leaf {index} byte {at}"
                );
                assert_eq!(report.misfits, 1);
                let report = audit(&given, false, &rows());
                let block = index as u64 / 4 * 4;
                match report.first {
                    Some(Misfit::Unreadable { index: named, .. }) => {
                        assert_eq!(named, index as u64);
                    }
                    Some(Misfit::Checkpoint { after, size }) => {
                        assert_eq!((after, size), (block, block + 4));
                    }
                    other => panic!("leaf {index} byte {at}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn leaving_out_doubling_swapping_and_cutting_off_are_found() {
    let truth = log();
    for index in 0..truth.len() {
        let mut shorter = truth.clone();
        shorter.remove(index);
        assert!(!audit(&shorter, false, &rows()).is_clean());
        let mut doubled = truth.clone();
        doubled.insert(index, truth[index].clone());
        let report = audit(&doubled, false, &rows());
        if index == truth.len() - 1 {
            // An entry added after the last checkpoint is not yet signed for, and the report says from where.
            assert_eq!((report.size, report.signed_size), (13, 12));
        } else {
            assert!(!report.is_clean(), "{index}");
        }
        if index > 0 {
            let mut swapped = truth.clone();
            swapped.swap(index, index - 1);
            let report = audit(&swapped, true, &rows());
            assert_eq!(
                report.first,
                Some(Misfit::Hash {
                    index: index as u64 - 1
                })
            );
        }
        let report = audit(&truth[..index], false, &rows());
        assert!(
            matches!(report.first, Some(Misfit::CutOff { signed: 12, .. })),
            "{report:?}"
        );
    }
}

#[test]
fn a_gap_in_the_indexes_is_named() {
    let truth = log();
    let mut audit = Audit::new();
    audit.feed(0, &truth[0]).unwrap();
    let gap = Misfit::Index {
        expected: 1,
        found: 2,
    };
    assert_eq!(audit.feed(2, &truth[2]), Err(gap.clone()));
    audit.feed(3, &truth[3]).unwrap();
    assert_eq!(audit.finish().first, Some(gap));
}

#[test]
fn rows_changed_added_and_missing_are_named() {
    let mut given = rows();
    given[3].1 = b"other".to_vec();
    let changed = id(given[3].0);
    let gone = id(given.remove(5).0);
    given.push((1, vec![1]));
    given.push((99, vec![]));
    let report = audit(&log(), false, &given);
    assert_eq!(report.first, None);
    assert_eq!(report.changed, [changed]);
    assert_eq!(report.uncovered, [id(1), id(99)]);
    assert_eq!(report.missing, [gone]);
    assert!(!report.is_clean());
}

#[test]
fn the_tail_counts_for_rows_but_not_for_the_tree() {
    let mut audit = Audit::new();
    audit
        .feed(
            0,
            &leaf(0, LeafKind::Write, vec![state(0, Some(b"a"))])
                .encode()
                .unwrap(),
        )
        .unwrap();
    audit
        .tail(
            &leaf(1, LeafKind::Write, vec![state(0, Some(b"b"))])
                .encode()
                .unwrap(),
        )
        .unwrap();
    assert!(matches!(
        audit.tail(b"junk"),
        Err(Misfit::Tail { position: 1, .. })
    ));
    audit.row(1, &[0], &Hash::of(b"b"));
    let report = audit.finish();
    assert_eq!((report.size, report.tail, report.misfits), (1, 2, 1));
    assert!(report.changed.is_empty() && report.missing.is_empty());
}

#[test]
fn checkpoints_of_others_unsigned_or_late_are_refused() {
    let truth = log();
    let mut audit = Audit::new();
    let note = signed(&truth, 1);
    assert!(matches!(
        audit.checkpoint(&note, "other", &[&Key]),
        Err(Error::Checkpoint(_))
    ));
    assert_eq!(audit.checkpoint(&note, ORIGIN, &[]), Err(Error::Signature));
    audit.feed(0, &truth[0]).unwrap();
    audit.checkpoint(&note, ORIGIN, &[&Key]).unwrap();
    audit.feed(1, &truth[1]).unwrap();
    assert_eq!(
        audit.checkpoint(&note, ORIGIN, &[&Key]),
        Err(Error::LateCheckpoint(1))
    );
    assert_eq!(audit.finish().checkpoints, 1);
}

#[test]
fn words_outside_their_alphabet_do_not_become_leaves() {
    for action in ["", "Maria Popescu", "ana@x.ro", "ștergere", &"a".repeat(65)] {
        let leaf = Leaf {
            action: action.to_owned(),
            ..leaf(0, LeafKind::Write, vec![])
        };
        assert_eq!(leaf.encode(), Err(Error::Leaf("action")), "{action}");
    }
    let leaf = Leaf {
        decision: "because I say so".to_owned(),
        ..leaf(0, LeafKind::Write, vec![])
    };
    assert_eq!(leaf.encode(), Err(Error::Leaf("decision")));
}

#[test]
fn other_encodings_of_the_same_leaf_are_refused() {
    let bytes = leaf(0, LeafKind::Write, vec![]).encode().unwrap();
    assert_eq!(bytes[..2], [0x8c, 0x01], "an array of twelve, version 1");
    let mut long_integer = vec![0x8c, 0x18, 0x01];
    long_integer.extend_from_slice(&bytes[2..]);
    assert_eq!(
        Leaf::decode(&long_integer),
        Err(Error::Leaf("not canonical"))
    );
    let mut indefinite = vec![0x9f];
    indefinite.extend_from_slice(&bytes[1..]);
    indefinite.push(0xff);
    assert_eq!(Leaf::decode(&indefinite), Err(Error::Leaf("not canonical")));
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(Leaf::decode(&longer), Err(Error::Leaf("not canonical")));
    let mut later = bytes;
    later[1] = 2;
    assert_eq!(Leaf::decode(&later), Err(Error::LeafVersion(2)));
}

proptest! {
    #[test]
    fn any_leaf_round_trips(at: i64, kind in 0usize..6, actor: [u8; 16], compartments: u16, units: Vec<[u8; 16]>,
                            reason: Option<[u8; 32]>, rows in prop::collection::vec((any::<u8>(), any::<Vec<u8>>(), any::<Option<[u8; 32]>>()), 0..5)) {
        let rows = rows.into_iter().map(|(table, key, digest)| RowDigest { table, key, digest: digest.map(Hash) }).collect();
        let leaf = Leaf { at, kind: LeafKind::ALL[kind], actor, compartments, units, reason_hash: reason.map(Hash), rows,
                          ..leaf(0, LeafKind::Write, vec![]) };
        prop_assert_eq!(Leaf::decode(&leaf.encode().unwrap()).unwrap(), leaf);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes: Vec<u8>, text: String) {
        let _ = Leaf::decode(&bytes);
        let _ = SignedNote::parse(&text);
        let _ = Checkpoint::decode(&text);
        let _ = text.parse::<Hash>();
    }
}
