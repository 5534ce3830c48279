//! Folds entries into a person's state.

use super::{Entry, Identifier, Kept, State};
use crate::context::Envelope;
use crate::id::EntryId;

/// Folds one entry in.
pub fn evolve(state: &mut State, env: &Envelope, entry: &Entry) {
    state.version = state.version.max(env.seq);
    match entry {
        Entry::Registered { name, sex, age } => {
            state.registered = true;
            if let Some(name) = name {
                state.names.push(kept(env, name.clone()));
            }
            state.sexes.push(kept(env, *sex));
            state.ages.push(kept(env, *age));
        }
        Entry::NameRecorded(name) => state.names.push(kept(env, name.clone())),
        Entry::SexRecorded(sex) => state.sexes.push(kept(env, *sex)),
        Entry::AgeRecorded(age) => state.ages.push(kept(env, *age)),
        Entry::IdentifierRecorded { kind, value, check } => state.identifiers.push(kept(
            env,
            Identifier {
                kind: *kind,
                value: value.clone(),
                check: check.clone(),
            },
        )),
        Entry::CitizenshipRecorded(answer) => state.citizenships.push(kept(env, answer.clone())),
        Entry::LanguagesRecorded {
            languages,
            interpreter,
        } => {
            state
                .languages
                .push(kept(env, (languages.clone(), *interpreter)));
        }
        Entry::KinRecorded(kin) => state.kin.push(kept(env, kin.clone())),
        Entry::SafeContactRecorded(contact) => state.contacts.push(kept(env, contact.clone())),
        Entry::Voided { entry, .. } => void(state, *entry),
    }
}

fn kept<T>(env: &Envelope, value: T) -> Kept<T> {
    Kept {
        entry: env.id,
        at: env.recorded_at,
        value,
    }
}

fn void(state: &mut State, entry: EntryId) {
    state.voided.push(entry);
    drop_from(&mut state.names, entry);
    drop_from(&mut state.sexes, entry);
    drop_from(&mut state.ages, entry);
    drop_from(&mut state.identifiers, entry);
    drop_from(&mut state.citizenships, entry);
    drop_from(&mut state.languages, entry);
    drop_from(&mut state.kin, entry);
    drop_from(&mut state.contacts, entry);
}

fn drop_from<T>(list: &mut Vec<Kept<T>>, entry: EntryId) {
    list.retain(|kept| kept.entry != entry);
}
