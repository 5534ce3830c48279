use super::*;
use crate::samples;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
        .collect()
}

/// The variant's name, from Debug: `File(Opened { … })` gives `File Opened`.
fn variant(entry: &AnyEntry) -> String {
    let text = format!("{entry:?}");
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(2)
        .collect();
    words.join(" ")
}

#[test]
fn every_variant_has_a_sample_and_survives_its_bytes() {
    let mut seen = BTreeSet::new();
    for entry in samples::all() {
        seen.insert(variant(&entry));
        let bytes = encode_body(&entry);
        assert_eq!(bytes[0], BODY_VERSION);
        assert_eq!(decode_body(entry.kind(), &bytes), Ok(entry));
    }
    // Concern 4, person 10, file 35, referral 8, organisation 3, unit 6, user 11.
    assert_eq!(seen.len(), 4 + 10 + 35 + 8 + 3 + 6 + 11, "{seen:#?}");
}

/// Bytes once written are read for ever: a changed line here is a broken archive, never a snapshot to accept.
#[test]
fn version_one_is_frozen() {
    let lines: Vec<String> = samples::all()
        .iter()
        .map(|entry| format!("{} {}", variant(entry), hex(&encode_body(entry))))
        .collect();
    insta::assert_snapshot!("version_one", lines.join("\n"));
}

#[test]
fn the_frozen_bytes_still_mean_the_same() {
    let file = include_str!("snapshots/punte_domain__entry__tests__version_one.snap");
    let body = file.rsplit("---\n").next().unwrap();
    let entries = samples::all();
    assert_eq!(body.lines().count(), entries.len());
    for (line, entry) in body.lines().zip(entries) {
        let bytes = unhex(line.split(' ').nth(2).unwrap());
        assert_eq!(decode_body(entry.kind(), &bytes), Ok(entry));
    }
}

#[test]
fn bad_bytes_are_told_apart() {
    let good = encode_body(&samples::all()[0]);
    assert_eq!(
        decode_body(StreamKind::Concern, &[]),
        Err(BadBody::Malformed)
    );
    assert_eq!(
        decode_body(StreamKind::Concern, &[0, 1]),
        Err(BadBody::Malformed)
    );
    let mut newer = good.clone();
    newer[0] = 2;
    assert_eq!(
        decode_body(StreamKind::Concern, &newer),
        Err(BadBody::Newer)
    );
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(
        decode_body(StreamKind::Concern, &longer),
        Err(BadBody::Malformed)
    );
    assert_eq!(
        decode_body(StreamKind::File, &good),
        Err(BadBody::Malformed)
    );
    assert_eq!(
        decode_body(StreamKind::Protocol, &good),
        Err(BadBody::NoEntries)
    );
}

#[test]
fn kinds_survive_their_codes() {
    for kind in StreamKind::ALL {
        assert_eq!(StreamKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(StreamKind::from_code(0), None);
    assert_eq!(StreamKind::from_code(9), None);
}

proptest! {
    #[test]
    fn no_bytes_panic(kind in 0usize..8, mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode_body(StreamKind::ALL[kind], &bytes);
        if let Some(first) = bytes.first_mut() {
            *first = 1;
        }
        let _ = decode_body(StreamKind::ALL[kind], &bytes);
    }

    #[test]
    fn no_flipped_bit_panics(which in 0usize..80, bit in 0usize..4000) {
        let all = samples::all();
        let entry = &all[which % all.len()];
        let mut bytes = encode_body(entry);
        let at = bit / 8 % bytes.len();
        bytes[at] ^= 1 << (bit % 8);
        let _ = decode_body(entry.kind(), &bytes);
    }
}
