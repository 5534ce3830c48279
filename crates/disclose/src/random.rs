//! Randomness is passed in.

/// A source of uniform random bits.
///
/// For anything that claims differential privacy it must be a cryptographic generator keyed by the operating
/// system; the caller that passes a seeded one must mark its output "not private" ([`crate::dp::Source`]).
pub trait Random {
    /// The next 64 uniform bits.
    fn bits(&mut self) -> u64;

    /// A uniform integer in `0..bound`, without bias (Lemire's rejection).
    ///
    /// `bound` 0 gives 0.
    fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let mut wide = u128::from(self.bits()) * u128::from(bound);
        if (wide as u64) < bound {
            let least = bound.wrapping_neg() % bound;
            while (wide as u64) < least {
                wide = u128::from(self.bits()) * u128::from(bound);
            }
        }
        (wide >> 64) as u64
    }

    /// A uniform number in `[0, 1)` with 53 bits. For search and sampling only, never for noise.
    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl<F: FnMut() -> u64> Random for F {
    fn bits(&mut self) -> u64 {
        self()
    }
}

/// A fast generator (xoshiro256++, Blackman and Vigna 2019) for post-processing, where privacy does not rest on it.
#[derive(Debug, Clone)]
pub struct Fast([u64; 4]);

impl Fast {
    /// Keys the generator from `source`.
    pub fn from(source: &mut dyn Random) -> Self {
        Self([
            source.bits() | 1,
            source.bits(),
            source.bits(),
            source.bits(),
        ])
    }

    /// A generator that gives the same stream for the same `seed` (SplitMix64 expansion).
    pub fn seeded(seed: u64) -> Self {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        Self([next() | 1, next(), next(), next()])
    }
}

impl Random for Fast {
    #[inline]
    fn bits(&mut self) -> u64 {
        let s = &mut self.0;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_is_uniform() {
        let mut random = Fast::seeded(5);
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[random.below(7) as usize] += 1;
        }
        assert!(
            seen.iter().all(|&n| (9_600..10_400).contains(&n)),
            "{seen:?}"
        );
        assert_eq!(random.below(0), 0);
    }
}
