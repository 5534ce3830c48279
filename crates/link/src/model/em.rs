//! Expectation-maximisation without labels (Dempster, Laird, Rubin 1977), over all pairs of the table.
//!
//! Only candidate pairs are seen; every other pair counts as strangers. Because a block is decided by the same values
//! that are compared, the posterior of a candidate does not depend on which block brought it, so shares of *all* pairs
//! can be estimated from candidates alone; the bias is the little that blocking misses. Strangers' levels are not
//! estimated from candidates (those were chosen for agreeing) but from random pairs, less the share that same-person
//! and household pairs have in them.

use crate::compare::{LEVELS, SAME};
use crate::model::{Model, Scorer, narrow};
use crate::schema::MAX_FIELDS;

/// A candidate pair as EM sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    level: [u8; MAX_FIELDS],
    /// Sums of log rarities over shared and over personal fields.
    shared: f32,
    personal: f32,
}

impl Seen {
    pub(crate) fn new(scorer: &Scorer<'_>, a: u32, b: u32) -> Self {
        let (ra, rb) = (scorer.table.row(a), scorer.table.row(b));
        let vector = crate::compare::compare(scorer.table, ra, rb, scorer.given, scorer.family);
        let (mut shared, mut personal) = (0.0, 0.0);
        for k in 0..ra.len().min(MAX_FIELDS) {
            if vector.level[k] != 0 {
                let sum = if scorer.shared[k] { &mut shared } else { &mut personal };
                *sum += scorer.rarity(k, &vector, ra, rb);
            }
        }
        Self { level: vector.level, shared, personal }
    }
}

/// Smallest probability a level may have: a clerk can always surprise.
const FLOOR: f64 = 5e-4;

/// One run: `scale` is how many candidates each seen pair stands for, `all_pairs` the number of pairs of the table.
pub(crate) fn fit(model: &mut Model, seen: &[Seen], scale: f64, all_pairs: f64, rounds: usize) {
    for _ in 0..rounds {
        let before = model.prior_same;
        step(model, seen, scale, all_pairs);
        if (model.prior_same / before - 1.0).abs() < 1e-4 {
            break;
        }
    }
}

/// Posterior probabilities (same person, household) of one pair.
pub(crate) fn posterior(tables: &LogTables, pair: &Seen) -> (f64, f64) {
    let (mut same, mut household, mut different) = tables.prior;
    for (k, level) in pair.level.iter().enumerate() {
        let [s, h, d] = tables.field[k][usize::from(*level)];
        same += s;
        household += h;
        different += d;
    }
    household += pair.personal;
    different += pair.personal + pair.shared;
    let top = same.max(household).max(different);
    let (s, h, d) = ((same - top).exp(), (household - top).exp(), (different - top).exp());
    let sum = f64::from(s + h + d);
    (f64::from(s) / sum, f64::from(h) / sum)
}

/// Logarithms of a model, laid out for the E step.
pub(crate) struct LogTables {
    prior: (f32, f32, f32),
    field: [[[f32; 3]; LEVELS]; MAX_FIELDS],
}

impl LogTables {
    pub(crate) fn new(model: &Model) -> Self {
        let mut field = [[[0f32; 3]; LEVELS]; MAX_FIELDS];
        for (k, f) in model.fields.iter().enumerate().take(MAX_FIELDS) {
            let own = f.role.shared_by_household() || f.role == crate::schema::Role::Birth;
            for level in 1..LEVELS {
                let d = if level == usize::from(SAME) { 0.0 } else { narrow(f.different[level].ln()) };
                field[k][level] = [narrow(f.same[level].ln()), if own { narrow(f.household[level].ln()) } else { d }, d];
            }
        }
        let rest = 1.0 - model.prior_same - model.prior_household;
        Self { prior: (narrow(model.prior_same.ln()), narrow(model.prior_household.ln()), narrow(rest.ln())), field }
    }
}

fn step(model: &mut Model, seen: &[Seen], scale: f64, all_pairs: f64) {
    let tables = LogTables::new(model);
    let mut same = [[0f64; LEVELS]; MAX_FIELDS];
    let mut household = [[0f64; LEVELS]; MAX_FIELDS];
    let (mut total_same, mut total_household) = (0.0, 0.0);
    for pair in seen {
        let (s, h) = posterior(&tables, pair);
        if s + h < 1e-6 {
            continue;
        }
        total_same += s;
        total_household += h;
        for (k, level) in pair.level.iter().enumerate() {
            same[k][usize::from(*level)] += s;
            household[k][usize::from(*level)] += h;
        }
    }
    model.prior_same = (total_same * scale / all_pairs).clamp(1e-12, 0.5);
    model.prior_household = (total_household * scale / all_pairs).clamp(1e-13, 0.3);
    for (k, field) in model.fields.iter_mut().enumerate().take(MAX_FIELDS) {
        let worst = usize::from(crate::compare::worst(field.role));
        let own = field.role.shared_by_household() || field.role == crate::schema::Role::Birth;
        field.same = normalised(&same[k], worst);
        if own {
            field.household = normalised(&household[k], worst);
        }
        for level in 2..=worst {
            let known = model.prior_same * field.same[level] + model.prior_household * field.household[level];
            field.different[level] = (field.random[level] - known).max(field.random[level] * 0.05).max(1e-9);
        }
        if !own {
            field.household = field.different;
        }
    }
}

fn normalised(sums: &[f64; LEVELS], worst: usize) -> [f64; LEVELS] {
    let total: f64 = sums.iter().skip(1).sum::<f64>() + 1e-9;
    let mut out = [0.0; LEVELS];
    for level in 1..=worst {
        out[level] = (sums[level] / total).max(FLOOR);
    }
    let sum: f64 = out.iter().sum();
    out.map(|p| p / sum)
}
