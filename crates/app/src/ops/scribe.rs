//! Whole histories at once, for the store of a benchmark: decided, sealed and stated by the same functions as what people
//! write, but without reading anything, because everything is new.
//!
//! What comes out goes through [`punte_store::Store::seed_signed`], which only a store that was born as a demo takes.

use crate::files::open::{FROM_THE_START, decide_person, id_of, tail};
use crate::files::read::fold_person;
use crate::files::refused;
use crate::files::roster::seal_line;
use crate::files::{NewFile, Written, seal_fact, work_id};
use crate::journal::{Opened, seal_entry};
use crate::keyring::wrap_to;
use crate::ops::ids::new_id;
use crate::{App, AppError, AppResult};
use punte_domain::access::{Action, Grantee, OpenFile, Role, WriteFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::file::Command;
use punte_domain::id::{EntryId, FileId, PersonId, RequestId, StreamId, UnitId, UserId, WorkId};
use punte_domain::roster::roster_row;
use punte_domain::work::{self, WorkChange};
use punte_domain::{
    AnyEntry, CountryPack, Ctx, Decided, Envelope, Moment, StreamKind, facts, file, person,
};
use punte_store::{FactKeyRow, IdempotencyRow, Row, RowOp, Seed, StreamRow, WorkRow};
use punte_vault::{
    PersonPseudonymKey, Rng, RosterKey, StatisticsPublic, StreamKey, UnitKeys,
    facts as sealed_facts,
};
use std::collections::{BTreeMap, BTreeSet};

/// A file from its opening on. The moments go forward.
#[derive(Debug, Clone)]
pub struct History {
    /// Its code, which no other file has.
    pub code: FileCode,
    /// The form that opened it.
    pub form: NewFile,
    /// When.
    pub opened: Moment,
    /// What was written then.
    pub then: Vec<(Moment, Command)>,
}

/// What everybody of an installation writes with.
pub struct Desktop<'a> {
    /// The country's lists and rules.
    pub pack: &'a CountryPack,
    /// Key of the person pseudonyms.
    pub pseudonyms: &'a PersonPseudonymKey,
    /// To whom facts are sealed.
    pub statistics: StatisticsPublic,
    /// Random bytes.
    pub rng: &'a dyn Rng,
}

/// Somebody who writes histories in the name of one unit.
pub struct Scribe<'a> {
    /// See there.
    pub desktop: &'a Desktop<'a>,
    /// The unit.
    pub unit: UnitId,
    /// Its keys.
    pub keys: &'a UnitKeys,
    /// The key of its roster.
    pub roster: &'a RosterKey,
    /// Who.
    pub author: UserId,
    /// As what.
    pub role: Role,
    /// Days for which the key of the unit's facts is stored already.
    pub days: BTreeSet<i32>,
}

/// A history that is being written.
struct Book {
    id: FileId,
    state: file::State,
    version: i64,
    keys: BTreeMap<Compartment, StreamKey>,
    works: BTreeMap<WorkId, WorkRow>,
}

impl Scribe<'_> {
    /// The changes that leave the file as its history has it: one for the opening, one for each command.
    pub fn write(&mut self, history: &History) -> AppResult<Vec<Seed>> {
        let at = history.opened;
        let id = id_of(history.code, tail(self.fresh(at)));
        let mut rows = Vec::new();
        let mut book = Book {
            id,
            state: file::State::default(),
            version: 0,
            keys: self.keys_of(id.into(), &FROM_THE_START, &mut rows)?,
            works: BTreeMap::new(),
        };
        let (person_id, person) = self.person(&history.form, at, &mut rows)?;
        for command in opening(history, person_id) {
            self.command(&mut book, at, &command, &mut rows)?;
        }
        let mut later = Vec::with_capacity(history.then.len());
        for (at, command) in &history.then {
            let mut rows = Vec::new();
            let first = self.command(&mut book, *at, command, &mut rows)?;
            rows.push(self.kept(first, book.version, *at)?);
            later.push(self.seed(WriteFile::NAME, id.into(), *at, rows));
        }
        // Of rows that are replaced by each change only the last stands; the first change states it.
        rows.push(stream(id.into(), StreamKind::File, self.unit, book.version));
        rows.extend(book.works.into_values().map(Row::from));
        let today = self
            .desktop
            .pack
            .day(later.last().map_or(at, |seed| seed.at));
        let line = roster_row(id, &book.state, Some(&person), today, &punte_words::fold);
        let told = (line, &book.state);
        rows.push(seal_line(self.roster, self.unit, told, self.desktop.rng)?.into());
        rows.push(self.kept(EntryId(self.fresh(at)), book.version, at)?);
        let mut seeds = vec![self.seed(OpenFile::NAME, id.into(), at, rows)];
        seeds.append(&mut later);
        Ok(seeds)
    }

    fn fresh(&self, at: Moment) -> [u8; 16] {
        new_id(at, self.desktop.rng)
    }

    fn ctx(&self, now: Moment) -> Ctx<'_> {
        Ctx {
            now,
            today: self.desktop.pack.day(now),
            author: self.author,
            unit: self.unit,
            role: self.role,
            pack: self.desktop.pack,
            fresh: self.fresh(now),
        }
    }

    /// Fresh keys of a stream, wrapped to the unit.
    fn keys_of(
        &self,
        id: StreamId,
        compartments: &[Compartment],
        rows: &mut Vec<Row>,
    ) -> AppResult<BTreeMap<Compartment, StreamKey>> {
        let (rng, public) = (self.desktop.rng, self.keys.public());
        let mut keys = BTreeMap::new();
        for compartment in compartments {
            let key = StreamKey::generate(1, rng);
            let to = (&public as _, Grantee::Unit(self.unit));
            rows.push(wrap_to(rng, id, *compartment, &key, to)?.into());
            keys.insert(*compartment, key);
        }
        Ok(keys)
    }

    fn person(
        &self,
        form: &NewFile,
        at: Moment,
        rows: &mut Vec<Row>,
    ) -> AppResult<(PersonId, person::State)> {
        let id = PersonId(self.fresh(at));
        let keys = self.keys_of(id.into(), &[Compartment::Identity], rows)?;
        let decided = decide_person(form, &self.ctx(at)).map_err(|e| AppError::Invalid(vec![e]))?;
        let mut written = Vec::with_capacity(decided.len());
        for (d, seq) in decided.into_iter().zip(1..) {
            let envelope = self.envelope(id.into(), seq, at, &d);
            rows.push(self.sealed(&keys, &envelope, &d.entry)?);
            written.push(Opened {
                envelope,
                entry: d.entry,
            });
        }
        let version = written.last().map_or(0, |last| last.envelope.seq);
        rows.push(stream(id.into(), StreamKind::Person, self.unit, version));
        Ok((id, fold_person(&written)))
    }

    /// Decides one command and seals what follows from it. Gives the id of its first entry.
    fn command(
        &mut self,
        book: &mut Book,
        at: Moment,
        command: &Command,
        rows: &mut Vec<Row>,
    ) -> AppResult<EntryId> {
        let decided = file::decide(&book.state, command, &self.ctx(at)).map_err(refused)?;
        let mut first = None;
        for d in decided {
            book.version += 1;
            let envelope = self.envelope(book.id.into(), book.version, at, &d);
            first.get_or_insert(envelope.id);
            let (pack, state) = (self.desktop.pack, &book.state);
            let changes = work::of_file(&envelope, &d.entry, state, pack);
            let stated = facts::of_file(&envelope, &d.entry, state, pack);
            file::evolve(&mut book.state, &envelope, &d.entry);
            let entry = AnyEntry::File(d.entry);
            rows.push(self.sealed(&book.keys, &envelope, &entry)?);
            works(&mut book.works, changes, at);
            let whom = book.state.person.map(|person| person.0);
            self.facts(&stated, (book.id.0, whom), at, rows)?;
        }
        first.ok_or(AppError::Unavailable)
    }

    fn envelope<E>(
        &self,
        stream: StreamId,
        seq: i64,
        at: Moment,
        decided: &Decided<E>,
    ) -> Envelope {
        Envelope {
            id: EntryId(self.fresh(at)),
            stream,
            seq,
            compartment: decided.compartment,
            happened_on: decided.happened_on,
            recorded_at: at,
            author: self.author,
            unit: self.unit,
        }
    }

    fn sealed(
        &self,
        keys: &BTreeMap<Compartment, StreamKey>,
        envelope: &Envelope,
        entry: &AnyEntry,
    ) -> AppResult<Row> {
        let key = keys.get(&envelope.compartment).ok_or(AppError::Absent)?;
        Ok(seal_entry(key, envelope, entry, self.desktop.rng)?.into())
    }

    fn facts(
        &mut self,
        stated: &[facts::Fact],
        (about, person): ([u8; 16], Option<[u8; 16]>),
        at: Moment,
        rows: &mut Vec<Row>,
    ) -> AppResult<()> {
        if stated.is_empty() {
            return Ok(());
        }
        let (desktop, unit) = (self.desktop, self.unit);
        let day = App::day_number(desktop.pack.day(at));
        let key = sealed_facts::fact_key(self.keys, day);
        if self.days.insert(day) {
            let to = &desktop.statistics;
            let encapsulated =
                sealed_facts::encapsulate_fact_key(&key, to, &unit.0, day, desktop.rng)?;
            let row = FactKeyRow {
                unit,
                day,
                encapsulated,
            };
            rows.push(row.into());
        }
        let whom = (about, person.map(|id| desktop.pseudonyms.pseudonym(&id)));
        for fact in stated {
            let place = (self.fresh(at), unit, day);
            rows.push(seal_fact(&key, place, whom, fact, desktop.rng)?.into());
        }
        Ok(())
    }

    /// The answer that is kept for the command's repetition.
    fn kept(&self, entry: EntryId, version: i64, at: Moment) -> AppResult<Row> {
        let mut answer = Vec::new();
        ciborium::into_writer(&Written { entry, version }, &mut answer)
            .map_err(|_| AppError::Unavailable)?;
        let mut mac = [0; 32];
        self.desktop.rng.fill(&mut mac);
        Ok(IdempotencyRow {
            id: entry.0,
            user: self.author,
            mac,
            answer,
            at,
        }
        .into())
    }

    fn seed(&self, action: &'static str, object: StreamId, at: Moment, rows: Vec<Row>) -> Seed {
        Seed {
            at,
            request: RequestId(self.fresh(at)),
            actor: self.author,
            action,
            object: object.0,
            units: vec![self.unit],
            rows: rows.into_iter().map(RowOp::Put).collect(),
        }
    }
}

fn opening(history: &History, person: PersonId) -> Vec<Command> {
    let form = &history.form;
    let mut commands = vec![
        Command::Open {
            code: history.code,
            from_concern: form.from_concern,
            basics: form.basics.clone(),
        },
        Command::LinkPerson(person),
    ];
    if !form.cover_name.is_empty() {
        commands.push(Command::SetCoverName(form.cover_name.clone()));
    }
    commands
}

fn stream(id: StreamId, kind: StreamKind, lead: UnitId, version: i64) -> Row {
    StreamRow {
        id,
        kind,
        lead,
        peer: None,
        version,
        state: StreamRow::OPEN,
    }
    .into()
}

/// What is still to do after these changes.
fn works(open: &mut BTreeMap<WorkId, WorkRow>, changes: Vec<WorkChange>, at: Moment) {
    for change in changes {
        match change {
            WorkChange::Open {
                key,
                unit,
                assignee,
                due,
            } => {
                let id = work_id(&key);
                let row = WorkRow {
                    id,
                    stream: key.stream,
                    unit,
                    assignee,
                    kind: i32::from(key.kind.code()),
                    due,
                    opened: at,
                    closed: None,
                };
                open.insert(id, row);
            }
            WorkChange::Close { key } => drop(open.remove(&work_id(&key))),
            WorkChange::CloseAll { stream } => open.retain(|_, row| row.stream != stream),
            WorkChange::Pass {
                stream,
                from,
                to,
                assignee,
            } => {
                let theirs = |row: &&mut WorkRow| row.stream == stream && row.unit == from;
                for row in open.values_mut().filter(theirs) {
                    (row.unit, row.assignee) = (to, Some(assignee));
                }
            }
        }
    }
}
