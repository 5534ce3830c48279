//! Which crate may use which (design 6, ruling 24). An arrow only ever points down.

use crate::workspace::Workspace;

/// Each of our crates and what it may depend on, beside other people's crates.
///
/// `words` is a leaf that the faces and the middle may use. What is not listed may depend on none of ours.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ledger", &[]),
    ("link", &[]),
    ("disclose", &[]),
    ("journeys", &[]),
    ("words", &[]),
    ("vault", &["ledger"]),
    ("policy", &["domain"]),
    ("store", &["domain", "ledger"]),
    (
        "app",
        &[
            "domain", "policy", "vault", "store", "ledger", "link", "disclose", "journeys", "words",
        ],
    ),
    ("reports", &["app", "words"]),
    ("web", &["app", "reports", "words"]),
    (
        "punte",
        &[
            "domain", "policy", "vault", "store", "ledger", "link", "disclose", "journeys",
            "words", "app", "reports", "web",
        ],
    ),
    // On top of everything, for tests alone.
    (
        "testkit",
        &[
            "domain", "policy", "vault", "store", "ledger", "link", "disclose", "journeys",
            "words", "app", "reports", "web", "punte",
        ],
    ),
    // The fault campaigns: nothing depends on them, so that nothing planted is ever shipped.
    (
        "faults",
        &[
            "domain", "policy", "vault", "store", "ledger", "words", "app", "web", "testkit",
        ],
    ),
    // The load generator: a tool of its own, that nothing depends on either.
    (
        "load",
        &[
            "domain", "vault", "store", "ledger", "words", "app", "web", "testkit",
        ],
    ),
];

const PREFIX: &str = "punte-";

pub(crate) fn violations(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in workspace.own() {
        let from = short(&package.name);
        for dependency in &package.dependencies {
            let Some(to) = ours(workspace, &dependency.name) else {
                continue;
            };
            let test_only = dependency.kind.as_deref() == Some("dev") && to == "testkit";
            if !test_only && !may(from, to) {
                wrong.push(format!("{from} must not depend on {to}"));
            }
        }
    }
    wrong
}

fn ours<'a>(workspace: &Workspace, name: &'a str) -> Option<&'a str> {
    workspace
        .own()
        .any(|package| package.name == name)
        .then(|| short(name))
}

fn short(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}

fn may(from: &str, to: &str) -> bool {
    ALLOWED
        .iter()
        .any(|(name, targets)| *name == from && targets.contains(&to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::package;

    fn planted(from: &str, to: &str, kind: Option<&str>) -> Vec<String> {
        let packages = vec![
            package(from, &[(to, kind), ("serde", None)]),
            package(to, &[]),
        ];
        violations(&Workspace { packages })
    }

    #[test]
    fn an_arrow_up_or_sideways_is_found() {
        assert_eq!(
            planted("punte-domain", "punte-store", None),
            ["domain must not depend on store"]
        );
        assert_eq!(planted("punte-store", "punte-vault", None).len(), 1);
        assert_eq!(planted("punte-web", "punte-vault", None).len(), 1);
        assert_eq!(planted("punte-domain", "punte-store", Some("dev")).len(), 1);
        assert_eq!(planted("xtask", "punte-domain", None).len(), 1);
        assert_eq!(planted("punte-new", "punte-domain", None).len(), 1);
    }

    #[test]
    fn the_testkit_is_for_tests_alone() {
        assert_eq!(planted("punte-store", "punte-testkit", None).len(), 1);
        assert!(planted("punte-store", "punte-testkit", Some("dev")).is_empty());
    }

    #[test]
    fn an_allowed_arrow_passes() {
        assert!(planted("punte-store", "punte-domain", None).is_empty());
        assert!(planted("punte", "punte-web", None).is_empty());
    }

    #[test]
    fn the_allowed_arrows_have_no_circle() {
        // Crates are listed below those that use them: every target stands above.
        for (at, (from, targets)) in ALLOWED.iter().enumerate() {
            for to in *targets {
                let place = ALLOWED.iter().position(|(name, _)| name == to);
                assert!(place.is_some_and(|place| place < at), "{from} -> {to}");
            }
        }
    }
}
