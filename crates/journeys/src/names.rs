//! Distinct strings as small numbers, their text in one piece of memory.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct names, numbered from 0 in the order of their first appearance.
///
/// Memory: the bytes of the names plus about 10 bytes a name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    last: u32,
}

impl Names {
    /// The number of this name, new or known. `None` when 2^32 − 1 names are there already.
    pub fn number(&mut self, name: &str) -> Option<u32> {
        // Logs are mostly in the order of their cases: the last name is the likeliest.
        if self.get(self.last) == Some(name) {
            return Some(self.last);
        }
        let hash = self.hasher.hash_one(name);
        let (text, ends) = (&self.text, &self.ends);
        if let Some(&known) = self
            .table
            .find(hash, |&n| slice(text, ends, n) == Some(name))
        {
            self.last = known;
            return Some(known);
        }
        let new = u32::try_from(self.ends.len())
            .ok()
            .filter(|n| *n < u32::MAX)?;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.table.insert_unique(hash, new, |&n| {
            hasher.hash_one(slice(text, ends, n).unwrap_or_default())
        });
        self.last = new;
        Some(new)
    }

    /// The number of a known name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(name);
        self.table
            .find(hash, |&n| self.get(n) == Some(name))
            .copied()
    }

    /// The name with this number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&str> {
        slice(&self.text, &self.ends, number)
    }

    /// The name with this number, or nothing: for numbers that came from here.
    #[must_use]
    pub fn name(&self, number: u32) -> &str {
        self.get(number).unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let name = self.text.get(start..end).unwrap_or_default();
            start = end;
            name
        })
    }
}

fn slice<'a>(text: &'a str, ends: &[usize], number: u32) -> Option<&'a str> {
    let index = usize::try_from(number).ok()?;
    let end = *ends.get(index)?;
    let start = index
        .checked_sub(1)
        .and_then(|i| ends.get(i).copied())
        .unwrap_or(0);
    text.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn same_name_same_number(names in proptest::collection::vec("[a-c]{0,3}", 0..60)) {
            let mut set = Names::default();
            let numbers: Vec<u32> = names.iter().map(|n| set.number(n).unwrap()).collect();
            for (name, number) in names.iter().zip(&numbers) {
                prop_assert_eq!(set.get(*number), Some(name.as_str()));
                prop_assert_eq!(set.find(name), Some(*number));
            }
            let distinct: std::collections::BTreeSet<_> = names.iter().collect();
            prop_assert_eq!(distinct.len(), set.len());
            prop_assert_eq!(set.iter().count(), set.len());
        }
    }
}
