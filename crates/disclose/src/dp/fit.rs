//! Rows whose singles and pairs follow the noisy counts: a search that changes one cell at a time.
//!
//! The search minimizes Σ w (synthetic count - noisy count)² over singles and pairs. For each pair two numbers are
//! kept, `slope` and `bend`, such that one more row with the pair changes the sum by `bend + slope` and one fewer by
//! `bend - slope`. A change of one cell costs one look-up for each other filled cell of the row.

mod whole;

use super::measure::Measured;
use super::tidy::Triples;
use super::{Options, start};
use crate::table::Table;
use crate::{Error, Fast, Random, Watch};

/// What rows may hold beyond what pairs say.
pub(crate) trait Allow {
    /// Whether a row of `others` may also hold `new`, never 0.
    fn allows(&mut self, new: u16, others: &[u16]) -> bool;
}

/// Structural zeros of three or more, listed under each id they hold.
struct Zeros(Vec<Vec<Vec<u16>>>);

impl Zeros {
    fn new(measured: &Measured, options: &Options) -> Self {
        let mut zeros: Vec<Vec<Vec<u16>>> = vec![Vec::new(); measured.width];
        for zero in options
            .structural_zeros
            .iter()
            .filter(|zero| zero.len() > 2)
        {
            let Some(members) = zero
                .iter()
                .map(|&pair| id_of(measured, pair))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            for &id in &members {
                zeros[id].push(
                    members
                        .iter()
                        .filter(|&&other| other != id)
                        .map(|&other| other as u16)
                        .collect(),
                );
            }
        }
        Self(zeros)
    }
}

impl Allow for Zeros {
    fn allows(&mut self, new: u16, others: &[u16]) -> bool {
        !self.0[usize::from(new)]
            .iter()
            .any(|needed| needed.iter().all(|id| others.contains(id)))
    }
}

/// A pair that must not appear costs this much; larger than any gain.
const FORBIDDEN: f32 = 1e9;

#[derive(Clone, Copy)]
struct Cost {
    slope: f32,
    bend: f32,
}

/// Fitted rows: ids, `columns` for each distinct row, every row to be written `grain` times.
pub struct Rows {
    ids: Vec<u16>,
    columns: usize,
    grain: usize,
    total: usize,
    shuffled: Vec<u32>,
}

impl Rows {
    /// The rows as a table with the columns and dictionaries of `like`.
    ///
    /// # Errors
    /// None in practice; [`Table::new`] checks its input.
    pub fn into_table(self, like: &Table, measured: &Measured) -> Result<Table, Error> {
        let parts = like.columns().iter().enumerate().map(|(at, column)| {
            let ids = &measured.ids[at];
            let values = ids
                .clone()
                .filter_map(|id| column.value(measured.code_of[id]).map(str::to_owned))
                .collect();
            let codes = self
                .shuffled
                .iter()
                .map(|&row| {
                    let id = usize::from(self.ids[row as usize / self.grain * self.columns + at]);
                    if id == 0 {
                        0
                    } else {
                        (id - ids.start + 1) as u16
                    }
                })
                .collect();
            (column.name().to_owned(), values, codes)
        });
        debug_assert_eq!(self.shuffled.len(), self.total);
        Table::new(parts.collect())
    }
}

/// Fits rows to the measurements.
///
/// # Errors
/// [`Error::Cancelled`].
pub fn fit(
    measured: &Measured,
    options: &Options,
    random: &mut Fast,
    watch: &dyn Watch,
) -> Result<Rows, Error> {
    let total = measured.rows.round().max(1.0) as usize;
    let grain = options.grain.map_or_else(
        || (measured.sigma_pairs / 2.0).round().max(1.0) as usize,
        |g| g.max(1) as usize,
    );
    let distinct = total.div_ceil(grain);
    let targets = targets(measured, options);
    let ids = start::rows(measured, &targets, distinct, random);
    let sigma = measured.sigma_pairs as f32;
    let aim = Aim {
        grain: grain as f32,
        // Small counts matter more in a relative error, but under the noise there is nothing to gain.
        pair_weight: &|target| 8.0 / (target + 2.0 * sigma),
        single_weight: &|target| 32.0 / (target + 2.0 * sigma),
    };
    let mut search = Search::new(measured, &targets, ids, &aim, Zeros::new(measured, options));
    let steps = u64::from(options.sweeps);
    for sweep in 0..options.sweeps {
        if options.fabrication.tidiness() > 0.0 && sweep == options.sweeps / 2 {
            search.start_tidying(grain as f32, options.fabrication.tidiness(), random);
        }
        if watch.cancelled() {
            return Err(Error::Cancelled);
        }
        search.sweep(random);
        watch.progress("fitting rows", u64::from(sweep) + 1, steps);
    }
    search.purge();
    let mut shuffled: Vec<u32> = (0..total as u32).collect();
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, random.below(at as u64 + 1) as usize);
    }
    Ok(Rows {
        ids: search.ids,
        columns: measured.ids.len(),
        grain,
        total,
        shuffled,
    })
}

/// Pair targets: noisy counts, 0 where under the threshold or structurally impossible, never above either single.
fn targets(measured: &Measured, options: &Options) -> Vec<f32> {
    let threshold = measured.pair_threshold(options.fabrication) as f32;
    let width = measured.width;
    let mut targets = measured.pairs.clone();
    for a in 1..width {
        for b in 1..width {
            let target = &mut targets[a * width + b];
            let most = measured.singles[a].min(measured.singles[b]) as f32;
            *target = if *target < threshold {
                0.0
            } else {
                target.min(most)
            };
        }
    }
    for zero in options
        .structural_zeros
        .iter()
        .filter(|zero| zero.len() == 2)
    {
        if let [Some(a), Some(b)] = [id_of(measured, zero[0]), id_of(measured, zero[1])] {
            targets[a * width + b] = 0.0;
            targets[b * width + a] = 0.0;
        }
    }
    targets
}

fn id_of(measured: &Measured, (column, code): (u16, u16)) -> Option<usize> {
    measured
        .ids
        .get(usize::from(column))?
        .clone()
        .find(|&id| measured.code_of[id] == code)
}

/// What the search minimizes.
pub(crate) struct Aim<'a> {
    /// Rows that each fitted row stands for.
    pub(crate) grain: f32,
    /// Weight of a pair's squared error, by its target.
    pub(crate) pair_weight: &'a dyn Fn(f32) -> f32,
    /// Weight of a value's squared error, by its target.
    pub(crate) single_weight: &'a dyn Fn(f32) -> f32,
}

pub(crate) struct Search<'m, A> {
    measured: &'m Measured,
    columns: usize,
    width: usize,
    pub(crate) ids: Vec<u16>,
    pairs: Vec<Cost>,
    singles: Vec<Cost>,
    targets: &'m [f32],
    pub(crate) allow: A,
    triples: Option<Triples>,
}

impl<'m, A: Allow> Search<'m, A> {
    pub(crate) fn new(
        measured: &'m Measured,
        targets: &'m [f32],
        ids: Vec<u16>,
        aim: &Aim,
        allow: A,
    ) -> Self {
        let grain = aim.grain;
        let (columns, width) = (measured.ids.len(), measured.width);
        let mut counts = vec![0_u32; width * width];
        for row in ids.chunks_exact(columns) {
            for (at, &a) in row.iter().enumerate().filter(|&(_, &a)| a != 0) {
                counts[usize::from(a) * width + usize::from(a)] += 1;
                for &b in row[at + 1..].iter().filter(|&&b| b != 0) {
                    counts[usize::from(a) * width + usize::from(b)] += 1;
                    counts[usize::from(b) * width + usize::from(a)] += 1;
                }
            }
        }
        let cost = |n: u32, target: f32, weight: f32| {
            let bend = weight * grain * grain;
            Cost {
                slope: 2.0 * weight * grain * (n as f32 * grain - target),
                bend,
            }
        };
        let mut pairs = vec![
            Cost {
                slope: 0.0,
                bend: 0.0
            };
            width * width
        ];
        for a in 1..width {
            for b in 1..width {
                let at = a * width + b;
                let target = targets[at];
                if measured.column_of[a] == measured.column_of[b] {
                    continue;
                }
                pairs[at] = if target <= 0.0 {
                    Cost {
                        slope: FORBIDDEN * (2.0 * counts[at] as f32),
                        bend: FORBIDDEN,
                    }
                } else {
                    cost(counts[at], target, (aim.pair_weight)(target))
                };
            }
        }
        let singles = (0..width)
            .map(|a| {
                let target = measured.singles[a].max(0.0) as f32;
                cost(counts[a * width + a], target, (aim.single_weight)(target))
            })
            .collect();
        Self {
            measured,
            columns,
            width,
            ids,
            pairs,
            singles,
            targets,
            allow,
            triples: None,
        }
    }

    /// The rows and the rule they were held to.
    pub(crate) fn into_parts(self) -> (Vec<u16>, A) {
        (self.ids, self.allow)
    }

    fn start_tidying(&mut self, grain: f32, price: f32, random: &mut Fast) {
        let mut triples = Triples::new(self.width, grain, price, random);
        for row in self.ids.chunks_exact(self.columns) {
            let filled: Vec<u16> = row.iter().copied().filter(|&id| id != 0).collect();
            triples.add_row(&filled);
        }
        self.triples = Some(triples);
    }

    /// One proposal for every cell.
    pub(crate) fn sweep(&mut self, random: &mut Fast) {
        let mut filled: Vec<u16> = Vec::with_capacity(self.columns);
        for row in 0..self.ids.len() / self.columns {
            let base = row * self.columns;
            filled.clear();
            filled.extend(
                self.ids[base..base + self.columns]
                    .iter()
                    .filter(|&&id| id != 0),
            );
            for column in 0..self.columns {
                let old = self.ids[base + column];
                let new = self.propose(column, old, &filled, random);
                if new == old {
                    continue;
                }
                // From here `filled` is the row without this cell.
                if old != 0
                    && let Some(at) = filled.iter().position(|&id| id == old)
                {
                    filled.swap_remove(at);
                }
                let better =
                    self.better(old, new, &filled) && (new == 0 || self.allow.allows(new, &filled));
                let now = if better { new } else { old };
                if better {
                    self.apply(old, new, &filled);
                    self.ids[base + column] = new;
                }
                if now != 0 {
                    filled.push(now);
                }
            }
        }
    }

    fn better(&self, old: u16, new: u16, others: &[u16]) -> bool {
        let mut change = self.change(old, new, others);
        if change >= FORBIDDEN / 2.0 {
            return false;
        }
        if let Some(triples) = &self.triples {
            if old != 0 {
                change += triples.price(old, others, false);
            }
            if new != 0 {
                change += triples.price(new, others, true);
            }
        }
        change < 0.0
    }

    fn propose(&self, column: usize, old: u16, filled: &[u16], random: &mut Fast) -> u16 {
        let ids = &self.measured.ids[column];
        if ids.is_empty() {
            return 0;
        }
        if ids.len() == 1 {
            return if old == 0 { ids.start as u16 } else { 0 };
        }
        let bits = random.bits();
        // One time in eight, to empty the cell.
        if old != 0 && bits.is_multiple_of(8) || filled.is_empty() {
            return 0;
        }
        // A value that goes with one of the row's other values, as often as it should.
        let other = usize::from(
            filled[((u64::from((bits >> 8) as u32) * filled.len() as u64) >> 32) as usize],
        );
        if self.measured.column_of[other] as usize == column {
            return (ids.start as u64 + random.below(ids.len() as u64)) as u16;
        }
        let line = &self.targets[other * self.width..(other + 1) * self.width];
        let total: f32 = line[ids.clone()].iter().sum();
        let mut left = (bits >> 40) as f32 / (1_u64 << 24) as f32 * total;
        for id in ids.clone() {
            left -= line[id];
            if left < 0.0 {
                return id as u16;
            }
        }
        0
    }

    #[inline]
    fn change(&self, old: u16, new: u16, others: &[u16]) -> f32 {
        let mut sum = self.pair_change(old, new, others);
        if old != 0 {
            let own = self.singles[usize::from(old)];
            sum += own.bend - own.slope;
        }
        if new != 0 {
            let own = self.singles[usize::from(new)];
            sum += own.bend + own.slope;
        }
        sum
    }

    #[inline]
    fn pair_change(&self, old: u16, new: u16, others: &[u16]) -> f32 {
        let line =
            |id: u16| &self.pairs[usize::from(id) * self.width..(usize::from(id) + 1) * self.width];
        let mut sum = 0.0;
        if old != 0 {
            let line = line(old);
            sum += others
                .iter()
                .map(|&other| line[usize::from(other)])
                .map(|cost| cost.bend - cost.slope)
                .sum::<f32>();
        }
        if new != 0 {
            let line = line(new);
            sum += others
                .iter()
                .map(|&other| line[usize::from(other)])
                .map(|cost| cost.bend + cost.slope)
                .sum::<f32>();
        }
        sum
    }

    fn apply(&mut self, old: u16, new: u16, filled: &[u16]) {
        for (id, sign) in [(old, -2.0), (new, 2.0)] {
            if id == 0 {
                continue;
            }
            let id = usize::from(id);
            for &other in filled {
                let other = usize::from(other);
                for at in [id * self.width + other, other * self.width + id] {
                    self.pairs[at].slope += sign * self.pairs[at].bend;
                }
            }
            self.singles[id].slope += sign * self.singles[id].bend;
            if let Some(triples) = &mut self.triples {
                triples.apply(id as u16, filled, sign > 0.0);
            }
        }
    }

    /// Empties cells until no row holds a pair or a longer combination that must not appear.
    fn purge(&mut self) {
        for base in (0..self.ids.len()).step_by(self.columns) {
            let mut kept: Vec<u16> = Vec::with_capacity(self.columns);
            for column in 0..self.columns {
                let id = self.ids[base + column];
                if id == 0 {
                    continue;
                }
                let clashes = kept.iter().any(|&other| {
                    self.targets[usize::from(id) * self.width + usize::from(other)] <= 0.0
                });
                if clashes || !self.allow.allows(id, &kept) {
                    self.ids[base + column] = 0;
                } else {
                    kept.push(id);
                }
            }
        }
    }
}
