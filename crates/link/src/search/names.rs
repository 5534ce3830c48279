//! All values of a name column that come near a name, without comparing it with every one of them.
//!
//! Every way in which two names can be near has its own way in: letters shared (likeness, one edit), the sound or one
//! sound more, less or other, the family of pet forms, beginnings, words in common. What comes in by any of them is
//! compared in full, so that the result is the same as if everything had been compared.

use crate::compare::{MISSING, NEAR, apart, compare_values, parted};
use crate::pool::{Fx, Pool};
use crate::search::letters::{Alike, Letters};
use crate::table::Column;
use crate::text::similar::within_one_edit;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fx>>;

/// Sound classes are numbered from 1 to so many.
const SOUNDS: u64 = 25;
/// Skeletons of fewer sounds are not compared sound by sound, and none is longer.
const LEAST_SOUNDS: u32 = 3;
const MOST_SOUNDS: u32 = 12;
/// Shortest beginning that counts.
const LEAST_PREFIX: usize = 3;
/// The likeness from which a name is "similar", and that from which it is "one slip apart".
const SIMILAR: f32 = 0.82;
const SLIP: f32 = 0.90;

/// Ways into a name column. Memory: about 36 bytes a distinct value, and 4 bytes a word of those of several words.
#[derive(Debug, Default)]
pub(crate) struct Names {
    letters: Letters,
    /// Each with its letter bag: most names that sound alike but for one sound are spelt too differently.
    sounds: Groups<u64, (u32, u32)>,
    /// Families of pet forms.
    pets: Groups<u32, u32>,
    /// Values in the order of their letters.
    sorted: Vec<u32>,
    words: Words,
}

/// Values by a key.
#[derive(Debug)]
struct Groups<K, V> {
    ranges: Map<K, (u32, u32)>,
    values: Vec<V>,
}

impl<K, V> Default for Groups<K, V> {
    fn default() -> Self {
        Self {
            ranges: Map::default(),
            values: Vec::new(),
        }
    }
}

impl<K: Ord + std::hash::Hash + Copy, V: Ord> Groups<K, V> {
    fn new(mut keyed: Vec<(K, V)>) -> Self {
        keyed.sort_unstable();
        let mut ranges = Map::default();
        let mut from = 0u32;
        for group in keyed.chunk_by(|x, y| x.0 == y.0) {
            let to = from + u32::try_from(group.len()).unwrap_or(u32::MAX);
            if let Some((key, _)) = group.first() {
                ranges.insert(*key, (from, to));
            }
            from = to;
        }
        Self {
            ranges,
            values: keyed.into_iter().map(|(_, value)| value).collect(),
        }
    }

    fn of(&self, key: K) -> &[V] {
        self.ranges
            .get(&key)
            .and_then(|(from, to)| self.values.get(*from as usize..*to as usize))
            .unwrap_or_default()
    }
}

/// The words of the values that have several.
#[derive(Debug, Default)]
struct Words {
    spelt: Pool,
    letters: Letters,
    values: Groups<u32, u32>,
}

impl Words {
    fn new(column: &Column, values: u32) -> Self {
        let mut seen: HashMap<&[u8], u32> = HashMap::new();
        let (mut spelt, mut carried) = (Pool::default(), Vec::new());
        for value in 1..values {
            for word in several(column.letters(value)) {
                let number = *seen.entry(word).or_insert_with(|| spelt.push(word));
                carried.push((number, value));
            }
        }
        let numbers = 1..u32::try_from(spelt.len()).unwrap_or(u32::MAX);
        let letters = Letters::new(numbers.map(|n| (n, spelt.get(n))));
        Self {
            spelt,
            letters,
            values: Groups::new(carried),
        }
    }

    /// Values with a word that is at most one edit from this one.
    fn with(&self, word: &[u8], candidates: &mut Vec<u32>) {
        self.letters.alike(word, Alike::Edit, |number| {
            if within_one_edit(self.spelt.get(number), word) {
                candidates.extend(self.values.of(number));
            }
        });
    }
}

/// Words of two letters and more, if there is more than one word.
fn several(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = name.contains(&b' ').then(|| name.split(|c| *c == b' '));
    words.into_iter().flatten().filter(|word| word.len() >= 2)
}

impl Names {
    pub(crate) fn new(column: &Column) -> Self {
        let values = u32::try_from(column.forms.len()).unwrap_or(u32::MAX);
        let all = || (1..values).map(|value| (value, column.form(value)));
        let mut sorted: Vec<u32> = (1..values).collect();
        sorted.sort_unstable_by(|x, y| column.letters(*x).cmp(column.letters(*y)));
        Self {
            letters: Letters::new((1..values).map(|value| (value, column.letters(value)))),
            sounds: Groups::new(
                all()
                    .map(|(value, form)| (form.sound, (value, form.bag)))
                    .collect(),
            ),
            pets: Groups::new(
                all()
                    .filter(|(_, form)| form.group != 0)
                    .map(|(value, form)| (form.group, value))
                    .collect(),
            ),
            sorted,
            words: Words::new(column, values),
        }
    }

    /// Calls `found` once for every value that is not different from the name asked for, with the level; names that are no
    /// more than similar only where these are wanted.
    pub(crate) fn near(
        &self,
        column: &Column,
        ask: &Column,
        asked: u32,
        similar: bool,
        mut found: impl FnMut(u32, u8),
    ) {
        if asked == 0 {
            return;
        }
        let form = ask.form(asked);
        for value in self.candidates(column, ask, asked, similar) {
            if apart(&form, &column.form(value)) {
                continue;
            }
            let level = compare_values(ask, asked, column, value);
            if level != MISSING && level <= if similar { NEAR } else { NEAR - 1 } {
                found(value, level);
            }
        }
    }

    fn candidates(&self, column: &Column, ask: &Column, asked: u32, similar: bool) -> Vec<u32> {
        let (form, name) = (ask.form(asked), ask.letters(asked));
        let mut out = Vec::new();
        let likeness = Alike::Likeness(if similar { SIMILAR } else { SLIP });
        self.letters.alike(name, likeness, |value| out.push(value));
        out.extend(self.pets.of(form.group));
        // One or two sounds alone say too little (`compare_names`).
        let mut sounding = |sound: u64| {
            let spelt_alike = |(_, bag): &&(u32, u32)| !parted(form.bag, *bag);
            let values = self.sounds.of(sound).iter().filter(spelt_alike);
            out.extend(values.map(|(value, _)| *value));
        };
        if form.sound > 31 {
            sounding(form.sound);
        }
        if similar {
            near_sounds(form.sound, sounding);
        }
        self.beginnings(column, name, &mut out);
        self.words.with(name, &mut out);
        for word in several(name) {
            self.words.with(word, &mut out);
            self.letters.alike(word, Alike::Edit, |value| {
                if within_one_edit(column.letters(value), word) {
                    out.push(value);
                }
            });
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Values that begin with the name, or with which it begins.
    fn beginnings(&self, column: &Column, name: &[u8], out: &mut Vec<u32>) {
        if name.len() < LEAST_PREFIX {
            return;
        }
        let from = |text: &[u8]| self.sorted.partition_point(|v| column.letters(*v) < text);
        let run = |at: usize, test: &dyn Fn(&[u8]) -> bool, out: &mut Vec<u32>| {
            let rest = self.sorted.get(at..).unwrap_or_default();
            out.extend(rest.iter().take_while(|v| test(column.letters(**v))));
        };
        run(from(name), &|text| text.starts_with(name), out);
        for prefix in (LEAST_PREFIX..name.len()).filter_map(|n| name.get(..n)) {
            run(from(prefix), &|text| text == prefix, out);
        }
    }
}

/// Skeletons with one sound other, less or more.
fn near_sounds(sound: u64, mut found: impl FnMut(u64)) {
    let n = (u64::BITS - sound.leading_zeros()).div_ceil(5);
    if n < LEAST_SOUNDS {
        return;
    }
    for at in 0..n {
        let (low, high) = (sound & ((1 << (5 * at)) - 1), sound >> (5 * (at + 1)));
        for class in 1..=SOUNDS {
            found((high << 5 | class) << (5 * at) | low);
        }
        if n > LEAST_SOUNDS {
            found(high << (5 * at) | low);
        }
    }
    if n < MOST_SOUNDS {
        for at in 0..=n {
            let (low, high) = (sound & ((1 << (5 * at)) - 1), sound >> (5 * at));
            for class in 1..=SOUNDS {
                found((high << 5 | class) << (5 * at) | low);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::compare::{MISSING, NEAR, compare_values};
    use crate::schema::{Field, Role, Schema};
    use crate::table::{Table, TableBuilder};
    use proptest::prelude::*;

    fn table(names: &[(String, String)]) -> Table {
        let field = |header: &str, role| Field {
            header: header.into(),
            role,
        };
        let fields = vec![field("g", Role::Given), field("f", Role::Family)];
        let mut builder = TableBuilder::new(Schema::new(fields).unwrap(), None);
        for (given, family) in names {
            builder.push("", [given, family].into_iter());
        }
        builder.finish()
    }

    /// Every name of the last record against every column, exhaustively and by the index.
    fn agree(names: &[(String, String)]) -> std::result::Result<usize, TestCaseError> {
        let (table, asked) = (table(names), table(&names[names.len() - 1..]));
        let mut near = 0;
        for column in &table.columns {
            let index = Names::new(column);
            for (ask, similar) in asked.columns.iter().flat_map(|c| [(c, false), (c, true)]) {
                let most = if similar { NEAR } else { NEAR - 1 };
                let all: Vec<(u32, u8)> = (1..u32::try_from(column.forms.len()).unwrap())
                    .map(|value| (value, compare_values(ask, 1, column, value)))
                    .filter(|(_, level)| *level != MISSING && *level <= most)
                    .collect();
                let mut found = Vec::new();
                if ask.forms.len() > 1 {
                    index.near(column, ask, 1, similar, |value, level| {
                        found.push((value, level));
                    });
                }
                let expected = if ask.forms.len() > 1 { all } else { Vec::new() };
                prop_assert_eq!(&found, &expected, "{:?}", &names[names.len() - 1]);
                near += found.len();
            }
        }
        Ok(near)
    }

    /// Syllables make names that resemble each other often; some words, some slips, some of one letter, some very long.
    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => "(ma|ri|a|an|na|ște|fan|i|on|el|cu|Гав|рил|юк|kh|ou|th|sh|b|an){1,5}",
            3 => "(ma|ri|an|ia|de|la|x|po){1,3}( (ma|ri|an|ia|de|la|x|po){1,3}){1,2}",
            2 => "[a-e]{0,7}",
            1 => "(ion|ionel|nelu|ghita|gheorghe|masha|maria|zis|alias|2|0|9| ){1,4}",
            1 => "[a-c]{60,70}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn the_index_leaves_out_nothing(names in proptest::collection::vec((name(), name()), 1..150)) {
            agree(&names)?;
        }
    }

    #[test]
    fn every_way_in_is_taken() {
        let names = |list: &[&str]| -> Vec<(String, String)> {
            list.iter().map(|n| ((*n).into(), (*n).into())).collect()
        };
        for (other, asked) in [
            ("gavriliuc", "Гаврилюк"),
            ("nelu", "ion"),
            ("ștefania măriuca", "stefania"),
            ("stefannia", "maria stefania"),
            ("anastasia", "ana"),
            ("ana", "anastasia"),
            ("marta", "maria"),
            ("kavriluc", "gavriluc"),
            ("ina", "ana"),
        ] {
            let near = agree(&names(&["zzz", other, asked])).unwrap();
            assert!(near > 6, "{other} {asked}: {near}");
        }
    }
}
