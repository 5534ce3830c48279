//! Identifiers, with the check digit where there is one.
//!
//! CNP (Romanian personal number), `S AALLZZ JJ NNN C`: check digit is the sum of digit × 2 7 9 1 4 6 3 5 8 2 7 9
//! mod 11, 10 written as 1. County codes 01-46, 47, 48 (abolished sectors), 51, 52, and since 2025 70, 80-83.
//! For first digit 7, 8, 9 the century is unknown: no date is derived.

use super::date::BirthDate;

const WEIGHTS: [u32; 12] = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];

/// What is wrong with a number written as a CNP. It is a warning: people write what the paper says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CnpFault {
    /// Not thirteen digits.
    Shape,
    /// First digit 0.
    Sex,
    /// Month or day impossible.
    Date,
    /// County code not in use.
    County,
    /// The last digit does not fit.
    CheckDigit,
}

/// Sex as a CNP says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CnpSex {
    /// Odd first digit.
    Male,
    /// Even first digit.
    Female,
}

/// A CNP that passed every check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cnp {
    digits: [u8; 13],
}

impl Cnp {
    /// Checks a written CNP (spaces allowed).
    pub fn parse(raw: &str) -> Result<Self, CnpFault> {
        let mut digits = [0u8; 13];
        let mut n = 0;
        for c in raw.chars().filter(|c| *c != ' ') {
            let digit = c
                .to_digit(10)
                .and_then(|d| u8::try_from(d).ok())
                .ok_or(CnpFault::Shape)?;
            *digits.get_mut(n).ok_or(CnpFault::Shape)? = digit;
            n += 1;
        }
        if n != 13 {
            return Err(CnpFault::Shape);
        }
        let two = |at: usize| {
            digits
                .get(at..at + 2)
                .map_or(0, |d| u32::from(d[0]) * 10 + u32::from(d[1]))
        };
        if digits[0] == 0 {
            return Err(CnpFault::Sex);
        }
        if !(1..=12).contains(&two(3)) || !(1..=31).contains(&two(5)) {
            return Err(CnpFault::Date);
        }
        if !matches!(two(7), 1..=48 | 51 | 52 | 70 | 80..=83) {
            return Err(CnpFault::County);
        }
        let sum: u32 = digits
            .iter()
            .zip(WEIGHTS)
            .map(|(d, w)| u32::from(*d) * w)
            .sum();
        let check = if sum % 11 == 10 { 1 } else { sum % 11 };
        if u32::from(digits[12]) != check {
            return Err(CnpFault::CheckDigit);
        }
        Ok(Self { digits })
    }

    /// Date of birth, for first digits 1 to 6 only.
    pub fn birth(&self) -> Option<BirthDate> {
        let century = match self.digits[0] {
            1 | 2 => 1900,
            3 | 4 => 1800,
            5 | 6 => 2000,
            _ => return None,
        };
        let two = |at: usize| {
            self.digits
                .get(at..at + 2)
                .map_or(0, |d| u32::from(d[0]) * 10 + u32::from(d[1]))
        };
        BirthDate::from_parts(century + two(1), two(3), two(5))
    }

    /// Sex, for first digits 1 to 8.
    pub fn sex(&self) -> Option<CnpSex> {
        match self.digits[0] {
            9 => None,
            d if d % 2 == 1 => Some(CnpSex::Male),
            _ => Some(CnpSex::Female),
        }
    }
}

/// Canonical writing of an identifier or code: letters and digits only, upper case. Telephone numbers lose a Romanian
/// trunk or country prefix (`+40`, `0040`, `0`).
pub fn canonical_number(raw: &str, phone: bool) -> String {
    let mut text: String = raw
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    if phone {
        for prefix in ["0040", "40"] {
            if text.len() == prefix.len() + 9 && text.starts_with(prefix) {
                text.drain(..prefix.len());
            }
        }
        if text.len() == 10 && text.starts_with('0') {
            text.remove(0);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Cnp, CnpFault, CnpSex, canonical_number};

    /// The CNP with its right check digit.
    fn with_check(first12: &str) -> String {
        (0..10)
            .map(|d| format!("{first12}{d}"))
            .find(|s| Cnp::parse(s).is_ok())
            .unwrap()
    }

    #[test]
    fn check_digit_and_fields() {
        // Put together here, so that the source holds no number that could be somebody's.
        let cnp = Cnp::parse(&with_check("180010122114")).unwrap();
        assert_eq!(cnp.birth().unwrap().packed(), 19_800_101);
        assert_eq!(cnp.sex(), Some(CnpSex::Male));
        assert_eq!(Cnp::parse("1800101221145"), Err(CnpFault::CheckDigit));
        assert_eq!(Cnp::parse("180010122114"), Err(CnpFault::Shape));
        assert_eq!(Cnp::parse("18001012211444"), Err(CnpFault::Shape));
        assert_eq!(Cnp::parse("1801301221144"), Err(CnpFault::Date));
        assert_eq!(Cnp::parse("5120101991144"), Err(CnpFault::County));
    }

    #[test]
    fn new_counties_and_unknown_centuries() {
        assert!(Cnp::parse(&with_check("512010170000")).is_ok());
        let resident = Cnp::parse(&with_check("712010140001")).unwrap();
        assert_eq!(resident.birth(), None);
        assert_eq!(resident.sex(), Some(CnpSex::Male));
    }

    #[test]
    fn telephone_prefixes() {
        for s in [
            "+40 721 234 567",
            "0721.234.567",
            "0040721234567",
            "721234567",
        ] {
            assert_eq!(canonical_number(s, true), "721234567", "{s}");
        }
        assert_eq!(canonical_number("rx 12-34", false), "RX1234");
    }
}
