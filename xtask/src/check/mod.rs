//! Our own checks of the repository. Each is a function from what it looks at to what is wrong, and has a test that
//! plants a violation.

mod arrows;
mod cnp;
mod length;
mod licences;
mod naming;
mod phrases;
mod seal;
mod shared;
mod shown;

use crate::counts::Counts;
use crate::tree::File;
use crate::workspace::Workspace;
use crate::{Trouble, generate, tree, workspace};
use std::path::Path;

/// What the checks look at.
#[derive(Debug)]
struct Subject<'a> {
    root: &'a Path,
    files: Vec<File>,
    workspace: Workspace,
}

/// A name, and what is wrong: one sentence each, with the place.
type Check = (
    &'static str,
    fn(&Subject<'_>) -> Result<Vec<String>, Trouble>,
);

const ALL: &[Check] = &[
    ("arrows between crates only point down", |s| {
        Ok(arrows::violations(&s.workspace))
    }),
    ("each guarded crate is named by its owner alone", |s| {
        Ok(naming::violations(&s.workspace))
    }),
    ("only policy makes an Authorized", |s| {
        Ok(seal::violations(&s.files))
    }),
    ("no allow, no leftovers", |s| {
        Ok(phrases::violations(&s.files))
    }),
    ("licences", |s| Ok(licences::violations(&s.workspace))),
    ("tests read nothing outside the repository", |s| {
        Ok(shared::violations(&s.files))
    }),
    ("what is shown is tested", |s| {
        Ok(shown::violations(&s.files))
    }),
    ("no real-looking personal number", |s| {
        Ok(cnp::violations(&s.files))
    }),
    ("generated files are as generated", |s| {
        generate::stale(s.root)
    }),
];

/// Runs all; every check counts as one test. Long files are listed, and fail nothing.
pub(crate) fn run(root: &Path) -> Result<Counts, Trouble> {
    let subject = Subject {
        root,
        files: tree::read(root)?,
        workspace: workspace::read(root)?,
    };
    let mut counts = Counts::default();
    for (name, check) in ALL {
        let wrong = check(&subject)?;
        eprintln!(
            "== check: {name}: {}",
            if wrong.is_empty() { "ok" } else { "FAILED" }
        );
        for sentence in &wrong {
            eprintln!("   {sentence}");
        }
        counts += Counts::one(wrong.is_empty());
    }
    for sentence in length::long(&subject.files) {
        eprintln!("note: {sentence}");
    }
    Ok(counts)
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Whether the repository passes is the business of `cargo xtask test --stage lints`; that each check can be run on
    /// it at all, and tells itself apart from the others, is this test's.
    #[test]
    fn every_check_runs_on_this_repository_under_a_name_of_its_own() {
        let root = crate::root();
        let subject = Subject {
            root,
            files: tree::read(root).expect("a git checkout"),
            workspace: workspace::read(root).expect("cargo metadata"),
        };
        let mut names = BTreeSet::new();
        for (name, check) in ALL {
            assert!(check(&subject).is_ok() && names.insert(name), "{name}");
        }
    }
}
