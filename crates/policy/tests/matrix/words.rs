//! Every policy has its sentence in every language, and no sentence is of a policy that is gone.

use cedar_policy::PolicySet;
use punte_policy::POLICIES;
use std::collections::BTreeSet;

fn ids() -> BTreeSet<String> {
    POLICIES
        .iter()
        .flat_map(|(_, text)| {
            let set: PolicySet = text.parse().expect("our policies parse");
            let ids: Vec<_> = set
                .policies()
                .filter_map(|p| p.annotation("id").map(str::to_owned))
                .collect();
            ids
        })
        .collect()
}

fn keys(ftl: &str) -> BTreeSet<String> {
    ftl.lines()
        .filter_map(|line| line.split_once(" = "))
        .filter_map(|(key, text)| (!text.trim().is_empty()).then_some(key))
        .filter_map(|key| key.strip_prefix("policy-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_policy_has_a_sentence_in_both_languages() {
    let ids = ids();
    assert_eq!(keys(include_str!("../../../../locales/ro/policy.ftl")), ids);
    assert_eq!(keys(include_str!("../../../../locales/en/policy.ftl")), ids);
}
