use crate::kdf;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes, passed to everything that makes keys or nonces.
pub trait Rng: Send + Sync {
    /// Fill `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// The system's generator through aws-lc-rs. The only source for production.
#[derive(Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    /// # Panics
    /// If the operating system gives no randomness: going on would make guessable keys.
    fn fill(&self, out: &mut [u8]) {
        assert!(
            aws_lc_rs::rand::fill(out).is_ok(),
            "the system gives no random bytes"
        );
    }
}

/// A repeatable source for tests and invented data: HMAC-SHA-256 of a counter. Never for keys that protect anything,
/// and never two with the same seed beside the same key (nonces would repeat).
pub struct SeededRng {
    seed: [u8; 32],
    counter: AtomicU64,
}

impl SeededRng {
    /// A source that always gives the same bytes for the same seed and the same calls.
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            seed,
            counter: AtomicU64::new(0),
        }
    }
}

impl Rng for SeededRng {
    fn fill(&self, out: &mut [u8]) {
        for part in out.chunks_mut(32) {
            let block = kdf::hmac(
                &self.seed,
                &[&self.counter.fetch_add(1, Ordering::Relaxed).to_be_bytes()],
            );
            part.iter_mut().zip(block).for_each(|(to, from)| *to = from);
        }
    }
}

/// Gives a [`Rng`] to the `hpke` crate.
pub(crate) struct Source<'a>(pub(crate) &'a dyn Rng);

impl hpke::rand_core::TryRng for Source<'_> {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(out);
        Ok(())
    }
}

impl hpke::rand_core::TryCryptoRng for Source<'_> {}
