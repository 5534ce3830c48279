//! The searcher of a seized machine: words in every form in which a program may leave them behind.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use punte_words::fold;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Bytes by which a needle is looked up.
const PREFIX: usize = 4;

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The file.
    pub file: PathBuf,
    /// Offset in it.
    pub at: usize,
    /// The word.
    pub word: String,
    /// In which form.
    pub form: &'static str,
}

/// What was searched and found.
#[derive(Debug, Default)]
pub struct Found {
    /// Hits.
    pub hits: Vec<Hit>,
    /// Files.
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
}

struct Needle {
    bytes: Vec<u8>,
    word: usize,
    form: &'static str,
}

/// All forms of all words.
pub struct Searcher {
    words: Vec<String>,
    needles: HashMap<[u8; PREFIX], Vec<Needle>>,
    /// Which first two bytes any needle has: most places are passed over here.
    starts: Vec<bool>,
}

impl Searcher {
    /// For these words.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut searcher = Self {
            words: words.into_iter().collect(),
            needles: HashMap::new(),
            starts: vec![false; 1 << 16],
        };
        for at in 0..searcher.words.len() {
            let word = searcher.words[at].clone();
            for (form, bytes) in forms(&word) {
                searcher.add(at, form, bytes);
            }
        }
        searcher
    }

    fn add(&mut self, word: usize, form: &'static str, bytes: Vec<u8>) {
        let Some(prefix) = bytes.first_chunk::<PREFIX>().copied() else {
            return;
        };
        self.starts[start(prefix[0], prefix[1])] = true;
        let needle = Needle { bytes, word, form };
        self.needles.entry(prefix).or_default().push(needle);
    }

    /// Every hit in these bytes.
    pub fn search(&self, file: &Path, bytes: &[u8], found: &mut Found) {
        self.scan(file, bytes, found);
        // A log may shout or lower what it was given; the folded forms are lower case.
        self.scan(file, &bytes.to_ascii_lowercase(), found);
        found.files += 1;
        found.bytes += bytes.len() as u64;
        found
            .hits
            .sort_by_key(|hit| (hit.file.clone(), hit.at, hit.form));
        found.hits.dedup();
    }

    fn scan(&self, file: &Path, bytes: &[u8], found: &mut Found) {
        for (at, prefix) in bytes.windows(PREFIX).enumerate() {
            if !self.starts[start(prefix[0], prefix[1])] {
                continue;
            }
            for needle in self.needles.get(prefix).into_iter().flatten() {
                if bytes[at..].starts_with(&needle.bytes) {
                    found.hits.push(Hit {
                        file: file.to_owned(),
                        at,
                        word: self.words[needle.word].clone(),
                        form: needle.form,
                    });
                }
            }
        }
    }

    /// Every hit in every file under a folder, names of files too.
    pub fn search_folder(&self, folder: &Path, found: &mut Found) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.search_folder(&path, found)?;
            } else {
                self.scan(&path, path.as_os_str().as_encoded_bytes(), found);
                self.search(&path, &std::fs::read(&path)?, found);
            }
        }
        Ok(())
    }
}

fn start(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// The forms of a word: as it is and folded, in three encodings and in base64 at all three alignments.
pub fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let folded = fold(word);
    let mut forms = Vec::new();
    for (text, [utf8, little, big, base]) in [
        (word, ["UTF-8", "UTF-16LE", "UTF-16BE", "base64"]),
        (
            folded.as_str(),
            [
                "folded UTF-8",
                "folded UTF-16LE",
                "folded UTF-16BE",
                "folded base64",
            ],
        ),
    ] {
        forms.push((utf8, text.as_bytes().to_vec()));
        let units = || text.encode_utf16();
        forms.push((little, units().flat_map(u16::to_le_bytes).collect()));
        forms.push((big, units().flat_map(u16::to_be_bytes).collect()));
        for before in 0..3 {
            let padded = [&[0; 2][..before], text.as_bytes()].concat();
            // The first and last characters also hold bits of what stands before and after.
            let (from, to) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let coded = engine.encode(&padded);
                forms.push((base, coded.as_bytes()[from..to].to_vec()));
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "Ștefănițăbrăzdată";

    fn hits(bytes: &[u8]) -> usize {
        let searcher = Searcher::new([WORD.to_owned()]);
        let mut found = Found::default();
        searcher.search(Path::new("x"), bytes, &mut found);
        found.hits.len()
    }

    #[test]
    fn every_form_is_found_wherever_it_stands() {
        for (form, bytes) in forms(WORD) {
            for before in 0..5 {
                let inside = [vec![b'='; before], bytes.clone(), vec![b'='; 3]].concat();
                assert!(hits(&inside) > 0, "{form} after {before}");
            }
        }
    }

    #[test]
    fn inside_a_longer_text_that_was_coded_as_a_whole() {
        for before in 0..9 {
            let text = format!("{}{WORD}, la școală", "a".repeat(before));
            assert!(hits(STANDARD_NO_PAD.encode(&text).as_bytes()) > 0);
            assert!(hits(URL_SAFE_NO_PAD.encode(&text).as_bytes()) > 0);
            assert!(hits(format!("name={}", fold(&text).to_uppercase()).as_bytes()) > 0);
        }
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(hits(&vec![0xC8; 5_000]), 0);
        assert_eq!(hits("Ștefăniță și altceva".as_bytes()), 0);
    }
}
