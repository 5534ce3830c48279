//! Identification: potential -> presumed -> identified / not confirmed, by whom, when, on what ground; never a flag.

use crate::time::PartialDate;
use crate::values::Code;
use serde::{Deserialize, Serialize};

/// Where identification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Signs exist.
    Potential,
    /// Presumed victim (MNIR ch. 4, measure 3).
    Presumed,
    /// Identified by a competent body.
    Identified,
    /// A competent body or the team found no ground; can be opened again.
    NotConfirmed,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub status: Status,
    /// By which kind of authority (list `authority`).
    pub authority: Code,
    /// On which day.
    pub decided_on: PartialDate,
    /// On what ground, in words.
    pub ground: String,
    /// Indicators (list `indicator`).
    pub indicators: Vec<Code>,
    /// The person said so.
    pub self_identified: bool,
    /// Number of the document.
    pub document_ref: String,
    /// Who agreed or not, never needed for a child.
    pub consent: crate::values::Answer<bool>,
}
