//! Chance that comes out the same for the same seed: SplitMix64 (Steele, Lea, Flood 2014). Chooses words, never keys.

/// A stream of choices.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// An independent stream for a part of the plan, so that more of one part doesn't change another.
    pub(crate) fn part(seed: u64, part: u64) -> Self {
        let mut mixed = Self(seed ^ part.wrapping_mul(0xD1B5_4A32_D192_ED03));
        mixed.next();
        mixed
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// A number in `from..=to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to.saturating_sub(from)).unwrap_or(0);
        from + i64::try_from(self.next() % (span + 1)).unwrap_or(0)
    }

    /// Whether something with this chance in a hundred happens.
    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    /// One of them.
    ///
    /// # Panics
    /// When there is none: the lists of the demo are written down and not empty.
    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// A list from which nothing comes twice before everything came once.
#[derive(Debug, Clone)]
pub(crate) struct Bag<T: 'static> {
    list: &'static [T],
    left: Vec<usize>,
}

impl<T: Copy> Bag<T> {
    pub(crate) const fn new(list: &'static [T]) -> Self {
        Self {
            list,
            left: Vec::new(),
        }
    }

    /// The next.
    ///
    /// # Panics
    /// When the list is empty, which none of the demo's is.
    pub(crate) fn draw(&mut self, chance: &mut Chance) -> T {
        if self.left.is_empty() {
            self.left = (0..self.list.len()).collect();
        }
        let at = chance.below(self.left.len());
        self.list[self.left.swap_remove(at)]
    }
}
