//! How strangers agree: measured on random pairs, in two classes.
//!
//! Two strangers of one community (a language, a county) agree far more often on names *and* place than two strangers
//! at large. Taken for independent, these coincidences look like evidence. A two-class mixture fitted to random pairs
//! finds the communities by itself, without being told what they are.

// Indexing cannot fail here: fields are counted below `MAX_FIELDS` (`Schema::new` refuses more), levels come from
// `compare` and lie below `LEVELS`.

use crate::compare::{LEVELS, SAME, Vector, compare, worst};
use crate::model::Model;
use crate::schema::{MAX_FIELDS, Role};
use crate::table::Table;
use std::collections::HashMap;

/// A random pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) vector: Vector,
}

/// Draws pairs of distinct records (of both tables when there are two). The same table gives the same draw.
pub(crate) fn draw(table: &Table, pairs: u32) -> Vec<Drawn> {
    let (given, family) = (
        table.schema().position(Role::Given),
        table.schema().position(Role::Family),
    );
    let n = u64::try_from(table.len()).unwrap_or(1);
    let first = u64::try_from(table.first_len()).unwrap_or(1);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut out = Vec::new();
    for _ in 0..pairs {
        let (a, b) = if table.two_tables() {
            (
                below(&mut state, first),
                below(&mut state, n - first) + u32::try_from(table.first_len()).unwrap_or(0),
            )
        } else {
            (below(&mut state, n), below(&mut state, n))
        };
        if a != b {
            out.push(Drawn {
                a,
                b,
                vector: compare(table, table.row(a), table.row(b), given, family),
            });
        }
    }
    out
}

/// A number below `n`: xorshift, seeded by a constant so that a run repeats itself.
fn below(state: &mut u64, n: u64) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    u32::try_from((*state >> 11) % n.max(1)).unwrap_or(0)
}

type Levels = [[f64; LEVELS]; MAX_FIELDS];

/// Random pairs gathered by the levels they show: a few thousand patterns instead of a few hundred thousand pairs.
struct Patterns {
    level: Vec<[u8; MAX_FIELDS]>,
    weight: Vec<f64>,
}

impl Patterns {
    fn gather(drawn: &[Drawn], weight: &[f32]) -> Self {
        let mut number: HashMap<[u8; MAX_FIELDS], usize> = HashMap::new();
        let mut patterns = Self {
            level: Vec::new(),
            weight: Vec::new(),
        };
        for (pair, w) in drawn.iter().zip(weight) {
            let at = *number.entry(pair.vector.level).or_insert_with(|| {
                patterns.level.push(pair.vector.level);
                patterns.weight.push(0.0);
                patterns.level.len() - 1
            });
            patterns.weight[at] += f64::from(*w);
        }
        patterns
    }

    /// Sums of weights per field and level, each pattern's weight taken in the share given.
    fn tally(&self, share: impl Fn(usize) -> f64) -> Levels {
        let mut out = [[0f64; LEVELS]; MAX_FIELDS];
        for (i, (levels, weight)) in self.level.iter().zip(&self.weight).enumerate() {
            let w = weight * share(i);
            for (field, level) in out.iter_mut().zip(levels) {
                field[usize::from(*level)] += w;
            }
        }
        out
    }
}

/// Fits the two classes of strangers; `weight` is the probability that a drawn pair is strangers at all.
pub(crate) fn fit(model: &mut Model, drawn: &[Drawn], weight: &[f32]) {
    let patterns = Patterns::gather(drawn, weight);
    let total: f64 = patterns.weight.iter().sum::<f64>().max(1.0);
    let all = patterns.tally(|_| 1.0);
    let width = model.fields.len();
    let mut share = 0.1;
    let mut near = lifted(model, &all);
    let mut far = all;
    for _ in 0..40 {
        let (ln_near, ln_far) = (logs(model, &near), logs(model, &far));
        let odds = f64::ln(share / (1.0 - share));
        let belief: Vec<f64> = patterns
            .level
            .iter()
            .map(|levels| {
                let mut x = odds;
                for (k, level) in levels.iter().enumerate().take(width) {
                    x += ln_near[k][usize::from(*level)] - ln_far[k][usize::from(*level)];
                }
                1.0 / (1.0 + (-x).exp())
            })
            .collect();
        near = patterns.tally(|i| belief[i]);
        far = patterns.tally(|i| 1.0 - belief[i]);
        let sum: f64 = belief
            .iter()
            .zip(&patterns.weight)
            .map(|(b, w)| b * w)
            .sum();
        share = (sum / total).clamp(0.005, 0.5);
    }
    model.community_share = share;
    for (k, field) in model.fields.iter_mut().enumerate() {
        let base = probabilities(&all[k], field.role);
        field.community = relative(probabilities(&near[k], field.role), &near[k], &base);
        field.different = relative(probabilities(&far[k], field.role), &far[k], &base);
        if !field.is_own() {
            field.household = field.community;
        }
    }
}

/// Where the near class starts: everything but plain difference four times as likely, for what communities share.
fn lifted(model: &Model, all: &Levels) -> Levels {
    let mut out = *all;
    for (k, field) in model.fields.iter().enumerate() {
        let lift = if field.role.is_name() || field.role == Role::Place {
            4.0
        } else {
            1.0
        };
        for share in out[k]
            .iter_mut()
            .take(usize::from(worst(field.role)))
            .skip(1)
        {
            *share *= lift;
        }
    }
    out
}

fn logs(model: &Model, sums: &Levels) -> Levels {
    let mut out = [[0f64; LEVELS]; MAX_FIELDS];
    for (k, field) in model.fields.iter().enumerate() {
        out[k] = probabilities(&sums[k], field.role).map(|p| if p > 0.0 { p.ln() } else { 0.0 });
    }
    out
}

/// Level shares; half a sighting stands for "never seen in the draw".
fn probabilities(sums: &[f64; LEVELS], role: Role) -> [f64; LEVELS] {
    let worst = usize::from(worst(role));
    let total: f64 =
        sums.iter().skip(1).sum::<f64>() + 0.5 * f64::from(crate::compare::worst(role));
    let mut out = [0.0; LEVELS];
    for (share, sum) in out.iter_mut().zip(sums).take(worst + 1).skip(1) {
        *share = (sum + 0.5) / total;
    }
    out
}

/// For equality, the class's lift over all strangers instead of a share: the pair's own value gives the rest.
fn relative(
    mut shares: [f64; LEVELS],
    sums: &[f64; LEVELS],
    base: &[f64; LEVELS],
) -> [f64; LEVELS] {
    let same = usize::from(SAME);
    let expected = sums.iter().skip(1).sum::<f64>() * base[same];
    shares[same] = (sums[same] + 3.0) / (expected + 3.0);
    shares
}
