//! File codes (design 6, ruling 4): random, no sequence, no year. A code says nothing.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Crockford's base 32: no I, L, O, U, so that a code read out over the phone is heard right.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of a survivor file, as in `RO-7K3F-9Q`: 30 random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileCode(u32);

/// A text that is no file code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a file code")]
pub struct BadCode;

impl FileCode {
    /// From random bits; the upper two are dropped.
    #[must_use]
    pub const fn from_random(bits: u32) -> Self {
        Self(bits & 0x3FFF_FFFF)
    }
    /// The 30 bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }
}

impl fmt::Display for FileCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RO-")?;
        for place in (0..6).rev() {
            let digit = (self.0 >> (place * 5)) & 31;
            let letter = ALPHABET.get(digit as usize).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(letter))?;
            if place == 2 {
                f.write_str("-")?;
            }
        }
        Ok(())
    }
}

impl FromStr for FileCode {
    type Err = BadCode;

    /// Accepts what a person types: lower case, no hyphens, O for 0, I or L for 1.
    fn from_str(text: &str) -> Result<Self, BadCode> {
        if text.len() > 32 {
            return Err(BadCode);
        }
        let compact: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits = compact.strip_prefix("RO").ok_or(BadCode)?;
        if digits.len() != 6 {
            return Err(BadCode);
        }
        let mut bits = 0u32;
        for c in digits.bytes() {
            let c = match c {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|a| *a == c).ok_or(BadCode)?;
            bits = (bits << 5) | u32::try_from(digit).map_err(|_| BadCode)?;
        }
        Ok(Self(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_a_person_types() {
        let code: FileCode = "RO-7K3F-9Q".parse().unwrap();
        assert_eq!(code.to_string(), "RO-7K3F-9Q");
        assert_eq!("ro 7k3f9q".parse(), Ok(code));
        assert_eq!(
            "RO-OOII-LL".parse::<FileCode>().unwrap().to_string(),
            "RO-0011-11"
        );
        for bad in [
            "",
            "RO",
            "RO-7K3F",
            "XX-7K3F-9Q",
            "RO-7K3F-9U",
            "RO-7K3F-9QQ",
        ] {
            assert_eq!(bad.parse::<FileCode>(), Err(BadCode), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_code_survives_its_text(bits: u32) {
            let code = FileCode::from_random(bits);
            prop_assert_eq!(code.to_string().parse::<FileCode>(), Ok(code));
        }
    }
}
