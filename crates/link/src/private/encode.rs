//! Encoding records under a key.

use crate::compare::date::BirthDate;
use crate::error::{LinkError, Result};
use crate::schema::Role;
use crate::table::Table;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::HashMap;

/// Length of an encoding in bits.
pub const ENCODING_BITS: usize = 1024;
const WORDS: usize = ENCODING_BITS / 64;
const ENCODING_MODULUS: u16 = 1024;

/// The encoding of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(pub [u64; WORDS]);

impl Encoding {
    /// Number of bits set.
    pub fn weight(&self) -> u32 {
        self.0.iter().map(|w| w.count_ones()).sum()
    }

    /// Dice coefficient of two encodings, 0 to 1; 0 when both are empty.
    pub fn dice(&self, other: &Self) -> f32 {
        let both: u32 = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(x, y)| (x & y).count_ones())
            .sum();
        let all = self.weight() + other.weight();
        if all == 0 {
            0.0
        } else {
            crate::model::narrow(2.0 * f64::from(both) / f64::from(all))
        }
    }

    fn set(&mut self, bit: u16) {
        if let Some(word) = self.0.get_mut(usize::from(bit) / 64) {
            *word |= 1 << (bit % 64);
        }
    }
}

/// How to encode. Both parties must use the same options and key.
#[derive(Debug, Clone, Copy)]
pub struct EncodingOptions {
    /// Bits set by one piece of a name.
    pub name_bits: usize,
    /// Bits set by one part of the date of birth.
    pub date_bits: usize,
    /// Probability that a bit is flipped (0 to 0.5): randomised response against frequency attacks.
    pub flip: f64,
}

impl Default for EncodingOptions {
    fn default() -> Self {
        Self {
            name_bits: 8,
            date_bits: 20,
            flip: 0.0,
        }
    }
}

/// Encodes records under a secret key.
pub struct Encoder {
    mac: Hmac<Sha256>,
    options: EncodingOptions,
    known: HashMap<(u8, u64), Vec<u16>>,
}

impl Encoder {
    /// An encoder for a 32-byte key that both parties drew together and nobody else has.
    pub fn new(key: &[u8; 32], options: EncodingOptions) -> Result<Self> {
        if !(0.0..=0.5).contains(&options.flip)
            || !(1..=64).contains(&options.name_bits)
            || !(1..=64).contains(&options.date_bits)
        {
            return Err(LinkError::BadSettings(
                "flip must be 0 to 0.5, bits 1 to 64".into(),
            ));
        }
        let mac = Hmac::<Sha256>::new_from_slice(key)
            .map_err(|e| LinkError::BadSettings(e.to_string()))?;
        Ok(Self {
            mac,
            options,
            known: HashMap::new(),
        })
    }

    /// Encodes every record of a table. `random` gives 64 fresh random bits per call and is only asked when bits are
    /// to be flipped; it must be unpredictable to the comparing side.
    pub fn encode(&mut self, table: &Table, mut random: impl FnMut() -> u64) -> Vec<Encoding> {
        (0..u32::try_from(table.len()).unwrap_or(u32::MAX))
            .map(|record| {
                let mut out = self.record(table, record);
                if self.options.flip > 0.0 {
                    flip(&mut out, self.options.flip, &mut random);
                }
                out
            })
            .collect()
    }

    fn record(&mut self, table: &Table, record: u32) -> Encoding {
        let mut out = Encoding([0; WORDS]);
        for (column, value) in table.columns.iter().zip(table.row(record)) {
            if *value == 0 {
                continue;
            }
            match column.role {
                // Given and family names share one domain, so that exchanged names still meet.
                Role::Given | Role::Family => self.name(
                    0,
                    column.letters(*value),
                    column.form(*value).sound,
                    self.options.name_bits,
                    &mut out,
                ),
                Role::Kin => self.name(
                    1,
                    column.letters(*value),
                    column.form(*value).sound,
                    self.options.name_bits.div_ceil(2),
                    &mut out,
                ),
                Role::Birth => self.date(column.form(*value).number, &mut out),
                Role::Sex => self.piece(2, u64::from(*value), self.options.date_bits / 2, &mut out),
                Role::Place => {
                    let text = column.letters(*value).to_vec();
                    self.piece(
                        3,
                        crate::pool::hash_bytes(&text),
                        self.options.date_bits,
                        &mut out,
                    );
                }
                _ => {}
            }
        }
        out
    }

    /// Two-letter pieces of the canonical spelling with marked ends, and the consonant skeleton as one strong piece.
    fn name(&mut self, domain: u8, letters: &[u8], sound: u64, bits: usize, out: &mut Encoding) {
        for word in letters.split(|c| *c == b' ').filter(|w| !w.is_empty()) {
            let mut last = b'^';
            for c in word.iter().copied().chain([b'$']) {
                self.piece(domain, u64::from(last) << 8 | u64::from(c), bits, out);
                last = c;
            }
        }
        self.piece(domain + 16, sound, bits * 3, out);
    }

    fn date(&mut self, packed: u32, out: &mut Encoding) {
        let Some(date) = BirthDate::from_packed(packed) else {
            return;
        };
        let bits = self.options.date_bits;
        self.piece(4, u64::from(date.year()), bits, out);
        if !date.is_guess() {
            self.piece(5, u64::from(date.month()), bits, out);
            self.piece(5, u64::from(date.day()), bits, out);
            self.piece(6, u64::from(packed), bits, out);
        }
    }

    fn piece(&mut self, domain: u8, piece: u64, bits: usize, out: &mut Encoding) {
        let mac = &self.mac;
        let places = self
            .known
            .entry((domain, piece))
            .or_insert_with(|| places(mac, domain, piece));
        for bit in places.iter().take(bits) {
            out.set(*bit);
        }
    }
}

/// 64 bit positions for a piece: the HMAC stretched by a counter.
fn places(mac: &Hmac<Sha256>, domain: u8, piece: u64) -> Vec<u16> {
    (0u8..4)
        .flat_map(|block| {
            let mut mac = mac.clone();
            mac.update(&[domain, block]);
            mac.update(&piece.to_le_bytes());
            let digest: [u8; 32] = mac.finalize().into_bytes().into();
            let mut out = [0u16; 16];
            for (place, pair) in out.iter_mut().zip(digest.chunks_exact(2)) {
                *place = u16::from_le_bytes([pair[0], pair[1]]) % ENCODING_MODULUS;
            }
            out
        })
        .collect()
}

fn flip(encoding: &mut Encoding, share: f64, random: &mut impl FnMut() -> u64) {
    // Sixteen random bits decide one bit of the encoding: the share is met to 1 in 65,536.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "share is 0 to 0.5"
    )]
    let limit = (share * 65_536.0).round() as u64;
    for word in &mut encoding.0 {
        let mut mask = 0u64;
        for quarter in 0..16 {
            let draw = random();
            for lane in 0..4 {
                if (draw >> (16 * lane)) & 0xffff < limit {
                    mask |= 1 << (quarter * 4 + lane);
                }
            }
        }
        *word ^= mask;
    }
}
