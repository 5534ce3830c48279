//! Completing and correcting a person's identity, from the file whose person it is.

use crate::desk::{ALL, kinds};
use crate::files::command::refused;
use crate::files::read::fold_person;
use crate::files::{Post, Written};
use crate::journal::{Draft, open_entries};
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{ReadFile, WritePerson};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{FileId, PersonId};
use punte_domain::person::{self, Command};
use punte_domain::{AnyEntry, Authorized, StreamKind, file};
use punte_store::ReadNote;

/// A person stream has one compartment.
const IDENTITY: Compartments = Compartments::only(CompartmentKind::Identity);

impl Desk {
    /// Writes on the person of this file. Entries add up and none replaces another, so two people's corrections never collide;
    /// the names in the rosters that show this file are renewed with the same commit.
    pub async fn write_person(
        &self,
        code: FileCode,
        command: Command,
        post: Post,
    ) -> AppResult<Written> {
        let (id, state) = self.file_of_person(code).await?;
        let person = state.person.ok_or(AppError::Absent)?;
        let resource = self.app.0.store.relations().person(person).await?;
        let proof = self
            .permit::<WritePerson>(person.0, resource, IDENTITY)
            .await?;
        for _ in 0..TRIES {
            let tried = self
                .try_person(&proof, person, (id, &state), &command, post)
                .await;
            let tried = match tried {
                Ok(None) => continue,
                Ok(Some(written)) => Ok(written),
                Err(error) => Err(error),
            };
            return self.or_first_answer(person, post.id, &command, tried).await;
        }
        Err(AppError::Unavailable)
    }

    /// The file as the writer sees it: it says whose it is, and what its lines in the rosters show.
    async fn file_of_person(&self, code: FileCode) -> AppResult<(FileId, file::State)> {
        let id = self.file_id(code).await?;
        let store = &self.app.0.store;
        let resource = store.relations().file(id).await?;
        let proof = self.permit::<ReadFile>(id.0, resource, ALL).await?;
        let opened = self.open_file(&proof).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: proof.compartments(),
        };
        Ok((
            id,
            store.log_read(&proof, note, opened, self.now).await?.state,
        ))
    }

    async fn try_person(
        &self,
        proof: &Authorized<WritePerson>,
        id: PersonId,
        (file, state): (FileId, &file::State),
        command: &Command,
        post: Post,
    ) -> AppResult<Option<Written>> {
        let store = &self.app.0.store;
        let stream = store
            .relations()
            .stream(id.into())
            .await?
            .ok_or(AppError::Absent)?;
        let (unit, role) = self.acting(proof)?;
        let rows = store.fetch_entries(proof, &kinds(IDENTITY), 0).await?;
        let keys = self.keys_in(&store.fetch_wraps(proof).await?);
        let opened = rows.try_map(|rows| open_entries(StreamKind::Person, &keys, rows))?;
        let decided =
            match person::decide(&fold_person(opened.peek()), command, &self.ctx(unit, role)) {
                Ok(decided) => decided,
                Err(refusal) => {
                    let note = ReadNote {
                        request: self.request,
                        objects: vec![id.0],
                        compartments: IDENTITY,
                    };
                    store.log_read(proof, note, opened, self.now).await?;
                    return Err(refused(refusal));
                }
            };
        let wraps = store.relations().wraps_for(id.into()).await?;
        let mut draft = Draft::default();
        let mut pen = self.pen(unit, stream, keys, wraps).await?;
        let decided = decided
            .into_iter()
            .map(|d| d.map(AnyEntry::Person))
            .collect();
        let written = pen.write(&mut draft, decided, Some(post.id))?;
        let after = opened.map(|mut entries| {
            entries.extend(written);
            fold_person(&entries)
        });
        let lines = store.relations().wraps_for(file.into()).await?;
        self.renew_lines(&mut draft, file, &lines, state, Some(after.peek()))
            .await?;
        draft.put(pen.stream.clone());
        let answer = Written {
            entry: post.id,
            version: pen.stream.version,
        };
        self.settle(proof, draft, post.id, command, answer).await
    }
}
