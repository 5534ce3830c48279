//! What `cargo metadata` says, as far as the checks need it.

use crate::Trouble;
use crate::shell::{answer, command};
use serde::Deserialize;
use std::path::Path;

/// All packages, ours and others'.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
}

/// One package.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// `None` for our own.
    pub(crate) source: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One dependency as its manifest writes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` is an ordinary one; otherwise "dev" or "build".
    pub(crate) kind: Option<String>,
}

impl Workspace {
    /// Our own packages.
    pub(crate) fn own(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.source.is_none())
    }
}

/// Asks cargo.
pub(crate) fn read(root: &Path) -> Result<Workspace, Trouble> {
    let args = ["metadata", "--format-version", "1", "--locked"];
    Ok(serde_json::from_str(&answer(command(
        root,
        "cargo",
        &args,
        &[],
    ))?)?)
}

#[cfg(test)]
pub(crate) fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
    let dependency = |(name, kind): &(&str, Option<&str>)| Dependency {
        name: (*name).to_owned(),
        kind: kind.map(str::to_owned),
    };
    Package {
        name: name.to_owned(),
        version: "0.1.0".to_owned(),
        source: None,
        license: Some("EUPL-1.2".to_owned()),
        dependencies: dependencies.iter().map(dependency).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_understood() {
        let workspace = read(crate::root()).expect("cargo metadata");
        assert!(workspace.own().any(|package| package.name == "xtask"));
        assert!(workspace.packages.len() > workspace.own().count());
    }
}
