//! No personal number that could be somebody's: 13 digits that pass as a Romanian CNP, unless the county is 99, which
//! does not exist and which all our invented people have.
//!
//! Structure and control digit: Legea 105/1996 and HG 1375/2006 (S AA LL ZZ JJ NNN C, weights 279146358279, modulo 11).

use crate::tree::File;

const WEIGHTS: [u32; 12] = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];

pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in files {
        for (at, line) in file.lines() {
            if numbers(line).any(|digits| real_looking(&digits)) {
                // The number itself is not printed: it may be somebody's, and this goes into build logs.
                wrong.push(format!(
                    "{}:{at} holds a number that could be a person's CNP",
                    file.path
                ));
            }
        }
    }
    wrong
}

/// Runs of exactly 13 digits that are no part of a longer word, nor the decimals of a number.
fn numbers(line: &str) -> impl Iterator<Item = [u32; 13]> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| word.len() == 13)
        .filter_map(|word| {
            let digits: Option<Vec<u32>> = word.chars().map(|c| c.to_digit(10)).collect();
            digits?.try_into().ok()
        })
}

fn real_looking(digits: &[u32; 13]) -> bool {
    let [s, _, _, l1, l2, z1, z2, j1, j2, _, _, _, c] = *digits;
    let (month, day, county) = (l1 * 10 + l2, z1 * 10 + z2, j1 * 10 + j2);
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let control = if sum % 11 == 10 { 1 } else { sum % 11 };
    s != 0 && (1..=12).contains(&month) && (1..=31).contains(&day) && county != 99 && control == c
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::file;

    /// A valid number of this county, made here so that the source holds none.
    fn number(county: u32) -> String {
        let mut digits = [2, 0, 9, 0, 3, 1, 4, county / 10, county % 10, 0, 0, 1, 0];
        let sum: u32 = digits
            .iter()
            .zip(WEIGHTS)
            .map(|(digit, weight)| digit * weight)
            .sum();
        digits[12] = if sum % 11 == 10 { 1 } else { sum % 11 };
        digits.iter().map(ToString::to_string).collect()
    }

    fn found(text: &str) -> bool {
        !violations(&[file("locales/ro/a.ftl", text)]).is_empty()
    }

    #[test]
    fn a_planted_number_is_found_and_not_repeated() {
        let planted = format!("nume,cnp\nIon,{}\n", number(12));
        let wrong = violations(&[file("demo.csv", &planted)]);
        assert_eq!(
            wrong,
            ["demo.csv:2 holds a number that could be a person's CNP"]
        );
        assert!(found(&format!("cnp={};", number(40))));
    }

    #[test]
    fn an_invented_county_a_wrong_control_digit_and_other_numbers_pass() {
        assert!(!found(&number(99)));
        let mut wrong = number(12);
        let last = wrong.pop().and_then(|c| c.to_digit(10)).expect("a digit");
        wrong.push_str(&((last + 1) % 10).to_string());
        assert!(!found(&wrong));
        assert!(!found(&format!("{}0", number(12))));
        assert!(!found(&format!("a{}", number(12))));
        assert!(!found("0000000000000"));
    }

    #[test]
    fn every_county_that_is_not_99_is_caught() {
        assert!((0..99).all(|county| found(&number(county))));
    }
}
