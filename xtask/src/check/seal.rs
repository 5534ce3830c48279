//! Only `punte-policy` makes an `Authorized`: nobody else names `punte_domain::access::seal`.

use crate::tree::File;

/// Where the door is, where it is used, and this check.
const MAY: &[&str] = &[
    "crates/domain/src/access.rs",
    "crates/policy/",
    "xtask/src/check/seal.rs",
    // The store's own tests stand in for policy: they hand it proofs of every shape.
    "crates/store/tests/store/common.rs",
];

pub(crate) fn violations(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.is(&["rs"]) && !MAY.iter().any(|may| file.path.starts_with(may)))
        .filter(|file| names_it(&squeezed(&file.text)))
        .map(|file| format!("{} names access::seal", file.path))
        .collect()
}

/// Without white space, so that no line break hides a path.
fn squeezed(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" ::", "::")
}

fn names_it(text: &str) -> bool {
    let grouped = text.match_indices("access::").any(|(at, path)| {
        let rest = text.get(at + path.len()..).unwrap_or_default();
        let rest = rest.trim_start();
        first_word(rest) == "seal"
            || (rest.starts_with('{') && words(group(rest)).any(|word| word == "seal"))
    });
    grouped || text.contains("seal::authorized")
}

/// Up to the bracket that closes the first.
fn group(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return text.get(..at).unwrap_or(text),
            '}' => depth -= 1,
            _ => {}
        }
    }
    text
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

fn first_word(text: &str) -> &str {
    words(text).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    fn found(path: &str, text: &str) -> bool {
        !violations(&[file(path, text)]).is_empty()
    }

    #[test]
    fn every_way_to_name_it_is_found() {
        for text in [
            "use punte_domain::access::seal;",
            "use punte_domain::access::{Action, seal};",
            "use punte_domain::access::{\n    Action,\n    seal::{self},\n};",
            "use punte_domain::{access::{seal as s}, id::UnitId};",
            "use punte_domain :: access ::\n seal as s;",
            "use punte_domain::access::*; fn f() { seal::authorized(a, b) }",
            "let a = punte_domain::access\n    ::seal::authorized::<ReadFile>(r);",
        ] {
            assert!(found("crates/app/src/lib.rs", text), "{text}");
        }
    }

    #[test]
    fn its_owner_may_and_other_seals_are_other_things() {
        let text = "use punte_domain::access::seal;";
        assert!(!found("crates/policy/src/ask.rs", text));
        assert!(!found("crates/domain/src/access.rs", text));
        assert!(found("crates/domain/src/other.rs", text));
        assert!(!found(
            "crates/vault/src/seal.rs",
            "use crate::seal::open; use a::access::{Grant}; fn seal() {}"
        ));
        assert!(!found("docs/policy.md", text));
    }
}
