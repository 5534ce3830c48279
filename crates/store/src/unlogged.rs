//! Content that nobody has been told of yet.

/// Rows that were read and whose leaf is not committed. Only [`crate::Store::log_read`] and
/// [`crate::Store::log_reads`] give them out: no leaf, no data.
#[derive(Debug)]
#[must_use = "nothing was shown and nothing was logged"]
pub struct Unlogged<T>(T);

impl<T> Unlogged<T> {
    pub(crate) const fn new(content: T) -> Self {
        Self(content)
    }

    pub(crate) fn release(self) -> T {
        self.0
    }

    /// A look, to decide what the leaf must name.
    pub const fn peek(&self) -> &T {
        &self.0
    }

    /// Open, filter or sort the content.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Unlogged<U> {
        Unlogged(f(self.0))
    }

    /// As [`Unlogged::map`], where opening can fail.
    pub fn try_map<U, E>(self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Unlogged<U>, E> {
        f(self.0).map(Unlogged)
    }

    /// Go on with content that is itself unlogged.
    pub fn and_then<U>(self, f: impl FnOnce(T) -> Unlogged<U>) -> Unlogged<U> {
        f(self.0)
    }

    /// Two readings that one leaf will name.
    pub fn zip<U>(self, other: Unlogged<U>) -> Unlogged<(T, U)> {
        Unlogged((self.0, other.0))
    }
}
