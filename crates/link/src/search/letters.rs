//! Which of many short strings can resemble a given one, told from their letters alone, 64 strings at a time.
//!
//! The letters of all strings are kept as bit planes: plane *c* holds one bit a string, set where the string has the letter
//! *c*. To count how many letters each string shares with the one asked for, the planes of its letters are added up as
//! binary numbers lying across the words. Strings of one length lie together, so that what they must share is one number.

// Indexing cannot fail here: planes have `words` words, places 64 times as many, and blocks lie within; prefixes are at most
// `PREFIX`.

use crate::text::similar::jaro_winkler_bound;

/// First and second occurrence of `a..z`, the ten digits, a space.
const PLANES: usize = 63;
/// Sums lie across so many words: letters shared are at most `PLANES`.
const DIGITS: usize = 6;
/// Beginnings count so far.
const PREFIX: usize = 4;
/// Longer strings are compared on their first 64 bytes.
const LONGEST: usize = 64;
/// Room for the rounding of the exact comparison.
const SLACK: f32 = 1e-4;

/// Strings of one length that repeat letters equally often.
#[derive(Debug, Clone, Copy)]
struct Block {
    shape: Shape,
    /// First word, and how many.
    from: usize,
    words: usize,
}

/// What decides how many letters must be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    length: u8,
    /// Letters without a bit of their own (a third `a`). They may be shared all the same.
    extra: u8,
}

/// What a string must have in common with the one asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Alike {
    /// A Jaro-Winkler likeness of at least so much, or one edit where both have three letters.
    Likeness(f32),
    /// One edit.
    Edit,
}

/// The letters of many strings. Memory: about 20 bytes a string.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    blocks: Vec<Block>,
    /// Plane after plane, each of `words` words.
    planes: Vec<u64>,
    /// As `planes`, for the first letter.
    initials: Vec<u64>,
    words: usize,
    /// Number of the string at a place, 0 where there is none, and its first four letters.
    places: Vec<(u32, [u8; PREFIX])>,
}

/// Bits of a string's letters, and its shape.
fn letters_of(s: &[u8]) -> (u64, Shape) {
    let mut bits = 0u64;
    for c in s {
        let bit = match c {
            b'a'..=b'z' => 1 << (c - b'a'),
            b'0'..=b'9' => 1 << (52 + c - b'0'),
            b' ' => 1 << 62,
            _ => continue,
        };
        let again = if bits & bit == 0 || bit >= 1 << 26 {
            bit
        } else {
            bit << 26
        };
        bits |= again;
    }
    let extra = s.len() - (bits.count_ones() as usize).min(s.len());
    let small = |n: usize| u8::try_from(n.min(LONGEST)).unwrap_or(u8::MAX);
    let shape = Shape {
        length: small(s.len()),
        extra: u8::try_from(extra).unwrap_or(u8::MAX),
    };
    (bits, shape)
}

fn beginning(s: &[u8]) -> [u8; PREFIX] {
    std::array::from_fn(|at| s.get(at).copied().unwrap_or(0))
}

/// Where the first letter stands among the planes of first letters.
fn initial(beginning: [u8; PREFIX]) -> usize {
    match beginning {
        [c @ b'a'..=b'z', ..] => usize::from(c - b'a'),
        _ => 26,
    }
}

/// Fewest letters that two strings of these lengths must share to be alike; `None` where none suffice.
fn fewest(n: usize, m: usize, prefix: usize, alike: Alike) -> Option<u32> {
    let most = n.min(m);
    let enough = |k: usize| match alike {
        Alike::Edit => k + 1 >= n.max(m),
        Alike::Likeness(least) => {
            jaro_winkler_bound(n, m, k, prefix) >= least - SLACK || most >= 3 && k + 1 >= n.max(m)
        }
    };
    (1..=most)
        .find(|k| enough(*k))
        .and_then(|k| u32::try_from(k).ok())
}

impl Letters {
    /// From numbered strings; the number 0 is none.
    pub(crate) fn new<'s>(strings: impl Iterator<Item = (u32, &'s [u8])>) -> Self {
        let mut all: Vec<(Shape, u64, [u8; PREFIX], u32)> = strings
            .filter(|(number, s)| *number != 0 && !s.is_empty())
            .map(|(number, s)| {
                let (bits, shape) = letters_of(s);
                (shape, bits, beginning(s), number)
            })
            .collect();
        all.sort_unstable();
        let groups = || all.chunk_by(|x, y| x.0 == y.0);
        let words: usize = groups().map(|g| g.len().div_ceil(64)).sum();
        let mut made = Self {
            blocks: Vec::new(),
            planes: vec![0; PLANES * words],
            initials: vec![0; 27 * words],
            words,
            places: vec![(0, [0; PREFIX]); words * 64],
        };
        let mut from = 0;
        for group in groups() {
            for (place, (_, bits, first, number)) in (from * 64..).zip(group) {
                made.put(place, *bits);
                made.initials[initial(*first) * words + place / 64] |= 1 << (place % 64);
                made.places[place] = (*number, *first);
            }
            let own = group.len().div_ceil(64);
            let shape = group.first().map_or(
                Shape {
                    length: 0,
                    extra: 0,
                },
                |g| g.0,
            );
            made.blocks.push(Block {
                shape,
                from,
                words: own,
            });
            from += own;
        }
        made
    }

    fn put(&mut self, place: usize, bits: u64) {
        let (word, bit) = (place / 64, 1u64 << (place % 64));
        let mut left = bits;
        while left != 0 {
            self.planes[left.trailing_zeros() as usize * self.words + word] |= bit;
            left &= left - 1;
        }
    }

    /// Every string that can be alike, and some that are not: whoever asks compares letter by letter.
    pub(crate) fn alike(&self, asked: &[u8], alike: Alike, mut found: impl FnMut(u32)) {
        let (bits, shape) = letters_of(asked);
        let active: Vec<&[u64]> = (0..PLANES)
            .filter(|c| bits >> c & 1 == 1)
            .filter_map(|c| self.planes.get(c * self.words..(c + 1) * self.words))
            .collect();
        let first = beginning(asked);
        let same_first = initial(first) * self.words;
        let Some(same_first) = self.initials.get(same_first..same_first + self.words) else {
            return;
        };
        for block in &self.blocks {
            let (n, m) = (usize::from(shape.length), usize::from(block.shape.length));
            let extra = u32::from(shape.extra.min(block.shape.extra));
            let need: [Option<u32>; PREFIX + 1] = std::array::from_fn(|prefix| {
                fewest(n, m, prefix, alike).map(|k| k.saturating_sub(extra))
            });
            let [apart, .., together] = need;
            if together.is_none_or(|k| k > bits.count_ones()) {
                continue;
            }
            for (word, same) in same_first
                .iter()
                .enumerate()
                .skip(block.from)
                .take(block.words)
            {
                let sums = sums(&active, word);
                let mut mask = reaching(&sums, together) & same;
                mask |= reaching(&sums, apart);
                while mask != 0 {
                    let bit = mask.trailing_zeros();
                    mask &= mask - 1;
                    let (number, other) = self.places[word * 64 + bit as usize];
                    let prefix = same_prefix(first, other);
                    let shared = sum_at(&sums, bit);
                    if number != 0 && need[prefix].is_some_and(|k| k <= shared) {
                        found(number);
                    }
                }
            }
        }
    }
}

fn same_prefix(x: [u8; PREFIX], y: [u8; PREFIX]) -> usize {
    x.iter().zip(&y).take_while(|(x, y)| x == y).count()
}

/// The sum of one string.
fn sum_at(sums: &[u64; DIGITS], bit: u32) -> u32 {
    let digits = (0u32..).zip(sums);
    digits.fold(0, |sum, (digit, word)| {
        sum | u32::from(word >> bit & 1 == 1) << digit
    })
}

/// How many of the planes have their bit set, for each of 64 strings, as binary digits across words.
fn sums(planes: &[&[u64]], word: usize) -> [u64; DIGITS] {
    let mut sums = [0u64; DIGITS];
    for (added, plane) in (1u32..).zip(planes) {
        let mut carry = plane[word];
        let digits = (u32::BITS - added.leading_zeros()) as usize;
        for sum in &mut sums[..digits.min(DIGITS)] {
            (*sum, carry) = (*sum ^ carry, *sum & carry);
        }
    }
    sums
}

/// Strings whose sum is at least `least`.
fn reaching(sums: &[u64; DIGITS], least: Option<u32>) -> u64 {
    let Some(least) = least.filter(|k| *k < 1 << DIGITS) else {
        return 0;
    };
    let (mut above, mut equal) = (0u64, u64::MAX);
    for (digit, sum) in sums.iter().enumerate().rev() {
        if least >> digit & 1 == 1 {
            equal &= sum;
        } else {
            above |= equal & sum;
            equal &= !sum;
        }
    }
    above | equal
}
