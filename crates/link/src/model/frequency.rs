//! How rare an agreed value is, and how strangers agree: measured, not assumed.

use crate::compare::{LEVELS, SAME, SHORT, SOUND, compare};
use crate::model::narrow;
use crate::schema::{MAX_FIELDS, Role};
use crate::table::{Table, count};
use std::collections::HashMap;

/// Share of a rare value's rarity that a non-equal level earns (a slip of a rare name is still nearly that name).
const FUZZY_SHARE: f32 = 0.8;

/// Log frequencies of all values.
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
            let present = f64::from(column.forms.iter().skip(1).map(|f| f.count).sum::<u32>()).max(1.0);
            let mut sounds: HashMap<u64, u32> = HashMap::new();
            if column.role.is_name() {
                for form in &column.forms {
                    *sounds.entry(form.sound).or_default() += form.count;
                }
            }
            equal.push(column.forms.iter().map(|f| narrow(((f64::from(f.count) - 1.0 - duplicates).max(0.3) / present).ln())).collect());
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
        Self { equal, alike, mean: [[0.0; LEVELS]; MAX_FIELDS] }
    }

    pub(crate) fn rarity(&self, level: u8, a: (usize, u32), b: (usize, u32)) -> f32 {
        let look = |list: &[Vec<f32>], (field, value): (usize, u32)| list.get(field).and_then(|l| l.get(value as usize)).copied().unwrap_or(0.0);
        match level {
            SAME if a == b => look(&self.equal, a),
            SAME => look(&self.equal, a).max(look(&self.equal, b)),
            SOUND..=SHORT => {
                let mean = self.mean.get(a.0).and_then(|m| m.get(usize::from(level))).copied().unwrap_or(0.0);
                if mean == 0.0 {
                    return 0.0;
                }
                (FUZZY_SHARE * (look(&self.alike, a).max(look(&self.alike, b)) - mean)).clamp(-7.0, 3.0)
            }
            _ => 0.0,
        }
    }

    /// Draws pairs at random and returns the shares of the levels; learns the mean rarity of each level on the way.
    ///
    /// Equality is not drawn but counted: it is the sum of squared frequencies.
    pub(crate) fn draw(&mut self, table: &Table, pairs: u32) -> Vec<[f64; LEVELS]> {
        let width = table.columns.len();
        let mut seen = vec![[0f64; LEVELS]; width];
        let mut rarity = vec![[0f64; LEVELS]; width];
        let (given, family) = (table.schema().position(Role::Given), table.schema().position(Role::Family));
        let n = u64::try_from(table.len()).unwrap_or(1);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..pairs {
            let (a, b) = (draw_below(&mut state, n), draw_below(&mut state, n));
            if a == b {
                continue;
            }
            let (ra, rb) = (table.row(a), table.row(b));
            let vector = compare(table, ra, rb, given, family);
            for (k, level) in vector.level.iter().enumerate().take(width) {
                let at = usize::from(*level);
                seen[k][at] += 1.0;
                if (SOUND..=SHORT).contains(level) && !vector.swapped {
                    let known = self.alike.get(k);
                    let look = |row: &[u32]| row.get(k).and_then(|v| known?.get(*v as usize)).copied().unwrap_or(0.0);
                    rarity[k][at] += f64::from(look(ra).max(look(rb)));
                }
            }
        }
        for (k, column) in table.columns.iter().enumerate() {
            for level in usize::from(SOUND)..=usize::from(SHORT) {
                if column.role.is_name() && seen[k][level] >= 5.0 {
                    self.mean[k][level] = narrow(rarity[k][level] / seen[k][level]);
                }
            }
        }
        table.columns.iter().zip(seen).map(|(column, seen)| shares(&column.forms.iter().skip(1).map(|f| f.count).collect::<Vec<_>>(), seen, crate::compare::worst(column.role))).collect()
    }
}

/// Shares of levels among present pairs, with the exact share of equality.
fn shares(counts: &[u32], seen: [f64; LEVELS], worst: u8) -> [f64; LEVELS] {
    let present: f64 = counts.iter().map(|c| f64::from(*c)).sum();
    let equal: f64 = counts.iter().map(|c| f64::from(*c) * (f64::from(*c) - 1.0)).sum::<f64>() / (present * (present - 1.0)).max(1.0);
    let total: f64 = seen.iter().skip(1).sum();
    let mut out = [0.0; LEVELS];
    out[1] = equal.max(1e-9);
    let worst = usize::from(worst);
    for level in 2..=worst {
        // Half a sighting stands for "never seen in the draw".
        out[level] = (seen[level] + 0.5) / (total + 0.5 * count(worst));
    }
    out
}

/// A number below `n`: xorshift, seeded by a constant so that a run repeats itself.
fn draw_below(state: &mut u64, n: u64) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    u32::try_from((*state >> 11) % n.max(1)).unwrap_or(0)
}

