//! Who may name what: crates of consequence, each behind one of ours.

use crate::workspace::Workspace;

/// Whoever plays a person with an authenticator in hand, over HTTP and from outside, computes its codes as that person's phone does.
const OUTSIDERS: &[(&str, &str)] = &[("totp-rs", "punte-load")];

/// A guarded crate and the only package of ours that may depend on it, in tests too.
const GUARDED: &[(&str, &str)] = &[
    ("sqlx", "punte-store"),
    ("sea-query", "punte-store"),
    ("aws-lc-rs", "punte-vault"),
    ("aws-lc-sys", "punte-vault"),
    ("hpke", "punte-vault"),
    ("argon2", "punte-vault"),
    ("totp-rs", "punte-vault"),
    ("cedar-policy", "punte-policy"),
    ("cedar-policy-core", "punte-policy"),
    ("typst", "punte-reports"),
];

pub(crate) fn violations(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in workspace.own() {
        for dependency in &package.dependencies {
            let owner = GUARDED
                .iter()
                .find(|(name, _)| *name == dependency.name)
                .map(|(_, owner)| *owner);
            let outsider = OUTSIDERS.contains(&(dependency.name.as_str(), package.name.as_str()));
            if !outsider && owner.is_some_and(|owner| owner != package.name) {
                wrong.push(format!(
                    "{} must not name {}",
                    package.name, dependency.name
                ));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::package;

    #[test]
    fn a_guarded_crate_in_other_hands_is_found_in_tests_too() {
        for (guarded, owner) in GUARDED {
            for kind in [None, Some("dev"), Some("build")] {
                let packages = vec![
                    package(owner, &[(guarded, kind)]),
                    package("punte-web", &[(guarded, kind)]),
                ];
                let wrong = violations(&Workspace { packages });
                assert_eq!(wrong, [format!("punte-web must not name {guarded}")]);
            }
        }
    }
}
