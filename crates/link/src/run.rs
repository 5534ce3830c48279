//! The whole way: learn, score, keep.

use crate::block::learn::learn;
use crate::block::{Blocks, Memberships, Rule, met_before};
use crate::error::{LinkError, Result};
use crate::model::em::{ANCHOR, Seen, fit};
use crate::model::frequency::Frequencies;
use crate::model::strangers::{self, Drawn, draw};
use crate::model::{Model, Scorer, probability};
use crate::pool::hash_words;
use crate::table::{Table, count};
use crate::watch::{Stage, Watch, tick};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How to link. [`Default`] suits most tables.
#[derive(Debug, Clone)]
pub struct LinkOptions {
    /// Worker threads, 1 to 256.
    pub threads: usize,
    /// Largest block; with `max_rules` it bounds the pairs: `rules × records × max_block / 2`.
    pub max_block: usize,
    /// Most blocking rules.
    pub max_rules: usize,
    /// Pairs the learned rules may cost, per record.
    pub pairs_per_record: f64,
    /// Pairs below this probability are not kept.
    pub keep_from: f64,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            threads: 2,
            max_block: 100,
            max_rules: 16,
            pairs_per_record: 12.0,
            keep_from: 0.05,
        }
    }
}

/// A scored pair, `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Record number in the table (records of the second table follow those of the first).
    pub a: u32,
    /// As `a`.
    pub b: u32,
    /// Natural log odds that both are one person.
    pub log_odds: f32,
}

impl Pair {
    /// Probability that both are one person.
    pub fn probability(&self) -> f64 {
        probability(self.log_odds)
    }
}

/// What a run yields.
#[derive(Debug, Clone)]
pub struct Linkage {
    /// Kept pairs, ordered by `(a, b)`.
    pub pairs: Vec<Pair>,
    /// The estimated model.
    pub model: Model,
    /// The blocking rules, in order of worth.
    pub rules: Vec<Rule>,
    /// Distinct pairs compared.
    pub compared: u64,
    /// Share of the learning sample's probable matches that the rules cover (an estimate of blocking recall, upwards biased).
    pub covered: f64,
    pub(crate) frequencies: Frequencies,
}

impl Linkage {
    pub(crate) fn scorer<'t>(&'t self, table: &'t Table) -> Scorer<'t> {
        Scorer::new(table, &self.model, &self.frequencies)
    }
}

/// A model for a table without scoring any pair of it: what a search needs. Costs a draw of random pairs.
pub(crate) fn prepare(table: &Table) -> (Model, Frequencies) {
    refit_strangers(
        table,
        Model::start(table),
        &draw(table, random_pairs(table, RANDOM_PAIRS / 4)),
    )
}

/// Records in the learning sample.
const LEARN_SAMPLE: usize = 60_000;
/// Candidate pairs EM looks at.
const EM_SAMPLE: f64 = 400_000.0;
/// Random pairs drawn for the strangers' levels.
const RANDOM_PAIRS: u32 = 400_000;

/// Links the table with itself, or its two halves with each other.
///
/// Memory beyond the table: 4 bytes per record and rule for memberships, 24 bytes a record for the rule at hand,
/// 12 bytes per kept pair, and fixed samples (at most about 60 MB).
pub fn score_pairs(table: &Table, options: &LinkOptions, watch: Watch<'_>) -> Result<Linkage> {
    check(options)?;
    tick(watch, Stage::Learn, 0, 3)?;
    let drawn = draw(table, random_pairs(table, RANDOM_PAIRS));
    let start = Model::start(table);
    let (start, frequencies) = refit_strangers(table, start, &drawn);
    let scorer = Scorer::new(table, &start, &frequencies);
    let sample = sample_records(table, LEARN_SAMPLE);
    let budget = options.pairs_per_record * count(table.len());
    let learned = learn(
        &scorer,
        &start,
        &sample,
        options.max_block,
        budget,
        options.max_rules,
    );
    tick(watch, Stage::Learn, 1, 3)?;

    let mut model = learned.model;
    let memberships = build(table, &learned.rules, options, watch)?;
    for round in 0..2 {
        let (refitted, frequencies) = refit_strangers(table, model, &drawn);
        model = refitted;
        let scorer = Scorer::new(table, &model, &frequencies);
        let (seen, scale) = draw_candidates(&scorer, &memberships, options);
        fit(
            &mut model,
            &seen,
            scale,
            table.all_pairs(),
            ANCHOR * count(table.len()) / scale,
        );
        tick(watch, Stage::Learn, 2 + round, 3)?;
    }
    let (model, frequencies) = refit_strangers(table, model, &drawn);
    let scorer = Scorer::new(table, &model, &frequencies);
    let (pairs, compared) = score_all(&scorer, &memberships, options, watch)?;
    Ok(Linkage {
        pairs,
        model,
        rules: learned.rules,
        compared,
        covered: learned.covered,
        frequencies,
    })
}

/// Draws worth making: not many more than there are pairs, but never so few that the smoothing shows.
fn random_pairs(table: &Table, most: u32) -> u32 {
    let pairs = table.all_pairs().clamp(20_000.0, f64::from(most));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 20,000 and `most`"
    )]
    let pairs = pairs as u32;
    pairs
}

/// Fits the strangers' classes to the random pairs that the present model does not hold for kin or one person.
fn refit_strangers(table: &Table, mut model: Model, drawn: &[Drawn]) -> (Model, Frequencies) {
    model.duplicates = (model.prior_same * count(table.len())).clamp(0.0, 50.0);
    let mut frequencies = Frequencies::new(table, model.duplicates);
    frequencies.learn_means(table, drawn);
    let mut weight = vec![1.0; drawn.len()];
    strangers::fit(&mut model, drawn, &weight);
    let scorer = Scorer::new(table, &model, &frequencies);
    for (w, pair) in weight.iter_mut().zip(drawn) {
        *w = scorer
            .weigh(&pair.vector, table.row(pair.a), table.row(pair.b))
            .strangers();
    }
    strangers::fit(&mut model, drawn, &weight);
    (model, frequencies)
}

fn check(options: &LinkOptions) -> Result<()> {
    let bad = |text: &str| Err(LinkError::BadSettings(text.into()));
    if !(1..=256).contains(&options.threads) {
        return bad("threads must be 1 to 256");
    }
    if options.max_block < 2 || options.max_rules == 0 || options.max_rules > 64 {
        return bad("max_block must be at least 2 and max_rules 1 to 64");
    }
    if !(0.0..=1.0).contains(&options.keep_from)
        || options.pairs_per_record.is_nan()
        || options.pairs_per_record <= 0.0
    {
        return bad("keep_from must be a probability and pairs_per_record above 0");
    }
    Ok(())
}

/// Records spread evenly over the table (both tables when there are two).
fn sample_records(table: &Table, most: usize) -> Vec<u32> {
    let n = u32::try_from(table.len()).unwrap_or(u32::MAX);
    if table.len() <= most {
        return (0..n).collect();
    }
    let share = u64::MAX / u64::from(n) * most as u64;
    (0..n)
        .filter(|r| hash_words(&[u64::from(*r), 7]).wrapping_mul(0x9e37_79b9_7f4a_7c15) < share)
        .collect()
}

struct Blocked {
    rules: Vec<Blocks>,
    memberships: Memberships,
}

fn build(
    table: &Table,
    rules: &[Rule],
    options: &LinkOptions,
    watch: Watch<'_>,
) -> Result<Blocked> {
    let n = u32::try_from(table.len()).unwrap_or(u32::MAX);
    let next = AtomicUsize::new(0);
    let mut built: Vec<(usize, Blocks)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(rule) = rules.get(at) else {
                            break mine;
                        };
                        mine.push((at, Blocks::build(table, rule, 0..n, options.max_block)));
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|w| w.join().unwrap_or_default())
            .collect()
    });
    if built.len() != rules.len() {
        return Err(LinkError::Stopped);
    }
    tick(watch, Stage::Score, 0, 1)?;
    built.sort_by_key(|(at, _)| *at);
    let mut memberships = Memberships::new(table.len(), rules.len());
    for (at, blocks) in &built {
        memberships.note(*at, blocks);
    }
    Ok(Blocked {
        rules: built.into_iter().map(|(_, b)| b).collect(),
        memberships,
    })
}

/// Calls `f` for every pair of a block that no earlier rule has met.
fn pairs_of_block(
    table: &Table,
    blocked: &Blocked,
    rule: usize,
    members: &[u32],
    mut f: impl FnMut(u32, u32),
) {
    let two = table.two_tables();
    for (i, a) in members.iter().enumerate() {
        let before = blocked.memberships.before(*a, rule);
        for b in members.iter().skip(i + 1) {
            if two && table.is_second(*a) == table.is_second(*b) {
                continue;
            }
            if !met_before(before, blocked.memberships.before(*b, rule)) {
                f(*a.min(b), *a.max(b));
            }
        }
    }
}

/// An even sample of candidate pairs and how many candidates each stands for.
fn draw_candidates(
    scorer: &Scorer<'_>,
    blocked: &Blocked,
    options: &LinkOptions,
) -> (Vec<Seen>, f64) {
    let bound: f64 = blocked
        .rules
        .iter()
        .map(|b| {
            (0..b.len())
                .map(|i| count(b.members(i).len()).powi(2) / 2.0)
                .sum::<f64>()
        })
        .sum();
    let share = (EM_SAMPLE / bound).min(1.0);
    let limit = if share >= 1.0 {
        u64::MAX
    } else {
        crate::run::scaled(share)
    };
    let next = AtomicUsize::new(0);
    let parts: Vec<Vec<Seen>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    while let Some((rule, blocks)) = Some(next.fetch_add(1, Ordering::Relaxed))
                        .and_then(|r| Some((r, blocked.rules.get(r)?)))
                    {
                        for block in 0..blocks.len() {
                            let members = blocks.members(block);
                            // Whole blocks are drawn: cheaper than drawing pairs, and as even.
                            let key = hash_words(&[rule as u64, block as u64, 3])
                                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
                            if key < limit {
                                pairs_of_block(scorer.table, blocked, rule, members, |a, b| {
                                    mine.push(Seen::new(scorer, a, b));
                                });
                            }
                        }
                    }
                    mine
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|w| w.join().unwrap_or_default())
            .collect()
    });
    (parts.into_iter().flatten().collect(), 1.0 / share)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of the number range, within it"
)]
fn scaled(share: f64) -> u64 {
    (share * u64::MAX as f64) as u64
}

fn score_all(
    scorer: &Scorer<'_>,
    blocked: &Blocked,
    options: &LinkOptions,
    watch: Watch<'_>,
) -> Result<(Vec<Pair>, u64)> {
    const CHUNK: usize = 512;
    let keep =
        crate::model::narrow((options.keep_from / (1.0 - options.keep_from).max(1e-12)).ln());
    let work: Vec<(usize, usize)> = blocked
        .rules
        .iter()
        .enumerate()
        .flat_map(|(r, b)| (0..b.len()).step_by(CHUNK).map(move |from| (r, from)))
        .collect();
    let next = AtomicUsize::new(0);
    let parts: Vec<Result<(Vec<Pair>, u64)>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.threads)
            .map(|_| {
                scope.spawn(|| {
                    let (mut kept, mut compared) = (Vec::new(), 0u64);
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(&(rule, from)) = work.get(at) else {
                            return Ok((kept, compared));
                        };
                        let Some(blocks) = blocked.rules.get(rule) else {
                            continue;
                        };
                        tick(watch, Stage::Score, at as u64, work.len() as u64)?;
                        for block in from..(from + CHUNK).min(blocks.len()) {
                            pairs_of_block(
                                scorer.table,
                                blocked,
                                rule,
                                blocks.members(block),
                                |a, b| {
                                    compared += 1;
                                    let weights = scorer.score(a, b);
                                    if !weights.falls_short_of(keep) {
                                        let log_odds = weights.log_odds();
                                        if log_odds >= keep {
                                            kept.push(Pair { a, b, log_odds });
                                        }
                                    }
                                },
                            );
                        }
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|w| w.join().unwrap_or(Err(LinkError::Stopped)))
            .collect()
    });
    let (mut pairs, mut compared) = (Vec::new(), 0);
    for part in parts {
        let (kept, seen) = part?;
        pairs.extend(kept);
        compared += seen;
    }
    pairs.sort_unstable_by_key(|p| (p.a, p.b));
    Ok((pairs, compared))
}
