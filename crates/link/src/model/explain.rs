//! Why a pair has its score: a waterfall that adds up exactly.

use crate::compare::{compare, level_word};
use crate::model::{Weights, probability};
use crate::run::Linkage;
use crate::table::Table;
use std::fmt;

/// What a pair is weighed against: the likeliest way of being two persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Two members of one household.
    Household,
    /// Strangers of one community.
    Community,
    /// Strangers at large.
    Strangers,
}

/// One bar of the waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Header of the column.
    pub header: String,
    /// The two normalised values.
    pub values: (String, String),
    /// How they resemble each other, in words.
    pub level: &'static str,
    /// Bits for (positive) or against (negative) one person.
    pub bits: f64,
}

/// The score of a pair taken apart; `prior + Σ bars + others = total`, in bits (log2 odds).
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// What the pair is weighed against.
    pub against: Against,
    /// Given and family names were compared crosswise.
    pub swapped: bool,
    /// What is known before looking: how rare one-person pairs are.
    pub prior: f64,
    /// One bar per field, missing ones with 0 bits.
    pub bars: Vec<Bar>,
    /// Correction for the less likely ways of being two persons (never positive).
    pub others: f64,
    /// Log2 odds of one person.
    pub total: f64,
}

impl Waterfall {
    /// Probability of one person.
    pub fn probability(&self) -> f64 {
        probability(crate::model::narrow(self.total * std::f64::consts::LN_2))
    }
}

impl fmt::Display for Waterfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let against = match self.against {
            Against::Household => "two members of one household",
            Against::Community => "two strangers of one community",
            Against::Strangers => "two strangers",
        };
        writeln!(
            f,
            "one person, against {against}{}",
            if self.swapped {
                " (names in opposite order)"
            } else {
                ""
            }
        )?;
        writeln!(f, "{:>8.1} bits  before looking", self.prior)?;
        for bar in &self.bars {
            writeln!(
                f,
                "{:>+8.1} bits  {}: {:?} and {:?}, {}",
                bar.bits, bar.header, bar.values.0, bar.values.1, bar.level
            )?;
        }
        writeln!(
            f,
            "{:>+8.1} bits  other ways of being two persons",
            self.others
        )?;
        write!(
            f,
            "{:>8.1} bits  in all: probability {:.4}",
            self.total,
            self.probability()
        )
    }
}

impl Linkage {
    /// Takes the score of two records apart. Works for any two records, kept pair or not.
    pub fn explain(&self, table: &Table, a: u32, b: u32) -> Waterfall {
        let scorer = self.scorer(table);
        let (ra, rb) = (table.row(a), table.row(b));
        let vector = compare(table, ra, rb, scorer.given, scorer.family);
        let all = scorer.weigh(&vector, ra, rb);
        let (against, pick): (Against, fn(Weights) -> f32) =
            if all.household >= all.community.max(all.different) {
                (Against::Household, |w| w.household)
            } else if all.community >= all.different {
                (Against::Community, |w| w.community)
            } else {
                (Against::Strangers, |w| w.different)
            };
        let bits = |w: Weights| f64::from(w.same - pick(w)) / std::f64::consts::LN_2;
        let bars: Vec<Bar> = table
            .schema()
            .fields()
            .iter()
            .enumerate()
            .map(|(k, field)| Bar {
                header: field.header.clone(),
                values: (table.shown(a, k).to_owned(), table.shown(b, k).to_owned()),
                level: level_word(field.role, vector.level[k]),
                bits: bits(scorer.field(k, &vector, ra, rb)),
            })
            .collect();
        let prior = bits(scorer.prior());
        let total = f64::from(all.log_odds()) / std::f64::consts::LN_2;
        let others = total - prior - bars.iter().map(|b| b.bits).sum::<f64>();
        Waterfall {
            against,
            swapped: vector.swapped,
            prior,
            bars,
            others,
            total,
        }
    }
}
