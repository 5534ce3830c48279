//! The Romanian personal code (CNP): S YYMMDD JJ NNN C.

use crate::time::{Day, PartialDate};
use crate::values::Sex;
use serde::{Deserialize, Serialize};

/// What is odd about a number. Kept beside it; none of them blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Not 13 digits.
    Shape,
    /// The first digit is 0.
    FirstDigit,
    /// The date in it does not exist.
    Date,
    /// The date in it lies in the future.
    Future,
    /// The county part is not one that is given out (99: a demo's impossible number).
    County,
    /// The check digit does not fit.
    Checksum,
    /// Its sex is not the person's.
    SexDiffers,
    /// Its birth date is not the person's.
    BirthDiffers,
    /// There is no rule for this kind of number.
    NoRule,
}

/// What a CNP says of its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Sex; `None` where the first digit is 9.
    pub sex: Option<Sex>,
    /// Birth date, where the century is known: not for 7, 8 and 9.
    pub birth: Option<Day>,
    /// Month and day, also where the century is not known.
    pub month_day: (i8, i8),
    /// Last two digits of the year.
    pub year_of_century: i16,
    /// The county part.
    pub county: u8,
}

const WEIGHTS: [u32; 12] = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];

/// Everything odd about `text` as a CNP, and what it says if it is 13 digits with a date that exists.
/// The date of a number without a century counts as existing if it exists in 1900 or in 2000.
#[must_use]
pub fn read(
    text: &str,
    today: Day,
    county_known: impl Fn(u8) -> bool,
) -> (Option<Said>, Vec<Warning>) {
    let Some(digits) = digits(text) else {
        return (None, vec![Warning::Shape]);
    };
    let mut warnings = Vec::new();
    let [s, y1, y2, m1, m2, d1, d2, j1, j2, .., check] = digits;
    let year_of_century = two(y1, y2);
    let (month, day) = (small(two(m1, m2)), small(two(d1, d2)));
    let county = u8::try_from(two(j1, j2)).unwrap_or(u8::MAX);
    let centuries: &[i16] = match s {
        1 | 2 => &[1900],
        3 | 4 => &[1800],
        5 | 6 => &[2000],
        7..=9 => &[1900, 2000],
        _ => {
            warnings.push(Warning::FirstDigit);
            &[1900, 2000]
        }
    };
    let days: Vec<Day> = centuries
        .iter()
        .filter_map(|century| Day::new(century + year_of_century, month, day).ok())
        .collect();
    if days.is_empty() {
        warnings.push(Warning::Date);
    } else if days.iter().all(|day| *day > today) {
        warnings.push(Warning::Future);
    }
    if !county_known(county) {
        warnings.push(Warning::County);
    }
    if check_digit(&digits) != check {
        warnings.push(Warning::Checksum);
    }
    let birth = match (centuries, days.as_slice()) {
        ([_], [day]) => Some(*day),
        _ => None,
    };
    let sex = match s {
        1 | 3 | 5 | 7 => Some(Sex::Male),
        2 | 4 | 6 | 8 => Some(Sex::Female),
        _ => None,
    };
    let said = (!days.is_empty()).then_some(Said {
        sex,
        birth,
        month_day: (month, day),
        year_of_century,
        county,
    });
    (said, warnings)
}

/// [`read`], and whether it fits what is known of the person.
#[must_use]
pub fn check(
    text: &str,
    sex: Sex,
    birth: Option<PartialDate>,
    today: Day,
    county_known: impl Fn(u8) -> bool,
) -> Vec<Warning> {
    let (said, mut warnings) = read(text, today, county_known);
    let Some(said) = said else { return warnings };
    let differs = match (sex, said.sex) {
        (Sex::Male | Sex::Female, Some(other)) => sex != other,
        (Sex::Other | Sex::Unknown, _) | (_, None) => false,
    };
    if differs {
        warnings.push(Warning::SexDiffers);
    }
    if birth.is_some_and(|birth| birth_differs(birth, &said)) {
        warnings.push(Warning::BirthDiffers);
    }
    warnings
}

/// An estimate proves nothing against a document.
fn birth_differs(birth: PartialDate, said: &Said) -> bool {
    if birth.estimated {
        return false;
    }
    let year = match said.birth {
        Some(day) => day.year() != birth.year,
        None => birth.year.rem_euclid(100) != said.year_of_century,
    };
    let (month, day) = said.month_day;
    year || birth.month.is_some_and(|m| m != month) || birth.day.is_some_and(|d| d != day)
}

/// The check digit that the first twelve digits ask for.
fn check_digit(digits: &[u8; 13]) -> u8 {
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    match sum % 11 {
        10 => 1,
        // A remainder under 10 fits.
        rest => u8::try_from(rest).unwrap_or(1),
    }
}

fn digits(text: &str) -> Option<[u8; 13]> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .map(|c| c.to_digit(10).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    digits.try_into().ok()
}

fn two(tens: u8, ones: u8) -> i16 {
    i16::from(tens) * 10 + i16::from(ones)
}

fn small(n: i16) -> i8 {
    i8::try_from(n).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::CountryPack;
    use proptest::prelude::*;

    const TODAY: Day = Day::constant(2026, 11, 23);

    fn number(twelve: &str) -> String {
        let digits = digits(&format!("{twelve}0")).unwrap();
        format!("{twelve}{}", check_digit(&digits))
    }

    fn of(text: &str, sex: Sex, birth: Option<&str>) -> Vec<Warning> {
        let pack = CountryPack::romania().unwrap();
        check(text, sex, birth.map(|b| b.parse().unwrap()), TODAY, |c| {
            pack.cnp_county(c)
        })
    }

    #[test]
    fn every_county_part_that_is_given_out_is_known() {
        let pack = CountryPack::romania().unwrap();
        let known: Vec<u8> = (0..=99).filter(|c| pack.cnp_county(*c)).collect();
        let wanted: Vec<u8> = (1..=48).chain([51, 52, 70, 80, 81, 82, 83]).collect();
        assert_eq!(known, wanted);
    }

    #[test]
    fn a_good_number_has_no_warning() {
        for county in ["01", "40", "46", "51", "70", "80", "83"] {
            let text = number(&format!("6120305{county}001"));
            assert_eq!(of(&text, Sex::Female, Some("2012-03-05")), []);
            assert_eq!(of(&text, Sex::Unknown, None), []);
        }
        // Published check: 1 960229 .. exists, 1 970229 does not.
        assert_eq!(of(&number("196022901001"), Sex::Male, Some("1996")), []);
        assert_eq!(
            of(&number("197022901001"), Sex::Male, None),
            [Warning::Date]
        );
    }

    #[test]
    fn the_century_of_foreigners_is_not_known() {
        let resident = number("712030501001");
        assert_eq!(of(&resident, Sex::Male, Some("2012")), []);
        assert_eq!(of(&resident, Sex::Male, Some("1912")), []);
        assert_eq!(
            of(&resident, Sex::Male, Some("2013")),
            [Warning::BirthDiffers]
        );
        assert_eq!(of(&number("912030501001"), Sex::Female, None), []);
        let (said, _) = read(&resident, TODAY, |_| true);
        assert_eq!(said.unwrap().birth, None);
        // 29 February exists in 2000 and not in 1900.
        assert_eq!(of(&number("800022901001"), Sex::Female, None), []);
    }

    #[test]
    fn each_oddity_has_its_warning() {
        let good = number("612030501001");
        let last = good.chars().last().unwrap().to_digit(10).unwrap();
        let wrong = format!("{}{}", &good[..12], (last + 1) % 10);
        assert_eq!(of(&wrong, Sex::Female, None), [Warning::Checksum]);
        assert_eq!(
            of(&number("612030599001"), Sex::Female, None),
            [Warning::County]
        );
        assert_eq!(of(&good, Sex::Male, None), [Warning::SexDiffers]);
        assert_eq!(
            of(&good, Sex::Female, Some("2012-03-06")),
            [Warning::BirthDiffers]
        );
        assert_eq!(of(&good, Sex::Female, Some("~2010")), []);
        assert_eq!(
            of(&number("612130501001"), Sex::Female, None),
            [Warning::Date]
        );
        assert_eq!(
            of(&number("699030501001"), Sex::Female, None),
            [Warning::Future]
        );
        assert_eq!(
            of(&number("012030501001"), Sex::Female, None),
            [Warning::FirstDigit]
        );
        for bad in ["", "123", "61203050100123", "61203O5010012", "six"] {
            assert_eq!(of(bad, Sex::Female, None), [Warning::Shape], "{bad}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(place in 0usize..12, by in 1u8..10, base in "[56][0-2][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])(0[1-9]|[1-3][0-9])[0-9]{3}") {
            let good = number(&base);
            let mut bytes = good.clone().into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
            let bad = String::from_utf8(bytes).unwrap();
            let digits = digits(&bad).unwrap();
            // Remainders 10 and 1 share the digit 1: the one hole of the scheme.
            let before = super::digits(&good).unwrap();
            prop_assume!(!(check_digit(&digits) == 1 && check_digit(&before) == 1));
            prop_assert!(check_digit(&digits) != digits[12]);
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,20}", digits in "[0-9]{13}") {
            let _ = of(&text, Sex::Male, Some("2012"));
            let _ = of(&digits, Sex::Male, Some("2012"));
        }
    }
}
