//! Comparing encodings without knowing the key.
//!
//! Candidates come from bit samples (locality-sensitive hashing, Indyk and Motwani 1998): two encodings are set against
//! each other when they agree on all bits of one of several random samples of bit positions. Nothing but the
//! encodings is used, so the comparing side learns nothing beyond what they already show.

use crate::error::{LinkError, Result};
use crate::pool::hash_words;
use crate::private::encode::{ENCODING_BITS, Encoding};
use crate::watch::{Stage, Watch, tick};

/// Two encodings that resemble each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrivateMatch {
    /// Index into the first list.
    pub a: u32,
    /// Index into the second list (or the first, when there is one list; then `a < b`).
    pub b: u32,
    /// Dice coefficient.
    pub dice: f32,
}

/// Bit samples taken, and bits in each.
const SAMPLES: u64 = 60;
const SAMPLE_BITS: usize = 22;
/// Buckets larger than this are cut in consecutive pieces.
const BUCKET: usize = 200;

/// All found pairs with a Dice coefficient of at least `from` (0.5 to 1), ordered. With `b` absent, pairs within `a`.
/// Memory: 12 bytes an encoding, 12 bytes a pair found (repeated finds included until the end).
pub fn compare_encodings(
    a: &[Encoding],
    b: Option<&[Encoding]>,
    from: f32,
    watch: Watch<'_>,
) -> Result<Vec<PrivateMatch>> {
    if !(0.5..=1.0).contains(&from) {
        return Err(LinkError::BadSettings(
            "the Dice threshold must be 0.5 to 1".into(),
        ));
    }
    let first = a.len();
    let all: Vec<&Encoding> = a.iter().chain(b.unwrap_or_default()).collect();
    let weights: Vec<u32> = all.iter().map(|e| e.weight()).collect();
    let mut out: Vec<PrivateMatch> = Vec::new();
    for sample in 0..SAMPLES {
        tick(watch, Stage::Score, sample, SAMPLES)?;
        let mut keyed: Vec<(u32, u32)> = (0u32..)
            .zip(&all)
            .map(|(i, e)| (sampled(e, sample), i))
            .collect();
        keyed.sort_unstable();
        for group in keyed
            .chunk_by(|x, y| x.0 == y.0)
            .flat_map(|g| g.chunks(BUCKET))
        {
            for (i, (_, x)) in group.iter().enumerate() {
                for (_, y) in group.iter().skip(i + 1) {
                    if b.is_some() && (*x as usize) < first && (*y as usize) < first
                        || b.is_some() && *x as usize >= first
                    {
                        continue;
                    }
                    out.extend(matched(&all, &weights, *x, *y, from));
                }
            }
        }
    }
    tick(watch, Stage::Score, SAMPLES, SAMPLES)?;
    out.sort_unstable_by_key(|m| (m.a, m.b));
    out.dedup_by_key(|m| (m.a, m.b));
    if b.is_some() {
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        for m in &mut out {
            m.b -= first;
        }
    }
    Ok(out)
}

fn matched(all: &[&Encoding], weights: &[u32], x: u32, y: u32, from: f32) -> Option<PrivateMatch> {
    let (wx, wy) = (weights.get(x as usize)?, weights.get(y as usize)?);
    // Dice cannot exceed twice the lighter weight over the sum.
    if crate::model::narrow(2.0 * f64::from(*wx.min(wy)) / f64::from((wx + wy).max(1))) < from {
        return None;
    }
    let dice = all.get(x as usize)?.dice(all.get(y as usize)?);
    (dice >= from).then_some(PrivateMatch { a: x, b: y, dice })
}

/// The bits of one sample.
fn sampled(e: &Encoding, sample: u64) -> u32 {
    let mut out = 0u32;
    for i in 0..SAMPLE_BITS {
        let place = hash_words(&[sample, i as u64, 11]).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let place = usize::try_from(place).unwrap_or(0) % ENCODING_BITS;
        let bit = e.0.get(place / 64).map_or(0, |w| w >> (place % 64) & 1);
        out = out << 1 | u32::from(bit == 1);
    }
    out
}
