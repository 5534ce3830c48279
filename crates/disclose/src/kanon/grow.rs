//! Rows grown anew from a pair of values.
//!
//! A row is taken out of the counts and a better one is sought in its place: beginning with a pair, the value that brings
//! the counts closest to the truth is added, again and again, out of the values that at least k of the real rows behind
//! the set so far hold as well. Those rows are at hand, so every candidate is known with its support and none is refused.

use super::support::Support;
use crate::dp::fit::Search;
use crate::{Error, Fast, Random, Watch};

/// Real rows looked at; of a longer list every so-manyth row is taken. What k of those hold, k of all hold, so nothing is
/// claimed too much, and the cost of a row does not follow the size of the table.
const LOOKED_AT: usize = 512;
/// How much a candidate's support counts beside its gain: a set that many rows hold can grow further.
const FORESIGHT: f32 = 0.7;

/// Where a row begins.
#[derive(Clone, Copy)]
pub(super) enum Seed<'a> {
    /// The pair of the row itself that the other rows lack most.
    Own,
    /// Any of these pairs.
    AnyOf(&'a [(u16, u16)]),
}

pub(super) struct Grower<'a> {
    /// Ids of the real rows, one after the other, and where each begins.
    real: Vec<u16>,
    starts: Vec<usize>,
    list: Vec<u32>,
    counts: Vec<u32>,
    gains: Vec<f32>,
    alive: Vec<bool>,
    candidates: Vec<u16>,
    watch: &'a dyn Watch,
}

impl<'a> Grower<'a> {
    /// `rows` writes the ids of a real row into a list.
    pub(super) fn new(
        rows: usize,
        width: usize,
        row: impl Fn(usize, &mut Vec<u16>),
        watch: &'a dyn Watch,
    ) -> Self {
        let (mut real, mut starts, mut ids) = (Vec::new(), vec![0], Vec::new());
        for at in 0..rows {
            row(at, &mut ids);
            real.extend_from_slice(&ids);
            starts.push(real.len());
        }
        Self {
            real,
            starts,
            list: Vec::new(),
            counts: vec![0; width],
            gains: vec![0.0; width],
            alive: vec![false; width],
            candidates: Vec::new(),
            watch,
        }
    }

    /// Seeks a better row in the place of each.
    pub(super) fn pass(
        &mut self,
        search: &mut Search<'_, Support>,
        seed: Seed,
        random: &mut Fast,
    ) -> Result<(), Error> {
        let columns = search.columns();
        let (mut old, mut set) = (Vec::new(), Vec::new());
        for row in 0..search.ids.len() / columns {
            if row % 1_024 == 0 && self.watch.cancelled() {
                return Err(Error::Cancelled);
            }
            old.clear();
            let cells = &search.ids[row * columns..(row + 1) * columns];
            old.extend(cells.iter().filter(|&&id| id != 0));
            search.count_row(&old, false);
            let first = match seed {
                Seed::Own => best_pair(search, &old),
                Seed::AnyOf(pairs) => pairs
                    .get(random.below(pairs.len() as u64) as usize)
                    .copied(),
            };
            set.clear();
            set.extend(first.into_iter().flat_map(|(a, b)| [a, b]));
            let better = set.len() == 2
                && self.grow(&mut set, search)
                && search.row_gain(&set) > search.row_gain(&old)
                && !search.allow.forbids(&set);
            if better {
                search.write_row(row, &set);
            }
            search.count_row(if better { &set } else { &old }, true);
        }
        Ok(())
    }

    /// Adds values to the pair in `set` as long as one helps; false when the pair's rows are not listed.
    fn grow(&mut self, set: &mut Vec<u16>, search: &Search<'_, Support>) -> bool {
        let most = LOOKED_AT.max(4 * search.allow.k() as usize);
        if !search.allow.rows_of(set, most, &mut self.list) {
            return false;
        }
        self.candidates.clear();
        self.alive.fill(true);
        let mut begun = false;
        loop {
            self.count(begun);
            let Some(best) = self.best(set, begun, search) else {
                return true;
            };
            begun = true;
            self.list.retain(|&row| search.allow.row_has(row, best));
            set.push(best);
        }
    }

    /// Counts the values that are still candidates in the listed rows.
    fn count(&mut self, begun: bool) {
        if begun {
            self.alive.fill(false);
            for &id in &self.candidates {
                self.alive[usize::from(id)] = true;
            }
        }
        for &row in &self.list {
            let row = row as usize;
            for &id in &self.real[self.starts[row]..self.starts[row + 1]] {
                let count = &mut self.counts[usize::from(id)];
                if !begun && *count == 0 {
                    self.candidates.push(id);
                }
                *count += u32::from(self.alive[usize::from(id)]);
            }
        }
    }

    /// The candidate that helps most, if any does; candidates under k are dropped and all counts are cleared.
    fn best(&mut self, set: &[u16], begun: bool, search: &Search<'_, Support>) -> Option<u16> {
        let k = search.allow.k();
        let newest = *set.last()?;
        let whole = self.list.len() as f32;
        let (counts, gains) = (&mut self.counts, &mut self.gains);
        let mut best = (None, 0.0_f32);
        self.candidates.retain(|&id| {
            let at = usize::from(id);
            let support = std::mem::take(&mut counts[at]);
            if support < k || set.contains(&id) {
                return false;
            }
            gains[at] = if begun {
                gains[at] + search.pair_gain(id, newest)
            } else {
                search.gain(id, set)
            };
            if gains[at] > 0.0 {
                let score = gains[at] * (support as f32 / whole).powf(FORESIGHT);
                if score > best.1 {
                    best = (Some(id), score);
                }
            }
            true
        });
        best.0
    }
}

fn best_pair(search: &Search<'_, Support>, row: &[u16]) -> Option<(u16, u16)> {
    let mut best: Option<(f32, (u16, u16))> = None;
    for (at, &a) in row.iter().enumerate() {
        for &b in &row[at + 1..] {
            let gain = search.pair_gain(a, b);
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, (a, b)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}
