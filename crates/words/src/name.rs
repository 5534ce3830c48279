//! Cleaning what is written down: one spelling of Romanian letters, no invisible or reordering signs.

use unicode_normalization::UnicodeNormalization;

/// Why a name was refused. The sign is given so that the person can be told which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but space.
    #[error("the name is empty")]
    Empty,
    /// Longer than [`MAX_NAME`] characters.
    #[error("the name is longer than {MAX_NAME} characters")]
    TooLong,
    /// A control character.
    #[error("the name holds the control character U+{:04X}", *.0 as u32)]
    Control(char),
    /// A sign that reorders or hides text (bidirectional override, zero-width, private use).
    #[error("the name holds the invisible character U+{:04X}", *.0 as u32)]
    Invisible(char),
}

/// Longest name kept, in characters.
pub const MAX_NAME: usize = 200;

/// A name as it is stored: NFC, comma-below ș ț (never cedilla), spaces trimmed and single.
///
/// Zero-width joiners stay, since Persian names need them; every other invisible sign is refused
/// rather than removed: it may have been put there to deceive.
pub fn clean_name(raw: &str) -> Result<String, NameError> {
    let mut out = String::with_capacity(raw.len());
    for word in raw.split([' ', '\t', '\u{a0}']).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.nfc() {
            refuse(c)?;
            out.push(comma_below(c));
        }
    }
    match out.chars().count() {
        0 => Err(NameError::Empty),
        n if n > MAX_NAME => Err(NameError::TooLong),
        _ => Ok(out),
    }
}

/// A name as it was typed, in the spelling in which it is stored; what a name may not hold is left in it, for the rule
/// that refuses it and shows the form again.
pub fn spelled(raw: &str) -> String {
    let words = raw.split([' ', '\t', '\u{a0}']).filter(|w| !w.is_empty());
    let words: Vec<String> = words
        .map(|word| word.nfc().map(comma_below).collect())
        .collect();
    words.join(" ")
}

/// Free text as it is stored: NFC, comma-below ș ț, line ends as `\n`, control, override and
/// zero-width signs dropped, space at the ends dropped.
pub fn clean_text(raw: &str) -> String {
    let unix = raw
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = unix
        .nfc()
        .filter(|c| matches!(c, '\n' | '\t') || refuse(*c).is_ok())
        .map(comma_below)
        .collect();
    kept.trim().to_owned()
}

fn refuse(c: char) -> Result<(), NameError> {
    match c {
        c if c.is_control() => Err(NameError::Control(c)),
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{e0000}'..='\u{10ffff}' => Err(NameError::Invisible(c)),
        _ => Ok(()),
    }
}

const fn comma_below(c: char) -> char {
    match c {
        'ş' => 'ș',
        'Ş' => 'Ș',
        'ţ' => 'ț',
        'Ţ' => 'Ț',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling() {
        for raw in [
            "Ştefan Ţuţea",
            "  Ștefan\u{a0} Țuțea ",
            "S\u{327}tefan T\u{326}ut\u{327}ea",
        ] {
            assert_eq!(clean_name(raw).as_deref(), Ok("Ștefan Țuțea"), "{raw}");
        }
    }

    #[test]
    fn spelling_takes_nothing_away() {
        assert_eq!(spelled("  Ştefan\u{a0} \u{202e}Ţ "), "Ștefan \u{202e}Ț");
        assert_eq!(spelled(" \t"), "");
    }

    #[test]
    fn deceiving_signs_are_refused() {
        assert_eq!(
            clean_name("Ana\u{202e}anI"),
            Err(NameError::Invisible('\u{202e}'))
        );
        assert_eq!(
            clean_name("Ana\u{2067}"),
            Err(NameError::Invisible('\u{2067}'))
        );
        assert_eq!(clean_name("Ana\u{0}"), Err(NameError::Control('\0')));
        assert_eq!(clean_name("Ana\nPop"), Err(NameError::Control('\n')));
        assert_eq!(clean_name(" \t "), Err(NameError::Empty));
        assert_eq!(clean_name(&"a".repeat(201)), Err(NameError::TooLong));
        assert!(clean_name("علی\u{200c}رضا").is_ok());
    }

    #[test]
    fn text_keeps_lines() {
        assert_eq!(clean_text("a\r\nb\u{202e}c\u{7}\tş "), "a\nbc\tș");
    }

    proptest! {
        #[test]
        fn cleaning_is_settled_at_once(s in "\\PC{0,60}") {
            if let Ok(once) = clean_name(&s) {
                let again = clean_name(&once);
                prop_assert_eq!(again.as_deref(), Ok(once.as_str()));
            }
            let text = clean_text(&s);
            prop_assert_eq!(clean_text(&text), text);
        }
    }
}
