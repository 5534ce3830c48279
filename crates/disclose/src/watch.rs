//! Progress and cancellation, by callback.

/// What a long computation tells its caller, and asks it.
///
/// Called from worker threads, a few times a second at most per thread; implementations should be quick.
pub trait Watch: Sync {
    /// `done` of `of` units of `stage` are finished. Units are the computation's own; only the ratio means something.
    fn progress(&self, stage: &'static str, done: u64, of: u64);
    /// Whether to give up; the computation then returns [`crate::Error::Cancelled`].
    fn cancelled(&self) -> bool;
}

/// Watches nothing and never cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoWatch;

impl Watch for NoWatch {
    fn progress(&self, _: &'static str, _: u64, _: u64) {}
    fn cancelled(&self) -> bool {
        false
    }
}
