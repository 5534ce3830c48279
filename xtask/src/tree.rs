//! The files of the repository: those that git has and those it would take.

use crate::Trouble;
use crate::shell::{answer, command};
use std::path::Path;

/// One text file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Path from the repository's root, with `/`.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl File {
    /// Whether the name ends in one of these, without the dot.
    pub(crate) fn is(&self, endings: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// Lines with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
    }
}

/// All text files; what is not UTF-8 is not text.
pub(crate) fn read(root: &Path) -> Result<Vec<File>, Trouble> {
    let args = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let list = answer(command(root, "git", &args, &[]))?;
    let mut files = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        match std::fs::read(root.join(path)) {
            Ok(bytes) => {
                files.extend(String::from_utf8(bytes).ok().map(|text| File {
                    path: path.to_owned(),
                    text,
                }));
            }
            // Deleted but not yet committed, or a link to a folder.
            Err(why)
                if matches!(
                    why.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::IsADirectory
                ) => {}
            Err(why) => {
                return Err(Trouble::File {
                    path: path.into(),
                    why,
                });
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_sources_are_among_them_and_build_products_are_not() {
        let files = read(crate::root()).expect("a git checkout");
        assert!(
            files
                .iter()
                .any(|f| f.path == "xtask/src/tree.rs" && f.is(&["rs"]))
        );
        assert!(files.iter().all(|f| !f.path.starts_with("target/")));
    }
}
