//! Sealed values open in their place, under their key, unchanged; and nowhere, never otherwise.

use proptest::prelude::*;
use punte_vault::*;

const STREAM: [u8; 16] = [1; 16];
const ENTRY: [u8; 16] = [2; 16];
const OTHER: [u8; 16] = [3; 16];
const CONTENT: &[u8] = "Ana a vorbit azi cu mediatoarea.".as_bytes();

const PURPOSES: [Purpose; 10] = [
    Purpose::Entry,
    Purpose::Attachment,
    Purpose::RosterRow,
    Purpose::Fact,
    Purpose::Reason,
    Purpose::SecondFactor,
    Purpose::Account,
    Purpose::Intake,
    Purpose::Reply,
    Purpose::Snapshot,
];

fn place() -> Bound<'static> {
    Bound {
        schema: 1,
        stream: &STREAM,
        entry: &ENTRY,
        compartment: 4,
        purpose: Purpose::Entry,
    }
}

/// Every field changed, and stream and entry exchanged.
fn elsewhere() -> Vec<Bound<'static>> {
    let here = place();
    let mut out = vec![
        Bound { schema: 2, ..here },
        Bound {
            schema: 256,
            ..here
        },
        Bound {
            stream: &OTHER,
            ..here
        },
        Bound {
            entry: &OTHER,
            ..here
        },
        Bound {
            stream: &ENTRY,
            entry: &STREAM,
            ..here
        },
        Bound {
            compartment: 5,
            ..here
        },
    ];
    out.extend(
        PURPOSES
            .into_iter()
            .filter(|purpose| *purpose != here.purpose)
            .map(|purpose| here.with(purpose)),
    );
    out
}

fn rng() -> SeededRng {
    SeededRng::new([9; 32])
}

#[test]
fn a_value_opens_in_its_place_only() {
    let rng = rng();
    let key = StreamKey::generate(3, &rng);
    let blob = key.seal(place(), CONTENT, &rng).unwrap();
    assert_eq!(&*key.open(place(), &blob).unwrap(), CONTENT);
    for bound in elsewhere() {
        assert!(
            matches!(key.open(bound, &blob), Err(Error::Open)),
            "{bound:?}"
        );
    }
}

#[test]
fn a_value_sealed_to_a_public_key_opens_in_its_place_only() {
    let rng = rng();
    let unit = UnitKeys::generate(3, &rng);
    let blob = wrap::seal_to(&unit.public(), place(), CONTENT, &rng).unwrap();
    assert_eq!(&*wrap::open_sealed(&unit, place(), &blob).unwrap(), CONTENT);
    for bound in elsewhere() {
        assert!(
            matches!(wrap::open_sealed(&unit, bound, &blob), Err(Error::Open)),
            "{bound:?}"
        );
    }
}

#[test]
fn every_pair_of_places_is_refused() {
    let rng = rng();
    let key = StreamKey::generate(0, &rng);
    let mut places = elsewhere();
    places.push(place());
    for from in &places {
        let blob = key.seal(*from, CONTENT, &rng).unwrap();
        for to in &places {
            assert_eq!(key.open(*to, &blob).is_ok(), from == to, "{from:?} {to:?}");
        }
    }
}

#[test]
fn every_changed_bit_is_refused() {
    let rng = rng();
    let key = StreamKey::generate(3, &rng);
    let unit = UnitKeys::generate(3, &rng);
    let symmetric = key.seal(place(), CONTENT, &rng).unwrap();
    let sealed = wrap::seal_to(&unit.public(), place(), CONTENT, &rng).unwrap();
    for at in 0..symmetric.len() {
        for bit in 0..8 {
            let mut blob = symmetric.clone();
            blob[at] ^= 1 << bit;
            assert!(key.open(place(), &blob).is_err(), "byte {at}");
        }
    }
    for at in 0..sealed.len() {
        let mut blob = sealed.clone();
        blob[at] ^= 1;
        assert!(
            wrap::open_sealed(&unit, place(), &blob).is_err(),
            "byte {at}"
        );
    }
    // X25519 ignores the highest bit of a public key; HPKE hashes the key as sent, so that this too is seen.
    let mut blob = sealed;
    blob[blob::HEADER + 31] ^= 0x80;
    assert!(wrap::open_sealed(&unit, place(), &blob).is_err());
}

#[test]
fn every_truncation_is_refused_without_panic() {
    let rng = rng();
    let key = StreamKey::generate(3, &rng);
    let unit = UnitKeys::generate(3, &rng);
    let blob = key.seal(place(), CONTENT, &rng).unwrap();
    let sealed = wrap::seal_to(&unit.public(), place(), CONTENT, &rng).unwrap();
    (0..blob.len()).for_each(|length| assert!(key.open(place(), &blob[..length]).is_err()));
    (0..sealed.len())
        .for_each(|length| assert!(wrap::open_sealed(&unit, place(), &sealed[..length]).is_err()));
}

#[test]
fn the_header_names_suite_key_and_generation() {
    let rng = rng();
    let key = StreamKey::generate(517, &rng);
    let blob = key.seal(place(), b"", &rng).unwrap();
    let header = Header {
        suite: Suite::Aes256Gcm,
        key_id: key.id(),
        generation: 517,
    };
    assert_eq!(Header::read(&blob).unwrap(), header);
    let user = UserKeys::generate(&rng).public();
    let sealed = wrap::seal_to(&user, place(), b"", &rng).unwrap();
    assert_eq!(
        Header::read(&sealed).unwrap(),
        Header {
            suite: Suite::Hpke,
            key_id: user.key_id(),
            generation: 0
        }
    );
}

#[test]
fn another_key_is_named_as_such() {
    let rng = rng();
    let (one, two) = (StreamKey::generate(0, &rng), StreamKey::generate(0, &rng));
    let blob = one.seal(place(), CONTENT, &rng).unwrap();
    assert!(matches!(two.open(place(), &blob), Err(Error::OtherKey)));
    let (unit, user) = (UnitKeys::generate(1, &rng), UserKeys::generate(&rng));
    let sealed = wrap::seal_to(&unit.public(), place(), CONTENT, &rng).unwrap();
    assert!(matches!(
        wrap::open_sealed(&user, place(), &sealed),
        Err(Error::OtherKey)
    ));
}

#[test]
fn equal_contents_give_unequal_values_of_equal_length() {
    let key = StreamKey::generate(0, &SystemRng);
    let one = key.seal(place(), b"da", &SystemRng).unwrap();
    let two = key.seal(place(), b"da", &SystemRng).unwrap();
    let three = key.seal(place(), &[0; 60], &SystemRng).unwrap();
    assert_ne!(one, two);
    assert_eq!(one.len(), three.len());
    assert_eq!(one.len(), blob::HEADER + 12 + 64 + 16);
}

#[test]
fn a_hundred_thousand_nonces_do_not_repeat() {
    let key = StreamKey::generate(0, &SystemRng);
    let nonces: std::collections::HashSet<[u8; 12]> = (0..100_000)
        .map(|_| {
            key.seal(place(), b"", &SystemRng).unwrap()[blob::HEADER..][..12]
                .try_into()
                .unwrap()
        })
        .collect();
    assert_eq!(nonces.len(), 100_000);
}

#[test]
fn a_roster_opens_both_forms_and_nothing_that_is_not_a_row() {
    let rng = rng();
    let (unit, key) = (UnitKeys::generate(1, &rng), RosterKey::generate(1, &rng));
    let inside = roster::seal_row(&key, place(), CONTENT, &rng).unwrap();
    let outside = roster::seal_row_to(&unit.public(), place(), CONTENT, &rng).unwrap();
    // One row after the other: a shorter one, one that does not open, and the first again.
    let mut reader = key.reader().unwrap();
    let short = roster::seal_row(&key, place(), b"x", &rng).unwrap();
    let mut broken = inside.clone();
    *broken.last_mut().unwrap() ^= 1;
    assert_eq!(reader.open(place(), &inside).unwrap(), CONTENT);
    assert_eq!(reader.open(place(), &short).unwrap(), b"x");
    assert!(reader.open(place(), &broken).is_err());
    assert!(reader.open(place(), &outside).is_err());
    assert_eq!(reader.open(place(), &inside).unwrap(), CONTENT);
    let opened = roster::open_row_sealed(&unit, place(), &outside).unwrap();
    assert_eq!(&*opened, CONTENT);
    for bound in elsewhere()
        .into_iter()
        .filter(|bound| bound.purpose == Purpose::Entry)
    {
        assert!(reader.open(bound, &inside).is_err());
        assert!(roster::open_row_sealed(&unit, bound, &outside).is_err());
    }
    let intake =
        wrap::seal_to(&unit.public(), place().with(Purpose::Intake), CONTENT, &rng).unwrap();
    assert!(matches!(
        roster::open_row_sealed(&unit, place(), &intake),
        Err(Error::Open)
    ));
}

proptest! {
    #[test]
    fn any_content_comes_back(content: Vec<u8>) {
        let rng = rng();
        let key = StreamKey::generate(0, &rng);
        let blob = key.seal(place(), &content, &rng).unwrap();
        prop_assert_eq!(&*key.open(place(), &blob).unwrap(), content.as_slice());
        let padded = blob.len() - blob::HEADER - 12 - 16;
        prop_assert!(padded >= 64 && padded.is_power_of_two());
    }

    #[test]
    fn no_bytes_make_an_opener_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), front in 0u8..3) {
        let rng = rng();
        let mut bytes = bytes;
        // Half-way plausible headers reach deeper.
        if let [version, suite, ..] = bytes.as_mut_slice() {
            (*version, *suite) = (1, front);
        }
        let (user, unit) = (UserKeys::generate(&rng), UnitKeys::generate(0, &rng));
        let _ = Header::read(&bytes);
        prop_assert!(StreamKey::generate(0, &rng).open(place(), &bytes).is_err());
        prop_assert!(wrap::open_sealed(&unit, place(), &bytes).is_err());
        prop_assert!(passphrase::unlock_with_passphrase(&bytes, &STREAM, "x").is_err());
        prop_assert!(recovery::unlock_with_recovery(&bytes, &STREAM, &RecoveryCode::generate(&rng)).is_err());
        prop_assert!(session::open_session(&bytes, &SessionToken::generate(&rng)).is_err());
        prop_assert!(totp::open_totp(&user, &STREAM, &bytes).is_err());
    }
}
