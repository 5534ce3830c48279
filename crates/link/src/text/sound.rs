//! Spelling-free forms of a folded name: a canonical spelling and a consonant skeleton.
//!
//! The canonical spelling irons out habits of romanisation (`kh`/`h`, `ou`/`u`, `y`/`i`, `w`/`v`, doubled letters).
//! The skeleton keeps only consonant classes and is equal across Latin and Cyrillic spellings of one name:
//! `Гаврилюк`, `Havryliuk` and `Gavriliuc` share it. It is a key for blocking and a level of comparison, never a name.

/// Longest skeleton, in consonants (5 bits each in a `u64`).
const MAX_SOUNDS: u32 = 12;

/// Canonical spelling of a folded name: lower-case letters, digits and single spaces, digraphs reduced.
pub fn canonical(folded: &str) -> String {
    let b = folded.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(b.len());
    let mut i = 0;
    while i < b.len() {
        let (piece, used) = reduce(b, i);
        for &c in piece {
            if out.last() != Some(&c) || c.is_ascii_digit() {
                out.push(c);
            }
        }
        i += used;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The canonical letters for the sound that starts at `i`, and how many letters it took.
fn reduce(b: &[u8], i: usize) -> (&'static [u8], usize) {
    let at = |k: usize| b.get(i + k).copied().unwrap_or(b' ');
    match (at(0), at(1), at(2), at(3)) {
        (b's', b'h', b'c', b'h') => (b"sh", 4),
        (b's', b'c', b'h', _) => (b"sh", 3),
        (b't', b'c', b'h', _) => (b"ch", 3),
        (b'd', b'z', b'h', _) => (b"j", 3),
        (b's', b'h', _, _) => (b"sh", 2),
        (b'c', b'h' | b'z', _, _) => (b"ch", 2),
        (b'k', b'h', _, _) => (b"h", 2),
        (b'g', b'h', _, _) => (b"g", 2),
        (b'p', b'h', _, _) => (b"f", 2),
        (b't', b'h', _, _) => (b"t", 2),
        (b'd', b'h', _, _) => (b"d", 2),
        (b'b', b'h', _, _) => (b"b", 2),
        (b'z', b'h', _, _) | (b'd', b'j', _, _) => (b"j", 2),
        (b'c', b'k', _, _) => (b"k", 2),
        (b'k', b's', _, _) => (b"ks", 2),
        (b'o', b'u' | b'o', _, _) => (b"u", 2),
        (b'e', b'e', _, _) => (b"i", 2),
        (b'e', b'i' | b'y', _, _) => (b"ei", 2),
        (b'y', b'e', b'v', _) => (b"e", 2),
        (b'n', b'h', _, _) => (b"n", 2),
        (b't', b's' | b'z', _, _) => (b"ts", 2),
        (b'a', b'h', b' ', _) => (b"a", 2),
        (b'c' | b'q', ..) => (b"k", 1),
        (b'w', ..) => (b"v", 1),
        (b'x', ..) => (b"ks", 1),
        (b'y', ..) => (b"i", 1),
        (c, ..) => (single(c), 1),
    }
}

fn single(c: u8) -> &'static [u8] {
    const LETTERS: &[u8; 37] = b"abcdefghijklmnopqrstuvwxyz0123456789 ";
    let at = match c {
        b'a'..=b'z' => usize::from(c - b'a'),
        b'0'..=b'9' => usize::from(c - b'0') + 26,
        _ => 36,
    };
    LETTERS.get(at..=at).unwrap_or_default()
}

/// Consonant skeleton of a canonical spelling: up to 12 sound classes, 5 bits each, first sound highest; 0 if none.
///
/// A leading vowel counts as one class of its own; all other vowels are dropped. `g h j` are one class (`г` is both
/// `g` and `h`; Romanian `ge` is Cyrillic `дж`), as are `s sh ş`, `t ts ţ` and `k c ch`.
pub fn skeleton(canonical: &str) -> u64 {
    let b = canonical.as_bytes();
    let mut key = 0u64;
    let mut n = 0;
    let mut last = 0u8;
    let mut i = 0;
    while i < b.len() && n < MAX_SOUNDS {
        let (class, used) = sound(b, i);
        i += used;
        if class != 0 && class != last {
            key = (key << 5) | u64::from(class);
            n += 1;
        }
        last = class;
    }
    key
}

fn sound(b: &[u8], i: usize) -> (u8, usize) {
    let next = b.get(i + 1).copied().unwrap_or(b' ');
    let first = i == 0 || b.get(i - 1) == Some(&b' ');
    match b.get(i).copied().unwrap_or(b' ') {
        b'a' | b'e' | b'i' | b'o' | b'u' => (u8::from(first), 1),
        b'b' => (2, 1),
        b'k' if next == b'h' => (3, 2),
        b'c' => (3, if next == b'h' { 2 } else { 1 }),
        b'k' => (3, 1),
        b'd' => (4, 1),
        b'f' => (5, 1),
        b'g' | b'h' | b'j' => (6, 1),
        b'l' => (7, 1),
        b'm' => (8, 1),
        b'n' => (9, 1),
        b'p' => (10, 1),
        b'r' => (11, 1),
        b's' => (12, if next == b'h' { 2 } else { 1 }),
        b't' => (13, if next == b's' { 2 } else { 1 }),
        b'v' => (14, 1),
        b'z' => (15, 1),
        c @ b'0'..=b'9' => (16 + (c - b'0'), 1),
        _ => (0, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::{canonical, skeleton};

    fn key(s: &str) -> u64 {
        skeleton(&canonical(&fold(s)))
    }

    #[test]
    fn one_name_across_scripts_and_habits() {
        for group in [
            &["Гаврилюк", "Havryliuk", "Gavriliuc", "Gavrilyuk"][..],
            &[
                "Шевченко",
                "Shevchenko",
                "Sevcenko",
                "Schevchenko",
                "Şevcenco",
            ],
            &["Олег", "Oleh", "Oleg"],
            &["Иванова", "Ivanov", "Ivanova", "Iwanow"],
            &["Muhammad", "Mohamed", "Mukhammed", "Мухаммед"],
            &["Țurcan", "Turcan", "Цуркан"],
        ] {
            let first = key(group[0]);
            for name in group {
                assert_eq!(key(name), first, "{name}");
            }
        }
    }

    #[test]
    fn different_names_part() {
        assert_ne!(key("Maria"), key("Marta"));
        assert_eq!(key(""), 0);
    }
}
