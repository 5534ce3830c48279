//! Writing to a file: one way for every command.

use crate::desk::ALL;
use crate::files::read::{OpenFileState, absent, fold_on};
use crate::journal::{Draft, Opened};
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk, Invalid, Meanwhile, Stale};
use punte_domain::access::{LeadFile, ReadFile, ShareFile, TakeFile, WriteFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::{self, Command, SessionNote};
use punte_domain::id::{EntryId, FileId};
use punte_domain::refusal::Refusal;
use punte_domain::{AnyEntry, Authorized, Ctx};
use punte_store::{ReadNote, ReadsEntries, StreamRow, StreamRows, Writes};
use serde::{Deserialize, Serialize};

/// What comes with every change: the form's own id, and the version it was drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Idempotency key; the first entry's id.
    pub id: EntryId,
    /// The stream's version when the form was drawn; needed where a value is replaced.
    pub version: Option<i64>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The first entry.
    pub entry: EntryId,
    /// The stream's version after it.
    pub version: i64,
}

/// What a command asks policy for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Write(CompartmentKind),
    Lead,
    Share,
    Take,
}

fn asks(command: &Command) -> Asks {
    let core = Asks::Write(CompartmentKind::Core);
    match command {
        Command::SetCoverName(_) | Command::LinkPerson(_) => Asks::Write(CompartmentKind::Identity),
        Command::AddNote { compartment, .. }
        | Command::AmendNote { compartment, .. }
        | Command::RecordNeeds { compartment, .. }
        | Command::RecordSession(SessionNote { compartment, .. }) => {
            Asks::Write(compartment.kind())
        }
        Command::RecordPlacement { .. } => Asks::Write(CompartmentKind::Whereabouts),
        Command::NoteHearing { .. } => Asks::Write(CompartmentKind::Justice),
        Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::AssessRisk { .. }
        | Command::DecideIdentification(_)
        | Command::SetPlan { .. }
        | Command::OpenService { .. }
        | Command::EndService { .. }
        | Command::AddTask(_)
        | Command::DoTask { .. }
        | Command::CancelTask { .. }
        | Command::ReassignTask { .. }
        | Command::NoteTold { .. } => core,
        Command::GiveConsent(_)
        | Command::RecordAssent { .. }
        | Command::WithdrawConsent { .. }
        | Command::Share { .. }
        | Command::EndShare { .. } => Asks::Share,
        Command::Open { .. }
        | Command::Assign { .. }
        | Command::Unassign { .. }
        | Command::OfferTransfer { .. }
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => Asks::Lead,
        Command::AcceptTransfer | Command::DeclineTransfer { .. } => Asks::Take,
    }
}

/// Whether two of them may follow each other without either having seen the other: additions commute, replacements don't.
fn commutes(command: &Command) -> bool {
    match command {
        Command::AddNote { .. }
        | Command::RecordSession(_)
        | Command::AddTask(_)
        | Command::DoTask { .. }
        | Command::CancelTask { .. }
        | Command::NoteHearing { .. }
        | Command::NoteTold { .. }
        | Command::OpenService { .. }
        | Command::GiveConsent(_)
        | Command::WithdrawConsent { .. }
        | Command::Share { .. }
        | Command::EndShare { .. }
        | Command::AcceptTransfer
        | Command::DeclineTransfer { .. } => true,
        Command::Open { .. }
        | Command::SetCoverName(_)
        | Command::LinkPerson(_)
        | Command::RecordBasics(_)
        | Command::RecordEvent(_)
        | Command::AssessRisk { .. }
        | Command::DecideIdentification(_)
        | Command::AmendNote { .. }
        | Command::RecordNeeds { .. }
        | Command::SetPlan { .. }
        | Command::EndService { .. }
        | Command::ReassignTask { .. }
        | Command::RecordPlacement { .. }
        | Command::RecordAssent { .. }
        | Command::Assign { .. }
        | Command::Unassign { .. }
        | Command::OfferTransfer { .. }
        | Command::WithdrawTransfer
        | Command::Close { .. }
        | Command::Reopen { .. } => false,
    }
}

pub(crate) fn refused(refusal: Refusal) -> AppError {
    AppError::Invalid(vec![Invalid::new(refusal.field(), refusal.code())])
}

impl Desk {
    /// Carries out a command on the file with this code.
    pub async fn write_file(
        &self,
        code: FileCode,
        command: Command,
        post: Post,
    ) -> AppResult<Written> {
        let rows = self.app.0.store.relations().file_rows(code).await?;
        let id = match &rows {
            Some(rows) => rows.stream.id.into(),
            None => absent(code),
        };
        let outcome = self.ask_and_write(id, rows, &command, post).await;
        self.or_first_answer(id, post.id, &command, outcome).await
    }

    async fn ask_and_write(
        &self,
        id: FileId,
        rows: Option<StreamRows>,
        command: &Command,
        post: Post,
    ) -> AppResult<Written> {
        let resource = rows.as_ref().map(StreamRows::file);
        match asks(command) {
            Asks::Write(kind) => {
                // What is written is decided on the whole file as the writer sees it; the kind itself must be permitted.
                let proof = self.permit::<WriteFile>(id.0, resource, ALL).await?;
                if !proof.compartments().has(kind) {
                    return Err(AppError::Absent);
                }
                self.carry_out(&proof, rows, command, post).await
            }
            Asks::Lead => {
                let proof = self.permit::<LeadFile>(id.0, resource, ALL).await?;
                self.carry_out(&proof, rows, command, post).await
            }
            Asks::Share => {
                let proof = self.permit::<ShareFile>(id.0, resource, ALL).await?;
                self.carry_out(&proof, rows, command, post).await
            }
            Asks::Take => {
                // Taking over is asked of one's own unit: the file isn't one's own yet.
                let lead = self.permit::<WriteFile>(id.0, resource, ALL).await?;
                let (unit, _) = self.acting(&lead)?;
                let resource = self.app.0.store.relations().unit(unit).await?;
                self.permit::<TakeFile>(unit.0, resource, Compartments::NONE)
                    .await?;
                self.carry_out(&lead, rows, command, post).await
            }
        }
    }

    async fn carry_out<A: Writes + ReadsEntries>(
        &self,
        proof: &Authorized<A>,
        rows: Option<StreamRows>,
        command: &Command,
        post: Post,
    ) -> AppResult<Written> {
        let mut rows = rows.ok_or(AppError::Absent)?;
        let id = rows.stream.id;
        // Who may write one compartment may read others: what is decided is decided on all that the writer sees.
        let resource = Some(rows.file());
        let read = self.permit::<ReadFile>(id.0, resource, ALL).await?;
        let relations = self.app.0.store.relations();
        for _ in 0..TRIES {
            let version = rows.stream.version;
            if !commutes(command) && post.version.is_some_and(|drawn| drawn != version) {
                return Err(self
                    .stale(&read, post.version.unwrap_or(0), version)
                    .await?);
            }
            if let Some(written) = self.try_once((proof, &read), rows, command, post).await? {
                return Ok(written);
            }
            let stream = relations.stream(id).await?.ok_or(AppError::Absent)?;
            let wraps = relations.wraps_for(id).await?;
            rows = StreamRows { stream, wraps };
        }
        Err(AppError::Unavailable)
    }

    async fn try_once<A: Writes + ReadsEntries>(
        &self,
        (proof, read): (&Authorized<A>, &Authorized<ReadFile>),
        StreamRows { stream, wraps }: StreamRows,
        command: &Command,
        post: Post,
    ) -> AppResult<Option<Written>> {
        let store = &self.app.0.store;
        let (unit, role) = self.acting(proof)?;
        let (opened, keys) = self.open_with_keys(read, &wraps).await?;
        let earlier = opened.peek().state.clone();
        // What an entry makes bears the entry's own id, so that a repeated command makes the same thing.
        let ctx = Ctx {
            fresh: post.id.0,
            ..self.ctx(unit, role)
        };
        let decided = match file::decide(&earlier, command, &ctx) {
            Ok(decided) => decided,
            Err(refusal) => {
                // A refusal tells something of the file, so it is a reading and leaves its leaf first.
                let note = ReadNote {
                    request: self.request,
                    objects: vec![stream.id.0],
                    compartments: read.compartments(),
                };
                store.log_read(read, note, opened, self.now).await?;
                return Err(refused(refusal));
            }
        };
        let mut draft = Draft::default();
        let mut pen = self.pen(unit, stream, keys, wraps).await?;
        let decided = decided.into_iter().map(|d| d.map(AnyEntry::File)).collect();
        let written = pen.write(&mut draft, decided, Some(post.id))?;
        let after = opened.map(|before| after(before, &written));
        self.follow_up(
            &mut draft,
            &mut pen,
            (&earlier, after.peek()),
            &written,
            None,
        )
        .await?;
        draft.put(StreamRow {
            state: stream_state(&after.peek().state),
            ..pen.stream.clone()
        });
        let answer = Written {
            entry: post.id,
            version: pen.stream.version,
        };
        self.settle(proof, draft, post.id, command, answer).await
    }

    /// What others wrote since the form was drawn, as far as the writer may see it.
    async fn stale(
        &self,
        proof: &Authorized<ReadFile>,
        drawn_from: i64,
        version: i64,
    ) -> AppResult<AppError> {
        let opened = self.open_file(proof).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![proof.object().0],
            compartments: proof.compartments(),
        };
        let opened = self
            .app
            .0
            .store
            .log_read(proof, note, opened, self.now)
            .await?;
        let since: Vec<_> = opened
            .entries
            .iter()
            .filter(|o| o.envelope.seq > drawn_from)
            .collect();
        let names = self
            .app
            .names(since.iter().map(|o| o.envelope.author).collect(), [].into())
            .await?;
        let meanwhile = since
            .iter()
            .map(|o| Meanwhile {
                author: o.envelope.author,
                author_name: names.user(o.envelope.author).to_owned(),
                at: o.envelope.recorded_at,
                kind: crate::entries::kind(&o.entry).to_owned(),
                summary: crate::entries::words(&o.entry).to_owned(),
            })
            .collect();
        Ok(AppError::Stale(Box::new(Stale {
            drawn_from,
            version,
            meanwhile,
        })))
    }
}

pub(crate) fn after(before: OpenFileState, written: &[Opened]) -> OpenFileState {
    let OpenFileState {
        mut entries,
        mut state,
    } = before;
    fold_on(&mut state, written);
    entries.extend(written.iter().cloned());
    OpenFileState { entries, state }
}

fn stream_state(state: &file::State) -> u8 {
    if state.closed.is_some() {
        StreamRow::CLOSED
    } else {
        StreamRow::OPEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_asks_for_its_own_compartment() {
        let note = Command::AddNote {
            compartment: punte_domain::Compartment::Psychosocial,
            kind: "general".into(),
            text: String::new(),
            happened_on: None,
        };
        assert_eq!(asks(&note), Asks::Write(CompartmentKind::Psychosocial));
        assert!(commutes(&note));
        let close = Command::Close {
            reason: "goals_met".into(),
            text: String::new(),
        };
        assert_eq!(asks(&close), Asks::Lead);
        assert!(!commutes(&close));
    }
}
