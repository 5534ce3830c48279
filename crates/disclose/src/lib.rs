//! Disclosure control and synthetic data: counting, hiding and imitating tables of people.
//!
//! Pure compute. Nothing here opens a file, reads a clock or draws randomness of its own: readers and writers
//! are `std::io::Read` and `Write` values, randomness is a [`Random`] that the caller passes in, progress and
//! cancellation go through [`Watch`].
//!
//! | module | does |
//! |---|---|
//! | [`table`] | reads a table of categories from CSV; an empty cell is "no attribute" |
//! | [`count`] | counts every combination of up to five attributes |
//! | [`privacy`] | exact noise, zCDP accountant, budget |
//! | [`dp`] | differentially private rows |
//! | [`kanon`] | k-anonymous rows |
//! | [`evaluate`] | compares a synthetic table with the real one |
//! | [`tables`] | suppression, rounding, coarsening and the attacker for published tables |
//!
//! ```
//! use punte_disclose::{Fast, NoWatch, count, kanon, table::Table};
//!
//! let file = "age,form\n".to_owned() + &"minor,labour\n".repeat(12) + "adult,labour\n";
//! let table = Table::read(file.as_bytes())?;
//! let options = count::Options { length: 2, threshold: 10, threads: 1 };
//! let blocks = count::collect(&table, options, &NoWatch)?;
//! assert_eq!(blocks.iter().map(|block| block.counts.len()).sum::<usize>(), 3);
//!
//! // A seeded generator: for tests only. Pass one keyed by the operating system for anything that leaves the house.
//! let made = kanon::synthesize(&table, &kanon::Options::default(), &mut Fast::seeded(1), &NoWatch)?;
//! assert!(made.table.columns()[0].values().iter().all(|value| value != "adult"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What each method promises, and what it does not: `docs/methods/disclose.md`.
//!
//! # Indexing
//!
//! Inner loops index without asking again, because the types they take were checked once: every code of a
//! [`table::Table`] has a value and every column the same rows ([`table::Table::new`]); value ids, blocks and rows are made from
//! such a table inside this crate; the equations of a [`tables::problem::Problem`] are checked by each public function
//! that takes one.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "counts of people stay below 2^32 (rows are refused above it) and value codes below 2^16, so these casts are exact; \
              wherever a float is narrowed, the rounding is the purpose"
)]

pub mod count;
pub mod dp;
pub mod evaluate;
pub mod kanon;
pub mod privacy;
pub mod table;
pub mod tables;

mod random;
mod watch;

pub use random::{Fast, Random};
pub use watch::{NoWatch, Watch};

/// Why a computation did not give a result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The caller's [`Watch`] asked to stop; nothing was produced.
    #[error("stopped before the end")]
    Cancelled,
    /// A parameter is outside the range the method is defined for.
    #[error("{0}")]
    Parameter(String),
    /// The table cannot carry the computation, however the parameters are set (for instance fewer rows than k).
    #[error("{0}")]
    TooSmall(String),
    /// A computation would need more memory than the stated bound.
    #[error("{0}")]
    TooLarge(String),
    /// The solver of a linear programme failed; no claim about safety can be made.
    #[error("the linear-programming solver failed: {0}")]
    Solver(String),
}
