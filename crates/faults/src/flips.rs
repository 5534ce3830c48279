//! Where to flip a byte: inside a stored value, found in the file by its own bytes, with the name that `verify` must give it.

use crate::attack::{Record, integer};
use crate::random::Dice;
use ciborium::Value;
use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// Values at least this long are looked for: a shorter one may stand in a file by chance.
const LONG: usize = 24;
/// Keyed tables, how many of their first cells are the key, and what `verify` calls a row.
const TABLES: [(i128, usize, &str); 14] = [
    (2, 2, "entry"),
    (3, 6, "wrap"),
    (5, 2, "roster line"),
    (6, 1, "fact"),
    (7, 2, "fact key"),
    (8, 1, "organisation"),
    (9, 1, "unit"),
    (10, 1, "user"),
    (11, 3, "membership"),
    (12, 2, "lock"),
    (13, 1, "invitation"),
    (14, 1, "kept answer"),
    (15, 2, "reference data"),
    (16, 1, "setting"),
];

/// A stored value in the file.
#[derive(Debug, Clone)]
pub struct Target {
    /// Offset of its first byte.
    pub at: usize,
    /// Its length.
    pub length: usize,
    /// What the finding must begin with.
    pub name: String,
}

/// Every long value of every row and leaf that stands in the file exactly once and in one piece.
pub fn targets(file: &[u8], records: &[Record]) -> Vec<Target> {
    let mut index: HashMap<[u8; LONG], Vec<usize>> = HashMap::new();
    let mut wanted = Vec::new();
    for record in records {
        let Some((keys, name)) = named(record) else {
            continue;
        };
        for value in record.cells.iter().skip(keys).filter_map(Value::as_bytes) {
            if let Some(first) = value.first_chunk::<LONG>() {
                index.insert(*first, Vec::new());
                wanted.push((*first, value, name.clone()));
            }
        }
    }
    for (at, window) in file.windows(LONG).enumerate() {
        let window = window.first_chunk::<LONG>();
        if let Some(places) = window.and_then(|window| index.get_mut(window)) {
            places.push(at);
        }
    }
    let found = wanted.into_iter().filter_map(|(first, value, name)| {
        let whole = |at: &usize| file[*at..].starts_with(value);
        match index.get(&first).map(Vec::as_slice) {
            Some([at]) if whole(at) => Some(Target {
                at: *at,
                length: value.len(),
                name,
            }),
            _ => None,
        }
    });
    found.collect()
}

/// How many of the first cells are the key, and how a finding about the record begins.
fn named(record: &Record) -> Option<(usize, String)> {
    if record.table == 0 {
        // An entry of the ledger that is in the tree is named by its index there.
        let index = record.cells.first()?.as_integer()?;
        return Some((1, format!("entry {} ", i128::from(index))));
    }
    let (_, keys, name) = TABLES.iter().find(|(table, ..)| *table == record.table)?;
    let parts: Vec<String> = record.cells.iter().take(*keys).map(part).collect();
    Some((*keys, format!("{name} {}: ", parts.join(" "))))
}

fn part(value: &Value) -> String {
    match value {
        Value::Bytes(bytes) => {
            let id: Result<[u8; 16], _> = bytes.as_slice().try_into();
            id.map_or_else(
                |_| {
                    bytes
                        .iter()
                        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
                },
                |id| punte_domain::id::StreamId(id).to_string(),
            )
        }
        Value::Text(text) => text.clone(),
        number => integer(number).to_string(),
    }
}

/// A byte that is changed until this is let go.
pub struct Flip {
    file: File,
    at: u64,
    original: u8,
}

impl Flip {
    /// Changes the byte at `at` to another one, whichever the dice say.
    pub fn new(path: &Path, at: usize, dice: &Dice) -> std::io::Result<Self> {
        let file = File::options().read(true).write(true).open(path)?;
        let at = at as u64;
        let mut byte = [0];
        file.read_exact_at(&mut byte, at)?;
        let mask = u8::try_from(1 + dice.below(255)).unwrap_or(1);
        file.write_all_at(&[byte[0] ^ mask], at)?;
        Ok(Self {
            file,
            at,
            original: byte[0],
        })
    }

    /// Puts it back.
    pub fn undo(self) -> std::io::Result<()> {
        self.file.write_all_at(&[self.original], self.at)
    }
}
