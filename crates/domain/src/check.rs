//! Checks that several deciders share: lengths, choices, dates. Hygiene of characters is `words`' task.

use crate::context::Ctx;
use crate::pack::List;
use crate::refusal::Refusal;
use crate::time::PartialDate;
use crate::values::{Code, Place, SafeContact};

/// Longest text of a note or summary, in characters.
pub const LONG: usize = 15_000;
/// Longest one-line text, in characters.
pub const SHORT: usize = 300;
/// Most items of a list in one command.
pub const MANY: usize = 40;

/// A long text that may be empty.
pub(crate) fn long(text: &str) -> Result<(), Refusal> {
    (text.chars().count() <= LONG)
        .then_some(())
        .ok_or(Refusal::TextTooLong)
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
    (text.chars().count() <= SHORT)
        .then_some(())
        .ok_or(Refusal::TextTooLong)
}

/// A name that must be there.
pub(crate) fn name(text: &str) -> Result<(), Refusal> {
    (!text.trim().is_empty() && text.chars().count() <= SHORT)
        .then_some(())
        .ok_or(Refusal::NameBad)
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
