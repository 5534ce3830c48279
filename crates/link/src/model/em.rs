//! Expectation-maximisation without labels (Dempster, Laird, Rubin 1977), over all pairs of the table.
//!
//! Only candidate pairs are seen; every other pair counts as strangers. Because a block is decided by the same values
//! that are compared, the posterior of a candidate does not depend on which block brought it, so shares of *all* pairs
//! can be estimated from candidates alone; the bias is the little that blocking misses. Strangers' levels are not
//! estimated from candidates (those were chosen for agreeing) but from random pairs: see `strangers`.

// Indexing cannot fail here: fields are counted below `MAX_FIELDS` (`Schema::new` refuses more), levels come from
// `compare` and lie below `LEVELS`.

use crate::compare::LEVELS;
use crate::model::{Model, Scorer, habits, narrow};
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
                let sum = if scorer.shared[k] {
                    &mut shared
                } else {
                    &mut personal
                };
                *sum += scorer.rarity(k, &vector, ra, rb);
            }
        }
        Self {
            level: vector.level,
            shared,
            personal,
        }
    }
}

/// Smallest probability a level may have: a clerk can always surprise.
const FLOOR: f64 = 5e-4;
/// Most rounds of EM; it stops when the share of same-person pairs stands still.
const ROUNDS: usize = 60;
/// All candidates are looked at every so many rounds.
const REFRESH: usize = 12;
/// Posterior of kinship or identity below which a candidate is left out until then.
const NEGLIGIBLE: f64 = 1e-5;
/// Pairs per record that the starting habits are worth.
pub(crate) const ANCHOR: f64 = 0.02;

/// One run: `scale` is how many candidates each seen pair stands for, `all_pairs` the number of pairs of the table.
///
/// The habits that EM starts from keep a say worth `anchor` seen pairs: without it, a table with few duplicates lets the
/// class of one person slide to something commoner, such as namesakes.
pub(crate) fn fit(model: &mut Model, seen: &[Seen], scale: f64, all_pairs: f64, anchor: f64) {
    let mut near: Vec<Seen> = Vec::new();
    for round in 0..ROUNDS {
        let before = model.prior_same;
        // Most candidates are plainly strangers: they are looked at again only now and then.
        if round < 3 || round % REFRESH == 0 {
            let tables = LogTables::new(model);
            near.clear();
            near.extend(seen.iter().filter(|pair| {
                let (s, h) = posterior(&tables, pair);
                s + h > NEGLIGIBLE
            }));
        }
        step(model, &near, scale, all_pairs, anchor);
        if round > 3 && (model.prior_same / before - 1.0).abs() < 1e-4 {
            break;
        }
    }
}

/// Posterior probabilities (same person, household) of one pair.
pub(crate) fn posterior(tables: &LogTables, pair: &Seen) -> (f64, f64) {
    let [mut same, mut household, mut community, mut different] = tables.prior;
    for (field, level) in tables.field.iter().zip(pair.level) {
        let [s, h, c, d] = field[usize::from(level)];
        same += s;
        household += h;
        community += c;
        different += d;
    }
    household += pair.personal;
    community += pair.personal + pair.shared;
    different += pair.personal + pair.shared;
    let top = same.max(household).max(different).max(community);
    let [s, h, c, d] = [same, household, community, different].map(|x| (x - top).exp());
    let sum = f64::from(s + h + c + d);
    (f64::from(s) / sum, f64::from(h) / sum)
}

/// Logarithms of a model, laid out for the E step.
pub(crate) struct LogTables {
    prior: [f32; 4],
    field: [[[f32; 4]; LEVELS]; MAX_FIELDS],
}

impl LogTables {
    pub(crate) fn new(model: &Model) -> Self {
        let mut field = [[[0f32; 4]; LEVELS]; MAX_FIELDS];
        for (k, f) in model.fields.iter().enumerate().take(MAX_FIELDS) {
            for (level, slot) in field[k].iter_mut().enumerate().skip(1) {
                *slot = [
                    f.same[level],
                    f.household[level],
                    f.community[level],
                    f.different[level],
                ]
                .map(|p| narrow(p.ln()));
            }
        }
        let rest = 1.0 - model.prior_same - model.prior_household;
        let prior = [
            model.prior_same,
            model.prior_household,
            rest * model.community_share,
            rest * (1.0 - model.community_share),
        ];
        Self {
            prior: prior.map(|p| narrow(p.ln())),
            field,
        }
    }
}

fn step(model: &mut Model, seen: &[Seen], scale: f64, all_pairs: f64, anchor: f64) {
    let tables = LogTables::new(model);
    let mut same = [[0f64; LEVELS]; MAX_FIELDS];
    let mut household = [[0f64; LEVELS]; MAX_FIELDS];
    let (mut total_same, mut total_household) = (0.0, 0.0);
    for pair in seen {
        let (s, h) = posterior(&tables, pair);
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
        let (same_habit, household_habit) = habits(field.role);
        field.same = normalised(&same[k], &same_habit, anchor, worst);
        if field.is_own() {
            field.household = normalised(&household[k], &household_habit, anchor, worst);
        }
    }
}

fn normalised(
    sums: &[f64; LEVELS],
    habit: &[f64; LEVELS],
    anchor: f64,
    worst: usize,
) -> [f64; LEVELS] {
    let total: f64 = sums.iter().skip(1).sum::<f64>() + anchor + 1e-9;
    let mut out = [0.0; LEVELS];
    for level in 1..=worst {
        out[level] = ((sums[level] + anchor * habit[level]) / total).max(FLOOR);
    }
    let sum: f64 = out.iter().sum();
    out.map(|p| p / sum)
}
