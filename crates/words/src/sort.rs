//! Order of names by ICU collation. SQLite has none, so a sort key is stored or lists sort in memory.

use crate::Lang;
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use std::cmp::Ordering;
use std::sync::LazyLock;

static ROMANIAN: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| collator(locale!("ro").into()));
static ENGLISH: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| collator(locale!("en").into()));

fn collator(prefs: CollatorPreferences) -> Option<CollatorBorrowed<'static>> {
    CollatorBorrowed::try_new(prefs, CollatorOptions::default()).ok()
}

fn of(lang: Lang) -> Option<&'static CollatorBorrowed<'static>> {
    match lang {
        Lang::Ro => ROMANIAN.as_ref(),
        Lang::En => ENGLISH.as_ref(),
    }
}

/// Compares as a phone book of that language does: Sibiu < Șimleu < Tulcea < Țară.
pub fn compare(lang: Lang, a: &str, b: &str) -> Ordering {
    of(lang).map_or_else(|| a.cmp(b), |c| c.compare(a, b))
}

/// Bytes whose plain order is the order of [`compare`]. Valid within one version of the program: a new
/// version of the collation data may give other bytes, so keys are computed, not kept for years.
pub fn sort_key(lang: Lang, text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2);
    match of(lang) {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(text.as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn romanian_order() {
        let mut names = [
            "Țară", "Tulcea", "Șimleu", "Sibiu", "Ineu", "Înainte", "Arad", "Ălea", "Zalău",
        ];
        names.sort_by(|a, b| compare(Lang::Ro, a, b));
        assert_eq!(
            names,
            [
                "Arad", "Ălea", "Ineu", "Înainte", "Sibiu", "Șimleu", "Tulcea", "Țară", "Zalău"
            ]
        );
    }

    proptest! {
        #[test]
        fn keys_order_as_compare_does(a in "[a-zăâîșțA-Z ]{0,12}", b in "[a-zăâîșțA-Z ]{0,12}") {
            let keys = sort_key(Lang::Ro, &a).cmp(&sort_key(Lang::Ro, &b));
            prop_assert_eq!(keys, compare(Lang::Ro, &a, &b));
        }
    }
}
