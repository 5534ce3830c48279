//! Keeps rows from inventing long combinations.
//!
//! Rows that fit the pairs may still hold triples that one row alone has, and most of those nobody in the real table
//! has. So the search pays a concave price for each triple, P(n) = λ(1 - exp(-n/1.3)): a triple that one row
//! has is dear, the hundredth row with the same triple costs nothing. The price looks at synthetic rows alone and so
//! costs no privacy.
//!
//! Triples are counted in a table of [`SLOTS`] counters addressed by a hash of the three ids (Zobrist); two triples in
//! one slot are taken for one, which moves the price a little and nothing else.

use crate::{Fast, Random};

/// Counters; 8 MB.
pub(super) const SLOTS: usize = 1 << 21;
const STEPS: usize = 64;
/// Rows at which most of a triple's price has been paid.
const SCALE: f32 = 1.3;

pub(super) struct Triples {
    keys: Vec<u32>,
    counts: Vec<u32>,
    /// Price of one more row with a triple that n rows have.
    more: [f32; STEPS],
}

impl Triples {
    pub(super) fn new(width: usize, grain: f32, price: f32, random: &mut Fast) -> Self {
        let keys = (0..width)
            .map(|_| (random.bits() >> 32) as u32 & (SLOTS as u32 - 1))
            .collect();
        let potential = |n: usize| price * (1.0 - (-(n as f32) * grain / SCALE).exp());
        let more = std::array::from_fn(|n| potential(n + 1) - potential(n));
        Self {
            keys,
            counts: vec![0; SLOTS],
            more,
        }
    }

    pub(super) fn add_row(&mut self, filled: &[u16]) {
        for (at, &a) in filled.iter().enumerate() {
            for (next, &b) in filled.iter().enumerate().skip(at + 1) {
                let pair = self.key(a) ^ self.key(b);
                for &c in &filled[next + 1..] {
                    let slot = pair ^ self.key(c);
                    self.counts[slot as usize] += 1;
                }
            }
        }
    }

    fn key(&self, id: u16) -> u32 {
        self.keys[usize::from(id)]
    }

    /// Price of giving up (`sign` -1) or taking on (1) `id` beside `others`, which must not hold `id`.
    pub(super) fn price(&self, id: u16, others: &[u16], taking: bool) -> f32 {
        let own = self.key(id);
        let back = usize::from(!taking);
        let mut sum = 0.0;
        for (at, &a) in others.iter().enumerate() {
            let pair = own ^ self.key(a);
            for &b in &others[at + 1..] {
                let n = self.counts[(pair ^ self.key(b)) as usize] as usize;
                sum += self.more[n.wrapping_sub(back).min(STEPS - 1)];
            }
        }
        if taking { sum } else { -sum }
    }

    pub(super) fn apply(&mut self, id: u16, others: &[u16], taking: bool) {
        let own = self.key(id);
        for (at, &a) in others.iter().enumerate() {
            let pair = own ^ self.key(a);
            for &b in &others[at + 1..] {
                let slot = (pair ^ self.key(b)) as usize;
                self.counts[slot] = if taking {
                    self.counts[slot] + 1
                } else {
                    self.counts[slot].saturating_sub(1)
                };
            }
        }
    }
}
