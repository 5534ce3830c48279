//! The message catalogue: Fluent files embedded at build time, one bundle per language.

use crate::{Category, Lang, Quantity, category, decimal};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
}

type Bundle = FluentBundle<FluentResource>;

static ROMANIAN: LazyLock<Bundle> = LazyLock::new(|| load(Lang::Ro));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| load(Lang::En));

/// A named argument of a message: text that is shown as it is. Numbers are formatted before.
pub type Arg<'a> = (&'a str, &'a str);

/// The catalogue of both languages. A key that is missing shows as itself and is logged; the tests of
/// this crate fail on it first.
#[derive(Clone, Copy, Debug)]
pub struct Words;

impl Words {
    /// The message `key` with `args` put in.
    pub fn get(lang: Lang, key: &str, args: &[Arg<'_>]) -> String {
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent.set(*name, FluentValue::from(*value));
        }
        format(lang, key, &fluent)
    }

    /// The message `key` for a quantity: `$n` is the formatted number, `$cat` its plural category.
    pub fn count(lang: Lang, key: &str, n: impl Quantity) -> String {
        Self::count_with(lang, key, n, &[])
    }

    /// As [`Self::count`], with further arguments.
    pub fn count_with(lang: Lang, key: &str, n: impl Quantity, args: &[Arg<'_>]) -> String {
        let amount = n.amount();
        let cat: Category = category(lang, amount);
        let number = decimal(lang, amount);
        let mut all = Vec::with_capacity(args.len() + 2);
        all.push(("n", number.as_str()));
        all.push(("cat", cat.name()));
        all.extend_from_slice(args);
        Self::get(lang, key, &all)
    }

    /// Whether the language has this key.
    pub fn has(lang: Lang, key: &str) -> bool {
        bundle(lang).has_message(key)
    }

    /// The message files of a language: name and text. For the completeness tests.
    pub fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
        match lang {
            Lang::Ro => embedded::RO,
            Lang::En => embedded::EN,
        }
    }
}

fn bundle(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::Ro => &ROMANIAN,
        Lang::En => &ENGLISH,
    }
}

fn load(lang: Lang) -> Bundle {
    let id: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks would show as boxes in CSV and PDF; our arguments are never right-to-left.
    bundle.set_use_isolating(false);
    for (name, text) in Words::sources(lang) {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(whole) => whole,
            Err((partial, errors)) => {
                tracing::error!(file = name, ?errors, "message file has syntax errors");
                partial
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, ?errors, "message file repeats a key");
        }
    }
    bundle
}

fn format(lang: Lang, key: &str, args: &FluentArgs<'_>) -> String {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
        tracing::error!(key, lang = lang.tag(), "message is missing");
        return key.to_owned();
    };
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut errors)
        .into_owned();
    if !errors.is_empty() {
        tracing::error!(
            key,
            lang = lang.tag(),
            ?errors,
            "message could not be filled in"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decimal;

    #[test]
    fn romanian_counts() {
        let expect = [
            (0, "0 cazuri"),
            (1, "1 caz"),
            (2, "2 cazuri"),
            (19, "19 cazuri"),
            (20, "20 de cazuri"),
            (21, "21 de cazuri"),
            (100, "100 de cazuri"),
            (101, "101 cazuri"),
            (119, "119 cazuri"),
            (120, "120 de cazuri"),
            (121, "121 de cazuri"),
            (1000, "1.000 de cazuri"),
        ];
        for (n, text) in expect {
            assert_eq!(Words::count(Lang::Ro, "count-cases", n), text);
        }
        assert_eq!(
            Words::count(Lang::Ro, "count-cases", Decimal::new(15, 1)),
            "1,5 cazuri"
        );
        assert_eq!(Words::count(Lang::En, "count-cases", 1), "1 case");
        assert_eq!(Words::count(Lang::En, "count-cases", 1000), "1,000 cases");
    }

    #[test]
    fn a_missing_key_shows_as_itself() {
        assert_eq!(
            Words::get(Lang::Ro, "no-such-message", &[]),
            "no-such-message"
        );
    }
}
