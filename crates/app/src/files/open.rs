//! Opening a file: the file, the person apart from it, their keys, the first line of the roster, in one commit.

use crate::desk::ALL;
use crate::files::read::{OpenFileState, fold, fold_person};
use crate::files::{Partner, Post};
use crate::journal::{Draft, Pen};
use crate::keyring::{StreamKeys, wrap_to};
use crate::{AppError, AppResult, Desk, Invalid};
use punte_domain::access::{Grantee, OpenFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::file::entry::Basics;
use punte_domain::id::{ConcernId, EntryId, FileId, PersonId, StreamId, UnitId};
use punte_domain::{AnyEntry, Ctx, Decided, Envelope, Refusal, StreamKind, file, person};
use punte_store::StreamRow;
use punte_vault::StreamKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the form for a new file holds. Only the basics are needed; a child in danger has no papers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewFile {
    /// Name used on screens where the real one isn't needed.
    pub cover_name: String,
    /// The first name known.
    pub name: Option<person::Name>,
    /// CNP, if somebody has it.
    pub cnp: String,
    /// Facts that name nobody.
    pub basics: Basics,
    /// The concern it comes from.
    pub from_concern: Option<ConcernId>,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which.
    pub id: FileId,
    /// Its code.
    pub code: FileCode,
}

/// A file's id carries its code in front, so that a code finds its file without an index that anybody could steal.
pub(crate) fn id_of(code: FileCode, tail: [u8; 12]) -> FileId {
    let mut id = [0; 16];
    let bytes = code.bits().to_be_bytes().into_iter().chain(tail);
    id.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    FileId(id)
}

/// The code in a file's id.
pub(crate) fn code_of(id: FileId) -> FileCode {
    let [a, b, c, d, ..] = id.0;
    FileCode::from_random(u32::from_be_bytes([a, b, c, d]))
}

/// The compartments that the lead holds from the first day. Psychosocial and legal are born with their discipline's first entry.
pub(crate) const FROM_THE_START: [Compartment; 4] = [
    Compartment::Core,
    Compartment::Identity,
    Compartment::Whereabouts,
    Compartment::Justice,
];

impl Desk {
    /// The units in which the person can open a file, named; absent for those who open none.
    pub async fn units_to_open_in(&self) -> AppResult<Vec<Partner>> {
        let store = &self.app.0.store;
        let mine: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut open = BTreeSet::new();
        for unit in mine {
            let resource = store.relations().unit(unit).await?;
            match self.permit::<OpenFile>(unit.0, resource, ALL).await {
                Ok(_) => open.insert(unit),
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
        }
        if open.is_empty() {
            return Err(AppError::Absent);
        }
        let mut units = self.partner_units(None).await?;
        units.retain(|unit| open.contains(&unit.unit));
        Ok(units)
    }

    /// Opens a file in one of the person's units.
    pub async fn open_new_file(
        &self,
        unit: UnitId,
        form: &NewFile,
        post: Post,
    ) -> AppResult<Opened> {
        let store = &self.app.0.store;
        let resource = store.relations().unit(unit).await?;
        let proof = self.permit::<OpenFile>(unit.0, resource, ALL).await?;
        let (acting, role) = self.acting(&proof)?;
        if acting != unit {
            return Err(AppError::Absent);
        }
        let ctx = self.ctx(unit, role);
        let code = self.free_code().await?;
        let id = id_of(code, tail(self.app.new_id()));
        let person_id = PersonId(self.app.new_id());

        let mut draft = Draft::default();
        let mut file_pen = self.new_pen(
            &mut draft,
            id.into(),
            StreamKind::File,
            unit,
            &FROM_THE_START,
        )?;
        let mut person_pen = self.new_pen(
            &mut draft,
            person_id.into(),
            StreamKind::Person,
            unit,
            &[Compartment::Identity],
        )?;

        let decided = self.decide_file(form, code, person_id, &ctx);
        let about = decide_person(form, &ctx);
        let (decided, about) = match (decided, about) {
            (Ok(decided), Ok(about)) => (decided, about),
            (Err(a), Err(b)) => return Err(AppError::Invalid(vec![a, b])),
            (Err(only), Ok(_)) | (Ok(_), Err(only)) => return Err(AppError::Invalid(vec![only])),
        };
        let written = file_pen.write(&mut draft, decided, Some(post.id))?;
        let person = fold_person(&person_pen.write(&mut draft, about, None)?);
        let opened = OpenFileState {
            state: fold(&written),
            entries: written.clone(),
        };
        let nothing = file::State::default();
        self.follow_up(
            &mut draft,
            &mut file_pen,
            (&nothing, &opened),
            &written,
            Some(&person),
        )
        .await?;
        draft.put(file_pen.stream.clone());
        draft.put(person_pen.stream.clone());

        let answer = Opened { id, code };
        self.settle(&proof, draft, post.id, form, answer)
            .await?
            .ok_or(AppError::Unavailable)
    }

    /// A code that no file has.
    async fn free_code(&self) -> AppResult<FileCode> {
        loop {
            let [a, b, c, d, ..] = self.app.random();
            let code = FileCode::from_random(u32::from_be_bytes([a, b, c, d]));
            if self
                .app
                .0
                .store
                .relations()
                .file_by_code(code)
                .await?
                .is_none()
            {
                return Ok(code);
            }
        }
    }

    /// A stream that doesn't exist yet, with fresh keys wrapped to the unit.
    pub(crate) fn new_pen(
        &self,
        draft: &mut Draft,
        id: StreamId,
        kind: StreamKind,
        unit: UnitId,
        compartments: &[Compartment],
    ) -> AppResult<Pen<'_>> {
        let rng = &*self.app.0.rng;
        let public = self.ring.unit(unit).ok_or(AppError::Absent)?.public();
        let mut keys = StreamKeys::default();
        let mut wraps = Vec::new();
        for compartment in compartments {
            let key = StreamKey::generate(1, rng);
            let row = wrap_to(rng, id, *compartment, &key, (&public, Grantee::Unit(unit)))?;
            draft.put(row.clone());
            wraps.push(row);
            keys.insert(*compartment, key);
        }
        let stream = StreamRow {
            id,
            kind,
            lead: unit,
            peer: None,
            version: 0,
            state: StreamRow::OPEN,
        };
        Ok(self.new_pen_on(unit, stream, keys, wraps))
    }

    fn decide_file(
        &self,
        form: &NewFile,
        code: FileCode,
        person: PersonId,
        ctx: &Ctx<'_>,
    ) -> Result<Vec<Decided<AnyEntry>>, Invalid> {
        let open = file::Command::Open {
            code,
            from_concern: form.from_concern,
            basics: form.basics.clone(),
        };
        let mut state = file::State::default();
        let mut all = Vec::new();
        let mut commands = vec![open, file::Command::LinkPerson(person)];
        if !form.cover_name.is_empty() {
            commands.push(file::Command::SetCoverName(form.cover_name.clone()));
        }
        for command in commands {
            let decided = file::decide(&state, &command, ctx).map_err(invalid)?;
            for d in decided {
                file::evolve(&mut state, &self.imagined(ctx, &d), &d.entry);
                all.push(d.map(AnyEntry::File));
            }
        }
        Ok(all)
    }

    /// The envelope that an entry of a stream being born will have, as far as deciders look at it.
    fn imagined<E>(&self, ctx: &Ctx<'_>, decided: &Decided<E>) -> Envelope {
        Envelope {
            id: EntryId(ctx.fresh),
            stream: StreamId([0; 16]),
            seq: 0,
            compartment: decided.compartment,
            happened_on: decided.happened_on,
            recorded_at: self.now,
            author: ctx.author,
            unit: ctx.unit,
        }
    }
}

pub(crate) fn decide_person(
    form: &NewFile,
    ctx: &Ctx<'_>,
) -> Result<Vec<Decided<AnyEntry>>, Invalid> {
    let register = person::Command::Register {
        name: form.name.clone(),
        sex: form.basics.sex,
        age: form.basics.age,
    };
    let mut state = person::State::default();
    let mut all = person::decide(&state, &register, ctx).map_err(invalid)?;
    state.registered = true;
    if !form.cnp.is_empty() {
        let kind = person::IdentifierKind::Cnp;
        let number = person::Command::RecordIdentifier {
            kind,
            value: form.cnp.clone(),
        };
        all.extend(person::decide(&state, &number, ctx).map_err(invalid)?);
    }
    Ok(all.into_iter().map(|d| d.map(AnyEntry::Person)).collect())
}

fn invalid(refusal: Refusal) -> Invalid {
    Invalid::new(refusal.field(), refusal.code())
}

/// The last twelve bytes.
pub(crate) fn tail(random: [u8; 16]) -> [u8; 12] {
    let mut tail = [0; 12];
    tail.iter_mut()
        .zip(random.into_iter().skip(4))
        .for_each(|(to, from)| *to = from);
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_id_carries_its_code() {
        let code: FileCode = "RO-7K3F-9Q".parse().unwrap();
        assert_eq!(code_of(id_of(code, [7; 12])), code);
    }
}
