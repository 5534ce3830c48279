//! Long files, as a note: a file that outgrows about 400 lines is usually two things.

use crate::tree::File;

/// Lines from which a file is listed.
const LONG: usize = 450;

pub(crate) fn long(files: &[File]) -> Vec<String> {
    let counted = files
        .iter()
        .filter(|file| file.is(&["rs", "ts"]))
        .map(|file| (file, file.text.lines().count()));
    counted
        .filter(|(_, lines)| *lines > LONG)
        .map(|(file, lines)| format!("{} has {lines} lines", file.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    #[test]
    fn a_long_source_is_listed_and_a_long_table_is_not() {
        let text = "x\n".repeat(LONG + 1);
        let files = [
            file("a.rs", &text),
            file("b.csv", &text),
            file("c.rs", "x\n"),
        ];
        assert_eq!(long(&files), [format!("a.rs has {} lines", LONG + 1)]);
    }
}
