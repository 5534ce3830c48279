//! The policies as text, and one small `PolicySet` per action.
//!
//! Cedar's cost is linear in the number of policies it is given (reference/rust.md B4), so each action is asked only of
//! the policies whose scope names it. The sets follow from the scopes: there is no list to keep in step.

use crate::error::PolicyError;
use cedar_policy::{
    ActionConstraint, Effect, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};
use punte_domain::access::ACTIONS;
use std::collections::{HashMap, HashSet};

/// The schema that every policy is validated against.
pub const SCHEMA: &str = include_str!("../../../policies/punte.cedarschema");

/// The policies of Punte: file name and text.
pub const POLICIES: &[(&str, &str)] = &[
    ("always", include_str!("../../../policies/always.cedar")),
    ("desk", include_str!("../../../policies/desk.cedar")),
    ("files", include_str!("../../../policies/files.cedar")),
    (
        "file_read",
        include_str!("../../../policies/file_read.cedar"),
    ),
    (
        "file_write",
        include_str!("../../../policies/file_write.cedar"),
    ),
    (
        "file_share",
        include_str!("../../../policies/file_share.cedar"),
    ),
    ("concerns", include_str!("../../../policies/concerns.cedar")),
    ("persons", include_str!("../../../policies/persons.cedar")),
    (
        "referrals",
        include_str!("../../../policies/referrals.cedar"),
    ),
    (
        "installation",
        include_str!("../../../policies/installation.cedar"),
    ),
];

/// What Cedar is asked of one action.
#[derive(Debug)]
pub(crate) struct ActionSet {
    pub(crate) policies: PolicySet,
    pub(crate) permits: usize,
}

/// Parses the schema.
pub(crate) fn schema(text: &str) -> Result<Schema, PolicyError> {
    Schema::from_cedarschema_str(text)
        .map(|(schema, _)| schema)
        .map_err(|e| PolicyError::Schema(chain(&e)))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// Parses the policies, gives each the id of its `@id`, and validates all of them strictly.
pub(crate) fn parse(
    schema: &Schema,
    files: &[(&str, &str)],
) -> Result<Vec<cedar_policy::Policy>, PolicyError> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for (file, text) in files {
        let set: PolicySet = text.parse().map_err(|e| PolicyError::Syntax {
            file: (*file).to_owned(),
            why: chain(&e),
        })?;
        if let Some(template) = set.templates().next() {
            return Err(PolicyError::Template(template.id().to_string()));
        }
        for policy in set.policies() {
            let id = policy
                .annotation("id")
                .filter(|id| !id.is_empty() && seen.insert((*id).to_owned()))
                .ok_or_else(|| PolicyError::Id {
                    file: (*file).to_owned(),
                })?;
            all.push(policy.new_id(PolicyId::new(id)));
        }
    }
    validate(schema, &all)?;
    Ok(all)
}

fn validate(schema: &Schema, policies: &[cedar_policy::Policy]) -> Result<(), PolicyError> {
    let set = PolicySet::from_policies(policies.iter().cloned())
        .map_err(|e| PolicyError::Invalid(e.to_string()))?;
    let result = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
    if result.validation_passed_without_warnings() {
        return Ok(());
    }
    let errors = result.validation_errors().map(ToString::to_string);
    let warnings = result.validation_warnings().map(ToString::to_string);
    Err(PolicyError::Invalid(
        errors.chain(warnings).collect::<Vec<_>>().join("; "),
    ))
}

/// Sorts the policies by the actions that their scopes name.
pub(crate) fn by_action(
    policies: &[cedar_policy::Policy],
) -> Result<HashMap<&'static str, ActionSet>, PolicyError> {
    ACTIONS
        .iter()
        .map(|(action, _)| {
            let mine: Vec<_> = policies
                .iter()
                .filter(|p| names(p, action))
                .cloned()
                .collect();
            let permits = mine.iter().filter(|p| p.effect() == Effect::Permit).count();
            let policies =
                PolicySet::from_policies(mine).map_err(|e| PolicyError::Invalid(e.to_string()))?;
            Ok((*action, ActionSet { policies, permits }))
        })
        .collect()
}

fn names(policy: &cedar_policy::Policy, action: &str) -> bool {
    match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::In(uids) => uids.iter().any(|uid| uid.id().unescaped() == action),
        ActionConstraint::Eq(uid) => uid.id().unescaped() == action,
    }
}
