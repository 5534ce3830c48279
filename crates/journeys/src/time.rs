//! Moments as whole microseconds since 1970-01-01T00:00:00Z, and the few spellings in which logs give them.

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in an hour.
pub const HOUR: i64 = 3_600 * SECOND;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// Reads a date or a time: `2026-11-23`, `2026-11-23T14:05[:06[.123456789]][Z|+02:00|+0200|+02]` (a space may stand for
/// the `T`), or the Romanian `23.11.2026[ 14:05[:06]]`. Years 0001 to 9999, source ISO 8601:2019 and RFC 3339.
///
/// A time without an offset is taken as UTC, a date without a time as its midnight. Digits after the sixth decimal are
/// cut. `None` when it is none of these, or a day or hour that does not exist.
#[must_use]
pub fn parse_moment(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let (date, rest) = match text {
        [y @ .., b'-', _, _, b'-', _, _] if y.len() == 4 => (iso_date(text)?, &[][..]),
        _ if text.get(4) == Some(&b'-') => text
            .split_at_checked(10)
            .and_then(|(d, r)| Some((iso_date(d)?, r)))?,
        _ => text
            .split_at_checked(10)
            .and_then(|(d, r)| Some((dotted_date(d)?, r)))?,
    };
    let midnight = days_since_1970(date)? * DAY;
    match rest {
        [] => Some(midnight),
        [b'T' | b't' | b' ', clock @ ..] => Some(midnight + time_of_day(clock)?),
        _ => None,
    }
}

type Ymd = (i64, i64, i64);

fn iso_date(text: &[u8]) -> Option<Ymd> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else {
        return None;
    };
    Some((
        number(&[y0, y1, y2, y3])?,
        number(&[m0, m1])?,
        number(&[d0, d1])?,
    ))
}

fn dotted_date(text: &[u8]) -> Option<Ymd> {
    let [d0, d1, b'.', m0, m1, b'.', y0, y1, y2, y3] = *text else {
        return None;
    };
    Some((
        number(&[y0, y1, y2, y3])?,
        number(&[m0, m1])?,
        number(&[d0, d1])?,
    ))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |sum, b| {
        b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0'))
    })
}

/// The time of day with its offset, in microseconds to add to midnight UTC.
fn time_of_day(text: &[u8]) -> Option<i64> {
    let [h0, h1, b':', m0, m1, rest @ ..] = text else {
        return None;
    };
    let (hour, minute) = (number(&[*h0, *h1])?, number(&[*m0, *m1])?);
    let (second, rest) = match rest {
        [b':', s0, s1, rest @ ..] => (number(&[*s0, *s1])?, rest),
        _ => (0, rest),
    };
    let (fraction, rest) = match rest {
        [b'.' | b',', rest @ ..] => fraction(rest)?,
        _ => (0, rest),
    };
    // A leap second (:60) is counted as the first second of the next minute, as RFC 3339 readers do.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(hour * HOUR + minute * 60 * SECOND + second * SECOND + fraction - offset(rest)?)
}

fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(digits)?;
    if digits.is_empty() {
        return None;
    }
    let micros = (0..6).fold(0_i64, |sum, i| {
        sum * 10 + digits.get(i).map_or(0, |b| i64::from(b - b'0'))
    });
    Some((micros, rest))
}

fn offset(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hour, minute) = match *digits {
        [h0, h1] => (number(&[h0, h1])?, 0),
        [h0, h1, m0, m1] | [h0, h1, b':', m0, m1] => (number(&[h0, h1])?, number(&[m0, m1])?),
        _ => return None,
    };
    (hour <= 23 && minute <= 59).then_some(sign * (hour * HOUR + minute * 60 * SECOND))
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; `None` when there is no such day.
fn days_since_1970((year, month, day): Ymd) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if year < 1 || day < 1 || day > length {
        return None;
    }
    // Years begin in March here, so that the leap day is the last day of a year.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let in_year = (153 * m + 2) / 5 + day - 1;
    Some(365 * y + y / 4 - y / 100 + y / 400 + in_year - 719_468)
}

/// A moment as `2026-11-23T14:05:06Z`, with a fraction when it has one.
#[must_use]
pub fn format_moment(micros: i64) -> String {
    let (days, rest) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let (y, m, d) = date_of(days);
    let (s, fraction) = (rest / SECOND, rest % SECOND);
    let clock = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    if fraction == 0 {
        format!("{y:04}-{m:02}-{d:02}T{clock}Z")
    } else {
        format!("{y:04}-{m:02}-{d:02}T{clock}.{fraction:06}Z")
    }
}

fn date_of(days: i64) -> Ymd {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * of_year + 2) / 153;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * m + 2) / 5 + 1)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "durations in microseconds lose nothing that matters below 285 years"
)]
/// Microseconds as days of 24 hours.
#[must_use]
pub fn days(micros: i64) -> f64 {
    micros as f64 / DAY as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_spellings() {
        let noon = 1_795_435_506_000_000;
        for text in [
            "2026-11-23T12:05:06Z",
            "2026-11-23 12:05:06",
            "2026-11-23T14:05:06+02:00",
            "2026-11-23T14:05:06.000+0200",
            "2026-11-23T10:05:06.0000000-02",
            "23.11.2026 12:05:06",
        ] {
            assert_eq!(parse_moment(text.as_bytes()), Some(noon), "{text}");
        }
        assert_eq!(parse_moment(b"1970-01-01"), Some(0));
        assert_eq!(parse_moment(b"2024-02-29"), Some(19_782 * DAY));
        assert_eq!(parse_moment(b"01.01.1970 00:00:01,5"), Some(1_500_000));
    }

    #[test]
    fn refuses_what_does_not_exist() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2025-02-29",
            "1900-02-29",
            "2026-11-23T24:00:00",
            "2026-11-23T1:00",
            "23/11/2026",
            "2026-11-23T12:00:00+2",
            "2026-11-23T12:00:00.",
            "11.23.2026",
            "2026-11-23x",
            "0000-01-01",
            "2026-11-2",
        ] {
            assert_eq!(parse_moment(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn format_then_parse_is_the_same(micros in -62_135_596_800_000_000_i64..253_402_300_799_999_999) {
            prop_assert_eq!(parse_moment(format_moment(micros).as_bytes()), Some(micros));
        }

        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse_moment(&bytes);
        }
    }
}
