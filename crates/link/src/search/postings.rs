//! Records by the value of one field, each with what a search wants to know of it, so that nothing is fetched from afar.

use crate::table::Table;

/// A record with the numbers of its names and of its date of birth (0 where the table has none).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) record: u32,
    pub(crate) given: u32,
    pub(crate) family: u32,
    pub(crate) birth: u32,
}

/// Records of every value. Memory: 16 bytes a record, 4 bytes a value.
#[derive(Debug)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Postings {
    pub(crate) fn new(
        table: &Table,
        values: usize,
        entry: impl Fn(u32) -> Entry,
        value: impl Fn(Entry) -> u32,
    ) -> Self {
        let mut starts = vec![0u32; values + 1];
        let n = u32::try_from(table.len()).unwrap_or(u32::MAX);
        for r in 0..n {
            if let Some(slot) = starts.get_mut(value(entry(r)) as usize + 1) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); table.len()];
        for entry in (0..n).map(entry) {
            if let Some(at) = next.get_mut(value(entry) as usize) {
                if let Some(slot) = entries.get_mut(*at as usize) {
                    *slot = entry;
                }
                *at += 1;
            }
        }
        Self { starts, entries }
    }

    pub(crate) fn of(&self, value: u32) -> &[Entry] {
        let value = value as usize;
        match self.starts.get(value..value + 2) {
            Some(&[from, to]) => self
                .entries
                .get(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}
