//! What may be written on a person. Almost nothing is refused: names and numbers come as they come.

use super::cnp::{self, Warning};
use super::{Check, Command, Entry, IdentifierKind, Kin, Name, State};
use crate::check;
use crate::compartment::Compartment;
use crate::context::{Ctx, Decided};
use crate::id::EntryId;
use crate::pack::List;
use crate::refusal::Refusal;
use crate::values::{Answer, Code};
use unicode_normalization::UnicodeNormalization;

/// What to write, or why not.
pub fn decide(
    state: &State,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<Entry>>, Refusal> {
    let registering = matches!(command, Command::Register { .. });
    match (state.registered, registering) {
        (true, true) => return Err(Refusal::AlreadyThere),
        (false, false) => return Err(Refusal::NotThere),
        (true, false) | (false, true) => {}
    }
    let entry = match command {
        Command::Register { name, sex, age } => {
            age.check(ctx.today)?;
            let name = name.as_ref().map(named).transpose()?;
            Entry::Registered {
                name,
                sex: *sex,
                age: *age,
            }
        }
        Command::RecordName(name) => Entry::NameRecorded(named(name)?),
        Command::RecordSex(sex) => Entry::SexRecorded(*sex),
        Command::RecordAge(age) => {
            age.check(ctx.today)?;
            Entry::AgeRecorded(*age)
        }
        Command::RecordIdentifier { kind, value } => identifier(state, *kind, value, ctx)?,
        Command::RecordCitizenship(answer) => {
            citizenship(answer)?;
            Entry::CitizenshipRecorded(answer.clone())
        }
        Command::RecordLanguages {
            languages,
            interpreter,
        } => {
            check::choices(ctx, List::Language, languages)?;
            Entry::LanguagesRecorded {
                languages: languages.clone(),
                interpreter: *interpreter,
            }
        }
        Command::RecordKin(kin) => Entry::KinRecorded(kin_checked(kin, ctx)?),
        Command::RecordSafeContact(contact) => {
            check::contact(ctx, contact)?;
            Entry::SafeContactRecorded(contact.clone())
        }
        Command::Void { entry, reason } => void(state, *entry, reason)?,
    };
    Ok(vec![Decided::in_(Compartment::Identity, entry)])
}

/// A name in NFC. One part is enough: "necunoscută", a single letter, a name of another script.
fn named(name: &Name) -> Result<Name, Refusal> {
    let part = |text: &str| text.trim().nfc().collect::<String>();
    let (given, family) = (part(&name.given), part(&name.family));
    if given.is_empty() && family.is_empty() {
        return Err(Refusal::NameBad);
    }
    if given.chars().count() > check::SHORT || family.chars().count() > check::SHORT {
        return Err(Refusal::NameBad);
    }
    check::visible(&given)?;
    check::visible(&family)?;
    Ok(Name {
        kind: name.kind,
        given,
        family,
    })
}

/// A doubtful number is kept as unverified; it never blocks.
fn identifier(
    state: &State,
    kind: IdentifierKind,
    value: &str,
    ctx: &Ctx<'_>,
) -> Result<Entry, Refusal> {
    let value = value.trim();
    if value.is_empty() {
        return Err(Refusal::IdentifierMissing);
    }
    check::short(value)?;
    let warnings = match kind {
        IdentifierKind::Cnp => cnp::check(value, state.sex(), state.age().birth, ctx.today, |c| {
            ctx.pack.cnp_county(c)
        }),
        IdentifierKind::Passport
        | IdentifierKind::IdentityCard
        | IdentifierKind::BirthCertificate
        | IdentifierKind::Other => vec![Warning::NoRule],
    };
    let check = if warnings.is_empty() {
        Check::Checked
    } else {
        Check::Unverified(warnings)
    };
    Ok(Entry::IdentifierRecorded {
        kind,
        value: value.to_owned(),
        check,
    })
}

fn citizenship(answer: &Answer<Vec<Code>>) -> Result<(), Refusal> {
    let Some(codes) = answer.said() else {
        return Ok(());
    };
    if codes.len() > check::MANY {
        return Err(Refusal::TooMany);
    }
    let two_letters =
        |code: &Code| code.0.len() == 2 && code.0.bytes().all(|b| b.is_ascii_uppercase());
    codes
        .iter()
        .all(two_letters)
        .then_some(())
        .ok_or(Refusal::ChoiceUnknown)
}

fn kin_checked(kin: &Kin, ctx: &Ctx<'_>) -> Result<Kin, Refusal> {
    check::choice(ctx, List::Kin, &kin.relation)?;
    check::short(&kin.name)?;
    check::visible(&kin.name)?;
    if let Some(contact) = &kin.contact {
        check::contact(ctx, contact)?;
    }
    Ok(Kin {
        name: kin.name.trim().nfc().collect(),
        ..kin.clone()
    })
}

fn void(state: &State, entry: EntryId, reason: &str) -> Result<Entry, Refusal> {
    check::reason(reason)?;
    let live = state
        .names
        .iter()
        .map(|k| k.entry)
        .chain(state.sexes.iter().map(|k| k.entry))
        .chain(state.ages.iter().map(|k| k.entry))
        .chain(state.identifiers.iter().map(|k| k.entry))
        .chain(state.citizenships.iter().map(|k| k.entry))
        .chain(state.languages.iter().map(|k| k.entry))
        .chain(state.kin.iter().map(|k| k.entry))
        .chain(state.contacts.iter().map(|k| k.entry))
        .any(|id| id == entry);
    if !live {
        return Err(Refusal::EntryUnknown);
    }
    Ok(Entry::Voided {
        entry,
        reason: reason.to_owned(),
    })
}

#[cfg(test)]
mod tests;
