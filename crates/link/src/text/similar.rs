//! String similarity on short byte strings: Jaro-Winkler and one-edit tests, both without allocation.

/// Letter bag of a folded string: one bit per letter `a..z`, digits share bits 26 to 31.
pub fn letter_bag(s: &[u8]) -> u32 {
    s.iter().fold(0, |bag, c| match c {
        b'a'..=b'z' => bag | 1 << (c - b'a'),
        b'0'..=b'9' => bag | 1 << (26 + (c - b'0') % 6),
        _ => bag,
    })
}

/// Jaro similarity with Winkler's prefix bonus (scale 0.1, four letters), in 0 to 1.
///
/// Strings longer than 64 bytes are compared on their first 64. Two empty strings give 0: nothing was compared.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the published formula"
)]
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    let (a, b) = (clip(a), clip(b));
    let (n, m) = (a.len(), b.len());
    if n == 0 || m == 0 {
        return 0.0;
    }
    let window = (n.max(m) / 2).saturating_sub(1);
    let (mut used_a, mut used_b) = (0u64, 0u64);
    let mut matches = 0u32;
    for (i, ca) in a.iter().enumerate() {
        let lo = i.saturating_sub(window);
        let hi = (i + window + 1).min(m);
        for (j, cb) in b.iter().enumerate().take(hi).skip(lo) {
            if ca == cb && used_b & (1 << j) == 0 {
                used_a |= 1 << i;
                used_b |= 1 << j;
                matches += 1;
                break;
            }
        }
    }
    if matches == 0 {
        return 0.0;
    }
    let moved = transpositions(a, b, used_a, used_b);
    let (k, t) = (small(matches), small(moved) / 2.0);
    let jaro = (k / len(n) + k / len(m) + (k - t) / k) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + len(prefix) * 0.1 * (1.0 - jaro)
}

/// The highest [`jaro_winkler`] that strings of lengths `n` and `m` can reach when they have `shared` letters and begin with the
/// same `prefix` letters (at most four count): no letter out of place.
pub(crate) fn jaro_winkler_bound(n: usize, m: usize, shared: usize, prefix: usize) -> f32 {
    if shared == 0 {
        return 0.0;
    }
    let k = len(shared);
    let jaro = (k / len(n) + k / len(m) + 1.0) / 3.0;
    jaro + len(prefix.min(4)) * 0.1 * (1.0 - jaro)
}

fn transpositions(a: &[u8], b: &[u8], used_a: u64, mut used_b: u64) -> u32 {
    let mut moved = 0;
    let mut left = used_a;
    while left != 0 {
        let (i, j) = (
            left.trailing_zeros() as usize,
            used_b.trailing_zeros() as usize,
        );
        moved += u32::from(a.get(i) != b.get(j));
        left &= left - 1;
        used_b &= used_b.wrapping_sub(1);
    }
    moved
}

fn clip(s: &[u8]) -> &[u8] {
    s.get(..64).unwrap_or(s)
}

#[expect(clippy::cast_precision_loss, reason = "at most 64")]
fn len(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_precision_loss, reason = "at most 64")]
fn small(n: u32) -> f32 {
    n as f32
}

/// True when one insertion, deletion, substitution or swap of neighbours turns `a` into `b` (equal strings: true).
#[expect(clippy::many_single_char_names, reason = "two strings and their rests")]
pub fn within_one_edit(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let p = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (
        a.get(p..).unwrap_or_default(),
        b.get(p..).unwrap_or_default(),
    );
    if ra.is_empty() {
        return true;
    }
    if a.len() != b.len() {
        return rb.get(1..) == Some(ra);
    }
    if ra.get(1..) == rb.get(1..) {
        return true;
    }
    matches!((ra, rb), ([x, y, ta @ ..], [u, v, tb @ ..]) if x == v && y == u && ta == tb)
}

#[cfg(test)]
mod tests {
    use super::{jaro_winkler, within_one_edit};

    #[test]
    fn published_values() {
        // Winkler 1990, table of examples.
        for (a, b, expected) in [
            ("martha", "marhta", 0.961),
            ("dwayne", "duane", 0.84),
            ("dixon", "dicksonx", 0.813),
        ] {
            assert!(
                (jaro_winkler(a.as_bytes(), b.as_bytes()) - expected).abs() < 0.001,
                "{a} {b}"
            );
        }
    }

    #[test]
    fn one_edit() {
        for (a, b) in [
            ("popa", "popa"),
            ("popa", "pop"),
            ("popa", "pops"),
            ("popa", "opopa"),
            ("ionel", "inoel"),
            ("", "a"),
        ] {
            assert!(within_one_edit(a.as_bytes(), b.as_bytes()), "{a} {b}");
            assert!(within_one_edit(b.as_bytes(), a.as_bytes()), "{b} {a}");
        }
        for (a, b) in [("popa", "papo"), ("pop", "popii"), ("abcd", "badc")] {
            assert!(!within_one_edit(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }
}
