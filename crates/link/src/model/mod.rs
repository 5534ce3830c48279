//! The model: how likely each level of agreement is between two records of one person, of one household, of strangers.
//!
//! Fellegi and Sunter (1969) weigh a pair by `P(levels | same person) / P(levels | different persons)`, field by
//! field. Here "different persons" is a mixture of two: strangers, and members of one household. Brothers and sisters
//! share family name, parents, address and telephone *together*; to count that as four independent coincidences is the
//! error that merges siblings. In the household class the shared fields have their own probabilities, the personal
//! ones (given name, sex, document, mail) those of strangers, and the date of birth its own (twins, a sibling's gap).

// Indexing cannot fail here: fields are counted below `MAX_FIELDS` (`Schema::new` refuses more), levels come from
// `compare` and lie below `LEVELS`.

pub(crate) mod em;
pub mod explain;
pub(crate) mod frequency;
pub(crate) mod strangers;

use crate::compare::{LEVELS, Vector, compare};
use crate::model::frequency::Frequencies;
use crate::schema::{MAX_FIELDS, Role};
use crate::table::{Table, count};

/// Probabilities of the levels of one field.
#[derive(Debug, Clone)]
pub struct FieldModel {
    /// What the field means.
    pub role: Role,
    /// Given the same person; index 0 (missing) unused.
    pub same: [f64; LEVELS],
    /// Given two members of one household; equals `community` for personal fields.
    pub household: [f64; LEVELS],
    /// Given strangers of one community. Index 1 is not a share but how many times likelier equality is than the
    /// frequency of the value alone would make it.
    pub community: [f64; LEVELS],
    /// Given strangers at large; index 1 as in `community`.
    pub different: [f64; LEVELS],
}

impl FieldModel {
    /// True when the household class has probabilities of its own for the field.
    pub(crate) fn is_own(&self) -> bool {
        self.role.shared_by_household() || self.role == Role::Birth
    }
}

/// The whole model.
#[derive(Debug, Clone)]
pub struct Model {
    /// One entry per field of the schema.
    pub fields: Vec<FieldModel>,
    /// Share of all pairs that are one person.
    pub prior_same: f64,
    /// Share of all pairs that are two members of one household.
    pub prior_household: f64,
    /// Share of all pairs of strangers that are of one community.
    pub community_share: f64,
    /// Mean number of further records of a record's person.
    pub duplicates: f64,
}

/// Log-likelihoods (natural) of a pair under the three classes, priors included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) same: f32,
    pub(crate) household: f32,
    pub(crate) community: f32,
    pub(crate) different: f32,
}

impl Weights {
    /// Probability that the two are strangers.
    pub(crate) fn strangers(self) -> f32 {
        let top = self
            .same
            .max(self.household)
            .max(self.community)
            .max(self.different);
        let [s, h, c, d] =
            [self.same, self.household, self.community, self.different].map(|x| (x - top).exp());
        (c + d) / (s + h + c + d)
    }

    /// True when the log odds cannot reach `least`: spares the exponentials for most candidates.
    pub(crate) fn falls_short_of(self, least: f32) -> bool {
        self.same - self.household.max(self.different).max(self.community) < least
    }

    /// Log odds of "same person" against both kinds of "different persons".
    pub(crate) fn log_odds(self) -> f32 {
        let top = self.household.max(self.different).max(self.community);
        let rest = ((self.household - top).exp()
            + (self.different - top).exp()
            + (self.community - top).exp())
        .ln();
        self.same - top - rest
    }
}

/// A model ready to score pairs of one table.
pub(crate) struct Scorer<'t> {
    pub(crate) table: &'t Table,
    pub(crate) frequencies: &'t Frequencies,
    pub(crate) given: Option<usize>,
    pub(crate) family: Option<usize>,
    same: [[f32; LEVELS]; MAX_FIELDS],
    household: [[f32; LEVELS]; MAX_FIELDS],
    community: [[f32; LEVELS]; MAX_FIELDS],
    different: [[f32; LEVELS]; MAX_FIELDS],
    shared: [bool; MAX_FIELDS],
    prior: Weights,
}

impl<'t> Scorer<'t> {
    pub(crate) fn new(table: &'t Table, model: &Model, frequencies: &'t Frequencies) -> Self {
        let zero = [[0f32; LEVELS]; MAX_FIELDS];
        let rest = 1.0 - model.prior_same - model.prior_household;
        let prior = Weights {
            same: narrow(model.prior_same.ln()),
            household: narrow(model.prior_household.ln()),
            community: narrow((rest * model.community_share).ln()),
            different: narrow((rest * (1.0 - model.community_share)).ln()),
        };
        let mut scorer = Self {
            table,
            frequencies,
            given: table.schema().position(Role::Given),
            family: table.schema().position(Role::Family),
            same: zero,
            household: zero,
            community: zero,
            different: zero,
            shared: [false; MAX_FIELDS],
            prior,
        };
        for (k, field) in model.fields.iter().enumerate().take(MAX_FIELDS) {
            scorer.shared[k] = field.is_own();
            for level in 1..LEVELS {
                scorer.same[k][level] = narrow(field.same[level].ln());
                scorer.household[k][level] = narrow(field.household[level].ln());
                scorer.community[k][level] = narrow(field.community[level].ln());
                scorer.different[k][level] = narrow(field.different[level].ln());
            }
        }
        scorer
    }

    /// The class shares, before any field is looked at.
    pub(crate) fn prior(&self) -> Weights {
        self.prior
    }

    /// Compares and weighs two records.
    pub(crate) fn score(&self, a: u32, b: u32) -> Weights {
        let (ra, rb) = (self.table.row(a), self.table.row(b));
        let vector = compare(self.table, ra, rb, self.given, self.family);
        self.weigh(&vector, ra, rb)
    }

    pub(crate) fn weigh(&self, vector: &Vector, ra: &[u32], rb: &[u32]) -> Weights {
        let mut w = self.prior;
        for k in 0..ra.len().min(MAX_FIELDS) {
            let add = self.field(k, vector, ra, rb);
            w.same += add.same;
            w.household += add.household;
            w.community += add.community;
            w.different += add.different;
        }
        w
    }

    /// What one field adds to the log-likelihoods.
    pub(crate) fn field(&self, k: usize, vector: &Vector, ra: &[u32], rb: &[u32]) -> Weights {
        let level = usize::from(vector.level[k]);
        if level == 0 {
            return Weights {
                same: 0.0,
                household: 0.0,
                community: 0.0,
                different: 0.0,
            };
        }
        let rarity = self.rarity(k, vector, ra, rb);
        Weights {
            same: self.same[k][level],
            household: self.household[k][level] + if self.shared[k] { 0.0 } else { rarity },
            community: self.community[k][level] + rarity,
            different: self.different[k][level] + rarity,
        }
    }

    /// Log frequency of the value agreed on: absolute for equality, relative to the level's mean otherwise.
    pub(crate) fn rarity(&self, k: usize, vector: &Vector, ra: &[u32], rb: &[u32]) -> f32 {
        let at = |row: &[u32], f: usize| row.get(f).copied().unwrap_or(0);
        let (mut other, mut value) = (k, at(rb, k));
        if vector.swapped {
            if Some(k) == self.given {
                other = self.family.unwrap_or(k);
            } else if Some(k) == self.family {
                other = self.given.unwrap_or(k);
            }
            value = at(rb, other);
        }
        self.frequencies
            .rarity(vector.level[k], (k, at(ra, k)), (other, value))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "log probabilities need no more than f32"
)]
pub(crate) fn narrow(x: f64) -> f32 {
    x.max(1e-30_f64.ln()) as f32
}

/// Probability for log odds.
pub fn probability(log_odds: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(log_odds)).exp())
}

impl Model {
    /// Where EM starts: rough habits of records about people; strangers are to be fitted next.
    pub(crate) fn start(table: &Table) -> Self {
        let n = count(table.len());
        let fields = table
            .columns
            .iter()
            .map(|column| {
                let (same, household) = habits(column.role);
                FieldModel {
                    role: column.role,
                    same,
                    household,
                    community: household,
                    different: household,
                }
            })
            .collect();
        let prior_same = 0.3 * n / table.all_pairs().max(n);
        Self {
            fields,
            prior_same,
            prior_household: prior_same / 2.0,
            community_share: 0.1,
            duplicates: 0.3,
        }
    }
}

/// Starting probabilities (same person, one household) for a kind of field.
fn habits(role: Role) -> ([f64; LEVELS], [f64; LEVELS]) {
    match role {
        Role::Given | Role::Family | Role::Kin => (
            [0.0, 0.62, 0.12, 0.10, 0.04, 0.04, 0.08, 0.0, 0.0],
            [0.0, 0.72, 0.08, 0.06, 0.02, 0.02, 0.10, 0.0, 0.0],
        ),
        Role::Birth => (
            [0.0, 0.76, 0.03, 0.05, 0.08, 0.03, 0.02, 0.02, 0.01],
            [0.0, 0.08, 0.005, 0.01, 0.02, 0.005, 0.03, 0.65, 0.20],
        ),
        Role::Place => (
            [0.0, 0.72, 0.06, 0.06, 0.08, 0.08, 0.0, 0.0, 0.0],
            [0.0, 0.80, 0.05, 0.05, 0.05, 0.05, 0.0, 0.0, 0.0],
        ),
        Role::Address | Role::Email => (
            [0.0, 0.70, 0.15, 0.05, 0.10, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.70, 0.15, 0.05, 0.10, 0.0, 0.0, 0.0, 0.0],
        ),
        Role::Sex | Role::Phone | Role::Document | Role::AddressCode => (
            [0.0, 0.85, 0.08, 0.07, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.50, 0.02, 0.48, 0.0, 0.0, 0.0, 0.0, 0.0],
        ),
    }
}
