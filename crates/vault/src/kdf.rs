//! HKDF-SHA-256 (RFC 5869), HMAC-SHA-256 (RFC 2104), SHA-256 and comparison in constant time.

use crate::secret::Secret32;
use aws_lc_rs::{constant_time, digest, hkdf, hmac};

/// 32 bytes of key out of `secret`, for the one use that `info` names.
pub(crate) fn derive(secret: &[u8], salt: &[u8], info: &[&[u8]]) -> Secret32 {
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let mut out = Secret32([0; 32]);
    let filled = prk
        .expand(info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut out.0));
    // HKDF refuses only more than 255 blocks or a buffer that does not fit the asked length; this is one block of 32.
    assert!(filled.is_ok(), "HKDF of 32 bytes");
    out
}

/// HMAC-SHA-256 over the parts one after another: only for parts of fixed length, or one part.
pub(crate) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(part);
    }
    to_32(context.sign().as_ref())
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    to_32(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Copies at most 32 bytes; both callers give exactly 32.
fn to_32(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    out
}

pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(left, right).is_ok()
}
