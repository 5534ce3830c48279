//! "Is this child already known?": one name against a whole table.
//!
//! Every distinct name is compared once, not every record: a million persons have some hundred thousand distinct names,
//! and a letter bag rules most of them out in a few instructions. Records are then reached through the names that came
//! near. Given and family name may be written in either order, in any script.
//!
//! Records are reached through the rarer of the two names and through the date of birth, at most 20,000 by each. A
//! record that shares nothing but a very common name with the query is not reached: a thousand others share it too.

use crate::compare::date::BirthDate;
use crate::compare::{LEVELS, MISSING, NEAR, apart, compare_values};
use crate::model::frequency::Frequencies;
use crate::model::{Model, Scorer};
use crate::run::{Linkage, prepare};
use crate::schema::{Field, Role, Schema};
use crate::table::{Column, Table, TableBuilder};
use std::collections::HashMap;

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

/// Records by name and date. Memory: 4 bytes a record and column, 8 bytes a distinct value; a query's working memory is
/// an eighth of a byte a record and 4 bytes a distinct name.
pub struct SearchIndex<'t> {
    table: &'t Table,
    model: Model,
    frequencies: Frequencies,
    given: usize,
    family: usize,
    birth: Option<usize>,
    of_given: Postings,
    of_family: Postings,
    of_birth: Option<Postings>,
    /// Value number of every date.
    dates: HashMap<u32, u32>,
    given_bags: Vec<u32>,
    family_bags: Vec<u32>,
}

/// Records of every value.
struct Postings {
    starts: Vec<u32>,
    records: Vec<u32>,
}

impl Postings {
    fn new(table: &Table, field: usize, values: usize) -> Self {
        let mut starts = vec![0u32; values + 1];
        let value = |r: u32| table.row(r).get(field).copied().unwrap_or(0) as usize;
        let n = u32::try_from(table.len()).unwrap_or(u32::MAX);
        for r in 0..n {
            if let Some(slot) = starts.get_mut(value(r) + 1) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut records = vec![0; table.len()];
        for r in 0..n {
            if let Some(at) = next.get_mut(value(r)) {
                if let Some(slot) = records.get_mut(*at as usize) {
                    *slot = r;
                }
                *at += 1;
            }
        }
        Self { starts, records }
    }

    fn of(&self, value: usize) -> &[u32] {
        match self.starts.get(value..value + 2) {
            Some(&[from, to]) => self
                .records
                .get(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Working memory of a query; reused so that a query need not clear a million marks.
pub struct Scratch {
    /// One bit a record: already a candidate.
    marks: Vec<u64>,
    candidates: Vec<u32>,
    /// Bits that a value of the given and of the family column earns.
    earned: [Vec<f32>; 2],
}

impl Scratch {
    fn mark(&mut self, records: &[u32]) {
        for record in records {
            if let Some(word) = self.marks.get_mut(*record as usize / 64) {
                let bit = 1 << (record % 64);
                if *word & bit == 0 {
                    *word |= bit;
                    self.candidates.push(*record);
                }
            }
        }
    }

    fn clear(&mut self) {
        for record in self.candidates.drain(..) {
            if let Some(word) = self.marks.get_mut(record as usize / 64) {
                *word = 0;
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
        let (given, family) = (
            table.schema().position(Role::Given)?,
            table.schema().position(Role::Family)?,
        );
        let (model, frequencies) = linkage.map_or_else(
            || prepare(table),
            |l| (l.model.clone(), l.frequencies.clone()),
        );
        let values = |k: usize| table.columns.get(k).map_or(0, |c| c.forms.len());
        let bags = |k: usize| {
            table
                .columns
                .get(k)
                .map_or(Vec::new(), |c| c.forms.iter().map(|f| f.bag).collect())
        };
        let birth = table.schema().position(Role::Birth);
        let dates = birth
            .and_then(|k| table.columns.get(k))
            .map_or(HashMap::new(), |c| {
                (0u32..)
                    .zip(&c.forms)
                    .map(|(value, form)| (form.number, value))
                    .collect()
            });
        Some(Self {
            table,
            model,
            frequencies,
            given,
            family,
            birth,
            of_given: Postings::new(table, given, values(given)),
            of_family: Postings::new(table, family, values(family)),
            of_birth: birth.map(|k| Postings::new(table, k, values(k))),
            dates,
            given_bags: bags(given),
            family_bags: bags(family),
        })
    }

    /// Working memory for queries on this index (one per thread).
    pub fn scratch(&self) -> Scratch {
        let values = |k: usize| self.table.columns.get(k).map_or(0, |c| c.forms.len());
        Scratch {
            marks: vec![0; self.table.len() / 64 + 1],
            candidates: Vec::new(),
            earned: [
                vec![0.0; values(self.given)],
                vec![0.0; values(self.family)],
            ],
        }
    }

    /// The `most` records with the strongest evidence, strongest first; only evidence above 0 bits counts.
    pub fn find(&self, query: &Query<'_>, most: usize, scratch: &mut Scratch) -> Vec<Found> {
        let scorer = Scorer::new(self.table, &self.model, &self.frequencies);
        let asked = single(query);
        let mut found = self.pass(&scorer, &asked, false, most, scratch);
        found.extend(self.pass(&scorer, &asked, true, most, scratch));
        found.sort_by(|x, y| x.record.cmp(&y.record).then(y.bits.total_cmp(&x.bits)));
        found.dedup_by_key(|f| f.record);
        found.sort_by(|x, y| y.bits.total_cmp(&x.bits).then(x.record.cmp(&y.record)));
        found.truncate(most);
        found
    }

    fn pass(
        &self,
        scorer: &Scorer<'_>,
        asked: &Table,
        crossed: bool,
        most: usize,
        scratch: &mut Scratch,
    ) -> Vec<Found> {
        let value = |slot: usize| asked.row(0).get(slot).copied().unwrap_or(0);
        let (for_given, for_family) = if crossed { (1, 0) } else { (0, 1) };
        let near = [
            self.near(
                scorer,
                asked.columns.get(for_given),
                value(for_given),
                self.given,
                &self.given_bags,
            ),
            self.near(
                scorer,
                asked.columns.get(for_family),
                value(for_family),
                self.family,
                &self.family_bags,
            ),
        ];
        let born = asked
            .columns
            .get(2)
            .and_then(|c| BirthDate::from_packed(c.form(value(2)).number));
        self.reach(
            &near,
            born,
            if crossed { REACH / 4 } else { REACH },
            scratch,
        );
        for (earned, near) in scratch.earned.iter_mut().zip(&near) {
            for (value, bits) in &near.values {
                if let Some(slot) = earned.get_mut(*value as usize) {
                    *slot = *bits;
                }
            }
        }
        let crossing = if crossed { CROSSING_BITS } else { 0.0 };
        // The date is weighed exactly only for those that names, and roughly the day, make worth it.
        let on_day = born.and_then(|b| self.dates.get(&b.packed()));
        let mut found: Vec<Found> = Vec::with_capacity(scratch.candidates.len());
        for record in &scratch.candidates {
            let row = self.table.row(*record);
            let earned = |column: usize, field: usize| {
                let value = row.get(field).copied().unwrap_or(0);
                scratch
                    .earned
                    .get(column)
                    .and_then(|e| e.get(value as usize))
                    .copied()
                    .unwrap_or(0.0)
            };
            let names = earned(0, self.given) + earned(1, self.family);
            if names > 0.0 {
                let same_day = on_day.is_some() && self.birth.and_then(|k| row.get(k)) == on_day;
                let bits = names + if same_day { DAY_BITS } else { 0.0 };
                found.push(Found {
                    record: *record,
                    bits,
                });
            }
        }
        keep_best(&mut found, most.saturating_mul(20).max(1_000));
        for f in &mut found {
            let row = self.table.row(f.record);
            let same_day = on_day.is_some() && self.birth.and_then(|k| row.get(k)) == on_day;
            f.bits += crossing + self.date_bits(scorer, born, f.record)
                - if same_day { DAY_BITS } else { 0.0 };
        }
        found.retain(|f| f.bits > 0.0);
        for (earned, near) in scratch.earned.iter_mut().zip(&near) {
            for (value, _) in &near.values {
                if let Some(slot) = earned.get_mut(*value as usize) {
                    *slot = 0.0;
                }
            }
        }
        scratch.clear();
        keep_best(&mut found, most);
        found
    }

    /// Marks the candidates: through the rarer name, through the other if it is rare too, through the date.
    fn reach(&self, near: &[Near; 2], born: Option<BirthDate>, most: usize, scratch: &mut Scratch) {
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
                let records = postings.of(*value as usize);
                scratch.mark(records.get(..left).unwrap_or(records));
                left = left.saturating_sub(records.len());
            }
        }
        if let (Some(born), Some(dates)) = (born, &self.of_birth)
            && let Some(value) = self.dates.get(&born.packed())
        {
            let records = dates.of(*value as usize);
            scratch.mark(records.get(..most).unwrap_or(records));
        }
    }

    /// All values of a name column that come near a name, best first.
    fn near(
        &self,
        scorer: &Scorer<'_>,
        ask: Option<&Column>,
        asked: u32,
        field: usize,
        bags: &[u32],
    ) -> Near {
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
        if asked == 0 {
            return out;
        }
        let gain: [f32; LEVELS] =
            std::array::from_fn(|l| match (model.same.get(l), model.different.get(l)) {
                (Some(same), Some(different)) if *same > 0.0 && *different > 0.0 => {
                    crate::model::narrow((same / different).log2())
                }
                _ => 0.0,
            });
        let form = ask.form(asked);
        for (number, bag) in (0u32..).zip(bags).skip(1) {
            // The bags lie close together; the full test reads the form only where they leave a chance.
            let (only_asked, only_there) = (form.bag & !bag, bag & !form.bag);
            if only_asked != 0
                && only_there != 0
                && (only_asked | only_there).count_ones() > (form.bag & bag).count_ones()
                && form.group == 0
            {
                continue;
            }
            if apart(&form, &column.form(number)) {
                continue;
            }
            let level = compare_values(ask, asked, column, number);
            if level == MISSING || level > NEAR {
                continue;
            }
            let rarity = scorer
                .frequencies
                .rarity(level, (field, number), (field, number))
                / std::f32::consts::LN_2;
            let bits = gain.get(usize::from(level)).copied().unwrap_or(0.0) - rarity;
            if bits >= LEAST_BITS {
                out.values.push((number, bits));
                out.records += column.form(number).count as usize;
            }
        }
        out.values
            .sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        out
    }

    fn date_bits(&self, scorer: &Scorer<'_>, born: Option<BirthDate>, record: u32) -> f32 {
        let (Some(born), Some(field)) = (born, self.birth) else {
            return 0.0;
        };
        let (Some(column), Some(model)) =
            (self.table.columns.get(field), self.model.fields.get(field))
        else {
            return 0.0;
        };
        let value = self.table.row(record).get(field).copied().unwrap_or(0);
        let Some(date) = BirthDate::from_packed(column.form(value).number) else {
            return 0.0;
        };
        let level = born.compare(date) as u8;
        let at = usize::from(level);
        let rarity = scorer
            .frequencies
            .rarity(level, (field, value), (field, value))
            / std::f32::consts::LN_2;
        crate::model::narrow((model.same[at] / model.different[at]).log2()) - rarity
    }
}

fn keep_best(found: &mut Vec<Found>, most: usize) {
    if found.len() > most && most > 0 {
        found.select_nth_unstable_by(most - 1, |x, y| {
            y.bits.total_cmp(&x.bits).then(x.record.cmp(&y.record))
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
