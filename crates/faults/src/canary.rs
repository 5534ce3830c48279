//! Words that nobody else writes: found anywhere they must not be, they say what leaked.

use crate::random::Dice;
use std::collections::BTreeSet;

const SYLLABLES: [&str; 24] = [
    "bră", "țin", "șor", "mâl", "reș", "dăv", "cuț", "gîr", "nob", "taș", "lui", "pez", "hăr",
    "vîș", "jon", "făl", "xim", "zău", "ced", "ști", "rup", "ală", "ong", "țâr",
];
/// Syllables of one: no two alike, and none by chance in a file.
const LENGTH: usize = 8;

/// One word, and who may read it by the walls as the scenario built them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// The word.
    pub word: String,
    /// Sign-in names of those to whom its compartment is wrapped.
    pub readers: BTreeSet<&'static str>,
}

/// Makes words, each once.
pub struct Nest {
    dice: Dice,
    /// All that were made.
    pub canaries: Vec<Canary>,
}

impl Nest {
    /// An empty one.
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, "canaries"),
            canaries: Vec::new(),
        }
    }

    /// A new word for these readers.
    pub fn word(&mut self, readers: &[&'static str]) -> String {
        loop {
            let word: String = (0..LENGTH)
                .map(|_| SYLLABLES[self.dice.place(SYLLABLES.len())])
                .collect();
            if self.canaries.iter().all(|canary| canary.word != word) {
                self.canaries.push(Canary {
                    word: word.clone(),
                    readers: readers.iter().copied().collect(),
                });
                return word;
            }
        }
    }

    /// The words in a text.
    pub fn found_in(&self, text: &str) -> BTreeSet<String> {
        let inside = self.canaries.iter().filter(|c| text.contains(&c.word));
        inside.map(|canary| canary.word.clone()).collect()
    }

    /// The words that somebody may read.
    pub fn readable_by(&self, login: &str) -> BTreeSet<String> {
        let open = self.canaries.iter().filter(|c| c.readers.contains(login));
        open.map(|canary| canary.word.clone()).collect()
    }
}
