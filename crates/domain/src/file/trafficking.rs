//! The trafficking event: acts, means, purposes (Palermo Protocol art. 3; Directive 2011/36/EU art. 2 as amended).

use crate::time::PartialDate;
use crate::values::{Answer, Code, Place};
use serde::{Deserialize, Serialize};

/// What is known of what was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Event {
    /// Acts (list `act`).
    pub acts: Vec<Code>,
    /// Means (list `means`).
    pub means: Vec<Code>,
    /// Purposes (list `exploitation`).
    pub purposes: Vec<Code>,
    /// Where.
    pub places: Vec<Place>,
    /// From.
    pub from: Option<PartialDate>,
    /// To.
    pub to: Option<PartialDate>,
    /// What the person is said to have agreed to. Recorded, and never makes it legal.
    pub apparent_consent: Answer<bool>,
    /// In words.
    pub text: String,
}
