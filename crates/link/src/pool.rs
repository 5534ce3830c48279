//! Distinct strings, numbered from 1 in order of arrival; 0 means missing.

use std::hash::Hasher;

/// The multiply-and-rotate hash of Firefox: fast on short keys; nothing here is secret.
#[derive(Default, Clone)]
pub(crate) struct Fx(u64);

impl Fx {
    pub(crate) fn word(&mut self, w: u64) {
        self.0 = (self.0.rotate_left(5) ^ w).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Fx {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.word(u64::from_le_bytes(word));
        }
        self.word(bytes.len() as u64);
    }
}

/// Hash of a byte string.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut h = Fx::default();
    h.write(bytes);
    h.finish()
}

/// Hash of a few words; never 0.
pub(crate) fn hash_words(words: &[u64]) -> u64 {
    let mut h = Fx::default();
    for w in words {
        h.word(*w);
    }
    (h.finish()).max(1)
}

/// Strings end to end in one buffer. Number 0 is the empty string.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: vec![0],
        }
    }
}

impl Pool {
    /// Appends a string and returns its number.
    pub(crate) fn push(&mut self, s: &[u8]) -> u32 {
        self.bytes.extend_from_slice(s);
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    /// The string with a number; empty for 0 and for numbers never given.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        let at = id as usize;
        let from = at
            .checked_sub(1)
            .and_then(|i| self.ends.get(i))
            .copied()
            .unwrap_or(0) as usize;
        let to = self.ends.get(at).copied().unwrap_or(0) as usize;
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// As text.
    pub(crate) fn text(&self, id: u32) -> &str {
        std::str::from_utf8(self.get(id)).unwrap_or_default()
    }

    /// Highest number given, plus one.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes held: what the 4 GiB limit of a column is measured against.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }
}

/// A pool with a look-up table: equal strings get equal numbers.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    pub(crate) pool: Pool,
    slots: Vec<u32>,
}

impl Interner {
    /// Number of a string, and whether it is new.
    pub(crate) fn intern(&mut self, s: &[u8]) -> (u32, bool) {
        if self.pool.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = slot(hash_bytes(s), mask);
        loop {
            match self.slots.get(at).copied().unwrap_or(0) {
                0 => break,
                id if self.pool.get(id) == s => return (id, false),
                _ => at = (at + 1) & mask,
            }
        }
        let id = self.pool.push(s);
        if let Some(free) = self.slots.get_mut(at) {
            *free = id;
        }
        (id, true)
    }

    fn grow(&mut self) {
        let size = (self.pool.len() * 2).next_power_of_two().max(64);
        let mask = size - 1;
        self.slots = vec![0; size];
        for id in 1..self.pool.len() {
            let id = u32::try_from(id).unwrap_or(0);
            let mut at = slot(hash_bytes(self.pool.get(id)), mask);
            while self.slots.get(at).copied().unwrap_or(0) != 0 {
                at = (at + 1) & mask;
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = id;
            }
        }
    }
}

fn slot(hash: u64, mask: usize) -> usize {
    usize::try_from(hash & mask as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn equal_strings_share_a_number() {
        let mut names = Interner::default();
        let numbers: Vec<u32> = (0..5000)
            .map(|i| names.intern(format!("n{}", i % 1000).as_bytes()).0)
            .collect();
        assert_eq!(numbers[0], 1);
        assert_eq!(numbers[..1000], numbers[1000..2000]);
        assert_eq!(names.pool.len(), 1001);
        assert_eq!(names.pool.text(7), "n6");
        assert_eq!(names.pool.text(0), "");
        assert_eq!(names.pool.text(99_999), "");
    }
}
