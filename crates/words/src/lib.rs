//! Words in Romanian and English: Fluent messages, plurals, dates, numbers, names, folding, sorting.
//!
//! Romanian is the source language; English is complete. Everything here is pure: the same arguments
//! give the same text, and nothing reads a clock, a locale of the system or the environment.
//!
//! ```
//! use punte_words::{Lang, Words};
//! assert_eq!(Words::count(Lang::Ro, "count-cases", 19), "19 cazuri");
//! assert_eq!(Words::count(Lang::Ro, "count-cases", 20), "20 de cazuri");
//! ```

mod catalogue;
mod date;
mod date_input;
mod fold;
mod lang;
mod name;
mod number;
mod plural;
mod sort;
mod translate;

pub use catalogue::{Arg, Words};
pub use date::{
    clock, date, date_long, date_time, due, month_name, month_year, partial_date, relative, weekday,
};
pub use date_input::{DateInputError, parse_date};
pub use fold::{fold, matches, tokens};
pub use lang::{Lang, UnknownLang};
pub use name::{MAX_NAME, NameError, clean_name, clean_text, spelled};
pub use number::{Decimal, DecimalError, decimal, integer, money, parse_decimal, percent};
pub use plural::{Category, Quantity, category};
pub use sort::{compare, sort_key};
pub use translate::T;

/// Names a message key, so that the completeness test can find it.
///
/// Use it wherever a key is stored before it is looked up; literal keys given to [`T`] or [`Words`]
/// need nothing.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $key
    };
}
