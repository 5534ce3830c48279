//! Blocks: which pairs are compared at all.
//!
//! A rule is a handful of parts (equal name sound, year of birth, place …); records that agree on all parts share a
//! block. No block is larger than the cap: an oversized one is split by further parts, and what still is too large is
//! cut in consecutive pieces. So the number of pairs is at most `rules × records × cap / 2`, whatever the data.

pub(crate) mod learn;

use crate::pool::hash_words;
use crate::schema::{Role, Schema};
use crate::table::{Column, Table};

/// One aspect of a record that a block may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The same value in a field (position in the schema).
    Same(usize),
    /// A name that sounds the same.
    Sound(usize),
    /// The same first three letters of a name.
    Head(usize),
    /// The same year of birth.
    Year(usize),
    /// The same month and day of birth, also exchanged.
    MonthDay(usize),
    /// Given and family name sound the same, in either order (positions of both).
    Names(usize, usize),
}

impl Part {
    /// Key of a record for this part; 0 when the record says nothing on it.
    fn key(self, table: &Table, record: u32) -> u64 {
        let row = table.row(record);
        let value = |k: usize| row.get(k).copied().unwrap_or(0);
        let column = |k: usize| table.columns.get(k);
        match self {
            Self::Same(k) => u64::from(value(k)),
            Self::Sound(k) => column(k).map_or(0, |c| c.form(value(k)).sound),
            Self::Head(k) => column(k).map_or(0, |c| head(c, value(k))),
            Self::Year(k) => column(k).map_or(0, |c| u64::from(c.form(value(k)).number / 10_000)),
            Self::MonthDay(k) => column(k).map_or(0, |c| {
                let packed = c.form(value(k)).number % 10_000;
                let (month, day) = (packed / 100, packed % 100);
                // The first of January is mostly a guess and would block half the table with itself.
                if packed == 101 || month == 0 || day == 0 {
                    0
                } else {
                    u64::from(month.min(day) * 100 + month.max(day))
                }
            }),
            Self::Names(g, f) => {
                let (Some(cg), Some(cf)) = (column(g), column(f)) else {
                    return 0;
                };
                let (x, y) = (cg.form(value(g)).sound, cf.form(value(f)).sound);
                if x == 0 || y == 0 {
                    0
                } else {
                    hash_words(&[x.min(y), x.max(y)])
                }
            }
        }
    }

    /// Fields a part looks at.
    fn fields(self) -> (usize, usize) {
        match self {
            Self::Same(k) | Self::Sound(k) | Self::Head(k) | Self::Year(k) | Self::MonthDay(k) => {
                (k, k)
            }
            Self::Names(g, f) => (g, f),
        }
    }

    /// In words.
    pub fn describe(self, schema: &Schema) -> String {
        let name = |k: usize| schema.fields().get(k).map_or("?", |f| f.header.as_str());
        match self {
            Self::Same(k) => name(k).to_owned(),
            Self::Sound(k) => format!("sound of {}", name(k)),
            Self::Head(k) => format!("first letters of {}", name(k)),
            Self::Year(k) => format!("year of {}", name(k)),
            Self::MonthDay(k) => format!("day and month of {}", name(k)),
            Self::Names(g, f) => format!("sounds of {} and {} in either order", name(g), name(f)),
        }
    }
}

fn head(column: &Column, value: u32) -> u64 {
    match column.letters(value) {
        [a, b, c, ..] => u64::from(*a) << 16 | u64::from(*b) << 8 | u64::from(*c),
        _ => 0,
    }
}

/// A conjunction of parts.
pub type Rule = Vec<Part>;

/// Key of a record under a rule; 0 when a part is missing.
pub(crate) fn rule_key(table: &Table, rule: &[Part], record: u32) -> u64 {
    if let [one] = rule {
        return one.key(table, record);
    }
    let mut words = [0u64; 4];
    for (slot, part) in words.iter_mut().zip(rule) {
        *slot = part.key(table, record);
        if *slot == 0 {
            return 0;
        }
    }
    hash_words(&words)
}

/// Parts that split an oversized block, most telling first.
pub(crate) fn splitters(schema: &Schema, rule: &[Part]) -> Vec<Part> {
    let used = |k: usize| rule.iter().any(|p| p.fields().0 == k || p.fields().1 == k);
    let mut out = Vec::new();
    for (k, field) in schema.fields().iter().enumerate() {
        let parts: &[Part] = match field.role {
            Role::Birth if rule.contains(&Part::Year(k)) => &[Part::MonthDay(k)],
            Role::Birth if !used(k) => &[Part::Year(k), Part::MonthDay(k)],
            Role::Given | Role::Family | Role::Kin if !used(k) => &[Part::Head(k), Part::Sound(k)],
            Role::Place | Role::AddressCode | Role::Sex if !used(k) => &[Part::Same(k)],
            _ => &[],
        };
        out.extend_from_slice(parts);
    }
    let rank = |p: &Part| match p {
        Part::Year(_) => 0,
        Part::Same(_) => 1,
        Part::Head(_) => 2,
        Part::Sound(_) => 3,
        _ => 4,
    };
    out.sort_by_key(rank);
    out
}

/// The blocks of one rule.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    members: Vec<u32>,
    starts: Vec<u32>,
}

impl Blocks {
    /// Groups records by a rule, no group larger than `cap`.
    pub(crate) fn build(
        table: &Table,
        rule: &[Part],
        records: impl Iterator<Item = u32>,
        cap: usize,
    ) -> Self {
        let mut keyed: Vec<(u64, u32)> = records
            .filter_map(|r| Some((rule_key(table, rule, r), r)).filter(|(key, _)| *key != 0))
            .collect();
        keyed.sort_unstable();
        let mut blocks = Self::default();
        let split = splitters(table.schema(), rule);
        let mut rest = keyed.as_mut_slice();
        while let Some(&(key, _)) = rest.first() {
            let end = rest
                .iter()
                .position(|(k, _)| *k != key)
                .unwrap_or(rest.len());
            let (group, tail) = rest.split_at_mut(end);
            blocks.add(table, group, &split, cap);
            rest = tail;
        }
        blocks
            .starts
            .push(u32::try_from(blocks.members.len()).unwrap_or(u32::MAX));
        blocks
    }

    fn add(&mut self, table: &Table, group: &mut [(u64, u32)], split: &[Part], cap: usize) {
        if group.len() < 2 {
            return;
        }
        if group.len() <= cap {
            return self.close(group);
        }
        let Some((first, others)) = split.split_first() else {
            for piece in group.chunks(cap) {
                self.close(piece);
            }
            return;
        };
        for slot in group.iter_mut() {
            slot.0 = first.key(table, slot.1);
        }
        group.sort_unstable();
        let mut rest = group;
        while let Some(&(key, _)) = rest.first() {
            let end = rest
                .iter()
                .position(|(k, _)| *k != key)
                .unwrap_or(rest.len());
            let (part, tail) = rest.split_at_mut(end);
            self.add(table, part, others, cap);
            rest = tail;
        }
    }

    fn close(&mut self, group: &[(u64, u32)]) {
        if group.len() > 1 {
            self.starts
                .push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
            self.members.extend(group.iter().map(|(_, r)| *r));
        }
    }

    /// Number of blocks.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Members of a block.
    pub(crate) fn members(&self, block: usize) -> &[u32] {
        match self.starts.get(block..block + 2) {
            Some(&[from, to]) => self
                .members
                .get(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

/// For every record the block it is in, rule by rule: tells whether an earlier rule has met a pair already.
pub(crate) struct Memberships {
    width: usize,
    block: Vec<u32>,
}

impl Memberships {
    pub(crate) fn new(records: usize, rules: usize) -> Self {
        Self {
            width: rules,
            block: vec![0; records * rules],
        }
    }

    /// Notes the blocks of rule number `rule`.
    pub(crate) fn note(&mut self, rule: usize, blocks: &Blocks) {
        for block in 0..blocks.len() {
            for record in blocks.members(block) {
                if let Some(slot) = self.block.get_mut(*record as usize * self.width + rule) {
                    *slot = u32::try_from(block + 1).unwrap_or(u32::MAX);
                }
            }
        }
    }

    /// The blocks of a record in the rules before `rule`.
    pub(crate) fn before(&self, record: u32, rule: usize) -> &[u32] {
        let from = record as usize * self.width;
        self.block.get(from..from + rule).unwrap_or_default()
    }
}

/// True when two records shared a block in an earlier rule.
pub(crate) fn met_before(a: &[u32], b: &[u32]) -> bool {
    a.iter().zip(b).any(|(x, y)| x == y && *x != 0)
}
