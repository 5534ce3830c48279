//! "Is this child already known?": one name against a whole table.
//!
//! Every distinct name is compared once, not every record: a million persons have some hundred thousand distinct names,
//! and a letter bag rules most of them out in a few instructions. Records are then reached through the names that came
//! near. Given and family name may be written in either order, in any script.

use crate::compare::date::BirthDate;
use crate::compare::{LEVELS, MISSING, NEAR, apart, compare_values};
use crate::model::frequency::Frequencies;
use crate::model::{Model, Scorer};
use crate::run::{Linkage, prepare};
use crate::schema::{Field, Role, Schema};
use crate::table::{Column, Table, TableBuilder};

/// A name that tells less than this is not followed to its records.
const LEAST_BITS: f32 = 1.0;

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

/// Records by name. Memory: 8 bytes a record and name column, 4 bytes a record for the scores of a query.
pub struct SearchIndex<'t> {
    table: &'t Table,
    model: Model,
    frequencies: Frequencies,
    given: usize,
    family: usize,
    birth: Option<usize>,
    of_given: Postings,
    of_family: Postings,
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

/// Scores of records during one query; reused so that a query need not clear a million numbers.
pub struct Scratch {
    bits: Vec<f32>,
    touched: Vec<u32>,
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
        Some(Self {
            table,
            model,
            frequencies,
            given,
            family,
            birth: table.schema().position(Role::Birth),
            of_given: Postings::new(table, given, values(given)),
            of_family: Postings::new(table, family, values(family)),
        })
    }

    /// Working memory for queries on this index (one per thread).
    pub fn scratch(&self) -> Scratch {
        Scratch {
            bits: vec![0.0; self.table.len()],
            touched: Vec::new(),
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
        let (given, family) = if crossed {
            (self.family, self.given)
        } else {
            (self.given, self.family)
        };
        for (slot, field) in [(0, given), (1, family)] {
            let postings = if field == self.given {
                &self.of_given
            } else {
                &self.of_family
            };
            let Some(ask) = asked.columns.get(slot) else {
                continue;
            };
            let value = asked.row(0).get(slot).copied().unwrap_or(0);
            let Some(column) = self.table.columns.get(field) else {
                continue;
            };
            self.add(scorer, (ask, value), (column, field), postings, scratch);
        }
        let born = asked.columns.get(2).and_then(|c| {
            BirthDate::from_packed(c.form(asked.row(0).get(2).copied().unwrap_or(0)).number)
        });
        let crossing = if crossed { -2.0 } else { 0.0 };
        let mut found: Vec<Found> = scratch
            .touched
            .drain(..)
            .filter_map(|record| {
                let bits = std::mem::take(scratch.bits.get_mut(record as usize)?);
                (bits > 0.0).then_some(Found {
                    record,
                    bits: bits + crossing,
                })
            })
            .collect();
        // The date is weighed only for the records that the names make worth it.
        keep_best(&mut found, most.saturating_mul(50).max(2_000));
        for f in &mut found {
            f.bits += self.date_bits(scorer, born, f.record);
        }
        found.retain(|f| f.bits > 0.0);
        keep_best(&mut found, most);
        found
    }

    /// Adds the evidence of one name to all records whose name comes near.
    fn add(
        &self,
        scorer: &Scorer<'_>,
        ask: (&Column, u32),
        column: (&Column, usize),
        postings: &Postings,
        scratch: &mut Scratch,
    ) {
        if ask.1 == 0 {
            return;
        }
        let against = self
            .model
            .fields
            .get(column.1)
            .map(|f| (f.same, f.different));
        let Some((same, different)) = against else {
            return;
        };
        let gain: [f32; LEVELS] = std::array::from_fn(|l| {
            if same[l] > 0.0 && different[l] > 0.0 {
                crate::model::narrow((same[l] / different[l]).log2())
            } else {
                0.0
            }
        });
        let asked = ask.0.form(ask.1);
        for (value, form) in column.0.forms.iter().enumerate().skip(1) {
            if apart(&asked, form) {
                continue;
            }
            let Ok(number) = u32::try_from(value) else {
                break;
            };
            let level = compare_values(ask.0, ask.1, column.0, number);
            if level == MISSING || level > NEAR {
                continue;
            }
            let rarity = scorer
                .frequencies
                .rarity(level, (column.1, number), (column.1, number))
                / std::f32::consts::LN_2;
            let bits = gain.get(usize::from(level)).copied().unwrap_or(0.0) - rarity;
            if bits < LEAST_BITS {
                continue;
            }
            for record in postings.of(value) {
                if let Some(slot) = scratch.bits.get_mut(*record as usize) {
                    if *slot == 0.0 {
                        scratch.touched.push(*record);
                        *slot = f32::MIN_POSITIVE;
                    }
                    *slot += bits;
                }
            }
        }
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
