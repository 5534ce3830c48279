//! "Is this child already known?": one name against a whole table.
//!
//! Every distinct name counts once, not every record: a million persons have some hundred thousand distinct names, and only
//! those that can come near (`names`) are compared. Records are then reached through the names that came
//! near. Given and family name may be written in either order, in any script.
//!
//! Records are reached through the rarer of the two names and through the date of birth, at most 20,000 by each. A
//! record that shares nothing but a very common name with the query is not reached: a thousand others share it too.

mod letters;
mod names;
mod postings;

use crate::compare::LEVELS;
use crate::compare::NEAR;
use crate::compare::date::BirthDate;
use crate::model::frequency::Frequencies;
use crate::model::{Model, narrow};
use crate::run::{Linkage, prepare};
use crate::schema::{Field, Role, Schema};
use crate::search::names::Names;
use crate::search::postings::{Entry, Postings};
use crate::table::{Column, Table, TableBuilder};
use std::collections::HashMap;
use std::f32::consts::LN_2;

/// A name that tells less than this is not followed to its records.
const LEAST_BITS: f32 = 1.0;
/// Records reached by one name or date; a quarter of it when the names are taken crosswise.
const REACH: usize = 20_000;
/// What the same day of birth is worth, roughly: days in a childhood.
const DAY_BITS: f32 = 12.0;
/// What exchanged names cost: one record in four or so of those that agree crosswise is chance.
const CROSSING_BITS: f32 = -2.0;

/// What is known of the person looked for; empty strings mean unknown.
#[derive(Debug, Clone, Default)]
pub struct Query<'q> {
    /// Given name(s).
    pub given: &'q str,
    /// Family name.
    pub family: &'q str,
    /// Date of birth, as written; partial dates allowed.
    pub birth: &'q str,
}

/// A record that may be the person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Record number in the table.
    pub record: u32,
    /// Evidence of the names and the date, in bits (log2 likelihood ratio against strangers; no prior).
    pub bits: f32,
}

/// Records by name and date. Memory: 48 bytes a record, some 50 bytes a distinct value; a query's working memory is an eighth
/// of a byte a record and 4 bytes a distinct name.
pub struct SearchIndex<'t> {
    table: &'t Table,
    model: Model,
    frequencies: Frequencies,
    given: Names,
    family: Names,
    /// Where the fields stand: given name, family name, date of birth.
    fields: (usize, usize, Option<usize>),
    of_given: Postings,
    of_family: Postings,
    of_birth: Option<Postings>,
    /// Value number of every date.
    dates: HashMap<u32, u32>,
}

/// Working memory of a query; reused so that a query need not clear a million marks.
pub struct Scratch {
    /// One bit a record: already a candidate.
    marks: Vec<u64>,
    candidates: Vec<Entry>,
    /// Bits that a value of the given and of the family column earns.
    earned: [Vec<f32>; 2],
}

impl Scratch {
    fn mark(&mut self, entries: &[Entry]) {
        for entry in entries {
            if let Some(word) = self.marks.get_mut(entry.record as usize / 64) {
                let bit = 1 << (entry.record % 64);
                if *word & bit == 0 {
                    *word |= bit;
                    self.candidates.push(*entry);
                }
            }
        }
    }

    /// Evidence of the names that a record bears.
    fn names(&self, entry: &Entry) -> f32 {
        let earned = |column: usize, value: u32| {
            let bits = self.earned.get(column).and_then(|e| e.get(value as usize));
            bits.copied().unwrap_or(0.0)
        };
        earned(0, entry.given) + earned(1, entry.family)
    }

    fn clear(&mut self, near: &[Near; 2]) {
        for entry in self.candidates.drain(..) {
            if let Some(word) = self.marks.get_mut(entry.record as usize / 64) {
                *word = 0;
            }
        }
        self.earn(near, |_| 0.0);
    }

    fn earn(&mut self, near: &[Near; 2], bits: impl Fn(f32) -> f32) {
        for (earned, near) in self.earned.iter_mut().zip(near) {
            for (value, own) in &near.values {
                if let Some(slot) = earned.get_mut(*value as usize) {
                    *slot = bits(*own);
                }
            }
        }
    }
}

/// Values of a column that come near the name asked for.
struct Near {
    /// Value and bits, best first.
    values: Vec<(u32, f32)>,
    /// Records that carry one of them.
    records: usize,
}

impl<'t> SearchIndex<'t> {
    /// An index over a table with given and family names; `None` when it has not both. The model of an earlier linkage
    /// of the same table serves if there is one; otherwise common habits with the table's own frequencies.
    pub fn new(table: &'t Table, linkage: Option<&Linkage>) -> Option<Self> {
        let given = table.schema().position(Role::Given)?;
        let family = table.schema().position(Role::Family)?;
        let birth = table.schema().position(Role::Birth);
        let (model, frequencies) = linkage.map_or_else(
            || prepare(table),
            |l| (l.model.clone(), l.frequencies.clone()),
        );
        let entry = |record: u32| {
            let row = table.row(record);
            let value = |field: usize| row.get(field).copied().unwrap_or(0);
            Entry {
                record,
                given: value(given),
                family: value(family),
                birth: birth.map_or(0, value),
            }
        };
        let postings = |field: usize, value: fn(Entry) -> u32| {
            let values = table.columns.get(field).map_or(0, |c| c.forms.len());
            Postings::new(table, values, entry, value)
        };
        let dates = birth.and_then(|k| table.columns.get(k)).map(|c| {
            let numbered = (0u32..).zip(&c.forms);
            numbered.map(|(value, form)| (form.number, value)).collect()
        });
        Some(Self {
            table,
            model,
            frequencies,
            given: Names::new(table.columns.get(given)?),
            family: Names::new(table.columns.get(family)?),
            fields: (given, family, birth),
            of_given: postings(given, |e| e.given),
            of_family: postings(family, |e| e.family),
            of_birth: birth.map(|k| postings(k, |e| e.birth)),
            dates: dates.unwrap_or_default(),
        })
    }

    /// Working memory for queries on this index (one per thread).
    pub fn scratch(&self) -> Scratch {
        let values = |k: usize| self.table.columns.get(k).map_or(0, |c| c.forms.len());
        Scratch {
            marks: vec![0; self.table.len() / 64 + 1],
            candidates: Vec::new(),
            earned: [
                vec![0.0; values(self.fields.0)],
                vec![0.0; values(self.fields.1)],
            ],
        }
    }

    /// The `most` records with the strongest evidence, strongest first; only evidence above 0 bits counts.
    pub fn find(&self, query: &Query<'_>, most: usize, scratch: &mut Scratch) -> Vec<Found> {
        let asked = single(query);
        let mut found = self.pass(&asked, false, most, scratch);
        found.extend(self.pass(&asked, true, most, scratch));
        found.sort_by(|x, y| x.record.cmp(&y.record).then(y.bits.total_cmp(&x.bits)));
        found.dedup_by_key(|f| f.record);
        found.sort_by(|x, y| y.bits.total_cmp(&x.bits).then(x.record.cmp(&y.record)));
        found.truncate(most);
        found
    }

    fn pass(&self, asked: &Table, crossed: bool, most: usize, scratch: &mut Scratch) -> Vec<Found> {
        let value = |slot: usize| asked.row(0).get(slot).copied().unwrap_or(0);
        let (for_given, for_family) = if crossed { (1, 0) } else { (0, 1) };
        let near = |slot: usize, names: &Names, field: usize| {
            self.near(asked.columns.get(slot), value(slot), names, field)
        };
        let near = [
            near(for_given, &self.given, self.fields.0),
            near(for_family, &self.family, self.fields.1),
        ];
        let born = asked
            .columns
            .get(2)
            .and_then(|c| BirthDate::from_packed(c.form(value(2)).number));
        let on_day = born.and_then(|b| self.dates.get(&b.packed())).copied();
        let reach = if crossed { REACH / 4 } else { REACH };
        self.reach(&near, on_day, reach, scratch);
        scratch.earn(&near, |bits| bits);
        // The date is weighed exactly only for those that names, and roughly the day, make worth it.
        let on_day = |entry: &Entry| self.fields.2.is_some() && on_day == Some(entry.birth);
        let mut found: Vec<(Entry, f32)> = Vec::with_capacity(scratch.candidates.len());
        for entry in &scratch.candidates {
            let names = scratch.names(entry);
            if names > 0.0 {
                found.push((*entry, names + if on_day(entry) { DAY_BITS } else { 0.0 }));
            }
        }
        scratch.clear(&near);
        keep_best(&mut found, most.saturating_mul(20).max(1_000));
        let crossing = if crossed { CROSSING_BITS } else { 0.0 };
        for (entry, bits) in &mut found {
            *bits += crossing + self.date_bits(born, entry.birth)
                - if on_day(entry) { DAY_BITS } else { 0.0 };
        }
        found.retain(|(_, bits)| *bits > 0.0);
        keep_best(&mut found, most);
        let found = found.into_iter().map(|(entry, bits)| Found {
            record: entry.record,
            bits,
        });
        found.collect()
    }

    /// Marks the candidates: through the rarer name, through the other if it is rare too, through the date.
    fn reach(&self, near: &[Near; 2], on_day: Option<u32>, most: usize, scratch: &mut Scratch) {
        let [given, family] = near;
        let given_first =
            family.records == 0 || given.records > 0 && given.records <= family.records;
        for (is_given, near) in [(true, given), (false, family)] {
            let mut left = if is_given == given_first {
                most
            } else {
                most / 4
            };
            if is_given != given_first && near.records > left {
                continue;
            }
            let postings = if is_given {
                &self.of_given
            } else {
                &self.of_family
            };
            for (value, _) in &near.values {
                let entries = postings.of(*value);
                scratch.mark(entries.get(..left).unwrap_or(entries));
                left = left.saturating_sub(entries.len());
                if left == 0 {
                    break;
                }
            }
        }
        if let (Some(day), Some(dates)) = (on_day, &self.of_birth) {
            let entries = dates.of(day);
            scratch.mark(entries.get(..most).unwrap_or(entries));
        }
    }

    /// All values of a name column that come near a name, best first.
    fn near(&self, ask: Option<&Column>, asked: u32, names: &Names, field: usize) -> Near {
        let mut out = Near {
            values: Vec::new(),
            records: 0,
        };
        let (Some(ask), Some(column), Some(model)) = (
            ask,
            self.table.columns.get(field),
            self.model.fields.get(field),
        ) else {
            return out;
        };
        let gain: [f32; LEVELS] =
            std::array::from_fn(|l| match (model.same.get(l), model.different.get(l)) {
                (Some(same), Some(different)) if *same > 0.0 && *different > 0.0 => {
                    narrow((same / different).log2())
                }
                _ => 0.0,
            });
        // A name that is no more than similar has no rarity that could make up for it.
        let similar = gain
            .get(usize::from(NEAR))
            .is_some_and(|bits| *bits >= LEAST_BITS);
        names.near(column, ask, asked, similar, |value, level| {
            let bits = gain.get(usize::from(level)).copied().unwrap_or(0.0)
                - self.rarity(level, field, value);
            if bits >= LEAST_BITS {
                out.values.push((value, bits));
                out.records += column.form(value).count as usize;
            }
        });
        out.values
            .sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        out
    }

    /// In bits.
    fn rarity(&self, level: u8, field: usize, value: u32) -> f32 {
        let own = (field, value);
        self.frequencies.rarity(level, own, own) / LN_2
    }

    fn date_bits(&self, born: Option<BirthDate>, value: u32) -> f32 {
        let (Some(born), Some(field)) = (born, self.fields.2) else {
            return 0.0;
        };
        let (Some(column), Some(model)) =
            (self.table.columns.get(field), self.model.fields.get(field))
        else {
            return 0.0;
        };
        let Some(date) = BirthDate::from_packed(column.form(value).number) else {
            return 0.0;
        };
        let level = born.compare(date) as u8;
        let at = usize::from(level);
        narrow((model.same[at] / model.different[at]).log2()) - self.rarity(level, field, value)
    }
}

fn keep_best(found: &mut Vec<(Entry, f32)>, most: usize) {
    if found.len() > most && most > 0 {
        found.select_nth_unstable_by(most - 1, |x, y| {
            y.1.total_cmp(&x.1).then(x.0.record.cmp(&y.0.record))
        });
        found.truncate(most);
    }
}

/// The query as a table of one record, prepared like any other.
fn single(query: &Query<'_>) -> Table {
    let field = |header: &str, role| Field {
        header: header.into(),
        role,
    };
    let schema = Schema::new(vec![
        field("given", Role::Given),
        field("family", Role::Family),
        field("birth", Role::Birth),
    ]);
    let Ok(schema) = schema else {
        unreachable!("three distinct headers with distinct roles are always a schema")
    };
    let mut builder = TableBuilder::new(schema, None);
    builder.push(
        "query",
        [query.given, query.family, query.birth].into_iter(),
    );
    builder.finish()
}
