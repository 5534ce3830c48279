//! Folding of written names to plain lower-case ASCII, whatever the script.
//!
//! Two spellings of one name should meet here: `Țăranu` with comma, cedilla or no mark, `Шевченко` and `Shevchenko`.
//! Cyrillic has its own table because its romanisations are the ones our users meet daily; other scripts go through
//! the `deunicode` tables (BSD-3-Clause), which are coarse but steady.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a written name: ASCII letters and digits in lower case, words parted by one space.
///
/// Comma-below, cedilla and missing marks all fold to the same letter. Apostrophes vanish; hyphens and all other
/// signs part words. Never fails; text without a letter or digit folds to the empty string.
pub fn fold(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    fold_into(raw, &mut out);
    out
}

/// As [`fold`], into a buffer that is cleared first.
pub fn fold_into(raw: &str, out: &mut String) {
    out.clear();
    if raw.is_ascii() {
        for c in raw.chars() {
            push_ascii(c, out);
        }
    } else {
        for c in raw.nfc() {
            push_char(c, out);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

fn push_ascii(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if c != '\'' && c != '`' && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn push_char(c: char, out: &mut String) {
    if c.is_ascii() {
        push_ascii(c, out);
    } else if let Some(latin) = cyrillic(c) {
        out.push_str(latin);
    } else if matches!(
        c,
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{02b9}' | '\u{200c}' | '\u{200d}'
    ) || is_combining_mark(c) && !is_vowel_sign(c)
    {
        // Apostrophes, joiners and bare accents carry no letter.
    } else if let Some(latin) = deunicode::deunicode_char(c) {
        for a in latin.trim().chars() {
            push_ascii(a, out);
        }
        if c.is_whitespace() || latin.trim().is_empty() && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
}

/// Indic and Thai vowel signs are combining marks for Unicode but letters for a name.
fn is_vowel_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0eff)
}

/// One Cyrillic letter in a plain romanisation that Russian, Ukrainian and Bulgarian readers would all recognise.
/// Soft and hard signs are silent; `г` is `g` (the phonetic key lets it meet `h`).
fn cyrillic(c: char) -> Option<&'static str> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    Some(match lower {
        'а' => "a",
        'б' => "b",
        'в' | 'ў' => "v",
        'г' | 'ґ' | 'ѓ' => "g",
        'д' => "d",
        'ђ' => "dj",
        'е' | 'э' => "e",
        'є' => "ye",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' => "i",
        'ы' | 'й' => "y",
        'ј' => "j",
        'к' | 'ќ' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'ћ' => "c",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dzh",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn comma_cedilla_and_no_mark_meet() {
        for written in [
            "Ștefan Țăranu",
            "Ştefan Ţăranu",
            "Stefan Taranu",
            "ȘTEFAN  ŢĂRANU",
            "S\u{326}tefan T\u{326}a\u{306}ranu",
        ] {
            assert_eq!(fold(written), "stefan taranu");
        }
    }

    #[test]
    fn cyrillic_is_romanised() {
        assert_eq!(fold("Шевченко"), "shevchenko");
        assert_eq!(fold("Наталія"), "nataliya");
        assert_eq!(fold("Хрущёв"), "khrushchyov");
    }

    #[test]
    fn signs_part_words_and_apostrophes_vanish() {
        assert_eq!(fold("Popescu-Ionescu, Ana"), "popescu ionescu ana");
        assert_eq!(fold("O’Brien D'Angelo"), "obrien dangelo");
        assert_eq!(fold(" -- "), "");
    }

    #[test]
    fn other_scripts_give_letters() {
        for written in ["محمد", "김민준", "王伟", "Γεώργιος", "সোহেল", "สมชาย"]
        {
            assert!(
                fold(written)
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == ' '),
                "{written}"
            );
            assert!(!fold(written).is_empty(), "{written}");
        }
    }
}
