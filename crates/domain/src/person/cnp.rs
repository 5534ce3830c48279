//! The Romanian personal code (CNP): S YYMMDD JJ NNN C.

use serde::{Deserialize, Serialize};

/// What is odd about a number. Kept beside it; none of them blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Not 13 digits.
    Shape,
    /// The first digit is 0.
    FirstDigit,
    /// The date in it does not exist.
    Date,
    /// The date in it lies in the future.
    Future,
    /// The county part is not one that is given out (99: a demo's impossible number).
    County,
    /// The check digit does not fit.
    Checksum,
    /// Its sex is not the person's.
    SexDiffers,
    /// Its birth date is not the person's.
    BirthDiffers,
    /// There is no rule for this kind of number.
    NoRule,
}
