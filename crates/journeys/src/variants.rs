//! Variants: the different ways, activity by activity, that cases went.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use crate::log::EventLog;

/// One sequence of activities and the cases that went it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant<'a> {
    /// The activities, by number.
    pub activities: &'a [u16],
    /// Cases.
    pub cases: u64,
    /// The first case that went so.
    pub first_case: u32,
}

/// All variants, the most frequent first, of equal ones that of the earlier case first. The log itself lends the sequences.
#[must_use]
pub fn variants(log: &EventLog) -> Vec<Variant<'_>> {
    let hasher = DefaultHashBuilder::default();
    let mut found: Vec<Variant<'_>> = Vec::new();
    let mut table: HashTable<usize> = HashTable::new();
    for case in log.cases() {
        let hash = hasher.hash_one(case.activity);
        let same = |&index: &usize| {
            found
                .get(index)
                .is_some_and(|v| v.activities == case.activity)
        };
        if let Some(&index) = table.find(hash, same) {
            if let Some(variant) = found.get_mut(index) {
                variant.cases += 1;
            }
            continue;
        }
        let index = found.len();
        found.push(Variant {
            activities: case.activity,
            cases: 1,
            first_case: case.number,
        });
        let rehash = |&index: &usize| {
            found
                .get(index)
                .map_or(0, |v| hasher.hash_one(v.activities))
        };
        table.insert_unique(hash, index, rehash);
    }
    found.sort_by_key(|variant| (std::cmp::Reverse(variant.cases), variant.first_case));
    found
}
