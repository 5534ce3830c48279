//! How rare an agreed value is, and how strangers agree: measured, not assumed.

// Indexing cannot fail here: fields are counted below `MAX_FIELDS` (`Schema::new` refuses more), levels come from
// `compare` and lie below `LEVELS`.

use crate::compare::{LEVELS, SAME, SHORT, SOUND};
use crate::model::narrow;
use crate::model::strangers::Drawn;
use crate::schema::MAX_FIELDS;
use crate::table::Table;
use std::collections::HashMap;

/// Share of a rare value's rarity that a non-equal level earns (a slip of a rare name is still nearly that name).
const FUZZY_SHARE: f32 = 0.8;

/// Log frequencies of all values.
#[derive(Debug, Clone)]
pub(crate) struct Frequencies {
    /// ln P(a stranger's record has this value), per field and value.
    equal: Vec<Vec<f32>>,
    /// ln share of records whose value sounds alike, per field and value.
    alike: Vec<Vec<f32>>,
    /// Mean of `alike` over strangers' pairs at each level.
    mean: [[f32; LEVELS]; MAX_FIELDS],
}

impl Frequencies {
    /// Frequencies of a table whose records have, on average, `duplicates` further records of the same person.
    pub(crate) fn new(table: &Table, duplicates: f64) -> Self {
        let mut equal = Vec::new();
        let mut alike = Vec::new();
        for column in &table.columns {
            let present =
                f64::from(column.forms.iter().skip(1).map(|f| f.count).sum::<u32>()).max(1.0);
            let mut sounds: HashMap<u64, u32> = HashMap::new();
            if column.role.is_name() {
                for form in &column.forms {
                    *sounds.entry(form.sound).or_default() += form.count;
                }
            }
            equal.push(
                column
                    .forms
                    .iter()
                    .map(|f| {
                        narrow(((f64::from(f.count) - 1.0 - duplicates).max(0.3) / present).ln())
                    })
                    .collect(),
            );
            alike.push(
                column
                    .forms
                    .iter()
                    .map(|f| {
                        let records = sounds.get(&f.sound).copied().unwrap_or(f.count).max(1);
                        narrow((f64::from(records) / present).ln())
                    })
                    .collect(),
            );
        }
        Self {
            equal,
            alike,
            mean: [[0.0; LEVELS]; MAX_FIELDS],
        }
    }

    pub(crate) fn rarity(&self, level: u8, a: (usize, u32), b: (usize, u32)) -> f32 {
        let look = |list: &[Vec<f32>], (field, value): (usize, u32)| {
            list.get(field)
                .and_then(|l| l.get(value as usize))
                .copied()
                .unwrap_or(0.0)
        };
        match level {
            SAME if a == b => look(&self.equal, a),
            SAME => look(&self.equal, a).max(look(&self.equal, b)),
            SOUND..=SHORT => {
                let mean = self
                    .mean
                    .get(a.0)
                    .and_then(|m| m.get(usize::from(level)))
                    .copied()
                    .unwrap_or(0.0);
                if mean == 0.0 {
                    return 0.0;
                }
                (FUZZY_SHARE * (look(&self.alike, a).max(look(&self.alike, b)) - mean))
                    .clamp(-7.0, 3.0)
            }
            _ => 0.0,
        }
    }

    /// Learns the mean rarity of each inexact level from random pairs.
    pub(crate) fn learn_means(&mut self, table: &Table, drawn: &[Drawn]) {
        for (k, _) in table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.role.is_name())
        {
            let Some(alike) = self.alike.get(k) else {
                continue;
            };
            let look = |record: u32| {
                table
                    .row(record)
                    .get(k)
                    .and_then(|v| alike.get(*v as usize))
                    .copied()
                    .unwrap_or(0.0)
            };
            let mut sums = [(0.0, 0.0); LEVELS];
            for pair in drawn.iter().filter(|p| !p.vector.swapped) {
                let level = pair.vector.level[k];
                if (SOUND..=SHORT).contains(&level) {
                    let slot = &mut sums[usize::from(level)];
                    *slot = (
                        slot.0 + 1.0,
                        slot.1 + f64::from(look(pair.a).max(look(pair.b))),
                    );
                }
            }
            for (mean, (n, sum)) in self.mean[k].iter_mut().zip(sums) {
                *mean = if n >= 5.0 { narrow(sum / n) } else { 0.0 };
            }
        }
    }
}
