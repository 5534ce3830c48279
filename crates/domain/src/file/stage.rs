//! The stage of a file, computed from what happened and never typed.

use super::identification::Status;
use super::state::State;
use crate::time::Moment;

/// The stages of a protection file (Inter-Agency Guidelines 2014, with identification before and reintegration apart).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Open; nothing else yet.
    Identification,
    /// Some other unit was asked or brought in.
    Referral,
    /// Risk was assessed.
    Assessment,
    /// There is a plan.
    Plan,
    /// Services are given.
    Services,
    /// The child goes home, or on its own feet.
    Reintegration,
    /// Closed.
    Closure,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Identification,
        Self::Referral,
        Self::Assessment,
        Self::Plan,
        Self::Services,
        Self::Reintegration,
        Self::Closure,
    ];

    /// The id in the pack's list `stage`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identification => "identification",
            Self::Referral => "referral",
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Services => "services",
            Self::Reintegration => "reintegration",
            Self::Closure => "closure",
        }
    }
}

/// The service kinds that mean going home.
const HOMEWARD: [&str; 3] = ["reintegration", "monitoring", "livelihood"];

/// Each stage with the moment it was first reached, `None` if it was not. Stages are not a ladder: a service may begin before a plan.
/// Computed from core entries alone, so that everybody who works on the file sees the same stage.
#[must_use]
pub fn stages(state: &State) -> [(Stage, Option<Moment>); 7] {
    let assessed = state.risks.first().map(|risk| risk.at);
    let homeward = state
        .services
        .iter()
        .filter(|s| HOMEWARD.contains(&s.kind.as_str()));
    let given = state
        .services
        .iter()
        .filter(|s| !HOMEWARD.contains(&s.kind.as_str()));
    [
        (Stage::Identification, state.opened_at),
        (
            Stage::Referral,
            state.shares.iter().map(|share| share.since).min(),
        ),
        (Stage::Assessment, assessed),
        (Stage::Plan, state.plans.first().map(|plan| plan.at)),
        (
            Stage::Services,
            given.map(|service| service.opened_at).min(),
        ),
        (
            Stage::Reintegration,
            homeward.map(|service| service.opened_at).min(),
        ),
        (Stage::Closure, state.closed.as_ref().map(|(at, _)| *at)),
    ]
}

/// The stage of the file: the furthest that was reached.
#[must_use]
pub fn stage(state: &State) -> Stage {
    stages(state)
        .into_iter()
        .rev()
        .find(|(_, at)| at.is_some())
        .map_or(Stage::Identification, |(stage, _)| stage)
}

/// Whether identification is still open: no decision, or only a potential victim.
#[must_use]
pub fn identification_pending(state: &State) -> bool {
    match state.identification() {
        None | Some(Status::Potential) => true,
        Some(Status::Presumed | Status::Identified | Status::NotConfirmed) => false,
    }
}
