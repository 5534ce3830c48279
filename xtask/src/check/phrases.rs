//! Phrases that no source may hold: lints switched off, and work left for later.

use crate::tree::File;

/// Spelt in halves, so that this file does not hold them.
const LEFT: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("unimplement", "ed!"),
    concat!("to", "do!"),
];

/// Our own sources. Vendored ones, and bundles made of them, keep their authors' words.
const SOURCES: &[&str] = &[
    "rs",
    "ts",
    "js",
    "css",
    "html",
    "ftl",
    "cedar",
    "cedarschema",
    "sql",
    "toml",
    "sh",
];
const VENDORED: &[&str] = &["/vendor/", "/vendored/", "/node_modules/", "/dist/"];

pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let ours = |file: &&File| {
        file.is(SOURCES) && !VENDORED.iter().any(|folder| file.path.contains(folder))
    };
    let mut wrong = Vec::new();
    for file in files.iter().filter(ours) {
        for (at, line) in file.lines() {
            if let Some(phrase) = LEFT.iter().find(|phrase| holds_word(line, phrase)) {
                wrong.push(format!("{}:{at} holds {phrase}", file.path));
            }
            if file.is(&["rs"]) && allows(line) {
                wrong.push(format!(
                    "{}:{at} switches a lint off: use #[expect(…, reason = \"…\")]",
                    file.path
                ));
            }
        }
    }
    wrong
}

/// As a word of its own: a longer word that merely contains it is another word.
fn holds_word(line: &str, phrase: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(phrase).any(|(at, _)| {
        let before = line.get(..at).and_then(|s| s.chars().next_back());
        let after = line.get(at + phrase.len()..).and_then(|s| s.chars().next());
        !before.is_some_and(letter) && (phrase.ends_with(['!', '(']) || !after.is_some_and(letter))
    })
}

/// `allow(…)` in an attribute; in one of several lines it begins a line.
fn allows(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let attribute = code.trim_start();
    let allow = concat!("all", "ow(");
    let inside = attribute.starts_with("#[") || attribute.starts_with("#![");
    attribute.starts_with(allow) || (inside && holds_word(attribute, allow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    fn count(path: &str, text: &str) -> usize {
        violations(&[file(path, text)]).len()
    }

    #[test]
    fn planted_leftovers_are_found_with_their_place() {
        for phrase in LEFT {
            let text = format!("fn f() {{}}\n// {phrase}: later\n");
            let wrong = violations(&[file("crates/app/src/a.rs", &text)]);
            assert_eq!(wrong, [format!("crates/app/src/a.rs:2 holds {phrase}")]);
        }
    }

    #[test]
    fn planted_allows_are_found() {
        let allow = concat!("all", "ow(dead_code)");
        for text in [
            format!("#[{allow}]"),
            format!("  #![{allow}]"),
            format!("#[cfg_attr(test, {allow})]"),
            format!("#[cfg_attr(\n    test,\n    {allow}\n)]"),
        ] {
            assert_eq!(count("crates/app/src/a.rs", &text), 1, "{text}");
        }
        assert_eq!(
            count(
                "crates/app/src/a.rs",
                "#[expect(dead_code, reason = \"…\")]"
            ),
            0
        );
        assert_eq!(
            count("crates/app/src/a.rs", "fn f() { gate.allow(who) }"),
            0
        );
    }

    #[test]
    fn other_words_and_other_peoples_sources_pass() {
        let phrase = LEFT[0];
        assert_eq!(
            count(
                "crates/app/src/a.rs",
                &format!("const MES{phrase}S: u8 = 1;")
            ),
            0
        );
        assert_eq!(
            count("assets/vendor/govuk.css", &format!("/* {phrase} */")),
            0
        );
        assert_eq!(count("docs/use.md", &format!("the {phrase} list")), 0);
    }
}
