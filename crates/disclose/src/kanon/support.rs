//! How many real rows hold a set of values: bitmaps, with a filter of frequent triples in front.

use crate::count::Block;
use crate::dp::fit::Allow;
use crate::dp::measure::Measured;
use crate::table::Table;
use crate::{Fast, Random};

/// Bits of the filter; 4 MB. A triple that collides with a frequent one costs a bitmap test, nothing more.
const FILTER: u32 = 1 << 25;

pub(super) struct Support {
    k: u32,
    words: usize,
    /// `words` words for each id.
    bitmaps: Vec<u64>,
    singles: Vec<u32>,
    keys: Vec<u32>,
    triples: Vec<u64>,
    pairs: Vec<bool>,
    width: usize,
    forbidden: Vec<Vec<u16>>,
    order: Vec<u16>,
    /// One slot for each of the last verdicts: the set's exact ids and the answer.
    verdicts: Vec<Option<(Vec<u16>, bool)>>,
}

const VERDICTS: usize = 1 << 16;

impl Support {
    pub(super) fn new(table: &Table, exact: &Measured, k: u32, random: &mut Fast) -> Self {
        let words = table.rows().div_ceil(64);
        let mut bitmaps = vec![0_u64; words * exact.width];
        let lookup = super::lookup(table, exact);
        for (column, ids) in table.columns().iter().zip(&lookup) {
            for (row, &code) in column.codes().iter().enumerate() {
                let id = usize::from(ids[usize::from(code)]);
                if id != 0 {
                    bitmaps[id * words + row / 64] |= 1 << (row % 64);
                }
            }
        }
        Self {
            k,
            words,
            bitmaps,
            singles: exact.singles.iter().map(|&n| n as u32).collect(),
            keys: (0..exact.width)
                .map(|_| (random.bits() >> 32) as u32 % FILTER)
                .collect(),
            triples: vec![0; FILTER as usize / 64],
            pairs: exact.pairs.iter().map(|&n| n >= k as f32).collect(),
            width: exact.width,
            forbidden: Vec::new(),
            order: Vec::new(),
            verdicts: vec![None; VERDICTS],
        }
    }

    /// Takes note of frequent triples.
    pub(super) fn learn(&mut self, block: &Block, exact: &Measured) {
        if block.columns.len() != 3 {
            return;
        }
        for (codes, _) in block.iter() {
            let slot = block
                .columns
                .iter()
                .zip(codes)
                .fold(0, |slot, (&column, &code)| {
                    let id = exact.ids[usize::from(column)]
                        .clone()
                        .find(|&id| exact.code_of[id] == code)
                        .unwrap_or(0);
                    slot ^ self.keys[id]
                });
            self.triples[slot as usize / 64] |= 1 << (slot % 64);
        }
    }

    pub(super) fn forbid(&mut self, ids: Vec<u16>) {
        self.forbidden.push(ids);
    }

    /// Whether at least k real rows hold all of `ids`, from the bitmaps alone, and no forbidden combination is among them.
    pub(super) fn proves(&self, ids: &[u16]) -> bool {
        !self
            .forbidden
            .iter()
            .any(|zero| zero.iter().all(|id| ids.contains(id)))
            && self.reaches(ids)
    }

    fn reaches(&self, ids: &[u16]) -> bool {
        let mut found = 0;
        let Some((&first, rest)) = ids.split_first() else {
            return false;
        };
        let line = |id: u16| {
            &self.bitmaps[usize::from(id) * self.words..(usize::from(id) + 1) * self.words]
        };
        let base = line(first);
        let lines: Vec<&[u64]> = rest.iter().map(|&id| line(id)).collect();
        for (at, &word) in base.iter().enumerate() {
            let mut word = word;
            if word == 0 {
                continue;
            }
            for line in &lines {
                word &= line[at];
            }
            found += word.count_ones();
            if found >= self.k {
                return true;
            }
        }
        false
    }
}

impl Allow for Support {
    fn allows(&mut self, new: u16, others: &[u16]) -> bool {
        let line = usize::from(new) * self.width;
        if others
            .iter()
            .any(|&other| !self.pairs[line + usize::from(other)])
        {
            return false;
        }
        let own = self.keys[usize::from(new)];
        for (at, &a) in others.iter().enumerate() {
            let pair = own ^ self.keys[usize::from(a)];
            for &b in &others[at + 1..] {
                let slot = pair ^ self.keys[usize::from(b)];
                if self.triples[slot as usize / 64] >> (slot % 64) & 1 == 0 {
                    return false;
                }
            }
        }
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        order.extend_from_slice(others);
        order.push(new);
        order.sort_unstable();
        let slot = order.iter().fold(0_u64, |hash, &id| {
            (hash ^ u64::from(id))
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(23)
        });
        let slot = (slot >> 11) as usize % VERDICTS;
        let known = self.verdicts[slot]
            .as_ref()
            .filter(|(ids, _)| *ids == order)
            .map(|&(_, verdict)| verdict);
        let verdict = known.unwrap_or_else(|| {
            let set = order.clone();
            order.sort_unstable_by_key(|&id| self.singles[usize::from(id)]);
            let verdict = self.proves(&order);
            self.verdicts[slot] = Some((set, verdict));
            verdict
        });
        self.order = order;
        verdict
    }
}
