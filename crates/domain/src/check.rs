//! Checks that several deciders share: lengths, characters, choices, dates.

use crate::context::Ctx;
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::PartialDate;
use crate::values::{Code, Place, SafeContact};
use unicode_normalization::char::is_combining_mark;

/// Longest text of a note or summary, in characters.
pub const LONG: usize = 15_000;
/// Longest one-line text, in characters.
pub const SHORT: usize = 300;
/// Most items of a list in one command.
pub const MANY: usize = 40;

/// Most combining marks on one letter. Written languages need three or four; piles of them hide what stands above.
const MARKS: usize = 8;

/// A long text that may be empty.
pub(crate) fn long(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONG {
        return Err(Refusal::TextTooLong);
    }
    clean(text)
}

/// Whether a text shows what it says: no control characters but tab and line end, none that turn what follows around
/// (U+202D, U+202E), no piles of combining marks.
fn clean(text: &str) -> Result<(), Refusal> {
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202D}' | '\u{202E}')
    };
    (!text.chars().any(hidden) && !piled(text))
        .then_some(())
        .ok_or(Refusal::TextCharacters)
}

/// Whether a name can be typed again as it is read: beyond [`clean`], one line and nothing invisible in it. The joiners
/// of other scripts (U+200C, U+200D) are letters' business and stay.
pub(crate) fn visible(name: &str) -> Result<(), Refusal> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}' | '\u{2060}'
                    ..='\u{2069}' | '\u{FEFF}'
            )
    };
    (!name.chars().any(hidden) && !piled(name))
        .then_some(())
        .ok_or(Refusal::NameCharacters)
}

fn piled(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks > MARKS
    })
}

/// A long text that must say something.
pub(crate) fn words(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::TextMissing);
    }
    long(text)
}

/// A one-line text that may be empty.
pub(crate) fn short(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > SHORT {
        return Err(Refusal::TextTooLong);
    }
    clean(text)
}

/// A name that must be there.
pub(crate) fn name(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > SHORT {
        return Err(Refusal::NameBad);
    }
    visible(text)
}

/// A reason that must be there.
pub(crate) fn reason(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    long(text)
}

/// A choice of the country pack.
pub(crate) fn choice(ctx: &Ctx<'_>, list: List, code: &Code) -> Result<(), Refusal> {
    ctx.pack
        .has(list, code)
        .then_some(())
        .ok_or(Refusal::ChoiceUnknown)
}

/// Choices of the country pack, each once.
pub(crate) fn choices(ctx: &Ctx<'_>, list: List, codes: &[Code]) -> Result<(), Refusal> {
    if codes.len() > MANY {
        return Err(Refusal::TooMany);
    }
    codes.iter().try_for_each(|code| choice(ctx, list, code))
}

/// A date of something that has happened.
pub(crate) fn past(ctx: &Ctx<'_>, date: Option<PartialDate>) -> Result<(), Refusal> {
    let Some(date) = date else { return Ok(()) };
    date.check()?;
    if date.is_after(ctx.today) {
        return Err(Refusal::DateInFuture);
    }
    Ok(())
}

/// A place.
pub(crate) fn place(ctx: &Ctx<'_>, place: &Place) -> Result<(), Refusal> {
    if let Some(county) = &place.county {
        choice(ctx, List::County, county)?;
    }
    short(&place.text)
}

/// A safe contact.
pub(crate) fn contact(ctx: &Ctx<'_>, contact: &SafeContact) -> Result<(), Refusal> {
    choice(ctx, List::ContactWay, &contact.way)?;
    short(&contact.value)?;
    short(&contact.note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_it_looks_like() {
        for good in [
            "Ștefania",
            "Anne-Marie d'Arc",
            "necunoscută",
            "Ё",
            "نور",
            "می‌خواهم",
            "Nguyễn",
            "O\u{0302}\u{0301}",
        ] {
            assert_eq!(name(good), Ok(()), "{good}");
        }
        let pile = format!("a{}", "\u{0301}".repeat(MARKS + 1));
        for bad in [
            "a\u{202E}b",
            "a\0b",
            "a\nb",
            "\u{FEFF}a",
            "a\u{200B}b",
            &pile,
        ] {
            assert_eq!(name(bad), Err(Refusal::NameCharacters), "{bad:?}");
        }
    }

    #[test]
    fn a_text_has_lines_and_no_tricks() {
        assert_eq!(words("Rând unu.\n\tRând doi. \u{2067}שלום\u{2069}"), Ok(()));
        for bad in ["a\0", "a\u{1b}[2J", "a\u{202E}b", &"\u{0301}".repeat(100)] {
            assert_eq!(words(bad), Err(Refusal::TextCharacters), "{bad:?}");
        }
        assert_eq!(
            words(&"\u{0301}".repeat(100_000)),
            Err(Refusal::TextTooLong)
        );
    }
}
