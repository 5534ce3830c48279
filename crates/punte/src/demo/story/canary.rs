//! Canaries: words that stand nowhere else in the world, so that one of them found in the clear is a leak.

use crate::demo::chance::Chance;
use crate::demo::plan::Canaries;
use crate::demo::script::{Act, Plan};
use punte_domain::file::Command;
use std::fmt::Write as _;

/// How many are planted in all.
const CANARIES: usize = 500;

/// Puts canaries into names, notes and addresses and returns them.
pub(in crate::demo) fn plant(plan: &mut Plan, seed: u64) -> Canaries {
    let mut chance = Chance::part(seed, 0xCA_4A27);
    let mut canaries = Canaries::default();
    let mut left = CANARIES;
    for step in plan.files.iter_mut().flat_map(|script| &mut script.steps) {
        if left == 0 {
            break;
        }
        let word = word(&mut chance);
        let planted = match &mut step.act {
            Act::Open(opening) => {
                opening.name.family.clone_from(&word);
                canaries.names.push(word);
                true
            }
            Act::Write(Command::AddNote { text, .. }) | Act::Note { text, .. } => {
                let _ = write!(text, " Reper: {word}.");
                canaries.notes.push(word);
                true
            }
            Act::Write(Command::RecordPlacement { place, .. }) => {
                place.text = format!("Strada {word} nr. 7");
                canaries.addresses.push(word);
                true
            }
            Act::Session(sitting) if !sitting.summary.is_empty() => {
                let _ = write!(sitting.summary, " Reper: {word}.");
                canaries.notes.push(word);
                true
            }
            _ => false,
        };
        left -= usize::from(planted);
    }
    canaries
}

/// Twelve letters with Romanian ones among them, first capital: a name that folds.
fn word(chance: &mut Chance) -> String {
    const OPEN: &[&str] = &[
        "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "ș", "t", "ț", "v", "z",
    ];
    const VOWELS: &[&str] = &["a", "ă", "e", "i", "o", "u", "î"];
    let mut word = String::from("Q");
    for _ in 0..6 {
        word.push_str(chance.of(OPEN));
        word.push_str(chance.of(VOWELS));
    }
    word
}
