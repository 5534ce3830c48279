//! Differentially private rows.
//!
//! One row is one person. Two tables are neighbours when one has one row more. The real table is touched by the
//! measurements of [`measure`] alone; everything after works on what they gave.

pub mod fit;
pub mod measure;
mod start;
mod tidy;

use crate::privacy::accountant::{self, Budget, Payment};
use crate::table::Table;
use crate::{Error, Fast, Random, Watch};

/// Where the randomness came from, which decides what the output may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A cryptographic generator keyed by the operating system.
    OperatingSystem,
    /// A seed somebody knows: whoever has it can take the noise away again.
    SeedNotPrivate,
}

/// How hard to hold out combinations that no row may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fabrication {
    /// Pair counts alone decide: longest combinations closest to the truth, most fabricated.
    Light,
    /// Between the two.
    Balanced,
    /// Shows only what the noise can hardly have made.
    Minimal,
}

impl Fabrication {
    /// Price of a triple that few synthetic rows have ([`tidy`]).
    fn tidiness(self) -> f32 {
        match self {
            Self::Light => 0.0,
            Self::Balanced => 6.5,
            Self::Minimal => 12.0,
        }
    }
}

/// What to synthesize.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// ε of the whole release.
    pub epsilon: f64,
    /// δ of the whole release; `None` takes [`default_delta`] (the first digit of the row count is treated as
    /// public).
    pub delta: Option<f64>,
    /// Longest combinations reported on; rows are fitted to singles and pairs.
    pub length: usize,
    /// Shares of the budget: rows' lengths, singles, pairs. Normalized to sum 1.
    pub split: [f64; 3],
    /// Control of fabricated combinations.
    pub fabrication: Fabrication,
    /// Whether the values that occur in each column are public (a code book): then none is held out for rarity.
    pub public_values: bool,
    /// Combinations that must never appear: (column, value code) lists of two or more.
    pub structural_zeros: Vec<Vec<(u16, u16)>>,
    /// Passes of the search over all cells.
    pub sweeps: u32,
    /// Rows that are fitted as one; `None` lets the noise decide.
    pub grain: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epsilon: 12.0,
            delta: None,
            length: 3,
            split: [0.01, 0.17, 0.82],
            fabrication: Fabrication::Balanced,
            public_values: false,
            structural_zeros: Vec::new(),
            sweeps: 12,
            grain: None,
        }
    }
}

/// A synthetic table and what it cost.
#[derive(Debug, Clone)]
pub struct Synthesis {
    /// The synthetic rows, with the columns of the real table.
    pub table: Table,
    /// ε asked for.
    pub epsilon: f64,
    /// δ asked for.
    pub delta: f64,
    /// ρ that (ε, δ) buys.
    pub rho: f64,
    /// ρ spent.
    pub rho_spent: f64,
    /// Every measurement that was paid for.
    pub payments: Vec<Payment>,
    /// Filled cells above which a row counts less.
    pub fill_cap: usize,
    /// Values held out because too few rows have them. Exact, so for the keeper of the data only.
    pub values_held_out: usize,
    /// Noisy pair counts under this became 0.
    pub pair_threshold: f64,
}

/// Default δ: 1/(n ln n), where n is the row count rounded up to one significant digit.
pub fn default_delta(rows: usize) -> f64 {
    let mut step = 1.0;
    while rows as f64 / step > 10.0 {
        step *= 10.0;
    }
    let n = ((rows as f64 / step).ceil() * step).max(10.0);
    1.0 / (n * n.ln())
}

/// Synthesizes rows.
///
/// Memory: 8 bytes for each pair of values (at most [`measure::MAX_VALUES`] of them), the synthetic rows at 2 bytes a
/// cell, nothing that grows with the real rows.
///
/// # Errors
/// [`Error::Parameter`], [`Error::TooLarge`], [`Error::TooSmall`] (nothing survives the noise), [`Error::Cancelled`].
pub fn synthesize(
    table: &Table,
    options: &Options,
    random: &mut dyn Random,
    watch: &dyn Watch,
) -> Result<Synthesis, Error> {
    let delta = options.delta.unwrap_or_else(|| default_delta(table.rows()));
    // Half of delta pays for values that nobody was asked about before; the other half for the noise.
    let (noise_delta, domain_delta) = if options.public_values {
        (delta, 0.0)
    } else {
        (delta / 2.0, delta / 2.0)
    };
    // A value that only one row has stays hidden with probability 1 - domain_delta or more; against the table without that
    // row this scales every probability by at most 1/(1 - domain_delta), which ε pays for.
    let noise_epsilon = options.epsilon + (-domain_delta).ln_1p();
    if options.epsilon > 0.0 && noise_epsilon <= 0.0 {
        return Err(Error::Parameter(format!(
            "epsilon {} is too small beside delta {delta}: it must be above half of it",
            options.epsilon
        )));
    }
    let rho = accountant::rho_of(noise_epsilon, noise_delta)?;
    let mut budget = Budget::new(rho);
    let measured = measure::measure(table, options, domain_delta, &mut budget, random)?;
    let mut fast = Fast::from(random);
    let rows = fit::fit(&measured, options, &mut fast, watch)?;
    let synthetic = rows.into_table(table, &measured)?;
    Ok(Synthesis {
        table: synthetic,
        epsilon: options.epsilon,
        delta,
        rho,
        rho_spent: budget.spent(),
        payments: budget.payments().to_vec(),
        fill_cap: measured.fill_cap,
        values_held_out: measured.held_out,
        pair_threshold: measured.pair_threshold(options.fabrication),
    })
}
