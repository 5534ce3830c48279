//! How many real rows hold a set of values.
//!
//! A set is asked about through its rarest pair, whose rows are listed, so that the cost follows the rarest pair and not the table.
//! A filter of frequent triples stands in front, and a memory of the last verdicts.

use crate::count::Block;
use crate::dp::fit::Allow;
use crate::dp::measure::Measured;
use crate::table::Table;
use crate::{Fast, Random};

/// Bits of the filter; 4 MB. A triple that collides with a frequent one costs a test, nothing more.
const FILTER: u32 = 1 << 25;
/// Remembered verdicts; 8 MB.
const VERDICTS: usize = 1 << 20;
/// Pairs that more than one row in so many has are not listed: the bitmaps are then as quick.
const COMMON: usize = 128;

pub(super) struct Support {
    k: u32,
    words: usize,
    /// `words` words for each id.
    bitmaps: Vec<u64>,
    singles: Vec<u32>,
    /// Rows that have each pair, both ways round; 0 on the diagonal.
    pairs: Vec<u32>,
    /// Rows of each pair a < b that is neither under k nor common, one after the other, from `starts[a * width + b]`.
    listed: Vec<u32>,
    starts: Vec<u32>,
    width: usize,
    keys: Vec<u32>,
    triples: Vec<u64>,
    forbidden: Vec<Vec<u16>>,
    /// Random even names of the ids; a set's name is their sum by bits, whatever the order.
    names: Vec<u64>,
    /// A set's name, with the verdict as its lowest bit. Two sets of one name are met once in 2^63 looks, and a row that got in
    /// that way fails the proof at the end.
    verdicts: Vec<u64>,
    /// The ids of each row as bits, `row_words` words a row.
    rows: Vec<u64>,
    row_words: usize,
    /// What is asked for now: word of a row, bits in it.
    asked: Vec<(usize, u64)>,
    order: Vec<u16>,
}

impl Support {
    pub(super) fn new(table: &Table, exact: &Measured, k: u32, random: &mut Fast) -> Self {
        let words = table.rows().div_ceil(64);
        let width = exact.width;
        let mut bitmaps = vec![0_u64; words * width];
        let lookup = super::lookup(table, exact);
        for (column, ids) in table.columns().iter().zip(&lookup) {
            for (row, &code) in column.codes().iter().enumerate() {
                let id = usize::from(ids[usize::from(code)]);
                if id != 0 {
                    bitmaps[id * words + row / 64] |= 1 << (row % 64);
                }
            }
        }
        let pairs: Vec<u32> = exact.pairs.iter().map(|&n| n as u32).collect();
        let row_words = width.div_ceil(64);
        let mut rows = vec![0_u64; row_words * table.rows()];
        for (column, ids) in table.columns().iter().zip(&lookup) {
            for (row, &code) in column.codes().iter().enumerate() {
                let id = usize::from(ids[usize::from(code)]);
                if id != 0 {
                    rows[row * row_words + id / 64] |= 1 << (id % 64);
                }
            }
        }
        let (starts, listed) = list(table, &lookup, &pairs, width, k);
        Self {
            k,
            words,
            bitmaps,
            singles: exact.singles.iter().map(|&n| n as u32).collect(),
            pairs,
            listed,
            starts,
            width,
            keys: (0..width)
                .map(|_| (random.bits() >> 32) as u32 % FILTER)
                .collect(),
            triples: vec![0; FILTER as usize / 64],
            forbidden: Vec::new(),
            names: (0..width).map(|_| random.bits() << 1).collect(),
            verdicts: vec![0; VERDICTS],
            rows,
            row_words,
            asked: Vec::new(),
            order: Vec::new(),
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
        !self.forbids(ids) && self.reaches(ids)
    }

    pub(super) fn forbids(&self, ids: &[u16]) -> bool {
        self.forbidden
            .iter()
            .any(|zero| zero.iter().all(|id| ids.contains(id)))
    }

    fn reaches(&self, ids: &[u16]) -> bool {
        let Some((&first, rest)) = ids.split_first() else {
            return false;
        };
        let line = |id: u16| {
            &self.bitmaps[usize::from(id) * self.words..(usize::from(id) + 1) * self.words]
        };
        let mut found = 0;
        for (at, &word) in line(first).iter().enumerate() {
            let mut word = word;
            for &id in rest {
                if word == 0 {
                    break;
                }
                word &= line(id)[at];
            }
            found += word.count_ones();
            if found >= self.k {
                return true;
            }
        }
        false
    }

    /// As [`Self::reaches`], through the rows of the rarest pair.
    fn reaches_by_pair(&mut self, ids: &mut [u16]) -> bool {
        let Some((a, b, n)) = self.rarest_pair(ids) else {
            return self.reaches(ids);
        };
        if self.starts[a * self.width + b] == u32::MAX {
            // The rarest pair first, so that most words are 0 at once.
            ids.sort_unstable_by_key(|&id| {
                let rarest = usize::from(id) == a || usize::from(id) == b;
                (!rarest, self.singles[usize::from(id)])
            });
            return self.reaches(ids);
        }
        let mut asked = std::mem::take(&mut self.asked);
        asked.clear();
        for id in ids.iter().map(|&id| usize::from(id)) {
            if id == a || id == b {
                continue;
            }
            match asked.iter_mut().find(|(word, _)| *word == id / 64) {
                Some((_, bits)) => *bits |= 1 << (id % 64),
                None => asked.push((id / 64, 1 << (id % 64))),
            }
        }
        let start = self.starts[a * self.width + b] as usize;
        let answer = self.reaches_in_list(&self.listed[start..start + n as usize], &asked);
        self.asked = asked;
        answer
    }

    /// The pair a < b that fewest rows have.
    fn rarest_pair(&self, ids: &[u16]) -> Option<(usize, usize, u32)> {
        let mut rarest: Option<(usize, usize, u32)> = None;
        for (at, &a) in ids.iter().enumerate() {
            for &b in &ids[at + 1..] {
                let (a, b) = (usize::from(a.min(b)), usize::from(a.max(b)));
                let n = self.pairs[a * self.width + b];
                if rarest.is_none_or(|(.., least)| n < least) {
                    rarest = Some((a, b, n));
                }
            }
        }
        rarest
    }

    pub(super) fn k(&self) -> u32 {
        self.k
    }

    #[inline]
    pub(super) fn row_has(&self, row: u32, id: u16) -> bool {
        self.rows[row as usize * self.row_words + usize::from(id) / 64] >> (id % 64) & 1 == 1
    }

    /// Whether the rows of a pair are listed: it has at least k, and is not common.
    pub(super) fn lists(&self, (a, b): (u16, u16)) -> bool {
        self.starts[usize::from(a.min(b)) * self.width + usize::from(a.max(b))] != u32::MAX
    }

    /// Up to `most` real rows that hold a pair, evenly out of all; false where they are not listed.
    pub(super) fn rows_of(&self, pair: &[u16], most: usize, into: &mut Vec<u32>) -> bool {
        into.clear();
        let Some((a, b, n)) = self.rarest_pair(pair) else {
            return false;
        };
        let start = self.starts[a * self.width + b];
        if start == u32::MAX {
            return false;
        }
        let rows = &self.listed[start as usize..][..n as usize];
        into.extend(rows.iter().step_by(rows.len().div_ceil(most).max(1)));
        true
    }

    fn reaches_in_list(&self, list: &[u32], asked: &[(usize, u64)]) -> bool {
        let mut missing = self.k;
        for &row in list {
            let row = &self.rows[row as usize * self.row_words..][..self.row_words];
            if asked.iter().all(|&(word, bits)| row[word] & bits == bits) {
                missing -= 1;
                if missing == 0 {
                    return true;
                }
            }
        }
        false
    }
}

/// The rows of each pair that is neither under k nor common.
fn list(
    table: &Table,
    lookup: &[Vec<u16>],
    pairs: &[u32],
    width: usize,
    k: u32,
) -> (Vec<u32>, Vec<u32>) {
    let most = (table.rows() / COMMON).max(k as usize);
    let mut starts = vec![u32::MAX; pairs.len()];
    let mut length = 0_usize;
    for a in 1..width {
        for b in a + 1..width {
            let n = pairs[a * width + b];
            // Four bytes a place: lists beyond 16 GB are left to the bitmaps.
            if n >= k
                && n as usize <= most
                && let Ok(start) = u32::try_from(length)
            {
                starts[a * width + b] = start;
                length += n as usize;
            }
        }
    }
    let mut listed = vec![0_u32; length];
    let mut next = starts.clone();
    let mut ids = Vec::new();
    for row in 0..table.rows() {
        super::ids_of_row(table, lookup, row, &mut ids);
        for (at, &a) in ids.iter().enumerate() {
            for &b in &ids[at + 1..] {
                let slot = &mut next[usize::from(a) * width + usize::from(b)];
                if *slot != u32::MAX {
                    listed[*slot as usize] = row as u32;
                    *slot += 1;
                }
            }
        }
    }
    (starts, listed)
}

impl Allow for Support {
    fn allows(&mut self, new: u16, others: &[u16]) -> bool {
        let line = &self.pairs[usize::from(new) * self.width..(usize::from(new) + 1) * self.width];
        if others
            .iter()
            .any(|&other| line[usize::from(other)] < self.k)
        {
            return false;
        }
        let name = others
            .iter()
            .fold(self.names[usize::from(new)], |name, &id| {
                name ^ self.names[usize::from(id)]
            });
        let slot = (name >> 32) as usize % VERDICTS;
        if self.verdicts[slot] & !1 == name {
            return self.verdicts[slot] & 1 == 1;
        }
        let mut ids = std::mem::take(&mut self.order);
        ids.clear();
        ids.extend_from_slice(others);
        ids.push(new);
        let verdict = self.triples_allow(new, others)
            && !self.forbids(&ids)
            && self.reaches_by_pair(&mut ids);
        self.order = ids;
        self.verdicts[slot] = name | u64::from(verdict);
        verdict
    }
}

impl Support {
    fn triples_allow(&self, new: u16, others: &[u16]) -> bool {
        let own = self.keys[usize::from(new)];
        others.iter().enumerate().all(|(at, &a)| {
            let pair = own ^ self.keys[usize::from(a)];
            others[at + 1..].iter().all(|&b| {
                let slot = pair ^ self.keys[usize::from(b)];
                self.triples[slot as usize / 64] >> (slot % 64) & 1 == 1
            })
        })
    }
}
