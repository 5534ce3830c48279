//! Mutations without a fuzzer: the same targets in every `cargo test`, the same inputs each time.

use std::path::Path;
use std::time::{Duration, Instant};

/// No input of a target's size may take longer, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
/// Inputs do not grow beyond this.
const MOST_BYTES: usize = 1 << 16;

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // xorshift64*: Vigna, ACM Trans. Math. Softw. 42 (2016).
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(bits).unwrap_or(0) % most.max(1)
    }
}

/// Shows the input under which a target panicked.
struct Witness<'a>(&'a [u8]);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input: {:?}", String::from_utf8_lossy(self.0));
            eprintln!("its bytes: {:?}", self.0);
        }
    }
}

fn one(body: fn(&[u8]), input: &[u8]) -> Duration {
    let witness = Witness(input);
    let start = Instant::now();
    body(input);
    let took = start.elapsed();
    assert!(took < LONGEST, "took {took:?}");
    drop(witness);
    took
}

/// The files of `fuzz/seeds/NAME`, each as it is and in `rounds` mutations altogether. `tokens` are what the format is made of.
pub(crate) fn run(name: &str, tokens: &[&[u8]], rounds: usize, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(name);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    assert!(!seeds.is_empty(), "{} holds no seeds", folder.display());
    let mut longest = seeds.iter().map(|seed| one(body, seed)).max().unwrap();
    let mut chance = Chance(0x0051_5EED ^ name.len() as u64);
    for _ in 0..rounds {
        let mut input = seeds[chance.below(seeds.len())].clone();
        for _ in 0..=chance.below(5) {
            mutate(&mut input, &seeds, tokens, &mut chance);
        }
        input.truncate(MOST_BYTES);
        longest = longest.max(one(body, &input));
    }
    println!(
        "{name}: {} seeds, {rounds} mutations, longest {longest:?}",
        seeds.len()
    );
}

fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], tokens: &[&[u8]], chance: &mut Chance) {
    let at = chance.below(input.len() + 1);
    let end = (at + 1 + chance.below(32)).min(input.len());
    match chance.below(9) {
        0 if at < input.len() => input[at] ^= 1 << chance.below(8),
        1 if at < input.len() => input[at] = u8::try_from(chance.below(256)).unwrap_or(0),
        2 => drop(input.drain(at..end.max(at))),
        3 => input.truncate(at),
        4 => {
            // A piece of it, several times over.
            let piece = input[at.min(end)..end].to_vec();
            let times = 1 << chance.below(8);
            input.splice(at..at, piece.repeat(times));
        }
        5 => {
            // The tail of another seed.
            let other = &seeds[chance.below(seeds.len())];
            let from = chance.below(other.len() + 1);
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        6 => input
            .splice(
                at..at,
                b"\0\xFF\xC3\xEF\xBB\xBF\"'\r\n,;\t"[chance.below(13)..]
                    .iter()
                    .take(1)
                    .copied(),
            )
            .for_each(drop),
        _ => {
            let token = tokens[chance.below(tokens.len())];
            input.splice(at..at, token.iter().copied());
        }
    }
}
