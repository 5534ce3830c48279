//! Dates as people type them.

use crate::{Lang, fold};
use jiff::ToSpan;
use jiff::civil::Date;

/// Why a typed date was not taken. Each variant is a different thing to say to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateInputError {
    /// Nothing was typed.
    #[error("no date was given")]
    Empty,
    /// A year of two digits: a child's birth and a court hearing may lie a century apart, so we ask.
    /// `guess` is the reading within the current century, to offer.
    #[error("the year has two digits")]
    TwoDigitYear {
        /// The same day and month in the century of `today`.
        guess: Date,
    },
    /// Looks like a date, but the calendar has no such day (31.02.2026).
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// Not a date in any form we know.
    #[error("not a date")]
    NotADate,
}

/// Reads a typed date: `3.12.2026`, `03/12/2026`, `3-12-2026`, `2026-12-03`, `3 dec 2026`,
/// `3 decembrie 2026`, `azi`, `ieri`, `mâine`, and distances from today such as `+90z` (days), `+2s`
/// (weeks), `+3l` (months), `+1a` (years); in English `+90d`, `+2w`, `+3m`, `+1y`. Day comes before
/// month always. Both languages' words are understood whatever the language of the screen.
pub fn parse_date(text: &str, today: Date) -> Result<Date, DateInputError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(DateInputError::Empty);
    }
    if trimmed.starts_with(['+', '-', '−']) {
        return distance(trimmed, today);
    }
    if let Some(offset) = named_day(trimmed) {
        return today
            .checked_add(offset.days())
            .map_err(|_| DateInputError::NoSuchDay);
    }
    let parts: Vec<&str> = trimmed
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | ','))
        .filter(|p| !p.is_empty())
        .collect();
    let &[first, second, third] = parts.as_slice() else {
        return Err(DateInputError::NotADate);
    };
    if first.len() == 4 {
        return build(number(third)?, month(second)?, first, today);
    }
    build(number(first)?, month(second)?, third, today)
}

fn build(day: i8, month: i8, year: &str, today: Date) -> Result<Date, DateInputError> {
    let written: i16 = digits(year)?;
    match year.len() {
        4 => Date::new(written, month, day).map_err(|_| DateInputError::NoSuchDay),
        2 => {
            let century = today.year() - today.year().rem_euclid(100);
            Err(Date::new(century + written, month, day)
                .map_or(DateInputError::NoSuchDay, |guess| {
                    DateInputError::TwoDigitYear { guess }
                }))
        }
        _ => Err(DateInputError::NotADate),
    }
}

fn digits<N: std::str::FromStr>(text: &str) -> Result<N, DateInputError> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| DateInputError::NotADate)
    } else {
        Err(DateInputError::NotADate)
    }
}

fn number(text: &str) -> Result<i8, DateInputError> {
    if text.len() > 2 {
        return Err(DateInputError::NotADate);
    }
    digits(text)
}

fn month(text: &str) -> Result<i8, DateInputError> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return number(text);
    }
    let typed = fold(text);
    if typed.len() < 3 {
        return Err(DateInputError::NotADate);
    }
    let of = |lang| (1..=12).find(|m| fold(crate::month_name(lang, *m)).starts_with(&typed));
    of(Lang::Ro)
        .or_else(|| of(Lang::En))
        .ok_or(DateInputError::NotADate)
}

/// Days from today that a word names.
fn named_day(text: &str) -> Option<i32> {
    match fold(text).as_str() {
        "azi" | "astazi" | "today" => Some(0),
        "ieri" | "yesterday" => Some(-1),
        "alaltaieri" => Some(-2),
        "maine" | "tomorrow" => Some(1),
        "poimaine" => Some(2),
        _ => None,
    }
}

fn distance(text: &str, today: Date) -> Result<Date, DateInputError> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let negative = !compact.starts_with('+');
    let body = compact.trim_start_matches(['+', '-', '−']);
    let split = body
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(body.len());
    let (count, unit) = body.split_at(split);
    if count.is_empty() || count.len() > 5 {
        return Err(DateInputError::NotADate);
    }
    let n: i32 = digits(count)?;
    let n = if negative { -n } else { n };
    let span = match fold(unit).as_str() {
        "" | "z" | "zi" | "zile" | "d" | "day" | "days" => n.days(),
        "s" | "sapt" | "saptamana" | "saptamani" | "w" | "week" | "weeks" => n.weeks(),
        "l" | "luna" | "luni" | "m" | "month" | "months" => n.months(),
        "a" | "an" | "ani" | "y" | "year" | "years" if n.abs() <= 200 => n.years(),
        _ => return Err(DateInputError::NotADate),
    };
    today
        .checked_add(span)
        .map_err(|_| DateInputError::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn forms_that_people_type() {
        let third = date(2026, 12, 3);
        for text in [
            "3.12.2026",
            "03/12/2026",
            "3-12-2026",
            "2026-12-03",
            "3 dec 2026",
            "3 dec. 2026",
            "3 decembrie 2026",
            "3 December 2026",
            " 03.12.2026 ",
        ] {
            assert_eq!(parse_date(text, TODAY), Ok(third), "{text}");
        }
        assert_eq!(parse_date("azi", TODAY), Ok(TODAY));
        assert_eq!(parse_date("Mâine", TODAY), Ok(date(2026, 11, 24)));
        assert_eq!(parse_date("+90z", TODAY), Ok(date(2027, 2, 21)));
        assert_eq!(parse_date("+2 săpt", TODAY), Ok(date(2026, 12, 7)));
        assert_eq!(parse_date("-1a", TODAY), Ok(date(2025, 11, 23)));
    }

    #[test]
    fn forms_that_are_refused() {
        let guess = date(2026, 12, 3);
        assert_eq!(
            parse_date("3.12.26", TODAY),
            Err(DateInputError::TwoDigitYear { guess })
        );
        assert_eq!(
            parse_date("31.02.2026", TODAY),
            Err(DateInputError::NoSuchDay)
        );
        assert_eq!(
            parse_date("12/25/2026", TODAY),
            Err(DateInputError::NoSuchDay)
        );
        assert_eq!(
            parse_date("vara 2024", TODAY),
            Err(DateInputError::NotADate)
        );
        assert_eq!(parse_date("", TODAY), Err(DateInputError::Empty));
        assert_eq!(
            parse_date("+99999999z", TODAY),
            Err(DateInputError::NotADate)
        );
        assert_eq!(parse_date("3.12.202", TODAY), Err(DateInputError::NotADate));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(s in "\\PC{0,24}") {
            let _ = parse_date(&s, TODAY);
        }

        #[test]
        fn what_is_shown_is_read_back(offset in -40_000_i32..40_000) {
            let day = TODAY.checked_add(offset.days()).expect("in range");
            for lang in Lang::ALL {
                prop_assert_eq!(parse_date(&crate::date(lang, day), TODAY), Ok(day));
                prop_assert_eq!(parse_date(&crate::date_long(lang, day), TODAY), Ok(day));
            }
        }
    }
}
