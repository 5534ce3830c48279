//! Numbers as people of each language write them, without floating point.

use crate::Lang;
use std::fmt;

/// A decimal number: `mantissa` / 10^`places`. `Decimal::new(453, 1)` is 45.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    places: u8,
}

/// Why a typed number was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Nothing was typed.
    #[error("no number was given")]
    Empty,
    /// Something other than digits, separators and a sign.
    #[error("not a number")]
    NotANumber,
    /// Separators that two languages read differently, such as `1.234` or `1,234`.
    #[error("the separators can be read in two ways")]
    Ambiguous,
}

impl Decimal {
    /// Most places kept after the point; more are refused by [`parse_decimal`].
    pub const MAX_PLACES: u8 = 9;

    /// `mantissa` divided by ten to the power `places` (at most [`Self::MAX_PLACES`]).
    pub const fn new(mantissa: i64, places: u8) -> Self {
        let places = if places > Self::MAX_PLACES {
            Self::MAX_PLACES
        } else {
            places
        };
        Self { mantissa, places }
    }

    /// A whole number.
    pub const fn whole(n: i64) -> Self {
        Self {
            mantissa: n,
            places: 0,
        }
    }

    /// `part` of `whole` in percent, rounded half away from zero to `places`; `None` of nothing.
    pub fn percent_of(part: u64, whole: u64, places: u8) -> Option<Self> {
        let places = places.min(Self::MAX_PLACES);
        let scaled = u128::from(part) * 100 * 10_u128.pow(u32::from(places));
        let whole = u128::from(whole);
        let rounded = (scaled * 2 + whole).checked_div(whole * 2)?;
        Some(Self::new(i64::try_from(rounded).ok()?, places))
    }

    /// Numerator of the fraction `mantissa / 10^places`.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// Digits after the point.
    pub const fn places(self) -> u8 {
        self.places
    }

    fn parts(self) -> (bool, String, String) {
        let digits = self.mantissa.unsigned_abs().to_string();
        let places = usize::from(self.places);
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (int, frac) = padded.split_at(padded.len() - places);
        (self.mantissa < 0, int.to_owned(), frac.to_owned())
    }
}

impl fmt::Display for Decimal {
    /// Machine form: ASCII digits with a point, no grouping.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, int, frac) = self.parts();
        let sign = if negative { "-" } else { "" };
        let point = if frac.is_empty() { "" } else { "." };
        write!(f, "{sign}{int}{point}{frac}")
    }
}

const fn separators(lang: Lang) -> (char, char) {
    match lang {
        Lang::Ro => ('.', ','),
        Lang::En => (',', '.'),
    }
}

/// `1234567.89` as `1.234.567,89` in Romanian and `1,234,567.89` in English.
pub fn decimal(lang: Lang, value: Decimal) -> String {
    let (group, point) = separators(lang);
    let (negative, int, frac) = value.parts();
    let mut out = String::with_capacity(int.len() + int.len() / 3 + frac.len() + 2);
    if negative {
        out.push('-');
    }
    for (i, digit) in int.chars().enumerate() {
        if i > 0 && (int.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !frac.is_empty() {
        out.push(point);
        out.push_str(&frac);
    }
    out
}

/// A whole number with grouping.
pub fn integer(lang: Lang, value: impl crate::Quantity) -> String {
    decimal(lang, value.amount())
}

/// `45,3 %` (a no-break space before the sign, as CLDR has it) or `45.3%`.
pub fn percent(lang: Lang, value: Decimal) -> String {
    match lang {
        Lang::Ro => format!("{}\u{a0}%", decimal(lang, value)),
        Lang::En => format!("{}%", decimal(lang, value)),
    }
}

/// An amount in minor units (bani, cents) with its ISO 4217 code: `1.234,50 RON`.
pub fn money(lang: Lang, minor_units: i64, currency: &str) -> String {
    format!(
        "{}\u{a0}{currency}",
        decimal(lang, Decimal::new(minor_units, 2))
    )
}

/// Reads a number as typed: `1.234.567,89`, `1,234,567.89`, `1234,5`, `1234.5`, `12`.
///
/// One separator followed by exactly three digits means a thousand in one language and a thousandth in
/// the other, so it is read by `lang`'s own grouping sign and refused as ambiguous for the other's.
pub fn parse_decimal(lang: Lang, text: &str) -> Result<Decimal, DecimalError> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty() {
        return Err(DecimalError::Empty);
    }
    let (negative, body) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, compact.as_str()),
    };
    let (int, frac) = split_number(lang, body)?;
    let places = u8::try_from(frac.len()).map_err(|_| DecimalError::NotANumber)?;
    if places > Decimal::MAX_PLACES || (int.is_empty() && frac.is_empty()) {
        return Err(DecimalError::NotANumber);
    }
    let value: i64 = format!("{int}{frac}")
        .parse()
        .map_err(|_| DecimalError::NotANumber)?;
    Ok(Decimal::new(if negative { -value } else { value }, places))
}

fn split_number(lang: Lang, body: &str) -> Result<(String, String), DecimalError> {
    if !body
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    {
        return Err(DecimalError::NotANumber);
    }
    let (group, point) = match (body.rfind('.'), body.rfind(',')) {
        (Some(dot), Some(comma)) if dot > comma => (',', '.'),
        (Some(_), Some(_)) => ('.', ','),
        (Some(_), None) => lone(lang, body, '.')?,
        (None, Some(_)) => lone(lang, body, ',')?,
        (None, None) => separators(lang),
    };
    let (int, frac) = body.split_once(point).unwrap_or((body, ""));
    let grouped = int.split(group).enumerate().all(|(i, g)| match i {
        0 => !int.contains(group) || (1..=3).contains(&g.len()),
        _ => g.len() == 3,
    });
    if !grouped || frac.contains([group, point]) {
        return Err(DecimalError::NotANumber);
    }
    Ok((int.replace(group, ""), frac.to_owned()))
}

/// Which role a separator plays when it is the only kind present.
fn lone(lang: Lang, body: &str, sign: char) -> Result<(char, char), DecimalError> {
    let other = if sign == '.' { ',' } else { '.' };
    let repeated = body.matches(sign).count() > 1;
    let three = body.rsplit(sign).next().is_some_and(|tail| tail.len() == 3);
    if repeated || (three && separators(lang).0 == sign) {
        Ok((sign, other))
    } else if three {
        Err(DecimalError::Ambiguous)
    } else {
        Ok((other, sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn written_as_each_language_writes() {
        let n = Decimal::new(123_456_789, 2);
        assert_eq!(decimal(Lang::Ro, n), "1.234.567,89");
        assert_eq!(decimal(Lang::En, n), "1,234,567.89");
        assert_eq!(integer(Lang::Ro, 1000), "1.000");
        assert_eq!(decimal(Lang::Ro, Decimal::new(-5, 2)), "-0,05");
        assert_eq!(percent(Lang::Ro, Decimal::new(453, 1)), "45,3\u{a0}%");
        assert_eq!(percent(Lang::En, Decimal::new(453, 1)), "45.3%");
        assert_eq!(money(Lang::Ro, 123_450, "RON"), "1.234,50\u{a0}RON");
    }

    #[test]
    fn percent_rounds_half_up() {
        assert_eq!(Decimal::percent_of(234, 500, 1), Some(Decimal::new(468, 1)));
        assert_eq!(Decimal::percent_of(1, 8, 0), Some(Decimal::new(13, 0)));
        assert_eq!(Decimal::percent_of(1, 0, 1), None);
    }

    #[test]
    fn typed_numbers() {
        let ok = |l, s| parse_decimal(l, s).expect(s).to_string();
        assert_eq!(ok(Lang::Ro, "1.234.567,89"), "1234567.89");
        assert_eq!(ok(Lang::Ro, "1.234"), "1234");
        assert_eq!(ok(Lang::Ro, "12.5"), "12.5");
        assert_eq!(ok(Lang::En, "1,234.5"), "1234.5");
        assert_eq!(ok(Lang::Ro, "−0,5"), "-0.5");
        assert_eq!(
            parse_decimal(Lang::Ro, "1,234"),
            Err(DecimalError::Ambiguous)
        );
        assert_eq!(
            parse_decimal(Lang::Ro, "1.2.3"),
            Err(DecimalError::NotANumber)
        );
        assert_eq!(
            parse_decimal(Lang::Ro, "doi"),
            Err(DecimalError::NotANumber)
        );
        assert_eq!(parse_decimal(Lang::Ro, "  "), Err(DecimalError::Empty));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(m in -1_000_000_000_i64..1_000_000_000, places in 0_u8..3) {
            for lang in Lang::ALL {
                let n = Decimal::new(m, places);
                prop_assert_eq!(parse_decimal(lang, &decimal(lang, n)), Ok(n));
            }
        }

        #[test]
        fn any_text_is_answered(s in "\\PC*") {
            let _ = parse_decimal(Lang::Ro, &s);
        }
    }
}
