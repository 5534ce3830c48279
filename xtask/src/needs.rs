//! What a fresh machine lacks: installed as root from the distribution, otherwise named.

use crate::Trouble;
use crate::shell::{command, watch, works};
use std::path::Path;

/// A program that some stages need beside cargo.
#[derive(Debug)]
pub(crate) struct Need {
    /// What it is called in the message.
    pub(crate) name: &'static str,
    /// How to see that it is there: program and arguments that must succeed.
    probe: &'static [&'static str],
    /// Distribution packages that bring it; empty where it comes otherwise.
    packages: &'static [&'static str],
    /// What a person types where we cannot install it.
    by_hand: &'static str,
    /// The stages that need it.
    stages: &'static [&'static str],
}

/// Everything a stage may need.
const ALL: &[Need] = &[
    Need {
        name: "git",
        probe: &["git", "--version"],
        packages: &["git"],
        by_hand: "apt-get install git",
        stages: &["lints"],
    },
    Need {
        name: "rustfmt",
        probe: &["cargo", "fmt", "--version"],
        packages: &[],
        by_hand: "rustup component add rustfmt",
        stages: &["fmt"],
    },
    Need {
        name: "clippy",
        probe: &["cargo", "clippy", "--version"],
        packages: &[],
        by_hand: "rustup component add clippy",
        stages: &["lints"],
    },
    Need {
        name: "a C compiler",
        probe: &["cc", "--version"],
        packages: &["gcc", "libc6-dev"],
        by_hand: "apt-get install gcc libc6-dev",
        stages: &["lints", "build", "unit", "matrix", "faults", "browser"],
    },
    // Debian keeps initdb out of the search path, and psql alone is only the client.
    Need {
        name: "postgresql",
        probe: &[
            "sh",
            "-c",
            "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb",
        ],
        packages: &["postgresql"],
        by_hand: "apt-get install postgresql",
        stages: &["unit", "matrix", "faults"],
    },
    Need {
        name: "chromium",
        probe: &["chromium", "--version"],
        packages: &["chromium"],
        by_hand: "apt-get install chromium",
        stages: &["browser"],
    },
    Need {
        name: "node and npm",
        probe: &["sh", "-c", "node --version && npm --version"],
        packages: &["nodejs", "npm"],
        by_hand: "apt-get install nodejs npm",
        stages: &["browser"],
    },
];

/// Sees to it that what the stages need is there. Gives the needs that remain.
pub(crate) fn provide(root: &Path, stages: &[&str]) -> Result<Vec<&'static Need>, Trouble> {
    let lacking = missing(root, ALL, stages);
    let packages: Vec<&str> = lacking
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    if packages.is_empty() || !may_install(root) {
        return Ok(lacking);
    }
    eprintln!("installing {}", packages.join(", "));
    let env = [("DEBIAN_FRONTEND", "noninteractive")];
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    for args in [["update", "--quiet"].as_slice(), &install] {
        watch(command(root, "apt-get", args, &env))?;
    }
    Ok(missing(root, ALL, stages))
}

impl Need {
    /// One line for a person.
    pub(crate) fn sentence(&self) -> String {
        format!("{} is missing: {}", self.name, self.by_hand)
    }
}

fn missing<'a>(root: &Path, needs: &'a [Need], stages: &[&str]) -> Vec<&'a Need> {
    needs
        .iter()
        .filter(|need| need.stages.iter().any(|stage| stages.contains(stage)))
        .filter(|need| {
            let (program, args) = need.probe.split_first().unwrap_or((&"false", &[]));
            !works(command(root, program, args, &[]))
        })
        .collect()
}

fn may_install(root: &Path) -> bool {
    let script = r#"test "$(id -u)" = 0 && command -v apt-get"#;
    works(command(root, "sh", &["-c", script], &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSENT: &[Need] = &[Need {
        name: "a thing",
        probe: &["no-such-program-here"],
        packages: &[],
        by_hand: "make one",
        stages: &["unit"],
    }];

    #[test]
    fn what_is_missing_is_named_with_what_to_type() {
        let found = missing(crate::root(), ABSENT, &["fmt", "unit"]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].sentence(), "a thing is missing: make one");
    }

    #[test]
    fn what_no_chosen_stage_needs_is_not_asked_for() {
        assert!(missing(crate::root(), ABSENT, &["fmt"]).is_empty());
    }

    #[test]
    fn every_need_can_be_probed_and_is_needed_by_a_stage() {
        assert!(
            ALL.iter()
                .all(|need| !need.probe.is_empty() && !need.stages.is_empty())
        );
    }
}
