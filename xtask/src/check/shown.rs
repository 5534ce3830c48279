//! The page that says what is shown where names tests that exist.

use crate::tree::File;

const PAGE: &str = "docs/src/shown.md";

/// In each line of the page's tables a path is followed by what stands in that file: tests of Rust by name in backticks,
/// tests of the browser by their words in quotation marks.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let text = |path: &str| {
        let found = files.iter().find(|file| file.path == path);
        found.map(|file| file.text.as_str())
    };
    let Some(page) = text(PAGE) else {
        return vec![format!("{PAGE} is missing")];
    };
    let mut wrong = Vec::new();
    let mut tests = 0_usize;
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let mut inside: Option<(&str, &str)> = None;
        for (quote, words) in marked(line) {
            if quote == '`' && words.contains(' ') {
                // A command.
                inside = None;
                continue;
            }
            if quote == '`' && words.contains('/') {
                inside = text(words).map(|text| (words, text));
                if inside.is_none() {
                    wrong.push(format!("{PAGE}: {words} does not exist"));
                }
                continue;
            }
            let Some((path, text)) = inside else {
                continue;
            };
            tests += 1;
            let there = match quote {
                '`' => text.contains(&format!("fn {words}(")),
                _ => text.contains(words),
            };
            if !there {
                wrong.push(format!("{PAGE}: {path} has no {words}"));
            }
        }
    }
    if tests == 0 {
        wrong.push(format!("{PAGE} names no test"));
    }
    wrong
}

/// What stands between two backticks or two quotation marks, in order.
fn marked(line: &str) -> Vec<(char, &str)> {
    let mut all = Vec::new();
    let mut rest = line;
    while let Some((_, begun)) = rest
        .find(['`', '"'])
        .and_then(|at| rest.split_at_checked(at))
    {
        let mut letters = begun.chars();
        let quote = letters.next().unwrap_or('`');
        let Some((words, next)) = letters.as_str().split_once(quote) else {
            break;
        };
        all.push((quote, words));
        rest = next;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    fn of(page: &str) -> Vec<String> {
        violations(&[
            file(PAGE, page),
            file("a/b.rs", "#[test]\nfn one_is_one() {}\n"),
            file("e2e/c.test.mjs", "test(\"a child's file\", () => {});\n"),
        ])
    }

    #[test]
    fn what_is_there_is_there_and_what_is_missing_is_named() {
        let good = "| one | `a/b.rs` `one_is_one`; `e2e/c.test.mjs` \"a child's file\"; `cargo run` `or` |\n";
        assert_eq!(of(good), [""; 0]);
        assert_eq!(
            of("| two | `a/b.rs` `one_is` |\n"),
            ["docs/src/shown.md: a/b.rs has no one_is"]
        );
        assert_eq!(
            of("| three | `e2e/c.test.mjs` \"a grown-up\" |\n"),
            ["docs/src/shown.md: e2e/c.test.mjs has no a grown-up"]
        );
        assert_eq!(of("| four | `a/no.rs` `one_is_one` |\n").len(), 2);
        assert_eq!(of("nothing\n"), ["docs/src/shown.md names no test"]);
        assert_eq!(violations(&[]), ["docs/src/shown.md is missing"]);
    }
}
