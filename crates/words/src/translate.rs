//! What a template holds: the words of one language.

use crate::{Decimal, Lang, Quantity, Words};
use jiff::civil::{Date, DateTime};
use std::fmt::Display;

/// The words of one language, given to every template as `t`.
///
/// `{{ t.get("files-title") }}`, `{{ t.n("count-cases", files.len()) }}`,
/// `{{ t.with("case-opened-on", "date", t.date(opened)) }}`, `{{ t.of("stage", stage) }}`.
/// Literal keys in these calls are found by the completeness test; keys kept in variables are written
/// `key!("…")`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T {
    /// The language.
    pub lang: Lang,
}

impl From<Lang> for T {
    fn from(lang: Lang) -> Self {
        Self { lang }
    }
}

impl T {
    /// The words of `lang`.
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// A message without arguments.
    pub fn get(&self, key: &str) -> String {
        Words::get(self.lang, key, &[])
    }

    /// A message with one argument.
    pub fn with(&self, key: &str, name: &str, value: impl Display) -> String {
        Words::get(self.lang, key, &[(name, &value.to_string())])
    }

    /// A message with two arguments.
    pub fn with2(
        &self,
        key: &str,
        n1: &str,
        v1: impl Display,
        n2: &str,
        v2: impl Display,
    ) -> String {
        Words::get(
            self.lang,
            key,
            &[(n1, &v1.to_string()), (n2, &v2.to_string())],
        )
    }

    /// A message with any number of arguments, each already text.
    pub fn args(&self, key: &str, args: &[(&str, &str)]) -> String {
        Words::get(self.lang, key, args)
    }

    /// A message that counts (`$n`, `$cat`).
    pub fn n(&self, key: &str, n: impl Quantity) -> String {
        Words::count(self.lang, key, n)
    }

    /// A message that counts and has one more argument.
    pub fn n_with(&self, key: &str, n: impl Quantity, name: &str, value: impl Display) -> String {
        Words::count_with(self.lang, key, n, &[(name, &value.to_string())])
    }

    /// One of a family of messages: `t.of("stage", "closed")` is the message `stage-closed`.
    pub fn of(&self, family: &str, member: impl Display) -> String {
        Words::get(self.lang, &format!("{family}-{member}"), &[])
    }

    /// A whole number with grouping.
    pub fn number(&self, n: impl Quantity) -> String {
        crate::integer(self.lang, n)
    }

    /// A percentage.
    pub fn percent(&self, value: &Decimal) -> String {
        crate::percent(self.lang, *value)
    }

    /// `23.11.2026`, in English `23 November 2026`.
    pub fn date(&self, date: &Date) -> String {
        crate::date(self.lang, *date)
    }

    /// An ISO 8601 date kept as text (`2025-04-14`) in the usual form; any other text as it is.
    pub fn iso_date(&self, text: &str) -> String {
        text.parse::<Date>()
            .map_or_else(|_| text.to_owned(), |date| crate::date(self.lang, date))
    }

    /// `23 noiembrie 2026`.
    pub fn date_long(&self, date: &Date) -> String {
        crate::date_long(self.lang, *date)
    }

    /// `23.11.2026, 14:05`.
    pub fn date_time(&self, at: &DateTime) -> String {
        crate::date_time(self.lang, *at)
    }

    /// `azi`, `ieri`, `acum 3 zile`, `peste 2 zile`.
    pub fn relative(&self, date: &Date, today: &Date) -> String {
        crate::relative(self.lang, *date, *today)
    }

    /// A deadline: `întârziat 5 zile`, `azi`, `peste 2 zile`.
    pub fn due(&self, due: &Date, today: &Date) -> String {
        crate::due(self.lang, *due, *today)
    }
}
