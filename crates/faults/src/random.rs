//! Random choices that a seed repeats.

use punte_vault::{Rng, SeededRng};

/// A source of choices.
pub struct Dice(SeededRng);

impl Dice {
    /// From a seed and a name, so that two uses of one seed do not choose alike.
    pub fn new(seed: u64, what: &str) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        for (at, byte) in what.bytes().take(24).enumerate() {
            bytes[8 + at] = byte;
        }
        Self(SeededRng::new(bytes))
    }

    /// From 0 to `end`, exclusive; 0 when `end` is 0.
    pub fn below(&self, end: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_be_bytes(bytes).checked_rem(end).unwrap_or(0)
    }

    /// A place in a list of this length.
    pub fn place(&self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// A fresh identifier.
    pub fn id(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill(&mut bytes);
        bytes
    }
}

/// A number from the environment, or `otherwise`.
///
/// # Panics
/// When it is set to something else: a campaign of the wrong length proves the wrong thing.
#[expect(
    clippy::disallowed_methods,
    reason = "xtask sets the length of a campaign"
)]
pub fn count(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| {
        text.parse().expect("a number in the environment")
    })
}
