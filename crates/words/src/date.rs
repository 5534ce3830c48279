//! Dates and times as each language writes them. Weeks start on Monday in both.

use crate::{Lang, Words};
use jiff::civil::{Date, DateTime, Time};

const MONTHS_RO: [&str; 12] = [
    "ianuarie",
    "februarie",
    "martie",
    "aprilie",
    "mai",
    "iunie",
    "iulie",
    "august",
    "septembrie",
    "octombrie",
    "noiembrie",
    "decembrie",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_RO: [&str; 7] = [
    "luni",
    "marți",
    "miercuri",
    "joi",
    "vineri",
    "sâmbătă",
    "duminică",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn nth(names: &[&'static str], one_based: i8) -> &'static str {
    usize::try_from(one_based)
        .ok()
        .and_then(|i| names.get(i.checked_sub(1)?))
        .copied()
        .unwrap_or("?")
}

/// Month name; `month` is 1 to 12, anything else gives `?`.
pub fn month_name(lang: Lang, month: i8) -> &'static str {
    match lang {
        Lang::Ro => nth(&MONTHS_RO, month),
        Lang::En => nth(&MONTHS_EN, month),
    }
}

/// `luni` … `duminică`.
pub fn weekday(lang: Lang, date: Date) -> &'static str {
    let day = date.weekday().to_monday_one_offset();
    match lang {
        Lang::Ro => nth(&DAYS_RO, day),
        Lang::En => nth(&DAYS_EN, day),
    }
}

/// The usual form: `23.11.2026`; English spells the month so that day and month cannot be swapped.
pub fn date(lang: Lang, date: Date) -> String {
    match lang {
        Lang::Ro => format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()),
        Lang::En => date_long(lang, date),
    }
}

/// `23 noiembrie 2026`, `23 November 2026`.
pub fn date_long(lang: Lang, date: Date) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(lang, date.month()),
        date.year()
    )
}

/// `noiembrie 2026`; `month` is 1 to 12.
pub fn month_year(lang: Lang, year: i16, month: i8) -> String {
    format!("{} {year}", month_name(lang, month))
}

/// `14:05`, twenty-four hours, in both languages.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `23.11.2026, 14:05`, `23 Nov 2026, 14:05`: never broken over two lines, so that columns of moments read as columns.
/// English cuts the month to three letters, or the whole would not fit a phone's.
pub fn date_time(lang: Lang, at: DateTime) -> String {
    let day = match lang {
        Lang::Ro => date(lang, at.date()),
        Lang::En => {
            let month: String = month_name(lang, at.month()).chars().take(3).collect();
            format!("{}\u{a0}{month}\u{a0}{}", at.day(), at.year())
        }
    };
    format!("{day},\u{a0}{}", clock(at.time()))
}

/// A date of which only a year, or a year and month, may be known; `approximate` says "about".
pub fn partial_date(
    lang: Lang,
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
    approximate: bool,
) -> String {
    let exact = month.zip(day).and_then(|(m, d)| Date::new(year, m, d).ok());
    let text = match (exact, month) {
        (Some(full), _) => date(lang, full),
        (None, Some(m)) => month_year(lang, year, m),
        (None, None) => year.to_string(),
    };
    if approximate {
        Words::get(lang, "date-about", &[("date", &text)])
    } else {
        text
    }
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// How far a day lies from `today`: `azi`, `mâine`, `ieri`, `peste 2 zile`, `acum 3 zile`.
pub fn relative(lang: Lang, day: Date, today: Date) -> String {
    match days_between(today, day) {
        0 => Words::get(lang, "day-today", &[]),
        1 => Words::get(lang, "day-tomorrow", &[]),
        -1 => Words::get(lang, "day-yesterday", &[]),
        n if n > 0 => Words::count(lang, "days-ahead", n),
        n => Words::count(lang, "days-ago", n.abs()),
    }
}

/// A deadline seen from `today`: `întârziat 5 zile`, `azi`, `mâine`, `peste 2 zile`.
pub fn due(lang: Lang, due: Date, today: Date) -> String {
    match days_between(today, due) {
        n if n < 0 => Words::count(lang, "days-late", n.abs()),
        _ => relative(lang, due, today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn forms() {
        let d = day(2026, 11, 3);
        assert_eq!(date(Lang::Ro, d), "03.11.2026");
        assert_eq!(date(Lang::En, d), "3 November 2026");
        assert_eq!(date_long(Lang::Ro, day(2026, 11, 23)), "23 noiembrie 2026");
        let at = d.at(9, 5, 0, 0);
        assert_eq!(date_time(Lang::Ro, at), "03.11.2026,\u{a0}09:05");
        assert_eq!(date_time(Lang::En, at), "3\u{a0}Nov\u{a0}2026,\u{a0}09:05");
        assert_eq!(weekday(Lang::Ro, day(2026, 11, 23)), "luni");
        assert_eq!(
            partial_date(Lang::Ro, 2024, Some(8), None, true),
            "aproximativ august 2024"
        );
        assert_eq!(partial_date(Lang::En, 2024, None, None, false), "2024");
    }

    #[test]
    fn nearness() {
        let today = day(2026, 11, 23);
        assert_eq!(due(Lang::Ro, day(2026, 11, 18), today), "întârziat 5 zile");
        assert_eq!(due(Lang::Ro, day(2026, 11, 22), today), "întârziat 1 zi");
        assert_eq!(
            due(Lang::Ro, day(2026, 11, 3), today),
            "întârziat 20 de zile"
        );
        assert_eq!(due(Lang::Ro, today, today), "azi");
        assert_eq!(due(Lang::Ro, day(2026, 11, 25), today), "peste 2 zile");
        assert_eq!(relative(Lang::En, day(2026, 11, 21), today), "2 days ago");
        assert_eq!(relative(Lang::Ro, day(2026, 11, 24), today), "mâine");
        assert_eq!(
            relative(Lang::Ro, day(2027, 11, 23), today),
            "peste 365 de zile"
        );
    }
}
