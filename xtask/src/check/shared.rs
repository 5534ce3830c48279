//! `cargo xtask test` reads nothing outside the repository (ruling 28): what tests need is in it, with its licence.

use crate::tree::File;

/// Folders that exist on our own machines only, spelt in halves so that this file does not hold them.
const OUTSIDE: &[&str] = &[concat!("../sha", "red"), concat!("/work/sha", "red")];

/// Benches and campaigns may.
const MAY: &[&str] = &[
    "xtask/src/bench.rs",
    "xtask/src/peers.rs",
    "xtask/src/soak.rs",
];

pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let code = |file: &&File| {
        file.is(&["rs", "toml", "ts", "js", "py", "sh", "json"])
            && !MAY.contains(&file.path.as_str())
    };
    for file in files.iter().filter(code) {
        let named = file
            .lines()
            .filter(|(_, line)| OUTSIDE.iter().any(|folder| line.contains(folder)));
        wrong
            .extend(named.map(|(at, _)| {
                format!("{}:{at} names a folder outside the repository", file.path)
            }));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    #[test]
    fn a_planted_path_is_found_in_code_but_not_in_a_bench_or_in_prose() {
        let text = format!("let a = 1;\nlet path = \"{}/data\";\n", OUTSIDE[0]);
        assert_eq!(
            violations(&[file("crates/link/tests/a.rs", &text)]).len(),
            1
        );
        assert!(violations(&[file("xtask/src/bench.rs", &text)]).is_empty());
        assert!(violations(&[file("docs/develop.md", &text)]).is_empty());
    }
}
