//! Licences of everything that is built in: each crate must be usable under one from our list.

use crate::workspace::Workspace;

/// Licences whose terms an EUPL-1.2 work can keep.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    // Permissive, approved by the OSI; asks that its text or its address goes along.
    "BlueOak-1.0.0",
    "CC0-1.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub(crate) fn violations(workspace: &Workspace) -> Vec<String> {
    workspace
        .packages
        .iter()
        .filter_map(|package| {
            let name = format!("{} {}", package.name, package.version);
            match package.license.as_deref() {
                None => Some(format!("{name} names no licence")),
                Some(text) if usable(text) == Some(true) => None,
                Some(text) => Some(format!("{name} is under {text}")),
            }
        })
        .collect()
}

/// Whether the expression (SPDX, or the older form with `/` for or) can be met from the list; `None` if it is none.
fn usable(expression: &str) -> Option<bool> {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut tokens = spaced.split_whitespace().peekable();
    let met = any(&mut tokens)?;
    tokens.next().is_none().then_some(met)
}

type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut met = all(tokens)?;
    while tokens.next_if_eq(&"OR").is_some() {
        met |= all(tokens)?;
    }
    Some(met)
}

fn all(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut met = one(tokens)?;
    while tokens.next_if_eq(&"AND").is_some() {
        met &= one(tokens)?;
    }
    Some(met)
}

fn one(tokens: &mut Tokens<'_>) -> Option<bool> {
    if tokens.next_if_eq(&"(").is_some() {
        let met = any(tokens)?;
        return tokens.next_if_eq(&")").map(|_| met);
    }
    let mut licence = tokens
        .next_if(|t| !["AND", "OR", "WITH", ")"].contains(t))?
        .to_owned();
    if tokens.next_if_eq(&"WITH").is_some() {
        licence = format!("{licence} WITH {}", tokens.next()?);
    }
    Some(ALLOWED.contains(&licence.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::package;

    #[test]
    fn expressions_are_understood() {
        for yes in [
            "MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 / MIT",
            "GPL-2.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0-only",
            "ISC AND (Apache-2.0 OR ISC) AND Apache-2.0 AND MIT AND BSD-3-Clause",
        ] {
            assert_eq!(usable(yes), Some(true), "{yes}");
        }
        for no in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT OR ISC) AND AGPL-3.0-only",
            "Apache-2.0 WITH Other-exception",
        ] {
            assert_eq!(usable(no), Some(false), "{no}");
        }
        for none in ["", "MIT OR", "(MIT", "MIT MIT", "OR MIT", "MIT)"] {
            assert_eq!(usable(none), None, "{none}");
        }
    }

    #[test]
    fn a_planted_licence_and_a_missing_one_are_found() {
        let licensed = |licence: Option<&str>| {
            let mut planted = package("planted", &[]);
            planted.license = licence.map(str::to_owned);
            violations(&Workspace {
                packages: vec![planted],
            })
        };
        assert_eq!(
            licensed(Some("AGPL-3.0-only")),
            ["planted 0.1.0 is under AGPL-3.0-only"]
        );
        assert_eq!(licensed(None), ["planted 0.1.0 names no licence"]);
        assert!(licensed(Some("MIT OR Apache-2.0")).is_empty());
    }
}
