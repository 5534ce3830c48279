//! Encrypted files: whole or refused.

use punte_vault::backup::{BackupKey, BackupSecret, open_stream, seal_stream};
use punte_vault::{Cost, Error, Result, SeededRng};

const CHUNK: usize = 64 * 1024;
const HEAD: usize = 8 + 1 + 12 + 32 + 32;
const SEALED: usize = CHUNK + 16;

fn rng() -> SeededRng {
    SeededRng::new([8; 32])
}

fn content(length: usize) -> Vec<u8> {
    (0..length)
        .map(|n| (n * 31 % 251).to_le_bytes()[0])
        .collect()
}

fn seal(content: &[u8], secret: &BackupSecret<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    assert_eq!(
        seal_stream(&mut &*content, &mut out, secret, &rng()).unwrap(),
        content.len() as u64
    );
    out
}

fn open(sealed: &[u8], secret: &BackupSecret<'_>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    open_stream(&mut &*sealed, &mut out, secret).map(|_| out)
}

#[test]
fn every_length_around_the_chunk_comes_back() {
    let key = BackupKey::generate(&rng());
    let key = BackupKey::import(&key.export()).unwrap();
    for length in [
        0,
        1,
        15,
        16,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK,
        3 * CHUNK + 17,
    ] {
        let content = content(length);
        let sealed = seal(&content, &BackupSecret::Key(&key));
        assert_eq!(
            sealed.len(),
            HEAD + length + 16 * length.div_ceil(CHUNK).max(1)
        );
        assert!(
            open(&sealed, &BackupSecret::Key(&key)).unwrap() == content,
            "{length}"
        );
    }
}

#[test]
fn a_wrong_passphrase_or_key_is_told_apart_from_damage() {
    let content = content(1000);
    let (key, other) = (
        BackupKey::generate(&rng()),
        BackupKey::generate(&SeededRng::new([9; 32])),
    );
    let phrase = |text| BackupSecret::Passphrase(text, Cost::TEST);
    let sealed = seal(&content, &phrase("calea"));
    // The cost comes from the file, not from who opens it.
    assert!(open(&sealed, &BackupSecret::Passphrase("calea", Cost::STANDARD)).unwrap() == content);
    assert!(matches!(
        open(&sealed, &phrase("Calea")),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        open(&sealed, &BackupSecret::Key(&key)),
        Err(Error::WrongSecret)
    ));
    let sealed = seal(&content, &BackupSecret::Key(&key));
    assert!(matches!(
        open(&sealed, &BackupSecret::Key(&other)),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        open(&sealed, &phrase("calea")),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        open(b"PUNTEBK2", &phrase("calea")),
        Err(Error::Truncated)
    ));
    assert!(matches!(
        open(&[b'x'; 200], &phrase("calea")),
        Err(Error::Format)
    ));
}

#[test]
fn every_changed_byte_and_every_cut_of_a_small_file_is_refused() {
    let key = BackupKey::generate(&rng());
    let sealed = seal(&content(100), &BackupSecret::Key(&key));
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(
            open(&changed, &BackupSecret::Key(&key)).is_err(),
            "byte {at}"
        );
        assert!(
            open(&sealed[..at], &BackupSecret::Key(&key)).is_err(),
            "cut {at}"
        );
    }
    let mut longer = sealed;
    longer.push(0);
    assert!(open(&longer, &BackupSecret::Key(&key)).is_err());
}

#[test]
fn a_file_cut_between_chunks_is_named_cut_off() {
    let key = BackupKey::generate(&rng());
    let secret = BackupSecret::Key(&key);
    let sealed = seal(&content(3 * CHUNK), &secret);
    for chunks in 0..3 {
        assert!(
            matches!(
                open(&sealed[..HEAD + chunks * SEALED], &secret),
                Err(Error::Truncated)
            ),
            "{chunks}"
        );
    }
    assert!(matches!(
        open(&sealed[..40], &secret),
        Err(Error::Truncated)
    ));
}

#[test]
fn chunks_do_not_change_places() {
    let key = BackupKey::generate(&rng());
    let secret = BackupSecret::Key(&key);
    let sealed = seal(&content(3 * CHUNK), &secret);
    let (head, body) = sealed.split_at(HEAD);
    let chunks: Vec<&[u8]> = body.chunks(SEALED).collect();
    for order in [
        vec![1, 0, 2],
        vec![0, 2],
        vec![0, 0, 1, 2],
        vec![0, 2, 1],
        vec![1, 2],
        vec![0, 1, 2, 2],
    ] {
        let moved: Vec<u8> = order.iter().flat_map(|at| chunks[*at].to_vec()).collect();
        assert!(
            matches!(open(&[head, &moved].concat(), &secret), Err(Error::Open)),
            "{order:?}"
        );
    }
    // A chunk of another file under the same key is refused too.
    let mut other = Vec::new();
    seal_stream(
        &mut content(3 * CHUNK).as_slice(),
        &mut other,
        &secret,
        &SeededRng::new([4; 32]),
    )
    .unwrap();
    let mixed = [&sealed[..HEAD + SEALED], &other[HEAD + SEALED..]].concat();
    assert!(matches!(open(&mixed, &secret), Err(Error::Open)));
}
