//! Identification: potential -> presumed -> identified / not confirmed, by whom, when, on what ground; never a flag.

use crate::check;
use crate::context::Ctx;
use crate::machines::Machine;
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::PartialDate;
use crate::values::{Answer, Code};
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
    /// Whether the person agrees; never needed for a child, and an adult's "no" stops.
    pub consent: Answer<bool>,
}

impl Status {
    /// All, in order.
    pub const ALL: [Self; 4] = [
        Self::Potential,
        Self::Presumed,
        Self::Identified,
        Self::NotConfirmed,
    ];

    /// The id in the pack's list `identification`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Potential => "potential",
            Self::Presumed => "presumed",
            Self::Identified => "identified",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}

/// Whether `decision` may follow `before`. Guards (standards.md 6.5): presumed needs an indicator or the person's own word;
/// identified and not confirmed need a competent body and a document; an adult must not have refused; a child is never
/// blocked by a missing consent.
pub fn guard(
    before: Option<Status>,
    decision: &Decision,
    child: bool,
    ctx: &Ctx<'_>,
) -> Result<(), Refusal> {
    check::choice(ctx, List::Authority, &decision.authority)?;
    check::choices(ctx, List::Indicator, &decision.indicators)?;
    check::long(&decision.ground)?;
    check::short(&decision.document_ref)?;
    check::past(ctx, Some(decision.decided_on))?;
    if before.on(decision.status).is_none() {
        return Err(Refusal::IdentificationStep);
    }
    if !ctx.pack.may_decide(&decision.authority, decision.status) {
        return Err(Refusal::AuthorityNotCompetent);
    }
    match decision.status {
        Status::Potential => {}
        Status::Presumed => {
            if decision.indicators.is_empty() && !decision.self_identified {
                return Err(Refusal::IndicatorMissing);
            }
        }
        Status::Identified | Status::NotConfirmed => {
            if decision.document_ref.trim().is_empty() {
                return Err(Refusal::DocumentMissing);
            }
        }
    }
    let refused = decision.consent == Answer::Said(false);
    let formal = matches!(decision.status, Status::Presumed | Status::Identified);
    if !child && formal && refused {
        return Err(Refusal::AdultConsentMissing);
    }
    Ok(())
}
