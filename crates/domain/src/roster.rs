//! The roster: one small row per file, sealed per unit, from which lists, filters and name search are made (rulings 10, 11).

use crate::age::AgeBand;
use crate::code::FileCode;
use crate::file::identification::Status;
use crate::file::stage::{Stage, stage};
use crate::file::state::{State, TaskStatus};
use crate::id::{FileId, UnitId, UserId};
use crate::person;
use crate::time::{Day, Moment};
use crate::values::{Code, Sex};
use crate::work::{PLAN_CLOCK, RISK_CLOCK};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod wire;

/// One file in a list. Serialised as a CBOR array: no field names, thousands are decrypted at a time. New fields go to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The file.
    pub file: FileId,
    /// Its code.
    pub code: Option<FileCode>,
    /// Cover name, if identity is held.
    pub cover: Option<String>,
    /// Names as shown, the one to show first; empty if identity is not held.
    pub names: Vec<String>,
    /// The same, folded for search, and the folded cover name.
    pub folded: Vec<String>,
    /// The least and the greatest number of completed years, where they are known more closely than by the band.
    pub years: Option<(i16, i16)>,
    /// Age band.
    pub band: AgeBand,
    /// Sex.
    pub sex: Sex,
    /// County.
    pub county: Option<Code>,
    /// Stage.
    pub stage: Stage,
    /// Identification.
    pub identification: Option<Status>,
    /// Risk level (list `risk`).
    pub risk: Option<Code>,
    /// Who leads.
    pub lead: Option<UnitId>,
    /// Case manager.
    pub manager: Option<UserId>,
    /// What it waits for, and since when.
    pub waits: Option<(Waits, Moment)>,
    /// The next thing due.
    pub due: Option<Moment>,
    /// Last written to.
    pub activity: Option<Moment>,
    /// Closed.
    pub closed: Option<Moment>,
    /// Who works on it besides the case manager, as far as the core tells.
    pub workers: Vec<UserId>,
}

/// What a file waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// The answer to a transfer.
    Transfer,
    /// A first risk assessment.
    Risk,
    /// An identification decision beyond potential.
    Identification,
    /// A plan.
    Plan,
    /// A first service.
    Service,
}

/// An estimate is closer than a band when its ends lie no further apart than a band's.
const CLOSE_YEARS: i16 = 2;

/// The row of a file as far as the reader's compartments show it. `fold` makes search forms (crate `words`).
pub fn roster_row(
    id: FileId,
    file: &State,
    person: Option<&person::State>,
    today: Day,
    fold: &dyn Fn(&str) -> String,
) -> RosterRow {
    let age = match person {
        Some(person) if person.age().range(today).is_some() => person.age(),
        _ => file.basics.age,
    };
    let names = person.map_or_else(Vec::new, names_of);
    let folded = names
        .iter()
        .map(String::as_str)
        .chain(file.cover_name.as_deref())
        .map(fold)
        .collect();
    RosterRow {
        file: id,
        code: file.code,
        cover: file.cover_name.clone(),
        folded,
        names,
        years: age
            .range(today)
            .filter(|(least, most)| most - least <= CLOSE_YEARS),
        band: age.band(today),
        sex: file.basics.sex,
        county: file.basics.county.clone(),
        stage: stage(file),
        identification: file.identification(),
        risk: file.risk().map(|risk| risk.level.clone()),
        lead: file.lead,
        manager: file.case_manager(),
        waits: waits(file),
        due: next_due(file),
        activity: file.last_activity,
        closed: file.closed.as_ref().map(|(at, _)| *at),
        workers: workers(file),
    }
}

/// Everybody but the case manager who is assigned, has a task to do, or holds the sessions of a service that still runs;
/// each once, in a fixed order, so that equal states make equal lines.
fn workers(file: &State) -> Vec<UserId> {
    let tasks = file.tasks.iter();
    let tasks = tasks.filter(|t| t.status == TaskStatus::Open);
    let runs = |id| {
        file.services
            .iter()
            .any(|s| s.id == id && s.ended.is_none())
    };
    let sessions = file.sessions.iter().filter(|s| s.service.is_some_and(runs));
    let all: BTreeSet<UserId> = file
        .assigned
        .iter()
        .map(|a| a.user)
        .chain(tasks.filter_map(|t| t.what.assignee))
        .chain(sessions.map(|s| s.by))
        .collect();
    let manager = file.case_manager();
    all.into_iter()
        .filter(|user| Some(*user) != manager)
        .collect()
}

/// The name to show first, then every other, each once.
fn names_of(person: &person::State) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let all = person.names.iter().map(|kept| kept.value.display());
    for name in person.display_name().into_iter().chain(all) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The first thing that is missing, with the moment since when.
fn waits(file: &State) -> Option<(Waits, Moment)> {
    let opened = file.opened_at?;
    if file.closed.is_some() {
        return None;
    }
    if let Some((_, since)) = file.transfer {
        return Some((Waits::Transfer, since));
    }
    let Some(risk) = file.risks.first() else {
        return Some((Waits::Risk, opened));
    };
    if crate::file::stage::identification_pending(file) {
        return Some((
            Waits::Identification,
            file.decisions.last().map_or(opened, |d| d.at),
        ));
    }
    let Some(plan) = file.plans.first() else {
        return Some((Waits::Plan, risk.at));
    };
    file.services
        .is_empty()
        .then_some((Waits::Service, plan.at))
}

/// The earliest of open tasks, reviews and appointed sessions of services that still run.
fn next_due(file: &State) -> Option<Moment> {
    if file.closed.is_some() {
        return None;
    }
    let tasks = file
        .tasks
        .iter()
        .filter(|t| t.status == TaskStatus::Open)
        .filter_map(|t| t.what.due);
    tasks.chain(file.reviews()).min()
}

/// Most letters that the name of a kept view has: it stands on a tab.
pub const VIEW_NAME: usize = 60;

/// Whether a view of the list may be called that.
#[must_use]
pub fn is_view_name(text: &str) -> bool {
    crate::check::name(text).is_ok() && text.chars().count() <= VIEW_NAME
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By code.
    Code,
    /// By the name shown (folded).
    Name,
    /// Youngest first.
    Age,
    /// By county.
    County,
    /// By stage.
    Stage,
    /// Highest risk first.
    Risk,
    /// What is due first, first; nothing due last.
    Due,
    /// Waiting longest first; nothing awaited last.
    Waiting,
    /// Last written to first.
    Activity,
}

/// What a list shows. `None` and `false` filter nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Of this stage.
    pub stage: Option<Stage>,
    /// Of this identification status.
    pub identification: Option<Status>,
    /// Of this risk level.
    pub risk: Option<Code>,
    /// Of this county.
    pub county: Option<Code>,
    /// Children only, or adults only.
    pub child: Option<bool>,
    /// Of this case manager.
    pub manager: Option<UserId>,
    /// Of which this person is the case manager, or on which they work besides.
    pub worker: Option<UserId>,
    /// Led by this unit.
    pub lead: Option<UnitId>,
    /// Waiting for this.
    pub waits: Option<Waits>,
    /// Closed ones, or open ones; `None` for both.
    pub closed: Option<bool>,
    /// Due before this moment.
    pub due_before: Option<Moment>,
    /// Folded words that must all begin a word of some folded name, or the code.
    pub words: Vec<String>,
}

impl Filter {
    /// Whether the row is shown.
    #[must_use]
    pub fn shows(&self, row: &RosterRow) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, has: Option<&T>) -> bool {
            wanted.is_none_or(|wanted| has == Some(wanted))
        }
        is(self.stage.as_ref(), Some(&row.stage))
            && is(self.identification.as_ref(), row.identification.as_ref())
            && is(self.risk.as_ref(), row.risk.as_ref())
            && is(self.county.as_ref(), row.county.as_ref())
            && is(self.child.as_ref(), Some(&row.band.is_child()))
            && is(self.manager.as_ref(), row.manager.as_ref())
            && self.worker.is_none_or(|who| row.is_worked_on_by(who))
            && is(self.lead.as_ref(), row.lead.as_ref())
            && is(
                self.waits.as_ref(),
                row.waits.as_ref().map(|(what, _)| what),
            )
            && is(self.closed.as_ref(), Some(&row.closed.is_some()))
            && self
                .due_before
                .is_none_or(|by| row.due.is_some_and(|due| due < by))
            && self.words.iter().all(|word| row.has_word(word))
    }
}

impl RosterRow {
    /// Which clock runs for the file (list `clock`): risk is to be assessed first, then a plan made.
    #[must_use]
    pub fn clock(&self) -> Option<&'static str> {
        let open = self.closed.is_none();
        let first = if self.risk.is_none() {
            RISK_CLOCK
        } else {
            PLAN_CLOCK
        };
        open.then_some(first)
    }

    /// Whether this person is the case manager, or works on it besides.
    #[must_use]
    pub fn is_worked_on_by(&self, who: UserId) -> bool {
        self.manager == Some(who) || self.workers.contains(&who)
    }

    /// Whether some folded name, or the code, has a word that begins with `word` (folded by the caller).
    #[must_use]
    pub fn has_word(&self, word: &str) -> bool {
        names_have_word(&self.folded, word)
            || self.code.is_some_and(|code| code_has_word(code, word))
    }
}

/// Fewest letters of a piece of a code.
const PIECE: usize = 3;

/// Whether a folded word is a piece of the code proper. What all codes begin with is a piece of none: somebody who looks for
/// `Ro` means a name.
#[must_use]
pub fn code_has_word(code: FileCode, word: &str) -> bool {
    let text = code.to_string().to_lowercase();
    let proper = text.split_once('-').map_or("", |(_, proper)| proper);
    word.len() >= PIECE && proper.contains(word)
}

/// Whether some folded name has a word that begins with `word` (folded by the caller).
#[must_use]
pub fn names_have_word(folded: &[String], word: &str) -> bool {
    let mut words = folded.iter().flat_map(|name| name.split_whitespace());
    words.any(|part| part.starts_with(word))
}

/// Sorts in place; equal rows stand by code, so that the order is whole and pages do not overlap. Takes references: a row is
/// hundreds of bytes, and all but a page of them are only compared.
pub fn sort(rows: &mut [&RosterRow], by: Sort, descending: bool) {
    rows.sort_unstable_by(|a, b| {
        let order = order(a, b, by);
        let order = if descending { order.reverse() } else { order };
        order
            .then_with(|| a.code.map(FileCode::bits).cmp(&b.code.map(FileCode::bits)))
            .then_with(|| a.file.cmp(&b.file))
    });
}

fn order(a: &RosterRow, b: &RosterRow, by: Sort) -> std::cmp::Ordering {
    let last = |at: Option<Moment>| at.unwrap_or(Moment(i64::MAX));
    match by {
        Sort::Code => a.code.map(FileCode::bits).cmp(&b.code.map(FileCode::bits)),
        Sort::Name => a.folded.first().cmp(&b.folded.first()),
        Sort::Age => {
            (a.years.is_none(), a.years, a.band).cmp(&(b.years.is_none(), b.years, b.band))
        }
        Sort::County => a.county.cmp(&b.county),
        Sort::Stage => a.stage.cmp(&b.stage),
        Sort::Risk => risk_rank(b).cmp(&risk_rank(a)),
        Sort::Due => last(a.due).cmp(&last(b.due)),
        Sort::Waiting => last(a.waits.map(|(_, at)| at)).cmp(&last(b.waits.map(|(_, at)| at))),
        Sort::Activity => b.activity.cmp(&a.activity),
    }
}

fn risk_rank(row: &RosterRow) -> u8 {
    match row.risk.as_ref().map(Code::as_str) {
        Some("immediate") => 4,
        Some("high") => 3,
        Some("medium") => 2,
        Some("low") => 1,
        Some(_) | None => 0,
    }
}

#[cfg(test)]
mod tests;
