//! Folding for search: what a hurried person types finds what a careful one wrote.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The folded form: compatibility-decomposed, marks dropped, lower case, letters that do not decompose
/// spelled out (đ, ł, ø, ß, æ, œ, ı), apostrophes dropped, hyphens and every run of space one space.
///
/// `"Ștefan-Țepeș"`, `"Ştefan-Ţepeş"` (cedilla) and `"stefan tepes"` fold alike.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        if is_combining_mark(c) || is_dropped(c) {
            continue;
        }
        if c.is_whitespace() || is_dash(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match spelled(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// The set of folded words, so that "Popescu Irina" and "Irina Popescu" are alike.
pub fn tokens(text: &str) -> BTreeSet<String> {
    fold(text)
        .split(' ')
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether every word of `query` begins some word of `text`, in any order. An empty query matches all.
pub fn matches(query: &str, text: &str) -> bool {
    let words = tokens(text);
    tokens(query)
        .iter()
        .all(|q| words.iter().any(|w| w.starts_with(q.as_str())))
}

const fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′'
            | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}'
    )
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

const fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ø' => "o",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'ħ' => "h",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for text in [
            "Ștefan-Țepeș",
            "Ştefan‑Ţepeş",
            "STEFAN  TEPES",
            "ștefan\u{a0}țepeș",
            "s\u{326}tefan tepes",
        ] {
            assert_eq!(fold(text), "stefan tepes", "{text}");
        }
        assert_eq!(fold("Đurić"), "duric");
        assert_eq!(fold("Łukasz Weiß"), "lukasz weiss");
        assert_eq!(fold("D’Amico O'Brien"), "damico obrien");
        assert_eq!(fold("IŞIK İnci"), "isik inci");
    }

    #[test]
    fn words_match_in_any_order() {
        assert!(matches("irina pop", "Popescu Irina"));
        assert!(matches("", "Popescu"));
        assert!(!matches("irina ion", "Popescu Irina"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,40}") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
